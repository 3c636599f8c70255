"""What a Table Schema asks of a cell, as SQL conditions, and the messages for cells that do not fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ...cell_values import STRING_FORMATS, form_of, sql_type, value
from ...errors import nearest
from ...fields import literal
from ...package import Field
from ...text import oddities, shown
from .table import LoadedTable

if TYPE_CHECKING:
    import duckdb

NOT_COMPARED = ("object", "array", "list", "geojson", "geopoint", "duration")  # one value has many printed forms
LONG_CELL = 1_000_000  # bytes; a longer one is most often an unclosed quote or a paste gone wrong


class Constraint(NamedTuple):
    """One constraint on one column: `fails` is an SQL condition, `expected` what a message says should be there."""

    code: str
    fails: str
    expected: str


def constraints(table: LoadedTable, item: Field) -> Iterator[Constraint]:
    """Yield a column's constraints in the order in which its cells are tested."""
    cell, typed = table.printed(item.name), table.typed(item.name)
    rules: Mapping[str, Any] = item.constraints
    if item.required or item.name in table.table.primary_key:
        yield Constraint("required", f"{cell} IS NULL", "a value")
    if cell != typed:
        yield Constraint("type", f"{cell} IS NOT NULL AND {typed} IS NULL", form_of(item))
    choices = (rules.get("enum") if item.type not in NOT_COMPARED else None) or _categories(item)
    if choices:
        listed = ", ".join(constant(item, c) for c in choices)
        words = ", ".join(_word(c) for c in choices[:40]) + (", …" if len(choices) > 40 else "")
        yield Constraint("enum", f"{typed} NOT IN ({listed})", f"one of {words}")
    if "pattern" in rules:
        pattern = str(rules["pattern"])
        yield Constraint("pattern", f"NOT regexp_full_match({cell}, {literal(pattern)})", f"text of the form {pattern}")
    form = item.descriptor.get("format")
    if item.type == "string" and form in STRING_FORMATS:
        pattern = literal(STRING_FORMATS[form])
        yield Constraint("format", f"NOT regexp_full_match({cell}, {pattern})", f"a well-formed {form}")
    if item.type == "string":
        for key, sign, words in (("minLength", "<", "at least"), ("maxLength", ">", "at most")):
            if key in rules:
                number = int(rules[key])
                fails = f"length({cell}) {sign} {number}"
                yield Constraint(key.replace("L", "-l"), fails, f"{words} {number} characters")
    for key, (code, sign, words) in _BOUNDS.items():
        if key in rules and item.type not in ("duration",):
            unordered = (
                f" OR {typed} = CAST('NaN' AS DOUBLE)" if item.type == "number" else ""
            )  # NaN is neither more nor less
            fails = f"{typed} {sign} {constant(item, rules[key])}{unordered}"
            yield Constraint(code, fails, f"{words} {_word(rules[key])}")
    if item.type in ("string", "any"):
        yield Constraint("cell-long", f"strlen({cell}) > {LONG_CELL}", f"at most {LONG_CELL:,} bytes")


_BOUNDS = {
    "minimum": ("minimum", "<", "at least"),
    "maximum": ("maximum", ">", "at most"),
    "exclusiveMinimum": ("exclusive-minimum", "<=", "more than"),
    "exclusiveMaximum": ("exclusive-maximum", ">=", "less than"),
}


def _categories(item: Field) -> list[Any]:
    stated = item.descriptor.get("categories") or []
    return [c.get("value") if isinstance(c, dict) else c for c in stated]


def _word(choice: Any) -> str:
    return {True: "true", False: "false"}[choice] if isinstance(choice, bool) else str(choice)


def constant(item: Field, stated: Any) -> str:
    """Return SQL for a bound or choice of a schema, as a literal, which means the same on every engine."""
    text, kind = constant_text(item, stated) or "", sql_type(item)
    return literal(text) if kind == "VARCHAR" else f"CAST({literal(text)} AS {kind})"


def constant_text(item: Field, stated: Any) -> str | None:
    """Return a bound or choice as DuckDB prints it; None for text that is no value in the form of the field's cells."""
    typed = value(item, literal(stated)) if isinstance(stated, str) else None
    return _evaluated(typed) if typed else _word(stated)


@cache
def _evaluated(expression: str) -> str | None:
    found: str | None = _connection().execute(f"SELECT CAST(({expression}) AS VARCHAR)").fetchall()[0][0]
    return found


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    import duckdb

    return duckdb.connect(":memory:", config={"threads": "1"})


def failing(listed: Sequence[Constraint]) -> str:
    """Return SQL for the number (from 0) of the first constraint that a cell fails, NULL where it fails none."""
    if not listed:
        return "NULL"
    return "CASE " + " ".join(f"WHEN {c.fails} THEN {i}" for i, c in enumerate(listed)) + " END"


def unfit(connection: duckdb.DuckDBPyConnection, table: LoadedTable) -> int:
    """Return how many cells of a table fail a constraint."""
    counts = [f"count({failing(list(constraints(table, f)))})" for f in table.table.fields if f.name in table.columns]
    return int(connection.execute(f"SELECT {' + '.join(counts)} FROM {table.relation} WHERE NOT bad").fetchall()[0][0])


def message(check: Constraint, text: str | None) -> str:
    """Return what is wrong with a cell: what it holds and what belongs there."""
    if check.code == "required":
        return "the cell is empty; a value is required"
    held = shown(text)
    if check.code == "enum":
        near = nearest(str(text), tuple(check.expected.removeprefix("one of ").split(", ")))
        hint = f"; {near}" if near.startswith("did") else ""
        return f"{held} is not {check.expected}{hint}{oddities(str(text))}"
    if check.code == "cell-long":
        return f"the cell is longer than {LONG_CELL:,} bytes"
    return f"{held} is not {check.expected}{oddities(str(text))}"
