"""What the sheet of a layout says of bleed and inks."""

from __future__ import annotations

from pathlib import Path

import pytest

from pressroom.read import read_layout
from pressroom.report import LayoutError, Place, SourceError


def test_a_bleed_is_given_in_millimetres(desk: Path) -> None:
    file = desk / "layouts/plain/layout.yaml"
    text = file.read_text(encoding="utf-8")
    for value, wanted in (("5mm", 5.0), ("0mm", 0.0), ("3.5mm", 3.5)):
        file.write_text(text.replace("{size: 10pt", f"{{bleed: {value}, size: 10pt"), encoding="utf-8")
        assert read_layout([desk / "layouts"], "plain", Place(file)).bleed == wanted
    file.write_text(text.replace("{size: 10pt", "{bleed: 5pt, size: 10pt"), encoding="utf-8")
    with pytest.raises(LayoutError, match="3mm"):
        read_layout([desk / "layouts"], "plain", Place(file))


@pytest.mark.parametrize("entry", ['"blue": 1 2 3 4', '"#000000": 1 2 3', '"#000000": a b c d', '"#000": 0 0 0 100'])
def test_inks_that_are_none_are_refused(desk: Path, entry: str) -> None:
    file = desk / "layouts/plain/layout.yaml"
    file.write_text(f"{file.read_text(encoding='utf-8')}\ninks: {{{entry}}}\n", encoding="utf-8")
    with pytest.raises((LayoutError, SourceError)):
        read_layout([desk / "layouts"], "plain", Place(file))
