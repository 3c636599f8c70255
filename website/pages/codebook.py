"""Write the codebook's tables of columns and codes, from the schemas, between the marks in docs/codebook.md.

usage: python scripts/codebook.py [--check]
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"(<!-- columns: (\w+) -->\n)(.*?)(<!-- end of columns -->)", re.DOTALL)
TYPES = re.compile(r"(<!-- event types -->\n)(.*?)(<!-- end of event types -->)", re.DOTALL)


def markdown(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    lines = [header, tuple("---" for _ in header), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def columns(schema: dict[str, Any]) -> str:
    """Return what one row of a table is, then its columns: name, meaning, codes or bounds, whether it may be empty."""
    rows: list[tuple[str, ...]] = []
    for field in schema["fields"]:
        rules = field.get("constraints", {})
        codes = ", ".join(f"`{code}`" for code in rules.get("enum", ()))
        rows.append((f"`{field['name']}`", field["description"], codes, "always" if rules.get("required") else ""))
    return f"\n{schema['description']}\n\n" + markdown(("column", "meaning", "codes", "filled"), rows) + "\n"


def written(text: str, root: Path) -> str:
    """Return the codebook with its generated parts made anew. Raises ValueError for a table that it leaves out."""
    schemas = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (root / "schemas").glob("*.json")}
    named = [match[2] for match in BLOCK.finditer(text)]
    if sorted(named) != sorted(schemas):
        raise ValueError(f"the codebook's marks and the schemas differ: {sorted(set(named) ^ set(schemas))}")
    with (root / "data" / "event_types.csv").open(encoding="utf-8", newline="") as file:
        kinds: list[tuple[str, ...]] = [(f"`{row['event_type']}`", row["definition"]) for row in csv.DictReader(file)]
    text = BLOCK.sub(lambda match: match[1] + columns(schemas[match[2]]) + match[4], text)
    return TYPES.sub(lambda match: match[1] + "\n" + markdown(("code", "definition"), kinds) + "\n" + match[3], text)


def main(arguments: list[str] | None = None) -> int:
    """Write the page, or with --check return 1 where it is not up to date."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the page is not up to date")
    options = parser.parse_args(arguments)
    path = options.root / "docs" / "codebook.md"
    before = path.read_text(encoding="utf-8")
    after = written(before, options.root)
    if after == before:
        return 0
    if options.check:
        print(f"{path}: not up to date; run scripts/codebook.py")
        return 1
    path.write_text(after, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
