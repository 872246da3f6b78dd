"""A reader with several summaries: between which values each number can be placed by all of them
together.

A number of a period is the sum of those of the periods within it; a number as of a day is the same
in every summary that ends on that day. What one summary hides another may give back so.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from math import inf

from .sums import Range, Sum

_SLACK = 1e-6


class Reader:
    """Everything that a reader knows: what is told of each count, and which counts add up to which.

    Counts that a summary worked out later with other records contradict earlier ones; a sum that
    cannot hold is left aside.
    """

    def __init__(self) -> None:
        self._ranges: dict[str, Range] = {}
        self._sums: list[Sum] = []
        self._broken: set[int] = set()

    def learn(self, key: str, count: float) -> None:
        """Take in a count that is told."""
        self._ranges[key] = (count, count)

    def learn_least(self, key: str, count: float) -> None:
        """Take in that a count is this much or more."""
        self._ranges[key] = (count, inf)

    def add_sum(self, total: str, parts: Iterable[str]) -> None:
        """Say that one count is the sum of others."""
        self._sums.append(Sum(total, tuple(parts)))

    def range_of(self, key: str) -> Range:
        """Between which values a count lies as far as is known."""
        return self._ranges.get(key, (0, inf))

    def is_found(self, key: str, least: int) -> bool:
        """Tell whether a hidden count can be placed more closely than that it is below `least`."""
        low, high = self.range_of(key)
        return high - low < least - 2 or 0 < high < least - 1

    def solve(self) -> None:
        """Narrow every count by the sums until nothing moves any more."""
        beside: dict[str, list[int]] = defaultdict(list)
        for number, each in enumerate(self._sums):
            for key in each.keys:
                beside[key].append(number)
        waiting, there = deque(range(len(self._sums))), set(range(len(self._sums)))
        while waiting:
            number = waiting.popleft()
            there.discard(number)
            if number in self._broken:
                continue
            for key in self._narrow(number):
                fresh = [each for each in beside[key] if each not in there]
                waiting.extend(fresh)
                there.update(fresh)

    def _narrow(self, number: int) -> list[str]:
        """Narrow the counts of one sum; returns those that moved."""
        each = self._sums[number]
        if self._ranges.keys().isdisjoint(each.keys):
            return []  # nothing is known of any
        total_low, total_high = self.range_of(each.total)
        of_parts = [self.range_of(part) for part in each.parts]
        lows = sum(low for low, _ in of_parts)
        bounded = sum(high for _, high in of_parts if high < inf)
        open_parts = sum(high == inf for _, high in of_parts)
        highs = inf if open_parts else bounded
        found = {each.total: _cut(total_low, total_high, lows, highs)}
        total_low, total_high = found[each.total]
        for part, (low, high) in zip(each.parts, of_parts, strict=True):
            others_open = open_parts - (high == inf)
            others = inf if others_open else bounded - (high if high < inf else 0)
            found[part] = _cut(low, high, total_low - others, total_high - (lows - low))
        if any(low > high + _SLACK for low, high in found.values()):
            self._broken.add(number)
            return []
        moved = [key for key, there in found.items() if there != self.range_of(key)]
        self._ranges |= {key: found[key] for key in moved}
        return moved


def _cut(low: float, high: float, least: float, most: float) -> Range:
    """A range, cut by what is known besides."""
    return max(low, least), min(high, most)
