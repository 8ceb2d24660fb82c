"""Folios of contents pages in every form, and the names of departments."""

from __future__ import annotations

import pytest

from pressroom.importers.ocr.folios import FORMS, department_name
from pressroom.importers.ocr.values import SourceLine
from tests.support.scans import lines_of


def read(text: str) -> tuple[int, str] | None:
    """The folio and the words of a line, by the first form that reads it."""
    (line,) = lines_of(text)
    token = next((token for form in FORMS if (token := form.read(0, line))), None)
    return (token.folio or 0, token.text) if token else None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("06 / 北岸木匠", (6, "北岸木匠")),
        ("06 / Carpenter", (6, "Carpenter")),
        ("第 12", (12, "")),
        ("06／北岸木匠", (6, "北岸木匠")),
        ("６ ｜ 北岸木匠", (6, "北岸木匠")),
        ("06…… 北岸木匠", (6, "北岸木匠")),
        ("P6 北岸木匠", (6, "北岸木匠")),
        ("p. 106: 北岸木匠", (106, "北岸木匠")),
        ("北岸木匠 / 06", (6, "北岸木匠")),
        ("北岸木匠 …… 06", (6, "北岸木匠")),
        ("北岸木匠……6页", (6, "北岸木匠")),
        ("北岸木匠    06", (6, "北岸木匠")),
        ("06", (6, "")),
        ("06-09 / 北岸木匠", (6, "北岸木匠")),
        ("06 北岸木匠", (6, "北岸木匠")),
        ("06北岸木匠", (6, "北岸木匠")),
        ("北岸木匠 06", (6, "北岸木匠")),
    ],
)
def test_a_folio_is_read_on_either_side_of_its_words(text, found):
    assert read(text) == found


@pytest.mark.parametrize(
    "text",
    ["0 / 北岸木匠", "北岸木匠", "12 年以后", "他在06号码头等了一夜。", "06 他在码头等了一夜。", "2021 / 北岸"],
)  # fmt: skip
def test_what_is_no_entry_is_read_as_none(text):
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "mark", "bold", "name"),
    [
        ("手艺", "", (), "手艺"),
        ("手 艺", "", (), "手艺"),
        ("【深度报道与城市观察】", "", (), "深度报道与城市观察"),
        ("手艺 CRAFTS", "", (), "手艺"),
        ("CRAFTS / 手艺", "", (), "手艺"),
        ("深度报道与城市观察", "#", (), "深度报道与城市观察"),
        ("深度报道与城市观察", "", ((0, 9),), "深度报道与城市观察"),
        ("深度报道与城市观察", "", (), ""),
        ("手艺人说", "", (), "手艺人说"),
        ("手", "", (), ""),
        ("手艺2019", "", (), ""),
    ],
)
def test_a_department_is_a_few_characters_alone(text, mark, bold, name):
    assert department_name(SourceLine(1, text, 1, mark, bold)) == name
