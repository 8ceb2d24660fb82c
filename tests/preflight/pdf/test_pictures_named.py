"""Pictures with as many pixels as each other are told by the bits of their samples."""

from __future__ import annotations

import pytest
from PIL import Image

from pressroom.preflight.pdf.locating import Sources
from pressroom.preflight.pdf.registry import Spot
from tests.support.press import config_of_house, pull
from tests.support.small import write_small

COPY = "甲图。\n\n![彩色照片](art/rgb.png)\n\n![一位线稿](art/bit.png)\n\n![灰的](art/grey.png)\n"


@pytest.mark.parametrize(
    ("pixels", "bits", "line", "name"),
    [((90, 60), 8, 6, "rgb.png"), ((90, 60), 1, 8, "bit.png"), ((60, 90), 1, 8, "bit.png"), ((50, 40), 8, 10, "grey.png")],
)  # fmt: skip
def test_pictures_of_one_size_are_told_apart(tmp_path, pixels, bits, line, name):
    issue = write_small(tmp_path, COPY)
    Image.new("RGB", (90, 60), "red").save(issue / "art" / "rgb.png")
    Image.new("1", (90, 60)).save(issue / "art" / "bit.png")
    Image.new("L", (50, 40)).save(issue / "art" / "grey.png")
    sources = Sources(pull(issue, config_of_house(tmp_path)).proof)
    spot = Spot("", sheet=2, pixels=pixels, bits=bits)
    assert (sources.place_of(spot).line, sources.name_picture(spot)) == (line, name)
