"""The days and hours somebody usually works, as they are typed."""

from __future__ import annotations

import pytest

from supervision_tui.practice.days.working_week import (
    WorkingWeek,
    hours_words,
    read_hours,
    read_weekdays,
    weekdays_words,
)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("mon-thu", "Mon–Thu"),
        ("Mon – Fri", "Mon–Fri"),
        ("monday to wednesday", "Mon–Wed"),
        ("mon, wed and fri", "Mon, Wed, Fri"),
        ("tue thu", "Tue, Thu"),
        ("mon-wed, fri", "Mon–Wed, Fri"),
        ("thu, fri", "Thu, Fri"),
    ],
)
def test_weekdays_as_typed(typed: str, words: str) -> None:
    found = read_weekdays(typed)
    assert weekdays_words(found) == words
    assert read_weekdays(words) == found, "what is kept is read again"


@pytest.mark.parametrize("typed", ["", "m", "fri-mon", "mon-", "every day", "1-5"])
def test_what_names_no_weekdays(typed: str) -> None:
    with pytest.raises(ValueError):
        read_weekdays(typed)


@pytest.mark.parametrize(
    ("typed", "words"),
    [("9-17", "09:00–17:00"), ("8.30 to 16:15", "08:30–16:15"), ("09:00–17:30", "09:00–17:30")],
)
def test_hours_as_typed(typed: str, words: str) -> None:
    assert hours_words(*read_hours(typed)) == words
    assert read_hours(words) == read_hours(typed)


@pytest.mark.parametrize("typed", ["", "9", "9-5", "9-25", "9:70-17", "nine to five", "1-2-3"])
def test_what_is_not_from_one_hour_to_a_later_one(typed: str) -> None:
    with pytest.raises(ValueError):
        read_hours(typed)


def test_a_session_lies_within_the_hours_to_its_last_minute() -> None:
    week = WorkingWeek(frozenset({0}), 9 * 60, 17 * 60)
    assert week.has_time(15 * 60 + 30, 90)
    assert not week.has_time(15 * 60 + 31, 90)
    assert not WorkingWeek().has_hours
