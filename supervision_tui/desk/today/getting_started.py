"""The first steps of a new vault, each told from the records themselves."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from supervision_tui.desk.manager import the_manager
from supervision_tui.desk.moment import Moment
from supervision_tui.practice.wording import count
from supervision_tui.records import Child, SupervisionSession, Worker
from supervision_tui.vault.backup_series import chosen_folder
from supervision_tui.vault.plain_sql import rows_of


@dataclass(frozen=True, slots=True)
class Step:
    """A first step: its key, what is done, how far it has come, whether that is enough."""

    key: str
    name: str
    says: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class GettingStarted:
    """The steps in their order, and the workers who are here."""

    steps: tuple[Step, ...]
    workers: tuple[int, ...]

    @property
    def is_done(self) -> bool:
        """Tell whether nothing is left to do."""
        return all(step.is_done for step in self.steps)


def getting_started(session: Session, moment: Moment) -> GettingStarted:
    """The first steps in this vault."""
    rows = session.exec(select(Worker).order_by(Worker.name)).all()
    here = [row for row in rows if row.left_on is None or row.left_on > moment.today]
    children = (
        session.scalar(
            select(func.count()).select_from(Child).where(col(Child.closed_on).is_(None))
        )
        or 0
    )
    unchecked = [row for row in here if not row.stage_checked]
    planned = _planned(session, moment)
    who = the_manager(session)
    folder = chosen_folder(rows_of(session))
    says_checked = "nobody is here yet"
    if here:
        says_checked = f"{len(here) - len(unchecked)} of {count(len(here), 'worker')} checked"
    children_here = _FILES
    if here:
        children_here = f"{count(children, 'child', 'children')}, {count(len(here), 'worker')}"
    planned_so_far = "from each agreement, at once"
    if planned:
        planned_so_far = f"{count(planned, 'session')} planned"
    where = str(folder) if folder else "one encrypted copy a day"
    return GettingStarted(
        (
            Step("caseload", "Import the caseload", children_here, bool(here and children)),
            Step(
                "workers",
                "Check stages, hours and last supervision",
                says_checked,
                bool(here) and not unchecked,
            ),
            Step(
                "manager",
                "Say who you are",
                who.words or "name, role, team, council, and the days on which you work",
                bool(who.name),
            ),
            Step("sessions", "Plan the next quarter", planned_so_far, planned > 0),
            Step("backups", "Choose a folder for backups", where, folder is not None),
        ),
        tuple(row.id for row in here if row.id is not None),
    )


_FILES = "Annex A, a CSV, or by hand"


def _planned(session: Session, moment: Moment) -> int:
    rows = session.exec(
        select(SupervisionSession).where(col(SupervisionSession.planned_on) >= moment.today)
    ).all()
    return sum(row.state == "planned" for row in rows)
