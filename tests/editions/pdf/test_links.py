"""Names, links and bookmarks: each lies on its words and leads where it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pikepdf
import pytest

from pressroom.report import PressError
from pressroom.run import Run
from tests.support.bound import Bound, drawn
from tests.support.press import edition


def names_of(pdf: pikepdf.Pdf) -> dict[str, Any]:
    return dict(pikepdf.NameTree(pdf.Root.Names.Dests).items())


def test_every_article_and_every_page_has_a_name(bound: Bound, opened: pikepdf.Pdf) -> None:
    names = names_of(opened)
    pages = [page.obj.objgen for page in opened.pages]
    for slug, landing in bound.pulled.landings.items():
        assert names[slug][0].objgen == pages[landing.page]
    for index, page in enumerate(bound.pulled.pages):
        assert names[f"p.{page.label}"][0].objgen == pages[index]
    assert list(names) == sorted(names)


def test_every_link_lies_on_its_words_and_lands_on_its_headline(bound: Bound, opened: pikepdf.Pdf) -> None:
    names, pages = names_of(opened), [page.obj.objgen for page in opened.pages]
    titles = {article.slug: article.headline[0] for article in bound.pulled.issue.articles}
    listed = {article.slug: article.listed_as for article in bound.pulled.issue.articles}
    seen: Counter[str] = Counter()
    with drawn(bound.data) as pdf:
        for index, annotation in links(opened):
            left, bottom, right, top = map(float, annotation.Rect)
            assert left < right
            assert bottom < top
            words = pdf[index].get_textpage().get_text_bounded(left, bottom, right, top)
            assert words.strip(), "a link lies on words"
            name = str(annotation.Dest)
            place = names[name]
            if name not in titles:
                continue
            seen[name] += 1
            if index == 1:  # the contents page
                assert listed[name] in words
                assert str(annotation.Contents).endswith(words.strip().split()[-1])
            landed = pdf[pages.index(place[0].objgen)]
            x, y = float(place[2]), float(place[3])
            found = landed.get_textpage().get_text_bounded(x, y - 40, landed.get_width(), y)
            assert titles[name] in found
    assert seen == {"ferry": 2, "bridge": 2}


def links(pdf: pikepdf.Pdf) -> Iterator[tuple[int, Any]]:
    for index, page in enumerate(pdf.pages):
        for annotation in page.get("/Annots", ()):
            yield index, annotation


def test_a_link_that_leads_nowhere_stops_the_binding(bound: Bound) -> None:
    def forget(run: Run) -> Run:
        return replace(run, heads=tuple(head for head in run.heads if head.slug != "ferry"))

    with pytest.raises(PressError) as raised:
        edition("screen", bound.pulled.with_runs(forget))
    assert [(finding.check, "ferry" in finding.message) for finding in raised.value.report.findings] == [
        ("dangling-link", True),
        ("dangling-link", True),
    ]


def test_bookmarks_and_labels_follow_the_flatplan(bound: Bound, opened: pikepdf.Pdf) -> None:
    with opened.open_outline() as outline:
        found = [(item.title, [child.title for child in item.children]) for item in outline.root]
    assert found == [
        ("封面", []),
        ("目录", []),
        ("特写", ["最后一班渡轮 与对岸的灯"]),
        ("短讯", ["新桥试通车", "早市搬进顶棚"]),
        ("封底", []),
    ]
    assert [page.label for page in opened.pages] == [page.label for page in bound.pulled.pages]
