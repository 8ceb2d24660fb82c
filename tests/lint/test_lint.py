"""Lint: planted defects are found, each by its own rule, and clean pages have no finding."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
import weasyprint
from weasyprint.text.fonts import FontConfiguration

from pressroom.lint import RULES, Box, LintError, Rule, find_line, index_copy, lint_pdf, render_report
from pressroom.lint.columns import find_setting
from pressroom.lint.letters import Letter, Page
from pressroom.lint.registry import rule as register
from pressroom.lint.verdict import Result, Violation
from tests.support.paths import FONTS, ROOT

FACES = {
    "Song": "song/PressroomSong.ttf",
    "Kai": "kai/PressroomKai.ttf",
    "Latin": "latin/PressroomLatin.ttf",
}
#: Wide enough for every rule, and a whole number of em.
MEASURE = 20
CHARACTERS = "江水从上游来带着沙也带着船两岸的人看它涨落记下每一次潮信把田种在堤里边又修路通到城门外面去做生意"
STYLE = """
@page { size: 300pt 800pt; margin: 40pt 50pt; @top-left { content: "钱江月刊"; font: 10pt/16pt Song }
  @bottom-right { content: counter(page); font: 10pt/16pt Song } }
html { font: 10pt/16pt Song; } body { margin: 0 } p { margin: 0; width: 200pt }
p, div { text-indent: 0 } .l { display: block; white-space: nowrap; height: 16pt }
.i { padding-left: 2em } .h { letter-spacing: -.5em } .o { margin-left: -.5em } .g { margin-left: .25em }
h2 { font: 15pt/32pt Song; margin: 0 } table { border-collapse: collapse } td { padding: 0 1em 0 0 }
"""


def faces() -> str:
    rule = '@font-face {{ font-family: {}; src: url("{}") }}'
    return "".join(rule.format(name, (FONTS / file).as_uri()) for name, file in FACES.items())


def write_pdf(folder: Path, body: str, style: str = "", lang: str = "zh-CN") -> Path:
    """Set a page with WeasyPrint: every line is laid by hand, so that nothing depends on a composer."""
    html = f"<html lang='{lang}'><style>{faces()}{STYLE}{style}</style><body>{body}"
    file = folder / "page.pdf"
    weasyprint.HTML(string=html).write_pdf(file, font_config=FontConfiguration())
    return file


def han(count: int, start: int = 0) -> str:
    return "".join(CHARACTERS[(start + index) % len(CHARACTERS)] for index in range(count))


def spaced(count: int, cells: float) -> str:
    """Characters spread so that the last one ends at so many cells."""
    return f"<span style='letter-spacing:{(cells - count) / (count - 1):.5f}em'>{han(count)}</span>"


def half(mark: str) -> str:
    return f"<span class=h>{mark}</span>"


def paragraph(start: int, first: str = "", **lines: str) -> list[str]:
    """Five lines of 20 em: an indented one, three full ones, a last one; some of them replaced."""
    whole = [f"<span class='l i'>{first or han(18, start)}</span>"]
    whole += [f"<span class=l>{lines.get(name) or han(20, start + 5 * n)}</span>" for n, name in enumerate("abc")]
    return [*whole, f"<span class=l>{lines.get('last') or han(7, start)}</span>"]


def page_of(*paragraphs: list[str]) -> str:
    return "<p>" + "".join(line for lines in paragraphs for line in lines)


def clean(count: int = 6) -> list[list[str]]:
    return [paragraph(3 * number) for number in range(count)]


def failed(report) -> set[str]:
    return {result.rule for result in report.results if not result.passed}


def broken(report) -> set[str]:
    return {violation.rule for violation in report.violations}


LATIN = "<span style='font-family:Latin'>{}</span>"

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


def test_setting_is_found(tmp_path):
    report = lint_pdf(write_pdf(tmp_path, page_of(*clean())))
    assert (report.size, report.leading, report.indent, report.columns) == (10, 16, 2, 1)
    assert report["R09"].cases == 6 * 4
    assert report["R11"].cases == 6
    assert report.passed


def test_full_last_lines_are_last_lines(tmp_path):
    report = lint_pdf(write_pdf(tmp_path, page_of(*clean(2), paragraph(0, last=han(20)), *clean(3))))
    assert (report["R11"].cases, broken(report)) == (6, set())


def test_narrow_quotation_mark_names_its_face(tmp_path):
    report = lint_pdf(write_pdf(tmp_path, page_of(*clean(3), PLANTED["R12"][0][0], *clean(2))))
    assert [found.message.partition(", ")[2] for found in report["R12"].violations] == ["from Latin"] * 2


def test_two_columns_are_told_apart(tmp_path):
    columns = f"<div style='columns:2;column-gap:20pt;width:420pt'>{page_of(*clean(12))}</div>"
    style = "@page { size: 520pt 800pt }"
    report = lint_pdf(write_pdf(tmp_path, columns, style))
    assert (report.columns, broken(report)) == (2, set()), render_report(report)
    assert report["R09"].cases > 40


def test_a_second_column_off_the_grid_is_found(tmp_path):
    one, other = page_of(*clean(4)), page_of(*clean(3))
    body = f"<div style='position:absolute;left:0'>{one}</div><div style='position:absolute;left:220pt;top:5pt'>{other}</div>"
    report = lint_pdf(write_pdf(tmp_path, body, "@page { size: 520pt 800pt }"))
    assert failed(report) == {"R16"}
    assert len(report["R16"].violations) == 15


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


def test_other_matter_on_a_page_has_no_finding(tmp_path):
    table = "<table>" + "".join(f"<tr><td>{han(4, n)}<td>{n}0亿元<td>{han(6, n)}</tr>" for n in range(6)) + "</table>"
    caption = f"<div style='font:7pt/16pt Song;width:120pt'>{han(17)} {han(16)} {han(12)}</div>"
    items = "".join(f"<span class=l>· {han(12 + n, n)}</span>" for n in range(4))
    dialogue = "".join(f"<span class='l i'>{han(8 + n, n)}</span>" for n in (5, 2, 4))
    heading = f"<h2>{han(9)}<br>——{han(5)}</h2>"
    body = [
        heading,
        page_of(*clean(2)),
        caption,
        table,
        page_of(*clean(2)),
        f"<p>{items}{dialogue}",
        page_of(*clean(3)),
    ]
    report = lint_pdf(write_pdf(tmp_path, "".join(body)))
    assert broken(report) == set(), render_report(report)
    assert report["R09"].cases == 7 * 4


def test_block_quotation_and_drop_capital_have_no_finding(tmp_path):
    quotation = "".join(f"<span class=l style='padding-left:2em'>{han(16, n)}</span>" for n in range(3))
    drop = f"<span style='float:left;font:32pt/32pt Song;width:3.5em'>江</span><span class=l>{han(16)}</span><span class=l>{han(16)}</span>"
    drop = drop.replace("width:3.5em", "width:40pt")
    opening = f"<p>{drop}<span class=l>{han(20)}</span><span class=l>{han(9)}</span>"
    body = opening + page_of(*clean(3)) + f"<p>{quotation}" + page_of(*clean(2))
    report = lint_pdf(write_pdf(tmp_path, body))
    assert broken(report) == set(), render_report(report)


def test_pages_in_another_size_are_measured_by_their_own(tmp_path):
    small = "<section style='break-before:page;font-size:9pt;line-height:14pt'><style>.s .l{height:14pt}</style><div class=s style='width:180pt'>"
    body = (
        page_of(*clean(9))
        + small
        + page_of(*clean(3), paragraph(0, b=han(18)), *clean(2)).replace("<p>", "<p style='width:180pt'>")
    )
    report = lint_pdf(write_pdf(tmp_path, body))
    assert failed(report) == {"R09"}, render_report(report)
    assert report["R09"].violations[0].page == 1
    assert report["R09"].violations[0].message == "2.00 em short"


def test_letter_spaced_heading_is_not_measured(tmp_path):
    heading = "<h2 style='letter-spacing:.5em'>江水”，从上游来</h2>"
    report = lint_pdf(write_pdf(tmp_path, heading + page_of(*clean())))
    assert broken(report) == set()


def page_of_letters(lines: list[str], index: int = 0, comma: float = 2, dash: float = 0, pixel: float = 0.01) -> Page:
    """A page without a PDF: square characters of 10 pt on 16 pt.

    Given are the middle of the ink of a comma, the blank beside the ink of a dash, and what baselines are rounded to.
    """
    letters = []
    for row, line in enumerate(lines):
        for column, char in enumerate(line):
            x, y = 50 + 10 * column, round((500 - 16 * row) / pixel) * pixel
            blank = dash if char == "—" else 1
            ink = Box(x + blank, y, x + 10 - blank, y + 9)
            if char in "，、":
                ink = Box(x + comma - 1, y, x + comma + 1, y + 2)
            if char != "\u3000":
                letters.append(Letter(char, x, y, 10, ink, 10, "Song", after_space=False, mapped=True))
    return Page(index, str(index + 1), 0, 600, tuple(letters))


def faults(name: str, *pages: Page) -> int:
    return len([fault for fault in RULES[name].measure(find_setting(pages)) if fault])


def solid_lines(**lines: str) -> list[str]:
    """Eight lines of 20 characters, no indent; some of them replaced."""
    return [lines.get(name) or han(20, 3 * number) for number, name in enumerate("abcdefgh")]


@pytest.mark.parametrize(("comma", "count"), [(2, 1), (5, 0)], ids=["left", "centred"])
def test_centred_marks_of_traditional_setting_have_nothing_to_give(comma, count):
    page = page_of_letters(solid_lines(c=han(9) + "，、" + han(9), e=han(19) + "，"), comma=comma)
    assert (faults("R04", page), faults("R05", page)) == (count, count)


@pytest.mark.parametrize(("dash", "count"), [(0, 0), (0.1, 0), (0.3, 1), (2, 1)])
def test_seam_within_a_dash_is_found(dash, count):
    assert faults("R13", page_of_letters(solid_lines(c=han(9) + "——" + han(9)), dash=dash)) == count


def test_paragraphs_without_indent_end_where_a_sentence_ends():
    assert faults("R09", page_of_letters(solid_lines(c=han(17) + "。"))) == 0
    assert faults("R09", page_of_letters(solid_lines(c=han(18)))) == 1


def test_line_before_a_list_is_a_last_line():
    assert faults("R09", page_of_letters(solid_lines(c=han(18), d="•" + han(19)))) == 0


def test_short_column_has_the_measure_of_the_others():
    short = [han(19), han(18), han(19), han(5)]
    assert faults("R09", page_of_letters(solid_lines()), page_of_letters(short, index=1)) == 3


def test_a_line_that_stands_out_a_little_does_not_move_the_edge():
    page = page_of_letters(solid_lines())
    letters = list(page.letters)
    letters[59] = replace(letters[59], advance=10.45)
    (column,) = find_setting([replace(page, letters=tuple(letters))]).columns
    assert column.right == 250
    assert faults("R09", replace(page, letters=tuple(letters))) == 1


def test_leading_is_the_mean_of_rounded_baselines():
    lines = [han(20, number) for number in range(30)]
    assert find_setting([page_of_letters(lines)]).leading == 16
    assert find_setting([page_of_letters(lines, pixel=0.75)]).leading == pytest.approx(16, abs=0.03)
    assert faults("R16", page_of_letters(lines, pixel=0.75)) > 10


def test_plain_weasyprint_fails_where_it_is_known_to(tmp_path):
    sentence = "潮水涨上来的时候，船家说：“快走，快走！”于是（几乎同时）人人上船；有人数了数，一共12个人，带3件行李。"
    text = "".join(
        f"<p style='text-indent:2em;text-align:justify'>{sentence * (2 + n % 3)}{han(n)}</p>" for n in range(9)
    )
    assert {"R04", "R08", "R09"} <= failed(lint_pdf(write_pdf(tmp_path, text)))


def test_english_page_has_nothing_to_measure(tmp_path):
    words = "The river, which comes down from the hills, carries sand; it carries boats. “Hurry,” they said — and ran. "
    file = write_pdf(tmp_path, f"<p style='text-align:justify;font-family:Latin'>{words * 12}</p>" * 2, lang="en")
    report = lint_pdf(file)
    assert (report.columns, report.passed, broken(report)) == (0, True, set())
    assert "no columns of Chinese text" in render_report(report)


def test_empty_page_has_nothing_to_measure(tmp_path):
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(tmp_path / "empty.pdf")
    report = lint_pdf(tmp_path / "empty.pdf", source=["江水"])
    assert (report.pages, report.passed) == (1, True)


def lock(file: Path) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(file, encryption=pikepdf.Encryption(owner="a", user="b"))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda _file: None, "page.pdf cannot be read"),
        (lambda file: file.mkdir(), "page.pdf cannot be read"),
        (lambda file: file.write_bytes(b""), "page.pdf is no PDF"),
        (lambda file: file.write_text("江水", encoding="utf-8"), "page.pdf is no PDF"),
        (lock, "page.pdf is locked with a password"),
    ],
    ids=["missing", "folder", "empty file", "no PDF", "locked"],
)
def test_what_is_no_readable_pdf_is_refused(make, message, tmp_path):
    file = tmp_path / "page.pdf"
    make(file)
    with pytest.raises(LintError, match=message) as caught:
        lint_pdf(file)
    [finding] = caught.value.report.findings
    assert finding.place.file == file
    assert finding.hint


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_cut_off_pdf_is_refused_or_measured(share, tmp_path):
    whole = write_pdf(tmp_path, page_of(*clean())).read_bytes()
    file = tmp_path / "cut.pdf"
    file.write_bytes(whole[: int(len(whole) * share)])
    try:
        pages = lint_pdf(file).pages
    except LintError:
        return
    assert pages in (0, 1)


def test_characters_without_a_name_are_found(tmp_path):
    file = write_pdf(tmp_path, page_of(*clean()))
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                del item["/ToUnicode"]
        pdf.save(file)
    report = lint_pdf(file)
    assert "R17" in failed(report)


def test_turned_text_is_left_out(tmp_path):
    turned = f"<div style='position:absolute;transform:rotate(90deg)'>，{han(20)}<br>，{han(20)}</div>"
    report = lint_pdf(write_pdf(tmp_path, turned + page_of(*clean())))
    assert broken(report) == set()
    assert report["R17"].cases < sum(len(re.sub("<[^>]+>", "", line)) for lines in clean() for line in lines) + 20


def test_text_that_is_not_drawn_is_left_out(tmp_path):
    file = write_pdf(tmp_path, page_of(*clean()))
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        pdf.pages[0].contents_add(b"3 Tr", prepend=True)  # as the text behind a scan
        pdf.save(file)
    assert lint_pdf(file)["R17"].cases == 0


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


def test_contents_list_is_no_reading_text(tmp_path):
    entries = "".join(f"<span class=l>{han(19, n)}</span><span class=l>{han(3, n)}</span>" for n in range(5))
    report = lint_pdf(write_pdf(tmp_path, f"<p>{entries}"))
    assert report.columns == 0
    assert report["R09"].cases == 0


def test_snippets_are_found_in_copy():
    copy = index_copy(
        {
            Path(
                "copy/a.md"
            ): "---\nheadline: 江\n---\n\n潮水**涨上来**的时候，\n船家说：[快走](https://example.org)。\n",
            Path("copy/b.md"): "另一条河\n也有船家，他不说话。\n",
        }
    )
    assert str(find_line("潮水涨上来的", copy)) == "copy/a.md:5"
    assert str(find_line("船家说：快走。", copy)) == "copy/a.md:6"
    assert str(find_line("也有船家", copy)) == "copy/b.md:2"
    assert str(find_line("错也有船家，他不错", copy)) == "copy/b.md:2"
    assert find_line("没有这句话", copy) is None
    assert find_line("船", copy) is None


def result(gate: float, cases: int, violations: int) -> Result:
    found = tuple(Violation("R", 0, "1", None, str(number), "") for number in range(violations))
    return Result("R", "A rule.", "source", gate, cases, found)


def test_gates():
    assert result(0, 0, 0).passed
    assert not result(0, 1000, 1).passed
    assert result(0.01, 100, 1).passed
    assert not result(0.01, 100, 2).passed
    assert result(0.01, 5, 1).passed
    assert not result(0.01, 5, 2).passed


def test_report_shows_table_and_worst(tmp_path):
    report = lint_pdf(write_pdf(tmp_path, page_of(*clean(2), *[paragraph(0, a=han(9) + "”，" + han(9))] * 4)))
    text = render_report(report, worst=3)
    assert re.search(r"^R04   FAIL       4       4  100.0%    0.0%  Of two marks", text, re.M)
    assert re.search(r"^R04b  - ", text, re.M)
    assert text.count("” takes 1.00 em") == 3
    assert "  and 1 more" in text
    assert text.endswith("page.pdf: fails R04")
    assert "takes 1.00" not in render_report(report, worst=0)


def test_same_file_same_report(tmp_path):
    file = write_pdf(tmp_path, page_of(*clean(2), paragraph(0, a=han(18)), *clean(1)))
    assert render_report(lint_pdf(file)) == render_report(lint_pdf(file))


def test_a_rule_cannot_be_registered_twice():
    with pytest.raises(AssertionError, match="two rules named R01"):
        register("R01", 0, "x")(lambda _setting: iter(()))
    assert isinstance(RULES["R01"], Rule)
