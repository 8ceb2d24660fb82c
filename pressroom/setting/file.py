"""Set any HTML file with the composer and the faces of the house, without an issue."""

from __future__ import annotations

from pathlib import Path

import weasyprint

from pressroom.composer import composing, hearing, patched
from pressroom.fonts.matching import Faces
from pressroom.read.sheet import decode_text
from pressroom.report import Finding, Place, PressError, query, stop
from pressroom.run import PRESS
from pressroom.setting.complaints import ENGINE_ERRORS, NOT_OURS
from pressroom.setting.cutting import cut_face
from pressroom.setting.fetcher import Fetcher
from pressroom.setting.fontmap import PrivateFonts
from pressroom.workshop.sources import read_source


def set_file(file: Path, faces: Faces) -> tuple[bytes, tuple[Finding, ...]]:
    """Set any HTML file with the composer; give the PDF, and what the engine complains of.

    The faces of the house may be named in its style sheets. Only files below its own folder are read.

    :raises PressError: if the engine cannot set it at all.
    :raises SourceError: if it is not UTF-8.
    :raises OSError: if it cannot be read, or is no file.
    """
    folder = file.resolve().parent
    fetcher = Fetcher((folder,))
    fonts = PrivateFonts(faces, declares=True)
    with composing(), fonts.in_charge(), patched({"cut_face": cut_face}), hearing() as heard:
        try:
            text = fetcher.hide(
                decode_text(read_source(file.resolve(), (folder,)), file, "save the file as UTF-8 in your editor")
            )
            document = weasyprint.HTML(string=text, base_url=f"{PRESS}0/", url_fetcher=fetcher)
            pdf: bytes = document.write_pdf(font_config=fonts)
        except ENGINE_ERRORS as error:
            message = f"the engine cannot set this file: {type(error).__name__}: {error}"
            raise PressError([stop("engine", message, Place(file), "look for what is odd in it")]) from error
    said = (words for words in heard if not words.startswith(NOT_OURS))
    return pdf, tuple(query("engine-complaint", words, Place(file), "mend the file") for words in said)
