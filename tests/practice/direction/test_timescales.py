"""Working days and the timescale field."""

from __future__ import annotations

import functools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import given
from hypothesis import strategies as st

from supervision_tui.practice.children.dates_due import dates_due
from supervision_tui.practice.children.events import ChildOnRecord, RecordedEvent
from supervision_tui.practice.days.bank_holidays import Nation
from supervision_tui.practice.days.working_days import Counting, WorkingDays
from supervision_tui.practice.direction.timescales import Known, Timescale, read_timescale
from supervision_tui.practice.policy.policy import default_policy
from supervision_tui.practice.vocabulary import Plan, Refusal

POLICY = default_policy()
TODAY = date(2026, 4, 1)
DATES = {
    "icpc": date(2026, 3, 27),
    "review-conference": date(2026, 2, 2),
    "cp-visit-made": date(2026, 3, 26),
}
_EVENTS = [RecordedEvent(event, on) for event, on in DATES.items()]
KNOWN = Known(
    TODAY, DATES, dates_due=dates_due(ChildOnRecord({Plan.CP: None}, _EVENTS), TODAY, POLICY)
)


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
        ("@core-group from 2026-03-30", "2026-04-15"),
        ("  10   WORKING    days ", "2026-04-17"),
        ("10working days", "2026-04-17"),
        ("within 10 working days", "2026-04-17"),
        ("ten working days", "2026-04-17"),
        ("10wd from today", "2026-04-17"),
        ("in 3 weeks", "2026-04-22"),
        ("a week", "2026-04-08"),
        ("a fortnight", "2026-04-15"),
        ("in two fortnights", "2026-04-29"),
        ("by friday", "2026-04-03"),
        ("By Fri", "2026-04-03"),
        ("end of month", "2026-04-30"),
        ("by the end of the month", "2026-04-30"),
        ("14th of april", "2026-04-14"),
        ("end of april", "2026-04-30"),
        ("end of the week", "2026-04-03"),
        ("72 hours", "2026-04-04"),
        ("25h", "2026-04-03"),
        ("april 14", "2026-04-14"),
        ("14.4.", "2026-04-14"),
        ("5wd before review", "2026-06-22"),
        ("1w before the next conference", "2026-06-20"),
        ("2 days before visit", "2026-04-11"),
        ("3wd before core group", "2026-04-09"),
        ("2w after core group", "2026-04-28"),
        ("2w after the last visit", "2026-04-09"),
        ("1w after cp-review", "2026-08-09"),
        ("0wd after sat", "2026-04-04"),
        ("end of next week", "2026-04-10"),
        ("the end of next month", "2026-05-31"),
        ("mid April", "2026-04-15"),
        ("mid january", "2027-01-15"),
        ("before Christmas", "2026-12-24"),
        ("by xmas", "2026-12-24"),
        ("before the new year", "2026-12-31"),
        ("Tuesday 7th", "2026-04-07"),
        ("the 7th", "2026-04-07"),
        ("31st", "2026-05-31"),
        ("14.04", "2026-04-14"),
    ],
)
def test_what_a_manager_types_means_what_the_table_says(typed: str, due: str) -> None:
    found = read_timescale(typed, replace(KNOWN, has_reason=True), POLICY)
    assert isinstance(found, Timescale), found
    assert found.due == date.fromisoformat(due)


def test_an_hour_is_no_day_and_says_where_it_belongs() -> None:
    found = read_timescale("by 4pm tomorrow", KNOWN, POLICY)
    assert isinstance(found, Refusal)
    assert found.says == ("A day is asked for, here 2 apr; leave out the hour, 4pm.")
    assert found.suggestions == ("2 apr",)


def test_a_week_is_asked_for_its_day() -> None:
    found = read_timescale("w/c 15 apr", KNOWN, POLICY)
    assert isinstance(found, Refusal)
    assert found.suggestions == ("13 apr", "17 apr")


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
        ("yesterday", "past"),
        ("tommorow", "not-a-date"),
        ("@", "unknown-code"),
        ("31 mar 2026", "past"),
        ("next fri", "ambiguous"),
        ("monday 17 april", "ambiguous"),
        ("Monday 7th", "ambiguous"),
        ("w/c 4 May", "ambiguous"),
        ("week commencing 13 april", "ambiguous"),
        ("2pm", "not-a-date"),
        ("10.30am", "not-a-date"),
        ("noon", "not-a-date"),
        ("by 4pm today", "not-a-date"),
        ("fri 14:30", "not-a-date"),
        ("32nd", "not-a-date"),
        ("review", "vague"),
        ("at the next core group", "vague"),
        ("91d", "too-far"),
        ("2026-07-01", "too-far"),
        ("31/2", "not-a-date"),
        ("31 feb", "not-a-date"),
        ("@core-grup", "unknown-code"),
        ("2w after nothing", "unknown-code"),
        ("2w after pathway-review", "not-a-date"),
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


# Words that a manager may type, in any order: what they make is mostly refused, and never raises.
WORDS = st.sampled_from([
    "in", "by", "on", "the", "next", "last", "a", "two", "3", "10", "31", "wd", "working",
    "calendar", "days",
    "week", "fortnight", "months", "end", "of", "month", "from", "now", "today", "tomorrow", "fri",
    "friday", "14",
    "apr", "april", "14/4", "14/04/2026", "2026-04-14", "before", "after", "review", "visit",
    "core", "group",
    "core-group", "icpc", "conference", "@core-group", "@cp-review", "5wd", "3m", "29", "feb",
    "2028", "asap", ",",
    ".", "-", "/", "½", "٣", "é", "\x1b[31m",
])  # fmt: skip
typing = (
    st.text(max_size=60)
    | st.lists(WORDS, max_size=7).map(" ".join)
    | st.lists(WORDS, max_size=3).map("".join)
)


@given(typing, st.booleans())
def test_nothing_that_is_typed_raises_and_what_is_accepted_prints_to_what_reads_back(
    typed: str, reason: bool
) -> None:
    known = replace(KNOWN, has_reason=reason)
    found = read_timescale(typed, known, POLICY)
    if isinstance(found, Refusal):
        assert found.says
        return
    assert found.due >= TODAY
    again = read_timescale(found.text, known, POLICY)
    assert isinstance(again, Timescale), (typed, found.text, again)
    assert (again.due, again.text) == (found.due, found.text)
    if reason:
        printed = read_timescale(found.says(), known, POLICY)
        assert isinstance(printed, Timescale), found.says()
        assert printed.due == found.due


@given(
    st.dates(date(2013, 1, 1), date(2028, 6, 1)),
    st.integers(-60, 60),
    st.sampled_from(Nation),
    st.sampled_from(Counting),
)
def test_adding_working_days_agrees_with_walking_through_the_official_calendar(
    trigger: date, number: int, nation: Nation, counting: Counting
) -> None:
    step = timedelta(days=1 if number >= 0 else -1)
    on, left = trigger, abs(number)
    if counting is Counting.SAME_DAY and left and is_official_working_day(on, nation):
        left -= 1
    while left:
        on += step
        left -= is_official_working_day(on, nation)
    assert WorkingDays(nation).add(trigger, number, counting) == on


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(0, 40),
    st.sets(st.dates(date(2020, 1, 1), date(2030, 12, 31)), max_size=9),
)
def test_extra_closed_days_are_no_working_days(
    trigger: date, number: int, closed: set[date]
) -> None:
    days = WorkingDays(extra_closed=frozenset(closed))
    due = days.add(trigger, number)
    assert (
        sum(
            days.is_working(trigger + timedelta(days=n)) for n in range(1, (due - trigger).days + 1)
        )
        == number
    )
    assert days.between(trigger, due) == number
    assert number == 0 or (due not in closed and days.is_working(due))


@functools.lru_cache
def official_holidays(nation: Nation) -> frozenset[date]:
    """The government's own list, as a library keeps it; the years 2012 to 2028."""
    published = BankHolidays(use_cached_holidays=True).get_holidays(division=str(nation))
    # Proclaimed after that list was kept.
    later = {date(2026, 6, 15)} if nation is Nation.SCOTLAND else set()
    return frozenset({each["date"] for each in published} | later)


def is_official_working_day(on: date, nation: Nation) -> bool:
    return on.weekday() < 5 and on not in official_holidays(nation)


def test_what_stands_below_the_field_reads_back_even_for_three_months() -> None:
    found = read_timescale("3m", KNOWN, POLICY)
    assert isinstance(found, Timescale)
    again = read_timescale(found.says(), KNOWN, POLICY)
    assert isinstance(again, Timescale) and again.due == found.due == date(2026, 7, 1)
    assert isinstance(read_timescale("Thu 2 Jul 2026, 62 working days", KNOWN, POLICY), Refusal)


@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2026, 11, 27), date(2026, 11, 29)])
def test_the_end_of_next_week_is_the_friday_of_the_week_that_begins_next_monday(
    today: date,
) -> None:
    found = read_timescale("end of next week", Known(today, {}), POLICY)
    assert isinstance(found, Timescale)
    assert found.due == date(2026, 12, 4)


def test_a_date_of_the_catalogue_that_has_passed_is_the_next_one_of_that_event() -> None:
    today = date(2026, 11, 29)
    held = [
        RecordedEvent("icpc", date(2025, 12, 17)),
        RecordedEvent("core-group-held", date(2026, 11, 5)),
    ]
    due = dates_due(ChildOnRecord({Plan.CP: None}, held), today, POLICY)
    known = Known(today, {each.event: each.on for each in held}, dates_due=due)
    found = read_timescale("@core-group", known, POLICY)
    assert isinstance(found, Timescale)
    assert (found.due, found.code) == (date(2026, 12, 17), "core-group-next")
    assert read_timescale(found.text, known, POLICY) == replace(found, expression=found.text)
    assert isinstance(read_timescale("@core-group from 2025-12-17", known, POLICY), Refusal)
