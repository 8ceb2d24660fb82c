"""Pictures are separated from their own profile, and ink is held back."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms

from pressroom.pictures.plates import press_picture, unpack_plates
from pressroom.pictures.separating import Separator
from tests.support.inks import PROFILE


def test_ink_is_held_back_and_black_is_kept() -> None:
    tight = Separator(PROFILE, 240)
    for colour in ((0.0, 0.0, 0.0), (0.05, 0.1, 0.02), (0.2, 0.0, 0.1)):
        loose, held = Separator(PROFILE, 400).separate_colour(colour), tight.separate_colour(colour)
        assert sum(held) <= 2.4
        assert held[3] == loose[3]
    dark = Image.new("RGB", (8, 8), "#050505")
    assert sum(tight.separate_picture(dark).getpixel((0, 0))) <= 2.4 * 255 + 2  # type: ignore[arg-type]
    full = Image.new("CMYK", (3, 700), (255, 200, 180, 255))
    plates = tight.limit_picture(full)
    assert {sum(pixel) <= 2.4 * 255 and pixel[3] == 255 for _, pixel in plates.getcolors() or ()} == {True}  # type: ignore[arg-type, index]
    weak = Image.new("CMYK", (3, 3), (80, 40, 10, 0))
    assert tight.limit_picture(weak).tobytes() == weak.tobytes()


def p3_profile() -> bytes:
    """A profile other than sRGB, with red and green changed, made by LittleCMS's own writer of sRGB."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(data[128:132], "big")
    entries = {bytes(data[132 + 12 * n : 136 + 12 * n]): 132 + 12 * n for n in range(count)}
    red, green = entries[b"rXYZ"], entries[b"gXYZ"]
    data[red + 4 : red + 12], data[green + 4 : green + 12] = data[green + 4 : green + 12], data[red + 4 : red + 12]
    return bytes(data)


def test_pictures_are_separated_from_their_own_profile(tmp_path: Path) -> None:
    separator = Separator(PROFILE, 300)
    image = Image.new("RGB", (4, 4), "#d02020")
    image.save(tmp_path / "plain.png")
    image.save(tmp_path / "swapped.png", icc_profile=p3_profile())
    plain, swapped = (press_picture(tmp_path / name, (4, 4), separator) for name in ("plain.png", "swapped.png"))
    assert unpack_plates(swapped.pack()) == swapped
    with Image.open(tmp_path / "swapped.png") as opened:
        assert opened.info["icc_profile"]
    green = Image.frombytes("CMYK", (4, 4), unpacked(swapped)).getpixel((0, 0))
    red = Image.frombytes("CMYK", (4, 4), unpacked(plain)).getpixel((0, 0))
    assert red[0] < 60 < green[0]  # type: ignore[index]


def unpacked(plates: Any) -> bytes:
    return zlib.decompress(plates.data)
