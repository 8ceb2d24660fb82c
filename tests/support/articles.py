"""Articles by chance: paragraphs, heads, pictures of all sizes, boxes, quotations, tables, lists and notes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from weasyprint.formatting_structure import boxes

from pressroom.makeup.pasteup import Pasteup
from tests.support.layouts import SENTENCE, write_issue
from tests.support.pages import walk
from tests.support.press import paste

_HAN = "潮水涌上江岸新区今年开工项目数据显示企业投资增长百分点我们认为城市更新应当以人为本田里的人也去看桥"
_SIZES = ("column", "column", "wide", "full")
_NEAR = 1.0  # px: what may be a rounding
_TALL = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="{}" viewBox="0 0 300 {}"><path d="M0 9h300v20H0z"/>{}</svg>'


def random_words(chance: random.Random) -> str:
    """A paragraph of a line to twelve or so."""
    words = ""
    for _ in range(chance.randint(1, 9)):
        words += "".join(chance.choice(_HAN) for _ in range(chance.randint(5, 26))) + chance.choice("，。。；？")
    return words + "完。"


def random_piece(chance: random.Random, number: int) -> str:
    """A paragraph or something else."""
    what = chance.random()
    if what < 0.62:
        return random_words(chance)
    if what < 0.72:
        return f"## 小标题{number}\n\n{random_words(chance)}"
    place = chance.choice(["", "", "", " place=top", " place=foot", " place=here"])
    if what < 0.83:
        size, picture = chance.choice(_SIZES), chance.choice(["wave", "tall", "signs"])
        return f'::: figure {{src=art/{picture}.svg alt="一道浪" size={size}{place}}}\n图注{number}。\n:::'
    if what < 0.88:
        return f"::: databox {{title=几个数{place}}}\n- 一：{number}\n- 二：2\n- 三：3\n:::"
    if what < 0.93:
        return f"::: pullquote{' {' + place.strip() + '}' if place else ''}\n潮水每天来两次，看潮的人只来一次。\n:::"
    if what < 0.96:
        return f"| 企业 | 产值 |\n|---|---:|\n| 甲{number} | 12 |\n| 乙 | 3.5 |"
    return "\n".join(f"- 第{at}条，{random_words(chance)}" for at in range(chance.randint(2, 4)))


def random_copy(chance: random.Random, pieces: int) -> str:
    """An article with its front matter; its last piece has a note."""
    lead = "lead: {src: art/tall.svg, alt: 一道浪, caption: 江面}\n" if chance.random() < 0.5 else ""
    body = "\n\n".join(random_piece(chance, number) for number in range(pieces))
    return f"---\nheadline: 第一座桥\ndeck: {SENTENCE}\n{lead}---\n{body}\n\n{random_words(chance)}[^1]\n\n[^1]: 注。\n"


def paste_random(folder: Path, seed: int, layout: str = "base") -> Pasteup:
    """Paste up a slot of one random article, in one, two or three columns."""
    chance = random.Random(seed)
    pages, columns = chance.randint(1, 9), chance.choice(["1", "2", "2", "3"])
    kind = chance.choice(["feature", "focus", "report"])
    first = chance.choice([1, 2])
    plan: list[dict[str, object]] = [{"kind": "masthead", "folio": 1, "pages": 1}] if first == 2 else []
    plan.append({"kind": kind, "folio": first, "pages": pages, "copy": ["a"], "department": "甲"})
    issue = write_issue(folder, layout, plan, {"a": random_copy(chance, round(pages * chance.uniform(3, 10)))})
    for name, height, letters in (("tall", 420, ""), ("signs", 180, '<text x="9" y="99">北</text>')):
        (issue / "art" / f"{name}.svg").write_text(_TALL.format(height, height, letters), encoding="utf-8")
    pasteups, _ = paste(issue)
    tokens = dict(pasteups[-1].tokens) | {"columns": columns, "column-least": "90pt"}
    return replace(pasteups[-1], tokens=tuple(tokens.items()))


# ---- what is seen of them ----


@dataclass(frozen=True)
class Ink:
    """A line or a picture on a page, in px."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    what: str

    def covers(self, other: Ink) -> bool:
        """Whether two stand over one another."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > _NEAR and down > _NEAR


def ink_of(document: Any) -> Iterator[tuple[float, list[Ink]]]:
    """The lines and pictures of an article's text on each page, and where that ends."""
    for number, sheet in enumerate(document.pages):
        page = sheet._page_box
        bodies = [box for box in walk(page) if box.element is not None and box.element.get("class") == "body"]
        yield page.content_box_y() + page.height, [ink for body in bodies[:1] for ink in _ink(body, number)]


def _ink(box: Any, page: int) -> Iterator[Ink]:
    box = getattr(box, "_box", box)
    if isinstance(box, boxes.LineBox):
        words = "".join(each.text for each in walk(box) if isinstance(each, boxes.TextBox))
        if words.strip():
            middle, half = box.position_y + box.height / 2, box.style["font_size"] / 2
            yield Ink(page, box.position_x, middle - half, box.position_x + box.width, middle + half, words[:12])
        return
    if isinstance(box, boxes.ReplacedBox):
        x, y = box.border_box_x(), box.border_box_y()
        yield Ink(page, x, y, x + box.border_width(), y + box.border_height(), "a picture")
    for child in getattr(box, "children", ()):
        yield from _ink(child, page)
