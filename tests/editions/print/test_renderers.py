"""The printed page looks the same in every renderer, and like the one on the screen."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy
import pikepdf
import pymupdf
import pytest
from PIL import Image

from tests.support.needs import needs
from tests.support.printing import Printed, box, distance, draw


def test_the_printed_page_looks_like_the_one_on_the_screen(printed: Printed, opened: pikepdf.Pdf) -> None:
    """Gradients, masks and transparency keep their looks, as far as inks can show them."""
    media, trim = (box(opened.pages[3], key) for key in ("/MediaBox", "/TrimBox"))
    edge = round(2 * (trim[0] - media[0]))
    for number in (2, 3, 5):
        paper, screen = draw(printed.print, number), draw(printed.screen, number)
        cut = paper[edge : edge + screen.shape[0], edge : edge + screen.shape[1]].astype(int)
        small = [numpy.asarray(Image.fromarray(a.astype("uint8")).resize((60, 80))).astype(int) for a in (cut, screen)]
        assert numpy.abs(small[0] - small[1]).mean() < 12
        assert numpy.abs(small[0] - small[1]).max() < 120


def test_mupdf_agrees_on_gradients_and_transparency(printed: Printed) -> None:
    for number in (0, 2, 4):
        with pymupdf.open(printed.print) as document:
            pixels = document[number].get_pixmap(dpi=36)
            theirs = numpy.frombuffer(pixels.samples, "uint8").reshape(pixels.height, pixels.width, 3)
        assert distance(draw(printed.print, number, 0.5), theirs) < 14


RENDERERS = {
    "pdftoppm": ["pdftoppm", "-r", "36", "-png", "-f", "{page}", "-l", "{page}", "{file}", "{out}"],
    "gs": [
        "gs",
        "-q",
        "-dNOPAUSE",
        "-dBATCH",
        "-dSAFER",
        "-sDEVICE=png16m",
        "-r36",
        "-dFirstPage={page}",
        "-dLastPage={page}",
        "-sOutputFile={out}.png",
        "{file}",
    ],
}


@needs("ghostscript", "poppler")
@pytest.mark.parametrize("name", RENDERERS)
@pytest.mark.parametrize("page", [1, 3, 5])
def test_renderers_agree_on_gradients_and_transparency(printed: Printed, tmp_path: Path, name: str, page: int) -> None:
    values = {"page": str(page), "file": str(printed.print), "out": str(tmp_path / "page")}
    subprocess.run([part.format(**values) for part in RENDERERS[name]], check=True, capture_output=True)
    with Image.open(next(tmp_path.glob("*.png"))) as image:
        assert distance(draw(printed.print, page - 1, 0.5), numpy.asarray(image.convert("RGB"))) < 14


@needs("ghostscript", "poppler")
def test_a_gradient_a_shadow_and_glass_look_the_same_in_four_renderers(printed: Printed, tmp_path: Path) -> None:
    """Spot by spot: one renderer that leaves out a gradient leaves a hole in a page that is else the same."""
    for number, (left, top, right, bottom) in ((2, (42.5, 138.5, 114.5, 186.5)), (4, (42.5, 112, 114, 160))):
        edge = 34.0  # pt: the slug around the page
        spot = [round(100 / 72 * (edge + value)) for value in (left, top, right, bottom)]
        shown = {"pdfium": draw(printed.print, number, 100 / 72)}
        with pymupdf.open(printed.print) as document:
            pixels = document[number].get_pixmap(dpi=100)
            shown["mupdf"] = numpy.frombuffer(pixels.samples, "uint8").reshape(pixels.height, pixels.width, 3)
        for name, command in RENDERERS.items():
            values = {"page": str(number + 1), "file": str(printed.print), "out": str(tmp_path / f"{name}{number}")}
            subprocess.run([part.format(**values).replace("36", "100") for part in command], check=True)
            with Image.open(next(tmp_path.glob(f"{name}{number}*.png"))) as image:
                shown[name] = numpy.asarray(image.convert("RGB"))
        cut = {
            name: numpy.asarray(Image.fromarray(page).crop(spot).resize((12, 8), Image.Resampling.BOX)).astype(int)
            for name, page in shown.items()
        }
        assert cut["pdfium"].std() > 40, "this is where the picture stands"
        for name, theirs in cut.items():
            apart = numpy.abs(theirs - cut["pdfium"]).mean(2)
            assert apart.mean() < 20, (number, name)
            assert apart.max() < 60, (number, name)
