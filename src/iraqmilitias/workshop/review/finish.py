"""The end of a review: the rows are written by `source merge`, and the pull request gets its text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from ...errors import Error
from .. import contribution, merging, worksheet
from ..worksheet import ENTITIES
from . import changes
from .page import Page
from .session import Cells, Session
from .trial import Verdict, sorted_out


class Finish:
    """What is left before the rows can be written, the writing, and the summary of it."""

    def __init__(self, session: Session, page: Page) -> None:
        self.session, self.page = session, page
        self.summary = ""

    def context(self, problems: Sequence[str]) -> dict[str, Any]:
        """Return what the page of the end shows; `problems` are those of a merge that was refused."""
        session, page = self.session, self.page
        verdict = sorted_out(problems, session.rows, session.version) if problems else page.trial.verdict
        left = [(n, len(page.left(n))) for n in page.numbers()] if not self.summary else []
        counts = Counter(r["table"] for r in session.rows if r.get("decision") == "keep")
        return {
            "summary": self.summary, "problems": problems, "listed": list(self._listed(verdict)),
            "left": [(n, count) for n, count in left if count],
            "refused": [(r["row"], changes.title(r)) for r in page.refused()], "counts": sorted(counts.items()),
        }  # fmt: skip

    def _listed(self, verdict: Verdict) -> Iterator[tuple[str, str, str]]:
        titles = {r["row"]: changes.title(r) for r in self.session.rows}
        for label, found in verdict.rows.items():
            yield from ((label, titles.get(label, label), f"{column}: {message}") for column, message in found)
        for number, messages in verdict.lines.items():
            yield from (("", "", f"line {number}: {message}") for message in messages)
        yield from (("", "", message) for message in verdict.others)

    def merge(self, version: int) -> Sequence[str]:
        """Write the rows into data/, all or none; return what is wrong, or nothing and make the summary."""
        session = self.session
        with session.lock:
            if self.summary:
                return ()
            session.adopt()
            if version != session.version:
                return ["the rows have changed since this page was shown; look at them again"]
            try:
                merged = merging.merge(session.package, session.file, session.sources)
            except worksheet.WorksheetError as error:
                return [p.replace(f"{session.file}:", ":") for p in error.problems]
            except Error as error:
                return [str(error)]
            self.summary = "\n".join(self._summary(merged))
            return ()

    def _summary(self, merged: merging.Merged) -> Iterator[str]:
        session, source, history = self.session, self.session.source, self.session.history
        yield f"Adds {session.source_id}: {source['title']} ({source['publisher']}, {source['date_from']})"
        yield ""
        yield f"- Coded by {source['coded_by']} ({source['coder_kind']}); not yet read by anybody else."
        yield f"- Rows: {', '.join(f'{n} {table}' for table, n in merged.rows.items())}."
        new = [r["name"] for r in session.rows if r.get("decision") == "keep" and r["table"] in ENTITIES]
        yield f"- New records: {', '.join(new) or 'none'}."
        drafted = {r["row"]: r for r in history.drafted}
        kept = [r for r in session.rows if r.get("decision") in ("keep", "waive")]
        same = sum(_cells(r) == _cells(drafted.get(r["row"], {})) for r in kept)
        cells = sum(len(_cells(r)) for r in kept)
        typed = sum(len(_cells(r) - _cells(drafted.get(r["row"], {}))) for r in kept)
        yield (
            f"- Of {len(kept)} rows {same} are as drafted; {typed} of {cells} cells were written by hand, in "
            f"{history.actions} steps and about {max(1, round(history.seconds / 60))} minutes."
        )
        asked = [q.answer for r in session.rows for q in self.page.questions(r)]
        yield (
            f"- Of {len(asked)} questions about the rows the coder answered {asked.count('yes')} with yes and "
            f"{asked.count('no')} with no."
        )
        against = "HEAD" if (session.package.path / ".git").exists() else None
        try:
            checked = contribution.check(session.package.path, against, session.sources)
        except Error as error:
            yield f"- `iraqmilitias check` could not be run: {error}"
            return
        yield ""
        yield contribution.summary(checked)


def _cells(row: Cells) -> frozenset[tuple[str, str]]:
    unwritten = {"row", "line", "table", "text", "todo", "note", "decision"}
    return frozenset((k, v) for k, v in row.items() if k not in unwritten)
