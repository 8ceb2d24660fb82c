"""Set any HTML file with the composer and the faces of the house, without an issue."""

from __future__ import annotations

from pathlib import Path

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from pressroom.composer import composing
from pressroom.fonts import read_catalogue
from pressroom.fonts.catalogue import Faces, faces_of
from pressroom.read.sheet import decode_text
from pressroom.report import Finding, Place, PressError, Report, query, stop
from pressroom.run import PRESS
from pressroom.setting.complaints import _NOT_OURS, _hear
from pressroom.setting.fetcher import Fetcher
from pressroom.setting.render import _ENGINE_ERRORS
from pressroom.workshop.config import Shop
from pressroom.workshop.files import write_file


def set_page(file: Path, faces: Faces) -> tuple[bytes, tuple[Finding, ...]]:
    """Set any HTML file with the composer; give the PDF, and what the engine complains of.

    The faces of the house may be named in its style sheets. Only files below its own folder are read.

    :raises PressError: if the engine cannot set it at all.
    :raises SourceError: if it is not UTF-8.
    """
    folder = file.resolve().parent
    fetcher = Fetcher((folder, *faces.folders))
    fonts = FontConfiguration()
    with composing(), _hear() as ear:
        try:
            sheet = weasyprint.CSS(string=faces.css, font_config=fonts, url_fetcher=fetcher)
            text = fetcher.hide(decode_text(file.read_bytes(), file, "save the file as UTF-8 in your editor"))
            document = weasyprint.HTML(string=text, base_url=f"{PRESS}0/", url_fetcher=fetcher)
            pdf: bytes = document.write_pdf(font_config=fonts, stylesheets=[sheet])
        except _ENGINE_ERRORS as error:
            message = f"the engine cannot set this file: {type(error).__name__}: {error}"
            raise PressError([stop("engine", message, Place(file), "look for what is odd in it")]) from error
    said = (words for words in ear.said if not words.startswith(_NOT_OURS))
    return pdf, tuple(query("engine-complaint", words, Place(file), "mend the file") for words in said)


def set_file(file: Path, out: Path, shop: Shop) -> Report:
    """Set any HTML file with the composer and the faces of the house, without an issue.

    :raises PressError: if the engine cannot set it.
    """
    from pressroom.setting.file import set_page  # the engine takes long to load, and workers have their own

    data, findings = set_page(file, faces_of(read_catalogue(shop.fonts).faces))
    write_file(out, data)
    return Report.of(findings)
