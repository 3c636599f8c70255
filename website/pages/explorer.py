"""The explorer's page: every claim in one list, which its script filters by facet, time and place.

The list is complete without the script. What the script selects by is in explorer.toml, as SQL: the build runs it to
find the values of every claim, and the script puts it into the query that cites a selection.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from ..markup import Html, Row, bullets, element, external, join, put, write
from ..pictures.map import land, point
from ..site_data import SiteData, period, words
from .badges import LABELS, badges
from .record_parts import speaker

PROGRAMS = ("sha256", "console_cite", "rows", "explorer_select", "explorer")
NOUNS = {"event_reports": "report", "statements": "statement", "figures": "figure", "affiliations": "tie"}
WINDOW = (35.6, 29.0, 49.0, 38.0)  # degrees that the map shows: Iraq and what lies around it
CONFLICTS = ("contradicted", "open", "explained", "contradicts")  # verdicts that are told in full
INTRO = """Every claim of the articles in one list: reports of events, statements, figures and ties, each with who says
it and what is known against it. Filter it by anything, choose years, click a place. The address keeps your selection.
All of it was coded by machine; no row has been checked by a person yet."""


@cache
def plan() -> dict[str, Any]:
    """Return explorer.toml, with the SQL of the camps complete."""
    found = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    facets = found["facets"]
    facets["camp"]["links"] = facets["camp"]["links"].replace("ACTOR", facets["actor"]["links"])
    return found


def claims(site: SiteData) -> list[Row]:
    """Return the claims with the dates by which they are selected, by article and line."""
    query = plan()["query"]
    columns = f"{query['columns']}, known_precision, statement_id, url"
    return list(site.rows(f"{query['claims']} select {columns} from dated order by source_id, line, record_id"))


def values(site: SiteData, key: str) -> dict[str, list[str]]:
    """Return the values that each claim has in a facet."""
    facet, query = plan()["facets"][key], plan()["query"]["claims"]
    if "value" in facet:
        pairs = f"{query} select record_id, {facet['value']} as value from dated"
    else:
        pairs = f"{query} select record_id, value from dated join ({facet['links']}) using (record_id)"
    found: dict[str, list[str]] = {}
    for row in site.rows(f"select distinct * from ({pairs}) where value is not null order by record_id, value"):
        found.setdefault(row["record_id"], []).append(row["value"])
    return found


def label(site: SiteData, key: str, value: str) -> str:
    """Return what a value of a facet is called on the page."""
    named = LABELS[value] if key == "verdict" else plan()["facets"][key].get("words", {}).get(value)
    if named:
        return str(named)
    if key == "article":
        return f"{site.articles[value]['publisher']} ({site.articles[value]['date_to']:%Y})"
    return site.name(value) if value in site.row_of else words(value)


def enclosing(site: SiteData) -> dict[str, str]:
    """Return the place in which each facility and place is."""
    rows = [*site.records("facilities"), *site.records("places")]
    around = ((next(iter(row.values())), row.get("parent_id") or row.get("place_id")) for row in rows)
    return {str(key): str(outer) for key, outer in around if outer and outer != key}


def data(site: SiteData, rows: Sequence[Row]) -> dict[str, Any]:
    """Return all that the page's script needs: the query's parts, the facets with their values, the claims."""
    by_facet = {key: values(site, key) for key in plan()["facets"]}
    facets = []
    for key, facet in plan()["facets"].items():
        used = sorted({v for found in by_facet[key].values() for v in found} | set(facet.get("words", ())))
        labels = {value: label(site, key, value) for value in used}
        if key == "place":  # a place that only others are in can be chosen as well
            outer = enclosing(site)
            for value in used:
                while value in outer:
                    value = outer[value]
                    labels.setdefault(value, site.name(value))
        sql = {k: facet[k] for k in ("value", "links") if k in facet}
        facets.append({"key": key, "label": facet["label"], "values": labels, **sql})
    names = [name.strip() for name in plan()["query"]["columns"].split(",")]
    listed = [
        {
            "row": [v.isoformat() if hasattr(v := row[n], "isoformat") else v for n in names],
            "precision": row["known_precision"],
            "facets": {key: found[row["record_id"]] for key, found in by_facet.items() if row["record_id"] in found},
        }
        for row in rows
    ]
    return {
        "citation": str(site.data.cite()),
        "query": plan()["query"],
        "columns": names,
        "facets": facets,
        "inside": enclosing(site),
        "claims": listed,
    }


# ---- the page


def shown(site: SiteData, row: Row, judged: Sequence[Row]) -> Html:
    """Return a claim as an entry of the list."""
    key, table = row["record_id"], row["table_name"]
    text = site.name(key) if table == "figures" else row["what"]
    head = element("p", element("span", NOUNS[table], class_="kind"), " ", site.ref(key, "", text))
    source = site.articles[row["source_id"]]
    where = f"{source['publisher']} ({source['date_to']:%Y}), line {row['line']}"
    known = row["known_from"], row["known_to"]
    when = None if known == (None, None) else period(*known, row["known_precision"])
    told = row["certainty"] if row["certainty"] not in (None, "asserted") else None
    statement = site.voices.get(row["statement_id"] or "")
    who = speaker(site, statement, "") if statement else "the author’s own voice"
    parts = [who, external(row["url"], where), when, told]
    line = element("p", join((p for p in parts if p), " · "), badges(site, key, ""), class_="says")
    against = bullets(site.linked(v["verdict_text"], "") for v in judged if v["kind"] in CONFLICTS)
    return element("li", head, line, against, data_id=key)


def by_article(site: SiteData, rows: Sequence[Row]) -> Html:
    """Return the list as it is without a script: by article, in the order of its lines."""
    judged = site.verdicts
    groups = []
    for source_id in site.articles:
        mine = [row for row in rows if row["source_id"] == source_id]
        entries = [shown(site, row, judged.get(row["record_id"], [])) for row in mine]
        groups.append(
            element(
                "section",
                element("h2", f"{site.article(source_id)} ({len(mine)})"),
                element("ol", *entries, class_="claims"),
            )
        )
    return element("div", *groups, id="claims")


def map_of(site: SiteData) -> Html:
    """Return the map with a button for each place and facility that has a coordinate; the script sizes them."""
    shapes, names = land()
    left, top = point(WINDOW[0], WINDOW[3])
    right, down = point(WINDOW[2], WINDOW[1])
    marked = {row["name"] for row in site.records("places") if row["latitude"] is not None}
    names = [(name, x, y) for name, x, y in names if name not in marked]
    inside = [(name, x, y) for name, x, y in names if left < x < right and top < y < down]
    countries = join(element("text", name, class_="country", x=f"{x:.0f}", y=f"{y:.0f}") for name, x, y in inside)
    spots = []
    for row in [*site.records("places"), *site.records("facilities")]:
        if row["latitude"] is None:
            continue
        key = str(next(iter(row.values())))
        x, y = point(row["longitude"], row["latitude"])
        marks = Html("<circle></circle><text></text>")
        attributes = {"class_": f"spot {row['coordinate_kind']}", "data_value": key, "data_name": row["name"]}
        at = f"translate({x:.1f} {y:.1f})"
        spots.append(element("g", marks, role="button", tabindex="0", transform=at, **attributes))
    box = f"{left:.0f} {top:.0f} {right - left:.0f} {down - top:.0f}"
    return element("svg", *shapes, countries, *spots, viewBox=box, role="group", aria_label="Map")


def page(site: SiteData) -> None:
    """Write the page and the data of its script (a script that sets one value, so that it loads from file:// too)."""
    rows = claims(site)
    text = json.dumps(data(site, rows), ensure_ascii=False, separators=(",", ":"))
    put("assets/explorer-data.js", f"window.iraqmilitiasExplorer = {text};\n")
    tools = FORM.replace("MAP", map_of(site))
    sheet = '<link rel="stylesheet" href="css/explorer.css">'
    scripts = ["assets/explorer-data.js", *(f"js/{name}.js" for name in PROGRAMS)]
    write(
        "explorer.md", f"{sheet}\n\n# Explorer", INTRO, tools, by_article(site, rows), scripts=scripts, contents=False
    )


# In a template, since nothing of it works without scripts.
FORM = """<div id="explore"><template>
<p id="tally" role="status"></p>
<ul id="chosen" aria-label="Chosen filters"></ul>
<div class="pictures">
<section aria-label="Time"><div id="time"></div>
<p class="acts"><label for="from">From</label> <input type="date" id="from"> <label for="to">to</label> \
<input type="date" id="to"> <button type="button" id="all-years">All years</button></p></section>
<section aria-label="Places"><div id="map">MAP</div>
<details><summary id="off-map-count">Not on the map</summary><p id="off-map"></p></details></section>
</div>
<details id="taken"><summary>Cite this selection</summary>
<p class="citation" id="selection-citation"></p>
<p class="acts"><button type="button" id="copy-selection" aria-live="polite">Copy the citation</button> \
<a id="ask" href="console.html">Open its query in the console</a></p>
<p>Save it as a text file and check it: <code>iraqmilitias verify FILE</code></p></details>
<p class="acts"><label for="order">Order</label> <select id="order"><option value="">by article and line</option>\
<option value="date">by date</option><option value="kind">by kind</option></select>
<a id="save" download="iraqmilitias-selection.csv" href="#explore">Download as CSV</a></p>
<div class="columns"><details id="facets"><summary>Filters</summary><div></div></details><div id="found"></div></div>
</template></div>"""
