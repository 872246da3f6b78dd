"""A direction as it is said, and whether it can be given: it needs a verb, an owner, a reason, a
date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from supervision_tui.practice.children.dates_due import DateDue
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.vocabulary import Refusal

from .quality import lazy_date, missing_parts
from .timescales import Known, Timescale, read_timescale


@dataclass(frozen=True, slots=True)
class SaidDirection:
    """The parts of a direction as they are typed; what was not said is empty.

    `why_this_date` is the reason for a date that is only the next review, or far off.
    """

    do: str
    who: str = ""
    by: str = ""
    because: str = ""
    why_this_date: str = ""

    @property
    def is_whole(self) -> bool:
        """Tell whether verb, date and reason were all said; the owner may be filled in."""
        return bool(self.do and self.by and self.because)

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing was typed; the owner may be filled in from the start."""
        return not (self.do.strip() or self.by.strip() or self.because.strip())


@dataclass(frozen=True, slots=True)
class AcceptedDirection:
    """A direction that can be given, its texts without spaces around them.

    `why_this_date` is kept only where the date needed a reason of its own.
    """

    do: str
    who: str
    because: str
    timescale: Timescale
    why_this_date: str


def accept(
    said: SaidDirection, known: Known, dates_due: Sequence[DateDue], policy: Policy
) -> AcceptedDirection | Refusal:
    """Accept a direction, or refuse it; a refusal names the part that it is about.

    Source: practice facts, section 3.
    """
    missing = missing_parts(said.do, said.who, said.because)
    if missing is not None:
        return missing
    found = accept_date(said, known, dates_due, policy)
    if isinstance(found, Refusal):
        return found
    why = said.why_this_date.strip()
    if lazy_date(found.due, dates_due, found.code) is None:
        why = ""
    return AcceptedDirection(said.do.strip(), said.who, said.because.strip(), found, why)


def accept_date(
    said: SaidDirection, known: Known, dates_due: Sequence[DateDue], policy: Policy
) -> Timescale | Refusal:
    """Accept the date of a direction, or refuse it: unread, or lazy without a reason of its own."""
    has_reason = bool(said.why_this_date.strip())
    found = read_timescale(said.by, replace(known, has_reason=has_reason), policy)
    if isinstance(found, Refusal):
        return replace(found, field=found.field or "by")
    lazy = lazy_date(found.due, dates_due, found.code)
    if lazy is not None and not has_reason:
        return lazy
    return found
