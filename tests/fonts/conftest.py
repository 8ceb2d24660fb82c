"""The faces of the house, and one for rare characters."""

from __future__ import annotations

import pytest

from pressroom.fonts import Catalogue, Coverage, Face, font_face_rule, read_catalogue, read_coverage
from tests.support.faces import RARE, rare_in
from tests.support.paths import FONTS
from tests.support.press import reading


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return read_catalogue([FONTS])


@pytest.fixture(scope="session")
def coverage(catalogue: Catalogue) -> Coverage:
    with reading(FONTS) as workshop:
        return read_coverage(catalogue, workshop)


@pytest.fixture(scope="session")
def css(catalogue: Catalogue, rare: Face) -> str:
    return catalogue.stylesheet(f"{FONTS.as_uri()}/") + font_face_rule(rare, f"{rare.folder.as_uri()}/")


@pytest.fixture(scope="session")
def rare(tmp_path_factory: pytest.TempPathFactory) -> Face:
    return rare_in(RARE, tmp_path_factory.mktemp("rare"))[0]
