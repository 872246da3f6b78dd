"""The supervision hour while it is held: a session opened on its agenda, and what has been typed in
it so far.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain

from sqlmodel import Session, col, select

from supervision_tui.desk.audits.themes import themes_offered
from supervision_tui.desk.children.review import (
    LastView,
    ReviewLine,
    family_of,
    last_view,
    line_for,
)
from supervision_tui.desk.consultations.lines import ConsultationLine
from supervision_tui.desk.decisions.lines import DecisionLine, decisions_to_raise
from supervision_tui.desk.directions.child_dates import ChildDates, dates_of
from supervision_tui.desk.directions.giving import owners_used
from supervision_tui.desk.directions.lines import DirectionLine, open_by_child
from supervision_tui.desk.drafts import find_draft, forget_drafts_about
from supervision_tui.desk.find import worker_by_id
from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.practice.policy.council_forms import FormKind, FormSection
from supervision_tui.practice.supervision.agenda import AgendaItem, LeftOver, listed
from supervision_tui.practice.supervision.caseload import minutes_for_children
from supervision_tui.practice.vocabulary import SessionKind, SessionState
from supervision_tui.records import AgendaChoice, CaseDiscussion, SupervisionSession
from supervision_tui.vault.store import can_be_undone, changes_records

from .agenda import agenda_on, wishes_for
from .draft import RecordDraft
from .group_sessions import attendees, brought_to
from .personal_record import PersonalActionLine, open_actions, sections_on
from .preparation import Topic, consultations_about, topics_of

_OWN_KINDS = [kind for kind in SessionKind if kind.satisfies_interval]
_TREND = 4  # earlier scores that are shown

# A day, and points by title and scorer; oldest first.
Scores = tuple[tuple[date, Mapping[str, Mapping[str, int]]], ...]


@dataclass(frozen=True, slots=True)
class SessionChild:
    """A child in the session: its state, earlier directions, dates, scores, the last view.

    `decisions` are those made since the child was discussed, or of which something is to be done.
    """

    line: ReviewLine
    minutes: float
    why: str
    on_agenda: bool
    family: tuple[str, ...]
    directions: tuple[DirectionLine, ...]
    dates: ChildDates
    view: LastView | None
    consultations: tuple[ConsultationLine, ...]
    scores: Scores = ()
    decisions: tuple[DecisionLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Attendee:
    """An attendee: the worker's own row of the session, which says whether the worker came."""

    session_id: int
    worker_id: int
    name: str


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that is open: its agenda, all children by reference, and what has been typed.

    `attendees` are all workers of the session, the one who holds the record first; `owners` and
    `themes` are offered for a direction and as tags; `left_out` who was left out beforehand, and
    why. `sections` are those of the worker's own part, or of the record of a session of several;
    `personal_actions` what is open of before.
    """

    session_id: int
    worker_id: int
    worker: str
    kind: SessionKind
    planned_on: date
    time: str
    minutes: int
    minutes_for_children: int
    children: Mapping[str, SessionChild]
    agenda: tuple[AgendaItem, ...]
    does_not_fit: tuple[LeftOver, ...]
    left_out: Mapping[str, str]
    topics: tuple[Topic, ...]
    attendees: tuple[Attendee, ...]
    owners: tuple[str, ...]
    themes: tuple[str, ...]
    next_on: date | None
    draft: RecordDraft
    resumed: bool
    signed_at: datetime | None
    state: SessionState
    sections: tuple[FormSection, ...] = ()
    personal_actions: tuple[PersonalActionLine, ...] = ()

    @property
    def names(self) -> dict[str, str | None]:
        """The children's names by reference: they must not stand in the personal record."""
        return {ref: child.line.name for ref, child in self.children.items()}


def draft_key(session_id: int) -> str:
    """Name where the draft of a session is kept."""
    return f"session {session_id}"


def signing_key(session_id: int) -> str:
    """Name where what is said before its signature is kept until it is signed."""
    return f"signing {session_id}"


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A session that is planned for another day than today."""

    session_id: int
    on: date


@dataclass(frozen=True, slots=True)
class ToHold:
    """A session to hold with a worker now: it is opened at once.

    Else the nearest planned one, if any.
    """

    worker: str
    session_id: int | None = None
    planned: PlannedSession | None = None


def session_to_hold(session: Session, worker_id: int, moment: Moment) -> ToHold:
    """The session that a manager means: one to write up, else today's.

    Else one that is planned for another day.
    """
    name = worker_by_id(session, worker_id).name
    rows = list(
        session.exec(
            select(SupervisionSession)
            .where(SupervisionSession.worker_id == worker_id)
            .where(col(SupervisionSession.kind).in_(_OWN_KINDS))
            .where(col(SupervisionSession.signed_at).is_(None))
            .order_by(col(SupervisionSession.planned_on).desc())
        )
    )
    to_write = [
        row
        for row in rows
        if row.state == SessionState.HELD and row.held_on and row.held_on >= _recent(moment)
    ]
    planned = [row for row in rows if row.state == SessionState.PLANNED]
    begun = [row for row in (*to_write, *planned) if find_draft(session, draft_key(row.id or 0))]
    todays = [row for row in planned if row.planned_on == moment.today]
    at_once = [*begun, *to_write, *todays]
    if at_once:
        return ToHold(name, at_once[0].id)
    nearest = min(planned, key=lambda row: abs((row.planned_on - moment.today).days), default=None)
    if nearest is None:
        return ToHold(name)
    return ToHold(name, planned=PlannedSession(nearest.id or 0, nearest.planned_on))


@can_be_undone("the session that was begun")
@changes_records
def start_session(session: Session, worker_id: int, moment: Moment) -> int:
    """Begin a session today: one to write up or planned for today, else a new one."""
    found = session_to_hold(session, worker_id, moment)
    if found.session_id is not None:
        return found.session_id
    terms = read_history(session, moment).workers[worker_id].terms(moment.today, moment.policy)
    row = SupervisionSession(
        worker_id=worker_id,
        planned_on=moment.today,
        minutes=terms.minutes,
        recorded_on=moment.today,
    )
    session.add(row)
    session.flush()
    moment.note(session, "plan session", f"session {row.id}", "date, minutes")
    return row.id or 0


@can_be_undone("the empty session that was left")
@changes_records
def let_go_of_empty(session: Session, session_id: int, moment: Moment) -> None:
    """Let go of a session that was begun and left without a word in it.

    One in which there is something stays.
    """
    row = session.get(SupervisionSession, session_id)
    settled = session.exec(
        select(AgendaChoice).where(AgendaChoice.session_id == session_id)
    ).first()
    body = find_draft(session, draft_key(session_id))
    if (
        row is None
        or row.state != SessionState.PLANNED
        or settled
        or (body and RecordDraft.from_json(body).has_words)
    ):
        return
    forget_drafts_about(session, "supervision_session", session_id)
    for each in reversed(attendees(session, row)):  # the one that the others point to last
        session.delete(each)
        session.flush()
    moment.note(session, "let go of session", f"session {session_id}", "nothing was written")


def open_session(session: Session, session_id: int, moment: Moment) -> OpenSession:
    """A session with its agenda and what has been typed so far. Raises `Refused`."""
    row = session.get(SupervisionSession, session_id)
    if row is None:
        raise Refused("That session is no longer there.")
    history = read_history(session, moment)
    kind, worker = SessionKind(row.kind), history.workers[row.worker_id]
    here = _attendees(session, history, row)
    items, left, out = _agenda(session, history, row, moment)
    body = find_draft(session, draft_key(session_id))
    draft = RecordDraft.from_json(body) if body else _new_draft(row, items, moment)
    if kind.has_several:
        draft.take_into_the_groups_record(moment.policy.form(FormKind.GROUP).sections[0].id)
    for ref, reason in out.items():
        if not draft.whole(ref).is_answered:
            draft.child(ref).not_discussed = reason
    typed = [ref for ref in draft.children if draft.whole(ref).is_answered]
    if kind.satisfies_interval:
        room = minutes_for_children(row.minutes, moment.policy.on(moment.today))
    else:
        room = row.minutes
    return OpenSession(
        session_id=session_id,
        worker_id=row.worker_id,
        worker=worker.name,
        kind=kind,
        planned_on=row.planned_on,
        time=row.planned_time,
        minutes=row.minutes,
        minutes_for_children=room,
        children=_children(
            session,
            history,
            [each.worker_id for each in here],
            items=items,
            typed=typed,
            moment=moment,
        ),
        agenda=items,
        does_not_fit=left,
        left_out=out,
        topics=topics_of(session, session_id),
        attendees=here,
        owners=owners_used(session, moment, worker.name),
        themes=themes_offered(session, moment),
        next_on=worker.next_planned(moment.today, after=moment.today, but=session_id),
        draft=draft,
        resumed=body is not None,
        signed_at=row.signed_at,
        state=SessionState(row.state),
        sections=_sections(session, row, moment),
        personal_actions=_personal_actions(session, row, moment),
    )


def _sections(session: Session, row: SupervisionSession, moment: Moment) -> tuple[FormSection, ...]:
    """The sections of the worker's own part; of a session of several those of its own record."""
    if SessionKind(row.kind).has_several:
        return moment.policy.form(FormKind.GROUP).sections
    return sections_on(worker_by_id(session, row.worker_id), moment.policy)


def _personal_actions(
    session: Session, row: SupervisionSession, moment: Moment
) -> tuple[PersonalActionLine, ...]:
    if SessionKind(row.kind).has_several:
        return ()
    return open_actions(session, row.worker_id, moment)


def _recent(moment: Moment) -> date:
    """Tell how far back a session held without a record is taken up by itself."""
    return moment.today - timedelta(days=28)


def _attendees(session: Session, history: History, row: SupervisionSession) -> tuple[Attendee, ...]:
    rows = attendees(session, row)
    return tuple(
        Attendee(each.id or 0, each.worker_id, history.workers[each.worker_id].name)
        for each in rows
    )


def _agenda(
    session: Session, history: History, row: SupervisionSession, moment: Moment
) -> tuple[tuple[AgendaItem, ...], tuple[LeftOver, ...], dict[str, str]]:
    """List what the session holds, what does not fit, and who was left out."""
    brought = [
        history.children[child_id].case(moment.today, moment.policy)
        for child_id in brought_to(session, row.id or 0)
    ]
    if SessionKind(row.kind).satisfies_interval:
        today, worker = moment.today, history.workers[row.worker_id]
        wishes = wishes_for(session, row.id or 0, max(row.planned_on, today), moment)
        after = worker.next_planned(today, after=today, but=row.id or 0)
        load = history.load(row.worker_id, today)
        # As it was prepared.
        view = agenda_on(
            load, max(row.planned_on, today), row.minutes, moment=moment, wishes=wishes, after=after
        )
        out = {each.child.ref: wishes.left_out[each.child.ref] for each in view.left_out}
        there = {item.child.ref for item in view.items}
        more = listed(
            [case for case in brought if case.ref not in there], moment.today, moment.policy
        )
        came = {item.child.ref for item in more}
        left = tuple(each for each in view.does_not_fit if each.child.ref not in came)
        return (*view.items, *more), left, {ref: why for ref, why in out.items() if ref not in came}
    return listed(brought, moment.today, moment.policy), (), {}


def _new_draft(
    row: SupervisionSession, items: tuple[AgendaItem, ...], moment: Moment
) -> RecordDraft:
    """A session with nothing typed yet: each family on the agenda together."""
    short = SessionKind(row.kind) in (SessionKind.DEBRIEF, SessionKind.AD_HOC)
    if short and "short" in moment.policy.models:
        model = "short"
    else:
        model = row.model
    draft = RecordDraft(model=model)
    families: dict[str, list[str]] = {}
    for item in items:
        if item.child.family:
            families.setdefault(item.child.family, []).append(item.child.ref)
    for refs in families.values():
        if len(refs) > 1:
            draft.write_together(refs)
    return draft


def _children(
    session: Session,
    history: History,
    worker_ids: list[int],
    items: tuple[AgendaItem, ...],
    typed: list[str],
    *,
    moment: Moment,
) -> dict[str, SessionChild]:
    """The workers' children, those on the agenda, and those written about who have moved since."""
    on_agenda = {item.child.ref: item for item in items}
    directions = open_by_child(session, moment, history)
    wanted = {*on_agenda, *typed}
    theirs = {
        child.ref: child
        for child in chain.from_iterable(
            history.children_of(each, moment.today) for each in worker_ids
        )
    }
    others = [
        child
        for child in history.children.values()
        if child.ref not in theirs and child.ref in wanted
    ]
    scores = _scores(session, moment.today)
    thought = consultations_about(session, [*theirs.values(), *others], moment)
    last = {each.id: each.last_discussed(moment.today) for each in (*theirs.values(), *others)}
    decided = decisions_to_raise(session, last, moment)
    found = {}
    for child in (*theirs.values(), *others):
        item = on_agenda.get(child.ref)
        minutes, why = 0.0, "not on this agenda"
        if item:
            minutes, why = item.minutes, item.why
        found[child.ref] = SessionChild(
            line=line_for(history, child, moment.today),
            minutes=minutes,
            why=why,
            on_agenda=item is not None,
            family=family_of(history, child, moment.today),
            directions=directions.get(child.ref, ()),
            dates=dates_of(history, child, moment),
            view=last_view(session, child.id, moment.today),
            consultations=thought.get(child.ref, ()),
            scores=scores.get(child.id, ()),
            decisions=decided.get(child.ref, ()),
        )
    return found


def _scores(session: Session, on: date) -> dict[int, Scores]:
    """The last few scores of every child who has any, oldest first."""
    rows = session.exec(
        select(CaseDiscussion, SupervisionSession)
        .join(SupervisionSession, col(CaseDiscussion.session_id) == SupervisionSession.id)
        .where(CaseDiscussion.scales != "{}")
        .order_by(col(SupervisionSession.held_on))
    )
    found: dict[int, Scores] = {}
    for each, held in rows:
        if held.held_on is not None and held.held_on <= on:
            earlier = found.get(each.child_id, ())
            found[each.child_id] = (*earlier, (held.held_on, json.loads(each.scales)))[-_TREND:]
    return found
