"""The cache may be anything: it is rebuilt or done without, and what is in it is never believed unseen."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from iraqmilitias import database
from iraqmilitias.database.cache import cache_folder
from iraqmilitias.dataset import Dataset
from iraqmilitias.package import Package

from .test_paths import package, sampled

Spoil = Callable[[Path], object]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of this test."""
    monkeypatch.setenv("IRAQMILITIAS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def answer(path: Path, before: str = "", **variables: str) -> tuple[str, str]:
    """Return what a new process prints of the one number in a package, asked in process and in a child, and stderr."""
    code = (
        f"{before}\nimport iraqmilitias as im\ndata = im.open({str(path)!r})\n"
        "print(data.sql('SELECT id FROM t', as_='rows'), data.sql('SELECT id FROM t', as_='rows', timeout=60))"
    )
    environment = {**os.environ, **variables}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=120)
    return done.stdout, done.stderr


SEVEN = ("[(7,)] [(7,)]\n", "")


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def one_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def folder_instead(path: Path) -> None:
    path.unlink()
    (path / "x").mkdir(parents=True)


def link_to_nothing(path: Path) -> None:
    path.unlink()
    path.symlink_to("/nowhere/at/all")


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


SPOILT: dict[str, Spoil] = {
    "empty": lambda path: path.write_bytes(b""),
    "half": half,
    "garbage": lambda path: path.write_bytes(os.urandom(100_000)),
    "one bit": one_bit,
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"x"),
    "without its seal": lambda path: path.write_bytes(path.read_bytes()[:-122]),
    "a folder": folder_instead,
    "a link to nothing": link_to_nothing,
    "a pipe": pipe,
}


@pytest.mark.sampled(9)
@pytest.mark.parametrize("spoil", sampled(SPOILT, 3))
def test_spoilt_database_is_built_again(folder: Path, tmp_path: Path, spoil: str) -> None:
    built = database.database_file(Package(package(tmp_path / "p", 7)))
    SPOILT[spoil](built)
    assert answer(tmp_path / "p") == SEVEN
    if not built.is_dir():
        assert answer(tmp_path / "p") == SEVEN and built.is_file()


def test_database_of_other_data_under_this_name_is_not_opened(folder: Path, tmp_path: Path) -> None:
    own = database.database_file(Package(package(tmp_path / "p", 7)))
    other = database.database_file(Package(package(tmp_path / "q", 8)))
    shutil.copyfile(other, own)
    assert answer(tmp_path / "p") == SEVEN
    own.unlink()
    own.symlink_to(other)
    assert answer(tmp_path / "p") == SEVEN


def test_database_is_opened_by_duckdb_itself(folder: Path, tmp_path: Path) -> None:
    import duckdb

    built = database.database_file(Package(package(tmp_path / "p", 7)))
    with duckdb.connect(str(built), read_only=True) as connection:
        assert connection.execute("SELECT id FROM t").fetchall() == [(7,)]


@pytest.mark.slow
def test_database_that_another_program_has_open_is_read(folder: Path, tmp_path: Path) -> None:
    built = database.database_file(Package(package(tmp_path / "p", 7)))
    with built.open("r+b") as file:
        fcntl.lockf(file, fcntl.LOCK_EX)
        assert answer(tmp_path / "p") == SEVEN
    code = f"import duckdb, sys; c = duckdb.connect({str(built)!r}); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=-1, stdout=-1, text=True) as other:
        assert other.stdout is not None and other.stdout.readline() == "open\n"
        assert answer(tmp_path / "p") == SEVEN
        other.communicate("")


needs_root = pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can become another user")


@pytest.mark.sampled(9)
@needs_root
@pytest.mark.parametrize("mode", [0o755, 0o700, 0o000], ids=oct)
def test_cache_of_another_user_is_read_or_done_without(monkeypatch: pytest.MonkeyPatch, mode: int) -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as place:  # other users cannot enter tmp_path
        Path(place).chmod(0o755)
        cache, data = Path(place) / "cache", package(Path(place) / "p", 7)
        monkeypatch.setenv("IRAQMILITIAS_CACHE", str(cache))
        database.database_file(Package(data)).chmod(0o600)
        cache.chmod(mode)
        # In this process alone: another user may not be able to start this Python.
        code = (
            "import os, duckdb, iraqmilitias as im, iraqmilitias.database.sandbox\n"
            "from iraqmilitias.database.cache import cache_key\n"
            f"data = im.open({str(data)!r})\n"
            "data.views(); cache_key(data.package, ''); os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
            "print(data.sql('SELECT id FROM t', as_='rows'))"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert (done.stdout, done.stderr) == ("[(7,)]\n", "")


NO_HOME = {"IRAQMILITIAS_CACHE": "", "XDG_CACHE_HOME": ""}
ODD: dict[str, dict[str, str]] = {
    "no home": {**NO_HOME, "HOME": "/nonexistent"},
    "home is a file": {**NO_HOME, "HOME": "/etc/passwd"},
    "home is a device": {**NO_HOME, "HOME": "/dev/null"},
    "relative XDG": {**NO_HOME, "HOME": "{folder}", "XDG_CACHE_HOME": "rel/ative"},
    "tilde in XDG": {**NO_HOME, "HOME": "{folder}", "XDG_CACHE_HOME": "~/x"},
    "tilde": {"IRAQMILITIAS_CACHE": "~/x", "HOME": "{folder}"},
    "user that is not there": {"IRAQMILITIAS_CACHE": "~nobody-of-this-name/x"},
    "a file": {"IRAQMILITIAS_CACHE": "/etc/passwd"},
    "below a file": {"IRAQMILITIAS_CACHE": "/etc/passwd/cache"},
    "a device": {"IRAQMILITIAS_CACHE": "/dev/null"},
    "proc": {"IRAQMILITIAS_CACHE": "/proc/none"},
    "too long": {"IRAQMILITIAS_CACHE": "/tmp/" + "x" * 300},
    "no temporary folder": {"IRAQMILITIAS_CACHE": "/proc/none", "TMPDIR": "/nowhere"},
}


@pytest.mark.sampled(9)
@pytest.mark.parametrize("odd", sampled(ODD, 4))
def test_cache_named_by_odd_variables_is_used_or_done_without(tmp_path: Path, odd: str) -> None:
    package(tmp_path / "p", 7)
    (tmp_path / "home").mkdir()
    named = {name: value.format(folder=tmp_path / "home") for name, value in ODD[odd].items()}
    left = set(Path.cwd().iterdir())
    assert answer(tmp_path / "p", **named) == SEVEN
    assert set(Path.cwd().iterdir()) == left  # no folder named ~ here


@needs_root
def test_uid_that_no_user_has_and_no_home(tmp_path: Path) -> None:
    code = (
        "import os; [os.environ.pop(n, None) for n in ('HOME', 'XDG_CACHE_HOME', 'IRAQMILITIAS_CACHE')]\n"
        "import iraqmilitias.database.cache as cache; os.setuid(4242424)\n"
        "print(cache.cache_folder())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert re.fullmatch(r"/\S+/iraqmilitias-\w+\n", done.stdout), done.stderr


def test_cache_folder_is_where_the_system_keeps_caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert cache_folder({}) == tmp_path / ".cache" / "iraqmilitias"
    assert cache_folder({"XDG_CACHE_HOME": "/x"}) == Path("/x/iraqmilitias")
    assert cache_folder({"XDG_CACHE_HOME": "x"}) == tmp_path / ".cache" / "iraqmilitias"
    assert cache_folder({"XDG_CACHE_HOME": "~/y"}) == tmp_path / "y" / "iraqmilitias"
    assert cache_folder({"IRAQMILITIAS_CACHE": "rel"}) == tmp_path / "rel"
    assert cache_folder({"IRAQMILITIAS_CACHE": "~/z"}) == tmp_path / "z"


def test_full_disk_is_not_said_to_be_a_fault_of_the_data(folder: Path, tmp_path: Path) -> None:
    package(tmp_path / "p", 7)
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))"
    out, error = answer(tmp_path / "p", limit)
    assert out == "" and "does not fit" not in error and "iraqmilitias.errors.PackageError: the database" in error


@pytest.mark.slow
@needs_root
def test_cache_that_is_full_is_done_without(folder: Path, tmp_path: Path) -> None:
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", folder], capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        assert answer(package(tmp_path / "p", 7)) == SEVEN
        assert not list(folder.iterdir())
        subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
        assert answer(tmp_path / "p") == SEVEN
    finally:
        subprocess.run(["umount", folder], check=True)


def test_old_rests_of_killed_processes_are_swept(folder: Path, tmp_path: Path) -> None:
    (folder / ".building-old").mkdir(parents=True)
    (folder / ".building-new").mkdir()
    os.utime(folder / ".building-old", (time.time() - 90_000,) * 2)
    database.database_file(Package(package(tmp_path / "p", 7)))
    assert sorted(p.name for p in folder.iterdir() if p.suffix != ".duckdb") == [".building-new"]


@pytest.mark.slow
def test_four_processes_at_once_build_one_database(folder: Path, tmp_path: Path) -> None:
    package(tmp_path / "p", 7)
    code = f"import iraqmilitias as im; print(im.open({str(tmp_path / 'p')!r}).sql('SELECT id FROM t', as_='rows'))"
    running = [subprocess.Popen([sys.executable, "-c", code], stdout=-1, stderr=-1, text=True) for _ in range(4)]
    assert [process.communicate() for process in running] == [("[(7,)]\n", "")] * 4
    assert [path.suffix for path in folder.iterdir()] == [".duckdb"]


@pytest.mark.slow
def test_process_leaves_no_temporary_folder(tmp_path: Path) -> None:
    package(tmp_path / "p", 7)
    code = (
        f"import iraqmilitias as im\ndata = im.open({str(tmp_path / 'p')!r})\n"
        "from iraqmilitias import database\nprint(database.database_file(data.package).parent)\n"
        "for limit in (None, 60):\n"
        "    print(data.sql('SELECT path FROM duckdb_databases()', as_='rows', timeout=limit)[0][0])"
    )
    environment = {**os.environ, "IRAQMILITIAS_CACHE": "/proc/none"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    named = [Path(line) for line in done.stdout.splitlines()]
    assert len(named) == 3 and not any(
        path.exists() or (path.parent.name.startswith("iraqm") and path.parent.exists()) for path in named
    )


def test_data_that_change_are_built_again(folder: Path, tmp_path: Path) -> None:
    data = package(tmp_path / "p", 1)
    assert Dataset(data).sql("SELECT id FROM t", as_="rows") == [(1,)]
    package(tmp_path / "p", 2)
    assert Dataset(data).sql("SELECT id FROM t", as_="rows") == [(2,)]
    package(tmp_path / "p", 1)
    assert Dataset(data).sql("SELECT id FROM t", as_="rows") == [(1,)]
    assert len(list(folder.iterdir())) == 2


@pytest.mark.slow
def test_database_in_use_outlives_those_that_are_built_beside_it(folder: Path, tmp_path: Path) -> None:
    """A query over two versions needs the one that it found while it builds the other."""
    files = [database.database_file(Package(package(tmp_path / f"p{number}", number))) for number in range(12)]
    for number, file in enumerate(files):
        os.utime(file, (1 + number, 1 + number))  # the first is the oldest
    with Dataset(tmp_path / "p0").connect(old=package(tmp_path / "p12", 12)) as connection:
        assert connection.sql("SELECT a.id, b.id FROM t a, old.t b").fetchall() == [(0, 12)]
    assert [file.exists() for file in files] == [True, False, *[True] * 10]
