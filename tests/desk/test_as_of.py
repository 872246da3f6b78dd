"""A record dated later does not exist yet: the picture of a day stays what it was, whatever comes
after.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from supervision_tui.desk.children import notes, review
from supervision_tui.desk.destination import RecordKind
from supervision_tui.desk.directions import giving
from supervision_tui.desk.directions import lines as direction_lines
from supervision_tui.desk.directions.giving import DirectionDraft
from supervision_tui.desk.imports.accept_caseload import accept_caseload
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.supervision import schedule
from supervision_tui.desk.supervision.agenda import next_agenda
from supervision_tui.desk.supervision.draft import ChildEntry, RecordDraft
from supervision_tui.desk.supervision.schedule import SessionDraft
from supervision_tui.desk.supervision.session import open_session, start_session
from supervision_tui.desk.supervision.signing import sign_record
from supervision_tui.desk.today import today
from supervision_tui.desk.workers.absence import record_leave
from supervision_tui.desk.workers.people import set_worker_details, worker_details
from supervision_tui.desk.workers.temporary_terms import (
    OverrideDraft,
    agree_for_a_time,
)
from supervision_tui.desk.workload import responses, statuses
from supervision_tui.desk.workload.responses import ResponseDraft
from supervision_tui.imports.annex_a import read_annex_a
from supervision_tui.practice.direction.accepting import SaidDirection
from supervision_tui.practice.vocabulary import CancelReason, DirectionState, Rag, WorkloadStatus
from supervision_tui.vault.store import Store
from tests.imports.workbooks import LIST_6, book, child

LATER = date(2026, 3, 11)


def live_through_a_week(store: Store, later: Moment, folder: Path) -> None:
    """Nine days after: a session held, one moved, one cancelled, directions given, closed and
    extended, a move.
    """
    worst = store.run(statuses.team_workload, later).workers[0]
    session_id = store.run(start_session, worst.worker_id, later)
    view = store.run(open_session, session_id, later)
    entries = {item.child.ref: ChildEntry(view="Seen differently now") for item in view.agenda}
    store.run(sign_record, session_id, RecordDraft(children=entries), later)
    planned = [line for line in store.run(schedule.schedule, later).sessions if line.on > LATER]
    store.run(schedule.move_session, planned[0].id, "2w", "", "court", moment=later)
    store.run(schedule.cancel_session, planned[1].id, CancelReason.DUTY, later)
    ref = view.agenda[0].child.ref
    store.run(
        giving.give_direction,
        DirectionDraft(ref, SaidDirection("Visit", "worker", "5wd", "to see")),
        later,
    )
    opened = store.run(direction_lines.open_directions, later)
    store.run(giving.close_direction, opened[0].id, DirectionState.DONE, "done", later)
    store.run(giving.extend_direction, opened[1].id, "3w", "court", later)
    store.run(notes.rate, ref, Rag.RED, "new injury", later)
    store.run(notes.toggle_pin, ref, later)
    store.run(responses.respond, ResponseDraft(worst.worker_id, "Stop allocating", "2w"), later)
    details = store.run(worker_details, worst.worker_id, later)
    store.run(set_worker_details, replace(details, minutes=120), later)
    others = [
        each.worker_id
        for each in store.run(statuses.team_workload, later).workers
        if each.worker_id != worst.worker_id
    ]
    store.run(schedule.plan_session, SessionDraft(others[0], "27 mar", "16:45"), later)
    store.run(record_leave, others[1], "20 feb", "", "sick", moment=later)
    store.run(
        agree_for_a_time,
        OverrideDraft(others[2], 60, 7, starts="23 feb", ends="29 may", reason="returner"),
        later,
    )
    stage = store.run(worker_details, others[3], later)
    store.run(set_worker_details, replace(stage, stage="newly-qualified", fte=0.5), later)
    rows = [child(ref, "CLA", "Ada Moss", team="Lantern Team", start="2026-02-10")]
    path = book(folder / "later.xlsx", {"List 6": [LIST_6, *rows]})
    store.run(accept_caseload, read_annex_a([path], LATER), later)


def pictures(store: Store, moment: Moment) -> dict[str, object]:
    """Everything that is shown of a day."""
    view = store.run(statuses.team_workload, moment)
    return {
        "pressure": view,
        "agenda": store.run(next_agenda, view.workers[0].name, None, moment),
        "today": store.run(today.today, moment),
        "review": store.run(review.review_list, moment),
        "schedule": store.run(schedule.schedule, moment),
        "directions": store.run(direction_lines.open_directions, moment),
    }


def test_the_picture_of_a_day_stays_what_it_was(
    demo_store: Store, moment: Moment, tmp_path: Path
) -> None:
    before = pictures(demo_store, moment)
    live_through_a_week(
        demo_store, Moment(LATER, datetime(2026, 3, 11, 9, tzinfo=UTC), moment.policy), tmp_path
    )
    after = pictures(demo_store, moment)
    for name, picture in before.items():
        assert after[name] == picture, name


def test_the_same_figure_on_two_screens_is_the_same(unchanged_demo: Store, moment: Moment) -> None:
    view = unchanged_demo.run(today.today, moment)
    worst = unchanged_demo.run(statuses.team_workload, moment).workers[0]
    line = next(each for each in view.lines if each.worker_id == worst.worker_id)
    assert (line.children, line.limit) == (worst.workload.children, worst.workload.limit)
    late = [
        need
        for need in view.needs
        if need.leads_to.kind is RecordKind.CHILD and "since" in need.what
    ]
    listed = [
        each for each in unchanged_demo.run(review.review_list, moment) if each.age > each.interval
    ]
    assert {need.leads_to.id for need in late} == {each.ref for each in listed}
    past = worst.workload.signal("children-undiscussed").value * worst.workload.children
    assert round(past) == sum(each.worker_id == worst.worker_id for each in listed)
    overdue = [
        each
        for each in unchanged_demo.run(direction_lines.open_directions, moment)
        if each.days_late > 0
    ]
    assert {
        need.leads_to.id
        for need in view.needs
        if need.leads_to.kind is RecordKind.DIRECTION and need.urgency == "late"
    } == {str(each.id) for each in overdue}


def test_the_forecast_begins_with_the_agenda(unchanged_demo: Store, moment: Moment) -> None:
    for worker in unchanged_demo.run(statuses.team_workload, moment).workers:
        view = unchanged_demo.run(next_agenda, worker.name, None, moment)
        assert view.forecast == worker.forecast
        assert worker.workload.status in WorkloadStatus
