"""Find a picture inside a folder and prove that it is one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from pressroom.pictures.bands import read_bands, read_header
from pressroom.pictures.drawings import LARGEST as LARGEST_DRAWING
from pressroom.pictures.drawings import check_drawing
from pressroom.pictures.reading import WHOLE, strict
from pressroom.report import Finding, Place, nearest, stop
from pressroom.workshop import Workshop
from pressroom.workshop.cache import make_key
from pressroom.workshop.sources import PICTURE, RefusedFileError, prove_source, read_source

#: File endings that pictures may have, and what Pillow calls their formats.
FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP", ".svg": "SVG"}
LARGEST = 300_000_000  # pixels: a double page at 600 ppi, four times over
_BAND = 2_000_000  # pixels that are read at a time where there are too many to be in memory at once
_REDUCE = "scale it down, or save it as a plain JPEG or a PNG of 8 bits that is not interlaced"
_AT_ONCE = 2  # threads
_SMALL = 16_000_000  # bytes
_CURE = "copy the file into the art folder and name it from there, as art/map.svg"
_FILE_NAME = re.compile(r"\S+\.(?:x?html|png|jpe?g|svg|webp|gif|tiff?)", re.I)
_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:|^//")
_LETTERS = re.compile(rb"<(?:\w+:)?text\b")


class Art:
    """The pictures of an issue: found by what sources call them, and proved to be sound."""

    def __init__(self, folder: Path, workshop: Workshop) -> None:
        self.folder, self.workshop = folder, workshop
        self._ahead: dict[Path, Future[list[Finding]]] = {}

    def find(self, reference: str, place: Place) -> tuple[Path | None, list[Finding]]:
        """Find the picture that a source refers to; the file is nothing where there are findings."""
        findings = check_reference(reference, place)
        if findings:
            return None, findings
        file = _find_form(self.folder, reference)
        if not _is_inside(file, self.folder):
            return None, [stop("path-leaves-folder", f"{reference} leaves the issue folder", place, _CURE)]
        if not file.is_file():
            near = _nearest_file(file)
            hint = f"did you mean {near!r}?" if near else f"put the picture at {reference}"
            return None, [stop("missing-art", f"there is no picture {reference}", place, hint)]
        findings = self.check(file, reference, place)
        return (None if findings else file), findings

    @contextmanager
    def looking_ahead(self) -> Iterator[None]:
        """Look through the photos of the issue beside other work: while one is decoded, sheets and copy are read.

        What is wrong with one is said when a source refers to it; one that nobody refers to is nobody's matter. Only
        JPEGs that are decoded in little memory are looked at so.
        """
        found = sorted((self.folder / "art").glob("*.jp*g"))
        files = [file for file in found if not file.is_symlink() and file.is_file() and file.stat().st_size < _SMALL]
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            self._ahead = {file: threads.submit(self._prove, file, file.name, Place(file)) for file in files}
            try:
                yield
            finally:
                self._ahead = {}
                threads.shutdown(cancel_futures=True)

    def check(self, file: Path, name: str, place: Place) -> list[Finding]:
        """Prove that a file is a picture of a kind that pages and books can show."""
        ahead = self._ahead.get(file)
        if ahead is not None and not ahead.exception() and not ahead.result():
            return []
        return self._prove(file, name, place)

    def _prove(self, file: Path, name: str, place: Place) -> list[Finding]:
        ending = file.suffix.lower()
        if ending not in FORMATS:
            known = ", ".join(sorted(set(FORMATS) - {".jpeg"}))
            return [stop("not-a-picture", f"{name} is not of a known format", place, f"use one of {known}")]
        try:
            prove_source(file, (file.parent,), LARGEST_DRAWING if ending == ".svg" else PICTURE)
            key = make_key("pictures", ending, self.workshop.digest(file))
        except RefusedFileError as error:
            return [stop("refused-file", f"{name} {error}", place, "put a picture there, no larger than need be")]
        except OSError as error:
            return [stop("damaged-picture", f"{name} cannot be read: {error.strerror}", place, "see who may read it")]
        if self.workshop.cache.lookup(key) is not None:
            return []
        findings = check_drawing(file, name, place) if ending == ".svg" else _check_pixels(file, name, place)
        if not findings:
            self.workshop.cache.store(key, b"sound")
        return findings


def has_letters(file: Path) -> bool:
    """Tell whether a picture is a drawing with letters, as maps and charts are: its edges are not to be cut off."""
    return (
        file.suffix.lower() == ".svg"
        and _LETTERS.search(read_source(file, (file.parent,), LARGEST_DRAWING)) is not None
    )


def check_reference(reference: str, place: Place) -> list[Finding]:
    """Refuse web addresses, absolute paths and paths that climb."""
    if _SCHEME.match(reference):
        message = f"{reference[:80]} is an address: nothing is ever fetched"
        return [stop("remote-reference", message, place, _CURE)]
    if "\\" in reference or reference.startswith(("/", "~")) or ".." in Path(reference).parts:
        return [stop("path-leaves-folder", f"{reference[:80]} leaves the issue folder", place, _CURE)]
    return []


def check_words(reference: str, alt: str, place: Place) -> list[Finding]:
    """Every picture has words for those who cannot see it, and not the name of its file."""
    if not alt.strip():
        message = f"{reference} has no words for those who cannot see it"
    elif _FILE_NAME.fullmatch(alt.strip()) or alt.strip() in {reference, Path(reference).name}:
        message = f"{reference}: its words, {alt.strip()!r}, are the name of a file"
    else:
        return []
    return [stop("missing-alt", message, place, 'say what it shows: alt="…"')]


def _find_form(folder: Path, reference: str) -> Path:
    """The file that a reference names, in whichever form of Unicode its name is: macOS parts letters and accents."""
    file = folder / reference
    if file.exists() or reference.isascii():
        return file
    at = folder
    for part in Path(reference).parts:
        wanted = unicodedata.normalize("NFC", part)
        names = sorted(path.name for path in at.iterdir()) if at.is_dir() else []
        at /= next((name for name in names if unicodedata.normalize("NFC", name) == wanted), part)
    return at


def _is_inside(file: Path, folder: Path) -> bool:
    """Whether a file lies in a folder, and no link leads to it."""
    if any(part.is_symlink() for part in (file, *file.parents) if part != folder and folder in part.parents):
        return False
    return file.resolve().is_relative_to(folder.resolve())


def _nearest_file(file: Path) -> str:
    """Find the file with the nearest name beside a file that is not there."""
    names = {path.stem: path.name for path in sorted(file.parent.glob("*"))} if file.parent.is_dir() else {}
    near = nearest(file.stem, tuple(names))
    return f"{file.parent.name}/{names[near]}" if near else ""


def _check_pixels(file: Path, name: str, place: Place) -> list[Finding]:
    """Decode a bitmap whole: a torn file would print as a torn picture."""
    try:
        with strict(), Image.open(file, formats=sorted(set(FORMATS.values()) - {"SVG"})) as image:
            found, size, several = str(image.format), image.size, bool(image.info.get("progressive"))
            frames = _count_frames(image)
        if size[0] * size[1] <= LARGEST and _is_held(file, found, several) and size[0] * size[1] > WHOLE:
            message = f"{name} has {size[0]} × {size[1]} pixels, and a {found} of its kind has to be read whole"
            return [stop("huge-picture", message, place, _REDUCE)]
        if size[0] * size[1] <= LARGEST:
            _decode(file)
    except UnidentifiedImageError:
        return [stop("not-a-picture", f"{name} is not a picture", place, "export it again as PNG, JPEG or WebP")]
    except MemoryError:
        return [stop("huge-picture", f"{name} takes too much memory", place, _REDUCE)]
    except Exception as error:  # Pillow's readers raise whatever they stumble over
        message = f"{name} is damaged: {error or type(error).__name__}"
        return [stop("damaged-picture", message[:300], place, "export it again")]
    if frames > 1:
        return [stop("active-picture", f"{name} moves: it has {frames} frames", place, "save one of them alone")]
    if size[0] * size[1] > LARGEST:
        message = f"{name} has {size[0]} × {size[1]} pixels, more than {LARGEST // 10**6} million"
        return [stop("huge-picture", message, place, "scale it down")]
    if found != FORMATS[file.suffix.lower()]:
        message = f"{name} is a {found} picture, not what its ending says"
        return [stop("wrong-ending", message, place, f"rename it to end in .{found.lower()}")]
    return []


def _count_frames(image: Image.Image) -> int:
    """How many frames a picture has; beside the photo of a JPEG there may be others, which nobody shows."""
    return getattr(image, "n_frames", 1) if image.format in {"PNG", "WEBP"} else 1


def _is_held(file: Path, found: str, several: bool) -> bool:
    """Whether a picture is in memory whole while it is read: one in passes, and all but plain JPEGs and PNGs."""
    return several or found == "WEBP" or (found == "PNG" and not read_header(file).plain)


def _decode(file: Path) -> None:
    """Read a picture to its end."""
    with strict(), Image.open(file, formats=sorted(set(FORMATS.values()) - {"SVG"})) as image:
        image.verify()
    with strict(), Image.open(file, formats=sorted(set(FORMATS.values()) - {"SVG"})) as image:
        if image.format == "PNG" and image.size[0] * image.size[1] > WHOLE:
            for _ in read_bands(file, max(_BAND // image.size[0], 1)):
                pass
            return
        image.draft(None, (-(-image.size[0] // 8), -(-image.size[1] // 8)))  # a JPEG is read whole, in half the time
        image.load()
