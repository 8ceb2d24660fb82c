"""The good issue with running heads, finished, to tamper with; and what its proof of the contents says."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf

from pressroom.preflight.contents import Audit, prove_contents
from tests.support.press import config_in, pull, read, write_edition


def finish(desk: Path) -> None:
    """Set an issue and write its drafts, whatever anybody thinks of them."""
    pulled = pull(desk / "issue", config_in(desk))
    write_edition("screen", pulled, desk / "issue.screen.pdf")
    write_edition("epub", pulled, desk / "issue.epub")


def prove(desk: Path) -> Audit:
    issue, _ = read(desk / "issue", config_in(desk))
    return prove_contents(issue, desk / "issue.screen.pdf", desk / "issue.epub")


def wrong(desk: Path) -> dict[str, dict[str, str]]:
    """What disagrees: by the name of the row, what the sources say that do."""
    return {row.name: {cell.source: cell.says for cell in row.wrong} for row in prove(desk).rows if not row.agrees}


def change(file: Path, *pairs: tuple[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


def template(desk: Path, name: str) -> Path:
    return desk / "layouts" / "plain" / name


def add_running_heads(desk: Path) -> None:
    change(template(desk, "page.html"), ("<body ", '<body data-department="{{ slot.department }}" '))
    css = "body { string-set: department attr(data-department) }\n@page { @top-left { content: string(department) } }\n"
    with template(desk, "print.css").open("a", encoding="utf-8") as file:
        file.write(css)


def tamper(file: Path, deed: Callable[[pikepdf.Pdf], None]) -> None:
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        deed(pdf)
        pdf.save(file)


def rewrite(book: Path, name: str, deed: Callable[[str], str]) -> None:
    """Change one document of an EPUB."""
    with zipfile.ZipFile(book) as archive:
        files = [(item, archive.read(item)) for item in archive.namelist()]
    with zipfile.ZipFile(book, "w") as archive:
        for item, data in files:
            text = deed(data.decode()).encode() if item.endswith(name) else data
            assert not item.endswith(name) or text != data
            archive.writestr(item, text)
