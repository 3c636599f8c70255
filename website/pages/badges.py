"""What a reader must know of a row, as small badges: from the view verdicts, and who read the row again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..markup import Html, bullets, element, join, link
from ..site_data import SiteData

# The kinds of the view verdicts and the verdicts of conflicts, each with its badge. No two differ by colour alone.
LABELS: Mapping[str, str] = {
    "contradicted": "source error",
    "source_error": "source error",
    "open": "open",
    "explained": "explained",
    "contradicts": "shows an error elsewhere",
    "reworded": "reworded",
    "unnamed_speaker": "unnamed",
    "inferred_speaker": "inferred",
    "inferred_author": "author inferred",
    "unconfirmed": "unconfirmed",
}


def badge(kind: str, text: str | None = None, href: str | None = None, of: str = "") -> Html:
    """Return one badge; it is a link where there is something to read about it; `of` says what it is really about."""
    label, look = LABELS[kind] + of, f"badge {kind.replace('_', '-')}"
    return element("span", label, class_=look, title=text) if href is None else link(href, label, class_=look)


def badges(site: SiteData, key: str, root: str, but: Iterable[str] = ()) -> Html:
    """Return the badges of a row, one a kind; a conflict's badge leads to the conflict."""
    shown: dict[str, Html] = {}
    for row in site.verdicts.get(key, ()):
        nearby = row["about_id"] != key
        if row["kind"] not in (*shown, *but) and not (nearby and row["kind"] == "contradicts"):
            href = site.href(row["conflict_id"], root) if row["conflict_id"] else None
            of = f" in {row['about_id']}" if row["conflict_id"] and nearby else ""
            shown[row["kind"]] = badge(row["kind"], row["verdict_text"], href, of)
    return join([" ", element("span", *shown.values(), class_="badges")]) if shown else Html("")


def read_again(site: SiteData, key: str) -> Html | None:
    """Return who read a row again, as a badge; None for a row that nobody did."""
    row = site.read_again.get(key)
    if row is None or not row["reader_count"]:
        return None
    answers = {"affirmed": "affirmed", "settled": "settled", "open": "an answer is open"}[row["state"]]
    count = row["reader_count"]
    readings = f"{count} {row['reader_kinds']} reading{'' if count == 1 else 's'}"
    return element("span", f"read again by {readings}: {answers}", class_="badge read-again")


def known(site: SiteData, key: str, root: str) -> Html:
    """Return all that a reader must know of a row: a badge and a sentence each, and who read it again."""
    items = []
    for row in site.verdicts.get(key, ()):
        href = site.href(row["conflict_id"], root) if row["conflict_id"] else None
        sentence = site.linked(row["verdict_text"][:1].upper() + row["verdict_text"][1:], root)
        items.append(join([badge(row["kind"], None, href), " ", sentence]))
    return join([bullets([*items, *filter(None, [read_again(site, key)])])])


def noted(site: SiteData, key: str, text: str) -> str:
    """Return the text of a mark of a picture, with the row's conflicts in brackets after it."""
    told = (r for r in site.verdicts.get(key, ()) if r["conflict_id"] and r["about_id"] == key)
    kinds = dict.fromkeys(LABELS[r["kind"]] for r in told if r["kind"] != "contradicts")
    return f"{text} [{', '.join(kinds)}]" if kinds else text
