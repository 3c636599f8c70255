"""Build hook: puts the data package into the wheel, with bytes and hashes stamped into its descriptor.

The checkout carries neither, so that an edit in a browser needs no recomputing. An editable install gets no
copy: it reads the checkout.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def stamped(root: Path) -> dict[str, Any]:
    """Return the descriptor with each resource's bytes and sha256."""
    descriptor: dict[str, Any] = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        content = (root / resource["path"]).read_bytes()
        resource["bytes"] = len(content)
        resource["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
    return descriptor


def sums(contents: dict[str, bytes]) -> bytes:
    """Return a SHA256SUMS file over files by name, as sha256sum writes it."""
    lines = (f"{hashlib.sha256(contents[name]).hexdigest()}  {name}\n" for name in sorted(contents))
    return "".join(lines).encode("utf-8")


class Stamp(BuildHookInterface):  # type: ignore[type-arg]
    """Adds datapackage.json, schemas/ and data/ to iraqmilitias/_package in a standard wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        names = [
            f"{folder}/{path.name}" for folder in ("data", "schemas") for path in sorted((root / folder).iterdir())
        ]
        names += ["LICENSE-DATA", "CITATION.cff"]
        contents = {name: (root / name).read_bytes() for name in names}
        contents["datapackage.json"] = (json.dumps(stamped(root), ensure_ascii=False, indent=2) + "\n").encode("utf-8")
        self._folder = tempfile.TemporaryDirectory(prefix="iraqmilitias-stamp-")
        made = {"datapackage.json": contents["datapackage.json"], "SHA256SUMS": sums(contents)}
        included = build_data.setdefault("force_include", {})
        for name, content in made.items():
            target = Path(self._folder.name) / name
            target.write_bytes(content)
            included[str(target)] = f"iraqmilitias/_package/{name}"
        for name in names:
            included[str(root / name)] = f"iraqmilitias/_package/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if hasattr(self, "_folder"):
            self._folder.cleanup()
