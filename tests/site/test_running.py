"""Pages whose code is run at build: outputs are shown, and a block that fails fails the build where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from iraqmilitias.dataset import Dataset

from ..conftest import ROOT

pytestmark = pytest.mark.site


def made(tmp_path: Path, text: str) -> str:
    from website.pages.code_blocks import executed

    path = tmp_path / "page.run.md"
    path.write_text(text, encoding="utf-8")
    return executed(Dataset(ROOT), path, {"here": "<b>put in</b>"})


def test_python_shows_what_it_prints_and_its_last_value(tmp_path: Path) -> None:
    found = made(tmp_path, "```python\nx = 2\nprint('a < b')\nx + 1\n```\n\n```python\nx\n```\n")
    assert found.count('<pre class="output">') == 3
    assert "a &lt; b" in found and "<code>3</code>" in found and "<code>2</code>" in found


def test_sql_shows_its_rows_as_a_table(tmp_path: Path) -> None:
    found = made(tmp_path, "```sql\nSELECT 7 AS seven, NULL AS nothing\n```\n")
    assert '<th scope="col">seven</th>' in found and '<th scope="row">7</th><td></td>' in found


def test_sql_reads_files_as_a_bare_shell_would(tmp_path: Path) -> None:
    found = made(tmp_path, "```sql files\nSELECT count(*) AS n FROM 'data/events.csv'\n```\n")
    assert "Result: 1 row" in found and "```sql\n" in found


def test_shell_shows_standard_output(tmp_path: Path) -> None:
    assert "<code>one\ntwo</code>" in made(tmp_path, "```sh\necho one\necho two\n```\n")


def test_javascript_of_the_quick_start_runs_in_node() -> None:
    import re
    import shutil
    import subprocess

    node = shutil.which("node")
    assert node, "the quick start's JavaScript is run by Node"
    (block,) = re.findall(r"^```js\n(.*?)^```$", (ROOT / "docs" / "quickstart.run.md").read_text("utf-8"), re.M | re.S)
    done = subprocess.run([node, "-e", block], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    types = (ROOT / "data" / "event_types.csv").read_text(encoding="utf-8").count("\n") - 1
    assert done.stdout == f"event_type {types}\n"


def test_other_languages_are_shown_and_not_run(tmp_path: Path) -> None:
    text = "```r\nstop('no')\n```\n"
    assert made(tmp_path, text) == text


def test_values_and_inserts_stand_in_the_text_and_not_in_code(tmp_path: Path) -> None:
    found = made(tmp_path, "{{ SELECT 40 + 2 }} <!-- insert: here -->\n\n```text\n{{ SELECT 1 }}\n```\n")
    assert found.startswith("42 <b>put in</b>") and "{{ SELECT 1 }}" in found


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ("```python\n1 / 0\n```", "ZeroDivisionError"),
        ("```python\nx =\n```", "SyntaxError"),
        ("```sql\nSELECT nothing FROM events\n```", "nothing"),
        ("```sql\nDROP TABLE events\n```", "refused"),
        ("```sh\necho before\nfalse\necho after\n```", "exit status 1"),
        ("```sh\niraqmilitias trace evt-9999\n```", "exit status 1"),
    ],
)
def test_block_that_fails_fails_the_build_with_its_line(tmp_path: Path, block: str, words: str) -> None:
    from website.pages.code_blocks import BlockError

    with pytest.raises(BlockError, match=r"page\.run\.md:3: the \w+ block fails") as raised:
        made(tmp_path, f"# Title\n\n{block}\n")
    assert words in str(raised.value)
