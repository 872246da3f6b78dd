"""Consultations: asked for, booked, held, looked back at, closed.

And who came to a practice discussion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from supervision_tui.desk.find import find_child, find_worker, worker_by_id
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.manager import owner_as_written, who_writes
from supervision_tui.desk.moment import (
    Moment,
    Refused,
    read_day,
    read_past_day,
    read_refs,
    read_time,
)
from supervision_tui.desk.on_file.entries import OnFile, RecordOfChild
from supervision_tui.desk.on_file.entries import put_on_file as put_record_on_file
from supervision_tui.practice import wording
from supervision_tui.practice.consultation import Decision, Helped, Mode, Step
from supervision_tui.practice.direction.timescales import Known
from supervision_tui.practice.vocabulary import FileKind
from supervision_tui.records import (
    Child,
    Consultation,
    ConsultationAttendance,
    ConsultationChild,
    Recommendation,
    Worker,
)
from supervision_tui.vault.store import can_be_undone, changes_records

from .clinicians import clinician_named
from .lines import children_of

EVERYBODY = "all"


@dataclass(frozen=True, slots=True)
class ConsultationDraft:
    """A request as it is typed: children by reference, a worker by name, a theme; who was asked.

    `who` is invited.
    """

    mode: Mode
    question: str
    children: str = ""
    worker: str = ""
    theme: str = ""
    asked_by: str = ""
    clinician: str = ""
    on: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class HeldDraft:
    """The outcome of a consultation, as typed: one recommendation a line.

    Days as a person writes them.
    """

    on: str
    came: str = ""
    hypotheses: str = ""
    strengths: str = ""
    recommendations: str = ""
    consent: str = ""
    on_file: str = ""
    follow_up: str = ""


@can_be_undone("the request for a consultation")
@changes_records
def request_consultation(session: Session, draft: ConsultationDraft, moment: Moment) -> int:
    """Ask for a consultation about a child, a family, a worker or a theme; returns its number.

    Raises `Refused`.
    """
    row = Consultation(
        mode=draft.mode, requested_on=read_past_day(draft.on, moment), recorded_on=moment.today
    )
    children = _write_request(session, row, draft, moment)
    session.add(row)
    session.flush()
    for child in children:
        session.add(ConsultationChild(consultation_id=row.id or 0, child_id=child.id or 0))
    for worker_id in _invited(session, draft, moment):
        session.add(ConsultationAttendance(consultation_id=row.id or 0, worker_id=worker_id))
    moment.note(
        session,
        "request consultation",
        f"consultation {row.id}",
        "about, question, mode, clinician",
    )
    return row.id or 0


@can_be_undone("the change of the consultation")
@changes_records
def change_request(
    session: Session, consultation_id: int, draft: ConsultationDraft, moment: Moment
) -> None:
    """Put right what was asked, while it has not been held. Raises `Refused`."""
    row = _consultation(session, consultation_id)
    if row.held_on is not None or row.closed_on is not None:
        raise Refused("It has been held or closed: what was asked stays as it was.")
    children = {child.id or 0 for child in _write_request(session, row, draft, moment)}
    row.mode = draft.mode
    row.version += 1
    session.add(row)
    there = session.exec(
        select(ConsultationChild).where(ConsultationChild.consultation_id == consultation_id)
    )
    before = {each.child_id: each for each in there}
    for child_id in children - set(before):
        session.add(ConsultationChild(consultation_id=consultation_id, child_id=child_id))
    for child_id in set(before) - children:
        session.delete(before[child_id])
    _invite_also(session, consultation_id, _invited(session, draft, moment))
    moment.note(
        session,
        "change consultation",
        f"consultation {consultation_id}",
        "about, question, mode, clinician",
    )


@can_be_undone("the booking of the consultation")
@changes_records
def book_consultation(
    session: Session, consultation_id: int, clinician: str, on: str, time: str, *, moment: Moment
) -> date:
    """Book it with a clinician for a day; returns the day. Raises `Refused`."""
    row = _consultation(session, consultation_id)
    if row.held_on is not None or row.closed_on is not None:
        raise Refused("It has been held or closed already.")
    if clinician.strip():
        row.clinician_id = clinician_named(session, clinician, moment)
    elif row.clinician_id is None and not Mode(row.mode).has_attendance:
        raise Refused(
            "Say with whom: a name of the directory, or “Ada Finch, clinical psychologist”.",
            field="clinician",
        )
    found = read_day(on, Known(moment.today, {}, has_reason=True), moment)
    row.booked_for, row.booked_time = found.due, read_time(time)
    row.booked_on = row.booked_on or moment.today
    row.version += 1
    session.add(row)
    moment.note(session, "book consultation", f"consultation {row.id}", "clinician, day, time")
    return found.due


@can_be_undone("what the consultation brought")
@changes_records
def hold_consultation(
    session: Session, consultation_id: int, draft: HeldDraft, moment: Moment
) -> int:
    """Put on record that it was held, and what it brought; returns how many recommendations.

    Raises `Refused`.

    Nothing recommended is a direction by that: each is adopted, adapted or declined by the manager.
    """
    row = _consultation(session, consultation_id)
    if row.held_on is not None:
        raise Refused("It is on record as held already.")
    if row.closed_on is not None:
        raise Refused("It was closed without being held; ask for a new one.")
    held_on = read_past_day(draft.on, moment)
    if held_on < row.requested_on:
        asked = wording.full_day(row.requested_on)
        raise Refused(f"It was asked for on {asked}; it cannot have been held before.", field="on")
    row.held_on, row.held_recorded_on = held_on, moment.today
    row.came, row.consent = draft.came.strip(), draft.consent.strip()
    row.hypotheses, row.strengths = draft.hypotheses.strip(), draft.strengths.strip()
    lines = [line.strip().removeprefix("-").strip() for line in draft.recommendations.splitlines()]
    recommended = [line for line in lines if line]
    if draft.follow_up.strip():
        row.follow_up_on = read_day(
            draft.follow_up, Known(moment.today, {}, has_reason=True), moment
        ).due
    elif recommended:
        raise Refused(
            "Say when you look back at it: 6w, 14 apr. "
            "What was recommended comes back on that day.",
            field="follow_up",
        )
    row.version += 1
    session.add(row)
    session.flush()
    if draft.on_file.strip():
        put_on_file(session, consultation_id, draft.on_file, moment)
    for text in recommended:
        session.add(Recommendation(consultation_id=consultation_id, text=text))
    moment.note(
        session,
        "hold consultation",
        f"consultation {row.id}",
        "day, who came, what it brought, follow-up",
    )
    return len(recommended)


@can_be_undone("that it is on file")
@changes_records
def put_on_file(session: Session, consultation_id: int, on: str, moment: Moment) -> date:
    """Say since when it stands on the child's file; returns the day. Raises `Refused`."""
    row = _consultation(session, consultation_id)
    if row.held_on is None:
        raise Refused("It has not been held yet; there is nothing to put on file.")
    day = _day_on_file(on, row.held_on, moment)
    said = OnFile(day, who_writes(session, moment))
    for ref in children_of(session, consultation_id):
        record = RecordOfChild(FileKind.CONSULTATION, consultation_id, ref)
        put_record_on_file(session, record, said, moment)
    return day


@can_be_undone("the follow-up of the consultation")
@changes_records
def follow_up(
    session: Session,
    consultation_id: int,
    outcome: Helped,
    words: str,
    again: str,
    *,
    moment: Moment,
) -> Step:
    """Look back at it: did it help? With a day in `again` it comes back once more.

    Raises `Refused`.
    """
    row = _consultation(session, consultation_id)
    if row.held_on is None:
        raise Refused("It has not been held yet; ‹consultations.step› records that first.")
    if row.followed_up_on is not None or row.closed_on is not None:
        raise Refused("It was looked back at already.")
    if outcome is Helped.NOT_DONE and not words.strip():
        raise Refused("Say in a few words why it was not done.", field="words")
    row.outcome = outcome
    if again.strip():
        row.follow_up_on = read_day(again, Known(moment.today, {}, has_reason=True), moment).due
        on = wording.full_day(moment.today)
        row.outcome_words = "; ".join(
            each for each in (row.outcome_words, f"{on}: {outcome}", words.strip()) if each
        )
    else:
        row.outcome_words = "; ".join(each for each in (row.outcome_words, words.strip()) if each)
        row.followed_up_on = moment.today
    row.version += 1
    session.add(row)
    moment.note(
        session, "follow up consultation", f"consultation {row.id}", "outcome, words, again"
    )
    if again.strip():
        return Step.HELD
    return Step.FOLLOWED_UP


@can_be_undone("the closing of the consultation")
@changes_records
def close_consultation(session: Session, consultation_id: int, reason: str, moment: Moment) -> None:
    """Close it.

    One that was never held asks why; one that was held, first what became of each recommendation.

    Raises `Refused`.
    """
    row = _consultation(session, consultation_id)
    if row.closed_on is not None:
        raise Refused("It is closed already.")
    if row.held_on is None and not reason.strip():
        raise Refused(
            "It was not held: say why it is closed. It counts as a request that was not met.",
            field="reason",
        )
    undecided = [
        each for each in _recommendations(session, consultation_id) if each.state == Decision.OPEN
    ]
    if undecided:
        raise Refused(
            f"“{undecided[0].text[:50]}” is not decided yet: adopt, adapt or decline it first."
        )
    if (
        row.held_on is not None
        and row.follow_up_on is not None
        and row.followed_up_on is None
        and not reason.strip()
    ):
        raise Refused(
            "Nobody has looked back at it yet; do that first, or say why it is closed without.",
            field="reason",
        )
    row.closed_on, row.close_reason = moment.today, reason.strip()
    row.version += 1
    session.add(row)
    moment.note(session, "close consultation", f"consultation {row.id}", "closed, reason")


@can_be_undone("who came")
@changes_records
def tick_attendance(session: Session, consultation_id: int, worker_id: int, moment: Moment) -> bool:
    """Say that a worker came to a practice discussion, or did not.

    Returns whether the worker came.
    """
    consultation = _consultation(session, consultation_id)
    if consultation.closed_on is not None and consultation.held_on is None:
        raise Refused("It was closed without being held: nobody came.")
    worker_by_id(session, worker_id)
    row = session.exec(
        select(ConsultationAttendance)
        .where(ConsultationAttendance.consultation_id == consultation_id)
        .where(ConsultationAttendance.worker_id == worker_id)
    ).first()
    if row is None:
        row = ConsultationAttendance(consultation_id=consultation_id, worker_id=worker_id)
    row.came = not row.came
    session.add(row)
    moment.note(
        session, "attendance", f"consultation {consultation_id}", f"worker {worker_id}, came"
    )
    return row.came


def _day_on_file(typed: str, held_on: date, moment: Moment) -> date:
    found = read_past_day(typed, moment)
    if found < held_on:
        raise Refused(
            f"It was held on {wording.full_day(held_on)}; it cannot have been on file before.",
            field="on_file",
        )
    return found


def _write_request(
    session: Session, row: Consultation, draft: ConsultationDraft, moment: Moment
) -> list[Child]:
    """Take what was typed of a request into its row; returns the children. Raises `Refused`."""
    clinician_id = None
    if draft.clinician.strip():
        clinician_id = clinician_named(session, draft.clinician, moment)
    children = [find_child(session, ref) for ref in read_refs(draft.children)]
    worker = find_worker(session, draft.worker) if draft.worker.strip() else None
    theme, question = " ".join(draft.theme.split()), draft.question.strip()
    if draft.mode.has_attendance and not (theme or question):
        raise Refused("Say what the practice discussion is about.", field="theme")
    if not draft.mode.has_attendance and not question:
        raise Refused(
            "Write the question that you bring; the answer begins with it.", field="question"
        )
    if not (children or worker or theme) and not draft.mode.has_attendance:
        raise Refused(
            "Say whom or what it is about: a child's reference, a worker, or a theme.",
            field="children",
        )
    if worker is None and children:
        worker = _worker_of(session, children[0], moment)
    row.worker_id = worker.id if worker else None
    asked_by = " ".join(owner_as_written(session, draft.asked_by, moment).split())
    for what, text, longest in (("theme", theme, 200), ("name of who asks", asked_by, 120)):
        if len(text) > longest:
            says = f"The {what} is a line of at most {longest} letters; the question may be longer."
            raise Refused(says, typed=text)
    row.theme, row.question, row.asked_by = theme, question, asked_by
    row.clinician_id = clinician_id
    return children


def _worker_of(session: Session, child: Child, moment: Moment) -> Worker | None:
    past = read_history(session, moment, [child.id or 0]).children[child.id or 0]
    worker_id = past.held_by(moment.today)
    if worker_id:
        return session.get(Worker, worker_id)
    return None


def _invited(session: Session, draft: ConsultationDraft, moment: Moment) -> Sequence[int]:
    """The workers who are asked to a practice discussion: the names typed, or everybody."""
    if not draft.mode.has_attendance:
        return ()
    typed = draft.who.strip()
    if typed.casefold() in ("", EVERYBODY):
        here = session.exec(select(Worker).order_by(Worker.name))
        return [row.id or 0 for row in here if row.left_on is None or row.left_on > moment.today]
    named = (find_worker(session, name).id or 0 for name in typed.split(",") if name.strip())
    return list(dict.fromkeys(named))


def _invite_also(session: Session, consultation_id: int, workers: Sequence[int]) -> None:
    there = session.exec(
        select(ConsultationAttendance).where(
            ConsultationAttendance.consultation_id == consultation_id
        )
    )
    before = {each.worker_id: each for each in there}
    for worker_id in workers:
        if worker_id not in before:
            session.add(
                ConsultationAttendance(consultation_id=consultation_id, worker_id=worker_id)
            )
    for worker_id, row in before.items():
        if worker_id not in workers:
            session.delete(row)


def _recommendations(session: Session, consultation_id: int) -> Sequence[Recommendation]:
    rows = select(Recommendation).where(Recommendation.consultation_id == consultation_id)
    return list(session.exec(rows.order_by(col(Recommendation.id))))


def _consultation(session: Session, consultation_id: int) -> Consultation:
    row = session.get(Consultation, consultation_id)
    if row is None:
        raise Refused("That consultation is no longer there.")
    return row
