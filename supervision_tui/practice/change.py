"""Tell whether a figure rose or fell, and whether that is better or worse, in an arrow and a word.

Nothing is said of a figure that is hidden.
"""

from __future__ import annotations

from dataclasses import dataclass

from .privacy.suppression import Figure

_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Moved:
    """The way in which a figure moved."""

    arrow: str
    word: str


UP, DOWN, LEVEL = Moved("↑", "up"), Moved("↓", "down"), Moved("→", "level")


def change_between(now: Figure, then: Figure | None) -> Moved | None:
    """From then to now; nothing where either is hidden or was never there."""
    if then is None or now.value is None or then.value is None:
        return None
    difference = now.value - then.value
    if now.is_share:  # two that read the same are the same
        difference = round(now.value * 100) - round(then.value * 100)
    if abs(difference) < _LEAST:
        return LEVEL
    if difference > 0:
        return UP
    return DOWN


def change_words(found: Moved | None, better: Moved | None = None) -> str:
    """An arrow and a word; empty where nothing is said.

    `better` is the way in which such a figure gets better: then the word is `better` or `worse`.
    """
    if found is None:
        return ""
    if better is None or found is LEVEL:
        return f"{found.arrow} {found.word}"
    if found is better:
        return f"{found.arrow} better"
    return f"{found.arrow} worse"


def is_worse(found: Moved | None, better: Moved | None) -> bool:
    """Tell whether a figure got worse; of one that is neither better nor worse it is not said."""
    return found is not None and better is not None and found not in (LEVEL, better)
