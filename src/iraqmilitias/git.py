"""Revisions of the git repository that a folder is in, which git itself reads and nothing writes to."""

from __future__ import annotations

import os
import posixpath
import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from .errors import Error, PackageError
from .package import DESCRIPTOR, Package

# What `git rev-parse --local-env-vars` (2.39) and git's manual list: hooks and users set these for another repository
# than that of the folder, or for another way to read paths.
_LOCAL = frozenset({
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CONFIG", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT",
    "GIT_OBJECT_DIRECTORY", "GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_GRAFT_FILE",
    "GIT_INDEX_FILE", "GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE", "GIT_PREFIX", "GIT_SHALLOW_FILE",
    "GIT_COMMON_DIR", "GIT_INTERNAL_SUPER_PREFIX", "GIT_NAMESPACE", "GIT_QUARANTINE_PATH",
    "GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS",
})  # fmt: skip
_LINK, _SUBMODULE = "120000", "160000"
_POINTER = b"version https://git-lfs.github.com/spec/"


class _Entry(NamedTuple):
    mode: str
    oid: str


def run(folder: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder and return what it said. Raises PackageError where git is not installed or cannot be run."""
    environment = {k: v for k, v in os.environ.items() if k not in _LOCAL}
    environment |= {"LC_ALL": "C", "LANGUAGE": "C", "GIT_TERMINAL_PROMPT": "0"}
    command = ["git", "-C", str(folder), "--literal-pathspecs", "--no-pager", *arguments]
    try:
        return subprocess.run(command, input=given, capture_output=True, check=False, env=environment)
    except FileNotFoundError:
        raise PackageError("git is not installed; give a folder, zip or wheel instead of a revision") from None
    except (OSError, ValueError) as error:  # ValueError: an argument with a NUL
        raise PackageError(f"git cannot be run ({error}); give a folder, zip or wheel instead of a revision") from None


def commit_of(revision: str, folder: Path) -> str:
    """Return the full name of the commit that a revision names.

    Raises PackageError where there is none, or where git refuses to read the repository, with git's reason.
    """
    if "\0" in revision:
        raise PackageError(f"{revision!r}: no such file or folder, and no such git revision")
    done = run(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    commit = done.stdout.decode("ascii", "replace").strip()
    if done.returncode == 0 and re.fullmatch("[0-9a-f]{40,64}", commit):
        return commit
    if reason := _reason(done):
        raise PackageError(f"{revision}: no such file or folder, and no git revision can be read in {folder}: {reason}")
    hint = ""
    if run(folder, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true":
        hint = "; this clone is shallow, so first run: git fetch --unshallow"
    elif run(folder, "rev-list", "--all", "--max-count=1").stdout == b"":
        hint = "; the repository has no commits yet"
    raise PackageError(f"{revision}: no such file or folder, and no such git revision in {folder}{hint}")


def _reason(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return what git gave as the reason of a failure, in one line; an empty string where it gave none."""
    text = done.stderr.decode("utf-8", "replace")
    fatal = re.search(r"^(?:fatal|error): (.*)", text, re.MULTILINE | re.DOTALL)
    return " ".join(fatal[1].split()) if fatal else ""


def extract(
    revision: str, commit: str, folder: Path, target: Path, also: Callable[[str], bool] = lambda name: False
) -> None:
    """Write a package as it is in a commit into the folder `target`, with the files of which `also` says so.

    The package is that of `folder`, or of the nearest folder above it that has one in the commit. A file that the
    commit lacks is left out. Raises PackageError where the commit has no package or git cannot read it, and Error
    where the descriptor cannot be read, or a file is in a submodule or in Git LFS.
    """
    here = PurePosixPath(os.fsdecode(run(folder, "rev-parse", "--show-prefix").stdout.removesuffix(b"\n")))
    for above in (here, *here.parents):
        prefix = "" if above == PurePosixPath() else f"{above}/"
        tree = _tree(folder, commit, prefix)
        if DESCRIPTOR in tree:
            break
    else:
        raise PackageError(f"{revision}: not a data package, that revision has no {DESCRIPTOR}")
    _write(revision, folder, tree, [DESCRIPTOR], target)
    package = Package(target)
    try:
        names = [package.safe(name) for name in package.files() if name != DESCRIPTOR]
    except (PackageError, AttributeError, TypeError) as error:
        raise Error(f"{revision}: {DESCRIPTOR} cannot be read ({error})") from None
    _write(revision, folder, tree, [*names, *filter(also, tree)], target)


def _tree(folder: Path, commit: str, prefix: str) -> dict[str, _Entry]:
    """Return the files below a folder of a commit by their paths from there; nothing where there is no such folder."""
    listing = run(folder, "ls-tree", "-r", "-z", "--full-tree", f"{commit}:{prefix}").stdout
    entries = (entry.split("\t", 1) for entry in os.fsdecode(listing).split("\0") if entry)
    return {name: _Entry(head.split(" ")[0], head.split(" ")[2]) for head, name in entries}


def _write(revision: str, folder: Path, tree: Mapping[str, _Entry], names: Sequence[str], target: Path) -> None:
    for name in names:
        outer = next((str(p) for p in PurePosixPath(name).parents if tree.get(str(p), ("",))[0] == _SUBMODULE), None)
        if outer:
            raise Error(f"{revision}: {outer} is a submodule, whose files are in another repository; give a folder")
    wanted = {name: tree[name] for name in names if name in tree}
    links = 0
    while linked := {name: entry for name, entry in wanted.items() if entry.mode == _LINK}:
        for name, content in _blobs(revision, folder, linked).items():
            goal = posixpath.normpath(posixpath.join(posixpath.dirname(name), os.fsdecode(content)))
            if goal in tree and links < 10:
                wanted[name] = tree[goal]
            else:
                del wanted[name]
        links += 1
    for name, content in _blobs(revision, folder, wanted).items():
        if content.startswith(_POINTER):
            raise Error(f"{revision}: {name} is kept in Git LFS; check that revision out, and give its folder")
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _blobs(revision: str, folder: Path, entries: Mapping[str, _Entry]) -> dict[str, bytes]:
    done = run(folder, "cat-file", "--batch", given="".join(f"{e.oid}\n" for e in entries.values()).encode())
    contents, position = {}, 0
    for name in entries:
        head, _, _ = done.stdout[position : position + 200].partition(b"\n")
        words = head.split(b" ")
        if done.returncode or len(words) != 3:
            raise PackageError(f"{revision}: git cannot read {name}: {_reason(done) or 'its content is missing'}")
        position += len(head) + 1
        contents[name] = done.stdout[position : position + int(words[2])]
        position += int(words[2]) + 1
    return contents
