"""A line on the terminal while work takes longer: layer, table, share done, rows a second, time left."""

from __future__ import annotations

import sys
import time
from threading import Event, Thread
from types import TracebackType

from ..terminal import columns_of_terminal, cut, shown
from ..validation.report.progress import Step

AFTER = 2.0  # seconds; shorter work shows nothing
EVERY = 0.2


class Meter:
    """Shows the last step on stderr if that is a terminal, and takes the line away when the work has ended."""

    def __init__(self) -> None:
        self.step: Step | None = None
        self.started = time.monotonic()
        self._ended = Event()
        self._thread = Thread(target=self._show, daemon=True) if sys.stderr.isatty() else None

    def __call__(self, step: Step) -> None:
        self.step = step

    def __enter__(self) -> Meter:
        if self._thread is not None:
            self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join()

    def _show(self) -> None:
        if self._ended.wait(AFTER):
            return
        while not self._ended.wait(EVERY):
            self._write(line(self.step, time.monotonic() - self.started) if self.step else "")
        self._write("")

    def _write(self, text: str) -> None:
        try:
            sys.stderr.write(f"\r\x1b[2K{cut(text, columns_of_terminal() - 1)}")
            sys.stderr.flush()
        except OSError:  # the terminal is gone; the work goes on
            self._ended.set()


def line(step: Step, seconds: float) -> str:
    """Return the line for a step after so many seconds of work."""
    parts = [f"{step.share:.0%}", f"{step.layer} {shown(step.name)}".rstrip()]
    if step.rows:
        parts.append(f"{step.rows / seconds:,.0f} rows a second")
    if step.share > 0:
        parts.append(f"about {_time(seconds / step.share - seconds)} left")
    return " · ".join(parts)


def _time(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
