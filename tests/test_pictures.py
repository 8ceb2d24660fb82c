"""Pictures: a photo that was cut off is found, though it is not decoded at its full size."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import weasyprint  # noqa: F401  it lets torn pictures pass wherever it is loaded
from PIL import Image

from pressroom.pictures import check_picture
from pressroom.report import Place


def photo(file: Path, progressive: bool) -> bytes:
    noise = random.Random(3).randbytes(320 * 200 * 3)
    Image.frombytes("RGB", (320, 200), noise).save(file, "JPEG", quality=90, progressive=progressive)
    return file.read_bytes()


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("share", [0.2, 0.6, 0.95, 0.995])
def test_a_photo_that_was_cut_off_is_damaged(tmp_path, progressive, share):
    file = tmp_path / "photo.jpg"
    data = photo(file, progressive)
    assert check_picture(file, file.name, Place(file)) == []
    file.write_bytes(data[: int(len(data) * share)])
    (finding,) = check_picture(file, file.name, Place(file))
    assert finding.check == "damaged-picture"
    assert "photo.jpg is damaged" in finding.message


@pytest.mark.parametrize("mode", ["L", "CMYK", "RGB"])
def test_photos_of_all_colours_are_sound(tmp_path, mode):
    file = tmp_path / "photo.jpg"
    Image.new(mode, (7, 5)).save(file, "JPEG")
    assert check_picture(file, file.name, Place(file)) == []
