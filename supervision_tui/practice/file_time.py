"""The time within which a record is on the child's file in the council's own system (practice
facts, sections 3 and 14).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from supervision_tui.practice import wording
from supervision_tui.practice.days.working_days import WorkingDays
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.vocabulary import Urgency


@dataclass(frozen=True, slots=True)
class FileTime:
    """The last day on which a record is on file in time, the last before it is late, and why.

    `working_days` counts how late one is whose time is said in working days.
    """

    by: date
    late_after: date
    why: str
    working_days: WorkingDays | None = None

    def is_in_time(self, on_file: date) -> bool:
        """Tell whether a record that came onto the file on that day came in time."""
        return on_file <= self.by

    def word(self, on_file: date | None, today: date) -> str:
        """Word how a record stands: `in time`, `by Wed`, `2 wd overdue`, `4 d late`."""
        day = on_file or today
        if day > self.late_after:
            return self._late(day)
        if day > self.by:
            word = "slow" if on_file else "overdue"
            return self._late(day).replace("late", word)
        if on_file:
            return "in time"
        if day == self.by:
            return "by today"
        return f"by {self.by:%a}"

    def _late(self, day: date) -> str:
        if self.working_days is None:
            return wording.late_by((day - self.by).days)
        return wording.late_by(self.working_days.between(self.by, day), "wd")

    def urgency(self, on_file: date | None, today: date) -> Urgency:
        """Tell how a record asks for attention: late past the last day, soon past the first."""
        if on_file:
            return Urgency.QUIET
        if today > self.late_after:
            return Urgency.LATE
        return Urgency.SOON if today >= self.by else Urgency.PLAIN


def of_a_record(held: date, policy: Policy) -> FileTime:
    """The time for the record of a session or consultation that was held on that day."""
    rule = policy.session
    by = policy.days.add(held, rule.record_on_file_working_days)
    late_after = policy.days.add(held, rule.record_late_working_days)
    within = wording.count(rule.record_on_file_working_days, "working day")
    source = policy.source("session.record_on_file_working_days")
    why = f"On file within {within}, late after {rule.record_late_working_days}. {source}"
    return FileTime(by, late_after, why, policy.days)


def of_a_decision(kind: str, given: datetime, policy: Policy) -> FileTime:
    """The time for a decision of that kind, given at that local instant."""
    days = policy.decision(kind).on_file_working_days
    if days is None:
        return _within_hours(given, policy)
    return _within_working_days(
        given.date(), days, policy, f"decisions.{kind}.on_file_working_days"
    )


def of_a_direction(given: datetime, policy: Policy, *, is_at_allocation: bool) -> FileTime:
    """The time for a direction outside supervision, given at that local instant."""
    if not is_at_allocation:
        return _within_hours(given, policy)
    days = policy.session.allocation_note_working_days
    path = "session.allocation_note_working_days"
    return _within_working_days(given.date(), days, policy, path)


def _within_hours(given: datetime, policy: Policy) -> FileTime:
    hours = policy.session.ad_hoc_direction_hours
    by = (given + timedelta(hours=hours)).date()
    source = policy.source("session.ad_hoc_direction_hours")
    return FileTime(by, by, f"On file within {wording.count(hours, 'hour')}. {source}")


def _within_working_days(given: date, days: int, policy: Policy, path: str) -> FileTime:
    by = policy.days.add(given, days)
    within = wording.count(days, "working day")
    return FileTime(by, by, f"On file within {within}. {policy.source(path)}", policy.days)
