"""Pages whose every line is laid by hand, so that nothing depends on a composer."""

from __future__ import annotations

from pathlib import Path

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from pressroom.lint import RULES, GlyphBox
from pressroom.lint.columns import find_setting
from pressroom.lint.letters import Letter, LetterPage
from tests.support.paths import FONTS

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


def page_of_letters(
    lines: list[str], index: int = 0, comma: float = 2, dash: float = 0, pixel: float = 0.01
) -> LetterPage:
    """A page without a PDF: square characters of 10 pt on 16 pt.

    Given are the middle of the ink of a comma, the blank beside the ink of a dash, and what baselines are rounded to.
    """
    letters = []
    for row, line in enumerate(lines):
        for column, char in enumerate(line):
            x, y = 50 + 10 * column, round((500 - 16 * row) / pixel) * pixel
            blank = dash if char == "—" else 1
            ink = GlyphBox(x + blank, y, x + 10 - blank, y + 9)
            if char in "，、":
                ink = GlyphBox(x + comma - 1, y, x + comma + 1, y + 2)
            if char != "\u3000":
                letters.append(Letter(char, x, y, 10, ink, 10, "Song", after_space=False, mapped=True))
    return LetterPage(index, str(index + 1), 0, 600, tuple(letters))


def faults(name: str, *pages: LetterPage) -> int:
    return len([fault for fault in RULES[name].measure(find_setting(pages)) if fault])


def solid_lines(**lines: str) -> list[str]:
    """Eight lines of 20 characters, no indent; some of them replaced."""
    return [lines.get(name) or han(20, 3 * number) for number, name in enumerate("abcdefgh")]
