"""Sessions planned, moved and cancelled; a series; a session of several."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.supervision import diary, preparation
from supervision_tui.desk.supervision.schedule import (
    SessionDraft,
    cancel_session,
    move_session,
    plan_session,
    schedule,
)
from supervision_tui.desk.workers import absence
from supervision_tui.desk.workers.people import add_worker
from supervision_tui.practice.vocabulary import CancelReason, SessionKind
from supervision_tui.vault.store import Store
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
    assert max(a_day.values()) == 2
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
