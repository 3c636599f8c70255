"""The home page's claims being checked, live from the data: one number, one event's dates, one chain of speakers."""

from __future__ import annotations

import datetime
import re

from ..markup import Html, Row, element, external, join, link
from ..site_data import SiteData, dated, query
from .badges import badge, badges
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
    steps = (
        join(["The article prints ", link(site.href(NUMBER, ROOT), f"{printed['printed']} of {whole['printed']} seats"), " lost."]),
        join([evidence(site, printed, ROOT)]),
        join([badge(conflict["verdict"], href=site.href(COUNTED, ROOT)), " ", conflict["finding"]]),
        join(["Reference: ", site.ref(conflict["reference_id"], ROOT)]),
    )
    return card(f"“{printed['printed']} of {whole['printed']} seats lost”{final}", element("ol", *map(_step, steps), class_="steps"))


def dates(site: SiteData) -> Html:
    """Return the dates that the reports of one event give, on one scale, with the day of the reference."""
    event = site.row_of[EVENT]
    rows = site.rows("SELECT * FROM event_reports WHERE event_id = ? ORDER BY date_to, source_id, line", EVENT)
    ends = [r[c] for r in rows for c in ("date_from", "date_to") if r[c]]
    first, last = min(ends), max(ends) + datetime.timedelta(days=1)

    def across(day: datetime.date) -> float:
        return 100 * (day - first) / (last - first)

    lines = []
    for row in rows:
        wrong = not (row["date_from"] or first) <= event["date_to"] <= (row["date_to"] or last)
        where = f"{site.articles[row['source_id']]['publisher']}, line {row['line']}"
        start, end = across(row["date_from"] or first), across(row["date_to"] + datetime.timedelta(days=1))
        words = join([site.ref(row["report_id"], ROOT, where), f": {dated(row)}", badges(site, row["report_id"], ROOT) if wrong else None])
        lines.append(element("li", element("span", words), track(start, end, across(event["date_from"]), row["date_from"] is None), class_="odd" if wrong else None))
    odd = sum("odd" in line[:20] for line in lines)
    note = element("p", "The thin line is the day of the ", site.ref(event["reference_id"], ROOT, "reference"), f": {dated(event)}. A bar that fades has no bound there.", class_="small")
    title = f"One killing, {_spelled(len(rows))} dates, {_spelled(odd)} of them wrong"
    return card(title, element("ol", *lines, class_="dates"), note, element("p", site.ref(EVENT, ROOT, "All accounts side by side")))


def track(start: float, end: float, day: float, open_before: bool) -> Html:
    """Return the bounds of one date on the scale (percent), with the day of the reference as a line."""
    width = max(end - start, 1.5)
    fade = element("rect", x=f"{start:.2f}%", y="3", width=f"{width:.2f}%", height="10", class_="bar fading" if open_before else "bar")
    line = element("line", x1=f"{day:.2f}%", x2=f"{day:.2f}%", y1="0", y2="16", class_="day")
    return element("svg", fade, line, height="16", class_="track", aria_hidden="true")


def chain(site: SiteData) -> Html:
    """Return who says a thing through whom, from the speaker to the reader."""
    row = site.voices[CHAIN]
    unnamed, whole = query(site.data, "SELECT count(*) FILTER (unnamed), count(*) FROM voices").rows[0]
    links = row["chain"].split(" ← ")
    steps = [join([element("q", row["paraphrase"]), " (in our words)"])]
    for at, name in enumerate(links):
        said = ("says " if at == 0 else "passes it on") if at < len(links) - 1 else "prints it"
        steps.append(join([element("strong", name.removeprefix("relayed by ")), f" {said.strip()}", badges(site, CHAIN, ROOT, but=("unconfirmed",)) if at == 0 else None]))
    more = element("p", link(site.href(CHAIN, ROOT), "This statement"), f" · {unnamed} of {whole} statements are by ", link("records/statements.html?filter=unnamed", "speakers whom the article does not name"), ".")
    return card(f"“{row['publisher']} reports” – but who says so?", element("ol", *map(_step, steps), class_="steps"), more)


def ways() -> Html:
    """Return the ways on from the home page."""
    entries = (
        ("records/index.html", "Look something up", "an event, a person, a place, a figure, a statement"),
        ("records/sources.html", "Read an article, checked line by line", "what each line claims, and who says so"),
        ("errors.html", "See what the sources get wrong", "the known errors of the sources, and what is open"),
        ("downloads.html", "Take the data", "CSV, Excel, Parquet, SQLite; or ask in SQL in the console"),
    )
    cards = (element("li", link(href, title), element("span", more)) for href, title, more in entries)
    return element("ul", *cards, class_="ways")


def _step(content: Html) -> Html:
    return element("li", content)


def _spelled(count: int) -> str:
    return ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")[count]
