"""The coverage of every line as one page that a person can read, without script and without other files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from itertools import pairwise
from pathlib import Path

from ..package import Package
from ..table_files import rows_of
from ..text import counted
from .matching import Item, Kind, Row
from .tallies import KINDS, Coverage, Line, Tally, cited, read_texts

# Nothing is told by colour only: each kind has another underline, each status another weight and mark.
STYLE = """
:root { color-scheme: light dark; --ink: light-dark(#1b1b1b, #e8e8e8); --grey: light-dark(#6b6b6b, #a0a0a0);
  --number: light-dark(#7a4b00, #f0b860); --name: light-dark(#0b4f8a, #8cc4ff); --left: light-dark(#b00020, #ff8a8a);
  --quotation: light-dark(#e9f5ea, #1f3322); --edge: light-dark(#d0d0d0, #444); }
body { font: 1rem/1.6 Georgia, serif; color: var(--ink); max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2, table, .key, ul, .at { font-family: system-ui, sans-serif; }
table { border-collapse: collapse; }
td, th { padding: .2rem .8rem; text-align: right; border-bottom: 1px solid var(--edge); }
th:first-child, td:first-child { text-align: left; }
.line { border-top: 1px solid var(--edge); padding: .6rem 0; } .at { color: var(--grey); font-size: .8rem; }
.text { margin: .2rem 0; } .text a { color: inherit; }
.quotation { background: var(--quotation); }
.number { color: var(--number); text-decoration: underline double; }
.name { color: var(--name); text-decoration: underline solid; }
.waived { color: var(--grey); text-decoration: underline dotted; }
.left { color: var(--left); font-weight: bold; text-decoration: underline wavy; outline: 1px dashed var(--left); }
.quotation.waived { background: none; outline: 1px dotted var(--grey); }
details { font: .8rem/1.5 system-ui, sans-serif; color: var(--grey); } :target { outline: 2px solid var(--name); }
@media print { details { display: none } }
"""
OWN_WORDS = ("paraphrase", "description", "summary", "name", "text", "finding", "why", "reason", "title", "locator")


def page(coverage: Coverage, package: Package, sources: Path | None = None) -> str:
    """Return the page as HTML. With the articles' folder it shows their text; keep such a page to yourself."""
    texts = read_texts(package, sources) if sources is not None else {}
    titles = {r["source_id"]: r["title"] for r in rows_of(package, "sources")}
    records = _records(package)
    body = [
        "<h1>Coverage</h1>",
        f"<p>{escape(package.name)} {escape(package.version)}: {_verdict(coverage.left)}</p>",
        _table(coverage.totals, "All lines"),
        _legend(),
    ]
    shown: set[str] = set()
    for source_id, totals in coverage.by_source().items():
        held = [line for line in coverage.lines if line.source_id == source_id]
        body.append(f'<h2 id="{escape(source_id)}">{escape(source_id)} {escape(titles.get(source_id, ""))}</h2>')
        body.append(_table(totals, "From the text" if held[0].basis == "text" else "From counts, without the text"))
        for line in held:
            text = texts[source_id][line.line - 1] if source_id in texts else None
            body.append(_line(line, text, records.get((source_id, line.line), []), shown))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>Coverage of {escape(package.name)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def _verdict(left: int) -> str:
    return "nothing is left." if not left else f'<strong class="left">{left} left</strong>'


def _table(totals: Mapping[Kind, Tally], caption: str) -> str:
    head = "".join(f'<th scope="col">{h}</th>' for h in ("", *Tally._fields))
    lines = "".join(
        f'<tr><th scope="row">{kind}s</th>' + "".join(f"<td>{n}</td>" for n in totals[kind]) + "</tr>" for kind in KINDS
    )
    return f"<table><caption>{escape(caption)}</caption><tr>{head}</tr>{lines}</table>"


def _legend() -> str:
    return (
        '<p class="key">Coded: <span class="number">number</span> (double line), <span class="name">name</span> '
        '(single line), <span class="quotation">quotation</span> (shaded); each leads to its record. '
        '<span class="waived">Waived</span> (grey, dotted; the reason shows on pointing at it and below the line). '
        '<span class="left">Left</span> (bold, wavy, boxed).</p>'
    )


def _line(line: Line, text: str | None, records: list[tuple[str, str]], shown: set[str]) -> str:
    counts = ", ".join(f"{counted(t.left, k)} left" for k, t in line.tallies.items() if t.left)
    state = f' <strong class="left">{counts}</strong>' if counts else ""
    body = marked(text, line.items) if text is not None else "<em>The text is not here.</em>"
    entries = []
    for record, words in records:
        anchor = f' id="{escape(record)}"' if record not in shown else ""
        shown.add(record)
        entries.append(f"<li{anchor}><b>{escape(record)}</b> {escape(words)}</li>")
    for item in line.items:
        if item.status == "waived" and item.kind != "line":
            entries.append(f"<li>waived: {escape(_short(item.text))} — {escape(item.reason)}</li>")
        elif item.status == "waived":
            entries.append(f"<li>nothing to code — {escape(item.reason)}</li>")
    listing = f"<details open><summary>{len(entries)} entries</summary><ul>{''.join(entries)}</ul></details>"
    where = f"{escape(line.source_id)}:{line.line} {escape(line.role)}{state}"
    return f'<div class="line"><div class="at">{where}</div><p class="text">{body}</p>{listing}</div>'


def marked(text: str, items: Iterable[Item]) -> str:
    """Return the line as HTML with every item marked; where items overlap, the shortest has the link."""
    held = [i for i in items if i.kind != "line"]
    bounds = sorted({0, len(text), *(i.start for i in held), *(i.end for i in held)})
    parts = []
    for low, high in pairwise(bounds):
        over = sorted((i for i in held if i.start <= low and high <= i.end), key=lambda i: i.end - i.start)
        parts.append(_segment(escape(text[low:high]), over))
    return "".join(parts)


def _segment(words: str, over: list[Item]) -> str:
    if not over:
        return words
    if over[0].records:
        words = f'<a href="#{escape(over[0].records[0])}">{words}</a>'
    for item in over:
        classes = item.kind if item.status == "coded" else f"{item.kind} {item.status}"
        why = item.reason or " ".join(item.records) or "neither coded nor waived"
        words = f'<span class="{classes}" title="{escape(item.kind)}: {escape(why)}">{words}</span>'
    return words


def _short(text: str) -> str:
    words = text.split()
    return text if len(words) <= 8 else " ".join(words[:8]) + " …"


def _records(package: Package) -> dict[tuple[str, int], list[tuple[str, str]]]:
    """Return id and own words of every row that cites a line."""
    found: dict[tuple[str, int], list[tuple[str, str]]] = {}
    for _, place, record_id, row in cited(package):
        if record_id:
            found.setdefault(place, []).append((record_id, _words(row)))
    return found


def _words(row: Row) -> str:
    printed = f"{row['printed']}: " if row.get("printed") else ""
    return printed + next((row[c] for c in OWN_WORDS if row.get(c)), "")
