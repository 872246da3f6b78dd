"""The training board: courses against workers, bookings, what was missed and why, development,
goals, dates, duty.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.history.worker import TrainingPast, WorkerHistory
from supervision_tui.desk.moment import Moment
from supervision_tui.practice import wording
from supervision_tui.practice.days.spans import monday_of
from supervision_tui.practice.policy.rules import CourseRule
from supervision_tui.practice.training import (
    CpdStatus,
    CpdYear,
    Missed,
    Refresher,
    TrainingState,
    by_month,
    cpd_status,
    cpd_year,
    is_for,
    missed_for_workload,
    refresher,
)
from supervision_tui.practice.vocabulary import MissedReason, Urgency
from supervision_tui.records import CpdEntry, DevelopmentGoal, SupervisionSession

from .back_on_duty import Returned, duty_returns
from .compliance_dates import ComplianceLine, compliance_lines

MONTHS = 12  # over which what was missed is shown
WEEKS = 12  # over which work unfinished is shown
_BOOKED = TrainingState.BOOKED


@dataclass(frozen=True, slots=True)
class BookingLine:
    """A booking as it stands: its state, why where it was missed, and how it asks for attention."""

    id: int
    worker_id: int
    worker: str
    course: str
    title: str
    on: date | None
    state: TrainingState
    reason: MissedReason | None
    word: str
    urgency: Urgency
    is_piece: bool


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """A worker and how each mandatory course stands.

    Nothing where it is not asked of the worker's stage.
    """

    worker_id: int
    worker: str
    stage: str
    courses: tuple[tuple[CourseRule, Refresher | None], ...]
    bookings: tuple[BookingLine, ...]

    @property
    def late(self) -> int:
        """The number of courses that are late or were never taken."""
        return sum(found is not None and found.urgency is Urgency.LATE for _, found in self.courses)


@dataclass(frozen=True, slots=True)
class MissedLine:
    """The trainings that a worker missed because of workload, by month, oldest first.

    Beside all that was missed.
    """

    worker_id: int
    worker: str
    months: tuple[tuple[date, int], ...]
    for_workload: int
    in_all: int
    in_signal: int
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class EntryLine:
    """A piece of professional development."""

    id: int
    on: date
    title: str
    learned: str
    with_peer: bool


@dataclass(frozen=True, slots=True)
class CpdLine:
    """A worker in the year of registration: what there is and is missing; latest entries first."""

    worker_id: int
    worker: str
    is_registered: bool
    status: CpdStatus
    entries: tuple[EntryLine, ...]


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal: by when, agreed in which session, served by which course, booked or done."""

    id: int
    worker_id: int
    worker: str
    text: str
    by: date
    set_on: date
    agreed_on: date | None
    course: str
    served: str
    is_recommended: bool
    ended_on: date | None
    is_reached: bool
    outcome: str
    word: str
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A worker back on duty with work unfinished: how often in the window, by week, entries."""

    worker_id: int
    worker: str
    in_signal: int
    window_days: int
    weeks: tuple[tuple[date, int], ...]
    entries: tuple[Returned, ...]


@dataclass(frozen=True, slots=True)
class LearningView:
    """The whole of the Training screen."""

    as_of: date
    courses: tuple[CourseRule, ...]
    matrix: tuple[MatrixLine, ...]
    bookings: tuple[BookingLine, ...]
    missed: tuple[MissedLine, ...]
    year: CpdYear
    cpd: tuple[CpdLine, ...]
    goals: tuple[GoalLine, ...]
    compliance_dates: tuple[ComplianceLine, ...]
    duty: tuple[DutyLine, ...]
    signal_days: int


@dataclass(frozen=True, slots=True)
class TrainingOfWorker:
    """All of the Training screen that follows from one worker's bookings."""

    matrix: MatrixLine
    missed: MissedLine
    goals: tuple[GoalLine, ...]


def with_worker(view: LearningView, found: TrainingOfWorker) -> LearningView:
    """The screen after one worker's bookings changed; every other line is the one it was."""
    here = found.matrix.worker_id
    others = [each for each in view.bookings if each.worker_id != here]
    goals = [each for each in view.goals if each.worker_id != here]
    return replace(
        view,
        matrix=tuple(found.matrix if each.worker_id == here else each for each in view.matrix),
        bookings=tuple(sorted([*others, *found.matrix.bookings], key=_booking_order)),
        missed=tuple(found.missed if each.worker_id == here else each for each in view.missed),
        goals=tuple(sorted([*goals, *found.goals], key=_goal_order)),
    )


def training_of(session: Session, worker_id: int, moment: Moment) -> TrainingOfWorker | None:
    """Read what one worker's bookings tell on that day; nothing of one who is not here."""
    history = read_history(session, moment)
    here = history.current_workers(moment.today)
    worker = next((each for each in here if each.id == worker_id), None)
    if worker is None:
        return None
    bookings = _booking_lines([worker], _taken(session, moment), moment)
    return TrainingOfWorker(
        _matrix_line(worker, mandatory(moment), bookings, moment),
        missed_line(worker, moment),
        tuple(goal_lines(session, history, moment, of=worker_id)),
    )


def learning(session: Session, moment: Moment) -> LearningView:
    """Everything about training and readiness on that day."""
    history = read_history(session, moment)
    workers = history.current_workers(moment.today)
    entries = entries_by_worker(session, moment.today)
    known = _booking_lines(workers, _taken(session, moment), moment)
    theirs = _by_worker(known)
    courses = mandatory(moment)
    year = cpd_year(moment.today, moment.policy)
    return LearningView(
        as_of=moment.today,
        courses=courses,
        matrix=tuple(
            _matrix_line(worker, courses, theirs[worker.id], moment) for worker in workers
        ),
        bookings=tuple(known),
        missed=tuple(missed_line(worker, moment) for worker in workers),
        year=year,
        cpd=tuple(
            _cpd_line(worker, entries.get(worker.id, []), year, moment) for worker in workers
        ),
        goals=tuple(goal_lines(session, history, moment)),
        compliance_dates=tuple(compliance_lines(session, workers, moment)),
        duty=tuple(_duty_lines(session, workers, moment)),
        signal_days=moment.policy.signals["training-missed"].window_days,
    )


def mandatory(moment: Moment) -> tuple[CourseRule, ...]:
    """The courses that are asked of workers."""
    return tuple(rule for rule in moment.policy.courses.values() if rule.is_mandatory)


def _taken(session: Session, moment: Moment) -> set[int | None]:
    """The bookings that were recorded as a piece of development by that day."""
    noted = session.connection().execute(
        select_columns(col(CpdEntry.booking_id), col(CpdEntry.recorded_on))
    )
    return {booking_id for booking_id, recorded_on in noted if recorded_on <= moment.today}


def _booking_lines(
    workers: Iterable[WorkerHistory], taken: set[int | None], moment: Moment
) -> list[BookingLine]:
    """The bookings of workers that were known by that day, in their order."""
    found = []
    for worker in workers:
        for each in worker.trainings:
            found.append(_booking(worker, each, taken, moment))
    return sorted((each for each in found if each is not None), key=_booking_order)


OfWorker = TypeVar("OfWorker", BookingLine, Returned)


def _by_worker(lines: Iterable[OfWorker]) -> defaultdict[int, list[OfWorker]]:
    found: defaultdict[int, list[OfWorker]] = defaultdict(list)
    for each in lines:
        found[each.worker_id].append(each)
    return found


def missed_line(worker: WorkerHistory, moment: Moment) -> MissedLine:
    """Count what one worker missed in a year, by month."""
    found, family = worker.missed(moment.today), moment.policy.workload.family
    months = by_month([each for each in found if each.is_workload(family)], moment.today, MONTHS)
    first = months[0][0]
    within: list[Missed] = [each for each in found if first <= each.on <= moment.today]
    reasons = [str(each.reason or MissedReason.UNKNOWN) for each in within]
    return MissedLine(
        worker_id=worker.id,
        worker=worker.name,
        months=months,
        for_workload=len(missed_for_workload(found, first, moment.today, family)),
        in_all=len(within),
        in_signal=worker.missed_for_workload(
            moment.today, moment.policy.signals["training-missed"].window_days, family
        ),
        reasons=tuple((word, reasons.count(word)) for word in dict.fromkeys(sorted(reasons))),
    )


def entries_by_worker(session: Session, on: date) -> dict[int, list[EntryLine]]:
    """The entries of development that were on record by a day, the latest first."""
    found: dict[int, list[EntryLine]] = {}
    for row in session.exec(select(CpdEntry)):
        if row.recorded_on <= on and row.on_date <= on:
            line = EntryLine(row.id or 0, row.on_date, row.title, row.learned, row.with_peer)
            found.setdefault(row.worker_id, []).append(line)
    for lines in found.values():
        lines.sort(key=lambda each: (each.on, each.id), reverse=True)
    return found


def goal_lines(
    session: Session, history: History, moment: Moment, *, of: int | None = None
) -> list[GoalLine]:
    """The goals of the workers who are here, or of one of them, those still open first."""
    today = moment.today
    here = {worker.id: worker for worker in history.current_workers(today)}
    wanted = select(DevelopmentGoal)
    if of is not None:
        wanted = wanted.where(DevelopmentGoal.worker_id == of)
    rows = [row for row in session.exec(wanted) if row.set_on <= today and row.worker_id in here]
    s = SupervisionSession
    in_goals = col(s.id).in_(select(DevelopmentGoal.session_id))
    days = session.connection().execute(
        select_columns(col(s.id), col(s.held_on), col(s.planned_on)).where(in_goals)
    )
    held = {session_id: held_on or planned_on for session_id, held_on, planned_on in days}
    lines = [_goal(row, here[row.worker_id], held.get(row.session_id or 0), moment) for row in rows]
    return sorted(lines, key=_goal_order)


def _goal_order(each: GoalLine) -> tuple[bool, date, str, int]:
    return each.ended_on is not None, each.by, each.worker, each.id


def _booking(
    worker: WorkerHistory, each: TrainingPast, taken: set[int | None], moment: Moment
) -> BookingLine | None:
    step = each.step(moment.today)
    if step is None:
        return None
    word, urgency = _booking_word(each, step.state, moment)
    if step.reason in moment.policy.workload.family and step.state.is_missed:
        urgency = Urgency.LATE if urgency is not Urgency.SOON else urgency
    return BookingLine(
        each.id, worker.id, worker.name, course=each.course, title=each.title, on=each.on_date,
        state=step.state,
        reason=step.reason, word=word,
        urgency=urgency, is_piece=each.id in taken,
    )  # fmt: skip


def _booking_word(each: TrainingPast, state: TrainingState, moment: Moment) -> tuple[str, Urgency]:
    if not state.is_ahead:
        word = "missed" if state.is_missed else state.words
        urgency = Urgency.QUIET
        if state.is_missed:
            urgency = Urgency.PLAIN
        return word, urgency
    if each.on_date is None:
        return state.words, Urgency.PLAIN
    days = (each.on_date - moment.today).days
    if days < 0:
        return "to record", Urgency.SOON
    soon = days <= moment.policy.directions.due_soon_days
    if days == 0:
        word = "today"
    else:
        word = wording.day(each.on_date, today=moment.today)
    urgency = Urgency.SOON if soon else Urgency.PLAIN
    return word, urgency


def _booking_order(each: BookingLine) -> tuple[int, int, str, int]:
    """Order bookings: to be recorded, then those ahead, then those that are over."""
    day = (each.on or date.max).toordinal()
    if each.word == "to record":
        return 0, day, each.worker, each.id
    if each.state.is_ahead:
        return 1, day, each.worker, each.id
    return 2, -day, each.worker, each.id


def _matrix_line(
    worker: WorkerHistory,
    courses: tuple[CourseRule, ...],
    bookings: list[BookingLine],
    moment: Moment,
) -> MatrixLine:
    stage = worker.post(moment.today).stage
    statuses = course_statuses(worker, moment)
    found = tuple((rule, statuses.get(rule.code)) for rule in courses)
    return MatrixLine(
        worker.id, worker.name, moment.policy.stage(stage).short, found, tuple(bookings)
    )


def course_statuses(worker: WorkerHistory, moment: Moment) -> dict[str, Refresher]:
    """Tell how each mandatory course that is asked of a worker's stage stands, by its code."""
    today, stage, policy = moment.today, worker.post(moment.today).stage, moment.policy
    found = {}
    for code, rule in policy.courses.items():
        if not rule.is_mandatory or not is_for(rule.stages, stage):
            continue
        theirs = [each for each in worker.trainings if each.course == code]
        attended = [day for each in theirs if (day := each.attended_on(today))]
        ahead = [
            each.on_date
            for each in theirs
            if each.on_date
            and each.on_date >= today
            and (step := each.step(today))
            and step.state is _BOOKED
        ]
        next_time = min(ahead, default=None)
        soon = policy.training.refresher_soon_days
        found[code] = refresher(rule, max(attended, default=None), next_time, today, soon)
    return found


def _cpd_line(
    worker: WorkerHistory, entries: list[EntryLine], year: CpdYear, moment: Moment
) -> CpdLine:
    status = cpd_status([(each.on, each.with_peer) for each in entries], year, moment.policy)
    stage = worker.post(moment.today).stage
    return CpdLine(
        worker.id, worker.name, moment.policy.stage(stage).is_registered, status, tuple(entries)
    )


def _goal(
    row: DevelopmentGoal, worker: WorkerHistory, agreed_on: date | None, moment: Moment
) -> GoalLine:
    today = moment.today
    is_over = row.ended_on is not None and row.ended_on <= today
    late = (today - row.by_on).days
    if is_over:
        how = "reached" if row.is_reached else "given up"
        word, urgency = how, Urgency.QUIET
    elif late > 0:
        word, urgency = wording.late_by(late), Urgency.LATE
    else:
        soon = -late <= moment.policy.directions.due_soon_days
        word = wording.day(row.by_on, today=today)
        urgency = Urgency.SOON if soon else Urgency.PLAIN
    rule = moment.policy.courses.get(row.course)
    course = rule.words if rule else row.course
    served = ""
    if row.course:
        served = _served(worker, row.course, row.set_on, moment)
    ended_on = row.ended_on if is_over else None
    outcome = row.outcome if is_over else ""
    return GoalLine(
        id=row.id or 0,
        worker_id=worker.id,
        worker=worker.name,
        text=row.text,
        by=row.by_on,
        set_on=row.set_on,
        agreed_on=agreed_on,
        course=course,
        served=served,
        is_recommended=row.recommendation_id is not None,
        ended_on=ended_on,
        is_reached=row.is_reached and is_over,
        outcome=outcome,
        word=word,
        urgency=urgency,
    )


def _served(worker: WorkerHistory, course: str, since: date, moment: Moment) -> str:
    """Word how far the course is that serves a goal: attended since, booked, or not booked yet."""
    today = moment.today
    theirs = [each for each in worker.trainings if course in (each.course, each.title)]
    attended = [day for each in theirs if (day := each.attended_on(today)) and day >= since]
    if attended:
        return f"attended {wording.day(max(attended), today=today)}"
    ahead = [
        each.on_date
        for each in theirs
        if each.on_date
        and each.on_date >= today
        and (step := each.step(today))
        and step.state.is_ahead
    ]
    if ahead:
        return f"booked {wording.day(min(ahead), today=today)}"
    return "not booked yet"


def _duty_lines(session: Session, workers: list[WorkerHistory], moment: Moment) -> list[DutyLine]:
    entries = _by_worker(duty_returns(session, moment))
    days = moment.policy.signals["unfinished-at-duty"].window_days
    monday = monday_of(moment.today)
    mondays = [monday - timedelta(weeks=WEEKS - 1 - n) for n in range(WEEKS)]
    lines = []
    for worker in workers:
        theirs = tuple(entries[worker.id])
        weeks = tuple(
            (begin, sum(begin <= each.on < begin + timedelta(weeks=1) for each in theirs))
            for begin in mondays
        )
        count = worker.unfinished_at_duty(moment.today, days)
        lines.append(
            DutyLine(worker.id, worker.name, count, window_days=days, weeks=weeks, entries=theirs)
        )
    return sorted(
        lines, key=lambda each: (-each.in_signal, -sum(n for _, n in each.weeks), each.worker)
    )
