"""The whole comparison on the invented article, and the committed files against what the script makes of them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from reliability_spans import find

import reliability

from ..conftest import ROOT, SOURCES

GENERATED = ["agreement.csv", "recall.csv", "disagreements.csv", "adjudicated-spans.csv"]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def made(small: Path, name: str) -> list[dict[str, str]]:
    return rows(reliability.outputs(small, small / "texts")[f"reliability/{name}.csv"])


def cell(found: list[dict[str, str]], column: str, **where: str) -> str:
    return next(row[column] for row in found if all(row[k] == v for k, v in where.items()))


def test_find_counts_words_from_one() -> None:
    assert find("One  two, three.", "two, three", False) == ("2", "3")


def test_find_prefers_the_whole_word() -> None:
    assert find("USSR and US", "US", True) == ("3", "3")


def test_find_touches_the_hyphenated_word() -> None:
    assert find("a US-led force", "US", True) == ("2", "2")


def test_find_gives_nothing_where_nothing_is() -> None:
    assert find("One two", "-", True) == ("", "")


def test_disagreements_are_all_that_the_passes_do_differently(small: Path) -> None:
    found = [(r["table"], r["line"], r["field"], r["value_a"], r["value_b"], r["as_in"])
             for r in made(small, "disagreements")]  # fmt: skip
    assert found == [
        ("statements", "3", "act", "accuse", "claim", "a"),
        ("statements", "3", "date_from", "2020-03-02", "", "a"),
        ("statements", "4", "(row)", "no", "yes", "b"),
        ("figures", "3", "value_low", "12", "10", "a"),
        ("figures", "3", "qualifier", "exact", "approximate", "a"),
        ("reports", "5", "certainty", "asserted", "hedged", "a"),
        ("events", "", "event_type", "rocket-attack", "armed-attack", "a"),
        ("participants", "3", "role", "location", "target", "a"),
        ("affiliations", "4", "actor", "rovia", "front", "a"),
        ("affiliations", "4", "organisation", "front", "rovia", "a"),
        ("affiliations", "4", "relation", "backs", "linked_to", "a"),
        ("mentions", "4", "statement", "", "src-0001:s4a (no pair)", "b"),
        ("mentions", "4", "(row)", "no", "yes", "a"),
        ("waivers", "3", "(row)", "no", "yes", "b"),
    ]


def test_agreement_counts_rows_that_one_pass_lacks(small: Path) -> None:
    found = made(small, "agreement")
    counts = [cell(found, c, table="mentions", field="(row)") for c in ("equal", "only_a", "only_b", "agreement")]
    assert counts == ["7", "0", "1", "0.875"]


def test_agreement_of_an_event_with_two_keys_goes_by_its_reports(small: Path) -> None:
    found = made(small, "agreement")
    assert cell(found, "agreement", table="reports", field="event") == "1.000"
    assert cell(found, "agreement", table="figures", field="event") == "1.000"


def test_recall_and_precision_against_the_data(small: Path) -> None:
    found = made(small, "recall")
    assert cell(found, "recall", **{"pass": "a", "table": "statements", "field": "(row)"}) == "0.500"
    assert cell(found, "precision", **{"pass": "a", "table": "statements", "field": "(row)"}) == "1.000"
    assert cell(found, "precision", **{"pass": "b", "table": "mentions", "field": "(row)"}) == "0.875"
    assert cell(found, "right", **{"pass": "b", "table": "statements", "field": "act"}) == "1"


def test_recall_leaves_out_an_article_that_no_pass_coded(small: Path) -> None:
    before = made(small, "recall")
    (small / "texts" / "second.txt").write_text("Rovia again\n", encoding="utf-8")
    for table, row in (("sources", "src-0002,second.txt"), ("mentions", "men-0008,src-0002,1,Rovia,1,act-0003")):
        path = small / "data" / f"{table}.csv"
        commas = path.read_text(encoding="utf-8").splitlines()[0].count(",") - row.count(",")
        path.write_text(f"{path.read_text(encoding='utf-8')}{row}{',' * commas}\n", encoding="utf-8", newline="")
    assert made(small, "recall") == before


def test_outputs_are_the_same_without_the_texts(small: Path) -> None:
    with_texts = reliability.outputs(small, small / "texts")
    stored = "reliability/adjudicated-spans.csv"
    (small / stored).write_bytes(with_texts[stored].encode())
    assert reliability.outputs(small, None) == with_texts


@pytest.mark.parametrize(
    ("old", "new"),
    [("said rebels", "said rebels of"), ("stm-0002", "stm-0003")],
    ids=["a-changed-locator", "another-record"],
)
def test_outputs_refuse_spans_of_other_data(small: Path, old: str, new: str) -> None:
    stored = "reliability/adjudicated-spans.csv"
    (small / stored).write_bytes(reliability.outputs(small, small / "texts")[stored].encode())
    data = small / "data" / "statements.csv"
    data.write_text(data.read_text(encoding="utf-8").replace(old, new), encoding="utf-8", newline="")
    with pytest.raises(SystemExit, match="not of these data"):
        reliability.outputs(small, None)


def test_outputs_refuse_keys_of_other_data(small: Path) -> None:
    keys = small / "reliability" / "keys.csv"
    keys.write_text(keys.read_text(encoding="utf-8").replace("Ada Lund", "Eva Lund"), encoding="utf-8", newline="")
    with pytest.raises(SystemExit, match=r"keys\.csv:3:name: act-0001 is 'Ada Lund'"):
        reliability.outputs(small, small / "texts")


def test_check_tells_which_file_is_not_up_to_date(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--root", str(small), "--sources", str(small / "texts")]
    assert reliability.main(arguments) == 0
    assert reliability.main([*arguments, "--check"]) == 0
    capsys.readouterr()
    (small / "reliability" / "recall.csv").write_text("old\n", encoding="utf-8")
    assert reliability.main([*arguments, "--check"]) == 1
    assert capsys.readouterr().out.startswith("reliability/recall.csv: not up to date")


def test_page_says_that_it_is_generated_and_what_it_is_not(small: Path) -> None:
    text = reliability.outputs(small, small / "texts")["docs/reliability.md"]
    assert "generated by scripts/reliability.py" in text.splitlines()[0]
    assert "Agreement of two such passes is not agreement of people" in text


@pytest.mark.parametrize("texts", [None, SOURCES], ids=["without-texts", "with-texts"])
def test_committed_files_are_what_the_script_makes(texts: Path | None) -> None:
    if texts and not texts.is_dir():
        pytest.skip("the articles are not here")
    for name, text in reliability.outputs(ROOT, texts).items():
        assert (ROOT / name).read_bytes() == text.encode("utf-8"), f"{name}: run scripts/reliability.py"


def test_passes_print_no_words_of_the_articles() -> None:
    for name in "ab":
        for path in (ROOT / "reliability" / f"pass-{name}").glob("*.csv"):
            head = path.read_text(encoding="utf-8").splitlines()[0].split(",")
            assert not {"locator", "printed", "text"} & set(head), path
