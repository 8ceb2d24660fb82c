"""Read METS: a file in; the files of text of its pages in their order, with the labels of the pages, out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from pressroom.importers.readers.xml import number, read_xml
from pressroom.report import Place, SourceError, stop

_TEXTS = ("FULLTEXT", "ALTO", "TEXT", "OCR", "HOCR", "PAGE", "TRANSCRIPTION")


@dataclass(frozen=True)
class OrderedFile:
    """A file of text, and the printed label of its page."""

    file: Path
    label: str


def read_mets(file: Path) -> list[OrderedFile]:
    """Read the order of pages.

    :raises SourceError: where it names no files of text that lie beside it.
    """
    root = read_xml(file)
    texts = {
        item.get("ID", ""): path
        for group in root.iter("fileGrp")
        if _is_text(group)
        for item in group.iter("file")
        if (path := _path(item, file.parent)) is not None
    }
    pages = [
        div for part in root.iter("structMap") if part.get("TYPE", "").upper() == "PHYSICAL" for div in part.iter("div")
    ]
    named: list[tuple[float, OrderedFile]] = []
    for div in pages:
        for pointer in div.iter("fptr"):
            names = [pointer.get("FILEID", ""), *(area.get("FILEID", "") for area in pointer.iter("area"))]
            found = next((texts[name] for name in names if name in texts), None)
            if found is not None and all(found != one.file for _, one in named):
                named.append((number(div.get("ORDER"), len(named)), OrderedFile(found, div.get("ORDERLABEL") or "")))
    ordered = [one for _, one in sorted(named, key=lambda pair: pair[0])] or [
        OrderedFile(path, "") for path in texts.values()
    ]
    if not ordered:
        hint = "it needs a file group of ALTO, PAGE or hOCR whose files lie beside it"
        raise SourceError([stop("no-text", "it names no files of text that are there", Place(file), hint)])
    return ordered


def _is_text(group: Element) -> bool:
    """Whether a group of files holds text."""
    use = (group.get("USE") or group.get("ID") or "").upper()
    return any(word in use for word in _TEXTS)


def _path(item: Element, folder: Path) -> Path | None:
    """The file that an item names, if it lies in the folder of the METS file or below."""
    for place in item.iter("FLocat"):
        href = next((value for key, value in place.attrib.items() if key.rpartition("}")[2] == "href"), "")
        name = PurePosixPath(unquote(href.removeprefix("file://").removeprefix("./").replace("\\", "/")))
        if name.is_absolute() or ".." in name.parts or ":" in str(name):
            name = PurePosixPath(name.name)
        path = folder.joinpath(*name.parts)
        if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
            return path
    return None
