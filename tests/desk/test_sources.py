"""Sources at the desk: what may be read and written, and that nothing is ever lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from pressroom.desk.history import History
from pressroom.desk.sources import ChangedFileError, RefusedNameError, SourceShelf

COPY = "issues/one/copy/river.md"


@pytest.fixture
def shelf(tmp_path: Path) -> SourceShelf:
    """A magazine with one issue, one layout, and things that are nobody's business."""
    for name, text in {
        COPY: "---\nheadline: River\n---\nIt runs.\n",
        "issues/one/issue.yaml": "number: 1\n",
        "issues/two/issue.yaml": "number: 2\n",
        "issues/magazine.yaml": "title: River\n",
        "layouts/own/print.css": "p { color: red }\n",
        "layouts/own/.secret.css": "",
        ".pressroom/kept/x.md": "kept",
        "notes.md": "private",
        "out/x.md": "out",
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return SourceShelf(tmp_path / "issues/one", tmp_path)


def test_the_sources_of_the_issue_and_its_layouts_are_listed(shelf: SourceShelf) -> None:
    assert [name for name in shelf.list() if ".secret" not in name] == [
        "issues/one/issue.yaml",
        COPY,
        "issues/magazine.yaml",
        "layouts/own/print.css",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/etc/passwd",
        "../outside.md",
        "issues/one/copy/../../../notes.md",
        "issues/one/copy/..\\..\\notes.md",
        "notes.md",
        "out/x.md",
        ".pressroom/kept/x.md",
        "layouts/own/.secret.css",
        "issues/two/issue.yaml",
        "issues/one/copy/river.py",
        "issues/one/copy/a\0.md",
        "layouts",
    ],
)
def test_nothing_else_is_reached(shelf: SourceShelf, name: str) -> None:
    with pytest.raises(RefusedNameError):
        shelf.read(name)
    with pytest.raises(RefusedNameError):
        shelf.write(name, "mine", "")


def test_links_are_not_followed(shelf: SourceShelf) -> None:
    link = shelf.folder / "copy" / "link.md"
    link.symlink_to(shelf.magazine / "notes.md")
    with pytest.raises(RefusedNameError):
        shelf.read("issues/one/copy/link.md")
    (shelf.magazine / "layouts" / "far").symlink_to(shelf.magazine / "out")
    with pytest.raises(RefusedNameError):
        shelf.read("layouts/far/x.md")


def test_what_is_written_is_read_back(shelf: SourceShelf) -> None:
    before = shelf.read(COPY)
    written = shelf.write(COPY, before.text + "It stops.\n", before.digest)
    assert shelf.read(COPY) == written
    assert [file.name for file in (shelf.folder / "copy").iterdir()] == ["river.md"]


def test_a_file_that_was_changed_elsewhere_is_left_alone(shelf: SourceShelf) -> None:
    before = shelf.read(COPY)
    file = shelf.magazine / COPY
    file.write_text("theirs", encoding="utf-8")
    with pytest.raises(ChangedFileError) as caught:
        shelf.write(COPY, "mine", before.digest)
    assert caught.value.source.text == "theirs"
    assert file.read_text(encoding="utf-8") == "theirs"
    with pytest.raises(ChangedFileError):
        shelf.write(COPY, "mine", "")


def test_line_ends_and_the_mark_at_the_beginning_stay(shelf: SourceShelf) -> None:
    file = shelf.magazine / COPY
    file.write_bytes(b"\xef\xbb\xbfone\r\ntwo\r\n")
    before = shelf.read(COPY)
    assert before.text == "one\ntwo\n"
    shelf.write(COPY, "one\nthree\n", before.digest)
    assert file.read_bytes() == b"\xef\xbb\xbfone\r\nthree\r\n"


def test_a_new_article_can_be_written(shelf: SourceShelf) -> None:
    written = shelf.write("issues/one/copy/lake.md", "---\nheadline: Lake\n---\n", "")
    assert shelf.read("issues/one/copy/lake.md") == written


def test_pictures_land_in_art_and_replace_none(shelf: SourceShelf) -> None:
    assert shelf.add_art("C:\\Photos\\My River (2).PNG", b"one") == "art/my-river-2.png"
    assert shelf.add_art("my-river-2.png", b"one") == "art/my-river-2.png"
    assert shelf.add_art("my-river-2.png", b"another") == "art/my-river-2-2.png"
    assert shelf.add_art("../../潮.svg", b"x") == "art/picture.svg"
    assert (shelf.folder / "art/my-river-2.png").read_bytes() == b"one"
    with pytest.raises(RefusedNameError):
        shelf.add_art("run.exe", b"x")


def test_a_change_is_taken_back(shelf: SourceShelf) -> None:
    history = History(shelf)
    before = shelf.read(COPY)
    history.write(COPY, "second\n", before, "change the river")
    assert history.words == "change the river"
    step = history.undo()
    assert step is not None
    assert shelf.read(COPY) == before
    assert history.undo() is None


def test_what_was_changed_since_is_not_taken_back(shelf: SourceShelf) -> None:
    history = History(shelf)
    history.write(COPY, "second\n", shelf.read(COPY), "change the river")
    (shelf.magazine / COPY).write_text("third\n", encoding="utf-8")
    with pytest.raises(ChangedFileError):
        history.undo()
    assert shelf.read(COPY).text == "third\n"
    assert history.words == "change the river"
