"""Separate colours: the colours of screens in, the inks of a printing condition out, by its ICC profile.

Colours are converted relative to the paper, and black to black (LittleCMS). Where the profile would lay on more ink
than the paper takes, the three coloured inks are drawn back alike and black is kept.
"""

from __future__ import annotations

import io
import warnings
from functools import lru_cache, partial
from math import floor
from typing import Any

from PIL import Image, ImageCms, ImageFilter, ImageMath

#: Parts of cyan, magenta, yellow and black, 0 to 1.
Inks = tuple[float, float, float, float]
Rgb = tuple[float, float, float]

_STEPS = 33  # of each colour, in the table that pictures are converted by
_FULL = 255
_ROWS = 256  # that are limited at a time


class Separator:
    """A printing condition: its profile, and the most ink that may lie on one spot, in per cent."""

    def __init__(self, profile: bytes, limit: float) -> None:
        self.profile, self.limit = profile, limit / 100
        self._table: dict[bytes, ImageFilter.Color3DLUT] = {}
        self._known: dict[Rgb, Inks] = {}
        self._exact = _transform(b"", profile)

    def separate_colour(self, colour: Rgb) -> Inks:
        """The inks for a colour of sRGB, 0 to 1, in whole per cents."""
        found = self._known.get(colour)
        if found is None:
            spot = Image.new("RGB", (1, 1), tuple(round(_FULL * min(max(part, 0), 1)) for part in colour))
            pixel = ImageCms.applyTransform(spot, self._exact)
            assert pixel is not None
            found = self._known[colour] = self.hold_back(_parts(pixel.tobytes()))
        return found

    def hold_back(self, inks: Inks) -> Inks:
        """Keep inks within the limit, in whole per cents."""
        cyan, magenta, yellow, black = (round(ink, 2) for ink in inks)
        coloured = cyan + magenta + yellow
        if coloured + black <= self.limit or not coloured:
            return cyan, magenta, yellow, black
        share = 100 * max(self.limit - black, 0) / coloured
        cyan, magenta, yellow = (floor(ink * share) / 100 for ink in (cyan, magenta, yellow))
        return cyan, magenta, yellow, black

    def separate_picture(self, picture: Image.Image, profile: bytes = b"") -> Image.Image:
        """Separate a picture of RGB in the colours of a profile, of sRGB where there is none."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            return picture.filter(self._table_for(profile))

    def limit_picture(self, picture: Image.Image, profile: bytes = b"") -> Image.Image:
        """Keep a picture that is separated already within the limit, and turn it from another condition into this."""
        if profile and profile != self.profile:
            turned = ImageCms.applyTransform(picture, _transform(profile, self.profile, "CMYK"))
            assert turned is not None
            picture = turned
        return _draw_back(picture, self.limit)

    def _table_for(self, profile: bytes) -> ImageFilter.Color3DLUT:
        """The table for pictures in the colours of a profile; its steps keep the limit, so that all between does."""
        if profile not in self._table:
            grid = Image.frombytes("RGB", (_STEPS * _STEPS, _STEPS), _grid())
            made = ImageCms.applyTransform(grid, _transform(profile, self.profile))
            assert made is not None
            values = [value / _FULL for value in _draw_back(made, self.limit).tobytes()]
            self._table[profile] = ImageFilter.Color3DLUT(_STEPS, values, 4, "CMYK", _copy_table=False)
        return self._table[profile]


def _draw_back(picture: Image.Image, limit: float) -> Image.Image:
    """Draw the coloured inks of a picture back to a limit, some rows at a time."""
    most = int(limit * _FULL)
    drawn = Image.new("CMYK", picture.size)
    for top in range(0, picture.height, _ROWS):
        rows = (0, top, picture.width, min(top + _ROWS, picture.height))
        cyan, magenta, yellow, black = picture.crop(rows).split()
        inks = {"c": cyan, "m": magenta, "y": yellow, "k": black}
        plates = [ImageMath.lambda_eval(partial(_draw_plate, plate, most), **inks) for plate in "cmy"]
        drawn.paste(Image.merge("CMYK", (*plates, black)), rows[:2])
    return drawn


def _draw_plate(plate: str, most: int, inks: dict[str, Any]) -> Any:
    """One coloured plate, drawn back as far as the others are; in the arithmetic of pictures."""
    coloured = inks["max"](inks["c"] + inks["m"] + inks["y"], 1)
    room = inks["max"](most - inks["k"], 0)
    return inks["convert"](inks["min"](inks[plate], inks[plate] * room / coloured), "L")


@lru_cache(maxsize=1)
def _grid() -> bytes:
    """All steps of all colours: red changes fastest, as the table wants it."""
    steps = [round(_FULL * step / (_STEPS - 1)) for step in range(_STEPS)]
    return bytes(part for blue in steps for green in steps for red in steps for part in (red, green, blue))


def _transform(source: bytes, profile: bytes, mode: str = "RGB") -> ImageCms.ImageCmsTransform:
    """A conversion between two profiles: relative to the paper, with compensation for its black."""
    return ImageCms.buildTransform(
        ImageCms.ImageCmsProfile(io.BytesIO(source) if source else ImageCms.createProfile("sRGB")),
        ImageCms.ImageCmsProfile(io.BytesIO(profile)),
        mode,
        "CMYK",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def _parts(pixel: bytes) -> Inks:
    cyan, magenta, yellow, black = (value / _FULL for value in pixel)
    return cyan, magenta, yellow, black
