"""Families and letters that no face has: each stops the press where it stands, and none is replaced in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from pressroom.fonts.drawings import read_lettering
from pressroom.fonts.styles import read_declarations, read_styles
from pressroom.report import PressroomError
from pressroom.workshop.config import Config
from tests.support.press import prepare

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40">\n{}\n</svg>\n'


def said_of(desk: Path, config: Config) -> list[str]:
    with pytest.raises(PressroomError) as caught:
        prepare(desk / "issue", config)
    return [str(finding).replace(f"{desk.as_posix()}/", "") for finding in caught.value.report.findings]


def append(file: Path, text: str) -> int:
    """Write something at the end of a file; give the line that it stands on."""
    before = file.read_text(encoding="utf-8") if file.is_file() else ""
    before = before if before.endswith("\n") or not before else f"{before}\n"
    file.write_text(before + text, encoding="utf-8")
    return before.count("\n") + 1


def test_a_family_of_a_style_sheet_is_named_with_the_nearest(desk: Path, config: Config) -> None:
    line = append(desk / "layouts/plain/print.css", "h3 { font-family: 'Pressroom Sung', serif }\n")
    (said,) = said_of(desk, config)
    assert said.startswith(
        f"layouts/plain/print.css:{line}:19: stop: no face is called 'Pressroom Sung' [font-family]\n"
        "    did you mean 'Pressroom Song'? Else add it with `pressroom fonts add`"
    )


@pytest.mark.parametrize(
    ("css", "family", "column"),
    [
        ("b { font: italic 700 9pt/14pt Helvetica Neue, sans-serif }", "Helvetica Neue", 31),
        (":root { --brand: 'Brand' } b { font-family: var(--brand) }", "Brand", 18),
        ("b { font-family: var(--none, Brand) }", "Brand", 30),
        ("@page { @top-left { font-family: Brand } }", "Brand", 34),
        ("@media print { div { & b { font-family: Brand } } }", "Brand", 41),
    ],
)
def test_families_are_found_wherever_they_stand(desk: Path, config: Config, css: str, family: str, column: int) -> None:
    line = append(desk / "layouts/plain/print.css", f"{css}\n")
    (said,) = said_of(desk, config)
    assert said.startswith(f"layouts/plain/print.css:{line}:{column}: stop: no face is called {family!r}")


def test_a_variable_that_is_no_font_names_no_family(desk: Path, config: Config) -> None:
    append(
        desk / "layouts/plain/print.css",
        ":root { --shape: round } b { color: var(--shape, red); font-family: INHERIT }\n",
    )
    assert prepare(desk / "issue", config).faces


def test_a_family_of_a_token_is_found_in_the_layout(desk: Path, config: Config) -> None:
    append(desk / "layouts/plain/print.css", "h3 { font-family: var(--face) }\n")
    sheet = desk / "layouts/plain/layout.yaml"
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(text.replace("tokens: {size", "tokens: {face: Bodoni, size"), encoding="utf-8")
    (said,) = said_of(desk, config)
    assert said.startswith("layouts/plain/layout.yaml:3:10: stop: no face is called 'Bodoni'")


def test_a_family_of_a_template_is_found_in_it(desk: Path, config: Config) -> None:
    kind = next(file for file in sorted((desk / "layouts").rglob("*.html")) if "{% endblock" not in file.name)
    text = kind.read_text(encoding="utf-8")
    marked = text.replace("<body", "<body style=\"font: 9pt 'Gill Sans'\"", 1)
    if marked == text:
        kind = next(file for file in sorted((desk / "layouts").rglob("*.html")) if "<body" in file.read_text("utf-8"))
        text = kind.read_text(encoding="utf-8")
        marked = text.replace("<body", "<body style=\"font: 9pt 'Gill Sans'\"", 1)
    kind.write_text(marked, encoding="utf-8")
    said = said_of(desk, config)
    line = marked[: marked.index("Gill Sans")].count("\n") + 1
    assert any(f"{kind.relative_to(desk).as_posix()}:{line}:" in one and "'Gill Sans'" in one for one in said), said


def test_a_family_of_a_drawing_is_found_in_it(desk: Path, config: Config) -> None:
    drawing = desk / "issue/art/wave.svg"
    drawing.write_text(SVG.format('<text y="9" font-family="Arial, sans-serif">江</text>'), encoding="utf-8")
    (said,) = said_of(desk, config)
    assert said.startswith("issue/art/wave.svg:2:1: stop: no face is called 'Arial' [font-family]")


def test_a_family_of_a_sheet_for_books_is_found_in_it(desk: Path, config: Config) -> None:
    line = append(desk / "layouts/plain/epub.css", "h1 { font-family: Bodoni }\n")
    (said,) = said_of(desk, config)
    assert said.startswith(f"layouts/plain/epub.css:{line}:19: stop: no face is called 'Bodoni'")


@pytest.mark.parametrize(
    "family", ["serif", "sans-serif", "monospace", "system-ui", "pressroom  SONG", "Pressroom Rare"]
)
def test_generic_families_and_those_of_the_house_are_known(desk: Path, config: Config, family: str) -> None:
    append(desk / "layouts/plain/print.css", f"h3 {{ font-family: {family} }}\n")
    assert prepare(desk / "issue", config).faces


def test_a_letter_of_a_drawing_is_found_in_it(desk: Path, config: Config) -> None:
    drawing = desk / "issue/art/wave.svg"
    drawing.write_text(SVG.format('<title>\ue001</title><text y="9">江\n 水\ue000</text>'), encoding="utf-8")
    (said,) = said_of(desk, config)
    assert said.startswith("issue/art/wave.svg:3:3: stop: no font has '\\ue000' (U+E000) [missing-glyph]")


def test_a_letter_of_a_style_sheet_is_found_in_it(desk: Path, config: Config) -> None:
    line = append(desk / "layouts/plain/print.css", 'h3::before { content: "§ \ue000" }\n')
    (said,) = said_of(desk, config)
    assert said.startswith(f"layouts/plain/print.css:{line}:25: stop: no font has '\\ue000'")


def test_a_letter_of_a_template_is_found_in_it(desk: Path, config: Config) -> None:
    kind = next(file for file in sorted((desk / "layouts").rglob("*.html")) if "<body" in file.read_text("utf-8"))
    text = kind.read_text(encoding="utf-8")
    index = text.index(">", text.index("<body")) + 1
    kind.write_text(f"{text[:index]}\ue000{text[index:]}", encoding="utf-8")
    said = said_of(desk, config)
    assert all(f"{kind.relative_to(desk).as_posix()}:{text[:index].count(chr(10)) + 1}:" in one for one in said), said


def test_letters_that_some_face_has_stop_nothing(desk: Path, config: Config) -> None:
    copy = sorted((desk / "issue/copy").glob("*.md"))[0]
    append(copy, "\nJiří Dvořák, Łucja Wiśniewska, Nguyễn Văn Tường, ἄνθρωπος, Ӏжев, ₿ ⅓ ⅞ ↯ ⇒ ⑳\n")
    assert prepare(desk / "issue", config).faces


@pytest.mark.parametrize(
    ("letter", "package"),
    [("ก", "@fontsource/noto-serif-thai"), ("뷁", "@fontsource/noto-serif-kr"), ("\ue000", "PACKAGE")],
)
def test_a_package_that_has_the_letters_is_named(desk: Path, config: Config, letter: str, package: str) -> None:
    file = sorted((desk / "issue/copy").glob("*.md"))[0]
    line = append(file, f"\n江{letter}水\n") + 1
    (said,) = said_of(desk, config)
    assert said.startswith(f"issue/copy/{file.name}:{line}:2: stop: no font has {letter!r}")
    assert said.endswith(f"add a face that has it: `pressroom fonts add {package}`")


# What is read


def test_comments_and_addresses_are_no_families() -> None:
    styles = read_styles("/* font-family: Foo */ b { background: url(wave.svg); font-family: serif /* Foo */ }")
    assert [word.text for stack in styles.stacks for word in stack.families] == ["serif"]
    assert [word.text for word in styles.drawings] == ["wave.svg"]
    assert read_declarations("color: red; font: 9pt Foo Bar").stacks[0].families[0].text == "Foo Bar"


@pytest.mark.parametrize("size", ["9pt", "12pt/1.5", "large", "calc(1em + 2pt)/14pt", "bold small-caps 9pt"])
def test_the_families_of_the_short_form_stand_behind_the_size(size: str) -> None:
    (stack,) = read_styles(f"b {{ font: {size} Foo, 'Bar Baz', var(--x) }}").stacks
    assert [word.text for word in stack.families] == ["Foo", "Bar Baz"]
    assert [word.text for word in stack.variables] == ["--x"]


def test_a_drawing_that_declares_entities_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.svg"
    file.write_text('<!DOCTYPE svg [<!ENTITY a "b">]><svg><text>&a;</text></svg>', encoding="utf-8")
    with pytest.raises(PressroomError, match="it declares entities"):
        read_lettering(file.read_bytes(), file)
