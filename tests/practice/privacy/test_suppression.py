"""What is hidden stays hidden: every ledger is attacked by a solver that knows nothing of how
hiding is done.
"""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision_tui.practice.privacy.suppression import Figure, Ledger, Measure, Threshold

FIVE = Threshold(5, 10)
COUNTS = st.one_of(st.integers(0, 8), st.integers(0, 60))


def of_parts(counts: dict[str, int]) -> Ledger:
    """A total that is printed with its parts."""
    ledger = Ledger()
    ledger.add_all({"total": sum(counts.values()), **counts})
    ledger.add_sum("total", *counts)
    return ledger


def possible_values(ledger: Ledger, figures: dict[str, Figure], most: int) -> dict[str, set[int]]:
    """Every value that a hidden count may have: all ways to fill the blanks that keep the sums,
    tried one by one.
    """
    blanks = [key for key in ledger.counts if key not in figures or figures[key].suppressed]
    found: dict[str, set[int]] = {key: set() for key in blanks}
    for filling in product(range(most + 1), repeat=len(blanks)):
        values = {
            key: int(figure.value) for key, figure in figures.items() if figure.value is not None
        }
        values |= dict(zip(blanks, filling, strict=True))
        if all(
            values[each.total] == sum(values[part] for part in each.parts) for each in ledger.sums
        ):
            for key in blanks:
                found[key].add(values[key])
    return found


@given(st.dictionaries(st.sampled_from("abc"), st.integers(0, 9), min_size=2))
def test_every_hidden_part_may_be_several_numbers(counts: dict[str, int]) -> None:
    ledger = of_parts(counts)
    figures = ledger.publish(FIVE)
    hidden = [key for key, figure in figures.items() if figure.suppressed]
    assert all(key in hidden for key, count in ledger.counts.items() if FIVE.hides(count))
    for key, values in possible_values(ledger, figures, 28).items():
        assert set(range(1, 5)) <= values if FIVE.hides(ledger.counts[key]) else len(values) >= 5, (
            key,
            values,
        )


@given(st.dictionaries(st.sampled_from("abcdefg"), COUNTS, min_size=1), st.sampled_from([5, 6, 10]))
def test_small_counts_are_always_hidden_and_their_shadow_with_them(
    counts: dict[str, int], least: int
) -> None:
    rule = Threshold(least)
    ledger = of_parts(counts)
    hidden = ledger.hidden(rule)
    assert {key for key, count in ledger.counts.items() if rule.hides(count)} <= hidden
    ranges = ledger.ranges(hidden)
    assert all(rule.is_covered(ledger.counts[key], ranges[key]) for key in hidden)


def test_five_hidden_ones_are_not_given_away_by_their_sum() -> None:
    figures = of_parts({"held": 30, "missed": 0, "a": 1, "b": 1, "c": 1, "d": 1, "e": 1}).publish(
        FIVE
    )
    assert figures["held"].suppressed


def test_what_is_left_of_a_percentage_is_protected_across_tables() -> None:
    """Held is printed in one table, the reasons of what was lost in another, and nobody prints how
    many were lost.
    """
    ledger = Ledger()
    ledger.add(sessions=40, held=37)
    ledger.add_share("held_share", "held", "sessions")
    figures = ledger.publish(FIVE)
    assert figures["held"].suppressed
    assert figures["held_share"] == Figure(None, 40, suppressed=True, is_share=True)
    assert figures["sessions"] == Figure(40)


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_share_is_hidden_where_it_would_tell_of_few(part: int, rest: int) -> None:
    ledger = Ledger()
    ledger.add(whole=part + rest)
    ledger.know("part", part)
    ledger.add_share("share", "part", "whole")
    found = ledger.publish(FIVE)["share"]
    if 0 < part < 5 or 0 < rest < 5 or 0 < part + rest < 10:
        assert found.suppressed
        assert found.value is None
    elif part + rest:
        assert found == Figure(part / (part + rest), part + rest, is_share=True)


def test_a_percentage_of_few_is_not_given_back_by_the_counts_beside_it() -> None:
    ledger = Ledger()
    ledger.add(whole=8, part=0)
    ledger.add_share("share", "part", "whole")
    figures = ledger.publish(FIVE)
    assert figures["share"].suppressed
    assert figures["part"].suppressed


def test_four_reasons_of_seven_tell_no_more_than_that_each_is_small() -> None:
    """Each may still be 1 to 4, so the total and what is left of it can be told."""
    figures = of_parts({"held": 33, "a": 1, "b": 3, "c": 2, "d": 1}).publish(FIVE)
    assert figures["held"] == Figure(33)
    assert all(figures[key].suppressed for key in "abcd")


@pytest.mark.parametrize(("count", "shown"), [(3, False), (9, False), (10, True)])
def test_days_of_few_children_are_not_told(count: int, shown: bool) -> None:
    ledger = Ledger()
    ledger.add(children=count)
    ledger.measures["gap"] = Measure(31.0, "children")
    found = ledger.publish(FIVE)["gap"]
    assert (found.value == 31.0) is shown
    assert found.suppressed is not shown


@given(
    st.lists(COUNTS, min_size=4, max_size=4),
    st.lists(COUNTS, min_size=3, max_size=3),
    st.sampled_from([5, 10]),
)
def test_sums_of_sums_keep_their_secrets(owners: list[int], other: list[int], least: int) -> None:
    """A total that is printed, a sum that is not, its parts in another table, and a second split of
    the same total.
    """
    ledger = Ledger()
    open_ = sum(owners)
    names = ("worker", "manager", "agency")
    ledger.add_all({"open": open_, **dict(zip(names, owners[:3], strict=True))})
    ledger.know("overdue", sum(owners[:3]))
    ledger.add_share("overdue_share", "overdue", "open")
    ledger.add_sum("overdue", *names)
    split = {f"kind {n}": count for n, count in enumerate(other)}
    if sum(split.values()) <= open_:
        ledger.add_all(split | {"kind rest": open_ - sum(split.values())})
        ledger.add_sum("open", *split, "kind rest")
    rule = Threshold(least)
    hidden = ledger.hidden(rule)
    ranges = ledger.ranges(hidden)
    assert all(rule.is_covered(ledger.counts[key], ranges[key]) for key in hidden)


@given(st.dictionaries(st.sampled_from("abc"), COUNTS, min_size=1))
def test_for_the_manager_nothing_is_hidden(counts: dict[str, int]) -> None:
    assert not any(
        figure.suppressed for figure in of_parts(counts).publish(Threshold(1, 0)).values()
    )


def test_a_figure_that_gives_a_hidden_count_away_is_hidden_with_it() -> None:
    """Days per child beside the days in all would tell how many children there were."""
    for late, is_hidden in ((3, True), (12, False)):
        ledger = Ledger()
        ledger.add(children=20, late=late)
        ledger.measures["gap"] = Measure(31.0, "children", tells_of=("late",))
        assert ledger.publish(FIVE)["gap"].suppressed is is_hidden


@pytest.mark.parametrize(
    ("count", "low", "high", "is_covered"),
    [
        (3, 1, 4, True),  # any of the small numbers
        (3, 2, 4, False),  # one of them is ruled out
        (3, 1, 3, False),  # it cannot be the largest of them
        (3, 0, 3, False),
        (3, 0, 9, True),
        (12, 10, 14, True),
        (12, 10, 13, False),
    ],
)
def test_a_hidden_count_is_covered_by_as_many_values_as_there_are_small_ones(
    count: int, low: float, high: float, is_covered: bool
) -> None:
    assert FIVE.is_covered(count, (low, high)) is is_covered


# What is published, figure by figure


def test_a_hidden_count_has_no_value_and_a_told_one_has() -> None:
    ledger = Ledger()
    ledger.add(sessions=40)
    ledger.add(none=0)
    ledger.add(few=3)
    assert ledger.publish(FIVE) == {
        "sessions": Figure(40),
        "none": Figure(0),
        "few": Figure(None, suppressed=True),
    }


def test_a_count_that_is_to_be_hidden_whatever_it_is_has_no_value() -> None:
    ledger = Ledger()
    ledger.add(sessions=40, held=37)
    assert ledger.publish(FIVE, also=["held"]) == {
        "sessions": Figure(40),
        "held": Figure(None, suppressed=True),
    }


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (0, 0, Figure(None, 0, is_share=True)),  # nothing to tell, and nothing hidden
        (1, 1, Figure(None, None, suppressed=True, is_share=True)),
        (5, 9, Figure(None, 9, suppressed=True, is_share=True)),
        (5, 10, Figure(0.5, 10, is_share=True)),
        (4, 20, Figure(None, 20, suppressed=True, is_share=True)),  # the part is small
        (16, 20, Figure(None, 20, suppressed=True, is_share=True)),  # and here what is left
        (0, 20, Figure(0.0, 20, is_share=True)),
        (20, 20, Figure(1.0, 20, is_share=True)),
    ],
)
def test_a_share_is_told_from_ten_on_where_neither_part_is_small(
    part: int, whole: int, expected: Figure
) -> None:
    ledger = Ledger()
    ledger.add(whole=whole)
    ledger.know("part", part)
    ledger.add_share("share", "part", "whole")
    assert ledger.publish(FIVE)["share"] == expected


def test_a_share_of_a_hidden_whole_tells_neither_itself_nor_its_n() -> None:
    for whole in (0, 40):
        ledger = Ledger()
        ledger.add(whole=whole)
        ledger.know("part", whole)
        ledger.add_share("share", "part", "whole")
        assert ledger.publish(FIVE, also=["whole"])["share"] == Figure(
            None, None, suppressed=True, is_share=True
        )


def test_a_measure_tells_its_n_and_neither_where_what_it_rests_on_is_hidden() -> None:
    def published(children: int, value: float | None = 31.0) -> Figure:
        ledger = Ledger()
        ledger.add(children=children)
        ledger.measures["gap"] = Measure(value, "children")
        return ledger.publish(FIVE)["gap"]

    assert published(10) == Figure(31.0, 10)
    assert published(9) == Figure(None, 9, suppressed=True)
    assert published(3) == Figure(None, None, suppressed=True)
    assert published(1) == Figure(None, None, suppressed=True)
    assert published(0) == Figure(None, 0), (
        "of nobody there is nothing to tell, and nothing to hide"
    )


def test_what_nobody_prints_gives_away_too_and_so_does_a_hidden_share() -> None:
    ledger = Ledger()
    ledger.add(children=20, sessions=30)
    ledger.know("unseen", 2)
    ledger.know("held", 29)
    ledger.add_share("held_share", "held", "sessions")
    ledger.measures["by unseen"] = Measure(31.0, "children", tells_of=("unseen",))
    ledger.measures["by share"] = Measure(31.0, "children", tells_of=("held_share",))
    ledger.measures["by neither"] = Measure(31.0, "children", tells_of=("sessions",))
    figures = ledger.publish(FIVE)
    hidden = {key for key, figure in figures.items() if figure.suppressed}
    assert hidden == {"held_share", "by unseen", "by share"}


def test_from_two_on_ones_are_hidden_and_from_one_on_nothing() -> None:
    assert of_parts({"a": 1, "b": 40}).hidden(Threshold(1, 0)) == set()
    assert "a" in of_parts({"a": 1, "b": 40}).hidden(Threshold(2, 0))
    assert not Threshold(2).hides(0)


@pytest.mark.parametrize(
    ("counts", "also_hidden"),
    [
        ({"a": 3, "b": 20, "c": 30}, {"b"}),  # the smallest beside it
        ({"a": 3, "b": 0, "c": 30}, {"c"}),  # a zero last of all
        ({"a": 3, "b": 20, "c": 20}, {"b"}),  # of two alike the first by name
        ({"a": 3, "b": 0}, {"total"}),  # the total before a zero
    ],
)
def test_with_a_small_count_the_next_smallest_part_is_hidden(
    counts: dict[str, int], also_hidden: set[str]
) -> None:
    assert of_parts(counts).hidden(FIVE) == {"a"} | also_hidden


def test_a_share_that_is_told_tells_of_its_part() -> None:
    """Nobody prints how many were held, but forty percent of fifty is twenty."""
    ledger = Ledger()
    ledger.add(sessions=50)
    ledger.know("held", 20)
    ledger.add_share("held_share", "held", "sessions")
    assert ledger.ranges(set())["held"] == (20, 20)
    assert ledger.ranges({"held"})["held"] != (20, 20)
