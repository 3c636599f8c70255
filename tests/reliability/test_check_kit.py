"""The blind check kit: a form that gives nothing away, and scores or refuses what comes back."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import check_kit
import pytest
from reliability_questions import Answers, Item, items, read

from ..conftest import ROOT

Row = list[str]
NAMES = {"act-0001": "Ada Lund", "act-0002": "Front of Tarn", "act-0003": "rovia", "plc-0001": "Port Vell"}


@pytest.fixture
def known(small: Path) -> Answers:
    return read(small / "data", ROOT / "schemas")


@pytest.fixture
def fill(small: Path, known: Answers) -> Callable[..., Path]:
    """Return a function that fills the form in as the data have it, changed by `edit`, and returns its path."""

    def write(edit: Callable[[list[Row]], object] = lambda rows: None) -> Path:
        every = {check_kit.hidden(item.record_id): item for item in items(known)}
        rows = list(csv.reader(check_kit.form(check_kit.drawn(list(every.values()))).splitlines()))
        for row in rows[1:]:
            row[6] = answer(every[row[0]], row[4])
        edit(rows)
        path = small / "filled.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
        return path

    return write


def answer(item: Item, name: str) -> str:
    if item.table == "waivers" and name != "coded":
        return ""
    right = next(q.answer for q in item.questions if q.name == name)
    return NAMES.get(right, right or "-")


def line_of(rows: list[Row], words: str, question: str) -> int:
    return next(n for n, row in enumerate(rows) if row[3] == words and row[4] == question)


def set_answer(words: str, question: str, value: str) -> Callable[[list[Row]], object]:
    def edit(rows: list[Row]) -> None:
        rows[line_of(rows, words, question)][6] = value

    return edit


def test_form_shows_the_place_and_no_coded_value(known: Answers) -> None:
    every = list(items(known))
    rows = list(csv.reader(check_kit.form(every).splitlines()))
    assert rows[0] == check_kit.HEAD
    assert not any(row[6] or row[7] for row in rows[1:])
    shown = {cell for row in rows[1:] for cell in row[:4]}
    assert not shown & {item.record_id for item in every}


def test_form_asks_the_same_of_a_waived_name_as_of_a_coded_one(known: Answers) -> None:
    asked = {item.table: [(q.name, q.look_for) for q in item.questions] for item in items(known)}
    assert asked["waivers"] == asked["mentions"]


def test_drawn_takes_some_of_every_table_and_the_same_in_every_run(known: Answers) -> None:
    every = list(items(known))
    chosen = check_kit.drawn(every, rows=12, least=1)
    assert len(chosen) == 12
    assert {item.table for item in chosen} == {item.table for item in every}
    assert chosen == check_kit.drawn(every[:], rows=12, least=1)


def test_items_leave_out_a_form_with_two_meanings_in_one_line(small: Path) -> None:
    path = small / "data" / "mentions.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines.append(lines[-1].replace("men-0007", "men-0008").replace("act-0003,", ",plc-0001"))
    path.write_text("".join(lines), encoding="utf-8", newline="")
    found = [item.record_id for item in items(read(small / "data", ROOT / "schemas"))]
    assert "men-0006" in found
    assert not {"men-0007", "men-0008"} & set(found)


def test_score_of_the_data_s_own_answers_is_full(fill: Callable[..., Path], known: Answers) -> None:
    scores = check_kit.score(fill(), known)
    assert scores and all(all(found) for found in scores.values())
    assert len(scores["figures", "value_low"]) == 2
    assert ("waivers", "coded") in scores and ("waivers", "kind") not in scores


def test_score_counts_an_answer_that_differs(fill: Callable[..., Path], known: Answers) -> None:
    scores = check_kit.score(fill(set_answer("300 troops", "value_low", "3,000")), known)
    assert sorted(scores["figures", "value_low"]) == [False, True]


def test_score_takes_who_is_not_in_the_data_as_another(fill: Callable[..., Path], known: Answers) -> None:
    scores = check_kit.score(fill(set_answer("denied it", "speaker", "not listed: Bo Ek")), known)
    assert sorted(scores["statements", "speaker"]) == [False, True]


def test_score_leaves_unanswered_questions_out(fill: Callable[..., Path], known: Answers) -> None:
    scores = check_kit.score(fill(set_answer("denied it", "act", "")), known)
    assert len(scores["statements", "act"]) == 1


def test_report_has_intervals_and_a_sum(fill: Callable[..., Path], known: Answers) -> None:
    text = check_kit.report(check_kit.score(fill(), known))
    lines = [line.split() for line in text.splitlines()]
    assert ["figures", "value_low", "2", "2", "100.0", "34.2", "to", "100.0"] in lines
    assert lines[-1][0] == "all"


def drop(rows: list[Row]) -> None:
    del rows[line_of(rows, "denied it", "mode")]


def double(rows: list[Row]) -> None:
    rows.append(rows[line_of(rows, "denied it", "mode")])


def cut(rows: list[Row]) -> None:
    rows[3] = rows[3][:5]


def rename(rows: list[Row]) -> None:
    rows[0][6] = "Answer"


def empty(rows: list[Row]) -> None:
    for row in rows[1:]:
        row[6] = ""


def unknown_item(rows: list[Row]) -> None:
    rows[1][0] = "0123456789"


def not_coded(rows: list[Row]) -> None:
    rows[line_of(rows, "300 troops", "coded")][6] = "no"


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (set_answer("denied it", "act", "denies"), r"filled\.csv:\d+:answer: 'denies' is not a code of act; write one"),
        (set_answer("300 troops", "value_low", "many"), r"filled\.csv:\d+:answer: 'many' is not a number"),
        (set_answer("fired twelve rockets", "date_from", "2.3.2020"), r":answer: '2\.3\.2020' is not a day"),
        (set_answer("denied it", "speaker", "Port Vel"), r":answer: 'Port Vel' is no actor.*near: port vell"),
        (drop, r"filled\.csv:\d+:question: item \w+ lacks its row 'mode'"),
        (double, r"filled\.csv:\d+:question: 'mode' stands twice"),
        (cut, r"filled\.csv:4:question: 5 cells, must be 8"),
        (rename, r"filled\.csv:1:.*the columns must be item,"),
        (empty, r"filled\.csv:2:answer: no question is answered"),
        (unknown_item, r"filled\.csv:2:item: '0123456789' is no record"),
        (not_coded, r"filled\.csv:\d+:answer: '300' where `coded` is no"),
    ],
)
def test_score_refuses_a_malformed_form(
    fill: Callable[..., Path], known: Answers, edit: Callable[[list[Row]], object], message: str
) -> None:
    with pytest.raises(SystemExit, match=message):
        check_kit.score(fill(edit), known)


def test_score_names_the_physical_line_after_a_cell_with_line_ends(fill: Callable[..., Path], known: Answers) -> None:
    def edit(rows: list[Row]) -> None:
        rows[1][7] = "a remark\nof two lines"
        rows[2][0] = "0123456789"

    with pytest.raises(SystemExit, match=r"filled\.csv:4:item:"):
        check_kit.score(fill(edit), known)


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", r":1:item: the columns must be"), (b"item;source_id\n", r":1:"), (b"\xff\xfe", r"not UTF-8 \(byte 0\)")],
    ids=["empty", "semicolons", "utf-16"],
)
def test_score_refuses_what_is_no_form(tmp_path: Path, known: Answers, content: bytes, message: str) -> None:
    path = tmp_path / "form.csv"
    path.write_bytes(content)
    with pytest.raises(SystemExit, match=message):
        check_kit.score(path, known)


def test_score_refuses_a_file_that_is_not_there(tmp_path: Path, known: Answers) -> None:
    with pytest.raises(SystemExit, match="cannot be read"):
        check_kit.score(tmp_path / "none.csv", known)


def test_committed_kit_is_what_the_script_makes() -> None:
    for name, text in check_kit.outputs(ROOT).items():
        assert (ROOT / name).read_bytes() == text.encode("utf-8"), f"{name}: run scripts/check_kit.py make"
