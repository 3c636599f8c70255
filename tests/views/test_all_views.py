"""What holds for every view."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from iraqmilitias.database.definitions import SQL_ROOT, Definition, definitions

from .conftest import rows, world

WORLDS = ("plain", "disagreeing", "judged")
VIEWS = [d for d in definitions() if not d.is_macro]


@pytest.mark.parametrize("view", VIEWS, ids=lambda v: v.name)
def test_view_says_what_it_is_and_what_not_for(view: Definition) -> None:
    text = (SQL_ROOT / "views" / f"{view.name}.sql").read_text(encoding="utf-8")
    lines = text.splitlines()
    assert lines[0].startswith("-- One row is ")
    assert lines[1].startswith("-- not for: ")
    assert f"create view {view.name} as" in lines
    assert text.rstrip().endswith(";")
    assert text.count(";\n") == 1
    assert len(lines) < 120
    assert max(map(len, lines)) <= 120


@pytest.mark.parametrize("view", VIEWS, ids=lambda v: v.name)
def test_view_names_another_view_only_to_read_it(view: Definition) -> None:
    # available_views() takes a view away where it names one that is not there, be it only as a column
    sql = "\n".join(c for c in view.sql.splitlines() if not c.lstrip().startswith("--"))
    named = {v.name for v in VIEWS if v.name != view.name and re.search(rf"\b{v.name}\b", sql)}
    assert named == {n for n in named if re.search(rf"\b(from|join) {n}\b", sql)}


@pytest.mark.slow
@pytest.mark.parametrize("folder", WORLDS)
def test_views_say_the_same_from_a_file(folder: str, tmp_path: Path) -> None:
    file = str(tmp_path / "world.duckdb")
    fresh = world(folder, file)
    before = {v.name: rows(fresh, f"select * from {v.name}") for v in VIEWS}
    fresh.close()
    again = duckdb.connect(file, read_only=True)
    assert {v.name: rows(again, f"select * from {v.name}") for v in VIEWS} == before
    again.close()


@pytest.mark.slow
def test_each_view_has_rows_in_one_of_the_worlds() -> None:
    shown = {v.name for held in map(world, WORLDS) for v in VIEWS if rows(held, f"select 1 from {v.name} limit 1")}
    assert {v.name for v in VIEWS} - shown == set()


@pytest.mark.slow
@pytest.mark.parametrize("folder", WORLDS)
def test_views_do_not_depend_on_the_order_of_rows(folder: str) -> None:
    straight, turned = world(folder), world(folder)
    for (table,) in rows(turned, "select table_name from duckdb_tables() where not internal"):
        turned.execute(f"create table turned as select * from {table} order by rowid desc")
        turned.execute(f"delete from {table}")
        turned.execute(f"insert into {table} select * from turned")
        turned.execute("drop table turned")
    for view in VIEWS:
        sql = f"select * from {view.name}"
        assert rows(turned, sql) == rows(straight, sql), view.name


@pytest.mark.slow
def test_views_are_empty_where_the_tables_are() -> None:
    connection = world("empty")
    for view in VIEWS:
        assert rows(connection, f"select * from {view.name}") == [], view.name
