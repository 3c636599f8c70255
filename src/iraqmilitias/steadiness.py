"""Whether a query can be cited: whether all that it calls gives the same result on every machine and version.

Decided by the list in steady_functions.toml, not by DuckDB's catalogue, which rates overloads (`-` on times with a
time zone is "consistent within query", `-` on numbers is not) while a query that is not run names functions only.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from .database.connection import MAIN
from .database.definitions import definitions
from .query_tree import arguments, parts

Node = Mapping[str, Any]

ABOUT_PROGRAM = ("duckdb_", "pragma_", "pg_", "has_")
COLLATIONS = {"nocase", "noaccent", "nfc", "binary", "c", "posix"}  # the others are ICU's, and change with its version
OWN_SCHEMAS = {"main", MAIN}  # that hold the tables and views of the data
HOW_TO_ASK = "open an issue to have it added (steady_functions.toml says what that takes)"


class Functions(NamedTuple):
    """The steady functions, why others are refused, words that are functions, and types that a cast may name.

    `choosing` are aggregates that take some of the rows that tie, `sums` those that add up fractions, `by_order` what
    takes some of a list by its order.
    """

    steady: frozenset[str]
    refused: Mapping[str, str]
    words: frozenset[str]
    types: frozenset[str]
    choosing: frozenset[str]
    sums: frozenset[str]
    by_order: frozenset[str]


@cache
def functions() -> Functions:
    """Return the lists of steady_functions.toml, with this package's own macros among the steady functions."""
    text = Path(__file__).with_name("steady_functions.toml").read_text(encoding="utf-8")
    lists = tomllib.loads(text)
    steady = {name for names in lists["steady"].values() for name in names.split()}
    return Functions(
        frozenset(steady | {d.name for d in definitions() if d.is_macro}),
        {name: reason for reason, names in lists["refused"].items() for name in names.split()},
        frozenset(lists["words"]["names"].split()),
        frozenset(name.strip('"') for name in lists["types"]["names"].split()),
        frozenset(lists["ties"]["choosing"].split()),
        frozenset(lists["ties"]["sums"].split()),
        frozenset(lists["ties"]["by_order"].split()),
    )


def objections(tree: Node, relations: set[str]) -> Iterator[str]:
    """Yield why a query may give other rows elsewhere; nothing where it gives the same everywhere.

    `tree` is a statement as json_serialize_sql() gives it, `relations` the names of the tables and views.
    """
    yield from _unknown_tables(tree, frozenset(map(str.casefold, relations)), frozenset())
    for part in parts(tree):
        if part.get("function_name"):
            yield from _function(part)
        if part.get("sample"):
            yield "a SAMPLE takes other rows each time"
        if part.get("ref_type") == "POSITIONAL":
            yield "a POSITIONAL JOIN pairs rows as they are stored; join them on a key"
        if part.get("key_targets"):
            yield "a recursion USING KEY keeps one of several rows; write it without"
        if part.get("type") == "SHOW_REF":
            yield "DESCRIBE and SUMMARIZE have no rows of the data; cite a SELECT"
        if part.get("class") == "COLUMN_REF" and len(part.get("column_names", ())) == 1:
            word = str(part["column_names"][0]).casefold()
            if word in functions().words:
                yield f"{word} {functions().refused[word]}; for a column of that name write table.{word}"
        if part.get("class") == "CAST":
            yield from _cast(part)
        if part.get("class") == "COLLATE" and str(part.get("collation", "")).casefold() not in COLLATIONS:
            yield f"the collation {part.get('collation')} changes with its library; use NOCASE, NOACCENT or none"


def refusal(name: str) -> str | None:
    """Return why a function cannot be called in a cited query, or None where it can."""
    if name in functions().steady:
        return None
    if name in functions().refused:
        return f"{name}() {functions().refused[name]}"
    if name.startswith(ABOUT_PROGRAM):
        return f"{name}() describes the database program and not the data"
    return f"{name}() is not on the list of functions that give the same result everywhere; {HOW_TO_ASK}"


def _function(part: Node) -> Iterator[str]:
    name = str(part["function_name"]).casefold()
    if reason := refusal(name):
        yield reason
        return
    given = arguments(part)
    if name == "age" and len(given) == 1:
        yield "age() of one date counts from today; give it both dates"
    if name in ("strptime", "try_strptime") and len(given) > 1:
        formats = written_texts(given[1])
        if not formats or any("%z" in form.lower() for form in formats):
            yield f"{name}() needs its format written out and without %z, since a time zone depends on the machine"
    if name in ("list_aggr", "list_aggregate", "array_aggr", "array_aggregate", "aggregate") and len(given) > 1:
        called = written_texts(given[1])
        yield from (reason for reason in map(refusal, map(str.casefold, called)) if reason)
        if not called:
            yield f"{name}() needs the name of its function written out"


def written_texts(node: Node) -> list[str]:
    """Return the text that an expression is, or the texts of a list; nothing where it has to be computed."""
    if node.get("class") == "CONSTANT":  # DuckDB 1 has value.value, DuckDB 2 literal.text
        text = node.get("value", {}).get("value") if "value" in node else node.get("literal", {}).get("text")
        return [text] if isinstance(text, str) else []
    if node.get("function_name") != "list_value":
        return []
    listed = [written_texts(argument) for argument in arguments(node)]
    return [text for one in listed for text in one] if all(listed) else []


def _cast(part: Node) -> Iterator[str]:
    for name in type_names(part):
        if "with time zone" in name or name.startswith(("timestamptz", "timetz")):
            yield f"{name.upper()} depends on the machine’s time zone; cast to TIMESTAMP or TIME"
        elif name not in functions().types:
            yield f"the type {name.upper()} may be written otherwise in another version; cast to another type"


def type_names(cast: Node) -> Iterator[str]:
    """Yield the types that a cast names, in lower case: DuckDB 2 keeps them as written, before they have an id."""
    for part in parts(cast.get("type_expr") or cast.get("cast_type")):
        if isinstance(part.get("type_name"), str):
            yield part["type_name"].casefold()
        elif isinstance(part.get("id"), str) and part["id"] not in ("UNBOUND", "USER"):
            yield part["id"].casefold()
        elif isinstance(part.get("type_info"), dict):
            info = part["type_info"]
            yield str(info.get("name") or info.get("user_type_name") or "").casefold()


def _unknown_tables(node: Any, relations: frozenset[str], named: frozenset[str]) -> Iterator[str]:
    """Yield why a query reads something else than the tables and views of the data, and the queries that it names.

    `named` are the names that WITH gives to queries where `node` is: a name holds in the queries after it and, where
    it is recursive, in its own second half. A name with a schema before it is never one of those.
    """
    if isinstance(node, list):
        for item in node:
            yield from _unknown_tables(item, relations, named)
        return
    if not isinstance(node, dict):
        return
    if node.get("type") == "BASE_TABLE":
        table = str(node.get("table_name", ""))
        schemas = {str(node.get(key) or "").casefold() for key in ("schema_name", "catalog_name")} - {""}
        if table.casefold() not in (relations if schemas else relations | named) or not schemas <= OWN_SCHEMAS:
            yield f"{table} is not a table or view of the data"
    for entry in (node.get("cte_map") or {}).get("map", ()):
        yield from _unknown_tables(entry.get("value"), relations, named)
        named |= {str(entry.get("key")).casefold()}
    for key, part in node.items():
        if key == "cte_map":
            continue
        recursive = {str(node.get("cte_name")).casefold()} if key == "right" and node.get("cte_name") else set()
        yield from _unknown_tables(part, relations, named | recursive)
