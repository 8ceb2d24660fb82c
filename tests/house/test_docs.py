"""The documents name every command, and their links lead somewhere."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.support.paths import ROOT


def command_lines(command: click.Command, before: str) -> Iterator[str]:
    """Yield the words that start each command, such as `pressroom import ocr`."""
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from command_lines(child, f"{before} {name}")
    else:
        yield before


def test_every_command_is_in_the_docs() -> None:
    main = importlib.import_module("pressroom.cli").main
    texts = [page.read_text(encoding="utf-8") for page in pages()]
    lines = list(command_lines(main, "pressroom"))
    assert lines
    assert [line for line in lines if not any(line in text for text in texts)] == []


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_both_readmes_name_every_command(readme: str) -> None:
    main = importlib.import_module("pressroom.cli").main
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert [line for line in command_lines(main, "pressroom") if line not in text] == []


def pages() -> list[Path]:
    names = ("README.md", "README.zh-CN.md", "CHANGELOG.md")
    return [ROOT / name for name in names] + sorted((ROOT / "docs").glob("*.md"))


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    prose = re.sub(r"(?ms)^```.*?^```|`[^`\n]+`", "", page.read_text(encoding="utf-8"))
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", prose)
    assert [target for target in targets if not (page.parent / target).exists()] == []
