"""Black letters of the whole sample issue: in black ink alone, and over what lies beneath."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from tests.support.needs import needs
from tests.support.plates import BLACK, prove, read_letters
from tests.support.press import Pulled, write_edition
from tests.support.sharing import Shared

ENOUGH = 50_000  # letters


@pytest.fixture(scope="module")
def sample_file(shared: Shared, sample: Pulled) -> Path:
    return shared.file("sample.print.pdf", lambda file: write_edition("print", sample, file))


def test_every_black_letter_is_in_black_alone_and_overprints(sample_file: Path) -> None:
    letters = read_letters(sample_file)
    assert letters.drawn[BLACK] > ENOUGH
    assert letters.overprinting == {BLACK: letters.drawn[BLACK]}
    assert letters.wrong == set()
    for ink in letters.drawn.keys() - {BLACK}:
        if ink.endswith(" k"):
            cyan, magenta, yellow, black = map(float, ink.split()[:4])
            assert black < 0.9, f"letters in {ink} are a black of several plates"
            assert (cyan, magenta, yellow) == (0, 0, 0) or black < 0.6


@needs("ghostscript")
def test_black_letters_are_on_no_plate_but_the_black_one(sample_file: Path) -> None:
    proved = prove(sample_file, ppi=72)
    assert proved.pages == 108
    assert proved.black > ENOUGH
    assert proved.others == ()


@needs("ghostscript")
@pytest.mark.parametrize("planted", ["rich", "knocked out"])
def test_a_planted_fault_is_found(sample_file: Path, tmp_path: Path, planted: str) -> None:
    """One page of reading text, its black letters in four inks, or with what lies beneath cut out."""
    file = tmp_path / "planted.pdf"
    with pikepdf.open(sample_file) as pdf:
        page = pdf.pages[15]
        kept = pdf.make_stream(b"\n".join(stream.read_bytes() for stream in page.Contents))
        data = kept.read_bytes()
        assert b"0 0 0 1 k" in data
        if planted == "rich":
            page.Contents = pdf.make_stream(data.replace(b"0 0 0 1 k", b"0.6 0.4 0.4 1 k"))
        else:
            page.Contents = kept
            for state in page.Resources.ExtGState.values():
                if state.get("/OPM") == 1:
                    state.op, state.OP = False, False
        single = pikepdf.new()
        single.pages.append(page)
        single.save(file)
    letters = read_letters(file)
    if planted == "rich":
        assert letters.drawn["0.6 0.4 0.4 1 k"] >= 400
        assert letters.wrong == {0}
    else:
        assert letters.drawn[BLACK] >= 400
        assert letters.overprinting == {}
        assert letters.wrong == {0}
