"""The line that first names an actor, place or facility."""

from __future__ import annotations

from collections.abc import Mapping

from ..package import Package

ENTITIES = {"actors": "actor", "places": "place", "facilities": "facility"}


def first_mentions(package: Package, held: Mapping[str, list[dict[str, str]]]) -> None:
    """Give an entity the line that first names it, where it had none."""
    firsts: dict[str, dict[str, str]] = {}
    order = sorted(held["mentions"], key=lambda m: (len(m["source_id"]), m["source_id"], int(m["line"])))
    for mention in order:
        for column in ("actor_id", "place_id", "facility_id"):
            if mention[column]:
                firsts.setdefault(mention[column], mention)
    for table in ENTITIES:
        key = package.table(table).primary_key[0]
        for row in held[table]:
            first = firsts.get(row[key])
            row["source_id"], row["line"] = (first["source_id"], first["line"]) if first else ("", "")
