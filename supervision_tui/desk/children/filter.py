"""Narrowing the caseload by typed words: plans, ratings, workers, gaps, checkpoints."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.vocabulary import Rag

from .review import ReviewLine

_GAP = re.compile(r"[>≥](\d{1,3})d?|(\d{1,3})\+")
HINT = "CP CIN · red · late · >60 · outstanding · next · unallocated · a name"
_FLAGS = {
    "late": "late",
    "outstanding": "owed",
    "owed": "owed",
    "next": "pinned",
    "pinned": "pinned",
    "nobody": "unallocated",
    "unallocated": "unallocated",
}


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """The conditions that every child shown meets: one of the plans and ratings, and the rest."""

    plans: frozenset[str] = frozenset()
    ratings: frozenset[str] = frozenset()
    least_age: int = 0
    is_late: bool = False
    is_owed: bool = False
    is_pinned: bool = False
    has_nobody: bool = False
    words: tuple[str, ...] = field(default=())

    def holds(self, each: ReviewLine, text: str) -> bool:
        """Tell whether a child is shown, whose words are this text (`words_of`)."""
        return (
            (not self.plans or not self.plans.isdisjoint(each.statuses))
            and (not self.ratings or (each.rag or "unrated") in self.ratings)
            and each.age >= self.least_age
            and (not self.is_late or each.age > each.interval)
            and (not self.is_owed or bool(each.outstanding))
            and (not self.is_pinned or each.pinned)
            and (not self.has_nobody or each.is_unallocated)
            and all(word in text for word in self.words)
        )


def words_of(each: ReviewLine, *, names_blanked: bool) -> str:
    """The words by which a child is found: the reference, and names where these are shown."""
    names = ""
    if not names_blanked:
        names = f"{each.name or ''} {each.worker or ''} {each.covers_for}"
    return f"{each.ref} {names}".casefold()


def read_filter(typed: str, policy: Policy) -> ReviewFilter:
    """Read what typed words ask for; plans by their code or short name.

    Plans stand beside each other (`cp plo`: either), so do ratings; the rest adds up.
    """
    words = typed.casefold().replace(",", " ").split()
    named = {code: code for code in policy.plans}
    named |= {rule.short.casefold(): code for code, rule in policy.plans.items() if rule.short}
    plans = {word for word in words if word in named}
    ratings = {word for word in words if word in {*Rag, "unrated"}}
    gaps = [
        int(match[1] or match[2]) + bool(match[1])
        for word in words
        if (match := _GAP.fullmatch(word))
    ]
    flags = {_FLAGS[word] for word in words if word in _FLAGS}
    known = plans | ratings | set(_FLAGS)
    return ReviewFilter(
        plans=frozenset(named[word] for word in plans),
        ratings=frozenset(ratings),
        least_age=max(gaps, default=0),
        is_late="late" in flags,
        is_owed="owed" in flags,
        is_pinned="pinned" in flags,
        has_nobody="unallocated" in flags,
        words=tuple(word for word in words if word not in known and not _GAP.fullmatch(word)),
    )
