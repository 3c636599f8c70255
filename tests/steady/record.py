"""Writes hashes.json: each query's hash, and its standard form with this DuckDB. A hash that is there stays as it is.

Run it with the lowest and the newest DuckDB: `python -m tests.steady.record`.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from iraqmilitias.dataset import Dataset
from iraqmilitias.query_hash import hash_query

HERE = Path(__file__).parent
HASHES = HERE / "hashes.json"
PACKAGE = HERE / "package"


def queries() -> dict[str, int]:
    """Return each query, and how many rows it must give."""
    themes = tomllib.loads((HERE / "queries.toml").read_text(encoding="utf-8"))
    return {sql: rows for theme in themes.values() for sql, rows in theme.items()}


def hashes() -> dict[str, dict[str, str]]:
    """Return of each query the hash of its rows (sha256) and its standard form with DuckDB 1 and 2 (duckdb1, …)."""
    found: dict[str, dict[str, str]] = json.loads(HASHES.read_text(encoding="utf-8")) if HASHES.exists() else {}
    return found


def main() -> None:
    import duckdb

    data, known = Dataset(PACKAGE), hashes()
    form = f"duckdb{duckdb.__version__.split('.')[0]}"
    for sql in queries():
        found = hash_query(data.reader, sql)
        known.setdefault(sql, {}).setdefault("sha256", found.sha256)
        known[sql][form] = found.query
    kept = {sql: dict(sorted(known[sql].items())) for sql in queries()}
    HASHES.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
