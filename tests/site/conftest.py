"""The built site, a plain static server for it, and a real Chromium whose network ends at this machine."""

from __future__ import annotations

import functools
import http.server
import os
import threading
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from iraqmilitias.package import Package

from ..freeze import FROZEN

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request, Response

collect_ignore = [] if find_spec("markdown") else ["test_files.py"]  # imports what builds the site: the extra `site`
ROOT = Path(__file__).parents[2]
TOOLS = ROOT / "website" / "node_modules"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site: the folder that IRAQMILITIAS_SITE names, else built here."""
    given = os.environ.get("IRAQMILITIAS_SITE")
    if given:
        return Path(given).resolve()
    from website.build import build

    target = tmp_path_factory.mktemp("site") / "site"
    build(target)
    return target


@pytest.fixture(scope="session")
def answered() -> None:
    """For tests that name answers: skipped while the data are not those that the answers were worked out from.

    A change of data then turns no test red; `python -m tests.freeze`, with answers worked out again, brings them back.
    """
    if Package(ROOT).content_hash() != Package(FROZEN).content_hash():
        pytest.skip("the data have changed since the answers were worked out")


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Python's plain static server, without its log."""

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where a plain static server serves the site."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


class Troubles(list[str]):
    """What went wrong while pages were looked at: errors in the console, requests that left the site."""

    def failed(self, request: Request) -> None:
        """Write down a request that failed; one that a click away from the page has ended is none."""
        if request.failure != "net::ERR_ABORTED":
            self.append(f"{request.frame.url}: {request.url} {request.failure}")

    def watch(self, page: Page, origins: tuple[str, ...]) -> None:
        """Write down every error of a page and every request beyond the given origins."""
        page.on("console", lambda m: self.append(f"{page.url}: {m.text}") if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.append(f"{page.url}: {error}"))
        page.on("requestfailed", self.failed)
        page.on(
            "request",
            lambda request: None if request.url.startswith(origins) else self.append(f"{page.url} asks {request.url}"),
        )


def visit(page: Page, address: str) -> dict[str, bytes]:
    """Load a page, and return what each address that it asked for answered.

    The answers are read after the page has loaded: reading one while the next arrives can miss it.
    """
    responses: list[Response] = []

    def note(response: Response) -> None:
        responses.append(response)

    page.on("response", note)
    page.goto(address, wait_until="load")
    page.remove_listener("response", note)
    return {each.url: each.body() for each in responses if not 300 <= each.status < 400}


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page of a fresh profile; the test fails if it has an error or asks for anything beyond the site."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, permissions=["clipboard-write"])
    found = context.new_page()
    troubles = Troubles()
    troubles.watch(found, (address, "file://", "data:", "blob:"))
    yield found
    context.close()
    assert not troubles
