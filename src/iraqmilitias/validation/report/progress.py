"""How far a validation has come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import NamedTuple


class Step(NamedTuple):
    """What has just begun: a layer, a table or rule in it, the share of all work before it, rows loaded so far."""

    layer: str
    name: str
    share: float
    rows: int


Progress = Callable[[Step], None]
# Where in the whole each layer begins and ends, measured on a million rows.
SPANS = {"structure": (0.0, 0.4), "contracts": (0.4, 0.5), "references": (0.5, 0.65), "rules": (0.65, 0.97)}


class ProgressTracker:
    """Turns what begins into shares of the whole; called from several threads."""

    def __init__(self, progress: Progress | None) -> None:
        self.progress, self.rows = progress, 0
        self._names: dict[str, dict[str, float]] = {}  # of each layer, the share of it that comes before each name
        self._furthest = 0.0
        self._lock = Lock()

    def expect(self, layer: str, names: Sequence[str], sizes: Sequence[float] | None = None) -> None:
        """Say what a layer will do, in which order, and how much work each part is."""
        parts = sizes or [1.0] * len(names)
        before, total = 0.0, sum(parts) or 1.0
        self._names[layer] = {}
        for name, part in zip(names, parts, strict=True):
            self._names[layer][name] = before / total
            before += part

    def __call__(self, layer: str, name: str) -> None:
        """Say that a part of a layer begins."""
        if self.progress is None:
            return
        with self._lock:
            first, last = SPANS.get(layer, (SPANS["rules"][1], 1.0))
            share = first + (last - first) * self._names.get(layer, {}).get(name, 0.0)
            self._furthest = max(self._furthest, share)
            self.progress(Step(layer, name, self._furthest, self.rows))
