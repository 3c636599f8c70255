"""Makes a valid data package of any size under this project's own schemas, and one with planted errors.

python benchmarks/generate.py DIR --rows 1000000 [--errors 1000] [--seed 1] [--tables six|all]

all: the nineteen tables, with every key, reference and rule kept; six of them are large (mentions, participants,
lines, event_reports, statements, figures). six: those six alone, without the references to the others. The same
arguments give the same bytes. With --errors, DIR/expected.csv lists each planted error: file, physical line, column
(empty where the whole row is meant), code, kind.
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from plant import plant

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SIX = ("lines", "mentions", "participants", "event_reports", "statements", "figures")
PER_ARTICLE = 245  # rows that one article brings, in all tables; 240 of them in the six

MACROS = (
    # Fractions of a linear congruence: the same on every machine and every DuckDB, unlike random() and hash().
    "pick(i, salt, many) AS ((i + 1) * 7919 + salt * 104729 + {seed}) * 48271 % 2147483647 % many",
    "tag(prefix, i) AS prefix || '-' || lpad((i + 1)::VARCHAR, greatest(4, length((i + 1)::VARCHAR))::INTEGER, '0')",
    # The physical line of an article's k-th line that is not blank; every tenth, from the second on, is.
    "spot(k) AS k // 9 * 10 + CASE k % 9 WHEN 0 THEN 1 ELSE k % 9 + 2 END",
    "day_of(a) AS DATE '2003-01-01' + (a % 7000)::INTEGER",
    "articles() AS {articles}",
    "actors() AS {articles} // 2 + 40",
    "places() AS {articles} // 4 + 10",
    "facilities() AS {articles} // 8 + 5",
    "site_of(e) AS pick(e, 9, facilities())",
    "type_of(e) AS ['rocket-attack', 'drone-attack', 'airstrike'][e % 3 + 1]",
)


def generate(target: Path, rows: int, seed: int = 1) -> None:
    """Write a valid package of about `rows` rows into the folder `target`, which must not exist."""
    import duckdb

    from iraqmilitias.fields import literal, quoted
    from iraqmilitias.package import Package

    package = Package(ROOT)
    (target / "data").mkdir(parents=True)
    shutil.copyfile(ROOT / "datapackage.json", target / "datapackage.json")
    shutil.copytree(ROOT / "schemas", target / "schemas")
    connection = duckdb.connect(":memory:")
    for macro in MACROS:
        connection.execute("CREATE MACRO " + macro.format(seed=seed, articles=max(rows // PER_ARTICLE, 3)))
    for table in package.tables.values():
        source = HERE / "rows" / f"{table.name}.sql"
        if not source.is_file():  # a closed list, the same at every size
            shutil.copyfile(ROOT / table.path, target / table.path)
            continue
        select = source.read_text(encoding="utf-8")
        made = {c[0] for c in connection.execute(f"DESCRIBE {select}").fetchall()}
        unknown = made - {f.name for f in table.fields}
        if unknown:
            raise SystemExit(f"{source}: the schema of {table.name} has no {', '.join(sorted(unknown))}")
        columns = ", ".join(quoted(f.name) if f.name in made else f"NULL AS {quoted(f.name)}" for f in table.fields)
        connection.execute(
            f"COPY (SELECT {columns} FROM ({select})) TO {literal(str(target / table.path))} (HEADER, DELIMITER ',')"
        )
    connection.close()


def keep_six(target: Path) -> None:
    """Take the other tables, and the foreign keys that lead to them, out of a package."""
    descriptor = json.loads((target / "datapackage.json").read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        schema = target / resource["schema"]
        if resource["name"] not in SIX:
            schema.unlink()
            (target / resource["path"]).unlink()
            continue
        content = json.loads(schema.read_text(encoding="utf-8"))
        keys = content.get("foreignKeys", [])
        content["foreignKeys"] = [k for k in keys if k["reference"].get("resource", SIX[0]) in SIX]
        schema.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    descriptor["resources"] = [r for r in descriptor["resources"] if r["name"] in SIX]
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    (target / "datapackage.json").write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tables", choices=("all", "six"), default="all")
    given = parser.parse_args()
    if given.folder.exists():
        raise SystemExit(f"{given.folder} exists; name a folder that does not")
    generate(given.folder, given.rows, given.seed)
    if given.tables == "six":
        keep_six(given.folder)
    if given.errors:
        expected = plant(given.folder, given.errors, given.seed)
        with (given.folder / "expected.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("file", "line", "column", "code", "kind"))
            writer.writerows(expected)


if __name__ == "__main__":
    main()
