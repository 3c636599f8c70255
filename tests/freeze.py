"""Makes anew what is made from schemas, views and data for the tests: python -m tests.freeze [exports]

`exports` writes only the list of formats in docs/exports.md.

`tests/packages/frozen` is a copy of data, schemas and descriptor as they were when a test last needed something new.
A change of data alone changes nothing there, so that it turns no test red: what data must satisfy, `iraqmilitias check`
says. A change of a schema does, and tests/test_schemas.py asks for it.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path

from iraqmilitias.export import FORMATS

ROOT = Path(__file__).parents[1]
FROZEN = ROOT / "tests" / "packages" / "frozen"
PARTS = ("data", "schemas", "reliability/runs", "datapackage.json")
EXPORTS = ROOT / "docs" / "exports.md"


def exports() -> str:
    """Return the page of the exports with what each format is and does not hold."""
    listed = "\n".join(
        f"### {name}{' (whole)' if form.whole else ''}\n\n{form.title}. Version and hash are {form.proof}.\n\n"
        + "Not held:\n\n"
        + "".join(f"- {lack}\n" for lack in form.lacks)
        for name, form in FORMATS.items()
    )
    page = EXPORTS.read_text(encoding="utf-8")
    return re.sub(r"(<!-- formats: [^\n]*-->\n\n).*?(?=\n## )", lambda m: m[1] + listed, page, flags=re.DOTALL)


def copy(source: Path, target: Path) -> Path:
    """Copy a package's descriptor, schemas, data and hashes, and nothing else of its folder."""
    for name in PARTS:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name)
        else:
            shutil.copy(source / name, target)
    return target


def main() -> None:
    """Make all of it, or the list of formats alone."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("part", nargs="?", choices=["exports"])
    part = parser.parse_args().part
    EXPORTS.write_text(exports(), encoding="utf-8")
    if part:
        return
    shutil.rmtree(FROZEN, ignore_errors=True)
    FROZEN.mkdir(parents=True)
    copy(ROOT, FROZEN)
    for command in (["scripts/row_types.py"], ["-m", "tests.contributions.regenerate"]):
        subprocess.run([sys.executable, *command], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
