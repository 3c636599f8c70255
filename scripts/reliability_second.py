"""The second round: fields whose agreement was under the bound, coded again by two passes over units that are given."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import reliability_measures as measures
from reliability_rows import Level

FIELDS: dict[str, tuple[tuple[str, Level], ...]] = {
    "figures": (
        ("statement_id", "nominal"), ("date_from", "nominal"), ("date_to", "nominal"), ("event_id", "nominal"),
        ("actor_id", "nominal"),
    ),
    "events": (
        ("date_from", "nominal"), ("date_to", "nominal"), ("date_precision", "nominal"), ("date_basis", "nominal"),
        ("reference_id", "nominal"), ("part_of", "nominal"),
    ),
    "affiliations": (("certainty", "nominal"), ("statement_id", "nominal")),
}  # fmt: skip
PASSES = "cd"


def read(path: Path) -> dict[str, dict[str, str]]:
    """Return the rows of a CSV file by their first column."""
    with path.open(encoding="utf-8", newline="") as file:
        return {next(iter(row.values())): row for row in csv.DictReader(file)}


def cell(share: float | None) -> str:
    return "" if share is None else f"{share:.3f}"


def compare(root: Path) -> Iterator[dict[str, str]]:
    """Yield a row a field: agreement and alpha of the two passes, and how far each agrees with the data.

    Raises ValueError where a pass lacks a record that the other has, or has one that is not in the data.
    """
    for table, fields in FIELDS.items():
        one, two = (read(root / "reliability" / "second" / f"{name}-{table}.csv") for name in PASSES)
        data = read(root / "data" / f"{table}.csv")
        if set(one) != set(two) or not set(one) <= set(data):
            raise ValueError(f"{table}: the passes of the second round and the data differ in their records")
        for field, level in fields:
            found = measures.agreement([(one[key][field], two[key][field]) for key in one], level)
            row = {
                "table": table,
                "field": field,
                "n": str(found.n),
                "equal": str(found.equal),
                "agreement": cell(found.percent.value),
                "agreement_low": cell(found.percent.low),
                "agreement_high": cell(found.percent.high),
                "alpha": cell(found.alpha.value),
                "alpha_low": cell(found.alpha.low),
                "alpha_high": cell(found.alpha.high),
            }
            for name, coded in zip(PASSES, (one, two), strict=True):
                row[f"{name}_as_data"] = str(sum(coded[key][field] == data[key][field] for key in coded))
            yield row | {"note": found.note}


def section(rows: list[dict[str, str]]) -> str:
    """Return the section of docs/reliability.md on the second round."""
    lines = [
        "| field | n | equal | agreement, % | alpha | 95 % interval | c as the data | d as the data |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        interval = f"{row['alpha_low']} to {row['alpha_high']}" if row["alpha_low"] else "–"
        lines.append(
            f"| `{row['table']}.{row['field']}` | {row['n']} | {row['equal']} | {100 * float(row['agreement']):.1f} | "
            f"{row['alpha'] or '–'} | {interval} | {row['c_as_data']} | {row['d_as_data']} |"
        )
    low = [f"`{r['table']}.{r['field']}`" for r in rows if r["alpha"] and float(r["alpha"]) < 0.8]
    verdict = f"Under 0.8: {', '.join(low)}." if low else "None is under 0.8."
    return "\n".join(
        [
            "## The second round",
            "",
            "Where the first two passes agreed too little (whose words a figure stands in, until when a",
            "figure holds, an event’s dates and what it is part of, how certain a tie is), the codebook was",
            "sharpened and two new passes, c and d, coded those fields again. They had neither the data nor",
            "each other’s answers, nor those of a and b; they had the codebook, the articles, the reference",
            "dates, and the records as given units. So these numbers say how far two readings agree on the",
            "fields of a record once it is there, not whether it would be found. The list of references that",
            "lay before both may have led them to the same answer. Both passes are machine-made.",
            "",
            *lines,
            "",
            f"{verdict} All cells here are taken as they are printed, the empty one as a value of its own.",
            "Where both new passes agreed against the data, the case was read again: most were settled their way;",
            "the rest stand in the codebook under “Settled after the second round”.",
            "",
        ]
    )
