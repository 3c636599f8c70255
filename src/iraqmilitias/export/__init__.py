"""The whole package in another form: one module a format, each with what that format cannot hold.

>>> import tempfile
>>> from iraqmilitias.package import Package, installed
>>> with tempfile.TemporaryDirectory() as folder:
...     manifest = export(Package(installed()), folder + "/out", "geojson")
>>> [entry["path"] for entry in manifest["files"]]
['events.geojson', 'facilities.geojson', 'places.geojson']
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import NotFoundError, nearest
from ..package import Package
from .context import opened
from .manifest import export_folder


class Format(NamedTuple):
    """One form of the package: what it is, the extra that its writer needs, and what it does not hold."""

    title: str
    whole: bool  # every cell of every table comes back as printed
    lacks: tuple[str, ...]
    files: tuple[str, ...]  # how its files end (with a dot), or are named
    short: str  # the title in a list of files
    extra: str = ""


TYPED = "how a number or a missing cell was spelled: 1.50 comes back as 1.5, any code for missing as an empty cell"
NO_KEYS = "keys and constraints: they are in the schemas only"
FORMATS: dict[str, Format] = {
    "parquet": Format(
        "Parquet, one typed file a table, and the claims in one flat file; the schema is in each file's metadata",
        True,
        (TYPED, "keys and constraints as such: they are in the metadata, and nothing enforces them"),
        (".parquet",),
        "Parquet, one file a table",
    ),
    "csv": Format(
        "CSV for spreadsheets, one file a table, and the claims in one flat file; formulas neutralised",
        True,
        (
            TYPED,
            "types, keys and constraints: a spreadsheet guesses the types of what it opens",
            "text that a spreadsheet would run as a formula, unchanged: an apostrophe is put before it",
            "version and hash inside the files: they are in manifest.json",
        ),
        (".csv",),
        "CSV for spreadsheets",
    ),
    "sqlite": Format(
        "SQLite with keys, checks and the claims; datasette.json describes it for Datasette",
        True,
        (
            TYPED,
            "types of dates and booleans: dates are ISO text, booleans 0 and 1",
            "patterns and lengths; foreign keys are enforced only after PRAGMA foreign_keys = ON",
            "the views: claims is a table made once from its view",
        ),
        (".sqlite", "datasette.json"),
        "SQLite database",
    ),
    "duckdb": Format(
        "DuckDB file with keys, comments and every view; clients from 1.1 on open it",
        True,
        (
            TYPED,
            "patterns, lengths and enumerations as constraints",
            "the order of rows in a table that refers to itself: parents come first, generation by generation",
        ),
        (".duckdb",),
        "DuckDB database",
    ),
    "xlsx": Format(
        "XLSX: the claims first, then every table, what the columns mean, and drop-downs",
        True,
        (
            TYPED,
            "keys and patterns; drop-downs warn and do not refuse what is pasted",
            "rows at the end of a table that have no value at all",
            "days before March 1900 and whole numbers beyond 2^53, as such: they are text",
            "more than 1,048,575 rows in a table, or 32,767 characters in a cell: refused",
        ),
        (".xlsx",),
        "Spreadsheet: the claims first, then every table, and what the columns mean",
        "export",
    ),
    "geojson": Format(
        "GeoJSON of events and of every table with coordinates, with the kind of each coordinate",
        False,
        (
            "anything that has no place: statements, figures, ties, conflicts",
            "dates as bounds with a type: they are text",
        ),
        (".geojson",),
        "GeoJSON of facilities, places and events",
    ),
    "graphml": Format(
        "GraphML of the actors and of the ties between them, each tie with its voice",
        False,
        (
            "anything but actors and affiliations",
            "characters that XML 1.0 forbids: they become U+FFFD",
            "missing values: an attribute that is missing is left out",
        ),
        (".graphml",),
        "GraphML of the actors’ ties",
    ),
    "jsonld": Format(
        "JSON-LD: the dataset, its articles and every claim, in schema.org and PROV-O",
        False,
        ("mentions, waivers, lines, aliases, conflicts", "bounds of figures beyond the claim's own columns"),
        (".jsonld",),
        "JSON-LD of the whole dataset",
    ),
    "claimreview": Format(
        "ClaimReview of schema.org: each claim that a reference decides, who made it, the verdict and the reference",
        False,
        (
            "what is open: only a conflict that a reference decides is a review",
            "conflicts of rows that are no claim: events and names",
            "a rating as a number: none is given",
        ),
        (".claimreview.jsonld",),
        "ClaimReview of what a reference decides",
    ),
    "skos": Format(
        "SKOS: every list of codes as a concept scheme, with labels and meanings",
        False,
        ("rows: it has the codes alone", "meanings of codes that no description tells"),
        (".skos.jsonld",),
        "SKOS of every list of codes",
    ),
    "croissant": Format(
        "Croissant description for machine learning, with the CSV files it describes",
        True,
        (
            "constraints, enumerations, foreign keys and the views",
            "texts that pandas takes for missing, such as NA, None and null: mlcroissant reads them as missing",
            "types of whole numbers, dates and booleans in columns with blank cells: they are text, and mlcroissant "
            "shows 1 as 1.0 and true as True there",
        ),
        ("croissant.json",),
        "Croissant description for machine learning",
    ),
    "r": Format(
        "The CSV files and read.R, which reads them in base R with types made from the schemas",
        True,
        (NO_KEYS, "whole numbers beyond 2^31: R holds them as doubles"),
        ("read.R",),
        "Script that reads the tables into R",
    ),
}


def export(package: Package, target: str | Path, form: str) -> dict[str, Any]:
    """Write the package into the folder `target` in one of the FORMATS and return the manifest.

    The folder gets all files or none; the files of an earlier export in it are replaced. Raises PackageError where
    other files are in it or it cannot be written, or where the format cannot take the data; MissingExtraError where
    the format's library is not installed; NotFoundError for an unknown format.
    """
    if form not in FORMATS:
        raise NotFoundError(f"no export format {form!r}; {nearest(form, tuple(FORMATS))}")
    made = export_folder(Path(target), package, form, FORMATS[form].lacks)
    with made as (folder, manifest), opened(package) as context:
        manifest.update(_module(form).write(context, folder))
    return manifest


def read_back(package: Package, folder: str | Path, form: str) -> dict[str, list[tuple[str, ...]]]:
    """Return the cells of every table as printed, read from an export of a format that holds them.

    `package` gives the names of tables and columns. NotFoundError for a format that holds no whole tables.
    """
    whole = tuple(name for name, entry in FORMATS.items() if entry.whole)
    if form not in whole:
        raise NotFoundError(f"{form!r} does not hold whole tables; {nearest(form, whole)}")
    cells: dict[str, list[tuple[str, ...]]] = _module(form).read(Path(folder), package)
    return cells


def _module(form: str) -> Any:
    return import_module(f".{form}", __name__)
