"""Small questions about a text: its folded form, its segments, how it ends."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pressroom.importers.ocr.words import BULLETS
from pressroom.typography.normaliser import HAN

_HAN = re.compile(f"[{HAN}]")
_KEPT_SIGNS = "%&@#+=℃°$￥€"
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_CJK = re.compile(f"[{HAN}\u3040-\u30ff\uac00-\ud7af]")
_FINAL = "。！？!?…；;"
_CLOSERS = "”’\"'」』）)》〉】]"
_LATIN_PER_HAN = 2.5  # letters of an alphabet that say as much as one character
_PAUSES = "，,、：:；;—"
_FULL_SIGNS = str.maketrans(
    {**{chr(code): chr(code - 0xFEE0) for code in range(0xFF10, 0xFF1A)},
     **{chr(code): chr(code - 0xFEE0) for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))},
     "／": "/", "｜": "|", "．": ".", "　": " ", "％": "%", "＋": "+"}
)  # fmt: skip


@lru_cache(maxsize=65536)
def halve(text: str) -> str:
    """Give full-width letters, digits, slashes and spaces their usual width."""
    return text.translate(_FULL_SIGNS)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Leave what must not be lost: letters, digits, a few signs; no space, punctuation, bullet or zeros in front.

    Capitals are small: a headline may be set in them.
    """
    text = _ZEROS.sub("", unicodedata.normalize("NFKC", text)).lower()
    return "".join(letter for letter in text if unicodedata.category(letter)[0] in "LNM" or letter in _KEPT_SIGNS)


@lru_cache(maxsize=65536)
def measure(text: str) -> int:
    """How long a text is, in characters of Chinese: an alphabet needs more letters to say the same."""
    letters = fold(text)
    return len(letters) if _CJK.search(letters) else -int(-len(letters) // _LATIN_PER_HAN)


def is_latin(text: str) -> bool:
    """Whether a text has letters of an alphabet and no Chinese, Japanese or Korean ones."""
    return _CJK.search(text) is None and re.search(r"[^\W\d_]{2}", text) is not None


def count_han(text: str) -> int:
    """Count the Han characters of a text."""
    return len(_HAN.findall(text))


def is_han_only(text: str, least: int, most: int) -> bool:
    """Whether a text is of Han characters only, as many as asked for."""
    return re.fullmatch(f"[{HAN}]{{{least},{most}}}", text) is not None


def undress(text: str) -> str:
    """Take bullets, brackets and rules off both ends: ``·说路灯·``, ``【专访】``, ``— 论坛 —``."""
    return text.strip(f" \t{BULLETS}[]【】〔〕()（）《》<>|丨/-—–_~～=*#:：.。")


def is_finished(text: str) -> bool:
    """Whether a text ends with the end of a sentence."""
    bare = text.rstrip()
    while bare and bare[-1] in _CLOSERS:
        inner = bare[:-1].rstrip()
        if inner and (inner[-1] in _FINAL or _ends_with_point(inner)):
            return True
        bare = inner
    return bool(bare) and (bare[-1] in _FINAL or _ends_with_point(bare))


def _ends_with_point(text: str) -> bool:
    """Whether a text of an alphabet ends with a full stop: no initial, no abbreviation of a title, no capitals only."""
    if text[-1] != "." or not is_latin(text):
        return False
    word = re.split(r"[\s(“\"—-]+", text[:-1])[-1]
    return word[-1:].isalnum() and re.search("[a-z]", text) is not None and not _ABBREVIATION.fullmatch(word)


_ABBREVIATION = re.compile(
    r"[A-Z]|Mr|Mrs|Ms|Dr|St|Prof|Rev|Hon|Messrs|Gen|Col|Capt|Lieut|Fig|Figs|No|Nos|Vol|pp?", re.ASCII
)


def has_stop(text: str) -> bool:
    """Whether a sentence ends inside a text and another begins."""
    return "。" in text or re.search(r"[a-z]{2}[.!?][\"”’)]* +[A-Z“\"]", text) is not None


def ends_with_pause(text: str) -> bool:
    """Whether a text ends where no sentence, headline or item ends: with a comma or an open bracket."""
    return text.rstrip()[-1:] in _PAUSES + "（(“‘《【「『"


def is_unbalanced(text: str) -> bool:
    """Whether a quote or a bracket is opened and not closed, or closed and not opened."""
    pairs = (("“", "”"), ("‘", "’"), ("（", "）"), ("《", "》"), ("「", "」"), ("【", "】"))
    if any(text.count(first) != text.count(second) for first, second in pairs):
        return True
    round_ones = text.count("(") - text.count(")")
    return text.count('"') % 2 == 1 or round_ones != 0


@lru_cache(maxsize=65536)
def split_segments(text: str) -> tuple[str, ...]:
    """Split a headline where a space stands between two Han phrases: ``一街旧店 半城灯火`` are two.

    A space beside a digit, a Latin letter or a closing quote is the scanner's, and no split.
    """
    text = text.strip()
    cuts = [0]
    inside, watched = False, not is_unbalanced(text)
    for index, letter in enumerate(text):
        if watched and letter in '"“”「」':
            inside = letter in "“「" or (letter == '"' and not inside)
        if letter.isspace() and not inside and _divides(text[cuts[-1] : index].strip(), text[index:].lstrip()):
            cuts.append(index)
    pieces = [text[start:end].strip() for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]
    return _merge_short([piece for piece in pieces if piece])


def _divides(before: str, after: str) -> bool:
    """Whether a space between these two is more than a slip."""
    if not before or not after:
        return False
    follows = (
        _HAN.match(after) or after[0] in '"“《「' or (after[0].isdigit() and _HAN.match(before[-1]) and len(before) > 7)
    )
    if after[0].isdigit():
        return bool(follows) and re.match(rf"\d+\s*[{HAN}]{{4,}}", after) is not None and is_phrase(before)
    return bool(follows) and (_HAN.match(before[-1]) is not None or before[-1] in "！？!?）)%》")


def is_phrase(text: str) -> bool:
    """Whether a text could stand as a line of a headline by itself."""
    return len(fold(text)) >= 8 and text[-1] not in "的了和与及在第约近共超达"


def _merge_short(pieces: list[str]) -> tuple[str, ...]:
    """Put pieces of one or two characters back to their neighbours."""
    merged: list[str] = []
    for piece in pieces:
        short = len(fold(piece)) < (4 if piece[0] in '"“' else 3)
        if merged and (short or len(fold(merged[-1])) < 3):
            merged[-1] += piece
        else:
            merged.append(piece)
    return tuple(merged)
