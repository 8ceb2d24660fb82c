"""Every kind of every layout sets what it is given: headlines, folios, blank pages, copyfit, and findings at their places."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

from pressroom.makeup.pasteup import Pasteup
from pressroom.read import Layout
from pressroom.report import LayoutError, Severity
from pressroom.run import Run
from tests.support.layouts import SENTENCE, luminance, paste, write_issue
from tests.support.paths import LAYOUTS
from tests.support.press import galley_of, set_fitted, set_once

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
        assert label not in re.findall(r"\d+", inner.replace("2020·01", ""))


@pytest.mark.parametrize(("layout", "articles", "shift"), [("base", 1, 1), ("base", 3, 0), ("chaoyong", 2, 1)])
def test_every_kind_sets_its_articles(tmp_path: Path, layout: str, articles: int, shift: int) -> None:
    pasteups, read = paste(all_kinds(tmp_path, layout, articles, shift))
    blank = dict(read.words)["blank"]
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


def one_feature(folder: Path, layout: str, characters: int, pages: int = 1) -> tuple[Pasteup, Layout]:
    body = "\n\n".join([SENTENCE * 4] * (characters // len(SENTENCE * 4)) + [SENTENCE])
    plan: list[dict[str, object]] = [{"kind": "feature", "folio": 1, "pages": pages, "copy": "a", "department": "甲"}]
    copy = f"---\nheadline: “渡口”的灯\ndeck: {SENTENCE}\n---\n{body}"
    pasteups, read = paste(write_issue(folder, layout, plan, {"a": copy}))
    return pasteups[0], read


@pytest.mark.parametrize("layout", ["base", "chaoyong"])
def test_copyfit_takes_the_first_setting_that_fits(tmp_path: Path, layout: str) -> None:
    pasteup, read = one_feature(tmp_path / "short", layout, 900)
    assert set_fitted(pasteup, read.fit).fit == ""
    pasteup, read = one_feature(tmp_path / "long", layout, 2300)
    run = set_fitted(pasteup, read.fit)
    assert run.overset is None
    assert run.fit in {step.name for step in read.fit.tighter[1:]}
    pasteup, read = one_feature(tmp_path / "too-long", layout, 4000)
    run = set_fitted(pasteup, read.fit)
    assert run.overset is not None
    assert run.overset.characters > 300


@pytest.mark.parametrize("layout", ["base", "chaoyong"])
def test_every_fit_has_whole_lines_and_whole_ems(layout: str) -> None:
    read = read_layout_of(layout)
    tokens = dict(read.tokens)
    block = read.height * MM - sum(float(tokens[side].removesuffix("mm")) for side in ("top", "bottom")) * MM
    across = read.width - sum(float(tokens[side].removesuffix("mm")) for side in ("inner", "outer", "gutter"))
    for setting in [{}, *(dict(step.tokens) for step in (*read.fit.tighter, *read.fit.looser))]:
        values = {name: float((tokens | setting)[name].removesuffix("pt")) for name in ("size", "leading")}
        lines, ems = block / values["leading"], across / 2 * MM / values["size"]
        assert lines - int(lines) < 0.05
        assert ems - int(ems) < 0.05


def read_layout_of(name: str) -> Layout:
    from pressroom.read.layout import read_layout
    from pressroom.report import Place

    return read_layout([LAYOUTS], name, Place(LAYOUTS))


@pytest.mark.parametrize("layout", ["base", "chaoyong"])
def test_running_head_names_the_article_on_later_pages_only(tmp_path: Path, layout: str) -> None:
    pasteup, _ = one_feature(tmp_path, layout, 2300, pages=3)
    run = set_once(pasteup)
    assert run.set_pages == 2
    heads = [strip_text(run, page, 0, 265, 210, 285) for page in range(2)]
    assert "甲" in heads[0]
    assert "渡口" not in heads[0]
    assert fold("“渡口”的灯") in heads[1]


@pytest.mark.parametrize("layout", ["base", "chaoyong"])
def test_words_are_in_the_sheet_and_not_in_templates(layout: str) -> None:
    for file in sorted((LAYOUTS / layout).rglob("*.html")):
        text = re.sub(r"\{#.*?#\}", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        own = re.sub(r'tokens\["part-[^"]*"', "", text)
        assert not re.search(r"[\u3400-\u9fff]", own), file.name


@pytest.mark.parametrize("layout", ["base", "chaoyong"])
def test_colours_can_be_read_on_white(layout: str) -> None:
    read = read_layout_of(layout)
    tokens = dict(read.tokens)
    assert len(read.palette) >= 10
    parts = [colour for name, colour in tokens.items() if name.startswith("part-")]
    for colour in [*read.palette, *dict(read.departments).values(), tokens["grey"], tokens["tide"], *parts]:
        assert 1.05 / (luminance(colour) + 0.05) >= 4.5, colour


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


def copied_layouts(folder: Path) -> Path:
    shutil.copytree(LAYOUTS, folder / "layouts")
    return folder / "layouts"


def test_unknown_field_in_a_template_is_found_at_its_line(tmp_path: Path) -> None:
    layouts = copied_layouts(tmp_path)
    file = layouts / "base" / "macros.html"
    lines = file.read_text(encoding="utf-8").split("\n")
    line = next(number for number, text in enumerate(lines) if "article.deck" in text)
    lines[line] = lines[line].replace("article.deck", "article.dek")
    file.write_text("\n".join(lines), encoding="utf-8")
    plan: list[dict[str, object]] = [{"kind": "feature", "folio": 1, "pages": 1, "copy": "a"}]
    with pytest.raises(LayoutError) as caught:
        paste(write_issue(tmp_path, "base", plan, {"a": write_copy(1)}), layouts)
    (finding,) = caught.value.report.findings
    assert (finding.place.file, finding.place.line) == (file, line + 1)
    assert "dek" in finding.message


def test_css_error_is_found_at_line_and_column(tmp_path: Path) -> None:
    layouts = copied_layouts(tmp_path)
    file = layouts / "chaoyong" / "print.css"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}\n.head {{\n  colour: red;\n}}\n", encoding="utf-8")
    pasteups, _ = paste(
        write_issue(
            tmp_path, "chaoyong", [{"kind": "feature", "folio": 1, "pages": 1, "copy": "a"}], {"a": write_copy(1)}
        ),
        layouts,
    )
    (finding,) = set_once(pasteups[0]).findings
    assert finding.severity == Severity.STOP
    assert (finding.place.file, finding.place.line, finding.place.column) == (file, text.count("\n") + 3, 3)


def test_tokens_of_a_fit_are_known() -> None:
    for layout in ("base", "chaoyong"):
        read = read_layout_of(layout)
        css = "".join(file.read_text(encoding="utf-8") for file in read.stylesheets("print"))
        for steps in (read.fit.tighter, read.fit.looser):
            for step in steps:
                assert {name for name, _ in step.tokens} <= dict(read.tokens).keys()
                assert all(f"var(--{name})" in css for name, _ in step.tokens)
            assert all(first.name != second.name for first, second in pairwise(steps))


def test_a_part_has_its_own_colour(tmp_path: Path) -> None:
    plan: list[dict[str, object]] = [
        {"kind": "feature", "folio": 1, "pages": 1, "copy": "a", "department": "甲", "part": "产"},
        {"kind": "feature", "folio": 2, "pages": 1, "copy": "b", "department": "甲"},
    ]
    pasteups, read = paste(write_issue(tmp_path, "chaoyong", plan, {"a": write_copy(1), "b": write_copy(2)}))
    assert f"--colour: {dict(read.tokens)['part-产']}" in pasteups[0].html
    assert f"--colour: {read.palette[0]}" in pasteups[1].html
    assert replace(pasteups[0], html="") != pasteups[0]
