"""Where an export goes: made beside, checked against what is there, renamed; with a manifest of hashes and sizes."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..errors import PackageError
from ..package import Package

MANIFEST = "manifest.json"


@contextmanager
def placed(target: Path, package: Package, form: str, lacks: tuple[str, ...]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield a folder to fill and the manifest to add to; afterwards the folder stands at `target`.

    PackageError, before anything is written, where `target` holds what no export of ours put there.
    """
    refuse_foreign(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        folder = beside / "new"
        folder.mkdir()
        manifest: dict[str, Any] = {
            "name": package.name,
            "version": package.version,
            "content_sha256": package.content_hash(),
            "format": form,
            "not_held": list(lacks),
        }
        yield folder, manifest
        manifest["files"] = listed(folder)
        text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
        (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
        refuse_foreign(target)
        if target.exists():
            target.rename(beside / "old")
        folder.rename(target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def listed(folder: Path) -> list[dict[str, Any]]:
    """Return path, bytes and SHA-256 of every file below a folder, by path."""
    entries = []
    for path in _files(folder):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        name = path.relative_to(folder).as_posix()
        entries.append({"path": name, "bytes": path.stat().st_size, "sha256": digest})
    return entries


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_symlink() or not p.is_dir())


def refuse_foreign(target: Path) -> None:
    """Raise PackageError unless `target` is absent, empty, or holds exactly what its manifest lists."""
    if not target.exists() and not target.is_symlink():
        return
    if target.is_symlink() or not target.is_dir():
        raise PackageError(f"{target}: is no folder; give a folder that is new, empty, or an earlier export")
    found = {p.relative_to(target).as_posix(): p for p in _files(target)}
    if not found:
        return
    known = _manifest(target)
    for name, path in found.items():
        if name == MANIFEST and known:
            continue
        if name not in known or path.is_symlink() or _digest(path) != known[name]:
            state = "was changed since it was exported" if name in known else "is not from an export"
            raise PackageError(f"{target}: {name} {state}, and is not overwritten; give a new or empty folder")


def _manifest(target: Path) -> dict[str, str]:
    try:
        content = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
        if "content_sha256" not in content or "format" not in content:
            return {}
        return {entry["path"]: entry["sha256"] for entry in content["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
