"""The pressure model: the worked case, the thresholds, the standing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from math import isinf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision_tui.practice.policy.policy import default_policy, make_policy
from supervision_tui.practice.supervision.agenda import draw_up, forecast
from supervision_tui.practice.supervision.cadence import Interval, SupervisionClock, Terms
from supervision_tui.practice.supervision.caseload import (
    Case,
    PastSession,
    PlannedSession,
    WorkerLoad,
    families,
    shares,
)
from supervision_tui.practice.vocabulary import Level, Plan, SessionState, Stage, WorkloadStatus
from supervision_tui.practice.workload.model import (
    assess,
    facts_of,
    measure,
    pace,
    pace_sentences,
    status_of,
    window,
    windows,
)
from supervision_tui.practice.workload.next_move import Move, next_moves
from supervision_tui.practice.workload.what_if import compare, try_changes

POLICY = default_policy()
T = date(2026, 3, 2)
AGO = timedelta(days=1)


def worker(
    children: tuple[Case, ...], held: int = 5, lost: int = 0, minutes: int = 90
) -> WorkerLoad:
    """A social worker with one session every 16 days, the last ones lost."""
    states = [SessionState.HELD] * held + [SessionState.CANCELLED] * lost
    past = tuple(
        PastSession(T - AGO * (80 - 16 * n), state, 90, 90 if state is SessionState.HELD else 0)
        for n, state in enumerate(states)
    )
    return WorkerLoad(
        name="Eoin Marsh",
        stage=Stage.SOCIAL_WORKER,
        fte=1.0,
        start=date(2020, 1, 6),
        terms=Terms(minutes, 28, "agreement"),
        clock=SupervisionClock(date(2020, 1, 6), T - AGO * 20, (Interval(date.min, 28),)),
        children=children,
        past_sessions=past,
    )


def cases(plan: Plan, number: int, family: int = 0, age: int = 5) -> list[Case]:
    return [
        Case(
            f"{plan}-{n:02}",
            plan,
            T - AGO * 400,
            T - AGO * age,
            family=f"{plan}-family" if n < family else None,
        )
        for n in range(number)
    ]


def worked_case() -> WorkerLoad:
    children = [
        *cases(Plan.CP, 6, family=2),
        *cases(Plan.CLA, 3),
        *cases(Plan.CIN, 3, family=3),
        *[Case(f"cin-x{n}", Plan.CIN, T - AGO * 400, T - AGO * 43) for n in range(5)],
        *cases(Plan.ASSESSMENT, 3),
        *cases(Plan.PLO, 1),
    ]
    return worker(tuple(children), held=4, lost=1)


def test_the_worked_case_comes_out_as_the_model_says() -> None:
    found = assess(worked_case(), T, POLICY)
    assert found.needed == pytest.approx(131)
    assert found.available == pytest.approx(56)
    assert found.delivered == pytest.approx(0.8)
    assert found.fit == pytest.approx(131 / 56)
    assert (
        found.says[0]
        == "At this pace a child on a child protection plan is discussed every 66 days, not "
        "28."
    )
    assert found.signal("children").value == pytest.approx(1.3125)
    assert found.signal("weight").value == pytest.approx(1.65625)
    assert found.signal("sessions-lost").value == pytest.approx(0.2)
    assert found.signal("children-undiscussed").value == pytest.approx(5 / 21)
    levels = {signal.code: signal.level for signal in found.signals}
    assert levels == {
        "fit": Level.RED,
        "children": Level.RED,
        "weight": Level.RED,
        "children-undiscussed": Level.AMBER,
        "session-overdue": Level.OK,
        "sessions-lost": Level.AMBER,
        "training-missed": Level.OK,
        "unfinished-at-duty": Level.OK,
        "directions-overdue": Level.OK,
    }
    assert found.status is WorkloadStatus.CROWDED_OUT


def calibrated(counts: dict[Plan, int], in_pairs: dict[Plan, int]) -> WorkerLoad:
    children = [
        Case(f"{plan}-{n}", plan, T, T, family=f"{plan}-{n // 2}" if n < in_pairs[plan] else None)
        for plan, count in counts.items()
        for n in range(count)
    ]
    return worker(tuple(children))


def test_a_worker_at_the_limit_stands_close_to_one_point_two_and_below_one_at_twelve() -> None:
    kinds = (Plan.CP, Plan.CLA, Plan.CIN, Plan.ASSESSMENT)
    full = calibrated(
        dict(zip(kinds, (4, 4, 5, 3), strict=True)), dict(zip(kinds, (4, 2, 2, 0), strict=True))
    )
    assert assess(full, T, POLICY).fit == pytest.approx(1.2, abs=0.05)
    fewer = calibrated(
        dict(zip(kinds, (3, 3, 4, 2), strict=True)), dict(zip(kinds, (2, 2, 2, 0), strict=True))
    )
    assert assess(fewer, T, POLICY).fit < 1


def test_no_children_fit_perfectly_and_no_time_fits_nothing() -> None:
    assert assess(worker(()), T, POLICY).fit == 0
    assert isinf(assess(worker(tuple(cases(Plan.CP, 1)), minutes=20), T, POLICY).fit)


def test_a_red_rating_halves_the_interval_but_never_below_fourteen_days() -> None:
    red = Case("C1", Plan.CIN, T, red=True)
    assert red.interval(POLICY) == 21
    assert Case("C2", Plan.CP, T, red=True).interval(POLICY) == 14


def test_every_sentence_holds_its_value_and_its_thresholds() -> None:
    for signal in assess(worked_case(), T, POLICY).signals:
        assert f"{signal.amber:g}" in signal.says
        assert f"{signal.red:g}" in signal.says
        assert f"{signal.value:.2f}".rstrip("0").rstrip(".") in signal.says


@pytest.mark.parametrize(
    ("code", "value", "level"),
    [
        ("fit", 0.999, Level.OK),
        ("fit", 1.0, Level.AMBER),
        ("fit", 1.25, Level.RED),
        ("children", 1.0, Level.OK),
        ("children", 1.2, Level.AMBER),
        ("children", 1.2001, Level.RED),
        ("session-overdue", 1, Level.AMBER),
        ("session-overdue", 10, Level.AMBER),
        ("session-overdue", 11, Level.RED),
        ("sessions-lost", 0.15, Level.OK),
        ("sessions-lost", 0.34, Level.AMBER),
        ("training-missed", 3, Level.RED),
        ("unfinished-at-duty", 1, Level.AMBER),
        ("directions-overdue", 0.3, Level.AMBER),
    ],
)
def test_thresholds_are_reached_as_the_table_says(code: str, value: float, level: Level) -> None:
    assert POLICY.signals[code].level(value) is level


plans = st.sampled_from(list(Plan))
caseloads = st.lists(
    st.builds(
        lambda plan, age, red, family, n: Case(
            f"C{n:04}",
            plan,
            T - AGO * 500,
            last_discussed=T - AGO * age,
            red=red,
            family=f"F{family}" if family else None,
        ),
        plans,
        st.integers(0, 120),
        st.booleans(),
        st.integers(0, 3),
        st.integers(0, 9999),
    ),
    max_size=25,
    unique_by=lambda child: child.ref,
)


@given(caseloads, plans)
def test_a_child_more_never_lowers_the_fit(children: list[Case], plan: Plan) -> None:
    more = (*children, Case("one-more", plan, T))
    assert assess(worker(more), T, POLICY).fit >= assess(worker(tuple(children)), T, POLICY).fit


@given(caseloads, st.integers(20, 240), st.integers(0, 120))
def test_a_longer_session_never_raises_the_fit(
    children: list[Case], minutes: int, more: int
) -> None:
    shorter, longer = (
        assess(worker(tuple(children), minutes=each), T, POLICY)
        for each in (minutes, minutes + more)
    )
    assert longer.fit <= shorter.fit


@given(caseloads, st.integers(0, 6), st.integers(0, 6))
def test_what_is_measured_is_what_is_explained(children: list[Case], held: int, lost: int) -> None:
    load = worker(tuple(children), held, lost)
    found = assess(load, T, POLICY)
    values = measure(facts_of(load, T, POLICY), POLICY).values
    assert {signal.code: signal.value for signal in found.signals} == dict(values)
    assert found.status is status_of(values, POLICY)
    for signal in found.signals:
        shown = "∞" if isinf(signal.value) else f"{signal.value:.2f}".rstrip("0").rstrip(".")
        assert (
            shown in signal.says
            and f"{signal.amber:g}" in signal.says
            and f"{signal.red:g}" in signal.says
        )
        assert signal.source


@given(caseloads, st.integers(21, 180))
def test_the_agenda_never_exceeds_its_minutes_and_leaves_out_nothing_that_fits(
    children: list[Case], minutes: int
) -> None:
    agenda = draw_up(children, T, minutes, T + AGO * 28, POLICY)
    assert agenda.minutes_used <= minutes + 1e-9
    assert len(agenda.items) + len(agenda.does_not_fit) == len(children)
    spare = minutes - agenda.minutes_used
    taken = {item.child.ref for item in agenda.items}
    size = {
        tuple(child.ref for child in block): sum(
            POLICY.plans[child.plan].minutes * shares(block, POLICY)[child.ref] for child in block
        )
        for block in families(children)
    }
    left_out = {refs: wanted for refs, wanted in size.items() if not taken & set(refs)}
    assert all(wanted > spare - 1e-9 for wanted in left_out.values())
    # Nobody is passed over for a younger block of the same size.
    urgency = {child.ref: child.age(T) / child.interval(POLICY) for child in children}
    worst = {refs: max(urgency[ref] for ref in refs) for refs in size}
    for refs, wanted in left_out.items():
        alike = [other for other, theirs in size.items() if taken & set(other) and theirs == wanted]
        younger = [other for other in alike if worst[other] < worst[refs]]
        assert not younger


@given(caseloads, st.integers(21, 150), st.integers(0, 27))
def test_the_first_step_of_the_forecast_is_the_agenda(
    children: list[Case], minutes: int, ahead: int
) -> None:
    on = T + AGO * ahead
    load = replace(worker(tuple(children)), planned=(PlannedSession(on, minutes),))
    for_children = minutes - POLICY.session.minutes_not_about_children
    agenda = draw_up(children, on, for_children, on, POLICY)
    discussed = {item.child.ref for item in agenda.items}
    for monday, past in forecast(load, T, POLICY).weeks:
        after = [
            replace(child, last_discussed=on) if child.ref in discussed and monday >= on else child
            for child in children
        ]
        assert past == sum(child.is_past_interval(monday, POLICY) for child in after)


def test_the_ceiling_holds_for_every_child() -> None:
    strict = make_policy("[children]\nceiling_days = 40\n")
    assert Case("C1", Plan.CARE_LEAVER, T).interval(strict) == 40
    assert Case("C2", Plan.CP, T).interval(strict) == 28


def moves_of(name: str, loads: list[WorkerLoad]) -> tuple[Move, ...]:
    """The options for one of these workers."""
    here = next(load for load in loads if load.name == name)
    return next_moves(assess(here, T, POLICY), loads, POLICY)


def two_workers() -> list[WorkerLoad]:
    """A worker whose children need an eighth more than there is, and a colleague with room."""
    children = (*cases(Plan.CP, 6, family=2), *cases(Plan.PLO, 2))
    return [worker(children), replace(worker(tuple(cases(Plan.CIN, 3))), name="Amara Dunmore")]


def test_the_best_next_move_is_the_one_with_the_fewest_minutes_that_brings_it_inside() -> None:
    loads = two_workers()
    moves = moves_of("Eoin Marsh", loads)
    assert {move.kind for move in moves} == {"move", "session", "longer"}
    assert moves[0].is_inside
    inside = [move for move in moves if move.is_inside]
    assert [move.minutes for move in inside] == sorted(move.minutes for move in inside)
    for move in moves:
        tried = try_changes(loads, move.changes, T, POLICY)
        assert isinstance(tried, list)
        assert assess(tried[0].after, T, POLICY).fit == move.after.fit
    handing_over = next(move for move in moves if move.kind == "move")
    assert handing_over.receiver is not None
    assert handing_over.receiver[1].fit > handing_over.receiver[0].fit
    assert "Amara Dunmore" in handing_over.says(str)


def test_nobody_is_loaded_by_a_move_and_nothing_is_offered_where_supervision_fits() -> None:
    full = replace(worker(tuple(cases(Plan.CIN, 16))), name="Amara Dunmore")
    moves = moves_of("Eoin Marsh", [two_workers()[0], full])
    assert {move.kind for move in moves} == {"session", "longer"}
    elsewhere = replace(two_workers()[1], team="Another Team")
    assert {move.kind for move in moves_of("Eoin Marsh", [two_workers()[0], elsewhere])} == {
        "session",
        "longer",
    }
    assert moves_of("Amara Dunmore", two_workers()) == ()


@given(caseloads, st.integers(45, 120))
def test_an_option_never_makes_the_worker_s_fit_worse(children: list[Case], minutes: int) -> None:
    here = worker(tuple(children), minutes=minutes)
    other = replace(worker(()), name="Amara Dunmore")
    before = assess(here, T, POLICY).fit
    for move in moves_of(here.name, [here, other]):
        assert move.after.fit <= before


def test_the_agenda_takes_pinned_children_first_then_the_longest_undiscussed() -> None:
    children = [
        Case("C2", Plan.CIN, T - AGO * 90, T - AGO * 80),
        Case("C1", Plan.CP, T - AGO * 90, T - AGO * 30),
        Case("C3", Plan.CLA, T - AGO * 90, T - AGO * 1, pinned=True),
        Case("C4", Plan.CIN, T - AGO * 90, T - AGO * 80),
    ]
    agenda = draw_up(children, T, 25, T + AGO * 28, POLICY)
    assert [item.child.ref for item in agenda.items] == ["C3", "C2", "C4"]
    assert [(left.child.ref, left.age_days_next) for left in agenda.does_not_fit] == [("C1", 58)]


def test_the_forecast_counts_mondays_and_finds_the_first_breach() -> None:
    load = worker((Case("C1", Plan.CP, T - AGO * 90, T - AGO * 20),))
    calm = forecast(load, T, POLICY)
    assert calm.first_breach == T + AGO * 9
    assert [past for _, past in calm.weeks] == [0, 0] + [1] * 10
    met = replace(load, planned=(PlannedSession(T + AGO * 7, 90),))
    assert forecast(met, T, POLICY).first_breach == T + AGO * 36


def test_what_if_moves_a_child_and_touches_both_workers() -> None:
    other = replace(worker(()), name="Amara Dunmore")
    found = try_changes(
        [worked_case(), other], ["cp-03 -> Amara Dunmore", "eoin marsh 120min"], T, POLICY
    )
    assert isinstance(found, list)
    assert [(each.before.name, len(each.after.children)) for each in found] == [
        ("Eoin Marsh", 20),
        ("Amara Dunmore", 1),
    ]
    assert found[0].after.terms.minutes == 120


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Eoin Marsh",
        "Nobody +2cp",
        "Eoin Marsh +2xx",
        "Eoin Marsh -9plo",
        "X -> Eoin Marsh",
        "Eoin Marsh +0cp",
        "Eoin Marsh 5min",
        "Eoin Marsh 900min",
        "Eoin Marsh every 0d",
        "Eoin Marsh every 200d",
    ],
)
def test_what_if_refuses_what_it_cannot_do(typed: str) -> None:
    assert not isinstance(try_changes([worked_case()], [typed], T, POLICY), list)


def test_a_moved_child_takes_the_directions_along() -> None:
    child = replace(cases(Plan.CP, 1)[0], directions_open=4, directions_overdue=3)
    here = worker((child, *cases(Plan.CIN, 2)))
    there = replace(worker(()), name="Amara Dunmore")
    found = compare([here, there], [f"{child.ref} -> Amara Dunmore"], T, POLICY)
    assert isinstance(found, list)
    shares_after = {
        each.after.workload.load.name: each.after.workload.signal("directions-overdue").value
        for each in found
    }
    assert shares_after == {"Eoin Marsh": 0, "Amara Dunmore": 0.75}


def test_children_made_up_for_a_trial_never_share_a_reference() -> None:
    changes = ["Eoin Marsh +2cp", "Eoin Marsh -1cp", "Eoin Marsh +1cp"]
    found = try_changes([worker(())], changes, T, POLICY)
    assert isinstance(found, list)
    refs = [child.ref for child in found[0].after.children]
    assert len(set(refs)) == len(refs) == 2
    assert assess(found[0].after, T, POLICY).needed == 20


def test_another_interval_tried_today_takes_back_no_debt_and_makes_none() -> None:
    def late(last_held_ago: int, every: int) -> float:
        load = worker(())
        load = replace(load, clock=replace(load.clock, last_held=T - AGO * last_held_ago))
        found = compare([load], [f"Eoin Marsh every {every}d"], T, POLICY)
        assert isinstance(found, list)
        return found[0].after.workload.signal("session-overdue").value

    assert late(20, 14) == 0  # fortnightly begins today, and is reached today
    assert late(40, 56) == POLICY.days.between(T - AGO * 12, T)


def test_a_move_goes_to_whoever_can_bear_it_even_if_another_has_more_room_by_share() -> None:
    half = replace(worker(tuple(cases(Plan.EARLY_HELP, 1))), name="Half Post", fte=0.1)
    room = replace(worker(tuple(cases(Plan.CIN, 6))), name="Room Enough")
    moves = moves_of("Eoin Marsh", [two_workers()[0], half, room])
    handing_over = next(move for move in moves if move.kind == "move")
    assert handing_over.receiver is not None and handing_over.receiver[1].load.name == "Room Enough"


def test_the_forecast_looks_at_each_day_with_the_policy_of_that_day() -> None:
    stricter = make_policy("[plans.cin]\ninterval_days = { value = 14, from = 2026-04-01 }\n").on(T)
    load = worker((Case("C1", Plan.CIN, T - AGO * 90, T - AGO * 1),))
    found = forecast(load, T, stricter)
    assert found.first_breach == date(2026, 4, 1)
    assert [past for monday, past in found.weeks if monday < date(2026, 4, 1)] == [0] * 5
    assert all(past == 1 for monday, past in found.weeks if monday > date(2026, 4, 1))
    assert forecast(load, T, POLICY).first_breach == T + AGO * 42


def test_a_red_rating_never_makes_an_interval_longer() -> None:
    weekly = make_policy("[plans.cp]\ninterval_days = 7\n")
    assert Case("C1", Plan.CP, T, red=True).interval(weekly) == 7


@pytest.mark.parametrize(("days_ago", "counts"), [(0, True), (83, True), (84, False), (-1, False)])
def test_sessions_count_from_the_day_after_eighty_four_days_ago_until_today(
    days_ago: int, counts: bool
) -> None:
    held = PastSession(T - AGO * days_ago, SessionState.HELD, 90, 60)
    found = window([held], T, windows(POLICY)[0])
    assert (found.sessions, found.minutes_held) == ((1, 60) if counts else (0, 0))


CALM = dict.fromkeys(POLICY.signals, 0.0)


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({}, WorkloadStatus.STEADY),
        ({"fit": 1.1}, WorkloadStatus.STEADY),  # one amber raises no side
        ({"fit": 1.3}, WorkloadStatus.STRETCHED),
        ({"fit": 1.1, "children": 1.1}, WorkloadStatus.STRETCHED),
        ({"training-missed": 1, "unfinished-at-duty": 1}, WorkloadStatus.SLIPPING),
        ({"session-overdue": 11}, WorkloadStatus.SLIPPING),
        ({"fit": 1.1, "training-missed": 1}, WorkloadStatus.STEADY),  # one amber on each side
        ({"fit": 1.3, "training-missed": 3}, WorkloadStatus.CROWDED_OUT),
    ],
)
def test_a_side_is_raised_by_one_red_signal_or_two_amber_ones(
    values: dict[str, float], status: WorkloadStatus
) -> None:
    assert status_of(CALM | values, POLICY) is status


@pytest.mark.parametrize(
    ("held", "lost", "share"), [(1, 1, 0.0), (0, 2, 0.0), (2, 1, 1 / 3), (0, 3, 1.0)]
)
def test_sessions_lost_are_counted_from_three_sessions_on(
    held: int, lost: int, share: float
) -> None:
    found = assess(worker((), held=held, lost=lost), T, POLICY)
    assert found.signal("sessions-lost").value == pytest.approx(share)


def test_what_is_counted_elsewhere_reaches_its_signal() -> None:
    busy = replace(worker(tuple(cases(Plan.CP, 2))), training_missed=3, unfinished_at_duty=1)
    found = assess(busy, T, POLICY)
    assert found.signal("training-missed").value == 3
    assert found.signal("unfinished-at-duty").value == 1
    assert found.by_plan == {Plan.CP: 2}
    assert found.overdue_since is None and found.next_due is not None
    late = replace(
        busy, clock=SupervisionClock(date(2020, 1, 6), T - AGO * 40, (Interval(date.min, 28),))
    )
    assert assess(late, T, POLICY).overdue_since is not None


@pytest.mark.parametrize(("started", "limit"), [(date(2025, 9, 3), 12), (date(2025, 9, 1), 14)])
def test_the_limit_of_the_newly_qualified_is_that_of_the_day(started: date, limit: int) -> None:
    assert (
        assess(replace(worker(()), stage=Stage.NEWLY_QUALIFIED, start=started), T, POLICY).limit
        == limit
    )


@pytest.mark.parametrize(
    ("fit", "days"), [(0.0, 28), (1.0, 28), (1.25, 35), (2.339, 65), (float("inf"), None)]
)
def test_the_pace_is_never_quicker_than_the_interval(fit: float, days: int | None) -> None:
    assert pace(28, fit) == days


def test_the_pace_is_said_for_each_plan_child_protection_first() -> None:
    children = (*cases(Plan.CIN, 1), *cases(Plan.CLA, 1), *cases(Plan.PLO, 1), *cases(Plan.CP, 1))
    said = pace_sentences(worker(children), 1.25, POLICY)
    assert [each.partition(" is discussed")[0] for each in said] == [
        "At this pace a child on a child protection plan",
        "At this pace a child looked after",
        "At this pace a child in pre-proceedings or care proceedings",
        "At this pace a child on a child in need plan",
    ]
    assert said[0].endswith("is discussed every 35 days, not 28.")
    [nothing] = pace_sentences(worker(tuple(cases(Plan.CP, 1))), float("inf"), POLICY)
    assert "has no time in supervision; it is every 28 days" in nothing
