"""The desk as it is served: hostile requests over a real connection, and what a page asks for."""

from __future__ import annotations

import http.client
import json
import shutil
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from tests.support.browsers import serve_desk
from tests.support.paths import GOOD


class DeskClient:
    """Somebody who asks the desk, well-behaved or not."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.host, self.path = parts.netloc, parts.path

    def ask(
        self, name: str, method: str = "GET", body: bytes | None = None, path: str = "", **headers: str
    ) -> tuple[int, bytes]:
        """What is answered."""
        connection = http.client.HTTPConnection(self.host, timeout=30)
        sent = {"host": self.host} | ({"origin": f"http://{self.host}"} if method == "POST" else {}) | headers
        try:
            connection.request(method, (path or self.path) + name, body, sent)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def value(self, name: str) -> Any:
        return json.loads(self.ask(name)[1])


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskClient]:
    """A client of a desk of the good issue."""
    magazine = tmp_path_factory.mktemp("served")
    shutil.copytree(GOOD / "issue", magazine / "issues" / "one")
    shutil.copytree(GOOD / "layouts", magazine / "layouts")
    shutil.copy(GOOD / "magazine.yaml", magazine / "issues" / "magazine.yaml")
    (magazine / "private.md").write_text("private", encoding="utf-8")
    with serve_desk(magazine, "one") as address:
        yield DeskClient(address)


def test_the_page_and_its_parts_are_there(client: DeskClient) -> None:
    assert b"static/desk.js" in client.ask("")[1]
    for name in ("desk.js", "desk.css", "codemirror.js", "codemirror.LICENCES.txt"):
        assert client.ask(f"static/{name}")[0] == 200


@pytest.mark.parametrize(
    "name",
    [
        "static/../server.py",
        "static/%2e%2e%2fserver.py",
        "static/..%5cserver.py",
        "source?name=private.md",
        "source?name=" + quote("../../etc/passwd"),
        "source?name=" + quote("issues/one/copy/../../../private.md"),
        "source?name=",
        "page/0000/0.png",
        "page/..%2f..%2fprivate/0.png",
        "nothing",
    ],
)
def test_nothing_else_is_served(client: DeskClient, name: str) -> None:
    status, said = client.ask(name)
    assert status == 404
    assert b"private" not in said.replace(b"private.md", b"")


def test_who_has_no_token_gets_nothing(client: DeskClient) -> None:
    assert client.ask("", path="/")[0] == 404
    assert client.ask("source?name=issues/one/issue.yaml", path="/guess/")[0] == 404


def test_other_hosts_and_origins_get_nothing(client: DeskClient) -> None:
    assert client.ask("", host="evil.example")[0] == 421
    assert client.ask("undo", "POST", b"{}", origin="http://evil.example")[0] == 403


def test_bodies_that_are_too_long_are_refused(client: DeskClient) -> None:
    assert client.ask("see", "POST", b" " * 2_000_000)[0] == 413


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"what": "burn", "slot": 1}', b'{"what": "move", "slot": "x"}'])
def test_what_cannot_be_understood_is_said_so(client: DeskClient, body: bytes) -> None:
    assert client.ask("plan", "POST", body)[0] == 400


def test_a_view_that_no_screen_has_is_refused(client: DeskClient) -> None:
    for view in ("w=9999999", "w=-1", "w=x", "w=800&part=1,2,3", "w=9000&part=0,0,9000,9000"):
        assert client.ask(f"page/0000/0.png?{view}")[0] in (400, 404)


def test_sources_are_listed_and_read(client: DeskClient) -> None:
    names = client.value("sources")["names"]
    assert "issues/one/copy/ferry.md" in names
    assert all(not name.startswith(("/", "..")) and "private" not in name for name in names)
    assert client.value("source?name=issues/one/copy/ferry.md")["text"].startswith("---\nheadline")
