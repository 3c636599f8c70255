"""The reference: tables, columns, views, macros, rules, codebook, command line and library, from their sources."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import iraqmilitias
from iraqmilitias.citation_formats import Citation
from iraqmilitias.cli import COMMANDS
from iraqmilitias.database.definitions import definitions
from iraqmilitias.dataset import Dataset
from iraqmilitias.description import Column, Description, words
from iraqmilitias.records import Trace, Voice
from iraqmilitias.results import as_markdown
from iraqmilitias.search import Found
from iraqmilitias.table_files import rows_of
from iraqmilitias.validation import Report
from iraqmilitias.validation.report.codes import all_rules
from iraqmilitias.validation.report.issues import Issue

from ..markup import ROOT, Html, element, escape, link, write
from ..site_data import count, query

RETURNED: tuple[type[Any], ...] = (Trace, Voice, Found, Description, Column, Citation, Report, Issue)
QUESTIONS = ROOT / "docs" / "questions"
# The picture of the site that shows what a question asks, by the question's file.
PICTURES = {
    "01-attacks": "events",
    "02-troops": "strengths",
    "06-contradictions": "conflicts",
    "07-backing": "network",
    "15-one-day": "reports",
}
COLUMNS_MARK = re.compile(r"<!-- columns: (\w+) -->")
TYPES_MARK = "<!-- event types -->"


def result(data: Dataset, sql: str, limit: int = 50) -> str:
    """Return a query's rows as a Markdown table."""
    answer = query(data, sql, limit)
    cut = f"\n\nThe first {limit} rows." if answer.truncated else ""
    return as_markdown(answer.columns, answer.rows) + cut


def _page(data: Dataset, about: Description) -> list[str]:
    rows = count(data, about.name)
    key = f"Primary key: {', '.join(f'`{k}`' for k in about.primary_key)}. " if about.primary_key else ""
    columns = [
        (f"`{c.name}`", c.type, words(c), c.description, "" if c.example is None else str(c.example))
        for c in about.columns
    ]
    parts = [
        f"# {about.title}",
        about.description,
        f"{about.kind.capitalize()} `{about.name}`, {rows} rows. {key}",
        "## Columns",
        as_markdown(("column", "type", "constraints", "meaning", "example"), columns),
        "## First rows",
        result(data, f'SELECT * FROM "{about.name}" LIMIT 3') if rows else "None yet.",
    ]
    if about.kind == "view":
        sql = next(d.sql for d in definitions() if d.name == about.name)
        parts += ["## Definition", f"```sql\n{sql.strip()}\n```"]
    return parts


def tables(data: Dataset) -> None:
    """Write a page for each table and view, and their index."""
    index = ["# Tables and views", "What one row of each is, and how many rows there are."]
    for group, names in (("tables", data.tables()), ("views", data.views())):
        entries = []
        for name in names:
            about = data.describe(name)
            write(f"reference/{group}/{name}.md", *_page(data, about))
            entries.append(f"- [`{name}`]({group}/{name}.md) ({count(data, name)}): {about.description}")
        index += [f"## {group.capitalize()}", "\n".join(entries)]
    macros = [d for d in definitions() if d.is_macro]
    index += ["## Macros"] + [f"### {m.name}\n\n{m.description}\n\n```sql\n{m.sql.strip()}\n```" for m in macros]
    write("reference/index.md", *index)


def rules() -> None:
    """Write every validation rule: what it checks, why, and how to correct a row."""
    layers: dict[str, list[str]] = {}
    for rule in all_rules():
        text = f"### {rule.code}\n\n{rule.what} *Why:* {rule.why} *Fix:* {rule.fix} ({rule.severity})"
        layers.setdefault(rule.layer, []).append(text)
    lead = (
        "What `iraqmilitias validate` checks, in four layers. For each rule the tests have data that it accepts and "
        "data that it rejects."
    )
    parts = [part for layer, entries in layers.items() for part in (f"## Layer: {layer}", *entries)]
    write("reference/rules.md", "# Validation rules", lead, *parts)


def codebook(text: str, schemas: Mapping[str, Mapping[str, Any]], event_types: Iterable[Mapping[str, str]]) -> str:
    """Return the codebook with the columns of each table and the event types at their marks.

    A table without a mark comes at the end, so that none is left out.
    """

    def columns(name: str) -> str:
        if name not in schemas:
            sys.exit(f"docs/codebook.md: no table is named {name}; write one of {', '.join(schemas)}")
        rows = []
        for field in schemas[name]["fields"]:
            limits = field.get("constraints", {})
            codes = ", ".join(f"`{code}`" for code in limits.get("enum", ()))
            rows.append((f"`{field['name']}`", field["description"], codes, "always" if limits.get("required") else ""))
        table = as_markdown(("column", "meaning", "codes", "filled"), rows)
        return f"{schemas[name]['description']}\n\n{table}"

    rest = [name for name in schemas if name not in COLUMNS_MARK.findall(text)]
    types = as_markdown(("code", "definition"), [(f"`{r['event_type']}`", r["definition"]) for r in event_types])
    parts = [COLUMNS_MARK.sub(lambda mark: columns(mark[1]), text).replace(TYPES_MARK, types).rstrip()]
    parts += ["## Other tables"] if rest else []
    parts += [f"### Columns of `{name}`\n\n{columns(name)}" for name in rest]
    return "\n\n".join(parts)


def codebook_page(data: Dataset, path: Path) -> None:
    """Write the codebook: the text of docs/codebook.md with the tables of this package's schemas."""
    schemas = {table.name: table.descriptor for table in data.package.tables.values()}
    text = path.read_text(encoding="utf-8")
    write("codebook.md", codebook(text, schemas, rows_of(data.package, "event_types")))


def command_line() -> None:
    """Write the program's own help."""
    parts = ["# Command line"]
    for command in ("", *COMMANDS):
        shown = program(*([command] if command else []), "--help")
        parts.append(f"## {f'iraqmilitias {command}'.strip()}\n\n```text\n{shown.rstrip()}\n```")
    write("reference/cli.md", *parts)


def program(*arguments: str) -> str:
    """Run the command line and return what it prints; SystemExit with its message where it fails."""
    command = [sys.executable, "-m", "iraqmilitias", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout


def library() -> None:
    """Write the library's public names with their signatures and docstrings."""
    public = [(n, getattr(iraqmilitias, n)) for n in sorted(iraqmilitias.__all__) if n != "__version__"]
    write(
        "reference/library.md",
        "# Library",
        "Every public name of `import iraqmilitias`, with its docstring. Optional libraries are imported by the calls "
        "that need them.",
        "## Calls",
        *(_function(name, thing) for name, thing in public if inspect.isroutine(thing)),
        "## Classes",
        *(_class(name, thing) for name, thing in public if inspect.isclass(thing) and thing not in RETURNED),
        "## What the calls return",
        *(_class(returned.__name__, returned) for returned in RETURNED),
    )


def _signature(thing: Any) -> str:
    return str(inspect.signature(thing)).replace("'", "")


def _docstring(thing: Any) -> str:
    return (inspect.getdoc(thing) or "").replace("<", "&lt;")


def _function(name: str, function: Any) -> str:
    note = _docstring(function)
    assert note, f"{name} has no docstring"
    return f"### {name}\n\n```python\n{name}{_signature(function)}\n```\n\n{note}"


def _class(name: str, type_: type[Any]) -> str:
    methods = [
        (f"`{method}{_signature(function)}`", " ".join((inspect.getdoc(function) or "").split("\n\n")[0].split()))
        for method, function in inspect.getmembers(type_, inspect.isfunction)
        if not method.startswith("_") and function.__qualname__.startswith(type_.__name__) and function.__doc__
    ]
    fields = [f"`{field}`" for field in getattr(type_, "__dataclass_fields__", {})]
    parts = [f"### {name}", _docstring(type_)]
    parts += [f"Fields: {', '.join(fields)}."] if fields else []
    parts += [as_markdown(("method", "what it returns"), methods)] if methods else []
    return "\n\n".join(parts)


def questions(data: Dataset) -> None:
    """Write the questions, each with its query and the result of this version."""
    parts = []
    for path in sorted(QUESTIONS.glob("*.sql")):
        title, how, how_not, sql = question(path)
        query = element("details", element("summary", "The query"), element("pre", element("code", sql)))
        parts += [f"## {title}", f"{how} *{how_not}*", result(data, sql, 60), query]
        if slug := PICTURES.get(path.stem):
            drawing = Html(f'<img src="pictures/{slug}.svg" alt="Picture: {escape(title)}" loading="lazy">')
            parts.append(element("p", link(f"pictures/{slug}.html", drawing)))
    lead = (
        "The results are those of this version; each says how to read it and how not to. Every query runs as it stands "
    )
    lead += "with `iraqmilitias query --file` and in the [console](console.md)."
    write("questions.md", "# Questions", lead, *parts)


def question(path: Path) -> tuple[str, str, str, str]:
    """Return a question's title, how to read its result, how not to, and its query."""
    lines = path.read_text(encoding="utf-8").splitlines()
    title, how, how_not = [line[3:].strip() for line in lines if line.startswith("-- ")]
    return title, how, how_not, "\n".join(line for line in lines if not line.startswith("--")).strip()
