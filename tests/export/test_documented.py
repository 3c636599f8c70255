"""The page of the exports says what the command says."""

from __future__ import annotations

from ..freeze import EXPORTS, exports


def test_page_lists_every_format_and_what_it_does_not_hold() -> None:
    assert EXPORTS.read_text(encoding="utf-8") == exports()
