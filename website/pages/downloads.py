"""The files for download, with their sizes and SHA-256, and the page that lists them."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

from iraqmilitias.export import FORMATS, export
from iraqmilitias.results import as_csv

from ..markup import DOCS, Html, code, element, link, table, write
from ..site_data import SiteData, count, query
from .record_parts import CITATIONS

FOLDER = DOCS / "downloads"
MEDIA = {
    ".zip": "application/zip",
    ".json": "application/json",
    ".bib": "application/x-bibtex",
    ".ris": "application/x-research-info-systems",
    **{Path(f"_{end}").suffix: media for form in FORMATS.values() for end, media in form.files.items()},
}


@dataclass(frozen=True)
class File:
    """One file for download: its address below the site's root, what it is, its type, bytes and SHA-256."""

    address: str
    title: str
    media_type: str
    size: int
    sha256: str


def file(path: Path, title: str) -> File:
    """Return the description of a generated file."""
    content = path.read_bytes()
    media = MEDIA[path.suffix]
    return File(path.relative_to(DOCS).as_posix(), title, media, len(content), hashlib.sha256(content).hexdigest())


def make(site: SiteData) -> list[File]:
    """Make every file and return them in the page's order."""
    package = site.data.package
    tables = FOLDER / "data"
    tables.mkdir(parents=True)
    claims = query(site.data, "SELECT * FROM claims")
    flat = FOLDER / "claims.csv"
    flat.write_text(as_csv(claims.columns, claims.rows), encoding="utf-8", newline="")
    files = [file(flat, f"All claims in one flat table ({len(claims.rows)} rows): begin here")]
    for described in package.tables.values():
        target = tables / Path(described.path).name
        target.write_bytes(package.read_bytes(described.path))
        files.append(
            file(target, f"{described.title} (table {described.name}, {count(site.data, described.name)} rows)")
        )
    packed = FOLDER / f"{package.name}-{package.version}.zip"
    packed.write_bytes(_zip(site))
    files.append(file(packed, "The whole data package: tables, schemas, descriptor, licence"))
    for form, described_as in FORMATS.items():
        if form != "csv":  # CSV files are listed once, as tables, also those that come with another format
            export(package, FOLDER / form, form)
            made = sorted(p for p in (FOLDER / form).rglob("*") if p.is_file() and p.suffix != ".csv")
            made = [p for p in made if p.name != "manifest.json"]
            title = described_as.short
            files += [file(p, title if len(made) == 1 else f"{title}: {p.name}") for p in made]
    for form, ending in CITATIONS.items():
        cited = FOLDER / f"{package.name}.{ending}"
        cited.write_text(site.data.cite().format(form), encoding="utf-8", newline="")
        files.append(file(cited, f"Citation of this version ({form})"))
    return files


def _zip(site: SiteData) -> bytes:
    """The package as a zip: the same bytes for the same content, the descriptor with the files' sizes and hashes."""
    package = site.data.package
    descriptor = json.loads(package.read_bytes("datapackage.json"))
    for resource in descriptor["resources"]:
        content = package.read_bytes(resource["path"])
        resource["bytes"], resource["hash"] = len(content), f"sha256:{hashlib.sha256(content).hexdigest()}"
    stamped = (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in (*package.files(), "LICENSE-DATA", "CITATION.cff"):
            entry = zipfile.ZipInfo(f"{package.name}-{package.version}/{name}", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, stamped if name == "datapackage.json" else package.read_bytes(name))
    return archive.getvalue()


def readable(size: int) -> str:
    """Return a number of bytes as people read it."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(size / 1000, 0.1):.1f} kB"


def listed(title: str, files: list[File]) -> Html:
    """Return a table of files."""
    rows = [
        (
            link(f.address, f.address.removeprefix("downloads/"), download=""),
            f.title,
            readable(f.size),
            element("span", code(f.sha256), class_="sha"),
        )
        for f in files
    ]
    return table(("file", "what it is", "size", "SHA-256"), rows, f"{title} ({len(files)})")


def page(site: SiteData, files: list[File]) -> None:
    """Write the page of the downloads."""
    version = site.data.version
    tables = [f for f in files if f.address.endswith(".csv")]
    cited = [f for f in files if Path(f.address).suffix in (".bib", ".ris")]
    other = [f for f in files if f not in (*tables, *cited)]
    groups = {"The tables, as CSV": tables, "Other formats": other, "Citation": cited}
    dcat = link("downloads/dcat.jsonld", "DCAT catalogue")
    schema_org = link("downloads/dataset.jsonld", "schema.org Dataset")
    write(
        "downloads.md",
        "# Downloads",
        f"Every file is made from the tables when the site is built and is of version {version}. The licence is "
        "[CC BY 4.0](licence.md); the few printed words remain their publishers’.",
        *(f"## {title}\n\n{listed(title, mine)}" for title, mine in groups.items()),
        element("p", "For programs: ", dcat, ", ", schema_org, ". Every record’s page has its JSON and JSON-LD."),
        element("p", "Check a file: ", code("sha256sum FILE"), "."),
        links=[{"rel": "item", "href": f.address, "type": f.media_type} for f in files],
    )
