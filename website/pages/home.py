"""The home page's claims being checked, live from the data: one number, one event's dates, one chain of speakers."""

from __future__ import annotations

import datetime
import re

from ..markup import Html, Row, element, join, link
from ..site_data import SiteData, dated, query
from . import badges
from .record_parts import evidence

ROOT = ""  # from the home page to the site's root
NUMBER, WHOLE, COUNTED = "fig-0019", "fig-0020", "cnf-0031"  # 28, of 48, and the conflict with the final count
EVENT, CHAIN = "evt-0012", "stm-0017"


def checked(site: SiteData) -> Html:
    """Return the three claims, side by side."""
    return element("div", number(site), dates(site), chain(site), class_="checked")


def card(title: str, *content: Html) -> Html:
    """Return one claim being checked."""
    return element("section", element("h2", title), *content)


def number(site: SiteData) -> Html:
    """Return a printed number, its line and what contradicts it."""
    printed, whole, conflict = (site.row_of[key] for key in (NUMBER, WHOLE, COUNTED))
    counted = re.search(r"a loss of (\d+)", conflict["finding"])
    final = f": it was {counted[1]}" if counted else ""
    seats = f"{printed['printed']} of {whole['printed']} seats"
    badge = badges.badge(conflict["verdict"], href=site.href(COUNTED, ROOT))
    chain = steps(
        join(["The article prints ", link(site.href(NUMBER, ROOT), seats), " lost."]),
        evidence(site, printed, ROOT),
        join([badge, " ", conflict["finding"]]),
        join(["Reference: ", site.ref(conflict["reference_id"], ROOT)]),
    )
    return card(f"“{seats} lost”{final}", chain)


def dates(site: SiteData) -> Html:
    """Return the dates that the reports of one event give, on one scale, with the day of the reference."""
    event = site.row_of[EVENT]
    rows = site.rows("SELECT * FROM event_reports WHERE event_id = ? ORDER BY date_to, source_id, line", EVENT)
    ends = [r[c] for r in rows for c in ("date_from", "date_to") if r[c]]
    first, last = min(ends), max(ends) + datetime.timedelta(days=1)

    def across(day: datetime.date) -> float:
        return float(100 * (day - first) / (last - first))

    def one(row: Row, wrong: bool) -> Html:
        where = f"{site.articles[row['source_id']]['publisher']}, line {row['line']}"
        badge = badges.badges(site, row["report_id"], ROOT) if wrong else None
        words = element("span", site.ref(row["report_id"], ROOT, where), f": {dated(row)}", badge)
        start, end = across(row["date_from"] or first), across(row["date_to"] + datetime.timedelta(days=1))
        shown = track(start, end, across(event["date_from"]), row["date_from"] is None)
        return element("li", words, shown, class_="odd" if wrong else None)

    wrong = {r["report_id"] for r in rows if not (r["date_from"] or first) <= event["date_to"] <= r["date_to"]}
    lines = (one(row, row["report_id"] in wrong) for row in rows)
    reference = site.ref(event["reference_id"], ROOT, "reference")
    note = ["The thin line is the day of the ", reference, f": {dated(event)}. A pale bar has no first day."]
    return card(
        f"One killing, {_spelled(len(rows))} dates, {_spelled(len(wrong))} of them wrong",
        element("ol", *lines, class_="dates"),
        element("p", *note, class_="small"),
        element("p", site.ref(EVENT, ROOT, "All accounts side by side")),
    )


def track(start: float, end: float, day: float, open_before: bool) -> Html:
    """Return the bounds of one date on the scale (percent), with the day of the reference as a line."""
    look = "bar fading" if open_before else "bar"
    width = max(end - start, 1.5)
    bar = element("rect", x=f"{start:.2f}%", y="3", width=f"{width:.2f}%", height="10", class_=look)
    line = element("line", x1=f"{day:.2f}%", x2=f"{day:.2f}%", y1="0", y2="16", class_="day")
    return element("svg", bar, line, height="16", class_="track", aria_hidden="true")


def chain(site: SiteData) -> Html:
    """Return who says a thing through whom, from the speaker to the reader."""
    row = site.voices[CHAIN]
    unnamed, whole = query(site.data, "SELECT count(*) FILTER (unnamed), count(*) FROM voices").rows[0]
    first, *between, last = row["chain"].split(" ← ")
    marks = badges.badges(site, CHAIN, ROOT, but=("unconfirmed",))
    shown = steps(
        join([element("q", row["paraphrase"]), " (in our words)"]),
        join([element("strong", first), " says", marks]),
        *(join([element("strong", name.removeprefix("relayed by ")), " passes it on"]) for name in between),
        join([element("strong", last), " prints it"]),
    )
    others = link("records/statements.html?badge=unnamed-speaker", "speakers whom the article does not name")
    counts = f": {unnamed} of {whole} statements are by "
    more = element("p", link(site.href(CHAIN, ROOT), "This statement"), counts, others, ".")
    return card(f"“{row['publisher']} reports”. But who says so?", shown, more)


def steps(*contents: Html) -> Html:
    """Return what leads from one to the next."""
    return element("ol", *(element("li", content) for content in contents), class_="steps")


def ways() -> Html:
    """Return the ways on from the home page."""
    entries = (
        ("explorer.html", "Explore every claim", "on a map and in time: by place, actor, article, speaker, verdict"),
        ("records/sources.html", "Read an article, checked line by line", "what each line claims, and who says so"),
        ("errors.html", "See what the sources get wrong", "the known errors of the sources, and what is open"),
        ("downloads.html", "Take the data", "CSV, Excel, Parquet, SQLite; or ask in SQL in the console"),
    )
    cards = (element("li", link(href, title), element("span", more)) for href, title, more in entries)
    return element("ul", *cards, class_="ways")


def _spelled(count: int) -> str:
    return ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")[count]
