"""Every kind of page in a real browser: no errors, accessible, narrow, dark, printed, without script, from a folder."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .conftest import TOOLS, Troubles, visit
from .kinds import ALIKE, DATA, HEAVIEST, PAGES, RECORDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.site
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Pages of one template take turns: each is looked at in one of the two ways, and with `full` in the other too.
WAYS = (("light", 1280), ("dark", 320))
TURNS = {kind: n % 2 for group in ALIKE for n, kind in enumerate(group)}
LOOKS = [
    pytest.param(kind, *way, marks=[pytest.mark.full] if TURNS.get(kind, n) != n else [])
    for kind in PAGES
    for n, way in enumerate(WAYS)
]
SHOTS = Path(os.environ.get("IRAQMILITIAS_SHOTS", Path(__file__).parent / "shots"))
kinds = pytest.mark.parametrize("kind", PAGES)


@pytest.fixture(scope="module")
def visits(browser: Browser, address: str) -> Iterator[tuple[Page, Troubles]]:
    """A page for tests that only look, and what goes wrong on it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    troubles = Troubles()
    troubles.watch(page, (address, "file://", "data:", "blob:"))
    yield page, troubles
    context.close()


@pytest.fixture
def visited(visits: tuple[Page, Troubles]) -> Iterator[Page]:
    """That page, on paper no longer; the test fails if it has an error or asks for anything beyond the site."""
    page, troubles = visits
    troubles.clear()
    page.emulate_media(media="screen")
    yield page
    assert not troubles


@kinds
def test_page_loads_with_the_network_cut_and_stays_light(visited: Page, address: str, kind: str) -> None:
    visited.goto("about:blank")  # so that a page that differs in its fragment alone is loaded too
    bodies = visit(visited, address + PAGES[kind])
    # Data that a page's script reads are counted by themselves, in test_explorer.py and test_search.py.
    sizes = [len(body) for url, body in bodies.items() if not url.endswith(DATA)]
    assert visited.locator("h1").count() == 1
    assert 0 < sum(sizes) < HEAVIEST
    SHOTS.mkdir(exist_ok=True)
    visited.screenshot(path=SHOTS / f"{kind.replace(' ', '-')}.png")


@kinds
def test_page_works_from_a_folder_and_prints_its_content_alone(visited: Page, site: Path, kind: str) -> None:
    if kind == "not found":
        pytest.skip("a server sends it from any address, so its links begin at the server's root")
    page = visited
    page.goto(site.as_uri() + "/" + PAGES[kind])
    assert page.locator("nav#menu a[href$='downloads.html']").count() == 1
    assert page.locator("nav#menu > ul > li").count() <= 12
    background = page.evaluate("getComputedStyle(document.querySelector('header')).backgroundColor")
    assert background == "rgb(29, 58, 95)"  # the style sheet has loaded
    page.emulate_media(media="print")
    assert page.locator("main h1").is_visible()
    assert not page.locator("#menu").is_visible()
    assert not page.locator("form.search").is_visible()


@pytest.mark.parametrize(("kind", "scheme", "width"), LOOKS)
def test_page_has_no_axe_violation(browser: Browser, address: str, kind: str, scheme: str, width: int) -> None:
    script = TOOLS / "axe-core" / "axe.min.js"
    assert script.is_file(), "run `npm ci --ignore-scripts` in website first"
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address + PAGES[kind])
    page.evaluate(script.read_text(encoding="utf-8"))
    # What axe found to be wrong is wanted whole; of the rest, only that it looked.
    result = page.evaluate("levels => axe.run(document, {runOnly: levels, resultTypes: ['violations']})", LEVELS)
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert len(result["passes"]) > 15
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in result["violations"]] == []
    assert wide == width


@pytest.fixture(scope="module")
def plain(browser: Browser, address: str) -> Iterator[tuple[Page, Troubles]]:
    """A page without scripts, and what goes wrong on it."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    troubles = Troubles()
    troubles.watch(page, (address,))
    yield page, troubles
    context.close()


@kinds
def test_page_is_complete_without_script(plain: tuple[Page, Troubles], address: str, kind: str) -> None:
    page, troubles = plain
    troubles.clear()
    page.goto(address + PAGES[kind])
    needing = ".filter, .copy, .own, .png"  # what is nothing without a script is not shown without one
    hidden = page.locator(f"main [hidden]:not({needing})").count()
    dead = page.locator("main").locator(needing).locator("visible=true").count()
    text = page.locator("main").inner_text()
    assert not troubles
    assert dead == 0
    assert hidden == 0
    assert len(text) > 90


def test_event_prints_addresses_of_its_sources(page: Page, address: str) -> None:
    page.goto(address + PAGES["event"])
    page.emulate_media(media="print")
    pdf = page.pdf()
    assert pdf.startswith(b"%PDF") and len(pdf) > 20_000
    after = "getComputedStyle(document.querySelector('a[rel=external]'), '::after').content"
    assert "#:~:text=" in page.evaluate(after)


def test_reports_stand_side_by_side_when_wide_and_below_one_another_when_narrow(page: Page, address: str) -> None:
    page.goto(address + PAGES["event"])
    tops = "[...document.querySelectorAll('.side > .report')].map(r => Math.round(r.getBoundingClientRect().top))"
    wide = page.evaluate(tops)
    assert len(wide) > 2 and wide[0] == wide[1]
    page.set_viewport_size({"width": 320, "height": 800})
    narrow = page.evaluate(tops)
    assert narrow == sorted(set(narrow))


def test_citation_is_copied_or_selected(page: Page, address: str, site: Path) -> None:
    page.goto(address + PAGES["figure"])
    page.get_by_role("button", name="Copy the citation").click()
    page.get_by_role("button", name="Copied").wait_for()
    page.goto(site.as_uri() + "/" + PAGES["figure"])
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    page.get_by_role("button", name="Copy the citation").click()
    page.get_by_role("button", name="Selected").wait_for()
    assert RECORDS["figure"] in page.evaluate("getSelection().toString()")


def test_keyboard_reaches_content_search_and_scrolled_tables(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(address + PAGES["table"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    box = page.locator(".wide[tabindex='0']").first
    box.focus()
    before = box.evaluate("b => b.scrollLeft")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("b => b.scrollLeft > 0", arg=box.element_handle())
    assert before == 0


def test_filter_folds_spelling_and_counts(page: Page, address: str) -> None:
    page.goto(address + "records/actors.html")
    shown = "[...document.querySelectorAll('#list-actors tbody tr:not(.group)')].filter(r => !r.hidden).length"
    whole = page.evaluate(shown)
    page.get_by_label("Filter this list").fill("kata'ib")
    kept = page.evaluate(shown)
    assert 0 < kept < whole
    assert page.locator("output").inner_text() == f"{kept} of {whole}"
    page.goto(address + "records/actors.html?filter=kataib")
    assert page.evaluate(shown) == kept


def test_html_is_valid(site: Path) -> None:
    import subprocess

    program = TOOLS / ".bin" / "html-validate"
    assert program.exists(), "run `npm ci --ignore-scripts` in website first"
    config = Path(__file__).parent / "html-validate.json"
    found = subprocess.run(
        [str(program), "--config", str(config), "--formatter", "json", f"{site}/**/*.html"],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert json.loads(found.stdout) == []
    assert found.returncode == 0
