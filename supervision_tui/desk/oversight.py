"""What the service is told: supervision, children, directions, reflection and standings over a period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any

from sqlmodel import Session, col, select

from supervision_tui.practice.cadence import is_recovered
from supervision_tui.practice.directions import drift, is_overdue
from supervision_tui.practice.policy import Policy
from supervision_tui.practice.spans import add_months
from supervision_tui.practice.terms import SessionState, Urgency
from supervision_tui.practice.training import missed_for_workload
from supervision_tui.records import CaseDiscussion, PressureResponse, SupervisionSession

from .child_past import DirectionPast
from .consultation_board import ConsultationMeasures, measures_on
from .history import History
from .learning import course_standings
from .moment import Moment, Refused
from .people import team_name
from .pressure import PressureView, pressure_of
from .read_history import read_history
from .responses import responses
from .worker_past import SessionPast, WorkerPast


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both counted."""

    first: date
    last: date

    def holds(self, on: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= on <= self.last

    def before(self) -> Period:
        """The period of the same length just before."""
        length = self.last - self.first
        return Period(self.first - length - timedelta(days=1), self.first - timedelta(days=1))

    def a_year_earlier(self) -> Period:
        """The same period last year."""
        return Period(add_months(self.first, -12), add_months(self.last, -12))


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """The figures of one period; those of people and children are as of its last day. Gaps in days."""

    period: Period
    held: int
    cancelled: dict[str, int]
    missed: int
    recovered: int
    records_in_time: int
    unrecorded: int
    workers: int
    workers_overdue: int
    full_time_workers: float
    children: int
    children_past_interval: int
    gap_median: float | None
    gap_ninth_decile: int | None
    gap_longest: int | None
    directions_given: int
    directions_lazy: int
    directions_open: int
    directions_overdue: int
    overdue_by_owner: dict[str, int]
    directions_drifting: int
    discussions: int
    reflective: int
    with_voice: int
    standings: dict[str, int]
    trainings_missed: int
    trainings_missed_for_workload: int
    courses_late: int
    courses_asked: int
    back_on_duty_unfinished: int
    responses_given: int
    responses_helped: dict[str, int]
    consultations: ConsultationMeasures

    @property
    def lost(self) -> int:
        """Sessions cancelled or missed."""
        return sum(self.cancelled.values()) + self.missed

    @property
    def has_records(self) -> bool:
        """Whether anything is on record for this period."""
        return bool(self.workers or self.held or self.lost or self.discussions)


@dataclass(frozen=True, slots=True)
class Summary:
    """The oversight summary before anything is hidden: this period, the one before, the same last year."""

    scope: str
    now: PeriodFigures
    before: PeriodFigures
    last_year: PeriodFigures
    pressure: PressureView
    worker_ids: dict[str, int]
    longest_undiscussed: tuple[tuple[int, str, int, int], ...]
    policy_version: str


def oversight_summary(session: Session, period: Period, moment: Moment) -> Summary:
    """The figures of a period, each beside the period before and the same period last year. Raises `Refused`."""
    if period.last < period.first:
        raise Refused("The period ends before it begins; give --from the earlier day.")
    history = read_history(session, moment.policy)
    end = Moment(period.last, moment.now, moment.policy)
    view = pressure_of(history, responses(session, period.last), end)
    cases = [(child.id, child.case(period.last)) for child in history.open_children(period.last)]
    beyond = [
        (child_id, case.ref, case.age(period.last), case.interval(end.policy))
        for child_id, case in cases
        if case.is_past_interval(period.last, end.policy)
    ]
    return Summary(
        scope=team_name(session),
        now=figures(session, history, period, moment),
        before=figures(session, history, period.before(), moment),
        last_year=figures(session, history, period.a_year_earlier(), moment),
        pressure=view,
        worker_ids={worker.name: worker.worker_id for worker in view.workers},
        longest_undiscussed=tuple(sorted(beyond, key=lambda each: (each[3] - each[2], each[1]))[:20]),
        policy_version=moment.policy.version,
    )


def figures(session: Session, history: History, period: Period, moment: Moment) -> PeriodFigures:
    """The figures of one period."""
    end = period.last
    policy = moment.policy.on(end)
    workers = history.current_workers(end)
    past = [each for each in history.sessions.values() if each.is_known(end) and period.holds(each.planned_on(end))]
    past = [each for each in past if each.counts_for_worker]
    states = Counter(each.state(end) for each in past)
    lost = [each for each in past if each.state(end) is SessionState.CANCELLED]
    cases = [child.case(end) for child in history.open_children(end)]
    ages = sorted(case.age(end) for case in cases)
    pressures = [history.pressure(worker.id, end) for worker in workers]
    given, opened = _directions(history, period)
    discussions = _discussions(session, period)
    return PeriodFigures(
        period=period,
        held=states[SessionState.HELD],
        cancelled=dict(sorted(Counter(each.cancel_reason or "not given" for each in lost).items())),
        missed=states[SessionState.MISSED],
        recovered=sum(_is_recovered(history, each, end) for each in lost),
        records_in_time=sum(_is_in_time(each, end, policy) for each in past),
        unrecorded=sum(period.holds(each.planned_on(end)) for worker in workers for each in worker.unrecorded(end)),
        workers=len(workers),
        workers_overdue=sum(each.signal("session-overdue").value > 0 for each in pressures),
        full_time_workers=round(sum(each.load.fte for each in pressures), 2),
        children=len(cases),
        children_past_interval=sum(case.is_past_interval(end, policy) for case in cases),
        gap_median=median(ages) if ages else None,
        gap_ninth_decile=ages[max(0, -(-len(ages) * 9 // 10) - 1)] if ages else None,
        gap_longest=ages[-1] if ages else None,
        directions_given=len(given),
        directions_lazy=sum(each.is_lazy for each in given),
        directions_open=len(opened),
        directions_overdue=sum(overdue for overdue, _, _ in opened),
        overdue_by_owner=_by_owner(opened),
        directions_drifting=sum(drifting for _, drifting, _ in opened),
        discussions=len(discussions),
        reflective=sum(row.is_reflective for row in discussions),
        with_voice=sum(bool(row.voice.strip()) for row in discussions),
        standings=dict(Counter(str(each.standing) for each in pressures)),
        **_learning(session, history, period, moment),
    )


def _learning(session: Session, history: History, period: Period, moment: Moment) -> dict[str, Any]:
    """Training, duty, responses and consultations of the period, as they were known on its last day."""
    end = Moment(period.last, moment.now, moment.policy)
    workers = history.current_workers(period.last)
    theirs = [worker for worker in history.workers.values() if _was_here(worker, period)]
    known = max(moment.today, period.last)  # what was recorded after the period still belongs to its day
    missed = [each for worker in theirs for each in worker.missed(known) if period.holds(each.on)]
    for_workload = missed_for_workload(missed, period.first, period.last)
    courses = [found for worker in workers for found in course_standings(worker, end).values()]
    answers = list(session.exec(select(PressureResponse)))
    reviewed = [row.helped for row in answers if row.reviewed_on is not None and period.holds(row.reviewed_on)]
    return {
        "trainings_missed": len(missed),
        "trainings_missed_for_workload": len(for_workload),
        "courses_late": sum(each.urgency is Urgency.LATE for each in courses),
        "courses_asked": len(courses),
        "back_on_duty_unfinished": sum(period.holds(on) for worker in theirs for on, _ in worker.duty_returns),
        "responses_given": sum(period.holds(row.given_on) for row in answers),
        "responses_helped": dict(Counter(reviewed)),
        "consultations": measures_on(session, history, period.first, end),
    }


def _was_here(worker: WorkerPast, period: Period) -> bool:
    """Whether a worker was here on any day of a period, those who left in it among them."""
    return worker.known_since <= period.last and (worker.left_on is None or worker.left_on > period.first)


def _is_recovered(history: History, lost: SessionPast, on: date) -> bool:
    held = history.workers[lost.worker_id].held_days(on)
    return is_recovered(lost.planned_on(on), held, history.policy.on(on))


def _is_in_time(held: SessionPast, on: date, policy: Policy) -> bool:
    """Whether the record of a session that was held came onto the file in time."""
    if held.state(on) is not SessionState.HELD or held.signed_at is None or not held.is_signed(on):
        return False
    taken = policy.days.between(held.day_held, held.signed_at.date())
    return taken <= policy.session.record_on_file_working_days


def _directions(history: History, period: Period) -> tuple[list[DirectionPast], list[tuple[bool, bool, str]]]:
    """Directions given in the period; and of those open at its end whether overdue, whether drifting, whose."""
    end, policy = period.last, history.policy.on(period.last)
    given, opened = [], []
    for past in history.directions.values():
        if period.holds(past.given_on):
            given.append(past)
        facts = past.facts(end, history.children[past.child_id].discussed)
        if facts and facts.state.is_open:
            opened.append((is_overdue(facts, end), drift(facts, end, policy) is not None, past.owner_kind))
    return given, opened


def _by_owner(opened: Iterable[tuple[bool, bool, str]]) -> dict[str, int]:
    words = {"worker": "worker", "manager": "manager", "agency": "partner agency"}
    counts = Counter(words.get(kind, kind) for overdue, _, kind in opened if overdue)
    return {word: counts[word] for word in words.values()}


def _discussions(session: Session, period: Period) -> list[CaseDiscussion]:
    wanted = (
        select(CaseDiscussion)
        .join(SupervisionSession, col(CaseDiscussion.session_id) == SupervisionSession.id)
        .where(col(CaseDiscussion.discussed))
        .where(col(SupervisionSession.held_on) >= period.first)
        .where(col(SupervisionSession.held_on) <= period.last)
    )
    return list(session.exec(wanted))
