"""Set random pages, and say what is wrong with each: text lost, a line out of its measure, not the same twice.

By hand, for a longer run: ``python -m tests.support.fuzz 10000`` (paragraphs), with a second number to
begin with another seed.
"""

from __future__ import annotations

import logging
import re
import sys
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import Any

from pressroom.composer import composing
from tests.support.chance import random_page
from tests.support.pages import boxes, places, render, texts, walk

_TAG = re.compile(r"<img src='[^']*'>|<[^>]*>")
_NO_PLACE = re.compile(r"[\s\u200b\u2060\ufeff\u00ad\u200c\u200d\u2010†\0]")
_ASIDE = ("float:left", "float:right", "position:absolute")
_CLOSE_ENOUGH = 0.1  # px: a thousandth of an em of the largest letters
_NARROW = 2.5  # em
_FEW = 2  # characters: one by itself always stands in its line


def visible(text: str) -> str:
    """The characters that count: no white space, nothing that takes no place, nothing generated."""
    return _NO_PLACE.sub("", text)


def source(html: str) -> str:
    """The visible text of a page."""
    return visible(unescape(_TAG.sub("", html.split("<body>", 1)[1])))


def check(seed: int, paragraphs: int = 20, twice: bool = True) -> list[str]:
    """Set a random page; say what is wrong with it."""
    html = random_page(seed, paragraphs)
    wanted = source(html)
    try:
        document = render(html)
    except Exception as error:
        if not _engine_raises(html, type(error)):
            raise
        return []
    found = visible(texts(document))
    wrong: list[str] = []
    if sorted(found) != sorted(wanted) and not _engine_loses(html, wanted):
        missing, more = Counter(wanted) - Counter(found), Counter(found) - Counter(wanted)
        wrong.append(f"lost {''.join(missing.elements())[:20]!r}, doubled {''.join(more.elements())[:20]!r}")
    if found != wanted and sorted(found) == sorted(wanted) and not _is_reordered(html):
        wrong.append("text out of order")
    wrong += [f"a line is {width:.2f} px too wide" for width in too_wide(document)]
    if twice:
        again = render(html)
        wrong += ["not the same twice"] if places(again) != places(document) else []
        with composing():
            wrong += ["not the same PDF twice"] if again.write_pdf() != document.write_pdf() else []
    return wrong


def _engine_raises(html: str, kind: type[Exception]) -> bool:
    """Tell whether the engine alone cannot set this page: it stumbles over spaces and soft hyphens of some widths."""
    try:
        render(html, compose=False)
    except kind:
        return True
    return False


def _engine_loses(html: str, wanted: str) -> bool:
    """Tell whether the engine alone loses text of this page: it does of some floats, and of boxes that stand aside at the end of a page."""
    if not any(word in html for word in _ASIDE):
        return False
    return sorted(visible(texts(render(html, compose=False)))) != sorted(wanted)


def _is_reordered(html: str) -> bool:
    """Tell whether a page holds what the engine puts in another place than the source."""
    return any(word in html for word in ("float", "position:absolute", "direction:rtl", "flex", "grid", "table"))


def too_wide(document: Any) -> Iterator[float]:
    """Yield by how much composed lines stand out of their measure."""
    for sheet in document.pages:
        for block in walk(sheet._page_box):
            for line in getattr(block, "children", ()) or ():
                if isinstance(line, boxes.LineBox) and getattr(line, "_composed", False):
                    over = line.position_x + line.width - block.content_box_x() - block.width
                    if over > _CLOSE_ENOUGH and _can_be_broken(line, block.width):
                        yield over


def _can_be_broken(line: Any, measure: float) -> bool:
    """Tell whether a line holds nothing that cannot be broken to fit; a row of dashes is one glyph in some faces."""
    text = "".join(box.text for box in walk(line) if isinstance(box, boxes.TextBox))
    if len(text.replace("—", "")) < _FEW:
        return False
    for box in walk(line):
        style = box.style
        if style["white_space"] in ("nowrap", "pre") or isinstance(box, boxes.AtomicInlineLevelBox):
            return False
        if str(box.element_tag).endswith("::first-letter"):  # with its marks
            return False
        if isinstance(box, boxes.TextBox) and measure < _NARROW * style["font_size"]:
            return False
        edges = box.padding_left, box.padding_right, box.margin_left, box.margin_right, box.border_right_width
        if isinstance(box, boxes.InlineBox) and any(edges):
            return False
    return True


def main() -> None:
    """Check as many random paragraphs as asked, from a seed."""
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    failed = 0
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    for number in range(first, first + int(sys.argv[1]) // 20):
        try:
            found = check(number, twice=number % 5 == 0)
        except Exception as error:
            found = [f"{type(error).__name__}: {error}"]
        if found:
            failed += 1
            sys.stdout.write(f"{number}: {'; '.join(found[:3])}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{failed} pages failed\n")


if __name__ == "__main__":
    main()
