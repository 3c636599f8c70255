"""The pictures in Chromium: they answer to the keyboard, show where the focus is, and are legible in grey."""

from __future__ import annotations

import re
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
    links = page.locator(".picture svg a")
    expected = [links.nth(i).locator("title").text_content() for i in range(3)]
    page.locator(".picture").focus()
    for label in expected:
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        assert found["inside"] and found["label"] == label
        assert found["stroke"] not in ("none", "rgba(0, 0, 0, 0)") or found["outline"] != "none"


@pictures
def test_enter_on_a_mark_leads_to_its_record(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    page.locator(".picture").focus()
    page.keyboard.press("Tab")
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
