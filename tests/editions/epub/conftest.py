"""The small issue as a book, for all that look at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.books import Book, make_book, set_desk
from tests.support.press import Pulled, config_in, pull
from tests.support.sharing import Shared


@pytest.fixture(scope="session")
def book(shared: Shared, river: Pulled) -> Book:
    return shared.value("river-book", lambda: make_book(river))


@pytest.fixture(scope="session")
def long_contents(shared: Shared) -> Book:
    """The same issue, its contents on two pages."""

    def make() -> Book:
        desk = lengthen_contents(set_desk(shared.folder / "long-contents"))
        return make_book(pull(desk / "issue", config_in(desk)))

    return shared.value("long-contents-book", make)


def lengthen_contents(desk: Path) -> Path:
    sheet = desk / "issue" / "issue.yaml"
    text = sheet.read_text(encoding="utf-8").replace("folio: 2, copy: letter", "folio: 4, copy: letter")
    text = text.replace("kind: contents, folio: 3", "kind: contents, folio: 2").replace(
        "folio: 4, department", "folio: 5, department"
    )
    lines = text.splitlines()
    letter = next(number for number, line in enumerate(lines) if "letter" in line)
    lines.insert(letter + 1, lines.pop(letter))
    sheet.write_text("\n".join(lines) + "\n", encoding="utf-8")
    style = desk / "layouts" / "river" / "print.css"
    style.write_text(f"{style.read_text(encoding='utf-8')}\nh2 + p ~ h2 {{ break-before: page }}\n", encoding="utf-8")
    return desk
