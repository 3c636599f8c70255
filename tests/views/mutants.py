"""Views with one join or filter dropped or turned, and the answers by hand that must notice it."""

from __future__ import annotations

import importlib
import inspect
import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlglot import exp, parse_one

from iraqmilitias.database.definitions import Definition

HERE = Path(__file__).parent
QUESTIONS = HERE.parents[1] / "docs" / "questions"
CONDITIONS = (exp.Where, exp.Having, exp.Qualify)


def changes(node: exp.Expression) -> Iterator[tuple[str, Callable[[exp.Expression], exp.Expression | None]]]:
    """Yield what can be dropped or turned at a place: the name of the change and the change."""
    if isinstance(node, CONDITIONS):
        yield f"{type(node).__name__} dropped", lambda n: None
    if isinstance(node, exp.And | exp.Or) and _in_condition(node):
        yield "left side only", lambda n: n.this
        yield "right side only", lambda n: n.expression
    if isinstance(node, exp.Filter):
        yield "Filter dropped", lambda n: n.this
    if isinstance(node, exp.Union):
        yield "left side only", lambda n: n.this
        yield "right side only", lambda n: n.expression
    if isinstance(node, exp.Join):
        yield "Join dropped", lambda n: None
        if node.side:  # an inner join along a foreign key is the same as a left one
            yield f"Join {node.side} made inner", _inner


def _inner(join: exp.Expression) -> exp.Expression:
    join.set("side", None)
    return join


def _in_condition(node: exp.Expression) -> bool:
    return node.find_ancestor(*CONDITIONS, exp.Join, exp.Filter) is not None


def mutants(view: Definition) -> Iterator[tuple[str, str]]:
    """Yield what was changed in a view, and the statement that makes it so; nothing where sqlglot cannot read it."""
    body = view.sql[view.sql.index(f"create view {view.name} as") :].rstrip().rstrip(";")
    body = body.removeprefix(f"create view {view.name} as")
    whole = parse_one(body, read="duckdb")
    for position, node in enumerate(whole.walk()):
        for what, change in changes(node):
            tree = whole.copy()
            found = next(itertools.islice(tree.walk(), position, None))
            printed = found.sql("duckdb")
            new = change(found.copy())
            if found is tree:
                assert new is not None
                tree = new
            elif new is None:
                found.pop()
            else:
                found.replace(new)
            yield f"{what}: {printed[:90]}", f"create or replace view {view.name} as {tree.sql('duckdb')}"


class Answers:
    """The tests of this folder as calls: each with the names that its text has, run on given databases."""

    def __init__(self, worlds: dict[str, Any]) -> None:
        self.worlds = worlds
        self.calls: list[tuple[str, Callable[[], None]]] = []
        for path in sorted(HERE.glob("test_*.py")):
            if path.stem in ("test_all_views", "test_view_mutants", "test_records"):
                continue
            module = importlib.import_module(f"{__package__}.{path.stem}")
            for name, function in inspect.getmembers(module, inspect.isfunction):
                if name.startswith("test_"):
                    self._add(function)

    def _add(self, function: Callable[..., None]) -> None:
        text = inspect.getsource(function)
        helpers = [f for n, f in inspect.getmembers(inspect.getmodule(function), inspect.isfunction) if f"{n}(" in text]
        text += "".join(inspect.getsource(f) for f in helpers)
        for number in re.findall(r'asked\(data, "(\d\d)"', text)[:1]:
            text += next(QUESTIONS.glob(f"{number}-*.sql")).read_text(encoding="utf-8")
        wanted = list(inspect.signature(function).parameters)
        sets: list[dict[str, Any]] = [{}]
        for mark in getattr(function, "pytestmark", ()):
            if mark.name == "parametrize":
                names, values = mark.args[:2]
                names = names if isinstance(names, tuple | list) else (names,)
                each = [dict(zip(names, v if len(names) > 1 else (v,), strict=True)) for v in values]
                sets = [a | b for a, b in itertools.product(sets, each)]
        for given in sets:
            if set(wanted) <= set(given) | set(self.worlds):
                arguments = {n: given[n] if n in given else self.worlds[n] for n in wanted}
                self.calls.append((text, lambda a=arguments: function(**a)))  # type: ignore[misc]

    def notice(self, view: str) -> bool:
        """Whether some test whose text has the view's name fails."""
        for text, call in self.calls:
            if re.search(rf"\b{view}\b", text):
                try:
                    call()
                except Exception:  # an answer that cannot be read is no answer
                    return True
        return False
