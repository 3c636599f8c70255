"""The page of every record: events, actors, places, facilities, statements, figures, sources, conflicts, terms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from ..markup import Columns, Html, Row, bullets, code, element, external, facts, join, link, section, table_of
from ..site_data import PAGES, SiteData, dated, period, words
from . import articles, badges
from .record_parts import (
    UP,
    bounds,
    conflicts,
    evidence,
    figures,
    line_of,
    mentions,
    reports,
    statements,
    ties,
    voice,
    write_record,
)

ELSEWHERE = {  # identifiers in other datasets: column, label, address
    "wikidata": ("Wikidata", "https://www.wikidata.org/wiki/"),
    "ofac_uid": ("OFAC entry", "https://sanctionssearch.ofac.treas.gov/Details.aspx?id="),
    "icao": ("ICAO code", "https://ourairports.com/airports/"),
}
RIGHT_TO_LEFT = ("ar", "fa", "ku", "ckb", "he")
FIDELITY = {
    "verbatim": "the words as spoken",
    "altered": "changed in the article",
    "machine_paraphrased": "reworded by a machine: not the speaker’s wording",
    "unverified": "not checked against the speaker’s own words",
}


def keys(site: SiteData, sql: str, *params: object) -> list[str]:
    """Return the first column of a query's rows."""
    return [str(next(iter(row.values()))) for row in site.rows(sql, *params)]


def edtf(site: SiteData, row: Row) -> Html:
    """Return the dates of an event or report in words and in EDTF."""
    dates = row["date_from"], row["date_to"], row["date_precision"]
    (written,) = keys(site, "SELECT coalesce(edtf(?, ?, ?), '') AS edtf", *dates)
    return join([dated(row), " ", code(written) if written else None])


# ---- events


def events(site: SiteData, key: str, row: Row) -> list[str]:
    """Return the body of an event's page: what happened, and every report of it side by side."""
    order = "ORDER BY date_to, source_id, line"
    rows = site.rows(f"SELECT * FROM event_reports WHERE event_id = ? {order}", key)
    parts = keys(site, "SELECT event_id FROM events WHERE part_of = ? ORDER BY 1", key)
    answers = keys(site, "SELECT report_id FROM event_reports WHERE response_to = ? ORDER BY 1", key)
    inside = "s.statement_id IN (SELECT statement_id FROM event_reports WHERE event_id = ?)"
    about = facts(
        {
            "Type": link(f"{UP}records/events.html", words(row["event_type"])),
            "When": edtf(site, row),
            "Dates from": "the reports" if row["date_basis"] == "reported" else "a reference",
            "Where": site.refs([row["facility_id"], row["place_id"]], UP),
            "Part of": site.ref(row["part_of"], UP),
            "Parts": site.refs(parts, UP),
            "Fullest report": evidence(site, row),
            "Reference": site.ref(row["reference_id"], UP),
        }
    )
    responses = (join([site.ref(k, UP, site.name(k)), f" ({k})"]) for k in answers)
    return [
        about,
        section("Reports side by side", side_by_side(site, row, rows)),
        section("What the reports agree on", consensus(site, key)) if len(rows) > 1 else "",
        section("Reported responses to it", bullets(responses)),
        section("Statements that report it", statements(site, inside, key)),
        section("Figures about it", figures(site, "event_id = ?", key)),
        conflicts(site, [key, *(r["report_id"] for r in rows)]),
    ]


# The fact of a card that a conflict's column belongs to; for any other column the card has the line "In conflict".
LAST = ("Who says so", "Printed", "In conflict")  # the end of every card
IN_QUESTION = {"date_from": "Dated", "date_to": "Dated", "summary": "What it says", "event_type": "Event type"}


def side_by_side(site: SiteData, event: Row, rows: Sequence[Row]) -> Html:
    """Return the reports as cards of what differs between them; what all have alike is said once, before them."""
    cards = [report(site, event, row) for row in rows]
    labels = dict.fromkeys(label for _, pairs in cards for label in pairs if label not in LAST)
    alike = {x for x in labels if len(cards) > 1 and len({pairs.get(x) for _, pairs in cards}) == 1}
    same = facts({f"{label}, in all {len(cards)}": cards[0][1][label] for label in labels if label in alike})
    missing = element("span", "not said", class_="small")
    shown = []
    for row, (head, pairs) in zip(rows, cards, strict=True):
        own = {x: pairs.get(x, missing) for x in labels if x not in alike} | {x: pairs.get(x) for x in LAST}
        shown.append(element("article", head, facts(own), id=row["report_id"], class_="report"))
    return join([same, element("div", *shown, class_="side")])


def report(site: SiteData, event: Row, row: Row) -> tuple[Html, dict[str, Html]]:
    """Return the head of a report's card and its facts; a reference is beside the value that it contradicts."""
    key = row["report_id"]
    given: dict[str, object] = {
        "What it says": row["summary"],
        "Event type": words(row["event_type"]),
        "Dated": edtf(site, row),
        "Certainty": row["certainty"],
        "Response to": site.ref(row["response_to"], UP),
        **participants(site, key),
        "Who says so": voice(site, row),
        "Printed": evidence(site, row),
    }
    pairs = {label: join([value]) for label, value in given.items() if value}
    disputed = "SELECT * FROM conflicts WHERE record_id = $1 OR other_id = $1 ORDER BY 1"
    for conflict in site.rows(disputed, key):
        label = IN_QUESTION.get(conflict["field"], "In conflict")
        dates = ["The reference has ", edtf(site, event), ". "] if label == "Dated" and conflict["other_id"] else []
        badge = badges.badge(conflict["verdict"], href=site.href(conflict["conflict_id"], UP))
        source = [" (", site.ref(conflict["reference_id"], UP), ")"] if conflict["reference_id"] else []
        against = element("span", badge, " ", *dates, conflict["finding"], *source, class_="against")
        pairs[label] = join([pairs.get(label, ""), " ", against])
    publisher = site.articles[row["source_id"]]["publisher"]
    marks = badges.badges(site, key, UP)
    return element("h3", f"{publisher}, line {row['line']} ", element("small", code(key)), marks), pairs


def participants(site: SiteData, report_id: str) -> dict[str, Html]:
    """Return who and where a report names, by role, each a link; with its certainty and harm where they say more."""
    names: dict[str, list[Html]] = {role: [] for role in site.codes("participants", "role")}
    for row in site.rows("SELECT * FROM participants WHERE report_id = ? ORDER BY participant_id", report_id):
        certainty = row.get("certainty")
        more = [x for x in (None if certainty == "asserted" else certainty, row.get("harm")) if x]
        name = site.ref(row["actor_id"] or row["place_id"] or row["facility_id"], UP)
        names[row["role"]].append(join([name, f" ({', '.join(more)})" if more else None]))
    return {role.capitalize(): join(parts, ", ") for role, parts in names.items() if parts}


def consensus(site: SiteData, key: str) -> Html:
    """Return what the reports share, by the rule of the view event_consensus."""
    (row,) = site.rows("SELECT * FROM event_consensus WHERE event_id = ?", key)
    common = "none: the dates in the reports exclude one another"
    return facts(
        {
            "Reports": f"{row['report_count']} in {row['source_count']} of the {len(site.articles)} articles",
            "Widest dates": period(row["widest_from"], row["widest_to"]),
            "Dates that fit every report": common
            if row["dates_exclude"]
            else period(row["shared_from"], row["shared_to"]),
        }
    )


# ---- actors, places, facilities


def country(site: SiteData, code: str | None) -> str:
    """Return a country by its name where the data have it as a place, else by its code."""
    found = keys(site, "SELECT name FROM places WHERE place_type = 'country' AND country = ?", code or "")
    return found[0] if found else code or ""


def actors(site: SiteData, key: str, row: Row) -> list[str]:
    """Return the body of an actor's page."""
    speaking = "s.speaker_id = $1 OR s.via_id = $1"
    concerning = "s.about_id = $1 OR s.addressee_id = $1 OR s.inferred_speaker_id = $1"
    about = {
        "Type": words(row["actor_type"]),
        "Named": "by a proper name" if row["named"] else "no: an unnamed person or a collective",
        "Camp, for counting": site.data.labels("camp").get(row["camp"], ""),
        "Country": country(site, row["country"]),
        "Part of": site.ref(row["parent_id"], UP),
        "Parts": site.refs(keys(site, "SELECT actor_id FROM actors WHERE parent_id = ? ORDER BY 1", key), UP),
    }
    return [
        entity(site, row, about),
        section("Ties", ties(site, key)),
        section("What it says or relays", statements(site, speaking, key)),
        section("What is said about it or to it", statements(site, concerning, key)),
        *mentioned(site, "actor_id", key),
    ]


def places(site: SiteData, key: str, row: Row) -> list[str]:
    """Return the body of a place's page."""
    inner = (
        "SELECT place_id FROM places WHERE parent_id = $1 UNION ALL "
        "SELECT facility_id FROM facilities WHERE place_id = $1 ORDER BY 1"
    )
    here = keys(site, "SELECT event_id FROM events WHERE place_id = ? ORDER BY 1", key)
    about = {
        "Type": words(row["place_type"]),
        "Located in": site.ref(row["parent_id"], UP),
        "Contains": site.refs(keys(site, inner, key), UP),
        "Coordinates": coordinates(row),
    }
    events_here = section("Events here", bullets(site.ref(k, UP) for k in here))
    return [entity(site, row, about), events_here, *mentioned(site, "place_id", key)]


def facilities(site: SiteData, key: str, row: Row) -> list[str]:
    """Return the body of a facility's page."""
    about = {
        "Type": words(row["facility_type"]),
        "Named": "no: the articles do not name it" if row.get("named") is False else None,
        "Camp, for counting": site.data.labels("camp").get(row["camp"], ""),
        "Located in": site.ref(row["place_id"], UP),
        "Coordinates": coordinates(row),
    }
    attacks = "r.report_id IN (SELECT report_id FROM facility_attacks WHERE facility_id = ?)"
    shown = section("Reports of attacks on it", reports(site, attacks, key))
    return [entity(site, row, about), shown, *mentioned(site, "facility_id", key)]


def entity(site: SiteData, row: Row, about: Mapping[str, object]) -> Html:
    """Return the facts about an actor, place or facility: those of its table, identifiers, first mention."""
    links = {label: external(f"{at}{row[c]}", row[c]) for c, (label, at) in ELSEWHERE.items() if row.get(c)}
    return facts(
        {
            **about,
            **links,
            "ISO 3166": row.get("iso_3166"),
            "Reference": site.ref(row["reference_id"], UP),
            "First mention": line_of(site, row) if row["source_id"] else None,
        }
    )


def coordinates(row: Row) -> str | None:
    """Return an entity's point and what kind of point it is."""
    if row["latitude"] is None:
        return None
    return f"{row['latitude']}° N, {row['longitude']}° E ({words(row['coordinate_kind'])})"


def mentioned(site: SiteData, column: str, key: str) -> list[str]:
    """Return the sections that actors, places and facilities share."""
    inside = f"r.report_id IN (SELECT report_id FROM participants WHERE {column} = ?)"
    return [
        section("Reports that involve it", reports(site, inside, key)),
        section("Figures about it", figures(site, f"{column} = ?", key)),
        section("Names and spellings", spellings(site, column, key)),
        section("Mentions in the articles", mentions(site, column, key)),
        conflicts(site, [key]),
    ]


def spellings(site: SiteData, column: str, key: str) -> Html:
    """Return the other names and spellings of an entity, each in its language."""

    def one(row: Row) -> Html:
        language = row["language"]
        latin = row["alias"].isascii() or "Latn" in language
        right = not latin and language.split("-")[0] in RIGHT_TO_LEFT
        name = element("bdi", row["alias"], lang=language, dir="rtl" if right else None, id=row["alias_id"])
        reference = ["from ", site.ref(row["reference_id"], UP)] if row["reference_id"] else []
        return join([name, f" ({language}) ", *reference])

    return bullets(one(r) for r in site.rows(f"SELECT * FROM aliases WHERE {column} = ? ORDER BY alias_id", key))


# ---- statements and figures


def claims(site: SiteData, key: str, row: Row) -> list[str]:
    """Return the body of a statement's page."""
    about = facts(
        {
            "Who says so": voice(site, row),
            "Chain of speakers": site.voices[key]["chain"],
            "Speaker according to a reference": site.ref(row["inferred_speaker_id"], UP),
            "Act": f"{words(row['act'])} ({row['mode']} speech)",
            "Topic": words(row["topic"]),
            "To": site.ref(row["addressee_id"], UP),
            "About": site.ref(row["about_id"], UP),
            "Said": dated(row),
            "Wording": FIDELITY.get(row["fidelity"]),
            "Inside the statement": site.ref(row["within_id"], UP),
            "Continues": site.ref(row["continues_id"], UP),
            "Reference": site.ref(row["reference_id"], UP),
            "Printed": evidence(site, row),
        }
    )
    linked = statements(site, "s.within_id = $1 OR s.continues_id = $1", key)
    return [
        about,
        section("Events reported in it", reports(site, "r.statement_id = ?", key)),
        section("Figures given in it", figures(site, "statement_id = ?", key)),
        section("Statements inside it or continuing it", linked),
        conflicts(site, [key]),
    ]


def numbers(site: SiteData, key: str, row: Row) -> list[str]:
    """Return the body of a figure's page."""
    series = (
        "SELECT b.figure_id FROM figure_series a JOIN figure_series b ON a.measure = b.measure AND a.unit = b.unit "
        "AND a.actor_id IS NOT DISTINCT FROM b.actor_id AND a.place_id IS NOT DISTINCT FROM b.place_id "
        "WHERE a.figure_id = ? AND b.figure_id <> a.figure_id ORDER BY 1"
    )
    beside = "SELECT figure_id FROM figures WHERE source_id = ? AND line = ? AND figure_id <> ? ORDER BY 1"
    about = facts(
        {
            "Printed": join([element("q", row["printed"]), " (", evidence(site, row), ")"]),
            "What is counted": row["description"],
            "Bounds": bounds(row),
            "Measure": words(row["measure"]),
            "Who says so": voice(site, row),
            "Of": site.refs([row["actor_id"], row["place_id"], row["facility_id"]], UP),
            "Event": site.ref(row["event_id"], UP),
            "Period": dated(row),
        }
    )

    def listed(ids: Iterable[str]) -> Html:
        return bullets(site.ref(k, UP) for k in ids)

    return [
        about,
        section("Other figures of the same thing", listed(keys(site, series, key))),
        section("Other figures of the same line", listed(keys(site, beside, row["source_id"], row["line"], key))),
        conflicts(site, [key]),
    ]


# ---- conflicts, terms


def disputes(site: SiteData, key: str, row: Row) -> list[str]:
    """Return the body of a conflict's page: the rows that cannot both be right, beside one another."""
    about = {
        "Kind": words(row["kind"]),
        "Verdict": badges.badge(row["verdict"]),
        "Column in question": code(row["field"]),
        "Reference": site.ref(row["reference_id"], UP),
    }
    sides = [side(site, k, row["field"]) for k in (row["record_id"], row["other_id"]) if k]
    if row["reference_id"]:
        told = site.row_of[row["reference_id"]]
        found = {"Title": site.ref(row["reference_id"], UP), "Publisher": told["publisher"], "Date": told["date"]}
        head = element("h3", "The reference ", element("small", code(row["reference_id"])))
        sides.append(element("article", head, facts({**found, "Finding": row["finding"]}), class_="report"))
    return [facts(about), section("The rows in question", element("div", *sides, class_="side"))]


def side(site: SiteData, key: str, field: str) -> Html:
    """Return one row of a conflict with its value of the column in question."""
    row, table = site.row_of[key], site.table_of[key]
    value = row.get(field)
    pairs = {
        "Table": link(f"{UP}reference/tables/{table}.html", code(table)),
        field: "empty" if value is None else site.linked(str(value), UP),
        "Dated": dated(row) if "date_from" in row else None,
        "Printed": evidence(site, row) if row.get("source_id") and table != "sources" else None,
    }
    head = element("h3", site.ref(key, UP), " ", element("small", code(key)), badges.badges(site, key, UP))
    return element("article", head, facts(pairs), class_="report")


def terms(site: SiteData, key: str, row: Row) -> list[str]:
    """Return the body of a loaded term's page."""
    columns: Columns = {
        "article": lambda r: site.ref(r["source_id"], UP, r["publisher"]),
        "stance": lambda r: words(r["stance"]),
        "voice": lambda r: r["voice"],
        "times": lambda r: str(r["times"]),
        "lines": lambda r: str(r["line_count"]),
    }
    about = {
        "We write instead": row["neutral"],
        "Refers to": site.ref(row["actor_id"], UP),
        "Why it is loaded": row["why"],
        "First used": evidence(site, row),
    }
    used = site.rows("SELECT * FROM term_usage WHERE term_id = ? ORDER BY source_id, voice", key)
    return [facts(about), section("Where it is used", table_of(columns, used, "Where the term is used"))]


BODIES: dict[str, Callable[[SiteData, str, Row], list[str]]] = {
    "events": events,
    "actors": actors,
    "facilities": facilities,
    "places": places,
    "statements": claims,
    "figures": numbers,
    "sources": articles.body,
    "conflicts": disputes,
    "terms": terms,
}


def pages(site: SiteData) -> None:
    """Write the page of every record."""
    lead = {"statements": "A statement in our words; the article’s own words are not repeated here."}
    for table in PAGES:
        for key in site.ids(table):
            row = site.row_of[key]
            scripts = {"scripts": ["js/article.js"]} if table == "sources" else {}
            about = lead.get(table, row.get("description") or "")
            write_record(site, key, about, *BODIES[table](site, key, row), **scripts)
