"""The faces of the house."""

from __future__ import annotations

import pytest

from pressroom.fonts import Catalogue, read_catalogue
from tests.support.paths import FONTS


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return read_catalogue([FONTS])
