"""The page in a real Chromium: an article coded by keyboard alone, killed and resumed, two windows, axe, 320 px."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from iraqmilitias.package import Package
from iraqmilitias.table_files import rows_of
from iraqmilitias.workshop import contribution

from ..site.conftest import TOOLS, Troubles
from ..site.test_pages import LEVELS
from .conftest import Program, UncodedArticle
from .test_server import HOSTILE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.site
SHOTS = Path(os.environ.get("IRAQMILITIAS_SHOTS", Path(__file__).parents[1] / "site" / "shots"))
Start = Callable[[UncodedArticle], Program]

# What a coder fills in, by kind and words of the row, in the order of the form.
ACCOUNT = {"act": "report", "topic": "militia attacks", "paraphrase": "A short account in neutral terms."}
FILLED = {
    "new actor Nadia Farouk": {"camp": "observer", "description": "Reporter of the newspaper."},
    "new facility Harir Camp": {"named": "true", "place": "Kurdistan Region", "description": "Invented camp."},
    "new actor Tariq Azzam": {"camp": "iraqi state", "description": "Officer who speaks for the command."},
    "new actor Northern Watch Command": {"camp": "iraqi state", "description": "Invented headquarters in the north."},
    "new actor Zagros Daily": {"camp": "observer", "description": "Invented newspaper.", "actor_type": "media"},
    "number Three": {"description": "projectiles that came down"},
    "number two": {"description": "wounded sentries"},
    "number 14": {"description": "incidents since the new year"},
    "statement said": ACCOUNT,
    "statement “We will answer at a time …": {**ACCOUNT, "act": "threaten", "topic": "us response"},
    "statement denied": {k: v for k, v in ACCOUNT.items() if k != "act"},
    "statement according to": ACCOUNT,
    "statement urged": {k: v for k, v in ACCOUNT.items() if k != "act"},
}  # fmt: skip


# Everything that the page says, in its order.
HEARD = """
window.heard = [];
addEventListener("DOMContentLoaded", () => {
    const said = document.querySelector("#said");
    if (said) new MutationObserver(() => heard.push(said.textContent)).observe(said, {childList: true});
});
"""


class Coder:
    """Somebody with a keyboard and no mouse. Counts the keys that are pressed beside the text that is typed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def hears(self, words: str) -> None:
        """Wait until the page has said something with these words, even if it has said more since."""
        self.page.wait_for_function("words => heard.some(said => said.includes(words))", arg=words)
        self.page.evaluate("heard.length = 0")

    def row(self) -> str:
        """Return the id of the row that has the focus."""
        return str(self.page.evaluate("document.activeElement.closest('.row')?.id || ''"))

    def kind(self) -> str:
        """Return the kind and words of the row that has the focus."""
        title = self.page.locator(f"#{self.row()} .title")
        return f"{title.locator('.kind').inner_text()} {title.locator('b').first.inner_text()}"

    def go(self, field: str) -> None:
        """Press Tab until a field has the focus."""
        for _ in range(60):
            if self.page.evaluate("document.activeElement.name") == field:
                return
            self.press("Tab")
        raise AssertionError(f"{field} cannot be reached with Tab")

    def fill(self, cells: dict[str, str]) -> None:
        """Fill in fields of the current row, in their order, and accept it."""
        for name, value in cells.items():
            if self.page.evaluate("document.activeElement.classList.contains('row')"):
                self.press("Enter")
            self.go(name)
            kind = self.page.evaluate("document.activeElement.type")
            if kind == "radio":
                for _ in range(12):
                    if self.page.evaluate("document.activeElement.checked && document.activeElement.value") == value:
                        break
                    self.press("Space" if self.page.evaluate("document.activeElement.value") == value else "ArrowDown")
            else:
                if kind == "text":
                    self.press("Control+a")
                self.type(value)
        row, version = self.row(), self.version()
        self.press("Enter")
        self.page.wait_for_function("v => Number(document.body.dataset.version) > v", arg=version)
        self.page.wait_for_function("id => !document.getElementById(id).matches('.undecided')", arg=row)

    def version(self) -> int:
        return int(self.page.evaluate("document.body.dataset.version"))

    def done(self, version: int) -> None:
        """Wait until a change has been answered."""
        self.page.wait_for_function("v => Number(document.body.dataset.version) > v", arg=version)


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[[str], Page]]:
    """A function that opens an address; an error of the page or a request elsewhere fails the test."""
    contexts, troubles = [], Troubles()

    def new(address: str) -> Page:
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}))
        page = contexts[-1].new_page()
        page.set_default_timeout(120_000)
        page.add_init_script(HEARD)
        troubles.watch(page, (address, "data:"))
        page.goto(address)
        return page

    yield new
    for context in contexts:
        context.close()
    assert not [trouble for trouble in troubles if "status of 4" not in trouble and "ERR_CONNECTION" not in trouble]


def decide(coder: Coder, most: int = 99) -> None:
    """Fill in and accept undecided rows, the first first."""
    for _ in range(most):
        if not coder.page.locator(".row.undecided").count():
            return
        if not coder.row() or not coder.page.evaluate("document.activeElement.matches('.row.undecided')"):
            coder.press("n")
        coder.fill(FILLED[coder.kind()])


def test_an_article_is_coded_by_keyboard_and_merged(
    uncoded: UncodedArticle, start: Start, opened: Callable[[str], Page]
) -> None:
    program = start(uncoded)
    page = opened(program.address)
    coder = Coder(page)
    decide(coder)
    version = coder.version()
    coder.press("k", "o")  # an event of the line that has the focus: the last one
    while "line-5" not in str(page.evaluate("document.activeElement.closest('.line').id")):
        coder.press("Escape", "k", "o")
    coder.type("rockets landed")
    coder.press("Tab")
    coder.type("new event")
    coder.press("Tab", "Enter")
    coder.done(version)
    thursday = {"when": "2022-01-13|2022-01-13|day"}
    account = {"description": "Rockets came down near a camp; guards were wounded.", **thursday}
    coder.fill({"name": "Rockets near Harir Camp, January 2022", "event_type": "rocket attack", **account})
    told = {"event_type": "rocket attack", "summary": "Rockets came down near the camp."}
    said = next(r["row"] for r in uncoded.session().rows if r.get("locator", "").startswith("said"))
    coder.fill({**told, "statement": said, **thursday})
    version = coder.version()
    coder.press("o")
    coder.type("Harir Camp")
    coder.press("Tab")
    coder.type("participant")
    coder.press("Tab", "Enter")
    coder.done(version)
    coder.fill({"role": "near"})  # what the words name is known
    page.locator("#verdict", has_text="valid so far").wait_for()
    assert page.locator("#undecided").inner_text() == "0" and page.locator("#left").inner_text() == "0"
    coder.press("f")
    page.locator("h1", has_text="Finish").wait_for()
    while page.evaluate("document.activeElement.textContent") != "Write the rows into data/":
        coder.press("Tab")
    coder.press("Enter")
    page.locator("h1", has_text="are in data/").wait_for()
    summary = page.locator("#summary").input_value()
    assert summary.startswith("Adds src-0006: Rockets land near base in Iraq, officials say")
    assert "not yet read by anybody else" in summary and "The contribution can be merged" in summary
    assert program.stop() == 130
    package = Package(uncoded.package)
    outcome = contribution.check(uncoded.package, None, uncoded.texts)
    assert outcome.valid, outcome.report.issues
    (event,) = (r for r in rows_of(package, "events") if r["source_id"] == "src-0006")
    assert (event["event_type"], event["date_from"], event["date_to"]) == ("rocket-attack", "2022-01-13", "2022-01-13")
    report = rows_of(package, "event_reports")[-1]["report_id"]
    (part,) = (r for r in rows_of(package, "participants") if r["report_id"] == report)
    assert part["role"] == "near" and part["facility_id"]
    print(f"{coder.keys} keys beside the text that was typed; {summary.splitlines()[5]}")


def test_a_program_that_is_killed_and_started_again_has_lost_nothing(
    uncoded: UncodedArticle, start: Start, opened: Callable[[str], Page]
) -> None:
    program = start(uncoded)
    page = opened(program.address)
    coder = Coder(page)
    decide(coder, 2)
    coder.press("Enter")
    coder.go("description")
    version = coder.version()
    coder.type("Half a sen")  # not accepted, and not saved by any key
    coder.done(version)
    program.kill()
    page.locator("#alert", has_text="does not answer").wait_for()
    page = opened(start(uncoded).address)
    assert "resumed where you stopped" in page.locator("#said").inner_text()
    assert page.locator(".row.undecided").count() == len(FILLED) - 2
    assert page.locator("#row-r7 [name=description]").input_value() == "Half a sen"
    coder = Coder(page)
    version = coder.version()
    coder.press("u")
    coder.done(version)
    assert page.locator("#row-r7 [name=description]").input_value() == ""


def test_the_second_of_two_windows_keeps_what_was_typed_in_it(
    uncoded: UncodedArticle, start: Start, opened: Callable[[str], Page]
) -> None:
    address = start(uncoded).address
    first, second = opened(address), opened(address)
    coder = Coder(first)
    coder.press("n")
    coder.fill(FILLED["new actor Nadia Farouk"])
    other = Coder(second)
    second.evaluate("document.getElementById('row-r6').focus()")
    other.press("Enter")
    other.go("description")
    other.type("From the second window.")
    second.locator("#alert", has_text="Nothing was changed by this window").wait_for()
    assert "From the second window." in second.locator("#alert").inner_text()
    assert second.locator("#row-r6 [name=description]").input_value() == "From the second window."
    second.locator("#alert button").press("Enter")
    second.wait_for_function("() => document.querySelector('#alert').textContent.trim() === ''")
    second.goto(address)
    assert second.locator("#row-r6 [name=description]").input_value() == "From the second window."
    assert second.locator("#row-r3").evaluate("row => row.classList.contains('accepted')")


def test_problems_are_shown_at_the_field_while_one_types(
    uncoded: UncodedArticle, start: Start, opened: Callable[[str], Page]
) -> None:
    page = opened(start(uncoded).address)
    coder = Coder(page)
    coder.press("n", "Enter")
    coder.go("camp")
    coder.type("observer")
    coder.go("description")
    coder.type("Reporter of <b>the</b> paper.")
    page.locator("#row-r3 [name=description][aria-invalid=true]").wait_for()
    assert "HTML" in page.locator("#problems-r3 li").inner_text()
    assert page.locator("#row-r3.undecided").count()


def test_every_function_has_a_key(uncoded: UncodedArticle, start: Start, opened: Callable[[str], Page]) -> None:
    page = opened(start(uncoded).address)
    coder = Coder(page)

    def press(keys: str, words: str) -> None:
        coder.press(*keys.split())
        coder.hears(words)

    page.evaluate("document.getElementById('row-r10').focus()")  # the accepted name ERBIL
    press("d", "Split: name “ERBIL”")
    twin = coder.row()
    assert page.locator(f"#{twin}.undecided").count()
    coder.press("m")
    press("Tab Enter", "Merged: name “ERBIL”")
    press("u", "Undone: merged")
    press("U", "Done again: merged")
    page.evaluate("document.getElementById('row-r10').focus()")
    coder.press("w")
    coder.type("an example")
    press("Enter", "Waived: name “ERBIL”")
    press("u", "Undone: waived")
    page.evaluate("document.getElementById('row-r10').focus()")
    press("y", "answered: yes.")
    press("x", "Removed: name “ERBIL”")
    page.evaluate("document.getElementById('row-r8').focus()")  # a new actor
    coder.press("s", "Control+a")
    coder.type("Kataib Hizballah")
    page.locator("#row-r8 .hits button", has_text="Kata’ib Hezbollah").first.wait_for()
    press("Tab Tab Enter", "Northern Watch Command is the same as Kata’ib Hezbollah.")
    assert page.locator(".row", has_text="other spelling").count() == 1
    coder.press("?")
    assert page.locator("#help").is_visible()
    coder.press("Escape")
    assert not page.locator("#help").is_visible()


def test_a_place_that_opens_does_not_take_the_focus_back(
    uncoded: UncodedArticle, start: Start, opened: Callable[[str], Page]
) -> None:
    """Chromium tells of an opened place after it has read further keys, if it has much to do."""
    page = opened(start(uncoded).address)
    page.evaluate("document.getElementById('row-r10').focus()")
    Coder(page).press("d")
    page.wait_for_function("() => document.activeElement.matches('.row.undecided')")
    button = page.evaluate(
        """async () => {
            const row = document.activeElement;
            row.dispatchEvent(new KeyboardEvent("keydown", {key: "m", bubbles: true}));
            row.querySelector("button[value=join]").focus();
            await new Promise(done => row.querySelector("details.split").addEventListener("toggle", done));
            await new Promise(done => setTimeout(done));
            return document.activeElement.value;
        }"""
    )
    assert button == "join"


def test_keys_pressed_before_the_answer_are_for_the_row_that_it_leads_to(
    uncoded: UncodedArticle, start: Start, opened: Callable[[str], Page]
) -> None:
    page = opened(start(uncoded).address)
    slowly = threading.Event()

    def late(route: Route) -> None:
        page.wait_for_timeout(400)
        route.continue_()
        slowly.set()

    page.route("**/row/**", late)
    page.evaluate("document.getElementById('row-r10').focus()")  # the accepted name ERBIL
    coder = Coder(page)
    coder.press("d", "w")  # its twin is the row that is waived
    coder.type("an example")
    coder.press("Enter")
    coder.hears("Waived: name “ERBIL”")
    assert slowly.is_set()
    assert "waived" not in str(page.locator("#row-r10").get_attribute("class"))
    page.evaluate("document.getElementById('row-r10').focus()")
    coder.press("e")
    coder.type("uxa")  # no commands: they go into the first field of the row
    page.wait_for_function("() => document.activeElement.matches('#row-r10 input')")
    assert page.evaluate("document.activeElement.value").startswith("uxa")
    assert page.locator("#row-r10").evaluate("row => !row.matches('.removed')")


def test_keys_of_one_letter_can_be_turned_off(
    uncoded: UncodedArticle, start: Start, opened: Callable[[str], Page]
) -> None:
    page = opened(start(uncoded).address)
    coder = Coder(page)
    coder.press("?", "Space", "Escape", "n")
    assert coder.row() == ""


def test_the_page_works_without_its_script(uncoded: UncodedArticle, start: Start, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(start(uncoded).address)
    row = page.locator("#row-r3")
    row.get_by_label("Camp").select_option("observer")
    row.get_by_label("Description").fill("Reporter of the newspaper.")
    row.get_by_role("button", name="Save and accept").click()
    assert page.locator("#row-r3.accepted").count() == 1
    page.get_by_role("button", name="Undo").click()
    assert page.locator("#row-r3.undecided").count() == 1
    page.locator("#row-r8 details.same summary").click()
    page.locator("#row-r8 details.same").get_by_role("button", name="Search").click()
    assert page.locator("h1").inner_text().endswith("is the same as …")
    context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 320), ("dark", 320)])
def test_the_page_has_no_axe_violation_and_fits(
    uncoded: UncodedArticle, start: Start, browser: Browser, scheme: str, width: int
) -> None:
    script = TOOLS / "axe-core" / "axe.min.js"
    assert script.is_file(), "run `npm ci --ignore-scripts` in website first"
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        bypass_csp=True,  # type: ignore[arg-type]
    )
    page = context.new_page()
    address = start(uncoded).address
    for name, where in (("review", ""), ("edited", "?edit=r2#row-r2"), ("finish", "finish")):
        page.goto(address + where)
        if name == "review":
            Coder(page).press("n")
            SHOTS.mkdir(exist_ok=True)
            page.screenshot(path=SHOTS / f"review-{scheme}-{width}.png")
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            page.evaluate("document.querySelector('#keys').click()")
        page.evaluate(script.read_text(encoding="utf-8"))
        result = page.evaluate("levels => axe.run(document, {runOnly: levels})", LEVELS)
        assert not [(v["id"], v["nodes"][0]["html"]) for v in result["violations"]]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_hostile_text_runs_nothing(
    empty: UncodedArticle, start: Start, opened: Callable[[str], Page], tmp_path: Path
) -> None:
    file = tmp_path / "hostile.txt"
    file.write_text("\n\n".join([*HOSTILE, ("<b> " + "x" * 996 + " ") * 1000]) + "\n", "utf-8", newline="")
    empty.add(file)
    page = opened(start(empty).address)
    assert page.evaluate("document.scripts.length") == 1
    assert page.locator(".article-text script, .article-text img, .article-text svg, .article-text b").count() == 0
    assert "<script>alert(1)</script>" in page.locator("#line-1 .article-text").inner_text()
    assert "\\u{202E}" in page.locator("#line-3 .article-text").inner_text()
    assert len(page.locator("#line-7 .article-text").inner_text()) > 1_000_000
    assert re.search(r"\d+ to account for", page.locator("#bar").inner_text())
