"""The pictures: whole, told in words, true to their rows, and the same every time."""

from __future__ import annotations

import csv
import datetime
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from iraqmilitias.dataset import Dataset
from website.pictures import bars, basemap, page
from website.pictures.conflicts import conflicts
from website.pictures.drawing import FADE, NARROW, WIDE, Picture, Sheet, day, tenfold, wrapped
from website.pictures.map import base, places, point
from website.site_data import SiteData, period

from ..conftest import ROOT
from ..contributions.editing import copy_package

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def site() -> SiteData:
    return SiteData(Dataset(ROOT))


DRAWN = [(draw, sheet) for draw in page.DRAWN for sheet in (WIDE, NARROW)]


@pytest.fixture(scope="module", params=DRAWN, ids=lambda one: f"{one[0].__name__}-{one[1].width}")
def picture(request: pytest.FixtureRequest, site: SiteData) -> Picture:
    draw, sheet = request.param
    drawn = draw(site, sheet)
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


@pytest.mark.sampled(4)
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
    inside = {e.get("id") for e in parsed(picture).iter()}
    for one in links:
        if one.get("href", "").startswith("#"):  # from the map to its list
            assert one.get("href", "")[1:] in inside
            continue
        found = re.fullmatch(r"\.\./id/([a-z]+-\d+)/index\.html(#(?:[a-z]+-\d+|line-\d+))?", one.get("href", ""))
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


@pytest.mark.sampled(12)
def test_the_same_twice(picture: Picture) -> None:
    again = SiteData(Dataset(ROOT))
    sheet = NARROW if "-narrow" in picture.svg else WIDE
    one = next(d for d in page.DRAWN if d(again, WIDE).slug == picture.slug)
    assert one(again, sheet) == picture


def test_words_are_whole_on_every_sheet(picture: Picture, site: SiteData) -> None:
    """No label is cut: what does not fit in a line goes on in the next."""
    assert not [e for e in parsed(picture).iter(f"{SVG}text") if "…" in "".join(e.itertext())]
    assert wrapped("one two three four", 70) == ["one two", "three four"]


@pytest.mark.parametrize("sheet", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("draw", [bars.events, bars.reports])
def test_ink_is_where_something_is_known(draw: Callable[..., Picture], sheet: Sheet, site: SiteData) -> None:
    picture = draw(site, sheet)
    rows = site.rows(picture.query)
    scale = bars.years(rows, sheet)
    drawn = {m.get("data-key"): m for m in marks(parsed(picture))}
    key = "event_id" if picture.slug == "events" else "report_id"
    for row in rows:
        one, low, high = drawn[row[key]], row["date_from"], row["date_to"]
        fading = [e for e in one.iter(f"{SVG}rect") if e.get("class") == "fades"]
        assert len(fading) == (low is None or high is None)
        for bar in fading:  # it ends at what is known and is never longer than a fade
            start, wide = float(bar.get("x", "")), float(bar.get("width", ""))
            assert wide <= FADE + 0.01
            assert low is not None or start + wide == pytest.approx(scale(day(high) + 1), abs=0.01)
            assert high is not None or start == pytest.approx(scale(day(low)), abs=0.01)
        for bar in (e for e in one.iter(f"{SVG}rect") if e.get("class") == "bar full"):
            assert row["date_precision"] in ("day", "span")
            assert float(bar.get("x", "")) == pytest.approx(scale(day(low)), abs=0.01)
            assert float(bar.get("width", "")) == pytest.approx(scale(day(high) + 1) - scale(day(low)), abs=0.02)
        whole = [e for e in one.iter(f"{SVG}path") if e.get("class") == "diamond full"]
        assert not whole or row["date_precision"] in ("day", "span")


def test_scale_of_years_has_no_break(site: SiteData) -> None:
    scale = bars.years(site.rows(bars.EVENTS), WIDE)
    one_year = scale(732_000) - scale(731_635)
    assert scale(738_000) - scale(737_635) == pytest.approx(one_year)


def test_chronology_goes_on_in_time_and_ends_with_what_has_no_beginning(site: SiteData) -> None:
    rows = site.rows(bars.EVENTS)
    begun = [r["date_from"] for r in rows if r["date_from"]]
    assert begun == sorted(begun)
    assert all(r["date_from"] is None for r in rows[len(begun) :])


def test_strengths_are_bounds(site: SiteData) -> None:
    picture = page.strengths(site)
    drawn = {m.get("data-key"): m for m in marks(parsed(picture))}
    start, end = bars.edges(WIDE)
    for row in site.rows(picture.query):
        one = drawn[row["figure_id"]]
        fading = [e for e in one.iter(f"{SVG}rect") if e.get("class") == "fades"]
        assert len(fading) == (row["value_high"] is None)
        for bar in fading:
            across = (tenfold(row["value_low"]) - 2) / (tenfold(200_000) - 2)
            assert float(bar.get("x", "")) == pytest.approx(start + across * (end - start), abs=0.01)
        assert row["printed"] in label_of(one)


def test_file_of_a_picture_is_whole_and_names_its_source(site: SiteData) -> None:
    picture = bars.events(site)
    root = ET.fromstring(page.as_file(picture, "Cited so.", ".picture text { fill: var(--text); }"))
    text = " ".join(" ".join(e.itertext()) for e in root.iter(f"{SVG}text"))
    assert picture.title in text and "Cited so." in text
    assert "var(" not in "".join(e.text or "" for e in root.iter(f"{SVG}style"))
    assert len(marks(root)) == len(picture.rows)
    assert not [e for e in root.iter() if e.get("href", "").startswith("..")]


@pytest.mark.slow
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
    text = "\n".join(page.page(picture, picture))
    assert "<script" not in text
    assert text.count("</svg>") == 4
    told = [label_of(m) for m in marks(parsed(picture))]
    assert [t for t in told if t.startswith(hostile)]


def test_every_row_of_the_map_names_its_letter(site: SiteData) -> None:
    picture = places(site)
    told = [label_of(m) for m in marks(parsed(picture))]
    assert told and all(re.search(r"; [A-Z] on the map, ", t) for t in told)


def test_points_lie_where_their_coordinates_say(site: SiteData) -> None:
    west, south, east, north = base()["window"]
    (left, top), (right, bottom) = point(west, north), point(east, south)
    assert (left, right) == (0, pytest.approx(WIDE.width))
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


def test_scale_of_the_map_is_as_long_as_it_says(site: SiteData) -> None:
    """Two points one degree of latitude apart are 111.2 km apart: 200 km are 1.8 times as long."""
    (_, north), (_, south) = point(40, 33), point(40, 32)
    (drawn,) = (e.get("d", "") for e in parsed(places(site)).iter(f"{SVG}path") if "v6h" in e.get("d", ""))
    long = float(re.findall(r"v6h([\d.]+)v", drawn)[0])
    assert long == pytest.approx((south - north) * 200 / 111.2, abs=0.01)


@pytest.mark.parametrize("sheet", [WIDE, NARROW], ids=["wide", "narrow"])
def test_letters_stand_apart(site: SiteData, sheet: Sheet) -> None:
    letters = [e for e in parsed(places(site, sheet)).iter(f"{SVG}text") if e.get("class") == "letter"]
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


@pytest.mark.parametrize(
    ("first", "last", "precision", "expected"),
    [
        ("2003-03-20", "2003-05-01", "span", "from 20 March 2003 to 1 May 2003"),
        ("2003-03-20", "2003-05-01", "range", "between 20 March 2003 and 1 May 2003"),
        ("2003-01-01", "2011-12-31", "span", "from 2003 to 2011"),
        ("2004-01-01", "2006-12-31", "range", "between 2004 and 2006"),
        ("2020-01-01", "2020-01-31", "month", "January 2020"),
        ("2020-01-01", "2020-12-31", "year", "2020"),
        ("2020-01-03", "2020-01-03", "day", "3 January 2020"),
        (None, "2020-12-31", "open", "not after 31 December 2020"),
        (None, None, None, "not stated"),
    ],
)
def test_words_of_dates_tell_what_lasted_from_what_is_not_known(
    first: str | None, last: str | None, precision: str | None, expected: str
) -> None:
    dates = (None if text is None else datetime.date.fromisoformat(text) for text in (first, last))
    assert period(*dates, precision) == expected
