"""The SQL console in Chromium without a network: it answers, refuses plainly, links, and cites what Python verifies."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from iraqmilitias.citation_check import verify_citation
from iraqmilitias.citation_reading import read
from iraqmilitias.dataset import Dataset
from iraqmilitias.query_hash import hash_query, hashed_form

from ..conftest import ROOT
from .conftest import TOOLS, Troubles
from .test_pages import LEVELS, SHOTS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.site
WAIT = 120_000  # milliseconds that the first run may take, with loading


@pytest.fixture(scope="module")
def data() -> Dataset:
    return Dataset(ROOT)


@pytest.fixture(scope="module")
def console(browser: Browser, address: str, site: Path) -> Iterator[Page]:
    """The console's page, loaded once; the tests fail if it has an error or asks for anything beyond the site."""
    assert (site / "assets" / "console").is_dir(), "this site was built without npm, hence without its console"
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    troubles = Troubles()
    troubles.watch(page, (address, "data:", "blob:"))
    page.goto(address + "console.html")
    assert ask(page, "SELECT 40 + 2") == [["42"]]  # the first run loads the database
    yield page
    context.close()
    assert not troubles


def ask(page: Page, sql: str) -> list[list[str]]:
    """Run a query and return the cells of its result."""
    page.get_by_label("Query").fill(sql)
    page.locator("#run").click()
    page.locator("#run:enabled").wait_for(timeout=WAIT)
    rows = page.locator("#result table").first.locator("tbody tr")
    return rows.evaluate_all("rows => rows.map(row => [...row.querySelectorAll('td')].map(cell => cell.innerText))")


def test_nothing_heavy_is_loaded_before_the_first_run_whose_size_is_told(page: Page, address: str, site: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + "console.html")
    told = page.locator("#size").inner_text()
    parts = [*(site / "assets" / "console").iterdir(), *(site / "downloads" / "data").iterdir()]
    assert f"({sum(p.stat().st_size for p in parts) / 1e6:.1f} MB)" in told
    assert not [url for url in asked if "assets/console/" in url or "downloads" in url]


def test_a_query_is_answered_with_types_views_and_macros(console: Page, data: Dataset) -> None:
    query = "SELECT event_id, date_from, during(date_from, date_to, date_precision, '2020-01-01', '2020-12-31') AS d \
        FROM events ORDER BY event_id LIMIT 20"
    expected = [["" if v is None else str(v) for v in row] for row in data.sql(query, as_="rows")]
    assert ask(console, query) == expected


def test_every_table_and_view_holds_the_same_rows_as_the_library(console: Page, data: Dataset) -> None:
    names = (*data.tables(), *data.views())
    counts = [f"SELECT '{name}', count(*) FROM {name}" for name in names]
    expected = [[name, str(rows)] for name, rows in data.sql(" UNION ALL ".join(counts), as_="rows")]
    tables = len(data.tables())  # the views one by one: all at once need more memory than the page may take
    queries = [" UNION ALL ".join(counts[:tables]), *counts[tables:]]
    assert [row for query in queries for row in ask(console, query)] == expected


def test_every_example_runs_by_one_click_and_its_citation_verifies(console: Page, data: Dataset) -> None:
    buttons = console.locator("#console .examples button")
    assert buttons.count() == len(list((ROOT / "docs" / "questions").glob("*.sql")))
    for button in buttons.all():
        button.click()
        console.locator("#run:enabled").wait_for(timeout=60_000)
        citation = console.locator("#query-citation").inner_text()
        verdict = verify_citation(data.package, citation)
        assert verdict.valid, (citation, verdict)
    SHOTS.mkdir(exist_ok=True)
    console.locator("#chart").evaluate("chart => { chart.open = true; }")
    console.screenshot(path=SHOTS / "console-result.png", full_page=True)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT count(*) FROM events",
        "select event_type, count(*) n, sum(1) s, avg(length(name)) a from events group by 1 -- a comment\n;",
        "SELECT figure_id, value_low / 7.0 AS x, value_low / 3 * 1e-7, 1e300 FROM figures ORDER BY figure_id",
        "SELECT event_id, date_from, [name, NULL, 'a \"b\" \\ (3 rows, x)'] FROM events ORDER BY event_id DESC",
        "SELECT list(name ORDER BY name), true, NULL, 2.50::DECIMAL(9,2), 1.23456789012345::DECIMAL(18,15) FROM actors",
        "WITH a AS (SELECT * FROM actors ORDER BY name) SELECT name FROM a",
        "(SELECT alias FROM aliases ORDER BY alias, alias_id)",
        "FROM sources",
        "SELECT '😀' AS x UNION SELECT '￼' UNION SELECT e'tab\\t\\x01'",
        "SELECT event_id, name FROM events ORDER BY event_id LIMIT 5",
        "SELECT source_id FROM event_reports ORDER BY source_id LIMIT 3",  # what ties is alike
        "SELECT string_agg(DISTINCT event_type, ', ' ORDER BY event_type DESC) FROM events",
        "SELECT 12345678901.25::DOUBLE, 12345678901.35::DOUBLE, -0.00001::DOUBLE, 'nan'::DOUBLE, '-inf'::DOUBLE",
    ],
)
def test_citation_says_what_the_command_line_says(console: Page, data: Dataset, query: str) -> None:
    ask(console, query)
    text = console.locator("#query-citation").inner_text()
    (found,) = read(text)
    expected = hash_query(data.reader, query)
    assert found.token is not None and found.token.version == data.version
    assert (found.token.rows, found.token.sha256) == (expected.rows, expected.sha256)
    assert verify_citation(data.package, text).valid
    head = str(data.cite(query=query)).split(" Query: ")[0]
    assert text.startswith(f"{head} Query: ")


def test_citation_of_changed_rows_does_not_verify(console: Page, data: Dataset) -> None:
    ask(console, "SELECT count(*) FROM events")
    text = console.locator("#query-citation").inner_text()
    assert not verify_citation(data.package, text.replace("events", "actors")).valid


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT random()", "random() may give a different result"),
        ("SELECT event_id FROM events LIMIT 3", "depend on the order in which rows are stored"),
        ("SELECT report_id FROM event_reports ORDER BY source_id LIMIT 3", "or on ties"),
        ("SELECT mode(name) FROM actors", "The command line can: iraqmilitias cite --query 'SELECT mode(name) FROM"),
        ("SELECT max_by(name, date_to) FROM events WHERE name <> 'a'", r"WHERE name <> '\''a'\'''"),
        (
            "SELECT event_id, row_number() OVER (ORDER BY event_id) FROM events",
            "may depend on ties (OVER), which",
        ),
        ("SELECT string_agg(name, ', ' ORDER BY event_type) FROM events", "depend on"),
        ("SELECT * FROM duckdb_tables()", "describes the database program"),
        ("SELECT * FROM events USING SAMPLE 3", "SAMPLE takes different rows"),
        ("SELECT * FROM information_schema.tables", "not a table or view of the data"),
        ("DESCRIBE events", "cite a SELECT"),
        ("SELECT INTERVAL 1 DAY", "cited on the command line"),
    ],
)
def test_query_that_would_not_verify_gets_a_reason_and_no_citation(console: Page, query: str, reason: str) -> None:
    assert ask(console, query)
    assert reason in console.locator("#uncited").inner_text()
    assert console.locator("#query-citation").count() == 0


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT nothing FROM events", "nothing"),
        ("SELEC 1", "SELEC is refused"),
        ("SELECT 1 +", "syntax error"),
        ("", "The query is empty"),
        ("SELECT 1; SELECT 2", "Only one statement"),
        ("DROP TABLE events", "DROP is refused"),
        ("WITH a AS (SELECT 1) INSERT INTO event_types SELECT * FROM event_types", "read-only"),
        ("SET autoload_known_extensions = true", "SET is refused"),
        ("INSTALL json", "INSTALL is refused"),
        ("SELECT * FROM read_csv('https://example.org/x.csv')", "disabled by configuration"),
        ("SELECT * FROM read_parquet('x.parquet')", "parquet"),
        ("SELECT json_serialize_sql('SELECT 1')", "json"),
        ("SELECT current_setting('lock_configuration') FROM nowhere", "nowhere"),
    ],
)
def test_error_is_told_plainly_and_the_next_query_works(console: Page, query: str, words: str) -> None:
    assert ask(console, query) == []
    assert words in console.locator("#console-error").inner_text()
    assert ask(console, "SELECT 40 + 2") == [["42"]]
    assert not console.locator("#console-error").is_visible()


def test_settings_are_locked(console: Page) -> None:
    query = "SELECT name, value FROM duckdb_settings() WHERE name IN ('autoinstall_known_extensions', \
        'autoload_known_extensions', 'enable_external_access', 'lock_configuration') ORDER BY name"
    assert [row[1] for row in ask(console, query)] == ["false", "false", "false", "true"]


def test_markup_in_cells_names_and_errors_stays_text(console: Page) -> None:
    assert ask(console, "SELECT '<img src=x onerror=alert(1)>' AS \"<b>b</b>\"") == [["<img src=x onerror=alert(1)>"]]
    assert console.locator("#result thead").inner_text().strip() == "<b>b</b>"
    ask(console, 'SELECT "<img src=x>" FROM events')
    assert "<img src=x>" in console.locator("#console-error").inner_text()
    assert console.locator("main img, main b").count() == 0


def test_csv_holds_every_row_and_no_formula(console: Page, tmp_path: Path) -> None:
    query = "SELECT i, -i AS n, '=1+1' AS f, ' @x' AS g, 'a, \"b\"\nc' AS q, NULL AS e FROM range(700) t(i) ORDER BY i"
    assert len(ask(console, query)) == 500
    assert "first 500 of 700" in console.locator("#result caption").inner_text()
    with console.expect_download() as taken:
        console.get_by_role("button", name="Download as CSV").click()
    taken.value.save_as(tmp_path / "x.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "x.csv").read_text(encoding="utf-8"), newline="")))
    assert rows[0] == ["i", "n", "f", "g", "q", "e"]
    assert len(rows) == 701
    assert rows[2] == ["1", "-1", "'=1+1", "' @x", 'a, "b"\nc', ""]


def test_chart_counts_or_sums_and_says_so_in_words(console: Page) -> None:
    ask(console, "SELECT 'k' || i AS k, i AS n FROM range(30) t(i) ORDER BY i DESC")
    console.locator("#chart").evaluate("chart => { chart.open = true; }")
    picture = console.locator("#result svg")
    assert "Sum of n by k: the 20 largest of" in str(picture.get_attribute("aria-label"))
    assert ". k29: 29;" in str(picture.get_attribute("aria-label"))
    ask(console, "SELECT 'a' AS k, 'nan'::DOUBLE AS n UNION ALL SELECT 'a', 2.5 UNION ALL SELECT 'b', NULL")
    assert str(console.locator("#result svg").get_attribute("aria-label")).endswith(". a: 2.5; b: 0")


def test_chart_counts_rows_where_asked(console: Page) -> None:
    ask(console, "SELECT 'k' || i AS k, i AS n FROM range(30) t(i) ORDER BY i DESC")
    console.locator("#chart").evaluate("chart => { chart.open = true; }")
    console.get_by_label("length").select_option("-1")
    label = str(console.locator("#result svg").get_attribute("aria-label"))
    assert label.startswith("Rows by k") and ": 1; " in label


def test_link_carries_the_query_and_runs_only_after_a_click(console: Page, page: Page, address: str) -> None:
    query = "SELECT 'a & b # 100%', count(*) FROM events\nWHERE true"
    console.get_by_label("Query").fill(query)
    console.get_by_role("button", name="Link to this query").click()
    link = console.get_by_role("link", name="This address carries the query").get_attribute("href") or ""
    kept = "!'()*-._~"  # what encodeURIComponent leaves as it is
    assert link == f"{address}console.html#q={quote(query, safe=kept)}"
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(link)
    assert page.get_by_label("Query").input_value() == query
    assert "runs only when you press" in page.locator("#console-status").inner_text()
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "assets/console/" in url]
    assert not page.locator("#result").is_visible()


def test_loading_shows_how_far_it_is(page: Page, address: str) -> None:
    waiting: list[Route] = []
    page.route("**/*.packed", lambda route: waiting.append(route))
    page.goto(f"{address}console.html")
    page.locator("#run").click()
    page.get_by_text(re.compile(r"Loading: \d\.\d of \d\.\d MB")).wait_for()
    page.wait_for_function("document.getElementById('progress').value > 0.05")
    assert page.get_by_role("progressbar", name="Loaded").is_visible()
    assert page.evaluate("document.getElementById('progress').value") < 0.5
    waiting[0].continue_()
    page.locator("#run:enabled").wait_for(timeout=WAIT)
    assert page.locator("#result tbody tr").count() == 10
    assert not page.get_by_role("progressbar", name="Loaded").is_visible()


def test_missing_file_is_told_and_loading_can_be_tried_again(page: Page, address: str) -> None:
    page.route("**/console.json", lambda route: route.fulfill(status=200, body="{}"))
    page.goto(f"{address}console.html")
    page.locator("#run").click()
    page.get_by_text("The console could not be loaded.").wait_for(timeout=WAIT)
    assert page.locator("#console-error").inner_text()
    page.unroute("**/console.json")
    assert ask(page, "SELECT 40 + 2") == [["42"]]


def test_command_line_verifies_what_the_console_cites(console: Page, tmp_path: Path) -> None:
    ask(console, "SELECT event_type, count(*) AS n FROM events GROUP BY ALL ORDER BY n DESC, event_type")
    cited = tmp_path / "citation.txt"
    cited.write_text(console.locator("#query-citation").inner_text(), encoding="utf-8")
    command = [sys.executable, "-m", "iraqmilitias", "--package", str(ROOT), "verify", str(cited)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


def test_broken_link_is_told(page: Page, address: str) -> None:
    page.goto(f"{address}console.html#q=%E0%A4%A")
    assert "cannot be read" in page.locator("#console-error").inner_text()


def test_folder_gives_the_reason_and_not_a_dead_button(page: Page, site: Path) -> None:
    page.goto(f"{site.as_uri()}/console.html")
    page.locator("#run").click()
    page.locator("#console-error", has_text="needs a web server").wait_for()


def test_runaway_query_is_stopped_and_the_console_goes_on(console: Page) -> None:
    endless = "SELECT count(*) FROM range(100000000) a, range(100000000) b WHERE a.range <> b.range"
    console.get_by_label("Query").fill(endless)
    console.get_by_label("Query").press("Control+Enter")
    console.get_by_role("button", name="Stop").click()
    console.get_by_text("Stopped. The database was started again.").wait_for(timeout=WAIT)
    assert ask(console, "SELECT count(*) FROM sources") == [["5"]]


def test_large_result_is_shown_saved_cited_and_the_console_goes_on(console: Page, tmp_path: Path) -> None:
    query = "SELECT i, 'row ' || i AS name, i / 7.0 AS x FROM range(200000) t(i) ORDER BY i"
    assert len(ask(console, query)) == 500
    assert "first 500 of 200,000" in console.locator("#result caption").inner_text()
    (found,) = read(console.locator("#query-citation").inner_text())
    rows = sorted(json.dumps([hashed_form(v) for v in (i, f"row {i}", i / 7.0)]) for i in range(200_000))
    assert found.token is not None
    assert found.token.sha256 == hashlib.sha256("\n".join(["3", *rows]).encode()).hexdigest()
    with console.expect_download() as taken:
        console.get_by_role("button", name="Download as CSV").click()
    taken.value.save_as(tmp_path / "x.csv")
    assert (tmp_path / "x.csv").read_bytes().count(b"\n") == 200_001
    assert ask(console, "SELECT 40 + 2") == [["42"]]


def test_result_beyond_the_limit_is_cut_and_says_so(console: Page) -> None:
    assert len(ask(console, "SELECT i FROM range(3000000) t(i)")) == 500
    assert "the query has more" in console.locator("#result caption").inner_text()
    assert "command line" in console.locator("#uncited").inner_text()
    assert ask(console, "SELECT 40 + 2") == [["42"]]


def test_query_that_needs_too_much_memory_ends_alone(console: Page) -> None:
    ask(console, "SELECT max(len(l)) FROM (SELECT list(repeat('x', 1000) || i) AS l FROM range(5000000) t(i))")
    assert console.locator("#console-error").inner_text()
    assert ask(console, "SELECT 40 + 2") == [["42"]]


def test_database_that_died_is_started_again(console: Page) -> None:
    console.evaluate("engine.worker.terminate()")
    console.get_by_label("Query").fill("SELECT count(*) FROM events")
    console.locator("#run").click()
    console.get_by_role("button", name="Stop").click()
    console.get_by_text("The database was started again.").wait_for(timeout=WAIT)
    assert ask(console, "SELECT 40 + 2") == [["42"]]


def test_tab_that_slept_goes_on(console: Page) -> None:
    session = console.context.new_cdp_session(console)
    for state in ("frozen", "active"):
        session.send("Page.setWebLifecycleState", {"state": state})
    assert ask(console, "SELECT 40 + 2") == [["42"]]
    console.evaluate("engine.worker.terminate()")  # as a browser may do while the tab sleeps
    console.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    console.get_by_text("The tab slept; the database was started again.").wait_for(timeout=WAIT)
    assert ask(console, "SELECT 40 + 2") == [["42"]]


WRONG = [
    "SELECT * FROM nowhere",
    "SELECT nothing FROM events",
    "SELECT 1 +",
    "SELECT (1",
    "SELECT 'open",
    "SELECT event_id FROM events WHERE",
    "SELECT event_id FROM events GROUP BY name",
    "SELECT sum(name) FROM events",
    "SELECT nofunction(1)",
    "SELECT 'x'::DATE",
    "SELECT 1/0::VARCHAR + DATE '2020-01-01'",
    "SELECT * FROM events e JOIN actors a ON e.nothing = a.nothing",
    "SELECT * FROM events ORDER BY nothing",
    "SELECT name FROM events UNION SELECT event_id, name FROM events",
    "WITH a AS (SELECT 1) SELECT * FROM b",
    "SELECT * FROM read_csv('x.csv')",
    "SELECT date '2020-13-01'",
    "SELECT list_extract(1, 2, 3, 4)",
    "SELECT max(count(*)) FROM events",
    "SELECT *, FROM events WHERE WHERE",
]


def test_console_goes_on_after_twenty_wrong_queries(console: Page) -> None:
    assert len(set(WRONG)) == 20
    for query in WRONG:
        assert ask(console, query) == [], query
        assert console.locator("#console-error").inner_text(), query
    assert ask(console, "SELECT count(*) FROM sources") == [["5"]]


def test_place_of_an_error_is_marked(console: Page) -> None:
    query = "SELECT event_id,\n  nothing\nFROM events"
    ask(console, query)
    assert console.locator("#console-error mark").inner_text() == "nothing"
    chosen = "[sql.selectionStart, sql.selectionEnd]".replace("sql", "document.getElementById('sql')")
    assert console.evaluate(chosen) == [query.index("nothing"), query.index("nothing") + len("nothing")]
    long = f"SELECT {', '.join(f'event_id AS e{i}' for i in range(40))}, nothing FROM events"
    ask(console, long)
    assert console.locator("#console-error mark").inner_text() == "nothing"


def test_table_and_column_are_put_into_the_query_by_a_click(console: Page) -> None:
    console.get_by_label("Query").fill("")
    console.locator("#tables summary", has_text=re.compile("^figures$")).click()
    console.get_by_role("button", name="SELECT * FROM figures").click()
    assert console.get_by_label("Query").input_value() == "SELECT * FROM figures"
    console.get_by_label("Query").press_sequentially(" WHERE")
    console.locator("#tables details[open]").get_by_role("button", name="printed", exact=True).click()
    assert console.get_by_label("Query").input_value() == "SELECT * FROM figures WHERE printed"


def test_names_are_completed(console: Page) -> None:
    box = console.get_by_label("Query")
    box.fill("SELECT * FROM conf")
    assert "conflicts" in console.locator("#completions button").all_inner_texts()
    box.press("Control+Space")
    assert box.input_value() == "SELECT * FROM conflicts"
    box.fill("SELECT verd FROM conflicts")
    box.evaluate("b => { b.setSelectionRange(11, 11); b.dispatchEvent(new Event('input')); }")
    assert console.locator("#completions button").first.inner_text() == "verdict"
    box.fill("SELECT 'conf")
    assert console.locator("#completions button").count() == 0


def test_result_is_sorted_by_a_click_and_ids_are_links(console: Page, site: Path) -> None:
    ask(console, "SELECT report_id, event_id, line FROM event_reports ORDER BY report_id LIMIT 30")
    lines = console.locator("#result tbody td:nth-child(3)")
    head = console.locator("#result thead th").nth(2)
    for way, reverse in (("ascending", False), ("descending", True)):
        head.get_by_role("button").click()
        found = [int(x) for x in lines.all_inner_texts()]
        assert found == sorted(found, reverse=reverse) and len(set(found)) > 2
        assert head.get_attribute("aria-sort") == way
    links = [a.get_attribute("href") or "" for a in console.locator("#result tbody a").all()]
    assert len(links) == 60
    assert all((site / href.split("#")[0]).is_file() for href in links)


def test_queries_that_were_run_are_kept_and_can_be_forgotten(console: Page) -> None:
    ask(console, "SELECT 'kept' AS a")
    ask(console, "SELECT 2 AS b")
    other = console.context.new_page()  # another tab of the same browser
    other.goto(console.url)
    other.locator("#history summary").click()
    first, second = other.locator("#history button").all_inner_texts()[:2]
    assert (first, second) == ("SELECT 2 AS b", "SELECT 'kept' AS a")
    other.locator("#history button").nth(1).click()
    assert other.get_by_label("Query").input_value() == "SELECT 'kept' AS a"
    other.get_by_role("button", name="Forget all").click()
    assert not other.locator("#history").is_visible()
    other.reload()
    assert not other.locator("#history").is_visible()
    other.close()


def test_chart_opens_where_it_says_something_and_is_saved_as_picture(console: Page, tmp_path: Path) -> None:
    ask(console, "SELECT event_id, name FROM events ORDER BY 1")
    assert not console.locator("#chart").evaluate("chart => chart.open")
    ask(console, "SELECT year(date_to) AS year, count(*) AS n FROM events WHERE date_to IS NOT NULL GROUP BY 1")
    assert console.locator("#chart").evaluate("chart => chart.open")
    label = str(console.locator("#chart svg").get_attribute("aria-label"))
    assert label.startswith("Sum of n by year. 2")
    years = re.findall(r"(\d{4}): \d+", label)
    assert years == sorted(years) and len(years) > 5
    for kind, start in (("SVG", b"<svg"), ("PNG", b"\x89PNG")):
        with console.expect_download() as taken:
            console.get_by_role("button", name=f"Save as {kind}").click()
        taken.value.save_as(tmp_path / kind)
        content = (tmp_path / kind).read_bytes()
        assert content.startswith(start) and len(content) > 1000
    assert b"iraqmilitias" in (tmp_path / "SVG").read_bytes()  # the source stands in the picture


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT x::TIMESTAMPTZ FROM t", "time zone"),
        ("SELECT CAST(x AS TIMESTAMP WITH TIME ZONE) FROM t", "time zone"),
        ("SELECT name FROM actors ORDER BY name COLLATE de", "collation"),
        ("SELECT name FROM actors ORDER BY name COLLATE NOCASE", ""),
        ("SELECT time FROM (SELECT 1 AS time)", ""),
    ],
)
def test_what_changes_with_the_machine_is_not_cited(console: Page, query: str, reason: str) -> None:
    found = console.evaluate("sql => objection(sql, engine.plan)", query)
    assert reason in found and bool(found) == bool(reason)


@pytest.mark.parametrize(
    ("query", "standard"),
    [
        ("SELECT date_trunc('year', d) FROM t", "SELECT CAST(date_trunc('year', d) AS TIMESTAMP) FROM t"),
        ("SELECT DATE_TRUNC('year', f(d))::date", "SELECT DATE_TRUNC('year', f(d))::date"),
        ("SELECT CAST(datetrunc('day', d) AS DATE)", "SELECT CAST(datetrunc('day', d) AS DATE)"),
        ("SELECT 'date_trunc(x)', date_trunc FROM t", "SELECT 'date_trunc(x)', date_trunc FROM t"),
        (
            "SELECT date_trunc('a', date_trunc('b', d))",
            "SELECT CAST(date_trunc('a', CAST(date_trunc('b', d) AS TIMESTAMP)) AS TIMESTAMP)",
        ),
    ],
)
def test_date_trunc_is_cast_before_it_is_cited(console: Page, query: str, standard: str) -> None:
    assert console.evaluate("sql => standardised(sql)", query) == standard


def test_date_functions_are_cited_as_in_the_library(console: Page, data: Dataset) -> None:
    import tomllib

    lists = tomllib.loads((ROOT / "tests" / "steady" / "queries.toml").read_text(encoding="utf-8"))
    queries = [q for group in lists.values() if isinstance(group, dict) for q in group if re.search("date|year|day", q)]
    assert len(queries) > 3
    unlike = {}
    for query in queries:
        ask(console, query)
        if console.locator("#query-citation").count():
            (found,) = read(console.locator("#query-citation").inner_text())
            assert found.token is not None
            if found.token.sha256 != hash_query(data.reader, query).sha256:
                unlike[query] = "other hash"
        else:
            unlike[query] = console.locator("#uncited").inner_text()
    # Values that are intervals, times or structs are cited on the command line, which the page says.
    kinds = ("age(", "INTERVAL 36 HOUR", "date_part(['year', 'month']")
    assert all(any(kind in query for kind in kinds) for query in unlike), unlike
    assert all("No citation" in reason for reason in unlike.values())
    assert len(unlike) == len(kinds)


def test_fractions_are_written_as_python_writes_them(page: Page, address: str) -> None:
    page.goto(f"{address}console.html")
    chance = random.Random(7)
    values = [chance.uniform(-1, 1) * 10.0 ** chance.randint(-20, 25) for _ in range(2000)]
    values += [0.0, -0.0, 0.5, 12345678901.25, 12345678901.75, 2.9999999999999, 1e22, 9.99999999999951e-5, 1e-5, 1e16]
    written = page.evaluate("values => values.map(float)", values)
    assert written == [json.dumps(hashed_form(v)) for v in values]


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT 1 -- x\n  ,  2 /* y */ ;", "SELECT 1 , 2"),
        ("SELECT '--  no' ,\"a  b\", $$ c  d $$, e'\\'  x'", "SELECT '--  no' ,\"a  b\", $$ c  d $$, e'\\'  x'"),
        ("SELECT 3 - 2 / 1", "SELECT 3 - 2 / 1"),
    ],
)
def test_query_is_cited_on_one_line_with_its_texts_whole(page: Page, address: str, sql: str, expected: str) -> None:
    page.goto(f"{address}console.html")
    assert page.evaluate("sql => tokens(sql).join('')", sql) == expected


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_result_has_no_axe_violation_and_no_sideways_scroll(console: Page, scheme: str, width: int) -> None:
    console.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    console.set_viewport_size({"width": width, "height": 900})
    ask(console, "SELECT * FROM reports ORDER BY report_id LIMIT 20")
    console.locator("#chart").evaluate("chart => { chart.open = true; }")
    console.evaluate((TOOLS / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    result = console.evaluate("levels => axe.run(document, {runOnly: levels})", LEVELS)
    SHOTS.mkdir(exist_ok=True)
    console.screenshot(path=SHOTS / f"console-{scheme}-{width}.png", full_page=width > 400)
    wide = console.evaluate("document.documentElement.scrollWidth")
    console.set_viewport_size({"width": 1280, "height": 900})
    console.emulate_media(color_scheme="light")
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in result["violations"]] == []
    assert wide == width


def test_bundle_names_no_address_that_it_could_load_from(site: Path) -> None:
    plan = json.loads((site / "assets" / "console" / "console.json").read_text(encoding="utf-8"))
    paths = [f["path"] for f in (*plan["engine"].values(), *plan["files"])]
    assert all((site / path).is_file() for path in paths)
    assert not any(re.match(r"https?:|/", path) for path in paths)
