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
from typing import Any

import pytest

from .conftest import ROOT, SOURCES
from .freeze import FROZEN

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
    assert "No DOI assigned" in run("cite").stdout
    assert run("cite", "fig-0001", "--format", "bibtex").stdout.startswith("@misc{")
    assert run("cite", "fig-0001", "--query", "select 1").returncode == 2


@pytest.mark.skipif(not SOURCES.is_dir(), reason="the articles are not here")
@pytest.mark.slow
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


@pytest.mark.sampled(5)
@pytest.mark.parametrize(
    "command", ["tables", "query", "trace", "find", "cite", "validate", "rules", "describe", "coverage"]
)
def test_every_command_has_help(command: str) -> None:
    assert command in run("-h").stdout
    assert run(command, "-h").returncode == 0


def test_version_is_printed() -> None:
    assert run("--version").stdout.startswith("iraqmilitias 0.")


@pytest.mark.slow
def test_validate_accepts_the_data() -> None:
    whole = run("validate", str(FROZEN), "--format", "json")
    assert whole.returncode == 0, whole.stdout
    assert json.loads(whole.stdout)["valid"] is True


def test_validate_reports_a_broken_package(make: Make) -> None:
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


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_an_interrupt_ends_with_130() -> None:
    endless = "select sum(range) from range(1000000000000)"
    command = [sys.executable, "-m", "iraqmilitias", "query", "--timeout", "100", endless]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
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


@pytest.mark.slow
def test_sql_as_people_keep_it_in_files_is_read(tmp_path: Path) -> None:
    written = "\ufeff-- A comment; and more\r\n\r\nselect 1 as a, ';' as b;\r\n;\r\n\r\n-- end\r\n"
    (tmp_path / "query.sql").write_bytes(written.encode("utf-8"))
    expected = (0, "a,b\n1,;\n", "")
    for done in (
        run("query", "--file", str(tmp_path / "query.sql"), "--format", "csv"),
        run("query", "-", "--format", "csv", input=written),
        run("query", "--file", "-", "--format", "csv", input=written),
        run("query", written.removeprefix("\ufeff"), "--format", "csv"),
        run("query", "--format", "csv", "--", written),
    ):
        assert (done.returncode, done.stdout, done.stderr) == expected


@pytest.mark.sampled(10)
@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "questions").glob("*.sql")), ids=lambda p: p.stem)
def test_every_question_of_the_documentation_can_be_passed_to_query(path: Path) -> None:
    done = run("query", path.read_text(encoding="utf-8"), "--format", "csv")
    assert (done.returncode, done.stderr) == (0, "") and len(done.stdout.splitlines()) > 1


@pytest.mark.sampled(5)
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("query",), "give the SQL as one argument"),
        (("query", "select 1", "--file", "x.sql"), "give the SQL as one argument"),
        (("query", "--file", "/no/such.sql"), "/no/such.sql: cannot be read (No such file or directory)"),
        (("query", "--fromat", "csv", "select 1"), "--format"),
        (("query", "--beside", "old=a", "--beside", "old=b", "select 1"), "--beside old=a and old=b have one name"),
        (("query", "--beside", "old=a", "--beside", "OLD=b", "select 1"), "--beside old=a and OLD=b have one name"),
        (("query", "--beside", "old", "select 1"), "--beside old: write NAME=PATH or NAME=VERSION"),
        (("query", os.fsdecode(b"select '\xff'")), "not UTF-8"),
        (("find", os.fsdecode(b"\xff")), "not UTF-8"),
        (("trace", os.fsdecode(b"\xff")), "not UTF-8"),
        (("describe", os.fsdecode(b"\xff")), "not UTF-8"),
        (("cite", "--query", os.fsdecode(b"select '\xff'")), "not UTF-8"),
        (("--package", os.fsdecode(b"/no/\xff"), "tables"), "/no/\\udcff"),
        (("tables", "--\x1b[31m"), "\\x1b[31m"),
        (("\x1b[31m",), "\\x1b[31m"),
        (("query", "select 1", "--output", "/dev/full"), "/dev/full: cannot be written (No space left on device)"),
        (("query", "select 1", "--output", "/no/such/file"), "there is no folder /no/such"),
        (("export", "/proc/none", "--format", "geojson"), "/proc/none: cannot be written"),
    ],
)
def test_usage_is_explained_without_control_characters(arguments: tuple[str, ...], message: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "") and message in done.stderr and "\x1b" not in done.stderr


def test_query_from_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_bytes(b"select '\xff'")
    (tmp_path / "b.sql").write_bytes(b" " * ((1 << 20) + 1))
    assert "not UTF-8 (byte 8)" in run("query", "--file", str(tmp_path / "a.sql")).stderr
    assert "larger than 1 MiB" in run("query", "--file", str(tmp_path / "b.sql")).stderr


@pytest.mark.slow
def test_result_too_wide_for_the_terminal_is_printed_as_records() -> None:
    columns = ", ".join(f"'abc' as column{i:02}" for i in range(28))
    done = run("query", f"select {columns} from range(2)")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("─ 1 ─") and lines[1] == "column00  abc" and lines[-1] == "(2 rows)"
    assert len(lines) == 2 * 29 + 1 and max(map(len, lines)) <= 120
    assert "…" in run("query", "select repeat('abc ', 100) as long, 1 as one").stdout
    assert "…" not in run("query", "select repeat('abc ', 100) as long, 1 as one", "--format", "records").stdout


@pytest.mark.sampled(4)
@pytest.mark.skipif(sys.platform == "win32", reason="POSIX shells")
@pytest.mark.parametrize(
    ("redirected", "status", "message"),
    [
        (">&-", 2, "standard output cannot be written (Bad file descriptor)"),
        (">/dev/full", 2, "standard output cannot be written (No space left on device)"),
        ("2>&-", 0, ""),
        ("2>/dev/full", 0, ""),
        ("<&-", 0, ""),
        (">&- 2>&- <&-", 2, ""),
        ("| true", 0, ""),
    ],
)
@pytest.mark.parametrize("command", ["query 'select 1'", "rules", "--version", "-h"])
def test_closed_and_full_streams_end_with_an_honest_status(
    command: str, redirected: str, status: int, message: str
) -> None:
    shell = f"{sys.executable} -m iraqmilitias {command} {redirected}\nexit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, encoding="utf-8")
    assert done.returncode == status and "Traceback" not in done.stderr
    assert done.stderr.strip() == (f"error: {message}" if message else "")


@pytest.mark.slow
def test_output_keeps_a_private_file_private_and_a_link_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "private.csv", tmp_path / "link.csv"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o600)
    link.symlink_to(target)
    assert run("query", "select 1 as a", "--format", "csv", "--output", str(link)).returncode == 0
    assert target.read_text(encoding="utf-8") == "a\n1\n" and link.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o600
    assert run("query", "select 1 as a", "--format", "csv", "--output", "/dev/stdout").stdout == "a\n1\n"


def test_every_command_has_help_that_explains_each_option() -> None:
    from click import Context, Group, Option

    from iraqmilitias.cli import COMMANDS, group

    def check(command: Any, name: str) -> None:
        assert command.help, name
        assert not [line for line in command.help.splitlines() if line.startswith(" ")], name
        for parameter in command.params:
            if isinstance(parameter, Option) and parameter.name not in ("form", "engine"):
                assert parameter.help or parameter.name in ("coder_kind", "genre"), f"{name} {parameter.name}"
        if isinstance(command, Group):
            for other in command.list_commands(Context(command)):
                check(command.get_command(Context(command), other), f"{name} {other}")

    check(group, "iraqmilitias")
    assert all(text[0].isupper() and text.endswith(".") for text in COMMANDS.values())


def package_of_few_columns(folder: Path) -> Path:
    """A package of others that has tables of our names, and few of their columns."""
    fields = {"sources": ["source_id", "title"], "lines": ["source_id", "line"]}
    cells = {"sources": "src-0001,Fog", "lines": "src-0001,1"}
    resources = []
    (folder / "data").mkdir(parents=True)
    for name, columns in fields.items():
        (folder / "data" / f"{name}.csv").write_text(f"{','.join(columns)}\n{cells[name]}\n", encoding="utf-8")
        schema = {
            "fields": [{"name": c, "type": "string"} for c in columns],
            "primaryKey": columns[: 1 + (name == "lines")],
        }
        resources.append({"name": name, "path": f"data/{name}.csv", "schema": schema})
    (folder / "datapackage.json").write_text(json.dumps({"name": "few", "resources": resources}), encoding="utf-8")
    return folder


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["tables"], ""),
        (["describe", "lines"], ""),
        (["query", "select * from lines"], ""),
        (["find", "Fog"], ""),
        (["cite"], ""),
        (["validate", "."], ""),
        (["check"], ""),
        (["coverage"], "data/lines.csv has no column 'role'"),
        (["trace", "src-0001"], ""),
        (["trace", "src-0001:1"], "no record 'src-0001:1'"),
        (["cite", "src-0001:1"], "no record 'src-0001:1'"),
        (["retire", "src-0001", "--kind", "error", "--reason", "x"], "retired"),
        (
            [
                "source",
                "add",
                "x.txt",
                "--title",
                "A",
                "--publisher",
                "B",
                "--date",
                "2020-01-01",
                "--url",
                "http://a.b/c",
                "--coded-by",
                "x",
                "--coder-kind",
                "machine",
            ],
            "the pattern of source_id",
        ),
        *((["export", "--format", form, "out"], "") for form in ("parquet", "csv", "sqlite", "duckdb", "xlsx", "r")),
        (["export", "--format", "jsonld", "out"], "has no claims"),
        (["export", "--format", "skos", "out"], "no column has a list of codes"),
    ],
    ids=lambda value: " ".join(value[:3]) if isinstance(value, list) else "",
)
def test_package_of_others_with_few_columns_is_read_or_told_what_it_lacks(
    tmp_path: Path, arguments: list[str], said: str
) -> None:
    package = package_of_few_columns(tmp_path / "few")
    (package / "x.txt").write_text("Fog\n\nFog came.\n", encoding="utf-8")
    done = run("--package", ".", *arguments, cwd=package)
    assert said in done.stderr
    assert (done.returncode == 0) == (not said), done.stderr


@pytest.mark.sampled(4)
@pytest.mark.parametrize("name", ["/tmp/abs", "../up", "a\\b", "a:b", ".hidden", "-x", "n" * 300])
def test_export_gives_no_file_a_name_that_leads_elsewhere(tmp_path: Path, name: str) -> None:
    package = package_of_few_columns(tmp_path / "few")
    content = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    for changed in ({**content, "name": name}, content):
        if changed is content:
            content["resources"][0]["name"] = name
        (package / "datapackage.json").write_text(json.dumps(changed), encoding="utf-8")
        done = run("--package", ".", "export", "--format", "csv", "--format", "sqlite", "out", cwd=package)
        assert done.returncode == 2 and "cannot be the name of a file" in done.stderr
        assert not (package / "out").exists() and sorted(p.name for p in tmp_path.iterdir()) == ["few"]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no endless device here")
@pytest.mark.parametrize("command", ["validate", "verify"])
def test_device_without_an_end_is_refused(command: str) -> None:
    done = run(command, "/dev/zero", timeout=60)
    assert done.returncode in (1, 2) and ("not a regular file" in done.stderr or "larger than" in done.stderr)


def test_escape_sequences_of_a_result_are_kept() -> None:
    assert run("query", "select chr(27) || '[31mred' as c", "--format", "csv").stdout == "c\n\x1b[31mred\n"


@pytest.mark.sampled(3)
@pytest.mark.parametrize("epoch", ["99999999999999999", "abc", "-1e5"])
def test_time_of_the_environment_that_is_none_is_named(epoch: str) -> None:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": epoch, "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "iraqmilitias", "cite", "--query", "select 1"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment)
    assert done.returncode == 1 and "SOURCE_DATE_EPOCH" in done.stderr and "Traceback" not in done.stderr


def small(folder: Path, fields: list[dict[str, object]], text: str, **more: dict[str, object]) -> Path:
    """Write a package of one table, with more in its schema, resource or package."""
    folder.mkdir()
    (folder / "a.csv").write_text(text, encoding="utf-8")
    schema = {"fields": fields, **more.get("schema", {})}
    resource = {"name": "a", "path": "a.csv", "schema": schema, **more.get("resource", {})}
    content = {"name": "p", "version": "1.0.0", "resources": [resource], **more.get("package", {})}
    (folder / "datapackage.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


READ = ["query", "select * from a"], ["cite"], ["find", "b"], ["export", "--format", "csv", "out"]


@pytest.mark.sampled(6)
@pytest.mark.parametrize(
    ("fields", "text", "more", "said"),
    [
        ([{"name": "x", "type": "boolean", "trueValues": ["0"]}], "x\n0\n", {}, "trueValues of the field 'x'"),
        ([{"name": "x"}], "1\n", {"resource": {"dialect": {"header": False}}}, "dialect.header False"),
        ([{"name": "x"}], "x\n1\n", {"resource": {"dialect": {"delimiter": ";"}}}, "dialect.delimiter ';'"),
        ([{"name": "x"}, {"name": "y"}], "y,x\nb,1\n", {"schema": {"fieldsMatch": "equal"}}, "fieldsMatch 'equal'"),
        ([{"name": "d", "type": "date", "format": "%Y-%d-%m"}], "d\n2020-03-01\n", {}, "format '%Y-%d-%m'"),
        ([{"name": "n", "type": "number", "groupChar": "."}], "n\n1.234\n", {}, "groupChar of the field 'n'"),
        ([{"name": "n", "type": "string", "missingValues": ["NA"]}], "n\nNA\n", {}, "missingValues of the field 'n'"),
        ([{"name": "x"}], "x\n1\n", {"resource": {"encoding": "latin-1"}}, "encoding 'latin-1'"),
        ([{"name": "x"}, {"name": "X"}], "x,X\n1,2\n", {}, "one name in SQL"),
        ([{"name": "x"}], "x\n1\n", {"schema": {"primaryKey": {"a": 1}}}, "a key (primaryKey"),
        ([{"name": "x"}], "x\n1\n", {"schema": {"primaryKey": [["x"]]}}, "a key (primaryKey"),
        ([{"name": "x"}], "x\n1\n", {"package": {"title": "\ud800"}}, "half a character"),
    ],
)
def test_what_the_reader_does_not_read_as_the_standard_says_is_refused_by_name(
    tmp_path: Path, fields: list[dict[str, object]], text: str, more: dict[str, dict[str, object]], said: str
) -> None:
    package = small(tmp_path / "p", fields, text, **more)
    told = [run("--package", ".", *arguments, cwd=package) for arguments in READ]
    assert told[0].returncode in (1, 2) and said in told[0].stderr
    assert told[3].returncode == 2 and not (package / "out").exists()


def test_descriptor_with_lists_of_another_kind_is_read(tmp_path: Path) -> None:
    odd = {"licenses": {"a": 1}, "contributors": [{"title": "x", "roles": 7}], "rights": 5}
    package = small(tmp_path / "p", [{"name": "x"}], "x\n1\n", package=odd)
    assert [run("--package", ".", *arguments, cwd=package).returncode for arguments in READ] == [0, 0, 0, 0]


def test_column_of_any_name_is_loaded_in_a_table_that_refers_to_itself(tmp_path: Path) -> None:
    key = {"primaryKey": "i", "foreignKeys": [{"fields": "p", "reference": {"fields": "i"}}]}
    fields = [{"name": "i"}, {"name": "p"}, {"name": "_row"}]
    package = small(tmp_path / "p", fields, "i,p,_row\na,,x\nb,a,y\n", schema=key)
    assert run("--package", ".", "query", "select count(*) from a", "--format", "csv", cwd=package).stdout.endswith(
        "2\n"
    )


def test_row_with_an_open_quote_is_not_left_out(tmp_path: Path) -> None:
    package = small(tmp_path / "p", [{"name": "x"}, {"name": "y"}], 'x,y\n1,a\n2,"b\n3,c\n')
    for arguments in (["query", "select * from a"], ["export", "--format", "csv", "out"]):
        done = run("--package", ".", *arguments, cwd=package)
        assert done.returncode == 2 and "a quote is not closed" in done.stderr
    assert not (package / "out").exists()


def test_version_of_several_lines_is_one_line_in_what_is_made_of_it(tmp_path: Path) -> None:
    package = small(
        tmp_path / "p", [{"name": "x"}], "x\n1\n", package={"version": "1.0\nAU  - Somebody\nsystem('x') #"}
    )
    ris = run("--package", ".", "cite", "--format", "ris", cwd=package).stdout.splitlines()
    assert not any(line.startswith("AU  - Somebody") for line in ris)
    assert run("--package", ".", "export", "--format", "r", "out", cwd=package).returncode == 0
    script = (package / "out" / "read.R").read_text(encoding="utf-8").splitlines()
    assert not any(line.startswith("system(") for line in script)


def test_name_of_a_column_that_a_spreadsheet_would_run_is_neutralised(tmp_path: Path) -> None:
    package = small(tmp_path / "p", [{"name": "x"}, {"name": "=1+1"}], "x,=1+1\n1,a\n")
    assert run("--package", ".", "export", "--format", "csv", "out", cwd=package).returncode == 0
    assert (package / "out" / "a.csv").read_text(encoding="utf-8-sig").splitlines()[0] == "x,'=1+1"


@pytest.mark.slow
def test_package_of_the_environment_does_not_decide_what_our_database_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IRAQMILITIAS_PACKAGE", str(small(tmp_path / "p", [{"name": "x"}], "x\n1\n")))
    monkeypatch.setenv("IRAQMILITIAS_CACHE", str(tmp_path / "cache"))
    assert run("query", "select * from a").returncode == 0
    ours = run("--package", str(FROZEN), "query", "select count(*) > 0 from claims", "--format", "csv")
    assert ours.stdout.endswith("true\n")
