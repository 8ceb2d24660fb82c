"""The separator of the house, a palette, and an issue that is printed."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
import pytest

from pressroom.editions.print.inks import Palette
from pressroom.pictures.separating import Separator
from tests.support.inks import GOLD, GREY, PROFILE, TIDE
from tests.support.press import config_in, pull, write_edition
from tests.support.printing import Printed, furnish
from tests.support.sharing import Shared


@pytest.fixture(scope="session")
def separator() -> Separator:
    return Separator(PROFILE, 300)


@pytest.fixture(scope="session")
def palette(separator: Separator) -> Palette:
    return Palette(((TIDE, "95 60 20 45"), (GOLD, "PANTONE 871 C: 20 45 80 15"), (GREY, "0 0 0 67")), separator)


@pytest.fixture(scope="session")
def printed(shared: Shared) -> Printed:
    def make() -> Printed:
        desk = shared.folder / "print"
        furnish(desk)
        pulled = pull(desk / "issue", config_in(desk))
        assert all(not run.findings for run in pulled.runs)
        print_pdf = write_edition("print", pulled, desk / "print.pdf")
        return Printed(pulled, print_pdf, write_edition("screen", pulled, desk / "screen.pdf"))

    return shared.value("print", make)


@pytest.fixture
def opened(printed: Printed) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(printed.print) as pdf:
        yield pdf
