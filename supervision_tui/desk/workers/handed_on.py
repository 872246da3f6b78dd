"""Directions that somebody else does while their owner is away, and to whom they go back."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlmodel import Session, col, select

from supervision_tui.desk.find import names_of_workers
from supervision_tui.desk.history.child import ChildHistory
from supervision_tui.desk.history.history import History
from supervision_tui.desk.manager import managers_here, owner_as_written
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.practice.direction.owners import owner_kind
from supervision_tui.practice.vocabulary import DirectionState
from supervision_tui.records import Direction, DirectionOwner, Worker


def open_direction(session: Session, number: int) -> Direction:
    """An open direction by its number. Raises `Refused`."""
    row = session.get(Direction, number)
    if row is None or not DirectionState(row.state).is_open:
        raise Refused("That direction is closed already.")
    return row


def hand_on(
    session: Session, row: Direction, to: str, leave_id: int | None, moment: Moment
) -> None:
    """Give a direction another owner, for an absence, or for good where none is named."""
    before = DirectionOwner(
        direction_id=row.id or 0, owner=row.owner, until_on=moment.today, leave_id=leave_id
    )
    session.add(before)
    row.owner = owner_as_written(session, to, moment)
    row.owner_kind = owner_kind(to, names_of_workers(session), managers_here(session, moment))
    row.version += 1
    session.add(row)
    moment.note(session, "hand on direction", f"direction {row.id}", "owner")


def out_for(session: Session, leaves: Collection[int]) -> dict[int, tuple[int, ...]]:
    """The directions that are out for one of these absences, each with all it is out for, in order.

    What was handed on for good since then, or came back, is out no more.
    """
    handed = select(DirectionOwner.direction_id).where(col(DirectionOwner.leave_id).in_(leaves))
    rows = (
        select(DirectionOwner.direction_id, DirectionOwner.leave_id)
        .where(col(DirectionOwner.direction_id).in_(handed))
        .order_by(col(DirectionOwner.id))
    )
    out: dict[int, tuple[int, ...]] = {}
    for number, leave_id in session.exec(rows):
        if leave_id is None:
            out.pop(number, None)
        else:
            out[number] = (*out.get(number, ()), leave_id)
    return {number: those for number, those in out.items() if set(those) & set(leaves)}


def goes_back(child: ChildHistory, owner: str, to: str, history: History, moment: Moment) -> bool:
    """Tell whether a direction that is out goes back to a worker.

    It does not where that worker has it already, or where who has it leads the child by now.
    """
    lead = child.worker_id(moment.today)
    is_the_leads = lead is not None and history.workers[lead].name.casefold() == owner.casefold()
    return owner.casefold() != to.casefold() and not is_the_leads


def take_back(
    session: Session, worker: Worker, leaves: Collection[int], history: History, moment: Moment
) -> None:
    """Give a worker who is back the directions that are out for these absences of the worker's.

    One that is out for somebody else's absence, too, stays out for that.
    """
    for number, those in out_for(session, leaves).items():
        row = session.get_one(Direction, number)
        if not DirectionState(row.state).is_open:
            continue
        child = history.children[row.child_id]
        to = row.owner
        if goes_back(child, row.owner, worker.name, history, moment):
            to = worker.name
        hand_on(session, row, to, _out_before(those, leaves), moment)


def _out_before(those: Sequence[int], leaves: Collection[int]) -> int | None:
    """The absence for which a direction was out already when it was handed on for one of these."""
    begins = min(place for place, each in enumerate(those) if each in leaves)
    if begins:
        return those[begins - 1]
    return None


def keep_for_good(session: Session, leaves: Collection[int], moment: Moment) -> None:
    """Let who does the directions that are out for these absences do them for good."""
    for number in out_for(session, leaves):
        row = session.get_one(Direction, number)
        hand_on(session, row, row.owner, None, moment)
