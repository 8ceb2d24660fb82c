"""Photos for the printer: upright, in inks, no finer than they need, and kept from build to build."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy
import pikepdf
import pytest
from pikepdf import Name
from PIL import Image

from tests.support.press import config_of_house, edition
from tests.support.printing import LIMIT, Printed


def picture_items(pdf: pikepdf.Pdf) -> list[Any]:
    items = [item for item in pdf.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == Name.Image]
    masks = {item.SMask.objgen for item in items if "/SMask" in item}
    return [item for item in items if item.objgen not in masks]


def test_photos_are_upright_in_inks_and_no_finer_than_they_need(opened: pikepdf.Pdf) -> None:
    (photo,) = [item for item in picture_items(opened) if item.ColorSpace == Name.DeviceCMYK and "/SMask" not in item]
    assert photo.Filter == Name.DCTDecode
    assert list(photo.Decode) == [1, 0] * 4
    width, height = int(photo.Width), int(photo.Height)
    assert width < height, "it is turned upright"
    high = 3 * 16 / 72  # inches: three lines of 16 points
    assert height == pytest.approx(high * 300 * 1.15, abs=3)
    with Image.open(io.BytesIO(photo.read_raw_bytes())) as image:
        inks = numpy.asarray(image)
    assert (inks.sum(axis=2) <= LIMIT * 2.55 + 12).all()


def test_line_art_stays_line_art_and_glass_stays_clear(opened: pikepdf.Pdf) -> None:
    items = picture_items(opened)
    (line,) = [item for item in items if int(item.BitsPerComponent) == 1]
    assert (int(line.Width), int(line.Height), line.ColorSpace) == (70, 50, Name.DeviceGray)
    assert line.read_bytes() == Image.fromarray(numpy.indices((50, 70)).sum(0) % 7 > 1).tobytes()
    (glass,) = [item for item in items if "/SMask" in item]
    assert (int(glass.Width), int(glass.Height)) == (90, 60), "it is never made larger"
    assert glass.SMask.read_bytes()[:90] == numpy.linspace(0, 255, 90).astype("uint8").tobytes()


def test_photos_are_kept_from_build_to_build(printed: Printed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = config_of_house(tmp_path)
    first = edition("print", printed.pulled, kept)
    monkeypatch.setattr("pressroom.editions.print.photos.press_picture", None)
    again = edition("print", printed.pulled, kept)
    assert first == again == printed.print.read_bytes()
