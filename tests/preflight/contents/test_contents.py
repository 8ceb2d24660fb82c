"""The proof of the contents: sound issues pass, and whatever disagrees in a finished file is found and named."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from pressroom.preflight.contents import Audit, prove_contents
from pressroom.preflight.contents.folding import fold, read_label
from tests.support.paths import GOOD
from tests.support.press import build, config_in, pull, read, write_edition


@pytest.fixture(scope="module")
def pressed(tmp_path_factory):
    """The good little issue with running heads, finished."""
    desk = tmp_path_factory.mktemp("pressed") / "desk"
    shutil.copytree(GOOD, desk)
    add_running_heads(desk)
    press(desk)
    return desk


@pytest.fixture
def copied(pressed, tmp_path):
    """The same, to tamper with."""
    shutil.copytree(pressed, tmp_path / "desk")
    return tmp_path / "desk"


def press(desk: Path) -> None:
    """Set an issue and write its drafts, whatever anybody thinks of them."""
    pulled = pull(desk / "issue", config_in(desk))
    write_edition("screen", pulled, desk / "issue.screen.pdf")
    write_edition("epub", pulled, desk / "issue.epub")


def prove(desk: Path) -> Audit:
    issue, _ = read(desk / "issue", config_in(desk))
    return prove_contents(issue, desk / "issue.screen.pdf", desk / "issue.epub")


def wrong(desk: Path) -> dict[str, dict[str, str]]:
    """What disagrees: by the name of the row, what the sources say that do."""
    return {row.name: {cell.source: cell.says for cell in row.wrong} for row in prove(desk).rows if not row.agrees}


def change(file: Path, *pairs: tuple[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


def template(desk: Path, name: str) -> Path:
    return desk / "layouts" / "plain" / name


def add_running_heads(desk: Path) -> None:
    change(template(desk, "page.html"), ("<body ", '<body data-department="{{ slot.department }}" '))
    css = "body { string-set: department attr(data-department) }\n@page { @top-left { content: string(department) } }\n"
    with template(desk, "print.css").open("a", encoding="utf-8") as file:
        file.write(css)


def test_a_sound_issue_agrees_in_every_source(pressed):
    audit = prove(pressed)
    assert audit.findings == ()
    said = [(row.name, row.plan, {cell.source: cell.says for cell in row.cells}) for row in audit.articles]
    assert said == [
        ("渡轮", "2", dict.fromkeys(("contents page", "link", "headline", "bookmark", "EPUB"), "2")),
        ("新桥试通车", "4", dict.fromkeys(("contents page", "link", "headline", "bookmark", "EPUB"), "4")),
        ("早市搬进顶棚", "4–6", dict.fromkeys(("headline", "bookmark", "EPUB"), "4")),
    ]
    assert [row.name for row in audit.departments] == ["特写", "短讯"]
    third = {cell.source: cell.says for cell in audit.pages[2].cells}
    assert third == {"page label": "2", "printed folio": "2", "running head": "特写", "EPUB list": "2"}
    assert "渡轮" in audit.table


def test_what_is_not_there_is_not_asked(pressed):
    issue, _ = read(pressed / "issue", config_in(pressed))
    book = prove_contents(issue, None, pressed / "issue.epub")
    assert {cell.source for row in book.rows for cell in row.cells} == {"EPUB", "EPUB list"}
    paper = prove_contents(issue, pressed / "issue.screen.pdf", None)
    assert "EPUB" not in paper.table
    assert not book.findings
    assert not paper.findings


# What a layout can get wrong: set anew.


def test_a_wrong_folio_on_the_contents_page(copied):
    change(template(copied, "kinds/contents.html"), ("{{ entry.folio }}", "{{ entry.folio | int + 1 }}"))
    press(copied)
    assert wrong(copied) == {"渡轮": {"contents page": "3"}, "新桥试通车": {"contents page": "5"}}


def test_one_wrong_folio_among_right_ones(copied):
    change(
        template(copied, "kinds/contents.html"), ("{{ entry.folio }}", "{{ 6 if entry.folio == '4' else entry.folio }}")
    )
    press(copied)
    assert wrong(copied) == {"新桥试通车": {"contents page": "6"}}


def test_a_contents_page_without_folio_or_without_entry(copied):
    page = template(copied, "kinds/contents.html")
    change(page, ("{{ entry.folio }}", "{{ entry.folio if entry.folio == '2' }}"))
    press(copied)
    assert wrong(copied) == {"新桥试通车": {"contents page": "no number"}}
    change(page, ("{% for entry in section.entries %}", "{% for entry in section.entries if entry.folio != '4' %}"))
    press(copied)
    assert wrong(copied) == {"新桥试通车": {"contents page": "not listed"}}


def test_a_headline_that_moved_a_page_though_words_like_it_stayed(copied):
    style = '<p>{{ article.title }}早已写过。</p><p style="break-before: page"></p><h1 '
    change(
        template(copied, "kinds/story.html"),
        ("<h1 ", f"{{% if slot.folio == 2 %}}{style}{{% else %}}<h1 {{% endif %}}"),
    )
    press(copied)
    said = wrong(copied)
    assert said["渡轮"]["headline"] == "3"
    assert set(said) == {"渡轮"}


def test_a_mention_elsewhere_is_no_headline(copied):
    text = copied / "issue" / "copy" / "bridge.md"
    text.write_text(
        text.read_text(encoding="utf-8") + "\n见《最后一班渡轮与对岸的灯》。\n\n**最后一班渡轮 与对岸的灯**\n",
        encoding="utf-8",
    )
    press(copied)
    assert wrong(copied) == {}


def test_the_running_head_of_another_department(copied):
    change(template(copied, "page.html"), ("{{ slot.department }}", "{{ '短讯' if slot.department else '' }}"))
    press(copied)
    assert wrong(copied) == {"p. 2": {"running head": "短讯"}, "p. 3": {"running head": "短讯"}}


def test_printed_folios_that_are_off(copied):
    change(
        template(copied, "print.css"),
        ("content: counter(page) }", "content: counter(page) }\n  @top-right { content: '2020' }"),
    )
    press(copied)
    assert wrong(copied) == {}
    change(
        template(copied, "kinds/story.html"),
        ("{% block page %}", '{% block page %}<style>@page :left { @bottom-center { content: "9" } }</style>'),
    )
    press(copied)
    assert wrong(copied) == {f"p. {label}": {"printed folio": "9"} for label in "24"}


def test_a_link_of_the_contents_page_to_another_article(copied):
    change(template(copied, "kinds/contents.html"), ("pressroom:{{ entry.article.slug }}", "pressroom:bridge"))
    press(copied)
    assert wrong(copied) == {"渡轮": {"link": "4"}}


# What a press could get wrong: finished files tampered with.


def tamper(file: Path, deed: Callable[[pikepdf.Pdf], None]) -> None:
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        deed(pdf)
        pdf.save(file)


def test_a_bookmark_off_by_one(copied):
    def deed(pdf: pikepdf.Pdf) -> None:
        with pdf.open_outline() as outline:
            outline.root[2].children[0].destination = pikepdf.make_page_destination(pdf, 3)
            outline.root[3].destination = pikepdf.make_page_destination(pdf, 3)
            del outline.root[3].children[1]

    tamper(copied / "issue.screen.pdf", deed)
    assert wrong(copied) == {
        "渡轮": {"bookmark": "3"},
        "早市搬进顶棚": {"bookmark": "none"},
        "短讯": {"bookmark": "3"},
    }


def test_a_range_of_labels_that_is_off(copied):
    def deed(pdf: pikepdf.Pdf) -> None:
        pdf.Root.PageLabels.Nums[3].St = 2

    tamper(copied / "issue.screen.pdf", deed)
    assert wrong(copied) == {f"p. {n}": {"page label": str(n + 1)} for n in range(1, 7)}


def test_a_page_too_many_and_a_page_too_few(copied):
    book = copied / "issue.screen.pdf"
    tamper(book, lambda pdf: pdf.pages.append(pdf.pages[-1]))
    assert len(wrong(copied)) == 1
    tamper(book, lambda pdf: [pdf.pages.remove(p=8) for _ in range(2)])
    assert wrong(copied)["p. C4"] == {"page label": "no page"}


def test_a_link_below_its_headline(copied):
    def deed(pdf: pikepdf.Pdf) -> None:
        for annotation in pdf.pages[1].Annots:
            annotation.Dest = pikepdf.Array([pdf.pages[2].obj, pikepdf.Name.XYZ, 0, 60, 0])

    tamper(copied / "issue.screen.pdf", deed)
    assert wrong(copied) == {"渡轮": {"link": "2, below the headline"}, "新桥试通车": {"link": "2"}}


def test_a_link_that_nobody_can_click(copied):
    def deed(pdf: pikepdf.Pdf) -> None:
        left, bottom, _, top = pdf.pages[1].Annots[0].Rect
        pdf.pages[1].Annots[0].Rect = pikepdf.Array([left, bottom, left, top])

    tamper(copied / "issue.screen.pdf", deed)
    assert wrong(copied) == {"渡轮": {"link": "none"}}


def rewrite(book: Path, name: str, deed: Callable[[str], str]) -> None:
    """Change one document of an EPUB."""
    with zipfile.ZipFile(book) as archive:
        files = [(item, archive.read(item)) for item in archive.namelist()]
    with zipfile.ZipFile(book, "w") as archive:
        for item, data in files:
            text = deed(data.decode()).encode() if item.endswith(name) else data
            assert not item.endswith(name) or text != data
            archive.writestr(item, text)


BOOK_FAULTS: dict[str, tuple[str, Callable[[str], str], dict[str, dict[str, str]]]] = {
    "a page is missing": (
        "page_contents.xhtml",
        lambda text: re.sub(r'<li><a href="[^"]*">3</a></li>', "", text),
        {"p. 3": {"EPUB list": "missing"}},
    ),
    "a page leads elsewhere": (
        "page_contents.xhtml",
        lambda text: text.replace("#page-3", "#page-2"),
        {"p. 3": {"EPUB list": "leads to 2"}},
    ),
    "a page stands twice": (
        "page_contents.xhtml",
        lambda text: re.sub(r'(<li><a href="[^"]*">3</a></li>)', r"\1\1", text),
        {"p. 3": {"EPUB list": "2 times"}},
    ),
    "a page that is not": (
        "page_contents.xhtml",
        lambda text: re.sub(r'(<li><a href="[^"]*">)3(</a></li>)', r"\g<1>3\2\g<1>33\2", text),
        {"p. 33": {"EPUB list": "33"}},
    ),
    "the mark of a page has another label": (
        "ferry.xhtml",
        lambda text: text.replace('aria-label="2"', 'aria-label="1"'),
        {"p. 2": {"EPUB list": "leads to 1"}, "渡轮": {"EPUB": "1"}},
    ),
    "an article is not in the contents": (
        "page_contents.xhtml",
        lambda text: re.sub(r'<li><a href="market.xhtml">[^<]*</a></li>', "", text),
        {"早市搬进顶棚": {"EPUB": "not listed"}},
    ),
    "an article leads to another": (
        "page_contents.xhtml",
        lambda text: text.replace('href="market.xhtml">早', 'href="ferry.xhtml">早'),
        {"早市搬进顶棚": {"EPUB": "no headline there"}},
    ),
}


@pytest.mark.parametrize("fault", BOOK_FAULTS)
def test_faults_of_the_book(copied, fault):
    name, deed, expected = BOOK_FAULTS[fault]
    rewrite(copied / "issue.epub", name, deed)
    assert wrong(copied) == expected


def test_findings_stand_side_by_side_and_each_at_its_place(copied):
    rewrite(copied / "issue.epub", *BOOK_FAULTS["a page is missing"][:2])
    tamper(copied / "issue.screen.pdf", lambda pdf: pdf.Root.PageLabels.Nums[3].__setitem__("/St", 2))
    first, *others = prove(copied).findings
    assert first.message == "the sources disagree about 6 pages"
    assert first.hint.splitlines()[0].split() == [
        "flatplan",
        "page",
        "label",
        "printed",
        "folio",
        "running",
        "head",
        "EPUB",
        "list",
    ]
    assert first.hint.splitlines()[3].split() == ["p.", "3", "3", "4", "✗", "3", "特写", "missing", "✗"]
    assert [finding.place.line for finding in others] == [7, 8, 8, 9, 9, 9]
    assert others[2].message == "'p. 3' is planned on 3, but page label: 4, EPUB list: missing"
    assert all(finding.severity == 2 for finding in (first, *others))


def test_a_disagreement_stops_the_build(copied):
    change(template(copied, "kinds/contents.html"), ("{{ entry.folio }}", "{{ entry.folio | int + 1 }}"))
    report, files = build(copied / "issue", config_in(copied), copied / "out", ["screen", "epub"])
    assert {finding.check for finding in report.findings if finding.severity == 2} == {"contents-disagree"}
    assert files == ()
    assert not list((copied / "out").glob("*")) or not list((copied / "out" / "issue").glob("*"))


# Contents pages and headlines in other manners: none is a false alarm, and a wrong folio is found in each.

MANNERS = {
    "behind": '<p><a href="pressroom:{{ entry.article.slug }}">{{ entry.headline }}…… P{{ FOLIO }}</a></p>',
    "far behind": '<table style="width: 100%"><tr><td><a href="pressroom:{{ entry.article.slug }}">{{ entry.headline }}</a></td><td style="text-align: right">{{ FOLIO }}</td></tr></table>',
    "above": '<p style="font-size: 20pt; line-height: 30pt">{{ FOLIO }}</p><p><a href="pressroom:{{ entry.article.slug }}">{{ entry.headline }}</a></p>',
    "below": '<p><a href="pressroom:{{ entry.article.slug }}">{{ entry.headline }}</a></p><p>第{{ FOLIO }}页</p><p>&#160;</p>',
    "padded": '<p><a href="pressroom:{{ entry.article.slug }}">0{{ FOLIO }}／{{ entry.headline }}</a></p>',
    "in columns": '<p style="display: inline-block; width: 40mm"><a href="pressroom:{{ entry.article.slug }}"><span style="display: inline-block; width: 12mm">{{ FOLIO }}</span>{{ entry.headline }}</a></p>',
}


def lay_contents(desk: Path, entry: str) -> None:
    template(desk, "kinds/contents.html").write_text(
        '{% extends "page.html" %}{% block page %}<h1>{{ words.contents }} {{ issue.number }}</h1>'
        f"{{% for section in contents %}}{{% for entry in section.entries %}}{entry}{{% endfor %}}{{% endfor %}}{{% endblock %}}",
        encoding="utf-8",
    )


@pytest.mark.parametrize("manner", MANNERS)
def test_folios_in_every_manner(copied, manner):
    lay_contents(copied, MANNERS[manner].replace("FOLIO", "entry.folio"))
    press(copied)
    assert wrong(copied) == {}
    lay_contents(copied, MANNERS[manner].replace("FOLIO", "(6 if entry.folio == '4' else entry.folio)"))
    press(copied)
    assert wrong(copied) == {"新桥试通车": {"contents page": "6"}}


def test_headlines_with_readings_capitals_figures_and_the_same_words_twice(copied):
    issue = copied / "issue"
    for slug, headline in (("bridge", "12座桥 The River's Edge"), ("market", "早市"), ("ferry", "早市")):
        file = issue / "copy" / f"{slug}.md"
        text = re.sub(r"(?m)^headline:.*(\n +- .*)*$", f"headline: {headline}", file.read_text(encoding="utf-8"))
        file.write_text(re.sub(r"(?m)^short_headline:.*\n", "", text), encoding="utf-8")
    change(issue / "issue.yaml", ("note: 等2则", "contents: all"))
    change(
        template(copied, "kinds/story.html"),
        (
            "{{ article.title }}</h1>",
            '{% for sign in article.title %}{{ sign }}{% if sign == "桥" %}<span style="font-size: 4pt">qiao</span>{% endif %}{% endfor %}</h1>',
        ),
    )
    with template(copied, "print.css").open("a", encoding="utf-8") as file:
        file.write("h1 { font-size: 16pt; line-height: 20pt; text-transform: uppercase }\n")
    press(copied)
    assert wrong(copied) == {}
    assert [(row.name, row.plan) for row in prove(copied).articles] == [
        ("早市", "2"),
        ("12座桥 The River's Edge", "4"),
        ("早市", "4"),
    ]
    listed = next(row for row in prove(copied).articles if row.plan == "4" and row.name == "早市")
    assert {cell.source: cell.says for cell in listed.cells}["contents page"] == "4"


def test_entries_without_a_number(copied):
    change(copied / "issue" / "issue.yaml", ("note: 等2则", "contents: unnumbered"))
    press(copied)
    assert wrong(copied) == {}
    change(template(copied, "kinds/contents.html"), ("{{ entry.folio }}", "{{ entry.folio or 5 }}"))
    press(copied)
    assert wrong(copied) == {"新桥试通车": {"contents page": "5"}}


def test_an_issue_without_a_contents_page(copied):
    change(copied / "issue" / "issue.yaml", ("{kind: contents, folio: 1}", "{kind: back-cover, folio: 1}"))
    press(copied)
    assert wrong(copied) == {}


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        *[("12", "12"), ("- 012 -", "12"), ("第12页", "12"), ("P.12", "12"), ("１２", "12"), ("xii", "xii")],
        *[("A12", "a12"), ("C4", "c4"), ("2021·01", ""), ("等", ""), ("", ""), ("No.8", ""), ("12345", "")],
    ],
)
def test_labels_are_read_as_people_read_them(printed, label):
    assert read_label(printed) == label


def test_text_is_compared_without_marks_widths_and_capitals():
    assert fold("“一带一路” ＡＢ-c\u00ad\n１") == fold("「一带一路」abC1")
