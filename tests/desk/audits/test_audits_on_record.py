"""Audits on a real vault: what is required comes onto the agenda, second grades are blind, samples
are drawn again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from supervision_tui.desk.audits import recording as desk
from supervision_tui.desk.audits.lines import AuditLine, audit_lines, moderation
from supervision_tui.desk.audits.practice_weeks import name_week
from supervision_tui.desk.audits.recording import AuditDraft
from supervision_tui.desk.audits.samples import (
    LEFT_OUT,
    Sample,
    draw_sample,
    read_left_out,
    read_strata,
    sample_drawn,
)
from supervision_tui.desk.audits.themes import set_themes, themes_of
from supervision_tui.desk.destination import Destination, RecordKind
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.oversight.board import oversight_board, record_lines
from supervision_tui.desk.oversight.summary import oversight_summary
from supervision_tui.desk.search import search
from supervision_tui.desk.supervision.agenda import next_agenda
from supervision_tui.desk.supervision.preparation import preparation, session_to_prepare
from supervision_tui.desk.today.today import today
from supervision_tui.desk.undo import take_back
from supervision_tui.practice.audit import Grade
from supervision_tui.practice.days.period import Period, last_months
from supervision_tui.practice.direction.accepting import SaidDirection
from supervision_tui.practice.vocabulary import AuditKind, DirectionSource
from supervision_tui.records import CaseDiscussion, Direction, SupervisionSession
from supervision_tui.vault.store import Store, changes_records
from tests.conftest import TODAY

FINDINGS: dict[str, str] = {
    "lived-experience": "g seen alone, draws the kitchen",
    "impact": "r hard to see",
}
ACTION = SaidDirection(
    "Write down the child's week", "Otter Thimblewick", "10wd", "the file does not show it"
)
CASE = AuditDraft(
    AuditKind.CASE_FILE, "Audit lead", Grade.REQUIRES_IMPROVEMENT, child="C-1018",
    findings=FINDINGS, action=ACTION,
    learning_on="3wd", themes="Neglect, delay; neglect",
)  # fmt: skip


def recorded(store: Store, moment: Moment, draft: AuditDraft = CASE) -> AuditLine:
    number = store.run(desk.record_audit, draft, moment)
    return next(each for each in store.run(audit_lines, moment) if each.id == number)


def later(moment: Moment, days: int) -> Moment:
    return replace(
        moment, today=TODAY + timedelta(days=days), now=moment.now + timedelta(days=days)
    )


def test_an_audit_is_kept_whole(demo_store: Store, moment: Moment) -> None:
    line = recorded(demo_store, moment)
    assert (line.child, line.worker, line.grade) == (
        "C-1018",
        "Otter Thimblewick",
        Grade.REQUIRES_IMPROVEMENT,
    )
    assert line.findings["impact"].words == "hard to see"
    assert line.themes == ("delay", "neglect")
    assert line.learning_on == date(2026, 3, 5)
    assert [(each.text, each.owner, each.is_open) for each in line.actions] == [
        (ACTION.do, ACTION.who, True)
    ]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (
            {"findings": FINDINGS | {"lived-experience": " "}},
            "lived experience: give a grade",
        ),
        (
            {"findings": FINDINGS | {"impact": "words without a grade"}},
            "Impact on the child",
        ),
        ({"grade": "…"}, "Say how good"),
        (
            {
                "grade": Grade.GOOD,
                "findings": FINDINGS | {"oversight": "r late", "depth": "i none"},
            },
            "3 of 4 criteria are graded worse than good: say why",
        ),
        (
            {"grade": Grade.GOOD, "action": SaidDirection("")},
            "1 of 2 criteria is below good: say what is required, or why",
        ),
        ({"auditor": " "}, "Say who audits"),
        ({"child": ""}, "give the reference"),
        ({"child": "C-9999"}, "No child here"),
        ({"action": SaidDirection("")}, "say what is required"),
        ({"action": replace(ACTION, who="")}, "Say who does"),
        ({"action": replace(ACTION, by="")}, "Say by when"),
        ({"action": replace(ACTION, by="asap")}, "asap"),
        ({"on": "next year"}, "not a day"),
        ({"kind": AuditKind.SUPERVISION_FILE, "child": ""}, "say whose"),
        ({"themes": "x" * 41}, "a word or two"),
    ],
)
def test_an_audit_that_leaves_something_out_is_refused_and_nothing_is_kept(
    demo_store: Store, moment: Moment, wrong: dict[str, Any], says: str
) -> None:
    before = len(demo_store.run(audit_lines, moment))
    with pytest.raises(Refused, match=says):
        demo_store.run(desk.record_audit, replace(CASE, **wrong), moment)
    assert len(demo_store.run(audit_lines, moment)) == before


def test_a_strategy_discussion_is_audited_by_criteria_of_its_own(
    demo_store: Store, moment: Moment
) -> None:
    findings = {
        "lived-experience": "g her room, and that she is afraid of nights",
        "agencies": "r the police alone; the school was not asked",
        "clarity": "r no hour on two of five actions",
        "impact": "g is no criterion of this form",
    }
    draft = replace(CASE, kind=AuditKind.STRATEGY_DISCUSSION, findings=findings)
    line = recorded(demo_store, moment, draft)
    assert list(line.findings) == ["lived-experience", "agencies", "clarity"]
    assert line.titles["agencies"] == "Who was asked, came and sent information"
    with pytest.raises(Refused, match="Actions with an owner, a day and an hour"):
        left_out = {key: text for key, text in findings.items() if key != "clarity"}
        demo_store.run(desk.record_audit, replace(draft, findings=left_out), moment)


def _counted(store: Store, moment: Moment, key: str) -> int:
    board = store.run(oversight_board, last_months(12, TODAY), moment)
    return len(board.summary.now.behind.records[key])


def test_the_agreed_grade_counts_and_an_amendment_stands_beside(
    demo_store: Store, moment: Moment
) -> None:
    draft = replace(CASE, grade=Grade.GOOD)
    number = recorded(demo_store, moment, draft).id
    with pytest.raises(Refused, match="no second grade yet"):
        demo_store.run(desk.agree_grade, number, "good", "we talked", moment=moment)
    demo_store.run(
        desk.moderate, number, "Head of service", "requires improvement", "", moment=moment
    )
    before = _counted(demo_store, moment, "audits_good")
    demo_store.run(
        desk.agree_grade, number, "requires improvement", "the voice is thin", moment=moment
    )
    assert _counted(demo_store, moment, "audits_good") == before - 1
    assert _counted(demo_store, moment, "moderated_lower") >= 1
    demo_store.run(desk.amend_audit, number, "found later", "She was seen alone.", moment=moment)
    line = next(each for each in demo_store.run(audit_lines, moment) if each.id == number)
    assert (line.grade, line.counted) == (Grade.GOOD, Grade.REQUIRES_IMPROVEMENT)
    assert line.amendments == ((TODAY, "found later", "She was seen alone."),)
    earlier = demo_store.run(audit_lines, later(moment, -1), [number])
    assert not earlier
    with pytest.raises(Refused, match="why it is added"):
        demo_store.run(desk.amend_audit, number, " ", "more", moment=moment)


def test_a_required_action_comes_onto_the_next_agenda_by_itself_and_stays_until_it_was_talked_about(
    demo_store: Store, moment: Moment
) -> None:
    recorded(demo_store, moment)
    items = demo_store.run(next_agenda, "Otter Thimblewick", None, moment).agenda.items
    mine = next(item for item in items if item.child.ref == "C-1018")
    assert "the audit of Mon 2 Mar requires: Write down the child's week" in mine.why

    def direction(session: Session) -> Direction:
        return session.exec(select(Direction).where(Direction.text == ACTION.do)).one()

    assert demo_store.run(direction).source == DirectionSource.AUDIT

    @changes_records
    def discuss(session: Session) -> None:
        child_id = session.exec(select(Direction).where(Direction.text == ACTION.do)).one().child_id
        held = SupervisionSession(
            worker_id=1, planned_on=TODAY + timedelta(days=1), minutes=90, state="held",
            held_on=TODAY + timedelta(days=1),
        )  # fmt: skip
        session.add(held)
        session.flush()
        session.add(CaseDiscussion(session_id=held.id or 0, child_id=child_id))

    demo_store.run(discuss)
    then = demo_store.run(next_agenda, "Otter Thimblewick", None, later(moment, 2)).agenda.items
    assert not any("requires" in item.why for item in then if item.child.ref == "C-1018")
    overdue = demo_store.run(next_agenda, "Otter Thimblewick", None, later(moment, 30)).agenda
    back = [item.why for item in overdue.items if item.child.ref == "C-1018"]
    assert back
    assert "requires" in back[0]


def test_what_is_required_of_a_worker_is_a_goal_and_stands_in_the_preparation(
    demo_store: Store, moment: Moment
) -> None:
    draft = replace(
        CASE, kind=AuditKind.SUPERVISION_FILE, child="", worker="Otter Thimblewick",
        action=replace(ACTION, do="Bring one case to the reflecting team"),
    )  # fmt: skip
    line = recorded(demo_store, moment, draft)
    assert [(each.text, each.direction_id) for each in line.actions] == [
        ("Bring one case to the reflecting team", None)
    ]
    session_id = demo_store.run(session_to_prepare, line.worker_id or 0, moment)
    words = [each.says for each in demo_store.run(preparation, session_id, moment).personal]
    assert any("Bring one case to the reflecting team" in each for each in words)


def test_the_learning_conversation_comes_up_on_today_until_it_was_held(
    demo_store: Store, moment: Moment
) -> None:
    line = recorded(demo_store, moment)
    there = [
        need
        for need in demo_store.run(today, moment).needs
        if need.leads_to == Destination(RecordKind.AUDIT, str(line.id))
    ]
    assert [(need.word, need.who) for need in there] == [("due Thu", "C-1018")]
    demo_store.run(desk.hold_learning, line.id, "today", "Ask for the week first.", moment)
    assert not [
        need
        for need in demo_store.run(today, moment).needs
        if need.leads_to == Destination(RecordKind.AUDIT, str(line.id))
    ]


def test_a_second_grade_is_somebody_elses_and_comes_once(demo_store: Store, moment: Moment) -> None:
    line = recorded(demo_store, moment)
    with pytest.raises(Refused, match="somebody else"):
        demo_store.run(desk.moderate, line.id, "audit  LEAD", Grade.GOOD, "", moment=moment)
    demo_store.run(
        desk.moderate,
        line.id,
        "Principal social worker",
        Grade.INADEQUATE,
        "the week is missing",
        moment=moment,
    )
    with pytest.raises(Refused, match="a second grade already"):
        demo_store.run(desk.moderate, line.id, "Another", Grade.GOOD, "", moment=moment)
    before = moderation(
        demo_store.run(audit_lines, Moment(TODAY - timedelta(days=1), moment.now, moment.policy))
    )
    assert moderation(demo_store.run(audit_lines, moment)).n == before.n + 1


def test_audits_and_second_grades_are_taken_back(demo_store: Store, moment: Moment) -> None:
    before = len(demo_store.run(audit_lines, moment))
    line = recorded(demo_store, moment)
    demo_store.run(desk.moderate, line.id, "Another", Grade.GOOD, "", moment=moment)
    assert take_back(demo_store, moment) == "the second grade"
    assert take_back(demo_store, moment) == "the audit"
    assert len(demo_store.run(audit_lines, moment)) == before


def test_an_audit_of_later_does_not_exist_on_an_earlier_day(
    demo_store: Store, moment: Moment
) -> None:
    before = len(demo_store.run(audit_lines, moment))
    recorded(demo_store, later(moment, 3), replace(CASE, on="today"))
    assert len(demo_store.run(audit_lines, moment)) == before


def test_the_words_of_an_audit_are_found(demo_store: Store, moment: Moment) -> None:
    line = recorded(demo_store, moment)
    hits = demo_store.run(search, "draws kitchen", moment).hits
    assert [(hit.kind, hit.leads_to) for hit in hits] == [
        ("audit", Destination(RecordKind.AUDIT, str(line.id), "C-1018"))
    ]


def test_a_sample_is_drawn_from_all_children_and_says_so(demo_store: Store, moment: Moment) -> None:
    found: Sample = demo_store.run(sample_drawn, 153, ("worker",), 77, moment)
    assert (found.population, found.excluded) == (153, ())
    assert found.frame == "drawn from all 153 open children"
    assert "nobody" in {child.stratum for child in found.children}


def test_a_sample_is_drawn_again_from_its_seed_and_says_who_was_left_out(
    demo_store: Store, moment: Moment
) -> None:
    asked = (12, ("worker", "plan"), 77, moment)
    first: Sample = demo_store.run(sample_drawn, *asked, left_out=LEFT_OUT)
    assert demo_store.run(sample_drawn, *asked, left_out=LEFT_OUT) == first
    assert len(first.children) == 12
    assert first.population + len(first.excluded) == 153
    assert {reason for _, reason in first.excluded} == {"never discussed yet", "nobody allocated"}
    assert first.frame.startswith(f"drawn from {first.population} of 153 open children, without")
    demo_store.run(draw_sample, 12, ("worker", "plan"), 77, moment, left_out=LEFT_OUT)
    kept = demo_store.run(oversight_board, last_months(3, TODAY), moment).sample
    assert kept is not None
    assert [child.ref for child in kept.children] == [child.ref for child in first.children]
    assert (kept.seed, kept.population, kept.excluded) == (
        first.seed,
        first.population,
        first.excluded,
    )


def test_an_audit_of_a_sampled_child_is_seen_in_the_sample(
    demo_store: Store, moment: Moment
) -> None:
    demo_store.run(draw_sample, 5, (), 3, moment)
    board = demo_store.run(oversight_board, last_months(3, TODAY), moment)
    assert board.sample is not None
    child = board.sample.children[0].ref
    recorded(demo_store, moment, replace(CASE, child=child))
    kept = demo_store.run(oversight_board, last_months(3, TODAY), moment).sample
    assert kept is not None
    assert kept.audited == 1


def test_strata_that_there_are_none_of_are_refused(store: Store, moment: Moment) -> None:
    assert read_strata(" plan, worker") == ("worker", "plan")
    assert read_strata("") == ()
    with pytest.raises(Refused, match="not by “team”"):
        read_strata("team")
    assert read_left_out("not-discussed") == ("not-discussed",)
    with pytest.raises(Refused, match="not “closed”"):
        read_left_out("closed")
    with pytest.raises(Refused, match="no child to draw"):
        store.run(sample_drawn, 5, (), 1, moment)


def test_practice_weeks_stand_beside_one_another(demo_store: Store, moment: Moment) -> None:
    demo_store.run(name_week, "Spring 2026", "2 mar", "6 mar", moment)
    recorded(demo_store, moment)
    weeks = demo_store.run(oversight_board, last_months(3, TODAY), moment).weeks
    assert [week.name for week in weeks] == [
        "Spring 2026",
        "Winter practice week",
        "Autumn practice week",
    ]
    assert (weeks[0].audits, weeks[0].good, weeks[0].voice) == (1, 0, (1, 1))
    with pytest.raises(Refused, match="already"):
        demo_store.run(name_week, "Spring 2026", "2 mar", "6 mar", moment)
    with pytest.raises(Refused, match="no practice week"):
        demo_store.run(name_week, "Backwards", "6 mar", "2 mar", moment)


def test_themes_are_tags_beside_the_signed_text(demo_store: Store, moment: Moment) -> None:
    def latest(session: Session) -> int:
        signed = select(SupervisionSession.id).where(col(SupervisionSession.signed_at).is_not(None))
        return session.exec(signed.order_by(col(SupervisionSession.held_on).desc())).first() or 0

    session_id = demo_store.run(latest)
    refs = list(demo_store.run(themes_of, session_id))
    period = Period(TODAY - timedelta(days=60), TODAY)
    before = demo_store.run(oversight_summary, period, moment).now.themes.get("hedgehogs", 0)
    assert demo_store.run(set_themes, session_id, {refs[0]: "Hedgehogs,  NEGLECT "}, moment) == 1
    assert demo_store.run(themes_of, session_id)[refs[0]] == ("hedgehogs", "neglect")
    assert demo_store.run(oversight_summary, period, moment).now.themes["hedgehogs"] == before + 1
    with pytest.raises(Refused, match="was not discussed"):
        demo_store.run(set_themes, session_id, {"C-1013": "x"}, moment)


def test_every_figure_leads_to_the_records_that_it_counts(
    unchanged_demo: Store, moment: Moment
) -> None:
    """Whatever is counted is named in a line, and each line says where it is found."""
    board = unchanged_demo.run(oversight_board, last_months(12, TODAY), moment)
    for key, records in board.summary.now.behind.records.items():
        lines = unchanged_demo.run(record_lines, tuple(records))
        assert len(lines) == len(records), key
        assert all(line.leads_to.id for line in lines), key
        assert all(line.what or line.ref or line.worker for line in lines), key
