"""Consultations, training, reminders and responses: the rules, by tables and by properties."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision_tui.practice.compliance_dates import next_due, portfolio_dates, reminder
from supervision_tui.practice.consultation import ConsultationDates, Helped, Step, waits_of
from supervision_tui.practice.policy.policy import PolicyWrong, default_policy, make_policy
from supervision_tui.practice.training import (
    Missed,
    TrainingState,
    TrainingStep,
    by_month,
    cpd_status,
    cpd_year,
    missed,
    missed_for_workload,
    refresher,
)
from supervision_tui.practice.vocabulary import MissedReason, Urgency
from supervision_tui.practice.workload.responses import Outcome, what_helped
from supervision_tui.practice.workload.snapshot import FitAt

POLICY = default_policy()
TODAY = date(2026, 3, 2)
DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))


# Consultations


@given(requested=DAYS, gaps=st.lists(st.integers(0, 60), min_size=4, max_size=4), on=DAYS)
def test_where_a_consultation_stands_follows_from_its_dates_and_only_goes_forward(
    requested: date, gaps: list[int], on: date
) -> None:
    days = [requested]
    for gap in gaps:
        days.append(days[-1] + timedelta(days=gap))
    dates = ConsultationDates(
        days[0],
        days[1],
        days[2],
        held=days[2],
        follow_up=days[3],
        followed_up=days[3],
        closed=days[4],
    )
    order = list(Step)
    now, later = dates.step(on), dates.step(on + timedelta(days=7))
    assert (now is None) == (requested > on)
    if now is not None and later is not None:
        assert order.index(now) <= order.index(later)


def test_the_wait_is_in_working_days_and_stands_still_once_it_was_held() -> None:
    asked, held = date(2026, 3, 27), date(2026, 4, 14)  # over Easter
    dates = ConsultationDates(asked, held=held)
    assert dates.wait(held, POLICY) == 10
    assert dates.wait(date(2026, 6, 1), POLICY) == 10
    assert ConsultationDates(asked).wait(date(2026, 3, 30), POLICY) == 1
    assert ConsultationDates(asked, closed=date(2026, 4, 1)).wait(date(2026, 6, 1), POLICY) == 3


def test_waits_say_how_many_the_middle_and_the_longest() -> None:
    found = waits_of([4, 10, 2])
    assert (found.number, found.median, found.longest) == (3, 4, 10)
    assert (waits_of([]).median, waits_of([]).longest) == (None, None)


# Training


WORKLOAD = {"workload", "duty", "court", "crisis for a child", "not released", "service pressure"}


def test_the_workload_family_is_that_of_the_page() -> None:
    assert set(POLICY.workload.family) == WORKLOAD  # one list for sessions and courses
    assert {str(state) for state in TrainingState if state.is_missed} == {
        "did not attend", "cancelled in time", "cancelled late", "withdrawn by manager",
    }  # fmt: skip


def test_what_was_missed_is_known_from_the_day_it_was_recorded() -> None:
    course = date(2026, 2, 20)
    steps = [
        TrainingStep(TrainingState.BOOKED, date(2026, 1, 5)),
        TrainingStep(TrainingState.DID_NOT_ATTEND, date(2026, 2, 23), MissedReason.DUTY),
        TrainingStep(TrainingState.ATTENDED, date(2026, 2, 27)),  # put right
    ]
    assert missed(course, steps, date(2026, 2, 22)) is None
    assert missed(course, steps, date(2026, 2, 24)) == Missed(
        course, date(2026, 2, 23), MissedReason.DUTY
    )
    assert missed(course, steps, date(2026, 3, 2)) is None


def test_a_place_given_up_beforehand_is_missed_on_that_day() -> None:
    steps = [TrainingStep(TrainingState.CANCELLED_IN_TIME, date(2026, 2, 1), MissedReason.WORKLOAD)]
    found = missed(date(2026, 4, 10), steps, TODAY)
    assert found is not None
    assert found.on == date(2026, 2, 1)


@given(
    st.lists(
        st.tuples(st.dates(date(2025, 4, 1), TODAY), st.sampled_from(list(MissedReason))),
        max_size=30,
    )
)
def test_the_months_of_a_year_hold_exactly_what_was_missed_because_of_workload(
    found: list[tuple[date, MissedReason]],
) -> None:
    them = [Missed(on, on, reason) for on, reason in found]
    counted = missed_for_workload(them, date(2025, 4, 1), TODAY, POLICY.workload.family)
    months = by_month(
        [each for each in them if each.is_workload(POLICY.workload.family)], TODAY, 12
    )
    assert sum(number for _, number in months) == len(counted)
    assert [begin.day for begin, _ in months] == [1] * 12
    assert months[-1][0] == TODAY.replace(day=1)


@pytest.mark.parametrize(
    ("attended", "booked", "word", "urgency"),
    [
        (date(2025, 9, 1), None, "Sep ’27", Urgency.PLAIN),
        (date(2024, 4, 1), None, "due Apr", Urgency.SOON),
        (date(2024, 2, 1), None, "late", Urgency.LATE),
        (date(2024, 2, 1), date(2026, 3, 20), "on 20 Mar", Urgency.SOON),
        (None, None, "never", Urgency.LATE),
        (None, date(2026, 3, 20), "on 20 Mar", Urgency.SOON),
    ],
)
def test_a_refresher_says_until_when_a_course_holds(
    attended: date | None, booked: date | None, word: str, urgency: Urgency
) -> None:
    found = refresher(POLICY.courses["safeguarding"], attended, booked, TODAY, 60)
    assert (found.word, found.urgency) == (word, urgency)


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [
        (date(2026, 11, 30), date(2025, 12, 1), date(2026, 11, 30)),
        (date(2026, 12, 1), date(2026, 12, 1), date(2027, 11, 30)),
        (date(2028, 2, 29), date(2027, 12, 1), date(2028, 11, 30)),
    ],
)
def test_the_year_of_registration_runs_from_december_to_november(
    on: date, first: date, last: date
) -> None:
    year = cpd_year(on, POLICY)
    assert (year.first, year.last) == (first, last)


@pytest.mark.parametrize(
    ("pieces", "missing"),
    [
        ([], "2 more, 1 with peer reflection"),
        ([(date(2025, 11, 30), True)], "2 more, 1 with peer reflection"),  # of the year before
        ([(date(2025, 12, 1), False)], "1 more, 1 with peer reflection"),
        ([(date(2025, 12, 1), False), (date(2026, 1, 9), False)], "1 with peer reflection"),
        ([(date(2025, 12, 1), True), (date(2026, 1, 9), False)], ""),
    ],
)
def test_two_pieces_a_year_one_with_peer_reflection(
    pieces: list[tuple[date, bool]], missing: str
) -> None:
    assert cpd_status(pieces, cpd_year(TODAY, POLICY), POLICY).missing == missing


# Dates to be ready for


@pytest.mark.parametrize(
    ("days", "is_shown", "urgency"),
    [
        (91, False, Urgency.PLAIN), (90, True, Urgency.PLAIN), (84, True, Urgency.PLAIN), (83,
        False, Urgency.PLAIN),
        (31, False, Urgency.PLAIN), (30, True, Urgency.SOON), (24, True, Urgency.SOON), (23, False,
        Urgency.SOON),
        (8, False, Urgency.SOON), (7, True, Urgency.SOON), (1, True, Urgency.SOON), (0, True,
        Urgency.SOON),
        (-1, True, Urgency.LATE), (-400, True, Urgency.LATE),
    ],
)  # fmt: skip
def test_reminders_come_at_90_30_and_7_days(days: int, is_shown: bool, urgency: Urgency) -> None:
    found = reminder(TODAY + timedelta(days=days), TODAY, POLICY)
    assert (found.is_shown, found.urgency) == (is_shown, urgency)


def test_a_service_sets_its_own_reminders_courses_and_dates() -> None:
    policy = make_policy(
        """
        [reminders]
        days = [14]
        lasts_days = 14
        [courses.trauma]
        words = "Trauma"
        short = "Trauma"
        every_months = 12
        source = "Anytown 2026"
        [courses.neglect]
        is_mandatory = false
        [readiness.laptop]
        words = "laptop check"
        every_months = 6
        """
    )
    assert not reminder(TODAY + timedelta(days=30), TODAY, policy).is_shown
    assert reminder(TODAY + timedelta(days=14), TODAY, policy).is_shown
    assert policy.source("courses.trauma.every_months") == "Anytown 2026 (set in policy.toml)"
    assert [code for code, rule in policy.courses.items() if not rule.is_mandatory] == ["neglect"]
    assert next_due("laptop", TODAY, TODAY, policy) == date(2026, 9, 2)


def test_a_course_for_a_stage_that_is_not_there_is_named_with_its_line() -> None:
    with pytest.raises(PolicyWrong) as found:
        make_policy('[courses.court]\nstages = ["seniors"]\n', "own.toml")
    says = found.value.problems[0].in_words()
    assert says.startswith("line 2: courses.court.stages: there is no career stage “seniors”")
    assert says.endswith("Did you mean senior?")


def test_done_in_time_it_comes_again_from_the_day_it_was_due() -> None:
    due = date(2026, 4, 1)
    assert next_due("dbs", date(2026, 3, 2), due, POLICY) == date(2029, 4, 1)
    assert next_due("dbs", date(2026, 5, 2), due, POLICY) == date(2029, 5, 2)
    assert next_due("agency-end", date(2026, 3, 2), due, POLICY) is None


def test_a_newly_qualified_worker_has_portfolio_dates_at_3_6_9_and_12_months() -> None:
    start = date(2025, 11, 30)
    assert portfolio_dates("newly-qualified", start, POLICY) == (
        ("portfolio-3", date(2026, 2, 28)),
        ("portfolio-6", date(2026, 5, 30)),
        ("portfolio-9", date(2026, 8, 30)),
        ("portfolio-12", date(2026, 11, 30)),
    )
    assert portfolio_dates("senior", start, POLICY) == ()


# Responses


def test_what_helped_puts_first_what_brought_fit_down_most() -> None:
    def outcome(kind: str, then: float | None, after: float | None, helped: Helped) -> Outcome:
        return Outcome(kind, helped, FitAt(then, 20, 0.2), FitAt(after, 18, 0.1))

    found = what_helped(
        [
            outcome("stop allocating", 1.4, 1.6, Helped.NO),
            outcome("move children", 2.0, 1.2, Helped.HELPED),
            outcome("move children", 1.5, 1.3, Helped.PARTLY),
            outcome("more hours", None, 1.0, Helped.HELPED),
        ]
    )
    assert [(each.kind, each.times, each.helped, each.came_down) for each in found] == [
        ("move children", 2, 2, 2),
        ("stop allocating", 1, 0, 0),
        ("more hours", 1, 1, 0),
    ]
    assert found[0].change == pytest.approx(-0.5)
    assert found[2].change is None
