"""The contents page of every layout lists everything with its folio."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.layouts import characters_outside, fold, page_texts, write_issue
from tests.support.press import paste, set_fitted


@pytest.mark.parametrize("layout", ["base", "chaoyong"])
@pytest.mark.parametrize(("entries", "pages"), [(1, 1), (6, 2), (60, 3)])
def test_contents_page_lists_everything_with_its_folio(tmp_path: Path, layout: str, entries: int, pages: int) -> None:
    plan: list[dict[str, object]] = [{"kind": "contents", "folio": 1, "pages": pages}]
    bodies: dict[str, str] = {}
    for number in range(entries):
        slug, department = f"a{number}", f"栏目{'甲乙丙丁戊己'[number % 60 // 10]}"
        part = {"part": "山" if number % 10 < 5 else "水"} if 10 <= number < 20 else {}
        plan.append(
            {"kind": "feature", "folio": number + 1 + pages, "pages": 1, "copy": slug, "department": department, **part}
        )
        if number == 3:
            plan[-1]["contents"] = "unnumbered"
        headline = "2020个日夜" if number % 7 == 5 else f"{'很长的标题写到两行还没有写完' * (number % 3)}其{number:02d}"
        bodies[slug] = f"---\nheadline: {headline}号{number}\n{'kicker: 眉题' if number % 4 == 0 else ''}\n---\n一句。"
    pasteups, read = paste(write_issue(tmp_path, layout, plan, bodies))
    run = set_fitted(pasteups[0], read.fit)
    assert run.findings == ()
    assert run.overset is None
    text = "".join(page_texts(run)[: run.set_pages])
    for pasteup in pasteups[1:]:
        article, folio = pasteup.slot.articles[0], pasteup.slot.folio
        assert f'href="pressroom:{article.slug}"' in pasteups[0].html
        spots = [found.start() for found in re.finditer(re.escape(fold(article.title)), text)]
        assert spots
        near = [text[max(spot - 60, 0) : spot + len(article.title) + 60] for spot in spots]
        if pasteup.slot.listing == "numbered":
            assert any(re.search(rf"(?<!\d){folio}(?!\d)", part) for part in near)
    assert list(characters_outside(run, 5)) == []
