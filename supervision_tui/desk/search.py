"""Finding a word in everything that was written: records, directions, drafts, names and
references.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from supervision_tui.practice import wording
from supervision_tui.practice.privacy.names_in_text import folded_word, name_parts, without_names
from supervision_tui.records import Child, SupervisionSession, Worker

from .destination import Destination, RecordKind
from .moment import Moment
from .workers.people import everybody

MOST = 80  # hits that are shown
_BEGIN, _END = "\x02", "\x03"  # around a word that was found
_AROUND = 14  # words around it
_WORD = re.compile(r"\w+", re.UNICODE)
_LONGEST = 200  # letters of a search
_KINDS = {
    "child-ref": "child",
    "child-name": "child",
    "worker": "worker",
    "direction": "direction",
    "discussion": "case record",
    "personal": "personal record",
    "note": "note",
    "role": "works with",
    "rating": "RAG",
    "amendment": "amendment",
    "response": "response",
    "acknowledgement": "comments",
    "observation": "observation",
    "topic": "agenda",
    "draft": "draft",
    "clinician": "clinician",
    "consultation": "consultation",
    "recommendation": "recommendation",
    "training": "training",
    "cpd": "development",
    "goal": "goal",
    "readiness": "date",
    "duty": "duty",
    "audit": "audit",
    "finding": "audit",
    "decision": "decision",
    "participant": "decision",
    "decision-amendment": "amendment",
    "personal-action": "action",
    "agreement": "agreement",
    "group": "group record",
    "guest": "from outside",
    "audit-amendment": "amendment",
}
_BY_NUMBER = {  # kinds whose record has a line of its own
    "training": RecordKind.TRAINING_BOOKING,
    "goal": RecordKind.GOAL,
    "clinician": RecordKind.CLINICIAN,
    "consultation": RecordKind.CONSULTATION,
    "recommendation": RecordKind.RECOMMENDATION,
}
_BY_FIRST_NUMBER = {  # kinds that are a part of such a record
    "audit": RecordKind.AUDIT,
    "finding": RecordKind.AUDIT,
    "audit-amendment": RecordKind.AUDIT,
    "decision": RecordKind.DECISION,
    "participant": RecordKind.DECISION,
    "decision-amendment": RecordKind.DECISION,
}
# And those whose line is a worker's.
_BY_WORKER = {"cpd": RecordKind.DEVELOPMENT, "duty": RecordKind.BACK_ON_DUTY}
_OF_SESSION = (  # kinds that are a part of a signed record
    "discussion", "personal", "amendment", "acknowledgement", "observation", "personal-action",
    "group", "guest",
)  # fmt: skip
_SHORT = 2  # letters
_FIND = """
SELECT entry.kind, entry.source, entry.child_id, entry.worker_id, entry.session_id, entry.on_date,
       snippet(search_index, 0, :begin, :end, '…', :around) AS words
FROM search_index JOIN search_entry AS entry ON entry.id = search_index.rowid
WHERE search_index MATCH :wanted AND (entry.on_date IS NULL OR entry.on_date <= :today)
{only} ORDER BY {order} LIMIT :most
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where the words stand.

    `state` is signed, draft or nothing; `words` pieces, true where they were found.

    `goes_to` says what kind of place it is, `key` which: a child's reference, a direction, a
    session.
    """

    kind: str
    state: str
    about: str
    on: date | None
    words: tuple[tuple[str, bool], ...]
    leads_to: Destination


@dataclass(frozen=True, slots=True)
class SearchView:
    """The findings of a search, the likeliest first, and whether there was more."""

    hits: tuple[Hit, ...]
    has_more: bool


def search(
    session: Session, typed: str, moment: Moment, *, names_blanked: bool = False
) -> SearchView:
    """Find where every word that was typed stands, each as a whole or as a beginning.

    Diacritics and case do not count.

    With names blanked no hit holds a name, and nothing is found by one.
    """
    words = typed
    if names_blanked:
        words = _without_name_words(session, typed)
    wanted = match_expression(words)
    if not wanted:
        return SearchView((), has_more=False)
    only = "AND entry.kind NOT IN ('child-name', 'worker')" if names_blanked else ""
    rows = session.connection().execute(
        text(_FIND.format(only=only, order=_order(typed))),
        {
            "wanted": wanted,
            "today": moment.today.isoformat(),
            "begin": _BEGIN,
            "end": _END,
            "around": _AROUND,
            "most": MOST + 1,
        },
    )
    found = list(rows)
    finder = _Finder(session, found, names_blanked=names_blanked)
    return SearchView(tuple(finder.hit(row) for row in found[:MOST]), has_more=len(found) > MOST)


def _order(typed: str) -> str:
    """The likeliest first; of a letter or two, which stand nearly everywhere, the latest."""
    if any(len(word) > _SHORT for word in _WORD.findall(typed)):
        return "rank"
    return "search_index.rowid DESC"


def _without_name_words(session: Session, typed: str) -> str:
    """Take out of what was typed the words that are part of anybody's name."""
    names = [
        name
        for name in (*session.exec(select(Child.name)), *session.exec(select(Worker.name)))
        if name
    ]
    parts = name_parts(names)
    return " ".join(
        word
        for word in typed.split()
        if not any(folded_word(part) in parts for part in _WORD.findall(word))
    )


def match_expression(typed: str) -> str:
    """Turn typed words into what the index takes: each a phrase of its letters, open at its end.

    Never its syntax.
    """
    words = [_WORD.findall(word) for word in typed[:_LONGEST].split()]
    return " ".join(f'"{" ".join(parts)}"*' for parts in words if parts)


class _Finder:
    """Makes hits of rows: about whom, in what state, and where one gets from there."""

    def __init__(self, session: Session, found: Sequence[Any], *, names_blanked: bool) -> None:
        self._blanked = names_blanked
        sessions = {row.session_id for row in found if row.session_id is not None}
        signed = select(SupervisionSession.id, SupervisionSession.worker_id).where(
            col(SupervisionSession.id).in_(sessions), col(SupervisionSession.signed_at).is_not(None)
        )
        self._signed = dict(session.exec(signed).all())  # the worker of each session that is signed
        workers = {row.worker_id for row in found if row.worker_id is not None} | set(
            self._signed.values()
        )
        named = select(Worker.id, Worker.name).where(col(Worker.id).in_(workers))
        self._workers = dict(session.exec(named).all())
        children = {row.child_id for row in found if row.child_id is not None}
        self._children = {
            child.id: child
            for child in session.exec(select(Child).where(col(Child.id).in_(children)))
        }
        self._people = everybody(session) if names_blanked else []
        typed = set(chain.from_iterable(row.source.split() for row in found if row.kind == "draft"))
        # Of forms about a child.
        self._refs = set(session.exec(select(Child.ref).where(col(Child.ref).in_(typed))))

    def hit(self, row: Any) -> Hit:
        """One hit."""
        kind, source = row.kind, row.source
        child, session_id = self._children.get(row.child_id), row.session_id
        ref = child.ref if child else ""
        ref = ref or next(
            (word for word in source.split() if kind == "draft" and word in self._refs), ""
        )
        on = row.on_date
        if kind == "draft":
            state = "draft"
        elif session_id in self._signed:
            state = "signed"
        else:
            state = ""
        day = date.fromisoformat(on[:10]) if on else None
        return Hit(
            kind=_KINDS[kind],
            state=state,
            about=self._about(kind, source, child, row.worker_id, session_id),
            on=day,
            words=_pieces(without_names(row.words, self._people)),
            leads_to=_destination(kind, source, ref, session_id, row.worker_id),
        )

    def _about(
        self,
        kind: str,
        source: str,
        child: Child | None,
        worker_id: int | None,
        session_id: int | None,
    ) -> str:
        if child is not None:
            if self._blanked or not child.name:
                return child.ref
            return f"{child.ref} {child.name}"
        if worker_id is None and session_id in self._signed:
            worker_id = self._signed[session_id]
        if worker_id is not None:
            name = self._workers.get(worker_id, "")
            if self._blanked:
                return wording.initials(name)
            return name
        if kind == "draft":
            return source.partition(" ")[0]
        return ""


def _destination(
    kind: str, source: str, ref: str, session_id: int | None, worker_id: int | None
) -> Destination:
    """The record that a hit leads to."""
    if kind == "draft":
        what, _, number = source.partition(" ")
        is_of_session = what == "session"
        if is_of_session:
            return Destination(RecordKind.SESSION, number)
        return Destination(RecordKind.DRAFT, ref, ref)
    if kind in _BY_NUMBER:
        return Destination(_BY_NUMBER[kind], source)
    if kind in _BY_WORKER:
        return Destination(_BY_WORKER[kind], str(worker_id))
    if kind == "readiness":
        # Worker and kind.
        return Destination(RecordKind.COMPLIANCE_DATE, " ".join(source.split()[:2]))
    if kind in _BY_FIRST_NUMBER:
        return Destination(_BY_FIRST_NUMBER[kind], source.partition(" ")[0], ref)
    if kind == "direction":
        return Destination(RecordKind.DIRECTION, source, ref)
    if kind in _OF_SESSION and session_id:
        return Destination(RecordKind.SIGNED_RECORD, str(session_id), ref)
    if ref:
        return Destination.of_child(ref)
    return Destination(RecordKind.WORKER, str(worker_id or ""))


def _pieces(words: str) -> tuple[tuple[str, bool], ...]:
    pieces = []
    for n, part in enumerate(" ".join(words.split()).split(_BEGIN)):
        if n == 0:
            pieces.append((part, False))
            continue
        found, _, rest = part.partition(_END)
        pieces += [(found, True), (rest, False)]
    return tuple((part, is_found) for part, is_found in pieces if part)
