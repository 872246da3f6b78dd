"""The journal: every change in a chain of hashes, so that an edit or a gap is found."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .rows import Rows, rows_of

if TYPE_CHECKING:
    from sqlmodel import Session

FIRST_PREVIOUS = "0" * 64
_LAST = "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1"
_ADD = "INSERT INTO journal (seq, at, actor, verb, subject, detail, prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
EVERY_ENTRY = "SELECT seq, at, actor, verb, subject, detail, prev, hash FROM journal ORDER BY seq"


@dataclass(frozen=True, slots=True)
class JournalState:
    """How many entries there are, the hash of the last, and the first entry whose hash does not fit."""

    count: int
    head: str
    broken_at: int | None = None


def note(session: Session, verb: str, subject: str, detail: str, *, at: datetime, actor: str = "manager") -> None:
    """Add an entry in the transaction of the change itself. `detail` names fields, never their content."""
    note_on(rows_of(session), verb, subject, detail, at=at, actor=actor)


def note_on(rows: Rows, verb: str, subject: str, detail: str, *, at: datetime, actor: str = "manager") -> None:
    """The same, where no record is read or written beside it."""
    for entry in _chained(head(rows), [(verb, subject, detail)], at, actor):
        rows(_ADD, *entry)


def note_all(
    session: Session, entries: Sequence[tuple[str, str, str]], *, at: datetime, actor: str = "manager"
) -> None:
    """Add many entries of one change: verb, subject and detail of each."""
    made = list(_chained(head(rows_of(session)), entries, at, actor))
    if made:
        session.connection().exec_driver_sql(_ADD, made)


def _chained(
    last: JournalState, entries: Iterable[tuple[str, str, str]], at: datetime, actor: str
) -> Iterator[tuple[int | str, ...]]:
    """The rows of these entries, each with the hash of the one before it and its own."""
    prev = last.head
    for number, (verb, subject, detail) in enumerate(entries, last.count + 1):
        fields = (str(number), at.isoformat(), actor, verb, subject, detail)
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
    """Follow the whole chain and say where it first breaks; `noted` is the count and head that the key file holds."""
    return follow(rows_of(session)(EVERY_ENTRY), noted)


def follow(rows: Iterable[Sequence[Any]], noted: Mapping[str, Any]) -> JournalState:
    """Follow a chain of rows as `EVERY_ENTRY` gives them."""
    prev, count, broken = FIRST_PREVIOUS, 0, None
    for seq, at, actor, verb, subject, detail, said_prev, said_hash in rows:
        count += 1
        fits = seq == count and said_prev == prev
        fits = fits and said_hash == chain_hash(prev, (str(seq), at, actor, verb, subject, detail))
        fits = fits and (count != noted.get("count") or said_hash == noted["head"])
        if not fits and broken is None:
            broken = count
        prev = said_hash
    if broken is None and count < noted.get("count", 0):
        broken = count + 1  # the tail was cut off
    return JournalState(count, prev, broken)


def head(rows: Rows) -> JournalState:
    """The length and last hash, without walking the chain."""
    last = next(iter(rows(_LAST)), None)
    return JournalState(*last) if last else JournalState(0, FIRST_PREVIOUS)
