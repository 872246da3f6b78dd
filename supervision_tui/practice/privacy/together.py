"""A reader with several summaries: between which values each number can be placed by all of them
together.

A number of a period is the sum of those of the periods within it; a number as of a day is the same
in every summary that ends on that day. What one summary hides another may give back so.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from math import inf

from .suppression import Range, Sum, Threshold

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

    def add_sum(self, total: str, parts: Iterable[str]) -> None:
        """Say that one count is the sum of others."""
        self._sums.append(Sum(total, tuple(parts)))

    def range_of(self, key: str) -> Range:
        """Between which values a count lies as far as is known."""
        return self._ranges.get(key, (0, inf))

    def is_found(self, key: str, rule: Threshold) -> bool:
        """Tell whether a hidden count can be placed more closely than that it is hidden."""
        low, high = self.range_of(key)
        return high - low < rule.least - 2 or 0 < high < rule.least - 1

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
        lows = sum(self.range_of(part)[0] for part in each.parts)
        highs = sum(self.range_of(part)[1] for part in each.parts)
        low, high = self.range_of(each.total)
        found = {each.total: (max(low, lows), min(high, highs))}
        total_low, total_high = found[each.total]
        for part in each.parts:
            part_low, part_high = self.range_of(part)
            others_high = highs - part_high if highs < inf else _but_one(self, each, part)
            least = max(part_low, total_low - others_high)
            most = min(part_high, total_high - (lows - part_low))
            found[part] = (least, most)
        if any(low > high + _SLACK for low, high in found.values()):
            self._broken.add(number)
            return []
        moved = [key for key, there in found.items() if there != self.range_of(key)]
        self._ranges |= {key: found[key] for key in moved}
        return moved


def _but_one(reader: Reader, each: Sum, left_out: str) -> float:
    """The most that the other parts of a sum can be, where some of them have no bound."""
    return sum(reader.range_of(part)[1] for part in each.parts if part != left_out)
