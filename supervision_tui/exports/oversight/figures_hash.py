"""The hash over a summary's figures, by which a roll-up sees that a file was changed by hand.

It is worked out in the same way in `rollup.sql`'s engine: a line for each figure of the period,
values in millionths, in the order of their bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from math import floor

from supervision_tui.practice.privacy.suppression import Figure

MILLIONTHS = 1_000_000


def figures_hash(figures: Iterable[tuple[str, str, Figure]], sealed: str = "") -> str:
    """SHA-256 over section, key and figure of each line, and over the sealed layer as it stands."""
    lines = sorted(_line(*each) for each in figures)
    return _sha256("\n".join([*lines, _sha256(sealed)]))


def counts_hash(counts: Mapping[str, int]) -> str:
    """SHA-256 over counts by their keys."""
    return _sha256("\n".join(f"{key}={count}" for key, count in sorted(counts.items())))


def _line(section: str, key: str, figure: Figure) -> str:
    value = "" if figure.value is None else str(floor(figure.value * MILLIONTHS + 0.5))
    n = "" if figure.n is None else str(figure.n)
    return f"{section}/{key}={value}/{n}/{'hidden' if figure.suppressed else 'told'}"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
