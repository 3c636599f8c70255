"""Getting about: the first screen, the menu, the way one came, lists, citations, print, and a wrong address."""

from __future__ import annotations

import csv
import functools
import http.server
import io
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .conftest import Quiet
from .kinds import PAGES, RECORDS, rows

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.site


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_first_screen_says_what_it_is_for_whom_and_what_is_surprising(
    page: Page, address: str, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(address)
    for words in ("news articles", "fact-checkers", "No row has been checked by a person yet", "28 of 48 seats lost"):
        box = page.locator("main").get_by_text(words).first.bounding_box()
        assert box and box["y"] < size[1] - 20, words
    head = page.locator(".checked h2").first.inner_text()
    assert head.endswith("it was 31")


def test_home_marks_the_odd_date_and_no_other(page: Page, address: str) -> None:
    page.goto(address)
    assert page.locator(".dates li").count() == 5
    odd = page.locator(".dates .odd")
    assert odd.count() == 1 and "December 2019" in odd.inner_text() and "source error" in odd.inner_text()


def test_menu_of_a_phone_opens_where_one_is_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PAGES["event"])
    page.mouse.wheel(0, 1500)
    page.wait_for_function("scrollY > 0", polling=50)
    assert not page.locator("#menu").is_visible()
    page.get_by_role("button", name="Menu").click()
    current = page.locator("#menu [aria-current]")
    assert current.inner_text() == "Events" and current.is_visible()
    box = current.bounding_box()
    assert box and 0 < box["y"] < 844
    page.keyboard.press("Escape")
    assert not page.locator("#menu").is_visible()
    context.close()


def test_record_says_where_it_is_and_leads_to_its_neighbours(page: Page, address: str) -> None:
    page.goto(address + PAGES["figure"])
    crumbs = page.get_by_role("navigation", name="Breadcrumb")
    assert crumbs.get_by_role("listitem").all_inner_texts() == ["Home", "Records", "Figures", RECORDS["figure"]]
    ids = [row["figure_id"] for row in rows("figures")]
    at = ids.index(RECORDS["figure"])
    near = page.get_by_role("navigation", name="Neighbours")
    assert f"figure {at + 1} of {len(ids)}" in near.inner_text()
    near.locator("[rel=prev]").click()
    page.wait_for_url(f"**/{ids[at - 1]}/index.html")
    page.get_by_role("navigation", name="Neighbours").locator("[rel=next]").click()
    page.wait_for_url(f"**/{RECORDS['figure']}/index.html")


def test_list_sorts_by_a_column_and_gives_what_is_shown_as_csv(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(address + "records/places.html")
    names = "[...document.querySelectorAll('#list-places tbody tr:not(.group) th')].map(e => e.textContent)"
    grouped = page.evaluate(names)
    page.get_by_role("button", name="place", exact=True).click()
    up = page.evaluate(names)
    assert up == sorted(grouped, key=str.lower) and page.locator("[aria-sort=ascending]").count() == 1
    page.get_by_role("button", name="place", exact=True).click()
    assert page.evaluate(names) == up[::-1]
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV of this list").click()
    taken.value.save_as(tmp_path / "shown.csv")
    content = list(csv.reader(io.StringIO((tmp_path / "shown.csv").read_text(encoding="utf-8"), newline="")))
    assert [row[0] for row in content[1:]] == up[::-1]
    page.get_by_role("button", name="place", exact=True).click()
    assert page.evaluate(names) == grouped


def test_list_without_a_script_is_grouped_and_its_csv_is_whole(site: Path) -> None:
    for table, key in (("events", "event_id"), ("conflicts", "conflict_id")):
        page = (site / "records" / f"{table}.html").read_text(encoding="utf-8")
        assert page.count('scope="rowgroup"') > 2
        content = csv.DictReader(
            io.StringIO((site / "records" / f"{table}.csv").read_text(encoding="utf-8"), newline="")
        )
        assert {row["id"] for row in content} == {row[key] for row in rows(table)}


def test_filter_for_unnamed_shows_only_statements_of_unnamed_speakers(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("main").get_by_role("link", name="speakers whom the article does not name").click()
    unnamed = {row["actor_id"] for row in rows("actors") if row["named"] == "false"}
    expected = {row["statement_id"] for row in rows("statements") if row["speaker_id"] in unnamed}
    shown = page.locator("#list-statements tbody tr:not(.group):visible td:nth-child(2) code").all_inner_texts()
    assert expected and set(shown) == expected
    page.get_by_role("button", name=f"unnamed ({len(expected)})").click()  # off again
    assert page.locator("#list-statements tbody tr:not(.group):visible").count() == len(rows("statements"))


def test_citation_is_a_file_by_a_click(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(address + PAGES["figure"])
    for name, start in (("BibTeX", "@"), ("RIS", "TY  - ")):
        with page.expect_download() as taken:
            page.get_by_role("link", name=name, exact=True).click()
        taken.value.save_as(tmp_path / name)
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


def test_badges_are_on_cards_rows_and_marks(page: Page, address: str) -> None:
    """The report that dates the killing to 2019 (rep-0016) is a source error wherever it is shown."""
    page.goto(address + PAGES["event"])
    assert page.locator("#rep-0016 .badge", has_text="source error").count()
    page.goto(address + "id/src-0002/index.html")
    claim = page.locator("[data-key=rep-0016] .badge")
    assert claim.inner_text() == "source error"
    claim.click()
    page.wait_for_url("**/id/cnf-*/index.html")
    page.goto(address + "pictures/reports.html")
    mark = page.locator(".wide-sheet [data-key=rep-0016]")
    assert "[source error]" in (mark.locator("text").first.text_content() or "")


def test_accounts_show_what_differs_and_the_reference_beside_the_odd_value(page: Page, address: str) -> None:
    page.goto(address + PAGES["event"])
    reports = [row for row in rows("event_reports") if row["event_id"] == RECORDS["event"]]
    assert page.locator("main .report").count() == len(reports)
    alike = page.get_by_text(f"Certainty, in all {len(reports)}")
    assert alike.count() == 1  # all five are asserted
    assert page.locator(".report dt", has_text="Certainty").count() == 0
    odd = page.locator("#rep-0016 .facts > div", has_text="Dated").inner_text()
    assert "December 2019" in odd and "The reference has 3 January 2020" in odd


def test_what_is_folded_is_printed(page: Page, address: str) -> None:
    page.goto(address + PAGES["source"])
    inside = page.locator("main details dt").first
    assert not inside.is_visible()
    page.emulate_media(media="print")
    box = inside.bounding_box()
    assert box and box["height"] > 0


class Lost(Quiet):
    """A server that sends the site's own page for an address that is not there, as static hosts do."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        content = Path(self.directory, "im", "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


@pytest.fixture
def below(site: Path, tmp_path: Path) -> Iterator[str]:
    """The site served below a path, as a host of many sites does."""
    (tmp_path / "im").symlink_to(site, target_is_directory=True)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Lost, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/im/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("path", ["nothing.html", "id/evt-9999/", "id/evt-9999/deeper/index.html"])
def test_wrong_address_below_any_path_leads_back(browser: Browser, below: str, path: str) -> None:
    page = browser.new_page()
    page.goto(below + path)
    assert page.locator("h1").inner_text() == "Page not found"
    page.wait_for_function("document.querySelector('header a').getAttribute('href').startsWith('/im/')")
    page.get_by_role("link", name="Downloads").click()
    page.wait_for_url(f"{below}downloads.html")
    page.close()
