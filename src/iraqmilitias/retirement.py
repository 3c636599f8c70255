"""Where a retired id went: the chain of ids that took its place, to the one that has a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Row = Mapping[str, Any]


def went_to(
    row: Row, retired: Callable[[str], Row | None], row_of: Callable[[str], tuple[str, Any] | None]
) -> tuple[Row, ...]:
    """Return each id that took a retired one's place, in turn.

    `retired` gives an id's row in the table retired, `row_of` the table that has it and its row. Each step has
    `record_id`, `table` (None where that id was retired in its turn) and `retired` (its row there, or None). An id
    without a replacement ends the chain, and so does one that was met before.
    """
    steps: list[Row] = []
    met = {row["record_id"]}
    next_id = row["replaced_by"]
    while next_id is not None and next_id not in met:
        met.add(next_id)
        found = retired(next_id)
        table = (row_of(next_id) or ("retired", None))[0]
        steps.append({"record_id": next_id, "table": table if table != "retired" else None, "retired": found})
        next_id = found["replaced_by"] if found is not None else None
    return tuple(steps)


def words(row: Row, steps: tuple[Row, ...]) -> list[str]:
    """Return what to tell a reader of the old id: when and why it was retired, and what replaced it."""
    told = [f"retired    in version {row['retired_in']} ({row['kind']}): {row['reason']}"]
    for step in steps:
        if step["table"] is not None:
            told.append(f"went to    {step['record_id']}; run: iraqmilitias trace {step['record_id']}")
        elif step["retired"] is not None:
            later = step["retired"]
            told.append(f"went to    {step['record_id']}, retired in {later['retired_in']} ({later['kind']})")
        else:
            told.append(f"went to    {step['record_id']}, which has no row here")
    if not steps:
        told.append(f"went to    nothing; releases before {row['retired_in']} have the row")
    return told
