"""Stability: how soon children get a worker, and how seldom the worker who leads changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from supervision_tui.desk.history.child import AllocationSpell, ChildHistory
from supervision_tui.desk.history.history import History
from supervision_tui.practice import wording
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.days.spans import add_months


@dataclass(frozen=True, slots=True)
class FirstAllocation:
    """A child who got the first worker on a day, so many days after the referral."""

    child: ChildHistory
    on: date
    worker_id: int
    referred: date

    @property
    def days(self) -> int:
        """Days from the referral to the allocation."""
        return (self.on - self.referred).days

    @property
    def says(self) -> str:
        """In words: `allocated 4 days after the referral of Mon 2 Mar 2026`."""
        days = wording.count(self.days, "day")
        return f"allocated {days} after the referral of {wording.full_day(self.referred)}"


def a_year_before(on: date) -> date:
    """The first day of the twelve months up to a day."""
    return add_months(on, -12)


def first_allocations(history: History, period: Period) -> Iterator[FirstAllocation]:
    """The children who got their first worker in a period, where the referral is on record.

    An allocation that is only known since an import tells of no first day.
    """
    for child in history.children.values():
        first = next((each for each in child.allocations if each.worker_id is not None), None)
        if first is None or not _is_told(child, first, period):
            continue
        referred = child.last_day_of("referral", period.last)
        if referred is not None and referred <= first.starts and first.worker_id is not None:
            yield FirstAllocation(child, first.starts, first.worker_id, referred)


def _is_told(child: ChildHistory, first: AllocationSpell, period: Period) -> bool:
    """Tell whether the first allocation lies in the period and its day is known."""
    is_known = not first.known_since and child.allocations[0].starts <= first.starts
    return is_known and period.holds(first.starts)
