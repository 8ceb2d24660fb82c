"""Make photographs fit for a book: a file of any size and for any press in, one that every screen shows out."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageCms

from pressroom.pictures.reading import WHOLE, orientation_of, read_picture, strict, turn_upright
from pressroom.workshop import Workshop
from pressroom.workshop.cache import make_key

LONGEST = 1600  # pixels: as many as most screens have
_QUALITY = 82
_SCREEN_MODES = frozenset({"RGB", "RGBA", "L", "LA", "P", "1"})


def fit_photo(file: Path, workshop: Workshop) -> bytes:
    """Fit a picture to screens: its pixels as they are where it is small, upright, still and in colours of screens.

    Where and with what it was taken is nobody's matter: that is left out.
    """
    with strict(), Image.open(file) as picture:
        fits = max(picture.size) <= LONGEST and picture.mode in _SCREEN_MODES and orientation_of(picture) == 1
        still, kind = getattr(picture, "n_frames", 1) == 1, str(picture.format)
    if fits and kind in _STRIPPED and (still or kind != "JPEG"):
        return _STRIPPED[kind](file.read_bytes())
    if fits and still and not _tells_more(file.read_bytes()):
        return file.read_bytes()
    key = make_key("photos", workshop.digest(file), LONGEST, _QUALITY, "bare")
    return workshop.remember(key, lambda: _fit(file))


def _tells_more(data: bytes) -> bool:
    """Whether a WebP holds notes of the camera or of programs."""
    return any(name in data for name in (b"EXIF", b"XMP "))


def _strip_jpeg(data: bytes) -> bytes:
    """Leave out of a JPEG what is no picture: notes of cameras and programs, and all that follows its end."""
    kept, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        mark = data[at + 1]
        if mark in (0xFF, 0xD9):  # filling, or the end
            kept += [b"\xff\xd9"] if mark == 0xD9 else []
            at += 1
            if mark == 0xD9:
                return b"".join(kept)
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if mark == 0xDA:
            end = _end_of_scan(data, end)
        if not _is_note(mark, data[at + 4 : at + 16]):
            kept.append(data[at:end])
        at = end
    return b"".join([*kept, data[at:]])


def _is_note(mark: int, head: bytes) -> bool:
    """Whether a segment is no part of the picture: of the application's, JFIF, profiles and Adobe's colours are."""
    if mark == 0xE2:
        return not head.startswith(b"ICC_PROFILE")
    return mark == 0xFE or (0xE1 <= mark <= 0xEF and mark != 0xEE)


def _end_of_scan(data: bytes, start: int) -> int:
    """Find the marker behind the pixels of a scan."""
    at = data.find(b"\xff", start)
    while 0 <= at < len(data) - 1 and (data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7):
        at = data.find(b"\xff", at + 2)
    return at if at >= 0 else len(data)


def _strip_png(data: bytes) -> bytes:
    """Leave out of a PNG what is no part of its one picture."""
    kept, at = [data[:8]], 8
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] in _CHUNKS:
            kept.append(data[at:end])
        at = end
    return b"".join(kept)


_CHUNKS = frozenset(
    [
        *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"bKGD"),
        *(b"pHYs", b"cICP"),
    ]
)
_STRIPPED: dict[str, Callable[[bytes], bytes]] = {"JPEG": _strip_jpeg, "MPO": _strip_jpeg, "PNG": _strip_png}


def _fit(file: Path) -> bytes:
    """Turn it upright, convert it and make it smaller; its kind stays."""
    picture, kind, profile = _open_upright(file)
    if picture.mode not in _SCREEN_MODES:
        picture, profile = _to_screen(picture, profile), None
    if picture.mode in {"P", "1"}:
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    picture.info = {name: value for name, value in picture.info.items() if name == "transparency"}
    picture.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    if kind in {"JPEG", "MPO"}:
        picture.convert("L" if picture.mode == "L" else "RGB").save(
            buffer, "JPEG", quality=_QUALITY, optimize=True, icc_profile=profile
        )
    elif kind == "WEBP":
        picture.save(buffer, "WEBP", quality=_QUALITY, method=6, icc_profile=profile)
    else:
        picture.save(buffer, "PNG", optimize=True, icc_profile=profile)
    return buffer.getvalue()


def _open_upright(file: Path) -> tuple[Image.Image, str, bytes | None]:
    """Read a picture upright, with its kind and its profile; what is very large is never in memory whole."""
    with strict(), Image.open(file) as opened:
        kind, profile = str(opened.format), opened.info.get("icc_profile")
        if opened.size[0] * opened.size[1] > WHOLE:
            return read_picture(file, (LONGEST, LONGEST)).image, kind, profile
        opened.draft(None, (LONGEST, LONGEST))  # decodes large JPEGs in a part of the time
        opened.load()
        upright = turn_upright(opened, orientation_of(opened))
    upright.info.pop("exif", None)
    return upright, kind, profile


def _to_screen(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert printing inks to the colours of screens, by their profile where there is one."""
    if picture.mode == "CMYK" and profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except ImageCms.PyCMSError:
            turned = None
        if turned is not None:
            return turned
    if picture.mode.startswith("I;16") or picture.mode == "I":
        return picture.convert("I").point(lambda value: value * (1 / 257) + 0).convert("L")  # 16 bits a sample
    return picture.convert("RGB")
