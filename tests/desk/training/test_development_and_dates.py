"""Development, dates of compliance, coming back on duty."""

from __future__ import annotations

from datetime import date

import pytest

from supervision_tui.desk.destination import RecordKind
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.supervision.preparation import preparation, session_to_prepare
from supervision_tui.desk.today.today import today
from supervision_tui.desk.training import back_on_duty as duty_returns
from supervision_tui.desk.training import bookings as training
from supervision_tui.desk.training import compliance_dates, development
from supervision_tui.desk.training.development import EntryDraft, GoalDraft
from supervision_tui.desk.workload.statuses import team_workload
from supervision_tui.practice.vocabulary import Urgency
from supervision_tui.vault.store import Store
from tests.desk.learning import CROWDED, booked, later, view_of


def test_a_course_attended_becomes_a_piece_once(demo_store: Store, moment: Moment) -> None:
    booking = booked(demo_store, moment, CROWDED, "2026-02-27")
    demo_store.run(training.tick_attended, booking, moment)
    piece = EntryDraft(
        CROWDED, "Neglect", "27 feb", "asks about nights", with_peer=True, booking_id=booking
    )
    demo_store.run(development.add_entry, piece, moment)
    line = next(each for each in view_of(demo_store, moment).cpd if each.worker_id == CROWDED)
    assert (line.status.entries, line.status.with_peer, line.status.missing) == (1, 1, "1 more")
    with pytest.raises(Refused, match="already"):
        demo_store.run(development.add_entry, piece, moment)
    assert next(
        each for each in view_of(demo_store, moment).bookings if each.id == booking
    ).is_piece


def test_a_goal_is_tied_to_its_session_and_to_the_course_that_serves_it(
    demo_store: Store, moment: Moment
) -> None:
    goal_id = demo_store.run(
        development.set_goal,
        GoalDraft(8, "Recognise coercive control", "3m", "domestic-abuse"),
        moment,
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
    assert (
        next(each for each in view_of(demo_store, moment).goals if each.id == goal_id).word
        == "reached"
    )


def test_a_date_that_is_dealt_with_comes_again(demo_store: Store, moment: Moment) -> None:
    demo_store.run(compliance_dates.set_compliance_date, 8, "dbs", "2026-03-05", "", moment=moment)
    dated = [
        each
        for each in view_of(demo_store, moment).compliance_dates
        if (each.worker_id, each.kind) == (8, "dbs")
    ]
    assert [(each.word, each.urgency, each.is_shown) for each in dated] == [
        ("in 3 d", Urgency.SOON, True)
    ]
    assert demo_store.run(compliance_dates.deal_with, 8, "dbs", moment).again == date(2029, 3, 5)
    dated = [
        each
        for each in view_of(demo_store, moment).compliance_dates
        if (each.worker_id, each.kind) == (8, "dbs")
    ]
    assert [each.due for each in dated] == [date(2029, 3, 5)]


def test_reminders_are_on_today_and_one_date_of_several_is_one_line(
    demo_store: Store, moment: Moment
) -> None:
    for worker_id in (6, 7, 8):
        demo_store.run(
            compliance_dates.set_compliance_date, worker_id, "dbs", "2026-03-06", "", moment=moment
        )
    needs = [
        need
        for need in demo_store.run(today, moment).needs
        if need.what.startswith("DBS check: due Fri 6 Mar")
    ]
    assert [(need.word, need.who) for need in needs] == [("in 4 d", "3 workers")]
    assert needs[0].leads_to.kind is RecordKind.COMPLIANCE_DATE


def test_back_on_duty_is_one_time_a_day_however_many_pieces(
    demo_store: Store, moment: Moment
) -> None:
    assert demo_store.run(duty_returns.log_unfinished, 8, moment).pieces == 1
    assert demo_store.run(duty_returns.log_unfinished, 8, moment).pieces == 2
    line = next(each for each in view_of(demo_store, moment).duty if each.worker_id == 8)
    assert (line.in_signal, line.weeks[-1][1]) == (1, 1)
    workers = demo_store.run(team_workload, moment).workers
    signal = next(each for each in workers if each.worker_id == 8).workload.signal(
        "unfinished-at-duty"
    )
    assert (signal.value, signal.level) == (1, "amber")
    for pieces in ("0", "x", "1e3", "100", "٣"):
        with pytest.raises(Refused, match="whole number"):
            demo_store.run(duty_returns.describe_unfinished, 8, "today", pieces, "", moment=moment)


def test_a_date_dealt_with_twice_by_mistake_is_refused_the_second_time(
    demo_store: Store, moment: Moment
) -> None:
    demo_store.run(compliance_dates.set_compliance_date, 8, "dbs", "2w", "", moment=moment)
    demo_store.run(compliance_dates.deal_with, 8, "dbs", moment)
    with pytest.raises(Refused, match="far off"):
        demo_store.run(compliance_dates.deal_with, 8, "dbs", moment)


def test_a_date_set_anew_stays_what_it_was_on_earlier_days(
    demo_store: Store, moment: Moment
) -> None:
    soon = later(moment, 10)
    demo_store.run(compliance_dates.set_compliance_date, 8, "dbs", "2026-03-05", "", moment=moment)
    before = view_of(demo_store, moment).compliance_dates
    demo_store.run(compliance_dates.set_compliance_date, 8, "dbs", "2027-03-05", "", moment=soon)
    assert view_of(demo_store, moment).compliance_dates == before
    dated = [
        each
        for each in view_of(demo_store, soon).compliance_dates
        if (each.worker_id, each.kind) == (8, "dbs")
    ]
    assert [each.due for each in dated] == [date(2027, 3, 5)]


def test_a_course_that_stands_as_development_stays_attended(
    demo_store: Store, moment: Moment
) -> None:
    booking = booked(demo_store, moment, 8, "2026-02-27")
    demo_store.run(training.tick_attended, booking, moment)
    piece = EntryDraft(8, "Neglect", "today", "", with_peer=False, booking_id=booking)
    demo_store.run(development.add_entry, piece, moment)
    with pytest.raises(Refused, match="development entry"):
        demo_store.run(training.tick_attended, booking, moment)
