"""How late something is, in words that no narrow column cuts."""

from __future__ import annotations

import pytest

from supervision_tui.practice import wording


@pytest.mark.parametrize(
    ("days", "says"),
    [(1, "1 d late"), (999, "999 d late"), (1000, "2 yr late"), (2124, "5 yr late")],
)
def test_how_late_fits_its_column(days: int, says: str) -> None:
    assert wording.late_by(days) == says
    assert len(says) <= len("not known") + 1


def test_who_holds_no_cases_is_not_measured_against_nothing() -> None:
    assert wording.of_limit(0, 0) == "no cases"
    assert wording.of_limit(18.5, 16) == "18.5 of 16"
    assert wording.of_limit(1, 0) == "1 of 0"


def test_hours_and_minutes() -> None:
    assert [wording.hours(each) for each in (45, 60, 90, 0)] == [
        "45 min", "1 h", "1 h 30 min", "0 min",
    ]  # fmt: skip
