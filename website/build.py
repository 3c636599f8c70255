"""Build the whole site into a folder: the generated pages, then the site builder, then the check of every link.

The pages go into `website/.build/docs`: a copy of `docs/` with everything that is generated. No hook of one builder is
used, so that the site builder can be changed in one line.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from iraqmilitias.dataset import Dataset
from reliability import page as reliability

from . import links
from .markup import DOCS, ROOT, put, write
from .pages import code_blocks, console, downloads, explorer, lists, metadata, records, reference, search
from .pictures import page as pictures
from .site_data import SiteData

BUILDER = "mkdocs"  # any program that reads mkdocs.yml: properdocs builds the same files
SETTINGS = Path(__file__).with_name("mkdocs.yml")


def write_pages(root: Path = ROOT) -> None:
    """Write every page of the site, from docs/ and from the data."""
    shutil.rmtree(DOCS, ignore_errors=True)
    shutil.copytree(root / "docs", DOCS, ignore=shutil.ignore_patterns("*.run.md"))
    data = Dataset(root)
    site = SiteData(data)
    reference.tables(data)
    reference.rules()
    reference.command_line()
    reference.library()
    reference.questions(data)
    reference.codebook_page(data, root / "docs" / "codebook.md")
    records.pages(site)
    lists.records(site)
    explorer.page(site)
    lists.references(site)
    lists.known_errors(site)
    lists.versions(site)
    pictures.pages(site)
    files = downloads.make(site)
    downloads.page(site, files)
    console.page(site, files)
    metadata.catalogues(site, files)
    write("benchmarks.md", printed(root / "benchmarks" / "page.py"))
    write("drafts.md", drafts(root))
    write("reliability.md", reliability.page())
    put("contributing.md", (root / "CONTRIBUTING.md").read_text(encoding="utf-8").replace("](docs/", "]("))
    try:
        code_blocks.pages(site, files)
    except code_blocks.BlockError as error:
        sys.exit(str(error))
    search.pages(site)  # last: it reads the pages


def printed(script: Path, *options: str) -> str:
    """Return the page that a script prints."""
    command = [sys.executable, str(script), *options]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def drafts(root: Path) -> str:
    """Return the page on how good the drafts are, measured now if the articles' texts are here."""
    sources = os.environ.get("IRAQMILITIAS_SOURCES")
    if sources:
        return printed(root / "scripts" / "leave_one_out.py", "--sources", sources)
    return (
        "# How good the drafts are\n\nThis site was built without the articles’ text, by which the drafts are "
        "measured. With the texts in a folder: `python scripts/leave_one_out.py --sources FOLDER`.\n"
    )


def render(
    target: Path, builder: str = BUILDER, settings: Path = SETTINGS, environment: Mapping[str, str] = os.environ
) -> None:
    """Turn the pages into the site, strictly; SystemExit with the builder's message where it fails."""
    version = Dataset(ROOT).version
    command = [sys.executable, "-m", builder, "build", "--strict", "-f", str(settings), "-d", str(target.resolve())]
    done = subprocess.run(
        command,
        env={**environment, "NO_MKDOCS_2_WARNING": "1", "IRAQMILITIAS_VERSION": version},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    if done.returncode:
        sys.exit(done.stdout + done.stderr)


def build(target: Path, builder: str = BUILDER) -> None:
    """Write the pages and turn them into the site."""
    console.install()
    write_pages()
    render(target, builder)


def main() -> int:
    """Build the site and print what is wrong with its links; return the exit status."""
    parser = argparse.ArgumentParser(description="Build the documentation site into a folder and check its links.")
    parser.add_argument("target", type=Path, nargs="?", default=ROOT / "site", help="folder to build into")
    parser.add_argument("--builder", default=BUILDER, help=f"program that reads mkdocs.yml (default: {BUILDER})")
    arguments = parser.parse_args()
    build(arguments.target, arguments.builder)
    return links.report(arguments.target)
