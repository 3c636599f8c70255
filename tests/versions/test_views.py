"""diff over our own tables: views by either side's own SQL, ids that are used again, and SQL that would do harm."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from iraqmilitias.workshop.versions import view_diff
from iraqmilitias.workshop.versions.diff import diff

from ..contributions.editing import Checkout, copy_package


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Checkout]:
    """A copy of the checkout's package, and another to change."""
    return copy_package(tmp_path / "old"), Checkout(copy_package(tmp_path / "new"))


def own_sql(package: Path, **views: str) -> None:
    """Give a package SQL of its own, as a checkout has it."""
    folder = package / "src" / "iraqmilitias" / "views"
    folder.mkdir(parents=True, exist_ok=True)
    for name, sql in views.items():
        (folder / f"{name}.sql").write_text(sql, encoding="utf-8")


def test_views_columns_and_rows_come_from_each_sides_own_sql(pair: tuple[Path, Checkout]) -> None:
    old, new = pair
    own_sql(
        old,
        plain="create view plain as select figure_id, unit, printed from figures",
        gone="create view gone as select 1 as a",
    )
    own_sql(new.root, plain="create view plain as select figure_id, upper(unit) as unit, 1 as more from figures")
    found = diff(old, new.root)
    assert [(c.kind, c.table, c.column, c.bump) for c in found.schema] == [
        ("view-removed", "gone", "", "major"),
        ("view-column-removed", "plain", "printed", "major"),
        ("view-column-added", "plain", "more", "minor"),
    ]
    (view,) = found.views
    assert view.name == "plain" and {c.column for r in view.rows for c in r.cells} == {"unit"}
    assert found.bump == "major"


@pytest.mark.slow
def test_views_sql_reaches_no_file(pair: tuple[Path, Checkout], tmp_path: Path) -> None:
    old, new = pair
    secret, written = tmp_path / "secret.csv", tmp_path / "written.csv"
    secret.write_text("a\nhidden\n", encoding="utf-8")
    own_sql(old, plain="create view plain as select figure_id from figures")
    own_sql(
        new.root,
        plain="create view plain as select figure_id from figures; select 1",
        reader=f"create view reader as select * from read_csv('{secret}')",
        writer=f"copy figures to '{written}'",
        setter="set enable_external_access = true",
        attacher=f"attach '{tmp_path}/x.duckdb' as x",
    )
    found = diff(old, new.root)
    assert not written.exists() and not (tmp_path / "x.duckdb").exists()
    assert "hidden" not in str(found.to_dict())
    assert any("could not be made" in note and "views/reader" in note for note in found.notes)


def test_a_view_that_its_file_does_not_make_is_said(pair: tuple[Path, Checkout]) -> None:
    old, new = pair
    own_sql(old, plain="create view plain as select 1 as a")
    own_sql(
        new.root,
        empty="select 1",
        moved="use memory",
        other="create view another as select 1 as a",
        plain="create view plain as select 2 as a",
    )
    found = diff(old, new.root)
    failed = "views/empty, views/moved, views/other"
    assert found.notes == (f"views that could not be made, and are not compared: {failed}",)
    assert [view.name for view in found.views] == ["plain"]


@pytest.mark.slow
def test_a_view_without_end_is_stopped_and_said(pair: tuple[Path, Checkout], monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = pair
    endless = "with recursive r as (select 1 as n union all select n + 1 from r) select max(n) as m from r"
    own_sql(old, plain="create view plain as select 1 as m")
    own_sql(new.root, plain=f"create view plain as {endless}")
    found = diff(old, new.root)
    assert found.notes == ("view plain was not compared: stopped after 10 seconds",)
    assert [c.kind for c in found.schema] == ["view-changed"]
    monkeypatch.setattr(view_diff, "ALL_VIEWS", 0.5)
    assert diff(old, new.root).notes == ("the views were not compared: stopped after 0.5 seconds",)


@pytest.mark.slow
def test_a_view_that_takes_more_memory_than_a_query_may_is_said(pair: tuple[Path, Checkout]) -> None:
    old, new = pair
    own_sql(old, plain="create view plain as select '' as m")
    own_sql(new.root, plain="create view plain as select repeat(n::varchar, 1000) as m from range(10_000_000) r(n)")
    (note,) = diff(old, new.root).notes
    assert "not compared: " in note and ("out of memory" in note or "stopped" in note)


@pytest.mark.slow
def test_views_are_left_out_with_a_note_where_a_cell_does_not_fit(pair: tuple[Path, Checkout]) -> None:
    old, new = pair
    for cell in ("twenty", "1e3x", "0x10", "1_000"):
        new.set("figures", "fig-0001", value_low=cell)
        found = diff(old, new.root)
        assert found.views == () and "the views were not compared: data/figures.csv does not fit" in found.notes[0]
        assert "value_low: a cell is not a number" in found.notes[0]
    assert [t.name for t in found.tables] == ["figures"]


def test_an_id_for_something_else_is_a_major_change(pair: tuple[Path, Checkout]) -> None:
    old, new = pair
    new.set(
        "figures", "fig-0001", source_id="src-0002", line="20", locator="several", printed="several", value_low="3",
        value_high="", qualifier="indefinite", description="something else", actor_id="act-0010",
    )  # fmt: skip
    found = diff(old, new.root, views=False)
    assert [m.kind for m in found.ids] == ["replaced"] and found.bump == "major"
    assert "fig-0001 now describes something else" in found.reasons[0].text
    assert any(line.startswith("- **Ids**") for line in found.changelog)


@pytest.mark.parametrize(
    ("cells", "replaced"),
    [
        ({"description": "the same in other words"}, False),
        ({"locator": "years", "description": "the same in other words", "printed": "20 years"}, False),
        ({"value_low": "19", "value_high": "21", "qualifier": "approximate"}, False),
    ],
)
def test_a_corrected_row_is_the_same_thing(pair: tuple[Path, Checkout], cells: dict[str, str], replaced: bool) -> None:
    old, new = pair
    new.set("figures", "fig-0001", **cells)
    found = diff(old, new.root, views=False)
    assert bool(found.ids) is replaced and found.bump == "patch"


@pytest.mark.slow
def test_a_lost_table_is_major_and_the_views_over_it_are_said(pair: tuple[Path, Checkout]) -> None:
    old, new = pair
    shutil.copy(new.root / "datapackage.json", old / "datapackage.json")
    new.descriptor('"name": "terms"', '"name": "words"')
    found = diff(old, new.root)
    assert {(c.kind, c.table) for c in found.schema} >= {("table-removed", "terms"), ("table-added", "words")}
    assert found.bump == "major"
