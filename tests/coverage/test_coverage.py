"""Coverage of an invented article: what is coded, waived and left, with the text and without."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from iraqmilitias.coverage import tallies as coding
from iraqmilitias.coverage.page import page as html
from iraqmilitias.errors import Error, NotFoundError, PackageError
from iraqmilitias.extraction import lines
from iraqmilitias.package import Package

TEXT = [
    "Rupert Leaves Zenda",
    "",
    "“We left 2,500 men <there>,” Rudolf Hay said in 1987. “We go back.” He called it a “stroll”.",
    "Ruritania and Ruritania’s envoy met in Ruritania.",
    "Nothing more is known.",
]
COLUMNS = {
    "sources": "source_id file_name title",
    "lines": "source_id line role words numbers quotations names sha256",
    "figures": "figure_id source_id line locator printed description",
    "statements": "statement_id source_id line locator within_id mode paraphrase",
    "mentions": "mention_id source_id line text times",
    "terms": "term_id source_id line term",
    "waivers": "source_id line text kind reason",
}
FULL = {
    "figures": [["fig-0001", 3, "2,500 men", "2,500", "men left behind"]],
    "statements": [["stm-0001", 3, "We left", "", "mixed", "says that they left"]],
    "mentions": [
        ["men-0001", 1, "Rupert", 1],
        ["men-0002", 1, "Zenda", 1],
        ["men-0003", 3, "Rudolf Hay", 1],
        ["men-0004", 4, "Ruritania", 2],
        ["men-0005", 4, "Ruritania", 1],
    ],
    "terms": [],
    "waivers": [
        [3, "1987", "number", "a year"],
        [3, "stroll", "quotation", "one ironic word"],
        [5, "-", "other", "nothing to code"],
    ],
}
Make = Callable[..., Package]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write the invented package and its article; keyword arguments replace tables."""

    def write(**changed: list[list[object]]) -> Package:
        tables: dict[str, list[list[object]]] = {**FULL, **changed}
        for name in ("figures", "statements", "mentions", "terms"):
            tables[name] = [[row[0], "src-0001", *row[1:]] for row in tables[name]]
        tables["waivers"] = [["src-0001", *row] for row in tables["waivers"]]
        tables["sources"] = [["src-0001", "zenda.txt", "Duke & Black"]]
        tables["lines"] = [
            ["src-0001", i, "body" if text else "blank", *lines.count(text), lines.fingerprint(text)]
            for i, text in enumerate(TEXT, 1)
        ]
        resources = []
        for name, columns in COLUMNS.items():
            with (tmp_path / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows([columns.split(), *tables[name]])
            fields = [{"name": c, "type": "string"} for c in columns.split()]
            key = ["source_id", "line"] if name in ("lines", "waivers") else columns.split()[0]
            resources.append({"name": name, "path": f"{name}.csv", "schema": {"fields": fields, "primaryKey": key}})
        (tmp_path / "datapackage.json").write_text(json.dumps({"name": "zenda", "resources": resources}))
        (tmp_path / "texts").mkdir(exist_ok=True)
        (tmp_path / "texts" / "zenda.txt").write_text("\n".join(TEXT), encoding="utf-8")
        return Package(tmp_path)

    return write


def _left(found: coding.Coverage) -> list[tuple[int, str, str]]:
    return [(n.line, i.kind, i.text) for n in found.lines for i in n.items if i.status == "left"]


def _without(table: str, record: object) -> dict[str, list[list[object]]]:
    kept = [row for row in FULL[table] if record not in row]
    assert len(kept) < len(FULL[table])
    return {table: kept}


def test_coverage_accepts_a_line_by_line_coding_with_the_text(make: Make, tmp_path: Path) -> None:
    found = coding.coverage(make(), tmp_path / "texts")
    assert _left(found) == []
    assert found.left == 0
    assert found.totals["number"] == (2, 1, 1, 0)
    assert found.totals["quotation"] == (3, 2, 1, 0)
    assert found.totals["line"] == (4, 3, 1, 0)


def test_coverage_accepts_the_same_coding_from_the_counts(make: Make) -> None:
    found = coding.coverage(make())
    assert found.left == 0
    assert {line.basis for line in found.lines} == {"counts"}


@pytest.mark.parametrize(
    ("table", "record", "line", "kind"),
    [
        ("figures", "fig-0001", 3, "number"),
        ("waivers", "1987", 3, "number"),
        ("mentions", "men-0001", 1, "name"),
        ("mentions", "men-0003", 3, "name"),
        ("statements", "stm-0001", 3, "quotation"),
        ("waivers", "-", 5, "line"),
    ],
)
@pytest.mark.parametrize("with_text", [True, False])
def test_coverage_rejects_what_is_neither_coded_nor_waived(
    make: Make, tmp_path: Path, table: str, record: str, line: int, kind: str, with_text: bool
) -> None:
    found = coding.coverage(make(**_without(table, record)), tmp_path / "texts" if with_text else None)
    assert found.left > 0
    assert {(n.line, k) for n in found.lines for k, t in n.tallies.items() if t.left} == {(line, kind)}


def test_coverage_says_which_row_or_reason_accounts_for_an_item(make: Make, tmp_path: Path) -> None:
    found = coding.coverage(make(), tmp_path / "texts")
    items = {i.text: i for i in found.lines[1].items}
    assert items["2,500"].records == ("fig-0001",)
    assert items["1987"].reason == "a year"
    assert items["“We left 2,500 men <there>,”"].records == ("stm-0001",)
    assert items["“We go back.”"].records == ("stm-0001",)  # interrupted by its tag, one utterance
    assert items["“stroll”"].status == "waived"


def test_coverage_rejects_more_namings_than_a_mention_counts(make: Make, tmp_path: Path) -> None:
    mentions = [row if row[0] != "men-0004" else ["men-0004", 4, "Ruritania", 1] for row in FULL["mentions"]]
    found = coding.coverage(make(mentions=mentions), tmp_path / "texts")
    assert _left(found) == [(4, "name", "Ruritania")]


def test_coverage_lets_a_longer_name_cover_the_names_inside_it(make: Make, tmp_path: Path) -> None:
    mentions = [*FULL["mentions"], ["men-0006", 4, "Ruritania and Ruritania’s envoy", 1]]
    mentions = [row if row[0] != "men-0004" else ["men-0004", 1, "Leaves", 1] for row in mentions]
    assert _left(coding.coverage(make(mentions=mentions), tmp_path / "texts")) == []


def test_coverage_covers_a_name_by_its_parts(make: Make, tmp_path: Path) -> None:
    mentions = [row if row[0] != "men-0003" else ["men-0003", 3, "Hay", 1] for row in FULL["mentions"]]
    waivers = [*FULL["waivers"], [3, "Rudolf", "name", "a first name"]]
    package = make(mentions=mentions, waivers=waivers)
    assert coding.coverage(package, tmp_path / "texts").left == 0
    assert coding.coverage(package).left == 0


def test_coverage_does_not_take_a_piece_of_a_number_for_the_number(make: Make, tmp_path: Path) -> None:
    figures = [["fig-0001", 3, "2,500 men", "500", "men left behind"]]
    assert _left(coding.coverage(make(figures=figures), tmp_path / "texts")) == [(3, "number", "2,500")]


def test_coverage_rejects_a_text_that_is_not_the_one_coded(make: Make, tmp_path: Path) -> None:
    package = make()
    (tmp_path / "texts" / "zenda.txt").write_text("Rupert Leaves Strelsau\n", encoding="utf-8")
    with pytest.raises(PackageError, match=r"zenda\.txt:1: not the line that was coded"):
        coding.coverage(package, tmp_path / "texts")


def test_coverage_rejects_a_folder_without_the_articles(make: Make, tmp_path: Path) -> None:
    with pytest.raises(PackageError, match=r"has none of the articles; expected zenda\.txt"):
        coding.coverage(make(), tmp_path)


def test_coverage_rejects_a_package_without_lines(tmp_path: Path) -> None:
    resource = {"name": "dogs", "path": "dogs.csv", "schema": {"fields": [{"name": "dog", "type": "string"}]}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "dogs", "resources": [resource]}))
    (tmp_path / "dogs.csv").write_text("dog\nRex\n")
    with pytest.raises(NotFoundError, match="lines"):
        coding.coverage(Package(tmp_path))


@pytest.mark.parametrize("with_text", [True, False])
def test_coverage_rejects_a_line_that_is_not_a_number(make: Make, tmp_path: Path, with_text: bool) -> None:
    package = make(figures=[["fig-0001", "three", "2,500 men", "2,500", "men left behind"]])
    with pytest.raises(Error, match="line 'three' is not a number; iraqmilitias validate"):
        coding.coverage(package, tmp_path / "texts" if with_text else None)


def test_to_dict_is_json_and_does_not_hold_long_quotations(make: Make, tmp_path: Path) -> None:
    content = json.dumps(coding.coverage(make(), tmp_path / "texts").to_dict(), ensure_ascii=False)
    assert "“We left 2,500 …" in content
    assert "2,500 men <there>" not in content


def test_summary_names_each_thing_that_is_left(make: Make, tmp_path: Path) -> None:
    found = list(coding.summary(coding.coverage(make(**_without("mentions", "men-0002")), tmp_path / "texts")))
    assert found[0] == "src-0001:1: name left: Zenda"
    assert found[-1] == "1 left"


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words: dict[str, str] = {}
        self.classes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        assert tag != "script" and "src" not in held
        self.ids += [held["id"] or ""] if "id" in held else []
        self.links += [held["href"] or ""] if "href" in held else []
        if tag not in ("meta",):
            self.open.append(tag)
            self.classes.append(held.get("class") or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.classes.pop()

    def handle_data(self, data: str) -> None:
        for name in " ".join(self.classes).split():
            self.words[name] = self.words.get(name, "") + data


def test_html_shows_every_line_with_links_that_lead_somewhere(make: Make, tmp_path: Path) -> None:
    package = make(**_without("mentions", "men-0003"))
    sources = tmp_path / "texts"
    page = _Page()
    page.feed(html(coding.coverage(package, sources), package, sources))
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert "".join(t for t in TEXT if t) == page.words["text"]
    assert "Rudolf Hay" in page.words["left"]
    assert "1987" in page.words["waived"]


def test_html_without_the_texts_says_so(make: Make) -> None:
    package = make()
    page = html(coding.coverage(package), package)
    assert "The text is not here." in page
    assert "Rudolf Hay said" not in page
