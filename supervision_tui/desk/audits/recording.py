"""Audits: recorded with what may not be left blank, moderated blind, talked over, and acted on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sqlmodel import Session

from supervision_tui.desk.directions.giving import DirectionDraft, give_direction
from supervision_tui.desk.find import find_child, find_worker
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.manager import owner_as_written
from supervision_tui.desk.moment import Moment, Refused, read_day, read_past_day
from supervision_tui.desk.names import normal_name
from supervision_tui.practice import wording
from supervision_tui.practice.audit import (
    Finding,
    Grade,
    missing_action,
    missing_finding,
    missing_reason,
    read_finding,
)
from supervision_tui.practice.direction.accepting import SaidDirection
from supervision_tui.practice.direction.owners import MANAGER
from supervision_tui.practice.direction.timescales import Known
from supervision_tui.practice.policy.council_forms import CouncilForm, FormKind
from supervision_tui.practice.vocabulary import AuditKind, DirectionSource
from supervision_tui.records import (
    Audit,
    AuditAmendment,
    AuditFinding,
    Child,
    DevelopmentGoal,
    Worker,
)
from supervision_tui.vault.store import can_be_undone, changes_records

from .themes import read_tags, tag_audit

NO_ACTION = SaidDirection("")

_LONGEST = 4000  # letters of one finding


@dataclass(frozen=True, slots=True)
class AuditDraft:
    """An audit as typed.

    `findings` by the id of the criterion in the form of that kind; `child` a reference, `worker` a
    name.
    """

    kind: AuditKind
    auditor: str
    grade: str
    child: str = ""
    worker: str = ""
    on: str = ""
    findings: Mapping[str, str] = field(default_factory=dict)
    summary: str = ""
    action: SaidDirection = NO_ACTION
    learning_on: str = ""
    themes: str = ""
    better_because: str = ""
    no_action_because: str = ""


@can_be_undone("the audit")
@changes_records
def record_audit(session: Session, draft: AuditDraft, moment: Moment) -> int:
    """Keep an audit with its findings and what it requires, all or nothing; returns its number.

    Raises `Refused`.
    """
    auditor, grade = _auditor(session, draft.auditor, moment, "auditor"), _grade(draft.grade)
    child, worker_id = _about(session, draft, moment)
    form = moment.policy.form(FormKind.AUDIT, draft.kind)
    findings = _findings(draft, form)
    _check_is_whole(draft, form, grade, findings)
    tags = read_tags(draft.themes)
    for text in (draft.summary, draft.better_because, draft.no_action_because):
        _check_length(text)
    child_id = child.id if child else None
    audited_on = read_past_day(draft.on, moment)
    learning_on = None
    if draft.learning_on.strip():
        learning_on = _day_ahead(draft.learning_on, moment)
    row = Audit(
        kind=draft.kind,
        child_id=child_id,
        worker_id=worker_id,
        auditor=auditor,
        audited_on=audited_on,
        recorded_on=moment.today,
        grade=grade,
        summary=draft.summary.strip(),
        learning_on=learning_on,
        form=form.id,
        better_because=draft.better_because.strip(),
        no_action_because=draft.no_action_because.strip(),
    )
    session.add(row)
    session.flush()
    for criterion, found in findings.items():
        graded = str(found.grade or "")
        session.add(
            AuditFinding(audit_id=row.id or 0, criterion=criterion, grade=graded, words=found.words)
        )
    tag_audit(session, row.id or 0, tags, moment)
    moment.note(
        session, "record audit", f"audit {row.id}", "kind, findings, grade, learning, themes"
    )
    if draft.action.do.strip():
        _require(session, row, draft.action, moment)
    return row.id or 0


@can_be_undone("the required action")
@changes_records
def require_action(session: Session, audit_id: int, action: SaidDirection, moment: Moment) -> None:
    """Require one more action of an audit: a direction for the child, or a goal of the worker.

    Raises `Refused`.
    """
    if not action.do.strip():
        raise Refused("Say what is required.", field="do")
    _require(session, _audit(session, audit_id), action, moment)


@can_be_undone("the second grade")
@changes_records
def moderate(
    session: Session, audit_id: int, moderator: str, grade: str, words: str, *, moment: Moment
) -> Audit:
    """Keep the grade of a second auditor, who has not seen the first; returns the audit.

    Raises `Refused`.
    """
    row = _audit(session, audit_id)
    second, given = _auditor(session, moderator, moment, "moderator"), _grade(grade)
    if normal_name(second) == normal_name(row.auditor):
        raise Refused(
            "The second grade is given by somebody else than the first.", field="moderator"
        )
    if row.moderated_on is not None:
        raise Refused("There is a second grade already. Undo: ‹undo›.")
    _check_length(words)
    row.moderator, row.moderated_on, row.moderated_grade = second, moment.today, given
    row.moderated_words = words.strip()
    row.version += 1
    session.add(row)
    moment.note(session, "moderate audit", f"audit {audit_id}", "second grade")
    return row


@can_be_undone("the agreed grade")
@changes_records
def agree_grade(
    session: Session, audit_id: int, grade: str, words: str, *, moment: Moment
) -> Audit:
    """Keep the grade on which both auditors agreed, which counts from then on. Raises `Refused`."""
    row, given = _audit(session, audit_id), _grade(grade)
    if row.moderated_on is None:
        raise Refused("There is no second grade yet; both agree on one after it.")
    if row.agreed_on is not None:
        raise Refused("A grade is agreed already; ‹oversight.amend› adds to the audit.")
    if not words.strip():
        raise Refused("Say in a few words how you came to agree.", field="words")
    _check_length(words)
    row.agreed_grade, row.agreed_on, row.agreed_words = given, moment.today, words.strip()
    row.version += 1
    session.add(row)
    moment.note(session, "agree grade", f"audit {audit_id}", "agreed grade, words")
    return row


@can_be_undone("the amendment")
@changes_records
def amend_audit(session: Session, audit_id: int, reason: str, text: str, *, moment: Moment) -> None:
    """Add to an audit, with the reason; what was recorded stays as it is. Raises `Refused`."""
    _audit(session, audit_id)
    if not text.strip():
        raise Refused("Say what is added.", field="text")
    if not reason.strip():
        raise Refused("Say why it is added.", field="reason")
    _check_length(text)
    session.add(
        AuditAmendment(
            audit_id=audit_id,
            at=moment.now,
            recorded_on=moment.today,
            reason=reason.strip(),
            text=text.strip(),
        )
    )
    moment.note(session, "amend audit", f"audit {audit_id}", "text, reason")


@can_be_undone("the learning conversation")
@changes_records
def agree_learning(session: Session, audit_id: int, on: str, moment: Moment) -> None:
    """Agree the day of the learning conversation. Raises `Refused`."""
    row = _audit(session, audit_id)
    if row.learning_held_on is not None:
        raise Refused("The learning conversation was held; ‹undo› takes that back.")
    row.learning_on = _day_ahead(on, moment)
    session.add(row)
    moment.note(session, "agree learning conversation", f"audit {audit_id}", "day")


@can_be_undone("the learning conversation")
@changes_records
def hold_learning(session: Session, audit_id: int, on: str, learned: str, moment: Moment) -> None:
    """Record that the audit was talked over, and what was learned. Raises `Refused`."""
    row = _audit(session, audit_id)
    if row.learning_held_on is not None:
        raise Refused("It was talked over already; ‹undo› takes that back.")
    if not learned.strip():
        raise Refused("Say what was learned, in a few words.", field="learned")
    _check_length(learned)
    held = read_past_day(on, moment)
    if held < row.audited_on:
        raise Refused(
            f"The audit is of {wording.full_day(row.audited_on)}; it was talked over after that.",
            field="on",
        )
    row.learning_held_on, row.learned = held, learned.strip()
    session.add(row)
    moment.note(session, "hold learning conversation", f"audit {audit_id}", "day, learned")


def _require(session: Session, row: Audit, action: SaidDirection, moment: Moment) -> None:
    if not action.who.strip():
        raise Refused("Say who does what is required.", field="who")
    if not action.by.strip():
        raise Refused("Say by when what is required is done.", field="by")
    because = (
        action.because.strip()
        or f"required by the {row.kind} audit of {wording.full_day(row.audited_on)}"
    )
    if row.child_id is not None:
        child = session.get(Child, row.child_id)
        assert child is not None  # noqa: S101  (a foreign key)
        said = replace(action, because=because, why_this_date=because)
        draft = DirectionDraft(child.ref, said, DirectionSource.AUDIT, audit_id=row.id)
        give_direction(session, draft, moment)
        return
    due = _day_ahead(action.by, moment)
    text = " ".join(action.do.split())
    worker = session.get(Worker, row.worker_id) if row.worker_id else None
    mine = worker is not None and normal_name(action.who) == worker.normal_name
    if not mine and action.who.strip().casefold() != MANAGER:
        raise Refused(
            "What an audit of a worker's own file requires is the worker's "
            "to do, or the manager's.",
            field="who",
        )
    goal = text if mine else f"{text} ({MANAGER})"
    session.add(
        DevelopmentGoal(
            worker_id=row.worker_id or 0, text=goal, by_on=due, set_on=moment.today, audit_id=row.id
        )
    )
    moment.note(session, "require action", f"audit {row.id}", "what, owner, due")


def _about(session: Session, draft: AuditDraft, moment: Moment) -> tuple[Child | None, int | None]:
    """The child, and the worker whose work it was. Raises `Refused`."""
    if draft.kind.is_about_a_child:
        if not draft.child.strip():
            raise Refused(
                f"A {draft.kind} audit is about a child: give the reference.", field="child"
            )
        child = find_child(session, draft.child)
        past = read_history(session, moment, [child.id or 0]).children[child.id or 0]
        return child, past.held_by(read_past_day(draft.on, moment))
    if not draft.worker.strip():
        raise Refused(f"A {draft.kind} audit is about a worker: say whose.", field="worker")
    return None, find_worker(session, draft.worker).id


def _findings(draft: AuditDraft, form: CouncilForm) -> dict[str, Finding]:
    """The findings as typed under each criterion of the form, in its order."""
    found = {}
    for criterion in form.sections:
        typed = draft.findings.get(criterion.id, "")
        _check_length(typed)
        finding = read_finding(typed)
        if finding is not None:
            found[criterion.id] = finding
    return found


def _check_is_whole(
    draft: AuditDraft, form: CouncilForm, grade: Grade, findings: Mapping[str, Finding]
) -> None:
    """Refuse what is left blank, and a grade or a silence that its criteria do not bear out."""
    required = draft.action.do.strip()
    missing = (
        missing_finding(form, findings)
        or missing_action(grade, required != "")
        or missing_reason(
            grade,
            findings,
            better_because=draft.better_because,
            no_action_because=draft.no_action_because or required,
        )
    )
    if missing:
        raise Refused.because(missing)


def _check_length(words: str) -> None:
    if len(words) > _LONGEST:
        raise Refused(
            f"A text of an audit has at most {_LONGEST} letters; "
            f"“{words.strip()[:30]}…” is longer.",
            typed=words,
        )


def _auditor(session: Session, name: str, moment: Moment, field: str) -> str:
    plain = " ".join(owner_as_written(session, name, moment).split())
    if not plain or len(plain) > 120:
        raise Refused("Say who audits, by name or role.", field=field)
    return plain


def _grade(typed: str) -> Grade:
    try:
        return Grade(typed.strip().casefold())
    except ValueError:
        raise Refused(
            "Say how good it is all in all: " + ", ".join(Grade) + ".", field="grade"
        ) from None


def _day_ahead(typed: str, moment: Moment) -> date:
    return read_day(typed, Known(moment.today, {}, has_reason=True), moment).due


def _audit(session: Session, audit_id: int) -> Audit:
    row = session.get(Audit, audit_id)
    if row is None:
        raise Refused("That audit is no longer there.")
    return row
