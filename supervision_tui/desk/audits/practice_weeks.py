"""Practice weeks: named periods whose audits are looked at together, so that one can be held
against another.
"""

from __future__ import annotations

from sqlmodel import Session, col, select

from supervision_tui.desk.moment import Moment, Refused, read_day_either_way
from supervision_tui.practice import wording
from supervision_tui.records import PracticeWeek
from supervision_tui.vault.store import can_be_undone, changes_records

_LONGEST_DAYS = 62


def week_called(session: Session, name: str) -> int:
    """The number of the practice week of that name, whatever its capitals. Raises `Refused`."""
    plain = " ".join(name.split()).casefold()
    weeks = session.exec(select(PracticeWeek).order_by(col(PracticeWeek.starts_on).desc())).all()
    found = next((week for week in weeks if week.name.casefold() == plain), None)
    if found is None:
        there = ", ".join(week.name for week in weeks) or "none yet"
        raise Refused(f"There is no practice week “{name[:40]}”; there is {there}.", typed=name)
    return found.id or 0


@can_be_undone("the practice week")
@changes_records
def name_week(session: Session, name: str, first: str, last: str, moment: Moment) -> int:
    """Name a period, both days counted; returns its number. Raises `Refused`."""
    plain = " ".join(name.split())
    if not plain or len(plain) > 60:
        raise Refused("Give the practice week a short name, like Autumn 2026.", field="name")
    if session.exec(select(PracticeWeek).where(PracticeWeek.name == plain)).first() is not None:
        raise Refused(f"There is a practice week called {plain} already.", field="name")
    starts, ends = (
        read_day_either_way(first, moment, "first"),
        read_day_either_way(last, moment, "last"),
    )
    if ends < starts or (ends - starts).days > _LONGEST_DAYS:
        raise Refused(
            f"From {wording.full_day(starts)} to {wording.full_day(ends)} is no practice week; "
            f"check the days.",
            field="last",
        )
    row = PracticeWeek(name=plain, starts_on=starts, ends_on=ends, recorded_on=moment.today)
    session.add(row)
    session.flush()
    moment.note(session, "name practice week", "practice week", "name, days")
    return row.id or 0
