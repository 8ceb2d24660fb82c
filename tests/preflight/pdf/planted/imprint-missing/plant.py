from __future__ import annotations

import pikepdf

PLAN = {"issn": "1002-7129", "cn": "33-1234/Z"}
FOLLOWS = {"neither_is_printed": {"wrong-bar-code"}}


def neither_is_printed(pdf: pikepdf.Pdf) -> None:
    """The clean file prints no numbers."""
