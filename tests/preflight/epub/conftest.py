"""The small issue as a book, and its galleys."""

from __future__ import annotations

import pytest

from tests.support.press import write_edition


@pytest.fixture(scope="module")
def book(shared, river):
    """The small issue as a book, and its galleys."""
    return shared.file("river.epub", lambda file: write_edition("epub", river, file)), river.galleys
