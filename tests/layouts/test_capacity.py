"""What a kind holds, as docs/designers.md says it, is what it holds: too little is short, too much is over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pressroom.run import Run
from tests.support.layouts import write_issue
from tests.support.paths import ROOT
from tests.support.press import paste, set_once

DOCS = ROOT / "docs" / "designers.md"
SENTENCE = "江边的人家清早推开窗，看见雾从水面上慢慢散去，远处的吊车一台接一台转动起来。"
HAN = len(re.findall(r"[\u4e00-\u9fff]", SENTENCE))
ROW = re.compile(r"^\| `([\w-]+)` \| (\d+) \| (\d+) \| ([\d,]+)–([\d,]+) \| ([^|]*) \|", re.MULTILINE)
LEAD = "lead: {src: art/wave.svg, alt: 一道浪, caption: 江面, credit: 制图 某某}\n"
TALL = '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="270" viewBox="0 0 480 270"><path d="M0 200h480v70H0z"/></svg>'
BARE = {"editorial", "roundtable", "briefs"}  # kinds that are measured without a picture
#: What stands in an article besides its opening picture, as the docs call it.
EXTRAS = {
    "picture": '::: figure {src=art/tall.svg alt="一座塔" credit="制图 某某"}\n塔。\n:::',
    "wide": '::: figure {src=art/tall.svg alt="一座塔" size=wide credit="制图 某某"}\n塔。\n:::',
    "box": "::: databox {title=三个数}\n- 一：1\n- 二：2\n- 三：3\n:::",
    "quote": "::: pullquote\n潮水每天来两次，看潮的人只来一次。\n:::",
}
TAGS = {"exchange": "经验交流", "digest": "山城"}


def write_words(characters: int, kind: str, extras: str = "") -> str:
    """So many characters in paragraphs of three sentences, a subhead above every fourth; a round table in panels.

    What else there is stands behind every second paragraph.
    """
    sentences = max(characters // HAN, 1)
    paragraphs = [SENTENCE * min(3, sentences - at) for at in range(0, sentences, 3)]
    if kind == "roundtable":
        return "\n\n".join(
            f"::: panel {{name=某某某 role=教授 portrait=art/wave.svg alt=某某某}}\n{text}\n:::" for text in paragraphs
        )
    if kind in {"feature", "focus", "profile", "report"}:
        paragraphs = [f"## 小标题\n\n{text}" if at % 4 == 3 else text for at, text in enumerate(paragraphs)]
    for at, name in enumerate(name for name in EXTRAS if name in extras):
        paragraphs.insert(2 + 3 * at, EXTRAS[name])
    return "\n\n".join(paragraphs)


def set_kind(folder: Path, kind: str, pages: int, articles: int, characters: int, extras: str = "") -> Run:
    """Set so many articles of so many characters each, without copyfit."""
    lead = "" if kind in BARE else LEAD
    slugs = [f"a{number}" for number in range(articles)]
    bodies = {
        slug: f"---\nheadline: 第{at}座桥与渡口的灯\ntag: {TAGS.get(kind, '说桥')}\ndeck: {SENTENCE}\n{lead}---\n"
        + write_words(characters, kind, extras)
        for at, slug in enumerate(slugs)
    }
    plan: list[dict[str, object]] = [{"kind": kind, "folio": 1, "pages": pages, "copy": slugs, "department": "甲"}]
    issue = write_issue(folder, "chaoyong", plan, bodies)
    (issue / "art" / "tall.svg").write_text(TALL, encoding="utf-8")
    pasteups, _ = paste(issue)
    return set_once(pasteups[0])


def fills(run: Run, pages: int) -> bool:
    """Whether a slot is set on its pages, and the last is filled."""
    return run.overset is None and run.set_pages == pages and run.fills[-1] >= 0.8


@pytest.mark.parametrize(
    ("kind", "pages", "articles", "least", "most", "extras"),
    [
        (kind, int(pages), int(articles), *(int(text.replace(",", "")) for text in span), extras)
        for kind, pages, articles, *span, extras in ROW.findall(DOCS.read_text(encoding="utf-8"))
    ],
)
def test_a_kind_holds_what_the_docs_say(
    tmp_path: Path, kind: str, pages: int, articles: int, least: int, most: int, extras: str
) -> None:
    assert fills(set_kind(tmp_path / "least", kind, pages, articles, least, extras), pages)
    assert fills(set_kind(tmp_path / "most", kind, pages, articles, most, extras), pages)
    over = set_kind(tmp_path / "over", kind, pages, articles, most + 6 * HAN, extras)
    assert over.overset is not None


def test_the_docs_give_the_capacity_of_reading_kinds() -> None:
    kinds = {row[0] for row in ROW.findall(DOCS.read_text(encoding="utf-8"))}
    assert kinds >= {"editorial", "briefs", "feature", "focus", "profile", "digest", "neighbourhood", "exchange"}


def test_every_kind_has_its_picture_in_the_docs() -> None:
    kinds = {file.stem for file in (ROOT / "layouts" / "base" / "kinds").glob("*.html")}
    text = DOCS.read_text(encoding="utf-8")
    assert {kind for kind in kinds if f"![{kind}](kinds/{kind}.png)" in text} == kinds
    assert {file.stem for file in (ROOT / "docs" / "kinds").glob("*.png")} == kinds
