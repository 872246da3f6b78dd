"""An import under a clock that was ahead: its day has not come yet, so it counts for nothing and is
brought back.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import update
from sqlmodel import Session, col

from supervision_tui.desk.moment import Moment
from supervision_tui.practice.wording import full_day
from supervision_tui.records import (
    Allocation,
    Child,
    ChildEvent,
    ChildSource,
    PlanEpisode,
    RagEntry,
    RoleOnCase,
    SourceReading,
    VaultFact,
    VisitFrequency,
    Worker,
)

LAST_IMPORT = "last import as of"
_WRITTEN_ON = (  # the days that an import sets to its own
    (Child, "known_since"),
    (Child, "closed_on"),
    (PlanEpisode, "recorded_on"),
    (PlanEpisode, "ends_on"),
    (RagEntry, "on_date"),
    (Allocation, "starts_on"),
    (Allocation, "ends_on"),
    (ChildEvent, "recorded_on"),
    (ChildSource, "recorded_on"),
    (SourceReading, "read_on"),
    (RoleOnCase, "starts_on"),
    (RoleOnCase, "ends_on"),
    (RoleOnCase, "recorded_on"),
    (VisitFrequency, "starts_on"),
    (VisitFrequency, "recorded_on"),
    (Worker, "known_since"),
)


def last_import(session: Session) -> date | None:
    """Read the day of the last import; nothing where there was none."""
    found = session.get(VaultFact, LAST_IMPORT)
    if found:
        return date.fromisoformat(found.value)
    return None


def was_ahead(session: Session, moment: Moment) -> bool:
    """Tell whether the last import bears a day that has not come, whatever it was taken as of."""
    last = last_import(session)
    return last is not None and last > max(moment.today, moment.now.date())


def says_it_was_ahead(session: Session, moment: Moment) -> tuple[str, ...]:
    """Warn of it: what comes of it is for a person to decide."""
    last = last_import(session)
    if last is None or not was_ahead(session, moment):
        return ()
    return (
        f"The last import bears {full_day(last)}, which has not come: the clock was ahead. It "
        f"does not count; if you "
        f"go on, what it wrote for that day is dated {full_day(moment.today)}.",
    )


def bring_back(session: Session, moment: Moment) -> None:
    """Date what was written for a day that has not come as of the day on which a file is taken."""
    if not was_ahead(session, moment):
        return
    for table, name in _WRITTEN_ON:
        column = col(getattr(table, name))
        session.connection().execute(
            update(table).where(column > moment.today).values({name: moment.today})
        )
    assumed = update(PlanEpisode).where(col(PlanEpisode.start_known).is_(False))
    session.connection().execute(
        assumed.where(col(PlanEpisode.starts_on) > moment.today).values(starts_on=moment.today)
    )
    unchecked = update(Worker).where(col(Worker.stage_checked).is_(False))
    session.connection().execute(
        unchecked.where(col(Worker.starts_on) > moment.today).values(starts_on=moment.today)
    )
    session.expire_all()
    moment.note(session, "bring back import", "caseload", "days that had not come")
