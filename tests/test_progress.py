"""The line of progress: on a terminal only, with layer, table, rows a second and time left, and gone at the end."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from iraqmilitias.cli.progress import label
from iraqmilitias.validation import validate
from iraqmilitias.validation.report.progress import ProgressTracker, Step

from .conftest import ROOT

HARBOUR = str(Path(__file__).parent / "packages" / "harbour")
# Shows at once what otherwise comes after two seconds.
AT_ONCE = "from iraqmilitias.cli import progress, main; progress.AFTER = 0.0; main()"


def start(code: str, stderr: int) -> subprocess.Popen[bytes]:
    """Start `validate` on the harbour with stderr as given."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "100"}
    command = [sys.executable, "-c", code, "validate", HARBOUR]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, env=environment)


def on_a_terminal(code: str) -> tuple[int, str]:
    """Return the status and what a terminal would have got on stderr."""
    outer, inner = pty.openpty()
    process = start(code, inner)
    os.close(inner)
    shown = b""
    try:
        while True:
            shown += os.read(outer, 1 << 16)
    except OSError:  # the other end is closed: the process has ended
        pass
    finally:
        os.close(outer)
    process.communicate(timeout=60)
    return process.returncode, shown.decode("utf-8")


@pytest.mark.slow
def test_terminal_is_shown_layers_tables_and_share_and_then_nothing():
    status, shown = on_a_terminal(AT_ONCE)
    assert status == 0
    for layer in ("structure", "contracts", "rules"):
        assert re.search(rf"\[[#-]+\] +\d+%.* {layer} \w+", shown), layer
    assert shown.endswith("\r\x1b[2K\x1b[?25h") and "\n" not in shown


@pytest.mark.slow
def test_short_work_shows_nothing_on_a_terminal():
    code = "from iraqmilitias.cli import progress, main; progress.AFTER = 60.0; main()"
    assert on_a_terminal(code) == (0, "")


@pytest.mark.slow
def test_nothing_is_shown_where_stderr_is_no_terminal(tmp_path):
    target = tmp_path / "stderr"
    with target.open("wb") as file:
        process = start(AT_ONCE, file.fileno())
        out, _ = process.communicate(timeout=60)
    assert (process.returncode, target.read_bytes()) == (0, b"")
    assert out.startswith(b"valid") or b"\nvalid" in out


def test_shares_never_fall_and_rows_are_counted(harbour_steps):
    shares = [step.share for step in harbour_steps]
    assert shares == sorted(shares)
    assert shares[0] >= 0.0 and shares[-1] <= 1.0
    assert {step.layer for step in harbour_steps} >= {"structure", "contracts", "rules"}
    assert harbour_steps[-1].rows == validate(HARBOUR, crosscheck=False).rows


@pytest.fixture
def harbour_steps() -> list[Step]:
    steps: list[Step] = []
    validate(HARBOUR, crosscheck=False, progress=steps.append)
    return steps


def test_larger_files_are_a_larger_share():
    steps: list[Step] = []
    tracker = ProgressTracker(steps.append)
    tracker.expect("structure", ["small", "large", "last"], [1.0, 98.0, 1.0])
    for name in ("small", "large", "last"):
        tracker("structure", name)
    small, large, last = (step.share for step in steps)
    assert last - large > 50 * (large - small)


def test_label_shows_control_characters_and_fits():
    assert label(Step("structure", "a\x1bb", 0.1, 0)) == "structure a\\x1bb"
    assert len(label(Step("structure", "n" * 100, 0.1, 0))) == 40
    assert label(None) == ""
