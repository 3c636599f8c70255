"""The line of progress: on a terminal only, with layer, table, rows a second and time left, and gone at the end."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from iraqmilitias.cli.progress import line
from iraqmilitias.validation import validate
from iraqmilitias.validation.report.progress import ProgressTracker, Step

from .conftest import ROOT

HARBOUR = str(Path(__file__).parent / "packages" / "harbour")
# Shows at once what otherwise comes after two seconds, and waits at each layer until it was shown.
AT_ONCE = """
from iraqmilitias.cli import progress, main
progress.AFTER, progress.EVERY = 0.0, 0.001
write, call, written, seen = progress.Meter._write, progress.Meter.__call__, progress.Event(), set()
def show(self, text):
    write(self, text)
    written.set()
def wait(self, step):
    call(self, step)
    if self._thread is not None and step.name not in seen and len(seen) < 20:
        seen.add(step.name)
        written.clear()
        written.wait(1)
progress.Meter._write, progress.Meter.__call__ = show, wait
main()
"""


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


def test_terminal_is_shown_layers_tables_and_time_left_and_then_nothing():
    status, shown = on_a_terminal(AT_ONCE)
    lines = shown.split("\r\x1b[2K")
    assert status == 0
    assert lines[0] == lines[-1] == ""
    assert any(re.fullmatch(r"\d+% · (structure|contracts|references) ports.*", text) for text in lines)
    assert any(re.fullmatch(r"\d+% · rules [a-z-]+ · [\d,]+ rows a second · about \d+ s left", t) for t in lines)


def test_short_work_shows_nothing_on_a_terminal():
    code = "from iraqmilitias.cli import progress, main; progress.AFTER = 60.0; main()"
    assert on_a_terminal(code) == (0, "")


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


def test_line_says_minutes_for_long_work_and_shows_control_characters():
    assert line(Step("structure", "a\x1bb", 0.1, 0), 60.0) == "10% · structure a\\x1bb · about 9 min left"
