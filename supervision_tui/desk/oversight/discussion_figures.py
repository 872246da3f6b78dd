"""The children's parts of a period's sessions: reflection, the child's voice, minutes, themes.

Which figures a part counts in is said once, as a condition of SQL: a screen lists the parts by it,
and what only wants numbers lets the file count them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import partial
from itertools import chain, compress
from typing import Any

from sqlalchemy import and_, func, not_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from supervision_tui.desk.audits.lines import AuditLine
from supervision_tui.desk.audits.themes import audits_tagged
from supervision_tui.desk.history.history import History
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.figure_keys import THEME
from supervision_tui.records import CaseDiscussion, SupervisionSession, ThemeTag

from .record import Behind, Record

_SPACES = " \t\r\n"
_AT_ONCE = 5_000  # rows
_D, _S = CaseDiscussion, SupervisionSession
_OF_A_PART = (col(_D.session_id), col(_D.child_id), col(_S.held_on), col(_S.worker_id))
_IN_ORDER = (col(_S.held_on), col(_D.id))
_SAID = func.trim(_D.voice, _SPACES) != ""
# Each figure of discussions, and the parts that count in it.
_COUNTS = {
    "discussions": col(_D.discussed),
    "reflective": and_(col(_D.discussed), col(_D.is_reflective)),
    "not_reflective": and_(col(_D.discussed), not_(col(_D.is_reflective))),
    "voice": and_(col(_D.discussed), _SAID),
    "no_voice": and_(col(_D.discussed), not_(_SAID)),
    "timed": and_(col(_D.discussed), col(_D.seconds).is_not(None)),
    "untimed": and_(col(_D.discussed), col(_D.seconds).is_(None)),
}


def discussions_of(behind: Behind, session: Session, history: History, period: Period) -> None:
    """Count every child's part of the sessions held in a period."""
    if behind.lists:
        _list_discussions(behind, session, history, period)
    else:
        counts = (func.count().filter(each) for each in _COUNTS.values())
        (found,) = session.connection().execute(_held_in(period, *counts))
        behind.add_numbers(dict(zip(_COUNTS, found, strict=True)))


def minutes_of(behind: Behind, session: Session, period: Period) -> None:
    """Read the minutes of each child's part by the clock, of which a median is told."""
    timed = session.connection().execute(_held_in(period, col(_D.seconds)).where(_COUNTS["timed"]))
    behind.values["timed"] = [seconds / 60 for (seconds,) in timed.all()]


def _held_in(period: Period, *columns: Any) -> Any:
    """A statement for columns of the children's parts of all sessions held in a period."""
    return (
        select_columns(*columns)
        .join_from(_D, _S, col(_D.session_id) == _S.id)
        .where(col(_S.held_on).between(period.first, period.last))
    )


def _list_discussions(behind: Behind, session: Session, history: History, period: Period) -> None:
    wanted = _held_in(period, *_OF_A_PART, *_COUNTS.values()).order_by(*_IN_ORDER)
    rows = chain.from_iterable(session.connection().execute(wanted).partitions(_AT_ONCE))
    for number, child_id, held_on, worker_id, *counts in rows:
        record = partial(_discussed, history, number, child_id, held_on, worker_id)
        behind.add(compress(_COUNTS, counts), record)


def _discussed(
    history: History, number: int, child_id: int, held_on: date, worker_id: int
) -> Record:
    """The child's part of the session of that number."""
    return Record("discussion", number, held_on, worker_id, history.children[child_id].ref)


def themes_of(
    behind: Behind,
    session: Session,
    history: History,
    audits: Iterable[AuditLine],
    period: Period,
    *,
    known: date,
) -> None:
    """Count the themes of discussions and audits, as known on a day, the most frequent first."""
    by_id = {each.id: each for each in audits}
    of_audits = [
        (tag, _audited(by_id[found]))
        for tag, found in audits_tagged(session, period.first, period.last, known)
        if found in by_id
    ]
    there = _held_in(period, col(_D.id))
    in_time = col(ThemeTag.set_on) <= known
    if not behind.lists:
        counted = (
            select_columns(col(ThemeTag.tag), func.count())
            .where(col(ThemeTag.discussion_id).in_(there), in_time)
            .group_by(col(ThemeTag.tag))
        )
        numbers = Counter(tag for tag, _ in of_audits)
        for tag, number in session.connection().execute(counted).all():
            numbers[tag] += number
        frequent = sorted(numbers, key=lambda tag: (-numbers[tag], tag))
        behind.add_numbers({f"{THEME}{tag}": numbers[tag] for tag in frequent})
        return
    wanted = (
        _held_in(period, col(ThemeTag.tag), *_OF_A_PART)
        .join(ThemeTag, col(ThemeTag.discussion_id) == _D.id)
        .where(in_time)
        .order_by(*_IN_ORDER)
    )
    rows = session.connection().execute(wanted).all()
    tagged = [(tag, _discussed(history, *part)) for tag, *part in rows] + of_audits
    numbers = Counter(tag for tag, _ in tagged)
    for tag, record in sorted(
        tagged, key=lambda each: (-numbers[each[0]], each[0], each[1].on or date.min)
    ):
        behind.records[f"{THEME}{tag}"].append(record)


def _audited(line: AuditLine) -> Record:
    return Record("audit", line.id, line.on, line.worker_id, line.child, str(line.kind))
