"""The journal as a person reads it: who did what, when, and to which child, worker or session."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import sqlalchemy
from sqlmodel import Session, col, select

from supervision_tui.desk.imports.journal_parts import (
    IMPORTED,
    UNDONE,
    children_in,
    counts_alone,
    entry_undone_by,
)
from supervision_tui.desk.moment import Refused
from supervision_tui.practice import wording
from supervision_tui.records import (
    Audit,
    CaseDiscussion,
    Child,
    Consultation,
    ConsultationChild,
    Direction,
    Recommendation,
    SupervisionSession,
    TrainingBooking,
    Worker,
)
from supervision_tui.vault.journal import JournalState, head, walk
from supervision_tui.vault.journal_entry import JournalEntry
from supervision_tui.vault.plain_sql import Rows
from supervision_tui.vault.record_seals import without_seal
from supervision_tui.vault.store import Store

NEWEST = 1000
# Digits of 64: enough that nobody finds another journal with the same.
_SHOWN_OF_HASH, _LEAST_OF_HASH = (16, 8)
_IN_WORDS = {
    "agree": "set agreement",
    "agree for a time": "temporary change",
    "attendance": "attendees of consultation",
    "begin sitting": "begin session",
    "deal with date": "compliance check done",
    "set date": "set compliance check",
    "let go of session": "remove empty session",
    "name manager": "set manager's details",
    "name practice week": "add practice week",
    "observe session": "observation",
    "respond to standing": "respond to workload",
    "set themes": "set tags",
    "take child back": "child back on agenda",
    "take event back": "undo event",
    "worker's word": "worker's comments",
}
"""Verbs that were written before the words of the screens, as they are shown."""

_END = re.compile(r"(?:entry )?(\d{1,12})[, ]+([0-9a-f ]+)")


@dataclass(frozen=True, slots=True)
class JournalWanted:
    """The entries asked for: empty fields narrow nothing, `words` must all be in the line."""

    worker: str = ""
    child: str = ""
    verb: str = ""
    since: date | None = None
    until: date | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One entry.

    `children` are references; `worker` a name, or empty; `fields` says what changed, never to what.

    `done_to` says of an import, by the folded reference, what it did to each child.
    """

    seq: int
    at: datetime
    verb: str
    about: str
    children: tuple[str, ...]
    worker: str
    fields: str
    actor: str
    done_to: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The day on which it happened, where the person is."""
        return self.at.astimezone().date()

    @property
    def done(self) -> str:
        """The verb in the words of the screens."""
        return _IN_WORDS.get(self.verb, self.verb)

    @property
    def changed(self) -> str:
        """The fields that changed, in the words of the screens."""
        return self.fields.replace("pieces", "entries").replace("themes", "tags")

    @property
    def searchable(self) -> str:
        """Everything a word may be looked for in."""
        when = f"{self.at.astimezone():%Y-%m-%d %H:%M} {wording.full_day(self.day)}"
        what = f"{self.verb} {self.done} {self.about}"
        who = f"{' '.join(self.children)} {self.worker}"
        return f"{when} {what} {who} {self.fields} {self.changed}".casefold()


@dataclass(frozen=True, slots=True)
class JournalPage:
    """The newest entries that were wanted, newest first.

    `total` is the length of the whole journal.
    """

    lines: tuple[JournalLine, ...]
    total: int
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Followed:
    """Tell whether the chain holds together, and a sentence that says so."""

    is_whole: bool
    says: str


def follow_journal(store: Store) -> Followed:
    """Follow the chain from its first entry, and hold its end against what the key file noted."""
    return followed(store.run(walk, store.keys.journal))


def followed(state: JournalState) -> Followed:
    """Word what was found of the chain."""
    if state.broken_at is None:
        return Followed(
            True, f"The journal is whole: {state.count} entries, each following the one before."
        )
    if state.broken_at > state.count:
        return Followed(
            False, f"The journal was cut off after entry {state.count}. Restore a backup beside it."
        )
    says = (
        f"The journal does not hold together at entry {state.broken_at}: it was changed, or "
        f"one is missing."
    )
    return Followed(False, f"{says} Restore a backup beside it and compare.")


def journal_end(rows: Rows) -> JournalState:
    """Tell where the journal ends now: so many entries, and the hash of the last."""
    return head(rows)


def end_in_words(end: JournalState) -> str:
    """Word where the journal ends, as on what leaves the vault: `entry 412, 9f3c c1d2 0a7b`."""
    shown = end.head[:_SHOWN_OF_HASH]
    return f"entry {end.count}, {' '.join(shown[at : at + 4] for at in range(0, len(shown), 4))}"


def goes_on_from(session: Session, typed: str) -> Followed:
    """Hold the journal against an end that stands on an export: `entry 412, 9f3c c1d2 0a7b 44e1`.

    Raises `Refused`.
    """
    said = _END.fullmatch(" ".join(typed.casefold().split()))
    digits = said[2].replace(" ", "") if said else ""
    if said is None or len(digits) < _LEAST_OF_HASH:
        says = "Give it as it stands on the export: entry 412, 9f3c c1d2 0a7b 44e1."
        raise Refused(says, code="no-head", field="head", typed=typed)
    count = int(said[1])
    if count == 0:
        return Followed(True, "That export was written before the first entry.")
    found = session.exec(select(JournalEntry.hash).where(JournalEntry.seq == count)).first()
    if found is None:
        return Followed(
            False, f"The journal has no entry {count}: the vault is an earlier copy, or it was cut."
        )
    if not found.startswith(digits):
        return Followed(
            False,
            f"Entry {count} is not the one on the export: the journal was written anew since.",
        )
    return Followed(True, f"The journal goes on from that export: its entry {count} is the same.")


def journal_page(session: Session, wanted: JournalWanted, limit: int = NEWEST) -> JournalPage:
    """The newest entries that fit, at most so many; the moment does not matter."""
    total = (
        session.exec(
            select(JournalEntry.seq).order_by(col(JournalEntry.seq).desc()).limit(1)
        ).first()
        or 0
    )
    found: list[JournalLine] = []
    is_cut = False
    for line in _lines(session):
        if not _fits(line, wanted):
            continue
        if len(found) == limit:
            is_cut = True
            break
        found.append(_of_one_child(line, wanted.child))
    return JournalPage(tuple(found), total, is_cut)


def _of_one_child(line: JournalLine, ref: str) -> JournalLine:
    """Say of an entry that is about many children what it did to the one who was asked for."""
    done = line.done_to.get(ref.casefold())
    if not done:
        return line
    child = next(each for each in line.children if each.casefold() == ref.casefold())
    return replace(line, children=(child,), fields=", ".join(done))


def _fits(line: JournalLine, wanted: JournalWanted) -> bool:
    return (
        (wanted.since is None or line.day >= wanted.since)
        and (wanted.until is None or line.day <= wanted.until)
        and wanted.verb.casefold() in f"{line.verb} {line.done}".casefold()
        and wanted.worker.casefold() in line.worker.casefold()
        and (
            not wanted.child or wanted.child.casefold() in (ref.casefold() for ref in line.children)
        )
        and all(word.casefold() in line.searchable for word in wanted.words)
    )


def _lines(session: Session) -> Iterator[JournalLine]:
    subjects, undone = _Subjects(session), set[int]()
    entries = sqlalchemy.select(
        col(JournalEntry.seq),
        col(JournalEntry.at),
        col(JournalEntry.verb),
        col(JournalEntry.subject),
        col(JournalEntry.detail),
        col(JournalEntry.actor),
    ).order_by(col(JournalEntry.seq).desc())
    for seq, at, verb, subject, detail, actor in session.connection().execute(entries):
        about, children, worker = subjects.read(subject)
        fields, when = without_seal(detail), datetime.fromisoformat(at)
        done_to: dict[str, list[str]] = {}
        if verb in (IMPORTED, UNDONE):
            undone.add(entry_undone_by(fields) or 0)
            done_to = subjects.imported(fields, when, is_undone=seq in undone)
            children, fields = tuple(done_to), counts_alone(fields)
            done_to = {ref.casefold(): done for ref, done in done_to.items()}
        yield JournalLine(
            seq or 0,
            when,
            verb,
            about=about,
            children=children,
            worker=worker,
            fields=fields,
            actor=actor,
            done_to=done_to,
        )


class _Subjects:
    """The subjects of entries in words: `direction 12` is a direction for a child, of a worker."""

    def __init__(self, session: Session) -> None:
        self._workers = dict(session.exec(select(col(Worker.id), col(Worker.name))).all())
        self._children = dict(session.exec(select(col(Child.id), col(Child.ref))).all())
        self._known_since = dict(session.exec(select(col(Child.id), col(Child.known_since))).all())
        self._sessions = {
            row_id: (worker, planned, held)
            for row_id, worker, planned, held in session.exec(
                select(
                    col(SupervisionSession.id),
                    col(SupervisionSession.worker_id),
                    col(SupervisionSession.planned_on),
                    col(SupervisionSession.held_on),
                )
            )
        }
        self._directions = {
            row_id: (child, worker)
            for row_id, child, worker in session.exec(
                select(col(Direction.id), col(Direction.child_id), col(Direction.worker_id))
            )
        }
        self._discussed: dict[int, list[str]] = defaultdict(list)
        for session_id, child in session.exec(
            select(col(CaseDiscussion.session_id), col(CaseDiscussion.child_id))
        ):
            self._discussed[session_id].append(self._children.get(child, ""))
        self._readers: dict[str, Callable[[int], tuple[str, tuple[str, ...], str]]] = {
            "worker": self._worker,
            "session": self._session,
            "direction": self._direction,
            "consultation": self._consultation,
            "training": self._training,
            "recommendation": self._recommendation,
            "audit": self._audit,
        }
        self._audits = {
            row.id or 0: (row.kind, row.child_id, row.worker_id)
            for row in session.exec(select(Audit))
        }
        self._consultations = {
            row.id or 0: (row.worker_id, row.theme) for row in session.exec(select(Consultation))
        }
        self._consulted: dict[int, list[str]] = defaultdict(list)
        for row in session.exec(select(ConsultationChild)):
            self._consulted[row.consultation_id].append(self._children[row.child_id])
        self._recommended = dict(
            session.exec(select(col(Recommendation.id), col(Recommendation.consultation_id))).all()
        )
        self._trainings = {
            row.id or 0: (row.worker_id, row.title) for row in session.exec(select(TrainingBooking))
        }

    def read(self, subject: str) -> tuple[str, tuple[str, ...], str]:
        """Read a subject: what it is about in words, the children it touches, and the worker."""
        kind, _, name = subject.partition(" ")
        if kind == "child" and name:
            return subject, (name,), ""
        if kind in self._readers and name.isdecimal():
            return self._readers[kind](int(name))
        return subject.replace("_", " "), (), ""

    def imported(self, detail: str, at: datetime, *, is_undone: bool) -> dict[str, list[str]]:
        """Tell what an import did to each child who is still here, by reference.

        Those who came in with one that was undone are not here any more: their numbers may be
        others' by now.
        """
        on = at.astimezone().date()
        found = {}
        for number, done in children_in(detail).items():
            came_and_went = is_undone and "new" in done
            if number in self._children and self._known_since[number] <= on and not came_and_went:
                found[self._children[number]] = done
        return found

    def _worker(self, row_id: int) -> tuple[str, tuple[str, ...], str]:
        return "worker", (), self._workers.get(row_id, "")

    def _session(self, row_id: int) -> tuple[str, tuple[str, ...], str]:
        worker, planned, held = self._sessions.get(row_id, (0, None, None))
        day = held or planned
        about = f"supervision of {wording.full_day(day)}" if day else "supervision"
        return about, tuple(self._discussed.get(row_id, ())), self._workers.get(worker, "")

    def _consultation(self, row_id: int) -> tuple[str, tuple[str, ...], str]:
        worker, theme = self._consultations.get(row_id, (None, ""))
        children = tuple(self._consulted.get(row_id, ()))
        about = "consultation" if children or not theme else f"consultation on {theme}"
        return about, children, self._workers.get(worker or 0, "")

    def _recommendation(self, row_id: int) -> tuple[str, tuple[str, ...], str]:
        about, children, worker = self._consultation(self._recommended.get(row_id, 0))
        return f"recommendation, {about}", children, worker

    def _training(self, row_id: int) -> tuple[str, tuple[str, ...], str]:
        worker, title = self._trainings.get(row_id, (0, ""))
        word = f"training: {title}" if title else "training"
        return word, (), self._workers.get(worker, "")

    def _audit(self, row_id: int) -> tuple[str, tuple[str, ...], str]:
        kind, child, worker = self._audits.get(row_id, ("", None, None))
        ref = self._children.get(child or 0, "")
        children = tuple(filter(None, (ref,)))
        return f"{kind} audit".strip(), children, self._workers.get(worker or 0, "")

    def _direction(self, row_id: int) -> tuple[str, tuple[str, ...], str]:
        child, worker = self._directions.get(row_id, (0, None))
        ref = self._children.get(child, "")
        children = tuple(filter(None, (ref,)))
        return f"direction for {ref}", children, self._workers.get(worker or 0, "")
