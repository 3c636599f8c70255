"""Thirty ways to get a contribution wrong and ten to get it right, as edits; regenerate.py makes the patches of them.

A bad one: its name, the edit (which returns the line that it touched), the file, the column, the code, and words that
the annotation must have, among them what to write instead.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from iraqmilitias.package import Package
from iraqmilitias.workshop.versions.bump import raised

from ..freeze import FROZEN
from .editing import Checkout

VERSION = Package(FROZEN).version


class Bad(NamedTuple):
    name: str
    edit: Callable[[Checkout], int | None]
    file: str
    column: str
    code: str
    words: tuple[str, ...]


class Good(NamedTuple):
    name: str
    edit: Callable[[Checkout], object]
    bump: str


FIGURE = {
    "source_id": "src-0003", "line": "7", "locator": "the two sides", "printed": "two", "value_low": "2",
    "value_high": "2", "qualifier": "exact", "measure": "other", "unit": "other",
    "description": "sides that the line sees on the way to an open clash",
}  # fmt: skip


def figure(checkout: Checkout, **cells: str) -> int:
    """Code the number that a waiver has left out so far, with some cells of it written otherwise."""
    checkout.drop("waivers", "src-0003,7,two,")
    return checkout.add("figures", **{**FIGURE, **cells})


def retire(checkout: Checkout, **cells: str) -> int:
    """Take the last alias out and say so in retired, with some cells written otherwise."""
    last = checkout.lines("aliases")[-1].split(",")[0]
    checkout.drop("aliases", last)
    row = {
        "record_id": last,
        "retired_in": raised(VERSION, "minor"),
        "kind": "error",
        "reason": "The articles do not use it.",
    }
    checkout.add("retired", **{**row, **cells})
    header, *others, added = checkout.lines("retired")
    checkout.write("retired", [header, *sorted([*others, added])])
    return checkout.line("retired", added.split(",")[0] + ",")


BAD = (
    # the file
    Bad(
        "comma-without-quotes",
        lambda d: d.text("figures", d.line("figures", "fig-0002,"), lambda t: t.replace("bore of", "bore, of")),
        "data/figures.csv",
        "",
        "row-long",
        ("19", "18", "quotes"),
    ),
    Bad(
        "quote-left-open",
        lambda d: d.text("terms", d.line("terms", "trm-0002,"), lambda t: t.replace("thugs", '"thugs')),
        "data/terms.csv",
        "",
        "quote-unterminated",
        ("quote",),
    ),
    Bad(
        "blank-row",
        lambda d: d.insert("figures", d.line("figures", "fig-0005,"), ""),
        "data/figures.csv",
        "",
        "row-blank",
        ("blank", "Remove"),
    ),
    Bad(
        "column-renamed",
        lambda d: d.text("figures", 1, lambda t: t.replace("value_low", "low_value")),
        "data/figures.csv",
        "value_low",
        "column-name",
        ("value_low",),
    ),
    Bad(
        "cell-missing",
        lambda d: d.text("aliases", d.line("aliases", "als-0001,"), lambda t: t.rpartition(",")[0]),
        "data/aliases.csv",
        "",
        "row-short",
        ("8", "9"),
    ),
    # one cell
    Bad(
        "code-unknown",
        lambda d: d.set("figures", "fig-0004", qualifier="about"),
        "data/figures.csv",
        "qualifier",
        "enum",
        ("'about'", "approximate"),
    ),
    Bad(
        "date-as-in-a-spreadsheet",
        lambda d: d.set("figures", "fig-0004", date_to="12/31/2011"),
        "data/figures.csv",
        "date_to",
        "type",
        ("12/31/2011", "YYYY-MM-DD"),
    ),
    Bad(
        "number-in-words",
        lambda d: d.set("figures", "fig-0001", value_low="twenty"),
        "data/figures.csv",
        "value_low",
        "type",
        ("'twenty'", "number"),
    ),
    Bad(
        "truth-value-yes",
        lambda d: d.set("actors", "act-0002", named="yes"),
        "data/actors.csv",
        "named",
        "type",
        ("'yes'", "true"),
    ),
    Bad(
        "required-cell-empty",
        lambda d: d.set("figures", "fig-0003", locator=""),
        "data/figures.csv",
        "locator",
        "required",
        ("empty",),
    ),
    Bad(
        "id-too-short",
        lambda d: figure(d, figure_id="fig-21"),
        "data/figures.csv",
        "figure_id",
        "pattern",
        ("'fig-21'", "fig-"),
    ),
    Bad(
        "id-twice",
        lambda d: figure(d, figure_id="fig-0020"),
        "data/figures.csv",
        "figure_id",
        "primary-key",
        ("fig-0020",),
    ),
    Bad(
        "actor-unknown",
        lambda d: d.set("figures", "fig-0004", actor_id="act-9999"),
        "data/figures.csv",
        "actor_id",
        "foreign-key",
        ("act-9999",),
    ),
    Bad(
        "line-after-the-article's-end",
        lambda d: d.set("figures", "fig-0001", line="999"),
        "data/figures.csv",
        "",
        "foreign-key",
        ("999",),
    ),
    Bad(
        "invisible-character",
        lambda d: d.set("aliases", "als-0002", alias="Revolutionary\u200bGuards"),
        "data/aliases.csv",
        "alias",
        "text-invisible",
        ("invisible", "Retype"),
    ),
    Bad(
        "formula",
        lambda d: d.set("facilities", "fac-0002", description="=HYPERLINK(1)"),
        "data/facilities.csv",
        "description",
        "text-formula",
        ("=", "Begin with another character"),
    ),
    Bad(
        "markup",
        lambda d: d.set("facilities", "fac-0002", description="Iraqi base <b>north</b> of Baghdad."),
        "data/facilities.csv",
        "description",
        "text-html",
        ("<b>",),
    ),
    # what the codebook demands
    Bad(
        "bounds-exchanged",
        lambda d: figure(d, value_low="3", qualifier="approximate"),
        "data/figures.csv",
        "value_high",
        "value-order",
        ("below value_low", "Swap"),
    ),
    Bad(
        "exact-with-bounds",
        lambda d: figure(d, value_high="3"),
        "data/figures.csv",
        "qualifier",
        "value-qualifier",
        ("exact", "Correct"),
    ),
    Bad(
        "unit-of-another-measure",
        lambda d: figure(d, measure="killed", unit="usd"),
        "data/figures.csv",
        "unit",
        "value-unit",
        ("usd does not fit killed", "Correct unit"),
    ),
    Bad(
        "locator-too-long",
        lambda d: figure(d, locator="one of two words that go on and on and on"),
        "data/figures.csv",
        "locator",
        "word-limit",
        ("11 words", "at most 8"),
    ),
    Bad("blank-line-cited", lambda d: figure(d, line="8"), "data/figures.csv", "line", "blank-line-cited", ("blank",)),
    Bad(
        "loaded-word-of-our-own",
        lambda d: figure(d, description="thugs on two sides"),
        "data/figures.csv",
        "description",
        "own-words",
        ("thugs", "armed men"),
    ),
    Bad(
        "report-after-publication",
        lambda d: d.set("event_reports", "rep-0001", date_to="2021-01-01"),
        "data/event_reports.csv",
        "date_to",
        "after-publication",
        ("2020-10-01",),
    ),
    Bad(
        "name-for-two-things",
        lambda d: d.set("mentions", "men-0001", place_id="plc-0002"),
        "data/mentions.csv",
        "",
        "one-target",
        ("one",),
    ),
    Bad(
        "row-at-the-wrong-place",
        lambda d: d.swap("figures", d.line("figures", "fig-0007,")),
        "data/figures.csv",
        "figure_id",
        "id-order",
        ("fig-0008", "Move"),
    ),
    # what lasts from version to version
    Bad(
        "id-of-an-earlier-number",
        lambda d: (
            d.drop("waivers", "src-0003,7,two,")
            and d.insert(
                "figures",
                2,
                "fig-0000,src-0003,7,the two sides,two,2,2,exact,other,other,sides that the line sees,,,,,,,",
            )
        ),
        "data/figures.csv",
        "figure_id",
        "id-reused",
        ("take fig-0021",),
    ),
    Bad(
        "row-gone-without-a-word",
        lambda d: d.drop("aliases", "als-0090,"),
        "data/aliases.csv",
        "alias_id",
        "id-dropped",
        ("als-0090 was removed", "data/retired.csv"),
    ),
    Bad(
        "retired-in-a-version-that-has-it",
        lambda d: retire(d, retired_in=VERSION),
        "data/retired.csv",
        "retired_in",
        "retired-version",
        (VERSION, "version that will first lack"),
    ),
    # what is left
    Bad(
        "name-neither-coded-nor-waived",
        lambda d: d.drop("waivers", "src-0001,9,") and d.line("lines", "src-0001,9,"),
        "data/lines.csv",
        "",
        "coverage-left",
        ("src-0001, line 9", "waivers.csv"),
    ),
)


def note_column(checkout: Checkout) -> None:
    """Add an optional column to the terms."""
    field = {
        "name": "note", "type": "string", "title": "Note", "description": "Anything else, in own words.",
        "example": "Used by both speakers.", "constraints": {"required": False},
    }  # fmt: skip
    checkout.schema("terms", lambda fields: fields[""]["fields"].append(field))
    lines = checkout.lines("terms")
    checkout.write("terms", [f"{line},{'' if i else 'note'}" for i, line in enumerate(lines)])


GOOD = (
    Good(
        "wording-of-a-cell",
        lambda d: d.set("figures", "fig-0002", description="bore of the rockets that the groups fired"),
        "patch",
    ),
    Good("a-bound-corrected", lambda d: d.set("figures", "fig-0004", date_to="2011-12-18"), "patch"),
    Good(
        "a-schema-explained",
        lambda d: d.schema(
            "figures", lambda f: f["printed"].update(description="The number as it is printed, nothing more.")
        ),
        "patch",
    ),
    Good("a-figure-that-was-missed", figure, "minor"),
    Good(
        "another-spelling",
        lambda d: d.add("aliases", alias="Guard Corps", language="en", actor_id="act-0019", reference_id="ref-0004"),
        "minor",
    ),
    Good(
        "a-disagreement-with-a-reference",
        lambda d: d.add(
            "conflicts",
            kind="number",
            record_id="fig-0011",
            field="value_high",
            reference_id="ref-0031",
            verdict="open",
            finding="The reference counts fewer of them.",
        ),
        "minor",
    ),
    Good("a-row-retired-with-its-reason", retire, "minor"),
    Good(
        "a-code-added",
        lambda d: d.schema("figures", lambda f: f["unit"]["constraints"]["enum"].insert(-1, "kilometres")),
        "minor",
    ),
    Good("a-column-added", note_column, "minor"),
    Good(
        "a-code-removed",
        lambda d: d.schema("statements", lambda f: f["act"]["constraints"]["enum"].remove("boast")),
        "major",
    ),
)
