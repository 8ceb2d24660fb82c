"""Find where phrases of a Chinese or Japanese text begin: a text and its language in, places out.

BudouX learned where words begin; what it cannot know is only a preference for those who break lines, never a rule.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import accumulate

import budoux

_PARTICLES = frozenset("的地得了着过们吗呢吧啊嘛啦們嗎過著")
_JAPANESE = "ja"
_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


def find_words(text: str, language: str) -> frozenset[int]:
    """Find where the words of a text begin; the first is at 0."""
    parse = _parser(_model(language.lower()))
    return frozenset({0, *accumulate(map(len, parse(text)))})


def particles_of(language: str) -> frozenset[str]:
    """Particles that belong to the word before them, and are words of their own to the model of a language."""
    return frozenset() if language.lower().startswith(_JAPANESE) else _PARTICLES


def find_phrases(text: str, language: str) -> tuple[int, ...]:
    """Find where a line of a text may begin that parts no phrase.

    A character alone is no phrase: several are one, as ``三个站`` is; one goes with the word behind it, or before it
    where a mark or a particle follows.
    """
    if language.lower().startswith(_JAPANESE):
        return tuple(sorted(find_words(text, language) - {0, len(text)}))  # they are phrases, with their particles
    places = [0, *(place for place in sorted(find_words(text, language)) if 0 < place < len(text))]
    words = [text[begin:end] for begin, end in zip(places, [*places[1:], len(text)], strict=True)]
    phrases: list[list[str]] = []
    for word in words:
        if phrases and _belongs(word, phrases[-1], word == words[-1]):
            phrases[-1].append(word)
        else:
            phrases.append([word])
    return tuple(accumulate(len("".join(phrase)) for phrase in phrases))[:-1]


def _belongs(word: str, phrase: list[str], last: bool) -> bool:
    """Whether a word belongs to the phrase before it."""
    if word[0] in _PARTICLES:
        return True
    if _ends(phrase[-1]):
        return False
    single = _size(word) < 2
    if single and (last or _ends(word) or all(_size(one) < 2 for one in phrase)):
        return True
    return (len(phrase) == 1 and _size(phrase[0]) < 2) or phrase[-1].isdecimal()


def _size(word: str) -> int:
    """How many letters and figures a word has."""
    return sum(sign.isalnum() for sign in word)


def _ends(word: str) -> bool:
    """Whether a word ends in a mark."""
    return not word[-1].isalnum()


def _model(language: str) -> str:
    """The model that knows the words of a language."""
    if language.startswith(_JAPANESE):
        return "japanese"
    return "traditional_chinese" if language.startswith(_TRADITIONAL) else "simplified_chinese"


@cache
def _parser(model: str) -> Callable[[str], list[str]]:
    """Read a model of BudouX when it is first needed."""
    parse: Callable[[str], list[str]] = getattr(budoux, f"load_default_{model}_parser")().parse
    return parse
