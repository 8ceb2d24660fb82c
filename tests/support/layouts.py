"""Issues written for a layout, pasted up, and what is seen of their pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pypdfium2
import yaml

from pressroom.makeup.pasteup import Pasteup
from pressroom.read import Layout
from pressroom.run import Run
from tests.support.paths import LAYOUTS
from tests.support.press import paste

SENTENCE = "江边的人家清早推开窗，看见雾从水面上慢慢散去，远处的吊车一台接一台转动起来。"


def write_issue(folder: Path, layout: str, flatplan: list[dict[str, object]], bodies: dict[str, str]) -> Path:
    """Write an issue whose copy is named by its slugs."""
    issue = folder / "2020-01"
    (issue / "copy").mkdir(parents=True)
    (issue / "art").mkdir()
    departments = list(dict.fromkeys(slot["department"] for slot in flatplan if "department" in slot))
    magazine = {
        "title": "江声",
        "subtitle": "River Voice",
        "publisher": "某某编辑部",
        "departments": departments,
        "masthead": [{"role": "主编", "names": ["林晚", "周砚"]}],
    }
    sheet = {"number": 3, "date": "2020-01", "layout": layout, "theme": "桥与渡", "cover_lines": ["第一条", "第二条"]}
    (folder / "magazine.yaml").write_text(yaml.safe_dump(magazine, allow_unicode=True), encoding="utf-8")
    (issue / "issue.yaml").write_text(
        yaml.safe_dump(sheet | {"flatplan": flatplan}, allow_unicode=True), encoding="utf-8"
    )
    (issue / "art" / "wave.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40" viewBox="0 0 60 40"><path d="M0 30h60v10H0z"/></svg>',
        encoding="utf-8",
    )
    for slug, body in bodies.items():
        (issue / "copy" / f"{slug}.md").write_text(body, encoding="utf-8")
    return issue


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 has it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


COVERS = ("cover", "inside-front", "inside-back", "back-cover")
KINDS = [
    "masthead",
    "editorial",
    "contents",
    "briefs",
    "opener",
    "part-opener",
    "feature",
    "focus",
    "profile",
    "report",
    "observation",
    "lecture",
    "roundtable",
    "exchange",
    "forum",
    "digest",
    "neighbourhood",
    "photo-essay",
    "chronicle",
    "ad",
]
BARE = {"opener", "part-opener", "ad"}  # kinds that a layout may set without furniture
MM = 72 / 25.4
BODY = f"""{SENTENCE * 2}

## 小标题

{SENTENCE * 3}**黑体**，*楷体*，2020年，7号线。

::: figure {{src=art/wave.svg alt="一道浪" credit="制图 某某" number=1}}
江面。
:::

::: panel {{name=某某某 role=教授 portrait=art/wave.svg}}
{SENTENCE}
:::

::: databox {{title=两个数}}
| 指标 | 数额 |
|---|---|
| 总长 | 47.5公里 |
:::

::: pullquote
潮水每天来两次。
:::

::: list {{type=events}}
- **2020.11.03** {SENTENCE}
- **2020.11.05** {SENTENCE}
:::
"""


@lru_cache(maxsize=4)
def open_pdf(pdf: bytes) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(pdf)


def write_copy(number: int, body: str = BODY, lead: bool = True) -> str:
    """Copy with all its furniture; its headline says its number."""
    picture = "lead: {src: art/wave.svg, alt: 一道浪, caption: 江面, credit: 制图 某某}\n" if lead else ""
    return (
        f"---\nheadline: [第{number}座桥与, “渡口”的灯]\ntag: 说桥\nkicker: 江上第{number}程\ndeck: {SENTENCE}\n"
        f"bylines: [{{role: 记者, names: [周砚, 林晚]}}]\n{picture}---\n{body}"
    )


def page_texts(run: Run) -> list[str]:
    """What stands on each page, without white space and with forms folded."""
    return [fold(page.get_textpage().get_text_bounded()) for page in open_pdf(run.pdf)]


def fold(text: str) -> str:
    return re.sub(r"[\s\ufffe\u200b]", "", unicodedata.normalize("NFKC", text))


def strip_text(run: Run, page: int, left: float, bottom: float, right: float, top: float) -> str:
    """What stands in a part of a page: millimetres from its bottom left."""
    text = open_pdf(run.pdf)[page].get_textpage()
    return fold(text.get_text_bounded(left * MM, bottom * MM, right * MM, top * MM))


def characters_outside(run: Run, safe: float) -> Iterator[str]:
    """Characters that stand nearer to the trim than ``safe`` millimetres."""
    for number, page in enumerate(open_pdf(run.pdf)):
        width, height = page.get_size()
        text = page.get_textpage()
        for index in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(index)
            if right - left < 0.01:
                continue
            inside = left > safe * MM and bottom > safe * MM and right < width - safe * MM and top < height - safe * MM
            if not inside:
                yield f"{number}: {text.get_text_range(index, 1)}"


def one_feature(folder: Path, layout: str, characters: int, pages: int = 1) -> tuple[Pasteup, Layout]:
    body = "\n\n".join([SENTENCE * 4] * (characters // len(SENTENCE * 4)) + [SENTENCE])
    plan: list[dict[str, object]] = [{"kind": "feature", "folio": 1, "pages": pages, "copy": "a", "department": "甲"}]
    copy = f"---\nheadline: “渡口”的灯\ndeck: {SENTENCE}\n---\n{body}"
    pasteups, read = paste(write_issue(folder, layout, plan, {"a": copy}))
    return pasteups[0], read


def read_layout_of(name: str) -> Layout:
    from pressroom.read.layout import read_layout
    from pressroom.report import Place

    return read_layout([LAYOUTS], name, Place(LAYOUTS))
