"""The manager's own leave, and who stands in: what is written meanwhile bears that name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from supervision_tui.practice import wording
from supervision_tui.records import ManagerCover
from supervision_tui.vault.store import can_be_undone, changes_records

from .moment import Moment, Refused, read_any_day


@dataclass(frozen=True, slots=True)
class Cover:
    """A time in which the manager is away, both days included, why, and who stands in.

    The name is empty where nobody does.
    """

    id: int
    name: str
    starts_on: date
    ends_on: date
    reason: str


@can_be_undone("the cover")
@changes_records
def arrange_cover(
    session: Session, name: str, first: str, last: str, reason: str, *, moment: Moment
) -> Cover:
    """Keep when the manager is away, and who stands in, if anybody does. Raises `Refused`."""
    starts, ends = read_any_day(first, moment, "first"), read_any_day(last, moment, "last")
    if ends < starts:
        raise Refused("The last day of a cover does not come before the first.", field="last")
    if ends < moment.today:
        raise Refused(
            "That has passed already; what was written then bears the name it was written under.",
            field="last",
        )
    for other in covers(session, moment.today):
        if other.starts_on <= ends and starts <= other.ends_on:
            days = wording.full_day(other.starts_on)
            says = f"A leave of yours from {days} is here already."
            if other.name:
                says = f"{other.name} covers already from {days}."
            raise Refused(says, field="first")
    row = ManagerCover(
        name=name.strip()[:120],
        starts_on=starts,
        ends_on=ends,
        reason=reason.strip(),
        recorded_on=moment.today,
    )
    session.add(row)
    session.flush()
    moment.note(session, "arrange cover", f"cover {row.id}", "who, from, to, reason")
    return Cover(row.id or 0, row.name, starts, ends, row.reason)


@can_be_undone("the end of the cover")
@changes_records
def end_cover(session: Session, cover_id: int, moment: Moment) -> None:
    """The manager is back: the cover ends with yesterday, or never began."""
    row = session.get(ManagerCover, cover_id)
    if row is None:
        raise Refused("That cover is no longer there.")
    if row.starts_on >= moment.today:
        session.delete(row)
    else:
        row.ends_on = moment.today - timedelta(days=1)
        session.add(row)
    moment.note(session, "end cover", f"cover {cover_id}", "to")


def covers(session: Session, on: date) -> list[Cover]:
    """The times away that run on that day or later, soonest first."""
    rows = (
        select(ManagerCover).where(ManagerCover.ends_on >= on).order_by(col(ManagerCover.starts_on))
    )
    known = [row for row in session.exec(rows) if row.recorded_on <= on]
    return [Cover(row.id or 0, row.name, row.starts_on, row.ends_on, row.reason) for row in known]


def upcoming(session: Session, moment: Moment) -> list[Cover]:
    """The times away of today and later."""
    return covers(session, moment.today)


def cover_on(session: Session, on: date) -> str:
    """Name who stands in for the manager on that day; nobody is an empty name."""
    return next((each.name for each in covers(session, on) if each.starts_on <= on), "")
