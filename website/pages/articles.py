"""The page of an article: what each line claims, who says so, and what contradicts it. No text is reproduced."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from iraqmilitias.records import author_of

from ..markup import Html, Row, bullets, code, element, external, facts, join, link, section
from ..site_data import SiteData, dated, words
from . import badges
from .record_parts import UP, archived, speaker_and_relays

QUOTATIONS = {
    "verbatim": "as they were said, by the original",
    "altered": "changed against the original",
    "machine_paraphrased": "reworded, it seems by a machine: do not quote them as anybody’s words",
    "unverified": "not compared with an original",
}
KINDS = {"statements": "says", "event_reports": "reports", "figures": "figure", "affiliations": "tie"}
OWN_COPY = (
    "Do you have the article’s text as a file, one paragraph a line? Choose it, and the words appear at their lines, "
    "marked. It is read in this browser only; nothing is sent or kept. Lines are matched by their SHA-256."
)


def body(site: SiteData, key: str, row: Row) -> list[str]:
    """Return the body of an article's page."""
    (profile,) = site.rows("SELECT * FROM source_profile WHERE source_id = ?", key)
    (left,) = site.rows("SELECT sum(left_total) AS n FROM coverage WHERE source_id = ?", key)
    copy = external(archived(site, key, None), "archive copy")
    share = f"{profile['claim_count']} claims, {profile['author_share']:.0%} in the author’s own voice"
    loaded = (
        f"loaded words: {profile['own_times']} times in the author’s own voice "
        f"({profile['own_per_1000_words']} per 1,000 words), {profile['quoted_times']} times quoted, "
        f"{profile['distanced_times']} times used with a reserve"
    )
    about = {
        "Article": join([external(row["url"], row["title"]), " (", copy, ")"]),
        "By": f"{row['author'] or 'no author printed'} ({row['author_basis']}), {row['publisher']}",
        "Published": dated(row),
        "Rewritten from": original(row),
        "Quotations": QUOTATIONS[row["quotations"]],
        "What it contains": f"{share}; {loaded}",
    }
    more = {
        "Genre": row["genre"],
        "Edition": row["edition"],
        "Length": f"{row['lines']} lines, {row['words']:,} words",
        "Coded by": f"{row['coded_by']} ({row['coder_kind']}), {row['coded_on']}",
        "Checked by": row["checked_by"] or "nobody yet",
        "Numbers, quotations and names that are not coded": str(left["n"]),
        "SHA-256 of the text that was read": code(row["sha256"]),
        "Note": row["note"],
    }
    lines = annotated(site, key)
    return [
        facts(about),
        element("details", element("summary", "More about the article and its coding"), facts(more)),
        section("What contradicts it", disputed(site, key)),
        section(
            "Line by line",
            own_copy(),
            overview(site, lines),
            element("ol", *(strip(site, one) for one in lines), class_="lines"),
        ),
    ]


def original(row: Row) -> Html | None:
    """Return what an article was rewritten or reprinted from."""
    if not row["original_title"] and not row["original_publisher"]:
        return None
    title = row["original_title"] or "an article"
    first = external(row["original_url"], title) if row["original_url"] else title
    rest = [row[c] for c in ("original_author", "original_publisher", "original_date") if row[c]]
    return join([first, *rest], ", ")


def disputed(site: SiteData, key: str) -> Html:
    """Return the conflicts about any row of the article, each with its line."""
    rows = site.rows(
        "SELECT DISTINCT c.*, r.line FROM conflicts c JOIN records r ON r.record_id = c.record_id "
        "WHERE r.source_id = $1 OR c.record_id = $1 ORDER BY r.line, c.conflict_id",
        key,
    )

    def one(row: Row) -> Html:
        where = link(f"#line-{row['line']}", f"line {row['line']}") if row["line"] else "the article"
        badge = badges.badge(row["verdict"], href=site.href(row["conflict_id"], UP))
        reference = join([" (", site.ref(row["reference_id"], UP), ")"]) if row["reference_id"] else None
        return join([where, ": ", badge, " ", row["finding"], reference])

    return bullets(one(row) for row in rows)


def annotated(site: SiteData, key: str) -> list[dict[str, object]]:
    """Return every line that is not blank, with its claims, terms, names and what was set aside."""
    claims = _by_line(
        site.rows("SELECT * FROM claims WHERE source_id = ? ORDER BY line, table_name DESC, record_id", key)
    )
    names = _by_line(site.rows("SELECT * FROM mentions WHERE source_id = ? ORDER BY line, mention_id", key))
    waived = _by_line(site.rows("SELECT * FROM waivers WHERE source_id = ? ORDER BY line", key))
    lines = site.rows("SELECT * FROM lines WHERE source_id = ? AND role <> 'blank' ORDER BY line", key)
    return [
        {
            **row,
            "claims": claims.get(row["line"], []),
            "mentions": names.get(row["line"], []),
            "waived": waived.get(row["line"], []),
        }
        for row in lines
    ]


def _by_line(rows: Iterable[Row]) -> dict[int, list[Row]]:
    return {line: list(mine) for line, mine in groupby(rows, lambda r: int(r["line"]))}


def own_copy() -> Html:
    """Return the field for the reader's own copy, which only a script shows."""
    field = Html('<input type="file" id="own" accept=".txt,text/plain">')
    label = element("label", "Your own copy of the article", for_="own")
    output = element("output", for_="own")
    return element("div", element("p", OWN_COPY), element("p", label, " ", field), output, class_="own", hidden="")


def disputes_of(site: SiteData, line: Row) -> list[Row]:
    """Return what the view verdicts says of a line's rows themselves in conflicts."""
    keys = [r["record_id"] for r in line["claims"]] + [r["mention_id"] for r in line["mentions"]]
    told = (v for key in keys for v in site.verdicts.get(key, ()))
    return [v for v in told if v["conflict_id"] and v["about_id"] == v["record_id"]]


def overview(site: SiteData, lines: Iterable[Row]) -> Html:
    """Return one cell a line, as a way to it: how many claims it has, and whether one is in a conflict."""
    cells = []
    for line in lines:
        count = len(line["claims"])
        disputed = disputes_of(site, line)
        label = f"line {line['line']}, {line['role']}: {count} claim{'' if count == 1 else 's'}"
        label += ", in a conflict" if disputed else ""
        look = "disputed" if disputed else None
        height = element("span", "▪" * min(count, 5) or "·", aria_hidden="true")
        cells.append(element("li", link(f"#line-{line['line']}", line["line"], height, aria_label=label, class_=look)))
    return element("nav", element("ol", *cells), class_="overview", aria_label="Lines")


def strip(site: SiteData, line: Row) -> Html:
    """Return one line: its claims by who says them, its loaded words, its names."""
    groups = [list(mine) for _, mine in groupby(sorted(line["claims"], key=_voice), _voice)]
    terms = [m for m in line["mentions"] if m["term_id"]]
    names = [m for m in line["mentions"] if not m["term_id"]]
    role = "" if line["role"] == "body" else f" ({words(line['role'])})"
    head = element("h3", f"Line {line['line']}{role}")
    parts = [voiced(site, group) for group in groups]
    if terms:
        parts.append(element("p", element("strong", "Loaded words: "), join((term(site, m) for m in terms), "; ")))
    if names:
        parts.append(
            element("p", element("strong", "Names: "), join((name(site, m) for m in names), ", "), class_="small")
        )
    if not parts:
        reason = line["waived"][0]["reason"] if line["waived"] else "nothing to code"
        parts.append(element("p", f"No claim: {reason}.", class_="small"))
    look = "disputed" if disputes_of(site, line) else None
    return element("li", head, *parts, id=f"line-{line['line']}", data_sha256=line["sha256"], class_=look)


def _voice(claim: Row) -> tuple[str, str, str]:
    return (str(claim["speaker"] or ""), str(claim["relayed_by"] or ""), str(claim["speaker_id"] or ""))


def voiced(site: SiteData, claims: list[Row]) -> Html:
    """Return the claims of one voice in a line, under who says so and through whom."""
    first = claims[0]
    if first["statement_id"] is None:
        author = author_of(site.articles[first["source_id"]]) or "author not printed"
        who = join(["In the author’s own voice (", author, ")"])
        look = "voice own-voice"
    else:
        statement = site.voices[first["statement_id"]]
        who = speaker_and_relays(site, statement)
        look = "voice unnamed" if statement["unnamed"] else "voice"
    return element(
        "div", element("p", who, class_="who"), element("ul", *(claim(site, c) for c in claims)), class_=look
    )


def claim(site: SiteData, row: Row) -> Html:
    """Return one claim: what it is, what it says in our words, its badges, and a link to the words."""
    key = row["record_id"]
    what = site.name(key) if row["table_name"] == "figures" else row["what"]
    words_link = external(row["url"], "“", row["locator"], "”") if row["locator"] else None
    shown = site.ref(key, UP, what)
    # a badge that the speaker's name has already is not repeated
    marks = badges.badges(site, key, UP, but=("unnamed_speaker", "inferred_author", "unconfirmed"))
    kind = element("span", KINDS[row["table_name"]], class_="kind-of")
    at = join([" at ", words_link]) if words_link else None
    return element("li", kind, " ", shown, marks, at, data_words=row["locator"], data_key=key)


def term(site: SiteData, row: Row) -> Html:
    """Return a loaded word as printed, with the neutral one."""
    neutral = site.row_of[row["term_id"]]["neutral"]
    word = element("span", site.ref(row["term_id"], UP, row["text"]), data_words=row["text"], data_key=row["term_id"])
    return join([word, f" (we write: {neutral})"])


def name(site: SiteData, row: Row) -> Html:
    """Return a name as printed, as a link to whom or what it names."""
    owner = row["actor_id"] or row["place_id"] or row["facility_id"]
    marks = badges.badges(site, row["mention_id"], UP)
    return element(
        "span",
        site.ref(owner, UP, row["text"]),
        marks,
        data_words=row["text"],
        data_key=owner,
        id=f"at-{row['mention_id']}",
    )
