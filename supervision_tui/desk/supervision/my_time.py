"""The manager's own time: the days and hours usually worked, and the leave that is planned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from supervision_tui.desk.cover import Cover, upcoming
from supervision_tui.desk.manager import the_manager
from supervision_tui.desk.moment import Moment
from supervision_tui.practice.days.working_week import (
    WorkingWeek,
    minute_of_day,
    time_words,
    weekdays_words,
)

_USUAL_TIMES = (10 * 60, 14 * 60)  # of a session whose time nobody has said, in minutes of the day


@dataclass(frozen=True, slots=True)
class MyTime:
    """When the manager works, and the times away of today and later."""

    week: WorkingWeek
    away: tuple[Cover, ...]

    def leave_on(self, on: date) -> Cover | None:
        """The manager's leave on that day, where there is one."""
        return next((each for each in self.away if each.starts_on <= on <= each.ends_on), None)

    def has(self, on: date) -> bool:
        """Tell whether the manager works on that day."""
        return self.week.has_day(on) and self.leave_on(on) is None

    def why_not(self, on: date, time: str, minutes: int) -> str:
        """Say why a session lies outside the manager's time; nothing where it does not.

        A leave in which somebody stands in is for the caller to tell.
        """
        if self.leave_on(on) is not None:
            return "in your leave; nobody covers"
        if not self.week.has_day(on):
            return f"you work {weekdays_words(self.week.weekdays)}"
        if time and not self.week.has_time(minute_of_day(time), minutes):
            return (
                f"outside your hours, {time_words(self.week.begins)} to "
                f"{time_words(self.week.ends)}"
            )
        return ""

    def has_time(self, time: str, minutes: int) -> bool:
        """Tell whether a session at that time lies within the hours."""
        return self.week.has_time(minute_of_day(time), minutes)

    def times_for(self, minutes: int) -> tuple[str, ...]:
        """The times at which a session is proposed where none is usual, within known hours."""
        if not self.week.has_hours:
            return ()
        times = [each for each in _USUAL_TIMES if self.week.has_time(each, minutes)]
        return tuple(time_words(each) for each in times or [self.week.begins])


def my_time(session: Session, moment: Moment) -> MyTime:
    """Read when the manager works and is away."""
    return MyTime(the_manager(session).week, tuple(upcoming(session, moment)))


def overlap(spans: Iterable[tuple[int, int]], begins: int, minutes: int) -> bool:
    """Tell whether minutes from a minute of the day fall into one of the spans, from and to."""
    return any(begins < until and since < begins + minutes for since, until in spans)


def spread(first: date, days: int, places: int) -> Sequence[date]:
    """Spread so many places evenly over the days from the first one."""
    return [date.fromordinal(first.toordinal() + days * n // places) for n in range(places)]
