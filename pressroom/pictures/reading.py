"""Read pictures: a file in, its pixels out, turned the right way up and no larger than they are wanted.

Large ones are never in memory whole: a JPEG is scaled while it is decoded, a PNG is read in bands.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from PIL import Image, ImageCms, ImageFile

from pressroom.pictures.bands import read_bands, read_header

WHOLE = 80_000_000  # pixels that may be in memory at once
_BAND = 2_000_000  # pixels of a band
_TURNED = {5, 6, 7, 8}  # values of EXIF's orientation that change width for height
_ORIENTATION = 0x0112
_TURNS = {  # EXIF's orientation, and what brings a picture upright
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_LARGEST_PROFILE = 8_000_000  # bytes
_FORMATS = ("JPEG", "PNG", "WEBP")
_LOCK = Lock()
_before: list[tuple[bool, int | None]] = []
Size = tuple[int, int]


@dataclass(frozen=True)
class Pixels:
    """A picture that was read: upright, and the ICC profile that its colours are of; empty where it names none."""

    image: Image.Image
    profile: bytes


@contextmanager
def strict() -> Iterator[None]:
    """Have torn pictures refused for a while, and large ones let in: there is a bound to each kind of them.

    The engine lets torn ones pass in any process that has loaded it.
    """
    with _LOCK:
        _before.append((ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS))
        ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS = False, None
    try:
        yield
    finally:
        with _LOCK:
            before = _before.pop()
            if not _before:  # the last of all threads puts back what the first one found
                ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS = before


def measure_picture(file: Path) -> Size:
    """The pixels of a picture across and down, as it is seen.

    :raises OSError: if it is none.
    """
    with strict(), Image.open(file, formats=_FORMATS) as image:
        return _upright(image, image.size)


def read_picture(file: Path, wanted: Size | None = None) -> Pixels:
    """Read a picture; where a size is wanted it is scaled down to cover that, and never up.

    :raises OSError: if it is torn, or too large to be read.
    """
    with strict(), Image.open(file, formats=_FORMATS) as image:
        profile = profile_of(image)
        size, orientation = image.size, orientation_of(image)
        inside = _inside(size, _upright(image, wanted) if wanted else size)
        if size[0] * size[1] > WHOLE and image.format == "PNG":
            scaled = _read_bands(file, size, inside)
        else:
            image.draft(None, inside)
            if max(image.size[0] * image.size[1], _held(image, size)) > WHOLE:
                raise OSError(f"it has {size[0]} × {size[1]} pixels")
            image.load()
            scaled = image
        wide = _upright(image, inside)
        plain = turn_upright(_plain(scaled), orientation)
        return Pixels(_scale(plain, wide), profile)


def _held(image: Image.Image, size: Size) -> int:
    """The pixels that are in memory while it is decoded: all of them where a JPEG comes in several passes."""
    return size[0] * size[1] if image.info.get("progressive") else 0


def _read_bands(file: Path, size: Size, inside: Size) -> Image.Image:
    """Read a large PNG in bands, each of which is scaled down by a whole number."""
    if not read_header(file).plain:
        raise OSError("it is too large to be interlaced, or of other than 8 bits a channel")
    factor = max(min(size[0] // inside[0], size[1] // inside[1]), 1)
    rows = max(_BAND // size[0] // factor, 1) * factor
    reduced = (-(-size[0] // factor), -(-size[1] // factor))
    if reduced[0] * reduced[1] > WHOLE:
        raise OSError(f"it has {size[0]} × {size[1]} pixels")
    whole: Image.Image | None = None
    top = 0
    for band in read_bands(file, rows):
        small = _reduce(_plain(band), factor) if factor > 1 else band
        whole = whole or Image.new(small.mode, reduced)
        whole.paste(small, (0, top))
        top += small.height
    assert whole is not None
    return whole


def _reduce(image: Image.Image, factor: int) -> Image.Image:
    """Scale down by a whole number; line art becomes grey."""
    return (image.convert("L") if image.mode == "1" else image).reduce(factor)


def _inside(size: Size, wanted: Size) -> Size:
    """The size that covers what is wanted and keeps the proportions; never larger than the picture is."""
    share = min(max(wanted[0] / size[0], wanted[1] / size[1]), 1.0)
    return max(round(size[0] * share), 1), max(round(size[1] * share), 1)


def orientation_of(image: Image.Image) -> int:
    """How a picture was held, as EXIF says, 1 to 8; 1 is upright. It is not read any further than its header."""
    if "exif" not in image.info:
        return 1
    try:
        found = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # Pillow's reader raises whatever it stumbles over, and pixels do not hang on it
        return 1
    return found if isinstance(found, int) and found in _TURNS else 1


def profile_of(image: Image.Image) -> bytes:
    """The ICC profile of a picture; empty where it names none, or one that colours cannot be told by."""
    profile: bytes = image.info.get("icc_profile") or b""
    mode = {"RGBA": "RGB"}.get(image.mode, image.mode)
    if len(profile) > _LARGEST_PROFILE:
        return b""
    if not profile or mode not in {"RGB", "CMYK"}:
        return profile
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return b""
    return profile


def turn_upright(image: Image.Image, orientation: int) -> Image.Image:
    """Turn a picture that was held as EXIF says."""
    return image.transpose(_TURNS[orientation]) if orientation in _TURNS else image


def _upright(image: Image.Image, size: Size) -> Size:
    """A size across and down with width and height changed where the picture lies on its side."""
    return size[::-1] if orientation_of(image) in _TURNED else size


def _scale(image: Image.Image, size: Size) -> Image.Image:
    """Scale down; line art is left as it is."""
    if image.mode == "1" or (image.width <= size[0] and image.height <= size[1] + 1):
        return image
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _plain(image: Image.Image) -> Image.Image:
    """Turn palettes and deep greys into what can be scaled: 1, L, LA, RGB, RGBA or CMYK."""
    if image.mode == "P":
        return image.convert("RGBA" if "transparency" in image.info else "RGB")
    if image.mode in {"I", "I;16", "I;16B"}:
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in {"L", "RGB"} and "transparency" in image.info:
        return image.convert("RGBA")
    return image if image.mode in {"1", "L", "LA", "RGB", "RGBA", "CMYK"} else image.convert("RGB")


def encode_picture(image: Image.Image, quality: int) -> bytes:
    """Write pixels as a JPEG, or as a PNG where some are transparent or it is line art."""
    buffer = io.BytesIO()
    if image.mode in {"RGB", "L"}:
        image.save(buffer, "JPEG", quality=quality, subsampling=0)
    else:
        image.save(buffer, "PNG")
    return buffer.getvalue()
