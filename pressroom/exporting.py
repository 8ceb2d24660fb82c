"""Write an article for others: an article and its galley in; HTML, Markdown, JSON or a Word document out."""

from __future__ import annotations

import base64
import json
import mimetypes
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pressroom.galley import Galley
from pressroom.issue import Article, Issue
from pressroom.report import Place, PressError, stop
from pressroom.workshop.files import digest
from pressroom.workshop.markup import escape

_SOURCE = re.compile(r'src="(file://[^"]+)"')
_INNER = re.compile(r'href="pressroom:([^"]+)"')


@dataclass(frozen=True)
class PrintedPiece:
    """What is written: an article, its galley, its issue, and the folios that it stands on."""

    issue: Issue
    article: Article
    galley: Galley
    folios: tuple[str, ...] = ()


def write_piece(piece: PrintedPiece, form: str) -> bytes:
    """Write an article in one of the known forms.

    :raises PressError: if what writes that form is not installed.
    """
    return FORMS[form](piece)


def write_piece_html(piece: PrintedPiece) -> bytes:
    """One page that stands for itself: pictures are in it, and nothing is fetched."""
    article, language = piece.article, piece.article.language or piece.issue.magazine.language
    body = _SOURCE.sub(lambda found: f'src="{_embed(found[1], piece)}"', piece.galley.html)
    body = _INNER.sub(r'href="#\1"', body)
    head = f"<h1>{'<br>'.join(map(escape, article.headline))}</h1>"
    deck = f'<p class="deck">{escape(article.deck)}</p>' if article.deck else ""
    people = "".join(f"<p>{escape(line.role)} {escape(', '.join(line.names))}</p>" for line in article.bylines)
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(article.title)}</title>\n"
        f"<style>body{{max-width:38em;margin:2em auto;padding:0 1em;line-height:1.7}}img{{max-width:100%}}</style>\n"
        f"</head>\n<body>\n<header>{head}{deck}{people}</header>\n{body}\n"
        f"<footer><p>{escape(_imprint(piece))}</p></footer>\n"
        "</body>\n</html>\n"
    ).encode()


def write_piece_markdown(piece: PrintedPiece) -> bytes:
    """The copy as it is written, with its front matter."""
    return piece.article.place.file.read_text(encoding="utf-8-sig").replace("\r\n", "\n").encode()


def write_piece_json(piece: PrintedPiece) -> bytes:
    """What programs want to know: furniture, copy, HTML, pictures with their digests, and the folios."""
    article = piece.article
    record: dict[str, Any] = {
        "slug": article.slug,
        "issue": {"magazine": piece.issue.magazine.title, "number": piece.issue.number, "date": piece.issue.date},
        "language": article.language or piece.issue.magazine.language,
        "headline": list(article.headline),
        "short_headline": article.short_headline,
        "kicker": article.kicker,
        "tag": article.tag,
        "deck": article.deck,
        "bylines": [{"role": line.role, "names": list(line.names)} for line in article.bylines],
        "keywords": list(article.keywords),
        "folios": list(piece.folios),
        "copy": article.copy,
        "html": _SOURCE.sub(lambda found: f'src="{_name_picture(found[1], piece)}"', piece.galley.html),
        "pictures": [
            {
                "file": _relative(picture.file, piece),
                "sha256": digest(picture.file.read_bytes()),
                "alt": picture.alt,
                "caption": picture.caption,
                "credit": picture.credit,
            }
            for picture in piece.galley.pictures
        ],
    }
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()


def write_piece_docx(piece: PrintedPiece) -> bytes:
    """A Word document, by Pandoc.

    :raises PressError: if Pandoc is not installed.
    """
    import tempfile

    try:
        import pypandoc
    except ModuleNotFoundError:
        hint = "pip install 'pressroom[office]'"
        raise PressError([stop("no-pandoc", "Word documents need Pandoc", Place(Path()), hint)]) from None
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "piece.docx"
        html = write_piece_html(piece).decode()
        pypandoc.convert_text(html, "docx", format="html", outputfile=str(out), extra_args=["--quiet"], sandbox=True)
        return out.read_bytes()


def _imprint(piece: PrintedPiece) -> str:
    """Where it was printed."""
    pages = f", p. {'–'.join(dict.fromkeys((piece.folios[0], piece.folios[-1])))}" if piece.folios else ""
    return f"{piece.issue.title}, {piece.issue.date}{pages}"


def _picture(address: str, piece: PrintedPiece) -> Path | None:
    return next((one.file for one in piece.galley.pictures if one.file.resolve().as_uri() == address), None)


def _embed(address: str, piece: PrintedPiece) -> str:
    """An address that holds the picture itself."""
    file = _picture(address, piece)
    if file is None:
        return ""
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(file.read_bytes()).decode('ascii')}"


def _name_picture(address: str, piece: PrintedPiece) -> str:
    file = _picture(address, piece)
    return _relative(file, piece) if file else ""


def _relative(file: Path, piece: PrintedPiece) -> str:
    return file.resolve().relative_to(piece.issue.folder.resolve()).as_posix()


FORMS: dict[str, Callable[[PrintedPiece], bytes]] = {
    "html": write_piece_html,
    "docx": write_piece_docx,
    "md": write_piece_markdown,
    "json": write_piece_json,
}
