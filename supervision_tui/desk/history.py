"""The records of a vault as they were known on any day, ready for the rules of the practice.

Loaded once for a verb, then asked for one worker or child on one day: a record dated later does not exist yet.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlmodel import Session, col, select

from supervision_tui.practice import wording
from supervision_tui.practice.agenda import FORECAST_DAYS
from supervision_tui.practice.cadence import Leave, SupervisionClock, Terms, next_due, stage_terms
from supervision_tui.practice.caseload import Case, PastSession, PlannedSession, WorkerLoad
from supervision_tui.practice.directions import DirectionFacts, is_overdue
from supervision_tui.practice.policy import Policy
from supervision_tui.practice.pressure import Pressure, assess
from supervision_tui.practice.terms import DirectionState, Plan, Rag, SessionKind, SessionState, Stage
from supervision_tui.records import (
    Allocation,
    CaseDiscussion,
    Child,
    Direction,
    DirectionDate,
    Pin,
    PlanEpisode,
    RagEntry,
    SessionMove,
    SupervisionAgreement,
    SupervisionSession,
    Worker,
    WorkerLeave,
)

WEEKS_BACK = 52


@dataclass(slots=True)
class SessionPast:
    """A session with the moves it has seen."""

    row: SupervisionSession
    moves: list[SessionMove] = field(default_factory=list)

    def planned_on(self, on: date) -> date:
        """The date for which it was planned, as known on that day."""
        later = [move for move in self.moves if move.moved_on > on]
        return min(later, key=lambda move: move.moved_on).from_on if later else self.row.planned_on

    def state(self, on: date) -> SessionState:
        """What had become of it by that day."""
        state = SessionState(self.row.state)
        recorded = self.row.held_on if state is SessionState.HELD else self.row.cancelled_on
        known = state is SessionState.PLANNED or (recorded or self.row.planned_on) <= on
        return state if known else SessionState.PLANNED

    @property
    def counts_for_worker(self) -> bool:
        """Whether such a session resets the worker's clock."""
        return SessionKind(self.row.kind).satisfies_interval


@dataclass(slots=True)
class ChildPast:
    """All that is known of one child over time."""

    row: Child
    plans: list[PlanEpisode] = field(default_factory=list)
    ratings: list[RagEntry] = field(default_factory=list)
    allocations: list[Allocation] = field(default_factory=list)
    discussed: list[date] = field(default_factory=list)
    pins: list[Pin] = field(default_factory=list)

    def plan(self, on: date) -> PlanEpisode | None:
        """The plan in force on that day, or the latest before it."""
        begun = [plan for plan in self.plans if plan.starts_on <= on]
        current = [plan for plan in begun if plan.ends_on is None or plan.ends_on > on]
        return max(current or begun, key=lambda plan: plan.starts_on, default=self.plans[0] if self.plans else None)

    def rating(self, on: date) -> RagEntry | None:
        """The latest rating up to that day."""
        return max((each for each in self.ratings if each.on_date <= on), key=_rag_order, default=None)

    def allocation(self, on: date) -> Allocation | None:
        """With whom the child was on that day."""
        return next((each for each in self.allocations if _covers(each.starts_on, each.ends_on, on)), None)

    def allocated(self, on: date) -> date:
        """From which day the child has been with this service without a break, as of that day."""
        start = self.row.known_since
        end: date | None = None
        for each in self.allocations:
            if each.starts_on > on:
                break
            if end is None or each.starts_on > end:
                start = each.starts_on
            end = each.ends_on or date.max
        return start

    def last_discussed(self, on: date) -> date | None:
        """The date of the last held session in which the child was discussed."""
        place = bisect_right(self.discussed, on)
        return self.discussed[place - 1] if place else None

    def is_pinned(self, on: date) -> bool:
        """Whether the child is kept for the next session."""
        return any(pin.on_date <= on and (pin.cleared_on is None or pin.cleared_on > on) for pin in self.pins)

    def case(self, on: date) -> Case:
        """The child as the pressure model sees one."""
        plan, rating = self.plan(on), self.rating(on)
        return Case(
            ref=self.row.ref,
            plan=Plan(plan.plan) if plan else Plan.CIN,
            allocated=self.allocated(on),
            last_discussed=self.last_discussed(on),
            red=rating is not None and rating.rag == Rag.RED,
            family=str(self.row.family_id) if self.row.family_id else None,
            pinned=self.is_pinned(on),
        )


@dataclass(slots=True)
class DirectionPast:
    """A direction with every due date it has had."""

    row: Direction
    dates: list[DirectionDate] = field(default_factory=list)

    def facts(self, on: date) -> DirectionFacts | None:
        """How it stood on that day, or nothing where it was not yet given."""
        if self.row.given_on > on:
            return None
        known = [each for each in self.dates if each.set_on <= on] or self.dates[:1]
        closed = self.row.closed_on is not None and self.row.closed_on <= on
        reopened = DirectionState.PART if self.row.state == DirectionState.PART else DirectionState.OPEN
        state = DirectionState(self.row.state) if closed else reopened
        due = known[-1].due_on if known else self.row.due_on
        return DirectionFacts(state, due, max(0, len(known) - 1), self.row.carried)


@dataclass(slots=True)
class WorkerPast:
    """All that is known of one worker over time."""

    row: Worker
    leave: list[WorkerLeave] = field(default_factory=list)
    agreements: list[SupervisionAgreement] = field(default_factory=list)
    sessions: list[SessionPast] = field(default_factory=list)
    children: list[ChildPast] = field(default_factory=list)

    def agreement(self, on: date) -> SupervisionAgreement | None:
        """The agreement in force on that day; a dated override comes before the standing one."""
        there = [each for each in self.agreements if _covers(each.starts_on, each.ends_on, on)]
        return max(there, key=lambda each: (each.ends_on is not None, each.starts_on), default=None)

    def terms(self, on: date, policy: Policy) -> Terms:
        """Minutes and interval on that day."""
        agreement = self.agreement(on)
        if agreement:
            return Terms(
                agreement.minutes, agreement.interval_days, f"Agreement of {wording.full_day(agreement.starts_on)}"
            )
        return stage_terms(Stage(self.row.stage), self.row.starts_on, on, policy)

    def last_held(self, on: date) -> date | None:
        """The day of the last session that counts for the worker's own clock."""
        held = [
            each.row.held_on or each.row.planned_on
            for each in self.sessions
            if each.counts_for_worker and each.state(on) is SessionState.HELD
        ]
        return max(held, default=None)

    def clock(self, on: date, policy: Policy) -> SupervisionClock:
        """What sets the date of the next session."""
        leave = tuple(Leave(each.starts_on, each.ends_on) for each in self.leave if each.starts_on <= on)
        runs_from = max(self.row.starts_on, self.row.known_since)
        return SupervisionClock(runs_from, self.last_held(on), self.terms(on, policy).interval_days, leave)

    def unrecorded(self, on: date) -> list[SessionPast]:
        """Sessions whose date has passed without being held, moved or cancelled."""
        return [each for each in self.sessions if each.state(on) is SessionState.PLANNED and each.planned_on(on) < on]

    def planned(self, on: date) -> list[SessionPast]:
        """Sessions still to come, soonest first."""
        coming = [
            each for each in self.sessions if each.state(on) is SessionState.PLANNED and each.planned_on(on) >= on
        ]
        return sorted(coming, key=lambda each: (each.planned_on(on), each.row.planned_time))


class History:
    """The whole vault over time. Made by `read_history`."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.workers: dict[int, WorkerPast] = {}
        self.children: dict[int, ChildPast] = {}
        self.directions: dict[int, list[DirectionPast]] = defaultdict(list)
        self.sessions: dict[int, SessionPast] = {}

    def load(self, worker_id: int, on: date) -> WorkerLoad:
        """One worker as the pressure model sees one, on that day."""
        worker = self.workers[worker_id]
        children = self.children_of(worker_id, on)
        opened, overdue = self._directions_of(children, on)
        terms = worker.terms(on, self.policy)
        return WorkerLoad(
            name=worker.row.name,
            stage=Stage(worker.row.stage),
            fte=worker.row.fte,
            start=worker.row.starts_on,
            terms=terms,
            clock=worker.clock(on, self.policy),
            children=tuple(child.case(on) for child in children),
            past_sessions=tuple(self._past_sessions(worker, on)),
            planned=tuple(PlannedSession(each.planned_on(on), each.row.minutes) for each in worker.planned(on)),
            directions_open=opened,
            directions_overdue=overdue,
        )

    def pressure(self, worker_id: int, on: date) -> Pressure:
        """The pressure on one worker's supervision on that day."""
        return assess(self.load(worker_id, on), on, self.policy)

    def standing_since(self, worker_id: int, now: Pressure) -> date | None:
        """The first Monday of the unbroken run of weeks with this standing, at most a year back."""
        monday = now.as_of - timedelta(days=now.as_of.weekday())
        since = None
        begin = max(self.workers[worker_id].row.known_since, self.workers[worker_id].row.starts_on)
        for _ in range(WEEKS_BACK + 1):
            if monday < begin or self.pressure(worker_id, monday).standing is not now.standing:
                break
            since = monday
            monday -= timedelta(days=7)
        return since

    def children_of(self, worker_id: int, on: date) -> list[ChildPast]:
        """The open children with a worker on that day, by reference."""
        return [child for child in self.workers[worker_id].children if _is_with(child, worker_id, on)]

    def open_children(self, on: date) -> list[ChildPast]:
        """All children open on that day, by reference, those with nobody among them."""
        return [child for child in self.children.values() if child.allocation(on) is not None]

    def unallocated(self, on: date) -> list[ChildPast]:
        """Open children who are with nobody."""
        return [child for child in self.open_children(on) if _worker_of(child, on) is None]

    def current_workers(self, on: date) -> list[WorkerPast]:
        """Workers who are here on that day, by name."""
        here = [each for each in self.workers.values() if _covers(each.row.known_since, each.row.left_on, on)]
        return sorted(here, key=lambda each: each.row.name)

    def next_session_due(self, worker_id: int, on: date) -> date | None:
        """By when the worker's next session is due."""
        return next_due(self.workers[worker_id].clock(on, self.policy), self.policy)

    def _past_sessions(self, worker: WorkerPast, on: date) -> Iterable[PastSession]:
        first = on - timedelta(days=FORECAST_DAYS)
        for each in worker.sessions:
            planned_on = each.planned_on(on)
            if each.counts_for_worker and first < planned_on <= on:
                state = each.state(on)
                held = each.row.minutes_held or each.row.minutes if state is SessionState.HELD else 0
                yield PastSession(planned_on, state, each.row.minutes, held)

    def _directions_of(self, children: Iterable[ChildPast], on: date) -> tuple[int, int]:
        facts = [
            found
            for child in children
            for direction in self.directions.get(child.row.id or 0, ())
            if (found := direction.facts(on)) and found.state.is_open
        ]
        return len(facts), sum(is_overdue(each, on) for each in facts)


def read_history(session: Session, policy: Policy) -> History:
    """Read everything that the rules ask about."""
    history = History(policy)
    for worker in session.exec(select(Worker)):
        history.workers[_id(worker.id)] = WorkerPast(worker)
    for child in session.exec(select(Child).order_by(Child.ref)):
        history.children[_id(child.id)] = ChildPast(child)
    _read_workers(session, history)
    _read_children(session, history)
    _read_sessions(session, history)
    _read_directions(session, history)
    return history


def _read_workers(session: Session, history: History) -> None:
    for leave in session.exec(select(WorkerLeave).order_by(col(WorkerLeave.starts_on))):
        history.workers[leave.worker_id].leave.append(leave)
    for agreement in session.exec(select(SupervisionAgreement).order_by(col(SupervisionAgreement.starts_on))):
        history.workers[agreement.worker_id].agreements.append(agreement)


def _read_children(session: Session, history: History) -> None:
    for plan in session.exec(select(PlanEpisode).order_by(col(PlanEpisode.starts_on), col(PlanEpisode.id))):
        history.children[plan.child_id].plans.append(plan)
    for rating in session.exec(select(RagEntry)):
        history.children[rating.child_id].ratings.append(rating)
    for pin in session.exec(select(Pin)):
        history.children[pin.child_id].pins.append(pin)
    seen: set[tuple[int, int]] = set()
    for each in session.exec(select(Allocation).order_by(col(Allocation.starts_on), col(Allocation.id))):
        history.children[each.child_id].allocations.append(each)
        if each.worker_id and (each.worker_id, each.child_id) not in seen:
            seen.add((each.worker_id, each.child_id))
            history.workers[each.worker_id].children.append(history.children[each.child_id])
    for worker in history.workers.values():
        worker.children.sort(key=lambda child: child.row.ref)


def _read_sessions(session: Session, history: History) -> None:
    for row in session.exec(select(SupervisionSession).order_by(col(SupervisionSession.planned_on))):
        past = SessionPast(row)
        history.sessions[_id(row.id)] = past
        history.workers[row.worker_id].sessions.append(past)
    for move in session.exec(select(SessionMove)):
        history.sessions[move.session_id].moves.append(move)
    discussed = select(CaseDiscussion.child_id, CaseDiscussion.session_id).where(col(CaseDiscussion.discussed))
    for child_id, session_id in session.exec(discussed):
        row = history.sessions[session_id].row
        if row.state == SessionState.HELD:
            history.children[child_id].discussed.append(row.held_on or row.planned_on)
    for child in history.children.values():
        child.discussed.sort()


def _read_directions(session: Session, history: History) -> None:
    pasts: dict[int, DirectionPast] = {}
    for row in session.exec(select(Direction).order_by(col(Direction.due_on), col(Direction.id))):
        pasts[_id(row.id)] = past = DirectionPast(row)
        history.directions[row.child_id].append(past)
    for each in session.exec(select(DirectionDate).order_by(col(DirectionDate.set_on), col(DirectionDate.id))):
        pasts[each.direction_id].dates.append(each)


def _id(value: int | None) -> int:
    assert value is not None  # noqa: S101  (rows that were read have an id)
    return value


def _rag_order(entry: RagEntry) -> tuple[date, int]:
    return entry.on_date, entry.id or 0


def _covers(starts: date, ends: date | None, on: date) -> bool:
    return starts <= on and (ends is None or on < ends)


def _worker_of(child: ChildPast, on: date) -> int | None:
    allocation = child.allocation(on)
    return allocation.worker_id if allocation else None


def _is_with(child: ChildPast, worker_id: int, on: date) -> bool:
    return _worker_of(child, on) == worker_id
