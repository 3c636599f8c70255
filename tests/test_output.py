"""Output goes where it was sent, as it was: links, devices, pipes, modes, owners, hard links, full disks."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from iraqmilitias import output
from iraqmilitias.errors import PackageError

from .conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes, owners, links and devices of POSIX")


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that other users can enter, which pytest's own is not."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def python(code: str, *arguments: str, umask: int = 0o022, **more: object) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", "import sys\nfrom iraqmilitias import output\n" + code, *arguments]
    return subprocess.run(command, env=environment, umask=umask, capture_output=True, **more)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize(("umask", "expected"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664), (0o027, 0o640)])
def test_new_file_has_the_mode_that_the_umask_leaves(tmp_path: Path, umask: int, expected: int) -> None:
    python("output.write(sys.argv[1], b'new')", str(tmp_path / "new"), umask=umask, check=True)
    assert ((tmp_path / "new").read_bytes(), mode(tmp_path / "new")) == (b"new", expected)


@pytest.mark.parametrize("private", [0o600, 0o640, 0o755, 0o666])
def test_existing_file_keeps_its_mode(tmp_path: Path, private: int) -> None:
    target = tmp_path / "old"
    target.write_bytes(b"old")
    target.chmod(private)
    output.write(target, b"new")
    assert (target.read_bytes(), mode(target), names(tmp_path)) == (b"new", private, ["old"])


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_existing_file_keeps_its_owner(tmp_path: Path) -> None:
    target = tmp_path / "old"
    target.write_bytes(b"old")
    os.chown(target, 1234, 4321)
    output.write(target, b"new")
    assert (target.read_bytes(), target.stat().st_uid, target.stat().st_gid) == (b"new", 1234, 4321)


def test_link_stays_and_its_target_is_written(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for name in ("there", "absent"):
        (tmp_path / f"{name}-link").symlink_to(tmp_path / "folder" / name)
    (tmp_path / "folder" / "there").write_bytes(b"old")
    for name in ("there", "absent"):
        output.write(tmp_path / f"{name}-link", b"new")
        assert (tmp_path / f"{name}-link").is_symlink()
        assert (tmp_path / "folder" / name).read_bytes() == b"new"
    assert names(tmp_path / "folder") == ["absent", "there"]


def test_link_that_leads_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(PackageError, match="loop: cannot be written"):
        output.write(tmp_path / "loop", b"new")
    assert (tmp_path / "loop").is_symlink()


@pytest.mark.parametrize("content", [b"new", b"", b"longer than it was"])
def test_hard_link_shows_the_new_content_too(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "one").write_bytes(b"before")
    os.link(tmp_path / "one", tmp_path / "two")
    output.write(tmp_path / "one", content)
    assert (tmp_path / "two").read_bytes() == content and (tmp_path / "one").samefile(tmp_path / "two")


def test_named_pipe_is_written_into_and_stays(tmp_path: Path) -> None:
    pipe, got = tmp_path / "pipe", list[bytes]()
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    output.write(pipe, b"x" * 200_000)
    reader.join(20)
    assert got == [b"x" * 200_000] and stat.S_ISFIFO(pipe.stat().st_mode)


def test_devices_stay_and_a_full_one_is_an_error() -> None:
    output.write("/dev/null", b"new")
    assert Path("/dev/null").is_char_device()
    with pytest.raises(PackageError, match=r"^/dev/full: cannot be written \(No space left on device\)$"):
        output.write("/dev/full", b"new")
    assert Path("/dev/full").is_char_device()


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "-"])
def test_standard_output_is_continued_not_replaced(tmp_path: Path, name: str) -> None:
    code = "print('before'); output.write(sys.argv[1], b'new\\n'); print('after')"
    assert python(code, name).stdout == b"before\nnew\nafter\n"
    if name.startswith("/proc") and sys.platform != "linux":
        return
    with (tmp_path / "file").open("wb") as file:
        file.write(b"first\n")
        file.flush()
        python_to(file.fileno(), code, name)
    assert (tmp_path / "file").read_bytes() == b"first\nbefore\nnew\nafter\n"


def python_to(stdout: int, code: str, *arguments: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", "import sys\nfrom iraqmilitias import output\n" + code, *arguments]
    subprocess.run(command, env=environment, stdout=stdout, check=True)


def test_folder_and_missing_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="it is a folder"):
        output.write(tmp_path, b"new")
    with pytest.raises(PackageError, match=f"there is no folder {tmp_path}/none"):
        output.write(tmp_path / "none" / "new", b"new")


def test_longest_name_is_written(tmp_path: Path) -> None:
    output.write(tmp_path / ("n" * 255), b"new")
    assert (tmp_path / ("n" * 255)).read_bytes() == b"new"


LIMIT = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"


@pytest.mark.parametrize("links", [1, 2])
def test_full_disk_leaves_the_old_file(tmp_path: Path, links: int) -> None:
    target = tmp_path / "old"
    target.write_bytes(b"old")
    if links == 2:
        os.link(target, tmp_path / "other")
    done = python(LIMIT + "output.write(sys.argv[1], b'x' * 9000)", str(target))
    assert b"PackageError" in done.stderr and b"cannot be written (File too large)" in done.stderr
    assert target.read_bytes() == b"old" and len(names(tmp_path)) == links


AS_NOBODY = "import os; os.setgid(65534); os.setuid(65534)\n"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes somebody else")
def test_writable_file_in_an_unwritable_folder_is_written_and_a_read_only_one_is_not(public: Path) -> None:
    folder = public / "folder"
    folder.mkdir()
    for name, rights in (("open", 0o666), ("closed", 0o444)):
        (folder / name).write_bytes(b"old")
        (folder / name).chmod(rights)
    code = AS_NOBODY + "for name in sys.argv[1:]:\n try: output.write(name, b'new')\n except Exception as e: print(e)"
    done = python(code, str(folder / "open"), str(folder / "closed"), str(folder / "absent"))
    assert (folder / "open").read_bytes() == b"new" and mode(folder / "open") == 0o666
    assert (folder / "closed").read_bytes() == b"old"
    assert done.stdout.decode().count("cannot be written (Permission denied)") == 2, done


def test_several_files_are_written_all_or_none(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"old")
    output.write_all({one: b"new", two: b"new"})
    assert (one.read_bytes(), two.read_bytes()) == (b"new", b"new")
    code = LIMIT + "from pathlib import Path\nfirst, last = map(Path, sys.argv[1:])\n"
    code += "output.write_all({first: b'x', last: b'x' * 9000})"
    assert python(code, str(one), str(tmp_path / "three")).returncode == 1
    assert (one.read_bytes(), names(tmp_path)) == (b"new", ["one", "two"])


def test_existing_folder_is_filled_and_not_moved(tmp_path: Path) -> None:
    target = tmp_path / "out"
    (target / "sub").mkdir(parents=True)
    (target / "sub" / "gone").write_bytes(b"old")
    target.chmod(0o750)
    number = target.stat().st_ino
    with output.filled(target, lambda: ["sub/gone"]) as folder:
        (folder / "deep").mkdir()
        (folder / "deep" / "file").write_bytes(b"new")
    assert (target.stat().st_ino, mode(target)) == (number, 0o750)
    assert sorted(p.name for p in target.rglob("*")) == ["deep", "file"]


def test_folder_behind_a_link_is_filled(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    with output.filled(tmp_path / "link") as folder:
        (folder / "file").write_bytes(b"new")
    assert (tmp_path / "link").is_symlink() and names(tmp_path / "real") == ["file"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes somebody else")
def test_writable_folder_below_an_unwritable_one_is_filled(public: Path) -> None:
    target = public / "closed" / "open"
    target.mkdir(parents=True)
    target.chmod(0o777)
    code = AS_NOBODY + (
        "from pathlib import Path\nwith output.filled(Path(sys.argv[1])) as folder: (folder / 'a').write_bytes(b'new')"
    )
    assert python(code, str(target)).stderr == b""
    assert names(target) == ["a"] and names(public / "closed") == ["open"]


@pytest.mark.parametrize("there", [True, False])
def test_folder_is_as_it_was_when_filling_it_fails(tmp_path: Path, there: bool) -> None:
    target = tmp_path / "out"
    if there:
        target.mkdir()
        (target / "old").write_bytes(b"old")

    def refuse() -> list[str]:
        raise PackageError("refused")

    with pytest.raises(PackageError, match="refused"), output.filled(target, refuse) as folder:
        (folder / "new").write_bytes(b"new")
    assert names(tmp_path) == (["out"] if there else [])
    assert not there or names(target) == ["old"]


def test_exchange_that_fails_half_way_is_undone(tmp_path: Path) -> None:
    target = tmp_path / "out"
    (target / "b").mkdir(parents=True)  # a folder stands where a file must go
    (target / "b" / "mine").write_bytes(b"mine")
    (target / "a").write_bytes(b"old")
    with pytest.raises(PackageError, match="cannot be written"), output.filled(target, lambda: ["a"]) as folder:
        (folder / "a").write_bytes(b"new")
        (folder / "b").write_bytes(b"new")
    assert (target / "a").read_bytes() == b"old" and (target / "b" / "mine").read_bytes() == b"mine"
    assert names(target) == ["a", "b"]


def test_nobody_else_renames_into_place() -> None:
    # The next file that is written, renamed and chmodded by hand is found here.
    found = {
        path.name
        for path in (ROOT / "src").rglob("*.py")
        if re.search(r"mkstemp|\.rename\(|os\.replace|\.replace\(target\)", path.read_text(encoding="utf-8"))
    }
    assert found == {"output.py"}
