"""Audits and dip samples: what may not be left blank, who agrees with whom, and a draw that can be
drawn again.
"""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision_tui.practice.audit import (
    Finding,
    Grade,
    agreement,
    missing_action,
    missing_finding,
    missing_reason,
    read_finding,
)
from supervision_tui.practice.policy.council_forms import FormKind
from supervision_tui.practice.policy.policy import default_policy
from supervision_tui.practice.sampling import draw
from supervision_tui.practice.vocabulary import AuditKind

GOOD = Finding(Grade.GOOD, "seen alone")
CASE_FILE = default_policy().form(FormKind.AUDIT, AuditKind.CASE_FILE)


@pytest.mark.parametrize(
    ("typed", "grade", "words"),
    [
        ("g seen alone", Grade.GOOD, "seen alone"),
        ("G: seen alone", Grade.GOOD, "seen alone"),
        ("r  two visits\n late ", Grade.REQUIRES_IMPROVEMENT, "two visits late"),
        ("requires improvement: late", Grade.REQUIRES_IMPROVEMENT, "late"),
        ("inadequate", Grade.INADEQUATE, ""),
        ("o", Grade.OUTSTANDING, ""),
        ("seen alone", None, "seen alone"),
        ("x marks the spot", None, "x marks the spot"),
    ],
)
def test_a_finding_is_read_as_it_is_typed(typed: str, grade: Grade | None, words: str) -> None:
    assert read_finding(typed) == Finding(grade, words)


def test_nothing_typed_is_no_finding() -> None:
    assert read_finding("  ") is None


@pytest.mark.parametrize("criterion", ["lived-experience", "impact"])
def test_lived_experience_and_impact_cannot_be_left_blank(criterion: str) -> None:
    whole = {"lived-experience": GOOD, "impact": GOOD}
    assert missing_finding(CASE_FILE, whole) is None
    for blank in (None, Finding(Grade.GOOD, ""), Finding(None, "seen alone")):
        found = (
            whole | {criterion: blank}
            if blank
            else {each: f for each, f in whole.items() if each != criterion}
        )
        refusal = missing_finding(CASE_FILE, found)
        assert refusal is not None
        assert CASE_FILE.title_of(criterion) in refusal.says


@pytest.mark.parametrize(
    ("grade", "is_needed"), zip(Grade, (False, False, True, True), strict=True)
)
def test_an_audit_that_is_not_good_requires_an_action(grade: Grade, is_needed: bool) -> None:
    assert (missing_action(grade, has_action=False) is not None) is is_needed
    assert missing_action(grade, has_action=True) is None


@pytest.mark.parametrize(
    ("whole", "parts", "asks"),
    [
        (Grade.GOOD, "ggg", None),
        (Grade.GOOD, "grg", "1 of 3 criteria is below good"),
        (Grade.GOOD, "rrg", "2 of 3 criteria are graded worse than good"),
        (Grade.OUTSTANDING, "ggo", "2 of 3 criteria are graded worse than outstanding"),
        (Grade.OUTSTANDING, "go", None),  # half of them is not most
        (Grade.REQUIRES_IMPROVEMENT, "ii", "graded worse than requires improvement"),
        (Grade.GOOD, "", None),
    ],
)
def test_a_grade_that_its_parts_do_not_bear_out_is_asked_about(
    whole: Grade, parts: str, asks: str | None
) -> None:
    findings = {
        str(number): Finding(Grade.of_letter(letter), "seen") for number, letter in enumerate(parts)
    }
    found = missing_reason(whole, findings, better_because="", no_action_because="")
    assert (asks is None) == (found is None)
    if found is not None and asks is not None:
        assert asks in found.says
    said = missing_reason(
        whole, findings, better_because="new work", no_action_because="talked over"
    )
    assert said is None


def test_kappa_of_a_textbook_table() -> None:
    """Fifty pairs: 20 both good, 15 both inadequate, 5 and 10 apart: 0.70 agree, 0.50 by chance,
    kappa 0.40.
    """
    pairs = [(Grade.GOOD, Grade.GOOD)] * 20 + [(Grade.INADEQUATE, Grade.INADEQUATE)] * 15
    pairs += [(Grade.GOOD, Grade.INADEQUATE)] * 5 + [(Grade.INADEQUATE, Grade.GOOD)] * 10
    found = agreement(pairs)
    assert (found.n, found.agreed, found.second_lower, found.second_higher) == (50, 35, 5, 10)
    assert found.share == 0.7
    assert found.kappa == pytest.approx(0.4)
    assert found.says == "second grades more often higher (5 lower, 10 higher)"


def test_kappa_says_nothing_where_there_is_nothing_to_agree_on() -> None:
    assert agreement([]).kappa is None
    assert agreement([(Grade.GOOD, Grade.GOOD)] * 4).kappa is None


@given(st.lists(st.tuples(st.sampled_from(list(Grade)), st.sampled_from(list(Grade)))))
def test_kappa_is_one_at_best_and_the_same_either_way_round(
    pairs: list[tuple[Grade, Grade]],
) -> None:
    found, turned = agreement(pairs), agreement([(second, first) for first, second in pairs])
    assert found.kappa is None or found.kappa <= 1
    assert (
        found.kappa == pytest.approx(turned.kappa)
        if found.kappa is not None
        else turned.kappa is None
    )
    assert found.agreed + found.second_lower + found.second_higher == found.n


POPULATIONS = st.dictionaries(
    st.integers(0, 400).map("C-{}".format), st.sampled_from("ABCDE"), max_size=120
)


@given(POPULATIONS, st.integers(1, 40), st.integers(0, 10**9))
def test_a_draw_has_its_size_each_child_once_and_each_stratum_by_its_share(
    population: dict[str, str], size: int, seed: int
) -> None:
    drawn = draw(population, size, seed)
    assert len({each.ref for each in drawn}) == len(drawn) == min(size, len(population))
    assert all(population[each.ref] == each.stratum for each in drawn)
    counts, there = Counter(each.stratum for each in drawn), Counter(population.values())
    for stratum, number in there.items():
        share = len(drawn) * number / len(population)
        assert share - 1 < counts[stratum] < share + 1


@given(POPULATIONS, st.integers(1, 40), st.integers(0, 10**9))
def test_the_same_seed_draws_the_same_in_whatever_order_the_children_come(
    population: dict[str, str], size: int, seed: int
) -> None:
    assert draw(population, size, seed) == draw(dict(reversed(population.items())), size, seed)


def test_every_child_is_as_likely_as_any_other() -> None:
    """Of 400 seeds each of twenty children comes up near 100 times, those of the smallest stratum
    too.
    """
    population = {f"C-{n}": "A" if n < 2 else "B" if n < 8 else "C" for n in range(20)}
    seen = Counter(each.ref for seed in range(400) for each in draw(population, 5, seed))
    assert all(65 < seen[ref] < 135 for ref in population), seen


def test_the_draw_of_a_seed_stays_what_it_is() -> None:
    """A sample that was published is drawn again in years to come: this one is fixed."""
    population = {f"C-{n}": "ab"[n % 2] for n in range(30)}
    assert [each.ref for each in draw(population, 6, 4471)] == [
        "C-16",
        "C-22",
        "C-28",
        "C-23",
        "C-3",
        "C-7",
    ]
