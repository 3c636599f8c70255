"""Importing is light."""

from __future__ import annotations

import subprocess
import sys

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


def test_public_names_are_all_there() -> None:
    import iraqmilitias as im

    for name in im.__all__:
        assert getattr(im, name) is not None
    assert set(im.__all__) <= set(dir(im))


def test_a_connection_left_open_at_exit_says_nothing() -> None:
    code = "import iraqmilitias as im; c = im.connect(); im.sql('select 1', as_='rows')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
