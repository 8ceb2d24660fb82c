"""Copy of strangers: odd, deep and long texts are read in time that grows with them, or refused at their place."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pressroom.report import PressroomError
from tests.support.press import config_in, prepare

REFUSED = {
    "a form feed": "江\x0c岸",
    "a form feed by reference": "江&#12;岸",
    "a bell by reference, in a table": "|江|\n|-|\n|岸&#x7;|\n\n江&#xc;",
    "half of a pair": "江\ud800岸",
    "no character": "江\ufffe岸",
    "deep emphasis": "*" * 50_000 + "x" + "*" * 50_000,
    "deep emphasis in an item": "- " + "**" * 300 + "x" + "**" * 300,
    "deep quotations": ">" * 5000 + " x",
    "deep lists": "- " * 3000 + "x",
    "deep directives": "\n".join(":" * (600 - n) + " databox" for n in range(500)) + "\nx\n",
    "directives that are not closed": "::: databox\n" * 3000,
    "links in links": "[" * 5000 + "x" + "](a)" * 5000,
    "a million options": "::: figure {" + "a=b " * 20_000 + "}\n:::",
    "readings in readings": "{a|" * 5000 + "}" * 5000,
    "comments that open": "<!--" * 20_000,
    "a reference to no character": "江&#0;&#1;&#xD800;&#x110000;岸",
}
READ = {
    "notes, each in a paragraph": "".join(f"江[^{n}]\n\n" for n in range(5000)) + "\n".join(f"[^{n}]: 注\n" for n in range(5000)),
    "notes in one paragraph": "".join(f"江[^{n}]" for n in range(5000)) + "\n\n" + "\n".join(f"[^{n}]: 注\n" for n in range(5000)),
    "one note, called a thousand times": "江[^a]" * 5000 + "\n\n[^a]: 注\n",
    "notes that call notes": "江[^0]\n\n" + "\n\n".join(f"[^{n}]: 注[^{n + 1}]" for n in range(3000)),
    "words in one piece": "word " * 200_000,
    "characters in one piece": "江岸水船" * 100_000,
    "a word of a million letters": "a" * 1_000_000,
    "paragraphs": "江岸\n\n" * 30_000,
    "spaces": " " * 1_000_000 + "x",
    "line ends": "\n" * 500_000 + "x",
    "stars that close nothing": "**a " * 5000,
    "stars of two kinds": "*_" * 3000 + "x" + "_*" * 3000,
    "brackets": "[" * 20_000,
    "braces": "{" * 50_000,
    "less-than signs": "<" * 50_000,
    "ticks": "".join("`" * n + " " for n in range(1, 1500)),
    "references": "&amp" * 50_000,
    "a table": "|a" * 2000 + "\n" + "|-" * 2000 + "\n" + ("|x" * 50 + "\n") * 100,
    "dots in dots": "{." * 3000 + "x" + ".}" * 3000,
    "marks of languages": "[a]{lang=fr}" * 5000,
    "quotation marks": "“" * 50_000,
    "letters with many marks": "a" + "\u0301" * 100_000,
    "turns of direction": "\u202e" * 1000 + "x",
}  # fmt: skip


def give(desk: Path, body: str) -> None:
    file = desk / "issue" / "copy" / "ferry.md"
    head = file.read_text(encoding="utf-8").split("\n---\n")[0]
    file.write_bytes(f"{head}\n---\n{body}\n".encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_set_is_refused_at_its_place(desk, name):
    give(desk, REFUSED[name])
    begun = time.process_time()
    with pytest.raises(PressroomError) as caught:
        prepare(desk / "issue", config_in(desk))
    assert time.process_time() - begun < 20
    for finding in caught.value.report.findings:
        assert finding.place.file.name in {"ferry.md", "issue.yaml"}
        assert len(finding.message) < 300


@pytest.mark.parametrize("name", READ)
def test_what_is_long_is_read_soon(desk, name):
    give(desk, READ[name])
    begun = time.process_time()
    prepare(desk / "issue", config_in(desk))
    assert time.process_time() - begun < 20


@pytest.mark.parametrize("reference", ["&#12;", "&#x0c;"])
def test_a_control_character_is_found_where_it_stands(desk, reference):
    give(desk, f"江岸\n\n江岸{reference}江")
    with pytest.raises(PressroomError) as caught:
        prepare(desk / "issue", config_in(desk))
    (finding,) = caught.value.report.findings
    assert finding.check == "control-character"
    lines = (desk / "issue" / "copy" / "ferry.md").read_text(encoding="utf-8").split("\n")
    assert lines[finding.place.line - 1][finding.place.column - 1 :].startswith(reference)


@pytest.mark.parametrize("coding", ["utf-16", "utf-32", "gbk", "big5", "shift_jis"])
@pytest.mark.parametrize("name", ["issue/copy/ferry.md", "issue/issue.yaml", "magazine.yaml", "layouts/plain/layout.yaml"])  # fmt: skip
def test_other_codings_are_told_at_their_first_byte(desk, name, coding):
    file = desk / name
    text = file.read_text(encoding="utf-8") + "# 江岸\n"
    file.write_bytes(text.encode(coding, "replace"))
    with pytest.raises(PressroomError) as caught:
        prepare(desk / "issue", config_in(desk))
    assert any(finding.check == "not-utf-8" and finding.place.file == file for finding in caught.value.report.findings)


@pytest.mark.parametrize("date", ["2021-02-30", "2021-02-29", "0000", "0000-01-01", "2021-00", "2021-13", "2021-1", "２０２１-０１", "10000-01", "2021-W01", "2021-spring-01", "20210101", "-2021", ""])  # fmt: skip
def test_days_that_no_calendar_has_are_refused(desk, date):
    file = desk / "issue" / "issue.yaml"
    lines = file.read_text(encoding="utf-8").split("\n")
    lines = [f"date: '{date}'" if line.startswith("date:") else line for line in lines]
    file.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(PressroomError) as caught:
        prepare(desk / "issue", config_in(desk))
    (finding,) = caught.value.report.findings
    assert (finding.check, finding.place.line) == ("wrong-value", lines.index(f"date: '{date}'") + 1)
