"""The faces as they lie in the repository, and as several engines show them."""

from __future__ import annotations

import io
import itertools
import re
import shutil
import subprocess
from pathlib import Path

import numpy
import pypdfium2
import pytest
import weasyprint
from fontTools.ttLib import TTFont
from PIL import Image, ImageFilter, ImageFont
from weasyprint.formatting_structure import boxes

from pressroom.fonts import Catalogue, Face, subset_for_epub
from pressroom.fonts.characters import gb2312_characters, general_standard_characters
from tests.support.faces import RARE, likeness
from tests.support.paths import FONTS


def test_every_weight_of_every_role_is_there(catalogue: Catalogue) -> None:
    weights = {(face.role, face.weight) for face in catalogue.faces}
    chinese = {("song", 400), ("song", 700), ("sans", 400), ("sans", 700), ("sans", 900), ("kai", 400)}
    assert weights == chinese | {("latin", 400), ("latin", 700), ("figures", 400), ("figures", 700)}


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


def test_stylesheet_declares_each_file_and_keeps_chinese_marks_from_latin_faces(catalogue: Catalogue) -> None:
    rules = re.findall(r"@font-face \{.*?\}", catalogue.stylesheet("x/"), re.DOTALL)
    families = [re.search(r'font-family: "(.*?)"', rule)[1] for rule in rules]
    assert len(set(families)) == len(families) == 12
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


def test_every_engine_shows_every_face_alike(catalogue: Catalogue, css: str, rare: Face, tmp_path: Path) -> None:
    samples = {
        "chinese": "潮骨直关门“”—…·（①℃→★〇ǎ䓖𬭩g",
        "latin": "ABGabg0379&%ÜïéÅαβЖЩ−",
        "figures": "0123456789%+−$€",
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
