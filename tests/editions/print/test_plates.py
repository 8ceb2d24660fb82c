"""The plates of the printed file: no inks but those of the issue, none over the limit, black text on black alone."""

from __future__ import annotations

import re
import subprocess
from typing import Any

import numpy
import pytest
from PIL import Image

from tests.support.needs import needs
from tests.support.printing import LIMIT, MM, SPOT, Printed

pytestmark = needs("ghostscript")


@pytest.fixture(scope="module")
def plates(printed: Printed, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """The plates of every page inside its bleed: parts of full ink, by name."""
    folder = tmp_path_factory.mktemp("plates")
    command = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=tiffsep", "-r144", "-dUseBleedBox"]
    subprocess.run([*command, f"-sOutputFile={folder}/s%d.tif", str(printed.print)], check=True)
    pages: list[dict[str, Any]] = [{} for _ in printed.pulled.pages]
    for file in folder.glob("*).tif"):
        match = re.fullmatch(r"s(\d+)\((.*)\)", file.stem)
        assert match
        with Image.open(file) as image:
            pages[int(match[1]) - 1][match[2]] = 1 - numpy.asarray(image.convert("L")) / 255
    return pages


def test_there_are_no_plates_but_those_of_the_inks(plates: list[dict[str, Any]]) -> None:
    assert {name for page in plates for name in page} == {"Cyan", "Magenta", "Yellow", "Black", SPOT}
    assert any(page.get(SPOT, numpy.zeros(1)).max() > 0.9 for page in plates)


def test_no_spot_takes_more_ink_than_the_limit(plates: list[dict[str, Any]]) -> None:
    window = round(2 * 15 * MM)
    for page in plates:
        total = sum(page.values())
        summed = numpy.pad(total.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
        means = (
            summed[window:, window:]
            - summed[:-window, window:]
            - summed[window:, :-window]
            + summed[:-window, :-window]
        )
        assert means.max() / window**2 <= LIMIT / 100
        assert total.max() <= LIMIT / 100 + 0.03


def test_black_text_is_on_the_black_plate_only(plates: list[dict[str, Any]], printed: Printed) -> None:
    """On the page of words alone the letters print black over the tint of the ground, which goes on below them."""
    number = next(i for i, page in enumerate(printed.pulled.pages) if page.label == "3")
    page = plates[number]
    letters = page["Black"] > 0.8
    assert letters.sum() > 50
    for name in ("Cyan", "Magenta", "Yellow"):
        ground = numpy.median(page[name])
        assert abs(page[name][letters] - ground).max() < 0.02, f"{name} goes on below the letters"
