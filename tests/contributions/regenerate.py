"""Makes bad/*.patch, good/*.patch and expected.csv anew from cases.py: python -m tests.contributions.regenerate

Needed when the data around a patch has changed and it no longer applies.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from .cases import BAD, GOOD
from .editing import Checkout, copy_package

HERE = Path(__file__).parent


def patch(edit: Callable[[Checkout], object]) -> tuple[bytes, object]:
    """Return the patch that an edit of the checkout's data is, and what the edit returned."""
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder) / "a", Path(folder) / "b"
        copy_package(old)
        shutil.copytree(old, new)
        touched = edit(Checkout(new))
        command = ["git", "diff", "--no-index", "--no-prefix", "--no-color", "-U1", "a", "b"]
        made = subprocess.run(command, cwd=folder, capture_output=True, check=False).stdout
    assert made, "the edit changes nothing"
    return made, touched


def main() -> None:
    rows = []
    for kind, cases in (("bad", BAD), ("good", GOOD)):
        shutil.rmtree(HERE / kind, ignore_errors=True)
        (HERE / kind).mkdir()
        for number, case in enumerate(cases, 1):
            name = f"{number:02d}-{case.name.replace(chr(39), '')}.patch"
            content, touched = patch(case.edit)
            (HERE / kind / name).write_bytes(content)
            if kind == "bad":
                rows.append([name, case.file, touched, case.column, case.code, " | ".join(case.words)])
            else:
                rows.append([name, "", "", "", case.bump, ""])
    with (HERE / "expected.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["patch", "file", "line", "column", "expected", "words"])
        writer.writerows(rows)


if __name__ == "__main__":
    main()
