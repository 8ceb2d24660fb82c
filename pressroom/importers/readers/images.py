"""Read images of pages: files in, their lines with places out, by the OCR that is there."""

from __future__ import annotations

import importlib.util
import logging
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image, ImageSequence, UnidentifiedImageError

from pressroom.importers.pages import Region, SourceLine, SourcePage
from pressroom.importers.places.values import ScannedPage
from pressroom.importers.readers.hocr import read_hocr_text
from pressroom.report import Place, SourceError, stop

_MOST_PIXELS = 200_000_000
_LONGEST_SIDE = 1600  # pixels in which lines are sought: more finds no more of them
_SECONDS = 600  # of one page
_SIZE = 0.78  # of the box of a line that its letters take
_HINT = (
    "install `pressroom[ocr]` (`pip install 'pressroom[ocr]'`; its models read Chinese, Japanese and Latin letters), "
    "or Tesseract with the data of the language, as tesseract-ocr-chi-sim"
)
#: What Tesseract calls a language.
_TESSERACT = {"zh-CN": "chi_sim", "zh-Hans": "chi_sim", "zh-Hant": "chi_tra", "ja": "jpn", "en": "eng", "de": "deu",
              "fr": "fra", "es": "spa", "it": "ita", "pt": "por", "nl": "nld"}  # fmt: skip


class OcrReader:
    """An OCR that is loaded once and reads page after page."""

    def __init__(self, engine: str = "", language: str = "") -> None:
        self.engine = engine or _find_engine(language)
        self.language = language
        self._loaded: Any = None

    def __call__(self, image: Path, dpi: int) -> ScannedPage:
        """Read the image of one page; its places are given in points."""
        if self.engine == "rapidocr":
            return self._read_by_rapidocr(image, dpi)
        return _read_by_tesseract(image, dpi, self.language)

    def _read_by_rapidocr(self, image: Path, dpi: int) -> ScannedPage:
        """Read by the models that come with rapidocr."""
        if self._loaded is None:
            self._loaded = _load_rapidocr()
        scale = 72 / dpi
        with Image.open(image) as opened:
            width, height = opened.size
            found = self._loaded(opened.convert("RGB"))
        texts, boxes, scores = found.txts or (), found.boxes if found.boxes is not None else (), found.scores or ()
        lines = [_line(text, box, score, scale) for text, box, score in zip(texts, boxes, scores, strict=True)]
        return ScannedPage(
            SourcePage(1, "", width * scale, height * scale), tuple(line for line in lines if line.text.strip())
        )


def _line(text: str, corners: Any, score: float, scale: float) -> SourceLine:
    """A line of what rapidocr found."""
    xs, ys = [float(corner[0]) * scale for corner in corners], [float(corner[1]) * scale for corner in corners]
    box = Region(min(xs), min(ys), max(xs), max(ys))
    return SourceLine(0, text, page=1, box=box, size=box.height * _SIZE, confidence=float(score))


def _load_rapidocr() -> Any:
    """Load the models, which lie in the package: nothing is fetched."""
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    options = {
        "Global.use_cls": False,
        "Det.limit_type": "max",
        "Det.limit_side_len": _LONGEST_SIDE,
        "Global.log_level": "error",
    }
    return RapidOCR(params=options)


def _find_engine(language: str) -> str:
    """The OCR that is there: rapidocr, else Tesseract with the data of the language.

    :raises SourceError: where there is none.
    """
    if importlib.util.find_spec("rapidocr") and importlib.util.find_spec("onnxruntime"):
        return "rapidocr"
    if shutil.which("tesseract") and _tesseract_language(language) in _installed():
        return "tesseract"
    message = "images of pages need an OCR, and none is installed that reads this language"
    raise SourceError([stop("no-ocr", message, Place(Path("pyproject.toml")), _HINT)])


def _tesseract_language(language: str) -> str:
    """What Tesseract calls a language; Chinese where nothing is said."""
    return _TESSERACT.get(language or "zh-CN", "eng")


def _installed() -> tuple[str, ...]:
    """The languages that Tesseract has data for."""
    done = subprocess.run(["tesseract", "--list-langs"], capture_output=True, timeout=60, check=False)
    return tuple(done.stdout.decode("utf-8", "replace").split())


def _read_by_tesseract(image: Path, dpi: int, language: str) -> ScannedPage:
    """Read by Tesseract, through hOCR."""
    command = ["tesseract", str(image), "stdout", "-l", _tesseract_language(language), "--dpi", str(dpi), "hocr"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        hint = "give a smaller image"
        raise SourceError([stop("slow-ocr", f"Tesseract took more than {_SECONDS} s", Place(image), hint)]) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise SourceError([stop("no-ocr", f"Tesseract failed: {' '.join(said)}", Place(image), _HINT)])
    pages = read_hocr_text(done.stdout.decode("utf-8", "replace"))
    if not pages:
        return ScannedPage(SourcePage(1), ())
    scale = 72 / dpi
    page = pages[0].page
    lines = tuple(_scaled(line, scale) for line in pages[0].lines)
    return ScannedPage(SourcePage(1, "", page.width * scale, page.height * scale), lines)


def _scaled(line: SourceLine, scale: float) -> SourceLine:
    """A line with its place in points."""
    box = line.box or Region(0, 0, 0, 0)
    placed = Region(box.left * scale, box.top * scale, box.right * scale, box.bottom * scale)
    return replace(line, box=placed, size=line.size * scale)


def split_images(files: Sequence[Path], folder: Path) -> Iterator[tuple[Path, Path, int]]:
    """Give a PNG in grey for each page of some images, with the file that it is of and its resolution.

    :raises SourceError: where one is no image, or too large.
    """
    count = 0
    for file in files:
        try:
            with Image.open(file) as image:
                if image.width * image.height > _MOST_PIXELS:
                    raise SourceError(
                        [stop("huge-scan", f"{image.width} × {image.height} pixels", Place(file), "scale it")]
                    )
                for frame in ImageSequence.Iterator(image):
                    count += 1
                    drawn = folder / f"image-{count:05d}.png"
                    dpi = _resolution(frame)
                    frame.convert("L").save(drawn)
                    yield drawn, file, dpi
        except Image.DecompressionBombError as error:
            raise SourceError([stop("huge-scan", str(error), Place(file), "scale it")]) from None
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
            hint = "give JPEG, PNG or TIFF"
            raise SourceError([stop("no-image", f"this is no sound image: {error}", Place(file), hint)]) from None


def _resolution(image: Image.Image) -> int:
    """The resolution of an image; as for a page of A4 where it does not say."""
    said = image.info.get("dpi", (0, 0))[0]
    return round(float(said)) if 72 <= float(said) <= 1200 else max(72, round(image.height / 11.7))


_SHOWN = 1400  # pixels of the longer side of a page image that is kept


def shrink(image: Path, kept: Path) -> Path:
    """Keep an image of a page in the size of a screen."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(image) as opened:
        small = opened.convert("L")
        small.thumbnail((_SHOWN, _SHOWN))
        small.save(kept, "JPEG", quality=72)
    return kept
