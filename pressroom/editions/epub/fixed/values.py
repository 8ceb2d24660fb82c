"""What a set page is taken apart into: letters where they stand, and the picture of all that is no text."""

from __future__ import annotations

from dataclasses import dataclass, field

Matrix = tuple[float, float, float, float, float, float]
UPRIGHT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """One matrix after another, as PDF writes them: ISO 32000-1, 8.3.4."""
    a, b, c, d, e, f = first
    k, m, n, o, p, q = then
    return (a * k + b * n, a * m + b * o, c * k + d * n, c * m + d * o, e * k + f * n + p, e * m + f * o + q)


@dataclass(frozen=True)
class Hand:
    """How letters are set: family, size, colour, opacity, and how they are turned (1, 0, 0, 1 where they are not)."""

    family: str
    size: float
    colour: str
    opacity: float = 1.0
    turn: tuple[float, float, float, float] = (1.0, 0.0, 0.0, 1.0)


@dataclass(frozen=True)
class Letter:
    """What one glyph says, and where: in points from the top left of the trim, or in its turned space."""

    text: str
    x: float
    y: float
    hand: Hand


@dataclass(frozen=True)
class Piece:
    """A piece of a page that a tag owns: the stream that it stands in and its number there; -1 for furniture."""

    stream: int
    mark: int


@dataclass
class Leaf:
    """A page taken apart: its letters by piece, in the order in which they were set."""

    letters: dict[Piece, list[Letter]] = field(default_factory=dict)

    def add(self, piece: Piece, letter: Letter) -> None:
        """Add a letter to its piece."""
        self.letters.setdefault(piece, []).append(letter)
