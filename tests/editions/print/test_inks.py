"""Which inks a colour gets: those of the layout, tints of them, or what the profile says."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest
from PIL import Image, ImageCms

from pressroom.editions.print.inks import BLACK, NONE, Palette
from pressroom.pictures.separating import Separator
from tests.support.inks import GOLD, GREY, PROFILE, TIDE, rgb


def test_black_and_greys_are_on_the_black_plate(palette: Palette) -> None:
    assert palette.mix((0, 0, 0)).inks == BLACK
    assert palette.mix((0, 0, 0)).is_black
    assert palette.mix((0.5, 0.5, 0.5)).inks == (0, 0, 0, 0.5)
    assert palette.mix((1, 1, 1)).inks == NONE
    assert palette.mix(rgb("#222222")).is_black, "letters that are nearly black are not screened"
    assert not palette.mix(rgb("#333333")).is_black


def test_colours_have_the_inks_that_the_layout_names(palette: Palette) -> None:
    assert palette.mix(rgb(TIDE)).inks == (0.95, 0.6, 0.2, 0.45)
    assert palette.mix(rgb(GREY)).inks == (0, 0, 0, 0.67)
    gold = palette.mix(rgb(GOLD))
    assert (gold.spot, gold.tint) == ("PANTONE 871 C", 1)
    assert palette.spots == {"PANTONE 871 C": (0.2, 0.45, 0.8, 0.15)}


@pytest.mark.parametrize("share", [12, 40, 70])
@pytest.mark.parametrize("colour", [TIDE, GOLD])
def test_tints_that_templates_mix_are_tints_of_the_ink(palette: Palette, colour: str, share: int) -> None:
    parts = [255 - (255 - int(colour[start : start + 2], 16)) * share // 100 for start in (1, 3, 5)]
    paint = palette.mix((parts[0] / 255, parts[1] / 255, parts[2] / 255))
    assert paint.tint == pytest.approx(share / 100, abs=0.011)
    assert bool(paint.spot) == (colour == GOLD)


def test_other_colours_are_what_the_profile_says(palette: Palette, separator: Separator) -> None:
    colour = rgb("#3070a0")  # of which no ink is next to nothing
    source, target = ImageCms.createProfile("sRGB"), ImageCms.ImageCmsProfile(io.BytesIO(PROFILE))
    transform = ImageCms.buildTransform(
        source, target, "RGB", "CMYK", ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION
    )
    pixel = ImageCms.applyTransform(Image.new("RGB", (1, 1), "#3070a0"), transform)
    assert pixel
    assert palette.mix(colour).inks == pytest.approx([part / 255 for part in pixel.tobytes()], abs=0.006)
    assert palette.mix(colour).inks == separator.separate_colour(colour)


def test_blends_begin_and_end_in_the_inks_of_their_ends(palette: Palette) -> None:
    for start, end in ((TIDE, "#ffffff"), (TIDE, "#000000"), ("#3070a0", TIDE), ("#000000", "#ffffff")):
        for colour, share in ((start, 0.0), (end, 1.0)):
            wanted = palette.mix(rgb(colour)).inks
            if colour == "#000000" and {start, end} != {"#000000", "#ffffff"}:
                continue  # black in a blend of colours is a rich one
            assert palette.blend(rgb(start), rgb(end), share) == pytest.approx(wanted, abs=0.006)
    assert palette.blend((0, 0, 0), (1, 1, 1), 0.25) == (0, 0, 0, 0.75)
    steps = [palette.blend(rgb(TIDE), rgb("#ff8020"), step / 32) for step in range(33)]
    leaps = [max(abs(a - b) for a, b in zip(one, other, strict=True)) for one, other in pairwise(steps)]
    assert max(leaps) < 0.15, "nothing leaps on the way"


def test_flat_colours_have_no_specks_of_an_ink(palette: Palette, separator: Separator) -> None:
    assert 0 < separator.separate_colour(rgb("#076fa8"))[2] < 0.03
    assert palette.mix(rgb("#076fa8")).inks[2] == 0
    pale = rgb("#f4f8fc")
    assert palette.mix(pale).inks == separator.separate_colour(pale), "pale ones are nothing but specks"
