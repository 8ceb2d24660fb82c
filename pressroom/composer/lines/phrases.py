"""Find the words of a display line, so that its lines do not part them.

Running text breaks between any two characters; a headline, a deck or a pull quote that does looks careless. BudouX
learned where words begin; what it cannot know is only a preference here, never a rule.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import accumulate

import budoux

from pressroom.composer.lines.paragraph import Paragraph

#: How bad a break is, in the plan's units: within a word, and before a particle, which belongs to what it follows.
WORD_PENALTY = 120.0
PARTICLE_PENALTY = 80.0

_PARTICLES = frozenset("的地得了着过们吗呢吧啊嘛啦們嗎過著")
_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


def word_penalties(text: Paragraph, language: str) -> dict[int, float]:
    """Say of the clusters of a text how bad it is to begin a line with them, where it is."""
    parse = _parser(language.lower().startswith(_TRADITIONAL))
    joined = "".join(text.strings)
    beginnings = {0, *accumulate(map(len, parse(joined)))}
    found: dict[int, float] = {}
    place = 0
    for cluster, string in enumerate(text.strings):
        if place not in beginnings:
            found[cluster] = WORD_PENALTY
        elif string[0] in _PARTICLES:
            found[cluster] = PARTICLE_PENALTY
        place += len(string)
    return found


@cache
def _parser(traditional: bool) -> Callable[[str], list[str]]:
    """Read a model of BudouX when it is first needed."""
    if traditional:
        return budoux.load_default_traditional_chinese_parser().parse
    return budoux.load_default_simplified_chinese_parser().parse
