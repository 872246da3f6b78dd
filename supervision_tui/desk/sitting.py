"""The supervision hour: opened on an agenda, kept as a draft while it is typed, signed once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from supervision_tui.practice.agenda import AgendaItem, LeftOver
from supervision_tui.practice.directions import missing_parts
from supervision_tui.practice.reflection import is_reflective
from supervision_tui.practice.terms import DirectionState, SessionKind, SessionState
from supervision_tui.records import (
    CaseDiscussion,
    Direction,
    PersonalRecord,
    Pin,
    SessionMove,
    SupervisionSession,
)
from supervision_tui.vault.store import changes_records

from .agenda import agenda_on
from .directions import (
    ChildDates,
    DirectionLine,
    accepted_date,
    dates_of,
    find_child,
    give_direction,
    open_directions,
)
from .drafts import drop_draft, find_draft
from .history import History
from .moment import Moment, Refused
from .read_history import read_history
from .review import LastView, ReviewLine, family_of, last_view, line_for
from .sitting_draft import PERSONAL_FIELDS, ChildEntry, SittingDraft

HELD_EARLY_DAYS = 7
_OWN_KINDS = [kind for kind in SessionKind if kind.satisfies_interval]


@dataclass(frozen=True, slots=True)
class SittingChild:
    """A child in the sitting: where the child stands, earlier directions, dates, and the manager's last view."""

    line: ReviewLine
    minutes: float
    why: str
    on_agenda: bool
    family: tuple[str, ...]
    directions: tuple[DirectionLine, ...]
    dates: ChildDates
    view: LastView | None


@dataclass(frozen=True, slots=True)
class SittingView:
    """A session that is open: its agenda, all the worker's children by reference, and what has been typed."""

    session_id: int
    worker_id: int
    worker: str
    planned_on: date
    time: str
    minutes: int
    minutes_for_children: int
    children: Mapping[str, SittingChild]
    agenda: tuple[AgendaItem, ...]
    does_not_fit: tuple[LeftOver, ...]
    next_on: date | None
    draft: SittingDraft
    resumed: bool
    signed_at: datetime | None
    state: SessionState


@dataclass(frozen=True, slots=True)
class Signed:
    """What signing a session made of it."""

    session_id: int
    held_on: date
    discussed: int
    directions: int
    closed: int


def _recent(moment: Moment) -> date:
    """How far back a session held without a record is taken up by itself."""
    return moment.today - timedelta(days=28)


def draft_key(session_id: int) -> str:
    """Where the draft of a session is kept."""
    return f"session {session_id}"


@changes_records
def begin_sitting(session: Session, worker_id: int, moment: Moment) -> int:
    """The session to be held with a worker now: one to write up, one planned up to a week ahead, or a new one."""
    rows = list(
        session.exec(
            select(SupervisionSession)
            .where(SupervisionSession.worker_id == worker_id)
            .where(col(SupervisionSession.kind).in_(_OWN_KINDS))
            .where(col(SupervisionSession.signed_at).is_(None))
            .order_by(col(SupervisionSession.planned_on).desc())
        )
    )
    ahead = moment.today + timedelta(days=HELD_EARLY_DAYS)
    to_write = [
        row for row in rows if row.state == SessionState.HELD and row.held_on and row.held_on >= _recent(moment)
    ]
    begun = [row for row in to_write if find_draft(session, draft_key(row.id or 0))]
    planned = [row for row in rows if row.state == SessionState.PLANNED and row.planned_on <= ahead]
    typed = [row for row in planned if find_draft(session, draft_key(row.id or 0))]
    nearest = sorted(planned, key=lambda row: abs((row.planned_on - moment.today).days))
    for found in (begun, typed, to_write, nearest):
        if found:
            return found[0].id or 0
    terms = read_history(session, moment.policy).workers[worker_id].terms(moment.today, moment.policy)
    row = SupervisionSession(
        worker_id=worker_id, planned_on=moment.today, minutes=terms.minutes, recorded_on=moment.today
    )
    session.add(row)
    session.flush()
    moment.note(session, "plan session", f"session {row.id}", "date, minutes")
    return row.id or 0


def sitting(session: Session, session_id: int, moment: Moment) -> SittingView:
    """A session with its agenda and what has been typed so far. Raises `Refused`."""
    row = session.get(SupervisionSession, session_id)
    if row is None:
        raise Refused("That session is no longer there.")
    history = read_history(session, moment.policy)
    worker = history.workers[row.worker_id]
    view = agenda_on(history, row.worker_id, moment.today, row.minutes, moment)
    body = find_draft(session, draft_key(session_id))
    draft = SittingDraft.from_json(body) if body else SittingDraft(model=row.model)
    coming = [each.planned_on(moment.today) for each in worker.planned(moment.today) if each.id != session_id]
    return SittingView(
        session_id=session_id,
        worker_id=row.worker_id,
        worker=worker.name,
        planned_on=row.planned_on,
        time=row.planned_time,
        minutes=row.minutes,
        minutes_for_children=view.agenda.minutes,
        children=_children(session, history, row.worker_id, view.agenda.items, moment),
        agenda=view.agenda.items,
        does_not_fit=view.agenda.does_not_fit,
        next_on=min((day for day in coming if day > moment.today), default=None),
        draft=draft,
        resumed=body is not None,
        signed_at=row.signed_at,
        state=SessionState(row.state),
    )


def what_is_missing(draft: SittingDraft, view: SittingView, moment: Moment) -> list[str]:
    """What stands between this sitting and its signature, a sentence each. Empty: it can be signed."""
    missing = []
    for ref, entry in draft.children.items():
        for each in entry.directions:
            direction = each.draft(ref, view.session_id)
            if direction.is_blank:
                continue
            refusal = missing_parts(each.do, each.who, each.because)
            if refusal:
                missing.append(f"{ref}: {refusal.says}")
            try:
                accepted_date(view.children[ref].dates, direction, moment)
            except Refused as why:
                missing.append(f"{ref}, “{each.do[:40] or 'direction'}”: {why}")
    for item in view.agenda:
        entry = draft.children.get(item.child.ref, ChildEntry())
        if not entry.has_words and not entry.not_discussed:
            missing.append(f"{item.child.ref} is on the agenda without a word; write one, or say why not discussed.")
    return missing


def completeness(session: Session, session_id: int, draft: SittingDraft, moment: Moment) -> list[str]:
    """The same for a session that is open."""
    return what_is_missing(draft, sitting(session, session_id, moment), moment)


@changes_records
def sign_record(session: Session, session_id: int, draft: SittingDraft, moment: Moment) -> Signed:
    """Sign a sitting: both records, the directions, and what became of earlier ones, in one transaction.

    Raises `Refused` where something is missing; then nothing is changed.
    """
    row = session.get(SupervisionSession, session_id)
    if row is None or row.signed_at is not None:
        raise Refused("This record is signed already; write an amendment instead.")
    missing = what_is_missing(draft, sitting(session, session_id, moment), moment)
    if missing:
        raise Refused(missing[0], code="incomplete")
    row.model = draft.model
    closed = sum(_take_up_earlier(session, entry, moment) for entry in draft.children.values())
    given = sum(_write_child(session, row, ref, entry, moment) for ref, entry in draft.children.items())
    _write_personal(session, row, draft)
    session.flush()
    if row.state == SessionState.PLANNED and row.planned_on != moment.today:
        session.add(
            SessionMove(
                session_id=session_id,
                from_on=row.planned_on,
                to_on=moment.today,
                moved_on=moment.today,
                reason="held on another day",
                from_time=row.planned_time,
            )
        )
        row.planned_on = moment.today
    row.held_on = row.held_on or moment.today
    row.state = SessionState.HELD
    said = (draft.minutes_held, row.minutes_held, row.minutes)
    row.minutes_held = next(minutes for minutes in said if minutes is not None)
    row.signed_at = moment.now
    row.version += 1
    session.add(row)
    drop_draft(session, draft_key(session_id))
    moment.note(session, "sign record", f"session {session_id}", "case records, personal record, directions")
    discussed = sum(entry.has_words for entry in draft.children.values())
    return Signed(session_id, row.held_on, discussed, given, closed)


def _children(
    session: Session, history: History, worker_id: int, items: tuple[AgendaItem, ...], moment: Moment
) -> dict[str, SittingChild]:
    on_agenda = {item.child.ref: item for item in items}
    directions: dict[str, list[DirectionLine]] = {}
    for each in open_directions(session, moment, history):
        directions.setdefault(each.child, []).append(each)
    found = {}
    for child in history.children_of(worker_id, moment.today):
        item = on_agenda.get(child.ref)
        found[child.ref] = SittingChild(
            line=line_for(history, child, moment.today),
            minutes=item.minutes if item else 0,
            why=item.why if item else "not on this agenda",
            on_agenda=item is not None,
            family=family_of(history, child, moment.today),
            directions=tuple(directions.get(child.ref, ())),
            dates=dates_of(child, moment),
            view=last_view(session, child.id, moment.today),
        )
    return found


def _take_up_earlier(session: Session, entry: ChildEntry, moment: Moment) -> int:
    """Set what was said of earlier directions; returns how many are closed by it."""
    closed = 0
    for key, earlier in entry.earlier.items():
        row = session.get(Direction, int(key))
        if row is None or not DirectionState(row.state).is_open:
            continue
        if earlier.state in (DirectionState.DONE, DirectionState.WITHDRAWN):
            row.closed_on = moment.today
            closed += 1
        row.state = earlier.state or row.state
        row.outcome = earlier.outcome.strip() or row.outcome
        row.version += 1
        session.add(row)
        moment.note(session, "review direction", f"direction {row.id}", "state, outcome")
    return closed


def _write_child(session: Session, row: SupervisionSession, ref: str, entry: ChildEntry, moment: Moment) -> int:
    if not entry.has_words and not entry.not_discussed:
        return 0
    child = find_child(session, ref)
    session.add(
        CaseDiscussion(
            session_id=row.id or 0,
            child_id=child.id or 0,
            discussed=entry.has_words,
            not_discussed_because="" if entry.has_words else entry.not_discussed.strip(),
            voice=entry.voice.strip(),
            model=row.model,
            reflection=json.dumps({key: text.strip() for key, text in entry.stages.items()}, ensure_ascii=False),
            is_reflective=is_reflective(entry.stages, moment.policy.reflection),
            known=entry.known.strip(),
            not_known=entry.not_known.strip(),
            managers_view=entry.view.strip(),
            decision=entry.decision.strip(),
            contingency=entry.contingency.strip(),
        )
    )
    if entry.has_words:
        for pin in session.exec(select(Pin).where(Pin.child_id == child.id).where(col(Pin.cleared_on).is_(None))):
            pin.cleared_on = moment.today
            session.add(pin)
    drafts = [each.draft(ref, row.id or 0) for each in entry.directions]
    return sum(give_direction(session, draft, moment) is not None for draft in drafts if not draft.is_blank)


def _write_personal(session: Session, row: SupervisionSession, draft: SittingDraft) -> None:
    if not any(text.strip() for text in draft.personal.values()):
        return
    record = PersonalRecord(session_id=row.id or 0, worker_id=row.worker_id)
    for name in PERSONAL_FIELDS:
        setattr(record, name, draft.personal.get(name, "").strip())
    session.add(record)
