"""Read a large PNG in bands of rows, so that it is never in memory whole (ISO/IEC 15948)."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO

from PIL import Image

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: Channels of the colour types whose rows Pillow gives back as the file holds them, at 8 bits a channel.
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PIECE = 1 << 20  # bytes of the file that are read at a time


@dataclass(frozen=True)
class Header:
    """What a PNG says of itself: pixels, bits a channel, the number of its colour type, whether it is interlaced."""

    width: int
    height: int
    depth: int
    colour: int
    laced: bool

    @property
    def plain(self) -> bool:
        """Whether it can be read in bands."""
        return not self.laced and (self.depth == 8 or (self.depth == 1 and self.colour == 0))

    @property
    def line(self) -> int:
        """The bytes of a row."""
        return (self.width * self.depth * _CHANNELS[self.colour] + 7) // 8


def read_header(file: Path) -> Header:
    """Read the header of a PNG.

    :raises OSError: if it is none.
    """
    with file.open("rb") as stream:
        start = stream.read(33)
    if len(start) < 33 or start[:8] != _SIGNATURE or start[12:16] != b"IHDR":
        raise OSError("not a PNG")
    width, height, depth, colour, _, _, laced = struct.unpack(">IIBBBBB", start[16:29])
    if colour not in _CHANNELS:
        raise OSError("not a PNG")
    return Header(width, height, depth, colour, bool(laced))


def read_bands(file: Path, rows: int) -> Iterator[Image.Image]:
    """Read a plain PNG some rows at a time.

    The rows of a PNG are written as differences from the row above. So each band is decoded as a small PNG of its own,
    which begins with the last row of the band before.

    :raises OSError: if it is torn.
    """
    header = read_header(file)
    with file.open("rb") as stream:
        stream.seek(len(_SIGNATURE))
        chunks = _read_chunks(stream)
        before = dict(takewhile(lambda chunk: chunk[0] != b"IDAT", chunks))
        stream.seek(len(_SIGNATURE))
        raw = _unpack(data for kind, data in _read_chunks(stream) if kind == b"IDAT")
        extra = b"".join(_chunk(kind, before[kind]) for kind in (b"PLTE", b"tRNS") if kind in before)
        above = bytes(header.line)
        next(raw)
        for top in range(0, header.height, rows):
            count = min(rows, header.height - top)
            filtered = raw.send(count * (header.line + 1))
            band = _decode(header, count, extra, b"\0" + above + filtered)
            above = band.crop((0, count, header.width, count + 1)).tobytes()
            yield band.crop((0, 1, header.width, count + 1))


def _decode(header: Header, rows: int, extra: bytes, filtered: bytes) -> Image.Image:
    """Decode some rows, and the one above them."""
    head = struct.pack(">IIBBBBB", header.width, rows + 1, header.depth, header.colour, 0, 0, 0)
    packed = _chunk(b"IDAT", zlib.compress(filtered, 0))
    png = _SIGNATURE + _chunk(b"IHDR", head) + extra + packed + _chunk(b"IEND", b"")
    with Image.open(io.BytesIO(png), formats=["PNG"]) as band:
        band.load()
        return band.copy()


def _read_chunks(stream: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG; the pixels come piece by piece."""
    while True:
        start = stream.read(8)
        if len(start) < 8:
            raise OSError("cut off")
        length, kind = struct.unpack(">I4s", start)
        if kind == b"IEND":
            return
        if kind != b"IDAT" and length > _PIECE * 64:
            raise OSError("a chunk is too long")
        while kind == b"IDAT" and length > _PIECE:
            yield kind, stream.read(_PIECE)
            length -= _PIECE
        yield kind, stream.read(length)
        stream.seek(4, io.SEEK_CUR)


def _unpack(pieces: Iterator[bytes]) -> Generator[bytes, int, None]:
    """Unpack pixels: it is told how many bytes are wanted, and gives these."""
    unpacker = zlib.decompressobj()
    ready = bytearray()
    given = b""
    while True:
        wanted = yield given
        while len(ready) < wanted:
            piece = unpacker.unconsumed_tail or next(pieces, b"")
            try:
                ready += unpacker.decompress(piece, wanted - len(ready))
            except zlib.error as error:
                raise OSError(f"its pixels are torn: {error}") from None
            if not piece and len(ready) < wanted:
                raise OSError("cut off")
        given = bytes(ready[:wanted])
        del ready[:wanted]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
