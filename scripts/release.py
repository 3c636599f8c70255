"""Make everything of a release from a clean tag: packages, exports, citation files, changes, checksums.

usage: python scripts/release.py [--out DIR] [--dry-run]

It works on what is committed, in a copy, and refuses: a tree with changes, a commit without its tag (but for a dry
run), a version too low for what changed since the last release, a changelog without the version, a failing check.
Run twice, the files are the same byte for byte: times in them are the commit's (SOURCE_DATE_EPOCH).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from stamp import stamped, sums

from iraqmilitias.dataset import Dataset
from iraqmilitias.export import FORMATS, export
from iraqmilitias.recorded_hashes import SUMS, verify_path
from iraqmilitias.workshop.versions.bump import SEMVER, precedes
from iraqmilitias.workshop.versions.diff import diff
from iraqmilitias.workshop.versions.metadata import cff, datacite, zenodo

if TYPE_CHECKING:
    from iraqmilitias.workshop.versions.diff import Diff

ROOT = Path(__file__).resolve().parents[1]
SINGLE = {"sqlite": ".sqlite", "duckdb": ".duckdb", "xlsx": ".xlsx"}  # exports of one file, not zipped
NAME = "iraqmilitias"


class Refused(Exception):
    """The reason why a release cannot be made."""


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise Refused(f"git {' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout.strip()


def run(command: list[str], folder: Path, environment: Mapping[str, str]) -> None:
    """Run one of the checks or builds; Refused, with its message, where it fails."""
    done = subprocess.run(command, cwd=folder, env=dict(environment), capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise Refused(f"{' '.join(command[-4:])} fails:\n{(done.stdout + done.stderr).strip()[-4000:]}")


def last_release(root: Path, version: str) -> str | None:
    """Return the tag of the newest release before this version, among the commits that lead here."""
    tags = [t[1:] for t in git(root, "tag", "--merged", "HEAD", "--list", "v*").split() if SEMVER.fullmatch(t[1:])]
    newest: str | None = None
    for tag in tags:
        if tag != version and (newest is None or precedes(newest, tag)):
            newest = tag
    return f"v{newest}" if newest else None


def ready(root: Path, dry: bool) -> str:
    """Return the version to release; Refused where the tree or the tag is not ready."""
    version = str(json.loads((root / "datapackage.json").read_text(encoding="utf-8"))["version"])
    if changed := git(root, "status", "--porcelain"):
        raise Refused(f"the tree has changes that are not committed:\n{changed}")
    tagged = git(root, "tag", "--points-at", "HEAD").split()
    if f"v{version}" not in tagged and git(root, "tag", "--list", f"v{version}"):
        raise Refused(f"version {version} was released from another commit: raise the version")
    if f"v{version}" not in tagged and not dry:
        raise Refused(f"HEAD has no tag v{version}: tag it, or give --dry-run")
    if not section(root, version):
        raise Refused(f"CHANGELOG.md has no section “## {version}”")
    return version


def section(root: Path, version: str) -> str:
    """Return the changelog's section of a version."""
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(version)}\b.*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return found[0].strip() if found else ""


def compared(root: Path, previous: str | None) -> Diff | None:
    """Compare with the last release; Refused where the version is too low for what changed."""
    if previous is None:
        return None
    work = Path.cwd()
    os.chdir(root)
    try:
        found = diff(previous, ".")
    finally:
        os.chdir(work)
    if not found.enough or (found.changed and not precedes(found.old.version, found.new.version)):
        reasons = "\n".join(f"  {reason.bump}: {reason.text}" for reason in found.reasons)
        raise Refused(f"version {found.new.version} is too low: since {previous} it needs {found.version}\n{reasons}")
    return found


def changes(data: Dataset, words: str, found: Diff | None) -> str:
    """Return the changelog's section with counts per table and the ids that changed."""
    lines = [words, "", "## Rows", "", "| table | rows |", "| --- | ---: |"]
    lines += [f"| `{name}` | {len(data.load(name))} |" for name in data.tables()]
    lines += ["", "## Changed ids", ""]
    if found is None:
        lines.append("All: this is the first release.")
    else:
        for table in found.tables:
            for kind in ("added", "changed", "removed"):
                keys = [" ".join(map(str, row.key)) for row in table.of(kind)]
                if keys:
                    lines.append(f"- `{table.name}`, {kind} ({len(keys)}): {', '.join(keys)}")
        lines += [] if found.tables else ["None."]
    return "\n".join(lines) + "\n"


def archive(target: Path, files: Mapping[str, bytes], epoch: int) -> None:
    """Write a zip that is the same on every machine: names in order, the commit's time, stored and not deflated."""
    import datetime

    moment = datetime.datetime.fromtimestamp(max(epoch, 315532800), datetime.UTC).timetuple()[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as out:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, moment)
            entry.external_attr = 0o644 << 16
            out.writestr(entry, files[name])


def data_files(copy: Path) -> dict[str, bytes]:
    """Return the files of the data-only zip, with the hashes of all in SHA256SUMS and in the descriptor."""
    paths = [p for folder in ("data", "schemas") for p in sorted((copy / folder).iterdir())]
    paths += [copy / name for name in ("LICENSE-DATA", "CITATION.cff", "CHANGELOG.md")]
    files = {p.relative_to(copy).as_posix(): p.read_bytes() for p in paths}
    files["datapackage.json"] = (json.dumps(stamped(copy), ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    return {**files, SUMS: sums(files)}


def exports(data: Dataset, target: Path, stem: str, epoch: int) -> None:
    """Write every export: a file where the format is one, else a zip of its folder."""
    with tempfile.TemporaryDirectory(prefix="iraqmilitias-") as scratch:
        for form in FORMATS:
            name = "spreadsheet-csv" if form == "csv" else form
            folder = Path(scratch) / form
            export(data.package, folder, form)
            files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
            alone = [name for name in files if form in SINGLE and name.endswith(SINGLE[form])]
            if len(alone) == 1:
                (target / f"{stem}{SINGLE[form]}").write_bytes(files[alone[0]])
            else:
                archive(target / f"{name}-{stem}.zip", files, epoch)  # pip takes stem-name.zip for a sdist


def make(root: Path, out: Path, dry: bool) -> None:
    """Make the release in `out`: completely, or nothing of it."""
    version = ready(root, dry)
    found = compared(root, last_release(root, version))
    epoch = int(git(root, "log", "-1", "--format=%ct"))
    if out.exists() and any(out.iterdir()) and not (out / SUMS).is_file():
        raise Refused(f"{out}: not empty, and not an earlier release; give another folder")
    with tempfile.TemporaryDirectory(prefix="iraqmilitias-release-") as scratch:
        copy, beside = Path(scratch) / "copy", Path(scratch) / "out"
        git(root, "clone", "-q", "--no-local", str(root), str(copy))
        beside.mkdir()
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch), "PYTHONPATH": str(copy / "src")}
        for check in (["validate", "."], ["--package", ".", "coverage"], ["--package", ".", "format", "--check"]):
            run([sys.executable, "-m", "iraqmilitias", *check], copy, environment)
        data = Dataset(copy)
        if (copy / "CITATION.cff").read_text(encoding="utf-8") != cff(data.package):
            raise Refused("CITATION.cff is not what the descriptor says")
        run([sys.executable, "-m", "build", "--no-isolation", "--outdir", str(beside), "."], copy, environment)
        os.environ["SOURCE_DATE_EPOCH"] = str(epoch)
        archive(beside / f"{NAME}-data-{version}.zip", data_files(copy), epoch)
        exports(data, beside, f"{NAME}-{version}", epoch)
        for name, content in (("datacite.json", datacite(data.package)), ("zenodo.json", zenodo(data.package))):
            (beside / name).write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        (beside / "CITATION.cff").write_text(cff(data.package), encoding="utf-8", newline="\n")
        (beside / "CHANGES.md").write_text(changes(data, section(copy, version), found), encoding="utf-8", newline="\n")
        (beside / SUMS).write_bytes(sums({p.name: p.read_bytes() for p in beside.iterdir()}))
        verdict = verify_path(beside)
        if not verdict.valid:
            raise Refused("\n".join(verdict.problems))
        if out.exists():
            shutil.rmtree(out)
        shutil.move(str(beside), str(out))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, default=ROOT / "dist", metavar="DIR", help="where to (default: dist)")
    parser.add_argument("--dry-run", action="store_true", help="make it all though HEAD has no tag yet")
    options = parser.parse_args(arguments)
    try:
        make(options.root.resolve(), options.out.resolve(), options.dry_run)
    except Refused as reason:
        print(f"no release: {reason}", file=sys.stderr)
        return 1
    for line in (options.out / SUMS).read_text(encoding="utf-8").splitlines():
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
