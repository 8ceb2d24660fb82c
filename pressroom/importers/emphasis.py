"""Carry emphasis and calls of notes through an import: characters for private use that no letter of a text is.

Everything that compares, folds or measures a text passes over them; only the writer of copy turns them into Markdown.
"""

from __future__ import annotations

import re

STRONG, STRONG_END = "\ue110", "\ue111"
SLANTED, SLANTED_END = "\ue112", "\ue113"
CALL, CALL_END = "\ue114", "\ue115"
_WRITTEN = {STRONG: "**", STRONG_END: "**", SLANTED: "*", SLANTED_END: "*", CALL: "[^", CALL_END: "]"}
_SIGN = re.compile("[\ue110-\ue115]")


def write_signs(text: str) -> str:
    """Write the signs of a text as Markdown; emphasis that holds nothing, or is not closed, is left out."""
    for start, end in ((STRONG, STRONG_END), (SLANTED, SLANTED_END)):
        text = re.sub(f"{start}(\\s*){end}", r"\1", text)
        text = re.sub(f"{start}(\\s+)", rf"\1{start}", text)
        text = re.sub(f"(\\s+){end}", rf"{end}\1", text)
        if text.count(start) != text.count(end):
            text = text.replace(start, "").replace(end, "")
    return _SIGN.sub(lambda found: _WRITTEN[found[0]], text)


def drop_signs(text: str) -> str:
    """A text without signs: for headlines, and where nothing else may stand."""
    return _SIGN.sub("", re.sub(f"{CALL}.*?{CALL_END}", "", text))
