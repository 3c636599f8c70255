"""Crosswalks: every event type is mapped or said to have no counterpart, and the view says the same as the files."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import iraqmilitias
from iraqmilitias.database.definitions import definitions
from iraqmilitias.dataset import Dataset

FOLDER = Path(iraqmilitias.__file__).parent / "crosswalks"
COLUMNS = {"acled": "acled_sub_event_type", "ucdp": "ucdp_type_of_violence", "plover": "plover_category"}
MATCHES = {"close", "broad", "narrow", "related", "none"}
# The schemes' own codes: ACLED's codebook, UCDP's definitions, PLOVER's eighteen categories.
ACLED = {
    "Battles": {"Government regains territory", "Non-state actor overtakes territory", "Armed clash"},
    "Protests": {"Excessive force against protesters", "Protest with intervention", "Peaceful protest"},
    "Riots": {"Violent demonstration", "Mob violence"},
    "Explosions/Remote violence": {
        "Chemical weapon",
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Grenade",
    },
    "Violence against civilians": {"Sexual violence", "Attack", "Abduction/forced disappearance"},
    "Strategic developments": {
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    },
}
UCDP = {"1": "state-based", "2": "non-state", "3": "one-sided"}
PLOVER = {
    *("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "INVESTIGATE", "DEMAND"),
    *("DISAPPROVE", "REJECT", "THREATEN", "PROTEST", "CRIME", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}


def rows(scheme: str) -> list[dict[str, str]]:
    with (FOLDER / f"{scheme}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("scheme", list(COLUMNS))
def test_every_event_type_is_mapped_or_said_to_have_no_counterpart(data: Dataset, scheme: str) -> None:
    types = data.load("event_types")
    found = rows(scheme)
    assert [r["event_type"] for r in found] == list(types["event_type"])
    for row, code in zip(found, types[scheme].fillna(""), strict=True):
        assert row[COLUMNS[scheme]] == code, row
        assert row["match"] in MATCHES and (row["match"] == "none") == (not code), row
        assert row["note"] or row["match"] in ("close", "related"), row


def test_codes_are_the_schemes_own() -> None:
    assert all(r["acled_sub_event_type"] in ACLED[r["acled_event_type"]] for r in rows("acled"))
    assert all(UCDP.get(r["ucdp_type_number"], "") == r["ucdp_type_of_violence"] for r in rows("ucdp"))
    assert {r["plover_category"] for r in rows("plover")} <= {*PLOVER, ""}


def test_view_says_the_same_as_the_files(data: Dataset) -> None:
    seen = data.sql("select * from crosswalk", as_="pandas").astype(object)
    assert len(seen) == len(data.load("events"))
    for scheme, columns in (
        ("acled", ["acled_event_type", "acled_sub_event_type"]),
        ("ucdp", ["ucdp_type_number", "ucdp_type_of_violence"]),
        ("plover", ["plover_category"]),
    ):
        filed = {r["event_type"]: [r[c] for c in columns] for r in rows(scheme)}
        for _, row in seen.iterrows():
            assert ["" if v != v or v is None else str(v) for v in row[columns].where(row[columns].notna(), None)] == (
                filed[row["event_type"]]
            )


def test_view_warns_of_counting_twice() -> None:
    view = next(d for d in definitions() if d.name == "crosswalk")
    assert "appending" in view.description and "counted twice" in view.description


def test_view_gives_what_a_match_needs(data: Dataset) -> None:
    row = data.sql("select * from crosswalk where latitude is not null and country is not null limit 1").iloc[0]
    assert row["coordinate_kind"] in ("site", "centre", "stand_in")
    assert row["date_precision"] and row["country_iso"] and row["place"]
    columns = set(data.sql("select * from crosswalk limit 0").columns)
    assert {"date_from", "date_to", "edtf", "latitude", "longitude", "initiators", "targets"} <= columns
