"""The answers of an issue form fill `source add` and correct cells."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from iraqmilitias.errors import Error
from iraqmilitias.package import Package
from iraqmilitias.table_files import rows_of
from iraqmilitias.workshop import issue_form

from ..conftest import ROOT
from ..contributions.editing import copy_package


def issue(form: str, answers: Mapping[str, str]) -> str:
    """Return the text that GitHub makes of a form's answers."""
    content = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / f"{form}.yml").read_text("utf-8"))
    fields = [part for part in content["body"] if "id" in part]
    assert answers.keys() <= {part["id"] for part in fields}
    return "\n\n".join(
        f"### {part['attributes']['label']}\n\n{answers.get(part['id'], '_No response_')}" for part in fields
    )


ARTICLE = {
    "url": "https://example.org/a",
    "title": "Mill burns",
    "publisher": "Coast Courier",
    "published": "2 May 2022",
}


def test_article_form_answers_the_options_of_source_add() -> None:
    assert issue_form.article(issue("article", {**ARTICLE, "genre": "opinion"})) == {**ARTICLE, "genre": "opinion"}


def test_correction_form_writes_the_cells_of_its_record_and_no_other(tmp_path: Path) -> None:
    package = Package(copy_package(tmp_path / "package"))
    before = rows_of(package, "figures")
    text = issue("correction", {"record": "fig-0004", "cell": "date_to: 2011-12-18\ndescription: soldiers: killed"})
    made = issue_form.correct(package, text.replace("\n", "\r\n"))
    assert [(c.column, c.after) for c in made] == [("date_to", "2011-12-18"), ("description", "soldiers: killed")]
    assert made[0].before == before[3]["date_to"]
    before[3] |= {"date_to": "2011-12-18", "description": "soldiers: killed"}
    assert rows_of(package, "figures") == before


@pytest.mark.parametrize(
    ("record", "cell", "words"),
    [
        ("fig-9999", "unit: seats", "no record 'fig-9999'"),
        ("fig-0004", "value: 4", "did you mean value_low or value_high"),
        ("fig-0004", "figure_id: fig-0005", "is not a column of figures"),
        ("fig-0004", "it should be 4", "a colon and a value"),
    ],
)
def test_correction_form_rejects_what_it_cannot_write_and_changes_nothing(
    record: str, cell: str, words: str, tmp_path: Path
) -> None:
    root = copy_package(tmp_path / "package")
    before = (root / "data" / "figures.csv").read_bytes()
    with pytest.raises(Error, match=words):
        issue_form.correct(Package(root), issue("correction", {"record": record, "cell": cell}))
    assert (root / "data" / "figures.csv").read_bytes() == before


@pytest.mark.parametrize("read", [issue_form.article, lambda text: issue_form.correct(Package(ROOT), text)])
def test_text_that_no_form_made_is_refused(read: object) -> None:
    with pytest.raises(Error, match="as it is, with its ###"):
        read("please fix it")  # type: ignore[operator]
