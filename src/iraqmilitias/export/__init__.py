"""The whole package in another form: one module a format, each with what that format cannot hold.

>>> import tempfile
>>> from iraqmilitias.package import Package, installed
>>> with tempfile.TemporaryDirectory() as folder:
...     manifest = export(Package(installed()), folder + "/out", "geojson")
>>> [entry["path"] for entry in manifest["files"]]
['events.geojson', 'facilities.geojson', 'places.geojson']
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import NotFoundError, PackageError, nearest
from ..package import Package
from ..text import shown
from .context import opened
from .manifest import export_folder


class Format(NamedTuple):
    """One form of the package, as formats.toml describes it."""

    title: str
    short: str
    whole: bool
    proof: str
    files: Mapping[str, str]  # by how a file ends, or is named, its media type
    lacks: tuple[str, ...]
    extra: str = ""
    inside: bool = True  # whether version and hash are in the files themselves


NAME = re.compile(r"""[^/\\:*?"<>|\x00-\x1f\x7f\ud800-\udfff]+""")  # on any system
FORMATS = {
    name: Format(**{**entry, "lacks": tuple(entry["lacks"])})
    for name, entry in tomllib.loads(Path(__file__).with_name("formats.toml").read_text(encoding="utf-8")).items()
}


def export(package: Package, target: str | Path, form: str, moment: datetime.datetime | None = None) -> dict[str, Any]:
    """Write the package into the folder `target` in one of the FORMATS and return the manifest.

    `moment` is the time that the files bear; without it SOURCE_DATE_EPOCH sets it, else the day of the package.
    The folder gets all files or none; the files of an earlier export in it are replaced. Raises PackageError where
    other files are in it or it cannot be written, or where the format cannot take the data; MissingExtraError where
    the format's library is not installed; NotFoundError for an unknown format.
    """
    if form not in FORMATS:
        raise NotFoundError(f"no export format {form!r}; {nearest(form, tuple(FORMATS))}")
    for name in (package.name, *package.tables):
        if not NAME.fullmatch(name) or name.startswith((".", "-")) or len(name.encode("utf-8", "replace")) > 200:
            raise PackageError(f"{shown(name)} cannot be the name of a file, which an export would give it; rename it")
    left_out = tuple(table.refusal for table in package.tables.values() if table.unread)
    if not package.readable_tables:
        raise PackageError("; ".join(left_out))
    made = export_folder(Path(target), package, form, (*FORMATS[form].lacks, *left_out))
    with made as (folder, manifest), opened(package, moment) as context:
        manifest.update(import_module(f".{form}", __name__).write(context, folder))
    return manifest
