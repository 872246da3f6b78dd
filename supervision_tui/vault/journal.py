"""The journal: every change in a chain of hashes, so that an edit or a gap is found."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from supervision_tui.system.clock import Clock

from .plain_sql import Rows, rows_of
from .record_seals import FOUND_CHANGED, seal_touched, sealed_in, with_seal

if TYPE_CHECKING:
    from sqlmodel import Session

FIRST_PREVIOUS = "0" * 64
# in a session of the store: the entries of the change under way, which are written at its end
NOTED = "noted"
_LAST = "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1"
_ADD = (
    "INSERT INTO journal (seq, at, actor, verb, subject, detail, prev, hash) VALUES (?, ?, ?, "
    "?, ?, ?, ?, ?)"
)
# Verbs that change no record.
_CARE = ("unlock", "failed unlock", "back up", "open backup", "verify")
EVERY_ENTRY = "SELECT seq, at, actor, verb, subject, detail, prev, hash FROM journal ORDER BY seq"


@dataclass(frozen=True, slots=True)
class JournalState:
    """The state of the journal: entries, the last hash, the first entry that does not fit."""

    count: int
    head: str
    broken_at: int | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """An entry that is not yet in the chain."""

    verb: str
    subject: str
    detail: str
    at: datetime
    actor: str = "manager"


NOT_BEGUN = JournalState(0, FIRST_PREVIOUS)


def note(
    session: Session, verb: str, subject: str, detail: str, *, at: datetime, actor: str = "manager"
) -> None:
    """Add an entry in the transaction of the change itself.

    `detail` names fields, never their content.
    """
    note_all(session, [(verb, subject, detail)], at=at, actor=actor)


def note_on(
    rows: Rows, verb: str, subject: str, detail: str, *, at: datetime, actor: str = "manager"
) -> None:
    """Add an entry where no record is read or written beside it."""
    write_noted(rows, [Noted(verb, subject, detail, at, actor)])


def note_all(
    session: Session,
    entries: Sequence[tuple[str, str, str]],
    *,
    at: datetime,
    actor: str = "manager",
) -> None:
    """Add many entries of one change: verb, subject and detail of each."""
    made = [Noted(*entry, at, actor) for entry in entries]
    if NOTED in session.info:
        session.info[NOTED] += made
    else:
        write_noted(rows_of(session), made)


def write_noted(rows: Rows, entries: Sequence[Noted]) -> None:
    """Write entries into the journal, each with the hash of the one before it and its own."""
    for values in _chained(head(rows), entries):
        rows(_ADD, *values)


def write_change(rows: Rows, entries: Sequence[Noted], outside: frozenset[str]) -> tuple[str, ...]:
    """Write the entries of a change, the last with the seals of the records that it touched.

    `outside` are records that something else has changed before. Returns all that were found to be
    changed so.
    """
    sealed = seal_touched(rows, head(rows).count + max(1, len(entries)), outside=outside)
    if sealed is None:
        write_noted(rows, entries)
        return ()
    *before, last = entries or (Noted("change records", "records", "", Clock().now()),)
    found = [
        Noted(FOUND_CHANGED, subject, "by another program", last.at)
        for subject in sealed.found_changed
    ]
    write_noted(rows, [*before, replace(last, detail=with_seal(last.detail, sealed.words)), *found])
    return sealed.found_changed


def _chained(last: JournalState, entries: Iterable[Noted]) -> Iterator[tuple[int | str, ...]]:
    prev = last.head
    for number, each in enumerate(entries, last.count + 1):
        fields = (
            str(number),
            each.at.isoformat(),
            each.actor,
            each.verb,
            each.subject,
            each.detail,
        )
        found = chain_hash(prev, fields)
        yield number, *fields[1:], prev, found
        prev = found


def chain_hash(prev: str, fields: tuple[str, ...]) -> str:
    """SHA-256 over the previous hash and the fields, each with its length before it."""
    digest = hashlib.sha256(prev.encode())
    for value in fields:
        encoded = value.encode()
        digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return digest.hexdigest()


def walk(session: Session, noted: Mapping[str, Any] = MappingProxyType({})) -> JournalState:
    """Follow the whole chain and say where it first breaks.

    `noted` is the count and head that the key file holds.
    """
    return follow(rows_of(session)(EVERY_ENTRY), noted)


def follow(
    rows: Iterable[Sequence[Any]],
    noted: Mapping[str, Any],
    sealed: dict[int, tuple[int, str]] | None = None,
) -> JournalState:
    """Follow a chain of rows as `EVERY_ENTRY` gives them.

    Into `sealed` goes what each entry seals of the records.
    """
    prev, count, broken = FIRST_PREVIOUS, 0, None
    for seq, at, actor, verb, subject, detail, said_prev, said_hash in rows:
        count += 1
        fits = seq == count and said_prev == prev
        fits = fits and said_hash == chain_hash(prev, (str(seq), at, actor, verb, subject, detail))
        fits = fits and (count != noted.get("count") or said_hash == noted["head"])
        if not fits and broken is None:
            broken = count
        prev = said_hash
        if sealed is not None and (seals := sealed_in(detail)):
            sealed[seq] = seals
    if broken is None and count < noted.get("count", 0):
        broken = count + 1  # the tail was cut off
    return JournalState(count, prev, broken)


def head(rows: Rows) -> JournalState:
    """The length and last hash, without walking the chain."""
    last = next(iter(rows(_LAST)), None)
    if last:
        return JournalState(*last)
    return NOT_BEGUN


def last_entry(rows: Rows) -> int:
    """The number of the journal's last entry."""
    return int(rows("SELECT coalesce(max(seq), 0) FROM journal")[0][0])


def is_only_care(rows: Rows, entry: int) -> bool:
    """Tell whether everything journalled after that entry is care of the vault itself."""
    return all(verb in _CARE for (verb,) in rows("SELECT verb FROM journal WHERE seq > ?", entry))


def entry_being_written(session: Session) -> int:
    """Tell the entry that will seal the change under way, if nothing more is noted in it."""
    return head(rows_of(session)).count + max(1, len(session.info.get(NOTED, ())))
