"""What is said of a page: gates, a table, the worst, and where it stands in the copy."""

from __future__ import annotations

import re
from pathlib import Path

from pressroom.lint import find_line, index_copy, lint_pdf, render_report
from pressroom.lint.verdict import Result, Violation
from tests.support.handset import clean, han, page_of, paragraph, write_pdf


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
