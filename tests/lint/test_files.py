"""What is no readable file is refused, and what no reader sees is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest

from pressroom.lint import LintError, lint_pdf, render_report
from tests.support.handset import broken, clean, han, page_of, write_pdf


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
