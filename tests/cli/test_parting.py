"""Parts of an issue that are handed on: offprints, exports, packages."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from pressroom.exporting import FORMS, PrintedPiece, write_piece
from pressroom.pictures.pages import open_document, read_texts
from tests.support.nurseries import run_command
from tests.support.paths import GOOD
from tests.support.press import Pulled


@pytest.fixture
def magazine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The good issue as a magazine of its own, stood in."""
    home = tmp_path / "magazine"
    shutil.copytree(GOOD / "issue", home / "issues" / "one")
    shutil.copytree(GOOD / "layouts", home / "layouts")
    shutil.copy(GOOD / "magazine.yaml", home / "issues" / "magazine.yaml")
    monkeypatch.chdir(home)
    return home


def labels_of(pdf: Path) -> list[str]:
    with open_document(pdf) as document, document.alone() as raw:
        return [raw.get_page_label(number) for number in range(document.pages)]


def test_an_offprint_has_the_folios_of_the_issue(magazine: Path) -> None:
    result = run_command("offprint", "ferry")
    assert result.exit_code == 0, result.output
    assert labels_of(magazine / "ferry.pdf") == ["2", "3"]
    assert "清晨五点" in next(read_texts(magazine / "ferry.pdf"))


def test_one_slot_is_built_alone(magazine: Path) -> None:
    result = run_command("build", "--slot", "004-story")
    assert result.exit_code == 0, result.output
    assert labels_of(magazine / "out" / "one" / "one.004-story.pdf") == ["4", "5", "6"]


def test_an_unknown_slot_is_told_with_the_nearest(magazine: Path) -> None:
    result = run_command("offprint", "fery")
    assert result.exit_code == 2
    assert "did you mean 'ferry'?" in result.output
    assert not (magazine / "fery.pdf").exists()


def piece_of(good: Pulled, slug: str = "ferry") -> PrintedPiece:
    return PrintedPiece(good.issue, good.proof.galley(slug).article, good.proof.galley(slug), ("2", "3"))


def test_a_page_stands_for_itself(good: Pulled) -> None:
    html = write_piece(piece_of(good), "html").decode()
    assert "<h1>最后一班渡轮<br>与对岸的灯</h1>" in html
    assert "p. 2–3" in html
    sources = re.findall(r'src="([^"]*)"', html)
    assert sources
    assert all(source.startswith("data:image/") for source in sources)
    assert "file:" not in html


def test_programs_are_told_all(good: Pulled) -> None:
    record = json.loads(write_piece(piece_of(good), "json"))
    assert record["headline"] == ["最后一班渡轮", "与对岸的灯"]
    assert record["folios"] == ["2", "3"]
    assert {picture["file"] for picture in record["pictures"]} == {"art/wave.svg", "art/dot.png"}
    assert "file:" not in record["html"]


def test_markdown_is_the_copy(good: Pulled) -> None:
    piece = piece_of(good)
    assert write_piece(piece, "md") == piece.article.place.file.read_bytes()


@pytest.mark.skipif(importlib.util.find_spec("pypandoc") is None, reason="Pandoc is not installed")
def test_a_word_document_holds_words_and_pictures(good: Pulled, tmp_path: Path) -> None:
    file = tmp_path / "piece.docx"
    file.write_bytes(write_piece(piece_of(good), "docx"))
    with zipfile.ZipFile(file) as parts:
        assert "清晨五点" in parts.read("word/document.xml").decode()
        assert any(name.startswith("word/media/") for name in parts.namelist())


def test_every_form_can_be_asked_for() -> None:
    assert set(FORMS) == {"html", "docx", "md", "json"}


@pytest.mark.usefixtures("magazine")
def test_a_package_builds_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run_command("package", "--to", str(tmp_path / "parcel"))
    assert result.exit_code == 0, result.output
    parcel = tmp_path / "parcel"
    assert (parcel / "editions" / "one" / "one.print.pdf").is_file()
    listed = [line.split("  ")[1] for line in (parcel / "PACKAGE.txt").read_text().splitlines() if "  " in line]
    assert "issues/one/copy/ferry.md" in listed
    assert any(name.startswith("fonts/") for name in listed)
    monkeypatch.chdir(parcel)
    again = run_command("build", "--edition", "screen")
    assert again.exit_code == 0, again.output
    first = parcel / "editions" / "one" / "one.screen.pdf"
    assert (parcel / "out" / "one" / "one.screen.pdf").read_bytes() == first.read_bytes()
    assert run_command("package", "--to", str(parcel)).exit_code == 2
