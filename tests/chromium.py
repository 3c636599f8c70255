"""A real Chromium for every test that needs one, whose network ends at this machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]


def chromium() -> str:
    """The browser's program: the one that CHROMIUM names, else what is installed."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = os.environ.get("CHROMIUM") or next((p for n in names if (p := shutil.which(n))), None)
    assert program, "no Chromium: apt-get install chromium, or name one in CHROMIUM"
    return program


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as Debian has it, headless: one for all tests of a run, since Playwright starts but once a process."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        started.close()
