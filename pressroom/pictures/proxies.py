"""Stand in for pictures: a picture in, one that the engine can show in little memory and in the right colours out.

The engine decodes pictures whole, writes those that a camera has turned anew at a poor quality, and knows no colours
but those of sRGB. Print editions are made from the files themselves.
"""

from __future__ import annotations

import io
import struct
from pathlib import Path

from PIL import Image, ImageCms

from pressroom.pictures.reading import encode_picture, orientation_of, profile_of, read_picture, strict

SIDE = 4000  # pixels of the longer side: a page at 400 to an inch
_QUALITY = 90
_ENDINGS = {".jpg", ".jpeg", ".png", ".webp"}
_EXIF = b"Exif\0\0"
_DEEP = {"CMYK", "I", "I;16", "I;16B"}
_APP1, _SCAN = 0xE1, 0xDA


def stand_in(file: Path, data: bytes) -> bytes:
    """Give what the engine is to be given for a file whose bytes are ``data``: these, if it can show them.

    :raises OSError: if it is torn, or too large to be read.
    """
    if file.suffix.lower() not in _ENDINGS:
        return data
    try:
        with strict(), Image.open(io.BytesIO(data)) as image:
            size, profile = image.size, _other_profile(image)
            turned = orientation_of(image) != 1
            deep, tagged = image.mode in _DEEP, image.format == "JPEG" and "exif" in image.info
    except (OSError, SyntaxError, ValueError):
        return data  # the engine says what is wrong with it
    if max(size) > SIDE or turned or profile or deep:
        return _draw_anew(file, size, profile)
    return _take_exif_out(data) if tagged else data


def _draw_anew(file: Path, size: tuple[int, int], profile: bytes) -> bytes:
    """Draw a picture upright, in sRGB and no larger than need be."""
    share = min(SIDE / max(size), 1.0)
    image = read_picture(file, (round(size[0] * share), round(size[1] * share))).image
    if profile:
        image = _to_screen(image, profile)
    return encode_picture(image.convert("RGB") if image.mode == "CMYK" else image, _QUALITY)


def _to_screen(image: Image.Image, profile: bytes) -> Image.Image:
    """Turn the colours of a profile into those of sRGB, transparency aside."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    plain = image.convert("RGB") if alpha else image
    turned = ImageCms.profileToProfile(
        plain,
        ImageCms.ImageCmsProfile(io.BytesIO(profile)),
        ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    assert turned is not None
    if alpha:
        turned.putalpha(alpha)
    return turned


def _other_profile(image: Image.Image) -> bytes:
    """The profile of a picture, where it is one of its own kind of colours and other than sRGB."""
    profile = profile_of(image)
    space = {"RGB": b"RGB ", "RGBA": b"RGB ", "CMYK": b"CMYK"}.get(image.mode)
    if profile[16:20] != space or profile[36:40] != b"acsp":
        return b""
    try:
        name = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))
    except (ImageCms.PyCMSError, OSError):
        return b""
    return b"" if "srgb" in name.lower() else profile


def _take_exif_out(data: bytes) -> bytes:
    """Take what a camera noted out of a JPEG; its pixels stay as they are (ITU-T T.81, B.1.1)."""
    kept, place = bytearray(data[:2]), 2
    while place + 4 <= len(data) and data[place] == 0xFF and data[place + 1] != _SCAN:
        end = place + 2 + struct.unpack_from(">H", data, place + 2)[0]
        if data[place + 1] != _APP1 or not data.startswith(_EXIF, place + 4):
            kept += data[place:end]
        place = end
    return bytes(kept) + data[place:]
