"""The views over two packages: their columns, and their rows from either package's tables.

The views of a package are its own where it contains their SQL (a checkout, a revision, a wheel); else those of this
version of the library. They run with external access off, over tables without keys, so a package with a broken
key can still be compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...building import table_sql
from ...definitions import definitions
from ...errors import PackageError
from ...fields import kind, quoted
from ...package import Package, Table
from .open_version import sql_files
from .raw_tables import Text
from .row_diff import TableDiff, compare

if TYPE_CHECKING:
    import duckdb

Loaded = dict[str, Text]


class Side(NamedTuple):
    """The views of one package, made in a schema of their own."""

    sql: dict[str, str]  # `views/claims`: its text
    own: bool  # whether the SQL came with the package
    columns: dict[str, tuple[str, ...]]  # by view
    failed: tuple[str, ...]  # views that could not be made


def own_or_current(package: Package) -> tuple[dict[str, str], bool]:
    """Return the SQL of a package's views and macros, and whether it came with the package."""
    found = sql_files(package)
    if found is not None:
        return found, True
    return {f"{'macros' if d.is_macro else 'views'}/{d.name}": d.sql for d in definitions()}, False


def make(connection: duckdb.DuckDBPyConnection, schema: str, package: Package, texts: Loaded) -> Side:
    """Make a package's typed tables, macros and views in a database named `schema`; return what could be made.

    Raises PackageError where a cell does not fit its column's type.
    """
    sql, own = own_or_current(package)
    connection.execute(f"ATTACH ':memory:' AS {schema}")
    connection.execute(f"USE {schema}")
    try:
        for table in package.tables.values():
            _typed(connection, package, table, texts.get(table.name))
        made, failed = _create(connection, dict(sql))
        columns = {
            name: tuple(c[0] for c in connection.execute(f"DESCRIBE {quoted(name)}").fetchall()) for name in made
        }
    finally:
        connection.execute("USE memory")
    return Side(sql, own, columns, failed)


def _typed(connection: duckdb.DuckDBPyConnection, package: Package, table: Table, text: Text | None) -> None:
    import duckdb

    bare = table._replace(primary_key=(), foreign_keys=(), unique_keys=())
    fields = tuple(f._replace(constraints={}) for f in table.fields)
    connection.execute(table_sql(bare._replace(fields=fields), package))
    if text is None:
        return
    cells = []
    for field in table.fields:
        held = kind(field)
        cell = text.cell(field.name, "t") if field.name in text.columns else "''"
        cells.append(f"CAST(nullif({cell}, '') AS {held.duckdb if held else 'VARCHAR'})")
    try:
        connection.execute(
            f"INSERT INTO {quoted(table.name)} SELECT {', '.join(cells)} FROM memory.{text.relation} t ORDER BY rowid"
        )
    except duckdb.Error as error:
        raise PackageError(f"{table.path} does not fit its schema ({str(error).splitlines()[0]})") from None


def _create(connection: duckdb.DuckDBPyConnection, waiting: dict[str, str]) -> tuple[list[str], tuple[str, ...]]:
    """Create macros and views, each once the ones it uses are there; return the views made and those that fail."""
    import duckdb

    made: list[str] = []
    before = -1
    while waiting and len(waiting) != before:
        before = len(waiting)
        for key in sorted(waiting):
            try:
                connection.execute(waiting[key])
            except duckdb.Error:
                continue
            if key.startswith("views/"):
                made.append(key.removeprefix("views/"))
            del waiting[key]
    return made, tuple(sorted(waiting))


def rows(connection: duckdb.DuckDBPyConnection, schema: str, view: str, columns: tuple[str, ...]) -> Text:
    """Return a view's rows as text, like a loaded file's."""
    relation = f"_{schema}_{view}"
    cells = ", ".join(f"{_printed(quoted(c))} AS c{i}" for i, c in enumerate(columns))
    connection.execute(f"USE {schema}")
    try:
        connection.execute(f"CREATE OR REPLACE TABLE memory.{quoted(relation)} AS SELECT {cells} FROM {quoted(view)}")
    finally:
        connection.execute("USE memory")
    count = int(connection.execute(f"SELECT count(*) FROM {quoted(relation)}").fetchall()[0][0])
    return Text(quoted(relation), "", columns, count, False)


def _printed(column: str) -> str:
    """Return SQL for a value as text: a whole number without .0, as the files have it."""
    text = f"CAST({column} AS VARCHAR)"
    return (
        f"coalesce(CASE WHEN typeof({column}) = 'DOUBLE' THEN regexp_replace({text}, '\\.0$', '') ELSE {text} END, '')"
    )


def compared(
    connection: duckdb.DuckDBPyConnection, view: str, old: tuple[str, ...], new: tuple[str, ...]
) -> TableDiff | str:
    """Return what differs in a view's rows, or why it could not be read.

    Rows go by the first id column that is unique in both, else by the view's first two columns, else as wholes.
    """
    import duckdb

    try:
        texts = rows(connection, "old_side", view, old), rows(connection, "new_side", view, new)
    except duckdb.Error as error:
        return f"view {view} was not compared: {str(error).splitlines()[0]}"
    ids = [(c,) for c in new if c.endswith("_id") and c in old]
    for key in (*ids, new[:2]):
        found = compare(connection, view, key, *texts)
        if not found.note:
            return found
    return compare(connection, view, (), *texts)
