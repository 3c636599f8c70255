"""Ten things that people come for, each done from the home page in three clicks or one search and a click."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from iraqmilitias.dataset import Dataset

from ..conftest import ROOT
from .kinds import RECORDS, rows

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.site


class Walk:
    """A visit that counts its clicks and searches."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0
        self.searches = 0

    def search(self, words: str) -> None:
        self.searches += 1
        self.page.get_by_label("Search").fill(words)
        self.page.get_by_label("Search").press("Enter")
        self.page.locator("#hits a").first.wait_for()

    def click(self, name: str, within: str = "body") -> None:
        self.clicks += 1
        self.page.locator(within).get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()

    def unfold(self, name: str) -> None:
        self.clicks += 1
        self.page.locator("#menu summary", has_text=name).click()

    def hit(self, number: int = 0) -> None:
        self.clicks += 1
        self.page.locator("#hits a").nth(number).click()
        self.page.wait_for_load_state()

    def text(self) -> str:
        return self.page.locator("main").inner_text()


@pytest.fixture
def walk(page: Page, address: str) -> Iterator[Walk]:
    page.goto(address)
    walked = Walk(page)
    yield walked
    assert walked.searches <= 1
    assert walked.clicks <= (1 if walked.searches else 3)


def test_find_what_was_said_about_the_hangar_in_may_2021_and_by_whom(walk: Walk) -> None:
    walk.search("hangar May 2021")
    walk.hit()
    query = "SELECT DISTINCT event_id FROM event_reports r WHERE summary ILIKE '%hangar%' AND year(date_to) = 2021"
    events = {row[0] for row in Dataset(ROOT).sql(query, as_="rows")}
    assert walk.page.url.split("/")[-2] in events
    assert "hangar" in walk.text()
    assert "Seth J. Frantzman, The Jerusalem Post" in walk.text()
    assert "The Washington Post, in the article of Seth J. Frantzman" in walk.text()


def test_check_28_of_48(walk: Walk) -> None:
    walk.click("28 of 48 seats")
    text = walk.text()
    assert "lost 28" in text and "Iraq War News (2022), line 79" in text
    assert "17 of 48 seats" in text  # the final count
    assert walk.page.locator("main a[href*='#:~:text=lost%2028']").count() == 2  # the article and its archive


def test_check_28_of_48_by_searching(walk: Walk) -> None:
    walk.search("28 of 48")
    found = [a.get_attribute("href") for a in walk.page.locator("#hits a").all()]
    assert f"id/{RECORDS['figure']}/index.html" in found[:3]


def test_list_every_figure_an_unnamed_official_gave(walk: Walk) -> None:
    walk.unfold("Records")
    walk.click("Figures", "#menu")
    walk.page.get_by_role("button", name="unnamed (").click()
    rows = walk.page.locator("#list-figures tbody tr:not(.group):visible")
    shown = {row.locator("code").first.inner_text() for row in rows.all()}
    query = "SELECT figure_id FROM figures JOIN voices USING (statement_id) WHERE unnamed"
    expected = {row[0] for row in Dataset(ROOT).sql(query, as_="rows")}
    assert expected and shown == expected


def test_see_where_the_articles_are_wrong_by_a_reference(walk: Walk) -> None:
    walk.click("See what the sources get wrong", "main")
    errors = walk.page.get_by_role("heading", name="Errors of the article, by a reference").count()
    assert errors
    assert "17 of 48 seats" in walk.text()


def test_find_a_group_by_its_arabic_name_and_its_sanctions_entry(walk: Walk) -> None:
    walk.search("كتائب حزب الله")
    walk.hit()
    assert "Kata’ib Hezbollah" in walk.page.locator("h1").inner_text()
    (entry,) = (row["ofac_uid"] for row in rows("actors") if row["actor_id"] == RECORDS["actor"])
    link = walk.page.locator("main").get_by_role("link", name=entry)
    assert link.get_attribute("href") == f"https://sanctionssearch.ofac.treas.gov/Details.aspx?id={entry}"


def test_cite_one_row(walk: Walk) -> None:
    walk.search(RECORDS["event"])
    walk.hit()
    assert f"Record {RECORDS['event']}" in walk.page.locator("#citation").inner_text()


def test_take_everything_into_a_spreadsheet(walk: Walk, tmp_path: Path) -> None:
    walk.click("Downloads", "#menu")
    with walk.page.expect_download() as taken:
        walk.click("claims.csv", "main")
    taken.value.save_as(tmp_path / "claims.csv")
    content = (tmp_path / "claims.csv").read_bytes()
    assert hashlib.sha256(content).hexdigest() in walk.text()
    assert content.startswith(b"record_id,table_name,what,")


def test_know_what_a_column_means(walk: Walk) -> None:
    walk.click("tables and views", "main")
    walk.click("figures", "main")
    row = walk.page.locator("tr", has=walk.page.locator("code", has_text="qualifier")).first.inner_text()
    assert "at_least" in row


def test_know_who_attacked_a_base_and_who_says_so(walk: Walk) -> None:
    walk.unfold("Records")
    walk.click("Facilities", "#menu")
    walk.click("Al-Asad Air Base", "main")
    assert "Reports of attacks on it" in walk.text()
    (base,) = (row for row in rows("facilities") if row["name"] == "Al-Asad Air Base")
    assert base["icao"] in walk.text()
    assert "who says so" in walk.text()


def test_report_an_error_in_a_record(walk: Walk) -> None:
    walk.search(RECORDS["figure"])
    walk.hit()
    line = 2 + [row["figure_id"] for row in rows("figures")].index(RECORDS["figure"])
    assert f"data/figures.csv:{line}" in walk.text()


def test_filter_by_a_date_that_is_uncertain(walk: Walk) -> None:
    walk.click("certain, possible or no", "main")
    assert "during(date_from, date_to, date_precision" in walk.text()
    assert "possible" in walk.text()
