"""Let in who may come in: a request in; its answer, or a refusal, out.

The desk listens on this machine alone, and a page of the web that is open in the same browser can reach that. So every
address holds a token that only the person who opened the desk was told; hosts and origins are those of the desk, which
leaves names that others point here outside; and bodies are no longer than what they are for.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class TooLargeError(Exception):
    """A body is longer than it may be."""


class Guard:
    """Stands before an application; ``hosts`` are the names, with their ports, that it is called by."""

    def __init__(self, app: App, token: str, hosts: frozenset[str], largest: Callable[[str], int]) -> None:
        self._app, self._token, self._hosts, self._largest = app, token, hosts, largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        refusal = self._refuse(scope)
        if refusal:
            await _answer(send, *refusal)
            return
        limit = self._largest(scope["path"])
        try:
            await self._app(scope, _limited(receive, limit), self._with_policy(send))
        except TooLargeError:
            await _answer(send, 413, "too large")

    def _refuse(self, scope: Scope) -> tuple[int, str] | None:
        """Why a request is not let in; as little as can be said. What is let in has its path without the token."""
        if scope["type"] != "http":
            return 404, "not here"
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get("host", "")
        if host not in self._hosts:
            return 421, "not this host"
        token, slash, path = scope["path"].removeprefix("/").partition("/")
        if not slash or not hmac.compare_digest(token.encode(), self._token.encode()):
            return 404, "not here"
        origin = headers.get("origin")
        asks = scope["method"] in ("GET", "HEAD")
        if (origin is not None or not asks) and origin != f"http://{host}":
            return 403, "not this origin"
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return 403, "not this origin"
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self._largest(f"/{path}"):
            return 413, "too large"
        scope["path"], scope["root_path"] = f"/{path}", ""
        scope["raw_path"] = scope["path"].encode()
        return None

    def _with_policy(self, send: Send) -> Send:
        policy = _POLICY.format(nonce=self.nonce)

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message.get("headers", ()),
                    (b"content-security-policy", policy.encode()),
                    (b"x-content-type-options", b"nosniff"),
                    (b"referrer-policy", b"no-referrer"),
                    (b"cross-origin-resource-policy", b"same-origin"),
                    (b"cross-origin-opener-policy", b"same-origin"),
                ]
            await send(message)

        return sent

    @property
    def nonce(self) -> str:
        """What style sheets that the editor makes are known by; who has the token has it too."""
        return self._token


def _limited(receive: Receive, limit: int) -> Receive:
    """Read no more of a body than it may have."""
    read = 0

    async def received() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > limit:
            raise TooLargeError
        return message

    return received


async def _answer(send: Send, status: int, text: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"x-content-type-options", b"nosniff")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})
