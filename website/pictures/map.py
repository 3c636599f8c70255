"""Where it happened: facilities and events on a base map, with the kind of each coordinate, and in a list below."""

from __future__ import annotations

import functools
import json
import math
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..markup import Columns, Html, Row, code, element, join
from ..pages.badges import noted
from ..site_data import SiteData, words
from .drawing import (
    WIDE,
    Column,
    Drawing,
    Picture,
    Sheet,
    columns_at,
    group_head,
    mark,
    picture,
    row_box,
    shape,
    words_at,
)

UP = "../"
BASE = Path(__file__).with_name("basemap.json")
TOP = 4.0
NEAR = 34  # units between two points that leave no room for a letter
KILOMETRES = 111.2  # of one degree of latitude
BAR = 200  # kilometres of the scale
HOW = (
    "Each letter is one point, with its name and the number of facilities and events there; it leads to the list "
    "below. A full square is a site, with the coordinate of the facility. A hollow circle is "
    "the centre of a country, city or region: what is listed under it happened somewhere there, at an unknown spot. A "
    "hollow diamond is used for a place that has no coordinate. Under the map each letter lists its "
    "facilities and events. Coastlines and boundaries are Natural Earth’s (1:50m, public domain), for orientation "
    "only; they do not say to whom the land belongs."
)
QUERY = """SELECT 'facility' AS kind, facility_id AS record_id, name, facility_type AS type, latitude, longitude,
    coordinate_kind, coalesce(facility_id, place_id) AS at
FROM facilities WHERE latitude IS NOT NULL
UNION ALL
SELECT 'event', event_id, event, event_type, latitude, longitude,
    coordinate_kind, coalesce(facility_id, place_id)
FROM timeline WHERE latitude IS NOT NULL
ORDER BY latitude DESC, longitude, kind DESC, record_id"""
CITIES = "SELECT name, latitude, longitude FROM places WHERE place_type = 'city' AND latitude IS NOT NULL ORDER BY name"
ELSEWHERE = """SELECT count(*) AS events, count(*) FILTER (place_id IS NULL) AS nowhere
FROM timeline WHERE latitude IS NULL"""


@functools.cache
def base() -> dict[str, Any]:
    """Return the base map that basemap.py made."""
    loaded: dict[str, Any] = json.loads(BASE.read_text(encoding="utf-8"))
    return loaded


def point(longitude: float, latitude: float, sheet: Sheet = WIDE) -> tuple[float, float]:
    """Return where a coordinate is on the map: degrees of longitude as wide as in the middle of the map."""
    west, _, _, north = base()["window"]
    unit = _unit(sheet)
    return (longitude - west) * unit * _narrowing(), TOP + (north - latitude) * unit


def _narrowing() -> float:
    _, south, _, north = base()["window"]
    return math.cos(math.radians((south + north) / 2))


def _unit(sheet: Sheet) -> float:
    """Return the units of the drawing that one degree of latitude takes."""
    west, _, east, _ = base()["window"]
    return float(sheet.width / ((east - west) * _narrowing()))


def bottom(sheet: Sheet = WIDE) -> float:
    """Return where the map ends and the list begins."""
    west, south, _, _ = base()["window"]
    return point(west, south, sheet)[1]


def _scale(sheet: Sheet) -> Html:
    """Return the scale of the map: a line as long as so many kilometres."""
    long = BAR / KILOMETRES * _unit(sheet)
    low = bottom(sheet) - 14
    line = shape("path", d=f"M12 {low - 6:.2f}v6h{long:.2f}v-6", class_="bound")
    return join([line, words_at(16, low - 8, f"{BAR} km", class_="small")])


def land(sheet: Sheet = WIDE) -> tuple[list[Html], list[tuple[str, float, float]]]:
    """Return the countries' shapes, and the names of those wide enough for it with the middle of each."""
    shapes, names = [], []
    for name, rings in base()["countries"].items():
        drawn = [[point(x, y, sheet) for x, y in ring] for ring in rings]
        path = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z" for ring in drawn)
        shapes.append(shape("path", d=path, class_="land"))
        across = [(min(x for x, _ in ring), max(x for x, _ in ring), ring) for ring in drawn]
        left, right, ring = max(across, key=lambda a: a[1] - a[0])
        if right - left > 12 * len(name):
            names.append((name, *_middle(ring)))
    return shapes, names


def _middle(ring: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the centre of gravity of a ring."""
    area = x = y = 0.0
    for (x_0, y_0), (x_1, y_1) in zip(ring, [*ring[1:], ring[0]], strict=True):
        part = x_0 * y_1 - x_1 * y_0
        area, x, y = area + part, x + (x_0 + x_1) * part, y + (y_0 + y_1) * part
    return x / (3 * area), y / (3 * area)


def _symbol(kind: str, x: float, y: float) -> Html:
    if kind == "site":
        return shape("rect", x=x - 6, y=y - 6, width=12, height=12, class_="full spot")
    if kind == "stand_in":
        return shape("path", d=f"M{x:.2f} {y - 9:.2f}l9 9l-9 9l-9 -9z", class_="spot open")
    return shape("circle", cx=x, cy=y, r=8, class_="spot open")


@dataclass(frozen=True)
class Spot:
    """One point of the map: its letter, its label, where it lies, and its rows."""

    letter: str
    label: str
    x: float
    y: float
    rows: Sequence[Row]


def _near(one: Spot, other: Spot, sheet: Sheet) -> bool:
    """Return whether two points are so near that a label would cover the other."""
    beside = abs(one.y - other.y) < 18 and abs(one.x - other.x) < 8 * max(len(one.label), len(other.label)) + 20
    distance = math.hypot(one.x - other.x, one.y - other.y)
    return distance < 1.6 * NEAR if sheet.narrow else distance < NEAR or beside


def _clusters(spots: Sequence[Spot], sheet: Sheet) -> Iterator[list[Spot]]:
    """Yield the points in groups; those in one group are so near to each other that labels would cover them."""
    left = list(spots)
    while left:
        crowd = [left.pop(0)]
        for spot in crowd:  # grows while it is read, until no other point is near
            near = [s for s in left if _near(s, spot, sheet)]
            crowd += near
            left = [s for s in left if s not in near]
        yield crowd


def _lettered(spots: Sequence[Spot], sheet: Sheet) -> Iterator[Html]:
    """Yield symbols and labels; the labels of a crowd form a column next to it, each with a line to its point."""
    for crowd in _clusters(spots, sheet):
        column = max(s.x for s in crowd) + (30 if sheet.narrow else 56)
        first = max(sum(s.y for s in crowd) / len(crowd) - 12 * (len(crowd) - 1), TOP + 14)
        alone = len(crowd) == 1
        crowd.sort(key=lambda s: (s.y, s.letter))
        for at, spot in enumerate(crowd):
            x, y = (spot.x + 13, spot.y) if alone else (column, first + 24 * at)
            way = "" if alone else f"M{spot.x:.2f} {spot.y:.2f}L{column - 5:.2f} {y:.2f}"
            yield shape(
                "a",
                element("title", f"{spot.label}: {len(spot.rows)} below"),
                shape("path", d=way, class_="way") if way else None,
                shape("rect", x=x - 2, y=y - 12, width=8.2 * len(spot.label) + 8, height=24, class_="row"),
                _symbol(spot.rows[0]["coordinate_kind"], spot.x, spot.y),
                words_at(x, y + 5, spot.label, class_="letter"),
                href=f"#map-{spot.letter}{'-narrow' if sheet.narrow else ''}",
            )


def _cities(site: SiteData, spots: Sequence[Spot], sheet: Sheet) -> Iterator[Html]:
    """Yield the cities that are not points of the map, for orientation."""
    for row in site.rows(CITIES):
        x, y = point(row["longitude"], row["latitude"], sheet)
        if all(math.hypot(s.x - x, s.y - y) > 12 for s in spots) and 0 < x < sheet.width and TOP < y < bottom(sheet):
            yield join(
                [shape("circle", cx=x, cy=y, r=2.5, class_="full"), words_at(x + 6, y + 4, row["name"], class_="small")]
            )


def _named(names: Sequence[tuple[str, float, float]], spots: Sequence[Spot]) -> Iterator[Html]:
    """Yield the countries' names, each near to the middle of its country and away from every point."""
    for name, x, y in names:
        half = 6 * len(name) + 24
        free = (d for d in (0, -40, 40, -80, 80) if all(abs(s.x - x) > half or abs(s.y - y - d) > 24 for s in spots))
        yield words_at(x, y + next(free, 0), name, text_anchor="middle", class_="country")


def places(site: SiteData, sheet: Sheet = WIDE) -> Picture:
    """Return the map of facilities and events that have a coordinate, and a list of what is at each of its points."""
    rows = site.rows(QUERY)
    groups: dict[tuple[float, float, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["longitude"], row["latitude"], row["coordinate_kind"]), []).append(row)
    spots, listed, letters = list[Spot](), list[Html](), dict[str, str]()
    top = bottom(sheet) + 10
    for letter, ((longitude, latitude, kind), mine) in zip(_letters(), groups.items(), strict=False):
        where = ", ".join(dict.fromkeys(site.name(r["at"]) for r in mine))
        label = f"{letter} {len(mine)}" if sheet.narrow else f"{letter} {where} {len(mine)}"
        spots.append(Spot(letter, label, *point(longitude, latitude, sheet), mine))
        name = f"{letter} {where}: {words(kind)}, {latitude:.4f} N {longitude:.4f} E ({len(mine)})"
        height, head = group_head(sheet, top, name)
        listed.append(shape("g", head, id=f"map-{letter}{'-narrow' if sheet.narrow else ''}"))
        top += height
        for one in mine:
            letters[one["record_id"]] = letter
            height, drawn = _line(site, sheet, one, letter, top)
            listed.append(drawn)
            top += height
    frame = shape("rect", x=0, y=TOP, width=sheet.width, height=bottom(sheet) - TOP, class_="sea")
    shapes, named = land(sheet)
    ground = (frame, *shapes, *_named(named, spots), *_cities(site, spots, sheet), _scale(sheet))
    under = shape("g", *ground, aria_hidden="true")
    (rest,) = site.rows(ELSEWHERE)
    facilities = sum(r["kind"] == "facility" for r in rows)
    at_site = sum(r["kind"] == "event" and r["coordinate_kind"] == "site" for r in rows)
    summary = (
        f"{facilities} facilities and {len(rows) - facilities} events at {len(groups)} points; {at_site} of the events "
        f"at a known site, the others somewhere in a city or country. {rest['events']} events have no coordinate, "
        f"{rest['nowhere']} of them no place either."
    )
    columns: Columns = {
        "what": lambda r: site.ref(r["record_id"], UP),
        "id": lambda r: code(r["record_id"]),
        "kind": lambda r: words(r["type"]),
        "on the map": lambda r: letters[r["record_id"]],
        "where": lambda r: site.ref(r["at"], UP),
        "coordinate": lambda r: f"{r['latitude']}, {r['longitude']}",
        "kind of coordinate": lambda r: words(r["coordinate_kind"]),
    }
    happened = len(rows) - facilities
    title = f"Only {at_site} of {happened + rest['events']} events can be put on a known site"
    drawing = Drawing(sheet, top + 6, [under, *_lettered(spots, sheet), *listed])
    return picture("map", "Map of facilities and events", title, summary, HOW, QUERY, rows, columns, drawing)


def _letters() -> Iterator[str]:
    """Yield A to Z, then AA, AB …"""
    yield from string.ascii_uppercase
    yield from (a + b for a in string.ascii_uppercase for b in string.ascii_uppercase)


def _line(site: SiteData, sheet: Sheet, row: Row, letter: str, top: float) -> tuple[float, Html]:
    details = f"{row['name']} ({row['record_id']}), {words(row['type'])}; {letter} on the map, {site.name(row['at'])}"
    columns = [
        Column(14, 560, noted(site, row["record_id"], str(row["name"]))),
        Column(600, 340, f"{row['kind']}: {words(row['type'])}", "small"),
    ]
    height, shown = columns_at(sheet, top, columns)
    href = site.href(row["record_id"], UP)
    return height, mark(row["record_id"], href, details, row_box(sheet, top, height), *shown)
