"""Stability: how soon children get a worker, and how seldom the worker who leads changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from supervision_tui.desk.history.child import AllocationSpell, ChildHistory
from supervision_tui.desk.history.history import History
from supervision_tui.practice import wording
from supervision_tui.practice.children.events import REFERRAL
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
    """The children who got the first worker in a period, where the referral is on record.

    A case that was opened again counts again, from the referral before. An allocation that is only
    known since an import tells of no first day.
    """
    for child in history.children.values():
        ended = date.min
        for opening in child.openings():
            first = next((each for each in opening if each.worker_id is not None), None)
            if first is not None and not first.known_since and period.holds(first.starts):
                yield from _first(child, first, ended, period.last)
            ended = opening[-1].ends or date.max


def _first(
    child: ChildHistory, first: AllocationSpell, ended: date, last: date
) -> Iterator[FirstAllocation]:
    """A first allocation, where there was a referral before it and after the case was closed."""
    referred = child.last_day_of(REFERRAL, last, up_to=first.starts)
    if referred is not None and referred >= ended and first.worker_id is not None:
        yield FirstAllocation(child, first.starts, first.worker_id, referred)


def same_lead(child: ChildHistory, on: date) -> bool | None:
    """Tell whether a child had the same lead for twelve months.

    Nothing where nobody leads, or where the child has not been here for so long.
    """
    since = a_year_before(on)
    if not child.is_led(on) or child.allocated(on) > since:
        return None
    return child.changes_of_lead(since, on) == 0
