"""The page of the exports says what the command says."""

from __future__ import annotations

from pathlib import Path

from iraqmilitias.export import FORMATS

PAGE = Path(__file__).parents[2] / "docs" / "exports.md"


def test_page_lists_every_format_and_what_it_does_not_hold() -> None:
    told = PAGE.read_text(encoding="utf-8")
    wanted = "\n".join(
        f"### {name}{' (whole)' if form.whole else ''}\n\n{form.title}.\n\nNot held:\n\n"
        + "".join(f"- {lack}\n" for lack in form.lacks)
        for name, form in FORMATS.items()
    )
    assert wanted in told, f"the list in {PAGE.name} should be:\n\n{wanted}"
