"""The strength of a passphrase: how long somebody who has the files would have to guess."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from .slots import LEAST_PASSPHRASE

GUESSES_A_SECOND = 10_000  # zxcvbn's figure for a slow hash, tried on many machines at once
_READ = 72  # zxcvbn's own limit; what stands behind it only makes a passphrase stronger
_WORDS = ("very weak", "weak", "fair", "strong", "very strong")
_SPANS = (
    (60, 1, "second"),
    (3600, 60, "minute"),
    (86_400, 3600, "hour"),
    (86_400 * 365, 86_400, "day"),
)


@dataclass(frozen=True, slots=True)
class Strength:
    """`score` 0 (very weak) to 4 (very strong), and a sentence that says what it means."""

    score: int
    says: str

    @property
    def is_weak(self) -> bool:
        """Tell whether a person should think again."""
        return self.score < 3


def strength_of(passphrase: str, near: Sequence[str] = ()) -> Strength:
    """Tell what a passphrase is worth. Nothing but its length is a rule; the rest is advice.

    `near` are words that somebody who knows the place would try first.
    """
    if len(passphrase) < LEAST_PASSPHRASE:
        more = LEAST_PASSPHRASE - len(passphrase)
        plural = "s" if more > 1 else ""
        return Strength(0, f"too short: {more} more character{plural} at least")
    from zxcvbn import zxcvbn

    found = zxcvbn(
        passphrase[:_READ],
        user_inputs=list(chain.from_iterable((name, *name.split()) for name in near)),
    )
    score = int(found["score"])
    span = _in_words(float(found["guesses"]) / GUESSES_A_SECOND)
    if score > 2:
        return Strength(score, _WORDS[score])
    return Strength(
        score,
        f"{_WORDS[score]}: could be guessed in {span}; add a few words that do not belong together",
    )


def _in_words(seconds: float) -> str:
    for below, unit, name in _SPANS:
        if seconds < below:
            count = max(1, round(seconds / unit))
            plural = "s" if count > 1 else ""
            return f"about {count} {name}{plural}"
    years = seconds / (86_400 * 365)
    if years < 100:
        return f"about {years:.0f} years"
    return "more than a century"
