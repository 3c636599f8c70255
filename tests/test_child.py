"""Nothing runs from where the user stands, and how a child process ended is told as it was."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from iraqmilitias import child
from iraqmilitias.database import database_file, sandbox
from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import QueryError

from .conftest import ROOT
from .freeze import FROZEN

# Each module says on stdout that it was run, spoils an answer, and leaves a mark.
MALICE = "import pathlib\nprint('executed')\npathlib.Path({mark!r}).write_text('x')\nraise SystemExit('executed')\n"
MODULES = (
    *("random", "duckdb", "sitecustomize", "usercustomize", "iraqmilitias", "pickle", "json", "signal", "datetime"),
    *("platform", "zipfile", "hashlib", "csv", "typing", "re", "subprocess", "tempfile", "decimal", "uuid", "numpy"),
    *("pandas", "pytz", "collections", "click", "importlib", "threading", "_strptime", "struct", "encodings", "types"),
)


EARLY = ("importlib", "collections", "types", "typing")


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A folder of modules that must not be run, and DuckDB's start file."""
    folder = tmp_path / "here"
    folder.mkdir()
    for name in MODULES:
        (folder / f"{name}.py").write_text(MALICE.format(mark=str(tmp_path / "mark")), encoding="utf-8")
    (folder / ".duckdbrc").write_text("SELECT 'executed';\n", encoding="utf-8")
    (folder / "pyvenv.cfg").write_text("home = /nowhere\n", encoding="utf-8")
    return folder


def query(folder: Path, launch: list[str], **variables: str) -> subprocess.CompletedProcess[str]:
    command = [*launch, "query", "SELECT count(*) AS n FROM sources", "--format", "csv", "--timeout", "60"]
    return subprocess.run(command, cwd=folder, env={**os.environ, **variables}, capture_output=True, text=True)


SCRIPT = [sys.executable, "-I", "-c", "from iraqmilitias.cli import main; main()"]  # as the installed command starts


@pytest.mark.sampled(2)
@pytest.mark.parametrize("launch", [SCRIPT, [sys.executable, "-m", "iraqmilitias"]], ids=["command", "-m"])
def test_query_runs_nothing_of_the_current_folder(trap: Path, tmp_path: Path, launch: list[str]) -> None:
    if "-m" in launch:
        for name in (
            *("iraqmilitias", "sitecustomize", "usercustomize", "importlib", "collections", "types"),
            "typing",
        ):
            (trap / f"{name}.py").unlink()  # Python itself imports these before any line of ours
    done = query(trap, launch)
    assert (done.returncode, done.stdout, done.stderr) == (0, "n\n5\n", "")
    assert not (tmp_path / "mark").exists()


def test_child_runs_nothing_that_variables_of_python_name(trap: Path, tmp_path: Path) -> None:
    code = (
        "import sys; sys.path[:] = [p for p in sys.path if p]; import iraqmilitias as im, os; im.tables()\n"
        "os.environ.update(PYTHONPATH={0!r}, PYTHONSTARTUP={0!r} + '/random.py', PYTHONHOME={0!r}, PYTHONINSPECT='1')\n"
        "print(im.sql('SELECT count(*) FROM sources', as_='rows', timeout=60))"
    )
    done = subprocess.run([sys.executable, "-c", code.format(str(trap))], cwd=trap, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[(5,)]\n", "") and not (tmp_path / "mark").exists()


def test_child_imports_this_library_where_it_was_imported_from(tmp_path: Path) -> None:
    """A copy that is on no path but the current folder's, as for one who runs Python in `src`."""
    (tmp_path / "iraqmilitias").symlink_to(ROOT / "src" / "iraqmilitias")
    code = (
        "import sys; sys.path.insert(0, '')\n"
        "import iraqmilitias as im; print(im.__file__)\n"
        f"print(im.open({str(FROZEN)!r}).sql('SELECT 1', as_='rows', timeout=60))"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.splitlines()[0] == str(tmp_path / "iraqmilitias" / "__init__.py"), done.stderr
    assert done.stdout.splitlines()[-1] == "[(1,)]", done.stderr


@pytest.mark.slow
def test_time_zone_of_the_machine_changes_no_answer() -> None:
    code = "import iraqmilitias as im; q = \"SELECT '2020-01-01 00:00:00+00'::TIMESTAMPTZ::VARCHAR\"\n"
    code += "print(im.sql(q, as_='rows'), im.sql(q, as_='rows', timeout=60))"
    answers = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "TZ": zone}, capture_output=True, text=True, check=True
        ).stdout
        for zone in ("UTC", "Asia/Tokyo", "America/New_York")
    }
    assert answers == {"[('2020-01-01 00:00:00+00',)] [('2020-01-01 00:00:00+00',)]\n"}


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("os.kill(os.getpid(), 9)", "signal 9 (SIGKILL)"),
        ("os.abort()", "signal 6 (SIGABRT)"),
        ("os._exit(3)", "exit status 3"),
        ("raise LookupError('last words')", "exit status 1: LookupError: last words"),
    ],
)
def test_ending_of_a_process_is_told_as_it_was(code: str, told: str) -> None:
    done = subprocess.run([sys.executable, "-c", f"import os; {code}"], capture_output=True)
    assert child.ending(done.returncode, done.stderr) == told


def test_child_that_cannot_start_is_not_said_to_want_memory(
    data: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\necho 'no such library' >&2\nexit 127\n", encoding="utf-8")
    program.chmod(0o755)
    file = database_file(data.package)
    monkeypatch.setattr(sys, "executable", str(program))
    with pytest.raises(QueryError, match="exit status 127: no such library"):
        sandbox.limited(file, "SELECT 1", timeout=60)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    with pytest.raises(Exception, match="no child process can be started") as refused:
        sandbox.limited(file, "SELECT 1", timeout=60)
    assert type(refused.value).__name__ == "Error"


def test_parameter_that_the_child_cannot_have_is_refused(data: Dataset) -> None:
    class Own:
        pass

    with pytest.raises(QueryError, match="parameter"):
        data.sql("SELECT ?", [Own()], timeout=60)
    with pytest.raises(QueryError, match="parameter"):
        data.sql("SELECT ?", [lambda: 1], timeout=60)


def test_every_child_of_python_is_started_isolated() -> None:
    """Who starts this Python does so by child.start; a new place must use it, or be listed with its reason."""
    source = ROOT / "src" / "iraqmilitias"
    places = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*.py")
        if "sys.executable" in path.read_text(encoding="utf-8")
    }
    # crosscheck.py has a child of its own still.
    assert places - {"validation/crosscheck.py"} == {"child.py"}
