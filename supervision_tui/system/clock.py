"""The one place where the clock is asked."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from datetime import time as time_of_day


@dataclass(frozen=True, slots=True)
class Clock:
    """Today and now; `as_of` stands in for today if asked for, `fixed` for now in pictures."""

    as_of: date | None = None
    fixed: datetime | None = None

    def today(self) -> date:
        """The day on which the app looks at the records."""
        return self.as_of or (self.fixed or datetime.now().astimezone()).date()

    def now(self) -> datetime:
        """This instant, in UTC; on the day that stands in for today, where there is one."""
        now = self.fixed or datetime.now(UTC)
        if self.as_of:
            return datetime.combine(self.as_of, now.timetz())
        return now


def steady_seconds() -> float:
    """Seconds of a clock that nobody sets and that goes on while the machine sleeps.

    Only differences mean anything.
    """
    # On macOS the second goes on in sleep, on Linux the first.
    for name in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC"):
        if hasattr(time, name):
            return time.clock_gettime(getattr(time, name))
    return time.monotonic()


def local_instant(on: date, at: time_of_day) -> datetime:
    """A day and a time of this place, in UTC."""
    return datetime.combine(on, at).astimezone().astimezone(UTC)


def local_moment(instant: datetime) -> datetime:
    """An instant in the time of this place; one without a zone is UTC."""
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return aware.astimezone()


def local_day(instant: datetime) -> date:
    """The day of an instant in this place; one without a zone is UTC."""
    return local_moment(instant).date()


def local_time(instant: datetime) -> str:
    """The time of day of an instant as a person here reads it; one without a zone is UTC."""
    return f"{local_moment(instant):%H:%M}"


def local_words(instant: datetime) -> str:
    """An instant as a person here reads it: `Sat 28 Feb 22:40`; one without a zone is UTC."""
    here = local_moment(instant)
    return f"{here:%a} {here.day} {here:%b} {here:%H:%M}"
