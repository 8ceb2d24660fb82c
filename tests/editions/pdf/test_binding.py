"""Binding: runs in, one file out whose pages are the runs' own, and whose links, names and tags hold."""

from __future__ import annotations

import io
import pickle
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Operator

from pressroom.composer import composing
from pressroom.editions.pdf.sharing import share_pictures
from pressroom.fonts import read_catalogue, subset_glyphs
from pressroom.fonts.subsets import _subset_anew
from pressroom.report import PressError
from pressroom.run import Run
from pressroom.setting.tagging import write_tagged
from tests.support.paths import GOOD, ROOT
from tests.support.press import Pulled, config_in, edition, lay_out, pull
from tests.support.tags import below, faults_of, kids_of, spots_of

LONG = "桥从北岸的滩涂上起步，跨过三道江汊，落在南岸的老码头边，一共用了二十六个月，江里的潮水一天也没有停过。" * 24
BRIDGE = f"""---
headline: 新桥试通车
---
桥长1,280米，双向{{.四.}}车道，[渡口](ferry)还在，{{_鲁迅_}}的{{~呐喊~}}与{{船闸|chuán zhá}}也在。

{LONG}

::: figure {{src=art/dot.png alt="桥头的红灯"}}
桥头也有一盏红灯。
:::

| 时段 | 车次 |
|------|------|
| 早 | 420 |
| 晚 |  |

> 江上的风，桥上的人。

1. 先过桥
2. 再坐船
"""
STYLE = """
blockquote { opacity: .5 }
td { transform: translate(1mm) }
.toc-entry { display: block }
@page { @top-center { content: "每页都有的书眉" } }
"""
CONTENTS = """{% extends "page.html" %}
{% block page %}
<h1>{{ words.contents }}</h1>
<div aria-hidden="true">纹样</div>
{% for section in contents %}{% for entry in section.entries %}
<p><a href="pressroom:{{ entry.article.slug }}"><span class="toc-entry">{{ entry.folio }} {{ entry.headline }}</span></a></p>
{% endfor %}{% endfor %}
{% endblock %}
"""


@dataclass(frozen=True)
class Bound:
    """A bound issue, and what it was bound of."""

    pulled: Pulled
    data: bytes


@pytest.fixture(scope="module")
def bound(tmp_path_factory: pytest.TempPathFactory) -> Bound:
    desk = tmp_path_factory.mktemp("binding")
    shutil.copytree(GOOD, desk, dirs_exist_ok=True)
    (desk / "issue/copy/bridge.md").write_text(BRIDGE, encoding="utf-8")
    plain = desk / "layouts/plain"
    (plain / "kinds/contents.html").write_text(CONTENTS, encoding="utf-8")
    with (plain / "print.css").open("a", encoding="utf-8") as sheet:
        sheet.write(STYLE)
    pulled = pull(desk / "issue", config_in(desk))
    return Bound(pulled, edition("screen", pulled))


@pytest.fixture
def opened(bound: Bound) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(bound.data)) as pdf:
        yield pdf


def pictures(data: bytes) -> Iterator[Any]:
    with drawn(data) as pdf:
        for page in pdf:
            yield page.render(scale=100 / 72).to_numpy()


@contextmanager
def drawn(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    pdf = pypdfium2.PdfDocument(data)
    try:
        yield pdf
    finally:
        pdf.close()


def test_every_page_looks_as_it_did_in_its_run(bound: Bound) -> None:
    set_pages = [picture for run in bound.pulled.runs for picture in pictures(run.pdf)]
    bound_pages = list(pictures(bound.data))
    assert len(bound_pages) == len(set_pages) == len(bound.pulled.pages)
    assert [i for i, (a, b) in enumerate(zip(set_pages, bound_pages, strict=True)) if not (a == b).all()] == []
    assert len({picture.tobytes() for picture in bound_pages}) > 4, "the pages are not all alike"


def test_the_file_is_sound(opened: pikepdf.Pdf) -> None:
    assert opened.check_pdf_syntax() == []


def test_every_face_is_embedded_once(bound: Bound, opened: pikepdf.Pdf) -> None:
    families = Counter(str(item.FontFamily) for item in opened.objects if is_a(item, "FontDescriptor"))
    in_runs: Counter[str] = Counter()
    for run in bound.pulled.runs:
        with pikepdf.open(BytesIO(run.pdf)) as pdf:
            in_runs.update({str(item.FontFamily) for item in pdf.objects if is_a(item, "FontDescriptor")})
    assert set(families) == set(in_runs)
    assert set(families.values()) == {1}
    assert max(in_runs.values()) > 1, "several runs use a face"
    programs = [item for item in opened.objects if isinstance(item, pikepdf.Stream) and "/Length1" in item]
    assert len(programs) == len(families)


def test_every_picture_stands_in_the_file_once(bound: Bound, opened: pikepdf.Pdf) -> None:
    in_runs = 0
    for run in bound.pulled.runs:
        with pikepdf.open(BytesIO(run.pdf)) as pdf:
            in_runs += sum(is_picture(item) for item in pdf.objects)
    in_file = [item for item in opened.objects if is_picture(item)]
    assert in_runs > len(in_file)
    bodies = Counter((bytes(item.read_raw_bytes()), int(item.Width), "/SMask" in item) for item in in_file)
    assert set(bodies.values()) == {1}


def is_a(item: Any, name: str) -> bool:
    return isinstance(item, Dictionary) and item.get("/Type") == f"/{name}"


def is_picture(item: Any) -> bool:
    return isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"


def test_same_pictures_with_other_masks_stay_apart() -> None:
    pdf = pikepdf.new()

    def picture(mask: bytes, **more: Any) -> Any:
        soft = pdf.make_stream(mask, Subtype=Name.Image, Width=2, Height=1)
        return pdf.make_stream(b"same", Subtype=Name.Image, Width=2, Height=1, SMask=soft, **more)

    images = [picture(b"aa"), picture(b"aa"), picture(b"bb"), picture(b"aa", StructParents=3)]
    for image in images:
        page = pdf.add_blank_page()
        page.obj.Resources = pdf.make_indirect(Dictionary(XObject=Dictionary(i=image)))
    share_pictures(pdf)
    used = [page.Resources.XObject.i.objgen for page in pdf.pages]
    assert used[0] == used[1]
    assert len(set(used)) == 3
    masks = {page.Resources.XObject.i.SMask.objgen for page in pdf.pages}
    assert len(masks) == 2


def test_the_file_is_hardly_larger_than_one_document_of_all_slots(bound: Bound) -> None:
    documents = [lay_out(pasteup, run) for pasteup, run in bound.pulled.parts]
    pages = [page for document in documents for page in document.pages]
    with composing():
        single = write_tagged(documents[0].copy(pages))
    assert len(bound.data) <= 1.1 * len(single)


def test_bytes_do_not_hang_on_chance(bound: Bound, tmp_path: Path) -> None:
    assert edition("screen", bound.pulled) == bound.data
    (tmp_path / "pulled").write_bytes(pickle.dumps(bound.pulled))
    script = (
        "import pickle, sys, pathlib; from tests.support.press import edition;"
        "sys.stdout.buffer.write(edition('screen', pickle.loads(pathlib.Path(sys.argv[1]).read_bytes())))"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "pulled")]
    environment = {"PYTHONHASHSEED": "77", "TZ": "Asia/Shanghai", "PYTHONPATH": str(ROOT)}
    again = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, check=True)
    assert again.stdout == bound.data


# ---- places and links ----


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
        ("特写", ["渡轮 最后一班渡轮 与对岸的灯"]),
        ("短讯", ["新桥试通车", "早市搬进顶棚"]),
    ]
    assert [page.label for page in opened.pages] == [page.label for page in bound.pulled.pages]


# ---- tags ----


def test_the_tree_of_tags_is_sound(opened: pikepdf.Pdf) -> None:
    assert faults_of(opened) == []


def drop_kid(pdf: pikepdf.Pdf) -> None:
    section = pdf.Root.StructTreeRoot.K[0].K[2]
    del section.K[0]


def swap_parents(pdf: pikepdf.Pdf) -> None:
    branches = next(
        item for item in pdf.Root.StructTreeRoot.ParentTree.Nums if isinstance(item, Array) and len(item) > 1
    )
    branches[0], branches[-1] = branches[-1], branches[0]


def unmark(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[2]
    commands = [
        (operands, operator)
        for operands, operator in pikepdf.parse_content_stream(page)
        if operator not in (Operator("BDC"), Operator("BMC"), Operator("EMC"))
    ]
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(commands))


def same_key(pdf: pikepdf.Pdf) -> None:
    pdf.pages[2].obj.StructParents = pdf.pages[3].obj.StructParents


def lose_link(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[2].Annots[0]


@pytest.mark.parametrize("breach", [drop_kid, swap_parents, unmark, same_key, lose_link], ids=lambda b: b.__name__)
def test_the_checker_of_tags_catches_a_planted_breach(breach: Callable[[pikepdf.Pdf], None], bound: Bound) -> None:
    with pikepdf.open(BytesIO(bound.data)) as pdf:
        breach(pdf)
        assert faults_of(pdf)


def elements_of(pdf: pikepdf.Pdf) -> list[Any]:
    return list(below(pdf.Root.StructTreeRoot.K[0]))


def pages_of(pdf: pikepdf.Pdf, element: Any) -> list[int]:
    """The pages that an element's own pieces stand on."""
    pages = [page.obj.objgen for page in pdf.pages]
    places = [stream for stream, _ in spots_of(element)]
    return [pages.index(place) for place in places if place in pages]


def test_sections_stand_in_the_order_of_the_flatplan(bound: Bound, opened: pikepdf.Pdf) -> None:
    sections = list(opened.Root.StructTreeRoot.K[0].K)
    assert [str(section.S) for section in sections] == ["/Sect"] * len(bound.pulled.runs)
    assert [str(section.T) for section in sections] == ["C1", "1", "特写 2", "短讯 4", "C4"]
    firsts = [min((p for e in below(section) for p in pages_of(opened, e)), default=-1) for section in sections]
    known = [first for first in firsts if first >= 0]
    assert known == sorted(known)


def test_what_the_copy_says_is_in_the_tree(opened: pikepdf.Pdf) -> None:
    elements = elements_of(opened)
    roles = Counter(str(element.S) for element in elements)
    alternatives = {str(element.Alt) for element in elements if element.S == "/Figure"}
    assert {"一道浪", "一个红点", "桥头的红灯"} <= alternatives
    assert all("/Alt" in element and "/BBox" in element.A for element in elements if element.S == "/Figure")
    assert [str(element.A.Scope) for element in elements if element.S == "/TH"] == ["/Column", "/Column"]
    assert (roles["/TR"], roles["/TD"]) == (3, 4), "an empty cell is a cell too"
    assert (roles["/L"] >= 1, roles["/LI"] >= 2, roles["/BlockQuote"]) == (True, True, 1)
    assert str(opened.Root.Lang) == "zh-CN"
    assert bool(opened.Root.MarkInfo.Marked)


def test_a_paragraph_that_runs_over_a_page_is_one(opened: pikepdf.Pdf) -> None:
    crossing = [e for e in elements_of(opened) if e.S == "/P" and len(set(pages_of(opened, e))) > 1]
    assert len(crossing) == 1


def test_text_in_a_group_is_tagged_where_it_stands(opened: pikepdf.Pdf) -> None:
    (quote,) = (element for element in elements_of(opened) if element.S == "/BlockQuote")
    kids = [kid for element in below(quote) for kid in kids_of(element)]
    assert any(isinstance(kid, Dictionary) and "/Stm" in kid for kid in kids)


def test_furniture_is_no_part_of_the_tree(opened: pikepdf.Pdf) -> None:
    furniture = 0
    for page in opened.pages:
        inside = []
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) in ("BMC", "BDC"):
                inside.append(operands[0] == "/Artifact")
            elif str(operator) == "EMC":
                inside.pop()
            elif str(operator) in ("TJ", "Tj") and any(inside):
                furniture += 1
    assert furniture >= 6, "folios, running heads and what is hidden"


def test_a_small_subset_draws_what_the_face_draws() -> None:
    catalogue = read_catalogue([ROOT / "fonts"])
    for face in catalogue.faces:
        with TTFont(face.path, lazy=True) as font:
            count = font["maxp"].numGlyphs
        glyphs = range(3, count, max(count // 60, 1))
        with (
            TTFont(io.BytesIO(subset_glyphs(face, glyphs))) as quick,
            TTFont(io.BytesIO(_subset_anew(face, glyphs))) as slow,
        ):
            quick_names, slow_names = quick.getGlyphOrder(), slow.getGlyphOrder()
            for glyph in (0, *glyphs):
                one, other = quick_names[glyph], slow_names[glyph]
                assert quick["glyf"][one].getCoordinates(quick["glyf"]) == slow["glyf"][other].getCoordinates(
                    slow["glyf"]
                )
                assert quick["hmtx"][one] == slow["hmtx"][other]
