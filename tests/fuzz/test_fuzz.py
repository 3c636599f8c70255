"""Whatever stands in a package, the check ends with a plain answer: no traceback, nothing written, the same twice."""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from iraqmilitias.errors import Error
from iraqmilitias.validation import Report, validate
from iraqmilitias.validation.report.formats import render
from iraqmilitias.validation.report.issues import WORDS

from .mangling import spoilt

HARBOUR = Path(__file__).parents[1] / "packages" / "harbour"
ENDS = 20  # seconds after which a check counts as one that hangs; most take a fifth of one
FULL = 5_000
SAMPLE = 60
MESSAGES = (1, 4, 8, 20, 21, 30, 40)  # packages of which validation can say something
COMMANDED = 40  # every so many are checked by the command itself, with the cross-checks
TWICE = 10  # every so many packages are checked twice
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links, pipes and alarms")


class _Hangs(Exception):
    pass


def unreadable(report: Report) -> list[str]:
    """Return the messages, reasons and advice that are empty, too long, or hold what a terminal would act on."""
    texts = [text for i in report.issues for text in (i.message, i.why, i.fix)]
    return [f"{text[:80]!r}" for text in texts if not (1 <= len(text) <= WORDS and text.strip() and text.isprintable())]


def checked(path: Path) -> tuple[int, str]:
    """Validate here, without the cross-checks; return the command's exit code and what it prints."""

    def stop(*_: object) -> None:
        raise _Hangs

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(ENDS)
    try:
        report = validate(path, crosscheck=False)
    except Error as error:
        return 2, str(error)
    finally:
        signal.alarm(0)
    wrong = unreadable(report)
    return int(not report.valid), f"Traceback of a message: {wrong}" if wrong else render(report, "text")


def commanded(path: Path) -> tuple[int, str]:
    """Run `iraqmilitias validate` as a process of its own, with the cross-checks."""
    command = [sys.executable, "-m", "iraqmilitias", "validate", str(path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120)
    return done.returncode, done.stdout + done.stderr


def tree(root: Path) -> list[tuple[str, int]]:
    return sorted((str(p.relative_to(root)), p.lstat().st_size) for p in root.rglob("*"))


def faults(number: int) -> list[str]:
    """Return what is wrong with how one spoilt package was answered."""
    found: list[str] = []
    room = Path(tempfile.mkdtemp(prefix="fuzz-"))
    try:
        path = spoilt(HARBOUR, room / "package", number)
        before = tree(room)
        check = commanded if number % COMMANDED == 0 else checked
        try:
            code, text = check(path)
        except BaseException as error:  # whatever comes out of it is what is looked for
            return [f"{number}: {type(error).__name__}: {error}"]
        if code not in (0, 1, 2):
            found.append(f"{number}: exit {code}")
        if "Traceback" in text or "Internal" in text:
            found.append(f"{number}: {text[-300:]}")
        if re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", text):
            found.append(f"{number}: raw control characters in what is printed")
        if code == 1 and not re.search(r"^\S.*?:.*(?:error|warning)\[[a-z0-9-]+\]", text, re.MULTILINE):
            found.append(f"{number}: not valid, and no place is named: {text[:200]}")
        if tree(room) != before:
            found.append(f"{number}: something was written")
        if number % TWICE == 0 and check(path) != (code, text):
            found.append(f"{number}: another answer the second time")
    finally:
        shutil.rmtree(room)
    return found


def _all(numbers: range) -> Iterator[str]:
    with multiprocessing.get_context("spawn").Pool(max(1, len(os.sched_getaffinity(0))), maxtasksperchild=200) as pool:
        for found in pool.imap_unordered(faults, numbers, chunksize=5):
            yield from found


@pytest.mark.slow
def test_every_message_about_a_spoilt_package_is_one_short_line(tmp_path: Path) -> None:
    reports = [validate(spoilt(HARBOUR, tmp_path / str(n), n), crosscheck=n % 10 == 0) for n in MESSAGES]
    assert sum(len(report.issues) for report in reports) > len(reports)
    assert [text for report in reports for text in unreadable(report)] == []


@pytest.mark.slow
def test_a_sample_of_spoilt_packages_gets_a_plain_answer() -> None:
    assert [f for number in range(SAMPLE) for f in faults(number)] == []


@pytest.mark.full
def test_five_thousand_spoilt_packages_get_a_plain_answer() -> None:
    assert list(_all(range(FULL))) == []
