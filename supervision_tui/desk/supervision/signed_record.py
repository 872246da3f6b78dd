"""Signed records: read as they were signed, with the amendments that stand beside them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session, col, select

from supervision_tui.desk.directions.lines import first_owners
from supervision_tui.desk.file_head import FileHead, child_heads, worker_head
from supervision_tui.desk.find import find_child, names_answering
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.practice import wording
from supervision_tui.practice.direction.owners import MANAGER, is_self
from supervision_tui.practice.policy.council_forms import FormKind
from supervision_tui.practice.supervision.record_time import RecordTime, record_time
from supervision_tui.practice.vocabulary import OF_SEVERAL, SessionKind, SessionState
from supervision_tui.records import (
    Acknowledgement,
    Amendment,
    CaseDiscussion,
    Child,
    Direction,
    DirectionDate,
    PersonalRecord,
    SupervisionSession,
    Worker,
)
from supervision_tui.vault.store import changes_records, settles

from .group_record import GroupRecordView, group_record
from .group_sessions import attendees
from .observations import Observed, observations_of
from .personal_record import PersonalActionLine, actions_of, texts_of


@settles
@changes_records
def amend_record(
    session: Session, session_id: int, child: str | None, reason: str, text: str, *, moment: Moment
) -> None:
    """Add to a signed record, with the reason; what was signed stays as it was.

    Raises `Refused`.
    """
    row = session.get(SupervisionSession, session_id)
    if row is None or row.signed_at is None:
        raise Refused("Only a signed record is amended; this one can still be written.")
    if not reason.strip() or not text.strip():
        raise Refused("An amendment needs its words and its reason.", field="text")
    child_id = find_child(session, child).id if child else None
    session.add(
        Amendment(
            session_id=session_id,
            child_id=child_id,
            at=moment.now,
            reason=reason.strip(),
            text=text.strip(),
        )
    )
    moment.note(session, "amend record", f"session {session_id}", "text, reason")


@dataclass(frozen=True, slots=True)
class SignedDirection:
    """A direction as it was given in a session: its first date, whatever came later."""

    text: str
    owner: str
    due: date
    reason: str
    hour: str = ""
    link: str = ""

    def says(self) -> str:
        """All of it in a line."""
        due = wording.due_day(self.due, self.hour)
        return wording.direction_line(self.text, self.owner, due, self.reason, self.link)


@dataclass(frozen=True, slots=True)
class WorkersWord:
    """An answer of the worker to the record, in the worker's own words, with its day and manner."""

    says: str
    words: str
    how: str
    on: date


@dataclass(frozen=True, slots=True)
class SignedDiscussion:
    """One child's part of a signed record, with the amendments that stand beside it."""

    ref: str
    worker: str
    discussed: bool
    not_discussed_because: str
    voice: str
    voice_on: date | None
    voice_how: str
    own: str
    together: str
    model: str
    stages: Mapping[str, str]
    ticks: Mapping[str, Sequence[str]]
    scales: Mapping[str, Mapping[str, int]]
    known: str
    not_known: str
    view: str
    decision: str
    contingency: str
    pace: str
    directions: tuple[SignedDirection, ...]
    amendments: tuple[tuple[date, str, str], ...]


@dataclass(frozen=True, slots=True)
class SignedRecord:
    """A signed session to be read: the case records, and the personal record apart.

    `heads` are those of the children's records, by reference; `worker_head` is that of the
    personal record.
    """

    session_id: int
    kind: SessionKind
    worker_id: int
    worker: str
    came: tuple[str, ...]
    held_on: date
    minutes: int
    signed_at: datetime
    signed_by: str
    worker_head: FileHead
    time: RecordTime
    model: str
    discussions: tuple[SignedDiscussion, ...]
    personal: Mapping[str, str]
    personal_amendments: tuple[tuple[date, str, str], ...]
    words: tuple[WorkersWord, ...] = ()
    observed: tuple[Observed, ...] = ()
    personal_titles: Mapping[str, str] = field(default_factory=dict)
    personal_actions: tuple[PersonalActionLine, ...] = ()
    group: GroupRecordView | None = None
    heads: Mapping[str, FileHead] = field(default_factory=dict)

    @property
    def is_acknowledged(self) -> bool:
        """Tell whether the worker has said anything to it, agreeing or not."""
        return bool(self.words)

    @property
    def signature(self) -> str:
        """The name of who signed it: `Ada Finch, team manager`.

        Of an older record the manager, whose name is not known.
        """
        if _is_name(self.signed_by):
            return self.signed_by
        return "the manager (name not on record)"


def signed_record(session: Session, session_id: int, moment: Moment) -> SignedRecord:
    """A signed record, with the amendments made up to that day.

    Raises `Refused` where there is none.
    """
    row = session.get(SupervisionSession, session_id)
    # One who sat in: the record is with the first.
    if row is not None and row.sitting_id is not None:
        row = session.get(SupervisionSession, row.sitting_id)
        session_id = row.id or 0 if row else session_id
    if row is None or row.signed_at is None or row.signed_at.date() > moment.today:
        raise Refused("This session has no signed record yet.")
    worker = session.get(Worker, row.worker_id)
    written = session.exec(select(Amendment).where(Amendment.session_id == session_id))
    amendments = [each for each in written if each.at.date() <= moment.today]
    personal = session.exec(
        select(PersonalRecord).where(PersonalRecord.session_id == session_id)
    ).first()
    held_on = row.held_on or row.planned_on
    minutes = row.minutes if row.minutes_held is None else row.minutes_held
    worker_name = worker.name if worker else ""
    texts: dict[str, str] = {}
    actions: list[PersonalActionLine] = []
    if personal is not None:
        texts = texts_of(personal)
        actions = actions_of(session, row.worker_id, moment, session_id)
    form = moment.policy.form(FormKind.PERSONAL)
    discussions = tuple(_signed_discussions(session, row, amendments))
    return SignedRecord(
        session_id=session_id,
        kind=SessionKind(row.kind),
        worker_id=row.worker_id,
        worker=worker_name,
        came=_came(session, row),
        held_on=held_on,
        minutes=minutes,
        signed_at=row.signed_at,
        signed_by=row.signed_by,
        time=record_time(held_on, row.signed_at.date(), moment.today, moment.policy),
        model=row.model,
        discussions=discussions,
        heads=child_heads(session, [each.ref for each in discussions]),
        worker_head=worker_head(session, row.worker_id),
        personal=texts,
        personal_titles={section: form.title_of(section) for section in texts},
        personal_actions=tuple(actions),
        group=group_record(session, session_id, moment.policy),
        personal_amendments=_amendments_of(None, amendments),
        words=_workers_words(session, session_id, moment),
        observed=observations_of(session, session_id, moment),
    )


def latest_record_of(session: Session, child: str, moment: Moment, on: date | None = None) -> int:
    """The latest signed session in which a child was discussed, or that of a day.

    Raises `Refused`.
    """
    child_id = find_child(session, child).id
    rows = session.exec(
        select(SupervisionSession)
        .join(CaseDiscussion, col(CaseDiscussion.session_id) == SupervisionSession.id)
        .where(CaseDiscussion.child_id == child_id)
        .where(col(SupervisionSession.signed_at).is_not(None))
        .order_by(col(SupervisionSession.held_on))
    )
    ids = _held(rows, on, moment)
    if not ids:
        raise Refused(f"There is no signed record of {child.strip()[:40]} yet.")
    return ids[-1]


def latest_record_with(
    session: Session, worker_id: int, moment: Moment, on: date | None = None
) -> int:
    """The latest signed session with a worker alone, or that of a day. Raises `Refused`."""
    rows = session.exec(
        select(SupervisionSession)
        .where(SupervisionSession.worker_id == worker_id)
        # A session of several has a record of its own, and nobody's personal one.
        .where(col(SupervisionSession.kind).not_in(OF_SEVERAL))
        .where(col(SupervisionSession.signed_at).is_not(None))
        .order_by(col(SupervisionSession.held_on))
    )
    ids = _held(rows, on, moment)
    if not ids:
        raise Refused("There is no signed record with this worker yet.")
    return ids[-1]


def _held(rows: Iterable[SupervisionSession], on: date | None, moment: Moment) -> list[int]:
    known = [
        row for row in rows if row.signed_at is not None and row.signed_at.date() <= moment.today
    ]
    days = [(row.id or 0, row.held_on or row.planned_on) for row in known]
    return [session_id for session_id, day in days if on in (None, day)]


def _came(session: Session, row: SupervisionSession) -> tuple[str, ...]:
    """Name who came to a session of several; nobody is named where a worker sits alone."""
    if not row.kind or not SessionKind(row.kind).has_several:
        return ()
    names = {worker.id: worker.name for worker in session.exec(select(Worker))}
    return tuple(
        names[each.worker_id] for each in attendees(session, row) if each.state == SessionState.HELD
    )


def _workers_words(session: Session, session_id: int, moment: Moment) -> tuple[WorkersWord, ...]:
    rows = (
        select(Acknowledgement)
        .where(Acknowledgement.session_id == session_id)
        .order_by(col(Acknowledgement.id))
    )
    return tuple(
        WorkersWord(row.says, row.words, row.how, row.said_on)
        for row in session.exec(rows)
        if row.recorded_at.date() <= moment.today
    )


def _signed_discussions(
    session: Session, row: SupervisionSession, amendments: list[Amendment]
) -> list[SignedDiscussion]:
    given: dict[int, list[SignedDirection]] = {}
    first = _first_dates(session, row)
    directions = session.exec(select(Direction).where(Direction.session_id == row.id)).all()
    owners = first_owners(session, of=[each.id or 0 for each in directions])
    workers = names_answering(session, row.held_on or row.planned_on)
    for direction in directions:
        due, hour = first.get(direction.id or 0, (direction.due_on, direction.due_time))
        owner = owners.get(direction.id or 0, direction.owner)
        signed = SignedDirection(
            direction.text,
            _named(owner, row.signed_by),
            due,
            direction.reason,
            hour=hour,
            link=direction.link,
        )
        given.setdefault(direction.child_id, []).append(signed)
    found = session.exec(
        select(CaseDiscussion, Child)
        .join(Child, col(CaseDiscussion.child_id) == Child.id)
        .where(CaseDiscussion.session_id == row.id)
        .order_by(col(CaseDiscussion.id))
    )
    return [
        SignedDiscussion(
            ref=child.ref,
            worker=workers.get(each.child_id, ""),
            discussed=each.discussed,
            not_discussed_because=each.not_discussed_because,
            voice=each.voice,
            voice_on=each.voice_on,
            voice_how=each.voice_how,
            own=each.own,
            together=each.together,
            model=each.model,
            stages=json.loads(each.reflection),
            ticks=json.loads(each.ticks),
            scales=json.loads(each.scales),
            known=each.known,
            not_known=each.not_known,
            view=each.managers_view,
            decision=each.decision,
            contingency=each.contingency,
            pace=each.pace,
            directions=tuple(given.get(each.child_id, ())),
            amendments=_amendments_of(each.child_id, amendments),
        )
        for each, child in found
    ]


def _named(owner: str, signed_by: str) -> str:
    """Name an owner who was written down as `me`: whoever signed."""
    if not is_self(owner):
        return owner
    if _is_name(signed_by):
        return signed_by
    return MANAGER


def _is_name(signed_by: str) -> bool:
    """Tell whether a record says who signed it.

    An older one says no more than that it was the manager.
    """
    return signed_by not in ("", "manager")


def _first_dates(session: Session, row: SupervisionSession) -> dict[int, tuple[date, str]]:
    """The first date and hour of each direction of a session: what was signed stays as it was."""
    rows = session.exec(
        select(DirectionDate)
        .join(Direction, col(DirectionDate.direction_id) == Direction.id)
        .where(Direction.session_id == row.id)
        .order_by(col(DirectionDate.id).desc())
    )
    return {each.direction_id: (each.due_on, each.due_time) for each in rows}


def _amendments_of(
    child_id: int | None, amendments: list[Amendment]
) -> tuple[tuple[date, str, str], ...]:
    return tuple(
        (each.at.date(), each.reason, each.text) for each in amendments if each.child_id == child_id
    )
