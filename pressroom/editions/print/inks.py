"""Find the inks for a colour: those that the layout names for it, black for greys, and else what the profile says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pressroom.pictures.separating import Inks, Rgb, Separator

BLACK: Inks = (0.0, 0.0, 0.0, 1.0)
NONE: Inks = (0.0, 0.0, 0.0, 0.0)
_WHITE = 255
_FINISH = "overprint "  # before the name of a varnish, a foil, or what else leaves the inks below it as they are
_NEAR = 1.5  # of 255: templates round down when they mix a tint
_SPECK, _FULL_COLOUR = 0.03, 0.4
_DARK = 0.85  # of black: greys as dark as that are meant for black, and letters must not be screened


@dataclass(frozen=True)
class Paint:
    """What a colour is printed in: four inks, or a tint of a spot colour that stands in for them.

    One that ``overprints``, as varnish and foil do, leaves what lies below it as it is.
    """

    inks: Inks
    spot: str = ""
    tint: float = 1.0
    overprints: bool = False

    @property
    def is_black(self) -> bool:
        """Whether it is full black and nothing else."""
        return self.inks == BLACK and not self.spot


@dataclass(frozen=True)
class Recipe:
    """The inks that the layout names for a colour, which is given in parts of 255."""

    colour: tuple[int, int, int]
    inks: Inks
    spot: str = ""
    overprints: bool = False


class Palette:
    """The colours of a layout in the inks of a printing condition."""

    def __init__(self, named: Sequence[tuple[str, str]], separator: Separator) -> None:
        own = tuple(_read_recipe(colour, text) for colour, text in named)
        self.separator = separator
        self.recipes = own if any(not any(recipe.colour) for recipe in own) else (*own, Recipe((0, 0, 0), BLACK))
        self._known: dict[Rgb, tuple[Paint, Recipe | None]] = {}

    @property
    def spots(self) -> dict[str, Inks]:
        """The spot colours, and the inks that stand in for each in full."""
        return {recipe.spot: recipe.inks for recipe in self.recipes if recipe.spot}

    def mix(self, colour: Rgb) -> Paint:
        """The paint for a colour of sRGB, 0 to 1."""
        return self._look_up(colour)[0]

    def blend(self, start: Rgb, end: Rgb, share: float) -> Inks:
        """The inks at a share of the way from one colour to another.

        Tints of one ink are blended in that ink. Others go through the colours of the screen, as the eye expects; what
        the layout says of the ends holds there, and less and less between them.
        """
        (first, of_first), (last, of_last) = self._look_up(start), self._look_up(end)
        recipes = [recipe for paint, recipe in ((first, of_first), (last, of_last)) if paint.inks != NONE]
        if recipes and recipes[0] is recipes[-1] is not None:
            return self.separator.hold_back(_mix(first.inks, last.inks, share))
        red, green, blue = (a + (b - a) * share for a, b in zip(start, end, strict=True))
        inks = self.separator.separate_colour((red, green, blue))
        for paint, recipe, colour, weight in ((first, of_first, start, 1 - share), (last, of_last, end, share)):
            if recipe is not None and any(recipe.colour):
                inks = _shift(inks, self.separator.separate_colour(colour), paint.inks, weight)
        return self.separator.hold_back(inks)

    def _look_up(self, colour: Rgb) -> tuple[Paint, Recipe | None]:
        """The paint for a colour, and the recipe that it comes from."""
        if colour not in self._known:
            self._known[colour] = self._find(colour)
        return self._known[colour]

    def _find(self, colour: Rgb) -> tuple[Paint, Recipe | None]:
        """Find the recipe whose colour, or whose tint on white paper, a colour is."""
        parts = [min(max(part, 0.0), 1.0) * _WHITE for part in colour]
        if min(parts) > _WHITE - 0.5:
            return Paint(NONE), None
        found = [(*_tint_of(recipe.colour, parts), number) for number, recipe in enumerate(self.recipes)]
        miss, tint, number = min(found, default=(float(_WHITE), 0.0, 0))
        if miss > _NEAR:
            return Paint(_drop_specks(self.separator.separate_colour(colour))), None
        recipe = self.recipes[number]
        tint = 1.0 if recipe.inks == BLACK and tint >= _DARK else round(tint, 2)
        cyan, magenta, yellow, black = (round(ink * tint, 4) for ink in recipe.inks)
        return Paint((cyan, magenta, yellow, black), recipe.spot, tint, recipe.overprints), recipe


def _tint_of(base: tuple[int, int, int], parts: Sequence[float]) -> tuple[float, float]:
    """How far a colour is from any tint of a base on white, in parts of 255, and the tint that is nearest."""
    depths = [_WHITE - part for part in base]
    wanted = [_WHITE - part for part in parts]
    tint = min(wanted[depths.index(max(depths))] / max(max(depths), 1), 1.0)
    return round(max(abs(have - tint * depth) for have, depth in zip(wanted, depths, strict=True)), 3), tint


def _drop_specks(inks: Inks) -> Inks:
    """Leave out inks that would print as a few specks beside a full colour."""
    if sum(inks) < _FULL_COLOUR:
        return inks
    cyan, magenta, yellow, black = (ink if ink >= _SPECK else 0.0 for ink in inks)
    return cyan, magenta, yellow, black


def _read_recipe(colour: str, text: str) -> Recipe:
    """Read ``100 70 30 25``, ``PANTONE 871 C: 20 25 60 25``, or ``overprint Varnish: 0 0 0 10``."""
    spot, _, inks = text.rpartition(":")
    spot, finish = spot.strip(), spot.startswith(_FINISH)
    cyan, magenta, yellow, black = (min(float(part) / 100, 1.0) for part in inks.split())
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return Recipe((red, green, blue), (cyan, magenta, yellow, black), spot.removeprefix(_FINISH).strip(), finish)


def _mix(start: Inks, end: Inks, share: float) -> Inks:
    cyan, magenta, yellow, black = (a + (b - a) * share for a, b in zip(start, end, strict=True))
    return cyan, magenta, yellow, black


def _shift(inks: Inks, screen: Inks, named: Inks, weight: float) -> Inks:
    """Shift inks by some part of the way from what the profile says to what the layout names."""
    shifted = (ink + weight * (own - other) for ink, other, own in zip(inks, screen, named, strict=True))
    cyan, magenta, yellow, black = (min(max(ink, 0.0), 1.0) for ink in shifted)
    return cyan, magenta, yellow, black
