"""A request of access: why dates moved, consent, samples, the family, what left the vault, and how
long the file is kept.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from supervision_tui.desk.audits.samples import draw_sample
from supervision_tui.desk.data_protection.childs_file import child_record
from supervision_tui.desk.data_protection.file import WholeRecord
from supervision_tui.desk.data_protection.legal_hold import put_on_hold
from supervision_tui.desk.data_protection.retention import files_held
from supervision_tui.desk.data_protection.workers_file import worker_record
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.oversight.codes import note_export
from supervision_tui.exports.documents.document import Form
from supervision_tui.exports.documents.text import to_text
from supervision_tui.exports.oversight.export import Wanted, export_summary
from supervision_tui.exports.oversight.publish import Audience
from supervision_tui.exports.records.subject_access import subject_access, supervision_file
from supervision_tui.practice.days.period import last_months
from supervision_tui.practice.wording import full_day
from supervision_tui.records import (
    Child,
    Consultation,
    ConsultationChild,
    Direction,
    DirectionDate,
    FamilyGroup,
    SampledChild,
    SessionMove,
    SupervisionSession,
    ToldCode,
    Worker,
)
from supervision_tui.vault.store import Store

CHILD, WORKER = "C-1012", "Otter Thimblewick"


def parts(record: WholeRecord, heading: str) -> str:
    """All that stands under a heading."""
    return "\n".join(
        " ".join(pair)
        for each in (*record.held, *record.kept)
        if each.heading == heading
        for pair in each.parts
    )


def child_row(session: Session) -> Child:
    return session.exec(select(Child).where(Child.ref == CHILD)).one()


def test_it_says_why_a_date_moved_and_why_it_is_the_review(
    demo_store: Store, moment: Moment
) -> None:
    def move(session: Session) -> None:
        child = child_row(session)
        row = session.exec(select(Direction).where(Direction.child_id == child.id)).first()
        assert row is not None
        row.lazy_reason = "the conference decides it"
        session.add(
            DirectionDate(
                direction_id=row.id or 0, due_on=moment.today + timedelta(days=9),
                set_on=moment.today, reason="the nursery was closed",
            )
        )  # fmt: skip
        session.commit()

    demo_store.run(move)
    said = parts(demo_store.run(child_record, CHILD, moment), "Directions")
    assert f"moved on {full_day(moment.today)} because the nursery was closed" in said
    assert "It is due on the review because: the conference decides it." in said


def test_it_holds_consent_and_who_asked(demo_store: Store, moment: Moment) -> None:
    def consult(session: Session) -> None:
        row = Consultation(
            mode="consultation", asked_by="the school nurse", consent="mother, by telephone",
            question="What keeps the child awake?", requested_on=moment.today,
            recorded_on=moment.today,
        )  # fmt: skip
        session.add(row)
        session.flush()
        number = child_row(session).id or 0
        session.add(ConsultationChild(consultation_id=row.id or 0, child_id=number))
        session.commit()

    demo_store.run(consult)
    said = parts(demo_store.run(child_record, CHILD, moment), "Consultations")
    assert "Asked by the school nurse" in said
    assert "Consent mother, by telephone" in said


def test_it_says_that_the_child_was_drawn_in_a_sample(demo_store: Store, moment: Moment) -> None:
    demo_store.run(draw_sample, 12, ["worker"], 7, moment=moment)

    def drawn(session: Session) -> str:
        row = session.exec(select(SampledChild).order_by(col(SampledChild.id).desc())).first()
        assert row is not None
        child = session.get(Child, row.child_id)
        assert child is not None
        return child.ref

    record = demo_store.run(child_record, demo_store.run(drawn), moment)
    said = parts(record, "Drawn in a sample")
    assert f"{full_day(moment.today)} one of 12 to be audited, from " in said


def test_it_names_the_family_and_no_other_child_of_it(demo_store: Store, moment: Moment) -> None:
    def family(session: Session) -> str:
        child = child_row(session)
        other = session.exec(select(Child).where(Child.ref != CHILD)).first()
        assert other is not None
        other.name = "Cricket Juniperholt"
        group = FamilyGroup(name="Quince and Cricket Juniperholt")
        session.add(group)
        session.flush()
        child.family_id = other.family_id = group.id
        session.commit()
        return other.ref

    other = demo_store.run(family)
    said = parts(demo_store.run(child_record, CHILD, moment), "Family group")
    assert said.strip() == "Quince and [another child]: discussed together with 1 other child"
    assert other not in said


def test_it_says_what_was_exported_and_in_which_summary_the_child_stood_under_a_code(
    demo_store: Store, moment: Moment, tmp_path: Path
) -> None:
    demo_store.run(note_export, "case record", "pdf", "a" * 64, moment, about=f"child {CHILD}")
    wanted = Wanted(last_months(3, moment.today), Audience.PSW)
    export_summary(demo_store, wanted, Form.MARKDOWN, tmp_path / "s.md", moment)

    def coded(session: Session) -> tuple[str, str]:
        told = session.exec(select(ToldCode).where(ToldCode.kind == "child")).first()
        assert told is not None
        child = session.get(Child, told.subject_id)
        assert child is not None
        return child.ref, told.code

    said = parts(demo_store.run(child_record, CHILD, moment), "Exported")
    assert f"{full_day(moment.today)} case record, as pdf" in said
    ref, code = demo_store.run(coded)
    said = parts(demo_store.run(child_record, ref, moment), "Exported")
    assert f"for psw, under the code {code}" in said


def test_it_says_until_when_the_file_is_kept_and_of_a_hold(
    demo_store: Store, moment: Moment
) -> None:
    said = parts(demo_store.run(child_record, CHILD, moment), "Kept until")
    assert said.startswith("Once it has ended")
    closed = next(each for each in demo_store.run(files_held, moment) if each.kind == "child")
    record = demo_store.run(child_record, closed.key, moment)
    until = "not known" if closed.held.until is None else full_day(closed.held.until)
    assert until in parts(record, "Kept until")
    demo_store.run(put_on_hold, "child", closed.key, "inquiry 7", "The court", moment=moment)
    held = parts(demo_store.run(child_record, closed.key, moment), "Kept until")
    assert held.startswith(f"On legal hold since {full_day(moment.today)}")
    assert "inquiry 7" not in held, "who asked, and why, may be about others"


def test_why_a_session_moved_names_nobody_else(demo_store: Store, moment: Moment) -> None:
    def move(session: Session) -> None:
        worker = session.exec(select(Worker).where(Worker.name == WORKER)).one()
        other = session.exec(select(Worker).where(Worker.name != WORKER)).first()
        row = session.exec(
            select(SupervisionSession)
            .where(SupervisionSession.worker_id == worker.id)
            .where(SupervisionSession.planned_on <= moment.today)
        ).first()
        assert row is not None
        assert other is not None
        session.add(
            SessionMove(
                session_id=row.id or 0, from_on=row.planned_on, to_on=row.planned_on,
                moved_on=moment.today, reason=f"{other.name} was ill, {CHILD} in hospital",
            )
        )  # fmt: skip
        session.commit()

    demo_store.run(move)
    said = parts(demo_store.run(worker_record, WORKER, moment), "Sessions")
    assert "because [another worker] was ill, [another child] in hospital" in said


def test_a_supervision_file_for_an_inspector_says_nothing_of_exports(
    demo_store: Store, moment: Moment
) -> None:
    record = demo_store.run(worker_record, WORKER, moment)
    on = full_day(moment.today)
    assert "KEPT UNTIL" in to_text(subject_access(record, on))
    period = last_months(12, moment.today)
    assert "KEPT UNTIL" not in to_text(supervision_file(record, period, on))
