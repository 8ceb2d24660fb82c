"""The faces: proved as they lie in the repository, and shown by several engines as they are meant."""

from __future__ import annotations

import io
import itertools
import re
import shutil
import subprocess
import tarfile
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import numpy
import pypdfium2
import pytest
import weasyprint
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from weasyprint.formatting_structure import boxes

from pressroom.fonts import (
    RARE_FAMILY,
    Catalogue,
    Coverage,
    Face,
    check_fonts,
    font_face_rule,
    prepare_fonts,
    rare_faces,
    read_catalogue,
    read_characters,
    read_coverage,
    subset_for_epub,
)
from pressroom.fonts.characters import gb2312_characters, general_standard_characters
from pressroom.fonts.coverage import fallback_file
from pressroom.report import FontError
from pressroom.workshop.config import config_of
from pressroom.workshop.files import digest
from tests.support.needs import needs
from tests.support.paths import FONTS
from tests.support.press import reading

RARE = "㵘騰龍㐀"
STYLES = ("normal", "italic")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue([FONTS])


def rare_in(characters: Iterable[str], folder: Path) -> tuple[Face, ...]:
    """The rare faces of some characters, kept in a folder."""
    config = config_of(folder, folder)
    with reading(folder, config) as workshop:
        return rare_faces(characters, workshop)


@pytest.fixture(scope="module")
def coverage(catalogue: Catalogue) -> Coverage:
    with reading(FONTS) as workshop:
        return read_coverage(catalogue, workshop)


@pytest.fixture(scope="module")
def css(catalogue: Catalogue, rare: Face) -> str:
    return catalogue.stylesheet(f"{FONTS.as_uri()}/") + font_face_rule(rare, f"{rare.folder.as_uri()}/")


@pytest.fixture(scope="module")
def rare(tmp_path_factory: pytest.TempPathFactory) -> Face:
    return rare_in(RARE, tmp_path_factory.mktemp("rare"))[0]


def folder_of(family: str, folder: Path) -> Path:
    """Make a folder of fonts that holds one face."""
    face = read_catalogue([FONTS]).face(family)
    text = (FONTS / "fonts.yaml").read_text(encoding="utf-8")
    entry = next(e for e in re.split(r"(?m)^(?=  - family:)", text) if e.startswith(f"  - family: {family}\n"))
    (folder / "fonts.yaml").write_text(f"faces:\n{entry}", encoding="utf-8")
    shutil.copytree(face.path.parent, (folder / face.file).parent)
    shutil.copytree(FONTS / "characters", folder / "characters")
    return folder


def checks_of(folder: Path) -> set[str]:
    return {finding.check for finding in check_fonts([folder, FONTS]).findings}


# The faces in the repository


def test_faces_in_the_repository_are_clear() -> None:
    assert check_fonts([FONTS]).findings == ()


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


# The style sheet


def test_stylesheet_declares_each_file_and_keeps_chinese_marks_from_latin_faces(catalogue: Catalogue) -> None:
    rules = re.findall(r"@font-face \{.*?\}", catalogue.stylesheet("x/"), re.DOTALL)
    families = [re.search(r'font-family: "(.*?)"', rule)[1] for rule in rules]
    assert len(set(families)) == len(families) == 28
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


# What the engines show


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


def likeness(left: numpy.ndarray, right: numpy.ndarray) -> float:
    """How alike two pieces of a page are, 0 to 1; ink against blank is 0."""
    product = float(numpy.sqrt((left * left).sum() * (right * right).sum()))
    return float((left * right).sum()) / product if product else 0.0


@needs("ghostscript", "poppler")
def test_every_engine_shows_every_face_alike(catalogue: Catalogue, css: str, rare: Face, tmp_path: Path) -> None:
    samples = {
        "chinese": "潮骨直关门“”—…·（①℃→★〇ǎ䓖𬭩g",
        "latin": "ABGabg0379&%ÜïéÅαβЖЩ−",
        "figures": "0123456789%+−$€",
        "letters": "ƀǖḇϗԀ₪℣",
        "signs": "→⇒∑∮⊕",
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


# Rare characters


def drawn(file: Path, character: str) -> numpy.ndarray:
    page = Image.new("L", (80, 80))
    ImageDraw.Draw(page).text((8, 60), character, fill=255, font=ImageFont.truetype(file, 64), anchor="ls")
    return numpy.asarray(page.filter(ImageFilter.GaussianBlur(1)), dtype=float)


def test_rare_face_draws_what_the_full_font_draws(rare: Face) -> None:
    for character in RARE:
        assert likeness(drawn(rare.path, character), drawn(fallback_file(), character)) > 0.97, character
    assert likeness(drawn(rare.path, RARE[0]), drawn(fallback_file(), RARE[1])) < 0.9


def test_rare_face_is_the_same_each_time_and_made_once(rare: Face, tmp_path: Path) -> None:
    again, bold = rare_in(reversed(RARE + RARE), tmp_path)
    assert (again.file, again.sha256, again.family) == (rare.file, rare.sha256, RARE_FAMILY)
    assert digest(again.path.read_bytes()) == rare.sha256
    made = again.path.stat().st_mtime_ns
    assert rare_in(RARE, tmp_path) == (again, bold)
    assert again.path.stat().st_mtime_ns == made
    assert {file.name for file in (tmp_path / "fonts").iterdir()} == {again.file, bold.file}
    other, _ = rare_in(RARE[:2], tmp_path)
    assert other.file != again.file


def test_no_rare_face_where_none_is_needed(tmp_path: Path) -> None:
    assert rare_in("", tmp_path) == ()
    assert not (tmp_path / "fonts").exists()


def test_rare_characters_are_set_in_the_rare_face(css: str) -> None:
    html = f'<style>{css}</style><p style=\'font-family:"Pressroom Kai","{RARE_FAMILY}"\'>潮{RARE}</p>'
    document = weasyprint.HTML(string=html).render()
    document.write_pdf()
    assert {str(font.family) for font in document.fonts.values()} == {"Pressroom Kai", RARE_FAMILY}


def test_missing_characters_are_named_with_their_place(coverage: Coverage) -> None:
    text = f"潮涌\ue000“引”——{RARE}ā℃\u200b\ufeff\n\U000f0000"
    assert coverage.find_missing(text) == ((2, "\ue000"), (len(text) - 1, "\U000f0000"))
    assert coverage.find_rare(text) == tuple(sorted(RARE))
    assert coverage.find_missing("钱塘Qiántáng 1,000 №1 ∑") == ()


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


def test_coverage_is_read_from_the_files(catalogue: Catalogue, coverage: Coverage) -> None:
    assert all(ord("潮") in held for held in coverage.chains)
    assert ord("ř") in coverage.held
    assert ord("㵘") not in coverage.held
    with reading(FONTS) as workshop:
        assert read_characters(catalogue.face("Pressroom Kai").path, workshop) <= coverage.held


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


def test_the_rare_face_has_a_bold(tmp_path: Path) -> None:
    light, bold = rare_in(RARE, tmp_path)
    assert (bold.family, bold.weight) == ("Pressroom Rare Bold", 700)
    for character in RARE:
        ink = [drawn(face.path, character).sum() for face in (light, bold)]
        assert 1.2 < ink[1] / ink[0] < 1.7, character
        assert likeness(drawn(light.path, character), drawn(bold.path, character)) > 0.8, character


# Subsets for books


def test_subset_holds_just_the_characters_of_the_book(catalogue: Catalogue) -> None:
    face = catalogue.face("Pressroom Song Bold")
    data = subset_for_epub(face, "潮涌，“钱塘”——\ue000")
    assert data == subset_for_epub(face, sorted("潮涌，“钱塘”——"))
    assert len(data) < 20_000
    with TTFont(io.BytesIO(data)) as font:
        assert set(font.getBestCmap()) == {ord(c) for c in "潮涌，“钱塘”—"}
        assert font["name"].getDebugName(1) == "Pressroom Song Bold"
        features = {r.FeatureTag for t in ("GSUB", "GPOS") for r in font[t].table.FeatureList.FeatureRecord}
        assert {"vert", "halt", "chws"} <= features


# The check finds what is wrong


def test_check_finds_a_file_that_was_changed(tmp_path: Path) -> None:
    file = folder_of("Pressroom Latin", tmp_path) / "latin/PressroomLatin.ttf"
    assert check_fonts([tmp_path, FONTS]).findings == ()
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    assert checks_of(tmp_path) == {"font-digest"}
    file.write_bytes(b"\0\1\0\0 not a font")
    assert checks_of(tmp_path) == {"font-digest", "font-format"}
    file.unlink()
    assert checks_of(tmp_path) == {"font-digest"}


def test_check_finds_an_absent_licence(tmp_path: Path) -> None:
    (folder_of("Pressroom Latin", tmp_path) / "latin/OFL.txt").unlink()
    assert checks_of(tmp_path) == {"font-licence"}
    assert not check_fonts([tmp_path, FONTS]).clear


def test_check_finds_a_character_that_is_not_covered(tmp_path: Path) -> None:
    face = read_catalogue([folder_of("Pressroom Kai", tmp_path), FONTS]).faces[0]
    required = gb2312_characters() | general_standard_characters(tmp_path)
    face.path.write_bytes(subset_for_epub(face, (chr(code) for code in required - {ord("𬭩")})))
    report = check_fonts([tmp_path, FONTS])
    assert checks_of(tmp_path) == {"font-digest", "font-coverage"}
    assert any("1 characters" in finding.message and "𬭩 U+2CB69" in finding.message for finding in report.findings)


def test_check_finds_restricted_embedding_and_another_line_box(tmp_path: Path) -> None:
    face = read_catalogue([folder_of("Pressroom Figures", tmp_path), FONTS]).faces[0]
    with TTFont(face.path) as font:
        font["OS/2"].fsType = 2
        font["hhea"].ascent = 1000
        font["name"].setName("Another", 1, 3, 1, 0x409)
        buffer = io.BytesIO()
        font.save(buffer)
    face.path.write_bytes(buffer.getvalue())
    assert checks_of(tmp_path) == {"font-digest", "font-embedding", "font-line-box", "font-family"}


def test_check_finds_a_family_of_two_files(tmp_path: Path) -> None:
    file = folder_of("Pressroom Figures", tmp_path) / "fonts.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + text.removeprefix("faces:\n"), encoding="utf-8")
    with pytest.raises(FontError, match=r"fonts.yaml:20:13: stop: a second face with the family Pressroom Figures"):
        check_fonts([tmp_path, FONTS])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "no fonts.yaml"),
        ("faces: [", "fonts.yaml:1"),
        ("families: []", "fonts.yaml:1:1: stop: unknown key 'families'"),
        ("faces:\n- family: X\n", "fonts.yaml:2:3: stop: the key 'source' is missing"),
    ],
)
def test_broken_catalogue_is_refused(tmp_path: Path, text: str | None, message: str) -> None:
    if text is not None:
        (tmp_path / "fonts.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(FontError, match=message):
        read_catalogue([tmp_path])


def test_catalogue_keeps_to_its_folder(tmp_path: Path) -> None:
    file = folder_of("Pressroom Figures", tmp_path) / "fonts.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("file: figures/", "file: ../figures/"), encoding="utf-8")
    with pytest.raises(FontError, match="leaves its folder"):
        read_catalogue([tmp_path])


# Preparing


@pytest.fixture
def kitchen(tmp_path: Path) -> Path:
    """A folder with one face to make, and beside it the package that it is made from."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    face = read_catalogue([folder_of("Pressroom Figures", folder), FONTS]).faces[0]
    assert face.source is not None
    work = tmp_path / "work"
    work.mkdir()
    package = f"{face.source.package.strip('@').replace('/', '-')}-{face.source.version}.tgz"
    with tarfile.open(work / package, "w:gz") as archive:
        archive.add(face.path, f"package/{face.source.file}")
        archive.add(face.path.with_name("OFL.txt"), f"package/{face.source.licence_file}")
    catalogue = folder / "fonts.yaml"
    text = catalogue.read_text(encoding="utf-8").replace(face.source.sha256, digest(face.path.read_bytes()))
    catalogue.write_text(text, encoding="utf-8")
    return tmp_path


def test_prepare_makes_the_same_bytes_again_and_records_them(kitchen: Path) -> None:
    folder, told = kitchen / "fonts", []
    first = prepare_fonts(folder, kitchen / "work", told.append, house=FONTS).faces[0]
    made = first.path.read_bytes()
    assert digest(made) == first.sha256
    assert told == ["Making Pressroom Figures (1 of 1)"]
    shutil.rmtree(first.path.parent)
    assert prepare_fonts(folder, kitchen / "work", house=FONTS).faces[0] == first
    assert first.path.read_bytes() == made
    assert check_fonts([folder, FONTS]).findings == ()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("one-line-box]", "one-line-bocks]", "unknown steps: one-line-bocks .fonts.\n.*Did you mean one-line-box"),
        ("repertoire: figures", "repertoire: fingers", "repertoire: expected .*'figures'.*, not 'fingers'"),
        ("file: 400Regular", "file: 500Regular", "no file 500Regular"),
        ("licence_file: LICENSE_FONT", "licence_file: ../OFL", "leaves its folder"),
    ],
)
def test_prepare_refuses_a_wrong_recipe(kitchen: Path, old: str, new: str, message: str) -> None:
    folder = kitchen / "fonts"
    file = folder / "fonts.yaml"
    before = (folder / "figures/PressroomFigures.ttf").read_bytes()
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(FontError, match=message):
        prepare_fonts(folder, kitchen / "work", house=FONTS)
    assert (folder / "figures/PressroomFigures.ttf").read_bytes() == before


def test_prepare_refuses_a_damaged_package(kitchen: Path) -> None:
    (package,) = (kitchen / "work").iterdir()
    package.write_bytes(package.read_bytes()[:2000])
    with pytest.raises(FontError, match="damaged"):
        prepare_fonts(kitchen / "fonts", kitchen / "work", house=FONTS)
