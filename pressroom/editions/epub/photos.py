"""Make photographs fit for a book: a file of any size and for any press in, one that every screen shows out."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageCms

from pressroom.pictures.reading import WHOLE, orientation_of, read_picture, strict, turn_upright
from pressroom.workshop import Workshop
from pressroom.workshop.cache import make_key

LONGEST = 1600  # pixels: as many as most screens have
_QUALITY = 82
_SCREEN_MODES = frozenset({"RGB", "RGBA", "L", "LA", "P", "1"})


def fit_photo(file: Path, workshop: Workshop) -> bytes:
    """Fit a picture to screens: its bytes as they are where it is small and in colours of screens."""
    with strict(), Image.open(file) as picture:
        fits = max(picture.size) <= LONGEST and picture.mode in _SCREEN_MODES
    if fits:
        return file.read_bytes()
    key = make_key("photos", workshop.digest(file), LONGEST, _QUALITY)
    return workshop.remember(key, lambda: _fit(file))


def _fit(file: Path) -> bytes:
    """Turn it upright, convert it and make it smaller; its kind stays."""
    picture, kind, profile = _open_upright(file)
    if picture.mode not in _SCREEN_MODES:
        picture, profile = _to_screen(picture, profile), None
    if picture.mode in {"P", "1"}:
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    picture.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    if kind == "JPEG":
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
