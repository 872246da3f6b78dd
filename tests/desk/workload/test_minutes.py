"""How long a child really took: kept by the clock at the signature, and its median beside the
policy's minutes.
"""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session, select

from supervision_tui.desk.moment import Moment
from supervision_tui.desk.supervision.signing import sign_record
from supervision_tui.desk.workload.minutes import measured_minutes
from supervision_tui.practice.policy.policy import default_policy, make_policy
from supervision_tui.practice.workload.measured_minutes import (
    MeasuredMinutes,
    TimedDiscussion,
    measured,
    suggested_lines,
)
from supervision_tui.records import CaseDiscussion
from supervision_tui.vault.store import Store
from tests.desk.supervision.hours import all_left_out, opened

DAY = date(2026, 3, 2)


def timed(plan: str, *seconds: int) -> list[TimedDiscussion]:
    return [TimedDiscussion(plan, DAY, each) for each in seconds]


def test_a_median_is_of_what_was_spoken_about_and_not_passed_by() -> None:
    found = measured([*timed("cp", 600, 900, 59, 1200), *timed("cin", 30)])
    assert found == {"cp": MeasuredMinutes("cp", 15.0, 3, DAY, DAY)}
    assert found["cp"].says() == "own median 15 minutes of 3 discussions"


def test_lines_are_suggested_of_enough_discussions_with_another_median_and_are_a_policy() -> None:
    enough, same, few = [780] * 10, [360] * 12, [1200] * 9
    found = measured([*timed("cp", *enough), *timed("cin", *same), *timed("plo", *few)])
    text = "\n".join(suggested_lines(found, default_policy(), DAY))
    policy = make_policy(text)
    assert policy.plan("cp").minutes == 13
    assert policy.plan("cin").minutes == 6
    assert policy.plan("plo").minutes == 12
    assert "median of 10 discussions, Mon 2 Mar 2026 to Mon 2 Mar 2026" in policy.source(
        "plans.cp.minutes"
    )
    assert policy.on(date(2026, 3, 1)).plan("cp").minutes == 10


def test_the_clock_of_the_hour_is_kept_with_each_child_it_ran_for(
    demo_store: Store, moment: Moment
) -> None:
    view = opened(demo_store, moment)
    first, second = [item.child.ref for item in view.agenda][:2]
    draft = all_left_out(view, first, second)
    for ref, seconds in ((first, 700), (second, 0)):
        draft.child(ref).voice = "Drew the week."
        draft.child(ref).seconds = seconds
    demo_store.run(sign_record, view.session_id, draft, moment)

    def kept(session: Session) -> set[int | None]:
        rows = session.exec(
            select(CaseDiscussion).where(CaseDiscussion.session_id == view.session_id)
        )
        return {row.seconds for row in rows if row.discussed}

    assert demo_store.run(kept) == {700, None}


def test_the_service_sees_its_own_median_beside_the_default(
    unchanged_demo: Store, moment: Moment
) -> None:
    found = unchanged_demo.run(measured_minutes, moment)

    def naive(session: Session) -> int:
        rows = session.exec(select(CaseDiscussion))
        return sum((row.seconds or 0) >= 60 for row in rows)

    assert sum(each.discussions for each in found.values()) <= unchanged_demo.run(naive)
    assert found["cp"].is_enough
    assert 7 <= found["cp"].minutes <= 18


@pytest.mark.parametrize("seconds", [[], [59]])
def test_without_a_clock_nothing_is_said(seconds: list[int]) -> None:
    assert measured(timed("cp", *seconds)) == {}
    assert list(suggested_lines({}, default_policy(), DAY)) == []
