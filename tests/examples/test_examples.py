"""The example magazines: each builds clear from its own folder, and no edition holds a letter of another language."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pymupdf
import pytest

from tests.support.nurseries import run_command
from tests.support.paths import LAYOUTS, ROOT

EXAMPLES = ROOT / "examples"
SLUG = "2027-spring"

#: Han, kana, Chinese marks and full-width forms.
CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")


@dataclass(frozen=True)
class Built:
    """An example that was built: its folder, what the build said, and what its editions show, by their names."""

    home: Path
    said: str
    texts: dict[str, str]

    @property
    def out(self) -> Path:
        """Where its editions lie."""
        return self.home / "out" / SLUG


@pytest.fixture(scope="module")
def tideline(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The English quarterly, built."""
    return _build("tideline", tmp_path_factory.mktemp("examples"))


@pytest.fixture(scope="module")
def dengxia(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The literary magazine in Traditional Chinese, built."""
    return _build("dengxia", tmp_path_factory.mktemp("examples"))


@pytest.fixture(params=["tideline", "dengxia"])
def built(request: pytest.FixtureRequest) -> Built:
    """One example after the other."""
    example: Built = request.getfixturevalue(request.param)
    return example


def _build(name: str, folder: Path) -> Built:
    """Build an example in a copy of its folder, apart from the clone."""
    home = folder / name
    shutil.copytree(EXAMPLES / name, home, ignore=shutil.ignore_patterns("out", ".pressroom", "schemas"))
    with chdir(home):
        result = run_command("build", "--edition", "print,screen,epub")
    assert result.exit_code == 0, result.output
    return Built(home, result.output, dict(_texts(home / "out" / SLUG)))


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    """All that an edition says: pages, bookmarks, metadata; every document of a book."""
    for file in sorted(folder.glob("*.pdf")):
        with pymupdf.open(file) as document:
            pages = "".join(page.get_text() for page in document)
            titles = "\n".join(str(entry[1]) for entry in document.get_toc())
        with pikepdf.open(file) as pdf, pdf.open_metadata() as metadata:
            yield file.name, f"{pages}\n{titles}\n{metadata}"
    for file in sorted(folder.glob("*.epub")):
        with zipfile.ZipFile(file) as book:
            names = [name for name in book.namelist() if name.endswith((".xhtml", ".opf", ".ncx"))]
            yield file.name, "\n".join(book.read(name).decode("utf-8") for name in names)


def test_it_builds_with_nothing_to_say(built: Built) -> None:
    assert "stop:" not in built.said
    assert "query:" not in built.said
    assert sorted(built.texts) == [f"{SLUG}.epub", f"{SLUG}.print.pdf", f"{SLUG}.screen.pdf"]


def test_it_has_its_pages(built: Built) -> None:
    size, pages = {"tideline": ((170, 240), 36), "dengxia": ((150, 210), 20)}[built.home.name]
    with pymupdf.open(built.out / f"{SLUG}.screen.pdf") as document:
        assert document.page_count == pages
        for page in document:
            assert [round(side * 25.4 / 72) for side in (page.rect.width, page.rect.height)] == list(size)


def test_the_faces_are_its_own_or_the_houses(built: Built) -> None:
    fonts = json.loads((built.out / "colophon.json").read_text(encoding="utf-8"))["fonts"]
    families = set(fonts)
    own = {"tideline": "Tideline ", "dengxia": "Dengxia "}[built.home.name]
    assert any(family.startswith(own) for family in families)
    assert all(family.startswith((own, "Pressroom ")) for family in families)


def test_nothing_of_the_press_knows_it() -> None:
    for file in [*(ROOT / "pressroom").rglob("*"), *LAYOUTS.rglob("*")]:
        if file.suffix in {".py", ".toml", ".css", ".html", ".yaml"}:
            text = file.read_text(encoding="utf-8").lower()
            assert "dengxia" not in text, file
            assert "2027-spring" not in text, file


def test_no_edition_of_the_quarterly_has_a_chinese_sign(tideline: Built) -> None:
    for name, text in tideline.texts.items():
        assert len(text) > 20_000, name
        assert CHINESE.findall(text) == [], name


def test_the_quarterly_is_printed_with_a_spot_colour(tideline: Built) -> None:
    with pikepdf.open(tideline.out / f"{SLUG}.print.pdf") as pdf:
        spots = {
            str(space[1])
            for page in pdf.pages
            for space in page.resources.get("/ColorSpace", {}).values()
            if isinstance(space, pikepdf.Array) and str(space[0]) == "/Separation"
        }
    assert any("Buoy" in spot for spot in spots), spots


def test_nothing_is_simplified_in_the_literary_magazine(dengxia: Built) -> None:
    for name, text in dengxia.texts.items():
        han = set(re.findall(r"[\u4e00-\u9fff]", text))
        assert len(han) > 500, name
        assert {sign for sign in han if not _is_traditional(sign)} == set(), name


def _is_traditional(sign: str) -> bool:
    """Whether the character set of Taiwan has a character: it has no simplified ones."""
    try:
        sign.encode("big5")
    except UnicodeEncodeError:
        return False
    return True


def test_marks_and_language_of_the_literary_magazine_are_those_of_taiwan(dengxia: Built) -> None:
    texts = dengxia.texts
    assert not set("“”‘’") & set("".join(texts.values()))
    assert {"「", "」", "《", "》"} <= set(texts[f"{SLUG}.screen.pdf"])
    with pikepdf.open(dengxia.out / f"{SLUG}.screen.pdf") as pdf:
        assert str(pdf.Root.Lang) == "zh-Hant-TW"
    assert "<dc:language>zh-Hant-TW</dc:language>" in texts[f"{SLUG}.epub"].replace(
        '<dc:language id="language">', "<dc:language>"
    )


def test_the_contents_page_is_proved(built: Built, tmp_path: Path) -> None:
    """A folio that is printed otherwise stops the press: so the proof that the build was content with has looked."""
    home = tmp_path / built.home.name
    shutil.copytree(built.home, home)
    layout = home / "layouts" / home.name
    template = layout / "kinds" / "contents.html"
    if not template.exists():
        template = layout / "listing.html"
        shutil.copy(LAYOUTS / "base" / "listing.html", template)
    text = template.read_text(encoding="utf-8")
    assert "{{ entry.folio }}" in text
    template.write_text(text.replace("{{ entry.folio }}", "{{ entry.folio | int + 1 }}"), encoding="utf-8")
    with chdir(home):
        result = run_command("build", "--edition", "screen")
    assert result.exit_code == 1
    assert "contents-disagree" in result.output
