"""Serve the desk: requests of the browser in; pages, sources and what happens, as it happens, out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from pressroom.desk.cures import allow_finding, drop_block, list_cures, list_marks, mend_marks
from pressroom.desk.finding import Finder
from pressroom.desk.guard import Guard
from pressroom.desk.history import History
from pressroom.desk.look import IssueLook
from pressroom.desk.pages import PageShelf, PageView
from pressroom.desk.planning import KNOWN_CHANGES, PlanChange, change_plan
from pressroom.desk.press import WarmPress
from pressroom.desk.sources import (
    LARGEST_ART,
    LARGEST_TEXT,
    ChangedFileError,
    RefusedNameError,
    SourceShelf,
    SourceText,
)
from pressroom.desk.tokens import list_tokens, set_token
from pressroom.galley.options import COMMON, RULES
from pressroom.read.editing import EditError
from pressroom.read.schema import json_schemas

_STATIC = Path(__file__).parent / "static"
_KINDS = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".txt": "text/plain",
    ".svg": "image/svg+xml",
}
_BEAT = 15  # seconds between signs of life
_SMALL = 1_000_000
_LARGEST = {"/art": LARGEST_ART, "/source": LARGEST_TEXT, "/draft": LARGEST_TEXT, "/lines": LARGEST_TEXT}
_WAITING = 1000  # events that a browser may be behind


class Hub:
    """Tells all open pages what happens; whoever says so may be in any thread."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[str]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    def tell(self, name: str, data: dict[str, Any]) -> None:
        """Tell all who listen."""
        text = f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._spread, text)

    def _spread(self, text: str) -> None:
        for listener in list(self._listeners):
            if listener.qsize() < _WAITING:
                listener.put_nowait(text)

    async def listen(self, first: Callable[[], dict[str, Any]]) -> AsyncIterator[str]:
        """What happens from now on, with how things stand first."""
        self._loop = asyncio.get_running_loop()
        mine: asyncio.Queue[str] = asyncio.Queue()
        self._listeners.add(mine)
        try:
            yield f"event: state\ndata: {json.dumps(first(), ensure_ascii=False)}\n\n"
            while True:
                try:
                    yield await asyncio.wait_for(mine.get(), _BEAT)
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            self._listeners.discard(mine)


class DeskServer:
    """What the browser may ask for. Nothing in here decides what is set: that is the press's."""

    def __init__(self, press: WarmPress, hub: Hub) -> None:
        self._press, self._hub = press, hub
        self._sources = SourceShelf(press.folder, press.config.magazine)
        self._history = History(self._sources)
        self._pages = PageShelf()
        self._finder = Finder(self._sources, self._pages)

    @property
    def routes(self) -> list[Route]:
        """All that there is."""
        posts = {
            "source": self._write,
            "draft": self._draft,
            "see": self._see,
            "art": self._add_art,
            "plan": self._plan,
            "cure": self._cure,
            "token": self._token,
            "allow": self._allow,
            "mend": self._mend,
            "undo": self._undo,
            "lines": self._lines,
        }
        gets = {
            "": self._page,
            "events": self._events,
            "source": self._read,
            "sources": self._list,
            "spot": self._spot,
            "tokens": self._tokens,
            "cures": self._cures,
            "marks": self._marks,
            "schemas": self._schemas,
            "face.ttf": self._face,
        }
        return [
            *(Route(f"/{name}", _answering(function), methods=["GET"]) for name, function in gets.items()),
            *(Route(f"/{name}", _answering(function), methods=["POST"]) for name, function in posts.items()),
            Route("/static/{name}", _answering(self._static), methods=["GET"]),
            Route("/page/{digest}/{number:int}.png", _answering(self._draw), methods=["GET"]),
        ]

    # ---- what the page is made of ----

    async def _page(self, _request: Request) -> Response:
        return self._file("desk.html")

    async def _static(self, request: Request) -> Response:
        return self._file(request.path_params["name"])

    def _file(self, name: str) -> Response:
        file = _STATIC / name
        if Path(name).name != name or name.startswith(".") or not file.is_file():
            return JSONResponse({"error": "not here"}, 404)
        kind = _KINDS.get(file.suffix, "application/octet-stream")
        return Response(file.read_bytes(), media_type=kind, headers={"cache-control": "no-cache"})

    async def _events(self, _request: Request) -> Response:
        headers = {"cache-control": "no-store"}
        return StreamingResponse(self._hub.listen(self._describe), media_type="text/event-stream", headers=headers)

    def heard(self, files: set[Path]) -> None:
        """Have the press read what was saved, and tell the editors."""
        root = self._sources.magazine
        names = sorted(file.relative_to(root).as_posix() for file in files if file.is_relative_to(root))
        self._hub.tell("files", {"names": names})
        self._press.saved(files)

    def _describe(self) -> dict[str, Any]:
        issue = self._press.folder.resolve().relative_to(self._sources.magazine).as_posix()
        root = self._sources.magazine.as_posix()
        return {**self._press.describe(), "issue": issue, "root": root, "undo": self._history.words}

    async def _draw(self, request: Request) -> Response:
        digest, number = request.path_params["digest"], request.path_params["number"]
        try:
            width = int(request.query_params.get("w", "800"))
            part = request.query_params.get("part")
            beyond = self._look().prepared.layout.bleed * 72 / 25.4 if "bleed" in request.query_params else 0.0
            view = PageView(width, _read_part(part) if part else None, beyond)
        except ValueError:
            return JSONResponse({"error": "no such view"}, 400)
        file = self._press.find_file(digest)
        if not view.allowed or file is None:
            return JSONResponse({"error": "no such page"}, 404)
        data = await run_in_threadpool(self._pages.draw, file, digest, number, view)
        # A page is known by the digest of its run: under this address there is never another.
        return Response(data, media_type="image/png", headers={"cache-control": "private, max-age=86400, immutable"})

    async def _face(self, _request: Request) -> Response:
        """A face that has the letters of the magazine, for machines that have none."""
        faces = [face for face in self._look().prepared.faces if face.role == "sans" and face.chinese]
        face = min(faces, key=lambda one: abs(one.weight - 400), default=None)
        if face is None:
            return JSONResponse({"error": "there is none"}, 404)
        headers = {"cache-control": "private, max-age=86400"}
        return Response(await run_in_threadpool(face.path.read_bytes), media_type="font/ttf", headers=headers)

    async def _see(self, request: Request) -> Response:
        slots = (await _body(request)).get("slots", [])
        self._press.see([int(slot) for slot in slots][:50])
        return JSONResponse({})

    # ---- sources ----

    async def _list(self, _request: Request) -> Response:
        return JSONResponse({"names": list(self._sources.list()), "art": self._list_art()})

    def _list_art(self) -> list[str]:
        return sorted(f"art/{file.name}" for file in (self._sources.folder / "art").glob("*") if file.is_file())

    async def _read(self, request: Request) -> Response:
        source = self._sources.read(request.query_params.get("name", ""))
        draft = self._press.drafts.get(Path(source.name).stem) if "/copy/" in source.name else None
        return JSONResponse({"name": source.name, "text": source.text, "digest": source.digest, "draft": draft})

    async def _write(self, request: Request) -> Response:
        wanted = await _body(request)
        name, text = str(wanted["name"]), str(wanted["text"])
        source = await run_in_threadpool(self._sources.write, name, text, str(wanted.get("digest", "")))
        self._forget(source)
        return JSONResponse({"digest": source.digest})

    def _forget(self, source: SourceText) -> None:
        """Have the press read what was saved at once; the watcher would tell it a moment later."""
        file = self._sources.find(source.name)
        if file.suffix == ".md":
            self._press.drafts.pop(file.stem, None)
        self.heard({file})

    async def _draft(self, request: Request) -> Response:
        wanted = await _body(request)
        file = self._sources.find(str(wanted["name"]))
        if file.parent == self._sources.folder / "copy":
            text = wanted.get("text")
            self._press.draft(file.stem, None if text is None else str(text))
        return JSONResponse({})

    async def _add_art(self, request: Request) -> Response:
        data = await request.body()
        name = request.query_params.get("name", "")
        return JSONResponse({"name": await run_in_threadpool(self._sources.add_art, name, data)})

    async def _spot(self, request: Request) -> Response:
        asked = request.query_params
        spot = (int(asked["slot"]), int(asked["page"]), float(asked["x"]), float(asked["y"]))
        look = self._look()
        return JSONResponse(await run_in_threadpool(self._finder.find_source, look, *spot))

    async def _lines(self, request: Request) -> Response:
        asked = await _body(request)
        look, text = self._look(), asked.get("text")
        place = (str(asked["name"]), int(asked["line"]), int(asked["column"]))
        return JSONResponse(await run_in_threadpool(self._finder.find_pages, look, *place, text))

    async def _marks(self, request: Request) -> Response:
        return JSONResponse(list_marks(self._sources.read(request.query_params.get("name", "")).text))

    async def _schemas(self, _request: Request) -> Response:
        directives = {name: {"options": [*rule.names, *COMMON]} for name, rule in RULES.items()}
        return JSONResponse({**json_schemas(), "directives": directives})

    # ---- changes by buttons and drags ----

    async def _plan(self, request: Request) -> Response:
        asked = await _body(request)
        if asked.get("what") not in KNOWN_CHANGES:
            raise EditError("no such change")
        change = PlanChange(
            str(asked["what"]),
            int(asked["slot"]),
            int(asked.get("target", 0)),
            str(asked.get("kind", "")),
            int(asked.get("pages", 1)),
        )
        look = self._look()
        if change.what == "insert" and change.kind not in look.prepared.layout.kinds:
            raise EditError(f"unknown kind {change.kind!r}")
        sheet = self._name("issue.yaml")
        return self._change(sheet, lambda text: change_plan(text, look.prepared.issue, change), f"{change.what} a slot")

    async def _cures(self, request: Request) -> Response:
        return JSONResponse(list_cures(self._look(), int(request.query_params["slot"]), self._sources))

    async def _cure(self, request: Request) -> Response:
        asked = await _body(request)
        name, line = str(asked["name"]), int(asked["line"])
        return self._change(name, lambda text: drop_block(text, line), "drop a figure")

    async def _allow(self, request: Request) -> Response:
        asked = await _body(request)
        check, file, reason = str(asked["check"]), str(asked.get("file", "")), str(asked["reason"]).strip()
        if not reason:
            raise EditError("say why it may pass")
        inside = f"{self._press.folder.resolve().relative_to(self._sources.magazine).as_posix()}/"
        shown = file.removeprefix(inside) if file.startswith(inside) else ""
        sheet = self._name("issue.yaml")
        return self._change(sheet, lambda text: allow_finding(text, check, shown, reason), f"allow {check}")

    async def _mend(self, request: Request) -> Response:
        name = str((await _body(request))["name"])
        return self._change(name, mend_marks, "mend the marks")

    async def _tokens(self, _request: Request) -> Response:
        layout = self._look().prepared.layout
        return JSONResponse({"layout": layout.name, "tokens": list(list_tokens(layout)), "own": self._layout_name()})

    def _layout_name(self) -> str:
        """The sheet of the issue's layout; empty where it is the house's, which is nobody's to change."""
        file = self._look().prepared.layout.folders[0].resolve() / "layout.yaml"
        root = self._sources.magazine
        return file.relative_to(root).as_posix() if file.is_relative_to(root) else ""

    async def _token(self, request: Request) -> Response:
        asked = await _body(request)
        name, value, sheet = str(asked["name"]), str(asked["value"]), self._layout_name()
        if not sheet:
            raise EditError("this layout comes with Pressroom: make one of your own that extends it")
        return self._change(sheet, lambda text: set_token(text, name, value), f"set {name}")

    async def _undo(self, _request: Request) -> Response:
        step = self._history.undo()
        if step:
            self.heard({self._sources.find(step.before.name)})
        return JSONResponse({"undone": step.words if step else "", "undo": self._history.words})

    def _change(self, name: str, change: Callable[[str], str], words: str) -> Response:
        """Change a source as a whole, so that it can be undone."""
        before = self._sources.read(name)
        written = self._history.write(name, change(before.text), before, words)
        self._forget(written)
        return JSONResponse({"undo": self._history.words, "digest": written.digest, "name": name})

    def _name(self, file: str) -> str:
        """The name of a file of the issue."""
        return (self._sources.folder / file).relative_to(self._sources.magazine).as_posix()

    def _look(self) -> IssueLook:
        if self._press.look is None:
            raise EditError("the issue could not be read yet")
        return self._press.look


def make_app(server: DeskServer, token: str, hosts: frozenset[str]) -> Guard:
    """Make the application, with its guard before it."""
    return Guard(Starlette(routes=server.routes), token, hosts, _largest)


def _largest(path: str) -> int:
    """How long a body may be."""
    return _LARGEST.get(path, _SMALL)


def _answering(function: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """Answer what cannot be done with a reason."""

    async def answer(request: Request) -> Response:
        try:
            return await function(request)
        except ChangedFileError as error:
            source = error.source
            known = {"error": str(error), "text": source.text, "digest": source.digest}
            return JSONResponse(known, 409)
        except RefusedNameError as error:
            return JSONResponse({"error": f"no such source: {error}"}, 404)
        except IndexError:
            return JSONResponse({"error": "no such page"}, 404)
        except OSError as error:
            return JSONResponse({"error": f"the disk refuses it: {error.strerror or error}"}, 507)
        except (EditError, KeyError, TypeError, ValueError) as error:
            return JSONResponse({"error": str(error)}, 400)

    return answer


async def _body(request: Request) -> dict[str, Any]:
    """The values that a request brings.

    :raises ValueError: if it brings none.
    """
    found = json.loads(await request.body() or b"{}")
    if not isinstance(found, dict):
        raise ValueError("expected an object")
    return found


def _read_part(text: str) -> tuple[int, int, int, int]:
    left, top, width, height = (int(number) for number in text.split(","))
    return left, top, width, height
