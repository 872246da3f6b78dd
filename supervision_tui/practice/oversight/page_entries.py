"""Additions to a first page by a person: who meets whom by when, what is asked of whom, what
figures are held against, who has signed it off.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from supervision_tui.practice.days.period import Period
from supervision_tui.practice.wording import full_day, percent

_MONTH = timedelta(days=31)  # within which at least a page is made and signed


class EntryKind(StrEnum):
    """A kind of entry."""

    MEETING = "meeting"
    DECISION = "decision asked"
    COMPARATOR = "comparator"
    SIGN_OFF = "sign-off"

    @property
    def ends(self) -> bool:
        """Tell whether it is over once somebody has said what became of it."""
        return self in (EntryKind.MEETING, EntryKind.DECISION)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a first page.

    `about` is the team of a meeting or the figure's key of a comparator; `says` the decision, what
    the meeting is about, or the comparator's source; `who` meets, decides or has signed. A
    comparator has a `value`, a sign-off a `period`. `number` names it within its vault.
    """

    kind: EntryKind
    recorded_on: date
    about: str = ""
    says: str = ""
    who: str = ""
    by: date | None = None
    value: float | None = None
    period: Period | None = None
    outcome: str = ""
    ended_on: date | None = None
    number: int = 0

    def state_on(self, on: date) -> str:
        """The state of it: its outcome once there is one, `overdue`, or `open`."""
        if self.ended_on is not None:
            return self.outcome
        if self.is_late(on):
            return "overdue"
        return "open"

    def is_late(self, on: date) -> bool:
        """Tell whether its day has gone by and nobody has said what became of it."""
        return self.kind.ends and self.ended_on is None and self.by is not None and self.by < on


def entries_on_page(entries: Iterable[Entry], period: Period) -> list[Entry]:
    """The entries that stand on the first page of a period.

    Those still open, those of which it was said since the period began what became of them, every
    comparator, and who has signed off this period. What was typed once the period after was over is
    of a later page.
    """
    return [each for each in entries if _is_on_page(each, period)]


def _is_on_page(each: Entry, period: Period) -> bool:
    if each.kind is EntryKind.SIGN_OFF:
        return each.period == period
    if each.kind.ends and each.recorded_on > period.last + (period.last - period.first) + _MONTH:
        return False
    return each.ended_on is None or (each.kind.ends and each.ended_on >= period.first)


def value_words(value: float, *, is_share: bool) -> str:
    """A comparator's value: `85 %` of a share, else the number."""
    if is_share:
        return percent(value)
    return f"{value:g}"


def sign_off_words(entries: Iterable[Entry]) -> str:
    """Say who has signed off a page; lines to sign on where nobody has."""
    signed = [
        f"{each.who}, {full_day(each.recorded_on)}"
        for each in entries
        if each.kind is EntryKind.SIGN_OFF
    ]
    if signed:
        return f"Signed off: {'; '.join(signed)}."
    return "Signed off: PSW ____________  Head of service ____________"
