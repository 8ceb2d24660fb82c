"""Find the words of a display line, so that its lines do not part them.

Running text breaks between any two characters; a headline, a deck or a pull quote that does looks careless. Where words
begin is only a preference here, never a rule.
"""

from __future__ import annotations

from pressroom.composer.lines.paragraph import Paragraph
from pressroom.typography.phrases import find_words, particles_of

#: How bad a break is, in the plan's units: within a word, and before a particle, which belongs to what it follows.
WORD_PENALTY = 120.0
PARTICLE_PENALTY = 80.0


def word_penalties(text: Paragraph, language: str) -> dict[int, float]:
    """Say of the clusters of a text how bad it is to begin a line with them, where it is."""
    beginnings = find_words("".join(text.strings), language)
    particles = particles_of(language)
    found: dict[int, float] = {}
    place = 0
    for cluster, string in enumerate(text.strings):
        if place not in beginnings:
            found[cluster] = WORD_PENALTY
        elif string[0] in particles:
            found[cluster] = PARTICLE_PENALTY
        place += len(string)
    return found
