"""Any editor, by the Language Server Protocol: findings, words, places and quick fixes."""

from __future__ import annotations

import asyncio
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from pressroom.desk.completing import KnownWords, complete_line, word_at
from tests.support.paths import GOOD

KNOWN = KnownWords(("story", "cover"), ("特写", "短讯"), ("bridge", "ferry"), ("art/dot.png", "art/wave.svg"))


@pytest.mark.parametrize(
    ("before", "typed", "words"),
    [
        ("::: fig", "fig", ["figure"]),
        ("::: figure {src=art/d", "art/d", ["art/dot.png"]),
        ("::: figure {src=art/dot.png cr", "cr", ["credit=", "crop="]),
        ("::: figure {size=w", "w", ["wide"]),
        ("::: chart {type=", "", ["bar", "line", "donut", "timeline"]),
        ("  - {kind: st", "st", ["story"]),
        ("  - {kind: story, department: 特", "特", ["特写"]),
        ("    copy: [ferry, br", "br", ["bridge"]),
        ("see [the ferry](fe", "fe", ["ferry"]),
        ("plain words", "", []),
    ],
)
def test_words_that_fit_are_offered(before: str, typed: str, words: list[str]) -> None:
    assert complete_line(before, KNOWN) == (typed, words)


def test_the_word_at_the_caret_is_found() -> None:
    line = "::: figure {src=art/dot.png}"
    assert word_at(line, 18) == "art/dot.png"
    assert word_at("", 0) == ""


def test_an_editor_is_served(tmp_path: Path) -> None:
    shutil.copytree(GOOD / "issue", tmp_path / "issues" / "one")
    shutil.copytree(GOOD / "layouts", tmp_path / "layouts")
    shutil.copy(GOOD / "magazine.yaml", tmp_path / "issues" / "magazine.yaml")
    asyncio.run(asyncio.wait_for(_converse(tmp_path / "issues" / "one" / "copy" / "ferry.md"), 120))


async def _converse(file: Path) -> None:
    """Open a piece, misspell a key, ask for this and that."""
    from lsprotocol import types as lsp
    from pygls.lsp.client import LanguageClient

    client: Any = LanguageClient("test", "1")
    told: asyncio.Queue[Any] = asyncio.Queue()

    @client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def hear(said: Any) -> None:
        told.put_nowait(said)

    text, uri = file.read_text(encoding="utf-8"), file.as_uri()
    await client.start_io(sys.executable, "-P", "-m", "pressroom.cli", "lsp")
    await client.initialize_async(lsp.InitializeParams(lsp.ClientCapabilities(), root_uri=file.parents[3].as_uri()))
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "markdown", 1, text)))
    while (said := await told.get()).uri.rpartition("/")[2] != "issue.yaml":
        pass
    assert {found.source for found in said.diagnostics} == {"pressroom"}

    wrong = text.replace("kicker:", "kickers:", 1).replace("船票仍是两元，", "船票仍是两元,")
    changed = lsp.VersionedTextDocumentIdentifier(version=2, uri=uri)
    whole = lsp.TextDocumentContentChangeWholeDocument(wrong)
    client.text_document_did_change(lsp.DidChangeTextDocumentParams(changed, [whole]))
    while not ((said := await told.get()).uri == uri and said.diagnostics):
        pass
    (found,) = said.diagnostics
    assert "kickers" in found.message
    assert found.range.start.line == 3

    document = lsp.TextDocumentIdentifier(uri)
    hover = await client.text_document_hover_async(lsp.HoverParams(document, lsp.Position(11, 2)))
    assert "002-story, p. 2, 3" in hover.contents.value
    number = next(n for n, line in enumerate(wrong.split("\n")) if "art/dot.png" in line)
    place = lsp.Position(number, wrong.split("\n")[number].index("art/dot") + 2)
    defined = await client.text_document_definition_async(lsp.DefinitionParams(document, place))
    assert defined.uri.endswith("/art/dot.png")
    offered = await client.text_document_completion_async(lsp.CompletionParams(document, lsp.Position(number, 6)))
    assert [item.label for item in offered] == ["figure"]
    top = lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0))
    actions = await client.text_document_code_action_async(
        lsp.CodeActionParams(document, top, lsp.CodeActionContext([]))
    )
    assert actions[0].title == "Mend 1 mark"
    assert actions[0].edit.changes[uri][0].new_text == text.replace("kicker:", "kickers:", 1)
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()
