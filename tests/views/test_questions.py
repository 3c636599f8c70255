"""The questions of docs/questions: the answers were worked out from the articles, by hand, before any was run.

A line is written as article:line, as 2:13 for line 13 of src-0002.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from iraqmilitias.dataset import Dataset

FOLDER = Path(__file__).parents[2] / "docs" / "questions"
JP, BP, IWN, HELP = "The Jerusalem Post", "The Baghdad Post", "Iraq War News", "helpcame.com"


def asked(data: Dataset, name: str) -> list[dict[str, Any]]:
    """Return the result of the question whose file begins with a number."""
    (path,) = FOLDER.glob(f"{name}-*.sql")
    frame = data.sql(path.read_text(encoding="utf-8"), as_="arrow")
    rows: list[dict[str, Any]] = frame.to_pylist()
    return [{k: str(v) if hasattr(v, "isoformat") else v for k, v in row.items()} for row in rows]


def lines(rows: list[dict[str, Any]]) -> list[str]:
    return [f"{row['source_id'][-1]}:{row['line']}" for row in rows]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.sql")), ids=lambda p: p.stem)
def test_question_says_how_to_read_it_and_how_not(path: Path) -> None:
    head = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("--")]
    title, how, how_not = (line.removeprefix("-- ") for line in head)
    assert title.endswith("?") and how.endswith(".") and how_not.startswith("Do not ") and how_not.endswith(".")


def test_there_are_twenty_questions() -> None:
    assert [p.stem[:2] for p in sorted(FOLDER.glob("*.sql"))] == [f"{n:02}" for n in range(1, 21)]


def test_attacks_are_all_that_the_articles_tell(data: Dataset) -> None:
    told = dict(
        data.sql("select event_id, min(source_id[-1:] || ':' || line) from event_reports group by 1", as_="rows")
    )
    first = sorted(told[row["event_id"]] for row in asked(data, "01"))
    assert first == sorted(
        [
            *("1:7", "2:28", "2:10", "2:11", "2:12", "2:12", "2:12", "2:13", "2:13", "2:13", "2:14", "2:15", "2:15"),
            *("2:16", "2:16", "2:17", "3:21", "4:3", "4:11", "4:11", "4:13", "4:15", "4:15", "4:31"),
            *("5:7", "5:7", "5:7"),
        ]
    )


def test_troops_are_five_numbers_for_iraq_and_two_for_syria(data: Dataset) -> None:
    found = asked(data, "02")
    assert sorted((r["place"], line, r["printed"]) for r, line in zip(found, lines(found), strict=True)) == [
        ("Iraq", "2:20", "several thousand"),
        ("Iraq", "4:35", "2,500"),
        ("Iraq", "4:53", "150,000"),
        ("Iraq", "4:53", "a few thousand"),
        ("Iraq", "4:7", "2,500"),
        ("Syria", "2:20", "several thousand"),
        ("Syria", "4:35", "1,000"),
    ]
    assert {r["shared_places"] for r in found if r["printed"] == "several thousand"} == {"Iraq; Syria"}


def test_unnamed_speakers_speak_thirteen_times(data: Dataset) -> None:
    assert lines(asked(data, "03")) == [
        *("2:13", "2:27", "2:27", "3:25", "4:3", "4:7", "4:13", "4:17", "4:21", "4:49", "4:51", "4:61", "4:71")
    ]


def test_terms_of_its_own_are_none_of_the_outlet_that_disputes_one(data: Dataset) -> None:
    assert {(r["publisher"], r["term"], r["times"]) for r in asked(data, "04")} == {
        (JP, "Iranian-backed militias", 3),  # lines 1, 12 and 21
        *((BP, "monster", 2), (BP, "menace", 2), (BP, "sectarian militias", 1), (BP, "Trojan horse", 1)),
        *((BP, "mercenaries", 1), (BP, "cannon fodder", 1), (BP, "terrorists", 1), (BP, "proxies", 1)),
        *((IWN, "regime", 1), (IWN, "proxies", 1), (IWN, "terror group", 1), (IWN, "extremist", 1)),
        *((HELP, "proxies", 1), (HELP, "perpetrators", 1)),
    }
    assert all(r["actor"] for r in asked(data, "04"))


def test_two_events_are_told_by_several_articles(data: Dataset) -> None:
    """The killing of Soleimani: 2:13, 4:43, 4:69, 5:9, 5:13; the fight against Islamic State: 3:9, 3:11, 3:13, 4:65."""
    found = [(r["event_id"], r["report_count"], r["source_count"]) for r in asked(data, "05")]
    assert found == [("evt-0012", 5, 3), ("evt-0030", 4, 2)]


def test_lines_that_a_reference_shows_to_be_wrong(data: Dataset) -> None:
    wrong = [r for r in asked(data, "06") if r["verdict"] == "source_error"]
    assert lines(wrong) == ["2:13", "2:13", "2:14", "3:5", "3:15", "4:25", "4:41", "4:53", "4:79"]
    assert all(r["reference"] for r in wrong)


def test_iran_backs_the_groups_by_eighteen_words(data: Dataset) -> None:
    found = asked(data, "07")
    assert lines(found) == [
        *("1:9", "1:9", "2:12", "2:17", "3:5", "3:7", "3:9", "3:19", "4:3", "4:9", "4:21", "4:23", "4:23", "4:39"),
        *("4:63", "4:63", "4:71", "5:25"),
    ]
    own = {r["publisher"] for r in found if r["voice"] == "author" and r["certainty"] == "asserted"}
    assert own == {JP, BP, IWN, HELP}  # the first article’s author only reports what officials call them


def test_us_sites_were_attacked_by_year_and_camp(data: Dataset) -> None:
    assert [(r["year"], r["event_to"], r["initiator_camps"], r["sites"]) for r in asked(data, "08")] == [
        (
            *(None, "2021-05-30", "iran_aligned"),
            "Balad Air Base; Camp Taji; Qayyarah West Airfield; US facilities in Iraq",
        ),
        (2020, "2020-01-08", "iran", "Al-Asad Air Base"),
        (
            *(2020, "2020-11-30", "iran"),
            "Al-Asad Air Base; Baghdad International Airport; Embassy of the United States, Baghdad",
        ),
        (2021, "2021-05-08", "iran_aligned", "Al-Asad Air Base; Hangar at Al-Asad Air Base"),
        (2022, "2022-01-13", "iran_aligned", "US military or diplomatic installations"),
        (2022, "2022-01-13", "iran_aligned", "Embassy of the United States, Baghdad"),
    ]


def test_quotations_are_the_speakers_words_in_four_lines(data: Dataset) -> None:
    found = asked(data, "09")
    by: dict[str, list[str]] = {}
    for row, line in zip(found, lines(found), strict=True):
        by.setdefault(row["fidelity"], []).append(line)
    assert by == {
        "verbatim": ["1:3", "2:9", "2:10", "2:22"],
        "unverified": ["1:9", "2:23", "2:26", "2:27", "3:7", "3:7", "3:21", "5:15"],
        "altered": ["3:5"],
        "machine_paraphrased": ["4:25", "4:29", "4:37", "4:41", "4:53", "4:59", "4:73", "4:81"],
    }


def test_reserves_are_five_ties_and_eight_parts(data: Dataset) -> None:
    found = asked(data, "10")
    assert [(line, r["certainty"], r["part"]) for line, r in zip(lines(found), found, strict=True)] == [
        ("1:9", "hedged", "backs"),
        ("1:15", "hedged", "linked_to"),
        ("2:12", "hedged", "origin"),  # the group is in Iraq; where it attacked from, the line does not say
        ("2:16", "hedged", "initiator"),
        ("2:16", "hedged", "supplier"),
        ("2:16", "hedged", "supplier"),
        ("3:9", "hedged", "supporter"),
        ("3:11", "hedged", "enabler"),
        ("4:31", "hedged", "initiator"),
        ("4:31", "hedged", "initiator"),
        ("4:61", "hedged", "backs"),
        ("4:61", "hedged", "backs"),
        ("4:75", "denied", "backs"),
    ]


def test_iran_itself_is_accused_by_one_author_only(data: Dataset) -> None:
    found = asked(data, "11")
    assert lines(found) == ["2:12", "2:14", "2:15", "2:15", "2:16", "2:18", "2:18"]
    assert {(r["publisher"], r["accuser"]) for r in found} == {(JP, "author")}


def test_hold_of_iran_is_judged_by_six_statements(data: Dataset) -> None:
    found = asked(data, "12")
    assert [(line, r["speaker"]) for line, r in zip(lines(found), found, strict=True)] == [
        ("2:11", "Mike Pompeo"),
        ("4:25", "Michael Knights"),
        ("4:53", "Dan Caldwell"),
        ("4:59", "Dan Caldwell"),
        ("4:71", "Analysts"),
        ("4:73", "Michael Knights"),
    ]


def test_dead_are_told_of_four_events(data: Dataset) -> None:
    """Around 500 soldiers; two men; dissidents and service members without a number."""
    found = [(r["event_id"], r["killed_low"], r["killed_best"], r["killed_high"]) for r in asked(data, "13")]
    assert found == [
        *(("evt-0028", 500, 500, 500), ("evt-0012", 2, 2, None)),
        *(("evt-0081", 1, None, None), ("evt-0068", 1, None, None)),
    ]
    assert "at least 603" in asked(data, "13")[0]["verdict_text"]


def test_answers_are_told_in_nine_lines(data: Dataset) -> None:
    found = ["2:9", "2:13", "2:14", "2:17", "2:23", "3:17", "4:15", "4:17", "5:7"]
    assert lines(asked(data, "14")) == found


def test_one_day_is_told_in_five_lines_and_once_wrong(data: Dataset) -> None:
    found = asked(data, "15")
    assert [(r["publisher"], r["line"], r["dated"]) for r in found] == [
        *(
            (JP, 13, "2019-12"),
            (IWN, 43, "2020-01"),
            (IWN, 69, "2020-01"),
            (HELP, 9, "2020"),
            (HELP, 13, "../2020-12-31"),
        )
    ]
    assert [r["verdict_text"].startswith("contradicted") for r in found] == [True, False, False, False, False]


def test_sixteen_events_are_certainly_of_2021(data: Dataset) -> None:
    """An administration takes office, officials return and debate an answer, runs of attacks, strikes in Syria, a
    concession ends, a protest and its end, a drone at Al-Asad, Kata’ib Hezbollah all year and in summer, Afghanistan,
    a vote, an attempt, another mission."""
    assert {r["event_id"] for r in asked(data, "16")} == {
        *("evt-0005", "evt-0003", "evt-0017", "evt-0020", "evt-0022", "evt-0078", "evt-0002", "evt-0018"),
        *("evt-0058", "evt-0059", "evt-0061", "evt-0062", "evt-0063", "evt-0064", "evt-0025", "evt-0026"),
    }


def test_people_of_iraq_suffer_in_six_reports(data: Dataset) -> None:
    found = asked(data, "17")
    assert lines(found) == ["2:10", "3:11", "3:11", "3:13", "3:17", "5:27"]
    assert [r["accuser"] for r in found] == ["United States", *["author"] * 5]


def test_sides_attack_one_another(data: Dataset) -> None:
    assert [(r["by_camp"], r["on_camp"], r["event_count"], r["hedged_events"]) for r in asked(data, "18")] == [
        ("iran", "us", 3, 0),  # the drone, Al-Asad, three sites
        ("iran_aligned", "iraqi_state", 1, 1),  # the attempt on the prime minister
        ("iran_aligned", "us", 6, 1),  # with a reserve: the hangar
        ("other", "iraqi_public", 1, 0),  # whose they are, the statement does not say
        ("us", "iran", 1, 0),
        ("us", "iran_aligned", 3, 0),
    ]


def test_others_would_not_record_what_they_have_no_kind_for(data: Dataset) -> None:
    """Exact are three rocket, three drone and one missile attack."""
    assert {(r["scheme"], r["recorded"], r["match"], r["events"]) for r in asked(data, "19")} == {
        *(("acled", False, "none", 41), ("acled", True, "exact", 7), ("acled", True, "near", 43)),
        *(("ucdp", False, "none", 54), ("ucdp", True, "near", 3), ("ucdp", None, "near", 34)),
    }


def test_figures_have_their_warnings(data: Dataset) -> None:
    found = asked(data, "20")
    warned = {(r["record_id"], r["kind"]) for r in found if r["kind"] != "unconfirmed"}
    assert warned == {
        *((f"fig-000{n}", "inferred_author") for n in range(4, 10)),
        *(("fig-0004", "explained"), ("fig-0010", "explained"), ("fig-0011", "unnamed_speaker")),
        *(("fig-0017", "reworded"), ("fig-0018", "reworded"), ("fig-0019", "contradicted")),
    }
