"""Serve other editors: texts as they are typed in; findings, words, places and quick fixes out, by the LSP.

A warm press stands behind each issue that a text is opened of: what it finds is what the desk and a build find.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer

from pressroom.desk.completing import KnownWords, complete_line, word_at
from pressroom.desk.cures import list_marks, mend_marks
from pressroom.desk.press import WarmPress
from pressroom.run import Run
from pressroom.workshop.config import Config

_SEVERITY = {"stop": lsp.DiagnosticSeverity.Error, "query": lsp.DiagnosticSeverity.Warning}


class PressroomServer(LanguageServer):
    """The server, and the presses of the issues that are open."""

    def __init__(self, version: str, configure: Callable[[Path], Config]) -> None:
        super().__init__("pressroom", version, text_document_sync_kind=lsp.TextDocumentSyncKind.Full)
        self._configure = configure
        self._presses: dict[Path, WarmPress] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._marked: dict[Path, set[str]] = {}

    def press_of(self, uri: str) -> tuple[WarmPress, Path] | None:
        """The press of the issue that a text belongs to, and its file; a press is started where there is none."""
        file = Path(unquote(urlparse(uri).path)).resolve()
        folder = file.parent.parent if file.parent.name == "copy" else file.parent
        if not (folder / "issue.yaml").is_file():
            return None
        if folder not in self._presses:
            self._loop = asyncio.get_running_loop()
            press = WarmPress(folder, self._configure(folder), 1, lambda name, data: self._hear(folder, name, data))
            self._presses[folder] = press.__enter__()
        return self._presses[folder], file

    def close_presses(self) -> None:
        """End all presses."""
        for press in self._presses.values():
            press.__exit__(None, None, None)
        self._presses.clear()

    def _hear(self, folder: Path, name: str, data: dict[str, Any]) -> None:
        """Take what a press tells, in its thread, to ours."""
        if name == "findings" and self._loop:
            self._loop.call_soon_threadsafe(self._publish, folder, data["findings"])

    def _publish(self, folder: Path, findings: list[dict[str, Any]]) -> None:
        """Say what was found in each file, and of files that are clear by now that they are."""
        press = self._presses.get(folder)
        if press is None:
            return
        by_file: dict[str, list[lsp.Diagnostic]] = {uri: [] for uri in self._marked.get(folder, ())}
        for finding in findings:
            if finding["file"]:
                uri = (press.config.magazine.resolve() / finding["file"]).as_uri()
                by_file.setdefault(uri, []).append(_diagnose(finding))
        self._marked[folder] = {uri for uri, found in by_file.items() if found}
        for uri, found in by_file.items():
            self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, found))

    def text_of(self, uri: str) -> str:
        """A text as it stands in the editor."""
        return self.workspace.get_text_document(uri).source


def make_language_server(version: str, configure: Callable[[Path], Config]) -> PressroomServer:
    """Make the server; ``configure`` says where the press of an issue's folder finds its things."""
    server = PressroomServer(version, configure)
    server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)(_open)
    server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)(_change)
    server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)(_save)
    server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)(_close)
    server.feature(lsp.TEXT_DOCUMENT_HOVER)(_hover)
    server.feature(lsp.TEXT_DOCUMENT_DEFINITION)(_define)
    options = lsp.CompletionOptions(trigger_characters=[":", "=", "{", "(", "/"])
    server.feature(lsp.TEXT_DOCUMENT_COMPLETION, options)(_complete)
    server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION)(_act)
    server.feature(lsp.SHUTDOWN)(_shut)
    return server


async def _open(server: PressroomServer, said: lsp.DidOpenTextDocumentParams) -> None:
    server.press_of(said.text_document.uri)


async def _change(server: PressroomServer, said: lsp.DidChangeTextDocumentParams) -> None:
    found = server.press_of(said.text_document.uri)
    if found and found[1].parent.name == "copy":
        found[0].draft(found[1].stem, server.text_of(said.text_document.uri))


async def _save(server: PressroomServer, said: lsp.DidSaveTextDocumentParams) -> None:
    found = server.press_of(said.text_document.uri)
    if found:
        found[0].drafts.pop(found[1].stem, None)
        found[0].saved([found[1]])


async def _close(server: PressroomServer, said: lsp.DidCloseTextDocumentParams) -> None:
    found = server.press_of(said.text_document.uri)
    if found and found[1].stem in found[0].drafts:
        found[0].draft(found[1].stem, None)


async def _hover(server: PressroomServer, said: lsp.HoverParams) -> lsp.Hover | None:
    """Which slot an article stands in, on which folios, and how it fits."""
    found = server.press_of(said.text_document.uri)
    if not found or found[0].look is None:
        return None
    press, file = found
    line = server.text_of(said.text_document.uri).split("\n")[said.position.line]
    slug = file.stem if file.parent.name == "copy" else word_at(line, said.position.character)
    words = _describe_fit(press, slug)
    return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.PlainText, words)) if words else None


def _describe_fit(press: WarmPress, slug: str) -> str:
    """How the slot of an article fits, in words; nothing where there is none."""
    look = press.look
    slots = look.prepared.issue.flatplan if look else ()
    slot = next((slot for slot in slots if any(article.slug == slug for article in slot.articles)), None)
    if slot is None or look is None:
        return ""
    run = look.states[slot.index].shown
    place = f"{slot.name}, p. {', '.join(slot.labels)}"
    if not isinstance(run, Run):
        return place
    if run.overset:
        return f"{place}: {run.overset.lines} lines ({run.overset.characters} characters) over"
    left = max(slot.pages - sum(run.fills), 0) * run.room.lines * run.room.characters
    return f"{place}: last page {run.fills[-1]:.0%} full, about {round(left)} characters left" if run.fills else place


async def _define(server: PressroomServer, said: lsp.DefinitionParams) -> lsp.Location | None:
    """Where the article or the picture lies that a word names."""
    found = server.press_of(said.text_document.uri)
    if not found:
        return None
    press, _ = found
    line = server.text_of(said.text_document.uri).split("\n")[said.position.line]
    word = word_at(line, said.position.character)
    folder = press.folder.resolve()
    for file in (folder / "copy" / f"{word}.md", folder / word):
        if word and file.is_file() and file.resolve().is_relative_to(folder):
            start = lsp.Position(0, 0)
            return lsp.Location(file.as_uri(), lsp.Range(start, start))
    return None


async def _complete(server: PressroomServer, said: lsp.CompletionParams) -> list[lsp.CompletionItem]:
    found = server.press_of(said.text_document.uri)
    if not found:
        return []
    press, _ = found
    line = server.text_of(said.text_document.uri).split("\n")[said.position.line]
    _, words = complete_line(line[: said.position.character], _know(press))
    return [lsp.CompletionItem(label=word) for word in words]


def _know(press: WarmPress) -> KnownWords:
    """The names that there are."""
    folder, look = press.folder, press.look
    slugs = sorted(file.stem for file in (folder / "copy").glob("*.md"))
    art = sorted(f"art/{file.name}" for file in (folder / "art").glob("*") if file.is_file())
    if look is None:
        return KnownWords(slugs=slugs, art=art)
    return KnownWords(look.prepared.layout.kinds, look.prepared.issue.magazine.departments, slugs, art)


async def _act(server: PressroomServer, said: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    """Put the marks of a piece right."""
    uri = said.text_document.uri
    text = server.text_of(uri)
    marks = list_marks(text) if uri.endswith(".md") else []
    if not marks:
        return []
    whole = lsp.Range(lsp.Position(0, 0), lsp.Position(text.count("\n") + 1, 0))
    edit = lsp.WorkspaceEdit(changes={uri: [lsp.TextEdit(whole, mend_marks(text))]})
    title = f"Mend {len(marks)} {'mark' if len(marks) == 1 else 'marks'}"
    return [lsp.CodeAction(title=title, kind=lsp.CodeActionKind.QuickFix, edit=edit)]


async def _shut(server: PressroomServer, _said: None) -> None:
    server.close_presses()


def _diagnose(finding: dict[str, Any]) -> lsp.Diagnostic:
    line, column = max(finding["line"] - 1, 0), max(finding["column"] - 1, 0)
    message = f"{finding['message']}\n{finding['hint']}" if finding["hint"] else finding["message"]
    end = lsp.Position(line, column + 1) if column else lsp.Position(line + 1, 0)
    return lsp.Diagnostic(
        lsp.Range(lsp.Position(line, column), end),
        message,
        severity=_SEVERITY.get(finding["severity"], lsp.DiagnosticSeverity.Warning),
        code=finding["check"],
        source="pressroom",
    )
