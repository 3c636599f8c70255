"""The page's web server: on 127.0.0.1 only, at a free port, with a token in the address.

Every form works without the script. With it the same requests carry the header X-Review and are answered with the
parts of the page that changed.
"""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import parse_qsl

from ...errors import Error, require
from ..worksheet import LABELS
from . import changes
from .finish import Finish
from .guard import App, Guard
from .page import KEYS, LISTS, Page, shown
from .session import Cells, ConflictError, Session, Step
from .trial import Trial

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

HOST = "127.0.0.1"
_HERE = Path(__file__).parent


class Review:
    """A session with its page and its judge, answering requests."""

    def __init__(self, session: Session, base: str) -> None:
        import jinja2
        import markupsafe

        self.session, self.base = session, base
        self.trial = Trial(session.package, session.source_id, session.sources)
        self.page = Page(session, self.trial)
        self.finish = Finish(session, self.page)
        self.templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=jinja2.StrictUndefined,
            finalize=lambda value: shown(value) if type(value) is str else value,
        )  # fmt: skip
        self.templates.filters["raw"] = markupsafe.escape  # a field's value is sent back as it is
        self.templates.filters["shorten"] = lambda text: text if len(text) <= 60 else text[:59] + "…"
        self._ask()

    def routes(self) -> list[Any]:
        """Return what is answered, by address."""
        from starlette.routing import Route

        return [
            Route("/", self.show),
            Route("/review.css", partial(_static, "review.css", "text/css")),
            Route("/review.js", partial(_static, "review.js", "text/javascript")),
            Route("/row/{label}", self.row_form, methods=["GET"]),
            Route("/row/{label}", self.change_row, methods=["POST"]),
            Route("/line/{number:int}", self.change_line, methods=["POST"]),
            Route("/undo", partial(self.move, "undo"), methods=["POST"]),
            Route("/redo", partial(self.move, "redo"), methods=["POST"]),
            Route("/find", self.find),
            Route("/checked", self.checked),
            Route("/finish", self.show_finish, methods=["GET"]),
            Route("/finish", self.merge, methods=["POST"]),
        ]

    # what is shown -------------------------------------------------------------------------------------------

    def render(self, template: str, **context: Any) -> str:
        """Return a template with the state of the session."""
        state = self.page.state()
        return self.templates.get_template(template).render(
            base=self.base, state=state, verdict=self.page.verdict_words(), lists=LISTS, **context
        )

    def show(self, request: Request) -> Response:
        """Answer with the whole page."""
        if self.finish.summary:
            return self.show_finish(request)
        self._adopted()
        said, self.session.note = self.session.note, ""
        opened = request.query_params.get("edit", "")
        lines = [self.page.line(n, opened) for n in self.page.numbers()]
        file = f"drafts/{self.session.file.name}"
        return _html(
            self.render(
                "page.html", lines=lines, names=self.page.names(), reasons=self.page.reasons, keys=KEYS,
                said=request.query_params.get("said", said), source=self.session.source, file=file,
            )
        )  # fmt: skip

    def row_form(self, request: Request) -> Response:
        """Answer the script with a row whose form is open."""
        row = self.session.row(request.path_params["label"])
        return _html(self.render("row.html", row=self.page.row(row, row["row"])))

    def find(self, request: Request) -> Response:
        """Answer with the records that a new one may be the same as."""
        row = self.session.row(request.query_params.get("row", ""))
        hits = self.page.hits(row, request.query_params.get("words", ""))
        body = self.render("hits.html", hits=hits, label=row["row"])
        if _scripted(request):
            return _html(body)
        return _html(self._message(f"{changes.title(row)} is the same as …", body, f"#row-{row['row']}"))

    def checked(self, request: Request) -> Response:
        """Answer the script with what the rules say by now."""
        from starlette.responses import JSONResponse

        self._adopted()
        verdict = self.trial.verdict
        rows = {label: [[c, m] for c, m in found] for label, found in verdict.rows.items()}
        lines = {f"line-{n}": self.page.line_problems(n) for n in verdict.lines}
        state = {"version": self.session.version, "fresh": verdict.version == self.session.version}
        return JSONResponse({**state, "bar": self.render("bar.html"), "rows": rows, "lines": lines})

    # what is changed -----------------------------------------------------------------------------------------

    async def change_row(self, request: Request) -> Response:
        """Do what a row's form asks for."""
        sent, label = await _sent(request), request.path_params["label"]
        make = partial(self._row, label, sent)
        return await _threaded(lambda: self._changed(request, sent, make, f"#row-{label}"))

    async def change_line(self, request: Request) -> Response:
        """Add or waive words of a line."""
        sent, number = await _sent(request), request.path_params["number"]
        make = partial(self._line, number, sent)
        return await _threaded(lambda: self._changed(request, sent, make, f"#line-{number}"))

    async def move(self, what: str, request: Request) -> Response:
        """Undo a step, or do it again."""
        sent = await _sent(request)

        def step(version: int) -> Step:
            done = self.session.undo(version) if what == "undo" else self.session.redo(version)
            if done is None:
                raise Error(f"there is nothing to {what}")
            words = "Undone: " if what == "undo" else "Done again: "
            return Step(words + done.said[:1].lower() + done.said[1:], "", done.rows, done.order)

        return await _threaded(lambda: self._changed(request, sent, step, ""))

    def _row(self, label: str, sent: Mapping[str, str], version: int) -> Step:
        session, package, do = self.session, self.session.package, sent.get("do", "")
        row = session.row(label)
        if do == "answer":
            column, _, answer = sent.get("answer", "").partition(" ")
            every = self.page.questions(row)
            asked = [q for q in every if q.column == column or (column == "*" and not q.answer)]
            for i, question in enumerate(asked):
                session.answer(version + i, label, question.column, answer, question.text)
            count = f"{len(asked)} questions" if len(asked) != 1 else "The question"
            said = f"{count} about {changes.title(row)} answered: {answer or 'open again'}."
            return Step(said, "", {label: [row, row]})
        if do in ("accept", "save", "type"):
            cells = self.page.forms.values(row["table"], sent)
            if do == "type":
                key = f"{label} {sent.get('field', '')}"
                typed = label if "decision" not in row else ""
                return session.change(version, lambda rows: changes.edit(package, rows, label, cells), key, typed)
            needed = self.page.forms.form({**row, **cells}, session.rows).needed

            def saved(rows: list[Cells]) -> changes.Changed:
                rows, said = changes.edit(package, rows, label, cells)
                if do == "accept" and not needed:
                    return changes.keep(rows, label)
                return rows, said + (f" Not accepted yet: {', '.join(needed)}." if needed and do == "accept" else "")

            return session.change(version, saved)
        makers: dict[str, Callable[[list[Cells]], changes.Changed]] = {
            "reopen": lambda rows: changes.reopen(rows, label),
            "waive": lambda rows: changes.waive(rows, label, sent.get("reason", "")),
            "remove": lambda rows: changes.remove(package, rows, label),
            "split": lambda rows: changes.split(rows, label),
            "join": lambda rows: changes.join(package, rows, label, sent.get("into", "")),
            "same": lambda rows: changes.same_as(
                package, rows, label, self.page.target(sent.get("to", "")), session.source["language"]
            ),
        }
        if do not in makers:
            raise Error(f"{do!r} is nothing that can be done to a row")
        return session.change(version, makers[do])

    def _line(self, number: int, sent: Mapping[str, str], version: int) -> Step:
        session, words = self.session, sent.get("words", "")
        if not 0 < number <= len(session.text):
            raise Error(f"the article has no line {number}")
        if sent.get("do") == "waive" or (sent.get("reason") and "table" not in sent):
            kind, reason = sent.get("kind", "other"), sent.get("reason", "")
            return session.change(version, lambda rows: changes.waive_words(rows, number, kind, words, reason))
        text, source = session.text[number - 1], session.source
        table = sent.get("table", "")
        return session.change(
            version, lambda rows: changes.add(session.package, rows, number, table, words, text, source)
        )

    def _changed(self, request: Request, sent: Mapping[str, str], make: Callable[[int], Step], back: str) -> Response:
        """Make a change; answer with what it changed, or with why it was not made and what was sent."""
        from starlette.responses import JSONResponse, RedirectResponse

        shown = sent.get("version", "")
        try:
            if self.finish.summary:
                raise Error("the rows are in data/ already; correct them there")
            step = make(int(shown) if shown.isdigit() else 0)
        except ConflictError as error:
            self._ask()
            hidden = [(n, v) for n, v in sent.items() if n != "version"]
            typed = [(n, v) for n, v in hidden if n not in ("do", "field") and v]
            action = request.url.path.removeprefix("/")
            body = self.render(
                "conflict.html", message=str(error), sent=shown, typed=typed, again=hidden, action=action, back=back
            )
            if _scripted(request):
                return JSONResponse({"conflict": body}, 409)
            return _html(self._message("The rows have changed", body, back), 409)
        except Error as error:
            if _scripted(request):
                return JSONResponse({"error": str(error)}, 422)
            return _html(self._message("That cannot be done", self._paragraph(str(error)), back), 422)
        self._ask()
        if not _scripted(request):
            return RedirectResponse(f"{self.base}?{_query(said=step.said)}{back}", 303)
        answer: dict[str, Any] = {"version": self.session.version, "said": step.said, "bar": self.render("bar.html")}
        if sent.get("do") != "type":
            touched = self._touched(step)
            answer["lines"] = {n: self.render("line.html", line=self.page.line(n)) for n in touched}
            answer["names"] = self.page.names() if step.order or self._tables(step) & LABELS.keys() else {}
            new = [label for label, (old, now) in step.rows.items() if old is None and now is not None]
            answer["focus"] = new[0] if new else ""
            answer["stay"] = sent.get("do") == "answer"
        return JSONResponse(answer)

    def _touched(self, step: Step) -> list[int]:
        """Return the lines that a step changed, or whose rows refer to what it changed."""
        lines = {int(row["line"]) for sides in step.rows.values() for row in sides if row}
        named = {row.get(c, "") for sides in step.rows.values() for row in sides if row for c in ("row", "name")} - {""}
        lines |= {int(r["line"]) for r in self.session.rows if named & set(r.values())}
        return sorted(n for n in lines if 0 < n <= len(self.session.text) and self.session.text[n - 1].strip())

    def _tables(self, step: Step) -> set[str]:
        return {row["table"] for sides in step.rows.values() for row in sides if row}

    # the end -------------------------------------------------------------------------------------------------

    def show_finish(self, request: Request) -> Response:
        """Answer with what is left to do before the rows can be written, or with the summary once they are."""
        self._adopted()
        return _html(self.render("finish.html", **self.finish.context(())))

    async def merge(self, request: Request) -> Response:
        """Write the rows into the package."""
        sent = await _sent(request)

        def write() -> Response:
            problems = self.finish.merge(int(sent.get("version", "0") or 0))
            return _html(self.render("finish.html", **self.finish.context(problems)), 422 if problems else 200)

        return await _threaded(write)

    def _adopted(self) -> None:
        if not self.finish.summary and self.session.adopt():
            self._ask()

    def _ask(self) -> None:
        rows, typed = self.session.rows, self.session.history.typed
        whole = [r["row"] for r in rows if r["row"] in typed and not self.page.forms.form(r, rows).needed]
        self.trial.ask(self.session.version, rows, whole)

    def _message(self, heading: str, body: str, back: str) -> str:
        import markupsafe

        template = self.templates.get_template("message.html")
        return template.render(heading=heading, body=markupsafe.Markup(body), base=self.base, back=back)

    def _paragraph(self, text: str) -> str:
        import markupsafe

        return str(markupsafe.Markup("<p>{}</p>").format(text))


def application(session: Session, host: str, token: str) -> tuple[App, Review]:
    """Return the web application of a session for the address http://HOST/TOKEN/."""
    from starlette.applications import Starlette

    review = Review(session, f"/{token}/")

    def failed(request: Request, error: Exception) -> Response:
        return _html(review._message("That cannot be done", review._paragraph(str(error)), ""), 422)

    return Guard(Starlette(routes=review.routes(), exception_handlers={Error: failed}), host, token), review


def serve(session: Session, opened: Callable[[str], None], port: int = 0) -> NoReturn:
    """Serve the page until the program is interrupted; `opened` gets its address once it can be opened.

    Raises KeyboardInterrupt then.
    """
    require("starlette", "review")
    require("uvicorn", "review")
    require("jinja2", "review")
    import uvicorn

    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        host, token = f"{HOST}:{listening.getsockname()[1]}", secrets.token_urlsafe(24)
        app, review = application(session, host, token)
        listening.listen(64)
        opened(f"http://{host}/{token}/")
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, lifespan="off", ws="none",
            timeout_graceful_shutdown=1, proxy_headers=False,
        )  # fmt: skip
        try:
            uvicorn.Server(config).run(sockets=[listening])
            raise KeyboardInterrupt  # uvicorn returns where a background job of the shell is told to ignore the signal
        finally:
            review.trial.stop()


def _static(name: str, kind: str, request: Request) -> Response:
    from starlette.responses import Response

    return Response((_HERE / "static" / name).read_bytes(), media_type=kind)


def _html(text: str, status: int = 200) -> Response:
    from starlette.responses import HTMLResponse

    return HTMLResponse(text, status)


def _scripted(request: Request) -> bool:
    return "x-review" in request.headers


async def _sent(request: Request) -> dict[str, str]:
    """Return the fields of a form; of a name that comes twice, the last."""
    content = await request.body()
    return dict(parse_qsl(content.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=400))


async def _threaded(work: Callable[[], Response]) -> Response:
    from starlette.concurrency import run_in_threadpool

    return await run_in_threadpool(work)


def _query(**values: str) -> str:
    from urllib.parse import urlencode

    return urlencode(values)
