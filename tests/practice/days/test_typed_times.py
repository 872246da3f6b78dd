"""Times of day are read as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision_tui.practice.days.typed_times import read_time_words


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("14:00", "14:00"),
        ("9.30", "09:30"),
        ("1400", "14:00"),
        ("2pm", "14:00"),
        ("2 PM", "14:00"),
        ("10.30am", "10:30"),
        ("10:30 a.m.", "10:30"),
        ("12am", "00:00"),
        ("12pm", "12:00"),
        ("noon", "12:00"),
        ("midday", "12:00"),
        ("midnight", "00:00"),
        ("13pm", None),
        ("25:00", None),
        ("2", None),
        ("", None),
        ("at two", None),
    ],
)
def test_a_time_is_what_was_typed(typed: str, time: str | None) -> None:
    assert read_time_words(typed) == time


@given(st.text(max_size=12))
def test_whatever_is_typed_is_a_time_or_none(typed: str) -> None:
    found = read_time_words(typed)
    assert found is None or (len(found) == 5 and 0 <= int(found[:2]) < 24)
