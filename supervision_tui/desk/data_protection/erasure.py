"""Erasing what is held of a child or a worker, once a person has confirmed it by typing whom.

The journal stays whole.

What goes is gone from this file: backups that were made before still hold it. What others' records
say of the person in their own words stays, and it is said how often the name stands there.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlmodel import Session, SQLModel, col
from sqlmodel import select as select_rows

from supervision_tui.desk.drafts import forget_drafts_about, is_kept_by_number
from supervision_tui.desk.find import find_child
from supervision_tui.desk.imports.undo_import import forget_import
from supervision_tui.desk.manager import the_manager
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.names import normal_name
from supervision_tui.desk.today.kept import forget_today
from supervision_tui.practice import wording
from supervision_tui.practice.privacy.names_in_text import NameHider, folded_word
from supervision_tui.practice.privacy.references_in_text import ReferenceHider
from supervision_tui.practice.vocabulary import OF_SEVERAL
from supervision_tui.records import (
    Acknowledgement,
    AgendaChoice,
    Allocation,
    Amendment,
    Audit,
    AuditAmendment,
    AuditFinding,
    CaseDecision,
    CaseDiscussion,
    CaseNote,
    Child,
    ChildEvent,
    ChildSource,
    ComplianceDate,
    Consultation,
    ConsultationAttendance,
    ConsultationChild,
    CpdEntry,
    DecisionAmendment,
    DecisionChild,
    DecisionParticipant,
    DevelopmentGoal,
    DipSample,
    Direction,
    DirectionDate,
    DirectionOwner,
    Draft,
    DutyReturn,
    FamilyGroup,
    FileEntry,
    GroupRecord,
    LegalHold,
    ManagerCover,
    Observation,
    PageEntry,
    PersonalAction,
    PersonalRecord,
    Pin,
    PlanEpisode,
    PressureResponse,
    Pseudonym,
    RagEntry,
    Recommendation,
    RoleOnCase,
    SampledChild,
    SearchEntry,
    SessionGuest,
    SupervisionAgreement,
    SupervisionSession,
    ThemeTag,
    ToldCode,
    TrainingBooking,
    TrainingStep,
    VaultFact,
    VisitFrequency,
    WeekFeedback,
    Worker,
    WorkerAlias,
    WorkerLeave,
    WorkerPost,
)
from supervision_tui.vault.errors import VaultBusy
from supervision_tui.vault.plain_sql import rows_of
from supervision_tui.vault.store import Store, changes_records

from .early_erasure import NOT_EARLY, EarlyErasure, TextHider
from .legal_hold import (
    check_no_hold,
    check_no_hold_beside_child,
    check_no_hold_beside_worker,
)
from .retention import files_held

_FORMER = "a former worker"
_TAKEN_OUT = "(erased)"
_ERASING = "erasing"  # while this stands in the vault, signed records may go


@dataclass(frozen=True, slots=True)
class Erased:
    """The extent of an erasure: how many rows, and how many texts still hold the name."""

    rows: int
    still_named: int

    @property
    def says(self) -> str:
        """In a sentence."""
        gone = (
            f"{wording.count(self.rows, 'row')} erased; the journal is whole. Backups made "
            f"before still hold them."
        )
        if not self.still_named:
            return gone
        return (
            f"{gone} The name still stands in {wording.count(self.still_named, 'text')} of "
            f"others: ‹search› finds them."
        )


def erase(
    store: Store,
    kind: str,
    key: str,
    confirmed: str,
    moment: Moment,
    *,
    early: EarlyErasure = NOT_EARLY,
) -> Erased:
    """Erase the file of a child (by reference) or worker (by number), in the log too.

    Raises `Refused`, `VaultError`.
    """
    if kind == "worker":
        erased = store.run(erase_worker, int(key), confirmed, moment, early=early)
    else:
        erased = store.run(erase_child, key, confirmed, moment, early=early)
    # Another program reads just now: the log is emptied when the vault is closed.
    with contextlib.suppress(VaultBusy):
        store.empty_log()
    return erased


def _noted_early(
    session: Session, kind: str, key: str, early: EarlyErasure, hider: TextHider, *, moment: Moment
) -> str:
    """The words for the journal of a file whose time is not over; none where it is.

    Raises `Refused`.
    """
    files = [each for each in files_held(session, moment) if (each.kind, each.key) == (kind, key)]
    if all(each.is_due for each in files):
        return ""
    return early.noted(hider, the_manager(session).name)


def _taking_out(ref: str, name: str) -> TextHider:
    """Make what takes a person's reference and name out of a text."""
    known = [(each, _TAKEN_OUT) for each in (ref, name)]
    references = ReferenceHider(dict(filter(itemgetter(0), known[:1])))
    names = NameHider(filter(itemgetter(0), known[1:]), shortest=2)
    return lambda text: names.without_names(references.without_references(text))


@changes_records
def erase_child(
    session: Session,
    ref: str,
    confirmed: str,
    moment: Moment,
    *,
    early: EarlyErasure = NOT_EARLY,
) -> Erased:
    """Erase all that is held of a child who is closed.

    `confirmed` is the reference as a person typed it.

    Raises `Refused` for a child who is open, or where something else was typed.
    """
    child = find_child(session, ref)
    if child.closed_on is None or child.closed_on > moment.today:
        raise Refused(f"{child.ref} is open: only the file of a child who is closed is erased.")
    if confirmed.strip() != child.ref:
        raise Refused(f"Type {child.ref} to confirm; nothing was erased.", field="confirm")
    child_id, name = child.id or 0, child.name or ""
    check_no_hold(session, "child", child_id)
    check_no_hold_beside_child(session, child)
    hider = _taking_out(child.ref, name)
    noted = _noted_early(session, "child", child.ref, early, hider, moment=moment)
    eraser = _Eraser(session)
    with eraser:
        _erase_directions(eraser, col(Direction.child_id) == child_id)
        _erase_audits(eraser, col(Audit.child_id) == child_id)
        _erase_consultations(eraser, child_id)
        _erase_decisions(eraser, child_id)
        discussions = select(_columns(CaseDiscussion).id).where(
            col(CaseDiscussion.child_id) == child_id
        )
        eraser.delete(ThemeTag, col(ThemeTag.discussion_id).in_(discussions))
        for table in (
            CaseDiscussion, Amendment, AgendaChoice, CaseNote, Pin, PlanEpisode, RagEntry,
            ChildEvent, Allocation, RoleOnCase,
            SampledChild, ChildSource, VisitFrequency, FileEntry,
        ):  # fmt: skip
            eraser.delete(table, _columns(table).child_id == child_id)
        _erase_holds(eraser, "child", child_id)
        _erase_codes(eraser, "child", child_id)
        _out_of_families(eraser, child)
        _out_of_typed(eraser, hider)
        _out_of_drafts(eraser, child.ref)
        _out_of_samples(session, child.ref)
        forget_import(session)
        # As a row of the session's own, so that nothing before it can be taken back any more.
        session.delete(child)
    moment.note(
        session,
        "erase child",
        f"child {ref.strip()}",
        f"{eraser.rows} rows, confirmed by typing the reference{noted}",
    )
    return Erased(eraser.rows + 1, _still_named(session, [ref.strip(), name]))


@changes_records
def erase_worker(
    session: Session,
    worker_id: int,
    confirmed: str,
    moment: Moment,
    *,
    early: EarlyErasure = NOT_EARLY,
) -> Erased:
    """Erase a worker who has left; `confirmed` is the name as a person typed it.

    The sessions stay without the name: they hold the records of children. Raises `Refused`.
    """
    worker = session.get(Worker, worker_id)
    if worker is None:
        raise Refused("That worker is no longer there.")
    if worker.left_on is None or worker.left_on > moment.today:
        raise Refused(f"{worker.name} is here: only the file of a worker who has left is erased.")
    if normal_name(confirmed) != worker.normal_name:
        raise Refused(f"Type {worker.name} to confirm; nothing was erased.", field="confirm")
    check_no_hold(session, "worker", worker_id)
    check_no_hold_beside_worker(session, worker_id)
    name = worker.name
    hider = _taking_out("", name)
    noted = _noted_early(session, "worker", str(worker_id), early, hider, moment=moment)
    eraser = _Eraser(session)
    with eraser:
        bookings = select(_columns(TrainingBooking).id).where(
            col(TrainingBooking.worker_id) == worker_id
        )
        eraser.delete(CpdEntry, col(CpdEntry.worker_id) == worker_id)
        eraser.delete(TrainingStep, col(TrainingStep.booking_id).in_(bookings))
        _erase_audits(eraser, col(Audit.worker_id) == worker_id, col(Audit.child_id).is_(None))
        _about_the_worker_alone(eraser, worker_id)
        _out_of_absences(eraser, worker_id)
        for table in (
            TrainingBooking, DevelopmentGoal, ComplianceDate, DutyReturn, PressureResponse,
            PersonalAction, PersonalRecord,
            SupervisionAgreement, WorkerLeave, WorkerPost, WorkerAlias, ConsultationAttendance,
        ):  # fmt: skip
            eraser.delete(table, _columns(table).worker_id == worker_id)
        sessions = select(_columns(SupervisionSession).id).where(
            col(SupervisionSession.worker_id) == worker_id
        )
        # What stands beside a session of several belongs to all who were there.
        alone = sessions.where(col(SupervisionSession.kind).not_in(OF_SEVERAL))
        for beside in (Acknowledgement, Observation):
            eraser.delete(beside, _columns(beside).session_id.in_(alone))
        eraser.delete(
            Amendment, col(Amendment.child_id).is_(None), col(Amendment.session_id).in_(alone)
        )
        _erase_codes(eraser, "worker", worker_id)
        _erase_holds(eraser, "worker", worker_id)
        _out_of_names(eraser, name)
        _out_of_typed(eraser, hider)
        _out_of_drafts(eraser, name)
        eraser.forget_typed("worker", worker_id)
        # One itself holds what is of children.
        for number in session.connection().execute(sessions).scalars().all():
            eraser.forget_typed("supervision_session", number, but="session")
            _out_of_an_open_session(session, number)
        forget_import(session)
        worker.name, worker.role, worker.registration = f"Former worker {worker_id}", "", ""
        worker.educator, worker.sections = "", ""
        worker.normal_name = normal_name(worker.name)
        worker.version += 1
        session.add(worker)
        session.flush()
    moment.note(
        session,
        "erase worker",
        f"worker {worker_id}",
        f"{eraser.rows} rows, confirmed by typing the name{noted}",
    )
    return Erased(eraser.rows + 1, _still_named(session, [name]))


class _Eraser:
    """Deletes rows and counts them; while it is entered, signed records may go."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.rows = 0

    def __enter__(self) -> None:
        self.session.add(VaultFact(key=_ERASING, value="1"))
        self.session.flush()

    def __exit__(self, *_: object) -> None:
        self.session.flush()
        self.session.connection().execute(delete(VaultFact).where(col(VaultFact.key) == _ERASING))
        forget_today(rows_of(self.session))
        self.session.expire_all()

    def delete(self, table: type[SQLModel], *which: Any) -> None:
        """Delete the rows of a table that fit, and what was typed of each and not saved."""
        name = str(table.__tablename__)
        if is_kept_by_number(name):
            numbers = select(_columns(table).id).where(*which)
            for number in self.session.connection().execute(numbers).scalars().all():
                self.forget_typed(name, number)
        self.rows += self.session.connection().execute(delete(table).where(*which)).rowcount

    def forget_typed(self, table: str, number: int, *, but: str = "") -> None:
        """Forget what was typed about a row and not saved, but for what has this word."""
        self.rows += forget_drafts_about(self.session, table, number, but=but)

    def update(self, table: type[SQLModel], values: dict[str, Any], *which: Any) -> None:
        """Write other values into the rows that fit."""
        self.session.connection().execute(update(table).where(*which).values(**values))


def _columns(table: type[SQLModel]) -> Any:
    """The columns of a table, as SQL names them."""
    return table.__table__.c  # type: ignore[attr-defined]


def _erase_directions(eraser: _Eraser, which: Any) -> None:
    ids = select(_columns(Direction).id).where(which)
    for beside in (DirectionDate, DirectionOwner):
        eraser.delete(beside, _columns(beside).direction_id.in_(ids))
    eraser.delete(Direction, which)


def _erase_audits(eraser: _Eraser, *which: Any) -> None:
    ids = select(_columns(Audit).id).where(*which)
    for part in (AuditFinding, AuditAmendment):
        eraser.delete(part, _columns(part).audit_id.in_(ids))
    eraser.delete(ThemeTag, col(ThemeTag.audit_id).in_(ids))
    for beside in (Direction, DevelopmentGoal):
        eraser.update(beside, {"audit_id": None}, _columns(beside).audit_id.in_(ids))
    eraser.delete(Audit, *which)


def _erase_consultations(eraser: _Eraser, child_id: int) -> None:
    """Consultations about this child alone go; of others the child is taken out."""
    named = select(_columns(ConsultationChild).consultation_id).where(
        col(ConsultationChild.child_id) == child_id
    )
    others = select(_columns(ConsultationChild).consultation_id).where(
        col(ConsultationChild.child_id) != child_id
    )
    alone = list(
        eraser.session.connection().execute(
            named.where(col(ConsultationChild.consultation_id).not_in(others))
        )
    )
    eraser.delete(ConsultationChild, col(ConsultationChild.child_id) == child_id)
    _erase_whole_consultations(eraser, [row[0] for row in alone])


def _erase_decisions(eraser: _Eraser, child_id: int) -> None:
    """Decisions about this child alone go; of others the child is taken out."""
    links = _columns(DecisionChild)
    named = select(links.decision_id).where(links.child_id == child_id)
    others = select(links.decision_id).where(links.child_id != child_id)
    found = eraser.session.connection().execute(named.where(links.decision_id.not_in(others)))
    ids = [row[0] for row in found]
    eraser.delete(DecisionChild, col(DecisionChild.child_id) == child_id)
    eraser.update(CaseDecision, {"reviews_id": None}, col(CaseDecision.reviews_id).in_(ids))
    for table in (DecisionParticipant, DecisionAmendment):
        eraser.delete(table, _columns(table).decision_id.in_(ids))
    eraser.delete(CaseDecision, col(CaseDecision.id).in_(ids))


def _about_the_worker_alone(eraser: _Eraser, worker_id: int) -> None:
    """Consultations about this worker and no child go; of others the worker's name is taken out."""
    with_children = select(_columns(ConsultationChild).consultation_id)
    alone = select(_columns(Consultation).id).where(
        col(Consultation.worker_id) == worker_id, col(Consultation.id).not_in(with_children)
    )
    _erase_whole_consultations(
        eraser, [row[0] for row in eraser.session.connection().execute(alone)]
    )
    eraser.update(Consultation, {"worker_id": None}, col(Consultation.worker_id) == worker_id)


def _out_of_absences(eraser: _Eraser, worker_id: int) -> None:
    """Cover and directions handed on stay on record, without the absence that they were for."""
    leaves = select(_columns(WorkerLeave).id).where(_columns(WorkerLeave).worker_id == worker_id)
    for table in (RoleOnCase, DirectionOwner):
        eraser.update(table, {"leave_id": None}, _columns(table).leave_id.in_(leaves))


def _erase_whole_consultations(eraser: _Eraser, ids: list[int]) -> None:
    recommended = select(_columns(Recommendation).id).where(
        col(Recommendation.consultation_id).in_(ids)
    )
    for beside in (Direction, DevelopmentGoal):
        eraser.update(
            beside, {"recommendation_id": None}, _columns(beside).recommendation_id.in_(recommended)
        )
    for table in (Recommendation, ConsultationAttendance):
        eraser.delete(table, _columns(table).consultation_id.in_(ids))
    eraser.delete(Consultation, col(Consultation.id).in_(ids))


def _erase_holds(eraser: _Eraser, kind: str, subject: int) -> None:
    """Forget the holds that were on a file once, and were lifted."""
    columns = _columns(LegalHold)
    eraser.delete(LegalHold, columns.kind == kind, columns.subject_id == subject)


def _erase_codes(eraser: _Eraser, kind: str, subject: int) -> None:
    """Forget under which codes a child or worker stood in summaries that were given away."""
    for table in (Pseudonym, ToldCode):
        columns = _columns(table)
        eraser.delete(table, columns.kind == kind, columns.subject_id == subject)


def _out_of_families(eraser: _Eraser, child: Child) -> None:
    """Records that were written once for a family no longer name the child.

    A family of nobody is none.
    """
    session, family = eraser.session, child.family_id
    for row in session.exec(
        select_rows(CaseDiscussion).where(col(CaseDiscussion.together).contains(child.ref))
    ):
        refs = [each for each in row.together.split(", ") if each != child.ref]
        row.together = ", ".join(refs) if len(refs) > 1 else ""
        session.add(row)
    if family is not None:
        others = session.exec(
            select_rows(Child).where(Child.family_id == family).where(Child.id != child.id)
        ).first()
        if others is None:
            child.family_id = None
            session.add(child)
            session.flush()
            eraser.delete(FamilyGroup, col(FamilyGroup.id) == family)


def _out_of_drafts(eraser: _Eraser, whom: str) -> None:
    """Take out what was typed of the person and never signed.

    Of a session only the child's own part goes.
    """
    session = eraser.session
    hider = ReferenceHider({whom: _TAKEN_OUT})
    for draft in session.exec(select_rows(Draft)):
        is_about = hider.without_references(draft.key) != draft.key
        if not is_about and hider.without_references(draft.body) == draft.body:
            continue
        body = json.loads(draft.body)
        if (
            draft.key.startswith("session ")
            and isinstance(body, dict)
            and isinstance(body.get("children"), dict)
        ):
            body["children"].pop(whom, None)
            body["together"] = {
                one: lead
                for one, lead in body.get("together", {}).items()
                if whom not in (one, lead)
            }
            body["place"] = "" if body.get("place") == whom else body.get("place", "")
            draft.body = json.dumps(body, ensure_ascii=False)
            session.add(draft)
        elif is_about:
            session.delete(draft)
            eraser.rows += 1
        else:  # somebody else's text, in which only the name or the reference goes
            draft.body = json.dumps(_without(body, hider), ensure_ascii=False)
            session.add(draft)


def _out_of_an_open_session(session: Session, number: int) -> None:
    """Take the worker's own part out of what was typed in a session and never signed."""
    draft = session.get(Draft, f"session {number}")
    if draft is None:
        return
    own: dict[str, Any] = {"personal": {}, "actions": [], "earlier_actions": {}}
    draft.body = json.dumps(json.loads(draft.body) | own, ensure_ascii=False)
    session.add(draft)


def _without(value: Any, hider: ReferenceHider) -> Any:
    """Copy a value with what is hidden taken out of every text in it."""
    if isinstance(value, str):
        return hider.without_references(value)
    if isinstance(value, list):
        return [_without(each, hider) for each in value]
    if isinstance(value, dict):
        return {key: _without(each, hider) for key, each in value.items()}
    return value


def _out_of_samples(session: Session, ref: str) -> None:
    """Take a child out of the references that were left out of a sample."""
    for row in session.exec(select_rows(DipSample).where(col(DipSample.excluded).contains(ref))):
        kept = [pair for pair in json.loads(row.excluded) if pair[0] != ref]
        row.excluded = json.dumps(kept, ensure_ascii=False)
        session.add(row)


def _out_of_names(eraser: _Eraser, name: str) -> None:
    """Take a name out of fields of its own: an owner, an auditor, beside a session, a stratum."""
    wanted = normal_name(name)
    for table, column in (
        (Direction, "owner"), (DirectionOwner, "owner"), (Audit, "auditor"), (Audit, "moderator"),
        (SupervisionSession, "beside"), (RoleOnCase, "name"), (Worker, "educator"),
        (ManagerCover, "name"), (DecisionParticipant, "name"), (CaseDecision, "recorded_by"),
        (FileEntry, "said_by"), (PersonalAction, "owner"), (SessionGuest, "name"),
        (GroupRecord, "facilitator"), (GroupRecord, "presenter"),
    ):  # fmt: skip
        field = _columns(table)[column]
        there = {row[0] for row in eraser.session.connection().execute(select(field).distinct())}
        for value in (each for each in there if each and _names(wanted, each)):
            eraser.update(table, {column: _FORMER}, field == value)
    stratum = _columns(SampledChild).stratum
    for (value,) in list(eraser.session.connection().execute(select(stratum).distinct())):
        if _names(wanted, value):
            rest = value.partition(", ")[2]
            eraser.update(
                SampledChild,
                {"stratum": ", ".join(filter(None, (_FORMER, rest)))},
                stratum == value,
            )


def _out_of_typed(eraser: _Eraser, hider: TextHider) -> None:
    """Take the person out of what was typed about others: holds, feedback, first pages."""
    for table, column in (
        (PageEntry, "about"), (PageEntry, "says"), (PageEntry, "who"), (PageEntry, "outcome"),
        (WeekFeedback, "question"), (WeekFeedback, "words"),
        (LegalHold, "reason"), (LegalHold, "by_name"), (LegalHold, "lifted_because"),
    ):  # fmt: skip
        field = _columns(table)[column]
        there = [row[0] for row in eraser.session.connection().execute(select(field).distinct())]
        for value in there:
            if value and hider(value) != value:
                eraser.update(table, {column: hider(value)}, field == value)


def _names(wanted: str, value: str) -> bool:
    """Tell whether the name stands in that field, as whole words: Sam Green is not Sam Greene."""
    return f" {wanted} " in f" {normal_name(value)} "


def _still_named(session: Session, names: Iterable[str]) -> int:
    """In how many texts that are left the name or the reference stands."""
    wanted = [name for name in names if len(name) > 2]
    if not wanted:
        return 0
    found = session.connection().execute(
        select(_columns(SearchEntry).body).where(
            or_(*(col(SearchEntry.body).icontains(name) for name in wanted))
        )
    )
    folded = [folded_word(name) for name in wanted]
    return sum(any(name in folded_word(body) for name in folded) for (body,) in found)
