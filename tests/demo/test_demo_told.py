"""The demo is believable to somebody who does the work: events in their order, texts that fit the
child.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from sqlmodel import Session, select

from supervision_tui.demo.words import FITS
from supervision_tui.desk.children.caseload_list import children_with_dates
from supervision_tui.desk.moment import Moment
from supervision_tui.practice.vocabulary import Plan
from supervision_tui.records import (
    CaseDiscussion,
    Child,
    ChildEvent,
    Direction,
    PlanEpisode,
    RagEntry,
    SupervisionSession,
    Worker,
)
from supervision_tui.vault.store import Store

ORDER = (
    ("referral", "assessment-start"), ("referral", "strategy"), ("strategy", "icpc"), ("icpc",
    "core-group-held"),
    ("icpc", "review-conference"), ("looked-after", "cla-review-held"), ("looked-after",
    "cla-visit-made"),
    ("assessment-start", "assessment-authorised"),
)  # fmt: skip


def plans_of(session: Session) -> dict[int, list[PlanEpisode]]:
    found: dict[int, list[PlanEpisode]] = {}
    for each in session.exec(select(PlanEpisode)):
        found.setdefault(each.child_id, []).append(each)
    return found


def children_of(session: Session) -> dict[int | None, Child]:
    return {each.id: each for each in session.exec(select(Child))}


def test_nobody_has_a_plan_or_is_discussed_before_the_birth(unchanged_demo: Store) -> None:
    def told(session: Session) -> None:
        children = children_of(session)
        for episode in session.exec(select(PlanEpisode)):
            born = children[episode.child_id].born
            is_before = born is None or born >= episode.starts_on
            assert not is_before or episode.plan == Plan.CP, (
                "a conference may be held before a birth"
            )
        for discussion, held in session.exec(
            select(CaseDiscussion, SupervisionSession).join(SupervisionSession)
        ):
            born, held_on = children[discussion.child_id].born, held.held_on
            assert born is not None and held_on is not None and born < held_on

    unchanged_demo.run(told)


def test_brothers_and_sisters_could_be_such(unchanged_demo: Store) -> None:
    def told(session: Session) -> None:
        families: dict[int, list[Child]] = {}
        for child in session.exec(select(Child)):
            if child.family_id is not None:
                families.setdefault(child.family_id, []).append(child)
        for children in families.values():
            births = sorted(each.born for each in children if each.born is not None)
            assert all((later - earlier).days >= 280 for earlier, later in pairwise(births))
            assert len({each.name for each in children}) == len(children)

    unchanged_demo.run(told)


def test_no_name_is_borne_twice(unchanged_demo: Store) -> None:
    def told(session: Session) -> tuple[list[str], list[str]]:
        return [each or "" for each in session.exec(select(Child.name))], list(
            session.exec(select(Worker.name))
        )

    children, workers = unchanged_demo.run(told)
    assert len({*children, *workers}) == len([*children, *workers])
    assert not {name.split()[-1] for name in children} & {name.split()[-1] for name in workers}


def test_nothing_happens_after_a_case_is_closed_and_nothing_is_done_before_it_is_asked(
    unchanged_demo: Store,
) -> None:
    def told(session: Session) -> None:
        children = children_of(session)
        for event in session.exec(select(ChildEvent)):
            closed = children[event.child_id].closed_on
            assert closed is None or event.on_date <= closed
        for direction in session.exec(select(Direction)):
            assert direction.closed_on is None or direction.closed_on >= direction.given_on

    unchanged_demo.run(told)


def test_each_discussion_ends_with_a_view_and_a_decision(unchanged_demo: Store) -> None:
    def told(session: Session) -> list[tuple[str, str]]:
        rows = select(CaseDiscussion).where(CaseDiscussion.discussed)
        return [(each.managers_view, each.decision) for each in session.exec(rows)]

    said = unchanged_demo.run(told)
    assert len(said) > 300 and all(view and decision for view, decision in said)


def test_a_manager_sits_in_one_session_at_a_time(unchanged_demo: Store) -> None:
    def told(session: Session) -> list[tuple[date, str]]:
        rows = session.exec(select(SupervisionSession).where(SupervisionSession.state == "held"))
        return [(each.planned_on, each.planned_time) for each in rows]

    hours = unchanged_demo.run(told)
    assert len(set(hours)) == len(hours)


def test_events_come_in_their_order(unchanged_demo: Store) -> None:
    def told(session: Session) -> dict[int, dict[str, list[date]]]:
        found: dict[int, dict[str, list[date]]] = {}
        for each in session.exec(select(ChildEvent)):
            found.setdefault(each.child_id, {}).setdefault(each.event, []).append(each.on_date)
        return found

    for events in unchanged_demo.run(told).values():
        for first, then in ORDER:
            if first in events and then in events:
                assert min(events[first]) <= min(events[then]), (first, then)
        reviews = sorted(events.get("cla-review-held", []))
        assert all(first < later for first, later in pairwise(reviews))


def test_each_event_belongs_to_a_plan_of_the_child(unchanged_demo: Store) -> None:
    of_plan = {
        "pathway-plan": {Plan.CARE_LEAVER}, "core-group-held": {Plan.CP}, "icpc": {Plan.CP},
        "cla-review-held": {Plan.CLA}, "cin-review-held": {Plan.CIN}, "letter": {Plan.PLO},
    }  # fmt: skip

    def told(session: Session) -> None:
        plans = plans_of(session)
        for each in session.exec(select(ChildEvent)):
            if each.event in of_plan:
                assert of_plan[each.event] & {episode.plan for episode in plans[each.child_id]}, (
                    each.event
                )

    unchanged_demo.run(told)


def test_texts_fit_the_plan_and_the_age(unchanged_demo: Store) -> None:
    def told(session: Session) -> int:
        plans, looked_at = plans_of(session), 0
        children = children_of(session)
        directions = [
            (row.text, row.child_id, row.given_on) for row in session.exec(select(Direction))
        ]
        ratings = [
            (row.reason, row.child_id, row.on_date) for row in session.exec(select(RagEntry))
        ]
        for text, child_id, on in (*directions, *ratings):
            fit = FITS.get(text)
            if fit is None:
                continue
            born = children[child_id].born
            assert born is not None
            assert fit.ages[0] <= (on - born).days // 365 <= fit.ages[1], text
            assert not fit.plans or {each.plan for each in plans[child_id]} & set(fit.plans), text
            looked_at += 1
        return looked_at

    assert unchanged_demo.run(told) > 300


@pytest.mark.parametrize("state", ["late", "due", "not-known-here"])
def test_some_dates_are_late_some_due_and_some_not_known(
    unchanged_demo: Store, moment: Moment, state: str
) -> None:
    dates = [
        each for child in unchanged_demo.run(children_with_dates, moment) for each in child.dates
    ]
    assert 10 < sum(each.state == state for each in dates) < len(dates)
    assert any(
        each.held_event == "core-group-held" and each.read_in.startswith("by hand")
        for each in dates
    )
