"""Press pictures: a picture and the size it is printed at in, its plates as a PDF holds them out."""

from __future__ import annotations

import io
import json
import zlib
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from pressroom.pictures.reading import Pixels, Size, read_picture
from pressroom.pictures.separating import Separator

PPI = 300  # pixels an inch: what a screen of 150 lines an inch can show
_QUALITY = 90
_ROWS = 256  # that are packed at a time
_SPACES = {"1": "DeviceGray", "L": "DeviceGray", "CMYK": "DeviceCMYK"}
_LOSSY = (".jpg", ".jpeg", ".webp")


@dataclass(frozen=True)
class Plates:
    """A picture as a PDF holds it: its stream and how to read it; ``mask`` says how opaque it is, if not all over."""

    data: bytes
    coding: str
    width: int
    height: int
    space: str
    bits: int
    mask: Plates | None = None

    def pack(self) -> bytes:
        """Bytes that can be kept."""
        mask = self.mask.pack() if self.mask else b""
        head = [self.coding, self.width, self.height, self.space, self.bits, len(self.data), len(mask)]
        return json.dumps(head).encode("ascii") + b"\n" + self.data + mask


def unpack_plates(kept: bytes) -> Plates:
    """Read what was kept."""
    head, _, body = kept.partition(b"\n")
    coding, width, height, space, bits, length, masked = json.loads(head)
    mask = unpack_plates(body[length:]) if masked else None
    return Plates(body[:length], coding, width, height, space, bits, mask)


def press_picture(file: Path, wanted: Size, separator: Separator) -> Plates:
    """Make the plates of a picture: in inks, upright, of the pixels that are wanted and never more than there are.

    Greys stay on the black plate, line art stays as it is.

    :raises OSError: if it is torn.
    """
    return press_pixels(read_picture(file, wanted), separator, file.suffix.lower() in _LOSSY)


def press_pixels(pixels: Pixels, separator: Separator, lossy: bool = False) -> Plates:
    """Make the plates of pixels; lossy ones lose no more than the eye sees."""
    image, profile, mask = pixels.image, pixels.profile, None
    del pixels  # large ones are not held twice
    if image.mode in {"RGBA", "LA"}:
        opaque = image.getchannel("A")
        if opaque.getextrema() != (255, 255):
            mask = _code(opaque, lossy=False)
        image = image.convert(image.mode[:-1])
    if image.mode == "RGB":
        image = separator.separate_picture(image, profile if _is_of(profile, b"RGB ") else b"")
    elif image.mode == "CMYK":
        image = separator.limit_picture(image, profile if _is_of(profile, b"CMYK") else b"")
    plates = _code(image, lossy)
    return Plates(plates.data, plates.coding, plates.width, plates.height, plates.space, plates.bits, mask)


def _code(image: Image.Image, lossy: bool) -> Plates:
    """Write pixels as a PDF holds them; a JPEG of four inks is written inverted, as programs expect."""
    bits = 1 if image.mode == "1" else 8
    if not lossy or bits == 1:
        data, coding = _deflate(image), "FlateDecode"
    else:
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=_QUALITY, subsampling=0)
        data, coding = buffer.getvalue(), "DCTDecode"
    return Plates(data, coding, image.width, image.height, _SPACES[image.mode], bits)


def _deflate(image: Image.Image) -> bytes:
    """Pack pixels, some rows at a time."""
    packer = zlib.compressobj(6)
    rows = range(0, image.height, _ROWS)
    parts = [
        packer.compress(image.crop((0, top, image.width, min(top + _ROWS, image.height))).tobytes()) for top in rows
    ]
    return b"".join((*parts, packer.flush()))


def _is_of(profile: bytes, space: bytes) -> bool:
    """Whether a profile is one of some colour space."""
    return profile[16:20] == space and profile[36:40] == b"acsp"
