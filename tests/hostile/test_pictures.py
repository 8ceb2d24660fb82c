"""Pictures of strangers: what is wrong with one is said of it, soon and in little memory; the others go through."""

from __future__ import annotations

import io
import os
import random
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from pressroom.editions.epub.photos import fit_photo
from pressroom.pictures import Art
from pressroom.pictures.plates import press_picture
from pressroom.pictures.proxies import stand_in
from pressroom.pictures.separating import Separator
from pressroom.report import Place
from tests.support.paths import PRINT_PROFILE
from tests.support.press import reading

SEPARATOR = Separator(PRINT_PROFILE.read_bytes(), 300)


def look_through(file: Path) -> list[str]:
    """What is wrong with a picture; one that is let through goes into all editions."""
    begun = time.process_time()
    with reading(file.parent) as workshop:
        findings = Art(file.parent, workshop).check(file, f"art/{file.name}", Place(file.parent / "issue.yaml", 1, 1))
        assert all(f"art/{file.name}" in finding.message and len(finding.message) < 400 for finding in findings)
        if not findings:
            stand_in(file, file.read_bytes())
            press_picture(file, (300, 200), SEPARATOR)
            fit_photo(file, workshop)
    assert time.process_time() - begun < 30
    return [finding.check for finding in findings]


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *more: bytes, depth: int = 8, colour: int = 2, laced: int = 0) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, laced)
    row = b"\0" + bytes((width * depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour] + 7) // 8)
    packer = zlib.compressobj(9)
    pixels = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(more) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def claiming(width: int, height: int) -> bytes:
    """A PNG of one pixel that says it has others."""
    made = bytearray(png(1, 1))
    made[16:24] = struct.pack(">II", width, height)
    return bytes(mend(made))


def saved(kind: str = "PNG", mode: str = "RGB", **options: object) -> bytes:
    buffer = io.BytesIO()
    noise = Image.frombytes("RGB", (90, 60), random.Random(1).randbytes(90 * 60 * 3)).convert(mode)
    noise.save(buffer, kind, **options)
    return buffer.getvalue()


def held(orientation: object, kind: int = 3) -> bytes:
    """EXIF that says in some form how a camera was held."""
    written = {3: lambda: struct.pack("<HHIHxx", 0x0112, 3, 1, orientation), 2: lambda: struct.pack("<HHI4s", 0x0112, 2, 4, orientation), 5: lambda: struct.pack("<HHII", 0x0112, 5, 1, 26)}[kind]()  # fmt: skip
    return b"Exif\0\0II*\0" + struct.pack("<IH", 8, 1) + written + struct.pack("<III", 0, 0, 0)


def moving(kind: str) -> bytes:
    buffer = io.BytesIO()
    frames = [Image.new("RGB", (9, 9), (number, 0, 0)) for number in range(40)]
    frames[0].save(buffer, kind, save_all=True, append_images=frames[1:], lossless=True)
    return buffer.getvalue()


PROFILE = b"\0\0\1\0lcms\2\x10\0\0mntrRGB XYZ " + bytes(12) + b"acsp" + bytes(216)
#: Each with what is said of it; nothing where it goes through.
PICTURES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "seventeen thousand square": ("a.png", lambda: png(17_000, 17_000, colour=0), ""),
    "seventeen thousand square, in greys of one bit": ("a.png", lambda: png(17_000, 17_000, depth=1, colour=0), ""),
    "twenty thousand square": ("a.png", lambda: png(20_000, 20_000, depth=1, colour=0), "huge-picture"),
    "fifteen thousand square, interlaced": ("a.png", lambda: png(15_000, 15_000, laced=1), "huge-picture"),
    "deep and large": ("a.png", lambda: png(12_000, 12_000, depth=16, colour=0), "huge-picture"),
    "one row": ("a.png", lambda: png(1_000_000, 1), ""),
    "one column": ("a.png", lambda: png(1, 100_000), ""),
    "no pixels": ("a.png", lambda: claiming(0, 0), "not-a-picture"),
    "more pixels than any file has": ("a.png", lambda: claiming(2**31 - 1, 2**31 - 1), "huge-picture"),
    "a note that unpacks to a gigabyte": ("a.png", lambda: png(9, 9, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(10**9), 9))), "damaged-picture"),
    "a profile that unpacks to a gigabyte": ("a.png", lambda: png(9, 9, chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(10**9), 9))), "damaged-picture"),
    "notes without end": ("a.png", lambda: png(9, 9, *[chunk(b"tEXt", b"a\0" + bytes(60_000))] * 2000), "damaged-picture"),
    "a million chunks": ("a.png", lambda: png(9, 9, *[chunk(b"abCd", b"")] * 100_000), ""),
    "a profile that is none": ("a.jpg", lambda: saved("JPEG", icc_profile=b"x" * 400), ""),
    "a profile that only begins": ("a.jpg", lambda: saved("JPEG", icc_profile=PROFILE), ""),
    "a profile of inks that only begins": ("a.jpg", lambda: saved("JPEG", "CMYK", icc_profile=PROFILE.replace(b"RGB ", b"CMYK")), ""),
    "held as 77": ("a.jpg", lambda: saved("JPEG", exif=held(77)), ""),
    "held as text": ("a.jpg", lambda: saved("JPEG", exif=held(b"abc\0", 2)), ""),
    "held as a share": ("a.jpg", lambda: saved("JPEG", exif=held(0, 5)), ""),
    "held on its side": ("a.jpg", lambda: saved("JPEG", exif=held(6)), ""),
    "notes of a camera that are none": ("a.jpg", lambda: saved("JPEG", exif=b"Exif\0\0XX"), ""),
    "notes of a camera that end early": ("a.jpg", lambda: saved("JPEG", exif=held(6)[:20]), "damaged-picture"),
    "notes that lead round": ("a.jpg", lambda: saved("JPEG", exif=held(6)[:-12] + struct.pack("<III", 8, 8, 8)), ""),
    "a PNG that moves": ("a.png", lambda: moving("PNG"), "active-picture"),
    "a WebP that moves": ("a.webp", lambda: moving("WEBP"), "active-picture"),
    "a JPEG called PNG": ("a.png", lambda: saved("JPEG"), "wrong-ending"),
    "a GIF called PNG": ("a.png", lambda: saved("GIF", "P"), "not-a-picture"),
    "a TIFF called JPEG": ("a.jpg", lambda: saved("TIFF"), "not-a-picture"),
    "a page called PNG": ("a.png", lambda: b"<html>", "not-a-picture"),
    "nothing": ("a.webp", lambda: b"", "not-a-picture"),
}  # fmt: skip


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_go_through_or_are_named(tmp_path: Path, name: str) -> None:
    called, make, expected = PICTURES[name]
    file = tmp_path / called
    file.write_bytes(make())
    assert look_through(file) == ([expected] if expected else [])


def spoilt(seed: int) -> Iterator[tuple[str, bytes]]:
    """Pictures of all kinds with some bytes changed, cut off or doubled."""
    chance = random.Random(seed)
    sound = [("a.png", saved("PNG", mode)) for mode in ("RGB", "RGBA", "L", "LA", "P", "1", "I;16")]
    sound += [("a.jpg", saved("JPEG", mode, exif=held(6), progressive=mode == "L")) for mode in ("RGB", "L", "CMYK")]
    sound += [("a.webp", saved("WEBP", mode, lossless=mode == "RGBA")) for mode in ("RGB", "RGBA")]
    while True:
        name, data = chance.choice(sound)
        made = bytearray(data)
        for _ in range(chance.randint(1, 12)):
            at = chance.randrange(min(len(made), chance.choice((40, 200, len(made)))))
            made[at] = chance.randrange(256)
        if chance.random() < 0.2:
            del made[chance.randrange(len(made)) :]
        if name == "a.png" and chance.random() < 0.7:
            made = mend(made)
        yield name, bytes(made)


def mend(made: bytearray) -> bytearray:
    """Make the sums of a PNG's chunks right again, so that what is in them is looked at."""
    at = 8
    while at + 12 <= len(made):
        length = struct.unpack_from(">I", made, at)[0]
        if at + 12 + length > len(made):
            break
        made[at + 8 + length : at + 12 + length] = struct.pack(">I", zlib.crc32(made[at + 4 : at + 8 + length]))
        at += 12 + length
    return made


def test_spoilt_pictures_go_through_or_are_named(tmp_path: Path) -> None:
    cases = int(os.environ.get("HOSTILE_CASES", "150"))
    pictures, refused = spoilt(7), 0
    for number in range(cases):
        name, data = next(pictures)
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / name).write_bytes(data)
        refused += bool(look_through(folder / name))
    assert 0 < refused < cases
