"""The pictures: whole, told in words, true to their rows, and the same every time."""

from __future__ import annotations

import csv
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from iraqmilitias.dataset import Dataset
from website.pictures import bars, basemap, page
from website.pictures.bars import EDGE, LABELS
from website.pictures.conflicts import conflicts
from website.pictures.drawing import WIDTH, Picture, day
from website.pictures.map import base, places, point
from website.site_data import SiteData

from ..conftest import ROOT
from ..contributions.editing import copy_package

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def site() -> SiteData:
    return SiteData(Dataset(ROOT))


@pytest.fixture(scope="module", params=page.DRAWN, ids=lambda one: one.__name__)
def picture(request: pytest.FixtureRequest, site: SiteData) -> Picture:
    drawn = request.param(site)
    assert isinstance(drawn, Picture)
    return drawn


def parsed(picture: Picture) -> ET.Element:
    return ET.fromstring(str(picture.svg))


def label_of(one: ET.Element) -> str:
    """The words that name a mark to who cannot see it: its title comes before its text."""
    first = next(iter(one))
    assert first.tag == f"{SVG}title"
    return first.text or ""


def marks(root: ET.Element) -> list[ET.Element]:
    return [e for e in root.iter() if e.get("class") == "mark"]


def test_one_mark_a_row(picture: Picture, site: SiteData) -> None:
    root, rows = parsed(picture), site.rows(picture.query)
    assert rows
    assert len(marks(root)) == len(picture.rows) == len(rows)
    keys = [m.get("data-key") for m in marks(root)]
    assert len(set(keys)) == len(keys)
    assert all(len(row) == len(picture.names) for row in picture.rows)


def test_picture_has_title_description_and_a_label_for_each_mark(picture: Picture) -> None:
    root = parsed(picture)
    title, told = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None and title.text == picture.title
    assert told is not None and told.text == picture.summary
    assert root.get("aria-labelledby") == title.get("id")
    assert root.get("aria-describedby") == told.get("id")
    for one in marks(root):
        words = one.find(f"{SVG}title")
        assert words is not None and words.text


def test_links_lead_to_records(picture: Picture, site: SiteData) -> None:
    links = list(parsed(picture).iter(f"{SVG}a"))
    assert links
    for one in links:
        found = re.fullmatch(r"\.\./id/([a-z]+-\d+)/index\.html(#[a-z]+-\d+)?", one.get("href", ""))
        assert found, one.get("href")
        assert site.page_of(found[1]) == found[1]
        assert label_of(one)


def test_nothing_is_loaded_and_no_script_runs(picture: Picture) -> None:
    root = parsed(picture)
    assert not [e for e in root.iter() if e.tag in {f"{SVG}{t}" for t in ("script", "image", "use", "style")}]
    attributes = [(k, v) for e in root.iter() for k, v in e.attrib.items()]
    assert not [k for k, _ in attributes if k.startswith("on")]
    assert not [v for _, v in attributes if "//" in v]


def test_shapes_lie_inside(picture: Picture) -> None:
    root = parsed(picture)
    _, _, width, height = map(float, root.get("viewBox", "").split())
    for box in root.iter(f"{SVG}rect"):
        x, y, wide, high = (float(box.get(k, "0")) for k in ("x", "y", "width", "height"))
        assert wide >= 0 and high >= 0
        assert x >= 0 and y >= 0 and x + wide <= width + 0.01 and y + high <= height + 0.01


@pytest.mark.sampled(5)
def test_the_same_twice(picture: Picture) -> None:
    again = SiteData(Dataset(ROOT))
    one = next(d for d in page.DRAWN if d(again).slug == picture.slug)
    assert page.page(one(again)) == page.page(picture)


@pytest.mark.parametrize("draw", [bars.events, bars.reports])
def test_bars_are_as_wide_as_the_bounds(draw: Callable[[SiteData], Picture], site: SiteData) -> None:
    picture = draw(site)
    rows = site.rows(picture.query)
    scale = bars.years(rows)
    drawn = {m.get("data-key"): m for m in marks(parsed(picture))}
    key = "event_id" if picture.slug == "events" else "report_id"
    for row in rows:
        bar = next(e for e in drawn[row[key]].iter(f"{SVG}rect") if (e.get("class") or "").startswith("bar"))
        low, high = row["date_from"], row["date_to"]
        start = scale.start if low is None else scale(day(low))
        end = scale.end if high is None else scale(day(high) + 1)
        assert float(bar.get("x", "")) == pytest.approx(start, abs=0.01)
        assert float(bar.get("width", "")) == pytest.approx(end - start, abs=0.02)
        arrows = [e for e in drawn[row[key]].iter() if e.get("class") == "arrow"]
        assert len(arrows) == (low is None) + (high is None)
        full = row["date_precision"] in ("day", "span") and low is not None and high is not None
        assert bar.get("class") == ("bar full" if full else "bar open")


def test_strengths_are_bounds(site: SiteData) -> None:
    picture = page.strengths(site)
    drawn = {m.get("data-key"): m for m in marks(parsed(picture))}
    for row in site.rows(picture.query):
        one = drawn[row["figure_id"]]
        bar = next(e for e in one.iter(f"{SVG}rect") if (e.get("class") or "").startswith("bar"))
        wide = float(bar.get("width", ""))
        if row["value_high"] is None:
            assert float(bar.get("x", "")) + wide == pytest.approx(EDGE - 14, abs=0.01)
            assert any(e.get("class") == "arrow" for e in one.iter())
        else:
            assert (wide == 0) == (row["value_low"] == row["value_high"])
        assert float(bar.get("x", "")) > LABELS
        assert row["printed"] in label_of(one)


def test_a_hostile_name_is_text(tmp_path: Path) -> None:
    hostile = '</svg><script>alert(1)</script>"&'
    copy_package(tmp_path)
    path = tmp_path / "data" / "events.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0]["name"] = hostile
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    picture = bars.events(SiteData(Dataset(tmp_path)))
    text = "\n".join(page.page(picture))
    assert "<script" not in text
    assert text.count("</svg>") == 1
    told = [label_of(m) for m in marks(parsed(picture))]
    assert [t for t in told if t.startswith(hostile)]


def test_every_row_of_the_map_names_its_letter(site: SiteData) -> None:
    picture = places(site)
    told = [label_of(m) for m in marks(parsed(picture))]
    assert told and all(re.search(r"; [A-Z] on the map, ", t) for t in told)


def test_points_lie_where_their_coordinates_say(site: SiteData) -> None:
    west, south, east, north = base()["window"]
    (left, top), (right, bottom) = point(west, north), point(east, south)
    assert (left, right) == (0, pytest.approx(WIDTH))
    for row in site.rows(places(site).query):
        x, y = point(row["longitude"], row["latitude"])
        assert left < x < right and top < y < bottom, row["record_id"]
        assert (x - left) / (right - left) == pytest.approx((row["longitude"] - west) / (east - west))
        assert (bottom - y) / (bottom - top) == pytest.approx((row["latitude"] - south) / (north - south))


def test_each_kind_of_coordinate_has_its_own_sign(site: SiteData) -> None:
    rows = site.rows(places(site).query)
    points = {(r["longitude"], r["latitude"], r["coordinate_kind"]) for r in rows}
    signs = [e.tag for e in parsed(places(site)).iter() if (e.get("class") or "").split()[-1:] == ["spot"]]
    hollow = [e.tag for e in parsed(places(site)).iter() if e.get("class") == "spot open"]
    assert signs == [f"{SVG}rect"] * sum(p[2] == "site" for p in points)
    assert hollow.count(f"{SVG}circle") == sum(p[2] == "centre" for p in points)
    assert hollow.count(f"{SVG}path") == sum(p[2] == "stand_in" for p in points)


def test_letters_stand_apart(site: SiteData) -> None:
    letters = [e for e in parsed(places(site)).iter(f"{SVG}text") if e.get("class") == "letter"]
    spots = [(float(e.get("x", "")), float(e.get("y", ""))) for e in letters]
    for at, (x, y) in enumerate(spots):
        assert all(abs(x - a) > 12 or abs(y - b) > 14 for a, b in spots[at + 1 :])


def test_every_conflict_is_drawn(site: SiteData) -> None:
    drawn = {m.get("data-key") for m in marks(parsed(conflicts(site)))}
    assert drawn == set(site.ids("conflicts"))


def test_cutting_keeps_what_is_inside() -> None:
    square = [(33.0, 30.0), (35.0, 30.0), (35.0, 31.0), (33.0, 31.0)]
    assert sorted(basemap.cut(square)) == [(34.0, 30.0), (34.0, 31.0), (35.0, 30.0), (35.0, 31.0)]
    assert basemap.cut([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)]) == []


def test_rings_join_arcs_forwards_and_backwards() -> None:
    topology = {
        "transform": {"scale": [1.0, 1.0], "translate": [34.0, 28.0]},
        "arcs": [[[1, 1], [2, 0]], [[1, 1], [0, 3], [2, 0], [0, -3]]],
        "objects": {"countries": {"geometries": [{"type": "Polygon", "arcs": [[0, ~1]], "properties": {"name": "X"}}]}},
    }
    points = [(35.0, 29.0), (37.0, 29.0), (37.0, 32.0), (35.0, 32.0), (35.0, 29.0)]
    assert basemap.countries(topology) == {"X": [points]}


@pytest.mark.site
def test_base_map_is_what_the_script_makes() -> None:
    assert basemap.TARGET.read_text(encoding="utf-8") == basemap.made()
