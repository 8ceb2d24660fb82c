"""Bring pictures along: what articles show in; files of ``art/`` out, or what is missing."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from PIL import Image, UnidentifiedImageError

from pressroom.importers.pages import SourcePicture
from pressroom.importers.values import BlockKind, CopyBlock, Doubt, LeftOver, ScanArticle

MOST_BYTES = 64 * 1024 * 1024
_MOST_PIXELS = 120_000_000
_KINDS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


@dataclass(frozen=True)
class Gathered:
    """Articles whose figures name files of ``art/``, those files, and what is missing."""

    pieces: tuple[ScanArticle, ...]
    files: dict[str, bytes]
    doubts: tuple[Doubt, ...]
    left_over: tuple[LeftOver, ...]


def gather_art(pieces: Sequence[ScanArticle], slugs: Sequence[str], folder: Path, words: str) -> Gathered:
    """Name each picture after its article, and keep those that are at hand.

    One without words that is not at hand is left out; one with a caption stays wanted. ``words`` stand for a picture
    that has none of its own.
    """
    files: dict[str, bytes] = {}
    doubts: list[Doubt] = []
    left: list[LeftOver] = []
    made: list[ScanArticle] = []
    for piece, slug in zip(pieces, slugs, strict=True):
        blocks: list[CopyBlock] = []
        count = 0
        for block in piece.blocks:
            if block.kind is not BlockKind.FIGURE or block.picture is None:
                blocks.append(block)
                continue
            data, kind = _read_picture(block.picture, folder)
            if data:
                count += 1
                name = f"art/{slug}-{count}.{kind}"
                files[name] = data
                caption = "".join(block.texts)
                alt = block.picture.alt or caption or words
                if not block.picture.alt and not caption:
                    doubts.append(Doubt(piece.line, f"the picture {name} has no words", f"called it {words}"))
                blocks.append(replace(block, picture=SourcePicture(name, alt=alt)))
            elif block.texts:
                blocks.append(replace(block, picture=None))
            else:
                left.append(LeftOver(piece.line, block.picture.name or "a picture", "a picture that is not at hand"))
        made.append(replace(piece, blocks=tuple(blocks)))
    return Gathered(tuple(made), files, tuple(doubts), tuple(left))


def _read_picture(picture: SourcePicture, folder: Path) -> tuple[bytes, str]:
    """The bytes and the kind of a picture that is sound; nothing where it is not at hand or not sound."""
    data = picture.data or _beside(picture.name, folder)
    if not data or len(data) > MOST_BYTES:
        return b"", ""
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > _MOST_PIXELS or min(image.size) < 2:
                return b"", ""
            if image.format in _KINDS:
                image.load()
                return data, _KINDS[image.format or ""]
            kept = io.BytesIO()
            image.convert("RGB").save(kept, "PNG")
            return kept.getvalue(), "png"
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return b"", ""


def _beside(name: str, folder: Path) -> bytes:
    """The bytes of a file beside the source; nothing is read outside its folder."""
    path = PurePosixPath(name.replace("\\", "/"))
    if not name or path.is_absolute() or ".." in path.parts or ":" in name:
        return b""
    file = folder.joinpath(*path.parts)
    if not file.is_file() or not file.resolve().is_relative_to(folder.resolve()) or file.stat().st_size > MOST_BYTES:
        return b""
    return file.read_bytes()
