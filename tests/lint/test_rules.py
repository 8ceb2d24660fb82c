"""Planted defects are found, each by its own rule, and clean pages have no finding."""

from __future__ import annotations

import re

import pikepdf
import pytest

from pressroom.lint import RULES, Rule, lint_pdf, render_report
from pressroom.lint.registry import rule as register
from tests.support.handset import (
    LATIN,
    broken,
    clean,
    failed,
    faults,
    half,
    han,
    page_of,
    page_of_letters,
    paragraph,
    solid_lines,
    spaced,
    write_pdf,
)
from tests.support.paths import ROOT

#: For each rule the lines that break it, given as paragraphs, and what they break besides.
PLANTED: dict[str, tuple[list[list[str]], set[str]]] = {
    "R01": ([paragraph(0, a="，" + han(19))], set()),
    "R01s": ([paragraph(0, a="——" + han(18))], set()),
    "R02": ([paragraph(0, a=han(19) + "（", b=han(20))], set()),
    "R03": ([paragraph(0, a=han(18) + "１２", b="３４" + han(18))], set()),
    "R03b": (
        [paragraph(0, a=han(19) + "１", b="年" + han(19)), paragraph(0, b=han(19) + "９", c="日" + han(19))],
        set(),
    ),
    "R04": ([paragraph(0, a=han(9) + "”，" + han(9))], set()),
    "R04b": ([paragraph(0, a=han(9) + "？”" + han(9))], set()),
    "R05": ([paragraph(0, a=han(19) + "，")], set()),
    "R06": ([paragraph(0, a="（" + han(19))], set()),
    "R07": ([["<span class=l style='padding-left:1em'>" + han(19) + "</span>", *paragraph(0)[1:]]], set()),
    "R08": ([paragraph(0, last="江AB水"), paragraph(0, last="江AB水")], set()),
    "R09": ([paragraph(0, a=han(18))], set()),
    "R10": ([paragraph(0, **{name: spaced(19, 19.5) + half("。") for name in "abc"})] * 2, set()),
    "R10a": ([paragraph(0, a=spaced(19, 20), b=spaced(19, 20))], set()),
    "R10b": ([paragraph(0, a=spaced(18, 20), b=spaced(18, 20))], {"R10a"}),
    "R10c": ([paragraph(0, a=spaced(21, 20))], set()),
    "R10d": ([paragraph(0, a=f"{han(7)}<b class=u>{han(7)}</b><b class=u>{han(5)}</b>")], set()),
    "R10e": ([paragraph(0, a=f"{han(9)}{half('，')}{han(9)}{half('，')}{han(1)}")], set()),
    "R11": ([paragraph(0, last="江")], set()),
    "R11b": ([paragraph(0, last="江水"), paragraph(0, last="江水。")], set()),
    "R12": ([paragraph(0, last=f"江{LATIN.format('“')}水{LATIN.format('”')}上")], set()),
    "R13": ([paragraph(0, last="江水—<b class=u>—</b>上游")], set()),
    "R14": ([paragraph(0, last=f"江水{LATIN.format('……')}上游")], set()),
    "R15": ([paragraph(0, last=f"江水{LATIN.format('·')}上游")], set()),
    "R16": (
        [[*paragraph(0)[:2], f"<span class=l style='position:relative;top:2pt'>{han(20)}</span>", *paragraph(0)[3:]]],
        set(),
    ),
    "R17b": ([paragraph(0, a=f"{han(9)}<i>水</i>{han(10)}", b=f"{han(5)}<i>水</i>{han(14)}")], set()),
}
EXTRA_STYLE = "b.u { font-weight: 400; margin-left: .5em } i { font-family: Kai; font-style: normal }"


@pytest.mark.parametrize("rule", PLANTED)
def test_a_planted_defect_is_found_by_its_rule_alone(rule, tmp_path):
    paragraphs, besides = PLANTED[rule]
    rest = clean(6)
    report = lint_pdf(write_pdf(tmp_path, page_of(*rest[:3], *paragraphs, *rest[3:]), EXTRA_STYLE))
    assert failed(report) == {rule} | besides, render_report(report)
    assert report.results


def test_every_rule_has_a_planted_defect_and_a_line_in_the_docs():
    text = (ROOT / "docs" / "typesetting.md").read_text(encoding="utf-8")
    assert RULES.keys() - PLANTED.keys() == {"R17"}  # a PDF that names no characters, below
    for name in [*RULES, "R18"]:
        assert re.search(rf"^\| {name} \|", text, re.M), f"{name} is not in docs/typesetting.md"


def test_every_rule_is_a_sentence_with_a_source():
    assert all(rule.summary.endswith(".") and rule.source for rule in RULES.values())


def test_well_set_marks_have_no_finding(tmp_path):
    lines = paragraph(
        0, a=f"<span class=o>“</span>{han(19)}{half('，')}", b=f"{han(9)}{half('”')}，{han(9)}{half('。')}"
    )
    gap = "<span class=g>{}</span>".format
    mixed = paragraph(7, last=f"江{gap('AB')}{gap('水')}从——上游……来")
    speech = paragraph(3, first=f"<span class=o>“</span>{han(17)}{half('，')}")
    report = lint_pdf(write_pdf(tmp_path, page_of(*clean(3), lines, mixed, speech, *clean(2))))
    assert broken(report) == set(), render_report(report)
    cases = {result.rule for result in report.results if result.cases}
    assert {"R01", "R02", "R04", "R05", "R06", "R07", "R08", "R09", "R10", "R11", "R12", "R13", "R14", "R16"} <= cases


def test_narrow_quotation_mark_names_its_face(tmp_path):
    report = lint_pdf(write_pdf(tmp_path, page_of(*clean(3), PLANTED["R12"][0][0], *clean(2))))
    assert [found.message.partition(", ")[2] for found in report["R12"].violations] == ["from Latin"] * 2


def test_violation_names_page_label_box_text_and_what_was_measured(tmp_path):
    pages = f"<section>{page_of(*clean())}</section><section style='break-before:page'>"
    file = write_pdf(tmp_path, pages + page_of(*clean(2), paragraph(0, a=han(9) + "”，" + han(9))))
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(S=pikepdf.Name.D, St=7)])
        pdf.save(file)
    [found] = lint_pdf(file)["R04"].violations
    assert (found.page, found.label, found.text) == (1, "8", han(9) + "”，" + han(9))
    assert found.message == "” takes 1.00 em"
    assert (found.box.left, found.box.right) == (pytest.approx(140, abs=0.1), pytest.approx(160, abs=0.1))
    assert found.box.top == pytest.approx(40 + 11 * 16 + 3, abs=2)
    assert found.box.bottom - found.box.top == pytest.approx(10, abs=0.1)


@pytest.mark.parametrize(("comma", "count"), [(2, 1), (5, 0)], ids=["left", "centred"])
def test_centred_marks_of_traditional_setting_have_nothing_to_give(comma, count):
    page = page_of_letters(solid_lines(c=han(9) + "，、" + han(9), e=han(19) + "，"), comma=comma)
    assert (faults("R04", page), faults("R05", page)) == (count, count)


@pytest.mark.parametrize(("dash", "count"), [(0, 0), (0.1, 0), (0.3, 1), (2, 1)])
def test_seam_within_a_dash_is_found(dash, count):
    assert faults("R13", page_of_letters(solid_lines(c=han(9) + "——" + han(9)), dash=dash)) == count


def test_plain_weasyprint_fails_where_it_is_known_to(tmp_path):
    sentence = "潮水涨上来的时候，船家说：“快走，快走！”于是（几乎同时）人人上船；有人数了数，一共12个人，带3件行李。"
    text = "".join(
        f"<p style='text-indent:2em;text-align:justify'>{sentence * (2 + n % 3)}{han(n)}</p>" for n in range(9)
    )
    assert {"R04", "R08", "R09"} <= failed(lint_pdf(write_pdf(tmp_path, text)))


def test_characters_without_a_name_are_found(tmp_path):
    file = write_pdf(tmp_path, page_of(*clean()))
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                del item["/ToUnicode"]
        pdf.save(file)
    report = lint_pdf(file)
    assert "R17" in failed(report)


def test_source_is_compared_character_by_character(tmp_path):
    file = write_pdf(tmp_path, page_of(*clean(3)))
    texts = ["".join(re.sub("<[^>]+>", "", line) for line in lines) for lines in clean(3)]
    assert lint_pdf(file, source=texts)["R18"].violations == ()
    changed = [texts[0], texts[1][:50] + "误" + texts[1][51:], texts[2]]
    [found] = lint_pdf(file, source=changed)["R18"].violations
    assert found.message == "'误' of the source is not here"
    assert "误" in found.text


def test_words_hyphenated_at_a_line_break_are_the_words_of_the_source(tmp_path):
    lines = paragraph(0, c=f"{han(17)}{LATIN.format('exam-')}", last=LATIN.format("ple") + han(5))
    file = write_pdf(tmp_path, page_of(*clean(3), lines))
    text = han(18) + han(20) + han(20, 5) + han(17) + "example" + han(5)
    assert [found.message for found in lint_pdf(file, source=[text])["R18"].violations] == []


def test_a_rule_cannot_be_registered_twice():
    with pytest.raises(AssertionError, match="two rules named R01"):
        register("R01", 0, "x")(lambda _setting: iter(()))
    assert isinstance(RULES["R01"], Rule)
