"""Revisions of a repository as people have it: where git stands, what it refuses, and names that look like syntax."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from iraqmilitias import cli
from iraqmilitias.errors import Error, PackageError
from iraqmilitias.workshop.versions.diff import Diff, diff
from iraqmilitias.workshop.versions.open_version import opened

from .conftest import HARBOUR, git

STRANGE = [
    "a [b]", "pkg[12]", "*", "?", ":(glob)x", ":!x", "!x", "ü ح", 'say "x"', "it's", "back\\slash", "$HOME", "-x", "~",
]  # fmt: skip


def changed(found: Diff) -> list[tuple[str, str]]:
    """Return table and new value of every changed cell."""
    return [(t.name, cell.new) for t in found.tables for row in t.rows for cell in row.cells]


def commit_change(folder: Path) -> None:
    """Commit a package, and change it then."""
    git(folder, "add", "-A", ".")
    git(folder, "commit", "-q", "-m", "a package")
    path = folder / "data" / "ports.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("KWT", "KUW"), encoding="utf-8", newline="")


CHANGE = [("ports", "KUW")]


# where the repository is ------------------------------------------------------------------------------------


def test_revision_in_a_linked_worktree_is_read(repository: Path, tmp_path: Path) -> None:
    git(repository, "worktree", "add", "-q", str(tmp_path / "linked"), "v1")
    assert changed(diff("HEAD~0", tmp_path / "linked" / "sets" / "harbour")) == []
    assert changed(diff("v1", repository / "sets" / "harbour")) == CHANGE


def test_revision_of_a_detached_head_is_read(repository: Path) -> None:
    git(repository, "checkout", "-q", "--detach", "HEAD")
    assert changed(diff("HEAD~1", repository / "sets" / "harbour")) == CHANGE


def test_revision_in_a_submodule_is_one_of_the_submodule(repository: Path, tmp_path: Path) -> None:
    outer = tmp_path / "outer"
    git(tmp_path, "init", "-q", str(outer))
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(repository), "inner")
    git(outer, "commit", "-q", "-m", "outer")
    assert changed(diff("HEAD~1", outer / "inner" / "sets" / "harbour")) == CHANGE


def test_package_whose_data_is_a_submodule_names_the_submodule(repository: Path, tmp_path: Path) -> None:
    outer, data = tmp_path / "outer", tmp_path / "data"
    shutil.copytree(HARBOUR, outer)
    shutil.move(outer / "data", data)
    for folder in (data, outer):
        git(tmp_path, "init", "-q", str(folder))
    git(data, "add", ".")
    git(data, "commit", "-q", "-m", "data")
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(data), "data")
    git(outer, "add", ".")
    git(outer, "commit", "-q", "-m", "outer")
    with pytest.raises(Error, match=r"data is a submodule"):
        diff("HEAD", outer)


def test_revision_in_a_bare_repository_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "package"
    shutil.copytree(HARBOUR, package)
    git(tmp_path, "init", "-q", str(package))
    commit_change(package)
    git(tmp_path, "clone", "-q", "--bare", str(package), str(tmp_path / "bare.git"))
    monkeypatch.chdir(tmp_path / "bare.git")
    with opened("HEAD~0") as found:  # HEAD is a file there
        assert "KWT" in found.package.read_bytes("data/ports.csv").decode()


def test_revision_in_a_shallow_clone_says_how_to_get_it(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", repository.as_uri(), str(tmp_path / "shallow"))
    package = tmp_path / "shallow" / "sets" / "harbour"
    assert changed(diff("HEAD", package)) == []
    with pytest.raises(PackageError, match="this clone is shallow, so first run: git fetch --unshallow"):
        diff("HEAD~1", package)


def test_revision_in_a_clone_without_blobs_that_cannot_be_fetched_gives_gits_reason(
    repository: Path, tmp_path: Path
) -> None:
    git(repository, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "partial"
    git(tmp_path, "clone", "-q", "--filter=blob:none", repository.as_uri(), str(clone))
    assert changed(diff("HEAD~1", clone / "sets" / "harbour")) == CHANGE
    shutil.rmtree(clone)
    git(tmp_path, "clone", "-q", "--filter=blob:none", repository.as_uri(), str(clone))
    shutil.move(repository, tmp_path / "gone")
    with pytest.raises(PackageError, match="git cannot read"):
        diff("HEAD~1", clone / "sets" / "harbour")


def test_revision_before_the_first_commit_says_so(tmp_path: Path) -> None:
    package = tmp_path / "package"
    shutil.copytree(HARBOUR, package)
    git(tmp_path, "init", "-q", str(package))
    with pytest.raises(PackageError, match="the repository has no commits yet"):
        diff("HEAD", package)


def test_revision_in_a_repository_of_sha256_is_read(tmp_path: Path) -> None:
    package = tmp_path / "package"
    shutil.copytree(HARBOUR, package)
    git(tmp_path, "init", "-q", "--object-format=sha256", str(package))
    commit_change(package)
    found = diff("HEAD", package)
    assert changed(found) == CHANGE
    assert len(found.old.revision or "") == 64


# what git refuses -------------------------------------------------------------------------------------------


def test_repository_of_another_owner_gives_gits_reason(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("HOME", str(repository))  # whose configuration trusts nothing
    with pytest.raises(PackageError, match=r"dubious ownership.*safe\.directory"):
        diff("v1", repository / "sets" / "harbour")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a folder away")
def test_repository_that_belongs_to_another_user_gives_gits_reason(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(repository))
    for path in [repository, *repository.rglob("*")]:
        os.chown(path, 65534, 65534)
    with pytest.raises(PackageError, match=r"dubious ownership.*safe\.directory"):
        diff("v1", repository / "sets" / "harbour")


def test_configuration_that_git_cannot_read_gives_gits_reason(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / ".gitconfig").write_text("[broken\n", encoding="utf-8")
    monkeypatch.setenv("HOME", str(repository))
    with pytest.raises(PackageError, match="bad config line 1"):
        diff("v1", repository / "sets" / "harbour")


def test_worktree_whose_repository_is_gone_gives_gits_reason(repository: Path, tmp_path: Path) -> None:
    git(repository, "worktree", "add", "-q", str(tmp_path / "linked"), "v1")
    shutil.move(repository, tmp_path / "moved")
    with pytest.raises(PackageError, match="not a git repository"):
        diff("v1", tmp_path / "linked" / "sets" / "harbour")


def test_repository_with_a_lost_object_gives_gits_reason(repository: Path) -> None:
    lost = git(repository, "rev-parse", "v1:sets/harbour/data/ports.csv")
    (repository / ".git" / "objects" / lost[:2] / lost[2:]).unlink()
    with pytest.raises(PackageError, match="git cannot read"):
        diff("v1", repository / "sets" / "harbour")


# what the user's environment says ---------------------------------------------------------------------------


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "name", ["GIT_DIR", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_NAMESPACE"]
)
def test_variables_of_git_do_not_lead_to_another_repository(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    other = tmp_path / "other"
    git(tmp_path, "init", "-q", str(other))
    for variable, value in {"GIT_DIR": other / ".git", name: other / ".git"}.items():
        monkeypatch.setenv(variable, str(value))
    assert changed(diff("v1", repository / "sets" / "harbour")) == CHANGE


def test_variables_of_a_hook_do_not_disturb(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository)
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    monkeypatch.setenv("GIT_PREFIX", "sets/")
    assert changed(diff("HEAD~1", "sets/harbour")) == CHANGE


@pytest.mark.parametrize("name", ["GIT_GLOB_PATHSPECS", "GIT_ICASE_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_TRACE"])
def test_ways_to_read_paths_and_traces_do_not_disturb(
    repository: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "1")
    assert changed(diff("v1", repository / "sets" / "harbour")) == CHANGE


def test_line_ends_are_those_of_the_commit(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(repository, "config", "core.autocrlf", "true")
    with opened("v1", repository / "sets" / "harbour") as found:
        assert b"\r" not in found.package.read_bytes("data/ports.csv")


def test_without_git_says_what_to_give_instead(
    repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    with pytest.raises(PackageError, match="git is not installed; give a folder, zip or wheel"):
        diff("v1", repository / "sets" / "harbour")


@pytest.mark.skipif(sys.platform == "win32", reason="files have no mode there")
def test_git_that_cannot_be_run_says_so(repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "git").write_bytes(b"\0")
    (tmp_path / "bin" / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with pytest.raises(PackageError, match="git cannot be run"):
        diff("v1", repository / "sets" / "harbour")


# names that look like syntax --------------------------------------------------------------------------------


@pytest.mark.sampled(4)
@pytest.mark.parametrize("name", STRANGE)
def test_folder_with_a_strange_name_is_only_a_name(tmp_path: Path, name: str) -> None:
    root = tmp_path / "repository"
    package = root / "pkg1" / name / "harbour"
    shutil.copytree(HARBOUR, package)
    shutil.copytree(HARBOUR, root / "pkg1" / "a b" / "harbour")  # what a pattern would match
    git(tmp_path, "init", "-q", str(root))
    commit_change(root / "pkg1" / name / "harbour")
    assert changed(diff("HEAD", package)) == CHANGE


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="such names are not allowed there")
@pytest.mark.parametrize(
    "name",
    [" both ", "line\nend", "tab\tx", os.fsdecode(b"latin-\xe9")],
    ids=["spaces", "newline", "tab", "bytes that are no UTF-8"],
)
def test_folder_with_white_space_or_other_bytes_is_only_a_name(tmp_path: Path, name: str) -> None:
    root = tmp_path / "repository"
    package = root / name
    shutil.copytree(HARBOUR, package)
    git(tmp_path, "init", "-q", str(root))
    commit_change(package)
    with opened("HEAD", package) as found:
        assert found.package.read_bytes("data/ports.csv") == (HARBOUR / "data" / "ports.csv").read_bytes()


@pytest.mark.sampled(4)
@pytest.mark.parametrize("name", [n for n in STRANGE if n not in (":(glob)x", ":!x", "back\\slash", "~")])
def test_file_with_a_strange_name_is_only_a_name(tmp_path: Path, name: str) -> None:
    package = tmp_path / "harbour"
    shutil.copytree(HARBOUR, package)
    (package / "data" / "ports.csv").rename(package / "data" / f"{name}.csv")
    shutil.copy(package / "data" / f"{name}.csv", package / "data" / "ports.csv")
    descriptor = (package / "datapackage.json").read_text(encoding="utf-8")
    listed = f"data/{name}.csv".replace('"', '\\"')
    (package / "datapackage.json").write_text(descriptor.replace("data/ports.csv", listed), encoding="utf-8")
    git(tmp_path, "init", "-q", str(package))
    git(package, "add", "-A")
    git(package, "commit", "-q", "-m", "one")
    path = package / "data" / f"{name}.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("KWT", "KUW"), encoding="utf-8", newline="")
    assert changed(diff("HEAD", package)) == CHANGE


def test_file_that_is_a_link_inside_the_package_is_followed(tmp_path: Path) -> None:
    package = tmp_path / "harbour"
    shutil.copytree(HARBOUR, package)
    (package / "data" / "ports.csv").rename(package / "ports-2020.csv")
    (package / "data" / "ports.csv").symlink_to("../ports-2020.csv")
    git(tmp_path, "init", "-q", str(package))
    git(package, "add", "-A")
    git(package, "commit", "-q", "-m", "one")
    path = package / "ports-2020.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("KWT", "KUW"), encoding="utf-8", newline="")
    assert changed(diff("HEAD", package)) == CHANGE


def test_file_that_is_a_link_out_of_the_repository_is_not_followed(tmp_path: Path) -> None:
    package = tmp_path / "harbour"
    shutil.copytree(HARBOUR, package)
    (tmp_path / "secret.csv").write_text("port_id\n", encoding="utf-8")
    (package / "data" / "ports.csv").unlink()
    (package / "data" / "ports.csv").symlink_to("../../secret.csv")
    git(tmp_path, "init", "-q", str(package))
    git(package, "add", "-A")
    git(package, "commit", "-q", "-m", "one")
    (package / "data" / "ports.csv").unlink()
    shutil.copy(HARBOUR / "data" / "ports.csv", package / "data")
    with pytest.raises(Error, match=r"data/ports\.csv: no such file"):
        diff("HEAD", package)


def test_file_in_git_lfs_says_so(repository: Path) -> None:
    package = repository / "sets" / "harbour"
    content = (package / "data" / "ports.csv").read_bytes()
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 12\n"
    (package / "data" / "ports.csv").write_text(pointer, encoding="utf-8")
    git(repository, "commit", "-q", "-am", "large")
    (package / "data" / "ports.csv").write_bytes(content)
    with pytest.raises(Error, match=r"data/ports\.csv is kept in Git LFS"):
        diff("HEAD", package)


@pytest.mark.parametrize(
    "revision",
    ["-x", "--help", "--all", "--git-dir", "-", "@{-1}", "HEAD:", ":/", "^HEAD", "HEAD..HEAD", "v1^{tree}", "a\0b",
     "\n", "HEAD\n", "x" * 5000, "*", "refs/*", "\udce9", "HEAD^{/[}", "~", "--output=x"],
    ids=ascii,
)  # fmt: skip
def test_revision_that_looks_like_an_option_or_pattern_is_refused(repository: Path, revision: str) -> None:
    with pytest.raises(PackageError, match="no such"), opened(revision, repository / "sets" / "harbour"):
        pass
    assert not (repository / "sets" / "harbour" / "x").exists()


@pytest.mark.sampled(4)
@pytest.mark.parametrize("branch", ["[x]", "a*", "ü", 'q"uote', "@x", "pkg{1}", "-x"])
def test_revision_with_a_strange_name_is_only_a_name(repository: Path, branch: str) -> None:
    try:
        git(repository, "update-ref", f"refs/heads/{branch}", "v1")
    except Exception:
        pytest.skip(f"git allows no branch {branch}")
    assert changed(diff(f"refs/heads/{branch}", repository / "sets" / "harbour")) == CHANGE


def test_folder_is_read_before_a_revision_of_its_name(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository / "sets")
    git(repository, "branch", "harbour", "v1")
    assert changed(diff("harbour", "harbour")) == []
    assert changed(diff("refs/heads/harbour", "harbour")) == CHANGE


def test_current_folder_that_is_gone_is_no_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(PackageError, match="no such"):
        diff("HEAD", HARBOUR.parent / "nothing")


def test_command_says_what_git_said_and_ends_with_2(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("HOME", str(repository))
    assert cli._run(["diff", "v1", str(repository / "sets" / "harbour")]) == 2
    assert "dubious ownership" in capsys.readouterr().err
