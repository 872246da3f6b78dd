"""What consultations, training, dates and responses leave on record, on a real encrypted vault."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
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

from supervision_tui.desk.children.review import review_card
from supervision_tui.desk.consultations import board, clinicians, requests
from supervision_tui.desk.consultations.lines import ConsultationLine, consultation_lines, consultation_of
from supervision_tui.desk.consultations.recommendations import AdoptDraft, adopt_recommendation, decline_recommendation
from supervision_tui.desk.consultations.requests import ConsultationDraft, HeldDraft
from supervision_tui.desk.destination import Destination, RecordKind
from supervision_tui.desk.directions.lines import open_directions
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.oversight.summary import oversight_summary
from supervision_tui.desk.search import search
from supervision_tui.desk.supervision.agenda import next_agenda
from supervision_tui.desk.supervision.preparation import preparation, session_to_prepare
from supervision_tui.desk.supervision.session import begin_sitting, sitting
from supervision_tui.desk.today.today import today
from supervision_tui.desk.training import (
    back_on_duty as duty_returns,
)
from supervision_tui.desk.training import (
    bookings as training,
)
from supervision_tui.desk.training import (
    compliance_dates as readiness,
)
from supervision_tui.desk.training import (
    development,
)
from supervision_tui.desk.training.board import LearningView, learning
from supervision_tui.desk.training.bookings import BookingDraft
from supervision_tui.desk.training.development import GoalDraft, PieceDraft
from supervision_tui.desk.undo import take_back
from supervision_tui.desk.workload import responses
from supervision_tui.desk.workload.responses import ResponseDraft
from supervision_tui.desk.workload.standings import team_pressure
from supervision_tui.practice.consultation import Decision, Helped, Mode, Step
from supervision_tui.practice.period import Period
from supervision_tui.practice.policy import default_policy
from supervision_tui.practice.responses import ResponseKind
from supervision_tui.practice.terms import MissedReason, Urgency
from supervision_tui.practice.training import TrainingState
from supervision_tui.records import Child, Direction, Recommendation, TrainingBooking, TrainingStep, Worker
from supervision_tui.vault.errors import VaultError
from supervision_tui.vault.store import Store
from tests.conftest import NOW, TODAY, ClosedVault, examples

CROWDED = 1


def later(moment: Moment, days: int) -> Moment:
    return Moment(moment.today + timedelta(days=days), moment.now + timedelta(days=days), moment.policy)


def child_of(store: Store, worker_id: int, moment: Moment) -> str:
    """A child of that worker who is on nobody's board yet."""
    known = {ref for line in store.run(consultation_lines, moment) for ref in line.children}
    view = store.run(team_pressure, moment)
    worker = next(each for each in view.workers if each.worker_id == worker_id)
    return next(child.ref for child in worker.pressure.load.children if child.ref not in known and not child.family)


def asked(store: Store, moment: Moment, ref: str, question: str = "What are we not seeing?") -> int:
    return store.run(requests.request_consultation, ConsultationDraft(Mode.INDIVIDUAL, question, children=ref), moment)


def held(store: Store, moment: Moment, ref: str, *recommended: str, follow_up: str = "6w") -> ConsultationLine:
    """A consultation that was asked for, booked and held today."""
    consultation_id = asked(store, moment, ref)
    store.run(requests.book_consultation, consultation_id, "Ada Finch, clinical psychologist", "today", "10:00", moment)
    draft = HeldDraft("today", hypotheses="It may be fear", recommendations="\n".join(recommended), follow_up=follow_up)
    store.run(requests.hold_consultation, consultation_id, draft, moment)
    return line_of(store, consultation_id, moment)


def line_of(store: Store, consultation_id: int, moment: Moment) -> ConsultationLine:
    found = store.run(consultation_of, consultation_id, moment)
    assert found is not None
    return found


def adopt(recommendation_id: int, ref: str = "", text: str = "Draw the week with her", by: str = "10wd") -> AdoptDraft:
    return AdoptDraft(recommendation_id, text, "school", by, "nights are not known", ref)


# Consultations


def test_a_consultation_goes_from_request_to_a_direction_that_both_name(demo_store: Store, moment: Moment) -> None:
    ref = child_of(demo_store, CROWDED, moment)
    line = held(demo_store, moment, ref, "Draw the week with her", "- See her at school")
    assert (line.step, line.wait, line.clinician, line.discipline) == (
        Step.HELD, 0, "Ada Finch", "clinical psychologist",
    )  # fmt: skip
    assert [each.text for each in line.undecided] == ["Draw the week with her", "See her at school"]
    first, second = line.undecided
    found = demo_store.run(adopt_recommendation, adopt(first.id, ref), moment)
    assert (found.decision, found.directions) == (Decision.ADOPTED, 1)
    found = demo_store.run(adopt_recommendation, adopt(second.id, ref, text="See her alone at school"), moment)
    assert found.decision is Decision.ADAPTED
    line = line_of(demo_store, line.id, moment)
    assert not line.undecided
    became = [taken for each in line.recommendations for taken in each.became]
    assert [(taken.child, taken.owner, taken.state) for taken in became] == [(ref, "school", "open")] * 2
    directions = {each.id: each for each in demo_store.run(open_directions, moment)}
    origins = [directions[taken.id].origin for taken in became]
    assert [origin.consultation_id for origin in origins if origin] == [line.id] * 2
    assert [origin.text for origin in origins if origin] == ["Draw the week with her", "See her at school"]
    assert {directions[taken.id].source for taken in became} == {"consultation adopted"}


def test_a_family_is_directed_child_by_child_or_not_at_all(demo_store: Store, moment: Moment) -> None:
    ref = child_of(demo_store, CROWDED, moment)
    other = child_of(demo_store, 4, moment)
    line = held(demo_store, moment, f"{ref} {other}", "Draw the week")
    with pytest.raises(Refused, match="C-nobody"):
        demo_store.run(adopt_recommendation, adopt(line.undecided[0].id, f"{ref} C-nobody"), moment)
    line = line_of(demo_store, line.id, moment)
    assert [each.decision for each in line.recommendations] == [Decision.OPEN]
    found = demo_store.run(adopt_recommendation, adopt(line.undecided[0].id, f"{ref} {other}"), moment)
    assert found.directions == 2


@pytest.mark.parametrize(
    ("draft", "says"),
    [
        (ConsultationDraft(Mode.INDIVIDUAL, "", children="C-1001"), "question"),
        (ConsultationDraft(Mode.INDIVIDUAL, "Why?"), "whom or what it is about"),
        (ConsultationDraft(Mode.INDIVIDUAL, "Why?", children="C-nobody"), "C-nobody"),
        (ConsultationDraft(Mode.INDIVIDUAL, "Why?", worker="Nobody Here"), "Nobody Here"),
        (ConsultationDraft(Mode.INDIVIDUAL, "Why?", children="C-1001", clinician="Dr Who"), "Dr Who"),
        (ConsultationDraft(Mode.INDIVIDUAL, "Why?", children="C-1001", on="31/2"), "not a day"),
        (ConsultationDraft(Mode.INDIVIDUAL, "Why?", children="C-1001", on="2026-03-09"), "still to come"),
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


def test_the_follow_up_comes_back_on_today_and_on_the_next_agenda(demo_store: Store, moment: Moment) -> None:
    worker_id = 8
    ref = child_of(demo_store, worker_id, moment)
    name = demo_store.run(lambda session: session.get(Worker, worker_id).name)  # type: ignore[union-attr]
    line = held(demo_store, moment, ref, follow_up="5d")
    assert _first_on_agenda(demo_store, name, moment)[:1] != [ref]
    soon = later(moment, 5)
    needs = [need for need in demo_store.run(today, soon).needs if need.leads_to.kind is RecordKind.CONSULTATION]
    assert ("back today", str(line.id)) in [(need.word, need.leads_to.id) for need in needs]
    session_id = demo_store.run(session_to_prepare, worker_id, soon)
    view = demo_store.run(preparation, session_id, soon)
    assert view.items[0].child.ref == ref
    assert view.items[0].why.startswith("look back at the consultation of Mon 2 Mar")
    assert _first_on_agenda(demo_store, name, soon)[:1] == [ref]
    assert demo_store.run(sitting, demo_store.run(begin_sitting, worker_id, soon), soon).agenda[0].child.ref == ref
    demo_store.run(requests.follow_up, line.id, Helped.HELPED, "she spoke", "", soon)
    assert line_of(demo_store, line.id, soon).step is Step.FOLLOWED_UP
    assert ref not in _first_on_agenda(demo_store, name, soon)[:1]


def _first_on_agenda(store: Store, name: str, moment: Moment) -> list[str]:
    return [item.child.ref for item in store.run(next_agenda, name, None, moment).agenda.items]


def test_looked_back_at_once_more_it_stays_open_until_then(demo_store: Store, moment: Moment) -> None:
    line = held(demo_store, moment, child_of(demo_store, 8, moment), follow_up="1d")
    soon = later(moment, 1)
    assert demo_store.run(requests.follow_up, line.id, Helped.PARTLY, "", "2w", soon) is Step.HELD
    again = line_of(demo_store, line.id, soon)
    assert (again.step, again.dates.follow_up) == (Step.HELD, date(2026, 3, 17))


def test_a_consultation_closes_only_when_each_recommendation_is_decided(demo_store: Store, moment: Moment) -> None:
    line = held(demo_store, moment, child_of(demo_store, 8, moment), "Draw the week")
    with pytest.raises(Refused, match="not decided yet"):
        demo_store.run(requests.close_consultation, line.id, "", moment)
    with pytest.raises(Refused, match="Say why"):
        demo_store.run(decline_recommendation, line.undecided[0].id, " ", moment)
    demo_store.run(decline_recommendation, line.undecided[0].id, "the school does this", moment)
    with pytest.raises(Refused, match="declined already"):
        demo_store.run(adopt_recommendation, adopt(line.undecided[0].id, line.children[0]), moment)
    demo_store.run(requests.follow_up, line.id, Helped.NO, "", "", moment)
    demo_store.run(requests.close_consultation, line.id, "", moment)
    assert line_of(demo_store, line.id, moment).step is Step.CLOSED


def test_a_request_closed_without_being_held_counts_as_not_met(demo_store: Store, moment: Moment) -> None:
    before = demo_store.run(board.consultations, moment).measures
    consultation_id = asked(demo_store, moment, child_of(demo_store, 8, moment))
    with pytest.raises(Refused, match="not held"):
        demo_store.run(requests.close_consultation, consultation_id, "", moment)
    demo_store.run(requests.close_consultation, consultation_id, "no time", moment)
    after = demo_store.run(board.consultations, moment).measures
    assert (after.requested, after.unmet, after.held) == (before.requested + 1, before.unmet + 1, before.held)


def test_a_consultation_about_no_child_becomes_a_goal_of_the_worker(demo_store: Store, moment: Moment) -> None:
    name = demo_store.run(lambda session: session.get(Worker, 4).name)  # type: ignore[union-attr]
    draft = ConsultationDraft(Mode.REFLECTING_TEAM, "How do we write less?", worker=name, theme="records")
    consultation_id = demo_store.run(requests.request_consultation, draft, moment)
    demo_store.run(
        requests.hold_consultation,
        consultation_id,
        HeldDraft("today", recommendations="Read two records aloud", follow_up="4w"),
        moment,
    )
    line = line_of(demo_store, consultation_id, moment)
    found = demo_store.run(adopt_recommendation, adopt(line.undecided[0].id, text=line.undecided[0].text), moment)
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
    came = [each.worker_id for each in line_of(demo_store, consultation_id, moment).invited if each.came]
    assert came == [3]
    assert not demo_store.run(requests.tick_attendance, consultation_id, 3, moment)


def test_red_children_with_none_in_90_days_are_a_question(demo_store: Store, moment: Moment) -> None:
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
    demo_store.run(clinicians.add_clinician, "Ada Finch", "clinical psychologist", "Tuesdays", moment)
    with pytest.raises(Refused, match="already"):
        demo_store.run(clinicians.add_clinician, "ada  FINCH", "psychiatrist", "", moment)
    found = demo_store.run(clinicians.clinician_named, "Ada Finch, anything", moment)
    names = {each.name: each for each in demo_store.run(clinicians.directory, moment)}
    assert names["Ada Finch"].id == found
    assert names["Ada Finch"].discipline == "clinical psychologist"


class RecommendationsStayWhatTheyAre(RuleBasedStateMachine):
    """Whatever is done and taken back: a recommendation is a direction exactly when it is adopted or adapted."""

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
        place=st.integers(0, 2), text=st.sampled_from(["One", "Something else"]), by=st.sampled_from(["10wd", "asap"])
    )
    def adopts(self, place: int, text: str, by: str) -> None:
        each = self.line.recommendations[place]
        try:
            self.store.run(adopt_recommendation, adopt(each.id, self.ref, text=text, by=by), self.moment)
            self.done += 1
        except Refused:
            pass

    @rule(place=st.integers(0, 2))
    def declines(self, place: int) -> None:
        try:
            self.store.run(decline_recommendation, self.line.recommendations[place].id, "no", self.moment)
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
            rows = session.exec(select(Recommendation).where(Recommendation.consultation_id == self.line.id))
            taken = session.exec(
                select(Direction.recommendation_id).where(col(Direction.recommendation_id).is_not(None))
            )
            there = list(taken)
            return [(row.state, there.count(row.id)) for row in rows]

        for state, directions in self.store.run(read):
            assert directions == (1 if Decision(state).is_taken else 0)
        texts = {each.text for each in self.store.run(open_directions, self.moment) if each.child == self.ref}
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


def test_the_vault_itself_refuses_a_direction_of_an_undecided_recommendation(demo_store: Store, moment: Moment) -> None:
    from sqlalchemy.exc import IntegrityError

    line = held(demo_store, moment, child_of(demo_store, CROWDED, moment), "One")

    def sneak(session: Session) -> None:
        child = session.exec(select(Child)).first()
        assert child is not None
        session.add(
            Direction(child_id=child.id or 0, text="One", owner="me", reason="", given_on=TODAY, due_on=TODAY,
                      recommendation_id=line.undecided[0].id)
        )  # fmt: skip
        session.flush()

    with pytest.raises((IntegrityError, VaultError)):
        demo_store.run(sneak)


# Training


def view_of(store: Store, moment: Moment) -> LearningView:
    return store.run(learning, moment)


def worker_name(store: Store, worker_id: int) -> str:
    return store.run(lambda session: session.get(Worker, worker_id).name)  # type: ignore[union-attr]


def booked(store: Store, moment: Moment, worker_id: int, on: str, course: str = "neglect") -> int:
    return store.run(training.book, BookingDraft(worker_name(store, worker_id), course, on), moment)


def test_attended_in_one_key_and_back(demo_store: Store, moment: Moment) -> None:
    booking = booked(demo_store, moment, 8, "2026-02-27")
    assert demo_store.run(training.tick_attended, booking, moment) is TrainingState.ATTENDED
    matrix = next(each for each in view_of(demo_store, moment).matrix if each.worker_id == 8)
    standings = {rule.code: found.word for rule, found in matrix.courses if found}
    assert standings["neglect"] == "Feb 29"
    assert demo_store.run(training.tick_attended, booking, moment) is TrainingState.BOOKED


@pytest.mark.parametrize(
    ("draft", "says"),
    [
        (BookingDraft("", "neglect", "today"), "No worker"),
        (BookingDraft("{worker}", "", "today"), "which course"),
        (BookingDraft("{worker}", "x" * 10_000, "today"), "at most"),
        (BookingDraft("{worker}", "neglect", "31/2"), "not a day"),
        (BookingDraft("{worker}", "neglect", ""), "which day"),
        (BookingDraft("{worker}", "neglect", "today", TrainingState.ATTENDED), "begins as"),
    ],
)
def test_a_booking_that_cannot_be_is_refused(
    unchanged_demo: Store, moment: Moment, draft: BookingDraft, says: str
) -> None:
    draft = replace(draft, worker=draft.worker.format(worker=worker_name(unchanged_demo, 8)))
    before = len(view_of(unchanged_demo, moment).bookings)
    with pytest.raises(Refused, match=says):
        unchanged_demo.run(training.book, draft, moment)
    assert len(view_of(unchanged_demo, moment).bookings) == before


def test_what_is_to_come_is_not_recorded_as_attended(demo_store: Store, moment: Moment) -> None:
    booking = booked(demo_store, moment, 8, "2026-03-20")
    with pytest.raises(Refused, match="afterwards"):
        demo_store.run(training.tick_attended, booking, moment)


def test_an_unrecorded_training_is_on_today_until_it_is_recorded(demo_store: Store, moment: Moment) -> None:
    booking = booked(demo_store, moment, 8, "2026-02-27")
    there = Destination(RecordKind.TRAINING_BOOKING, str(booking))
    assert there in {need.leads_to for need in demo_store.run(today, moment).needs}
    demo_store.run(training.record_training, booking, TrainingState.DID_NOT_ATTEND, MissedReason.SICKNESS, moment)
    assert there not in {need.leads_to for need in demo_store.run(today, moment).needs}


@pytest.mark.parametrize("reason", list(MissedReason))
def test_the_workload_family_counts_the_same_in_list_signal_and_export(
    demo_store: Store, moment: Moment, reason: MissedReason
) -> None:
    def figures() -> tuple[int, int, int, int]:
        missed = next(each for each in view_of(demo_store, moment).missed if each.worker_id == 8)
        workers = demo_store.run(team_pressure, moment).workers
        signal = next(each for each in workers if each.worker_id == 8).pressure.signal("training-missed").value
        period = Period(date(2025, 12, 3), TODAY)  # the signal's 90 days
        now = demo_store.run(oversight_summary, period, moment).now
        return missed.for_workload, missed.in_signal, int(signal), now.count("missed_for_workload")

    before = figures()
    booking = booked(demo_store, moment, 8, "2026-02-20")
    demo_store.run(training.record_training, booking, TrainingState.DID_NOT_ATTEND, reason, moment)
    more = 1 if reason in moment.policy.workload.family else 0
    assert figures() == tuple(each + more for each in before)


def test_all_three_agree_for_every_worker_of_the_demo(unchanged_demo: Store, moment: Moment) -> None:
    view = view_of(unchanged_demo, moment)
    signals = {
        each.worker_id: each.pressure.signal("training-missed").value
        for each in unchanged_demo.run(team_pressure, moment).workers
    }
    assert {each.worker_id: each.in_signal for each in view.missed} == signals
    period = Period(view.missed[0].months[0][0], TODAY)
    now = unchanged_demo.run(oversight_summary, period, moment).now
    assert sum(each.for_workload for each in view.missed) == now.count("missed_for_workload") > 0
    assert sum(each.in_all for each in view.missed) == now.count("missed")
    assert sum(number for each in view.missed for _, number in each.months) == now.count("missed_for_workload")


def test_the_signal_looks_back_90_days_and_not_one_more(demo_store: Store, moment: Moment) -> None:
    booking = booked(demo_store, moment, 8, "today")
    demo_store.run(training.record_training, booking, TrainingState.DID_NOT_ATTEND, MissedReason.DUTY, moment)

    def signal(days: int) -> float:
        workers = demo_store.run(team_pressure, later(moment, days)).workers
        return next(each for each in workers if each.worker_id == 8).pressure.signal("training-missed").value

    assert [signal(0), signal(89), signal(90)] == [1, 1, 0]


def test_what_was_missed_later_does_not_exist_on_an_earlier_day(demo_store: Store, moment: Moment) -> None:
    soon = later(moment, 7)
    before = view_of(demo_store, moment)
    booking = booked(demo_store, soon, 8, "2026-03-05")
    demo_store.run(training.record_training, booking, TrainingState.DID_NOT_ATTEND, MissedReason.DUTY, soon)
    demo_store.run(duty_returns.log_unfinished, 8, soon)
    demo_store.run(readiness.set_readiness, 1, "dbs", "2w", "", soon)
    demo_store.run(readiness.deal_with, 1, "dbs", soon)
    demo_store.run(development.set_goal, GoalDraft(8, "Chair alone", "3m"), soon)
    held(demo_store, soon, child_of(demo_store, 8, soon), "One")
    assert view_of(demo_store, moment) == before


# Development, dates, duty


def test_a_course_attended_becomes_a_piece_once(demo_store: Store, moment: Moment) -> None:
    booking = booked(demo_store, moment, CROWDED, "2026-02-27")
    demo_store.run(training.tick_attended, booking, moment)
    piece = PieceDraft(CROWDED, "Neglect", "27 feb", "asks about nights", with_peer=True, booking_id=booking)
    demo_store.run(development.add_piece, piece, moment)
    line = next(each for each in view_of(demo_store, moment).cpd if each.worker_id == CROWDED)
    assert (line.standing.pieces, line.standing.with_peer, line.standing.missing) == (1, 1, "1 more")
    with pytest.raises(Refused, match="already"):
        demo_store.run(development.add_piece, piece, moment)
    assert next(each for each in view_of(demo_store, moment).bookings if each.id == booking).is_piece


def test_a_goal_is_tied_to_its_session_and_to_the_course_that_serves_it(demo_store: Store, moment: Moment) -> None:
    goal_id = demo_store.run(
        development.set_goal, GoalDraft(8, "Recognise coercive control", "3m", "domestic-abuse"), moment
    )

    def goal() -> tuple[str, bool, str]:
        found = next(each for each in view_of(demo_store, moment).goals if each.id == goal_id)
        return found.served, found.agreed_on is not None, found.course

    assert goal() == ("not booked yet", True, "Domestic abuse and its impact on children")
    booked(demo_store, moment, 8, "2026-03-20", "domestic-abuse")
    assert goal()[0] == "booked Fri 20 Mar"
    session_id = demo_store.run(session_to_prepare, 8, moment)
    says = [each.says for each in demo_store.run(preparation, session_id, moment).personal]
    assert any(text.startswith("goal: Recognise coercive control (Domestic abuse") for text in says)
    with pytest.raises(Refused, match="Say why"):
        demo_store.run(development.end_goal, goal_id, "", moment, is_reached=False)
    demo_store.run(development.end_goal, goal_id, "", moment, is_reached=True)
    assert next(each for each in view_of(demo_store, moment).goals if each.id == goal_id).word == "reached"


def test_a_date_that_is_dealt_with_comes_again(demo_store: Store, moment: Moment) -> None:
    demo_store.run(readiness.set_readiness, 8, "dbs", "2026-03-05", "", moment)
    dated = [each for each in view_of(demo_store, moment).readiness if (each.worker_id, each.kind) == (8, "dbs")]
    assert [(each.word, each.urgency, each.is_shown) for each in dated] == [("in 3 d", Urgency.SOON, True)]
    assert demo_store.run(readiness.deal_with, 8, "dbs", moment).again == date(2029, 3, 5)
    dated = [each for each in view_of(demo_store, moment).readiness if (each.worker_id, each.kind) == (8, "dbs")]
    assert [each.due for each in dated] == [date(2029, 3, 5)]


def test_reminders_are_on_today_and_one_date_of_several_is_one_line(demo_store: Store, moment: Moment) -> None:
    for worker_id in (6, 7, 8):
        demo_store.run(readiness.set_readiness, worker_id, "dbs", "2026-03-06", "", moment)
    needs = [need for need in demo_store.run(today, moment).needs if need.what.startswith("DBS check: due Fri 6 Mar")]
    assert [(need.word, need.who) for need in needs] == [("in 4 d", "3 workers")]
    assert needs[0].leads_to.kind is RecordKind.COMPLIANCE_DATE


def test_back_on_duty_is_one_time_a_day_however_many_pieces(demo_store: Store, moment: Moment) -> None:
    assert demo_store.run(duty_returns.log_unfinished, 8, moment).pieces == 1
    assert demo_store.run(duty_returns.log_unfinished, 8, moment).pieces == 2
    line = next(each for each in view_of(demo_store, moment).duty if each.worker_id == 8)
    assert (line.in_signal, line.weeks[-1][1]) == (1, 1)
    workers = demo_store.run(team_pressure, moment).workers
    signal = next(each for each in workers if each.worker_id == 8).pressure.signal("unfinished-at-duty")
    assert (signal.value, signal.level) == (1, "amber")
    for pieces in ("0", "x", "1e3", "100", "٣"):
        with pytest.raises(Refused, match="whole number"):
            demo_store.run(duty_returns.describe_unfinished, 8, "today", pieces, "", moment)


# Responses


def test_a_response_comes_back_on_its_day_with_the_fit_then_and_now(demo_store: Store, moment: Moment) -> None:
    draft = ResponseDraft(CROWDED, "No new child", "2w", ResponseKind.STOP_ALLOCATING, "head of service")
    given = demo_store.run(responses.respond, draft, moment)
    fit = next(each for each in demo_store.run(team_pressure, moment).workers if each.worker_id == CROWDED)
    assert given.then is not None
    assert given.then.fit == pytest.approx(fit.pressure.fit, abs=1e-4)
    on_its_day = later(moment, 14)
    need = next(
        each
        for each in demo_store.run(today, on_its_day).needs
        if each.leads_to == Destination.of_worker(CROWDED) and "response" in each.what
    )
    assert need.word == "today"
    assert f"fit {fit.pressure.fit:.1f}" in need.what
    seen = demo_store.run(responses.review_response, given.id, Helped.PARTLY, "two came from duty", "2w", on_its_day)
    assert (seen.outcome.kind, seen.outcome.then.fit) == ("stop allocating", given.then.fit)
    again = demo_store.run(responses.response_to, CROWDED, on_its_day)
    assert again is not None
    assert (again.text, again.by) == ("No new child", date(2026, 3, 30))
    kinds = [each.kind for each in demo_store.run(responses.reviewed, on_its_day).kinds]
    assert "stop allocating" in kinds
    with pytest.raises(Refused, match="already"):
        demo_store.run(responses.review_response, given.id, Helped.NO, "", "", on_its_day)


# Taken back, and found


def test_everything_can_be_taken_back(demo_store: Store, moment: Moment) -> None:
    def picture() -> tuple[object, ...]:
        return (
            demo_store.run(consultation_lines, moment),
            view_of(demo_store, moment),
            demo_store.run(responses.reviewed, moment),
            demo_store.run(responses.responses, moment.today),
            demo_store.run(open_directions, moment),
        )

    before = picture()
    ref = child_of(demo_store, 8, moment)
    line = held(demo_store, moment, ref, "One", "Two")
    demo_store.run(adopt_recommendation, adopt(line.undecided[0].id, ref), moment)
    demo_store.run(decline_recommendation, line.undecided[1].id, "no", moment)
    demo_store.run(requests.follow_up, line.id, Helped.HELPED, "", "", moment)
    demo_store.run(requests.close_consultation, line.id, "", moment)
    booking = booked(demo_store, moment, 8, "2026-02-27")
    demo_store.run(training.tick_attended, booking, moment)
    demo_store.run(development.add_piece, PieceDraft(8, "Read", "today", "", with_peer=False), moment)
    demo_store.run(development.set_goal, GoalDraft(8, "Chair alone", "3m"), moment)
    demo_store.run(readiness.set_readiness, 8, "dbs", "2w", "", moment)
    demo_store.run(readiness.deal_with, 8, "dbs", moment)
    demo_store.run(duty_returns.log_unfinished, 8, moment)
    given = demo_store.run(responses.respond, ResponseDraft(CROWDED, "No new child", "2w"), moment)
    demo_store.run(responses.review_response, given.id, Helped.NO, "", "2w", moment)
    for _ in range(16):
        take_back(demo_store, moment)
    assert picture() == before
    with pytest.raises(VaultError, match="nothing to take back"):
        take_back(demo_store, moment)


def test_what_is_written_is_found_and_what_is_taken_back_is_not(demo_store: Store, moment: Moment) -> None:
    ref = child_of(demo_store, 8, moment)
    line = held(demo_store, moment, ref, "Zebrawood drawing")
    hits = demo_store.run(search, "zebrawood", moment).hits
    assert [(hit.kind, hit.about.split()[0], hit.leads_to) for hit in hits] == [
        ("recommendation", ref, Destination(RecordKind.RECOMMENDATION, str(line.undecided[0].id)))
    ]
    demo_store.run(development.set_goal, GoalDraft(8, "Quincunx genograms", "3m"), moment)
    demo_store.run(duty_returns.describe_unfinished, 8, "today", "2", "quincunx chronology", moment)
    found = demo_store.run(search, "quincunx", moment).hits
    assert {hit.kind for hit in found} == {"goal", "duty"}
    assert {hit.leads_to.kind for hit in found} == {RecordKind.GOAL, RecordKind.BACK_ON_DUTY}
    take_back(demo_store, moment)
    assert {hit.kind for hit in demo_store.run(search, "quincunx", moment).hits} == {"goal"}
    assert demo_store.run(review_card, ref, moment).consultations[0].id == line.id


# What a closer look found


def test_a_training_missed_in_a_period_and_recorded_after_it_still_belongs_to_it(
    demo_store: Store, moment: Moment
) -> None:
    period = Period(date(2026, 2, 1), date(2026, 2, 28))
    before = demo_store.run(oversight_summary, period, moment).now.count("missed_for_workload")
    booking = booked(demo_store, moment, 8, "2026-02-27")
    demo_store.run(training.record_training, booking, TrainingState.DID_NOT_ATTEND, MissedReason.COURT, moment)
    assert demo_store.run(oversight_summary, period, moment).now.count("missed_for_workload") == before + 1


def test_a_reason_put_right_later_moves_a_missed_training_to_no_other_day(demo_store: Store, moment: Moment) -> None:
    booking = booked(demo_store, moment, 8, "2026-04-30")
    cancelled = TrainingState.CANCELLED_IN_TIME
    demo_store.run(training.record_training, booking, cancelled, MissedReason.UNKNOWN, moment)
    soon = later(moment, 40)
    demo_store.run(training.record_training, booking, cancelled, MissedReason.WORKLOAD, soon)
    months = next(each for each in view_of(demo_store, soon).missed if each.worker_id == 8).months
    assert [number for begin, number in months if begin == date(2026, 3, 1)] == [1]


def test_a_worker_who_left_in_the_period_is_counted_in_it(demo_store: Store, moment: Moment) -> None:
    period = Period(date(2026, 1, 1), TODAY)
    before = demo_store.run(oversight_summary, period, moment).now

    def leave(session: Session) -> None:
        worker = session.get(Worker, CROWDED)
        assert worker is not None
        worker.left_on = date(2026, 2, 28)
        session.add(worker)
        session.commit()

    demo_store.run(leave)
    after = demo_store.run(oversight_summary, period, moment).now
    assert after.count("missed_for_workload") == before.count("missed_for_workload") > 0
    assert after.count("back_on_duty_unfinished") == before.count("back_on_duty_unfinished") > 0


def test_a_date_dealt_with_twice_by_mistake_is_refused_the_second_time(demo_store: Store, moment: Moment) -> None:
    demo_store.run(readiness.set_readiness, 8, "dbs", "2w", "", moment)
    demo_store.run(readiness.deal_with, 8, "dbs", moment)
    with pytest.raises(Refused, match="far off"):
        demo_store.run(readiness.deal_with, 8, "dbs", moment)


def test_a_date_set_anew_stays_what_it_was_on_earlier_days(demo_store: Store, moment: Moment) -> None:
    soon = later(moment, 10)
    demo_store.run(readiness.set_readiness, 8, "dbs", "2026-03-05", "", moment)
    before = view_of(demo_store, moment).readiness
    demo_store.run(readiness.set_readiness, 8, "dbs", "2027-03-05", "", soon)
    assert view_of(demo_store, moment).readiness == before
    dated = [each for each in view_of(demo_store, soon).readiness if (each.worker_id, each.kind) == (8, "dbs")]
    assert [each.due for each in dated] == [date(2027, 3, 5)]


def test_a_consultation_put_on_record_later_does_not_exist_before(demo_store: Store, moment: Moment) -> None:
    ref = child_of(demo_store, 8, moment)
    draft = ConsultationDraft(Mode.INDIVIDUAL, "Why?", children=ref, on="2 feb")
    consultation_id = demo_store.run(requests.request_consultation, draft, moment)
    earlier = later(moment, -14)
    assert demo_store.run(consultation_of, consultation_id, earlier) is None
    soon = later(moment, 7)
    told = HeldDraft("2026-03-03", came="Mrs Came", consent="asked", follow_up="4w")
    demo_store.run(requests.hold_consultation, consultation_id, told, soon)
    line = line_of(demo_store, consultation_id, moment)
    assert (line.step, line.came, line.consent, line.dates.follow_up) == (Step.REQUESTED, "", "", None)


def test_what_was_said_at_the_first_look_back_is_kept_beside_the_second(demo_store: Store, moment: Moment) -> None:
    line = held(demo_store, moment, child_of(demo_store, 8, moment), follow_up="today")
    demo_store.run(requests.follow_up, line.id, Helped.NO, "not begun", "1w", moment)
    assert "not begun" in line_of(demo_store, line.id, moment).outcome_words
    demo_store.run(requests.follow_up, line.id, Helped.HELPED, "she drew it", "", later(moment, 7))
    words = line_of(demo_store, line.id, later(moment, 7)).outcome_words
    assert words == "Mon 2 Mar 2026: no; not begun; she drew it"


def test_it_is_on_file_since_a_day_that_can_be(demo_store: Store, moment: Moment) -> None:
    line = held(demo_store, moment, child_of(demo_store, 8, moment))
    with pytest.raises(Refused, match="cannot have been on file before"):
        demo_store.run(requests.put_on_file, line.id, "2026-02-01", moment)
    soon = later(moment, 3)
    demo_store.run(requests.put_on_file, line.id, "today", soon)
    assert line_of(demo_store, line.id, soon).on_file_on == soon.today


def test_a_change_that_names_a_new_clinician_is_taken_back_whole(demo_store: Store, moment: Moment) -> None:
    consultation_id = asked(demo_store, moment, child_of(demo_store, 8, moment))
    before = line_of(demo_store, consultation_id, moment)
    draft = ConsultationDraft(Mode.GROUP, "Other words", theme="x", clinician="Qed New, psychiatrist")
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


def test_a_recommendation_is_adopted_only_for_whom_it_was_about(demo_store: Store, moment: Moment) -> None:
    line = held(demo_store, moment, child_of(demo_store, 8, moment), "One")
    with pytest.raises(Refused, match="was not about"):
        demo_store.run(adopt_recommendation, adopt(line.undecided[0].id, child_of(demo_store, 4, moment)), moment)


def test_nobody_misses_what_was_only_wished_for(demo_store: Store, moment: Moment) -> None:
    name = worker_name(demo_store, 8)
    wish = demo_store.run(training.book, BookingDraft(name, "Life story", "", TrainingState.WISHED), moment)
    with pytest.raises(Refused, match="only wished"):
        demo_store.run(training.record_training, wish, TrainingState.DID_NOT_ATTEND, MissedReason.DUTY, moment)
    assert demo_store.run(training.tick_attended, wish, moment) is TrainingState.ATTENDED
    assert demo_store.run(training.tick_attended, wish, moment) is TrainingState.APPROVED


def test_an_answer_that_another_has_replaced_is_not_reviewed(demo_store: Store, moment: Moment) -> None:
    first = demo_store.run(responses.respond, ResponseDraft(CROWDED, "One", "2w"), moment)
    demo_store.run(responses.respond, ResponseDraft(CROWDED, "Two", "2w"), moment)
    with pytest.raises(Refused, match="taken its place"):
        demo_store.run(responses.review_response, first.id, Helped.HELPED, "", "2w", moment)


HISTORIES = st.lists(
    st.tuples(
        st.dates(date(2025, 3, 1), date(2026, 5, 1)),  # the course
        st.lists(
            st.tuples(
                st.dates(date(2025, 3, 1), date(2026, 3, 20)),
                st.sampled_from(list(TrainingState)),
                st.sampled_from(list(MissedReason)),
            ),
            min_size=1,
            max_size=3,
        ),
    ),
    max_size=8,
)


@examples(10)
@given(histories=HISTORIES)
def test_whatever_was_recorded_list_signal_and_export_count_the_same(
    demo_store: Store, moment: Moment, histories: list[tuple[date, list[tuple[date, TrainingState, MissedReason]]]]
) -> None:
    def tell(session: Session) -> None:
        for table in (TrainingStep, TrainingBooking):
            for row in session.exec(select(table)):
                session.delete(row)
        session.flush()
        for on, steps in histories:
            row = TrainingBooking(worker_id=8, title="x", on_date=on, recorded_on=min(day for day, _, _ in steps))
            session.add(row)
            session.flush()
            for day, state, reason in sorted(steps):
                why = str(reason) if state.needs_reason else ""
                session.add(TrainingStep(booking_id=row.id or 0, state=state, on_date=day, reason=why))
        session.commit()

    demo_store.run(tell)
    view = view_of(demo_store, moment)
    line = next(each for each in view.missed if each.worker_id == 8)
    workers = demo_store.run(team_pressure, moment).workers
    signal = next(each for each in workers if each.worker_id == 8).pressure.signal("training-missed").value
    quarter = demo_store.run(oversight_summary, Period(TODAY - timedelta(days=89), TODAY), moment).now
    assert line.in_signal == signal == quarter.count("missed_for_workload")
    year = demo_store.run(oversight_summary, Period(line.months[0][0], TODAY), moment).now
    assert line.for_workload == sum(number for _, number in line.months) == year.count("missed_for_workload")
    assert line.in_all == year.count("missed")


def test_a_day_without_a_year_is_the_nearest_for_a_training(demo_store: Store, moment: Moment) -> None:
    past, ahead = booked(demo_store, moment, 8, "1 feb"), booked(demo_store, moment, 8, "20 apr", "court")
    assert demo_store.run(training.day_of, past) == date(2026, 2, 1)
    assert demo_store.run(training.day_of, ahead) == date(2026, 4, 20)
    assert demo_store.run(training.day_of, booked(demo_store, moment, 8, "3w", "x")) == date(2026, 3, 23)


def test_a_course_that_stands_as_development_stays_attended(demo_store: Store, moment: Moment) -> None:
    booking = booked(demo_store, moment, 8, "2026-02-27")
    demo_store.run(training.tick_attended, booking, moment)
    piece = PieceDraft(8, "Neglect", "today", "", with_peer=False, booking_id=booking)
    demo_store.run(development.add_piece, piece, moment)
    with pytest.raises(Refused, match="piece of development"):
        demo_store.run(training.tick_attended, booking, moment)


@pytest.mark.parametrize("time", ["25:00", "ten", "10:0", "-1:00"])
def test_a_time_that_cannot_be_is_refused(demo_store: Store, moment: Moment, time: str) -> None:
    consultation_id = asked(demo_store, moment, child_of(demo_store, 8, moment))
    with pytest.raises(Refused, match="not a time"):
        demo_store.run(requests.book_consultation, consultation_id, "Ada Finch, psychologist", "fri", time, moment)
    assert line_of(demo_store, consultation_id, moment).step is Step.REQUESTED


def test_what_is_too_long_for_its_line_is_said_and_not_cut(unchanged_demo: Store, moment: Moment) -> None:
    for draft in (
        ConsultationDraft(Mode.INDIVIDUAL, "Why?", theme="x" * 201),
        ConsultationDraft(Mode.INDIVIDUAL, "Why?", theme="x", asked_by="y" * 121),
    ):
        with pytest.raises(Refused, match="at most"):
            unchanged_demo.run(requests.request_consultation, draft, moment)


def test_a_themes_recommendation_becomes_the_goal_of_the_worker_who_owns_it(demo_store: Store, moment: Moment) -> None:
    draft = ConsultationDraft(Mode.PRACTICE_DISCUSSION, "", theme="Records")
    consultation_id = demo_store.run(requests.request_consultation, draft, moment)
    told = HeldDraft("today", recommendations="Read two aloud", follow_up="4w")
    demo_store.run(requests.hold_consultation, consultation_id, told, moment)
    recommendation = line_of(demo_store, consultation_id, moment).undecided[0]
    with pytest.raises(Refused, match="as its owner"):
        demo_store.run(adopt_recommendation, adopt(recommendation.id, text="Read two aloud"), moment)
    owned = AdoptDraft(recommendation.id, "Read two aloud", worker_name(demo_store, 4), "4w", "agreed")
    assert demo_store.run(adopt_recommendation, owned, moment).is_goal
    goal = next(each for each in view_of(demo_store, moment).goals if each.text == "Read two aloud")
    assert goal.worker_id == 4
