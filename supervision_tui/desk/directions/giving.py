"""Directions: given, ticked, extended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlmodel import Session, func, select

from supervision_tui.desk.child_events import Held, put_held_event
from supervision_tui.desk.find import find_child, who_answers_for
from supervision_tui.desk.manager import managers_here, owner_as_written
from supervision_tui.desk.moment import Moment, Refused, read_day, read_instant
from supervision_tui.practice import wording
from supervision_tui.practice.children.dates_due import is_the_thing_itself
from supervision_tui.practice.direction.accepting import SaidDirection, accept
from supervision_tui.practice.direction.owners import owner_kind, owners_offered
from supervision_tui.practice.vocabulary import DirectionSource, DirectionState, OwnerKind, Refusal
from supervision_tui.records import Child, Direction, DirectionDate, PersonalAction, Worker
from supervision_tui.vault.store import can_be_undone, changes_records

from .child_dates import child_dates
from .lines import DirectionLine, line_of

_LONGEST_LINK = 300  # letters
_ADDRESSES = ("http://", "https://")


class EarlierAnswer(Protocol):
    """An answer to an earlier direction: its state, the outcome, and the day it was held on."""

    state: str
    outcome: str
    held_on: str

    @property
    def is_said(self) -> bool:
        """Tell whether anything was said."""


@dataclass(frozen=True, slots=True)
class DirectionDraft:
    """A direction as it is typed, and where it comes from.

    `follows` is the row of the catalogue that it takes up, where it comes from what follows.
    `given` is the day and time at which it was really given, as typed, where it comes on record
    later: out of hours, at court. `recommendation_id` is the recommendation of a consultation that
    it takes up, `audit_id` the audit that requires it, `decision_id` the decision it belongs to.
    `link` is an address or the name of a file.
    """

    child: str
    said: SaidDirection
    source: DirectionSource = DirectionSource.AD_HOC
    session_id: int | None = None
    follows: str = ""
    given: str = ""
    checkpoint: str = ""
    recommendation_id: int | None = None
    audit_id: int | None = None
    decision_id: int | None = None
    link: str = ""


@can_be_undone("the direction for {0.child}")
@changes_records
def give_direction(session: Session, draft: DirectionDraft, moment: Moment) -> DirectionLine:
    """Give a direction. Raises `Refused` where a part is missing or the date is refused."""
    child = find_child(session, draft.child)
    dates = child_dates(session, child, moment)
    found = accept(draft.said, dates.known(moment.today), dates.due, moment.policy)
    if isinstance(found, Refusal):
        raise Refused.because(found)
    given_at = read_instant(draft.given, moment) if draft.given.strip() else None
    workers = dict(session.exec(select(Worker.id, Worker.name)).all())
    row = Direction(
        child_id=child.id or 0,
        session_id=draft.session_id,
        worker_id=who_answers_for(session, child.id or 0, moment.today),
        text=found.do,
        owner=owner_as_written(session, found.who, moment),
        owner_kind=owner_kind(found.who, workers.values(), managers_here(session, moment)),
        reason=found.because,
        given_on=moment.today,
        due_on=found.timescale.due,
        due_time=found.timescale.hour,
        typed=draft.said.by.strip()[:80],
        source=draft.source,
        lazy_reason=found.why_this_date,
        follows=draft.follows or found.timescale.code or "",
        given_at=given_at,
        checkpoint=draft.checkpoint,
        recommendation_id=draft.recommendation_id,
        audit_id=draft.audit_id,
        decision_id=draft.decision_id,
        link=read_link(draft.link),
        recorded_at=moment.now,
    )
    session.add(row)
    session.flush()
    session.add(
        DirectionDate(
            direction_id=row.id or 0,
            due_on=row.due_on,
            due_time=row.due_time,
            set_on=moment.today,
        )
    )
    moment.note(session, "give direction", f"direction {row.id}", "text, owner, due, reason")
    session.flush()
    return line_of(session, row, moment)


@can_be_undone(
    lambda drafts: f"the direction for {wording.listing([each.child for each in drafts])}"
)
@changes_records
def give_to_all(
    session: Session, drafts: Sequence[DirectionDraft], moment: Moment
) -> list[DirectionLine]:
    """Give one direction to several children, all or none.

    Raises `Refused` naming the child it was refused for.
    """
    given = []
    for draft in drafts:
        try:
            given.append(give_direction(session, draft, moment))
        except Refused as why:
            says = f"{draft.child}: {why}"
            raise Refused(
                says, why.suggestions, why.code, field=why.field, typed=why.typed
            ) from None
    return given


def owners_used(session: Session, moment: Moment, worker: str = "") -> tuple[str, ...]:
    """List whom to offer as owner: agencies named here before, the most frequent first."""
    rows = session.exec(
        select(Direction.owner, func.count())
        .where(Direction.owner_kind == OwnerKind.AGENCY)
        .group_by(Direction.owner)
    )
    used = [owner for owner, _ in sorted(rows, key=lambda row: (-row[1], row[0]))]
    return owners_offered(worker, used, moment.policy.directions.agencies)


@can_be_undone("what was recorded of the direction")
@changes_records
def close_direction(
    session: Session,
    direction_id: int,
    state: DirectionState,
    outcome: str,
    moment: Moment,
    *,
    held: Held | None = None,
) -> DirectionLine:
    """Tick a direction done or part done, or withdraw it, with a word on the outcome.

    One that was taken up from a date due puts on record when it was held. Raises `Refused`.
    """
    row = _direction(session, direction_id)
    if not DirectionState(row.state).is_open:
        raise Refused("This direction is closed already; give a new one instead.")
    if state is not DirectionState.DONE and not outcome.strip():
        raise Refused(
            "Say in a word what was done, what was not, or why it is withdrawn.", field="outcome"
        )
    row.state = state
    row.outcome = outcome.strip()
    row.closed_on = moment.today if not state.is_open else None
    row.version += 1
    session.add(row)
    if state is DirectionState.DONE and held is not None:
        if not held.on.strip() and is_the_thing_itself(row.follows, row.text, moment.policy):
            raise Refused(
                "Say on which day it was: 5 nov, yesterday, fri.", ("today",), field="held_on"
            )
        put_held_event(session, child_of(session, row), row.follows, held, moment)
    moment.note(session, "close direction", f"direction {row.id}", "state, outcome")
    return line_of(session, row, moment)


@can_be_undone("the new date")
@changes_records
def extend_direction(
    session: Session, direction_id: int, by: str, reason: str, moment: Moment
) -> DirectionLine:
    """Give a direction a later date, with a reason; the old date stays on record.

    Raises `Refused`.
    """
    row = _direction(session, direction_id)
    if not DirectionState(row.state).is_open:
        raise Refused("This direction is closed; give a new one instead.")
    if not reason.strip():
        raise Refused(
            "Say why the date moves; the old date stays visible beside the new one.", field="reason"
        )
    known = child_dates(session, child_of(session, row), moment).known(
        moment.today, has_reason=True
    )
    found = read_day(by, known, moment)
    if (found.due, found.hour) == (row.due_on, row.due_time):
        raise Refused("That is the date it has already.", field="by")
    row.due_on, row.due_time = found.due, found.hour
    row.version += 1
    session.add(row)
    session.add(
        DirectionDate(
            direction_id=row.id or 0,
            due_on=found.due,
            due_time=found.hour,
            set_on=moment.today,
            reason=reason.strip(),
        )
    )
    moment.note(session, "extend direction", f"direction {row.id}", "due, reason")
    session.flush()
    return line_of(session, row, moment)


@can_be_undone("the link of the direction")
@changes_records
def link_direction(session: Session, direction_id: int, link: str, moment: Moment) -> None:
    """Keep an address or a file's name beside a direction, or take it away. Raises `Refused`."""
    row = _direction(session, direction_id)
    row.link = read_link(link)
    row.version += 1
    session.add(row)
    moment.note(session, "link direction", f"direction {row.id}", "link")


def read_link(typed: str) -> str:
    """An address, or the name of a file without its folders, as it is kept. Raises `Refused`."""
    link = " ".join(typed.split())
    if len(link) > _LONGEST_LINK:
        raise Refused(f"A link is a line of at most {_LONGEST_LINK} letters.", field="link")
    if not link.isprintable():
        raise Refused("A link holds only signs that can be printed.", field="link")
    is_address = link.startswith(_ADDRESSES)
    if is_address:
        return link
    return link.replace("\\", "/").rstrip("/").rpartition("/")[2]


def take_up_earlier(session: Session, earlier: Mapping[str, EarlierAnswer], moment: Moment) -> int:
    """Set what was said of earlier directions, by their numbers; returns how many it closes."""
    closed = 0
    for key, answer in earlier.items():
        row = session.get(Direction, int(key))
        if row is None or not DirectionState(row.state).is_open or not answer.is_said:
            continue
        closed += take_answer(row, answer, moment)
        session.add(row)
        if row.state == DirectionState.DONE and row.follows:
            put_held_event(
                session, child_of(session, row), row.follows, Held(answer.held_on), moment
            )
        moment.note(session, "review direction", f"direction {row.id}", "state, outcome")
    return closed


def take_answer(row: Direction | PersonalAction, answer: EarlierAnswer, moment: Moment) -> bool:
    """Set what was said of a direction, or of an action of a worker; returns whether it closes."""
    closes = answer.state in (DirectionState.DONE, DirectionState.WITHDRAWN)
    if closes:
        row.closed_on = moment.today
    row.state = answer.state or row.state
    row.outcome = answer.outcome.strip() or row.outcome
    row.version += 1
    return closes


def _direction(session: Session, direction_id: int) -> Direction:
    row = session.get(Direction, direction_id)
    if row is None:
        raise Refused("That direction is no longer there.")
    return row


def child_of(session: Session, row: Direction) -> Child:
    """The child of a direction."""
    child = session.get(Child, row.child_id)
    assert child is not None  # noqa: S101  (a foreign key)
    return child
