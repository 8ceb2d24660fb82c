"""A layout's own faces: declared in its style sheet, set in its pages, put into its books."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from pressroom.report import PressroomError
from pressroom.workshop.config import Config
from tests.support.fonts import postscript_font, small_font, variable_font, write_font
from tests.support.press import build, prepare

RULE = '@font-face { font-family: "Brook"; src: url(fonts/Brook.ttf) }\n'


@pytest.fixture
def layout(desk: Path) -> Path:
    """A layout that sets its text in a face of its own."""
    folder = desk / "layouts/plain"
    write_font(folder / "fonts", small_font("Something else"))
    append(
        folder / "print.css",
        f'{RULE}:root {{ --song: "Brook", "Pressroom Song" }}\nhtml, p {{ font-family: var(--song) }}\n',
    )
    return folder


def append(file: Path, text: str) -> None:
    file.write_text(file.read_text(encoding="utf-8") + text if file.is_file() else text, encoding="utf-8")


def fonts_in(pdf: Path) -> set[str]:
    with pikepdf.open(pdf) as document:
        fonts = [font for page in document.pages for font in page.Resources.get("/Font", {}).values()]
        return {str(font.BaseFont).partition("+")[2] for font in fonts}


@pytest.mark.usefixtures("layout")
def test_a_declared_face_reaches_pages_and_books(desk: Path, config: Config, tmp_path: Path) -> None:
    copy = sorted((desk / "issue/copy").glob("*.md"))[0]
    append(copy, "\nABCabc 江水江水 Řř\n")
    report, files = build(desk / "issue", config, tmp_path / "out", ("screen", "print", "epub", "epub-fixed"))
    assert report.clear, report
    by_ending = {"".join(file.suffixes[-2:]): file for file in files}
    for edition in (".screen.pdf", ".print.pdf"):
        assert "Brook" in fonts_in(by_ending[edition])
        assert not {name for name in fonts_in(by_ending[edition]) if not name.startswith(("Pressroom", "Brook"))}
    for edition in (".epub", ".fixed.epub"):
        with zipfile.ZipFile(by_ending[edition]) as book:
            name = next(name for name in book.namelist() if name.endswith("fonts/Brook.ttf"))
            with TTFont(io.BytesIO(book.read(name))) as font:
                assert set(font.getBestCmap()) >= {ord(letter) for letter in "ABCabcŘř"}
            assert any(name.endswith("OFL.txt") for name in book.namelist())
    with zipfile.ZipFile(by_ending[".epub"]) as book:
        css = book.read("EPUB/style.css").decode()
        assert re.search(r'body \{\s*font-family: "Brook", "Pressroom Song"', css)
        opf = book.read(next(name for name in book.namelist() if name.endswith(".opf"))).decode()
        assert re.search(r"<dc:rights>Brook · [^<]+</dc:rights>", opf)
    colophon = (tmp_path / "out/issue/colophon.json").read_text(encoding="utf-8")
    assert '"from": "layout plain"' in colophon


@pytest.mark.usefixtures("layout")
def test_a_declared_face_has_the_line_box_of_all_others(desk: Path, config: Config) -> None:
    face = prepare(desk / "issue", config).faces[0]
    assert (face.family, face.declared) == ("Brook", "Brook")
    with TTFont(face.path) as font:
        em = font["head"].unitsPerEm
        assert (font["hhea"].ascent * 1000 // em, -font["hhea"].descent * 1000 // em) == (880, 120)
        assert font["name"].getDebugName(1) == "Brook"


def test_what_was_made_is_kept(layout: Path, desk: Path, config: Config) -> None:
    made = [prepare(desk / "issue", config).faces[0].path.stat().st_mtime_ns for _ in range(2)]
    assert made[0] == made[1]
    write_font(layout / "fonts", small_font("Something else", characters="Aa 江"))
    again = prepare(desk / "issue", config).faces[0]
    assert again.path.stat().st_mtime_ns != made[0]


def test_weights_and_styles_of_one_family_are_told_apart(
    layout: Path, desk: Path, config: Config, tmp_path: Path
) -> None:
    write_font(layout / "fonts", small_font("x", source="Pressroom Sans Latin Bold"), "Bold.ttf")
    write_font(layout / "fonts", small_font("x", source="Pressroom Sans Latin Italic"), "Italic.ttf")
    append(
        layout / "print.css",
        "@font-face { font-family: Brook; font-weight: bold; src: url('fonts/Bold.ttf') }\n"
        "@font-face { font-family: Brook; font-style: italic; src: url(fonts/Italic.ttf) }\n"
        "p strong { font-family: Brook; font-weight: 700 } p em { font-family: Brook; font-style: italic }\n",
    )
    append(sorted((desk / "issue/copy").glob("*.md"))[0], "\nABC **ABC** *ABC*\n")
    faces = [face for face in prepare(desk / "issue", config).faces if face.declared]
    assert [(face.family, face.weight, face.style) for face in faces] == [
        ("Brook", 400, "normal"),
        ("Brook Bold", 700, "normal"),
        ("Brook Italic", 400, "italic"),
    ]
    report, files = build(desk / "issue", config, tmp_path / "out")
    assert report.clear, report
    assert fonts_in(files[0]) >= {"Brook", "BrookBold", "BrookItalic"}


@pytest.mark.parametrize(
    ("name", "data"),
    [("Brook.otf", postscript_font()), ("Brook.woff2", small_font(flavor="woff2")), ("Brook.ttf", variable_font())],
)
def test_fonts_of_any_make_are_taken(layout: Path, desk: Path, config: Config, name: str, data: bytes) -> None:
    (layout / "fonts/Brook.ttf").unlink()
    write_font(layout / "fonts", data, name)
    sheet = layout / "print.css"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("Brook.ttf", name), encoding="utf-8")
    face = prepare(desk / "issue", config).faces[0]
    with TTFont(face.path) as font:
        assert (font.flavor, "glyf" in font, "fvar" in font) == (None, True, False)


def test_bounds_of_a_rule_leave_the_rest_to_others(layout: Path, desk: Path, config: Config, tmp_path: Path) -> None:
    sheet = layout / "print.css"
    text = sheet.read_text(encoding="utf-8").replace("Brook.ttf)", "Brook.ttf); unicode-range: U+41-43")
    sheet.write_text(text, encoding="utf-8")
    append(sorted((desk / "issue/copy").glob("*.md"))[0], "\nABCabc 江水\n")
    _, files = build(desk / "issue", config, tmp_path / "out")
    with pikepdf.open(files[0]) as document:
        fonts = [font for page in document.pages for font in page.Resources.Font.values()]
        texts = b"".join(font.ToUnicode.read_bytes() for font in fonts if "Brook" in str(font.BaseFont))
    assert b"<0041>" in texts
    assert b"<0061>" not in texts
    assert b"<6c5f>" not in texts


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("fonts/None.ttf", "there is no font fonts/None.ttf [missing-file]"),
        ("../../issue/copy.ttf", "leaves the layout [path-leaves-folder]"),
        ("https://example.org/x.ttf", "is an address: nothing is ever fetched [remote-reference]"),
        ("fonts/OFL.txt", "not a readable font"),
    ],
)
def test_a_rule_that_declares_nothing_is_named(
    layout: Path, desk: Path, config: Config, address: str, message: str
) -> None:
    sheet = layout / "print.css"
    text = sheet.read_text(encoding="utf-8").replace("fonts/Brook.ttf", address)
    sheet.write_text(text, encoding="utf-8")
    line = text[: text.index("@font-face")].count("\n") + 1
    with pytest.raises(PressroomError) as caught:
        prepare(desk / "issue", config)
    said = str(caught.value)
    assert f"print.css:{line}:1: stop: " in said
    assert message in said


def test_a_font_that_may_not_be_embedded_stops_the_press(layout: Path, desk: Path, config: Config) -> None:
    write_font(layout / "fonts", small_font(changes={"fsType": 2}))
    with pytest.raises(PressroomError, match=r"print.css:\d+:1: stop: embedding Brook.ttf is restricted \(fsType 2\)"):
        prepare(desk / "issue", config)


def test_a_folder_of_fonts_in_a_layout_stands_before_all(desk: Path, config: Config, tmp_path: Path) -> None:
    from pressroom.fonts import Wish, add_fonts

    file = write_font(tmp_path / "here", small_font("Brook"))
    folder = desk / "layouts/plain/fonts"
    add_fonts(Wish(str(file), role="song"), folder, config.fonts, tmp_path / "work")
    faces = prepare(desk / "issue", config).faces
    assert [face.family for face in faces[:2]] == ["Brook", "Pressroom Song"]
    report, files = build(desk / "issue", config, tmp_path / "out", ("epub",))
    assert report.clear, report
    with zipfile.ZipFile(files[0]) as book:
        assert re.search(r'body \{\s*font-family: "Brook"', book.read("EPUB/style.css").decode())


def test_letters_of_an_added_face_need_not_be_named(desk: Path, config: Config, tmp_path: Path) -> None:
    from pressroom.fonts import Wish, add_fonts

    file = write_font(tmp_path / "here", postscript_font(letter="ก"), "Brook.otf")
    add_fonts(Wish(str(file)), desk / "layouts/plain/fonts", config.fonts, tmp_path / "work")
    append(sorted((desk / "issue/copy").glob("*.md"))[0], "\n江กก水\n")
    report, files = build(desk / "issue", config, tmp_path / "out", ("screen", "epub"))
    assert report.clear, report
    made = {file.suffix: file for file in files}
    assert "Brook" in fonts_in(made[".pdf"])
    with zipfile.ZipFile(made[".epub"]) as book:
        assert "EPUB/fonts/Brook.ttf" in book.namelist()


def test_a_book_that_is_not_chinese_is_set_in_latin_faces(desk: Path, config: Config, tmp_path: Path) -> None:
    magazine = desk / "magazine.yaml"
    text = magazine.read_text(encoding="utf-8").replace("zh-CN", "en")
    magazine.write_text(f"{text}roles: {{记者: aut, 编辑: edt, 摄影: pht}}\n", encoding="utf-8")
    append(sorted((desk / "issue/copy").glob("*.md"))[0], "\n“Łódź” is *not* Lodz; Ӏ, ₿.\n")
    _, files = build(desk / "issue", config, tmp_path / "out", ("epub",))
    with zipfile.ZipFile(files[0]) as book:
        css = book.read("EPUB/style.css").decode()
        with TTFont(io.BytesIO(book.read("EPUB/fonts/PressroomLatin.ttf"))) as font:
            assert {ord(sign) for sign in "“”Łź"} <= set(font.getBestCmap())
        with TTFont(io.BytesIO(book.read("EPUB/fonts/PressroomLatinItalic.ttf"))) as font:
            assert ord("n") in font.getBestCmap()
    assert re.search(r'body \{\s*font-family: "Pressroom Latin", "Pressroom Song"', css)
    assert "unicode-range" not in css.partition("body {")[0]


def test_a_family_of_a_sheet_for_books_is_in_the_book(layout: Path, desk: Path, config: Config, tmp_path: Path) -> None:
    sheet = layout / "print.css"
    sheet.write_text(
        sheet.read_text(encoding="utf-8").replace('"Brook", "Pressroom Song"', '"Pressroom Song"'), encoding="utf-8"
    )
    append(layout / "epub.css", "h2 { font-family: Brook }\n")
    append(sorted((desk / "issue/copy").glob("*.md"))[0], "\nABC řŘ\n")
    _, files = build(desk / "issue", config, tmp_path / "out", ("epub",))
    with zipfile.ZipFile(files[0]) as book, TTFont(io.BytesIO(book.read("EPUB/fonts/Brook.ttf"))) as font:
        assert {ord(sign) for sign in "ABCřŘ"} <= set(font.getBestCmap())


def test_drawings_bring_their_letters_into_books(desk: Path, config: Config, tmp_path: Path) -> None:
    (desk / "issue/art/wave.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40" viewBox="0 0 60 40"><text y="9">江ř</text>'
        '<text y="20" font-family="sans-serif" font-weight="bold">水</text></svg>',
        encoding="utf-8",
    )
    _, files = build(desk / "issue", config, tmp_path / "out", ("epub",))
    with zipfile.ZipFile(files[0]) as book:
        drawings = [book.read(name).decode() for name in book.namelist() if name.endswith(".svg")]
    (drawing,) = [text for text in drawings if "江ř" in text]
    fonts = {}
    for family, ranges, data in re.findall(r'font-family: "(.*?)".*?unicode-range: (.*?);.*?base64,(.*?)\)', drawing):
        with TTFont(io.BytesIO(base64.b64decode(data))) as font:
            assert {f"U+{code:X}" for code in font.getBestCmap()} == set(ranges.split(", "))
            fonts.setdefault(family, set()).update(map(chr, font.getBestCmap()))
    assert fonts == {"Pressroom Sans": {" ", "江", "ř"}, "Pressroom Sans Bold": {" ", "水"}}
    assert "font-family=\"'Pressroom Sans Bold'\"" in drawing
