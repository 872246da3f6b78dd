"""Who is supervised how often, and when the next session is due (practice facts, section 1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from .policy import Policy
from .terms import Stage


@dataclass(frozen=True, slots=True)
class Terms:
    """What a worker's supervision agreement says: minutes of a session, days between sessions, and who says so."""

    minutes: int
    interval_days: int
    source: str


@dataclass(frozen=True, slots=True)
class Leave:
    """A long absence: from its first day to its last, or still going on."""

    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class SupervisionClock:
    """What sets the date of a worker's next session.

    `runs_from` is the later of the start date and the day on which the worker came into the vault.
    """

    runs_from: date
    last_held: date | None
    interval_days: int
    leave: tuple[Leave, ...] = ()


def stage_terms(stage: Stage, start: date, on: date, policy: Policy) -> Terms:
    """The terms of a worker without an agreement: the policy's for the stage."""
    rule = policy.stages[stage]
    return Terms(policy.session.minutes, rule.interval(start, on), rule.source.says())


def next_due(clock: SupervisionClock, policy: Policy) -> date | None:
    """The date by which the next session is due; nothing while a leave has no end."""
    counted_from = clock.last_held or clock.runs_from
    due = counted_from + timedelta(days=clock.interval_days)
    for leave in sorted(clock.leave, key=lambda each: each.starts):
        if leave.starts > due or (leave.ends and leave.ends < counted_from):
            continue
        if leave.ends is None:
            return None
        due = leave.ends + timedelta(days=policy.session.first_after_leave_days)
    return due


def on_leave(clock: SupervisionClock, on: date) -> bool:
    """Whether the worker is away on that day."""
    return any(leave.starts <= on and (leave.ends is None or on <= leave.ends) for leave in clock.leave)


def overdue_working_days(clock: SupervisionClock, on: date, policy: Policy) -> int:
    """Working days past the date by which the next session was due; 0 while it is not, or during leave."""
    due = next_due(clock, policy)
    return 0 if due is None or on_leave(clock, on) else policy.days.between(due, on)


def proposed_dates(clock: SupervisionClock, first: date, until: date, policy: Policy) -> list[date]:
    """Working days for the sessions from `first` to `until`, none further apart than the interval and none in leave."""
    dates: list[date] = []
    on = policy.days.on_or_after(max(first, next_due(clock, policy) or first))
    while on <= until:
        if not on_leave(clock, on):
            dates.append(on)
        on = policy.days.on_or_before(on + timedelta(days=clock.interval_days))
    return dates
