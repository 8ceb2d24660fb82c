"""How a page is set is found on it: sizes, columns, edges, paragraphs, and what is other matter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pressroom.lint import lint_pdf, render_report
from pressroom.lint.columns import find_setting
from tests.support.handset import (
    broken,
    clean,
    failed,
    faults,
    han,
    page_of,
    page_of_letters,
    paragraph,
    solid_lines,
    write_pdf,
)


def test_setting_is_found(tmp_path):
    report = lint_pdf(write_pdf(tmp_path, page_of(*clean())))
    assert (report.size, report.leading, report.indent, report.columns) == (10, 16, 2, 1)
    assert report["R09"].cases == 6 * 4
    assert report["R11"].cases == 6
    assert report.passed


def test_full_last_lines_are_last_lines(tmp_path):
    report = lint_pdf(write_pdf(tmp_path, page_of(*clean(2), paragraph(0, last=han(20)), *clean(3))))
    assert (report["R11"].cases, broken(report)) == (6, set())


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


def test_contents_list_is_no_reading_text(tmp_path):
    entries = "".join(f"<span class=l>{han(19, n)}</span><span class=l>{han(3, n)}</span>" for n in range(5))
    report = lint_pdf(write_pdf(tmp_path, f"<p>{entries}"))
    assert report.columns == 0
    assert report["R09"].cases == 0
