"""The moment of a verb: when, by which policy and by whom it is done, so that none asks a clock."""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from supervision_tui.practice import wording
from supervision_tui.practice.days.spans import FIRST_YEAR, LAST_YEAR
from supervision_tui.practice.days.typed_days import (
    read_day_words,
    read_past_day_words,
    weekday_index,
)
from supervision_tui.practice.days.typed_times import read_time_words
from supervision_tui.practice.direction.timescales import Known, Timescale, read_timescale
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.vocabulary import Refusal
from supervision_tui.system.clock import local_instant
from supervision_tui.system.errors import AppError
from supervision_tui.vault import journal

if TYPE_CHECKING:
    from sqlmodel import Session

_YEAR_DAYS = 366
_YEAR = re.compile(r"\d{4}|[/.-]\d{1,2}[/.-]\d{2}")
_SLIP_DAYS = 31  # a day so near ahead is a slip, and no day of last year


@dataclass(frozen=True, slots=True)
class Moment:
    """The day of the records, the instant of writing, that day's policy, and the person."""

    today: date
    now: datetime
    policy: Policy
    actor: str = "manager"

    def __post_init__(self) -> None:
        object.__setattr__(self, "policy", self.policy.on(self.today))  # never another day's

    def note(self, session: Session, verb: str, subject: str, detail: str = "") -> None:
        """Write a change into the journal, in the transaction of the change.

        `detail` names fields, never text.
        """
        journal.note(session, verb, subject, detail, at=self.now, actor=self.actor)

    def note_all(self, session: Session, entries: Sequence[tuple[str, str, str]]) -> None:
        """Write many changes at once: verb, subject and fields of each."""
        journal.note_all(session, entries, at=self.now, actor=self.actor)


class Refused(AppError):
    """A verb was not carried out; the message is one sentence, `suggestions` what would be taken.

    `field` is the name of what must be filled in, where there is one: a form leads there. `typed`
    is what could not be read, where the reader knows no more: a form leads to the field in which it
    stands.
    """

    exit_status = 4

    def __init__(
        self,
        says: str,
        suggestions: tuple[str, ...] = (),
        code: str = "refused",
        *,
        field: str = "",
        typed: str | None = None,
    ) -> None:
        super().__init__(says)
        self.typed = typed
        self.suggestions = suggestions
        self.code = code
        self.field = field

    @classmethod
    def because(cls, refusal: Refusal, typed: str | None = None) -> Refused:
        """Make a rule's refusal one that a verb raises."""
        return cls(
            refusal.says, refusal.suggestions, refusal.code, field=refusal.field, typed=typed
        )


def read_any_day(typed: str, moment: Moment, field: str = "") -> date:
    """A day that may have passed, as typed in a field; without a year the nearest such day.

    Raises `Refused`.
    """
    words = " ".join(typed.casefold().split())
    try:
        found = read_day_words(words, moment.today)
        earlier = _same_day_before(found) if found else None
    except (ValueError, OverflowError):
        found = earlier = None
    if found is None or earlier is None:
        says = f"“{typed.strip()[:40]}” is not a day" if words else "Say the day"
        raise Refused(
            f"{says}; type it like 14 apr or 2026-04-14.",
            code="not-a-date",
            field=field,
            typed=typed,
        )
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        says = f"“{typed.strip()[:40]}” does not lie between {FIRST_YEAR} and {LAST_YEAR}"
        raise Refused(
            f"{says}; where there is no end, leave it out.",
            code="not-a-date",
            field=field,
            typed=typed,
        )
    is_nearer = (moment.today - earlier).days < (found - moment.today).days
    if _YEAR.search(words):
        return found
    meant = earlier if is_nearer else found
    _check_leap_day(meant, typed, moment, field)
    return meant


def _check_leap_day(meant: date, typed: str, moment: Moment, field: str = "") -> None:
    """Refuse a 29 February typed without its year where neither this year nor the last has one."""
    if _is_leap_day(meant) and abs((meant - moment.today).days) > _YEAR_DAYS:
        says = f"“{typed.strip()}” is not a day of this year or the last; type it with its year."
        raise Refused(says, code="not-a-date", field=field, typed=typed)


def _same_day_before(on: date) -> date:
    """Give the same day of the year before, of 29 February of the leap year before."""
    year = on.year - 1
    while _is_leap_day(on) and not isleap(year):
        year -= 1
    return on.replace(year=year)


def _is_leap_day(on: date) -> bool:
    return (on.month, on.day) == (2, 29)


def read_past_day(typed: str, moment: Moment) -> date:
    """A day that has come, as typed (`5 nov`, `yesterday`, `fri`); today where nothing is.

    Raises `Refused`.
    """
    words = " ".join(typed.casefold().split())
    if words in ("", "today"):
        return moment.today
    found = read_past_day_words(words, moment.today) or read_any_day(typed, moment)
    is_far_ahead = (found - moment.today).days > _SLIP_DAYS
    if is_far_ahead and any(sign.isdecimal() for sign in words) and not _YEAR.search(words):
        found = _same_day_before(found)  # what has happened lies behind: 5 aug typed in March
        _check_leap_day(found, typed, moment)
    if found > moment.today:
        raise Refused(
            f"{wording.full_day(found)} is still to come.", code="not-a-date", typed=typed
        )
    return found


def read_day_either_way(typed: str, moment: Moment, field: str = "") -> date:
    """A day to come as a timescale is typed in a field, or one that has passed, as any day is.

    Raises `Refused`.
    """
    try:
        return read_day(typed, Known(moment.today, {}, has_reason=True), moment).due
    except Refused:
        return read_any_day(typed, moment, field)


def read_refs(typed: str) -> list[str]:
    """The references in what was typed, with spaces or commas between, each once."""
    return list(dict.fromkeys(typed.replace(",", " ").split()))


def read_time(typed: str) -> str:
    """A time of day as typed (`10:00`, `9.30`, `2pm`), as it is written; empty where nothing is.

    Raises `Refused`.
    """
    if not typed.strip():
        return ""
    time = read_time_words(typed)
    if time is None:
        raise Refused(
            f"“{typed.strip()[:20]}” is not a time; type it like 10:00 or 2pm.",
            ("10:00", "2pm"),
            typed=typed,
        )
    return time


def read_instant(typed: str, moment: Moment) -> datetime:
    """A day and a time that have passed, as typed: `sat 22:40`, `yesterday 7:15`; in UTC.

    A time alone is of today. Raises `Refused`.
    """
    day_words, _, clock = typed.strip().rpartition(" ")
    clock_time = read_time_words(clock) if ":" in clock or not clock.isdecimal() else None
    if clock_time is None:
        says = (
            f"“{typed.strip()[:40]}” is not a day and a time; type it like “sat 22:40”, "
            f"“yesterday 7:15”."
        )
        raise Refused(says, ("yesterday 22:40",), "not-a-date", typed=typed)
    folded = day_words.casefold() or "today"
    weekday = weekday_index(folded)
    if folded == "today":
        on = moment.today
    elif folded == "yesterday":
        on = moment.today - timedelta(days=1)
    elif weekday is not None:
        on = moment.today - timedelta(days=(moment.today.weekday() - weekday) % 7)
    else:
        try:
            on = read_any_day(day_words, moment)
        except Refused as why:
            raise Refused(str(why), why.suggestions, why.code, typed=typed) from None
    found = local_instant(on, time.fromisoformat(clock_time))
    if found > moment.now:
        raise Refused("That is still to come; say when it was.", code="not-a-date", typed=typed)
    return found


def read_day(typed: str, known: Known, moment: Moment) -> Timescale:
    """Read a typed timescale for a verb. Raises `Refused`."""
    found = read_timescale(typed, known, moment.policy)
    if isinstance(found, Refusal):
        raise Refused.because(found, typed)
    return found
