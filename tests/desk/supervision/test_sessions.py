"""Sessions: of groups, shared, cancelled, moved, of no minutes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session, select

from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment, Refused, read_any_day
from supervision_tui.desk.oversight.summary import oversight_summary
from supervision_tui.desk.supervision import schedule
from supervision_tui.desk.supervision.schedule import SessionDraft
from supervision_tui.desk.today.today import today
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.policy.policy import make_policy
from supervision_tui.practice.vocabulary import CancelReason, SessionKind, SessionState
from supervision_tui.records import SupervisionSession
from supervision_tui.vault.store import Store, changes_records
from tests.desk.days_later import later


def test_a_group_session_is_planned_for_all_and_resets_nobodys_clock(
    demo_store: Store, moment: Moment
) -> None:
    view = demo_store.run(schedule.schedule, moment)
    due = {row.worker_id: row.due for row in view.rows}
    draft = SessionDraft(view.rows[0].worker_id, "17 mar", "14:00", SessionKind.GROUP, "all")
    demo_store.run(schedule.plan_session, draft, moment)
    held = later(moment, 15)

    @changes_records
    def hold(session: Session) -> int:
        rows = list(
            session.exec(select(SupervisionSession).where(SupervisionSession.kind == "group"))
        )
        for row in rows:
            row.state, row.held_on = SessionState.HELD, row.planned_on
            session.add(row)
        return len(rows)

    assert demo_store.run(hold) == len(view.rows)
    after = {row.worker_id: row.due for row in demo_store.run(schedule.schedule, held).rows}
    assert all(after[worker] == due[worker] for worker in due)
    counting = replace(held, policy=make_policy("[session]\ngroup_counts = 'every-other'\n"))
    later_due = {row.worker_id: row.due for row in demo_store.run(schedule.schedule, counting).rows}
    assert any((later_due[worker] or date.min) > (due[worker] or date.max) for worker in due)


def test_a_shared_session_names_who_shares_it(demo_store: Store, moment: Moment) -> None:
    worker = demo_store.run(schedule.schedule, moment).rows[0].worker_id
    draft = SessionDraft(worker, "18 mar", "", SessionKind.SHARED)
    with pytest.raises(Refused, match="Say who shares it"):
        demo_store.run(schedule.plan_session, draft, moment)
    demo_store.run(schedule.plan_session, replace(draft, others="Dr Ash"), moment)
    lines = demo_store.run(schedule.schedule, moment).sessions
    assert "shared with Dr Ash" in [line.reason for line in lines]


def test_a_cancelled_session_asks_to_be_held_again_and_says_when_it_was(
    demo_store: Store, moment: Moment
) -> None:
    view = demo_store.run(schedule.schedule, moment)
    line = next(
        each
        for each in view.sessions
        if each.on == moment.today and each.state is SessionState.PLANNED
    )
    until = demo_store.run(schedule.cancel_session, line.id, CancelReason.DUTY, moment)
    assert until == date(2026, 3, 9)
    words = {
        need.word: need.what
        for need in demo_store.run(today, moment).needs
        if need.who == line.worker
    }
    assert "rearrange by Mon" in words and "duty" in words["rearrange by Mon"]
    draft = SessionDraft(line.worker_id, "fri")
    demo_store.run(schedule.plan_session, draft, moment)
    assert not [
        need
        for need in demo_store.run(today, moment).needs
        if need.word.startswith("rebook") and need.who == line.worker
    ]
    then = later(moment, 4)
    planned = next(
        each for each in demo_store.run(schedule.schedule, then).sessions
        if each.worker_id == line.worker_id and each.on == then.today
    )  # fmt: skip
    demo_store.run(schedule.mark_held, planned.id, then)
    lost = next(
        each for each in demo_store.run(schedule.schedule, then).sessions if each.id == line.id
    )
    assert lost.reason == "duty, rearranged"


def test_a_session_moved_twice_on_one_day_was_planned_where_it_was_planned_before(
    demo_store: Store, moment: Moment
) -> None:
    line = next(
        each
        for each in demo_store.run(schedule.schedule, moment).sessions
        if each.on > moment.today
    )
    after = later(moment, 1)
    demo_store.run(schedule.move_session, line.id, "27 mar", "", "court", moment=after)
    demo_store.run(schedule.move_session, line.id, "20 mar", "", "court", moment=after)
    history = demo_store.run(read_history, moment)
    assert history.sessions[line.id].planned_on(moment.today) == line.on
    assert history.sessions[line.id].planned_on(after.today) == date(2026, 3, 20)


@pytest.mark.parametrize(
    ("typed", "on"),
    [
        ("14/12/26", "2026-12-14"),
        ("1 nov", "2025-11-01"),
        ("1 nov 2026", "2026-11-01"),
        ("16 feb", "2026-02-16"),
        ("29 may", "2026-05-29"),
        ("today", "2026-03-02"),
        ("yesterday", "2026-03-01"),
        ("2026-12-31", "2026-12-31"),
    ],
)
def test_a_day_that_may_have_passed_is_the_nearest_unless_its_year_is_typed(
    moment: Moment, typed: str, on: str
) -> None:
    assert read_any_day(typed, moment) == date.fromisoformat(on)


def test_a_changed_rebooking_rule_leaves_earlier_cancellations_as_they_were(
    unchanged_demo: Store, moment: Moment
) -> None:
    period = Period(date(2026, 1, 1), moment.today)
    before = unchanged_demo.run(oversight_summary, period, moment).now.count("rearranged")
    longer = make_policy(
        "[session]\nrebook_within_working_days = { value = 20, from = 2026-03-01 }\n"
    )
    assert (
        unchanged_demo.run(oversight_summary, period, replace(moment, policy=longer)).now.count(
            "rearranged"
        )
        == before
    )


def test_a_session_held_for_no_minutes_counts_as_none(demo_store: Store, moment: Moment) -> None:
    line = next(
        each
        for each in demo_store.run(schedule.schedule, moment).sessions
        if each.on == moment.today
    )
    demo_store.run(schedule.mark_held, line.id, moment, 0)
    assert (
        demo_store.run(read_history, moment).sessions[line.id].as_past(moment.today).minutes_held
        == 0
    )
