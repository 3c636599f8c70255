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


class Stamp(BuildHookInterface):  # type: ignore[type-arg]
    """Adds datapackage.json, schemas/ and data/ to iraqmilitias/_package in a standard wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        self._folder = tempfile.TemporaryDirectory(prefix="iraqmilitias-stamp-")
        target = Path(self._folder.name) / "datapackage.json"
        target.write_text(json.dumps(stamped(root), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        included = build_data.setdefault("force_include", {})
        included[str(target)] = "iraqmilitias/_package/datapackage.json"
        for folder in ("data", "schemas"):
            for path in sorted((root / folder).iterdir()):
                included[str(path)] = f"iraqmilitias/_package/{folder}/{path.name}"
        for name in ("LICENSE-DATA", "CITATION.cff"):
            included[str(root / name)] = f"iraqmilitias/_package/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if hasattr(self, "_folder"):
            self._folder.cleanup()
