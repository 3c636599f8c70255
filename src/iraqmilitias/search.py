"""From a spelling, in any script, to the records that match it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from .errors import NotFoundError
from .reader import Reader
from .records import ID, trace
from .text import folded


@dataclass(frozen=True)
class Found:
    """One record that matches a name: its id, table, preferred name, the spelling that matched, how near (0-1)."""

    record_id: str
    table: str
    name: str
    matched: str
    score: float

    def to_dict(self) -> dict[str, Any]:
        """Return the find as plain values."""
        return asdict(self)


NAMED = {"actors": "actor_id", "places": "place_id", "facilities": "facility_id"}


def find(reader: Reader, text: str) -> tuple[Found, ...]:
    """Return records by id, or by name, alias, mention or near miss; best first, one a record."""
    from difflib import SequenceMatcher

    wanted = text.strip()
    if ID.fullmatch(wanted):
        try:
            record = trace(reader, wanted)
        except NotFoundError:
            return ()
        name = record.row.get("name") or record.row.get("title") or record.row.get("paraphrase") or wanted
        return (Found(wanted, record.table, str(name), wanted, 1.0),)
    key = folded(wanted)
    if not key:
        return ()
    best: dict[str, Found] = {}
    for record_id, table, name, spelling in _spellings(reader):
        other = folded(spelling)
        if key == other:
            score = 1.0 if spelling == wanted else 0.99
        elif len(key) >= 3 and key in other:
            score = 0.8 + 0.15 * len(key) / len(other)
        elif len(key) >= 4:
            score = SequenceMatcher(None, key, other).ratio()
        else:
            continue
        if score >= 0.75 and (record_id not in best or best[record_id].score < score):
            best[record_id] = Found(record_id, table, name, spelling, round(score, 3))
    return tuple(sorted(best.values(), key=lambda f: (-f.score, f.record_id)))


def _spellings(reader: Reader) -> list[tuple[str, str, str, str]]:
    """Every (id, table, preferred name, spelling) of actors, places, facilities, events and sources."""
    found: list[tuple[str, str, str, str]] = []
    for table, key in (*NAMED.items(), ("events", "event_id"), ("sources", "source_id")):
        column = "title" if table == "sources" else "name"
        if not reader.has(table, key, column):
            continue
        names = {r["k"]: r["n"] for r in reader.rows(f"SELECT {key} AS k, {column} AS n FROM {table} ORDER BY 1")}
        found.extend((k, table, n, n) for k, n in names.items())
        for other, spelling in (("aliases", "alias"), ("mentions", "text")):
            if table in NAMED and reader.has(other, key, spelling):
                rows = reader.rows(
                    f"SELECT DISTINCT {key} AS k, {spelling} AS s FROM {other} WHERE {key} IS NOT NULL ORDER BY 1, 2"
                )
                found.extend((r["k"], table, names[r["k"]], r["s"]) for r in rows if r["k"] in names)
    return found
