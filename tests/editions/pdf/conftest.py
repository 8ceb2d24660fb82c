"""A bound issue, for all that look at it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest

from tests.support.bound import Bound, bind_issue
from tests.support.sharing import Shared


@pytest.fixture(scope="session")
def bound(shared: Shared) -> Bound:
    return shared.value("bound", lambda: bind_issue(shared.folder / "bound"))


@pytest.fixture
def opened(bound: Bound) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(bound.data)) as pdf:
        yield pdf
