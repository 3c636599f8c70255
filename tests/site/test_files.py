"""What the built site holds, without a browser: links, records, machine-readable forms, downloads, the search index."""

from __future__ import annotations

import csv
import functools
import hashlib
import json
import os
import posixpath
import re
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from iraqmilitias.dataset import Dataset
from website import links
from website.build import SETTINGS, render
from website.markup import escape
from website.pages.record_parts import correction
from website.site_data import PAGES as TABLES
from website.site_data import SiteData

from ..conftest import ROOT, SOURCES
from .kinds import PAGES, RECORDS

pytestmark = pytest.mark.site
read = functools.cache(links.read)


@pytest.fixture(scope="module")
def data() -> Dataset:
    return Dataset(ROOT)


def test_every_link_leads_somewhere_and_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    assert links.problems(site) == []


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ('<a href="gone.html">x</a>', "dead link gone.html"),
        ('<a href="#gone">x</a>', "dead anchor #gone"),
        ('<script src="https://example.org/x.js"></script>', "loads https://example.org/x.js"),
        ('<link rel="stylesheet" href="//example.org/x.css">', "loads //example.org/x.css"),
        ('<img alt="" src="gone.png">', "dead link gone.png"),
        ('<link rel="item" href="gone.csv">', "dead link gone.csv"),
    ],
)
def test_check_rejects_a_page_that_breaks_the_rule(tmp_path: Path, content: str, problem: str) -> None:
    (tmp_path / "index.html").write_text(f"<!doctype html><title>x</title>{content}", encoding="utf-8")
    assert links.problems(tmp_path) == [f"index.html: {problem}"]


def test_no_two_scripts_of_a_page_declare_the_same_name(site: Path) -> None:
    declared = re.compile(
        r"^(?:const|let|class|(?:async )?function) (\w+)|^(?:const|let) [{\[]([^=]*)[}\]] =", re.MULTILINE
    )
    twice = set()
    for page in {PAGES[kind].split("?")[0].split("#")[0] for kind in PAGES}:
        scripts = [src for src in links.read(site / page).loaded if src.endswith(".js") and "assets/" not in src]
        names: dict[str, str] = {}
        for src in scripts:
            text = ((site / page).parent / src).read_text(encoding="utf-8") if page != "404.html" else ""
            for one, several in declared.findall(text):
                for name in re.findall(r"\w+(?=\s*(?:,|$))", one or several):
                    if names.setdefault(name, src) != src:
                        twice.add((page, name, names[name], src))
    assert twice == set()


def test_check_rejects_a_style_sheet_that_loads_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("@import url('https://example.org/font.css');", encoding="utf-8")
    assert links.problems(tmp_path) == ["a.css: loads from elsewhere"]


@pytest.mark.parametrize("table", TABLES)
def test_every_record_has_its_page_json_and_json_ld(site: Path, data: Dataset, table: str) -> None:
    key = data.package.table(table).primary_key[0]
    ids = [row[0] for row in data.sql(f"SELECT {key} FROM {table}", as_="rows")]
    assert ids
    for record in ids:
        page = (site / "id" / record / "index.html").read_text(encoding="utf-8")
        assert f'data-record="{record}"' in page
        plain = json.loads((site / "id" / f"{record}.json").read_text(encoding="utf-8"))
        assert plain["record_id"] == record and plain["table"] == table
        linked = json.loads((site / "id" / f"{record}.jsonld").read_text(encoding="utf-8"))
        assert linked["@context"] == "https://schema.org/" and linked["identifier"] == record
        assert linked["@type"] and linked["name"]


def test_every_table_and_view_has_its_reference_page_and_every_picture_its_page(site: Path, data: Dataset) -> None:
    assert {p.stem for p in (site / "reference" / "tables").glob("*.html")} == set(data.tables())
    assert {p.stem for p in (site / "reference" / "views").glob("*.html")} == set(data.views())
    assert {p.stem for p in (site / "records").glob("*.html")} == {*TABLES, "index"}


def test_codebook_page_shows_every_column_of_every_table(site: Path, data: Dataset) -> None:
    page = (site / "codebook.html").read_text(encoding="utf-8")
    for table in data.package.tables.values():
        for field in table.fields:
            assert f"<td><code>{field.name}</code></td>" in page, f"{table.name}.{field.name}"


def test_pages_made_from_other_files_are_on_the_site(site: Path) -> None:
    contributing = (site / "contributing.html").read_text(encoding="utf-8")
    for title in re.findall(r"^## (.+)$", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.MULTILINE):
        assert escape(title) in contributing
    assert "times ours" in (site / "benchmarks.html").read_text(encoding="utf-8")


def test_every_record_names_its_line_of_the_right_file(site: Path) -> None:
    for table in TABLES:
        with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            lines = file.read().split("\n")
        prefix = lines[1].split("-")[0]
        for plain in (site / "id").glob(f"{prefix}-*.json"):
            found = json.loads(plain.read_text(encoding="utf-8"))
            assert found["file"] == f"data/{table}.csv"
            row = next(csv.reader([lines[found["file_line"] - 1]]))
            assert row[0] == found["record_id"]
            page = (site / "id" / plain.stem / "index.html").read_text(encoding="utf-8")
            assert f"{found['file']}:{found['file_line']}" in page


def test_event_page_has_every_report_with_its_words_link_and_archive(site: Path, data: Dataset) -> None:
    reports = data.sql("SELECT event_id, report_id, locator, url FROM reports", as_="rows")
    assert reports
    for event, report, locator, url in reports:
        page = (site / "id" / event / "index.html").read_text(encoding="utf-8")
        card = page.split(f'id="{report}"')[1].split("</article>")[0]
        assert escape(locator) in card
        assert f'href="{escape(url)}"' in card
        assert 'href="https://web.archive.org/web/' in card
        assert "Who says so" in card and "Dated" in page  # a date that all reports have is said once


def test_links_select_their_own_line(data: Dataset) -> None:
    """A browser goes to the first whole-word match; only a line that repeats an earlier one's words may miss."""
    if not SOURCES.is_dir():
        pytest.skip("the articles are not here")
    files = dict(data.sql("SELECT source_id, file_name FROM sources", as_="rows"))
    texts = {k: (SOURCES / n).read_text(encoding="utf-8").split("\n") for k, n in files.items()}
    wanted = data.sql("SELECT DISTINCT source_id, line, locator FROM evidence WHERE locator IS NOT NULL", as_="rows")
    assert wanted
    for source, line, locator in wanted:
        lines = [flat(text) for text in texts[source]]
        sought = re.compile(rf"(?<!\w){re.escape(flat(locator))}(?!\w)")
        first = next((number for number, text in enumerate(lines, start=1) if sought.search(text)), None)
        assert first == line or (first and lines[line - 1] in lines[first - 1]), (source, line, locator, first)


def flat(text: str) -> str:
    return " ".join(text.split()).casefold()


def test_pages_hold_no_link_to_a_repository_that_is_not_named(site: Path) -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = bool(project.get("urls"))
    page = (site / PAGES["event"]).read_text(encoding="utf-8")
    assert ("/issues/new?" in page) == named


def test_correction_opens_an_issue_on_file_and_line_where_a_repository_is_named(data: Dataset) -> None:
    site, event = SiteData(data), RECORDS["event"]
    site.__dict__["repository"] = "https://git.example.org/x/y"
    opens = f"https://git.example.org/x/y/issues/new?title={event}%3A%20correction&amp;body=data%2Fevents.csv%3A"
    assert f'href="{opens}' in correction(site, event)
    site.__dict__["repository"] = None
    assert "issues/new" not in correction(site, event)


def signposts(site: Path, page: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    head = (site / page).read_text(encoding="utf-8").split("</head>")[0]
    for rel, href in re.findall(r'<link rel="([^"]+)" href="([^"]+)"', head):
        found.setdefault(rel, []).append(href)
    return found


def test_signposts_say_what_to_cite_what_describes_and_what_it_is_made_of(site: Path) -> None:
    home = signposts(site, "index.html")
    assert home["cite-as"] == ["./"]
    assert home["license"] == ["https://creativecommons.org/licenses/by/4.0/"]
    assert home["type"] == ["https://schema.org/Dataset"]
    assert {"downloads/dcat.jsonld", "downloads/dataset.jsonld"} <= set(home["describedby"])
    assert "downloads/claims.csv" in home["item"]
    record = signposts(site, PAGES["event"])
    assert record["cite-as"] == ["./"]
    assert record["describedby"] == [f"../{RECORDS['event']}.jsonld"]
    listed = signposts(site, "records/events.html")["item"]
    assert f"../{PAGES['event']}" in listed


def dataset_of_home(site: Path) -> Any:
    text = (site / "index.html").read_text(encoding="utf-8")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_home_tells_search_engines_of_the_dataset_and_its_files(site: Path, data: Dataset) -> None:
    found = dataset_of_home(site)
    assert found["@type"] == "Dataset" and found["version"] == data.version
    assert 50 <= len(found["description"]) <= 5000  # what dataset search asks for
    for file in found["distribution"]:
        content = (site / file["contentUrl"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == file["sha256"]
        assert file["contentSize"] == f"{len(content)} B"


def test_dcat_lists_the_same_files(site: Path) -> None:
    catalogue = json.loads((site / "downloads" / "dcat.jsonld").read_text(encoding="utf-8"))
    sums = {d["spdx:checksum"]["spdx:checksumValue"] for d in catalogue["dcat:distribution"]}
    assert sums == {d["sha256"] for d in dataset_of_home(site)["distribution"]}
    for file in catalogue["dcat:distribution"]:
        assert (site / "downloads" / file["dcat:downloadURL"]["@id"]).resolve().is_file()


def test_downloads_page_shows_flat_claims_first_and_true_hashes(site: Path) -> None:
    page = (site / "downloads.html").read_text(encoding="utf-8")
    rows = re.findall(r'<a href="(downloads/[^"]+)".*?<code>([0-9a-f]{64})</code>', page)
    assert rows[0][0] == "downloads/claims.csv"
    for address, expected in rows:
        assert hashlib.sha256((site / address).read_bytes()).hexdigest() == expected


def test_downloaded_package_is_the_data(site: Path, data: Dataset, tmp_path: Path) -> None:
    (packed,) = (site / "downloads").glob("iraqmilitias-*.zip")
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(tmp_path)
    (folder,) = tmp_path.iterdir()
    taken = Dataset(folder)
    assert taken.package.content_hash() == data.package.content_hash()
    first = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"][0]
    assert first["hash"] == "sha256:" + hashlib.sha256((folder / first["path"]).read_bytes()).hexdigest()


def test_sitemap_lists_every_page(site: Path) -> None:
    tree = ElementTree.parse(site / "sitemap.xml")
    listed = {e.text for e in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert PAGES["event"].removesuffix("index.html") in listed
    pages = {p.relative_to(site).as_posix().replace("/index.html", "/") for p in site.rglob("*.html")} - {"404.html"}
    assert listed == pages


def test_addresses_are_whole_where_the_site_has_one(tmp_path: Path) -> None:
    record = RECORDS["event"]
    written = tmp_path / "docs" / PAGES["event"].replace(".html", ".md")
    written.parent.mkdir(parents=True)
    written.write_text("# An event\n", encoding="utf-8")
    (tmp_path / "docs" / "index.md").write_text("# Home\n", encoding="utf-8")
    settings = {"INHERIT": str(SETTINGS), "docs_dir": "docs", "theme": {"custom_dir": str(SETTINGS.parent / "theme")}}
    (tmp_path / "mkdocs.yml").write_text(json.dumps(settings | {"nav": ["index.md"]}), encoding="utf-8")
    environment = {**os.environ, "IRAQMILITIAS_SITE_URL": "https://data.example.org/im/"}
    render(tmp_path / "site", settings=tmp_path / "mkdocs.yml", environment=environment)
    page = (tmp_path / "site" / PAGES["event"]).read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="https://data.example.org/im/id/{record}/">' in page
    sitemap = (tmp_path / "site" / "sitemap.xml").read_text(encoding="utf-8")
    assert f"<loc>https://data.example.org/im/id/{record}/</loc>" in sitemap


def test_search_index_leads_to_pages_and_anchors_that_exist(site: Path, data: Dataset) -> None:
    text = (site / "assets" / "search-index.js").read_text(encoding="utf-8")
    index = json.loads(text[text.index("{") : text.rindex("}") + 1])
    addresses = {entry[0]: entry[7] or f"id/{entry[0]}/index.html" for entry in (*index["records"], *index["parts"])}
    pages: dict[str, set[str]] = {}
    for address in (*addresses.values(), *(entry[0] for entry in index["pages"])):
        path, _, anchor = address.partition("#")
        if path not in pages:
            pages[path] = read(site / path).anchors
        if path != "explorer.html":  # whose address holds a selection
            assert not anchor or anchor in pages[path], address
    assert all(index["strings"][entry[2]] for entry in index["records"])
    events = {row[0] for row in data.sql("SELECT event_id FROM events", as_="rows")}
    assert events <= set(addresses)


def test_no_page_is_without_a_way_in(site: Path) -> None:
    """Every page can be reached from the home page by links alone."""
    everything = {path.relative_to(site).as_posix() for path in site.rglob("*.html")} - {"404.html"}
    unseen = set(everything)
    left = ["index.html"]
    while left:
        path = left.pop()
        if path not in unseen:
            continue
        unseen.remove(path)
        hrefs = {href.split("#")[0].split("?")[0] for href in read(site / path).links if "://" not in href}
        left += [posixpath.normpath(posixpath.join(posixpath.dirname(path), href)) for href in hrefs]
    assert len(everything) > 400 and unseen == set()
