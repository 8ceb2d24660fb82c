"""Tell the language of a text: lines in, a BCP 47 tag out, or why the text cannot be read."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from pressroom.report import Place, SourceError, stop

#: Characters that only one of the two ways to write Chinese has, among the most frequent ones.
_TRADITIONAL = frozenset(
    "這個們來時國學會發說麼對開關經過還進東車書見長門馬無與為麗爲於當點體從給讓頭風飛電話語讀寫買賣魚鳥龍"
)
_SIMPLIFIED = frozenset(
    "这个们来时国学会发说么对开关经过还进东车书见长门马无与为丽于当点体从给让头风飞电话语读写买卖鱼鸟龙"
)
_BOTH = _TRADITIONAL & _SIMPLIFIED
_JAPANESE = 0.08  # of the letters are kana
_LEAST = 0.5  # of the letters must be of a script that is read
_WORDS = {
    "en": "the of and to in is that for it was with as his on be at by had not are but from or have an they which",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er",
    "fr": "de la le et les des en un du une que est dans qui par pour au il sur se pas plus ne ce sont avec",
    "es": "de la que el en y a los del se las por un para con no una su al es lo como más pero sus le",
    "it": "di e il la che in un a per è una del non con si da le dei i sono al della nel come gli ha",
    "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao",
    "nl": "de van het een en in is dat op te zijn met voor niet aan er die als ook bij was om naar door",
    "la": "et in est non ad cum ut qui quod ex sed de per ab si quae atque esse nec enim autem hoc quam",
    "sv": "och i att det som en på är av för med till den har de inte om ett men var jag sig från så",
    "pl": "i w na z do nie że się to jest o jak po ale za od przez dla są by jego co tak tylko",
}
_STOP_WORDS = {tag: frozenset(words.split()) for tag, words in _WORDS.items()}
_NAMES = {
    "CYRILLIC": "Cyrillic", "ARABIC": "Arabic", "HEBREW": "Hebrew", "DEVANAGARI": "Devanagari", "THAI": "Thai",
    "GREEK": "Greek", "HANGUL": "Korean", "GEORGIAN": "Georgian", "ARMENIAN": "Armenian", "BENGALI": "Bengali",
    "TAMIL": "Tamil",
}  # fmt: skip


def tell_language(texts: Iterable[str], file: Path, named: str = "") -> str:
    """Tell the language of some texts; one that is named is taken.

    :raises SourceError: where most letters are of a script that is not read.
    """
    text = "".join(texts)
    scripts = Counter(_script(letter) for letter in text if letter.isalpha())
    letters = scripts.total()
    read = scripts["CJK"] + scripts["KANA"] + scripts["LATIN"]
    if letters and read < _LEAST * letters:
        script = max((name for name in scripts if name not in ("CJK", "KANA", "LATIN")), key=lambda name: scripts[name])
        known = _NAMES.get(script, script.title())
        message = f"most of its letters are {known}, which the importer cannot read"
        hint = "Chinese, Japanese and languages in Latin letters are read; give a transcription, or import it by hand"
        raise SourceError([stop("unread-script", message, Place(file), hint)])
    if named:
        return named
    if scripts["KANA"] > _JAPANESE * (scripts["CJK"] + scripts["KANA"]) and scripts["KANA"] * 12 > scripts["LATIN"]:
        return "ja"
    if scripts["CJK"] * 3 > scripts["LATIN"]:
        old = sum(letter in _TRADITIONAL - _BOTH for letter in text)
        new = sum(letter in _SIMPLIFIED - _BOTH for letter in text)
        return "zh-Hant" if old > new else "zh-CN"
    return _tell_latin(text)


def _script(letter: str) -> str:
    """The script of a letter."""
    if letter.isascii():
        return "LATIN"
    name = unicodedata.name(letter, "OTHER")
    if name.startswith("CJK"):
        return "CJK"
    if "HIRAGANA" in name or "KATAKANA" in name:
        return "KANA"
    return name.partition(" ")[0]


def _tell_latin(text: str) -> str:
    """The language whose little words come most often."""
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    scores = {tag: sum(words[word] for word in known) for tag, known in _STOP_WORDS.items()}
    best = max(scores, key=lambda tag: scores[tag])
    return best if scores[best] else "en"
