"""One text for a typed value: as the CSV files print it, and as JSON."""

from __future__ import annotations

import datetime
import json
import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def printed(value: Any) -> str:
    """Return a value as the CSV files print it, which DuckDB casts back to the same; '' for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < 1e16 and str(value) != "-0.0"
        return str(int(value)) if whole else repr(float(value))
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return _interval(value)
    if isinstance(value, bytes):
        return "".join(chr(b) if 32 <= b < 127 and b != 92 else f"\\x{b:02X}" for b in value)
    return to_json(value) if type(value) in (list, tuple, dict) else str(value)  # named tuples have their own text


def _interval(value: datetime.timedelta) -> str:
    micros = value // datetime.timedelta(microseconds=1)
    days, rest = divmod(abs(micros), 86_400_000_000)
    sign, (seconds, fraction) = "-" * (micros < 0), divmod(rest, 1_000_000)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}" + f".{fraction:06}" * bool(fraction)
    parts = [f"{sign}{days} days"] * bool(days) + [f"{sign}{clock}"] * bool(rest or not days)
    return " ".join(parts)


def to_json(value: Any) -> str:
    """Return a value as JSON: every digit of a number; NaN, infinities and what JSON does not have as text."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json_text(_key(k))}: {to_json(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(to_json, value)) + "]"
    if value is None:
        return "null"
    if isinstance(value, float):
        if not math.isfinite(value):
            return '"NaN"' if math.isnan(value) else '"Infinity"' if value > 0 else '"-Infinity"'
        return repr(float(value))
    if isinstance(value, int | Decimal):
        return printed(value)
    return json_text(printed(value))


def _key(key: Any) -> str:
    return key if isinstance(key, str) else printed(key)


def json_text(text: str) -> str:
    """Return text as a JSON string."""
    return json.dumps(text, ensure_ascii=False)
