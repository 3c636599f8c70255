"""The home page as Lighthouse sees it, on its throttled profile of a slow phone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from ..chromium import FLAGS, chromium
from .conftest import TOOLS
from .kinds import PAGES

pytestmark = [pytest.mark.full]
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
INTERACTIVE = 1500  # milliseconds until the page answers, on the throttled profile


@pytest.mark.parametrize("page", ["", PAGES["event"]])
def test_page_scores_95_in_every_category_and_answers_soon(address: str, tmp_path: Path, page: str) -> None:
    program = TOOLS / "lighthouse" / "cli" / "index.js"
    assert program.is_file(), "run `npm ci --ignore-scripts` in website first"
    node = shutil.which("node")
    assert node, "Lighthouse needs Node"
    flags = [flag for flag in FLAGS if " " not in flag]
    done = subprocess.run(
        [
            node,
            str(program),
            address + page,
            "--quiet",
            "--output=json",
            f"--output-path={tmp_path / 'report.json'}",
            f"--only-categories={','.join(CATEGORIES)}",
            f"--chrome-flags={' '.join(flags)} --user-data-dir={tmp_path / 'profile'}",
        ],
        env={**os.environ, "CHROME_PATH": chromium()},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    scores = {name: report["categories"][name]["score"] * 100 for name in CATEGORIES}
    print(scores, report["audits"]["interactive"]["displayValue"])
    assert min(scores.values()) >= 95, scores
    assert report["audits"]["interactive"]["numericValue"] < INTERACTIVE
