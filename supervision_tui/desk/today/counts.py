"""Counts of what each mode shows, in a word or two."""

from __future__ import annotations

from sqlmodel import Session, col, func, or_, select

from supervision_tui.desk.directions.lines import open_directions
from supervision_tui.desk.moment import Moment
from supervision_tui.records import Child, Consultation


def counts_of_modes(session: Session, moment: Moment) -> dict[str, str]:
    """The figures by mode: open children, directions and overdue ones, waiting consultations."""
    is_open = or_(col(Child.closed_on).is_(None), col(Child.closed_on) > moment.today)
    children = session.scalar(select(func.count()).select_from(Child).where(is_open)) or 0
    directions = open_directions(session, moment)
    late = sum(each.days_late > 0 for each in directions)
    found = {"review": f"{children} open"}
    if directions:
        found["directions"] = (
            f"{len(directions)} open, {late} late" if late else f"{len(directions)} open"
        )
    waiting = session.exec(
        select(Consultation).where(
            col(Consultation.held_on).is_(None), col(Consultation.closed_on).is_(None)
        )
    ).all()
    if waiting:
        found["consultations"] = f"{len(waiting)} to be held"
    return found
