"""Reasons and themes of which there are few are counted together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from supervision_tui.practice.privacy.grouping import grouped
from supervision_tui.practice.privacy.suppression import Threshold

FIVE = Threshold(5)


def test_the_few_go_together_and_the_many_stand_apart() -> None:
    counts = {"workload": 9, "duty": 3, "court": 2, "leave": 0, "other": 1}
    assert grouped(counts, FIVE) == ({"workload": 9}, 6)


def test_the_sickness_of_the_one_manager_is_never_told_apart() -> None:
    apart, together = grouped(
        {"workload": 9, "manager sick": 7, "duty": 1}, FIVE, ("manager sick",)
    )
    assert apart == {"workload": 9}
    assert together == 8


def test_a_group_that_is_too_small_takes_the_smallest_of_the_others() -> None:
    assert grouped({"workload": 9, "duty": 6, "court": 2}, FIVE) == ({"workload": 9}, 8)


def test_one_alone_is_no_group() -> None:
    apart, together = grouped({"workload": 9, "duty": 6, "court": 0}, FIVE)
    assert (apart, together) == ({"workload": 9}, 6)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12)))
def test_nothing_is_lost_and_nothing_small_stands_apart(counts: dict[str, int]) -> None:
    apart, together = grouped(counts, FIVE)
    assert sum(apart.values()) + together == sum(counts.values())
    assert all(count >= 5 for count in apart.values())
    if apart:
        assert not FIVE.hides(together)
        assert len(counts) - len(apart) != 1
