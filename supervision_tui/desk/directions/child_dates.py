"""The dates on record for one child, and what is due of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session

from supervision_tui.desk.history.child import ChildHistory
from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment
from supervision_tui.practice import wording
from supervision_tui.practice.children.dates_due import DateDue
from supervision_tui.practice.children.events import RecordedEvent, event_words
from supervision_tui.practice.direction import quality
from supervision_tui.practice.direction.timescales import Known, Timescale
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.vocabulary import Refusal
from supervision_tui.records import Child

_MOST_LAST, _MOST_NEXT = 3, 4  # on a line of time
_NEAR_DAYS = 304  # about ten months: beyond, the year is said


@dataclass(frozen=True, slots=True)
class ChildDates:
    """The dates of one child: the latest of each event, all events, every date due in order.

    `due` holds those that count alone; `not_known` those of which nobody could have told whether
    they were held. `plan_starts` maps the plans that the child has now to their starts.
    """

    child: str
    dates: Mapping[str, date]
    events: tuple[RecordedEvent, ...]
    due: tuple[DateDue, ...]
    not_known: tuple[DateDue, ...]
    plan_starts: Mapping[str, date | None]

    @property
    def all(self) -> tuple[DateDue, ...]:
        """Those that count, then those not known here."""
        return (*self.due, *self.not_known)

    def known(self, today: date, *, has_reason: bool = False) -> Known:
        """Give what the timescale field needs to know."""
        return Known(today, self.dates, has_reason, self.due, takes_hour=True)

    def in_words(self, today: date, most: int = 3) -> str:
        """Word what is due, soonest first, those whose date has gone by said to be late."""
        says = []
        for each in self.due[:most]:
            late = ", late" if each.is_late else ""
            says.append(f"{each.words} {wording.day(each.due, today=today)}{late}")
        return " · ".join(says)

    def lazy(self, found: Timescale) -> Refusal | None:
        """Refuse a date that would be a lazy one for this child."""
        return quality.lazy_date(found.due, self.due, found.code)


class StopKind(StrEnum):
    """A kind of place on a child's line of time."""

    LAST = "last"
    LATE = "late"
    TODAY = "today"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Stop:
    """A place on a child's line of time: the day, in words and as a date, and what stands there."""

    kind: StopKind
    on: date
    day: str
    says: str


def time_line(dates: ChildDates, policy: Policy, today: date) -> list[Stop]:
    """The dates of a child in the order of time: last held, late, today, what comes next."""
    last = {
        each.event: each
        for each in sorted(dates.events, key=lambda each: each.on)
        if each.starts_clocks
    }
    of_dates = {each.held_event for each in dates.all}
    held = sorted(
        (each for event, each in last.items() if event in of_dates), key=lambda each: each.on
    )
    stops = [
        _stop(StopKind.LAST, each.on, event_words(each.event, policy), today)
        for each in held[-_MOST_LAST:]
    ]
    for each in dates.due[:_MOST_NEXT]:
        kind = StopKind.LATE if each.is_late else StopKind.NEXT
        says = f"{each.words}, late" if each.is_late else each.words
        stops.append(_stop(kind, each.due, says, today))
    stops.append(_stop(StopKind.TODAY, today, "today", today))
    order = list(StopKind)
    return sorted(stops, key=lambda each: (each.on, order.index(each.kind)))


def _stop(kind: StopKind, on: date, says: str, today: date) -> Stop:
    is_near = abs((on - today).days) < _NEAR_DAYS
    day = f"{on.day} {on:%b}" if is_near else f"{on.day} {on:%b %Y}"
    return Stop(kind, on, day, says)


def child_dates(session: Session, child: Child, moment: Moment) -> ChildDates:
    """The dates on record for a child, and what is due of them today."""
    child_id = child.id or 0
    history = read_history(session, moment, [child_id])
    return dates_of(history, history.children[child_id], moment)


def dates_of(history: History, child: ChildHistory, moment: Moment) -> ChildDates:
    """The dates of a child whose records are read already."""
    on = moment.today
    found = history.dates_due(child, on)
    return ChildDates(
        child=child.ref,
        dates=child.event_dates(on, moment.policy),
        events=tuple(each for recorded, each in child.events if recorded <= on),
        due=tuple(each for each in found if each.is_known),
        not_known=tuple(each for each in found if not each.is_known),
        plan_starts={each.plan: each.known_start for each in child.plans_at(on, moment.policy)},
    )
