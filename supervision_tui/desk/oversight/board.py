"""The whole of the Oversight screen: the summary of a period, audits, the sample, practice weeks,
what is held.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, select

from supervision_tui.desk.audits.lines import (
    AuditLine,
    WeekLine,
    moderation,
    practice_weeks,
)
from supervision_tui.desk.audits.samples import Sample, latest_sample
from supervision_tui.desk.data_protection.retention import HeldFile, files_held
from supervision_tui.desk.destination import Destination, RecordKind
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment
from supervision_tui.practice.audit import Agreement
from supervision_tui.practice.days.named_periods import months_before
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.oversight.page_entries import Entry
from supervision_tui.records import Direction, SupervisionSession, Worker

from .page_entries import page_entries
from .record import Record
from .summary import Summary, first_day_of, sources_of, summary_of

_MONTHS = 12  # of a trend


@dataclass(frozen=True, slots=True)
class OversightBoard:
    """Everything that Oversight shows, of one period."""

    period: Period
    summary: Summary
    audits: tuple[AuditLine, ...]
    agreement: Agreement
    sample: Sample | None
    weeks: tuple[WeekLine, ...]
    held: tuple[HeldFile, ...]
    worker_names: dict[int, str]
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record behind a figure, in words."""

    on: date | None
    worker: str
    ref: str
    what: str
    leads_to: Destination


def oversight_board(session: Session, period: Period, moment: Moment) -> OversightBoard:
    """The board. Raises `Refused` for a period that ends before it begins."""
    # Those that are over on the last day of the period.
    months = months_before(period.last + timedelta(days=1), _MONTHS)
    since = min(first_day_of(period, months, moment), moment.today)
    history = read_history(session, moment, since=since)
    sources = sources_of(session, history, moment)
    audits = list(sources.audits)
    return OversightBoard(
        period=period,
        summary=summary_of(sources, period, moment, trend=months, lists_last=True),
        audits=tuple(audits),
        agreement=moderation(audits),
        sample=latest_sample(session, history, moment),
        weeks=practice_weeks(session, audits, moment),
        held=files_held(session, moment),
        worker_names={row.id or 0: row.name for row in session.exec(select(Worker))},
        entries=page_entries(session, moment),
    )


def record_lines(session: Session, records: tuple[Record, ...]) -> tuple[RecordLine, ...]:
    """The records behind a figure in words, the latest first; the moment does not matter."""
    workers = {row.id or 0: row.name for row in session.exec(select(Worker))}
    directions = _directions(session, {each.id for each in records if each.kind == "direction"})
    sessions = _sessions(session, {each.id for each in records if each.kind == "session"})
    lines = []
    for each in records:
        leads_to = _destination(each)
        what = each.words
        if each.kind == "direction":
            what = "; ".join(filter(None, (directions.get(each.id, ""), each.words)))
        elif each.kind == "session" and each.id in sessions:
            what, is_signed = sessions[each.id]
            if is_signed:
                leads_to = Destination(RecordKind.SIGNED_RECORD, str(each.id))
        elif each.kind == "discussion":
            what = "case record"
        lines.append(
            RecordLine(each.on, workers.get(each.worker_id or 0, ""), each.ref, what, leads_to)
        )
    return tuple(sorted(lines, key=lambda line: line.on or date.min, reverse=True))


def _directions(session: Session, ids: set[int]) -> dict[int, str]:
    rows = session.exec(select(Direction)) if ids else ()
    return {
        row.id or 0: f"{row.text} · {row.owner} · by {row.due_on}" for row in rows if row.id in ids
    }


def _sessions(session: Session, ids: set[int]) -> dict[int, tuple[str, bool]]:
    """Tell what became of each session, and whether its record is signed."""
    rows = session.exec(select(SupervisionSession)) if ids else ()
    return {
        row.id or 0: (
            ", ".join(filter(None, (row.kind, row.state, row.cancel_reason))),
            row.signed_at is not None,
        )
        for row in rows
        if row.id in ids
    }


def _destination(each: Record) -> Destination:
    """Tell where a record that is counted is found."""
    kind = _KINDS[each.kind]
    if each.kind in _OF_A_WORKER:
        return Destination(kind, str(each.worker_id or ""))
    if kind is RecordKind.CHILD:
        return Destination.of_child(each.ref)
    child = each.ref if each.kind in _OF_A_CHILD else ""
    return Destination(kind, str(each.id), child)


_KINDS = {
    "session": RecordKind.SESSIONS,
    "due": RecordKind.SESSIONS,
    "discussion": RecordKind.SIGNED_RECORD,
    "direction": RecordKind.DIRECTION,
    "child": RecordKind.CHILD,
    "worker": RecordKind.WORKER,
    "training": RecordKind.TRAINING_BOOKING,
    "course": RecordKind.COURSES,
    "duty": RecordKind.BACK_ON_DUTY,
    "response": RecordKind.WORKER,
    "consultation": RecordKind.CONSULTATION,
    "decision": RecordKind.DECISION,
    "audit": RecordKind.AUDIT,
}
_OF_A_WORKER = ("session", "due", "worker", "course", "duty", "response")
_OF_A_CHILD = ("discussion", "direction")
