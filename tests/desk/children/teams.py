"""Small teams by hand: workers and children with plans, as a council's file brings them."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session, select

from supervision_tui.desk.children.cases import NewChild, add_child
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.workers.people import add_worker
from supervision_tui.practice.workload.model import Workload
from supervision_tui.records import Worker
from supervision_tui.vault.store import Store

TEAM = "Harbour"


def team_of(store: Store, moment: Moment, *names: str) -> None:
    """Workers of one team."""
    for name in names:
        store.run(add_worker, name, TEAM, moment)


def children_of(store: Store, moment: Moment, worker: str, plans: Mapping[str, str]) -> None:
    """Children by reference with a plan each, with a worker; an empty name is nobody."""
    for ref, plan in plans.items():
        store.run(add_child, NewChild(ref, "", plan, worker, team=TEAM), moment)


def number_of(session: Session, name: str) -> int:
    """The number of a worker."""
    return session.exec(select(Worker.id).where(Worker.name == name)).one() or 0


def caseload(session: Session, name: str, moment: Moment) -> dict[str, tuple[str, float]]:
    """The role and the share of each child in a worker's caseload."""
    history = read_history(session, moment)
    load = history.load(number_of(session, name), moment.today)
    return {case.ref: (case.role, case.share) for case in load.children}


def workload(session: Session, name: str, moment: Moment) -> Workload:
    """What the model says of a worker."""
    history = read_history(session, moment)
    return history.workload(number_of(session, name), moment.today)
