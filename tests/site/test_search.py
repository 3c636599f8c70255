"""The search page: folds as the library does, finds ids, spellings in any script, near misses and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from iraqmilitias.dataset import Dataset
from iraqmilitias.text import folded

from ..conftest import ROOT
from .kinds import RECORDS, first

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def spellings() -> list[str]:
    data = Dataset(ROOT)
    query = (
        "SELECT alias FROM aliases UNION SELECT text FROM mentions UNION SELECT name FROM actors UNION "
        "SELECT name FROM places UNION SELECT name FROM facilities ORDER BY 1"
    )
    return [row[0] for row in data.sql(query, as_="rows")]


def hits(page: Page, address: str, query: str) -> list[str]:
    page.goto(f"{address}search.html")
    page.get_by_label("Search").fill(query)
    return [link.get_attribute("href") or "" for link in page.locator("#hits a").all()]


def test_browser_folds_every_spelling_as_the_library_does(page: Page, address: str, spellings: list[str]) -> None:
    page.goto(f"{address}search.html")
    assert spellings
    assert page.evaluate("texts => texts.map(fold)", spellings) == [folded(s) for s in spellings]


def test_every_spelling_finds_a_record_that_bears_it(page: Page, address: str) -> None:
    data = Dataset(ROOT)
    bearers: dict[str, set[str]] = {}
    for table in ("aliases", "mentions"):
        column = "alias" if table == "aliases" else "text"
        query = f"SELECT {column}, coalesce(actor_id, place_id, facility_id) FROM {table}"
        for text, owner in data.sql(query, as_="rows"):
            bearers.setdefault(folded(text), set()).add(owner)
    page.goto(f"{address}search.html")
    first = page.evaluate("keys => keys.map(k => search(k)[0]?.entry.url)", list(bearers))
    found = zip(bearers.items(), first, strict=True)
    wrong = {key: url for (key, owners), url in found if (url or "/").split("/")[1] not in owners}
    assert wrong == {}


@pytest.mark.parametrize("record", RECORDS.values())
def test_id_finds_its_record_first(page: Page, address: str, record: str) -> None:
    assert hits(page, address, record)[0] == f"id/{record}/index.html"


@pytest.mark.parametrize(
    ("record", "host"),
    [
        (first("event_reports", event_id=RECORDS["event"]), f"id/{RECORDS['event']}/index.html"),
        (first("bibliography"), "references.html"),
    ],
)
def test_id_of_a_row_without_a_page_finds_where_it_is_shown(page: Page, address: str, record: str, host: str) -> None:
    assert hits(page, address, record)[0] == f"{host}#{record}"


@pytest.mark.parametrize(
    "spelling",
    ["Kata'ib Hezbollah", "KATAIB HEZBOLLAH", "Kataeb Hizbollah", "كتائب حزب الله", "kataib-hezbollah"],
)
def test_spellings_in_any_script_and_near_misses_find_the_group(page: Page, address: str, spelling: str) -> None:
    assert hits(page, address, spelling)[0] == f"id/{RECORDS['actor']}/index.html"


def test_words_of_a_page_find_its_section(page: Page, address: str) -> None:
    assert "reference/rules.html#date-order" in hits(page, address, "date-order")[:3]


def test_nothing_is_found_for_nonsense(page: Page, address: str) -> None:
    assert hits(page, address, "qqxxzzvvkk") == []
    assert page.locator("#found").inner_text() == "0 found for “qqxxzzvvkk”"


def test_search_works_from_a_folder(page: Page, site: object) -> None:
    page.goto(f"file://{site}/index.html")
    page.get_by_label("Search").fill("hangar")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=hangar")
    assert page.locator("#hits a").count() > 0


def test_markup_in_a_query_stays_text(page: Page, address: str) -> None:
    page.goto(f"{address}search.html?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    assert "<img" in page.locator("#found").inner_text()
    assert page.locator("main img").count() == 0
