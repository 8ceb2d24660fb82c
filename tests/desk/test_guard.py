"""Who is let in at the desk: hosts, origins, tokens, bodies and paths that are not the desk's are refused."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from pressroom.desk.guard import Guard, Message, Receive, Scope, Send

TOKEN, HOST = "kept-secret", "127.0.0.1:8931"
OWN = {"host": HOST, "origin": f"http://{HOST}"}


async def _echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Say how much was read, and under which path."""
    length, more = 0, True
    while more:
        message = await receive()
        length += len(message.get("body", b""))
        more = message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": f"{scope['path']} {length}".encode()})


def request(
    path: str, headers: Mapping[str, str], method: str = "GET", bodies: tuple[bytes, ...] = (b"",)
) -> tuple[int, str, dict[str, str]]:
    """What a request is answered."""
    sent: list[Message] = []
    waiting = list(bodies)

    async def receive() -> Message:
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    async def send(message: Message) -> None:
        sent.append(message)

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope: dict[str, Any] = {"type": "http", "method": method, "path": path, "headers": raw}
    guard = Guard(_echo, TOKEN, frozenset({HOST}), lambda where: 100 if where == "/source" else 10)
    asyncio.run(guard(scope, receive, send))
    told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], sent[1]["body"].decode(), told


def test_who_has_the_token_is_let_in() -> None:
    status, said, headers = request(f"/{TOKEN}/events", {"host": HOST})
    assert (status, said) == (200, "/events 0")
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/", "/events", "/kept-secre/events", "/kept-secret", "/other/kept-secret/events", "//"]
)
def test_without_the_token_there_is_nothing(path: str) -> None:
    assert request(path, {"host": HOST})[0] == 404


@pytest.mark.parametrize("host", ["evil.example:8931", "127.0.0.1", "127.0.0.1:80", "localhost.evil.example:8931", ""])
def test_other_hosts_are_refused(host: str) -> None:
    assert request(f"/{TOKEN}/events", {"host": host})[0] == 421


@pytest.mark.parametrize("origin", ["http://evil.example", "null", f"https://{HOST}", "http://127.0.0.1:1"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_other_origins_are_refused(origin: str, method: str) -> None:
    assert request(f"/{TOKEN}/source", {"host": HOST, "origin": origin}, method)[0] == 403


def test_a_change_names_its_origin() -> None:
    assert request(f"/{TOKEN}/source", {"host": HOST}, "POST")[0] == 403
    assert request(f"/{TOKEN}/source", OWN, "POST")[0] == 200


def test_what_another_site_asks_for_is_refused() -> None:
    assert request(f"/{TOKEN}/events", {"host": HOST, "sec-fetch-site": "cross-site"})[0] == 403
    assert request(f"/{TOKEN}/events", {"host": HOST, "sec-fetch-site": "none"})[0] == 200


@pytest.mark.parametrize(("path", "length", "status"), [("see", 10, 200), ("see", 11, 413), ("source", 100, 200)])
def test_a_body_is_no_longer_than_it_may_be(path: str, length: int, status: int) -> None:
    whole = (b"x" * length,)
    assert request(f"/{TOKEN}/{path}", {**OWN, "content-length": str(length)}, "POST", whole)[0] == status


def test_a_body_that_hides_its_length_is_cut_off() -> None:
    assert request(f"/{TOKEN}/see", OWN, "POST", (b"x" * 6, b"x" * 6))[0] == 413


def test_a_length_that_is_none_is_refused() -> None:
    assert request(f"/{TOKEN}/see", {**OWN, "content-length": "-1"}, "POST")[0] == 413
