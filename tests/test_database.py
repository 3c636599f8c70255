"""The DuckDB file that is built from a package."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from iraqmilitias import database
from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import PackageError
from iraqmilitias.package import Package

from .conftest import ROOT
from .freeze import FROZEN

Make = Callable[..., Path]
HEAD = "person_id,age,boss_id,since,paid,rank,pay\n"


def test_every_table_has_its_rows_keys_and_comments(data: Dataset) -> None:
    connection = data.connect()
    for table in data.package.tables.values():
        rows = connection.execute(f'SELECT count(*) FROM "{table.name}"').fetchall()[0][0]
        assert rows == data.package.read_bytes(table.path).count(b"\n") - 1
    comments = dict(connection.execute("SELECT table_name, comment FROM duckdb_tables() WHERE NOT internal").fetchall())
    assert comments == {t.name: t.description for t in data.package.tables.values()}
    columns = connection.execute(
        "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal"
    ).fetchall()
    found = {(t, c): comment for t, c, comment in columns}
    for table in data.package.tables.values():
        for field in table.fields:
            assert found[table.name, field.name] == field.description
    keys = connection.execute(
        "SELECT table_name, constraint_type, count(*) FROM duckdb_constraints() WHERE constraint_type IN "
        "('PRIMARY KEY', 'FOREIGN KEY') GROUP BY ALL"
    ).fetchall()
    counted = {(t, k): n for t, k, n in keys}
    for table in data.package.tables.values():
        assert counted[table.name, "PRIMARY KEY"] == 1
        assert counted.get((table.name, "FOREIGN KEY"), 0) == len(table.foreign_keys)
    connection.close()


@pytest.mark.slow
def test_every_view_and_macro_of_the_data_model_is_there(data: Dataset) -> None:
    wanted = {
        "claims",
        "evidence",
        "timeline",
        "reports",
        "voices",
        "figure_series",
        "actor_activity",
        "actor_network",
        "facility_attacks",
        "responses",
        "disagreements",
        "coverage",
        "term_usage",
        "source_profile",
        "event_consensus",
    }
    assert wanted <= set(data.views())
    connection = data.connect()
    for view in data.views():
        connection.execute(f'SELECT * FROM "{view}"').fetchall()
    macros = {
        r[0] for r in connection.execute("SELECT function_name FROM duckdb_functions() WHERE NOT internal").fetchall()
    }
    assert {"during", "edtf"} <= macros
    connection.close()


def test_self_references_load_generation_by_generation(make: Make) -> None:
    folder = make(HEAD + "c,,b,,,,\nb,,a,,,,\na,,,,,,\n")
    rows = Dataset(folder).sql("SELECT person_id FROM people ORDER BY person_id", as_="rows")
    assert rows == [("a",), ("b",), ("c",)]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a,x,,,,,\n", "people.csv:2:age: 'x' is not a value of the type integer"),
        ("a,,,,,,\na,,,,,,\n", "does not fit its schema"),
        ("a,,zz,,,,\n", "1 row whose boss_id is not in people"),
        (",1,,,,,\n", "does not fit its schema"),
    ],
)
def test_database_rejects_data_that_break_the_schema(make: Make, row: str, message: str) -> None:
    with pytest.raises(PackageError, match=message):
        database.database_file(Package(make(HEAD + row)))


def test_cache_builds_once_and_again_after_a_change(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IRAQMILITIAS_CACHE", str(tmp_path / "cache"))
    first = database.database_file(Package(make()))
    inode = first.stat().st_ino
    assert database.database_file(Package(make())) == first
    assert first.stat().st_ino == inode
    assert database.database_file(Package(make(HEAD + "a,,,,,,\n"))) != first
    assert not list((tmp_path / "cache").glob(".building-*"))


def test_cache_that_cannot_be_written_gives_a_private_file(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be", encoding="utf-8")
    monkeypatch.setenv("IRAQMILITIAS_CACHE", str(blocked / "cache"))
    assert Dataset(make()).sql("SELECT count(*) FROM people", as_="rows") == [(3,)]


def test_built_file_is_small(data: Dataset) -> None:
    assert database.database_file(data.package).stat().st_size < 6_000_000


@pytest.mark.slow
def test_two_processes_can_build_the_same_database(tmp_path: Path) -> None:
    code = f"from iraqmilitias import open; print(open({str(ROOT)!r}).sql('SELECT count(*) FROM sources', as_='rows'))"
    environment = {**os.environ, "IRAQMILITIAS_CACHE": str(tmp_path / "shared")}
    running = [
        subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [p.communicate()[0].strip() for p in running] == ["[(5,)]", "[(5,)]"]


def test_relations_of_a_connection_stay_usable(data: Dataset) -> None:
    connection = data.connect()
    relation = connection.sql("SELECT source_id FROM sources ORDER BY 1")
    with pytest.raises(duckdb.Error):
        connection.execute("DELETE FROM sources")
    assert relation.filter("source_id = 'src-0001'").fetchall() == [("src-0001",)]
    connection.close()


def test_no_name_is_a_reserved_word(data: Dataset) -> None:
    import sqlite3

    reserved = {
        r[0]
        for r in duckdb.connect()
        .execute("SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category = 'reserved'")
        .fetchall()
    }
    names = set(data.tables()) | set(data.views())
    columns = {c for n in names for c in (col.name for col in data.describe(n).columns)}
    assert not (names | columns) & reserved
    sqlite = sqlite3.connect(":memory:")
    for name in sorted(names | columns):
        sqlite.execute(f"CREATE TABLE IF NOT EXISTS {name} ({name} TEXT)")


def test_every_column_of_every_view_is_documented_and_no_meaning_is_left_over(data: Dataset) -> None:
    from iraqmilitias.database.definitions import column_meanings

    seen: set[str] = set()
    for view in data.views():
        for column in data.describe(view).columns:
            assert column.description, f"{view}.{column.name}: give its meaning in views/columns.toml"
            seen |= {column.name, f"{view}.{column.name}"}
    assert set(column_meanings()) <= seen
    connection = data.connect()
    rows = connection.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE comment IS NULL AND NOT internal"
    )
    assert rows.fetchall() == []
    connection.close()


@pytest.mark.slow
def test_views_leave_out_those_whose_columns_an_older_package_lacks(data: Dataset, tmp_path: Path) -> None:
    folder = tmp_path / "older"
    shutil.copytree(FROZEN / "schemas", folder / "schemas")
    shutil.copytree(FROZEN / "data", folder / "data")
    shutil.copy(FROZEN / "datapackage.json", folder)
    schema = json.loads((folder / "schemas" / "mentions.json").read_text(encoding="utf-8"))
    schema["fields"] = [f for f in schema["fields"] if f["name"] != "stance"]
    (folder / "schemas" / "mentions.json").write_text(json.dumps(schema), encoding="utf-8")
    with (folder / "data" / "mentions.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with (folder / "data" / "mentions.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(
            stream, [n for n in rows[0] if n != "stance"], lineterminator="\n", extrasaction="ignore"
        )
        writer.writeheader()
        writer.writerows(rows)
    older = Dataset(folder)
    assert set(data.views()) - set(older.views()) == {"term_usage", "source_profile"}
    assert len(older.sql("from timeline")) == len(data.sql("from timeline"))
