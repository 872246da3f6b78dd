"""One worker and the sessions over time, and how they stood on any day.

A record dated later than the day asked about does not exist yet.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from supervision_tui.practice.days.spans import LONG_AGO
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.supervision.cadence import (
    Agreement,
    Employment,
    Interval,
    Leave,
    SupervisionClock,
    Terms,
    days_that_count,
    intervals_of,
)
from supervision_tui.practice.supervision.caseload import PastSession
from supervision_tui.practice.training import (
    Missed,
    TrainingState,
    TrainingStep,
    missed,
    missed_for_workload,
)
from supervision_tui.practice.vocabulary import SessionKind, SessionState

from .child import ChildHistory, covers_day


@dataclass(frozen=True, slots=True)
class RecordedAgreement:
    """An agreement, and the day on which it was put on record."""

    agreement: Agreement
    recorded_on: date

    def as_known(self, on: date) -> Agreement:
        """The agreement as known on that day: a standing one ends when another takes its place."""
        there = self.agreement
        is_open = there.ends is not None and there.ends > on and not there.reason
        if is_open:
            return replace(there, ends=None)
        return there


@dataclass(frozen=True, slots=True)
class RecordedLeave:
    """An absence, and the days on which it and its end were put on record."""

    leave: Leave
    recorded_on: date
    end_recorded_on: date

    def as_known(self, on: date) -> Leave:
        """The leave as it was known on that day."""
        if self.end_recorded_on <= on:
            return self.leave
        return replace(self.leave, ends=None, stops_clock=True)


@dataclass(frozen=True, slots=True)
class Post:
    """The stage and hours that a worker had until a day, that day not counted."""

    until: date
    stage: str
    fte: float


@dataclass(slots=True)
class SessionHistory:
    """A session with its moves in order: (day of the move, date and time before it)."""

    id: int
    worker_id: int
    kind: SessionKind
    recorded_state: SessionState
    recorded_plan: date
    time: str
    minutes: int
    held_on: date | None
    minutes_held: int | None
    cancelled_on: date | None
    cancel_reason: str
    signed_at: datetime | None
    beside: str
    recorded_on: date | None
    sitting_id: int | None = None
    moves: list[tuple[date, date, str]] = field(default_factory=list)

    def planned_on(self, on: date) -> date:
        """The date for which it was planned, as known on that day."""
        if not self.moves:
            return self.recorded_plan
        return next(
            (before for moved_on, before, _ in self.moves if moved_on > on), self.recorded_plan
        )

    def time_on(self, on: date) -> str:
        """The time of day for which it was planned, as known on that day."""
        return next((time for moved_on, _, time in self.moves if moved_on > on and time), self.time)

    def is_known(self, on: date) -> bool:
        """Tell whether it had been planned by that day."""
        return self.recorded_on is None or self.recorded_on <= on

    def is_signed(self, on: date) -> bool:
        """Tell whether its record had been signed by that day."""
        return self.signed_at is not None and self.signed_at.date() <= on

    def state(self, on: date) -> SessionState:
        """Tell what had become of it by that day."""
        if self.recorded_state is SessionState.PLANNED:
            return self.recorded_state
        if self.recorded_state is SessionState.HELD:
            recorded = self.held_on
        else:
            recorded = self.cancelled_on
        if (recorded or self.recorded_plan) <= on:
            return self.recorded_state
        return SessionState.PLANNED

    @property
    def day_held(self) -> date:
        """The day on which it was held, once it was."""
        return self.held_on or self.recorded_plan

    @property
    def counts_for_worker(self) -> bool:
        """Tell whether such a session belongs to the worker's own cadence."""
        return self.kind.satisfies_interval

    def as_past(self, on: date) -> PastSession:
        """The session as the workload model sees one."""
        state = self.state(on)
        held = self.minutes if self.minutes_held is None else self.minutes_held
        minutes_held = held if state is SessionState.HELD else 0
        return PastSession(self.planned_on(on), state, self.minutes, minutes_held)


@dataclass(slots=True)
class TrainingPast:
    """A training that a worker was booked on or wished for: course, day, and its states."""

    id: int
    course: str
    title: str
    on_date: date | None
    recorded_on: date
    steps: list[TrainingStep] = field(default_factory=list)

    def step(self, on: date) -> TrainingStep | None:
        """The state in which it was on that day; nothing where it was not known yet."""
        if self.recorded_on > on:
            return None
        return next((step for step in reversed(self.steps) if step.on <= on), None)

    def missed(self, on: date) -> Missed | None:
        """Tell what was missed of it, as known on that day."""
        if self.recorded_on <= on:
            return missed(self.on_date, self.steps, on)
        return None

    def attended_on(self, on: date) -> date | None:
        """The day on which the worker went to it, as known on that day."""
        step = self.step(on)
        if step is None or step.state is not TrainingState.ATTENDED:
            return None
        return self.on_date or step.on


@dataclass(slots=True)
class WorkerHistory:
    """All that is known of one worker over time."""

    id: int
    name: str
    team: str
    stage: str
    fte: float
    is_agency: bool
    starts_on: date
    known_since: date
    left_on: date | None
    stage_checked: bool
    leave: list[RecordedLeave] = field(default_factory=list)
    agreements: list[RecordedAgreement] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    sessions: list[SessionHistory] = field(default_factory=list)
    children: list[ChildHistory] = field(default_factory=list)
    trainings: list[TrainingPast] = field(default_factory=list)
    # Back on duty unfinished, known since.
    duty_returns: list[tuple[date, date]] = field(default_factory=list)
    # The last supervision before sessions were held here, where somebody has said it.
    supervised_before: date | None = None
    _own: list[SessionHistory] | None = None  # those that never moved, and their days, in order
    _own_days: list[date] = field(default_factory=list)
    _own_moved: list[SessionHistory] = field(default_factory=list)
    _counted: dict[str, list[date]] = field(default_factory=dict)
    _planned: tuple[date, list[SessionHistory]] | None = None  # on the day asked about last
    _ever_missed: list[TrainingPast] | None = None
    _intervals: dict[tuple[Employment, str], tuple[Interval, ...]] = field(default_factory=dict)

    def is_here(self, on: date) -> bool:
        """Tell whether the worker is in the vault and has not left."""
        return covers_day(self.known_since, self.left_on, on)

    @property
    def is_start_known(self) -> bool:
        """Tell whether it is known since when the worker is in this post."""
        return self.starts_on != LONG_AGO

    @property
    def runs_from(self) -> date:
        """The day from which the time to the first session runs."""
        return max(self.starts_on, self.known_since)

    def post(self, on: date) -> Post:
        """Stage and hours on that day."""
        return next(
            (post for post in self.posts if on < post.until), Post(date.max, self.stage, self.fte)
        )

    def employment(self, on: date) -> Employment:
        """Stages, start and the agreements on record by that day.

        A standing one had no end until another came.
        """
        known = (each for each in self.agreements if each.recorded_on <= on)
        return Employment(
            stage=self.post(on).stage,
            start=self.starts_on,
            agreements=tuple(each.as_known(on) for each in known),
            before=tuple((post.until, post.stage) for post in self.posts if post.until <= on),
        )

    def terms(self, on: date, policy: Policy) -> Terms:
        """Minutes and interval on that day."""
        return self.employment(on).terms(on, policy)

    def last_held(self, on: date, policy: Policy) -> date | None:
        """The day of the last session that counts for the worker's own clock.

        Before the first one here, that of the last supervision before.
        """
        days = self._days_that_count(policy)
        place = bisect_right(days, on)
        if place:
            return days[place - 1]
        if self.supervised_before is not None and self.supervised_before <= on:
            return self.supervised_before
        return None

    def recent(self, on: date, days: int) -> list[SessionHistory]:
        """The worker's own sessions planned in the last so many days, as known on that day."""
        if self._own is None:
            own = [each for each in self.sessions if each.counts_for_worker]
            self._own = [each for each in own if not each.moves]
            self._own_moved = [each for each in own if each.moves]
            self._own_days = [each.recorded_plan for each in self._own]
        first = on - timedelta(days=days)
        stayed = self._own[bisect_right(self._own_days, first) : bisect_right(self._own_days, on)]
        moved = [each for each in self._own_moved if first < each.planned_on(on) <= on]
        return [each for each in stayed + moved if each.is_known(on)]

    def known(self, on: date) -> list[SessionHistory]:
        """All sessions that had been planned by that day."""
        return [each for each in self.sessions if each.is_known(on)]

    def clock(self, on: date, policy: Policy) -> SupervisionClock:
        """Gather what sets the date of the next session."""
        known = [each.as_known(on) for each in self.leave if each.recorded_on <= on]
        return SupervisionClock(
            runs_from=self.runs_from,
            last_held=self.last_held(on, policy),
            intervals=self._intervals_on(on, policy),
            leave=tuple(each for each in known if each.starts <= on),
            leave_ahead=tuple(each for each in known if each.starts > on),
        )

    def unrecorded(self, on: date) -> list[SessionHistory]:
        """Sessions whose date has passed without being held, moved or cancelled."""
        return [each for each in self._still_planned(on) if each.planned_on(on) < on]

    def planned(self, on: date) -> list[SessionHistory]:
        """Sessions of the worker's own still to come, soonest first."""
        coming = [
            each
            for each in self._still_planned(on)
            if each.counts_for_worker and each.planned_on(on) >= on
        ]
        return sorted(coming, key=lambda each: (each.planned_on(on), each.time_on(on)))

    def next_planned(self, on: date, *, after: date, but: int) -> date | None:
        """The day of the next own session behind a day, as known on another.

        `but` is the one that is left aside.
        """
        coming = [each.planned_on(on) for each in self.planned(on) if each.id != but]
        return min((day for day in coming if day > after), default=None)

    def _still_planned(self, on: date) -> list[SessionHistory]:
        """The sessions that were planned on that day; of one day, once."""
        if self._planned is None or self._planned[0] != on:
            there = [each for each in self.known(on) if each.state(on) is SessionState.PLANNED]
            self._planned = on, there
        return self._planned[1]

    def held_days(self, on: date) -> list[date]:
        """The days of the held sessions that count for the worker's own cadence."""
        return [
            each.day_held
            for each in self.sessions
            if each.counts_for_worker and each.state(on) is SessionState.HELD
        ]

    def forget_training(self) -> None:
        """Before it is read again."""
        self.trainings.clear()
        self.duty_returns.clear()
        self._ever_missed = None

    def missed(self, on: date) -> list[Missed]:
        """Every training that the worker had missed by that day, for whatever reason."""
        if self._ever_missed is None:  # few of many, and a year of weeks is asked for at once
            self._ever_missed = [
                each for each in self.trainings if any(step.state.is_missed for step in each.steps)
            ]
        return [found for each in self._ever_missed if (found := each.missed(on)) is not None]

    def missed_for_workload(self, on: date, days: int, family: Collection[str]) -> int:
        """Count those missed for a reason of that family in so many days, as known on that day."""
        return len(missed_for_workload(self.missed(on), on - timedelta(days=days - 1), on, family))

    def unfinished_at_duty(self, on: date, days: int) -> int:
        """Count how often the worker was back on duty with work unfinished in so many days."""
        first = on - timedelta(days=days)
        return sum(first < day <= on and known <= on for day, known in self.duty_returns)

    def _days_that_count(self, policy: Policy) -> list[date]:
        rule = policy.session.group_counts
        if rule not in self._counted:
            held = [
                (each.day_held, each.kind)
                for each in self.sessions
                if each.recorded_state is SessionState.HELD
            ]
            self._counted[rule] = days_that_count(held, policy)
        return self._counted[rule]

    def _intervals_on(self, on: date, policy: Policy) -> tuple[Interval, ...]:
        employment = self.employment(on)
        key = (employment, policy.version)
        if key not in self._intervals:
            self._intervals[key] = intervals_of(employment, policy)
        return self._intervals[key]
