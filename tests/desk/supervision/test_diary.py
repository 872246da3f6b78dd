"""Sessions planned, moved and cancelled; a series; a session of several."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from supervision_tui.desk.cover import arrange_cover
from supervision_tui.desk.manager import Manager, name_manager
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.supervision import diary, preparation
from supervision_tui.desk.supervision.my_week import my_week
from supervision_tui.desk.supervision.schedule import (
    SessionDraft,
    cancel_session,
    mark_held,
    move_session,
    plan_session,
    schedule,
)
from supervision_tui.desk.supervision.week_entry import EntryKind
from supervision_tui.desk.workers import absence, absence_view
from supervision_tui.desk.workers.people import add_worker
from supervision_tui.practice.vocabulary import CancelReason, SessionKind
from supervision_tui.vault.store import Store
from tests.desk.days_later import later
from tests.desk.supervision.hours import CROWDED


def test_a_series_avoids_holidays_leave_and_what_is_planned(
    demo_store: Store, moment: Moment
) -> None:
    demo_store.run(absence.record_leave, 5, "2026-04-06", "2026-04-24", "other", moment=moment)
    ids = [row.worker_id for row in demo_store.run(schedule, moment).rows]
    proposed = {
        each.worker_id: each.dates
        for each in demo_store.run(diary.proposed_series, ids, "26w", moment)
    }
    days = moment.policy.days
    assert all(days.why_closed(day) is None for dates in proposed.values() for day in dates)
    assert not [day for day in proposed[5] if date(2026, 4, 6) <= day <= date(2026, 4, 24)]
    planned = demo_store.run(diary.plan_series, ids, "26w", moment)
    assert planned == sum(map(len, proposed.values()))
    with pytest.raises(Refused, match="planned already"):
        demo_store.run(diary.plan_series, ids, "26w", moment)


def test_a_team_whose_sessions_fall_together_is_spread_two_a_day_within_the_interval(
    store: Store, moment: Moment
) -> None:
    for name in ("Ada Quill", "Bo Lark", "Cy Fern", "Di Moss", "Ed Reed"):
        store.run(add_worker, name, "Harbour", moment)
    ids = [row.worker_id for row in store.run(schedule, moment).rows]
    series = store.run(diary.proposed_series, ids, "13w", moment)
    a_day = Counter(day for each in series for day in each.dates)
    assert max(a_day.values()) <= 2
    for each in series:
        assert each.dates[0] <= date(2026, 3, 30), "four weeks after the first day at the latest"
        assert all((later - sooner).days <= 28 for sooner, later in pairwise(each.dates))
        assert len(each.dates) >= 3


def test_a_cancelled_session_is_planned_again_in_the_same_breath(
    demo_store: Store, moment: Moment
) -> None:
    session_id = demo_store.run(preparation.session_to_prepare, CROWDED, moment)
    with pytest.raises(Refused):
        demo_store.run(cancel_session, session_id, CancelReason.COURT, moment, again="sat")
    assert demo_store.run(preparation.session_to_prepare, CROWDED, moment) == session_id, (
        "refused as a whole"
    )
    demo_store.run(cancel_session, session_id, CancelReason.COURT, moment, again="5wd")
    again = demo_store.run(preparation.session_to_prepare, CROWDED, moment)
    assert demo_store.run(preparation.preparation, again, moment).planned_on == date(2026, 3, 9)


def test_a_sitting_of_several_moves_and_is_cancelled_as_one(
    demo_store: Store, moment: Moment
) -> None:
    demo_store.run(
        plan_session, SessionDraft(3, "2026-03-05", "10:00", SessionKind.GROUP, "all"), moment
    )
    lines = [line for line in demo_store.run(schedule, moment).sessions if line.kind == "group"]
    lead = next(line for line in lines if line.id == line.lead_id)
    assert lead.worker_id == 3, "the worker it was planned with holds the record"
    demo_store.run(move_session, lead.id, "2026-03-06", "", "", moment=moment)
    moved = [line for line in demo_store.run(schedule, moment).sessions if line.kind == "group"]
    assert {line.on for line in moved} == {date(2026, 3, 6)}
    demo_store.run(cancel_session, lead.id, CancelReason.DUTY, moment, again="2026-03-12")
    after = [line for line in demo_store.run(schedule, moment).sessions if line.kind == "group"]
    assert sorted({(str(line.state), line.on.day) for line in after}) == [
        ("cancelled", 6),
        ("planned", 12),
    ]
    assert len(after) == 2 * len(moved)


def test_the_first_sessions_of_a_team_run_from_next_week_over_the_cycle(
    store: Store, moment: Moment
) -> None:
    """Ten workers came in on Monday 2 March: ten first sessions in four weeks, none in one heap."""
    names = ("Ada", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal", "Ivy", "Jo")
    for name in names:
        store.run(add_worker, f"{name} Quill", "Harbour", moment)
    ids = [row.worker_id for row in store.run(schedule, moment).rows]
    firsts = [each.dates[0] for each in store.run(diary.proposed_series, ids, "13w", moment)]
    weeks = Counter(day.isocalendar().week for day in firsts)
    assert sorted(weeks) == [11, 12, 13, 14], "from Monday 9 March on"
    assert max(weeks.values()) <= 3
    assert max(firsts) <= date(2026, 3, 30), "none later than it is due"


def test_a_series_keeps_to_the_managers_days_hours_and_leave(store: Store, moment: Moment) -> None:
    for name in ("Ada Quill", "Bo Lark", "Cy Fern"):
        store.run(add_worker, name, "Harbour", moment)
    me = Manager("Rowan Ash", days="tue-thu", hours="9:30 to 16")
    store.run(name_manager, me, moment)
    store.run(arrange_cover, "", "23 mar", "17 apr", "leave", moment=moment)
    ids = [row.worker_id for row in store.run(schedule, moment).rows]
    series = store.run(diary.proposed_series, ids, "26w", moment)
    days = [day for each in series for day in each.dates]
    assert {day.weekday() for day in days} <= {1, 2, 3}
    assert not [day for day in days if date(2026, 3, 23) <= day <= date(2026, 4, 17)]
    assert {each.time for each in series} <= {"10:00", "14:00"}
    plan = store.run(schedule, moment)
    assert all(day.weekday() in {1, 2, 3} for row in plan.rows for day in row.proposed)


def test_my_week_tells_what_clashes_and_what_is_to_be_written_up(
    store: Store, moment: Moment
) -> None:
    for name in ("Ada Quill", "Bo Lark", "Cy Fern"):
        store.run(add_worker, name, "Harbour", moment)
    ada, bo, cy = (row.worker_id for row in store.run(schedule, moment).rows)
    store.run(name_manager, Manager("Rowan Ash", days="mon-thu", hours="9-17"), moment)
    store.run(arrange_cover, "Kay Standin", "12 mar", "12 mar", "course", moment=moment)
    for worker, on, time in (
        (ada, "tue 3 mar", "10:00"),
        (bo, "tue 3 mar", "11:00"),
        (cy, "fri 6 mar", "10:00"),
        (ada, "9 mar", "16:30"),
        (bo, "12 mar", "10:00"),
        (cy, "11 mar", "10:00"),
    ):
        store.run(plan_session, SessionDraft(worker, on, time, minutes=90), moment)
    clashes = {
        (each.on.day, each.worker): each.clash
        for each in store.run(my_week, 0, moment).entries
        if each.is_planned
    }
    assert clashes == {
        (3, "Ada Quill"): "at the time of Bo Lark",
        (3, "Bo Lark"): "at the time of Ada Quill",
        (6, "Cy Fern"): "you work Mon–Thu",
        (9, "Ada Quill"): "outside your hours, 09:00 to 17:00",
        (12, "Bo Lark"): "",
        (11, "Cy Fern"): "",
    }
    stood_in = [each.state for each in store.run(my_week, 0, moment).entries if each.on.day == 12]
    assert stood_in == ["Kay Standin covers"]
    store.run(absence.record_leave, cy, "9 mar", "13 mar", "sick", moment=moment)
    (ill,) = [each for each in store.run(my_week, 0, moment).entries if each.on.day == 11]
    assert ill.clash == "Cy Fern is away"
    (away,) = store.run(absence_view.absence_of, cy, moment).sessions
    assert (away.on, away.time) == (date(2026, 3, 11), "10:00")
    tuesday = later(moment, days=1)
    held = [each for each in store.run(schedule, tuesday).sessions if each.worker_id == ada]
    store.run(mark_held, held[0].id, tuesday)
    week = store.run(my_week, 0, later(moment, days=2))
    [record] = [each for each in week.entries if each.kind is EntryKind.WRITE_UP]
    assert (record.worker, record.on) == ("Ada Quill", date(2026, 3, 5))
    assert (week.to_write_up, week.manager.name) == (1, "Rowan Ash")
    [overdue] = [
        each
        for each in store.run(my_week, 0, later(moment, days=9)).entries
        if each.kind is EntryKind.WRITE_UP
    ]
    assert overdue.state == "4 wd late"
    assert store.run(my_week, 4, later(moment, days=9)).to_write_up == 0, "it is told once"


@pytest.mark.parametrize("days", [23, 42])
def test_first_sessions_that_are_due_already_are_spread_from_next_week_too(
    store: Store, moment: Moment, days: int
) -> None:
    for name in ("Ada", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal", "Ivy", "Jo"):
        store.run(add_worker, f"{name} Quill", "Harbour", moment)
    on = later(moment, days)
    ids = [row.worker_id for row in store.run(schedule, on).rows]
    firsts = [each.dates[0] for each in store.run(diary.proposed_series, ids, "13w", on)]
    monday = on.today + timedelta(days=7 - on.today.weekday())
    assert min(firsts) >= monday
    assert max(firsts) <= monday + timedelta(days=28)
    if days > 28:
        weeks = Counter(day.isocalendar().week for day in firsts)
        assert max(weeks.values()) <= 3


def test_nothing_is_proposed_where_the_managers_days_hold_no_more(
    store: Store, moment: Moment
) -> None:
    for number in range(20):
        store.run(add_worker, f"Ada{chr(97 + number)} Quill", "Harbour", moment)
    store.run(name_manager, Manager("Rowan Ash", days="mon"), moment)
    ids = [row.worker_id for row in store.run(schedule, moment).rows]
    series = store.run(diary.proposed_series, ids, "13w", moment)
    days = Counter(day for each in series for day in each.dates)
    assert {day.weekday() for day in days} == {0}
