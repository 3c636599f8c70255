"""Who may speak to the page: only this machine's browser, at the address with the token, from the page itself.

A page elsewhere that has a name resolve to this machine (DNS rebinding) sends another Host; one that posts a form or
fetches sends another Origin; a program that scans ports has no token. Each gets 403 and nothing else.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST = 1 << 20  # bytes of a request
PATIENCE = 1.0  # seconds in which a request that is refused must have arrived
HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    # The token is in the address; and with no-referrer, browsers would send a form’s Origin as null.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


class Guard:
    """Refuses requests that do not come from the page, and sends the headers that keep the page to itself."""

    def __init__(self, app: App, host: str, token: str) -> None:
        self.app, self.host, self.token = app, host, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return

        async def guarded(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                own = [(k.encode(), v.encode()) for k, v in HEADERS.items()]
                message["headers"] = [*message.get("headers", ()), *own]
            await send(message)

        reason = self.refusal(scope)
        if reason:
            await _read(receive)
            body = f"403: {reason}\n".encode()
            headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
            await guarded({"type": "http.response.start", "status": 403, "headers": headers})
            await guarded({"type": "http.response.body", "body": body})
            return
        await self.app({**scope, "path": scope["path"][len(self.token) + 1 :]}, receive, guarded)

    def refusal(self, scope: Scope) -> str:
        """Return why a request is refused, or nothing."""
        headers: dict[str, list[str]] = {}
        for key, value in scope["headers"]:
            headers.setdefault(key.decode("latin-1").lower(), []).append(value.decode("latin-1"))
        if headers.get("host") != [self.host]:
            return "this page answers at its own address only"
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return "this page has no such method"
        token = scope["path"].split("/")[1] if scope["path"].count("/") > 1 else ""
        if not hmac.compare_digest(token.encode(), self.token.encode()):
            return "the address lacks its token; open the address that the program printed"
        origin = headers.get("origin", [f"http://{self.host}"] if scope["method"] != "POST" else [""])
        if origin != [f"http://{self.host}"]:
            return "this came from another page"
        if headers.get("sec-fetch-site", ["none"])[0] not in ("none", "same-origin"):
            return "this came from another page"
        length = headers.get("content-length", ["0"])[0]
        small = length.isdigit() and int(length) <= LARGEST and "transfer-encoding" not in headers
        if scope["method"] == "POST" and not small:
            return f"a request has at most {LARGEST} bytes"
        return ""


async def _read(receive: Receive) -> None:
    """Read a request that is refused: who closes a connection with something unread in it takes the answer back."""
    left = LARGEST
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            while left > 0:
                message = await receive()
                left -= len(message.get("body", b""))
                if not message.get("more_body"):
                    return
