"""Reasons and themes that are too few to be told one by one are counted together."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from .suppression import Threshold


def grouped(
    counts: Mapping[str, int], rule: Threshold, always: Collection[str] = ()
) -> tuple[dict[str, int], int]:
    """The counts that may be told each for itself, and the sum of those that are told together.

    Together go all below the threshold, the zeros among them, and those that `always` do: who is
    told that something never happened knows of the rest. Where the group would be too small itself,
    or would be one alone, the smallest of the others join it.
    """
    apart = {
        key: count for key, count in counts.items() if count >= rule.least and key not in always
    }
    together = sum(count for key, count in counts.items() if key not in apart)
    while apart and _tells(len(counts) - len(apart), together, rule):
        smallest = min(apart, key=lambda key: (apart[key], key))
        together += apart.pop(smallest)
    return apart, together


def _tells(members: int, together: int, rule: Threshold) -> bool:
    """Tell whether the sum of a group says too much of what is in it."""
    return members == 1 or rule.hides(together)
