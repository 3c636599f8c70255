"""The folder of an export: filled as a whole, with a manifest of hashes and sizes; other people's files are kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..errors import PackageError
from ..output import STAGED, filled
from ..package import Package

MANIFEST = "manifest.json"


@contextmanager
def export_folder(
    target: Path, package: Package, form: str, lacks: tuple[str, ...]
) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield a folder to fill and the manifest to add to; afterwards `target` has the files and manifest.json.

    Raises PackageError, before anything is written, where `target` holds a file that is not from an export.
    """
    earlier_export(target)
    with filled(target, lambda: earlier_export(target)) as folder:
        manifest: dict[str, Any] = {
            "name": package.name,
            "version": package.version,
            "content_sha256": package.content_hash(),
            "format": form,
            "not_held": list(lacks),
            "licenses": package.descriptor.get("licenses", []),
            "rights": package.descriptor.get("rights", []),
        }
        yield folder, manifest
        manifest["files"] = [
            {"path": name, "bytes": path.stat().st_size, "sha256": _digest(path)}
            for name, path in _files(folder).items()
        ]
        text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
        (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def earlier_export(target: Path) -> list[str]:
    """Return the files of the earlier export in `target`; PackageError where any other file is in it."""
    if not target.exists():
        return []
    if not target.is_dir():
        raise PackageError(f"{target}: not a folder; give a folder that is new, empty, or an earlier export")
    found, known = _files(target), _listed(target)
    for name, path in found.items():
        if name == MANIFEST and known:
            continue
        if name not in known or path.is_symlink() or _digest(path) != known[name]:
            state = "was changed since it was exported" if name in known else "is not from an export"
            raise PackageError(f"{target}: {name} {state}, and is not overwritten; give a new or empty folder")
    return list(found)


def _files(folder: Path) -> dict[str, Path]:
    paths = sorted(p for p in folder.rglob("*") if p.is_symlink() or not p.is_dir())
    files = {p.relative_to(folder).as_posix(): p for p in paths}
    return {name: path for name, path in files.items() if not name.startswith(STAGED)}


def read_manifest(path: Path) -> dict[str, Any] | None:
    """Return an export's manifest; None for another file, or none."""
    try:
        return manifest_in(path.read_bytes())
    except OSError:
        return None


def manifest_in(written: bytes) -> dict[str, Any] | None:
    """Return the manifest that a file's bytes are; None where they are something else."""
    try:
        content = json.loads(written.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) and "content_sha256" in content and "format" in content else None


def _listed(folder: Path) -> dict[str, str]:
    try:
        return {entry["path"]: entry["sha256"] for entry in (read_manifest(folder / MANIFEST) or {})["files"]}
    except (KeyError, TypeError):
        return {}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
