"""Languages in finished editions: what is said of them, and that no word of another one stands in any."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pypdfium2
import pyphen
import pytest

from pressroom.language.words import read_words
from pressroom.starting.magazine import new_magazine
from pressroom.workshop.config import config_of
from tests.support.press import build, check, pull, write_edition

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XHTML = "{http://www.w3.org/1999/xhtml}"
DC = "{http://purl.org/dc/elements/1.1/}"
TITLES = {"zh-CN": "码头", "zh-TW": "碼頭", "zh-HK": "碼頭", "ja": "波止場"}
HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]")


def start(folder: Path, language: str) -> Path:
    new_magazine(folder, TITLES.get(language, "Quayside"), language, (170, 240), "2026-07")
    return folder / "issues" / "2026-07"


def editions(issue: Path, names: tuple[str, ...]) -> dict[str, Path]:
    magazine = issue.parent.parent
    report, files = build(issue, config_of(magazine), magazine / "out", names)
    assert report.clear, report
    return {file.name.removeprefix("2026-07.").partition(".")[0]: file for file in files if file.suffix != ".json"}


def texts_of_pdf(file: Path) -> Iterator[str]:
    """Pages, bookmarks, document information, metadata and alternative texts."""
    document = pypdfium2.PdfDocument(file)
    for page in document:
        yield page.get_textpage().get_text_bounded()
    for entry in document.get_toc():
        yield entry.get_title()
    document.close()
    with pikepdf.open(file) as pdf:
        yield from (str(value) for value in pdf.docinfo.values())
        yield pdf.Root.Metadata.read_bytes().decode("utf-8")
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary):
                yield from (str(thing[key]) for key in ("/Alt", "/ActualText", "/E", "/Title") if key in thing)


def texts_of_book(file: Path) -> Iterator[str]:
    """All documents, the package and the contents for old systems; not the style sheet."""
    with zipfile.ZipFile(file) as book:
        for name in book.namelist():
            if name.endswith((".xhtml", ".opf", ".ncx", ".xml", ".svg")):
                yield book.read(name).decode("utf-8")


@pytest.mark.parametrize("language", ["en-GB", "de", "fr", "es"])
def test_no_edition_of_a_magazine_in_letters_has_a_chinese_sign(tmp_path: Path, language: str) -> None:
    wanted = (
        "screen",
        "epub",
        *(["print"] if language == "en-GB" else []),
    )  # the printed pages are those of the screen
    made = editions(start(tmp_path / "quay", language), wanted)
    assert set(made) == set(wanted)
    own = read_words(language)
    for name, file in made.items():
        text = "\n".join(texts_of_book(file) if name == "epub" else texts_of_pdf(file))
        assert HAN.findall(text) == [], name
        assert own["contents"] in text
        if language != "en-GB":
            strange = {
                read_words("en")[word] for word in ("contents", "masthead", "blank", "epub-landmarks", "epub-summary")
            }
            assert [word for word in strange if re.search(rf"\b{re.escape(word)}\b", text)] == [], name


@pytest.mark.parametrize("language", ["zh-TW", "zh-HK"])
def test_nothing_simplified_stands_in_a_magazine_in_traditional_chinese(tmp_path: Path, language: str) -> None:
    made = editions(start(tmp_path / "quay", language), ("screen", "epub"))
    for name, file in made.items():
        text = "\n".join(texts_of_book(file) if name == "epub" else texts_of_pdf(file))
        assert read_words(language)["contents"] in text
        han = set(re.findall(r"[\u4e00-\u9fff]", text))
        assert len(han) > 200
        simplified = {sign for sign in han if not sign.encode("big5hkscs", "ignore")}
        assert simplified == set(), name


def test_a_japanese_magazine_says_its_own_words(tmp_path: Path) -> None:
    made = editions(start(tmp_path / "quay", "ja"), ("screen", "epub"))
    for name, file in made.items():
        text = "\n".join(texts_of_book(file) if name == "epub" else texts_of_pdf(file))
        for word in ("目次", "奥付", "表2" if name == "screen" else "ランドマーク"):
            assert word in text, name
        assert "目录" not in text
        assert "版权" not in text


def test_fonts_are_those_of_the_house(tmp_path: Path) -> None:
    file = editions(start(tmp_path / "quay", "en-GB"), ("screen",))["screen"]
    with pikepdf.open(file) as pdf:
        used = {
            str(thing.FontName).partition("+")[2]
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and "/FontName" in thing
        }
    assert used
    assert all(name.replace("-", "").startswith("Pressroom") for name in used)
    assert not [name for name in used if any(chinese in name for chinese in ("Song", "Kai", "Rare"))]


def write_polyglot(folder: Path) -> Path:
    """An English magazine with an article in French, in which a passage is in German, and one in English with others."""
    issue = start(folder, "en-GB")
    (issue / "copy" / "feature.md").write_text(
        "---\nheadline: Le quai la nuit\nlang: fr\nbylines: [{role: Words, names: [Ann, Ben, Cay]}]\n---\n"
        + "Un paragraphe, et [ein Wort]{lang=de}.\n\n" * 12
        + "{lang=de}\nEin ganzer Absatz.\n",
        "utf-8",
    )
    (issue / "copy" / "focus.md").write_text(
        "---\nheadline: Words from elsewhere\n---\n"
        + "A [mot]{lang=fr} among others.\n\n" * 12
        + "::: note {title=Nota lang=es}\nUna nota.\n:::\n",
        "utf-8",
    )
    return issue


def test_languages_are_said_in_tags_books_and_metadata(tmp_path: Path) -> None:
    issue = write_polyglot(tmp_path / "quay")
    pulled = pull(issue, config_of(tmp_path / "quay"))
    file = write_edition("screen", pulled, tmp_path / "quay.pdf")
    with pikepdf.open(file) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        said = [
            (str(thing.S), str(thing.Lang))
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and "/Lang" in thing and "/S" in thing
        ]
        packet = pdf.Root.Metadata.read_bytes().decode("utf-8")
    assert {language for _, language in said} == {"fr", "de", "es"}
    assert ("/Span", "de") in said
    assert ("/P", "de") in said
    assert re.search(r"<dc:language>.*en-GB.*fr.*</dc:language>", packet)
    book = write_edition("epub", pulled, tmp_path / "quay.epub")
    with zipfile.ZipFile(book) as epub:
        package = next(name for name in epub.namelist() if name.endswith(".opf"))
        spoken = [line.text for line in ElementTree.fromstring(epub.read(package)).iter(f"{DC}language")]
        feature = ElementTree.fromstring(epub.read("EPUB/feature.xhtml"))
        focus = ElementTree.fromstring(epub.read("EPUB/focus.xhtml"))
        contents = next(name for name in epub.namelist() if name.endswith("contents.xhtml"))
        nav = epub.read(contents).decode("utf-8")
    assert spoken == ["en-GB", "fr"]
    assert (feature.get("lang"), feature.get(XML_LANG)) == ("fr", "fr")
    assert (focus.get("lang"), focus.get(XML_LANG)) == ("en-GB", "en-GB")
    for tree in (feature, focus):
        inner = [part for part in tree.iter() if part.get("lang")]
        assert all(part.get("lang") == part.get(XML_LANG) for part in inner)
    assert next(feature.iter(f"{XHTML}p")).get("lang") == "en-GB"  # the department's name
    assert 'href="feature.xhtml" lang="fr" xml:lang="fr"' in nav
    names = next(part for part in feature.iter(f"{XHTML}span") if part.get("class") == "names")
    assert "".join(names.itertext()) == "Ann, Ben and Cay"


def test_words_are_parted_as_their_language_parts_them(tmp_path: Path) -> None:
    """The same row of words in narrow columns, said to be German and said to be Spanish."""
    issue = start(tmp_path / "quay", "en-GB")
    words = ("Fensterscheibe", "Wachstube", "Kleisterpinsel", "Nachtigall", "Hafenschlepper")
    row = " ".join(words[number * 3 % 5] + ("" if number % 4 else " am") for number in range(60))
    parted: dict[str, set[str]] = {}
    for tag in ("de", "es"):
        (issue / "copy" / "focus.md").write_text(f"---\nheadline: Parted\n---\n{{lang={tag}}}\n{row}\n", "utf-8")
        run = next(
            part.run for part in pull(issue, config_of(tmp_path / "quay")).proof.parts if part.slot.kind == "focus"
        )
        text = pypdfium2.PdfDocument(run.pdf)[0].get_textpage().get_text_bounded()
        parted[tag] = {f"{left}-{right}" for left, right in re.findall(r"(\w+)[-\u2010\u0002\ufffe]\s*(\w+)", text)}
        rules = pyphen.Pyphen(lang=pyphen.language_fallback(tag))
        known = {f"{left}-{right}" for word in words for left, right in rules.iterate(word)}
        assert parted[tag]
        assert parted[tag] <= known
    assert parted["de"] != parted["es"]


def test_what_is_set_without_rules_is_asked_about_once(tmp_path: Path) -> None:
    issue = write_polyglot(tmp_path / "quay")
    copy = issue / "copy" / "focus.md"
    copy.write_text(
        copy.read_text("utf-8").replace("{lang=fr}", "{lang=he}", 2).replace("[mot]{lang=he}", "[mot]{lang=th}", 1),
        "utf-8",
    )
    found = [finding for finding in check(issue, config_of(tmp_path / "quay")).findings if "language" in finding.check]
    assert [(finding.check, finding.place.file.name, finding.place.line) for finding in found] == [
        ("unserved-language", "focus.md", 4),
        ("unserved-language", "focus.md", 6),
    ]


def test_an_unknown_language_of_magazine_or_article_is_asked_about_at_its_line(tmp_path: Path) -> None:
    issue = write_polyglot(tmp_path / "quay")
    sheet = issue.parent / "magazine.yaml"
    sheet.write_text(sheet.read_text("utf-8").replace("language: en-GB", "language: en-UK"), "utf-8")
    copy = issue / "copy" / "feature.md"
    copy.write_text(copy.read_text("utf-8").replace("lang: fr", "lang: fr-XX"), "utf-8")
    found = [finding for finding in check(issue, config_of(tmp_path / "quay")).findings if "language" in finding.check]
    assert [(finding.place.file.name, finding.place.line, finding.hint) for finding in found] == [
        ("feature.md", 3, "look it up in the registry of subtags"),
        ("magazine.yaml", 3, "did you mean 'en-GB'?"),
    ]
