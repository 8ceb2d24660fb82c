"""The faces as they lie in the repository, and as several engines show them."""

from __future__ import annotations

import io
import itertools
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import numpy
import pypdfium2
import pytest
import weasyprint
from fontTools.ttLib import TTFont
from PIL import Image, ImageFilter, ImageFont
from weasyprint.formatting_structure import boxes

from pressroom.fonts import Catalogue, Coverage, Face, faces_of, subset_for_epub
from pressroom.fonts.characters import gb2312_characters, general_standard_characters, korean_characters
from pressroom.setting.file import set_file
from tests.support.faces import RARE, drawn, likeness
from tests.support.needs import needs
from tests.support.paths import FONTS

STYLES = ("normal", "italic")


def test_every_weight_of_every_role_is_there(catalogue: Catalogue) -> None:
    weights = {(face.role, face.weight, face.style) for face in catalogue.faces}
    chinese = {("song", 400), ("song", 700), ("sans", 400), ("sans", 700), ("sans", 900), ("kai", 400)}
    other = {("figures", 400), ("figures", 700), ("signs", 400), ("letters", 900)}
    slanted = {(role, weight, style) for role in ("latin", "letters") for weight in (400, 700) for style in STYLES}
    assert weights == {(*face, "normal") for face in chinese | other} | slanted


def test_lists_of_characters_are_whole() -> None:
    standard = general_standard_characters(FONTS)
    assert len(standard) == 8105
    assert {ord(c) for c in "一乙鿍𬺓"} <= standard
    assert all(chr(code).encode("gb2312") for code in gb2312_characters() - {0x2014, 0x00B7})
    assert len(gb2312_characters() - {0x2014, 0x00B7}) == 7445


def test_names_say_nothing_reserved(catalogue: Catalogue) -> None:
    for face in catalogue.faces:
        with TTFont(face.path, lazy=True) as font:
            names = [str(font["name"].getDebugName(number)) for number in (1, 3, 4, 5, 6)]
        assert not any("source" in name.lower() for name in names), face.family


def test_chinese_marks_fill_their_cells(catalogue: Catalogue) -> None:
    for face in (face for face in catalogue.faces if face.chinese):
        with TTFont(face.path, lazy=True) as font:
            names, advances, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
            assert {advances[names[ord(mark)]][0] for mark in "“”‘’·，。《》（）"} == {em}, face.family
            dot = font["glyf"][names[0xB7]]
            assert abs((dot.xMin + dot.xMax) / 2 - em / 2) < 0.03 * em, face.family
            opening, closing = font["glyf"][names[ord("“")]], font["glyf"][names[ord("”")]]
            assert opening.xMin > em / 2 > closing.xMax, face.family


def test_marks_of_latin_words_have_narrow_forms(catalogue: Catalogue, tmp_path: Path) -> None:
    """Every Chinese face keeps them as `pwid`, and so does what is cut from it for a book."""
    for face in (face for face in catalogue.faces if face.chinese):
        cut = tmp_path / face.path.name
        cut.write_bytes(subset_for_epub(face, "“”‘’a潮"))
        for file in (face.path, cut):
            widths = [ImageFont.truetype(file, 1000).getlength(mark, features=["pwid"]) for mark in "“”‘’"]
            assert 100 < min(widths) <= max(widths) < 700, (face.family, widths)


def test_figures_are_tabular_by_themselves(catalogue: Catalogue) -> None:
    for face in (face for face in catalogue.faces if face.role == "figures"):
        with TTFont(face.path, lazy=True) as font:
            names, advances = font.getBestCmap(), font["hmtx"]
            width = {text: {advances[names[ord(c)]][0] for c in text} for text in ("0123456789+−±×=", ",.:;")}
            assert [len(widths) for widths in width.values()] == [1, 1], face.family
            assert not font["GPOS"].table.FeatureList or not font["GPOS"].table.FeatureList.FeatureRecord


def test_text_faces_of_latin_letters_have_small_capitals_and_figures_for_tables(catalogue: Catalogue) -> None:
    for family in ("Pressroom Latin", "Pressroom Latin Bold"):
        with TTFont(catalogue.face(family).path, lazy=True) as font:
            features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
        assert {"smcp", "c2sc", "tnum", "onum", "frac"} <= features, family


def test_italics_are_drawn_and_not_slanted(catalogue: Catalogue) -> None:
    upright, italic = (catalogue.face(family).path for family in ("Pressroom Latin", "Pressroom Latin Italic"))
    assert likeness(drawn(upright, "e"), drawn(italic, "e")) < 0.98
    with TTFont(upright, lazy=True) as one, TTFont(italic, lazy=True) as other:
        widths = [font["hmtx"][font.getBestCmap()[ord("a")]][0] for font in (one, other)]
        assert widths[0] != widths[1]
        assert other["post"].italicAngle < 0


def height_of(face: Face, letter: str) -> int:
    with TTFont(face.path, lazy=True) as font:
        return int(font["glyf"][font.getBestCmap()[ord(letter)]].yMax)


@pytest.mark.parametrize(
    ("family", "letter", "companion", "like"),
    [
        ("Pressroom Latin", "s", "Pressroom Letters", "ƨ"),
        ("Pressroom Latin Bold", "s", "Pressroom Letters Bold", "ƨ"),
        ("Pressroom Sans", "x", "Pressroom Sans Latin", "x"),
        ("Pressroom Sans Black", "H", "Pressroom Sans Latin Black", "H"),
    ],
)
def test_letters_of_companions_are_as_high_as_those_beside_them(
    catalogue: Catalogue, family: str, letter: str, companion: str, like: str
) -> None:
    here, there = catalogue.face(family), catalogue.face(companion)
    assert height_of(there, like) == pytest.approx(height_of(here, letter), rel=0.05)


#: What every chain of faces has, whatever a page or a book is set in.
ALPHABETS = {
    "Latin": range(0x00A1, 0x0250),
    "Vietnamese": range(0x1E00, 0x1F00),
    "Greek": [code for code in range(0x0386, 0x0400) if unicodedata.category(chr(code)) != "Cn"],
    "Greek with accents": [code for code in range(0x1F00, 0x1FFF) if unicodedata.category(chr(code)) != "Cn"],
    "Cyrillic": range(0x0400, 0x0530),
    "currency": range(0x20A0, 0x20C1),
    "fractions": [*map(ord, "¼½¾"), *range(0x2150, 0x215F)],
    "arrows": range(0x2190, 0x2200),
    "circled figures": range(0x2460, 0x2474),
}


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_every_chain_has_the_alphabet(coverage: Coverage, alphabet: str) -> None:
    missing = {chr(code) for held in coverage.chains for code in ALPHABETS[alphabet] if code not in held}
    # Coptic letters, signs of tone and of archaic Greek that no upright text of today has.
    assert missing - set("\u00ad" + "".join(map(chr, range(0x03E2, 0x03F0))) + "ͰͱͲͳͶͷͿϏϗϷϸϺϻϼ") == set()


def test_a_space_after_a_letter_of_any_face_is_a_space(catalogue: Catalogue, rare: Face, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    families = ("Pressroom Latin", "Pressroom Song", "Pressroom Sans", "Pressroom Sans Bold", "Pressroom Latin Italic")
    texts = (f"<p style=\"font-family: '{family}'\">Ƨ Ӷ\u00a0ꙗ ⨁ ⤄ 안\u3000녕 ㉠ 㵘 ₪ a</p>" for family in families)
    page.write_text("".join(texts), encoding="utf-8")
    assert set_file(page, faces_of([*catalogue.faces, rare]))[1] == ()


def test_korean_is_there_in_syllables_and_in_letters(catalogue: Catalogue) -> None:
    for family in ("Pressroom Hangul", "Pressroom Hangul Bold"):
        with TTFont(catalogue.face(family).path, lazy=True) as font:
            held = set(font.getBestCmap())
        assert len(korean_characters()) == 2350
        assert korean_characters() <= held
        assert set(map(ord, unicodedata.normalize("NFD", "안녕하세요 깎 값"))) <= held


def test_stylesheet_declares_each_file_and_keeps_chinese_marks_from_latin_faces(catalogue: Catalogue) -> None:
    rules = re.findall(r"@font-face \{.*?\}", catalogue.stylesheet("x/"), re.DOTALL)
    families = [re.search(r'font-family: "(.*?)"', rule)[1] for rule in rules]
    assert len(set(families)) == len(families) == 30
    assert {f"x/{face.file}" for face in catalogue.faces} == set(re.findall(r'url\("(.*?)"\)', "".join(rules)))
    bounded = dict(zip(families, rules, strict=True))["Pressroom Latin"]
    ranges = [
        (int(a, 16), int(b, 16)) for a, b in re.findall(r"U\+([0-9A-F]+)-([0-9A-F]+)", bounded.split("range:")[1])
    ]
    assert any(first <= ord("A") <= last for first, last in ranges)
    assert not [c for c in "“”‘’…—·" if any(first <= ord(c) <= last for first, last in ranges)]


def lines_of(html: str, css: str) -> list[boxes.LineBox]:
    page = weasyprint.HTML(string=f"<style>{css}</style>{html}").render().pages[0]._page_box
    return [box for box in page.descendants() if isinstance(box, boxes.LineBox)]


@pytest.mark.parametrize("face", ["Pressroom Song", "Pressroom Sans Bold", "Pressroom Kai"])
def test_mixed_lines_stay_on_the_grid(css: str, face: str) -> None:
    text = "正文中文English混排1998年，“引号”是Chinese的。再写一些文字abc使行数增多。" * 5
    style = f'font: 10pt/16pt "Pressroom Figures", "Pressroom Latin", "{face}"; width: 200pt; margin: 0'
    lines = lines_of(f"<p style='{style}'>{text}</p>", css)
    assert len(lines) > 5
    baselines = [(line.position_y + line.baseline - lines[0].position_y - lines[0].baseline) * 0.75 for line in lines]
    assert baselines == pytest.approx([16 * number for number in range(len(lines))], abs=0.001)


@pytest.mark.parametrize("text", ["——", "……", "abc——def", "abc……def"])
def test_dashes_and_dots_are_two_em_without_a_language(css: str, text: str) -> None:
    (line,) = lines_of(f"<p style='font: 10pt \"Pressroom Song\"'><span>{text}</span></p>", css)
    (rest,) = lines_of(f"<p style='font: 10pt \"Pressroom Song\"'><span>{text.strip('—…')}x</span></p>", css)
    (plain,) = lines_of("<p style='font: 10pt \"Pressroom Song\"'><span>x</span></p>", css)
    letters = "".join(c for c in text if c not in "—…")
    (without,) = lines_of(f"<p style='font: 10pt \"Pressroom Song\"'><span>{letters}x</span></p>", css)
    wide = line.children[0].width - (without.children[0].width - plain.children[0].width)
    assert rest.children
    assert wide * 0.75 == pytest.approx(20, abs=0.3)


def shown_by_engines(pdf: bytes, folder: Path) -> dict[str, Image.Image]:
    """The first page at 144 dots an inch, by every engine that is here."""
    file = folder / "page.pdf"
    file.write_bytes(pdf)
    pymupdf = pytest.importorskip("pymupdf")
    with pymupdf.open(stream=pdf) as document:
        png = document[0].get_pixmap(dpi=144).tobytes("png")
    pages = {"mupdf": Image.open(io.BytesIO(png))}
    document = pypdfium2.PdfDocument(pdf)
    pages["pdfium"] = document[0].render(scale=2).to_pil()
    document.close()
    commands = {
        "poppler": ["pdftoppm", "-r", "144", "-png", "-singlefile", file, folder / "poppler"],
        "gs": f"gs -q -dNOPAUSE -dBATCH -sDEVICE=png16m -dTextAlphaBits=4 -r144 -o {folder / 'gs.png'} {file}".split(),
    }
    for name, command in commands.items():
        if shutil.which(command[0]):
            subprocess.run(command, check=True, capture_output=True)
            pages[name] = Image.open(folder / f"{name}.png")
    return {name: page.convert("L").filter(ImageFilter.GaussianBlur(1.5)) for name, page in pages.items()}


@needs("ghostscript", "poppler")
def test_every_engine_shows_every_face_alike(catalogue: Catalogue, css: str, rare: Face, tmp_path: Path) -> None:
    samples = {
        "chinese": "潮骨直关门“”—…·（①℃→★〇ǎ䓖𬭩g",
        "latin": "ABGabg0379&%ÜïéÅαβЖЩ−",
        "figures": "0123456789%+−$€",
        "letters": "ƀǖḇϗԀ₪℣",
        "signs": "→⇒∑∮⊕",
        "hangul": "가뷰힝ㄱㅏ㉠",
    }
    faces = [*catalogue.faces, rare]
    cells = ""
    for row, face in enumerate(faces):
        for column, character in enumerate(samples.get(face.repertoire, RARE)):
            place = f"left:{40 * column}pt;top:{40 * row}pt;font-family:'{face.family}'"
            cells += f'<div style="{place}">{character.replace("&", "&amp;")}</div>'
    size = f"@page {{ size: 880pt {40 * len(faces)}pt; margin: 0 }}"
    style = "div { position: absolute; width: 40pt; text-align: center; font-size: 24pt; line-height: 40pt }"
    html = f"<style>{css}{size}{style}</style>{cells}"
    pages = shown_by_engines(weasyprint.HTML(string=html).write_pdf(), tmp_path)
    ink = {name: 255 - numpy.asarray(page, dtype=float) for name, page in pages.items()}
    unlike = []
    for row, face in enumerate(faces):
        for column, character in enumerate(samples.get(face.repertoire, RARE)):
            cell = numpy.s_[80 * row : 80 * row + 80, 80 * column : 80 * column + 80]
            for one, other in itertools.combinations(ink, 2):
                if likeness(ink[one][cell], ink[other][cell]) < 0.85:
                    unlike.append((face.family, character, one, other))
    assert unlike == []
