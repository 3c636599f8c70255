"""An invented article that was added to a copy of the frozen package, and the page's program on it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest

from iraqmilitias.package import Package
from iraqmilitias.workshop import intake
from iraqmilitias.workshop.article_file import read
from iraqmilitias.workshop.review.session import Session

from ..contributions.editing import copy_package

ROCKETS = Path(__file__).parents[1] / "workshop" / "articles" / "rockets.txt"
WORKSHEET = Path(__file__).parent / "rockets.csv"  # its drafts as they once were: what drafts find changes
GIVEN = {
    "title": "Rockets land near base in Iraq, officials say", "author": "Nadia Farouk", "author_basis": "printed",
    "publisher": "Zagros Daily", "url": "https://example.org/rockets", "date_from": "2022-01-15",
    "date_to": "2022-01-15", "genre": "news", "language": "en", "quotations": "unverified", "coded_by": "A Reader",
    "coder_kind": "human", "coded_on": "2026-01-01",
}  # fmt: skip


class UncodedArticle:
    """A package with an article that waits for its coder, and the folder with the article's text."""

    def __init__(self, root: Path) -> None:
        self.root, self.package, self.texts = root, root / "package", root / "texts"
        self.sheet = self.package / "drafts" / "src-0006.csv"

    def session(self) -> Session:
        """Open the article for review, as a program that is started anew does."""
        return Session(Package(self.package), self.sheet, self.texts)

    def add(self, file: Path) -> None:
        """Add an article."""
        shutil.copy(file, self.texts)
        intake.add(Package(self.package), read(file), GIVEN, workbook=False)


@pytest.fixture(scope="session")
def added(tmp_path_factory: pytest.TempPathFactory) -> UncodedArticle:
    uncoded = UncodedArticle(tmp_path_factory.mktemp("uncoded"))
    uncoded.texts.mkdir()
    copy_package(uncoded.package)
    uncoded.add(ROCKETS)
    shutil.copy(WORKSHEET, uncoded.sheet)
    return uncoded


@pytest.fixture
def uncoded(added: UncodedArticle, tmp_path: Path) -> UncodedArticle:
    """The article as `source add` left it, for one test."""
    shutil.copytree(added.root, tmp_path / "uncoded")
    return UncodedArticle(tmp_path / "uncoded")


@pytest.fixture
def empty(tmp_path: Path) -> UncodedArticle:
    """A copy of the package to which no article was added yet."""
    uncoded = UncodedArticle(tmp_path / "uncoded")
    uncoded.texts.mkdir(parents=True)
    copy_package(uncoded.package)
    return uncoded


def _in_background() -> None:
    """Ignore SIGINT, as a shell tells a job in the background to do; Ctrl+C must end the program all the same."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class Program:
    """`iraqmilitias source review`, running."""

    def __init__(self, uncoded: UncodedArticle) -> None:
        command = [sys.executable, "-m", "iraqmilitias", "--package", str(uncoded.package), "source", "review"]
        command += ["--sources", str(uncoded.texts), "--no-browser"]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        options = {"stdout": subprocess.PIPE, "encoding": "utf-8", "env": environment, "preexec_fn": _in_background}
        self.process = subprocess.Popen(command, **options)
        out: IO[str] | None = self.process.stdout
        assert out is not None
        self.address = out.readline().split()[-1]

    def kill(self) -> None:
        """End it without a chance to do anything more."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """End it as Ctrl+C does, and return its status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait()


@pytest.fixture
def start() -> Iterator[Callable[[UncodedArticle], Program]]:
    """A function that starts the page's program."""
    running: list[Program] = []

    def started(uncoded: UncodedArticle) -> Program:
        running.append(Program(uncoded))
        return running[-1]

    yield started
    for program in running:
        program.kill()
        assert program.process.stdout is not None
        program.process.stdout.close()
