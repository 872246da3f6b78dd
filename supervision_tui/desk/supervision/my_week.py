"""The manager's own weeks: sessions, what clashes, and what is to be written up by when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.history.worker import SessionHistory
from supervision_tui.desk.manager import Manager, the_manager
from supervision_tui.desk.moment import Moment
from supervision_tui.practice import wording
from supervision_tui.practice.days.spans import monday_of
from supervision_tui.practice.days.working_week import minute_of_day
from supervision_tui.practice.supervision.cadence import on_leave
from supervision_tui.practice.supervision.record_time import record_time
from supervision_tui.practice.vocabulary import SessionKind, SessionState, Urgency

from .my_time import MyTime, my_time, overlap
from .to_write_up import to_write_up
from .week_entry import EntryKind, WeekEntry

DAYS = 14  # shown at once
_IN_A_WEEK = (SessionState.PLANNED, SessionState.HELD)


@dataclass(frozen=True, slots=True)
class MyWeek:
    """Two weeks of the manager from a Monday on, in order.

    Records that should have been written up before them stand first.
    """

    manager: Manager
    monday: date
    entries: tuple[WeekEntry, ...]

    @property
    def sessions(self) -> int:
        """The number of sessions."""
        return sum(each.kind is EntryKind.SESSION for each in self.entries)

    @property
    def minutes(self) -> int:
        """The minutes of all the sessions."""
        return sum(each.minutes for each in self.entries)

    @property
    def clashes(self) -> int:
        """The number of sessions against which something stands."""
        return sum(bool(each.clash) for each in self.entries)

    @property
    def to_write_up(self) -> int:
        """The number of records that are not signed yet."""
        return sum(each.kind is EntryKind.WRITE_UP for each in self.entries)


def my_week(session: Session, weeks_later: int, moment: Moment) -> MyWeek:
    """Read two weeks of the manager, from the Monday of this week or of one later or earlier."""
    history, mine = read_history(session, moment), my_time(session, moment)
    today = moment.today
    monday = monday_of(today) + timedelta(weeks=weeks_later)
    last = monday + timedelta(days=DAYS - 1)
    sessions = [
        each
        for each in history.sessions.values()
        if each.is_known(today)
        and each.sitting_id is None
        and monday <= each.planned_on(today) <= last
        and each.state(today) in _IN_A_WEEK
    ]
    of_day: dict[date, list[SessionHistory]] = defaultdict(list)
    for each in sessions:
        of_day[each.planned_on(today)].append(each)
    entries = [
        _session(history, each, of_day[each.planned_on(today)], mine, moment) for each in sessions
    ]
    entries += _to_write_up(history, monday, last, moment)
    taken = {each.on for each in entries}
    entries += _other_days(monday, taken, mine, moment)
    entries.sort(key=lambda each: (each.on, each.kind is EntryKind.WRITE_UP, each.time))
    return MyWeek(the_manager(session), monday, tuple(entries))


def week_ahead(session: Session, moment: Moment) -> tuple[WeekEntry, ...]:
    """List what stands in the manager's next seven days, and records that should be written up."""
    monday = my_week(session, 0, moment)
    last = moment.today + timedelta(days=6)
    return tuple(
        each
        for each in monday.entries
        if each.kind is not EntryKind.DAY
        and each.on <= last
        and (each.on >= moment.today or each.kind is EntryKind.WRITE_UP)
    )


def _session(
    history: History,
    each: SessionHistory,
    that_day: Iterable[SessionHistory],
    mine: MyTime,
    moment: Moment,
) -> WeekEntry:
    today = moment.today
    on, time, state = each.planned_on(today), each.time_on(today), each.state(today)
    says, urgency = str(state), Urgency.QUIET
    if state is SessionState.PLANNED:
        says, urgency = "planned", Urgency.PLAIN
    if state is SessionState.PLANNED and on < today:
        says, urgency = "held? say so", Urgency.SOON
    against = []
    if state is SessionState.PLANNED:
        same_time = [
            _with_whom(history, other)
            for other in that_day
            if other.id != each.id and _meet(each, other, today)
        ]
        if same_time:
            against.append(f"at the time of {wording.listing(same_time)}")
        leave = mine.leave_on(on)
        if leave is not None and leave.name:
            says, urgency = f"{leave.name} covers", Urgency.QUIET
        else:
            against.append(mine.why_not(on, time, each.minutes))
        worker = history.workers[each.worker_id]
        if on_leave(worker.clock(on, moment.policy), on):
            against.append(f"{worker.name} is away")
        against.append(_why_closed(on, moment))
    about = "supervision"
    if each.kind is not SessionKind.INDIVIDUAL:
        about = str(each.kind)
    return WeekEntry(
        EntryKind.SESSION,
        on,
        time,
        each.minutes,
        session_id=each.id,
        worker_id=each.worker_id,
        worker=_with_whom(history, each),
        about=about,
        state=says,
        urgency=urgency,
        clash="; ".join(filter(None, against)),
        is_planned=state is SessionState.PLANNED,
        is_supervision=each.kind.satisfies_interval,
    )


def _with_whom(history: History, each: SessionHistory) -> str:
    return history.workers[each.worker_id].name


def _meet(one: SessionHistory, other: SessionHistory, on: date) -> bool:
    """Tell whether a planned session shares a minute with another of its day, planned as well.

    Not where either has no time.
    """
    if other.state(on) is not SessionState.PLANNED:
        return False
    begins, other_begins = one.time_on(on), other.time_on(on)
    if not begins or not other_begins:
        return False
    since = minute_of_day(other_begins)
    return overlap([(since, since + other.minutes)], minute_of_day(begins), one.minutes)


def _to_write_up(history: History, monday: date, last: date, moment: Moment) -> Iterable[WeekEntry]:
    """The records that are not signed, on the last day in time; those from before come first."""
    today = moment.today
    for each, by in to_write_up(history, moment):
        if by > last or (by < monday and monday > today):
            continue
        stands = record_time(each.day_held, None, today, moment.policy)
        yield WeekEntry(
            EntryKind.WRITE_UP,
            by,
            session_id=each.id,
            worker_id=each.worker_id,
            worker=_with_whom(history, each),
            about=f"held {wording.day(each.day_held, today=today)}",
            state=stands.word,
            urgency=stands.urgency,
        )


def _other_days(
    monday: date, taken: set[date], mine: MyTime, moment: Moment
) -> Iterable[WeekEntry]:
    """The weekdays with neither a session nor a record, and why where nobody is at work."""
    for on in (monday + timedelta(days=n) for n in range(DAYS)):
        if on in taken or on.weekday() >= 5:
            continue
        leave = mine.leave_on(on)
        says, stands_in = "nothing planned", ""
        if leave is not None:
            says = "your leave"
            stands_in = f"{leave.name} covers" if leave.name else ""
        elif _why_closed(on, moment):
            says = _why_closed(on, moment)
        elif not mine.week.has_day(on):
            says = "not one of your days"
        yield WeekEntry(EntryKind.DAY, on, about=says, state=stands_in, urgency=Urgency.QUIET)


def _why_closed(on: date, moment: Moment) -> str:
    return moment.policy.days.why_closed(on) or ""
