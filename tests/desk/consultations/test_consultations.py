"""Consultations: asked for, held, decided, looked back at."""

from __future__ import annotations

import tempfile
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import Session, col, select

from supervision_tui.desk.consultations import board, clinicians, requests
from supervision_tui.desk.consultations.lines import consultation_lines, consultation_of
from supervision_tui.desk.consultations.recommendations import (
    AdoptDraft,
    adopt_recommendation,
    decline_recommendation,
)
from supervision_tui.desk.consultations.requests import ConsultationDraft, HeldDraft
from supervision_tui.desk.destination import RecordKind
from supervision_tui.desk.directions.lines import open_directions
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.search import search
from supervision_tui.desk.supervision.agenda import next_agenda
from supervision_tui.desk.supervision.preparation import preparation, session_to_prepare
from supervision_tui.desk.supervision.session import open_session, start_session
from supervision_tui.desk.today.today import today
from supervision_tui.desk.training.board import learning
from supervision_tui.desk.undo import take_back
from supervision_tui.practice.consultation import Decision, Helped, Mode, Step
from supervision_tui.practice.direction.accepting import SaidDirection
from supervision_tui.practice.policy.policy import default_policy
from supervision_tui.records import Child, Direction, Recommendation, Worker
from supervision_tui.vault.errors import VaultError
from supervision_tui.vault.store import Store
from tests.conftest import NOW, TODAY, ClosedVault, examples
from tests.desk.learning import (
    CROWDED,
    adopt,
    asked,
    child_of,
    held,
    later,
    line_of,
    view_of,
    worker_name,
)


def test_a_consultation_goes_from_request_to_a_direction_that_both_name(
    demo_store: Store, moment: Moment
) -> None:
    ref = child_of(demo_store, CROWDED, moment)
    line = held(demo_store, moment, ref, "Draw the week with her", "- See her at school")
    assert (line.step, line.wait, line.clinician, line.discipline) == (
        Step.HELD, 0, "Ada Finch", "clinical psychologist",
    )  # fmt: skip
    assert [each.text for each in line.undecided] == ["Draw the week with her", "See her at school"]
    first, second = line.undecided
    found = demo_store.run(adopt_recommendation, adopt(first.id, ref), moment)
    assert (found.decision, found.directions) == (Decision.ADOPTED, 1)
    found = demo_store.run(
        adopt_recommendation, adopt(second.id, ref, text="See her alone at school"), moment
    )
    assert found.decision is Decision.ADAPTED
    line = line_of(demo_store, line.id, moment)
    assert not line.undecided
    became = [taken for each in line.recommendations for taken in each.became]
    assert [(taken.child, taken.owner, taken.state) for taken in became] == [
        (ref, "school", "open")
    ] * 2
    directions = {each.id: each for each in demo_store.run(open_directions, moment)}
    origins = [directions[taken.id].origin for taken in became]
    assert [origin.consultation_id for origin in origins if origin] == [line.id] * 2
    assert [origin.text for origin in origins if origin] == [
        "Draw the week with her",
        "See her at school",
    ]
    assert {directions[taken.id].source for taken in became} == {"consultation adopted"}


def test_a_family_is_directed_child_by_child_or_not_at_all(
    demo_store: Store, moment: Moment
) -> None:
    ref = child_of(demo_store, CROWDED, moment)
    other = child_of(demo_store, 4, moment)
    line = held(demo_store, moment, f"{ref} {other}", "Draw the week")
    with pytest.raises(Refused, match="C-nobody"):
        demo_store.run(adopt_recommendation, adopt(line.undecided[0].id, f"{ref} C-nobody"), moment)
    line = line_of(demo_store, line.id, moment)
    assert [each.decision for each in line.recommendations] == [Decision.OPEN]
    found = demo_store.run(
        adopt_recommendation, adopt(line.undecided[0].id, f"{ref} {other}"), moment
    )
    assert found.directions == 2


@pytest.mark.parametrize(
    ("draft", "says"),
    [
        (ConsultationDraft(Mode.INDIVIDUAL, "", children="C-1001"), "question"),
        (ConsultationDraft(Mode.INDIVIDUAL, "Why?"), "whom or what it is about"),
        (ConsultationDraft(Mode.INDIVIDUAL, "Why?", children="C-nobody"), "C-nobody"),
        (ConsultationDraft(Mode.INDIVIDUAL, "Why?", worker="Nobody Here"), "Nobody Here"),
        (
            ConsultationDraft(Mode.INDIVIDUAL, "Why?", children="C-1001", clinician="Dr Who"),
            "Dr Who",
        ),
        (ConsultationDraft(Mode.INDIVIDUAL, "Why?", children="C-1001", on="31/2"), "not a day"),
        (
            ConsultationDraft(Mode.INDIVIDUAL, "Why?", children="C-1001", on="2026-03-09"),
            "still to come",
        ),
        (ConsultationDraft(Mode.PRACTICE_DISCUSSION, ""), "about"),
    ],
)
def test_a_request_that_cannot_be_is_refused_and_changes_nothing(
    unchanged_demo: Store, moment: Moment, draft: ConsultationDraft, says: str
) -> None:
    before = len(unchanged_demo.run(consultation_lines, moment))
    with pytest.raises(Refused, match=says):
        unchanged_demo.run(requests.request_consultation, draft, moment)
    assert len(unchanged_demo.run(consultation_lines, moment)) == before


def test_the_follow_up_comes_back_on_today_and_on_the_next_agenda(
    demo_store: Store, moment: Moment
) -> None:
    worker_id = 8
    ref = child_of(demo_store, worker_id, moment)
    name = demo_store.run(lambda session: session.get(Worker, worker_id).name)  # type: ignore[union-attr]
    line = held(demo_store, moment, ref, follow_up="5d")
    assert _first_on_agenda(demo_store, name, moment)[:1] != [ref]
    soon = later(moment, 5)
    needs = [
        need
        for need in demo_store.run(today, soon).needs
        if need.leads_to.kind is RecordKind.CONSULTATION
    ]
    assert ("review today", str(line.id)) in [(need.word, need.leads_to.id) for need in needs]
    session_id = demo_store.run(session_to_prepare, worker_id, soon)
    view = demo_store.run(preparation, session_id, soon)
    assert view.items[0].child.ref == ref
    assert view.items[0].why.startswith("look back at the consultation of Mon 2 Mar")
    assert _first_on_agenda(demo_store, name, soon)[:1] == [ref]
    assert (
        demo_store.run(open_session, demo_store.run(start_session, worker_id, soon), soon)
        .agenda[0]
        .child.ref
        == ref
    )
    demo_store.run(requests.follow_up, line.id, Helped.HELPED, "she spoke", "", moment=soon)
    assert line_of(demo_store, line.id, soon).step is Step.FOLLOWED_UP
    assert ref not in _first_on_agenda(demo_store, name, soon)[:1]


def _first_on_agenda(store: Store, name: str, moment: Moment) -> list[str]:
    return [item.child.ref for item in store.run(next_agenda, name, None, moment).agenda.items]


def test_looked_back_at_once_more_it_stays_open_until_then(
    demo_store: Store, moment: Moment
) -> None:
    line = held(demo_store, moment, child_of(demo_store, 8, moment), follow_up="1d")
    soon = later(moment, 1)
    assert (
        demo_store.run(requests.follow_up, line.id, Helped.PARTLY, "", "2w", moment=soon)
        is Step.HELD
    )
    again = line_of(demo_store, line.id, soon)
    assert (again.step, again.dates.follow_up) == (Step.HELD, date(2026, 3, 17))


def test_a_consultation_closes_only_when_each_recommendation_is_decided(
    demo_store: Store, moment: Moment
) -> None:
    line = held(demo_store, moment, child_of(demo_store, 8, moment), "Draw the week")
    with pytest.raises(Refused, match="not decided yet"):
        demo_store.run(requests.close_consultation, line.id, "", moment)
    with pytest.raises(Refused, match="Say why"):
        demo_store.run(decline_recommendation, line.undecided[0].id, " ", moment)
    demo_store.run(decline_recommendation, line.undecided[0].id, "the school does this", moment)
    with pytest.raises(Refused, match="declined already"):
        demo_store.run(adopt_recommendation, adopt(line.undecided[0].id, line.children[0]), moment)
    demo_store.run(requests.follow_up, line.id, Helped.NO, "", "", moment=moment)
    demo_store.run(requests.close_consultation, line.id, "", moment)
    assert line_of(demo_store, line.id, moment).step is Step.CLOSED


def test_a_request_closed_without_being_held_counts_as_not_met(
    demo_store: Store, moment: Moment
) -> None:
    before = demo_store.run(board.consultations, moment).measures
    consultation_id = asked(demo_store, moment, child_of(demo_store, 8, moment))
    with pytest.raises(Refused, match="not held"):
        demo_store.run(requests.close_consultation, consultation_id, "", moment)
    demo_store.run(requests.close_consultation, consultation_id, "no time", moment)
    after = demo_store.run(board.consultations, moment).measures
    assert (after.requested, after.unmet, after.held) == (
        before.requested + 1,
        before.unmet + 1,
        before.held,
    )


def test_a_consultation_about_no_child_becomes_a_goal_of_the_worker(
    demo_store: Store, moment: Moment
) -> None:
    name = demo_store.run(lambda session: session.get(Worker, 4).name)  # type: ignore[union-attr]
    draft = ConsultationDraft(
        Mode.REFLECTING_TEAM, "How do we write less?", worker=name, theme="records"
    )
    consultation_id = demo_store.run(requests.request_consultation, draft, moment)
    demo_store.run(
        requests.hold_consultation,
        consultation_id,
        HeldDraft("today", recommendations="Read two records aloud", follow_up="4w"),
        moment,
    )
    line = line_of(demo_store, consultation_id, moment)
    found = demo_store.run(
        adopt_recommendation, adopt(line.undecided[0].id, text=line.undecided[0].text), moment
    )
    assert found.is_goal
    goals = [goal for goal in demo_store.run(learning, moment).goals if goal.is_recommended]
    assert [(goal.text, goal.worker) for goal in goals] == [("Read two records aloud", name)]


def test_a_practice_discussion_keeps_who_came(demo_store: Store, moment: Moment) -> None:
    draft = ConsultationDraft(Mode.PRACTICE_DISCUSSION, "", theme="Neglect in families we like")
    consultation_id = demo_store.run(requests.request_consultation, draft, moment)
    line = line_of(demo_store, consultation_id, moment)
    assert [each.came for each in line.invited] == [False] * 9
    demo_store.run(requests.hold_consultation, consultation_id, HeldDraft("today"), moment)
    assert demo_store.run(requests.tick_attendance, consultation_id, 3, moment)
    came = [
        each.worker_id for each in line_of(demo_store, consultation_id, moment).invited if each.came
    ]
    assert came == [3]
    assert not demo_store.run(requests.tick_attendance, consultation_id, 3, moment)


def test_red_children_with_none_in_90_days_are_a_question(
    demo_store: Store, moment: Moment
) -> None:
    unasked = demo_store.run(board.consultations, moment).unasked
    assert unasked
    assert {each.rag for each in unasked} == {"red"}
    ref = unasked[0].ref
    held(demo_store, moment, ref)
    assert ref not in {each.ref for each in demo_store.run(board.consultations, moment).unasked}
    within, beyond = (later(moment, days) for days in (90, 91))
    assert ref not in {each.ref for each in demo_store.run(board.consultations, within).unasked}
    assert ref in {each.ref for each in demo_store.run(board.consultations, beyond).unasked}


def test_the_directory_takes_a_new_name_with_its_discipline_and_refuses_one_twice(
    demo_store: Store, moment: Moment
) -> None:
    demo_store.run(
        clinicians.add_clinician, "Ada Finch", "clinical psychologist", "Tuesdays", moment
    )
    with pytest.raises(Refused, match="already"):
        demo_store.run(clinicians.add_clinician, "ada  FINCH", "psychiatrist", "", moment)
    found = demo_store.run(clinicians.clinician_named, "Ada Finch, anything", moment)
    names = {each.name: each for each in demo_store.run(clinicians.directory, moment)}
    assert names["Ada Finch"].id == found
    assert names["Ada Finch"].discipline == "clinical psychologist"


class RecommendationsStayWhatTheyAre(RuleBasedStateMachine):
    """Whatever is done and taken back: a recommendation is a direction exactly when it is adopted
    or adapted.
    """

    def __init__(self, demo: ClosedVault) -> None:
        super().__init__()
        self.demo = demo

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.moment = Moment(TODAY, NOW, default_policy())
        self.store = self.demo.opened(self.demo.copied(Path(self.folder.name)))
        self.ref = child_of(self.store, CROWDED, self.moment)
        self.line = held(self.store, self.moment, self.ref, "One", "Two", "Three")
        self.done = 0

    @rule(
        place=st.integers(0, 2),
        text=st.sampled_from(["One", "Something else"]),
        by=st.sampled_from(["10wd", "asap"]),
    )
    def adopts(self, place: int, text: str, by: str) -> None:
        each = self.line.recommendations[place]
        try:
            self.store.run(
                adopt_recommendation, adopt(each.id, self.ref, text=text, by=by), self.moment
            )
            self.done += 1
        except Refused:
            pass

    @rule(place=st.integers(0, 2))
    def declines(self, place: int) -> None:
        try:
            self.store.run(
                decline_recommendation, self.line.recommendations[place].id, "no", self.moment
            )
            self.done += 1
        except Refused:
            pass

    @precondition(lambda self: self.done)
    @rule()
    def takes_back(self) -> None:
        take_back(self.store, self.moment)
        self.done -= 1

    @invariant()
    def holds(self) -> None:
        if not hasattr(self, "store"):
            return

        def read(session: Session) -> list[tuple[str, int]]:
            rows = session.exec(
                select(Recommendation).where(Recommendation.consultation_id == self.line.id)
            )
            taken = session.exec(
                select(Direction.recommendation_id).where(
                    col(Direction.recommendation_id).is_not(None)
                )
            )
            there = list(taken)
            return [(row.state, there.count(row.id)) for row in rows]

        for state, directions in self.store.run(read):
            assert directions == (1 if Decision(state).is_taken else 0)
        texts = {
            each.text
            for each in self.store.run(open_directions, self.moment)
            if each.child == self.ref
        }
        line = line_of(self.store, self.line.id, self.moment)
        assert not texts & {each.text for each in line.undecided} - {"One"}

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            self.folder.cleanup()


@pytest.mark.hypothesis
def test_recommendations_stay_what_they_are(demo_vault: ClosedVault) -> None:
    machine: Any = partial(RecommendationsStayWhatTheyAre, demo_vault)
    run_state_machine_as_test(machine, settings=examples(3))


def test_the_vault_itself_refuses_a_direction_of_an_undecided_recommendation(
    demo_store: Store, moment: Moment
) -> None:
    from sqlalchemy.exc import IntegrityError

    line = held(demo_store, moment, child_of(demo_store, CROWDED, moment), "One")

    def sneak(session: Session) -> None:
        child = session.exec(select(Child)).first()
        assert child is not None
        session.add(
            Direction(child_id=child.id or 0, text="One", owner="me", reason="", given_on=TODAY,
            due_on=TODAY,
                      recommendation_id=line.undecided[0].id)
        )  # fmt: skip
        session.flush()

    with pytest.raises((IntegrityError, VaultError)):
        demo_store.run(sneak)


def test_a_consultation_put_on_record_later_does_not_exist_before(
    demo_store: Store, moment: Moment
) -> None:
    ref = child_of(demo_store, 8, moment)
    draft = ConsultationDraft(Mode.INDIVIDUAL, "Why?", children=ref, on="2 feb")
    consultation_id = demo_store.run(requests.request_consultation, draft, moment)
    earlier = later(moment, -14)
    assert demo_store.run(consultation_of, consultation_id, earlier) is None
    soon = later(moment, 7)
    told = HeldDraft("2026-03-03", came="Mrs Came", consent="asked", follow_up="4w")
    demo_store.run(requests.hold_consultation, consultation_id, told, soon)
    line = line_of(demo_store, consultation_id, moment)
    assert (line.step, line.came, line.consent, line.dates.follow_up) == (
        Step.REQUESTED,
        "",
        "",
        None,
    )


def test_what_was_said_at_the_first_look_back_is_kept_beside_the_second(
    demo_store: Store, moment: Moment
) -> None:
    line = held(demo_store, moment, child_of(demo_store, 8, moment), follow_up="today")
    demo_store.run(requests.follow_up, line.id, Helped.NO, "not begun", "1w", moment=moment)
    assert "not begun" in line_of(demo_store, line.id, moment).outcome_words
    demo_store.run(
        requests.follow_up, line.id, Helped.HELPED, "she drew it", "", moment=later(moment, 7)
    )
    words = line_of(demo_store, line.id, later(moment, 7)).outcome_words
    assert words == "Mon 2 Mar 2026: no; not begun; she drew it"


def test_it_is_on_file_since_a_day_that_can_be(demo_store: Store, moment: Moment) -> None:
    line = held(demo_store, moment, child_of(demo_store, 8, moment))
    with pytest.raises(Refused, match="cannot have been on file before"):
        demo_store.run(requests.put_on_file, line.id, "2026-02-01", moment)
    soon = later(moment, 3)
    demo_store.run(requests.put_on_file, line.id, "today", soon)
    assert line_of(demo_store, line.id, soon).on_file_on == soon.today


def test_a_change_that_names_a_new_clinician_is_taken_back_whole(
    demo_store: Store, moment: Moment
) -> None:
    consultation_id = asked(demo_store, moment, child_of(demo_store, 8, moment))
    before = line_of(demo_store, consultation_id, moment)
    draft = ConsultationDraft(
        Mode.GROUP, "Other words", theme="x", clinician="Qed New, psychiatrist"
    )
    demo_store.run(requests.change_request, consultation_id, draft, moment)
    take_back(demo_store, moment)
    assert line_of(demo_store, consultation_id, moment) == before
    assert "Qed New" not in {each.name for each in demo_store.run(clinicians.directory, moment)}


def test_the_search_follows_a_change_of_children(demo_store: Store, moment: Moment) -> None:
    first, second = child_of(demo_store, 8, moment), child_of(demo_store, 4, moment)
    consultation_id = asked(demo_store, moment, first, "Quincunx?")
    draft = ConsultationDraft(Mode.INDIVIDUAL, "Quincunx?", children=second)
    demo_store.run(requests.change_request, consultation_id, draft, moment)
    hits = demo_store.run(search, "quincunx", moment).hits
    assert [hit.about.split()[0] for hit in hits] == [second]


def test_a_recommendation_is_adopted_only_for_whom_it_was_about(
    demo_store: Store, moment: Moment
) -> None:
    line = held(demo_store, moment, child_of(demo_store, 8, moment), "One")
    with pytest.raises(Refused, match="was not about"):
        demo_store.run(
            adopt_recommendation,
            adopt(line.undecided[0].id, child_of(demo_store, 4, moment)),
            moment,
        )


@pytest.mark.parametrize("time", ["25:00", "ten", "10:0", "-1:00"])
def test_a_time_that_cannot_be_is_refused(demo_store: Store, moment: Moment, time: str) -> None:
    consultation_id = asked(demo_store, moment, child_of(demo_store, 8, moment))
    with pytest.raises(Refused, match="not a time"):
        demo_store.run(
            requests.book_consultation,
            consultation_id,
            "Ada Finch, psychologist",
            "fri",
            time,
            moment=moment,
        )
    assert line_of(demo_store, consultation_id, moment).step is Step.REQUESTED


def test_what_is_too_long_for_its_line_is_said_and_not_cut(
    unchanged_demo: Store, moment: Moment
) -> None:
    for draft in (
        ConsultationDraft(Mode.INDIVIDUAL, "Why?", theme="x" * 201),
        ConsultationDraft(Mode.INDIVIDUAL, "Why?", theme="x", asked_by="y" * 121),
    ):
        with pytest.raises(Refused, match="at most"):
            unchanged_demo.run(requests.request_consultation, draft, moment)


def test_a_themes_recommendation_becomes_the_goal_of_the_worker_who_owns_it(
    demo_store: Store, moment: Moment
) -> None:
    draft = ConsultationDraft(Mode.PRACTICE_DISCUSSION, "", theme="Records")
    consultation_id = demo_store.run(requests.request_consultation, draft, moment)
    told = HeldDraft("today", recommendations="Read two aloud", follow_up="4w")
    demo_store.run(requests.hold_consultation, consultation_id, told, moment)
    recommendation = line_of(demo_store, consultation_id, moment).undecided[0]
    with pytest.raises(Refused, match="as its owner"):
        demo_store.run(
            adopt_recommendation, adopt(recommendation.id, text="Read two aloud"), moment
        )
    owned = AdoptDraft(
        recommendation.id,
        SaidDirection("Read two aloud", worker_name(demo_store, 4), "4w", "agreed"),
    )
    assert demo_store.run(adopt_recommendation, owned, moment).is_goal
    goal = next(each for each in view_of(demo_store, moment).goals if each.text == "Read two aloud")
    assert goal.worker_id == 4
