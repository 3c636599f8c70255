"""What every record's page has: its head, evidence, voice, tables of claims, conflicts, citation, data, correction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from iraqmilitias.citation_formats import FORMATS
from iraqmilitias.records import author_of

from ..markup import (
    Columns,
    Html,
    Row,
    bullets,
    code,
    element,
    external,
    facts,
    join,
    link,
    put,
    put_json,
    section,
    table_of,
    write,
)
from ..site_data import PAGES, SiteData, dated, words
from . import badges
from .metadata import as_json, as_linked_data

UP = "../../"  # from a record's page to the site's root
CITATIONS = {name: form.ending for name, form in FORMATS.items() if form.ending}  # a file of each beside each record
FOLDED = 12  # a longer list of mentions is folded


def archived(site: SiteData, source_id: str, locator: str | None) -> str:
    """Return an address of the article's copy in the Internet Archive that is nearest to its publication."""
    source = site.articles[source_id]
    stamp = f"{source['date_to']:%Y%m%d}"
    return site.deep_link(f"https://web.archive.org/web/{stamp}/{source['url']}", locator)


def marked(site: SiteData, key: str, root: str, text: str | None = None) -> Html:
    """Return a link to a record with its badges."""
    return join([site.ref(key, root, text), badges.badges(site, key, root)])


def evidence(site: SiteData, row: Row, root: str = UP) -> Html:
    """Return where a row is printed: article, line, the words, links to them and to an archived copy."""
    source_id, locator = row["source_id"], row.get("locator")
    source = site.articles[source_id]
    where = f"{source['publisher']} ({source['date_to']:%Y}), line {row['line']}"
    printed = join(["the words ", element("q", locator)]) if locator else Html("the article")
    article = external(site.deep_link(source["url"], locator), printed)
    archive = external(archived(site, source_id, locator), "archive copy")
    at_line = link(f"{site.href(source_id, root)}#line-{row['line']}", where)
    return join([at_line, ": ", article, " (", archive, ")"])


def line_of(site: SiteData, row: Row) -> Html:
    """Return the article and line of a row, without its words."""
    source_id = row["source_id"]
    where = f"{site.articles[source_id]['publisher']}, line {row['line']}"
    return link(f"{site.href(source_id, UP)}#line-{row['line']}", where)


def speaker(site: SiteData, row: Row, root: str = UP) -> Html:
    """Return the speaker of a row of the view voices."""
    return join([site.ref(row["speaker_id"], root), " (unnamed)" if row["unnamed"] else ""])


def speaker_and_relays(site: SiteData, row: Row, root: str = UP) -> Html:
    """Return the speaker of a row of the view voices, and those who relay it."""
    via = [", relayed by ", site.linked(row["relayed_by"], root)] if row["relayed_by"] else []
    return join([speaker(site, row, root), *via])


def voice(site: SiteData, row: Row, root: str = UP) -> Html:
    """Return who says it, through whom, in whose article."""
    source = site.articles[row["source_id"]]
    author = author_of(source) or "author not printed"
    article = join([author, ", ", site.ref(row["source_id"], root, source["publisher"])])
    key = row.get("statement_id")
    if not key:
        return join(["the author’s own voice: ", article])
    who = speaker_and_relays(site, site.voices[key], root)
    return join([who, ", in the article of ", article, " (", site.id_ref(key, root), ")"])


def bounds(row: Row) -> str:
    """Return a figure's bounds, qualifier and unit in words."""
    low, high = (None if row[k] is None else f"{row[k]:,.12g}" for k in ("value_low", "value_high"))
    value = low if low == high else f"{low or '…'} to {high or '…'}"
    unit = "" if row["unit"] == "other" else f" {row['unit']}"
    return f"{value or 'not stated'}{unit} ({words(row['qualifier'])})"


def figure_columns(site: SiteData, root: str) -> Columns:
    """Return the columns of a table of figures."""
    return {
        "printed": lambda r: marked(site, r["figure_id"], root, r["printed"]),
        "what is counted": lambda r: r["description"],
        "bounds": bounds,
        "who says so": lambda r: voice(site, r, root),
        "where": lambda r: evidence(site, r, root),
    }


def figures(site: SiteData, where: str, *params: Any) -> Html:
    """Return the figures that a condition on their table selects, or nothing."""
    rows = site.rows(f"SELECT * FROM figures WHERE {where} ORDER BY figure_id", *params)
    return table_of(figure_columns(site, UP), rows, "Figures")


def statements(site: SiteData, where: str, *params: Any) -> Html:
    """Return the statements (as `s`, from the view voices) that a condition selects, or nothing."""
    columns: Columns = {
        "statement, in our words": lambda r: marked(site, r["statement_id"], UP, r["paraphrase"]),
        "speaker": lambda r: speaker(site, r),
        "act": lambda r: words(r["act"]),
        "relayed by": lambda r: site.linked(r["relayed_by"], UP),
        "where": lambda r: evidence(site, r),
    }
    order = "ORDER BY s.source_id, s.line, s.statement_id"
    return table_of(columns, site.rows(f"SELECT * FROM voices s WHERE {where} {order}", *params), "Statements")


def reports(site: SiteData, where: str, *params: Any) -> Html:
    """Return the reports (as `r`, from the table event_reports) that a condition selects, or nothing."""
    columns: Columns = {
        "event": lambda r: site.ref(r["event_id"], UP),
        "report": lambda r: join(
            [site.id_ref(r["report_id"], UP), ": ", r["summary"], badges.badges(site, r["report_id"], UP)]
        ),
        "dated": dated,
        "who says so": lambda r: voice(site, r),
        "where": lambda r: evidence(site, r),
    }
    order = "ORDER BY r.source_id, r.line, r.report_id"
    return table_of(columns, site.rows(f"SELECT * FROM event_reports r WHERE {where} {order}", *params), "Reports")


def ties(site: SiteData, key: str) -> Html:
    """Return an actor's ties, in both directions, or nothing."""

    def tie(row: Row) -> Html:
        title = f" ({row['title']})" if row["title"] else ""
        relation = f" {words(row['relation'])} "
        return join([site.ref(row["actor_id"], UP), relation, site.ref(row["organisation_id"], UP), title])

    def anchor(row: Row) -> Html:
        return element("span", row["affiliation_id"], id=row["affiliation_id"] if row["actor_id"] == key else None)

    columns: Columns = {
        "id": anchor,
        "tie": lambda r: join([tie(r), badges.badges(site, r["affiliation_id"], UP)]),
        "certainty": lambda r: r["certainty"],
        "who says so": lambda r: voice(site, r),
        "where": lambda r: evidence(site, r),
    }
    condition = "actor_id = $1 OR organisation_id = $1"
    rows = site.rows(f"SELECT * FROM affiliations WHERE {condition} ORDER BY affiliation_id", key)
    return table_of(columns, rows, "Ties")


def mentions(site: SiteData, column: str, key: str) -> Html:
    """Return how the articles name an actor, place or facility, line by line, or nothing."""
    columns: Columns = {
        "id": lambda r: element("span", r["mention_id"], id=r["mention_id"]),
        "as printed": lambda r: element("q", r["text"]),
        "times": lambda r: str(r["times"]),
        "where": lambda r: line_of(site, r),
        "voice": lambda r: site.id_ref(r["statement_id"], UP) or "author",
    }
    rows = site.rows(f"SELECT * FROM mentions WHERE {column} = ? ORDER BY source_id, line, mention_id", key)
    shown = table_of(columns, rows, "All mentions")
    times = sum(r["times"] for r in rows)
    summary = element("summary", f"All mentions ({len(rows)} forms and lines, {times} times)")
    return element("details", summary, shown) if len(rows) > FOLDED else shown


def conflicts(site: SiteData, keys: Iterable[str]) -> str:
    """Return the section of the conflicts that any of the rows is part of."""
    items = []
    wanted = set(keys)
    for key, row in zip(site.ids("conflicts"), site.records("conflicts"), strict=True):
        if wanted.isdisjoint((row["record_id"], row["other_id"])):
            continue
        head = join([badges.badge(row["verdict"]), " ", element("strong", words(row["kind"]).capitalize(), ": ")])
        where = [" In ", site.id_ref(row["record_id"], UP), ", column ", code(row["field"]), "."]
        other = [" Other row: ", site.id_ref(row["other_id"], UP), "."] if row["other_id"] else []
        reference = [" Reference: ", site.ref(row["reference_id"], UP), "."] if row["reference_id"] else []
        items.append(join([head, row["finding"], *where, *other, *reference, " (", site.id_ref(key, UP), ")"]))
    return section("Conflicts", bullets(items))


def notes(site: SiteData, key: str) -> str:
    """Return the section of the notes on a record and on the rows that its page shows."""
    items = []
    for note_id, row in zip(site.ids("notes"), site.records("notes"), strict=True):
        if row["record_id"] in site.row_of and site.page_of(row["record_id"]) == key:
            about = [] if row["record_id"] == key else [" (on ", row["record_id"], ")"]
            reference = [" Reference: ", site.ref(row["reference_id"], UP), "."] if row["reference_id"] else []
            kind = element("strong", words(row["kind"]).capitalize(), ": ")
            items.append(element("span", kind, row["note"], *about, *reference, id=note_id))
    return section("Notes", bullets(items))


def correction(site: SiteData, key: str) -> Html:
    """Return how to suggest a correction: an issue on the file and line, where the repository has an address."""
    path, line = site.line_in_file(key)
    where = join(["line ", str(line), " of ", code(path), " (", code(f"{path}:{line}"), ")"])
    if site.repository is None:
        how = link(f"{UP}contributing.html#fix-one-cell", "how to propose a correction")
        return element("p", "This record is ", where, ". See ", how, ": name the file and line.")
    body = f"{path}:{line}\n\nWhat is wrong:\n\nWhat the article prints:\n"
    address = f"{site.repository}/issues/new?title={quote(f'{key}: correction')}&body={quote(body, safe='')}"
    return element("p", "This record is ", where, ". ", external(address, "Suggest a correction"))


def citation(site: SiteData, key: str) -> str:
    """Return the citation as text that can be selected, and as files for programs."""
    for form, ending in CITATIONS.items():
        put(f"id/{key}.{ending}", site.cited(key).format(form))
    text = element("p", site.citation(key), id="citation", class_="citation")
    button = element("button", "Copy the citation", type="button", class_="copy", data_copies="citation", hidden="")
    files = (link(f"../{key}.{e}", e.upper() if e == "ris" else "BibTeX", download="") for e in CITATIONS.values())
    return section("Cite this record", text, button, element("p", "As a file: ", join(files, ", "), "."))


def neighbours(site: SiteData, key: str) -> Html:
    """Return where a record is among those of its kind, with the one before and the one after."""
    table = site.table_of[key]
    keys = site.in_order[table]
    at = keys.index(key)
    place = link(f"{UP}records/{table}.html", f"{PAGES[table]} {at + 1} of {len(keys)}")
    sides = {"prev": keys[at - 1] if at else None, "next": keys[at + 1] if at + 1 < len(keys) else None}
    names = {rel: shortened(site.name(k), 60) for rel, k in sides.items() if k}
    before = link(f"../{sides['prev']}/index.html", "← ", names["prev"], rel="prev") if sides["prev"] else None
    after = link(f"../{sides['next']}/index.html", names["next"], " →", rel="next") if sides["next"] else None
    parts = (element("span", part) for part in (before or "", place, after or ""))
    return element("nav", *parts, class_="neighbours", aria_label="Neighbours")


def write_record(site: SiteData, key: str, about: str, *body: str, **meta: Any) -> None:
    """Write a record's page at id/KEY/, with its JSON and its JSON-LD."""
    table, name = site.table_of[key], site.name(key)
    noun = PAGES[table].capitalize()
    put_json(f"id/{key}.json", as_json(site, key))
    put_json(f"id/{key}.jsonld", as_linked_data(site, key))
    python, command = code(f'iraqmilitias.trace("{key}")'), code(f"iraqmilitias trace {key}")
    forms = [
        join([link(f"../{key}.json", "JSON"), " (the row and the rows that belong to it)"]),
        join([link(f"../{key}.jsonld", "JSON-LD"), " (schema.org)"]),
        join(["Python: ", python, " · command line: ", command]),
    ]
    row = element("details", element("summary", "Every column of the row"), facts(site.row_of[key]))
    title = site.data.package.table(table).title
    write(
        f"id/{key}/index.md",
        element("h1", name),
        element("p", element("strong", noun), " ", code(key), badges.badges(site, key, UP), class_="kind"),
        element("p", about) if about and about != name else "",
        element("div", badges.known(site, key, UP), class_="known") if badges.known(site, key, UP) else "",
        *body,
        notes(site, key),
        citation(site, key),
        section("Data and corrections", bullets(forms), row, correction(site, key)),
        neighbours(site, key),
        title=f"{shortened(name, 70)} ({key})",
        description=shortened(f"{noun} {key}: {about or name}", 150),
        record=key,
        within=f"records/{table}.html",
        crumbs=[{"title": "Records", "url": "records/index.html"}, {"title": title, "url": f"records/{table}.html"}],
        links=[
            {"rel": "cite-as", "href": "./"},
            {"rel": "describedby", "href": f"../{key}.jsonld", "type": "application/ld+json"},
            {"rel": "alternate", "href": f"../{key}.json", "type": "application/json"},
            {"rel": "collection", "href": f"{UP}records/{table}.html"},
        ],
        **meta,
    )


def shortened(text: str, limit: int) -> str:
    """Return a text cut at a word's end."""
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0].rstrip(",.;:") + "…"
