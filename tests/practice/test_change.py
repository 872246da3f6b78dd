"""Whether a figure rose or fell, and whether that is better or worse."""

from __future__ import annotations

import pytest

from supervision_tui.exports.oversight.figures import FIGURES, figure_of
from supervision_tui.practice.change import (
    DOWN,
    LEVEL,
    UP,
    Moved,
    change_between,
    change_words,
    is_worse,
)
from supervision_tui.practice.privacy.suppression import Figure


@pytest.mark.parametrize(
    ("key", "then", "now", "words"),
    [
        ("held_share", 0.80, 0.90, "↑ better"),
        ("held_share", 0.90, 0.80, "↓ worse"),
        ("overdue_share", 0.10, 0.30, "↑ worse"),
        ("gap.median", 40.0, 30.0, "↓ better"),
        ("sessions", 30.0, 34.0, "↑ up"),
        ("voice_share", 0.50, 0.50, "→ level"),
    ],
)
def test_a_figure_says_whether_it_is_better(key: str, then: float, now: float, words: str) -> None:
    row = figure_of(key)
    found = change_between(_figure(now, key), _figure(then, key))
    assert change_words(found, row.better) == words
    assert is_worse(found, row.better) == words.endswith("worse")


def test_nothing_is_said_of_a_figure_that_is_not_there() -> None:
    assert change_words(None, UP) == ""
    assert not is_worse(None, UP)
    assert not is_worse(LEVEL, UP)


def test_a_count_that_depends_on_how_much_work_there_is_is_neither_better_nor_worse() -> None:
    """More audits, discussions or directions are no worse; the shares of them can be."""
    neither = {row.key for row in FIGURES if row.better is None and row.share}
    assert neither == {
        "children_reached_share",
        "workers_reached_share",
        "with_hour_share",
        "moderated_share",
    }
    better: dict[str, Moved | None] = {row.key: row.better for row in FIGURES}
    assert better["children"] is better["audits"] is better["directions"] is None
    assert better["children.unallocated"] is DOWN


def _figure(value: float, key: str) -> Figure:
    if key.endswith("_share"):
        return Figure(value, n=40)
    return Figure(value)
