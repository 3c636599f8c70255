"""What ends in the middle of a validation on Sail: the server, the command, the room on the disk."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from iraqmilitias.validation import validate
from iraqmilitias.validation.engines import EngineError
from iraqmilitias.validation.report.progress import Step

from ..freeze import FROZEN
from ..test_interruption import SIGNAL_AT, Room
from .fleet import HARBOUR

pytestmark = pytest.mark.spark
# Prints a server's address and ends when its standard input is closed.
SERVER = """
import sys
from pysail.spark import SparkConnectServer
server = SparkConnectServer()
server.start()
print("sc://%s:%d" % server.listening_address, flush=True)
sys.stdin.read()
"""
# Lets no file grow any more when tables are handed over, or when a recursive rule begins.
FULL_AT = """
import resource
from iraqmilitias.validation.engines import {module}
call = {module}.{function}
def full(*arguments):
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
    return call(*arguments)
{module}.{function} = full
"""


@pytest.fixture
def server() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A Sail server in a process of its own, and its address."""
    command = [sys.executable, "-c", SERVER]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        yield process, process.stdout.readline().strip()
        process.kill()


def test_server_elsewhere_gives_the_verdict_of_duckdb(server: tuple[subprocess.Popen[str], str]) -> None:
    report = validate(HARBOUR, engine="spark", master=server[1], crosscheck=False)
    assert (report.valid, report.checked_by) == (True, ("spark",))


@pytest.mark.parametrize("layer", ["contracts", "rules"])
def test_server_that_is_killed_in_the_middle_is_an_error_and_no_verdict(
    server: tuple[subprocess.Popen[str], str], layer: str
) -> None:
    def kill(step: Step) -> None:
        if step.layer == layer:
            server[0].kill()
            server[0].wait()

    with pytest.raises(EngineError, match="Spark could not answer"):
        validate(HARBOUR, engine="spark", master=server[1], crosscheck=False, progress=kill)


@pytest.mark.parametrize(("name", "statuses"), [("SIGTERM", {143}), ("SIGINT", {130, 2})])
def test_command_that_is_stopped_leaves_no_file(tmp_path: Path, name: str, statuses: set[int]) -> None:
    """Sail, in the same process, hears Ctrl-C, too: where it ends first, the command says that it does not answer."""
    room = Room(tmp_path)
    stopped = room.run("validate", str(HARBOUR), "--engine", "spark", before=SIGNAL_AT.format(layer="rules", name=name))
    assert stopped[0] in statuses, stopped
    assert (stopped[1], room.left()) == ("", [])
    assert stopped[0] != 2 or stopped[2].startswith("error: Spark could not answer")


@pytest.mark.parametrize(
    ("module", "function", "package"),
    [("spark", "SparkEngine.hand_over", HARBOUR), ("recursion", "_compute", FROZEN)],
)
def test_command_on_a_full_disk_says_so_and_leaves_no_file(
    tmp_path: Path, module: str, function: str, package: Path
) -> None:
    room, before = Room(tmp_path), FULL_AT.format(module=module, function=function)
    status, out, error = room.run("validate", str(package), "--engine", "spark", before=before)
    assert (status, out, room.left()) == (2, "", [])
    assert error.startswith("error: ") and "File too large" in error
    assert "Traceback" not in error
