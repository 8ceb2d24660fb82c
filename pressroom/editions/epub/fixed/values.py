"""What a set page is taken apart into: letters where they stand, and the picture of all that is no text."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class LetterStyle:
    """How letters are set: family, size, colour, opacity, and how they are turned (1, 0, 0, 1 where they are not)."""

    family: str
    size: float
    colour: str
    opacity: float = 1.0
    turn: tuple[float, float, float, float] = (1.0, 0.0, 0.0, 1.0)


@dataclass(frozen=True)
class TwinLetter:
    """What one glyph says, and where: in points from the top left of the trim, or in its turned space."""

    text: str
    x: float
    y: float
    hand: LetterStyle


@dataclass(frozen=True)
class TwinPiece:
    """A piece of a page that a tag owns: the stream that it stands in and its number there; -1 for furniture."""

    stream: int
    mark: int


@dataclass
class TwinPage:
    """A page taken apart: its letters by piece, in the order in which they were set."""

    letters: dict[TwinPiece, list[TwinLetter]] = field(default_factory=dict)

    def add(self, piece: TwinPiece, letter: TwinLetter) -> None:
        """Add a letter to its piece."""
        self.letters.setdefault(piece, []).append(letter)
