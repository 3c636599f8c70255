"""Compare the two passes with each other and with the data: reliability/*.csv and docs/reliability.md.

usage: python scripts/reliability.py [--sources DIR] [--check]

The words that the data's records touch are found in the articles' texts (--sources, the environment's
IRAQMILITIAS_SOURCES, or ../shared/sources) and kept in reliability/adjudicated-spans.csv; without the texts that
file is read.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import reliability_compare as compare
import reliability_page as page
import reliability_rows as rows
import reliability_second as second
import reliability_spans as spans

ROOT = Path(__file__).resolve().parent.parent


def as_csv(cells: Iterable[Mapping[str, str]]) -> str:
    """Return rows of equal columns as canonical CSV."""
    text = io.StringIO()
    writer: csv.DictWriter[str] | None = None
    for row in cells:
        if writer is None:
            writer = csv.DictWriter(text, list(row), lineterminator="\n")
            writer.writeheader()
        writer.writerow(row)
    return text.getvalue()


def texts_folder(given: Path | None, root: Path) -> Path | None:
    """Return the folder with the articles' texts, if there is one; a folder that is asked for must be there."""
    if asked := given or (Path(name) if (name := os.environ.get("IRAQMILITIAS_SOURCES")) else None):
        if not asked.is_dir():
            raise SystemExit(f"{asked}: no such folder")
        return asked
    beside = root.parent / "shared" / "sources"
    return beside if beside.is_dir() else None


def outputs(root: Path, sources: Path | None) -> dict[str, str]:
    """Return what every generated file should hold, by path under the root."""
    folder, data = root / "reliability", root / "data"
    stored = folder / "adjudicated-spans.csv"
    found = spans.from_texts(data, spans.read_texts(data, sources)) if sources else spans.from_file(data, stored)
    keys = rows.read_keys(folder, data)
    passes = [rows.read_pass(folder / f"pass-{name}", name, keys) for name in "ab"]
    final = rows.of_articles(rows.read_data(data, found, keys), rows.articles(passes))
    between = compare.compare(*passes)
    with_data = [compare.compare(each, final) for each in passes]
    agreement = list(compare.agreements(between))
    recall = list(compare.recalls(with_data))
    differ = list(compare.disagreements(between, with_data))
    again = list(second.compare(root)) if (folder / "second").is_dir() else []
    more = {"reliability/second-round.csv": as_csv(again)} if again else {}
    after = "\n" + second.section(again) if again else ""
    return {
        "reliability/adjudicated-spans.csv": as_csv(
            {"record_id": record, "word_from": first, "word_to": last} for record, (first, last) in found.items()
        ),
        "reliability/agreement.csv": as_csv(agreement),
        "reliability/recall.csv": as_csv(recall),
        "reliability/disagreements.csv": as_csv(differ),
        "docs/reliability.md": page.page(agreement, recall, differ, page.facts(between)) + after,
        **more,
    }


def main(arguments: list[str] | None = None) -> int:
    """Write the files, or with --check name those that differ and return 1."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    parser.add_argument("--sources", type=Path, metavar="DIR", help="the folder with the articles' texts")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file is not up to date")
    options = parser.parse_args(arguments)
    differing = []
    for name, text in outputs(options.root, texts_folder(options.sources, options.root)).items():
        path = options.root / name
        if not path.is_file() or path.read_bytes() != text.encode("utf-8"):
            differing.append(name)
            if not options.check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text.encode("utf-8"))
    for name in differing:
        print(f"{name}: {'not up to date; run scripts/reliability.py' if options.check else 'written'}")
    return 1 if differing and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
