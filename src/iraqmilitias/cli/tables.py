"""iraqmilitias tables"""

from __future__ import annotations

import click

from ..database.definitions import available_views
from ..fields import quoted
from ..terminal import table
from .shared import dataset


@click.command("tables", help="Every table and view, rows, one line of meaning.")
@click.pass_context
def tables(ctx: click.Context) -> None:
    data = dataset(ctx)
    connection = data.connect()
    rows: list[tuple[str, str, int, str]] = []
    known = [(t.name, "table", t.description) for t in data.package.tables.values()]
    known += [(d.name, "view", d.description) for d in available_views(data.package)]
    for name, kind, description in known:
        count = connection.execute(f"SELECT count(*) FROM {quoted(name)}").fetchall()[0][0]
        rows.append((name, kind, count, description.split(". ")[0].rstrip(".").removeprefix("One row is ")))
    connection.close()
    click.echo(table(("name", "kind", "rows", "one row"), rows))
