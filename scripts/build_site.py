"""Build the whole site into a folder: the generated pages, then the site builder, then the check of every link."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

import build_docs
import check_site
from pages import console
from pages.writing import ROOT

BUILDER = "mkdocs"  # any program that reads mkdocs.yml: properdocs builds the same files


def build(target: Path, builder: str = BUILDER) -> None:
    """Write the pages and build them, strictly; SystemExit with the builder's words where it fails."""
    console.install()
    build_docs.main()
    command = [sys.executable, "-m", builder, "build", "--strict", "--site-dir", str(target.resolve())]
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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path, nargs="?", default=ROOT / "site", help="folder to build into")
    parser.add_argument("--builder", default=BUILDER, help=f"program that reads mkdocs.yml (default: {BUILDER})")
    arguments = parser.parse_args()
    build(arguments.target, arguments.builder)
    return check_site.report(arguments.target)


if __name__ == "__main__":
    sys.exit(main())
