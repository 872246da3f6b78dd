"""Bookings: what was attended, missed and why, and what of that counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from supervision_tui.desk.destination import Destination, RecordKind
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.oversight.summary import oversight_summary
from supervision_tui.desk.today.today import today
from supervision_tui.desk.training import back_on_duty as duty_returns
from supervision_tui.desk.training import bookings as training
from supervision_tui.desk.training import compliance_dates, development
from supervision_tui.desk.training.board import learning, training_of, with_worker
from supervision_tui.desk.training.bookings import BookingDraft, tick_attended
from supervision_tui.desk.training.development import GoalDraft
from supervision_tui.desk.workload.statuses import team_workload
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.policy.policy import make_policy
from supervision_tui.practice.training import TrainingState
from supervision_tui.practice.vocabulary import MissedReason
from supervision_tui.records import TrainingBooking, TrainingStep, Worker
from supervision_tui.vault.store import Store, changes_records
from tests.conftest import TODAY, examples
from tests.desk.learning import CROWDED, booked, child_of, held, later, view_of, worker_name


def test_attended_in_one_key_and_back(demo_store: Store, moment: Moment) -> None:
    booking = booked(demo_store, moment, 8, "2026-02-27")
    assert demo_store.run(training.tick_attended, booking, moment) is TrainingState.ATTENDED
    matrix = next(each for each in view_of(demo_store, moment).matrix if each.worker_id == 8)
    statuses = {rule.code: found.word for rule, found in matrix.courses if found}
    assert statuses["neglect"] == "Feb ’29"
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


def test_an_unrecorded_training_is_on_today_until_it_is_recorded(
    demo_store: Store, moment: Moment
) -> None:
    booking = booked(demo_store, moment, 8, "2026-02-27")
    there = Destination(RecordKind.TRAINING_BOOKING, str(booking))
    assert there in {need.leads_to for need in demo_store.run(today, moment).needs}
    demo_store.run(
        training.record_training,
        booking,
        TrainingState.DID_NOT_ATTEND,
        MissedReason.SICKNESS,
        moment,
    )
    assert there not in {need.leads_to for need in demo_store.run(today, moment).needs}


@pytest.mark.parametrize("reason", list(MissedReason))
def test_the_workload_family_counts_the_same_in_list_signal_and_export(
    demo_store: Store, moment: Moment, reason: MissedReason
) -> None:
    def figures() -> tuple[int, int, int, int]:
        missed = next(each for each in view_of(demo_store, moment).missed if each.worker_id == 8)
        workers = demo_store.run(team_workload, moment).workers
        signal = (
            next(each for each in workers if each.worker_id == 8)
            .workload.signal("training-missed")
            .value
        )
        period = Period(date(2025, 12, 3), TODAY)  # the signal's 90 days
        now = demo_store.run(oversight_summary, period, moment).now
        return missed.for_workload, missed.in_signal, int(signal), now.count("missed_for_workload")

    before = figures()
    booking = booked(demo_store, moment, 8, "2026-02-20")
    demo_store.run(training.record_training, booking, TrainingState.DID_NOT_ATTEND, reason, moment)
    more = 1 if reason in moment.policy.workload.family else 0
    assert figures() == tuple(each + more for each in before)


def test_all_three_agree_for_every_worker_of_the_demo(
    unchanged_demo: Store, moment: Moment
) -> None:
    view = view_of(unchanged_demo, moment)
    signals = {
        each.worker_id: each.workload.signal("training-missed").value
        for each in unchanged_demo.run(team_workload, moment).workers
    }
    assert {each.worker_id: each.in_signal for each in view.missed} == signals
    period = Period(view.missed[0].months[0][0], TODAY)
    now = unchanged_demo.run(oversight_summary, period, moment).now
    assert sum(each.for_workload for each in view.missed) == now.count("missed_for_workload") > 0
    assert sum(each.in_all for each in view.missed) == now.count("missed")
    assert sum(number for each in view.missed for _, number in each.months) == now.count(
        "missed_for_workload"
    )


def test_the_signal_looks_back_90_days_and_not_one_more(demo_store: Store, moment: Moment) -> None:
    booking = booked(demo_store, moment, 8, "today")
    demo_store.run(
        training.record_training, booking, TrainingState.DID_NOT_ATTEND, MissedReason.DUTY, moment
    )

    def signal(days: int) -> float:
        workers = demo_store.run(team_workload, later(moment, days)).workers
        return (
            next(each for each in workers if each.worker_id == 8)
            .workload.signal("training-missed")
            .value
        )

    assert [signal(0), signal(89), signal(90)] == [1, 1, 0]


def test_what_was_missed_later_does_not_exist_on_an_earlier_day(
    demo_store: Store, moment: Moment
) -> None:
    soon = later(moment, 7)
    before = view_of(demo_store, moment)
    booking = booked(demo_store, soon, 8, "2026-03-05")
    demo_store.run(
        training.record_training, booking, TrainingState.DID_NOT_ATTEND, MissedReason.DUTY, soon
    )
    demo_store.run(duty_returns.log_unfinished, 8, soon)
    demo_store.run(compliance_dates.set_compliance_date, 1, "dbs", "2w", "", moment=soon)
    demo_store.run(compliance_dates.deal_with, 1, "dbs", soon)
    demo_store.run(development.set_goal, GoalDraft(8, "Chair alone", "3m"), soon)
    held(demo_store, soon, child_of(demo_store, 8, soon), "One")
    assert view_of(demo_store, moment) == before


def test_a_training_missed_in_a_period_and_recorded_after_it_still_belongs_to_it(
    demo_store: Store, moment: Moment
) -> None:
    period = Period(date(2026, 2, 1), date(2026, 2, 28))
    before = demo_store.run(oversight_summary, period, moment).now.count("missed_for_workload")
    booking = booked(demo_store, moment, 8, "2026-02-27")
    demo_store.run(
        training.record_training, booking, TrainingState.DID_NOT_ATTEND, MissedReason.COURT, moment
    )
    assert (
        demo_store.run(oversight_summary, period, moment).now.count("missed_for_workload")
        == before + 1
    )


def test_a_reason_put_right_later_moves_a_missed_training_to_no_other_day(
    demo_store: Store, moment: Moment
) -> None:
    booking = booked(demo_store, moment, 8, "2026-04-30")
    cancelled = TrainingState.CANCELLED_IN_TIME
    demo_store.run(training.record_training, booking, cancelled, MissedReason.UNKNOWN, moment)
    soon = later(moment, 40)
    demo_store.run(training.record_training, booking, cancelled, MissedReason.WORKLOAD, soon)
    months = next(each for each in view_of(demo_store, soon).missed if each.worker_id == 8).months
    assert [number for begin, number in months if begin == date(2026, 3, 1)] == [1]


def test_a_worker_who_left_in_the_period_is_counted_in_it(
    demo_store: Store, moment: Moment
) -> None:
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


def test_a_period_is_counted_by_the_policy_of_its_own_days(
    demo_store: Store, moment: Moment
) -> None:
    policy = make_policy(
        """
        [workload]
        family = [
            { value = ["workload"], source = "the first" },
            { from = 2026-03-01, value = ["workload", "duty"], source = "the second" },
        ]
        """
    )
    today, period = replace(moment, policy=policy), Period(date(2026, 1, 1), date(2026, 2, 28))
    before = demo_store.run(oversight_summary, period, today).now
    booking = booked(demo_store, today, 8, "2026-02-10")
    cancelled = TrainingState.CANCELLED_IN_TIME
    demo_store.run(training.record_training, booking, cancelled, MissedReason.DUTY, today)
    after = demo_store.run(oversight_summary, period, today).now
    assert after.count("missed") == before.count("missed") + 1
    assert after.count("missed_for_workload") == before.count("missed_for_workload")


def test_nobody_misses_what_was_only_wished_for(demo_store: Store, moment: Moment) -> None:
    name = worker_name(demo_store, 8)
    wish = demo_store.run(
        training.book, BookingDraft(name, "Life story", "", TrainingState.WISHED), moment
    )
    with pytest.raises(Refused, match="only wished"):
        demo_store.run(
            training.record_training, wish, TrainingState.DID_NOT_ATTEND, MissedReason.DUTY, moment
        )
    assert demo_store.run(training.tick_attended, wish, moment) is TrainingState.ATTENDED
    assert demo_store.run(training.tick_attended, wish, moment) is TrainingState.APPROVED


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
    demo_store: Store,
    moment: Moment,
    histories: list[tuple[date, list[tuple[date, TrainingState, MissedReason]]]],
) -> None:
    @changes_records
    def tell(session: Session) -> None:
        for table in (TrainingStep, TrainingBooking):
            for row in session.exec(select(table)):
                session.delete(row)
        session.flush()
        for on, steps in histories:
            row = TrainingBooking(
                worker_id=8, title="x", on_date=on, recorded_on=min(day for day, _, _ in steps)
            )
            session.add(row)
            session.flush()
            for day, state, reason in sorted(steps):
                why = str(reason) if state.needs_reason else ""
                session.add(
                    TrainingStep(booking_id=row.id or 0, state=state, on_date=day, reason=why)
                )

    demo_store.run(tell)
    view = view_of(demo_store, moment)
    line = next(each for each in view.missed if each.worker_id == 8)
    workers = demo_store.run(team_workload, moment).workers
    signal = (
        next(each for each in workers if each.worker_id == 8)
        .workload.signal("training-missed")
        .value
    )
    quarter = demo_store.run(
        oversight_summary, Period(TODAY - timedelta(days=89), TODAY), moment
    ).now
    assert line.in_signal == signal == quarter.count("missed_for_workload")
    year = demo_store.run(oversight_summary, Period(line.months[0][0], TODAY), moment).now
    assert (
        line.for_workload
        == sum(number for _, number in line.months)
        == year.count("missed_for_workload")
    )
    assert line.in_all == year.count("missed")


def test_a_day_without_a_year_is_the_nearest_for_a_training(
    demo_store: Store, moment: Moment
) -> None:
    past, ahead = (
        booked(demo_store, moment, 8, "1 feb"),
        booked(demo_store, moment, 8, "20 apr", "court"),
    )
    assert demo_store.run(training.day_of, past) == date(2026, 2, 1)
    assert demo_store.run(training.day_of, ahead) == date(2026, 4, 20)
    assert demo_store.run(training.day_of, booked(demo_store, moment, 8, "3w", "x")) == date(
        2026, 3, 23
    )


def test_the_board_with_one_workers_bookings_read_again_is_the_whole_board(
    demo_store: Store, moment: Moment
) -> None:
    before = demo_store.run(learning, moment)
    for each in [each for each in before.bookings if each.word == "to record"][:3]:
        demo_store.run(tick_attended, each.id, moment)
        theirs = demo_store.run(training_of, each.worker_id, moment)
        assert theirs is not None
        before = with_worker(before, theirs)
        assert before == demo_store.run(learning, moment)
    assert demo_store.run(training_of, 999_999, moment) is None
