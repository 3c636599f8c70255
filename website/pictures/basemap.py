"""Make the base map of the pictures from Natural Earth's 1:50m countries, which are in the public domain.

usage: python -m website.pictures.basemap

The countries come as TopoJSON in the npm package world-atlas (`npm ci` in `website`). The map is cut to the window,
which keeps it small; it is committed, so that the pictures need no npm.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
ATLAS = ROOT / "website" / "node_modules" / "world-atlas" / "countries-50m.json"
TARGET = Path(__file__).with_name("basemap.json")
WEST, SOUTH, EAST, NORTH = WINDOW = (34.0, 28.0, 54.0, 38.5)  # degrees
PLACES = 2  # decimals kept: about a kilometre, less than a mark is wide
Point = tuple[float, float]


def arcs(topology: dict[str, Any]) -> list[list[Point]]:
    """Return the arcs as longitudes and latitudes; TopoJSON gives them as steps on a grid."""
    (by_x, by_y), (x_0, y_0) = topology["transform"]["scale"], topology["transform"]["translate"]
    lines = []
    for steps in topology["arcs"]:
        x = y = 0
        line = []
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            line.append((x * by_x + x_0, y * by_y + y_0))
        lines.append(line)
    return lines


def ring(indices: Sequence[int], lines: Sequence[Sequence[Point]]) -> list[Point]:
    """Return a ring: its arcs one after the other, those with a negative index (its complement) backwards."""
    points: list[Point] = []
    for index in indices:
        line = lines[index] if index >= 0 else lines[~index][::-1]
        points.extend(line[1:] if points else line)
    return points


def cut(points: list[Point]) -> list[Point]:
    """Return a ring cut to the window, edge after edge (Sutherland and Hodgman)."""
    for axis, bound, sign in ((0, WEST, 1), (0, EAST, -1), (1, SOUTH, 1), (1, NORTH, -1)):
        kept: list[Point] = []
        for last, here in zip([points[-1], *points], points, strict=False):
            inside, was = (here[axis] - bound) * sign >= 0, (last[axis] - bound) * sign >= 0
            if inside != was:
                part = (bound - last[axis]) / (here[axis] - last[axis])
                kept.append((last[0] + part * (here[0] - last[0]), last[1] + part * (here[1] - last[1])))
            if inside:
                kept.append(here)
        if not kept:
            return []
        points = kept
    return points


def rings(geometry: dict[str, Any]) -> Iterator[Sequence[int]]:
    """Yield the outer ring of each polygon of a country."""
    if geometry["type"] == "Polygon":
        yield geometry["arcs"][0]
    elif geometry["type"] == "MultiPolygon":
        yield from (polygon[0] for polygon in geometry["arcs"])


def countries(topology: dict[str, Any]) -> dict[str, list[list[Point]]]:
    """Return the rings of each country that the window shows, by its name in Natural Earth."""
    lines, shapes = arcs(topology), dict[str, list[list[Point]]]()
    for geometry in topology["objects"]["countries"]["geometries"]:
        for indices in rings(geometry):
            points = [(round(x, PLACES), round(y, PLACES)) for x, y in cut(ring(indices, lines))]
            if len(points) > 2:
                shapes.setdefault(geometry["properties"]["name"], []).append(points)
    return dict(sorted(shapes.items()))


def made(atlas: Path = ATLAS) -> str:
    """Return the base map as JSON: the window in degrees, and each country's rings of longitude and latitude."""
    shapes = countries(json.loads(atlas.read_text(encoding="utf-8")))
    rows = [f"{json.dumps(name)}: {json.dumps(shape, separators=(',', ':'))}" for name, shape in shapes.items()]
    head = '"source": "Natural Earth 1:50m countries (public domain), from world-atlas 2.0.2", '
    return "{" + head + f'"window": {json.dumps(WINDOW)}, "countries": {{\n' + ",\n".join(rows) + "\n}}\n"


def main() -> None:
    """Write the base map."""
    if not ATLAS.is_file():
        sys.exit(f"{ATLAS.relative_to(ROOT)}: no such file; run npm ci --ignore-scripts in website")
    TARGET.write_text(made(), encoding="utf-8", newline="\n")
    print(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
