"""What of a result Python would change: infinite dates, nanoseconds, and some keys of maps.

DuckDB's Python client makes an infinite date the first or last day there is, cuts nanoseconds off, and makes a map a
dictionary, in which 1 and true are one key. All of it is within lists, structs, maps, arrays and unions, too, and a
VARIANT does not say what it holds. It takes a month of an interval for 30 days, too: that stays, since citations of
such queries have that result.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

from ..errors import QueryError
from ..fields import literal

INEXACT = "which cannot be returned exactly; cast it to VARCHAR"
NANOSECONDS = {"TIMESTAMP_NS", "TIMESTAMPTZ_NS", "TIME_NS"}
ALIKE = {"union": "a UNION", "time with time zone": "times with time zones"}  # keys that Python may take for one
NESTED = ("STRUCT", "TUPLE", "MAP", "UNION", "VARIANT")  # and what ends with ]
DEEPEST = 100  # levels of lists and the like: Python, Arrow, polars and Parquet end at 200 to 900, each elsewhere
_DAYS = ("DATE", "TIMESTAMP")
# What ends a statement: a semicolon with nothing but spaces and comments behind it.
_END = re.compile(r";(?>\s+|;|--[^\n]*|/\*.*?\*/)*\Z", re.DOTALL)


class Doubt(NamedTuple):
    """What some values of a type hold that Python changes: how it is called, and how DuckDB is asked for it."""

    what: str
    asked: str  # a condition in SQL on a value {0} of the type
    of: Callable[[str], bool]  # whether a type can hold it
    looks: Callable[[Any], bool]  # whether a Python value may have been it


def _looks_infinite(value: Any) -> bool:
    return isinstance(value, datetime.date) and (value.year, value.month, value.day) in ((1, 1, 1), (9999, 12, 31))


DOUBTS = (Doubt("an infinite date", "isinf({0})", lambda kind: kind.startswith(_DAYS), _looks_infinite),)


class Column:
    """A column of a result, which is refused where Python changed one of its values."""

    def __init__(self, name: str, kind: Any) -> None:
        """Raise nothing yet: a column without rows has nothing that is changed. `kind` is its DuckDBPyType."""
        self.name, self.kind = name, kind
        self._too_deep = any(depth > DEEPEST for depth, _part in _types_by_depth(kind))
        types = list(_types(kind))
        leaves = {str(part) for part in types}
        self._reason = _reason(types, leaves)
        self._variant = "VARIANT" in leaves
        self._doubts = [doubt for doubt in DOUBTS if any(map(doubt.of, leaves))]

    @property
    def doubted(self) -> bool:
        """Whether its values have to be looked at."""
        return bool(self._reason or self._variant or self._doubts or self._too_deep)

    def check(self, values: list[Any], has: Callable[[str], bool]) -> None:
        """Raise QueryError where a value was changed; `has` tells whether a condition on c holds for any row."""
        if self._too_deep or (self._variant and any(_depth(value) > DEEPEST for value in values)):
            raise QueryError(
                f"column {self.name} is nested more than {DEEPEST} levels deep; unnest it, or cast it to VARCHAR"
            )
        if self._reason and any(value is not None for value in values):
            raise QueryError(f"column {self.name} {self._reason}, {INEXACT}")
        if self._variant and any(isinstance(v, _TIMES) for value in values for v in parts(value)):
            raise QueryError(f"column {self.name} is a VARIANT that holds dates or times, {INEXACT}")
        for doubt in list(self._doubts):
            if any(doubt.looks(part) for value in values for part in parts(value)):
                if has(_condition(self.kind, "c", doubt)):
                    raise QueryError(f"column {self.name} has {doubt.what}, {INEXACT}")
                self._doubts.remove(doubt)  # asked once, of all rows


_TIMES = (datetime.date, datetime.time, datetime.timedelta)


def unended(sql: str) -> str:
    """Return a statement without the semicolon at its end and the comments behind it."""
    return _END.sub("", sql)


def _reason(types: list[Any], leaves: set[str]) -> str | None:
    """Return why every value of a type is refused, or None."""
    if leaves & NANOSECONDS:
        return "is in nanoseconds"
    for part in types:
        if part.id == "map":
            keys = {key.id for key in _types(dict(part.children)["key"])} & set(ALIKE)
            if keys:
                return f"is a map whose keys are {ALIKE[sorted(keys)[0]]}, of which Python takes some for one"
    return None


def _types(kind: Any) -> Iterator[Any]:
    """Yield a type and all types within it."""
    return (part for _depth, part in _types_by_depth(kind))


def _types_by_depth(kind: Any) -> Iterator[tuple[int, Any]]:
    stack = [(0, kind)]
    while stack:
        depth, part = stack.pop()
        yield depth, part
        stack.extend((depth + 1, child) for _name, child in _children(part))


def _children(kind: Any) -> list[tuple[str, Any]]:
    """Return the types within a type, by name; without the size of an array and the tag of a union."""
    if kind.id not in ("list", "array", "struct", "tuple", "map", "union"):
        return []
    return [(name, child) for name, child in kind.children if name != "size" or kind.id != "array"]


def _depth(value: Any) -> int:
    """Return how many levels a value has within it."""
    depth, level = 0, [value]
    while level := [inner for part in level if isinstance(part, dict | list | tuple) for inner in _inner(part)]:
        depth += 1
    return depth


def parts(value: Any) -> Iterator[Any]:
    """Yield a value and all values within it."""
    stack = [value]
    while stack:
        part = stack.pop()
        yield part
        if isinstance(part, dict | list | tuple):
            stack.extend(_inner(part))


def _inner(value: dict[Any, Any] | list[Any] | tuple[Any, ...]) -> Iterable[Any]:
    return chain(value, value.values()) if isinstance(value, dict) else value


def _condition(kind: Any, value: str, doubt: Doubt, depth: int = 0) -> str:
    """Return SQL that is true where a value of a type, or a value within it, holds what is doubted; "" where none can.

    Of each list the items are asked by a lambda of their own name.
    """
    if kind.id in ("list", "array"):
        return _of_items(dict(kind.children)["child"], value, doubt, depth)
    if kind.id == "map":
        sides = dict(kind.children)
        found = [_of_items(sides[side], f"map_{side}s({value})", doubt, depth) for side in ("key", "value")]
    elif kind.id in ("struct", "tuple"):
        found = [
            _condition(child, f"struct_extract({value}, {literal(name) if name else place})", doubt, depth)
            for place, (name, child) in enumerate(kind.children, 1)
        ]
    elif kind.id == "union":
        found = [
            _condition(child, f"union_extract({value}, {literal(name)})", doubt, depth)
            for name, child in kind.children
            if name
        ]
    else:
        return doubt.asked.format(value) if doubt.of(str(kind)) else ""
    return " OR ".join(f"coalesce({condition}, false)" for condition in found if condition)


def _of_items(kind: Any, value: str, doubt: Doubt, depth: int) -> str:
    item = f"x{depth}"
    condition = _condition(kind, item, doubt, depth + 1)
    return f"len(list_filter({value}, lambda {item}: {condition})) > 0" if condition else ""
