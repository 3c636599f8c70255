"""The command line: results on stdout, all else on stderr, honest exit codes, never a traceback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import ROOT, SOURCES

Make = Callable[..., Path]


def run(*arguments: str, **more: object) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k != "IRAQMILITIAS_SOURCES"}
    done = subprocess.run(
        [sys.executable, "-m", "iraqmilitias", *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**environment, "COLUMNS": "120"},
        **more,  # type: ignore[call-overload]
    )
    assert "Traceback" not in done.stderr
    return done


def test_tables_lists_tables_and_views() -> None:
    done = run("tables")
    assert done.returncode == 0 and done.stderr == ""
    assert "event_reports" in done.stdout and "disagreements" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 120


def test_describe_shows_columns_and_rejects_unknown_tables() -> None:
    assert "value_low" in run("describe", "figures").stdout
    assert "figure_id" in run("describe", "figure_series").stdout
    wrong = run("describe", "figurs")
    assert (wrong.returncode, wrong.stdout) == (1, "") and "did you mean figures" in wrong.stderr


@pytest.mark.parametrize("form", ["table", "csv", "json", "markdown"])
def test_query_prints_in_every_form(form: str) -> None:
    done = run("query", "select source_id, lines from sources order by 1", "--format", form)
    assert done.returncode == 0 and "src-0003" in done.stdout
    if form == "json":
        assert json.loads(done.stdout)[0]["source_id"] == "src-0001"


def test_query_writes_parquet_whole_or_not_at_all(tmp_path: Path) -> None:
    import pyarrow.parquet as parquet

    target = tmp_path / "out.parquet"
    assert run("query", "select * from figures", "--format", "parquet", "--output", str(target)).returncode == 0
    assert parquet.read_table(target).num_rows > 10
    assert run("query", "selec", "--format", "parquet", "--output", str(tmp_path / "no.parquet")).returncode == 1
    assert [p.name for p in tmp_path.iterdir()] == ["out.parquet"]
    assert run("query", "select 1", "--format", "parquet").returncode == 2


@pytest.mark.parametrize("sql", ["delete from sources", "select * from '/etc/passwd'", "select 1; select 2", "x"])
def test_query_refuses_with_status_1(sql: str) -> None:
    done = run("query", sql)
    assert (done.returncode, done.stdout) == (1, "") and done.stderr.startswith("error: ")


def test_query_says_when_rows_are_cut_and_cites_on_stderr() -> None:
    done = run("query", "select * from lines", "--max-rows", "2", "--format", "csv", "--cite")
    assert len(done.stdout.splitlines()) == 3
    assert "cut after 2 rows" in done.stderr and "SHA-256" in done.stderr


def test_control_characters_are_shown_not_sent() -> None:
    done = run("query", "select chr(27) || '[31mred' as x, chr(8238) as y")
    assert "\x1b" not in done.stdout and "\\x1b[31mred" in done.stdout and "\\u202e" in done.stdout


def test_trace_find_and_cite_print_and_reject() -> None:
    assert "says so" in run("trace", "fig-0001").stdout
    assert json.loads(run("trace", "fig-0001", "--format", "json").stdout)["table"] == "figures"
    assert run("trace", "fig-9999").returncode == 1
    assert "Soleimani" in run("find", "Solemeini").stdout
    nothing = run("find", "zzzzqqqq")
    assert (nothing.returncode, nothing.stdout) == (0, "")
    assert "no DOI assigned" in run("cite").stdout
    assert run("cite", "fig-0001", "--format", "bibtex").stdout.startswith("@misc{")
    assert run("cite", "fig-0001", "--query", "select 1").returncode == 2


@pytest.mark.skipif(not SOURCES.is_dir(), reason="the articles are not here")
def test_trace_marks_the_words_in_the_readers_copy() -> None:
    done = run("trace", "fig-0001", "--sources", str(SOURCES))
    assert "»" in done.stdout and "«" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("nosuch",),
        ("query",),
        ("query", "select 1", "--format", "xml"),
        ("--package", "/no/such/folder", "tables"),
        ("--package", str(ROOT / "tests"), "tables"),
        ("validate", "/no/such/folder"),
        ("trace", "fig-0001", "--sources", "/no/such/folder"),
    ],
)
def test_what_cannot_run_ends_with_2(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "") and done.stderr


def test_help_and_version() -> None:
    assert "validate" in run("-h").stdout
    for command in ("tables", "query", "trace", "find", "cite", "validate", "rules", "describe", "coverage"):
        assert run(command, "-h").returncode == 0
    assert run("--version").stdout.startswith("iraqmilitias 0.")


def test_validate_accepts_the_data_and_reports_a_broken_package(make: Make) -> None:
    whole = run("validate", str(ROOT), "--format", "json")
    assert whole.returncode == 0, whole.stdout
    assert json.loads(whole.stdout)["valid"] is True
    broken = run("validate", str(make("person_id,age,boss_id,since,paid,rank,pay\na,old,,,,,\n")))
    assert broken.returncode == 1 and "data/people.csv:2:age: error[" in broken.stdout
    folder = make()
    (folder / "datapackage.json").write_text("{", encoding="utf-8")
    assert run("validate", str(folder)).returncode == 1


def test_another_package_can_be_read(make: Make) -> None:
    folder = str(make())
    assert "people" in run("--package", folder, "tables").stdout
    assert "50" in run("--package", folder, "query", "select age from people where age > 45").stdout


def test_rules_lists_and_explains() -> None:
    assert len(run("rules").stdout.splitlines()) > 40
    first = run("rules").stdout.splitlines()[2].split()[0]
    assert "fix" in run("rules", first).stdout
    assert run("rules", "no-such-rule").returncode == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a shell's pipe")
def test_a_closed_pipe_is_fine() -> None:
    done = subprocess.run(
        f"{sys.executable} -m iraqmilitias query 'select * from lines' --format csv | head -1; echo ${{PIPESTATUS[0]}}",
        shell=True, executable="/bin/bash", capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "0" and "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_an_interrupt_ends_with_130() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "iraqmilitias", "query", "select sum(range) from range(1000000000000)"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    time.sleep(2)  # until the child is at work; an earlier signal would end the interpreter's start
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130 and out == "" and "Traceback" not in err


def test_any_locale_prints_utf8() -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "iraqmilitias", "query", "select alias from aliases where language = 'ar' order by 1"],
        capture_output=True, env=environment,
    )  # fmt: skip
    assert done.returncode == 0 and any(ord(c) > 1500 for c in done.stdout.decode("utf-8"))
