"""The composer on set pages: the rules of Chinese composition, measured from the finished PDF and from the boxes."""

from __future__ import annotations

import cProfile
import pstats
import random
import time
from pathlib import Path

import pymupdf
import pypdfium2
import pytest
import weasyprint

from pressroom.composer import ComposerError, ComposerStyle, composing
from pressroom.composer.weasy import ENTERED, check_engine, digest_entered, inline
from tests.support import fuzz
from tests.support.measures import measure
from tests.support.pages import boxes, line_texts, lines, page, places, render, texts, walk, write
from tests.support.paths import SHARED

TEXTS = (Path(__file__).parent / "texts.txt").read_text(encoding="utf-8").splitlines()
STRICT = "潮水涌上江岸今年开工项目"


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


@pytest.fixture(scope="module", params=(14, 17, 20, 24, 32, 40))
def facts(request, tmp_path_factory):
    """Our own text, set in a measure and measured."""
    file = tmp_path_factory.mktemp("set") / f"{request.param}.pdf"
    write(page(paragraphs(TEXTS), request.param), file)
    return measure(file, TEXTS, (30, 30 + request.param * 10), 10, 16)


@pytest.mark.parametrize(
    "rule",
    [
        "bad_starts",
        "bad_ends",
        "open_marks",
        "wide_ends",
        "wide_starts",
        "not_flush",
        "off_grid",
        "uneven",
        "short_last",
        "bad_gaps",
    ],
)
def test_a_set_text_keeps_the_rule(facts, rule):
    assert getattr(facts, rule) == []


def test_lines_are_solid(facts):
    assert facts.solid >= 0.80  # a short text: the gate of 0.88 is held on a long one
    assert facts.loose <= 0.05
    assert facts.very_loose <= 0.03


def test_the_measures_find_what_the_plain_engine_breaks(tmp_path):
    file = write(page(paragraphs(TEXTS), 17), tmp_path / "plain.pdf", compose=False)
    plain = measure(file, TEXTS, (30, 200), 10, 16)
    for rule in ("open_marks", "wide_ends", "bad_gaps", "not_flush", "short_last"):
        assert getattr(plain, rule), f"{rule} cannot fail"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the long text lies outside the repository")
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("em", [14, 17, 20, 24, 32, 40])
def test_a_long_text_passes_the_gates(em, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(SHARED / "acceptance" / "typesetting"))
    monkeypatch.syspath_prepend(str(SHARED / "prototypes" / "composer"))
    import cjkmetrics
    import corpus

    (scan,) = (SHARED / "seed").glob("*.txt")
    text = corpus.load(str(scan), limit=20000)
    file = write(page(paragraphs(text), em), tmp_path / "long.pdf")
    found = cjkmetrics.measure(str(file), text, frame=(30, 30 + em * 10), lead=16)
    rates = {name.split()[0]: value[0] / max(1, value[1]) for name, value in found.items() if isinstance(value, tuple)}
    for rule in [
        "R01",
        "R02",
        "R03",
        "R04",
        "R04b",
        "R05",
        "R06",
        "R07",
        "R09",
        "R09o",
        "R10c",
        "R10d",
        "R11",
        "R12",
        "R13",
        "R14",
        "R15",
        "R16",
    ]:
        assert rates[rule] == 0, rule
    assert rates["R18"] <= 1e-4  # PDFium reads a hyphen at the end of a line as its own
    assert rates["R05h"] <= (0.12 if em <= 20 else 0)  # of the marks at line ends, as the last way out
    assert rates["R10"] >= 0.88
    assert rates["R10a"] <= 0.01
    assert rates["R10b"] <= 0.0025  # at 20 em two first lines of 898 stand before a number that nothing lets in
    assert rates["R10e"] <= 0.22
    assert rates["R08"] <= 0.015
    assert rates["R11b"] <= 0.015
    assert rates["R03b"] <= 0.015


def test_a_letter_at_a_line_end_is_not_kerned_with_the_next_line(tmp_path):
    """A break inside a word behind its own hyphen: the hyphen takes its own advance there."""
    text = ["字" * number + "名为Sry-Tal的蛋白" + "又来一行字" * 8 for number in range(6, 17)]
    file = write(page(paragraphs(text), 17), tmp_path / "kerned.pdf")
    ends = 0
    document = pypdfium2.PdfDocument(file)
    for number in range(len(document)):
        textpage = document[number].get_textpage()
        said = textpage.get_text_range()
        for index, char in enumerate(said):
            if char in "-\ufffe\x02" and said[index + 1 : index + 3].strip(" \r\n").startswith(("T", "\n", "")):
                _, _, right, _ = textpage.get_charbox(index, loose=True)
                assert right <= 30 + 170 + 0.1
                ends += right > 30 + 170 - 3
    assert ends
    document.close()


def test_extracted_text_is_the_source(tmp_path):
    text = [line.replace("machine learning", "machine").replace("responsibility", "duty") for line in TEXTS]
    file = write(page(paragraphs(text), 17), tmp_path / "text.pdf")
    wanted = "".join("".join(text).split())
    document = pypdfium2.PdfDocument(file)
    found = "".join(document[i].get_textpage().get_text_range() for i in range(len(document)))
    document.close()
    assert "".join(found.split()) == wanted
    with pymupdf.open(file) as document:
        assert "".join("".join(sheet.get_text() for sheet in document).split()) == wanted


def test_boxes_hold_the_source():
    assert texts(render(page(paragraphs(TEXTS), 17))) == "".join(
        "".join(part.rstrip(" ") for part in line_texts(render(page(f"<p>{text}</p>", 17)))) for text in TEXTS
    )


def test_english_is_untouched():
    chance = random.Random(7)
    words = [
        "the",
        "quick",
        "brown",
        "fox",
        "jumps",
        "over",
        "responsibility",
        "international",
        "development",
        "of",
        "“quoted”",
        "–",
        "dashes",
    ]
    html = page(
        "".join(f"<p>{' '.join(chance.choice(words) for _ in range(80))}</p>" for _ in range(20)), 24, language="en"
    )
    assert places(render(html)) == places(render(html, compose=False))


@pytest.mark.parametrize("css", ["p{--composer:none}", "p{text-align:center}", "p{white-space:pre;text-align:left}"])
def test_what_is_not_ours_is_left_to_the_engine(css):
    html = page(f"<p>他说：“好（的）。”{STRICT}</p>", 24, css)
    assert places(render(html)) == places(render(html, compose=False))


def test_centred_text_is_composed_when_asked():
    html = "<p>“‘双引’”（上）；“四新”（下）。</p>"
    plain, ours = (
        lines(render(page(html, 24, f"p{{text-indent:0;text-align:center;--composer:{how}}}")))
        for how in ("none", "on")
    )
    width = lambda line: sum(box.width for box in walk(line) if isinstance(box, boxes.TextBox))  # noqa: E731
    assert width(ours[0]) < width(plain[0]) - 30
    left = next(box.position_x for box in walk(ours[0]) if isinstance(box, boxes.TextBox))
    assert left - 40 == pytest.approx((24 * 10 / 0.75 - width(ours[0])) / 2, abs=0.1)


def test_the_hooks_are_taken_away_again():
    before = inline.split_inline_box
    with composing(), composing():
        assert inline.split_inline_box is not before
    assert inline.split_inline_box is before
    with pytest.raises(RuntimeError), composing():
        raise RuntimeError
    assert inline.split_inline_box is before


def test_two_lines_are_enough(tmp_path):
    (tmp_path / "in.html").write_text(page(paragraphs(TEXTS[:1])), encoding="utf-8")
    with composing():
        weasyprint.HTML(tmp_path / "in.html").write_pdf(tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("version", ["69.0", "71.0", "7.0"])
def test_another_engine_is_refused(version):
    with pytest.raises(ComposerError, match=rf"WeasyPrint {version} is installed"):
        check_engine(version)


@pytest.mark.skipif(not weasyprint.__version__.startswith("70.0"), reason="the digests are those of WeasyPrint 70.0")
def test_what_is_entered_has_not_moved():
    moved = [name for name, digest in digest_entered().items() if digest != ENTERED[name]]
    assert moved == [], "these functions of WeasyPrint are not what the composer was made for"


def width_of(text: str, css: str = "", language: str = "zh-CN") -> float:
    """The width of a line that is not filled, in em."""
    document = render(page(f"<p>{text}</p>", 40, f"p{{text-indent:0}}{css}", language))
    return sum(box.width for box in walk(lines(document)[0]) if isinstance(box, boxes.TextBox)) * 0.075


@pytest.mark.parametrize(
    ("text", "em"),
    [
        ("江岸", 2), ("江，岸", 3), ("江。”岸", 3.5), ("江”，岸", 3.5), ("江（“岸", 3.5), ("江）（岸", 3.5), ("江？！岸", 3),
        ("江！！！岸", 4), ("江。", 1.5), ("江？", 1.5), ("“江", 1.5), ("江——岸", 4), ("江……岸", 4), ("江·岸", 3), ("江：“岸", 3.5),
    ],
)  # fmt: skip
def test_marks_take_the_width_of_the_rule(text, em):
    assert width_of(text) == pytest.approx(em, abs=0.002)


@pytest.mark.parametrize(
    ("css", "text", "em"),
    [
        ("p{--punctuation:kaiming}", "江，岸。水", 4.5), ("p{--punctuation:half}", "江，岸。水", 4),
        ("p{--punctuation:half}", "江（岸）水", 4), ("p{--trim-end:off}", "江。", 2), ("p{--trim-start:none}", "“江", 2),
        ("p{--trim-start:lines}", "“江", 2), ("p{--hanging-punctuation:force-end}", "江。", 1),
        ("html{--punctuation:half} p{--punctuation:full}", "江，岸", 3), ("p{--marks:centre}", "江。", 1.75),
    ],
)  # fmt: skip
def test_styles_are_read_from_css(css, text, em):
    assert width_of(text, css) == pytest.approx(em, abs=0.002)


def test_han_and_latin_stand_apart():
    solid = width_of("江A岸", "p{--text-autospace:0}")
    assert width_of("江A岸") == pytest.approx(solid + 0.5, abs=0.002)
    assert width_of("江 A 岸") == pytest.approx(solid + 0.5, abs=0.002)
    assert width_of("江A岸", "p{--text-autospace:.125em}") == pytest.approx(solid + 0.25, abs=0.002)
    assert width_of("江<b>A</b>岸", "b{font-family:inherit;font-weight:400}") == pytest.approx(solid + 0.5, abs=0.002)
    assert width_of("江<sup>A</sup>岸", "sup{font-size:1em}") == pytest.approx(solid, abs=0.002)


def test_a_wrong_option_is_complained_of_and_left(caplog):
    with caplog.at_level("WARNING", "weasyprint"):
        assert width_of("江，岸", "p{--punctuation:wide;--text-autospace:1px}") == pytest.approx(3)
    assert "--punctuation" in caplog.text
    assert "full, kaiming, half" in caplog.text
    assert "--text-autospace" in caplog.text


def test_a_style_refuses_what_is_no_option():
    with pytest.raises(ValueError, match="line-break is one of none, basic, gb, strict"):
        ComposerStyle(line_break="loose")
    with pytest.raises(ValueError, match="0 to 100"):
        ComposerStyle(text_autospace=-1)


def test_a_dash_opens_a_line_in_narrow_measures_only():
    for size in range(3, 40):
        text = (STRICT * 4)[:size] + "——" + STRICT * 3
        assert not any(line.startswith("—") for line in line_texts(render(page(f"<p>{text}</p>", 20))))
    basic = [
        line_texts(render(page(f"<p>{(STRICT * 4)[:n]}——{STRICT * 3}</p>", 20, "p{--line-break:basic}")))
        for n in range(12, 40)
    ]
    assert any(line.startswith("——") for found in basic for line in found)


def test_long_latin_words_are_parted_at_syllables_with_a_hyphen():
    document = render(page(f"<p>{STRICT[:9]}international{STRICT}</p>", 14))
    drawn = [box.pango_layout.text for line in lines(document) for box in walk(line) if isinstance(box, boxes.TextBox)]
    assert any(text.endswith("‐") for text in drawn)
    assert "".join(line_texts(document)) == f"{STRICT[:9]}international{STRICT}"
    whole = render(page(f"<p style='--hyphenate:none'>{STRICT[:9]}international{STRICT}</p>", 14))
    assert any("international" in line for line in line_texts(whole))


def test_a_short_line_can_be_spread():
    (line,) = lines(render(page("<p style='text-align-last:justify;text-indent:0;width:6em'>主编</p>", 20)))
    assert line.width == pytest.approx(80, abs=0.05)


def test_a_float_narrows_the_lines_beside_it():
    body = f"<p style='text-indent:0'><span style='float:left;width:4em;height:3.2em'></span>{STRICT * 6}</p>"
    found = [line for line in lines(render(page(body, 20))) if line.width > 1]
    assert [round(line.width / 13.333, 2) for line in found[2:4]] == [20, 20]
    assert next(box.position_x for box in walk(found[1]) if isinstance(box, boxes.TextBox)) == pytest.approx(
        40 + 4 * 13.333, abs=0.05
    )


def test_table_cells_leave_room_for_the_spaces_of_the_composer():
    body = "<table style='text-indent:0'><tr><td>共20人</td><td>约35%的A类</td></tr></table>"
    assert line_texts(render(page(body, 40))) == ["共20人", "约35%的A类"]


@pytest.mark.parametrize(
    "body",
    [
        "<p></p>", "<p> </p>", "<p>“江</p>", "<p>江”）》</p>", f"<p>{'W' * 300}江</p>", f"<p>{'，' * 100}江</p>",
        f"<p>{'“' * 100}江</p>", "<p>江\u202e岸\u202c水</p>", "<p>江אבג岸</p>", "<p>江\u200b\u2060\ufeff岸</p>", "<p>\ue000江\U000e0080</p>",
        f"<p>{'<span>' * 90}江岸，{'</span>' * 90}</p>", "<p>江<br><br>岸<br></p>", "<p><br>江</p>", "<p>江<span></span></p>",
        "<p>江<span style='display:inline-flex'>x</span></p>", "<p style='letter-spacing:.2em'>江，岸</p>",
        "<p style='white-space:pre-line'>江\n岸</p>", "<p style='white-space:nowrap'>江岸江岸江岸江岸江岸江岸江岸江岸</p>", f"<p>{'—' * 80}江</p>",
        "<p style='width:0'>江，岸</p>", "<p style='width:1em'>江，Word“岸”</p>", "<p style='text-indent:-2em'>江岸</p>",
        "<p style='text-indent:50%'>江岸</p>", "<p>e\u0301江\u0301</p>", "<ul><li>江，岸<li>水</ul>", "<p>江<img>岸</p>",
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("default")
def test_odd_text_is_set_and_never_lost(body):
    document = render(page(body, 8))
    assert sorted(fuzz.visible(texts(document)).replace("•", "")) == sorted(fuzz.source(page(body, 8)))


def test_a_word_wider_than_its_line_stays_in_the_measure():
    found = lines(render(page(f"<p>江岸{'W' * 200}江岸</p>", 10)))
    assert max(line.width for line in found) <= 10 * 10 / 0.75 + 0.02


def count_work(text: str) -> int:
    """How many functions of the composer are called to set a paragraph."""
    profile = cProfile.Profile()
    profile.runcall(render, page(f"<p>{text}</p>", 17))
    rows = pstats.Stats(profile).stats.items()  # type: ignore[attr-defined]
    return sum(row[0] for (file, _, _), row in rows if "composer" in Path(file).parts[:-1])


def test_work_grows_with_the_length():
    text = (STRICT + "，" + STRICT + "。“江A岸”") * 100
    once, four_times = count_work(text), count_work(text * 4)
    assert once > 1000
    assert four_times < 4.3 * once


def test_a_paragraph_of_100_000_characters():
    text = (STRICT + "，" + STRICT + "。") * 4000
    started = time.process_time()
    document = render(page(f"<p>{text}</p>", 17))
    assert time.process_time() - started < 20
    assert len(fuzz.visible(texts(document))) == len(text)


def test_the_composer_is_about_as_fast_as_the_engine():
    html = page(paragraphs(TEXTS * 8), 40, "body{columns:2;column-gap:2em}")
    render(html)
    spent = {}
    for compose in (False, True):
        runs = []
        for _ in range(3):
            started = time.process_time()
            render(html, compose=compose)
            runs.append(time.process_time() - started)
        spent[compose] = min(runs)
    assert spent[True] < 1.5 * spent[False]


@pytest.mark.parametrize("seed", range(0, 60, 5))
def test_random_paragraphs_lose_nothing(seed):
    found = {number: fuzz.check(number, paragraphs=8, twice=number % 5 == 0) for number in range(seed, seed + 5)}
    assert {number: wrong for number, wrong in found.items() if wrong} == {}


def test_a_first_letter_that_is_styled_again_after_a_block_loses_nothing():
    """A page break, a block inside a line and a first letter: the engine rebuilds the boxes of a line it had laid out."""
    assert fuzz.check(1121, twice=False) == []


def test_a_first_letter_with_its_marks_is_not_parted():
    css = "p::first-letter{font-size:3em;line-height:1}body{columns:2;column-fill:auto;height:200pt}"
    html = page(f"<p>{'，' * 32}分我", 20, css)
    assert fuzz.visible(texts(render(html))) == fuzz.source(html)


@pytest.mark.parametrize("twice", [True, False])
def test_the_check_of_random_pages_finds_a_lost_word(twice, monkeypatch):
    monkeypatch.setattr(fuzz, "texts", lambda document: texts(document).replace("江", "", 1))
    monkeypatch.setattr(fuzz, "random_page", lambda *_: page("<p>江岸江岸</p>"))
    assert fuzz.check(0, twice=twice) == ["lost '江', doubled ''"]


def placed(body: str, em: float = 10, css: str = "") -> list[tuple[str, float, float]]:
    """Texts with their places in em from the corner of the text area."""
    document = render(page(body, em, f"p{{text-indent:0}}{css}"))
    found = []
    for line in lines(document):
        for box in walk(line):
            if isinstance(box, boxes.TextBox) and box.text:
                found.append((box.text, round((box.position_x - 40) * 0.075, 2), round((box.position_y - 40) * 0.075)))
    return found


def test_a_float_is_as_wide_as_it_says():
    """The engine takes a float for as wide as its words, and lets those that say otherwise push a line off the page."""
    beside = "<span style='float:left;width:4em;margin-right:1em;line-height:3em'></span>"
    wide = "<span style='float:left;width:100%'>栏</span>"
    assert placed(f"<p>水<br>{beside}江岸</p>")[1][:2] == ("江岸", 5.0)
    assert [x for _, x, _ in placed(f"<p>江{wide}岸</p>")] == [0, 1, 0, 0]
    assert all(x <= 9 for _, x, _ in placed(f"<p>{STRICT}<b>{wide}</b>{STRICT}</p>"))


@pytest.mark.parametrize("align", ["left", "center", "right", "justify"])
def test_a_full_line_beside_a_float_stays_in_the_measure(align):
    beside = "<span style='float:left;width:3em;height:3em'></span>"
    css = f"p{{text-align:{align};--composer:on}}"
    for size in range(18, 26):
        found = placed(f"<p>{beside}{(STRICT * 3)[:size]}</p>", 20, css)
        assert all(x >= 2.99 and x + len(text) <= 20.01 for text, x, y in found if y < 2), (size, found)


@pytest.mark.parametrize(("side", "align", "first", "floated"), [
    ("left", "center", 11.0, 0.0), ("left", "right", 20.0, 0.0), ("right", "center", 9.0, 22.0), ("right", "right", 18.0, 22.0),
])  # fmt: skip
def test_a_float_stays_at_the_edge_when_its_line_is_aligned(side, align, first, floated):
    body = f"<p>江岸<b><span style='float:{side};width:2em;text-align:left'>首</span>水上</b></p>"
    found = {text: x for text, x, _ in placed(body, 24, f"p{{text-align:{align};--composer:on}}")}
    assert (found["江岸"], found["首"]) == pytest.approx((first, floated), abs=0.02)


def test_many_initials_beside_each_other_leave_room_for_the_first_word():
    css = "p::first-letter{float:left;font-size:3em;line-height:1}p{text-indent:2em!important}"
    found = placed("<p>一<p>百<p>据<p>增新", 17, css)
    assert max(x + len(text) for text, x, _ in found if text == "新") <= 17


def test_a_float_that_clears_another_leaves_its_line_alone():
    first = "<span style='float:left;width:3em;height:3em'></span>"
    second = "<span style='float:left;clear:left;width:5em;height:3em'></span>"
    assert placed(f"<p>江{first}{second}岸</p>")[0] == ("江", 3.0, 0)


def test_marks_wider_than_their_line_stay_in_the_measure():
    found = lines(render(page(f"<p>江{'，' * 60}{'“' * 60}岸</p>", 10)))
    assert max(line.width for line in found) <= 10 * 10 / 0.75 + 0.02


def test_lines_through_and_under_composed_text_are_drawn(tmp_path):
    css = "s{text-decoration:line-through} u{text-decoration:underline overline line-through}"
    assert write(page("<p>江<s>岸，水</s><u>“上”</u></p>", 10, css), tmp_path / "lines.pdf").stat().st_size


def test_an_address_turns_without_a_hyphen():
    address = "https://example.org/archive/2021/january/international-responsibilities"
    document = render(page(f"<p>{STRICT}{address}{STRICT}</p>", 14))
    drawn = [box.pango_layout.text for line in lines(document) for box in walk(line) if isinstance(box, boxes.TextBox)]
    assert "".join(drawn) == f"{STRICT}{address}{STRICT}"
    widths = [line.width for line in lines(document)[:-1]]
    assert widths == pytest.approx([14 * 10 / 0.75] * len(widths), abs=0.05)
