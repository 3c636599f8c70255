"""A query's rows as CSV, JSON, Markdown and Parquet: each value as it is, or refused with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from .database.plain import plain_folder
from .errors import QueryError
from .fields import literal, quoted
from .terminal import shown
from .values import json_text, printed, to_json

if TYPE_CHECKING:
    from .database.sandbox import Result

_QUOTED = frozenset(',"\n\r')
BIGINT = range(-(2**63), 2**63)


def as_csv(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return rows as CSV: UTF-8, LF, quotes where needed; NULL is an empty cell and the empty text is `""`."""
    alone = len(names) == 1  # then an empty line would be no row for most readers
    lines = [",".join(_cell(name) for name in names)]
    lines += [",".join('""' if value is None and alone else _cell(value) for value in row) for row in rows]
    return "\n".join(lines) + "\n"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = printed(value)
    if not text or text.startswith("\ufeff") or not _QUOTED.isdisjoint(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def as_json(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Return rows as a JSON list of objects, one a line. Raises QueryError where two columns have one name."""
    one_name_each(names)
    keys = [json_text(name) for name in names]
    lines = ("  {" + ", ".join(f"{k}: {to_json(v)}" for k, v in zip(keys, row, strict=True)) + "}" for row in rows)
    return "[\n" + ",\n".join(lines) + "\n]" if rows else "[]"


def as_markdown(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return rows as a Markdown table; pipes and angle brackets escaped."""

    def cell(value: Any) -> str:
        return shown(value).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace(">", "&gt;")

    lines = [[cell(n) for n in names], ["---"] * len(names), *([cell(v) for v in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def as_parquet(result: Result) -> bytes:
    """Return rows as a Parquet file with DuckDB's types. Raises QueryError for a column that Parquet does not hold."""
    import duckdb

    one_name_each(result.columns)
    columns = [list(column) for column in zip(*result.rows, strict=True)] or [[] for _ in result.columns]
    types = [_storable(kind, column) for kind, column in zip(result.types, columns, strict=True)]
    pairs = list(zip(result.columns, types, strict=True))
    chosen = (f"unnest(${i}::{kind}[]) AS {quoted(name)}" for i, (name, kind) in enumerate(pairs, 1))
    with plain_folder() as folder, duckdb.connect(":memory:") as connection:
        target = folder / "result.parquet"
        written = f"read_parquet({literal(str(target))})"
        try:
            connection.execute(f"CREATE TABLE result AS SELECT {', '.join(chosen)}", columns)
            connection.execute(f"COPY result TO {literal(str(target))} (FORMAT parquet)")
            for name, kind in pairs:
                n = quoted(name)
                wrong = connection.execute(
                    f"SELECT count(*) FROM (SELECT {n}, row_number() OVER () AS i FROM result) a JOIN (SELECT {n}, "
                    f"row_number() OVER () AS i FROM {written}) b USING (i) WHERE a.{n} IS DISTINCT FROM b.{n}::{kind}"
                ).fetchall()[0][0]
                if wrong or "UNION" in kind:
                    raise QueryError(f"Parquet does not hold column {name} ({kind}) exactly; cast it to VARCHAR")
        except duckdb.Error as error:
            raise QueryError(f"Parquet does not hold this result ({str(error).splitlines()[0]})") from None
        return target.read_bytes()


def _storable(kind: str, values: Sequence[Any]) -> str:
    if kind in ("HUGEINT", "UHUGEINT"):  # Parquet has them as DOUBLE
        return "BIGINT" if fits(values) else "DECIMAL(38,0)"
    return kind.replace('"NULL"', "INTEGER")


def fits(values: Iterable[int | None]) -> bool:
    """Whether whole numbers fit 64 bits, as those of most sums do, whose type is HUGEINT."""
    return all(value is None or value in BIGINT for value in values)


def one_name_each(names: Sequence[str]) -> None:
    """Raise QueryError where two columns have one name."""
    twice = next((name for i, name in enumerate(names) if name in names[:i]), None)
    if twice is not None:
        raise QueryError(f"two columns are named {twice!r}, and this form has room for one; rename one: … AS other")
