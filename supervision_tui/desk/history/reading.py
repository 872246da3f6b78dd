"""Reading the whole vault into a `History`: plain columns, no object for each row."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from functools import partial
from itertools import chain
from typing import Any

from sqlalchemy import and_, func, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from supervision_tui.desk.moment import Moment
from supervision_tui.practice.children.events import REFERRAL, AgreedVisits, RecordedEvent, Source
from supervision_tui.practice.days.spans import LONG_AGO
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.supervision.cadence import Agreement, Leave
from supervision_tui.practice.training import TrainingState
from supervision_tui.practice.training import TrainingStep as Step
from supervision_tui.practice.vocabulary import (
    DirectionState,
    EventOutcome,
    MissedReason,
    PlacementKind,
    Rag,
    SeenHow,
    SessionKind,
    SessionState,
)
from supervision_tui.records import (
    Allocation,
    CaseDiscussion,
    Child,
    ChildEvent,
    ChildSource,
    Direction,
    DirectionDate,
    DutyReturn,
    Pin,
    PlanEpisode,
    RagEntry,
    RoleOnCase,
    SessionMove,
    SourceReading,
    SupervisionAgreement,
    SupervisionSession,
    Team,
    TrainingBooking,
    TrainingStep,
    VisitFrequency,
    Worker,
    WorkerLeave,
    WorkerPost,
)

from .cache import Stale, history_at_hand, kept_history
from .child import AllocationSpell, ChildHistory, DirectionPast, PlanSpell, Rating, RoleSpell
from .history import History
from .worker import (
    Post,
    RecordedAgreement,
    RecordedLeave,
    SessionHistory,
    TrainingPast,
    WorkerHistory,
)


class _Days(dict[str, date]):
    """Days by their ISO words, each once: a million rows name a few thousand."""

    def __missing__(self, words: str) -> date:
        day = self[words] = date.fromisoformat(words)
        return day


Ids = Collection[int] | None  # nothing: all of them
_Of = tuple[Any, Collection[Any] | None]  # a column, and which values of it
_AT_ONCE = 5_000  # rows
# The words of a column, each once: a hundred thousand rows ask for the same few.
_DIRECTION_STATES = {str(each): each for each in DirectionState}
_SESSION_STATES = {str(each): each for each in SessionState}
_SESSION_KINDS = {str(each): each for each in SessionKind}
_HOW = {str(each): each for each in SeenHow}
_OUTCOMES = {str(each): each for each in EventOutcome}
_RAGS = {str(each): each for each in Rag}


def read_history(
    session: Session, moment: Moment, children: Ids = None, *, since: date | None = None
) -> History:
    """Everything that the rules ask about on the day, or on each day from `since` on.

    Kept from one verb to the next, as long as nothing was changed. Of some children alone: what is
    theirs, with the sessions in which they were discussed.
    """
    policy, first = moment.policy, since or moment.today
    again = partial(read_again, session)
    if children is not None:
        there = history_at_hand(session, policy, again)
        if there is not None and there.reaches_back_to(first):
            return there
        return _read(session, policy, children)
    history = kept_history(session, policy, lambda: _read(session, policy, None, first), again)
    if not history.reaches_back_to(first):
        history.forget_directions()
        _read_directions(session, history, None, first)
    return history


def read_children(session: Session, moment: Moment, children: Collection[int]) -> History:
    """All that is known of some children: also directions that were closed long ago."""
    return _read(session, moment.policy, children)


def read_for_figures(
    session: Session, policy: Policy, since: date, *, only_on: Collection[date] = ()
) -> History:
    """A history for the figures from that day on: less than everything, unless that is at hand.

    Without the directions that were closed before that day, which nothing counts any more, and
    with the referrals alone of all events. Where directions are counted and not listed, `only_on`
    are the days on which it is asked which were open: no others are read.
    """
    there = history_at_hand(session, policy, partial(read_again, session))
    if there is not None and there.reaches_back_to(since):
        return there
    return _read(session, policy, None, since, only_event=REFERRAL, only_on=only_on)


def read_again(session: Session, history: History, stale: Stale) -> None:
    """Read once more into a history what is stale.

    With whom children were and when they were discussed has stayed.
    """
    if stale.learners:
        for worker_id in stale.learners:
            history.workers[worker_id].forget_training()
        _read_learning(session, history, stale.learners)
    if stale.children:
        _read_children_again(session, history, stale.children)


def _read_children_again(session: Session, history: History, children: Collection[int]) -> None:
    fresh = History(history.policy)
    _read_children(session, fresh, children)
    _read_dates_due(session, fresh, children)
    _read_directions(session, fresh, children)
    for child_id, child in fresh.children.items():
        before = history.children[child_id]
        child.allocations, child.roles = before.allocations, before.roles
        child.discussed = before.discussed
        history.replace_child(child)
    history.kept_since = fresh.kept_since


def _read(
    session: Session,
    policy: Policy,
    children: Ids,
    since: date | None = None,
    *,
    only_event: str | None = None,
    only_on: Collection[date] = (),
) -> History:
    """Read a history; with `since` without the directions that were closed before that day.

    With `only_event` that event alone, and no more of what dates follow from. With `only_on` only
    the directions that were open on one of these days.
    """
    history = History(policy)
    _read_workers(session, history)
    _read_children(session, history, children)
    if only_event is None:
        _read_dates_due(session, history, children)
    else:
        _read_events(session, history, children, only_event=only_event)
    _read_allocations(session, history, children)
    _read_sessions(session, history, children)
    if only_on:
        _read_directions_on(session, history, only_on, since)
    else:
        _read_directions(session, history, children, since, is_far_back=only_event is not None)
    if children is None:
        _read_learning(session, history)
    return history


def _rows(
    session: Session, *columns: Any, by: tuple[Any, ...] = (), of: _Of = (None, None)
) -> Iterator[Any]:
    """These columns of one table: of all rows, or of those whose column `of` is among the ids."""
    wanted = _wanted(columns, by, of)
    return chain.from_iterable(session.connection().execute(wanted).partitions(_AT_ONCE))


def _plain_rows(session: Session, wanted: Any) -> Iterator[Any]:
    """The rows of a statement as they lie in the file, days as ISO words.

    For tables of a hundred thousand rows, of which each value would have a reader of its own.
    """
    connection = session.connection()
    said = wanted.compile(connection.engine, compile_kwargs={"literal_binds": True})
    rows = connection.exec_driver_sql(str(said)).cursor
    while some := rows.fetchmany(_AT_ONCE):
        yield from some


def _wanted(columns: tuple[Any, ...], by: tuple[Any, ...], of: _Of) -> Any:
    """The statement for these columns: of all rows, or of those whose column is among the ids."""
    wanted = select_columns(*(col(column) for column in columns)).order_by(
        *(col(each) for each in by)
    )
    column, ids = of
    if ids is not None:
        wanted = wanted.where(col(column).in_(ids))
    return wanted


def _read_workers(session: Session, history: History) -> None:
    teams: dict[int, str] = dict(_rows(session, Team.id, Team.name))
    w = Worker
    rows = _rows(
        session,
        w.id,
        w.name,
        w.team_id,
        w.stage,
        w.fte,
        w.agency,
        w.starts_on,
        w.known_since,
        w.left_on,
        w.stage_checked,
        w.start_known,
        w.supervised_on,
    )
    for worker_id, name, team_id, *rest, start_known, supervised_on in rows:
        worker = WorkerHistory(worker_id, name, teams.get(team_id, ""), *rest)
        worker.supervised_before = supervised_on
        if not start_known:
            worker.starts_on = LONG_AGO
        history.workers[worker_id] = worker
    _read_leave(session, history)
    a = SupervisionAgreement
    agreed = _rows(
        session, a.worker_id, a.recorded_on, a.starts_on, a.ends_on, a.minutes, a.interval_days,
        a.reason,
        by=(a.starts_on, a.id),
    )  # fmt: skip
    for worker_id, recorded_on, *terms in agreed:
        agreement = Agreement(*terms)
        recorded = RecordedAgreement(agreement, recorded_on or agreement.starts)
        history.workers[worker_id].agreements.append(recorded)
    p = WorkerPost
    for worker_id, *post in _rows(
        session, p.worker_id, p.until_on, p.stage, p.fte, by=(p.until_on, p.id)
    ):
        history.workers[worker_id].posts.append(Post(*post))


def _read_leave(session: Session, history: History) -> None:
    w = WorkerLeave
    rows = _rows(
        session,
        w.worker_id,
        w.starts_on,
        w.ends_on,
        w.recorded_on,
        w.end_recorded_on,
        w.stops_clock,
        by=(w.starts_on,),
    )
    for worker_id, starts, ends, recorded_on, end_recorded_on, stops_clock in rows:
        recorded = RecordedLeave(
            Leave(starts, ends, bool(stops_clock)), recorded_on or starts, end_recorded_on or starts
        )
        history.workers[worker_id].leave.append(recorded)


def _read_learning(session: Session, history: History, learners: Ids = None) -> None:
    """Read the training of some workers, or of all."""
    b, s, d = TrainingBooking, TrainingStep, DutyReturn
    trainings = {}
    for booking_id, worker_id, *rest in _rows(
        session,
        b.id,
        b.worker_id,
        b.course,
        b.title,
        b.on_date,
        b.recorded_on,
        of=(b.worker_id, learners),
    ):
        trainings[booking_id] = TrainingPast(booking_id, *rest)
        history.workers[worker_id].trainings.append(trainings[booking_id])
    theirs = None if learners is None else trainings.keys()
    for booking_id, state, on, reason in _rows(
        session,
        s.booking_id,
        s.state,
        s.on_date,
        s.reason,
        by=(s.on_date, s.id),
        of=(s.booking_id, theirs),
    ):
        why_missed = MissedReason(reason) if reason else None
        step = Step(TrainingState(state), on, why_missed)
        trainings[booking_id].steps.append(step)
    for worker_id, on, recorded_on in _rows(
        session,
        d.worker_id,
        d.on_date,
        d.recorded_on,
        by=(d.on_date, d.id),
        of=(d.worker_id, learners),
    ):
        history.workers[worker_id].duty_returns.append((on, recorded_on))


def _read_children(session: Session, history: History, only: Ids) -> None:
    c = Child
    for row in _rows(
        session,
        c.id,
        c.ref,
        c.name,
        c.born,
        c.family_id,
        c.known_since,
        by=(c.ref,),
        of=(c.id, only),
    ):
        history.children[row[0]] = ChildHistory(*row)
    p = PlanEpisode
    plans = _rows(
        session, p.child_id, p.plan, p.starts_on, p.ends_on, p.category, p.start_known,
        p.recorded_on, p.source,
        by=(p.starts_on, p.id), of=(p.child_id, only),
    )  # fmt: skip
    for child_id, *spell in plans:
        history.children[child_id].plans.append(PlanSpell(*spell))
    r = RagEntry
    days = _Days()
    columns = r.child_id, r.on_date, r.rag, r.reason
    ratings = _wanted(columns, (r.on_date, r.id), (r.child_id, only))
    for child_id, on, rag, reason in _plain_rows(session, ratings):
        history.children[child_id].ratings.append(Rating(days[on], _RAGS[rag], reason))
    pins = _rows(
        session, Pin.child_id, Pin.on_date, Pin.cleared_on, Pin.by, of=(Pin.child_id, only)
    )
    for child_id, pinned, cleared, by in pins:
        history.children[child_id].pins.append((pinned, cleared, by))


def _read_events(
    session: Session, history: History, only: Ids, *, only_event: str | None = None
) -> None:
    e = ChildEvent
    of: _Of = (e.child_id, only)
    if only_event is not None:
        of = (e.event, [only_event])
    columns = (
        e.child_id, e.recorded_on, e.event, e.on_date, e.source, e.by_hand, e.how, e.outcome,
        e.put_off_to,
    )  # fmt: skip
    days, corrected = _Days(), str(EventOutcome.CORRECTED)
    events = _plain_rows(session, _wanted(columns, (), of))
    for child_id, recorded, event, on, source, by_hand, how, outcome, put_off_to in events:
        if outcome == corrected:
            continue
        put_off = days[put_off_to] if put_off_to else None
        read = RecordedEvent(
            event,
            days[on],
            source,
            by_hand=bool(by_hand),
            how=_HOW.get(how),
            outcome=_OUTCOMES.get(outcome),
            put_off_to=put_off,
        )
        history.children[child_id].events.append((days[recorded], read))


def _read_dates_due(session: Session, history: History, only: Ids) -> None:
    """Read what the dates due of children rest on: events, what sources tell, agreed visits."""
    _read_events(session, history, only)
    e, r = ChildEvent, SourceReading
    sources = {
        number: dict.fromkeys(events.split(), Source(name, read_on))
        for number, name, events, read_on in _rows(session, r.id, r.source, r.events, r.read_on)
    }
    s = ChildSource
    for child_id, reading, since in _rows(
        session, s.child_id, s.reading_id, s.recorded_on, of=(s.child_id, only)
    ):
        history.children[child_id].sources.append((since, sources[reading]))
    v = VisitFrequency
    visits = _rows(
        session, v.child_id, v.recorded_on, v.starts_on, v.ends_on, v.reason, v.placement, v.amount,
        v.unit,
        by=(v.starts_on, v.id), of=(v.child_id, only),
    )  # fmt: skip
    for child_id, recorded, starts, ends, reason, placement, amount, unit in visits:
        kind = PlacementKind(placement) if placement else None
        history.children[child_id].visits.append(
            (recorded, AgreedVisits(starts, ends, reason, placement=kind, amount=amount, unit=unit))
        )
    kept = (
        select_columns(col(e.event), func.min(e.recorded_on))
        .where(col(e.by_hand))
        .group_by(col(e.event))
    )
    history.kept_since = {event: since for event, since in session.connection().execute(kept)}  # noqa: C416


def _read_allocations(session: Session, history: History, only: Ids) -> None:
    a = Allocation
    seen: set[tuple[int, int]] = set()
    rows = _rows(
        session, a.child_id, a.starts_on, a.ends_on, a.worker_id, a.team_id, a.known_since,
        by=(a.starts_on, a.id), of=(a.child_id, only),
    )  # fmt: skip
    for child_id, *spell in rows:
        allocation = AllocationSpell(*spell)
        child, worker_id = history.children[child_id], allocation.worker_id
        child.allocations.append(allocation)
        if worker_id and (worker_id, child_id) not in seen:
            seen.add((worker_id, child_id))
            history.workers[worker_id].children.append(child)
    r = RoleOnCase
    roles = _rows(
        session, r.child_id, r.id, r.starts_on, r.ends_on, r.recorded_on, r.role, r.worker_id,
        r.name, r.team, r.start_known, r.end_recorded_on,
        by=(r.starts_on, r.id), of=(r.child_id, only),
    )  # fmt: skip
    for child_id, *rest in roles:
        role = RoleSpell(*rest)
        child = history.children[child_id]
        child.roles.append(role)
        if role.worker_id and (role.worker_id, child_id) not in seen:
            seen.add((role.worker_id, child_id))
            history.workers[role.worker_id].children.append(child)
    for worker in history.workers.values():
        worker.children.sort(key=lambda child: child.ref)


def _read_sessions(session: Session, history: History, only: Ids) -> None:
    s = SupervisionSession
    theirs = None if only is None else _sessions_of(session, only)
    rows = _rows(
        session, s.id, s.worker_id, s.kind, s.state, s.planned_on, s.planned_time, s.minutes,
        s.held_on,
        s.minutes_held, s.cancelled_on, s.cancel_reason, s.signed_at, s.beside, s.recorded_on,
        s.sitting_id,
        by=(s.planned_on, s.id), of=(s.id, theirs),
    )  # fmt: skip
    for session_id, worker_id, kind, state, *rest in rows:
        past = SessionHistory(
            session_id, worker_id, _SESSION_KINDS[kind], _SESSION_STATES[state], *rest
        )
        history.sessions[session_id] = past
        history.workers[worker_id].sessions.append(past)
    m = SessionMove
    for session_id, moved_on, from_on, from_time in _rows(
        session,
        m.session_id,
        m.moved_on,
        m.from_on,
        m.from_time,
        by=(m.moved_on, m.id),
        of=(m.session_id, theirs),
    ):
        history.sessions[session_id].moves.append((moved_on, from_on, from_time))
    held = {
        past.id: past.day_held
        for past in history.sessions.values()
        if past.recorded_state is SessionState.HELD
    }
    c = CaseDiscussion
    talked = _wanted((c.child_id, c.session_id), (), (c.child_id, only)).where(col(c.discussed))
    for child_id, session_id in _plain_rows(session, talked):
        if session_id in held:
            history.children[child_id].discussed.append(held[session_id])
    for child in history.children.values():
        child.discussed.sort()


def _sessions_of(session: Session, children: Collection[int]) -> list[int]:
    """The sessions in which these children were to be discussed."""
    c = CaseDiscussion
    return sorted(
        {session_id for (session_id,) in _rows(session, c.session_id, of=(c.child_id, children))}
    )


def _open_since(since: date, *, is_far_back: bool) -> Any:
    """The condition that a direction was open on a day or later.

    Far back that is most of them: reading one after the other is quicker than by an index.
    """
    closed = col(Direction.closed_on)
    if is_far_back:
        return func.coalesce(closed, date.max) >= since
    return or_(closed.is_(None), closed >= since)


def _read_directions(
    session: Session,
    history: History,
    only: Ids,
    since: date | None = None,
    *,
    is_far_back: bool = False,
) -> None:
    """Read directions with every date they had; with `since` those not closed before that day."""
    wanted = _directions_with_dates()
    if only is not None:
        wanted = wanted.where(col(Direction.child_id).in_(only))
    if since is not None:
        wanted = wanted.where(_open_since(since, is_far_back=is_far_back))
        _note_latest_given(session, history, since)
    _keep_directions(session, history, wanted)


def _read_directions_on(
    session: Session, history: History, asked: Collection[date], since: date | None
) -> None:
    """Read the directions that were open on one of these days.

    And count those given on each day, from `since` on.
    """
    d, days = Direction, _Days()
    given, closed = col(d.given_on), col(d.closed_on)
    open_then = (and_(given <= day, or_(closed.is_(None), closed > day)) for day in asked)
    # Said first, so that most rows are passed over by one look.
    at_all = given <= max(asked), or_(closed.is_(None), closed > min(asked))
    wanted = _directions_with_dates().where(*at_all, or_(*open_then))
    history.count_directions_on(asked)
    _keep_directions(session, history, wanted)
    is_lazy = col(d.lazy_reason) != ""
    counted = select_columns(given, is_lazy, func.count()).group_by(given, is_lazy)
    if since is not None:
        counted = counted.where(given >= since)
    for given_on, lazy, number in _plain_rows(session, counted):
        history.given[days[given_on], bool(lazy)] = number


def _directions_with_dates() -> Any:
    """The statement for directions, a row for each date that each had, in order."""
    d, e = Direction, DirectionDate
    return (
        select_columns(col(d.id), col(d.child_id), col(d.given_on), col(d.closed_on), col(d.state))
        .add_columns(col(d.due_on), col(d.owner_kind), col(d.lazy_reason) != "")
        .add_columns(col(e.set_on), col(e.due_on))
        .outerjoin(e, col(e.direction_id) == d.id)
        .order_by(col(d.id), col(e.set_on), col(e.id))
    )


def _keep_directions(session: Session, history: History, wanted: Any) -> None:
    days = _Days()
    for (
        number,
        child_id,
        given,
        closed,
        state,
        due,
        owner_kind,
        is_lazy,
        set_on,
        due_then,
    ) in _plain_rows(session, wanted):
        past = history.directions.get(number)
        if past is None:
            closed_on = days[closed] if closed else None
            past = DirectionPast(
                number,
                child_id,
                days[given],
                closed_on,
                _DIRECTION_STATES[state],
                days[due],
                owner_kind,
                bool(is_lazy),
            )
            history.directions[number] = past
            history.children[child_id].directions.append(past)
        if set_on is not None:
            past.dates.append((days[set_on], days[due_then]))


def _note_latest_given(session: Session, history: History, since: date) -> None:
    """Note of each child when the latest direction up to a day was given, read or not."""
    history.directions_since = since
    latest = (
        select_columns(func.max(col(Direction.given_on)))
        .where(col(Direction.child_id) == col(Child.id), col(Direction.given_on) <= since)
        .scalar_subquery()
    )
    found = select_columns(col(Child.id), latest)
    for child_id, given_on in session.connection().execute(found):
        child = history.children[child_id or 0]
        child.directions_since, child.given_before = since, given_on
