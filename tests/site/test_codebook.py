"""The codebook's page gets its tables from the schemas."""

from __future__ import annotations

import json
from typing import Any

import pytest

from website.pages.reference import codebook

from ..conftest import ROOT

SCHEMAS: dict[str, dict[str, Any]] = {
    "ships": {
        "description": "One ship.",
        "fields": [
            {"name": "ship_id", "description": "Its number.", "constraints": {"required": True}},
            {"name": "flag", "description": "Home or abroad.", "constraints": {"enum": ["home", "abroad"]}},
        ],
    },
    "ports": {"description": "One port.", "fields": [{"name": "port", "description": "Its name."}]},
}
TYPES = [{"event_type": "arrival", "definition": "A ship arrives."}]
SHIPS = """One ship.

| column | meaning | codes | filled |
| --- | --- | --- | --- |
| `ship_id` | Its number. |  | always |
| `flag` | Home or abroad. | `home`, `abroad` |  |"""


def test_codebook_shows_the_columns_of_a_table_at_its_mark() -> None:
    text = "# Codebook\n\n<!-- columns: ships -->\n\n<!-- columns: ports -->\n\nThe end.\n"
    page = codebook(text, SCHEMAS, TYPES)
    assert page.startswith(f"# Codebook\n\n{SHIPS}\n\nOne port.")
    assert page.endswith("\n\nThe end.")


def test_codebook_shows_the_event_types_at_their_mark() -> None:
    page = codebook("<!-- event types -->\n", {}, TYPES)
    assert page == "| code | definition |\n| --- | --- |\n| `arrival` | A ship arrives. |"


def test_codebook_shows_a_table_without_a_mark_at_the_end() -> None:
    page = codebook("<!-- columns: ports -->\n", SCHEMAS, TYPES)
    assert page.endswith(f"\n\n## Other tables\n\n### Columns of `ships`\n\n{SHIPS}")


def test_codebook_rejects_a_mark_of_an_unknown_table() -> None:
    with pytest.raises(SystemExit, match=r"codebook\.md: no table is named boats; write one of ships, ports"):
        codebook("<!-- columns: boats -->\n", SCHEMAS, TYPES)


def test_marks_of_the_codebook_are_tables() -> None:
    schemas = {p.stem: json.loads(p.read_text(encoding="utf-8")) for p in sorted((ROOT / "schemas").glob("*.json"))}
    page = codebook((ROOT / "docs" / "codebook.md").read_text(encoding="utf-8"), schemas, TYPES)
    assert all(schema["description"] in page for schema in schemas.values())
