"""Working days and the timescale field."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision_tui.practice.policy import default_policy
from supervision_tui.practice.terms import Refusal
from supervision_tui.practice.timescales import Known, Timescale, read_timescale
from supervision_tui.practice.working_days import Counting

POLICY = default_policy()
TODAY = date(2026, 4, 1)
KNOWN = Known(TODAY, {"icpc": date(2026, 3, 27), "review-conference": date(2026, 2, 2)})


@pytest.mark.parametrize(
    ("trigger", "number", "day_after", "same_day"),
    [
        ("2026-12-11", 15, "2027-01-06", "2027-01-05"),
        ("2026-03-27", 10, "2026-04-14", "2026-04-13"),
        ("2026-04-02", 45, "2026-06-10", "2026-06-09"),
        ("2026-12-24", 1, "2026-12-29", "2026-12-24"),
        ("2027-12-23", 2, "2027-12-29", "2027-12-24"),
        ("2026-04-04", 1, "2026-04-07", "2026-04-07"),
    ],
)
def test_the_working_day_vectors(trigger: str, number: int, day_after: str, same_day: str) -> None:
    start = date.fromisoformat(trigger)
    assert POLICY.days.add(start, number) == date.fromisoformat(day_after)
    assert POLICY.days.add(start, number, Counting.SAME_DAY) == date.fromisoformat(same_day)


@given(st.dates(date(2018, 1, 1), date(2030, 12, 31)), st.integers(0, 400))
def test_counting_working_days_agrees_with_walking_day_by_day(start: date, span: int) -> None:
    end = start + timedelta(days=span)
    walked = sum(POLICY.days.is_working(start + timedelta(days=n)) for n in range(1, span + 1))
    assert POLICY.days.between(start, end) == walked


@pytest.mark.parametrize(
    ("typed", "due"),
    [
        ("today", "2026-04-01"),
        ("tomorrow", "2026-04-02"),
        ("3d", "2026-04-04"),
        ("2w", "2026-04-15"),
        ("3m", "2026-07-01"),
        ("10wd", "2026-04-17"),
        ("10 Working Days", "2026-04-17"),
        ("in 2 weeks", "2026-04-15"),
        ("fri", "2026-04-03"),
        ("14 apr", "2026-04-14"),
        ("tue 14 apr", "2026-04-14"),
        ("14/4", "2026-04-14"),
        ("14/04/2026", "2026-04-14"),
        ("2026-04-14", "2026-04-14"),
        ("@core-group", "2026-04-14"),
        ("5wd before 2026-05-12", "2026-05-05"),
        ("2w after icpc", "2026-04-10"),
        ("@cp-review", "2026-08-02"),
    ],
)
def test_what_a_manager_types_means_what_the_table_says(typed: str, due: str) -> None:
    found = read_timescale(typed, KNOWN, POLICY)
    assert isinstance(found, Timescale), found
    assert found.due == date.fromisoformat(due)


def test_the_field_names_the_holidays_it_passes() -> None:
    found = read_timescale("10wd", KNOWN, POLICY)
    assert isinstance(found, Timescale)
    assert found.says() == "Fri 17 Apr 2026, 10 working days, past Good Friday and Easter Monday"


def test_a_date_on_a_holiday_stays_the_breach_date_and_shows_the_practical_one() -> None:
    found = read_timescale("fri", KNOWN, POLICY)
    assert isinstance(found, Timescale)
    assert (found.due, found.practical) == (date(2026, 4, 3), date(2026, 4, 2))
    assert found.note == "Good Friday, not a working day"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("next review", "vague"),
        ("ASAP", "vague"),
        ("by next supervision", "vague"),
        ("ongoing", "vague"),
        ("tbc", "vague"),
        ("when possible", "vague"),
        ("1/1/2020", "past"),
        ("31 mar 2026", "past"),
        ("next fri", "ambiguous"),
        ("monday 17 april", "ambiguous"),
        ("review", "vague"),
        ("at the next core group", "vague"),
        ("91d", "too-far"),
        ("2026-07-01", "too-far"),
        ("31/2", "not-a-date"),
        ("31 feb", "not-a-date"),
        ("@core-grup", "unknown-code"),
        ("2w after nothing", "unknown-code"),
        ("@cla-review", "not-a-date"),
        ("banana", "not-a-date"),
        ("99999m", "not-a-date"),
    ],
)
def test_what_is_refused_says_why_and_suggests_what_would_be_taken(typed: str, code: str) -> None:
    found = read_timescale(typed, KNOWN, POLICY)
    assert isinstance(found, Refusal), found
    assert found.code == code
    assert found.says.endswith((".", "?"))
    assert found.suggestions
    for suggestion in found.suggestions:
        if not suggestion.startswith("@"):
            assert isinstance(read_timescale(suggestion, KNOWN, POLICY), Timescale), suggestion


def test_a_reason_lets_a_far_date_pass() -> None:
    assert isinstance(read_timescale("120d", Known(TODAY, {}, has_reason=True), POLICY), Timescale)


@given(st.text(max_size=60) | st.from_regex(r"\d{1,7} ?(d|wd|w|m) (before|after) .{0,12}", fullmatch=True))
def test_nothing_that_is_typed_raises(typed: str) -> None:
    assert isinstance(read_timescale(typed, KNOWN, POLICY), Timescale | Refusal)


@given(st.integers(0, 90), st.sampled_from(["d", "wd", "w", "m"]))
def test_what_is_accepted_reads_back_as_the_same_day(number: int, unit: str) -> None:
    found = read_timescale(f"{number}{unit}", Known(TODAY, {}, has_reason=True), POLICY)
    if isinstance(found, Timescale):
        again = read_timescale(found.due.isoformat(), Known(TODAY, {}, has_reason=True), POLICY)
        assert isinstance(again, Timescale)
        assert again.due == found.due
