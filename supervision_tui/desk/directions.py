"""Directions: given, ticked, extended, listed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from supervision_tui.practice import directions as rules
from supervision_tui.practice import wording
from supervision_tui.practice.child_dates import Following, what_follows
from supervision_tui.practice.owners import owner_kind, owners_offered
from supervision_tui.practice.record_time import is_ad_hoc_in_time
from supervision_tui.practice.terms import DirectionSource, DirectionState, OwnerKind, Refusal, Urgency
from supervision_tui.practice.timescales import Known, Timescale
from supervision_tui.records import (
    Allocation,
    Child,
    Consultation,
    Direction,
    DirectionDate,
    DirectionOwner,
    Recommendation,
    Worker,
)
from supervision_tui.vault.changed import row_by_row
from supervision_tui.vault.store import can_be_undone, changes_records

from .child_past import ChildPast
from .history import History
from .moment import Moment, Refused, read_day, read_instant
from .read_history import read_history

_FEW = 500  # up to here a query names what it wants; beyond, reading all is quicker


@dataclass(frozen=True, slots=True)
class DirectionDraft:
    """A direction as it is typed. `why_this_date` answers for a lazy or distant date.

    `follows` is the row of the catalogue that it takes up, where it comes from what follows. `given` is the day
    and time at which it was really given, as typed, where it comes on record later: out of hours, at court.
    `recommendation_id` is the recommendation of a consultation that it takes up, `audit_id` the audit that requires it.
    """

    child: str
    text: str
    owner: str
    by: str
    because: str
    why_this_date: str = ""
    source: DirectionSource = DirectionSource.AD_HOC
    session_id: int | None = None
    follows: str = ""
    given: str = ""
    checkpoint: str = ""
    recommendation_id: int | None = None
    audit_id: int | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing has been typed; the owner may be filled in from the start."""
        return not (self.text.strip() or self.by.strip() or self.because.strip())


@dataclass(frozen=True, slots=True)
class Origin:
    """The recommendation that a direction takes up: of which consultation, held on which day, in which words."""

    consultation_id: int
    held_on: date
    text: str


@dataclass(frozen=True, slots=True)
class DirectionLine:
    """A direction as lists show it. `word` and `urgency` say how late or near it is; `drift` why it drifts.

    `given_at` is the hour of one that was given outside the app, `on_file` whether it came onto the file in time;
    `origin` is the recommendation of a consultation that it takes up.
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


@dataclass(frozen=True, slots=True)
class ChildDates:
    """What is known of one child's dates: the latest of each event, and what follows from them."""

    child: str
    dates: Mapping[str, date]
    following: tuple[Following, ...]

    def known(self, today: date, *, has_reason: bool = False) -> Known:
        """What the timescale field needs to know."""
        return Known(today, self.dates, has_reason, self.following)

    def in_words(self, today: date, most: int = 3) -> str:
        """What follows, soonest first, those whose date has gone by said to be late."""
        return " · ".join(
            f"{each.words} {wording.day(each.due, today=today)}{', late' if each.due < today else ''}"
            for each in self.following[:most]
        )

    def lazy(self, found: Timescale) -> Refusal | None:
        """Why a date would be a lazy one for this child."""
        return rules.lazy_date(found.due, self.following, found.code)


@can_be_undone("the direction for {0.child}")
@row_by_row
@changes_records
def give_direction(session: Session, draft: DirectionDraft, moment: Moment) -> DirectionLine:
    """Give a direction. Raises `Refused` where a part is missing or the date is refused."""
    child = find_child(session, draft.child)
    missing = rules.missing_parts(draft.text, draft.owner, draft.because)
    if missing:
        raise Refused.because(missing)
    known = child_dates(session, child, moment)
    timescale = accepted_date(known, draft, moment)
    lazy = known.lazy(timescale) is not None
    workers = dict(session.exec(select(Worker.id, Worker.name)).all())
    row = Direction(
        child_id=child.id or 0,
        session_id=draft.session_id,
        worker_id=_worker_of(session, child, moment.today),
        text=draft.text.strip(),
        owner=draft.owner.strip(),
        owner_kind=owner_kind(draft.owner, workers.values()),
        reason=draft.because.strip(),
        given_on=moment.today,
        due_on=timescale.due,
        typed=draft.by.strip()[:80],
        source=draft.source,
        lazy_reason=draft.why_this_date.strip() if lazy else "",
        follows=draft.follows or timescale.code or "",
        given_at=read_instant(draft.given, moment) if draft.given.strip() else None,
        checkpoint=draft.checkpoint,
        recommendation_id=draft.recommendation_id,
        audit_id=draft.audit_id,
        recorded_at=moment.now,
    )
    session.add(row)
    session.flush()
    session.add(DirectionDate(direction_id=row.id or 0, due_on=timescale.due, set_on=moment.today))
    moment.note(session, "give direction", f"direction {row.id}", "text, owner, due, reason")
    session.flush()
    return line_of(session, row, moment)


def accepted_date(known: ChildDates, draft: DirectionDraft, moment: Moment) -> Timescale:
    """The date of a drafted direction. Raises `Refused` where it is refused, or lazy without a reason of its own."""
    reason = bool(draft.why_this_date.strip())
    found = read_day(draft.by, known.known(moment.today, has_reason=reason), moment)
    lazy = known.lazy(found)
    if lazy and not reason:
        raise Refused.because(lazy)
    return found


@can_be_undone(lambda drafts: f"the direction for {wording.listing([each.child for each in drafts])}")
@row_by_row
@changes_records
def give_to_all(session: Session, drafts: Sequence[DirectionDraft], moment: Moment) -> list[DirectionLine]:
    """Give one direction to several children, all or none. Raises `Refused` naming the child it was refused for."""
    given = []
    for draft in drafts:
        try:
            given.append(give_direction(session, draft, moment))
        except Refused as why:
            field = {"": "by", "why": "why_date"}.get(why.field, why.field)
            raise Refused(f"{draft.child}: {why}", why.suggestions, why.code, field=field) from None
    return given


def owners_used(session: Session, moment: Moment, worker: str = "") -> tuple[str, ...]:
    """Whom to offer as the owner of a direction: agencies named here before, the most frequent first."""
    rows = session.exec(
        select(Direction.owner, func.count()).where(Direction.owner_kind == OwnerKind.AGENCY).group_by(Direction.owner)
    )
    used = [owner for owner, _ in sorted(rows, key=lambda row: (-row[1], row[0]))]
    return owners_offered(worker, used, moment.policy.directions.agencies)


@can_be_undone("what was recorded of the direction")
@row_by_row
@changes_records
def close_direction(
    session: Session, direction_id: int, state: DirectionState, outcome: str, moment: Moment
) -> DirectionLine:
    """Tick a direction done or part done, or withdraw it, with a word on the outcome. Raises `Refused`."""
    row = _direction(session, direction_id)
    if not DirectionState(row.state).is_open:
        raise Refused("This direction is closed already; give a new one instead.")
    if state is not DirectionState.DONE and not outcome.strip():
        raise Refused("Say in a word what was done, what was not, or why it is withdrawn.")
    row.state = state
    row.outcome = outcome.strip()
    row.closed_on = moment.today if not state.is_open else None
    row.version += 1
    session.add(row)
    moment.note(session, "close direction", f"direction {row.id}", "state, outcome")
    return line_of(session, row, moment)


@can_be_undone("the new date")
@row_by_row
@changes_records
def extend_direction(session: Session, direction_id: int, by: str, reason: str, moment: Moment) -> DirectionLine:
    """Give a direction a later date, with a reason; the old date stays on record. Raises `Refused`."""
    row = _direction(session, direction_id)
    if not DirectionState(row.state).is_open:
        raise Refused("This direction is closed; give a new one instead.")
    if not reason.strip():
        raise Refused("Say why the date moves; the old date stays visible beside the new one.")
    child = session.get(Child, row.child_id)
    assert child is not None  # noqa: S101  (a foreign key)
    known = child_dates(session, child, moment).known(moment.today, has_reason=True)
    found = read_day(by, known, moment)
    if found.due == row.due_on:
        raise Refused("That is the date it has already.")
    row.due_on = found.due
    row.version += 1
    session.add(row)
    session.add(DirectionDate(direction_id=row.id or 0, due_on=found.due, set_on=moment.today, reason=reason.strip()))
    moment.note(session, "extend direction", f"direction {row.id}", "due, reason")
    session.flush()
    return line_of(session, row, moment)


def open_directions(session: Session, moment: Moment, history: History | None = None) -> list[DirectionLine]:
    """All open directions, by due date; from a history where it is read already."""
    return _lines(session, moment, _open_on(moment.today), history)


def open_by_child(session: Session, moment: Moment, history: History) -> dict[str, tuple[DirectionLine, ...]]:
    """The same by the child's reference."""
    found: dict[str, list[DirectionLine]] = {}
    for each in open_directions(session, moment, history):
        found.setdefault(each.child, []).append(each)
    return {ref: tuple(lines) for ref, lines in found.items()}


def directions_of_child(session: Session, child_id: int, moment: Moment) -> list[DirectionLine]:
    """The open directions for one child, by due date."""
    return _lines(session, moment, _open_on(moment.today).where(Direction.child_id == child_id))


def is_open_direction(session: Session, direction_id: int, moment: Moment) -> bool:
    """Whether a direction is still open, so that it is on the list."""
    row = session.get(Direction, direction_id)
    return row is not None and DirectionState(row.state).is_open


def due_directions(session: Session, moment: Moment, *, within_days: int, worker: str | None) -> list[DirectionLine]:
    """Directions overdue, or due within so many days, of one worker's children or of all."""
    lines = [line for line in open_directions(session, moment) if line.days_late >= -within_days]
    return [line for line in lines if worker is None or line.worker == worker]


def child_dates(session: Session, child: Child, moment: Moment) -> ChildDates:
    """The dates on record for a child, and what follows from them today."""
    child_id = child.id or 0
    return dates_of(read_history(session, moment.policy, [child_id]).children[child_id], moment)


def dates_of(child: ChildPast, moment: Moment) -> ChildDates:
    """The same for a child whose records are read already."""
    on = moment.today
    dates = child.event_dates(on)
    following = what_follows(child.plan_code(on), dates, child.born, on, moment.policy)
    return ChildDates(child.ref, dates, tuple(following))


def first_owners(session: Session, *, after: date | None = None) -> dict[int, str]:
    """Who owned each direction that was handed on: at first, or on that day; by the direction's id."""
    rows = select(DirectionOwner).order_by(col(DirectionOwner.until_on).desc(), col(DirectionOwner.id).desc())
    return {row.direction_id: row.owner for row in session.exec(rows) if after is None or row.until_on > after}


def find_child(session: Session, ref: str) -> Child:
    """The child with that reference. Raises `Refused`."""
    child = session.exec(select(Child).where(Child.ref == ref.strip())).first()
    if child is None:
        raise Refused(f"No child here has the reference “{ref[:40]}”.", code="unknown-child")
    return child


def line_of(session: Session, row: Direction, moment: Moment) -> DirectionLine:
    """One direction as lists show it."""
    return _lines(session, moment, select(Direction).where(Direction.id == row.id))[0]


def _open_on(on: date) -> SelectOfScalar[Direction]:
    """Directions that were not closed by that day."""
    return select(Direction).where(or_(col(Direction.closed_on).is_(None), col(Direction.closed_on) > on))


def _lines(
    session: Session, moment: Moment, wanted: SelectOfScalar[Direction], history: History | None = None
) -> list[DirectionLine]:
    rows = list(session.exec(wanted.where(col(Direction.given_on) <= moment.today)))
    if history is None:
        children = {row.child_id for row in rows}
        history = read_history(session, moment.policy, children if len(rows) <= _FEW else None)
    owners = first_owners(session, after=moment.today)
    origins = _origins(session, {row.recommendation_id for row in rows if row.recommendation_id})
    lines = [
        _line(row, history, moment, owners.get(row.id or 0, row.owner), origins.get(row.recommendation_id or 0))
        for row in rows
    ]
    return sorted(lines, key=lambda line: (line.due, line.child, line.id))


def _line(row: Direction, history: History, moment: Moment, owner: str, origin: Origin | None) -> DirectionLine:
    past, child = history.directions[row.id or 0], history.children[row.child_id]
    facts = past.facts(moment.today, child.discussed)
    assert facts is not None  # noqa: S101  (only those given by that day were asked for)
    late = rules.lateness(facts, moment.today)
    soon = -moment.policy.directions.due_soon_days <= late.days_late <= 0
    plan, worker_id = child.plan(moment.today), child.worker_id(moment.today)
    return DirectionLine(
        id=past.id,
        child=child.ref,
        plan=plan.plan if plan else "",
        worker=history.workers[worker_id].name if worker_id else None,
        text=row.text,
        owner=owner,
        reason=row.reason,
        follows=row.follows,
        given_on=row.given_on,
        due=facts.due,
        first_due=past.dates[0][1] if past.dates else row.due_on,
        days_late=late.days_late,
        word=late.word,
        urgency=Urgency.LATE if late.is_late else Urgency.SOON if soon else Urgency.PLAIN,
        state=facts.state,
        source=row.source,
        extended=facts.extensions,
        lazy=bool(row.lazy_reason),
        drift=rules.drift(facts, moment.today, moment.policy),
        outcome="" if past.is_open(moment.today) and row.closed_on else row.outcome,
        given_at=row.given_at,
        on_file=_on_file(row, moment),
        origin=origin,
    )


def _origins(session: Session, ids: Collection[int]) -> dict[int, Origin]:
    """Where directions came from that take up a recommendation, by the recommendation."""
    if not ids:
        return {}
    rows = session.exec(
        select(Recommendation, Consultation)
        .join(Consultation, col(Recommendation.consultation_id) == Consultation.id)
        .where(col(Recommendation.id).in_(ids))
    ).all()
    return {row.id or 0: Origin(there.id or 0, there.held_on or there.requested_on, row.text) for row, there in rows}


def _on_file(row: Direction, moment: Moment) -> str:
    """Whether a direction that was given out of hours came onto the file in time."""
    if row.given_at is None or row.recorded_at is None:
        return ""
    in_time = is_ad_hoc_in_time(row.given_at, row.recorded_at, moment.policy)
    hours = moment.policy.session.ad_hoc_direction_hours
    return f"on file within {hours} hours" if in_time else f"on file later than {hours} hours"


def _direction(session: Session, direction_id: int) -> Direction:
    row = session.get(Direction, direction_id)
    if row is None:
        raise Refused("That direction is no longer there.")
    return row


def _worker_of(session: Session, child: Child, on: date) -> int | None:
    rows = select(Allocation).where(Allocation.child_id == child.id).where(Allocation.starts_on <= on)
    return next((each.worker_id for each in session.exec(rows) if each.ends_on is None or each.ends_on > on), None)
