"""A progress bar on the terminal while a validation takes longer than two seconds."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any

import click

from ..terminal import cut, shown
from ..validation.report.progress import Step

AFTER = 2.0  # seconds; shorter work shows nothing
PARTS = 1000


class Meter:
    """Shows layer, table, share done and time left on stderr if that is a terminal, and removes it at the end."""

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.bar: Any = None
        if sys.stderr.isatty():
            self.bar = click.progressbar(length=PARTS, file=sys.stderr, width=20, item_show_func=label)

    def __call__(self, step: Step) -> None:
        if self.bar is not None and time.monotonic() - self.started >= AFTER:
            self.bar.update(int(step.share * PARTS) - self.bar.pos, step)

    def __enter__(self) -> Meter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.bar is not None and self.bar.current_item is not None:
            sys.stderr.write("\r\x1b[2K\x1b[?25h")
            sys.stderr.flush()


def label(step: Step | None) -> str:
    """Return what a step works on, on one line."""
    return "" if step is None else cut(f"{step.layer} {shown(step.name)}".rstrip(), 40)
