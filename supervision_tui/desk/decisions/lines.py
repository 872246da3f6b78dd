"""Decisions and discussions as lists show them, and one of them as it stands on record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from supervision_tui.desk.directions.lines import first_owners
from supervision_tui.desk.file_head import FileHead, child_heads
from supervision_tui.desk.find import find_child
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.practice import wording
from supervision_tui.practice.vocabulary import DirectionState, TookPart
from supervision_tui.records import (
    CaseDecision,
    Child,
    DecisionAmendment,
    DecisionChild,
    DecisionParticipant,
    Direction,
    DirectionDate,
)
from supervision_tui.system.clock import local_day, local_time


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who was asked: the agency, the name or role, and the part taken."""

    agency: str
    name: str
    part: TookPart

    def says(self) -> str:
        """In a line: `police, DS Reed: came`."""
        who = ", ".join(filter(None, (self.agency, self.name)))
        return f"{who}: {self.part}"


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision as a list shows it: when, what kind, and the decision in its own words."""

    id: int
    held_at: datetime
    kind: str
    words: str
    children: tuple[str, ...]
    decision: str
    is_no_action: bool
    actions: int
    open_actions: int

    @property
    def on(self) -> date:
        """The day on which it was made, here."""
        return local_day(self.held_at)

    def says(self, today: date) -> str:
        """In a line: `Thu 26 Feb, strategy discussion: … · 2 of 3 actions open`."""
        if self.is_no_action:
            came_of = "no action"
        elif self.open_actions:
            came_of = f"{self.open_actions} of {wording.count(self.actions, 'action')} open"
        else:
            came_of = f"{wording.count(self.actions, 'action')}, none open"
        return f"{wording.day(self.on, today=today)}, {self.words}: {self.decision} · {came_of}"


@dataclass(frozen=True, slots=True)
class DecidedAction:
    """A direction of a decision: as it was given, and where it stands now."""

    id: int
    child: str
    text: str
    owner: str
    due: date
    hour: str
    reason: str
    state: DirectionState
    outcome: str
    link: str = ""

    def says(self) -> str:
        """All of it, as it was given, in a line."""
        due = wording.due_day(self.due, self.hour)
        return wording.direction_line(self.text, self.owner, due, self.reason, self.link)


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """One decision as it stands on record.

    `reviews` is the discussion whose actions it looked at, `amendments` a day, a reason and a text
    each, oldest first; `heads` are those of the children's records, by reference.
    """

    line: DecisionLine
    people: tuple[Participant, ...]
    facts: str
    voice: str
    options: str
    reason: str
    recorded_at: datetime
    recorded_by: str
    actions: tuple[DecidedAction, ...]
    amendments: tuple[tuple[date, str, str], ...]
    reviews: DecisionLine | None = None
    heads: Mapping[str, FileHead] = field(default_factory=dict)

    @property
    def id(self) -> int:
        """Its number."""
        return self.line.id

    @property
    def children(self) -> tuple[str, ...]:
        """The references of the children whom it is about."""
        return self.line.children

    @property
    def time(self) -> str:
        """The hour at which it was made, here."""
        return local_time(self.line.held_at)

    def actions_for(self, ref: str) -> tuple[DecidedAction, ...]:
        """The actions for one of its children."""
        return tuple(each for each in self.actions if each.child == ref)

    def actions_once(self) -> tuple[DecidedAction, ...]:
        """All that is to be done, each action once where it was given for several children."""
        once = {each.says(): each for each in reversed(self.actions)}
        return tuple(reversed(once.values()))


def decisions_for(
    session: Session, child_ids: Sequence[int], moment: Moment
) -> dict[str, tuple[DecisionLine, ...]]:
    """The decisions about these children, by reference, the latest first."""
    named = select(DecisionChild.decision_id).where(col(DecisionChild.child_id).in_(child_ids))
    found: dict[str, list[DecisionLine]] = defaultdict(list)
    for line in decision_lines(session, moment, set(session.exec(named))):
        for ref in line.children:
            found[ref].append(line)
    return {ref: tuple(lines) for ref, lines in found.items()}


def decisions_to_raise(
    session: Session, last_discussed: Mapping[int, date | None], moment: Moment
) -> dict[str, tuple[DecisionLine, ...]]:
    """The decisions to speak of in supervision, by the child's reference.

    Those made since the child was last discussed, and those of which something is still to be done.
    `last_discussed` is that day by the child's number.
    """
    found = decisions_for(session, list(last_discussed), moment)
    wanted = select(Child.ref, Child.id).where(col(Child.id).in_(list(last_discussed)))
    numbers = dict(session.exec(wanted).all())
    return {
        ref: tuple(
            line
            for line in lines
            if line.open_actions or _is_since(line, last_discussed.get(numbers.get(ref) or 0))
        )
        for ref, lines in found.items()
        if ref in numbers
    }


def _is_since(line: DecisionLine, discussed: date | None) -> bool:
    return discussed is None or line.on >= discussed


def decision_lines(
    session: Session, moment: Moment, only: Iterable[int] | None = None
) -> list[DecisionLine]:
    """All decisions on record by that day, the latest first; or only these."""
    wanted = select(CaseDecision).where(CaseDecision.recorded_on <= moment.today)
    ids = None if only is None else set(only)
    if ids is not None:
        if not ids:
            return []
        wanted = wanted.where(col(CaseDecision.id).in_(ids))
    rows = list(session.exec(wanted))
    children = _children(session, ids)
    states = _states(session, moment.today, ids)
    lines = [
        DecisionLine(
            id=row.id or 0,
            held_at=row.held_at,
            kind=row.kind,
            words=moment.policy.decision(row.kind).words,
            children=tuple(children.get(row.id or 0, ())),
            decision=row.decision,
            is_no_action=row.is_no_action,
            actions=len(states.get(row.id or 0, ())),
            open_actions=sum(state.is_open for state in states.get(row.id or 0, ())),
        )
        for row in rows
    ]
    return sorted(lines, key=lambda each: (local_day(each.held_at), each.id), reverse=True)


def decision_record(session: Session, decision_id: int, moment: Moment) -> DecisionRecord:
    """One decision as it stands on record. Raises `Refused`."""
    row = session.get(CaseDecision, decision_id)
    line = next(iter(decision_lines(session, moment, [decision_id])), None)
    if row is None or line is None:
        raise Refused("That decision is no longer there.")
    reviews = None
    if row.reviews_id is not None:
        reviews = next(iter(decision_lines(session, moment, [row.reviews_id])), None)
    people = session.exec(
        select(DecisionParticipant)
        .where(DecisionParticipant.decision_id == decision_id)
        .order_by(col(DecisionParticipant.id))
    )
    amended = session.exec(
        select(DecisionAmendment)
        .where(DecisionAmendment.decision_id == decision_id)
        .where(DecisionAmendment.recorded_on <= moment.today)
        .order_by(col(DecisionAmendment.id))
    )
    return DecisionRecord(
        line=line,
        people=tuple(Participant(each.agency, each.name, TookPart(each.part)) for each in people),
        facts=row.facts,
        voice=row.voice,
        options=row.options,
        reason=row.reason,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        actions=_actions(session, decision_id, moment.today),
        amendments=tuple((each.recorded_on, each.reason, each.text) for each in amended),
        reviews=reviews,
        heads=child_heads(session, line.children),
    )


def latest_to_review(
    session: Session, refs: Iterable[str], kind: str, moment: Moment
) -> DecisionRecord | None:
    """The last discussion about these children that one of this kind reviews, where there is one.

    A later review of the same discussion goes on from where the one before ended.
    """
    reviewed = moment.policy.decision(kind).reviews
    if not reviewed:
        return None
    ids = [find_child(session, ref).id or 0 for ref in refs]
    named = select(DecisionChild.decision_id).where(col(DecisionChild.child_id).in_(ids))
    lines = decision_lines(session, moment, set(session.exec(named)))
    last = next((each for each in lines if each.kind in (reviewed, kind)), None)
    if last is None:
        return None
    return decision_record(session, last.id, moment)


def _children(session: Session, ids: set[int] | None) -> dict[int, list[str]]:
    wanted = select(DecisionChild.decision_id, Child.ref).join(
        Child, col(DecisionChild.child_id) == Child.id
    )
    if ids is not None:
        wanted = wanted.where(col(DecisionChild.decision_id).in_(ids))
    found: dict[int, list[str]] = defaultdict(list)
    for decision_id, ref in session.exec(wanted.order_by(col(DecisionChild.id))):
        found[decision_id].append(ref)
    return found


def _states(session: Session, on: date, ids: set[int] | None) -> dict[int, list[DirectionState]]:
    """The state of each direction of a decision on a day, one given for several children once."""
    d = Direction
    wanted = select_columns(
        col(d.decision_id), col(d.text), col(d.owner), col(d.state), col(d.closed_on)
    ).where(col(d.decision_id).is_not(None))
    if ids is not None:
        wanted = wanted.where(col(d.decision_id).in_(ids))
    once: dict[tuple[int, str, str], DirectionState] = {}
    rows = session.connection().execute(wanted.where(col(d.given_on) <= on).order_by(col(d.id)))
    for decision_id, text, owner, kept, closed_on in rows.all():
        state = _state_on(kept, closed_on, on)
        key = (decision_id or 0, text, owner)
        if key not in once or state.is_open:
            once[key] = state
    found: dict[int, list[DirectionState]] = defaultdict(list)
    for (decision_id, _text, _owner), state in once.items():
        found[decision_id].append(state)
    return found


def _state_on(kept: str, closed_on: date | None, on: date) -> DirectionState:
    state = DirectionState(kept)
    if not state.is_open and closed_on is not None and closed_on > on:
        return DirectionState.OPEN
    return state


def _actions(session: Session, decision_id: int, on: date) -> tuple[DecidedAction, ...]:
    rows = session.exec(
        select(Direction, Child.ref)
        .join(Child, col(Direction.child_id) == Child.id)
        .where(Direction.decision_id == decision_id)
        .order_by(col(Direction.id))
    ).all()
    owners = first_owners(session, of=[row.id or 0 for row, _ref in rows])
    first = {
        each.direction_id: each
        for each in session.exec(
            select(DirectionDate)
            .join(Direction, col(DirectionDate.direction_id) == Direction.id)
            .where(Direction.decision_id == decision_id)
            .order_by(col(DirectionDate.id).desc())
        )
    }
    found = []
    for row, ref in rows:
        given = first.get(row.id or 0)
        due, hour = (given.due_on, given.due_time) if given else (row.due_on, row.due_time)
        found.append(
            DecidedAction(
                id=row.id or 0,
                child=ref,
                text=row.text,
                owner=owners.get(row.id or 0, row.owner),
                due=due,
                hour=hour,
                reason=row.reason,
                state=_state_on(row.state, row.closed_on, on),
                outcome=row.outcome,
                link=row.link,
            )
        )
    return tuple(found)
