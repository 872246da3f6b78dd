"""The records of a vault as they were known on any day, ready for the rules of the practice.

Loaded once for a verb (`read_history`), then asked for one worker or child on one day, each time
with the policy that was in force on that day.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from supervision_tui.practice.children.dates_due import DateDue, dates_due, visits_due
from supervision_tui.practice.days.spans import monday_of
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.supervision.agenda import Forecast, forecast
from supervision_tui.practice.supervision.cadence import next_due, overdue_working_days
from supervision_tui.practice.supervision.caseload import (
    PlannedSession,
    WorkerLoad,
    limit_of,
    minutes_for_children,
)
from supervision_tui.practice.vocabulary import WorkloadStatus
from supervision_tui.practice.workload.model import (
    Measures,
    Weight,
    Workload,
    WorkloadFacts,
    assess,
    caseload_weight,
    measure,
    status_of,
    window,
    windows,
)

from .child import ChildHistory, DirectionPast
from .worker import SessionHistory, WorkerHistory

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class UnchangedPeriod:
    """Days on which a worker's caseload stays the same: children with intervals, and the weight.

    The children are those who are spoken of in the worker's supervision.
    """

    children: tuple[tuple[ChildHistory, int], ...]
    weight: Weight


class History:
    """The whole vault over time. Made by `read_history`.

    Of directions closed before `directions_since` only the latest day on which one was given is
    known; from that day on all that is asked of directions is right. Where directions are only
    counted, those are known that were open on one of the days of `directions_on`; `given` then says
    how many were given on each day, with a lazy date or without.
    """

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.directions_since: date | None = None
        self.directions_on: frozenset[date] | None = None
        self.given: dict[tuple[date, bool], int] = {}
        self.workers: dict[int, WorkerHistory] = {}
        self.children: dict[int, ChildHistory] = {}
        self.sessions: dict[int, SessionHistory] = {}
        self.directions: dict[int, DirectionPast] = {}
        self.kept_since: dict[
            str, date
        ] = {}  # each event, since when it is put on record by hand in this vault
        self._turns: dict[int, list[date]] = {}
        self._late_visits: dict[tuple[int, date, int], tuple[ChildHistory, bool]] = {}
        self._stretches: dict[tuple[int, int, date], UnchangedPeriod] = {}

    def reaches_back_to(self, day: date) -> bool:
        """Tell whether every direction that was open on that day or later was read."""
        return self.directions_since is None or self.directions_since <= day

    def forget_directions(self) -> None:
        """Before they are read again."""
        self.directions.clear()
        self.directions_since = None
        for child in self.children.values():
            child.forget_directions()

    def count_directions_on(self, days: Collection[date]) -> None:
        """From now on know only directions that were open on these days."""
        self.directions_on = frozenset(days)
        for child in self.children.values():
            child.directions_on = self.directions_on

    def replace_child(self, child: ChildHistory) -> None:
        """A child as it is now, in the place of the same child as it was."""
        before = self.children[child.id]
        self.children[child.id] = child
        for gone in before.directions:
            self.directions.pop(gone.id, None)
        self.directions |= {each.id: each for each in child.directions}
        theirs = {each.worker_id for each in child.allocations if each.worker_id}
        theirs |= {each.worker_id for each in child.roles if each.worker_id}
        for worker_id in theirs:
            worker = self.workers[worker_id]
            for place, each in enumerate(worker.children):
                if each is before:
                    worker.children[place] = child
            self._turns.pop(worker_id, None)
            self._stretches = {
                key: found for key, found in self._stretches.items() if key[0] != worker_id
            }

    def load(self, worker_id: int, on: date) -> WorkerLoad:
        """One worker as the workload model sees one, on that day."""
        policy, worker = self.policy.on(on), self.workers[worker_id]
        post = worker.post(on)
        children = self._caseload(worker_id, on, policy)
        return WorkerLoad(
            name=worker.name,
            team=worker.team,
            stage=post.stage,
            fte=post.fte,
            start=worker.starts_on,
            terms=worker.terms(on, policy),
            clock=worker.clock(on, policy),
            children=tuple(
                child.case(on, policy).in_role(role, policy) for child, role in children
            ),
            past_sessions=tuple(
                each.as_past(on) for each in worker.recent(on, max(windows(policy)))
            ),
            planned=tuple(
                PlannedSession(each.planned_on(on), each.minutes) for each in worker.planned(on)
            ),
            training_missed=_training_missed(worker, on, policy),
            unfinished_at_duty=_unfinished_at_duty(worker, on, policy),
        )

    def workload(self, worker_id: int, on: date) -> Workload:
        """One worker's workload on that day, its effect on supervision, and what explains both."""
        return assess(self.load(worker_id, on), on, self.policy.on(on))

    def forecast(self, load: WorkerLoad, on: date) -> Forecast:
        """The weeks ahead of that day."""
        return forecast(load, on, self.policy.on(on))

    def measures(self, worker_id: int, on: date) -> Measures:
        """The figures of one worker on that day, measured only: a year of weeks at once."""
        policy = self.policy.on(on)
        return measure(self.facts(worker_id, on, policy), policy)

    def status(self, worker_id: int, on: date) -> WorkloadStatus:
        """The workload status on that day, measured and not explained."""
        return status_of(self.measures(worker_id, on).values, self.policy.on(on))

    def status_since(self, worker_id: int, now: Workload) -> date | None:
        """The first Monday of the unbroken run of weeks with this status, at most a year back."""
        monday = monday_of(now.as_of)
        since = None
        begin = self.workers[worker_id].runs_from
        for _ in range(self.policy.standing.weeks_back + 1):
            if monday < begin or self.status(worker_id, monday) is not now.status:
                break
            since = monday
            monday -= _WEEK
        return since

    def led_by(self, worker_id: int, on: date) -> list[ChildHistory]:
        """The open children whom a worker led on that day, by reference, also while covered."""
        return [
            child for child in self.workers[worker_id].children if child.worker_id(on) == worker_id
        ]

    def children_of(self, worker_id: int, on: date) -> list[ChildHistory]:
        """The open children of a worker's caseload on that day, in whatever role, by reference."""
        policy = self.policy.on(on)
        return [child for child, _role in self._caseload(worker_id, on, policy)]

    def _caseload(self, worker_id: int, on: date, policy: Policy) -> list[tuple[ChildHistory, str]]:
        """The children of a worker once each, by reference, in the role with the largest share."""
        found = []
        for child in self.workers[worker_id].children:
            roles = child.roles_of(worker_id, on)
            if roles and (role := _largest(roles, policy)):
                found.append((child, role))
        return found

    def open_children(self, on: date) -> list[ChildHistory]:
        """All children open on that day, by reference, those with nobody among them."""
        return [child for child in self.children.values() if child.allocation(on) is not None]

    def dates_due(
        self, child: ChildHistory, on: date, *, up_to: date = date.max
    ) -> Sequence[DateDue]:
        """List what is due for a child on that day, soonest first, and how each date stands.

        Nothing due after the day `up_to`. Worked out once for a day until something changes.
        """
        asked = on, up_to, self._kept_since(on)
        if child.dates_found is not None and child.dates_found[0] == asked:
            return child.dates_found[1]
        policy = self.policy.on(on)
        on_record = child.on_record(on, policy, asked[-1])
        found = tuple(dates_due(on_record, on, policy, up_to=up_to))
        child.dates_found = asked, found
        return found

    def has_late_visit(self, child: ChildHistory, on: date) -> bool:
        """Tell whether a visit to a child was late on a day; worked out once until it changes."""
        key = child.id, on, len(self.kept_since)
        of, is_late = self._late_visits.get(key, (None, False))
        if of is not child:
            policy = self.policy.on(on)
            found = visits_due(child.on_record(on, policy, self._kept_since(on)), on, policy)
            is_late = any(each.is_late for each in found)
            self._late_visits[key] = child, is_late
        return is_late

    def _kept_since(self, on: date) -> dict[str, date]:
        return {event: since for event, since in self.kept_since.items() if since <= on}

    def unallocated(self, on: date) -> list[ChildHistory]:
        """Open children whom nobody leads, neither here nor from another team."""
        return [child for child in self.children.values() if child.is_unallocated(on)]

    def current_workers(self, on: date) -> list[WorkerHistory]:
        """Workers who are here on that day, by name."""
        return sorted(
            (each for each in self.workers.values() if each.is_here(on)), key=lambda each: each.name
        )

    def next_session_due(self, worker_id: int, on: date) -> date | None:
        """By when the worker's next session is due."""
        policy = self.policy.on(on)
        return next_due(self.workers[worker_id].clock(on, policy), policy)

    def facts(self, worker_id: int, on: date, policy: Policy) -> WorkloadFacts:
        """Gather what the figures of one worker on that day are worked out from."""
        worker = self.workers[worker_id]
        stretch = self._stretch(worker, on, policy)
        terms, post = worker.terms(on, policy), worker.post(on)
        delivered_days, recent_days = windows(policy)
        past = [each.as_past(on) for each in worker.recent(on, max(delivered_days, recent_days))]
        delivered = window(past, on, delivered_days)
        opened = overdue = beyond = 0
        for child, interval in stretch.children:
            beyond += (on - (child.last_discussed(on) or child.allocated(on))).days > interval
            more_open, more_overdue = child.tally.on(on)
            opened += more_open
            overdue += more_overdue
        if recent_days == delivered_days:
            recent = delivered
        else:
            recent = window(past, on, recent_days)
        return WorkloadFacts(
            weight=stretch.weight,
            limit=limit_of(post.stage, post.fte, worker.starts_on, on, policy),
            minutes_for_children=minutes_for_children(terms.minutes, policy),
            interval_days=terms.interval_days,
            delivered=delivered,
            recent=recent,
            past_interval=beyond,
            late_working_days=overdue_working_days(worker.clock(on, policy), on, policy),
            directions_open=opened,
            directions_overdue=overdue,
            training_missed=_training_missed(worker, on, policy),
            unfinished_at_duty=_unfinished_at_duty(worker, on, policy),
        )

    def _stretch(self, worker: WorkerHistory, on: date, policy: Policy) -> UnchangedPeriod:
        turns = self._turns.get(worker.id)
        if turns is None:
            turns = self._turns[worker.id] = sorted(
                set(chain.from_iterable(child.turns() for child in worker.children))
            )
        key = (worker.id, bisect_right(turns, on), policy.day)
        found = self._stretches.get(key)
        if found is None:
            cases = [
                (child, child.weighed(on, policy).in_role(role, policy))
                for child, role in self._caseload(worker.id, on, policy)
            ]
            found = self._stretches[key] = UnchangedPeriod(
                tuple((child, case.interval(policy)) for child, case in cases if case.is_discussed),
                caseload_weight((case for _, case in cases), policy),
            )
        return found


def _largest(roles: list[str], policy: Policy) -> str | None:
    """The role with the largest share of the child, of those that count in a caseload."""
    counting = [role for role in roles if policy.role(role).counts_in_caseload]
    return max(counting, key=lambda role: policy.role(role).share, default=None)


def _training_missed(worker: WorkerHistory, on: date, policy: Policy) -> int:
    window_days = policy.signals["training-missed"].window_days
    return worker.missed_for_workload(on, window_days, policy.workload.family)


def _unfinished_at_duty(worker: WorkerHistory, on: date, policy: Policy) -> int:
    return worker.unfinished_at_duty(on, policy.signals["unfinished-at-duty"].window_days)
