"""Who is supervised how often, and when the next session is due."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from supervision_tui.practice.cadence import (
    Employment,
    Leave,
    SupervisionClock,
    always_every,
    next_due,
    overdue_working_days,
    proposed_dates,
)
from supervision_tui.practice.policy import default_policy
from supervision_tui.practice.terms import Stage

POLICY = default_policy()
START = date(2026, 1, 5)
EVERY_28 = always_every(28)


@pytest.mark.parametrize(
    ("on", "interval", "limit"),
    [
        (START, 7, 12),
        (START + timedelta(days=41), 7, 12),
        (START + timedelta(days=42), 14, 12),
        (date(2026, 7, 4), 14, 12),
        (date(2026, 7, 5), 28, 14),
    ],
)
def test_a_newly_qualified_worker_climbs_the_ladder_on_the_right_days(on: date, interval: int, limit: int) -> None:
    assert Employment(Stage.NEWLY_QUALIFIED, START).terms(on, POLICY).interval_days == interval
    assert POLICY.stages[Stage.NEWLY_QUALIFIED].limit_on(START, on) == limit


def test_the_next_session_is_due_an_interval_after_the_last_or_after_the_beginning() -> None:
    assert next_due(SupervisionClock(START, date(2026, 2, 2), EVERY_28), POLICY) == date(2026, 3, 2)
    assert next_due(SupervisionClock(START, None, EVERY_28), POLICY) == date(2026, 2, 2)


def test_long_leave_stops_the_clock_until_a_week_after_the_return() -> None:
    away = SupervisionClock(START, date(2026, 2, 2), EVERY_28, (Leave(date(2026, 2, 16), None),))
    assert next_due(away, POLICY) is None
    assert overdue_working_days(away, date(2026, 6, 1), POLICY) == 0
    back = SupervisionClock(START, date(2026, 2, 2), EVERY_28, (Leave(date(2026, 2, 16), date(2026, 3, 13)),))
    assert next_due(back, POLICY) == date(2026, 3, 20)


def test_overdue_is_counted_in_working_days() -> None:
    clock = SupervisionClock(START, date(2026, 3, 5), EVERY_28)
    assert next_due(clock, POLICY) == date(2026, 4, 2)
    assert overdue_working_days(clock, date(2026, 4, 2), POLICY) == 0
    assert overdue_working_days(clock, date(2026, 4, 7), POLICY) == 1


def test_proposed_dates_are_working_days_within_the_interval() -> None:
    clock = SupervisionClock(START, date(2026, 3, 2), EVERY_28)
    found = proposed_dates(clock, date(2026, 3, 3), date(2026, 8, 31), POLICY)
    assert found[0] == date(2026, 3, 30)
    assert all(POLICY.days.is_working(day) for day in found)
    assert all((later - sooner).days <= 28 for sooner, later in pairwise(found))
