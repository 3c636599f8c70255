"""The explorer: what it shows is what its query selects in the library; time, map, facets and list move together."""

from __future__ import annotations

import csv
import gzip
import io
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from iraqmilitias.citation_check import verify_citation
from iraqmilitias.dataset import Dataset

from ..conftest import ROOT
from .conftest import Troubles, visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.site
STATES = [
    "",
    "#article=src-0002",
    "#kind=figures&voice=unnamed",
    "#place=plc-0003&from=2020-01-01&to=2020-12-31",
    "#camp=iran_aligned&verdict=contradicted&verdict=open",
    "#actor=act-0036&type=rocket-attack&to=2021-05-30",
    "#certainty=none&checked=affirmed&from=2022-01-01",
    "#kind=statements&kind=affiliations&order=date",
    "#article=src-0005&verdict=explained&from=2030-01-01",
]


@pytest.fixture(scope="module")
def data() -> Dataset:
    return Dataset(ROOT)


@pytest.fixture(scope="module")
def explorer(browser: Browser, address: str) -> Iterator[Page]:
    """The explorer's page; the tests fail if it has an error or asks for anything beyond the site."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    troubles = Troubles()
    troubles.watch(page, (address, "blob:"))
    page.goto(address + "explorer.html")
    yield page
    context.close()
    assert not troubles


def choose(page: Page, state: str) -> None:
    """Go to a state by its address, as a link does."""
    page.evaluate("state => { location.hash = state; }", state)
    page.wait_for_function("want => addressOf(state) === addressOf(stateOf(want))", arg=state)


def shown(page: Page) -> set[str]:
    """Return the ids of the claims in the list."""
    return set(page.locator("#claims [data-id]").evaluate_all("all => all.map(e => e.dataset.id)"))


@pytest.mark.parametrize("state", STATES)
def test_list_csv_and_citation_hold_the_rows_of_the_query(
    explorer: Page, data: Dataset, state: str, tmp_path: Path
) -> None:
    choose(explorer, state)
    rows = data.sql(explorer.evaluate("queryOf(state)"), as_="rows")
    assert shown(explorer) == {row[0] for row in rows}
    citation = str(explorer.locator("#selection-citation").text_content())
    assert verify_citation(data.package, citation).valid, citation
    with explorer.expect_download() as taken:
        explorer.get_by_role("link", name="Download as CSV").click()
    taken.value.save_as(tmp_path / "selection.csv")
    saved = list(csv.reader(io.StringIO((tmp_path / "selection.csv").read_text(encoding="utf-8"), newline="")))
    assert [line[0] for line in saved[1:]] == [row[0] for row in rows]


def test_some_states_select_and_one_selects_nothing(explorer: Page) -> None:
    found = []
    for state in STATES:
        choose(explorer, state)
        found.append(len(shown(explorer)))
    assert found[0] > found[1] > 0 and min(found[:-1]) > 0 and found[-1] == 0
    assert "No claim matches" in explorer.locator("#claims").inner_text()


def test_values_of_every_facet_select_as_their_sql(explorer: Page, data: Dataset) -> None:
    page = """() => EXPLORER.facets.flatMap(({key, values}) => Object.keys(values)
        .filter((_, i, all) => all.length < 12 || i % 6 === 0).map(value => {
        const one = stateOf(`#${key}=${value}`);
        return [`${key}=${value}`, queryOf(one), answerOf(one).rows.map(row => row[0])];
    }))"""
    found = explorer.evaluate(page)
    assert len(found) > 50
    # One query for all of them, which makes each view once; a view is known by its own name inside.
    views = ("claims", "records", "verdicts", "voices")
    made = ", ".join(f"{name} as materialized (from main.{name})" for name in views)
    asked = " union all ".join(f"select {n}, list(record_id) from ({query})" for n, (_, query, _) in enumerate(found))
    expected = dict(data.sql(f"with {made} {asked}", as_="rows"))
    assert [what for n, (what, _, ids) in enumerate(found) if (expected[n] or []) != ids] == []


def test_page_reads_windows_as_the_macro_during_does(explorer: Page, data: Dataset) -> None:
    days = (None, "2019-06-30", "2020-01-01", "2020-12-31")
    kinds = ("day", "month", "range", "span", "open")
    cases = list(itertools.product(days, days, kinds, days, days))
    written = [", ".join("NULL" if v is None else f"'{v}'" for v in case) for case in cases]
    values = ", ".join(f"({n}, {case})" for n, case in enumerate(written))
    query = f"select during(a::date, b::date, p, f, t) from (values {values}) x(n, a, b, p, f, t) order by n"
    expected = [row[0] for row in data.sql(query, as_="rows")]
    assert explorer.evaluate("cases => cases.map(c => during(...c))", cases) == expected
    assert set(expected) == {"certain", "possible", "no"}


def test_counts_say_certain_and_possible(explorer: Page) -> None:
    # From data/: the killing of 3 January 2020 (evt-0012) is told by rep-0016, 0078, 0087, 0096 and 0098.
    choose(explorer, "#from=2020-01-03&to=2020-01-03")
    certain = explorer.locator("#claims section", has=explorer.get_by_role("heading", name="Certainly in this time"))
    ids = set(certain.locator("[data-id]").evaluate_all("all => all.map(e => e.dataset.id)"))
    with (ROOT / "data" / "event_reports.csv").open(encoding="utf-8", newline="") as file:
        killing = {row["report_id"] for row in csv.DictReader(file) if row["event_id"] == "evt-0012"}
    assert len(killing) >= 5 and killing <= ids
    assert explorer.locator("#tally").inner_text().startswith(f"{len(ids)} certain, ")


def test_dragging_over_time_chooses_months_and_moves_all(explorer: Page) -> None:
    choose(explorer, "")
    before = explorer.locator("#map [data-value='plc-0003']").get_attribute("aria-label")
    box = explorer.locator("#time svg").bounding_box()
    assert box
    for share, act in ((0.80, explorer.mouse.down), (0.85, explorer.mouse.up)):
        explorer.mouse.move(box["x"] + share * box["width"], box["y"] + 20)
        act()
    explorer.wait_for_function("state.from !== ''")
    assert explorer.get_by_label("From").input_value().endswith("-01")
    assert explorer.locator("#map [data-value='plc-0003']").get_attribute("aria-label") != before
    assert "certain, " in explorer.locator("#tally").inner_text()
    assert "from=20" in explorer.url


def test_place_on_the_map_filters_by_pointer_and_by_key(explorer: Page) -> None:
    choose(explorer, "")
    base = explorer.locator("#map [data-name='Al-Asad Air Base']")
    base.click()
    explorer.get_by_role("button", name="Remove the filter Place: Al-Asad Air Base").wait_for()
    inside = shown(explorer)
    assert 0 < len(inside) < 12
    assert base.get_attribute("aria-pressed") == "true"
    base.focus()
    explorer.keyboard.press("Enter")
    explorer.wait_for_function("state.chosen.place.length === 0")
    assert len(shown(explorer)) > len(inside)


def test_back_returns_to_the_selection_before(explorer: Page) -> None:
    choose(explorer, "#article=src-0001")
    explorer.locator("#facet-kind-figures").check()
    explorer.wait_for_function("state.chosen.kind.length === 1")
    assert explorer.evaluate("document.activeElement.id") == "facet-kind-figures"  # drawing again kept the focus
    explorer.go_back()
    explorer.wait_for_function("state.chosen.kind.length === 0")
    assert not explorer.locator("#facet-kind-figures").is_checked()


def test_open_dates_fade_and_longer_doubt_is_paler(explorer: Page) -> None:
    choose(explorer, "")
    pick = (
        "id => { const c = EXPLORER.claims.find(c => c.row[0] === id); return barOf(c.row, c.precision, t => t, 40); }"
    )
    claims = explorer.evaluate(
        "EXPLORER.claims.map(c => [c.row[0], c.row[AT.known_from], c.row[AT.known_to], c.precision])"
    )
    opened = next(c[0] for c in claims if not c[1] and c[2])
    day = next(c[0] for c in claims if c[1] and c[1] == c[2])
    doubt = next(c[0] for c in claims if c[3] == "range" and c[1] and c[2] and c[1][:4] < c[2][:4])
    assert explorer.evaluate(pick, opened)["fill"] == "url(#fade-before)"
    assert explorer.evaluate(pick, day) | {"left": 0, "right": 0} == {"left": 0, "right": 0, "fill": "", "ink": 1}
    assert explorer.evaluate(pick, doubt)["ink"] < 0.3


def test_unknown_values_in_an_address_are_left_out(explorer: Page) -> None:
    choose(explorer, "#article=src-9999&kind=figures'--&from=2020-99-01&order=x&nothing=1")
    assert explorer.evaluate("addressOf(state)") == "#"
    assert "'--" not in explorer.evaluate("queryOf(state)")


def test_query_opens_in_the_console(explorer: Page, page: Page) -> None:
    choose(explorer, "#kind=figures&voice=unnamed")
    explorer.locator("#taken summary").click()
    href = explorer.get_by_role("link", name="Open its query in the console").evaluate("a => a.href")
    page.goto(href)
    assert page.get_by_label("Query").input_value() == explorer.evaluate("queryOf(state)")


def test_list_stands_without_a_script_by_article_and_line(browser: Browser, address: str, data: Dataset) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "explorer.html")
    ids = [e.get_attribute("data-id") for e in page.locator("#claims [data-id]").all()]
    heads = page.locator("#claims h2").all_inner_texts()
    tools = page.locator("#tally, #facets").count()
    context.close()
    expected = data.sql("select record_id from claims order by source_id, line, record_id", as_="rows")
    assert ids == [row[0] for row in expected]
    assert len(heads) == len(data.sql("from sources", as_="rows"))
    assert tools == 0


def test_page_is_light_before_its_data(page: Page, address: str) -> None:
    sizes = {url: len(gzip.compress(body)) for url, body in visit(page, address + "explorer.html").items()}
    assert any(url.endswith("explorer-data.js") for url in sizes)
    assert sum(sizes.values()) < 100_000


def test_hash_in_pieces_is_sha256(explorer: Page) -> None:
    import hashlib

    texts = ["", "a", "é" * 55, "x" * 64, "y" * 119, "𝔘" * 3000]
    page = "texts => texts.map(t => { const h = new Sha256(); for (const c of t) h.update(c); return h.hex(); })"
    assert explorer.evaluate(page, texts) == [hashlib.sha256(t.encode()).hexdigest() for t in texts]
