"""Sessions as a diary wants them: of any days, with their place, and an id that stays the same in
every calendar.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, select

from supervision_tui.desk.directions.lines import open_directions
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.history.worker import WorkerHistory
from supervision_tui.desk.moment import Moment, Refused, read_day
from supervision_tui.desk.workers.agreement import agreement_dates
from supervision_tui.practice import wording
from supervision_tui.practice.days.working_week import minute_of_day
from supervision_tui.practice.direction.timescales import Known
from supervision_tui.practice.supervision.cadence import next_due
from supervision_tui.practice.vocabulary import SessionKind, SessionState
from supervision_tui.records import SupervisionSession
from supervision_tui.vault.journal_entry import JournalEntry
from supervision_tui.vault.store import TAKE_BACK, can_be_undone, changes_records

from .my_time import MyTime, my_time, overlap, spread
from .schedule import proposed_days
from .to_write_up import to_write_up

_FARTHEST_WEEKS = 53
_MOST_A_DAY = 2  # sessions of the whole team that are proposed for one day


@dataclass(frozen=True, slots=True)
class DiaryEntry:
    """A session in a diary: the worker's initials and no name.

    `uid` is the same in each export of this vault.

    `sequence` counts its changes and never goes back; `changed_at` is the last of them, where there
    was one.
    """

    uid: str
    on: date
    time: str
    minutes: int
    kind: SessionKind
    initials: str
    place: str
    state: SessionState
    sequence: int = 0
    changed_at: datetime | None = None


class Beside(StrEnum):
    """A kind of day beside the sessions in a calendar, where it is asked for."""

    DIRECTIONS = "directions"
    WRITE_UP = "write-up"


@dataclass(frozen=True, slots=True)
class DueDay:
    """Something that is due on a day, in words without a name, an hour or a length."""

    uid: str
    on: date
    says: str


@dataclass(frozen=True, slots=True)
class Series:
    """The sessions proposed for one worker: working days, none in a leave, none twice."""

    worker_id: int
    worker: str
    time: str
    minutes: int
    dates: tuple[date, ...]


def diary(session: Session, first: date, last: date, moment: Moment) -> list[DiaryEntry]:
    """The sessions of these days, both included, in order; a session of several is one entry."""
    history = read_history(session, moment)
    space, found = _space(session), []
    rows = _rows(session, first, last)
    changes = _changes(session, [row.id or 0 for row in rows])
    for row in rows:
        sequence, changed_at = changes.get(row.id or 0, (0, None))
        worker = history.workers[row.worker_id]
        agreed = agreement_dates(session, row.worker_id, moment.today)
        if row.kind == SessionKind.GROUP:
            initials = "all"
        else:
            initials = wording.initials(worker.name)
        place = agreed.place if agreed else ""
        found.append(
            DiaryEntry(
                uid=_uid(space, f"session {row.id}"),
                on=row.planned_on,
                time=row.planned_time,
                minutes=row.minutes,
                kind=SessionKind(row.kind),
                initials=initials,
                place=place,
                state=SessionState(row.state),
                sequence=sequence,
                changed_at=changed_at,
            )
        )
    return found


def due_days(
    session: Session, first: date, last: date, beside: Collection[Beside], moment: Moment
) -> list[DueDay]:
    """List what is due on these days beside sessions: directions counted, records to write."""
    space, found = _space(session), []
    if Beside.DIRECTIONS in beside:
        days = Counter(
            each.due for each in open_directions(session, moment) if first <= each.due <= last
        )
        for on, number in sorted(days.items()):
            found.append(
                DueDay(
                    _uid(space, f"directions {on}"), on, f"{wording.count(number, 'direction')} due"
                )
            )
    if Beside.WRITE_UP in beside:
        found += _to_write_up(session, first, last, space, moment)
    return found


def _to_write_up(
    session: Session, first: date, last: date, space: uuid.UUID, moment: Moment
) -> list[DueDay]:
    """The last day in time for each record that is not signed yet."""
    history = read_history(session, moment)
    found = []
    for each, by in to_write_up(history, moment):
        if first <= by <= last:
            initials = wording.initials(history.workers[each.worker_id].name)
            says = f"Write up supervision {initials} by today"
            found.append(DueDay(_uid(space, f"write up {each.id}"), by, says))
    return found


def _space(session: Session) -> uuid.UUID:
    """Make what keeps an id of this vault unlike those of any other."""
    origin = (
        session.exec(select(JournalEntry.hash).where(JournalEntry.seq == 1)).first() or "0" * 64
    )
    return uuid.UUID(origin[:32])


def _uid(space: uuid.UUID, what: str) -> str:
    return f"{uuid.uuid5(space, what)}@supervision-tui"


def _changes(session: Session, leads: Sequence[int]) -> dict[int, tuple[int, datetime]]:
    """Count how often each session was changed, and when last, by the journal, which only grows.

    A change is of any worker's row of it. What was taken back stands there without saying of what,
    so each session that was changed before counts it: a calendar is told once too often, and never
    keeps a day that is no longer so.
    """
    lead_of = {number: number for number in leads}
    of_others = select(SupervisionSession.id, SupervisionSession.sitting_id)
    for number, lead in session.exec(
        of_others.where(col(SupervisionSession.sitting_id).in_(leads))
    ):
        lead_of[number or 0] = lead or 0
    subjects = {f"session {number}": lead for number, lead in lead_of.items()}
    entries = select(JournalEntry.subject, JournalEntry.seq, JournalEntry.at).order_by(
        col(JournalEntry.seq)
    )
    changed: dict[int, list[tuple[int, str]]] = {}
    for subject, seq, at in session.exec(entries.where(col(JournalEntry.subject).in_(subjects))):
        changed.setdefault(subjects[subject], []).append((seq or 0, str(at)))
    undone = [
        (seq or 0, str(at))
        for _, seq, at in session.exec(entries.where(JournalEntry.verb == TAKE_BACK))
    ]
    found = {}
    for lead, own in changed.items():
        counted = [*own, *(each for each in undone if each > own[0])]
        found[lead] = (len(counted), datetime.fromisoformat(max(counted)[1]))
    return found


def proposed_series(
    session: Session, worker_ids: Sequence[int], until: str, moment: Moment
) -> list[Series]:
    """Propose sessions by the agreements up to a day, after those planned. Raises `Refused`.

    Workers whose sessions fall together are spread over the days before, so that a day has two at
    most, no two at once. Those with whom no session is on record are met for the first time one
    after another, over the weeks of their cycle from next week on. All of it lies on the days
    on which the manager works.
    """
    end = _end(until, moment)
    history = read_history(session, moment)
    taken = _Taken(my_time(session, moment))
    for worker in history.workers.values():
        for each in worker.planned(moment.today):
            on, time = each.planned_on(moment.today), each.time_on(moment.today)
            taken.take(on, time, each.minutes)
    workers = [history.workers[worker_id] for worker_id in worker_ids]
    firsts = _first_days(workers, moment)
    in_order = sorted(workers, key=lambda each: firsts.get(each.id, moment.today))
    found: dict[int, Series] = {}
    for worker in in_order:
        series = _series(worker, firsts.get(worker.id), end, taken, moment)
        found[worker.id] = series
        for on in series.dates:
            taken.take(on, series.time, series.minutes)
    return [found[worker_id] for worker_id in worker_ids]


class _Taken:
    """The sessions of the whole team by their day: from which minute of it to which."""

    def __init__(self, mine: MyTime) -> None:
        self.mine = mine
        self._days: dict[date, list[tuple[int, int]]] = {}

    def take(self, on: date, time: str, minutes: int) -> None:
        """Put a session there."""
        begins = minute_of_day(time)
        self._days.setdefault(on, []).append((begins, begins + minutes))

    def has_room(self, on: date, time: str, minutes: int) -> bool:
        """Tell whether the manager works on that day, and one more fits in, at no other's time."""
        there = self._days.get(on, ())
        if not self.mine.has(on) or len(there) >= _MOST_A_DAY:
            return False
        return not time or not overlap(there, minute_of_day(time), minutes)


def _first_days(workers: Sequence[WorkerHistory], moment: Moment) -> dict[int, date]:
    """The day of the first session with each worker with whom none is on record, spread evenly.

    They run from next Monday over the longest cycle, in the order in which they are due; one that
    is due after that Monday is not later than that.
    """
    on = moment.today
    due: dict[int, date] = {}
    longest = 0
    for worker in workers:
        clock = worker.clock(on, moment.policy)
        if clock.last_held is None and not worker.planned(on):
            due[worker.id] = next_due(clock, moment.policy) or date.max
            longest = max(longest, clock.interval_on(on))
    monday = on + timedelta(days=7 - on.weekday())
    days = spread(monday, longest, len(due))
    found = {}
    for worker_id, day in zip(sorted(due, key=due.__getitem__), days, strict=True):
        found[worker_id] = day
        if due[worker_id] > monday:
            found[worker_id] = min(day, due[worker_id])
    return found


@can_be_undone("the series of sessions")
@changes_records
def plan_series(session: Session, worker_ids: Sequence[int], until: str, moment: Moment) -> int:
    """Plan what the agreements propose; returns how many sessions.

    Raises `Refused` where there is nothing to plan.
    """
    series = proposed_series(session, worker_ids, until, moment)
    planned = 0
    for each in series:
        for on in each.dates:
            row = SupervisionSession(
                worker_id=each.worker_id,
                planned_on=on,
                planned_time=each.time,
                minutes=each.minutes,
                recorded_on=moment.today,
            )
            session.add(row)
            planned += 1
        moment.note(
            session, "plan series", f"worker {each.worker_id}", f"{len(each.dates)} sessions"
        )
    if not planned:
        raise Refused("Everything up to that day is planned already.", field="until")
    return planned


def _rows(session: Session, first: date, last: date) -> list[SupervisionSession]:
    rows = session.exec(
        select(SupervisionSession)
        .where(SupervisionSession.planned_on >= first)
        .where(SupervisionSession.planned_on <= last)
        .where(col(SupervisionSession.sitting_id).is_(None))
        .order_by(
            col(SupervisionSession.planned_on),
            col(SupervisionSession.planned_time),
            col(SupervisionSession.id),
        )
    )
    return list(rows)


def _series(
    worker: WorkerHistory, begins: date | None, end: date, taken: _Taken, moment: Moment
) -> Series:
    on = moment.today
    times = [
        each.time_on(on) for each in worker.known(on) if each.counts_for_worker and each.time_on(on)
    ]
    minutes = worker.terms(on, moment.policy).minutes
    usual = [each for each in times[-1:] if taken.mine.has_time(each, minutes)]
    usual = usual or list(taken.mine.times_for(minutes))
    time = ""
    if usual:
        time = usual[worker.id % len(usual)]

    def is_free(day: date) -> bool:
        return taken.has_room(day, time, minutes)

    found = proposed_days(worker, end, moment, is_free, begins=begins)
    dates = tuple(day for day in found if taken.mine.has(day))
    return Series(worker.id, worker.name, time, minutes, dates)


def _end(until: str, moment: Moment) -> date:
    end = read_day(until, Known(moment.today, {}, has_reason=True), moment).due
    if end > moment.today + timedelta(weeks=_FARTHEST_WEEKS):
        raise Refused("A series is planned for a year at most.", ("13w",), field="until")
    return end
