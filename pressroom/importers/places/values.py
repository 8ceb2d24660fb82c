"""What a reader that knows places gives: a page and its lines as printed, in no order."""

from __future__ import annotations

from dataclasses import dataclass

from pressroom.importers.pages import SourceLine, SourcePage


@dataclass(frozen=True)
class ScannedPage:
    """A page with its printed lines and pictures, each with a box in the page's units.

    ``ordered``: the reader knows the reading order and has put the lines into it; ``blocks`` then says for each line
    which block it belongs to.
    """

    page: SourcePage
    lines: tuple[SourceLine, ...]
    ordered: bool = False
    blocks: tuple[int, ...] = ()
