"""Build the whole site into a folder: the generated pages, then the site builder, then the check of every link.

No builder-specific hook is used, so that the site builder can be changed in one line.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from iraqmilitias.dataset import Dataset

from . import links
from .output import ROOT, THEME, replace
from .pages import (
    audit,
    catalogue,
    claims,
    console,
    downloads,
    entities,
    errors,
    events,
    indexes,
    reference,
    running,
    searching,
)
from .pages.inserts import inserts
from .pictures import page as pictures
from .site_data import Book

BUILDER = "mkdocs"  # any program that reads mkdocs.yml: properdocs builds the same files


def write_pages() -> None:
    """Write every generated page of the documentation."""
    data = Dataset(ROOT)
    replace(THEME / "version.html", f"Version {data.version}.\n")
    reference.tables(data)
    reference.rules()
    reference.command_line()
    reference.library()
    reference.questions(data)
    book = Book(data)
    events.pages(book)
    entities.actors(book)
    entities.places(book)
    entities.facilities(book)
    claims.statement_pages(book)
    claims.figure_pages(book)
    audit.source_pages(book)
    audit.conflict_pages(book)
    audit.term_pages(book)
    audit.references(book)
    indexes.pages(book)
    pictures.pages(book)
    errors.known_errors(book)
    errors.versions(book)
    files = downloads.make(book)
    downloads.page(book, files)
    console.page(book, files)
    catalogue.write_all(book, files)
    try:
        running.pages(data, inserts(book, files), {"index.md": catalogue.signposts(files)})
    except running.BlockError as error:
        sys.exit(str(error))
    searching.pages(book)  # last: it reads the pages


def build(target: Path, builder: str = BUILDER) -> None:
    """Write the pages and build them, strictly; SystemExit with the builder's words where it fails."""
    console.install()
    write_pages()
    settings = str(ROOT / "website" / "mkdocs.yml")
    command = [sys.executable, "-m", builder, "build", "--strict", "-f", settings, "--site-dir", str(target.resolve())]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    if done.returncode:
        sys.exit(done.stdout + done.stderr)


def main() -> int:
    parser = argparse.ArgumentParser(description="Build the site into a folder and check every link.")
    parser.add_argument("target", type=Path, nargs="?", default=ROOT / "site", help="folder to build into")
    parser.add_argument("--builder", default=BUILDER, help=f"program that reads mkdocs.yml (default: {BUILDER})")
    arguments = parser.parse_args()
    build(arguments.target, arguments.builder)
    return links.report(arguments.target)
