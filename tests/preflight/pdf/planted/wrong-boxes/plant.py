from __future__ import annotations

import pikepdf
from pikepdf import Array

#: The marks for cutting are then within the bleed; not all renderers know of units.
FOLLOWS = {"bleed_beyond_the_media": {"registration-colour"}, "scaled": {"renderers-disagree"}}


def no_trim(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1].obj["/TrimBox"]


def another_size(pdf: pikepdf.Pdf) -> None:
    box = [float(value) for value in pdf.pages[2].obj.TrimBox]
    pdf.pages[2].obj.TrimBox = Array([box[0], box[1], box[2] - 2, box[3]])


def art_box_too(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.ArtBox = pdf.pages[0].obj.TrimBox


def cropped(pdf: pikepdf.Pdf) -> None:
    pdf.pages[3].obj.CropBox = pdf.pages[3].obj.TrimBox


def bleed_beyond_the_media(pdf: pikepdf.Pdf) -> None:
    box = [float(value) for value in pdf.pages[0].obj.MediaBox]
    pdf.pages[0].obj.BleedBox = Array([box[0] - 9, box[1], box[2], box[3]])


def turned(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Rotate = 90


def scaled(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.UserUnit = 2


def away_from_the_origin(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[1].obj
    for key in ("/MediaBox", "/BleedBox", "/TrimBox"):
        page[key] = Array([float(value) - 20 for value in page[key]])
    page.Contents = pdf.make_stream(b"1 0 0 1 -20 -20 cm\n" + b"\n".join(part.read_bytes() for part in _parts(page)))


def _parts(page: pikepdf.Object) -> list[pikepdf.Object]:
    contents = page.Contents
    return list(contents) if isinstance(contents, Array) else [contents]
