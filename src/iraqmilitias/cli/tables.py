"""iraqmilitias tables"""

from __future__ import annotations

from importlib.util import find_spec

import click

from ..database.definitions import available_views
from ..dataset import Dataset
from ..table_files import rows_of
from ..terminal import table
from .shared import dataset


@click.command("tables")
@click.pass_context
def tables(ctx: click.Context) -> None:
    data = dataset(ctx)
    rows: list[tuple[str, str, int | None, str]] = []
    for one in data.package.tables.values():
        count = None if one.unread else len(rows_of(data.package, one.name))
        rows.append((one.name, "table", count, one.refusal if one.unread else _one_row(one.description)))
    views = available_views(data.package)
    counts = _counts(data, [view.name for view in views])
    rows += [(view.name, "view", counts.get(view.name), _one_row(view.description)) for view in views]
    click.echo(table(("name", "kind", "rows", "one row"), rows))


def _one_row(description: str) -> str:
    return description.split(". ")[0].rstrip(".").removeprefix("One row is ")


def _counts(data: Dataset, views: list[str]) -> dict[str, int]:
    """Return the number of rows of each view; nothing where DuckDB, which computes them, is not installed."""
    if not views or find_spec("duckdb") is None:
        return {}
    counts = (data.sql(f'SELECT count(*) FROM "{view}"', as_="rows") for view in views)
    return dict(zip(views, (rows[0][0] for rows in counts), strict=True))
