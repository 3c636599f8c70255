"""An article's page: each line with what it claims, and the reader's own copy, which never leaves the browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from iraqmilitias.dataset import Dataset
from iraqmilitias.extraction.lines import fingerprint

from ..conftest import ROOT, SOURCES
from .kinds import PAGES, RECORDS, rows

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def data() -> Dataset:
    return Dataset(ROOT)


@pytest.mark.parametrize("source", [row["source_id"] for row in rows("sources")])
def test_every_claim_is_at_its_line(site: Path, data: Dataset, source: str) -> None:
    page = (site / "id" / source / "index.html").read_text(encoding="utf-8")
    found = re.findall(r'<li id="line-(\d+)"(.*?)(?=<li id="line-|</ol>\s*</div>)', page, re.DOTALL)
    strips = {int(number): part for number, part in found}
    lines = data.sql(f"SELECT line FROM lines WHERE source_id = '{source}' AND role <> 'blank'", as_="rows")
    assert set(strips) == {line for (line,) in lines}
    claims = data.sql(f"SELECT record_id, line FROM claims WHERE source_id = '{source}'", as_="rows")
    assert claims
    for record, line in claims:
        assert f'data-key="{record}"' in strips[line], record


def own(page: Page, path: Path) -> str:
    page.locator("#own").set_input_files(path)
    page.locator(".own output").filter(has_text=re.compile(".")).wait_for()
    return page.locator(".own output").inner_text()


def test_a_copy_with_other_words_is_refused(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(address + PAGES["source"])
    path = tmp_path / "other.txt"
    path.write_text("Not a line of any article.\n", encoding="utf-8")
    assert own(page, path) == "No line of other.txt is a line of this article."
    assert page.locator(".words").count() == 0
    path = tmp_path / "bytes.txt"
    path.write_bytes(b"\xff\xfe no text")
    page.locator("#own").set_input_files(path)
    page.locator(".own output", has_text="not UTF-8").wait_for()


def test_browser_and_library_make_the_same_fingerprints(page: Page, address: str, tmp_path: Path) -> None:
    """A line of strange white space and accents is found by the fingerprint that the library makes of it."""
    line = "  Cafe\u0301\u00a0 \u2009 au\u3000lait\t\u200b now\x85 "
    page.goto(address + PAGES["source"])
    page.locator(".lines > li").first.evaluate("(li, sha256) => { li.dataset.sha256 = sha256; }", fingerprint(line))
    path = tmp_path / "one.txt"
    path.write_text(f"\ufeff{line}\r\nanother", encoding="utf-8", newline="")
    assert own(page, path).startswith("1 of ")


def test_own_copy_is_marked_at_its_lines_and_goes_nowhere(page: Page, address: str) -> None:
    if not SOURCES.is_dir():
        pytest.skip("the articles are not here")
    (row,) = (r for r in rows("sources") if r["source_id"] == RECORDS["source"])
    page.goto(address + PAGES["source"])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    told = own(page, SOURCES / row["file_name"])
    strips = page.locator(".lines > li").count()
    assert told == f"{strips} of {strips} lines found, and their words marked."
    assert page.locator(".words").count() == strips
    unmarked = []
    for claim in page.locator(".voice li[data-words]").all():
        words = " ".join((claim.get_attribute("data-words") or "").split())
        line = claim.locator("xpath=ancestor::li[@id]")
        marked = "".join(line.locator("mark:not(.name)").all_inner_texts())
        if words.replace(" ", "") not in marked.replace(" ", ""):
            unmarked.append(words)
    assert unmarked == []
    assert [url for url in asked if not url.endswith("icon.svg")] == []
