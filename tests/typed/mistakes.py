"""Mistakes that a type checker finds, one a line that ends with what it must say. Never imported."""

from __future__ import annotations

import iraqmilitias as im

im.load("evnts")  # [call-overload]
im.load("events", as_="excel")  # [call-overload]
im.rows("figuers")  # [call-overload]
im.rows("figures")[0]["value"]  # [typeddict-item]
im.rows("events")[0]["date_from"] + 1  # [operator]
im.sql("SELECT 1", as_="rows").shape  # [attr-defined]
im.cite(7)  # [arg-type]
im.loda("events")  # [attr-defined]
