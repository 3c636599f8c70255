"""The reference: tables, columns, views, macros, rules, command line and library, each from the thing itself."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path
from typing import Any

from iraqmilitias.dataset import Dataset
from iraqmilitias.definitions import definitions
from iraqmilitias.description import Description, words
from iraqmilitias.sandbox import run
from iraqmilitias.terminal import as_markdown
from iraqmilitias.validation.report.codes import all_rules

from .writing import DOCS, write


def result(data: Dataset, sql: str, limit: int = 50) -> str:
    """Return a query's rows as a Markdown table."""
    found = run(data._connection.cursor(), sql, max_rows=limit)
    cut = f"\n\nThe first {limit} rows." if found.truncated else ""
    return as_markdown(found.columns, found.rows) + cut


def count(data: Dataset, name: str) -> int:
    """Return how many rows a table or view has."""
    return int(run(data._connection.cursor(), f'SELECT count(*) FROM "{name}"').rows[0][0])


def _page(data: Dataset, found: Description) -> str:
    rows = count(data, found.name)
    key = f"Primary key: {', '.join(f'`{k}`' for k in found.primary_key)}. " if found.primary_key else ""
    columns = [
        (f"`{c.name}`", c.type, words(c), c.description, "" if c.example is None else str(c.example))
        for c in found.columns
    ]
    parts = [
        f"# {found.title}",
        found.description,
        f"{found.kind.capitalize()} `{found.name}`, {rows} rows. {key}",
        "## Columns",
        as_markdown(("column", "type", "constraints", "meaning", "example"), columns),
        "## First rows",
        result(data, f'SELECT * FROM "{found.name}" LIMIT 3') if rows else "None yet.",
    ]
    if found.kind == "view":
        sql = next(d.sql for d in definitions() if d.name == found.name)
        parts += ["## Definition", f"```sql\n{sql.strip()}\n```"]
    return "\n\n".join(parts)


def tables(data: Dataset) -> None:
    """Write a page per table and view, and their index."""
    index = ["# Tables and views", "One row of each, and how many there are."]
    for kind, names in (("tables", data.tables()), ("views", data.views())):
        entries = []
        for name in names:
            found = data.describe(name)
            write(f"reference/{kind}/{name}.md", _page(data, found))
            entries.append(f"- [`{name}`]({kind}/{name}.md) ({count(data, name)}): {found.description}")
        index += [f"## {kind.capitalize()}", "\n".join(entries)]
    macros = [d for d in definitions() if d.is_macro]
    index += ["## Macros"] + [f"### {m.name}\n\n{m.description}\n\n```sql\n{m.sql.strip()}\n```" for m in macros]
    write("reference/index.md", "\n\n".join(index))


def rules() -> None:
    """Write every validation rule with what, why and fix."""
    parts = [
        "# Validation rules",
        "What `iraqmilitias validate` checks, in four layers. Each rule has data that it accepts and data that it "
        "rejects in the tests.",
    ]
    layers: dict[str, list[str]] = {}
    for rule in all_rules():
        layers.setdefault(rule.layer, []).append(
            f"### {rule.code}\n\n{rule.what} *Why:* {rule.why} *Fix:* {rule.fix} ({rule.severity})"
        )
    for layer, entries in layers.items():
        parts += [f"## Layer: {layer}", *entries]
    write("reference/rules.md", "\n\n".join(parts))


def command_line() -> None:
    """Write the program's own help."""
    from iraqmilitias.cli import COMMANDS

    parts = ["# Command line"]
    for command in ("", *COMMANDS):
        arguments = [*([command] if command else []), "--help"]
        shown = subprocess.run(
            [sys.executable, "-m", "iraqmilitias", *arguments],
            capture_output=True,
            text=True,
            check=True,
            encoding="utf-8",
        )
        title = f"iraqmilitias {command}".strip()
        parts.append(f"## {title}\n\n```text\n{shown.stdout.rstrip()}\n```")
    write("reference/cli.md", "\n\n".join(parts))


def library() -> None:
    """Write the library's public names with their signatures and docstrings."""
    import iraqmilitias

    parts = [
        "# Library",
        "Every public name of `import iraqmilitias`, from its docstring. Nothing heavy is imported before a call needs "
        "it.",
        "## Calls",
    ]
    names = [n for n in sorted(iraqmilitias.__all__) if n != "__version__"]
    parts += [_described(n, getattr(iraqmilitias, n)) for n in names if inspect.isfunction(getattr(iraqmilitias, n))]
    parts.append("## Classes")
    parts += [_class(n, getattr(iraqmilitias, n)) for n in names if inspect.isclass(getattr(iraqmilitias, n))]
    parts.append("## What the calls return")
    parts += [_class(returned.__name__, returned) for returned in _returned()]
    write("reference/library.md", "\n\n".join(parts))


def _returned() -> tuple[type[Any], ...]:
    from iraqmilitias.citation import Citation
    from iraqmilitias.description import Column
    from iraqmilitias.records import Trace, Voice
    from iraqmilitias.search import Found
    from iraqmilitias.validation import Report
    from iraqmilitias.validation.report.issues import Issue

    return (Trace, Voice, Found, Description, Column, Citation, Report, Issue)


def _signature(thing: Any) -> str:
    return str(inspect.signature(thing)).replace("'", "")


def _described(name: str, function: Any) -> str:
    note = inspect.getdoc(function) or ""
    assert note, f"{name} has no docstring"
    return f"### {name}\n\n```python\n{name}{_signature(function)}\n```\n\n{_paragraphs(note)}"


def _class(name: str, made: type[Any]) -> str:
    parts = [f"### {name}", _paragraphs(inspect.getdoc(made) or "")]
    methods = [
        (method, function)
        for method, function in inspect.getmembers(made, inspect.isfunction)
        if not method.startswith("_") and function.__qualname__.startswith(made.__name__) and function.__doc__
    ]
    fields = [f"`{field}`" for field in getattr(made, "__dataclass_fields__", {})]
    if fields:
        parts.append("Fields: " + ", ".join(fields) + ".")
    if methods:
        rows = [(f"`{m}{_signature(f)}`", (inspect.getdoc(f) or "").split("\n\n")[0]) for m, f in methods]
        parts.append(as_markdown(("method", "what it returns"), [(m, " ".join(t.split())) for m, t in rows]))
    return "\n\n".join(parts)


def _paragraphs(note: str) -> str:
    return note.replace("<", "&lt;")


def questions(data: Dataset) -> None:
    """Write the ten questions, each with its query and the result of this version."""
    parts = [
        "# Ten questions",
        "Each is answered by one view. The results are those of this version; each says what it may not be used for.",
    ]
    for path in sorted((DOCS / "questions").glob("*.sql")):
        head, sql = question(path)
        parts += [f"## {head[0]}", f"```sql\n{sql}\n```", result(data, sql, 60), f"*Not for:* {head[1]}"]
    write("questions.md", "\n\n".join(parts))


def question(path: Path) -> tuple[list[str], str]:
    """Return the two sentences at the head of a question's file, and its query."""
    lines = path.read_text(encoding="utf-8").splitlines()
    head = [line[3:].strip() for line in lines if line.startswith("-- ")]
    return head, "\n".join(line for line in lines if not line.startswith("--")).strip()
