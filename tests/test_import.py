"""Importing is light."""

from __future__ import annotations

import subprocess
import sys

import pytest

RUN = "try: main({})\nexcept SystemExit: sys.stdout.write(chr(10))"  # the command's own output comes first
HEAVY = (
    "duckdb",
    "pandas",
    "numpy",
    "pandera",
    "frictionless",
    "pyarrow",
    "polars",
    "click",
    "importlib.metadata",
)


def loaded(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(*sys.modules)"
    return set(
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    )


def test_import_loads_no_heavy_library() -> None:
    assert not loaded("import iraqmilitias") & set(HEAVY)


def test_connect_loads_duckdb_and_not_pandas() -> None:
    modules = loaded("import iraqmilitias as im; c = im.connect(); c.execute('select 1').fetchall(); c.close()")
    assert "duckdb" in modules and not modules & {"pandas", "pandera", "frictionless", "click"}


@pytest.fixture(scope="session")
def lean() -> None:
    """Skip where DuckDB itself loads pandas for a query with values, as 1.4.0 does."""
    if "pandas" in loaded("import duckdb\nduckdb.connect().execute('select ?', [1]).fetchall()"):
        pytest.skip("this DuckDB loads pandas for a query with values")


COMMANDS = (
    ["tables"],
    ["describe", "claims"],
    ["query", "select * from attacks"],
    ["trace", "fig-0019"],
    ["find", "hangar"],
    ["cite", "fig-0019"],
    ["verify"],
    ["coverage"],
    ["rules"],
    ["format", "--check"],
)


@pytest.mark.sampled(3)
@pytest.mark.usefixtures("lean")
@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c[0])
def test_commands_load_neither_pandas_nor_numpy(command: list[str]) -> None:
    assert not loaded(f"from iraqmilitias.cli import main\n{RUN.format(command)}") & {"pandas", "numpy"}


@pytest.mark.parametrize("command", [["tables"], ["describe", "events"], ["find", "hangar"], ["rules"]])
def test_commands_run_without_duckdb(command: list[str]) -> None:
    script = f"import sys; sys.modules['duckdb'] = None\nfrom iraqmilitias.cli import main\nmain({command})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "") and done.stdout


@pytest.mark.usefixtures("lean")
@pytest.mark.slow
def test_calls_without_frames_load_no_pandas() -> None:
    calls = "im.tables(), im.views(), im.paths(), im.describe('claims'), im.rows('events'), im.rows('claims'), "
    calls += "im.find('hangar'), im.trace('fig-0019'), im.cite('fig-0019'), im.labels('event_type'), "
    calls += "im.sql('SELECT * FROM attacks', as_='rows'), im.during(im.rows('events'), '2020')"
    assert not loaded(f"import iraqmilitias as im; {calls}") & {"pandas", "numpy", "pyarrow", "polars"}


def test_calls_on_the_files_run_without_duckdb() -> None:
    calls = (
        "im.tables(), im.views(), im.paths(), im.describe('events'), im.rows('events'), im.find('hangar'), im.cite()"
    )
    modules = loaded(f"sys.modules['duckdb'] = None; import iraqmilitias as im; {calls}, im.labels('act')")
    assert not modules & {"pandas", "numpy"}


def test_public_names_are_all_there() -> None:
    import iraqmilitias as im

    for name in im.__all__:
        assert getattr(im, name) is not None
    assert set(im.__all__) <= set(dir(im))


def test_a_connection_left_open_at_exit_says_nothing() -> None:
    code = "import iraqmilitias as im; c = im.connect(); im.sql('select 1', as_='rows')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
