"""Events as people name them: by what the screen calls the date due, too."""

from __future__ import annotations

import pytest

from supervision_tui.practice.children.typed_events import NOT_BY_HAND, events_meant
from supervision_tui.practice.policy.policy import default_policy
from supervision_tui.practice.vocabulary import Refusal

POLICY = default_policy()
DATES_DUE = [
    (plan, shown.rule.words, shown.rule.held_event)
    for plan in POLICY.plans
    for shown in POLICY.timescales_of([plan])
    if plan in shown.rule.plans and shown.rule.held_event not in NOT_BY_HAND
]


@pytest.mark.parametrize(
    ("plan", "words", "event"), DATES_DUE, ids=[f"{plan}: {words}" for plan, words, _ in DATES_DUE]
)
def test_what_a_date_due_is_called_names_its_event(plan: str, words: str, event: str) -> None:
    meant = events_meant(words, [plan], POLICY)
    assert not isinstance(meant, Refusal) and any(each.startswith(event) for each in meant)


def test_the_only_review_of_a_child_is_meant_by_review() -> None:
    assert events_meant("review", ["care-leaver"], POLICY) == ("pathway-plan",)
    assert isinstance(events_meant("review", ["cp", "cla"], POLICY), Refusal)
