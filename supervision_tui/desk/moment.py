"""When, by which policy and by whom a thing is done: what every verb is told, so that none asks a clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from supervision_tui.practice.policy import Policy
from supervision_tui.practice.spans import add_months
from supervision_tui.practice.terms import Refusal
from supervision_tui.practice.timescales import Known, Timescale, read_timescale
from supervision_tui.practice.typed_days import read_day_words
from supervision_tui.vault import journal


@dataclass(frozen=True, slots=True)
class Moment:
    """The day the records are looked at, the instant something is written, that day's policy, and the person."""

    today: date
    now: datetime
    policy: Policy
    actor: str = "manager"

    def __post_init__(self) -> None:
        object.__setattr__(self, "policy", self.policy.on(self.today))  # never another day's

    def note(self, session: Session, verb: str, subject: str, detail: str = "") -> None:
        """Write a change into the journal, in the transaction of the change. `detail` names fields, never text."""
        journal.note(session, verb, subject, detail, at=self.now, actor=self.actor)


class Refused(Exception):
    """A verb was not carried out; the message is one sentence, `suggestions` what would be taken."""

    def __init__(self, says: str, suggestions: tuple[str, ...] = (), code: str = "refused") -> None:
        super().__init__(says)
        self.suggestions = suggestions
        self.code = code

    @classmethod
    def because(cls, refusal: Refusal) -> Refused:
        """The same refusal, as a verb raises it."""
        return cls(refusal.says, refusal.suggestions, refusal.code)


def read_any_day(typed: str, moment: Moment) -> date:
    """A day that may have passed, as typed; without a year the nearest such day. Raises `Refused`."""
    words = " ".join(typed.casefold().split())
    try:
        found = read_day_words(words, moment.today)
        earlier = add_months(found, -12) if found else None
    except (ValueError, OverflowError):
        found = earlier = None
    if found is None or earlier is None:
        raise Refused(f"“{typed.strip()[:40]}” is not a day; type it like 14 apr or 2026-04-14.", code="not-a-date")
    is_nearer = (moment.today - earlier).days < (found - moment.today).days
    has_year = read_day_words(words, add_months(moment.today, 24)) == found
    return earlier if is_nearer and not has_year else found


def read_day(typed: str, known: Known, moment: Moment) -> Timescale:
    """What a typed timescale means to a verb. Raises `Refused`."""
    found = read_timescale(typed, known, moment.policy)
    if isinstance(found, Refusal):
        raise Refused.because(found)
    return found
