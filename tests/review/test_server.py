"""The page's server: whom it answers, forms without the script, hostile text, two windows, the end."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import threading
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import pytest

from iraqmilitias.package import Package
from iraqmilitias.workshop.review.session import Session

from .conftest import UncodedArticle

uvicorn = pytest.importorskip("uvicorn", reason="needs the extra `review`")
pytest.importorskip("starlette", reason="needs the extra `review`")


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    text: str


class Site:
    """A server in a thread, and a browser of few means that speaks to it."""

    def __init__(self, session: Session) -> None:
        import socket

        from iraqmilitias.workshop.review.server import application

        self.session = session
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        self.host, self.token = f"127.0.0.1:{listening.getsockname()[1]}", "a-token-of-the-test"
        app, self.review = application(session, self.host, self.token)
        self.review.trial.stop()  # judging is tried in test_trial
        self.server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [listening]})
        self.thread.start()

    def close(self) -> None:
        self.server.should_exit = True
        self.thread.join()

    def ask(self, path: str, sent: dict[str, str] | None = None, token: str | None = None, **headers: str) -> Answer:
        """Send a request as the page does; `headers` replace those of the page, and an empty one is left out."""
        own = {"Host": self.host, "Origin": f"http://{self.host}" if sent is not None else ""}
        given = {k.replace("_", "-"): v for k, v in {**own, **headers}.items()}
        connection = http.client.HTTPConnection(self.host)
        where = f"/{self.token if token is None else token}/{path}"
        connection.putrequest("GET" if sent is None else "POST", where, skip_host=True)
        content = urlencode(sent).encode() if sent is not None else b""
        for name, value in {**({"Content-Length": str(len(content))} if sent is not None else {}), **given}.items():
            if value:
                connection.putheader(name, value)
        connection.endheaders(content)
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read().decode("utf-8"))
        connection.close()
        return answer

    def post(self, path: str, **sent: str) -> Answer:
        return self.ask(path, {"version": str(self.session.version), **sent})


@pytest.fixture
def site(uncoded: UncodedArticle) -> Iterator[Site]:
    served = Site(uncoded.session())
    yield served
    served.close()


@pytest.fixture(scope="module")
def guarded(added: UncodedArticle, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One server for the requests that change nothing."""
    root = shutil.copytree(added.root, tmp_path_factory.mktemp("guarded") / "uncoded")
    served = Site(UncodedArticle(root).session())
    yield served
    served.close()


def label(site: Site, table: str, words: str) -> str:
    rows = site.session.rows
    return next(r["row"] for r in rows if r["table"] == table and words in (r.get("name"), r.get("text")))


# who is answered ---------------------------------------------------------------------------------------------


@pytest.mark.sampled(4)
@pytest.mark.parametrize("token", ["", "another-token", "a-token-of-the-tes", "a-token-of-the-test2"])
def test_a_request_without_the_token_is_refused(guarded: Site, token: str) -> None:
    answer = guarded.ask("", token=token)
    assert answer.status == 403
    assert "Rockets" not in answer.text and guarded.token not in answer.text


@pytest.mark.sampled(5)
@pytest.mark.parametrize("host", ["evil.example", "localhost", "127.0.0.1", "evil.example:80", ""])
def test_another_host_is_refused_as_in_dns_rebinding(guarded: Site, host: str) -> None:
    answer = guarded.ask("", Host=host or "", **({} if host else {"X-None": "1"}))
    assert answer.status in ((403,) if host else (400, 403))
    assert "Rockets" not in answer.text


def test_a_refused_request_of_any_length_gets_its_answer(guarded: Site) -> None:
    answer = guarded.ask("row/0", {"do": "x" * 900_000}, Origin="https://evil.example")
    assert answer.status == 403 and "another page" in answer.text


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost"])
def test_a_foreign_origin_is_refused_and_changes_nothing(guarded: Site, origin: str) -> None:
    row = label(guarded, "actors", "Nadia Farouk")
    sent = {"version": "1", "do": "remove"}
    assert guarded.ask(f"row/{row}", sent, Origin=origin).status == 403
    assert guarded.ask("", Origin=origin).status == 403
    assert guarded.session.version == 1


def test_a_form_without_an_origin_is_refused(guarded: Site) -> None:
    row = label(guarded, "actors", "Nadia Farouk")
    assert guarded.ask(f"row/{row}", {"version": "1", "do": "remove"}, Origin="").status == 403
    assert guarded.session.version == 1


@pytest.mark.parametrize("where", ["cross-site", "same-site"])
def test_what_a_page_elsewhere_embeds_is_refused(guarded: Site, where: str) -> None:
    assert guarded.ask("", Sec_Fetch_Site=where).status == 403
    assert guarded.ask("review.js", Sec_Fetch_Site=where).status == 403
    assert guarded.ask("", Sec_Fetch_Site="none").status == 200


@pytest.mark.slow
def test_a_request_of_more_than_a_megabyte_is_refused(guarded: Site) -> None:
    row = label(guarded, "actors", "Nadia Farouk")
    assert guarded.ask(f"row/{row}", {"version": "1"}, Content_Length=str((1 << 20) + 1)).status == 403


@pytest.mark.sampled(6)
@pytest.mark.parametrize("path", ["", "review.js", "review.css", "finish", "checked", "nowhere"])
def test_every_answer_keeps_the_page_to_itself(guarded: Site, path: str) -> None:
    for answer in (guarded.ask(path), guarded.ask(path, token="")):
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'") and "http" not in policy and "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy and "form-action 'self'" in policy
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_the_page_names_nothing_elsewhere(guarded: Site) -> None:
    for path in ("", "review.js", "review.css", "finish"):
        text = guarded.ask(path).text
        assert not re.findall(r"""(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}|url\(|@import|import\(""", text), path


# forms without the script -----------------------------------------------------------------------------------------


def test_a_form_works_without_the_script(site: Site) -> None:
    row = label(site, "actors", "Nadia Farouk")
    answer = site.post(f"row/{row}", do="accept", camp="observer", description="Reporter.")
    assert answer.status == 303 and answer.headers["Location"].endswith(f"#row-{row}")
    held = site.session.row(row)
    assert (held["decision"], held["camp"], held["description"]) == ("keep", "observer", "Reporter.")
    shown = site.ask(answer.headers["Location"].partition("/")[2].partition("/")[2].partition("#")[0])
    assert "Accepted: new actor “Nadia Farouk”." in unescape(shown.text)


def test_a_row_that_lacks_what_it_needs_is_saved_and_not_accepted(site: Site) -> None:
    row = label(site, "actors", "Nadia Farouk")
    answer = json.loads(site.ask(f"row/{row}", {"version": "1", "do": "accept", "camp": "observer"}, X_Review="1").text)
    assert "Not accepted yet: Description." in answer["said"]
    assert site.session.row(row)["camp"] == "observer" and "decision" not in site.session.row(row)


def test_a_choice_of_days_fills_in_the_dates(site: Site) -> None:
    site.post("line/5", table="events", words="rockets landed")
    report = next(r["row"] for r in site.session.rows if r["table"] == "event_reports")
    site.post(f"row/{report}", do="save", when="2022-01-13|2022-01-13|day", certainty="asserted")
    held = site.session.row(report)
    assert (held["date_from"], held["date_to"], held["date_precision"]) == ("2022-01-13", "2022-01-13", "day")


def test_search_finds_records_by_any_spelling_and_new_ones(site: Site) -> None:
    row = label(site, "actors", "Zagros Daily")
    assert "Kata’ib Hezbollah" in unescape(site.ask(f"find?row={row}&words=Kataib+Hizballah").text)
    assert "new in this article" in site.ask(f"find?row={row}&words=northern+watch").text


def test_waived_and_added_words_leave_nothing_to_account_for(site: Site) -> None:
    row = label(site, "mentions", "Erbil")
    site.post(f"row/{row}", do="remove")
    assert "Still to account for" in site.ask("").text
    site.post("line/7", table="mentions", words="Erbil")
    assert "Still to account for" not in site.ask("").text
    site.post("undo")
    site.post("line/7", do="waive", kind="name", words="Erbil", reason="an example")
    assert "Still to account for" not in site.ask("").text


def test_questions_are_the_schemas_and_keep_their_answers_until_the_cell_changes(site: Site) -> None:
    row = label(site, "mentions", "Erbil")
    assert "In this line, do the words “Erbil” name Erbil (as a place)?" in unescape(site.ask("").text)
    site.post(f"row/{row}", do="answer", answer="* yes")
    asked = site.review.page.questions(site.session.row(row))
    assert asked and all(q.answer == "yes" for q in asked)
    site.post(f"row/{row}", do="answer", answer="place no")
    assert [r["row"] for r in site.review.page.refused()] == [row]
    site.post(f"row/{row}", do="save", place="Baghdad")
    answers = {q.column: q.answer for q in site.review.page.questions(site.session.row(row))}
    assert answers["place"] == ""


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("path", "sent"), [("row/r999", {"do": "keep"}), ("row/r1", {"do": "explode"}), ("line/99", {}), ("redo", {})]
)
def test_what_cannot_be_done_is_said_and_changes_nothing(site: Site, path: str, sent: dict[str, str]) -> None:
    answer = site.post(path, **sent)
    assert answer.status == 422 and "That cannot be done" in answer.text
    assert site.session.version == 1


# two windows ------------------------------------------------------------------------------------------------------


def test_the_second_of_two_windows_is_told_and_what_was_typed_in_it_is_kept(site: Site) -> None:
    row = label(site, "actors", "Nadia Farouk")
    site.ask(f"row/{row}", {"version": "1", "do": "save", "description": "From the first window."})
    answer = site.ask(f"row/{row}", {"version": "1", "do": "save", "description": "From the second window."})
    assert answer.status == 409
    assert "Nothing was changed by this window" in answer.text and "From the second window." in answer.text
    assert site.session.row(row)["description"] == "From the first window."
    (version,) = re.findall(r'name="version" value="(\d+)"', answer.text)
    again = site.ask(f"row/{row}", {"version": version, "do": "save", "description": "From the second window."})
    assert again.status == 303
    assert site.session.row(row)["description"] == "From the second window."
    site.post("undo")
    assert site.session.row(row)["description"] == "From the first window."


# hostile text -------------------------------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script> <img src=x onerror=alert(2)> &lt;b&gt; {{ 7 * 7 }} {% raw %}",
    "\u202eReversed\u202c and \u2066isolated\u2069 with \x07 a bell, \x1b[31m red, a \u200bhidden space, \u0000 null",
    "“</textarea></form><form action=//evil.example>” said Ali Hassan '\"><svg onload=alert(3)>",
]  # fmt: skip


@pytest.fixture
def hostile(empty: UncodedArticle, tmp_path: Path) -> Iterator[Site]:
    file = tmp_path / "hostile.txt"
    file.write_text("\n\n".join(HOSTILE) + "\n", "utf-8", newline="")
    empty.add(file)
    served = Site(Session(Package(empty.package), empty.sheet, empty.texts))
    yield served
    served.close()


def test_hostile_text_is_shown_as_text(hostile: Site) -> None:
    text = hostile.ask("").text
    assert not any(tag in text for tag in ("<script>alert", "<img src", "<svg", "<form action=//"))
    printed = unescape(re.sub(r"<[^>]*>", "", text))
    assert "<script>alert(1)</script>" in printed and "{{ 7 * 7 }} {% raw %}" in printed and "&lt;b&gt;" in printed
    assert not re.search("[\u202e\u2066\u200b\x00\x07\x1b]", printed)
    assert all(f"\\u{{{code}}}" in printed for code in ("202E", "2066", "200B", "0007", "001B", "0000"))


def test_hostile_names_are_escaped_in_every_answer(hostile: Site) -> None:
    bad = "\"'><script>alert(1)</script>"
    hostile.post("line/5", table="actors", words=bad)
    row = next(r["row"] for r in hostile.session.rows if r.get("name") == bad)
    answers = [
        hostile.ask(""), hostile.ask(f"row/{row}"), hostile.ask(f"find?row={row}&words=%3Cscript%3E"),
        hostile.ask("?said=%3Cscript%3Ealert(1)%3C/script%3E"), hostile.ask("finish"),
        hostile.ask(f"row/{row}", {"version": "1", "do": "save", "name": bad}),
        hostile.post(f"row/{row}", do="<script>alert(1)</script>"),
    ]  # fmt: skip
    for answer in answers:
        assert "<script>alert" not in answer.text


def test_a_megabyte_in_one_line_is_shown_whole(uncoded: UncodedArticle, site: Site) -> None:
    long = "word <b> " * 120_000
    text = list(site.session.text)
    text[4] = long
    site.session.text = text
    answer = site.ask("")
    assert answer.status == 200 and "word &lt;b&gt; " * 1000 in answer.text
    assert len(answer.text) > 1_000_000
    assert site.post("line/5", table="mentions", words="word <b>").status == 303


# the end ------------------------------------------------------------------------------------------------------


def test_the_end_refuses_undecided_rows_and_leads_to_each(site: Site) -> None:
    answer = site.ask("finish", {"version": "1"})
    assert answer.status == 422 and "undecided" in answer.text
    assert f'href="/{site.token}/?edit=r3#row-r3"' in answer.text
    assert ",src-0006," not in (site.session.package.path / "data" / "mentions.csv").read_text("utf-8")
