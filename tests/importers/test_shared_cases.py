"""Scans that failed once, and whole periodicals: each comes out as its README says. They lie beside the repository."""

from __future__ import annotations

import csv

import pytest

from pressroom.importers.ocr import import_scan
from pressroom.importers.orders import ImportOrder, import_issue
from pressroom.importers.verdict import Verdict
from pressroom.report import SourceError
from tests.support.paths import SHARED
from tests.support.press import read

CASES = SHARED / "cases" / "scans"
PERIODICALS = SHARED / "cases" / "periodicals"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not at hand")

HEADLINES = ["磨坊换了主人", "桥下的集市", "夜里的灯", "给河水写信", "井台旧事"]
AUTHORS = ["林远", "周小满", "何立", "赵青禾", "孙井生"]
FIVE = (
    "02-authors-on-contents/slash.txt", "02-authors-on-contents/tabs.txt", "03-folios-in-brackets/han.txt",
    "03-folios-in-brackets/round.txt", "04-model-markdown/scan.md", "06-contents-in-html-table/scan.md",
    "08-contents-at-the-end/scan.txt", "10-bare-bylines/marks.txt", "10-bare-bylines/scan.txt",
)  # fmt: skip
NAMED = ("02", "04", "06", "10")


def blocks_of(copy: str) -> list[str]:
    return copy.strip().split("\n\n")


@pytest.mark.parametrize("case", FIVE)
def test_five_articles(case, tmp_path):
    result = import_scan(CASES / case, tmp_path / "issue")
    issue, _ = read(tmp_path / "issue")
    assert {slot.folio: slot.articles[0].title for slot in issue.flatplan if slot.articles} == dict(
        zip((4, 8, 12, 17, 22), HEADLINES, strict=True)
    )
    for article, author in zip(issue.articles, AUTHORS, strict=True):
        paragraphs = [block for block in blocks_of(article.copy) if block[0] not in ":|"]
        assert len(paragraphs) == (1 if article.title == "桥下的集市" and case.startswith("04") else 2)
        assert not [block for block in blocks_of(article.copy) if block.startswith("#")]
        if case.startswith(NAMED):
            (name,) = (name for credit in article.bylines for name in credit.names)
            assert author in name
    assert result.verdict is Verdict.SOUND


def test_brackets_of_bylines_are_kept(tmp_path):
    import_scan(CASES / "10-bare-bylines" / "marks.txt", tmp_path / "issue")
    issue, _ = read(tmp_path / "issue")
    names = [credit.names[0] for article in issue.articles for credit in article.bylines]
    assert names[3:] == ["[清] 赵青禾", "孙井生（某某大学中文系）"]


def test_hard_lines(tmp_path):
    import_scan(CASES / "01-hard-lines" / "scan.txt", tmp_path / "issue")
    issue, _ = read(tmp_path / "issue")
    assert [slot.folio for slot in issue.flatplan if slot.articles] == [4, 6, 8]
    assert [len(blocks_of(article.copy)) for article in issue.articles] == [3, 2, 2]
    assert not [mark for mark in ("##", ":::") for article in issue.articles if mark in article.copy]


def test_marks_of_a_model(tmp_path):
    import_scan(CASES / "04-model-markdown" / "scan.md", tmp_path / "issue")
    issue, _ = read(tmp_path / "issue")
    mill, market, lamp, *_ = (article.copy for article in issue.articles)
    assert "::: figure\n图1老磨坊的水轮\n:::" in mill
    assert "3.2m" in mill
    assert "40%" in mill
    assert "集散得也快。" in market
    assert "| 日子 | 摊位 |\n| --- | --- |\n| 初五 | 41 |\n| 初十 | 56 |" in market
    assert "::: figure\n图2装灯的下午\n:::" in lamp
    said = "".join(article.copy for article in issue.articles)
    assert not [mark for mark in ("<", "$", "\\", "![", "{8}", "sup", "[1]") if mark in said]


def test_a_decomposed_accent_is_composed(tmp_path):
    import_scan(CASES / "05-decomposed-accent" / "scan.txt", tmp_path / "issue")
    said = "".join(file.read_text(encoding="utf-8") for file in (tmp_path / "issue" / "copy").iterdir())
    assert "M\u00fcller" in said
    assert "\u0308" not in said


def test_a_periodical_in_english(tmp_path):
    (source,) = PERIODICALS.glob("scientific-american-supplement-*.txt")
    result = import_scan(source, tmp_path / "issue")
    issue, _ = read(tmp_path / "issue")
    assert (issue.magazine.title, issue.number, issue.date) == ("Scientific American Supplement", "561", "1886-10-02")
    assert issue.magazine.language == "en"
    assert len(issue.articles) == 24
    assert result.figures.found >= 23
    assert result.figures.share > 0.99
    by_title = {article.listed_as.upper(): article for article in issue.articles}
    assert [c.names for c in by_title["COMBUSTION, FIRE BOXES, AND STEAM BOILERS"].bylines] == [("JOHN A. COLEMAN.",)]


GIRLS = (
    ("1", "Merle's Crusade"), ("4", "The Amateur Church Organist"), ("5", "Every Girl a Business Woman"), ("8", "Varieties"),
    ("9", "The Shepherd's Fairy"), ("12", "Fashionable Embroidery"), ("14", "Romance"), ("15", "Answers to Correspondents"),
    ("16", "Autumn"),
)  # fmt: skip


@pytest.mark.parametrize("folios", [True, False])
def test_a_periodical_without_a_contents_page(folios, tmp_path):
    (source,) = PERIODICALS.glob("girls-own-paper-*.txt")
    with pytest.raises(SourceError, match="no contents page"):
        import_issue([source], tmp_path / "refused")
    typed = tmp_path / "contents.csv"
    with typed.open("w", encoding="utf-8", newline="") as opened:
        rows = [("folio", "headline"), *GIRLS] if folios else [(headline,) for _, headline in GIRLS]
        csv.writer(opened).writerows(rows)
    result = import_issue([source], tmp_path / "issue", ImportOrder(contents=typed))
    assert (result.figures.found, result.figures.printed) == (9, 9)
    assert result.verdict is Verdict.SOUND
    issue, _ = read(tmp_path / "issue")
    assert [credit.names for credit in issue.articles[0].bylines] == [("ROSA NOUCHETTE CAREY",)]


def test_a_newspaper_page_is_refused_with_the_reason(tmp_path):
    (source,) = PERIODICALS.glob("*.alto.xml")
    with pytest.raises(SourceError, match="no contents page was found"):
        import_issue([source], tmp_path / "issue")
