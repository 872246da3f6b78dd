"""Directions that are complete and dated for their own sake; drift; checkpoints."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from supervision_tui.practice.children.dates_due import dates_due
from supervision_tui.practice.children.events import ChildOnRecord, RecordedEvent
from supervision_tui.practice.direction import quality
from supervision_tui.practice.direction.checkpoints import Allocation, outstanding_direction
from supervision_tui.practice.policy.policy import default_policy
from supervision_tui.practice.policy.reflective_models import is_reflective
from supervision_tui.practice.vocabulary import Checkpoint, DirectionState, Plan

POLICY = default_policy()
TODAY = date(2026, 3, 2)


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("text", "owner", "reason", "code"),
    [
        ("", "A", "b", "no-text"),
        ("Visit", " ", "b", "no-owner"),
        ("Visit", "A", "", "no-reason"),
        ("Visit", "A", "b", None),
    ],
)
def test_a_direction_needs_a_verb_an_owner_and_a_reason(
    text: str, owner: str, reason: str, code: str | None
) -> None:
    found = quality.missing_parts(text, owner, reason)
    assert (found.code if found else None) == code


def test_a_date_that_is_simply_the_next_review_is_lazy() -> None:
    dates = {"review-conference": date(2025, 11, 1), "cp-visit-made": date(2026, 2, 20)}
    events = [RecordedEvent(event, on) for event, on in dates.items()]
    due = dates_due(ChildOnRecord({Plan.CP: None}, events), TODAY, POLICY)
    assert quality.lazy_date(date(2026, 5, 1), due) is not None
    assert quality.lazy_date(date(2026, 3, 6), due) is None
    assert quality.lazy_date(date(2026, 4, 30), due) is None


@pytest.mark.parametrize(
    ("due", "word", "late"),
    [
        (days(-3), "3 d late", True),
        (days(0), "due today", False),
        (days(4), "due Fri", False),
        (days(7), "in 7 d", False),
        (days(30), "in 30 d", False),
    ],
)
def test_overdue_is_said_in_the_same_words_everywhere(due: date, word: str, late: bool) -> None:
    facts = quality.DirectionFacts(DirectionState.OPEN, due)
    found = quality.lateness(facts, TODAY)
    assert (found.word, found.is_late, quality.is_overdue(facts, TODAY)) == (word, late, late)


def test_what_is_done_is_never_late() -> None:
    facts = quality.DirectionFacts(DirectionState.DONE, days(-30))
    assert not quality.is_overdue(facts, TODAY)
    assert quality.drift(facts, TODAY, POLICY) is None


@pytest.mark.parametrize(
    ("facts", "drifts"),
    [
        (quality.DirectionFacts(DirectionState.OPEN, days(5), extensions=2), True),
        (quality.DirectionFacts(DirectionState.OPEN, days(5), carried=2), True),
        (quality.DirectionFacts(DirectionState.OPEN, days(5), extensions=1, carried=1), False),
        (quality.DirectionFacts(DirectionState.PART, POLICY.days.add(TODAY, -21)), True),
        (quality.DirectionFacts(DirectionState.PART, POLICY.days.add(TODAY, -20)), False),
    ],
)
def test_drift(facts: quality.DirectionFacts, drifts: bool) -> None:
    assert (quality.drift(facts, TODAY, POLICY) is not None) is drifts


def test_plan_drift_asks_about_long_plans() -> None:
    assert (
        quality.plan_drift("cin", date(2025, 9, 2), TODAY, POLICY)
        == "open 6 months; review is due from 6 months"
    )
    assert quality.plan_drift("cin", date(2025, 9, 3), TODAY, POLICY) is None
    assert quality.plan_drift("cp", date(2025, 1, 2), TODAY, POLICY) is None
    assert quality.plan_drift("cla", date(2015, 1, 2), TODAY, POLICY) is None


def test_direction_is_owed_at_allocation_transfer_and_the_end_of_assessment() -> None:
    first = Allocation("1", "A", days(-40), days(-10))
    same_team, other_team = Allocation("2", "A", days(-10)), Allocation("2", "B", days(-10))
    known = days(-40)

    def outstanding(
        second: Allocation, authorised: date | None, last: date | None
    ) -> Checkpoint | None:
        found = outstanding_direction([first, second], authorised, known, last, TODAY)
        return found.checkpoint if found else None

    assert outstanding(same_team, None, days(-20)) is Checkpoint.ALLOCATION
    assert outstanding(other_team, None, days(-20)) is Checkpoint.TRANSFER
    assert outstanding(other_team, days(-3), days(-5)) is Checkpoint.END_OF_ASSESSMENT
    assert outstanding(other_team, days(-3), days(-3)) is None
    assert outstanding(other_team, days(-60), days(-10)) is None


def test_direction_is_owed_from_the_day_of_the_allocation_itself() -> None:
    found = outstanding_direction([Allocation("1", "A", TODAY)], None, days(-40), None, TODAY)
    assert found is not None and (found.checkpoint, found.on) == (Checkpoint.ALLOCATION, TODAY)
    assert (
        outstanding_direction([Allocation("1", "A", days(1))], None, days(-40), None, TODAY) is None
    )


def test_the_day_of_an_import_asks_for_nothing() -> None:
    assert (
        outstanding_direction(
            [Allocation("1", "A", days(-3), asked=False)], None, days(-3), None, TODAY
        )
        is None
    )


@pytest.mark.parametrize(
    ("authorised", "is_owed"), [(-10, False), (-3, False), (-2, True), (0, True), (1, False)]
)
def test_an_assessment_that_ended_before_the_child_was_known_here_asks_for_nothing(
    authorised: int, is_owed: bool
) -> None:
    imported = [Allocation("1", "A", days(-3), asked=False)]
    found = outstanding_direction(imported, days(authorised), days(-3), None, TODAY)
    assert (found is not None) is is_owed
    assert found is None or (found.checkpoint, found.on) == (
        Checkpoint.END_OF_ASSESSMENT,
        days(authorised),
    )


def test_every_model_has_its_stages_and_three_to_six_prompts_each() -> None:
    models = POLICY.models
    assert list(models) == [
        "kolb",
        "4x4x4",
        "gibbs",
        "signs-of-safety",
        "systemic",
        "anchors",
        "short",
    ]
    assert [stage.id for stage in models["gibbs"].stages][-1] == "action-plan"
    assert all(3 <= len(stage.prompts) <= 6 for model in models.values() for stage in model.stages)


def test_reflection_counts_from_two_stages_on() -> None:
    assert not is_reflective({"experience": "a visit", "reflection": "  "}, POLICY.reflection)
    assert is_reflective({"experience": "a visit", "analysis": "it means"}, POLICY.reflection)
