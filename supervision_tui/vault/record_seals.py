"""Seals of records: what was changed by the app is bound into the journal, so that any other change
can be found.

Every row of a record that a change touched gets a hash of its content with a random salt, and the
last entry of that change in the journal holds one hash over all of them. Erasing a record takes its
salt away: what is left of it tells nothing. Triggers note which rows were touched, and as what they
stood before, in `unsealed`.

Whoever has the passphrase can make all of this anew from some day on. Then the journal has another
end than the one that backups, exports and the record of what was last seen hold.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from .plain_sql import Rows

if TYPE_CHECKING:
    from hashlib import _Hash


SEALED_TABLES = (
    "acknowledgement", "agenda_choice", "allocation", "amendment", "audit", "audit_amendment",
    "audit_finding",
    "case_decision", "case_discussion",
    "case_note", "case_role", "child", "child_source", "clinician", "consultation",
    "consultation_attendance", "consultation_child",
    "cpd_piece", "decision_amendment", "decision_child", "decision_participant",
    "development_goal", "dip_sample", "direction", "direction_date", "direction_owner",
    "duty_return",
    "family_group", "file_entry", "group_record", "legal_hold", "manager_cover", "observation",
    "page_entry",
    "personal_action", "personal_record", "pin",
    "plan_episode",
    "practice_week",
    "pressure_response", "rag_entry", "readiness_date", "recommendation", "sampled_child",
    "session_guest", "session_move",
    "source_reading", "supervision_agreement", "supervision_session", "team", "theme_tag",
    "training_booking",
    "training_step", "trigger_date", "visit_frequency", "week_feedback",
    "worker", "worker_alias", "worker_leave",
    "worker_post",
)  # fmt: skip
"""Every table of records. What a screen keeps, drafts, and facts about the vault itself are none.
"""

FOUND_CHANGED = (
    "found changed"  # in the journal: a record was changed by something else than the app
)
_SALT_BYTES = 16
_SUFFIX = re.compile(r"(?:^| · )sealed (\d+): ([0-9a-f]{64})$")
_ADD_ALL = """INSERT INTO record_seal (kind, id, entry, width, salt, hash)
SELECT value ->> 0, value ->> 1, ?, value ->> 2, unhex(value ->> 3), unhex(value ->> 4)
FROM json_each(?)"""
_FORGET_SALTS = """UPDATE record_seal SET salt = NULL WHERE salt IS NOT NULL
AND (kind, id) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))"""
_LATEST = (
    "SELECT width, salt, hash FROM record_seal WHERE kind = ? AND id = ? ORDER BY entry "
    "DESC LIMIT 1"
)
_TOUCHED = "SELECT kind, id, before FROM unsealed ORDER BY kind, id"
_GONE = b""  # the hash of a row that was deleted
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Sealed:
    """The outcome of sealing: words for the journal, and records changed outside before."""

    words: str
    found_changed: tuple[str, ...] = ()


def seal_touched(rows: Rows, entry: int, *, outside: frozenset[str] = frozenset()) -> Sealed | None:
    """Seal every row that was touched since the last time, for that entry of the journal.

    Nothing where none was.

    `outside` are records that are known to be changed by something else than the app.
    """
    touched = rows(_TOUCHED)
    if not touched:
        return None
    digest, made, found = hashlib.sha256(), [], []
    gone: list[tuple[str, int]] = []
    for kind, group in groupby(touched, key=lambda row: str(row[0])):
        before = {row_id: content for _kind, row_id, content in group}
        columns = _columns(rows, kind)
        now = _contents(rows, kind, columns)
        salts = secrets.token_bytes(_SALT_BYTES * len(before))
        for at, (row_id, content) in enumerate(before.items()):
            if content is not None and not _was_so(rows, kind, row_id, content, len(columns)):
                found.append(f"{kind} {row_id}")
            salt = None
            if row_id in now:
                salt = salts[at * _SALT_BYTES : (at + 1) * _SALT_BYTES]
            seal = _hash(salt, now[row_id]) if salt is not None else _GONE
            _put_into(digest, kind, row_id, seal)
            salted = salt.hex() if salt is not None else None
            made.append((kind, row_id, len(columns), salted, seal.hex()))
            if salt is None:
                gone.append((kind, row_id))
    rows(_ADD_ALL, entry, json.dumps(made))
    if gone:  # no salt is left that could tell whether a text is the one that was deleted
        rows(_FORGET_SALTS, json.dumps(gone))
    rows("DELETE FROM unsealed")
    return Sealed(
        f"sealed {len(made)}: {digest.hexdigest()}", tuple(dict.fromkeys((*outside, *found)))
    )


def touched_outside(rows: Rows) -> frozenset[str]:
    """Records that something else than the app has changed, before a change begins."""
    return frozenset(f"{kind} {row_id}" for kind, row_id, _before in rows(_TOUCHED))


def seal_all(rows: Rows, entry: int, tables: Iterable[str]) -> str:
    """Seal every record of these tables as it stands.

    Returns the words for the journal, empty where there is none.
    """
    for kind in tables:
        rows(f"INSERT OR IGNORE INTO unsealed (kind, id) SELECT '{kind}', id FROM {kind}")  # noqa: S608  (a name of ours)
    sealed = seal_touched(rows, entry)
    if sealed:
        return sealed.words
    return ""


def with_seal(detail: str, words: str) -> str:
    """The detail of an entry in the journal, with what it seals."""
    return " · ".join(filter(None, (detail, words)))


def without_seal(detail: str) -> str:
    """The detail of an entry as a person reads it."""
    return _SUFFIX.sub("", detail)


def sealed_in(detail: str) -> tuple[int, str] | None:
    """Tell how many rows an entry of the journal seals, and their hash; nothing if none."""
    found = _SUFFIX.search(detail)
    if found:
        return (int(found[1]), found[2])
    return None


def problems(rows: Rows, journal: Mapping[int, tuple[int, str]]) -> Iterator[str]:
    """Every record that is not as the journal has it, each in a few words.

    `journal` is what each entry seals.
    """
    digests: dict[int, _Hash] = {}
    counts: dict[int, int] = {}
    latest: dict[str, dict[int, tuple[int, bytes | None, bytes]]] = {}
    for kind, row_id, entry, width, salt, seal in rows(
        "SELECT kind, id, entry, width, salt, hash FROM record_seal ORDER BY kind, id, entry"
    ):
        _put_into(digests.setdefault(entry, hashlib.sha256()), kind, row_id, seal)
        counts[entry] = counts.get(entry, 0) + 1
        latest.setdefault(kind, {})[row_id] = width, salt, seal
    made = {entry: (counts[entry], digest.hexdigest()) for entry, digest in digests.items()}
    wrong = sorted(entry for entry in {*made, *journal} if made.get(entry) != journal.get(entry))
    yield from (f"the seals of entry {entry} are not those of the journal" for entry in wrong)
    for kind in SEALED_TABLES:
        yield from _wrong_rows(rows, kind, latest.get(kind, {}))


def _wrong_rows(
    rows: Rows, kind: str, latest: Mapping[int, tuple[int, bytes | None, bytes]]
) -> Iterator[str]:
    columns = _columns(rows, kind)
    if not columns:  # a vault of an older version has no such table yet
        return
    now = _contents(rows, kind, columns, only_touched=False)
    touched = {
        row_id for (row_id,) in rows("SELECT id FROM unsealed WHERE kind = ? ORDER BY id", kind)
    }
    name = kind.replace("_", " ")
    yield from (f"{name} {row_id} was changed by another program" for row_id in touched)
    for row_id, (width, salt, seal) in latest.items():
        if row_id in touched:
            continue
        if row_id not in now:
            if seal != _GONE:
                yield f"{name} {row_id} is gone"
            continue
        if width == len(columns):
            content = now[row_id]
        else:
            content = _narrowed(rows, kind, row_id, columns[:width])
        if seal == _GONE:
            yield f"{name} {row_id} was deleted, and is there again"
        elif not _fits(content, salt, seal):
            yield f"{name} {row_id} is not as it was written"
    unknown = now.keys() - latest.keys() - touched
    yield from (f"{name} {row_id} was never written by the app" for row_id in sorted(unknown))


def last_number(rows: Rows, kind: str) -> int:
    """Give the highest number that any record of a table has or had, deleted ones too."""
    there = rows(f'SELECT max(id) FROM "{kind}"')[0][0]  # noqa: S608  (a name of our own table)
    sealed = rows("SELECT max(id) FROM record_seal WHERE kind = ?", kind)[0][0]
    return max(there or 0, sealed or 0)


def last_entries(rows: Rows, kind: str, ids: Iterable[int]) -> dict[int, int]:
    """Tell which entry of the journal sealed each of these records last.

    One that was deleted counts, too.
    """
    wanted = json.dumps(list(ids))
    return dict(
        rows(
            "SELECT id, max(entry) FROM record_seal WHERE kind = ? "
            "AND id IN (SELECT value FROM json_each(?)) GROUP BY id",
            kind,
            wanted,
        )  # type: ignore[arg-type]
    )


def in_words(found: Iterable[str]) -> list[str]:
    """The first few of these, and how many more there are."""
    named = list(found)
    more = len(named) - _MOST_NAMED
    if more > 0:
        return [*named[:_MOST_NAMED], f"{more} more"]
    return named


def content_of(columns: Sequence[str], row: str = "") -> str:
    """A row as one text, in SQL: a JSON list of its values.

    `row` is `old` or `new` within a trigger.
    """
    of = f"{row}." if row else ""
    return "json_array(" + ", ".join(f'{of}"{column}"' for column in columns) + ")"


@cache
def _select(kind: str, columns: tuple[str, ...], only_touched: bool) -> str:
    touched = ""
    if only_touched:
        touched = f" WHERE id IN (SELECT id FROM unsealed WHERE kind = '{kind}')"  # noqa: S608
    return f'SELECT id, {content_of(columns)} FROM "{kind}"{touched}'  # noqa: S608  (names of our own tables)


def _contents(
    rows: Rows, kind: str, columns: tuple[str, ...], *, only_touched: bool = True
) -> dict[int, str]:
    return dict(rows(_select(kind, columns, only_touched)))  # type: ignore[arg-type]


def _columns(rows: Rows, kind: str) -> tuple[str, ...]:
    """The columns of a table in their order.

    One that is added later stands after those that were sealed before.
    """
    return tuple(row[1] for row in rows(f'PRAGMA table_info("{kind}")'))


def _narrowed(rows: Rows, kind: str, row_id: int, columns: tuple[str, ...]) -> str:
    """The content of a row in the columns that it had when it was sealed."""
    found = rows(f'SELECT {content_of(columns)} FROM "{kind}" WHERE id = ?', row_id)  # noqa: S608
    return str(found[0][0])


def _was_so(rows: Rows, kind: str, row_id: int, before: str | None, columns: int) -> bool:
    """Tell whether a row of so many columns stood as it was sealed before it was touched.

    A new one did.
    """
    if before is None:
        return True
    sealed = next(iter(rows(_LATEST, kind, row_id)), None)
    if sealed is None:
        return True
    width, salt, seal = sealed
    return width != columns or _fits(before, salt, seal)


def _fits(content: str, salt: bytes | None, seal: bytes) -> bool:
    return salt is not None and hmac.compare_digest(_hash(salt, content), seal)


def _hash(salt: bytes, content: str) -> bytes:
    return hashlib.sha256(salt + content.encode("utf-8", "surrogatepass")).digest()


def _put_into(digest: _Hash, kind: str, row_id: int, seal: bytes) -> None:
    digest.update(f"{kind} {row_id} {seal.hex()}\n".encode())
