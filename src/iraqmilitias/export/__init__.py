"""The whole package in another form: one module a format, each with what that format cannot hold.

>>> import tempfile
>>> from iraqmilitias.package import Package, installed
>>> with tempfile.TemporaryDirectory() as folder:
...     manifest = export(Package(installed()), folder + "/out", "geojson")
>>> [entry["path"] for entry in manifest["files"]]
['events.geojson', 'facilities.geojson', 'places.geojson']
"""

from __future__ import annotations

import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import NotFoundError, nearest
from ..package import Package
from .context import opened
from .manifest import export_folder


class Format(NamedTuple):
    """One form of the package, as formats.toml describes it."""

    title: str
    short: str
    whole: bool
    proof: str
    files: tuple[str, ...]
    lacks: tuple[str, ...]
    extra: str = ""


FORMATS = {
    name: Format(**{**entry, "lacks": tuple(entry["lacks"]), "files": tuple(entry["files"])})
    for name, entry in tomllib.loads(Path(__file__).with_name("formats.toml").read_text(encoding="utf-8")).items()
}


def export(package: Package, target: str | Path, form: str) -> dict[str, Any]:
    """Write the package into the folder `target` in one of the FORMATS and return the manifest.

    The folder gets all files or none; the files of an earlier export in it are replaced. Raises PackageError where
    other files are in it or it cannot be written, or where the format cannot take the data; MissingExtraError where
    the format's library is not installed; NotFoundError for an unknown format.
    """
    if form not in FORMATS:
        raise NotFoundError(f"no export format {form!r}; {nearest(form, tuple(FORMATS))}")
    made = export_folder(Path(target), package, form, FORMATS[form].lacks)
    with made as (folder, manifest), opened(package) as context:
        manifest.update(import_module(f".{form}", __name__).write(context, folder))
    return manifest
