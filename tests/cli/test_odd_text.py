"""Odd text by the command: it is set, or refused by its name and place."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.support.leaves import read_pdfium
from tests.support.nurseries import run_command

STYLE = (
    '<html lang=zh-CN><meta charset=utf-8><style>@page{size:90mm 120mm;margin:10mm}p{margin:0;width:17em;text-align:justify;'
    'font:10pt/16pt "Pressroom Latin","Pressroom Song"}</style>'
)  # fmt: skip
LONG = "江水从上游来，带着沙，也带着船。"
ODD = {
    "unpaired": "“江水，‘岸边（上》。”’」",
    "wide": f"江{'W' * 500}岸",
    "no-width": "江\u200b\u200c\u200d\u2060\ufeff岸",
    "direction": "江\u200e\u200f\u202a\u202e岸\u202c\u2066\u2069水",
    "private": "江\ue000\U000f0000\U0010fffd岸",
    "unassigned": "江\u0378\U000e0080岸",
    "nested": "<b>" * 100 + "江岸，" + "</b>" * 100,
    "marks": "，" * 300 + "江" + "“" * 300,
    "combining": "江" + "\u0301" * 300 + "岸",
    "reference": "江&#xD800;&#x110000;岸",
}


@pytest.fixture
def run(desk, monkeypatch):
    monkeypatch.chdir(desk)

    def run(*arguments: str):
        result = run_command(*arguments)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert "Traceback" not in result.output
        return result

    return run


def readable(text: str) -> str:
    """The letters of a text that every face of the house has."""
    return re.sub(r"[^一-龥A-Za-z，“]", "", re.sub(r"<[^>]*>|&#\w+;", "", text))


@pytest.mark.parametrize("name", ODD)
def test_odd_text_is_set_by_the_command(run, desk, name):
    (desk / "page.html").write_text(f"{STYLE}<p>{ODD[name]}</p><p></p><p> </p>", encoding="utf-8")
    result = run("set", "page.html", "page.pdf")
    assert result.exit_code == 0, result.output
    found = Counter(readable(read_pdfium(desk / "page.pdf")))
    assert "".join((Counter(readable(ODD[name])) - found).elements()) == ""


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<p>\n<b>" + "江\ud800岸".encode("utf-8", "surrogatepass"), "page.html:2:7: stop: not UTF-8: byte 0xed"),
        (b"<p>\n<p>\xff", "page.html:2:4: stop: not UTF-8: byte 0xff"),
        (f"<p>{'<b>' * 2000}江".encode(), "page.html: stop: the engine cannot set this file: RecursionError"),
        ("<p>江 \u2029岸".encode(), "page.html: stop: the engine cannot set this file: AssertionError"),
    ],
    ids=["surrogate", "latin-1", "nested-2000", "separator"],
)
def test_what_cannot_be_set_is_refused_by_name(run, desk, data, said):
    (desk / "page.html").write_bytes(data)
    result = run("set", "page.html", "page.pdf")
    assert result.exit_code == 2
    assert said in result.output
    assert not (desk / "page.pdf").exists()


@pytest.mark.parametrize("name", [name for name in ODD if name not in ("reference", "nested")])
def test_odd_text_in_an_issue_is_set_or_refused_at_its_place(run, desk, name):
    copy = desk / "issue" / "copy" / "ferry.md"
    text = copy.read_text(encoding="utf-8")
    copy.write_text(f"{text}\n{ODD[name]}\n\n\n&nbsp;\n", encoding="utf-8")
    result = run("build", "issue", "--edition", "screen", "--jobs", "1")
    if result.exit_code:
        assert f"issue/copy/ferry.md:{text.count(chr(10)) + 2}:" in result.output
        return
    found = Counter(readable(read_pdfium(desk / "out" / "issue" / "issue.screen.pdf")))
    assert "".join((Counter(readable(ODD[name])) - found).elements()) == ""


def test_a_quotation_that_runs_out_of_the_page_is_lost_text(run, desk):
    copy = desk / "issue" / "copy" / "ferry.md"
    copy.write_text(f"{copy.read_text(encoding='utf-8')}\n{'> ' * 40}岸边。\n", encoding="utf-8")
    result = run("build", "issue", "--edition", "screen", "--jobs", "1")
    assert result.exit_code == 1
    assert "[lost-text]" in result.output


def test_a_paragraph_of_100_000_characters_is_set(run, desk):
    (desk / "page.html").write_text(f"{STYLE}<p>{LONG * 6250}</p>", encoding="utf-8")
    assert run("set", "page.html", "page.pdf").exit_code == 0
    assert "".join(read_pdfium(desk / "page.pdf").split()) == LONG * 6250
