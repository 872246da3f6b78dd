"""Sessions due in a period: by cadence, agreement and leave, whether planned or not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision_tui.practice.policy.policy import default_policy
from supervision_tui.practice.supervision.cadence import (
    Interval,
    Leave,
    SupervisionClock,
    due_between,
    leave_on,
)

POLICY = default_policy()
FIRST, LAST = date(2026, 4, 1), date(2026, 6, 30)


def clock(last: date | None, days: int = 28, *leave: Leave) -> SupervisionClock:
    return SupervisionClock(date(2025, 1, 1), last, (Interval(date.min, days),), leave)


def test_a_manager_who_plans_none_has_every_session_due() -> None:
    assert due_between(clock(date(2026, 3, 18)), FIRST, LAST, POLICY) == [
        date(2026, 4, 15),
        date(2026, 5, 13),
        date(2026, 6, 10),
    ]


def test_what_was_overdue_before_is_due_on_the_first_day() -> None:
    assert due_between(clock(date(2026, 1, 5)), FIRST, LAST, POLICY)[0] == FIRST


def test_a_long_leave_stops_the_clock_and_a_short_one_puts_off_what_falls_into_it() -> None:
    long = Leave(date(2026, 4, 6), date(2026, 5, 20))
    assert due_between(clock(date(2026, 3, 18), 28, long), FIRST, LAST, POLICY) == [
        date(2026, 5, 27),
        date(2026, 6, 24),
    ]
    short = Leave(date(2026, 4, 13), date(2026, 4, 17), stops_clock=False)
    assert due_between(clock(date(2026, 3, 18), 28, short), FIRST, LAST, POLICY)[0] == date(
        2026, 4, 24
    )


def test_nothing_is_due_in_a_leave_without_an_end() -> None:
    away = Leave(date(2026, 3, 20), None)
    assert due_between(clock(date(2026, 3, 18), 28, away), FIRST, LAST, POLICY) == []


def test_a_leave_up_to_the_last_day_there_is_has_no_end() -> None:
    away = Leave(date(2026, 3, 20), date.max)
    assert due_between(clock(date(2026, 3, 18), 28, away), FIRST, LAST, POLICY) == []
    later = Leave(date(2026, 5, 1), date.max)
    assert due_between(clock(date(2026, 3, 18), 28, later), FIRST, LAST, POLICY) == [
        date(2026, 4, 15)
    ]


def test_the_calendar_ends_and_so_does_the_list() -> None:
    last = date.max
    found = due_between(clock(last - timedelta(days=60)), last - timedelta(days=50), last, POLICY)
    assert found[-1] == last
    assert len(found) == 3


def test_a_change_of_interval_counts_from_its_day() -> None:
    changed = SupervisionClock(
        date(2025, 1, 1),
        date(2026, 3, 18),
        (Interval(date.min, 28), Interval(date(2026, 5, 1), 14)),
    )
    assert due_between(changed, FIRST, LAST, POLICY) == [
        date(2026, 4, 15),
        date(2026, 5, 1),
        date(2026, 5, 15),
        date(2026, 5, 29),
        date(2026, 6, 12),
        date(2026, 6, 26),
    ]


@given(
    st.integers(1, 200),
    st.sampled_from([7, 14, 28, 42]),
    st.lists(st.tuples(st.integers(0, 120), st.integers(0, 40), st.booleans()), max_size=3),
)
def test_they_lie_in_the_period_in_order_and_never_in_a_leave(
    ago: int, days: int, away: list[tuple[int, int, bool]]
) -> None:
    leave = tuple(
        Leave(FIRST + timedelta(days=start), FIRST + timedelta(days=start + length), stops)
        for start, length, stops in away
    )
    there = clock(FIRST - timedelta(days=ago), days, *leave)
    found = due_between(there, FIRST, LAST, POLICY)
    assert found == sorted(set(found))
    assert all(FIRST <= on <= LAST for on in found)
    assert not [on for on in found if leave_on(there, on)]
    if not leave:
        assert len(found) == pytest.approx((LAST - FIRST).days / days, abs=1.1)
