"""Directions as lists show them: how late or near, whose, why they drift, where they came from."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, inspect
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, or_, select

from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.reading import read_children, read_history
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.on_file.entries import asked_since, entries_of
from supervision_tui.practice.direction import quality
from supervision_tui.practice.file_time import of_a_direction
from supervision_tui.practice.vocabulary import Checkpoint, DirectionState, FileKind, Urgency
from supervision_tui.records import Child, Consultation, Direction, DirectionOwner, Recommendation
from supervision_tui.system.clock import local_moment

# As plain rows: thousands are only looked at.
_ALL: Select[Any] = select_columns(*inspect(Direction).columns)
_FEW = 500  # up to here a query names what it wants; beyond, reading all is quicker


@dataclass(frozen=True, slots=True)
class Origin:
    """The recommendation that a direction takes up: its consultation, day and words."""

    consultation_id: int
    held_on: date
    text: str


@dataclass(frozen=True, slots=True)
class DirectionLine:
    """A direction as lists show it.

    `word` and `urgency` say how late or near it is; `drift` why it drifts.

    `hour` is the time of day by which it is due, where it has one; `given_at` the hour of one that
    was given outside the app. `on_file` says whether one outside supervision is on the child's
    file, `decision_id` to which decision it belongs; `origin` is the recommendation of a
    consultation that it takes up. `link` is an address or a file's name.
    """

    id: int
    child: str
    plan: str
    worker: str | None
    text: str
    owner: str
    reason: str
    follows: str
    given_on: date
    due: date
    first_due: date
    days_late: int
    word: str
    urgency: Urgency
    state: DirectionState
    source: str
    extended: int
    lazy: bool
    drift: str | None
    outcome: str
    given_at: datetime | None = None
    on_file: str = ""
    origin: Origin | None = None
    hour: str = ""
    link: str = ""
    decision_id: int | None = None
    session_id: int | None = None


def open_directions(
    session: Session, moment: Moment, history: History | None = None
) -> list[DirectionLine]:
    """All open directions, by due date; from a history where it is read already."""
    return _lines(session, moment, _open_on(moment.today), history)


def directions_to_look_at(
    session: Session, moment: Moment, history: History, owners: Collection[str]
) -> list[DirectionLine]:
    """The open directions that are late or due soon, were handed on, or have one of these owners.

    By due date. The others, most of an authority's, are not put in words.
    """
    soon = moment.today + timedelta(days=moment.policy.directions.due_soon_days)
    names = {name.casefold() for name in owners}
    handed_on = set(session.exec(select(DirectionOwner.direction_id)))

    def is_to_look_at(row: Row[Any]) -> bool:
        if row.due_on <= soon or row.id in handed_on or row.owner.casefold() in names:
            return True
        return any(due <= soon for _, due in history.directions[row.id].dates)

    return _lines(session, moment, _open_on(moment.today), history, only=is_to_look_at)


def taken_up(session: Session, moment: Moment) -> set[tuple[str, str]]:
    """The dates due that an open direction takes up: each by the child's reference and its code."""
    d = Direction
    wanted = select_columns(col(Child.ref), col(d.follows)).where(
        col(d.child_id) == Child.id,
        col(d.follows) != "",
        col(d.given_on) <= moment.today,
        _is_open_on(moment.today),
    )
    return {(ref, code) for ref, code in session.connection().execute(wanted)}


def open_by_child(
    session: Session, moment: Moment, history: History
) -> dict[str, tuple[DirectionLine, ...]]:
    """List the open directions by the child's reference."""
    found: dict[str, list[DirectionLine]] = {}
    for each in open_directions(session, moment, history):
        found.setdefault(each.child, []).append(each)
    return {ref: tuple(lines) for ref, lines in found.items()}


def directions_of_child(session: Session, child_id: int, moment: Moment) -> list[DirectionLine]:
    """The open directions for one child, by due date."""
    return _lines(
        session, moment, _open_on(moment.today).where(col(Direction.child_id) == child_id)
    )


def is_open_direction(session: Session, direction_id: int) -> bool:
    """Tell whether a direction is still open, so that it is on the list."""
    row = session.get(Direction, direction_id)
    return row is not None and DirectionState(row.state).is_open


def due_directions(
    session: Session, moment: Moment, *, within_days: int, worker: str | None
) -> list[DirectionLine]:
    """Directions overdue, or due within so many days, of one worker's children or of all."""
    lines = [line for line in open_directions(session, moment) if line.days_late >= -within_days]
    return [line for line in lines if worker is None or line.worker == worker]


def first_owners(
    session: Session, *, after: date | None = None, of: Collection[int] | None = None
) -> dict[int, str]:
    """Name who owned each direction that was handed on: at first, or on that day.

    By the direction's id; of these directions, or of all.
    """
    rows = select(DirectionOwner).order_by(
        col(DirectionOwner.until_on).desc(), col(DirectionOwner.id).desc()
    )
    if of is not None:
        rows = rows.where(col(DirectionOwner.direction_id).in_(of))
    return {
        row.direction_id: row.owner
        for row in session.exec(rows)
        if after is None or row.until_on > after
    }


def open_direction(session: Session, direction_id: int, moment: Moment) -> DirectionLine:
    """One open direction by its number. Raises `Refused` where it is open no more."""
    row = session.get(Direction, direction_id)
    if row is None or not is_open_direction(session, direction_id):
        raise Refused("This direction is open no more.")
    return line_of(session, row, moment)


def direction_by_number(session: Session, direction_id: int, moment: Moment) -> DirectionLine:
    """One direction by its number, open or closed. Raises `Refused`."""
    row = session.get(Direction, direction_id)
    if row is None:
        raise Refused("That direction is no longer there.")
    return line_of(session, row, moment)


def line_of(session: Session, row: Direction, moment: Moment) -> DirectionLine:
    """One direction as lists show it."""
    return _lines(session, moment, _ALL.where(col(Direction.id) == row.id))[0]


def _open_on(on: date) -> Select[Any]:
    """Directions that were not closed by that day."""
    return _ALL.where(_is_open_on(on))


def _is_open_on(on: date) -> Any:
    """The condition that a direction was not closed by that day."""
    return or_(col(Direction.closed_on).is_(None), col(Direction.closed_on) > on)


def _lines(
    session: Session,
    moment: Moment,
    wanted: Select[Any],
    history: History | None = None,
    *,
    only: Callable[[Row[Any]], bool] | None = None,
) -> list[DirectionLine]:
    known = wanted.where(col(Direction.given_on) <= moment.today)
    rows = session.connection().execute(known).all()
    if only is not None:
        rows = list(filter(only, rows))
    if history is None:
        children = {row.child_id for row in rows} if len(rows) <= _FEW else None
        history = read_history(session, moment, children)
    unread = {row.child_id for row in rows if row.id not in history.directions}
    if unread:  # closed before the day
        history = read_children(session, moment, unread | {row.child_id for row in rows})
    few = [row.id or 0 for row in rows] if len(rows) <= _FEW else None
    owners = first_owners(session, after=moment.today, of=few)
    origins = _origins(session, {row.recommendation_id for row in rows if row.recommendation_id})
    apart = [row.id or 0 for row in rows if row.session_id is None and row.decision_id is None]
    filed = _filed(session, moment, apart)
    since = asked_since(session)
    lines = [
        _line(
            row,
            history,
            moment,
            owners.get(row.id or 0, row.owner),
            origin=origins.get(row.recommendation_id or 0),
            on_file=_on_file(row, filed.get(row.id or 0), since, moment),
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: (line.due, line.child, line.id))


def _line(
    row: Row[Any],
    history: History,
    moment: Moment,
    owner: str,
    *,
    origin: Origin | None,
    on_file: str,
) -> DirectionLine:
    past, child = history.directions[row.id or 0], history.children[row.child_id]
    facts = past.facts(moment.today, child.discussed)
    assert facts is not None  # noqa: S101  (only those given by that day were asked for)
    late = quality.lateness(facts, moment.today)
    soon = -moment.policy.directions.due_soon_days <= late.days_late <= 0
    worker_id = child.held_by(moment.today)
    worker = None
    if worker_id:
        worker = history.workers[worker_id].name
    if past.dates:
        first_due = past.dates[0][1]
    else:
        first_due = row.due_on
    if late.is_late:
        urgency = Urgency.LATE
    elif soon:
        urgency = Urgency.SOON
    else:
        urgency = Urgency.PLAIN
    word = late.word
    hour = ""
    if facts.state.is_open and row.due_on == facts.due:
        hour = row.due_time
    if hour and late.days_late == 0:
        word, urgency = _word_of_hour(hour, moment)
    if past.is_open(moment.today) and row.closed_on:
        outcome = ""
    else:
        outcome = row.outcome
    return DirectionLine(
        id=past.id,
        child=child.ref,
        plan=moment.policy.plans_shown(child.statuses(moment.today, moment.policy)),
        worker=worker,
        text=row.text,
        owner=owner,
        reason=row.reason,
        follows=row.follows,
        given_on=row.given_on,
        due=facts.due,
        first_due=first_due,
        days_late=late.days_late,
        word=word,
        urgency=urgency,
        state=facts.state,
        source=row.source,
        extended=facts.extensions,
        lazy=bool(row.lazy_reason),
        drift=quality.drift(facts, moment.today, moment.policy),
        outcome=outcome,
        given_at=row.given_at,
        on_file=on_file,
        origin=origin,
        hour=hour,
        link=row.link,
        decision_id=row.decision_id,
        session_id=row.session_id,
    )


def _origins(session: Session, ids: Collection[int]) -> dict[int, Origin]:
    """Find where directions came from that take up a recommendation, by the recommendation."""
    if not ids:
        return {}
    rows = session.exec(
        select(Recommendation, Consultation)
        .join(Consultation, col(Recommendation.consultation_id) == Consultation.id)
        .where(col(Recommendation.id).in_(ids))
    ).all()
    return {
        row.id or 0: Origin(there.id or 0, there.held_on or there.requested_on, row.text)
        for row, there in rows
    }


def _word_of_hour(hour: str, moment: Moment) -> tuple[str, Urgency]:
    """Word a direction that is due today by an hour; past it, it is late."""
    now = local_moment(moment.now)
    is_past = now.date() == moment.today and f"{now:%H:%M}" > hour
    if is_past:
        return f"since {hour}", Urgency.LATE
    return f"by {hour}", Urgency.SOON


def _filed(session: Session, moment: Moment, ids: Collection[int]) -> dict[int, date]:
    """Since when directions given outside supervision are on the child's file, by number."""
    only = ids if len(ids) <= _FEW else None
    found = entries_of(session, FileKind.DIRECTION, moment.today, only) if ids else {}
    return {number: entry.on for (number, _child), entry in found.items()}


def _on_file(row: Row[Any], filed: date | None, since: date, moment: Moment) -> str:
    """Word whether a direction that was given outside supervision is on the child's file.

    Of one from before `since` nobody was asked.
    """
    given = row.given_at or row.recorded_at
    if row.session_id is not None or row.decision_id is not None or given is None:
        return ""
    if filed is None:
        return "not on file yet" if row.given_on >= since else ""
    is_at_allocation = row.checkpoint == Checkpoint.ALLOCATION
    time = of_a_direction(local_moment(given), moment.policy, is_at_allocation=is_at_allocation)
    return f"on file, {time.word(filed, moment.today)}"
