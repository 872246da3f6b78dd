"""Who is supervised how often, and when the next session is due."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision_tui.practice.policy.policy import default_policy, make_policy
from supervision_tui.practice.supervision.cadence import (
    Agreement,
    Employment,
    Interval,
    Leave,
    SupervisionClock,
    days_that_count,
    intervals_of,
    is_recovered,
    next_due,
    overdue_since,
    overdue_working_days,
    proposed_dates,
    rebook_by,
)
from supervision_tui.practice.vocabulary import SessionKind, Stage

POLICY = default_policy()
START = date(2026, 1, 5)
EVERY_28 = (Interval(date.min, 28),)


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
def test_a_newly_qualified_worker_climbs_the_ladder_on_the_right_days(
    on: date, interval: int, limit: int
) -> None:
    assert Employment(Stage.NEWLY_QUALIFIED, START).terms(on, POLICY).interval_days == interval
    assert POLICY.stages[Stage.NEWLY_QUALIFIED].limit_on(START, on) == limit


def test_the_next_session_is_due_an_interval_after_the_last_or_after_the_beginning() -> None:
    assert next_due(SupervisionClock(START, date(2026, 2, 2), EVERY_28), POLICY) == date(2026, 3, 2)
    assert next_due(SupervisionClock(START, None, EVERY_28), POLICY) == date(2026, 2, 2)


def test_long_leave_stops_the_clock_until_a_week_after_the_return() -> None:
    away = SupervisionClock(START, date(2026, 2, 2), EVERY_28, (Leave(date(2026, 2, 16), None),))
    assert next_due(away, POLICY) is None
    assert overdue_working_days(away, date(2026, 6, 1), POLICY) == 0
    back = SupervisionClock(
        START, date(2026, 2, 2), EVERY_28, (Leave(date(2026, 2, 16), date(2026, 3, 13)),)
    )
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


NEW = Employment(Stage.NEWLY_QUALIFIED, START)


def new_clock(last: date | None) -> SupervisionClock:
    return SupervisionClock(START, last, intervals_of(NEW, POLICY))


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (None, START + timedelta(days=7)),
        (START + timedelta(days=34), START + timedelta(days=41)),  # still weekly
        # On day 42 it is fortnightly already.
        (START + timedelta(days=35), START + timedelta(days=49)),
        (START + timedelta(days=42), START + timedelta(days=56)),
        (date(2026, 6, 20), date(2026, 7, 4)),  # the last fortnight
        (date(2026, 6, 21), date(2026, 7, 19)),  # month six has come
    ],
)
def test_the_ladder_shifts_by_itself_on_the_right_days(last: date | None, due: date) -> None:
    assert next_due(new_clock(last), POLICY) == due


def test_what_is_overdue_stays_overdue_when_a_longer_interval_begins() -> None:
    clock = new_clock(START + timedelta(days=34))
    assert overdue_since(clock, START + timedelta(days=41), POLICY) is None
    assert overdue_since(clock, START + timedelta(days=44), POLICY) == START + timedelta(days=42)


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(0, 500))
def test_the_next_session_is_the_first_day_on_which_the_interval_is_reached(
    start: date, last: int
) -> None:
    new, held = Employment(Stage.NEWLY_QUALIFIED, start), start + timedelta(days=last)
    due = next_due(SupervisionClock(start, held, intervals_of(new, POLICY)), POLICY)
    after = [(n, held + timedelta(days=n)) for n in range(1, 60)]
    reached = [day for n, day in after if n >= new.terms(day, POLICY).interval_days]
    assert due == reached[0]


def test_month_six_of_a_worker_who_began_on_the_last_day_of_a_month_comes_on_a_last_day_too() -> (
    None
):
    new = Employment(Stage.NEWLY_QUALIFIED, date(2025, 8, 31))
    assert [new.terms(date(2026, 2, day), POLICY).interval_days for day in (27, 28)] == [14, 28]
    assert intervals_of(new, POLICY)[-1] == Interval(date(2026, 2, 28), 28)


def test_terms_for_a_time_come_and_go_and_the_standing_agreement_holds_again() -> None:
    standing = Agreement(date(2025, 1, 1), None, 90, 28)
    returner = Agreement(date(2026, 3, 2), date(2026, 5, 1), 60, 14, "returner")
    employment = Employment(Stage.SENIOR, date(2020, 1, 1), (standing, returner))
    days = [date(2026, 3, 1), date(2026, 3, 2), date(2026, 4, 30), date(2026, 5, 1)]
    assert [employment.terms(day, POLICY).interval_days for day in days] == [28, 14, 14, 28]
    assert employment.terms(date(2026, 3, 2), POLICY).source == (
        "Agreement of Mon 2 Mar 2026 to Thu 30 Apr 2026: returner"
    )
    clock = SupervisionClock(date(2025, 1, 1), date(2026, 2, 10), intervals_of(employment, POLICY))
    assert next_due(clock, POLICY) == date(2026, 3, 2)  # 20 days have gone by when 14 begin to hold


def test_group_sessions_count_only_every_other_and_only_where_the_policy_says_so() -> None:
    held = [
        (date(2026, 1, 5), SessionKind.INDIVIDUAL),
        (date(2026, 2, 2), SessionKind.GROUP),
        (date(2026, 3, 2), SessionKind.GROUP),
        (date(2026, 3, 30), SessionKind.SHARED),
        (date(2026, 4, 27), SessionKind.AD_HOC),
        (date(2026, 5, 4), SessionKind.GROUP),
    ]
    assert days_that_count(held, POLICY) == [date(2026, 1, 5), date(2026, 3, 30)]
    every_other = make_policy("[session]\ngroup_counts = 'every-other'\n")
    assert days_that_count(held, every_other) == [
        date(2026, 1, 5), date(2026, 2, 2), date(2026, 3, 30), date(2026, 5, 4),
    ]  # fmt: skip


def test_a_cancelled_session_is_recovered_within_five_working_days() -> None:
    lost = date(2026, 4, 1)  # Good Friday and Easter Monday follow
    assert rebook_by(lost, POLICY) == date(2026, 4, 10)
    assert is_recovered(lost, [date(2026, 4, 10)], POLICY)
    assert not is_recovered(lost, [date(2026, 4, 11), date(2026, 3, 31)], POLICY)


def test_a_leave_that_begins_while_a_session_is_overdue_leaves_no_debt_behind() -> None:
    clock = SupervisionClock(
        START, date(2026, 1, 12), EVERY_28, (Leave(date(2026, 2, 16), date(2026, 3, 1)),)
    )
    assert next_due(clock, POLICY) == date(2026, 3, 8)


def test_a_leave_that_is_still_to_come_is_planned_around_and_puts_off_what_falls_into_it() -> None:
    ahead = (Leave(date(2026, 3, 16), date(2026, 6, 30)),)
    clock = SupervisionClock(START, date(2026, 2, 20), EVERY_28, (), ahead)
    assert next_due(clock, POLICY) == date(2026, 7, 7)
    assert next_due(
        SupervisionClock(START, date(2026, 2, 10), EVERY_28, (), ahead), POLICY
    ) == date(2026, 3, 10)
    proposed = proposed_dates(clock, date(2026, 3, 2), date(2026, 9, 30), POLICY)
    assert proposed[0] == date(2026, 7, 7)
    assert not any(ahead[0].starts <= day <= date(2026, 6, 30) for day in proposed)
    for_ever = SupervisionClock(
        START, date(2026, 2, 20), EVERY_28, (), (Leave(date(2026, 3, 16), None),)
    )
    assert next_due(for_ever, POLICY) is None
    assert proposed_dates(for_ever, date(2026, 3, 17), date(2026, 9, 30), POLICY) == []


def test_a_change_of_stage_takes_back_no_debt() -> None:
    changed = Employment(
        Stage.SOCIAL_WORKER, START, before=((date(2026, 3, 11), Stage.NEWLY_QUALIFIED),)
    )
    clock = SupervisionClock(START, date(2026, 2, 23), intervals_of(changed, POLICY))
    assert next_due(clock, POLICY) == date(2026, 3, 9)
    assert changed.terms(date(2026, 3, 10), POLICY).interval_days == 14
    assert changed.terms(date(2026, 3, 11), POLICY).interval_days == 28


def test_a_day_that_is_not_free_gives_way_to_one_before_it_and_never_to_one_past_the_interval() -> (
    None
):
    clock = SupervisionClock(START, date(2026, 2, 2), EVERY_28)
    taken = set(proposed_dates(clock, date(2026, 2, 3), date(2026, 8, 31), POLICY))
    found = proposed_dates(
        clock, date(2026, 2, 3), date(2026, 8, 31), POLICY, lambda day: day not in taken
    )
    assert not taken & set(found)
    for before, after in pairwise([date(2026, 2, 2), *found]):
        assert 0 < (after - before).days <= 28
        assert POLICY.days.is_working(after)


def test_where_no_day_is_free_the_proposal_stays() -> None:
    clock = SupervisionClock(START, date(2026, 2, 2), EVERY_28)
    usual = proposed_dates(clock, date(2026, 2, 3), date(2026, 8, 31), POLICY)
    assert (
        proposed_dates(clock, date(2026, 2, 3), date(2026, 8, 31), POLICY, lambda _: False) == usual
    )
