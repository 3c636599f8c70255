"""The pictures in Chromium: they answer to the keyboard, show where the focus is, and are legible in grey."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .kinds import PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.site
DRAWN = [path for path in PAGES.values() if path.startswith("pictures/") and "index" not in path]
pictures = pytest.mark.parametrize("path", DRAWN)
FOCUSED = """() => {
  const box = document.activeElement.querySelector('.row, .box, .cell') || document.activeElement;
  return {stroke: getComputedStyle(box).stroke, outline: getComputedStyle(document.activeElement).outlineStyle,
    label: document.activeElement.querySelector('title')?.textContent, inside: !!document.activeElement.closest('svg')};
}"""


@pictures
def test_each_press_of_tab_goes_to_the_next_mark_and_shows_it(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    links = page.locator(".wide-sheet svg a")
    expected = [links.nth(i).locator("title").text_content() for i in range(min(4, links.count()))]
    links.first.focus()
    for label in expected[1:]:
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        assert found["inside"] and found["label"] == label
        assert found["stroke"] not in ("none", "rgba(0, 0, 0, 0)") or found["outline"] != "none"


@pictures
def test_enter_on_a_mark_leads_to_its_record(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    page.locator(".wide-sheet a[href*='/id/']").first.focus()
    target = page.evaluate("document.activeElement.href.baseVal")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/id/"))
    key = re.search(r"id/([a-z]+-\d+)/", target)
    assert key and f"/id/{key[1]}/" in page.url
    assert page.locator("h1").count() == 1


@pictures
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_meaning_rests_on_colour(page: Page, address: str, path: str, scheme: str) -> None:
    """Shapes that differ in meaning differ in form or fill: every shape but links' words is drawn in greys."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(address + path)
    colours = page.evaluate(
        """() => [...document.querySelectorAll('.picture svg :is(rect, path, circle)')].flatMap(e => {
          const style = getComputedStyle(e);
          return [style.fill, style.stroke];
        })"""
    )
    plain = [c for c in set(colours) if c.startswith("rgb(")]
    assert plain
    for colour in plain:
        red, green, blue = map(int, re.findall(r"\d+", colour)[:3])
        assert max(red, green, blue) - min(red, green, blue) < 40, colour


@pictures
def test_picture_fits_a_phone_in_letters_that_can_be_read(page: Page, address: str, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address + path)
    assert not page.locator(".wide-sheet").is_visible()
    svg = page.locator(".narrow-sheet > svg:last-child")
    box = svg.bounding_box()
    assert box and box["width"] <= 390
    scale = svg.evaluate("s => s.getScreenCTM().a")
    assert 12 * scale >= 11  # the smallest letters are 12 units high


@pytest.mark.parametrize("width", [390, 1280])
def test_axis_stays_in_view(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address + "pictures/events.html")
    page.evaluate("document.querySelectorAll('.picture .group')[12].scrollIntoView()")
    page.evaluate("scrollTo({top: document.querySelector('main').scrollHeight / 4, behavior: 'instant'})")
    top = page.locator(".axis").locator("visible=true").bounding_box()
    assert top and 0 <= top["y"] < 100


def test_name_in_focus_shows_its_ties_alone(page: Page, address: str) -> None:
    page.goto(address + "pictures/network.html")
    name = page.locator(".wide-sheet .actor", has_text="Kata’ib Hezbollah").first
    key = name.get_attribute("data-actor")
    name.focus()
    ties = page.locator(".wide-sheet .mark")
    chosen = {t.get_attribute("data-key") for t in page.locator(".wide-sheet .of-it").all()}
    expected = {t.get_attribute("data-key") for t in ties.all() if key in (t.get_attribute("data-ends") or "").split()}
    assert expected and chosen == expected and len(chosen) < ties.count()
    page.keyboard.press("Shift+Tab")
    assert page.locator(".wide-sheet .of-it").count() != len(expected) or page.locator(".chosen").count() == 1


def test_picture_is_taken_as_png(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(address + "pictures/events.html")
    with page.expect_download() as taken:
        page.get_by_role("button", name="PNG").click()
    taken.value.save_as(tmp_path / "events.png")
    content = (tmp_path / "events.png").read_bytes()
    assert content.startswith(b"\x89PNG") and int.from_bytes(content[16:20]) == 2 * 960
    assert page.locator("#embed").inner_text().count(address + "pictures/events.") == 2
