"""The rules on a real vault: which policy it works with, terms for a time, leave, groups, and standings over a year."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from supervision_tui.desk.directions.giving import DirectionDraft, close_direction, give_direction
from supervision_tui.desk.directions.lines import open_directions
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment, Refused, read_any_day
from supervision_tui.desk.oversight.summary import oversight_summary
from supervision_tui.desk.supervision import schedule
from supervision_tui.desk.supervision.schedule import SessionDraft
from supervision_tui.desk.today.today import today
from supervision_tui.desk.vault.policy_in_use import check_files, policy_in_use, remember_policy
from supervision_tui.desk.vault.service_policy import PolicyOffer
from supervision_tui.desk.workers import people, temporary_terms
from supervision_tui.desk.workers.temporary_terms import OverrideDraft
from supervision_tui.desk.workload import standings
from supervision_tui.practice.period import Period
from supervision_tui.practice.policy import PolicyWrong, make_policy
from supervision_tui.practice.pressure import standing_of
from supervision_tui.practice.terms import CancelReason, DirectionState, SessionKind, SessionState
from supervision_tui.records import SupervisionSession, VaultFact, WorkerLeave
from supervision_tui.vault.store import Store, changes_records

OWN = 'version = "Anytown"\n[plans.cp]\ninterval_days = 21\n'


def later(moment: Moment, days: int) -> Moment:
    on = moment.today + timedelta(days=days)
    return Moment(on, datetime(on.year, on.month, on.day, 10, tzinfo=UTC), moment.policy)


def use(store: Store, offer: PolicyOffer, moment: Moment) -> tuple[str, tuple[str, ...]]:
    """Use an offered policy as the app does; returns its version and what is said."""
    found = store.run(policy_in_use, offer)
    if found.is_new:
        store.run(remember_policy, found, moment)
    return found.policy.version, found.says


def test_a_vault_remembers_its_policy_and_keeps_a_copy(store: Store, moment: Moment, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN)
    assert use(store, PolicyOffer(), moment) == ("2026-11", ())
    version, says = use(store, PolicyOffer(str(own)), moment)
    assert version == "2026-11 + Anytown" and "from now on" in says[0]
    assert use(store, PolicyOffer(), moment) == (version, ())
    own.write_text(OWN.replace("Anytown", "Anytown 2"))
    assert use(store, PolicyOffer(), moment)[0] == "2026-11 + Anytown 2"
    own.write_text("[plans.cpp]")
    version, says = use(store, PolicyOffer(), moment)
    assert version == "2026-11 + Anytown 2" and "goes on with the copy" in says[0] and "line 1" in says[0]
    own.unlink()
    assert use(store, PolicyOffer(), moment)[0] == "2026-11 + Anytown 2"
    assert use(store, PolicyOffer("default"), moment)[0] == "2026-11"
    assert use(store, PolicyOffer(), moment) == ("2026-11", ())


def test_a_vault_that_remembers_a_services_file_is_told_what_changed_in_the_defaults_beneath_it(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN)
    use(store, PolicyOffer(str(own)), moment)

    @changes_records
    def forget_the_version(session: Session) -> None:
        session.delete(session.get_one(VaultFact, "practice policy defaults"))

    store.run(forget_the_version)  # as a vault of the version before has it
    found = store.run(policy_in_use, PolicyOffer())
    assert "beneath own.toml have changed from version 2026-01 to 2026-11: reviews of looked-after" in found.says[0]
    assert found.policy.plans["cp"].interval_days == 21
    store.run(remember_policy, found, moment)
    assert store.run(policy_in_use, PolicyOffer()).says == ()
    assert use(store, PolicyOffer("default"), moment)[0] == "2026-11"
    assert store.run(policy_in_use, PolicyOffer()).says == (), "and where there is no file nothing is said"


def test_the_configuration_folder_holds_a_policy_and_templates(store: Store, moment: Moment, tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text(OWN)
    templates = tmp_path / "reflection"
    templates.mkdir()
    stage = '[[stages]]\nid = "look"\ntitle = "Look"\nprompts = ["a", "b", "c"]\n'
    (templates / "ours.toml").write_text('id = "ours"\norder = 9\ntitle = "Ours"\nsource = "us"\n' + stage)
    offer = PolicyOffer(None, tmp_path)
    found = store.run(policy_in_use, offer)
    assert found.policy.models["ours"].set_by == "ours.toml"
    store.run(remember_policy, found, moment)
    (templates / "ours.toml").write_text("id = 1")
    again = store.run(policy_in_use, offer)
    assert "ours" in again.policy.models and "goes on with the copy" in again.says[0]
    assert [bool(each.problems) for each in check_files(None, offer)] == [False, True]


def test_a_wrong_policy_is_refused_where_there_is_no_copy_or_it_is_asked_for(store: Store, tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text("nation = 'wales'")
    with pytest.raises(PolicyWrong, match="line 1: nation: expected one of"):
        store.run(policy_in_use, PolicyOffer(None, tmp_path))
    with pytest.raises(PolicyWrong, match="cannot be read"):
        store.run(policy_in_use, PolicyOffer(str(tmp_path / "nowhere.toml")))
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PolicyWrong, match="UTF-8"):
        store.run(policy_in_use, PolicyOffer(str(tmp_path / "bytes.toml")))


def test_a_change_of_limits_does_not_rewrite_last_months_picture(demo_store: Store, moment: Moment) -> None:
    before = demo_store.run(standings.team_pressure, moment)
    text = "[stages.social-worker]\nlimit = { value = 4, from = 2026-03-10 }\n"
    versioned = replace(moment, policy=make_policy(text))
    now = demo_store.run(standings.team_pressure, versioned)
    assert [each.pressure.standing for each in now.workers] == [each.pressure.standing for each in before.workers]
    assert [each.since for each in now.workers] == [each.since for each in before.workers]
    after = demo_store.run(standings.team_pressure, later(versioned, 14))
    worker = next(each for each in after.workers if each.pressure.load.stage == "social-worker")
    assert worker.pressure.limit == 4 * worker.pressure.load.fte


def test_what_is_measured_week_by_week_is_what_is_explained(unchanged_demo: Store, moment: Moment) -> None:
    history = unchanged_demo.run(read_history, moment.policy)
    for week in range(52):
        on = moment.today - timedelta(weeks=week)
        for worker in history.current_workers(on):
            explained = history.pressure(worker.id, on)
            assert history.standing(worker.id, on) is explained.standing
            assert (
                standing_of({each.code: each.value for each in explained.signals}, moment.policy) is explained.standing
            )


def test_the_open_directions_of_a_day_are_those_that_stood_open_then(unchanged_demo: Store, moment: Moment) -> None:
    earlier = later(moment, -60)
    lines = {line.id: line for line in unchanged_demo.run(open_directions, earlier)}
    history = unchanged_demo.run(read_history, moment.policy)
    for past in history.directions.values():
        facts = past.facts(earlier.today)
        assert (past.id in lines) == (facts is not None and facts.state.is_open)
    opened = sum(child.tally.on(earlier.today)[0] for child in history.children.values())
    overdue = sum(child.tally.on(earlier.today)[1] for child in history.children.values())
    assert (opened, overdue) == (len(lines), sum(line.days_late > 0 for line in lines.values()))


def test_terms_for_a_time_need_a_reason_and_an_end(demo_store: Store, moment: Moment) -> None:
    worker = demo_store.run(schedule.schedule, moment).rows[0].worker_id
    draft = OverrideDraft(worker, 60, 14, "today", "29 may", "after an incident")
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
    with pytest.raises(Refused, match="other terms already"):
        demo_store.run(temporary_terms.agree_for_a_time, draft, moment)
    details = demo_store.run(people.worker_details, worker, moment)
    assert details.interval_days != 14  # the standing agreement is what the form shows


def test_leave_stops_the_clock_and_ends_on_its_last_day(demo_store: Store, moment: Moment) -> None:
    line = demo_store.run(today, moment).lines[0]
    leave = demo_store.run(temporary_terms.record_leave, line.worker_id, "16 feb", "", "sick", moment)
    assert (leave.starts, leave.ends) == (date(2026, 2, 16), None)
    away = next(each for each in demo_store.run(today, moment).lines if each.worker_id == line.worker_id)
    assert away.next_session.says == "on leave"
    assert demo_store.run(temporary_terms.open_leave, line.worker_id) == leave
    with pytest.raises(Refused, match="without a last day yet"):
        demo_store.run(temporary_terms.record_leave, line.worker_id, "1 jun", "12 jun", "parental", moment)
    with pytest.raises(Refused, match="does not come before"):
        demo_store.run(temporary_terms.record_leave, line.worker_id, "16 feb", "10 feb", "sick", moment)
    demo_store.run(temporary_terms.record_leave, line.worker_id, "16 feb", "1 mar", "sick", moment)
    back = next(each for each in demo_store.run(today, moment).lines if each.worker_id == line.worker_id)
    assert "late" not in back.next_session.says

    def rows(session: Session) -> int:
        return len(list(session.exec(select(WorkerLeave).where(WorkerLeave.worker_id == line.worker_id))))

    assert demo_store.run(rows) == 1
    with pytest.raises(Refused, match="on leave from"):
        demo_store.run(temporary_terms.record_leave, line.worker_id, "20 feb", "22 feb", "sick", moment)


def test_a_group_session_is_planned_for_all_and_resets_nobodys_clock(demo_store: Store, moment: Moment) -> None:
    view = demo_store.run(schedule.schedule, moment)
    due = {row.worker_id: row.due for row in view.rows}
    draft = SessionDraft(view.rows[0].worker_id, "17 mar", "14:00", SessionKind.GROUP, "all")
    demo_store.run(schedule.plan_session, draft, moment)
    held = later(moment, 15)

    @changes_records
    def hold(session: Session) -> int:
        rows = list(session.exec(select(SupervisionSession).where(SupervisionSession.kind == "group")))
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


def test_a_cancelled_session_asks_to_be_held_again_and_says_when_it_was(demo_store: Store, moment: Moment) -> None:
    view = demo_store.run(schedule.schedule, moment)
    line = next(each for each in view.sessions if each.on == moment.today and each.state is SessionState.PLANNED)
    until = demo_store.run(schedule.cancel_session, line.id, CancelReason.DUTY, moment)
    assert until == date(2026, 3, 9)
    words = {need.word: need.what for need in demo_store.run(today, moment).needs if need.who == line.worker}
    assert "rebook Mon" in words and "duty" in words["rebook Mon"]
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
    lost = next(each for each in demo_store.run(schedule.schedule, then).sessions if each.id == line.id)
    assert lost.reason == "duty, recovered"


def test_a_direction_to_hold_the_review_itself_is_not_lazy_and_another_is(demo_store: Store, moment: Moment) -> None:
    from supervision_tui.desk.children.review import review_card, review_list

    for line in demo_store.run(review_list, moment):
        card = demo_store.run(review_card, line.ref, moment)
        review = next((each for each in card.dates.due if each.is_review and each.due > moment.today), None)
        if review:
            break
    assert review is not None
    itself = DirectionDraft(card.line.ref, review.do, "manager", f"@{review.code}", "it is due")
    assert not demo_store.run(give_direction, itself, moment).lazy
    other = replace(itself, text="Do the rest", by=review.due.isoformat(), why_this_date="")
    with pytest.raises(Refused):
        demo_store.run(give_direction, other, moment)


def test_an_earlier_day_keeps_the_stage_and_hours_that_held_then(demo_store: Store, moment: Moment) -> None:
    before = demo_store.run(standings.team_pressure, moment)
    worker = next(each for each in before.workers if each.pressure.load.stage == "social-worker")
    after = later(moment, 14)
    details = demo_store.run(people.worker_details, worker.worker_id, after)
    demo_store.run(people.set_worker_details, replace(details, fte=0.5, stage="senior"), after)
    demo_store.run(people.set_worker_details, replace(details, fte=0.4, stage="senior"), after)
    now = {each.worker_id: each.pressure for each in demo_store.run(standings.team_pressure, after).workers}
    assert now[worker.worker_id].limit == pytest.approx(18 * 0.4)
    assert demo_store.run(standings.team_pressure, moment) == before


def test_leave_and_terms_recorded_later_change_no_earlier_picture(demo_store: Store, moment: Moment) -> None:
    before = demo_store.run(standings.team_pressure, moment)
    after, worker = later(moment, 14), before.workers[0].worker_id
    demo_store.run(temporary_terms.record_leave, worker, "23 feb", "8 mar", "sick", after)
    draft = OverrideDraft(worker, 60, 14, "9 mar", "29 may", "returner")
    demo_store.run(temporary_terms.agree_for_a_time, draft, after)
    assert demo_store.run(standings.team_pressure, moment) == before


def test_leave_that_is_to_come_is_planned_around(demo_store: Store, moment: Moment) -> None:
    row = demo_store.run(schedule.schedule, moment).rows[0]
    demo_store.run(temporary_terms.record_leave, row.worker_id, "16 mar", "30 jun", "parental", moment)
    after = next(each for each in demo_store.run(schedule.schedule, moment).rows if each.worker_id == row.worker_id)
    assert after.away[2:] == (True,) * 6
    assert all(day > date(2026, 6, 30) for day in after.proposed)


def test_a_session_moved_twice_on_one_day_was_planned_where_it_was_planned_before(
    demo_store: Store, moment: Moment
) -> None:
    line = next(each for each in demo_store.run(schedule.schedule, moment).sessions if each.on > moment.today)
    after = later(moment, 1)
    demo_store.run(schedule.move_session, line.id, "27 mar", "", "court", after)
    demo_store.run(schedule.move_session, line.id, "20 mar", "", "court", after)
    history = demo_store.run(read_history, moment.policy)
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
    before = unchanged_demo.run(oversight_summary, period, moment).now.count("recovered")
    longer = make_policy("[session]\nrebook_within_working_days = { value = 20, from = 2026-03-01 }\n")
    assert (
        unchanged_demo.run(oversight_summary, period, replace(moment, policy=longer)).now.count("recovered") == before
    )


def test_a_session_held_for_no_minutes_counts_as_none(demo_store: Store, moment: Moment) -> None:
    line = next(each for each in demo_store.run(schedule.schedule, moment).sessions if each.on == moment.today)
    demo_store.run(schedule.mark_held, line.id, moment, 0)
    assert demo_store.run(read_history, moment.policy).sessions[line.id].as_past(moment.today).minutes_held == 0


def test_files_that_editors_make_are_read_or_explained(store: Store, moment: Moment, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_bytes(b"\xef\xbb\xbf" + OWN.replace("\n", "\r\n").encode())
    assert use(store, PolicyOffer(str(own)), moment)[0] == "2026-11 + Anytown"
    own.write_bytes(OWN.encode("utf-16"))
    with pytest.raises(PolicyWrong, match="choose UTF-8"):
        store.run(policy_in_use, PolicyOffer(str(own)))
    own.write_bytes(OWN.encode("utf-16-le"))
    with pytest.raises(PolicyWrong, match="choose UTF-8"):
        store.run(policy_in_use, PolicyOffer(str(own)))
    own.write_bytes(b"version = 'x'\nsource = 'caf\xe9'\n")
    with pytest.raises(PolicyWrong, match="line 2: this is not text in UTF-8"):
        store.run(policy_in_use, PolicyOffer(str(own)))
    own.write_text("# nothing\n")
    assert check_files([str(own)], PolicyOffer())[0].sets == 0


def test_templates_that_are_gone_are_kept_and_missed_aloud(store: Store, moment: Moment, tmp_path: Path) -> None:
    folder = tmp_path / "reflection"
    folder.mkdir()
    stage = '[[stages]]\nid = "look"\ntitle = "Look"\nprompts = ["a", "b", "c"]\n'
    (folder / "ours.toml").write_text('id = "ours"\norder = 9\ntitle = "Ours"\nsource = "us"\n' + stage)
    use(store, PolicyOffer(None, tmp_path), moment)
    found = store.run(policy_in_use, PolicyOffer())
    assert "ours" in found.policy.models
    assert "goes on with the copy" in found.says[0]


def test_a_closed_direction_is_not_closed_again_or_opened(demo_store: Store, moment: Moment) -> None:
    line = demo_store.run(open_directions, moment)[0]
    demo_store.run(close_direction, line.id, DirectionState.DONE, "", moment)
    for state in (DirectionState.DONE, DirectionState.PART):
        with pytest.raises(Refused, match="closed already"):
            demo_store.run(close_direction, line.id, state, "more", later(moment, 7))
