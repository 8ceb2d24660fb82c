"""Every kind of every layout sets what it is given: headlines, folios, blank pages, and no text is lost."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from pressroom.language.words import read_words
from pressroom.makeup.pasteup import Pasteup
from pressroom.run import Run
from tests.support.layouts import (
    BARE,
    COVERS,
    KINDS,
    SENTENCE,
    characters_outside,
    fold,
    one_feature,
    page_texts,
    paste,
    read_layout_of,
    strip_text,
    write_copy,
    write_issue,
)
from tests.support.paths import LAYOUTS
from tests.support.press import galley_of, set_fitted, set_once


def all_kinds(folder: Path, layout: str, articles: int, shift: int) -> Path:
    """An issue with every kind, each with so many articles; ``shift`` pages before them turn odd folios even."""
    plan: list[dict[str, object]] = [{"kind": "masthead", "folio": 1}] if shift else []
    bodies: dict[str, str] = {}
    folio = 1 + shift
    pages = 2 * articles
    for kind in KINDS:
        slugs = [f"{kind}-{number}" for number in range(articles if kind not in {"masthead", "contents"} else 0)]
        bodies |= {slug: write_copy(len(bodies) + index + 1) for index, slug in enumerate(slugs)}
        plan.append({"kind": kind, "folio": folio, "pages": pages, "copy": slugs, "department": f"栏目{kind[0]}"})
        folio += pages
    front = [{"kind": "cover", "art": "art/wave.svg", "art_alt": "一道浪"}, {"kind": "inside-front"}]
    return write_issue(folder, layout, [*front, *plan, {"kind": "inside-back"}, {"kind": "back-cover"}], bodies)


def assert_set(pasteup: Pasteup, run: Run) -> None:
    """A slot is set without a complaint, and every article of it stands where its head says."""
    assert run.findings == ()
    assert run.overset is None
    assert [head.slug for head in run.heads] == list(pasteup.slugs)
    texts = page_texts(run)
    for article, head in zip(pasteup.slot.articles, run.heads, strict=True):
        assert fold("".join(article.headline)) in texts[head.page]
        assert not any(fold("".join(article.headline)) in text for text in texts[: head.page])
    if run.heads:
        assert run.heads[0].page == 0
    assert not lost_characters(pasteup, texts)
    assert list(characters_outside(run, 5)) == []
    idents = re.findall(r'\sid="([^"]*)"', pasteup.html)
    assert len(idents) == len(set(idents))


def lost_characters(pasteup: Pasteup, texts: list[str]) -> Counter[str]:
    """Han characters of a slot's articles that stand on none of its pages; a layout may hide the heads of tables."""
    lost: Counter[str] = Counter()
    for html in [
        pasteup.html,
        "".join(galley_of(article, pasteup.folders[0]).html for article in pasteup.slot.articles),
    ]:
        shown = re.sub(r"<(svg|title|thead|style)\b.*?</\1>", "", html, flags=re.DOTALL)
        lost |= Counter(re.findall(r"[\u4e00-\u9fff]", re.sub(r"<[^>]*>", "", shown))) - Counter("".join(texts))
    return lost


def assert_folios(pasteup: Pasteup, run: Run) -> None:
    """Each page that has furniture prints its folio at the foot outside, and not inside."""
    for page, label in enumerate(pasteup.slot.labels):
        feet = [strip_text(run, page, left, 8, left + 105, 25) for left in (0, 105)]
        outer, inner = feet if int(label) % 2 == 0 else reversed(feet)
        if pasteup.slot.kind in BARE and page < run.set_pages and not outer:
            continue
        assert outer == label
        assert label not in re.findall(r"\d+", re.sub("2020·01|2020年1月", "", inner))


@pytest.mark.parametrize(("layout", "articles", "shift"), [("base", 1, 1), ("base", 3, 0), ("chaoyong", 2, 1)])
def test_every_kind_sets_its_articles(tmp_path: Path, layout: str, articles: int, shift: int) -> None:
    pasteups, read = paste(all_kinds(tmp_path, layout, articles, shift))
    blank = read_words("zh-CN")["blank"]
    for pasteup in pasteups:
        run = set_fitted(pasteup, read.fit)
        assert_set(pasteup, run)
        texts = page_texts(run)
        assert all(fold(blank) in text for text in texts[run.set_pages :])
        assert not any(fold(blank) in text for text in texts[: run.set_pages])
        if pasteup.slot.kind not in COVERS:
            assert_folios(pasteup, run)


def test_base_has_every_kind() -> None:
    names = {file.stem for file in (LAYOUTS / "base" / "kinds").glob("*.html")}
    assert names == {*KINDS, *COVERS}


@pytest.mark.parametrize("layout", ["base", "chaoyong"])
def test_cover_kinds_show_articles_too(tmp_path: Path, layout: str) -> None:
    covers: list[dict[str, object]] = [{"kind": kind, "pages": 1, "copy": f"at-{kind}"} for kind in COVERS]
    plan = [*covers[:2], {"kind": "masthead", "folio": 1, "pages": 1}, *covers[2:]]
    body = {f"at-{kind}": write_copy(number, SENTENCE, lead=False) for number, kind in enumerate(COVERS)}
    pasteups, _ = paste(write_issue(tmp_path, layout, plan, body))
    for pasteup in pasteups:
        run = set_once(pasteup)
        assert run.findings == ()
        assert [head.slug for head in run.heads] == list(pasteup.slugs)


@pytest.mark.parametrize("layout", ["base", "chaoyong"])
def test_running_head_names_the_article_on_later_pages_only(tmp_path: Path, layout: str) -> None:
    pasteup, _ = one_feature(tmp_path, layout, 2300, pages=3)
    run = set_once(pasteup)
    assert run.set_pages == 2
    heads = [strip_text(run, page, 0, 265, 210, 285) for page in range(2)]
    assert "甲" in heads[0]
    assert "渡口" not in heads[0]
    assert fold("“渡口”的灯") in heads[1]


def test_wanted_pictures_keep_a_place_of_whole_lines(tmp_path: Path) -> None:
    body = f"{SENTENCE}\n\n::: figure {{number=1}}\n还没有的照片。\n:::\n\n{SENTENCE}"
    plan: list[dict[str, object]] = [{"kind": "feature", "folio": 1, "pages": 1, "copy": "a", "department": "甲"}]
    with_figure, _ = paste(write_issue(tmp_path / "with", "base", plan, {"a": write_copy(1, body, False)}))
    run = set_once(with_figure[0])
    assert run.findings == ()
    assert "还没有的照片" in page_texts(run)[0]


@pytest.mark.parametrize("layout", ["base", "chaoyong"])
def test_no_text_is_lost_around_pictures_that_run_across(tmp_path: Path, layout: str) -> None:
    wide = '::: figure {src=art/wave.svg alt="一道浪" size=wide}\n宽图。\n:::'
    gallery = ":::: gallery {title=组图}\n" + wide + "\n\n" + wide + "\n::::"
    quote = "::: pullquote\n潮水每天来两次。\n:::"
    body = "\n\n".join(
        [SENTENCE * 5, wide, f"## 小标题\n\n{SENTENCE * 9}", quote, gallery, SENTENCE * 8, wide, wide, "完。"]
    )
    for number, kind in enumerate(["feature", "profile", "photo-essay"]):
        plan: list[dict[str, object]] = [{"kind": kind, "folio": 1, "pages": 6, "copy": ["a", "b"], "department": "甲"}]
        copy = {"a": write_copy(1, body), "b": write_copy(2, body)}
        pasteups, read = paste(write_issue(tmp_path / str(number), layout, plan, copy))
        for fit in [(), *(step.tokens for step in read.fit.tighter[1::6] if kind == "feature")]:
            tokens = tuple((dict(pasteups[0].tokens) | dict(fit) | {"pullquote": "block"}).items())
            run = set_once(replace(pasteups[0], tokens=tokens))
            assert not lost_characters(pasteups[0], page_texts(run)), kind
            assert run.findings == ()
        html = pasteups[0].html
        assert html.count('class="wide"') == 10
        assert html.count("<div") == html.count("</div")
    for file in read_layout_of(layout).stylesheets("print"):
        assert "column-span" not in file.read_text(encoding="utf-8")
