"""How late something is, in words that no narrow column cuts."""

from __future__ import annotations

import pytest

from supervision_tui.practice import wording


@pytest.mark.parametrize(
    ("days", "says"), [(1, "late 1 d"), (999, "late 999 d"), (1000, "late 2 y"), (2124, "late 5 y")]
)
def test_how_late_fits_its_column(days: int, says: str) -> None:
    assert wording.late_by(days) == says
    assert len(says) <= len("not known") + 1
