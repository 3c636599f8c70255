"""A Dataset is a value, and the library has every name of its interface."""

from __future__ import annotations

import asyncio
import copy
import datetime
import json
import multiprocessing
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

import iraqmilitias as im
from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import Error, NotFoundError, PackageError, QueryError

from .conftest import ROOT
from .freeze import FROZEN
from .test_package import zipped

Make = Callable[..., Path]
COUNT = "SELECT count(*) FROM sources"


def count(data: Dataset) -> int:
    """Return the number of sources, in whatever process this runs."""
    return int(data.sql(COUNT, as_="rows")[0][0])


def test_dataset_is_a_value(data: Dataset, make: Make) -> None:
    folder = make()
    one, other = Dataset(folder), Dataset(str(folder) + "/")
    assert one == other and hash(one) == hash(other) and one != data and one != str(folder)
    assert len({one, other, Dataset(folder / "datapackage.json"), data}) == 2
    assert one.package == other.package


@pytest.mark.parametrize("way", [copy.copy, copy.deepcopy, lambda d: pickle.loads(pickle.dumps(d))])
def test_dataset_can_be_copied_with_its_connection_open(make: Make, way: Callable[[Dataset], Dataset]) -> None:
    folder = make()
    for path in (folder, zipped(folder)):
        data = Dataset(path)
        assert data.sql("SELECT count(*) FROM people", as_="rows") == [(3,)]
        twin = way(data)
        assert twin == data and twin is not data
        assert twin.sql("SELECT count(*) FROM people", as_="rows") == [(3,)]
        assert twin.load("people").equals(data.load("people"))


def test_pickled_dataset_is_found_from_another_folder(make: Make, tmp_path: Path) -> None:
    folder = make()
    code = f"import pickle, sys; print(pickle.loads({pickle.dumps(Dataset(folder))!r}).tables())"
    done = subprocess.run([sys.executable, "-c", code], cwd="/", capture_output=True, text=True)
    assert done.stdout == "('people',)\n", done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_dataset_goes_to_processes_of_every_kind(data: Dataset, method: str) -> None:
    assert count(data) == 5  # its connection is open when the others are started
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(method)) as pool:
        assert list(pool.map(count, [data, data, data])) == [5, 5, 5]


def test_module_functions_work_after_a_fork_and_leave_the_parent_alone() -> None:
    code = (
        "import iraqmilitias as im, os, sys\n"
        f"count = lambda: im.sql({COUNT!r}, as_='rows')\n"
        "before = count()\n"
        "child = os.fork()\n"
        "if not child:\n"
        "    print(count(), im.connect().execute('SELECT 1').fetchall(), flush=True); os._exit(0)\n"
        "os.waitpid(child, 0)\n"
        "print(before, count())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.stdout.splitlines() == ["[(5,)] [(1,)]", "[(5,)] [(5,)]"], done.stderr


def test_zip_is_read_after_a_fork(make: Make) -> None:
    data = Dataset(zipped(make()))
    size = len(data.package.read_bytes("data/people.csv"))
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(4, mp_context=context) as pool:
        sizes = pool.map(len, pool.map(data.package.read_bytes, ["data/people.csv"] * 50))
    assert set(sizes) == {size}


@pytest.mark.slow
def test_eight_threads_share_one_dataset_and_the_module_functions(tmp_path: Path) -> None:
    code = (
        "import iraqmilitias as im, sys\n"
        "from concurrent.futures import ThreadPoolExecutor\n"
        "sys.setswitchinterval(1e-5)\n"
        f"data = im.open({str(FROZEN)!r})\n"
        f"ask = lambda i: (data if i % 2 else im).sql({COUNT!r} + f' WHERE {{i}} = {{i}}', as_='rows')[0][0]\n"
        "with ThreadPoolExecutor(8) as pool: print(set(pool.map(ask, range(400))))\n"
        "load = lambda i: len(im.load('sources'))\n"
        "with ThreadPoolExecutor(8) as pool: print(set(pool.map(load, range(16))))\n"
    )
    environment = {**os.environ, "IRAQMILITIAS_CACHE": str(tmp_path / "cache")}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("{5}\n{5}\n", "")
    assert len(list((tmp_path / "cache").glob("*"))) == 1


def test_dataset_is_used_from_asyncio(data: Dataset) -> None:
    async def ask() -> list[int]:
        return await asyncio.gather(*(asyncio.to_thread(count, data) for _ in range(8)))

    assert asyncio.run(ask()) == [5] * 8


def test_connections_of_one_process_share_the_database_and_close_alone(data: Dataset) -> None:
    one, other = data.connect(), data.connect()
    one.execute("CREATE TEMP TABLE own AS SELECT 1 AS x")
    with pytest.raises(Exception, match="own"):
        other.execute("FROM own")
    one.close()
    assert other.execute(COUNT).fetchall() == [(5,)] == data.sql(COUNT, as_="rows")
    other.close()


def test_rows_are_python_values_of_the_schema(make: Make) -> None:
    day = datetime.date(2020, 1, 1)
    first = {"person_id": "a", "age": 50, "boss_id": None, "since": day, "paid": True, "rank": "high", "pay": 1.5}
    rows = Dataset(make()).rows("people")
    assert rows[0] == first and rows[1]["paid"] is False and rows[2]["pay"] is None and len(rows) == 3
    with pytest.raises(PackageError, match=r"data/people.csv:2:age: '1_0' is not a value of the type integer"):
        Dataset(make("person_id,age,boss_id,since,paid,rank,pay\na,1_0,,,,,\n")).rows("people")
    with pytest.raises(NotFoundError, match="did you mean people"):
        Dataset(make()).rows("peeple")


def test_rows_need_the_standard_library_only() -> None:
    code = "import iraqmilitias as im, sys; print(len(im.rows('sources')), {'duckdb', 'pandas'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "5 set()\n"


def test_rows_agree_with_sql_in_every_table_in_the_order_of_the_file(data: Dataset) -> None:
    for table in data.tables():
        assert [tuple(row.values()) for row in data.rows(table)] == data.sql(f'SELECT * FROM "{table}"', as_="rows")


def test_views_are_listed_and_loaded(data: Dataset) -> None:
    assert im.views() == data.views() and "claims" in im.views()
    frame = im.load("actor_network")
    assert len(frame) == im.sql("SELECT count(*) FROM actor_network", as_="rows")[0][0] > 0
    with pytest.raises(NotFoundError, match="did you mean claims"):
        im.load("claim")


def test_verify_says_what_it_checked(data: Dataset, tmp_path: Path) -> None:
    citation = data.cite(query="SELECT source_id FROM sources ORDER BY 1")
    for what in (citation, str(citation)):
        verdict = data.verify(what)
        assert verdict.valid and "version" in verdict.checked
    (tmp_path / "citation.txt").write_text(str(citation), encoding="utf-8")
    assert im.verify(tmp_path / "citation.txt").valid
    assert not data.verify(str(citation).replace(str(citation.rows_sha256), "0" * 64)).valid
    with pytest.raises(QueryError):
        data.verify("nothing that cites")


@pytest.mark.slow
def test_export_diff_coverage_and_validate_are_called_as_often_as_wanted(make: Make, tmp_path: Path) -> None:
    data = Dataset(make())
    for name in ("one", "two"):
        manifest = data.export(tmp_path / name, "csv")
        assert [entry["path"] for entry in manifest["files"] if entry["path"].endswith(".csv")]
    code = (
        "import iraqmilitias as im\n"
        f"for name in 'ab': im.export({str(tmp_path)!r} + '/' + name, format='csv'); im.contract('events')\n"
        "import iraqmilitias.export\n"
        f"im.export({str(tmp_path)!r} + '/c', 'csv'); print(len(im.export.FORMATS) > 5)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "True\n", done.stderr
    assert not im.diff(data, str(data.package.path)).changed and not data.diff(data.package.path).changed
    assert im.diff(data, Dataset(make("person_id,age,boss_id,since,paid,rank,pay\na,51,,,,,\n"))).changed is False
    assert im.coverage().totals and data.validate().tables == 1
    with pytest.raises(Error, match="no engine 'dask'"):
        im.validate(data.package.path, engine="dask")


def test_public_names_are_those_of_the_interface() -> None:
    interface = ROOT.parent / "shared" / "INTERFACE.md"
    if not interface.is_file():
        pytest.skip("INTERFACE.md is not beside this checkout")
    import re

    block = interface.read_text(encoding="utf-8").split("```")[1]
    named = set(re.findall(r"\bim\.(\w+)", block))
    assert named <= {*im.__all__, "__version__"}


def test_json_of_rows_is_possible_with_dates_as_text(make: Make) -> None:
    assert json.loads(json.dumps(Dataset(make()).rows("people"), default=str))[0]["since"] == "2020-01-01"


def test_threads_open_one_database(data: Dataset) -> None:
    twin = pickle.loads(pickle.dumps(data))
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(count, [twin] * 64)) == {5}


FIRST = "select age from people where person_id = 'a'"


def told(data: Dataset) -> dict[str, object]:
    """Return the age of the first person by every call that reads it."""
    return {
        "rows": data.rows("people")[0]["age"],
        "load": data.load("people")["age"][0],
        "sql": data.sql(FIRST, as_="rows")[0][0],
        "sql with a limit": data.sql(FIRST, as_="rows", timeout=60)[0][0],
        "connect": data.connect().execute(FIRST).fetchall()[0][0],
        "reader": data.reader.one("people", "person_id", "a")["age"],  # type: ignore[index]
    }


@pytest.mark.sampled(3)
@pytest.mark.parametrize("rewrite", ["in place", "by a new file", "with the same size and time"])
def test_dataset_answers_from_its_files_as_they_are(make: Make, rewrite: str) -> None:
    data = Dataset(make())
    path = data.package.root / "data" / "people.csv"
    assert set(told(data).values()) == {50}
    before, times = data.load("people").attrs["citation"], path.stat()
    changed = path.read_bytes().replace(b"a,50", b"a,51")
    if rewrite == "by a new file":
        path.with_suffix(".new").write_bytes(changed)
        path.with_suffix(".new").replace(path)
    else:
        path.write_bytes(changed)
    if rewrite == "with the same size and time":
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert set(told(data).values()) == {51}
    assert data.load("people").attrs["citation"] == str(data.cite()) != before
    for citation in (data.cite(), data.cite(query=FIRST), data.cite(query=FIRST, timeout=60)):
        assert data.verify(citation).valid


@pytest.mark.slow
def test_files_are_read_again_only_when_one_may_have_changed() -> None:
    """The frozen data were written long ago: a second query opens no file of theirs."""
    code = (
        "import iraqmilitias as im, sys\n"
        f"data, opened, query = im.open({str(FROZEN)!r}), [], {COUNT!r}\n"
        "data.sql(query)\n"
        "sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == 'open' else None)\n"
        "data.sql(query); data.trace('src-0001')\n"
        "print([name for name in opened if name.endswith(('.csv', '.duckdb'))])\n"
        "data.rows('sources')\n"
        "print([name.rpartition('/')[2] for name in opened if name.endswith('.csv')])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "[]\n['sources.csv']\n", done.stderr


def test_query_of_a_package_whose_file_is_gone_is_refused(make: Make) -> None:
    data = Dataset(make())
    assert data.reader is data.reader and count_of_people(data) == 3
    (data.package.root / "data" / "people.csv").unlink()
    with pytest.raises(PackageError, match=r"people\.csv: no such file"):
        count_of_people(data)


def count_of_people(data: Dataset) -> int:
    return int(data.sql("SELECT count(*) FROM people", as_="rows")[0][0])


@pytest.mark.slow
def test_dataset_is_checked_where_it_was_opened(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the folder that is the current one later, another package has the same relative path."""
    folder = make()
    (tmp_path / "here").mkdir()
    folder.rename(tmp_path / "here" / "package")
    other = make("person_id,age,boss_id,since,paid,rank,pay\na,old,,,,,\n")
    (tmp_path / "there").mkdir()
    other.rename(tmp_path / "there" / "package")
    (tmp_path / "here" / "package" / "SHA256SUMS").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "here")
    data = Dataset("package")
    verdict = data.verify()
    for now in (tmp_path / "there", tmp_path):
        monkeypatch.chdir(now)
        assert data.validate().valid and len(data.rows("people")) == 3
        assert data.verify() == verdict


@pytest.mark.slow
def test_package_of_the_environment_is_checked_where_it_was_opened(make: Make, tmp_path: Path) -> None:
    code = (
        "import iraqmilitias as im, os\n"
        "print(im.tables()); os.chdir('..'); print(im.validate().valid, im.tables(), im.verify is not None)"
    )
    environment = {**os.environ, "IRAQMILITIAS_PACKAGE": make().name}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.stdout == "('people',)\nTrue ('people',) True\n", done.stderr


def test_versions_beside_have_names_that_differ_by_more_than_case(data: Dataset) -> None:
    with pytest.raises(QueryError, match=r"^'old' and 'OLD' are one name in SQL, whatever the case"):
        data.sql("select 1", beside={"old": data, "OLD": data})
    with pytest.raises(QueryError, match="are one name in SQL"):
        data.connect(old=data, Old=data)
