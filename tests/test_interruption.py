"""Real processes that are stopped, run out of disk, lose their reader or meet each other: nothing half is left."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import ROOT

pytestmark = pytest.mark.slow  # processes that are stopped, started and waited for
HARBOUR = str(Path(__file__).parent / "packages" / "harbour")
COUNT = ["query", "select count(*) as n from sources", "--format", "csv"]
RUN = "from iraqmilitias.cli import main; main()"
# Sends a signal to this process when a layer of the validation begins, once.
SIGNAL_AT = """
import os, signal
from iraqmilitias.cli import progress
sent = []
def call(self, step):
    if step.layer == {layer!r} and not sent:
        sent.append(step)
        os.kill(os.getpid(), signal.{name})
progress.Meter.__call__ = call
"""
SIGNAL_IN_BUILDING = """
import os, signal
from iraqmilitias.database import building
def comments(package):
    os.kill(os.getpid(), signal.SIGINT)
    yield "SELECT 1"
building._comments = comments
"""
SMALL_FILES = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({bytes}, {bytes}))\n"
LITTLE_MEMORY = "import iraqmilitias.validation as v; v.MEMORY = '30MB'\n"


class Room:
    """Folders for one process's temporary files and cache."""

    def __init__(self, folder: Path) -> None:
        self.temporary, self.cache = folder / "tmp", folder / "cache"
        self.temporary.mkdir()
        self.environment = {
            **os.environ,
            "TMPDIR": str(self.temporary),
            "IRAQMILITIAS_CACHE": str(self.cache),
            "PYTHONPATH": str(ROOT / "src"),
        }

    def start(self, *arguments: str, before: str = "") -> subprocess.Popen[str]:
        """Start the command line after some Python code."""
        command = [sys.executable, "-c", before + RUN, *arguments]
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment, text=True, encoding="utf-8"
        )

    def run(self, *arguments: str, before: str = "") -> tuple[int, str, str]:
        """Return status, stdout and stderr of a process that comes to its end."""
        process = self.start(*arguments, before=before)
        out, error = process.communicate(timeout=120)
        return process.returncode, out, error

    def left(self) -> list[str]:
        """Return what lies in the temporary folder."""
        return sorted(p.name for p in self.temporary.rglob("*"))

    def cached(self) -> list[str]:
        """Return what lies in the cache."""
        return sorted(p.name for p in self.cache.rglob("*"))


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of 100,000 rows."""
    folder = tmp_path_factory.mktemp("large") / "package"
    command = [sys.executable, str(ROOT / "benchmarks" / "generate.py"), str(folder), "--rows", "100000"]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": str(ROOT / "src")})
    return folder


@pytest.mark.parametrize("layer", ["structure", "contracts", "references", "rules", "cross-check"])
def test_interrupted_validation_ends_with_130_and_leaves_nothing(room, layer):
    status, out, error = room.run("validate", HARBOUR, before=SIGNAL_AT.format(layer=layer, name="SIGINT"))
    assert (status, out, error.strip(), room.left()) == (130, "", "interrupted", [])


@pytest.mark.parametrize("layer", ["structure", "rules"])
def test_interrupted_validation_of_a_large_package_ends_too(room, large, layer):
    status, out, error = room.run("validate", str(large), before=SIGNAL_AT.format(layer=layer, name="SIGINT"))
    assert (status, out, error.strip(), room.left()) == (130, "", "interrupted", [])


def test_terminated_validation_ends_with_143_and_leaves_nothing(room):
    status, out, _ = room.run("validate", HARBOUR, before=SIGNAL_AT.format(layer="rules", name="SIGTERM"))
    assert (status, out, room.left()) == (143, "", [])


def test_interrupted_building_of_the_cache_leaves_no_database(room):
    status, out, error = room.run(*COUNT, before=SIGNAL_IN_BUILDING)
    assert (status, out, error.strip(), room.cached(), room.left()) == (130, "", "interrupted", [], [])
    assert room.run(*COUNT)[:2] == (0, "n\n5\n")


def test_validation_on_a_full_disk_says_so_and_blames_no_data(room, large):
    status, out, error = room.run("validate", str(large), before=LITTLE_MEMORY + SMALL_FILES.format(bytes=1 << 20))
    assert (status, out, room.left()) == (2, "", [])
    assert error.startswith("error: no room in memory or in ") and "Traceback" not in error


def test_copy_of_a_flawed_file_on_a_full_disk_says_so(room, large, tmp_path):
    copy = tmp_path / "flawed"
    shutil.copytree(large, copy)
    for file in (copy / "data").iterdir():
        file.write_bytes(file.read_bytes().replace(b"\n", b"\n\n", 1))
    status, out, error = room.run("validate", str(copy), before=SMALL_FILES.format(bytes=1 << 18))
    assert (status, out, room.left()) == (2, "", [])
    assert error.startswith("error: ") and "Traceback" not in error


def test_cache_on_a_full_disk_is_an_error_and_leaves_no_database(room):
    status, out, error = room.run(*COUNT, before=SMALL_FILES.format(bytes=1 << 16))
    assert (status, out, room.cached(), room.left()) == (2, "", [], [])
    assert error.startswith("error: ") and "Traceback" not in error


def test_cache_that_cannot_be_written_is_done_without(room):
    room.environment["IRAQMILITIAS_CACHE"] = "/proc/none"  # not even root can write there
    assert room.run(*COUNT) == (0, "n\n5\n", "")
    assert room.left() == []


def test_output_on_a_full_disk_keeps_the_file_that_was_there(room, tmp_path):
    target = tmp_path / "out.csv"
    target.write_text("before\n", encoding="utf-8")
    room.run(*COUNT)
    sql = "select string_agg(name, ' ') as names from (select unnest(range(2000)), * from actors)"
    before = SMALL_FILES.format(bytes=1 << 16)
    status, _, error = room.run("query", sql, "--format", "csv", "--output", str(target), before=before)
    assert (status, target.read_text(encoding="utf-8")) == (2, "before\n"), error
    assert error.startswith("error: ") and "Traceback" not in error
    assert sorted(p.name for p in tmp_path.iterdir()) == ["cache", "out.csv", "tmp"]


@pytest.mark.parametrize(
    "arguments", [("rules",), ("query", "select * from mentions, range(200)"), ("validate", HARBOUR)]
)
def test_reader_that_leaves_early_is_no_error(room, arguments):
    process = room.start(*arguments)
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    error = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=120), error) == (0, "")


def test_processes_that_build_one_cache_at_once_agree(room):
    processes = [room.start(*COUNT) for _ in range(3)]
    answers = [(*p.communicate(timeout=120), p.returncode) for p in processes]
    assert answers == [("n\n5\n", "", 0)] * 3
    assert [name.rpartition(".")[2] for name in room.cached()] == ["duckdb"]
