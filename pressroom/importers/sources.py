"""Recognise sources: files and folders in, what the right reader gives out."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pressroom.importers.pages import Scan
from pressroom.importers.places import ScannedPage, compose
from pressroom.importers.readers.text import read_scan
from pressroom.report import Place, SourceError, stop

Progress = Callable[[str, int, int], None]
_TEXTS = (".txt", ".md", ".markdown", ".text", ".mmd")
_OFFICE = {
    "docx": "docx",
    "odt": "odt",
    "epub": "epub",
    "html": "html",
    "rtf": "rtf",
    "wordpress": "wordpress",
    "ghost": "ghost",
}
#: Kinds of which one file is one page, or a few: several of them make one issue.
PAGED = ("image", "alto", "page", "hocr")
_HEAD = 4096  # bytes that tell what a file is
_LEFT_OUT = ("thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Settings:
    """How sources are read: which OCR, which language, and where the images of pages are kept (nowhere if empty)."""

    engine: str = ""
    language: str = ""
    keep: Path | None = None
    progress: Progress = field(default=lambda *_: None)


def recognise(file: Path) -> str:
    """Tell the kind of a file by what it holds, or by its name where that does not tell.

    :raises SourceError: where it cannot be read, or is of no kind that is known.
    """
    try:
        with file.open("rb") as opened:
            head = opened.read(_HEAD)
    except OSError as error:
        raise SourceError(
            [stop("missing-file", f"cannot be read: {error.strerror}", Place(file), "name a file")]
        ) from None
    suffix = file.suffix.lower()
    found = _by_magic(head, suffix) or _by_markup(head, suffix)
    if found:
        return found
    if b"\x00" in head and suffix not in _TEXTS:
        hint = "text, Markdown, models' JSON, PDF, page images, hOCR, ALTO, PAGE, METS, DOCX, ODT, HTML, EPUB are read"
        raise SourceError(
            [stop("unknown-source", f"a file of no kind that is read ({suffix or 'no ending'})", Place(file), hint)]
        )
    return "text"


def _by_magic(head: bytes, suffix: str) -> str:
    """The kind of a binary file."""
    if head.lstrip()[:5] == b"%PDF-" or (suffix == ".pdf" and b"%PDF-" in head):
        return "pdf"
    if head[:4] == b"PK\x03\x04":
        return {".docx": "docx", ".odt": "odt", ".epub": "epub"}.get(
            suffix, "docx" if b"word/" in head else "epub" if b"epub+zip" in head else "odt"
        )
    signs = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"II*\x00", b"MM\x00*", b"BM", b"\x00\x00\x00\x0cjP")
    if any(head.startswith(sign) for sign in signs) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "image"
    if head[:5] == b"{\\rtf":
        return "rtf"
    return "pdf" if suffix == ".pdf" else ""


def _by_markup(head: bytes, suffix: str) -> str:
    """The kind of a file of markup."""
    text = head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    lowered = text.lower()
    if text[:1] in "[{" and suffix in (".json", ""):
        return "ghost" if '"db"' in text[:400] and '"meta"' in text[:600] else "model"
    if "ocr_page" in text or suffix in (".hocr",) or "ocr-system" in text:
        return "hocr"
    if not lowered.startswith(("<?xml", "<!doctype", "<html", "<alto", "<pcgts", "<mets", "<rss")):
        return ""
    for sign, kind in (
        ("<alto", "alto"),
        ("<pcgts", "page"),
        ("<mets", "mets"),
        ("xmlns:wp=", "wordpress"),
        ("<html", "html"),
        ("<!doctype html", "html"),
    ):
        if sign in lowered or re.search(rf"<\w+:{sign[1:]}\b", lowered):
            return kind
    return ""


def read_sources(sources: Sequence[Path], settings: Settings | None = None) -> Scan:
    """Read sources that make one issue.

    :raises SourceError: where they cannot be read.
    """
    settings = settings or Settings()
    files = [*expand(sources)]
    if not files:
        raise SourceError(
            [stop("empty-scan", "there is no file in it", Place(sources[0]), "name files, or a folder of pages")]
        )
    kinds = [recognise(file) for file in files]
    if len(set(kinds)) > 1 and "mets" in kinds:
        at = kinds.index("mets")
        files, kinds = [files[at]], ["mets"]
    if len(files) == 1 and kinds[0] not in PAGED:
        return _read_one(files[0], kinds[0], settings)
    if set(kinds) <= {"alto", "page", "hocr"}:
        return replace(compose(files[0], [*_read_pages(files, kinds)]), reader=kinds[0])
    if set(kinds) == {"image"}:
        return _read_images(files, settings)
    if set(kinds) == {"pdf"} or set(kinds) == {"text"} or len(set(kinds)) > 1:
        names = ", ".join(sorted(set(kinds)))
        hint = "give the pages of one issue in one format; for many issues name a folder with --out and each source"
        raise SourceError(
            [stop("mixed-sources", f"{len(files)} files of {names} are no pages of one issue", Place(files[0]), hint)]
        )
    return _read_one(files[0], kinds[0], settings)


def expand(sources: Iterable[Path]) -> Iterable[Path]:
    """The files of some sources: those of a folder in the order of their numbers."""
    for source in sources:
        if source.is_dir():
            yield from sorted((f for f in source.iterdir() if f.is_file() and _counts(f)), key=in_order)
        else:
            yield source


def _counts(file: Path) -> bool:
    """Whether a file of a folder can be a page."""
    return not file.name.startswith(".") and file.name.lower() not in _LEFT_OUT


def in_order(file: Path) -> tuple[tuple[int, str], ...]:
    """A key that puts page-2 before page-10."""
    parts = re.split(r"(\d+)", file.name.lower())
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in parts)


def _read_one(file: Path, kind: str, settings: Settings) -> Scan:
    """Read one file that holds a whole issue."""
    if kind == "pdf":
        from pressroom.importers.readers.pdf import read_pdf

        return read_pdf(file, _ocr(settings), settings.keep, settings.progress)
    if kind == "model":
        from pressroom.importers.readers.models import read_model

        return read_model(file)
    if kind == "mets":
        from pressroom.importers.readers.mets import read_mets

        ordered = read_mets(file)
        pages = [*_read_pages([one.file for one in ordered], [recognise(one.file) for one in ordered])]
        labels = [one.label for one in ordered]
        named = [
            replace(p, page=replace(p.page, label=label or p.page.label))
            for p, label in zip(pages, labels, strict=False)
        ]
        return replace(compose(file, named if len(named) == len(pages) else pages), reader="mets")
    if kind in _OFFICE:
        from pressroom.importers.readers.office import read_office

        return read_office(file, kind)
    return read_scan(file)


def _read_pages(files: Sequence[Path], kinds: Sequence[str]) -> Iterable[ScannedPage]:
    """Read files that hold pages with places, one after the other."""
    from pressroom.importers.readers.alto import read_alto
    from pressroom.importers.readers.hocr import read_hocr
    from pressroom.importers.readers.pagexml import read_page_xml

    readers = {"alto": read_alto, "page": read_page_xml, "hocr": read_hocr}
    count = 0
    for file, kind in zip(files, kinds, strict=True):
        if kind not in readers:
            raise SourceError(
                [stop("unknown-source", f"{kind} is no format of pages", Place(file), "ALTO, PAGE and hOCR are")]
            )
        for page in readers[kind](file, count + 1):
            count += 1
            yield page


def _ocr(settings: Settings) -> Callable[[Path, int], ScannedPage]:
    """The OCR, which is loaded only when a page needs it."""
    from pressroom.importers.readers.images import OcrReader

    made: list[OcrReader] = []

    def read(image: Path, dpi: int) -> ScannedPage:
        if not made:
            made.append(OcrReader(settings.engine, settings.language))
        return made[0](image, dpi)

    return read


def _read_images(files: Sequence[Path], settings: Settings) -> Scan:
    """Read images of pages by OCR."""
    from pressroom.importers.readers.images import split_images

    read = _ocr(settings)
    pages: list[ScannedPage] = []
    with tempfile.TemporaryDirectory() as folder:
        for drawn, _, dpi in split_images(files, Path(folder)):
            number = len(pages) + 1
            settings.progress("reading pages", number - 1, max(len(files), number))
            printed = read(drawn, dpi)
            kept = _keep(drawn, number, settings.keep)
            page = replace(printed.page, number=number, image=kept)
            pages.append(ScannedPage(page, tuple(replace(line, page=number) for line in printed.lines)))
            drawn.unlink()
    return replace(compose(files[0], pages), reader="ocr")


def _keep(drawn: Path, number: int, folder: Path | None) -> Path | None:
    """Keep the image of a page beside the issue, in the size of a screen."""
    if folder is None:
        return None
    from pressroom.importers.readers.images import shrink

    return shrink(drawn, folder / f"page-{number:04d}.jpg")
