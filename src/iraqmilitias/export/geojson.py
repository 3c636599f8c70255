"""GeoJSON (RFC 7946): events where they are placed, and every table with coordinates, with the coordinate's kind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..errors import PackageError
from ..values import printed
from .context import Context

EVENTS = ("events", "timeline")  # the file, and the view that places them


def write(context: Context, folder: Path) -> dict[str, Any]:
    """Write a FeatureCollection a table; a row without a point is a feature without geometry.

    PackageError where no table has the columns latitude and longitude, as numbers.
    """
    made = 0
    for table in context.package.readable_tables.values():
        if {"latitude", "longitude"} <= {f.name for f in table.fields if f.type in ("number", "integer")}:
            key = table.primary_key[0] if len(table.primary_key) == 1 else ""
            _collection(context, folder, table.name, table.name, key)
            made += 1
    if EVENTS[1] in context.views:
        _collection(context, folder, *EVENTS, "event_id")
        made += 1
    if not made:
        raise PackageError(f"{context.package.name}: no table has latitude and longitude, so there is nothing to map")
    return {}


def _collection(context: Context, folder: Path, name: str, relation: str, key: str) -> None:
    features = []
    for values in context.records(relation):
        feature: dict[str, Any] = {"type": "Feature"}
        if key:
            feature["id"] = _plain(values[key])
        point = values.pop("longitude"), values.pop("latitude")
        placed = None not in point
        feature["geometry"] = {"type": "Point", "coordinates": list(point)} if placed else None
        feature["properties"] = {k: _plain(v) for k, v in values.items()}
        features.append(json.dumps(feature, ensure_ascii=False, allow_nan=False))
    head = {"type": "FeatureCollection", **context.facts(), "table": relation}
    opening = json.dumps(head, ensure_ascii=False)[:-1]
    text = opening + ', "features": [\n' + ",\n".join(features) + "\n]}\n"
    (folder / f"{name}.geojson").write_text(text, encoding="utf-8", newline="\n")


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float) else printed(value)
