"""What is still to come costs at least: how many lines items take, and what it costs that they grow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from pressroom.setting.columns.search.fill import Spot
from pressroom.setting.columns.search.items import Item


class Areas:
    """How many lines of columns items take: at least, or as they are by themselves."""

    def __init__(self, items: Sequence[Item], columns: int, least: bool) -> None:
        self.of, spaces = [], []
        for item in items:
            across = columns if item.wide else 1
            lines = min(size.lines for size in (*item.sizes, *item.apart)) - item.tight if least else item.lines
            lines = max([lines, *(size.lines for size in item.apart[:1])]) if not least else lines
            self.of.append(lines * across)
            spaces.append(0 if least else item.above[0].lines * across)
        self.after = [*accumulate(reversed([a + b for a, b in zip(self.of, spaces, strict=True)]), initial=0)][::-1]

    def rest(self, spot: Spot, early: Sequence[int], late: Sequence[int]) -> int:
        """How many lines are still to come: what was placed before its anchor is not, what waits is."""
        rest = self.after[spot[0]] - spot[2]
        for number in early:
            rest -= self.of[number]
        for number in late:
            rest += self.of[number]
        return rest


class Growth:
    """What it costs at least that things take more lines than by themselves: lines of a whole page, from an item on."""

    def __init__(self, items: Sequence[Item], columns: int) -> None:
        self.items, self.columns = items, columns
        self._known: dict[int, tuple[float, ...]] = {}

    def prices(self, first: int) -> tuple[float, ...]:
        """Give the price of 0, 1, 2 … lines, as far as things from an item on can grow."""
        known = self._known.get(first)
        if known is None:
            known = self._known[first] = tuple(self._sum(first))
        return known

    def _sum(self, first: int) -> Iterator[float]:
        """Let the cheapest things grow first."""
        steps = sorted(step for item in self.items[first:] for step in self._steps(item))
        total = 0.0
        yield 0.0
        while steps:
            missing, price = 1.0, 0.0
            while missing > 0 and steps:
                each, lines = steps.pop(0)
                used = min(lines, missing)
                price, missing = price + each * used, missing - used
                if used < lines:
                    steps.insert(0, (each, lines - used))
            total += price
            yield total

    def _steps(self, item: Item) -> Iterator[tuple[float, float]]:
        """Give the price of a line of the page and how much there is of that, for each height."""
        share = 1.0 if item.wide else 1 / self.columns
        for sizes in (item.sizes, item.apart, item.above):
            for size in sizes[1:]:
                if size.lines > sizes[0].lines:
                    lines = (size.lines - sizes[0].lines) * share
                    yield size.cost / lines, lines
