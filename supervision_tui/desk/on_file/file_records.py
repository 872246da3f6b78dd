"""The records that belong onto the children's files, and whether each is there.

A supervision record, a decision, a direction given outside both, and a consultation. What was
signed before anybody was asked is not known, and never late.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from sqlalchemy import and_, exists, func, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from supervision_tui.desk.find import find_child
from supervision_tui.desk.moment import Moment
from supervision_tui.practice.file_time import (
    FileTime,
    of_a_decision,
    of_a_direction,
    of_a_record,
)
from supervision_tui.practice.vocabulary import (
    Checkpoint,
    DecisionKind,
    FileKind,
    SessionKind,
    Urgency,
)
from supervision_tui.records import (
    Amendment,
    CaseDecision,
    CaseDiscussion,
    Child,
    Consultation,
    ConsultationChild,
    DecisionAmendment,
    DecisionChild,
    Direction,
    FileEntry,
    SupervisionSession,
    Worker,
)
from supervision_tui.system.clock import local_day, local_moment

from .entries import OnFile, RecordOfChild, asked_since

_AT_ONCE = 5_000  # rows
_LONGEST_TITLE = 80  # letters of a direction or a question


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A record and its place on one child's file.

    `title` says what it is, `worker` whose it is; `filed` since when it is on file, `amended` that
    something was added since. `is_asked` is false of one from before it was asked.
    """

    record: RecordOfChild
    on: date
    title: str
    worker_id: int | None
    worker: str
    time: FileTime
    filed: OnFile | None = None
    amended: bool = False
    is_asked: bool = True
    is_at_allocation: bool = False

    @property
    def key(self) -> str:
        """The key of its line."""
        return f"{self.record.kind}/{self.record.id}/{self.record.child}"

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be put on file, or something that was added to it."""
        return self.is_asked and (self.filed is None or self.amended)

    def word(self, today: date) -> str:
        """Word whether it is on file, and how late it is where it is not."""
        if self.amended:
            return "amended since"
        if self.filed is None and not self.is_asked:
            return "not known"
        if self.filed is None:
            return self.time.word(None, today)
        return f"on file, {self.time.word(self.filed.on, today)}"

    def urgency(self, today: date) -> Urgency:
        """Tell how it asks for attention."""
        if self.amended:
            return Urgency.SOON
        if not self.is_open:
            return Urgency.QUIET
        return self.time.urgency(None, today)


def not_on_file(session: Session, moment: Moment) -> list[FileRecord]:
    """Every record that is still to be put on file, the latest first."""
    return _in_order(_Files(session, moment, only_open=True).all(), moment.today)


def file_of_session(session: Session, session_id: int, moment: Moment) -> list[FileRecord]:
    """The records that one session made for the files of its children."""
    files = _Files(session, moment)
    return list(files.supervision(CaseDiscussion.session_id == session_id))


def file_of_decision(session: Session, decision_id: int, moment: Moment) -> list[FileRecord]:
    """The records that one decision made for the files of its children."""
    return list(_Files(session, moment).decisions(CaseDecision.id == decision_id))


def file_of_child(session: Session, ref: str, moment: Moment) -> list[FileRecord]:
    """Every record of one child, the newest first. Raises `Refused`."""
    child = find_child(session, ref)
    found = _Files(session, moment).all(child.id)
    return sorted(found, key=lambda each: (each.on, each.record.id), reverse=True)


def file_records_between(
    session: Session, first: date, last: date, moment: Moment
) -> list[FileRecord]:
    """Every record that was made from one day to another, both counted, as it stands now."""
    found = _Files(session, moment, between=(first, last)).all()
    return sorted(found, key=lambda each: (each.on, each.record.kind, each.record.id))


def supervision_counted_between(
    session: Session, first: date, last: date, moment: Moment
) -> Iterator[tuple[FileTime, date | None, int]]:
    """The signed records of the sessions held from one day to another, both counted, by number.

    Those with the same time that came onto the file on the same day, or did not, stand together;
    none from before it was asked.
    """
    yield from _Files(session, moment, between=(first, last)).supervision_counted()


def other_file_records_between(
    session: Session, first: date, last: date, moment: Moment
) -> Iterator[FileRecord]:
    """Every record but those of sessions that was made from one day to another, both counted."""
    yield from _Files(session, moment, between=(first, last)).others()


def _in_order(found: Iterable[FileRecord], today: date) -> list[FileRecord]:
    order = list(Urgency)
    return sorted(
        found,
        key=lambda each: (order.index(each.urgency(today)), each.time.by, each.record.child),
    )


class _Files:
    """Reads the records that belong on file, kind by kind."""

    def __init__(
        self,
        session: Session,
        moment: Moment,
        *,
        only_open: bool = False,
        between: tuple[date, date] | None = None,
    ) -> None:
        self._between = between
        self._session = session
        self._moment = moment
        self._only_open = only_open
        self._since = asked_since(session)
        self._times: dict[date, FileTime] = {}
        self._workers = dict(session.exec(select(Worker.id, Worker.name)).all())

    def all(self, child_id: int | None = None) -> list[FileRecord]:
        """All of them, or those of one child."""
        only: list[Any] = []
        if child_id is not None:
            only = [Child.id == child_id]
        return [*self.supervision(*only), *self.others(*only)]

    def others(self, *which: Any) -> Iterator[FileRecord]:
        """Every record but those of sessions."""
        yield from self.decisions(*which)
        yield from self.directions(*which)
        yield from self.consultations(*which)

    def supervision(self, *which: Any) -> Iterator[FileRecord]:
        """The signed record of each child who was discussed."""
        d, s = CaseDiscussion, SupervisionSession
        amended = exists().where(
            col(Amendment.session_id) == d.session_id,
            col(Amendment.child_id) == d.child_id,
            col(Amendment.at) > FileEntry.recorded_at,
            func.date(Amendment.at) <= self._moment.today.isoformat(),
        )
        wanted = select_columns(
            col(d.session_id), col(Child.ref), col(s.held_on), col(s.worker_id), col(s.kind),
            col(s.signed_at),
        )  # fmt: skip
        rows = self._rows(
            wanted.join(s, col(d.session_id) == s.id).join(Child, col(d.child_id) == Child.id),
            FileKind.SUPERVISION,
            d.session_id,
            amended,
            held=s.held_on,
            which=(col(d.discussed), col(s.signed_at).is_not(None), *which),
        )
        for (number, ref, held_on, worker_id, kind, signed_at), filed, is_amended in rows:
            if local_day(signed_at) <= self._moment.today:
                yield FileRecord(
                    RecordOfChild(FileKind.SUPERVISION, number, ref),
                    held_on,
                    SessionKind(kind).words,
                    worker_id,
                    self._workers.get(worker_id, ""),
                    self._time_of_a_record(held_on),
                    filed,
                    is_amended,
                    held_on >= self._since,
                )

    def supervision_counted(self) -> Iterator[tuple[FileTime, date | None, int]]:
        """The signed records of children who were discussed, by number."""
        d, s = CaseDiscussion, SupervisionSession
        held, signed, on = col(s.held_on), col(s.signed_at), col(FileEntry.on_file_on)
        wanted = (
            select_columns(held, signed, on, func.count())
            .join_from(d, s, col(d.session_id) == s.id)
            .outerjoin(FileEntry, self._entry(FileKind.SUPERVISION, d.session_id, d.child_id))
            .where(col(d.discussed), signed.is_not(None), *self._held(held), held >= self._since)
            .group_by(held, signed, on)
        )
        rows: Iterable[Any] = self._session.connection().execute(wanted).all()
        for held_on, signed_at, on_file, number in rows:
            if local_day(signed_at) <= self._moment.today:
                yield self._time_of_a_record(held_on), on_file, number

    def _time_of_a_record(self, held_on: date) -> FileTime:
        """The time for a record of that day; a year of sessions asks for the same few days."""
        if held_on not in self._times:
            self._times[held_on] = of_a_record(held_on, self._moment.policy)
        return self._times[held_on]

    def decisions(self, *which: Any) -> Iterator[FileRecord]:
        """Decisions and discussions outside the hour."""
        d, link = CaseDecision, DecisionChild
        amended = exists().where(
            col(DecisionAmendment.decision_id) == d.id,
            col(DecisionAmendment.at) > FileEntry.recorded_at,
            col(DecisionAmendment.recorded_on) <= self._moment.today,
        )
        wanted = select_columns(col(d.id), col(Child.ref), col(d.held_at), col(d.kind))
        rows = self._rows(
            wanted.join(link, col(link.decision_id) == d.id).join(
                Child, col(link.child_id) == Child.id
            ),
            FileKind.DECISION,
            d.id,
            amended,
            held=d.recorded_on,
            which=which,
        )
        for (number, ref, held_at, kind), filed, is_amended in rows:
            words = self._moment.policy.decision(kind).words
            yield FileRecord(
                RecordOfChild(FileKind.DECISION, number, ref),
                local_day(held_at),
                f"{words[:1].upper()}{words[1:]}",
                None,
                "",
                of_a_decision(kind, local_moment(held_at), self._moment.policy),
                filed,
                is_amended,
                is_at_allocation=kind == DecisionKind.ALLOCATION,
            )

    def directions(self, *which: Any) -> Iterator[FileRecord]:
        """Directions that belong to no signed record and to no decision."""
        d = Direction
        wanted = select_columns(
            col(d.id), col(Child.ref), col(d.given_on), col(d.worker_id), col(d.text),
            col(d.given_at), col(d.recorded_at), col(d.checkpoint),
        )  # fmt: skip
        # Said so that no index is asked for it: nearly all directions are of no decision.
        of_no_decision = func.coalesce(d.decision_id, 0) == 0
        rows = self._rows(
            wanted.join(Child, col(d.child_id) == Child.id),
            FileKind.DIRECTION,
            d.id,
            held=d.given_on,
            which=(col(d.session_id).is_(None), of_no_decision, *which),
        )
        for (number, ref, given_on, worker_id, text, at, recorded, step), filed, _ in rows:
            given = at or recorded
            if given is None:  # of an older version: nobody knows the hour
                continue
            time = of_a_direction(
                local_moment(given),
                self._moment.policy,
                is_at_allocation=step == Checkpoint.ALLOCATION,
            )
            yield FileRecord(
                RecordOfChild(FileKind.DIRECTION, number, ref),
                given_on,
                _short(text),
                worker_id,
                self._workers.get(worker_id, ""),
                time,
                filed,
                is_asked=given_on >= self._since,
                is_at_allocation=step == Checkpoint.ALLOCATION,
            )

    def consultations(self, *which: Any) -> Iterator[FileRecord]:
        """Consultations that were held about a child."""
        c, link = Consultation, ConsultationChild
        wanted = select_columns(
            col(c.id), col(Child.ref), col(c.held_on), col(c.worker_id), col(c.question),
            col(c.theme),
        )  # fmt: skip
        rows = self._rows(
            wanted.join(link, col(link.consultation_id) == c.id).join(
                Child, col(link.child_id) == Child.id
            ),
            FileKind.CONSULTATION,
            c.id,
            held=c.held_on,
            which=(col(c.held_recorded_on) <= self._moment.today, *which),
        )
        for (number, ref, held_on, worker_id, question, theme), filed, _ in rows:
            yield FileRecord(
                RecordOfChild(FileKind.CONSULTATION, number, ref),
                held_on,
                f"Consultation: {_short(question or theme)}",
                worker_id,
                self._workers.get(worker_id, ""),
                of_a_record(held_on, self._moment.policy),
                filed,
                is_asked=held_on >= self._since,
            )

    def _rows(
        self,
        wanted: Any,
        kind: FileKind,
        number: Any,
        amended: Any = None,
        *,
        held: Any,
        which: Iterable[Any],
    ) -> Iterator[tuple[tuple[Any, ...], OnFile | None, bool]]:
        """The rows of one kind, each with its entry, and whether it was amended since."""
        if self._between is not None:  # a figure does not ask what was added since
            amended = None
        was_amended = amended if amended is not None else col(FileEntry.id) != FileEntry.id
        query = (
            wanted.add_columns(FileEntry.on_file_on, FileEntry.said_by, was_amended)
            .outerjoin(FileEntry, self._entry(kind, number, Child.id))
            .where(*self._held(held), *which)
        )
        if self._only_open:
            is_open: list[Any] = [col(FileEntry.id).is_(None)]
            if amended is not None:
                is_open.append(amended)
            query = query.where(or_(*is_open), col(held) >= self._since)
        rows = self._session.connection().execute(query).partitions(_AT_ONCE)
        for *values, on, said_by, is_amended in chain.from_iterable(rows):
            filed = OnFile(on, said_by) if on is not None else None
            yield tuple(values), filed, bool(is_amended)

    def _entry(self, kind: FileKind, number: Any, child: Any) -> Any:
        """The condition that an entry is that of a record of a kind on a child's file."""
        its_own = and_(
            col(FileEntry.kind) == kind,
            col(FileEntry.record_id) == number,
            col(FileEntry.child_id) == child,
        )
        if self._moment.today >= local_day(self._moment.now):
            return its_own  # by the index alone: none is from later
        return and_(its_own, col(FileEntry.recorded_on) <= self._moment.today)

    def _held(self, held: Any) -> list[Any]:
        """The conditions that a record was made by today, and in the days that are asked about."""
        by_now = [col(held) <= self._moment.today]
        if self._between is not None:
            by_now.append(col(held).between(*self._between))
        return by_now


def _short(text: str) -> str:
    plain = " ".join(text.split())
    if len(plain) <= _LONGEST_TITLE:
        return plain
    return f"{plain[: _LONGEST_TITLE - 1].rstrip()}…"
