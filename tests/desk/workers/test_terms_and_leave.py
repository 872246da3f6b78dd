"""Terms for a time and leave: they hold from their day on, and change no earlier picture."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session, select

from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.supervision import schedule
from supervision_tui.desk.today.today import today
from supervision_tui.desk.workers import absence, people, temporary_terms
from supervision_tui.desk.workers.temporary_terms import OverrideDraft
from supervision_tui.desk.workload import statuses
from supervision_tui.records import WorkerLeave
from supervision_tui.vault.store import Store
from tests.desk.days_later import later


def test_terms_for_a_time_need_a_reason_and_an_end(demo_store: Store, moment: Moment) -> None:
    worker = demo_store.run(schedule.schedule, moment).rows[0].worker_id
    draft = OverrideDraft(worker, 60, 14, starts="today", ends="29 may", reason="after an incident")
    for change, says in (
        ({"reason": " "}, "Say why"),
        ({"ends": "1 mar 2026"}, "after the first"),
        ({"ends": "1 apr 2027"}, "within 12 months"),
        ({"starts": "31/2"}, "not a day"),
        ({"minutes": 5}, "between 15 and 480"),
        ({"interval_days": 0}, "between 1 and 120"),
    ):
        with pytest.raises(Refused, match=says):
            demo_store.run(temporary_terms.agree_for_a_time, replace(draft, **change), moment)
    agreed = demo_store.run(temporary_terms.agree_for_a_time, draft, moment)
    assert (agreed.starts, agreed.ends) == (date(2026, 3, 2), date(2026, 5, 30))
    with pytest.raises(Refused, match="already has a temporary change"):
        demo_store.run(temporary_terms.agree_for_a_time, draft, moment)
    details = demo_store.run(people.worker_details, worker, moment)
    assert details.interval_days != 14  # the standing agreement is what the form shows


def test_leave_stops_the_clock_and_ends_on_its_last_day(demo_store: Store, moment: Moment) -> None:
    line = demo_store.run(today, moment).lines[0]
    leave = demo_store.run(absence.record_leave, line.worker_id, "2 feb", "", "sick", moment=moment)
    assert (leave.starts, leave.ends) == (date(2026, 2, 2), None)
    away = next(
        each for each in demo_store.run(today, moment).lines if each.worker_id == line.worker_id
    )
    assert away.next_session.says == "away"
    assert demo_store.run(absence.open_leave, line.worker_id) == leave
    with pytest.raises(Refused, match="without a last day yet"):
        demo_store.run(
            absence.record_leave,
            line.worker_id,
            "1 jun",
            "12 jun",
            "parental",
            moment=moment,
        )
    with pytest.raises(Refused, match="does not come before"):
        demo_store.run(
            absence.record_leave, line.worker_id, "2 feb", "1 feb", "sick", moment=moment
        )
    demo_store.run(absence.record_leave, line.worker_id, "2 feb", "1 mar", "sick", moment=moment)
    back = next(
        each for each in demo_store.run(today, moment).lines if each.worker_id == line.worker_id
    )
    assert "late" not in back.next_session.says

    def rows(session: Session) -> int:
        return len(
            list(session.exec(select(WorkerLeave).where(WorkerLeave.worker_id == line.worker_id)))
        )

    assert demo_store.run(rows) == 1
    with pytest.raises(Refused, match="on leave from"):
        demo_store.run(
            absence.record_leave, line.worker_id, "20 feb", "22 feb", "sick", moment=moment
        )


def test_an_earlier_day_keeps_the_stage_and_hours_that_held_then(
    demo_store: Store, moment: Moment
) -> None:
    before = demo_store.run(statuses.team_workload, moment)
    worker = next(each for each in before.workers if each.workload.load.stage == "social-worker")
    after = later(moment, 14)
    details = demo_store.run(people.worker_details, worker.worker_id, after)
    demo_store.run(people.set_worker_details, replace(details, fte=0.5, stage="senior"), after)
    demo_store.run(people.set_worker_details, replace(details, fte=0.4, stage="senior"), after)
    now = {
        each.worker_id: each.workload
        for each in demo_store.run(statuses.team_workload, after).workers
    }
    assert now[worker.worker_id].limit == pytest.approx(18 * 0.4)
    assert demo_store.run(statuses.team_workload, moment) == before


def test_leave_and_terms_recorded_later_change_no_earlier_picture(
    demo_store: Store, moment: Moment
) -> None:
    before = demo_store.run(statuses.team_workload, moment)
    after, worker = later(moment, 14), before.workers[0].worker_id
    demo_store.run(absence.record_leave, worker, "23 feb", "8 mar", "sick", moment=after)
    draft = OverrideDraft(worker, 60, 14, starts="9 mar", ends="29 may", reason="returner")
    demo_store.run(temporary_terms.agree_for_a_time, draft, after)
    assert demo_store.run(statuses.team_workload, moment) == before


def test_leave_that_is_to_come_is_planned_around(demo_store: Store, moment: Moment) -> None:
    row = demo_store.run(schedule.schedule, moment).rows[0]
    demo_store.run(
        absence.record_leave, row.worker_id, "16 mar", "30 jun", "parental", moment=moment
    )
    after = next(
        each
        for each in demo_store.run(schedule.schedule, moment).rows
        if each.worker_id == row.worker_id
    )
    assert after.away[schedule.WEEKS_BACK + 2 :] == (True,) * (schedule.WEEKS_AHEAD - 1)
    assert all(day > date(2026, 6, 30) for day in after.proposed)
