"""What the rows of a worksheet make of a line: what is coded, waived, undecided, and not yet accounted for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from ...coverage.matching import Coded, Item, items
from ...extraction import quotations
from ...extraction.lines import occurrences
from ..worksheet import ENTITIES, WAIVED

STATES = ("kept", "waived", "undecided", "left")  # the last that applies is shown


class Part(NamedTuple):
    """A run of a line's characters, with the rows that are about it and what is to be shown of them."""

    text: str
    state: str
    rows: tuple[str, ...]


def left(text: str, number: int, rows: Sequence[Mapping[str, str]], before: str = "") -> list[Item]:
    """Return what of a line is neither coded nor waived; `before` is the non-blank line before it.

    Undecided rows count as coded: they are to be decided, not to be added once more.
    """
    found = items(text, _coded(number, rows), quotations.is_open(before))
    return [item for item in found if item.status == "left"]


def _coded(number: int, rows: Sequence[Mapping[str, str]]) -> Coded:
    """Return a line's rows by the columns of the package, as `coverage` reads them there."""
    gone = {
        (ENTITIES[r["table"]], r.get("name", "")): r.get("reason", "")
        for r in rows
        if r["table"] in ENTITIES and r.get("decision") == "waive"
    }
    coded = Coded()
    for row in rows:
        table, decision = row["table"], row.get("decision", "")
        if row["line"] != str(number) or decision == "remove" or table == "lines":
            continue
        reason = next((gone[pair] for pair in ((c, row.get(c, "")) for c in ENTITIES.values()) if pair in gone), "")
        text = row.get("text") or row.get("printed") or row.get("locator", "")
        if table == "dates" and not row.get("kind"):
            continue
        if table in ENTITIES and decision == "waive":
            continue
        if decision == "waive" or table in ("waivers", "dates") or (reason and table == "mentions"):
            kind = WAIVED.get(table) or row.get("kind") or "other"
            text = row.get("locator", "") if table == "statements" else text
            coded.waivers.append({"text": text, "kind": kind, "reason": row.get("reason") or reason})
        else:
            coded.records.append(row["row"])
            made = {**dict.fromkeys(("figure_id", "statement_id", "mention_id", "term_id"), row["row"]),
                    "printed": row.get("printed", ""), "locator": row.get("locator", ""), "mode": row.get("mode", ""),
                    "within_id": row.get("within", ""), "text": row.get("text", ""), "term": row.get("term", ""),
                    "times": row["times"] if row.get("times", "").isdigit() else "1"}  # fmt: skip
            if table in ("figures", "statements", "mentions", "terms"):
                getattr(coded, table).append(made)
    return coded


def parts(text: str, rows: Sequence[Mapping[str, str]], missing: Sequence[Item]) -> list[Part]:
    """Return a line cut where what is known of its characters changes."""
    plain = re.sub(r"\s", " ", text)
    spans: list[tuple[int, int, str, str]] = [(i.start, i.end, "left", "") for i in missing if i.kind != "line"]
    for row in rows:
        decision = row.get("decision", "")
        if decision == "remove" or row["table"] == "lines":
            continue
        state = "undecided" if not decision else "kept" if decision == "keep" else "waived"
        if row["table"] in ("waivers", "dates"):
            state = "waived"
        spans += [(a, b, state, row["row"]) for a, b in _places(plain, row)]
    edges = sorted({0, len(text), *(s[0] for s in spans), *(s[1] for s in spans)})
    found = []
    for low, high in pairwise(edges):
        over = [s for s in spans if s[0] <= low and high <= s[1]]
        state = max((s[2] for s in over), key=STATES.index, default="")
        found.append(Part(text[low:high], state, tuple(dict.fromkeys(s[3] for s in over if s[3]))))
    return found


def _places(text: str, row: Mapping[str, str]) -> list[tuple[int, int]]:
    """Where a row's words are: of a number the one in its locator, of a quotation the words until the cut."""
    words = row.get("printed") or row.get("text") or row.get("locator") or row.get("term", "")
    if words.endswith("…"):
        words = words.removesuffix("…").strip()
        start = text.find(words)
        return [(start, start + len(words))] if start >= 0 else []
    found = list(occurrences(text, words))
    located = list(occurrences(text, row.get("locator", "")))
    return [(a, b) for a, b in found if any(low <= a and b <= high for low, high in located)] or found
