"""Small numbers are hidden in exported files, and hidden so that no other figure gives them back (section 9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure: the value (nothing where hidden), the n it rests on, and whether it is hidden.

    `is_share` marks a percentage, whose value lies between 0 and 1.
    """

    value: float | None
    n: int | None = None
    suppressed: bool = False
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class Threshold:
    """Counts from 1 to `least` − 1 are hidden; percentages need at least `least_n` behind them."""

    least: int
    least_n: int = 10

    def hides(self, count: float) -> bool:
        """Whether a count is too small to publish."""
        return 0 < count < self.least


NOTHING_HIDDEN = Threshold(1, 0)


def publish_count(count: int, threshold: Threshold) -> Figure:
    """One count that stands alone."""
    hidden = threshold.hides(count)
    return Figure(None if hidden else count, suppressed=hidden)


def publish_share(part: int, n: int, threshold: Threshold) -> Figure:
    """A percentage with its n; hidden where numerator or remainder is small, or n is below the least."""
    if not n:
        return Figure(None, 0, suppressed=False, is_share=True)
    hidden = threshold.hides(part) or threshold.hides(n - part) or n < threshold.least_n
    published_n = None if hidden and threshold.hides(n) else n
    return Figure(None if hidden else part / n, published_n, hidden, is_share=True)


def publish_parts(parts: Mapping[str, int], threshold: Threshold) -> dict[str, Figure]:
    """The parts of one published total.

    Where something is hidden, the next smallest are hidden with it until the blanks can share what they hold in
    enough ways: at least two of them, and at least the threshold left over once each has its least. A hidden cell
    is at least 1, unless a zero is among the hidden. So neither a blank nor a small sum of blanks can be worked out.
    """
    hidden = {name for name, count in parts.items() if threshold.hides(count)}
    if hidden:
        others = sorted(set(parts) - hidden, key=lambda name: (parts[name] == 0, parts[name], name))
        while others and not _is_open_enough([parts[name] for name in hidden], threshold):
            hidden.add(others.pop(0))
    return {name: Figure(None if name in hidden else count, suppressed=name in hidden) for name, count in parts.items()}


def _is_open_enough(counts: list[int], threshold: Threshold) -> bool:
    taken = 0 if 0 in counts else len(counts)
    return len(counts) > 1 and sum(counts) - taken >= threshold.least


def hidden_with(share: Figure, *parts: Figure) -> Figure:
    """A share, hidden too where one of the parts it is made of is hidden."""
    if not any(part.suppressed for part in parts):
        return share
    return Figure(None, share.n, suppressed=True, is_share=True)
