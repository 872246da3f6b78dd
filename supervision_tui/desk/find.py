"""The one place where a child or a worker is found by what a person typed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from supervision_tui.practice import wording
from supervision_tui.practice.vocabulary import CaseRole
from supervision_tui.records import Allocation, Child, RoleOnCase, Team, Worker

from .moment import Refused
from .names import NamesToMatch, normal_name

_MOST_NAMED = 5
LONGEST_NAME = 120  # letters


def child_with(session: Session, ref: str) -> Child | None:
    """The child with that reference, where there is one."""
    return session.exec(select(Child).where(Child.ref == ref.strip())).first()


def find_child(session: Session, ref: str) -> Child:
    """The child with that reference. Raises `Refused`."""
    child = child_with(session, ref)
    if child is None:
        raise Refused(
            f"No child here has the reference “{ref[:40]}”.", code="unknown-child", typed=ref
        )
    return child


def check_is_open(child: Child) -> None:
    """Refuse a child whose case is closed. Raises `Refused`."""
    if child.closed_on is not None:
        raise Refused(
            f"{child.ref} is closed since {child.closed_on.isoformat()}; bring the child in again "
            f"first."
        )


def team_named(session: Session, typed: str) -> Team:
    """The team of that name, which is made where there is none.

    Without a name the only one there is. Raises `Refused`.
    """
    wanted = " ".join(typed.split())
    teams = session.exec(select(Team).order_by(Team.name)).all()
    found = next((team for team in teams if team.name.casefold() == wanted.casefold()), None)
    if found is None and not wanted and len(teams) == 1:
        found = teams[0]
    if found is None:
        if not can_be_a_name(wanted):
            raise Refused(
                "Say which team: the name as it stands at the top of each screen.", field="team"
            )
        found = Team(name=wanted)
        session.add(found)
        session.flush()
    return found


def can_be_a_name(text: str) -> bool:
    """Tell whether a text can be the name of a person or a team."""
    return 0 < len(text) <= LONGEST_NAME and text.isprintable()


def worker_called(session: Session, name: str) -> Worker | None:
    """The worker of exactly that name, those who have left among them, where there is one."""
    return session.exec(select(Worker).where(Worker.normal_name == normal_name(name))).first()


def names_of_workers(session: Session) -> list[str]:
    """The names of all workers who are here, in order."""
    return sorted(session.exec(select(Worker.name).where(col(Worker.left_on).is_(None))))


def find_worker(session: Session, typed: str) -> Worker:
    """The worker here of that name, or with that part of it alone.

    Raises `Refused` with the nearest names.
    """
    workers = list(session.exec(select(Worker).where(col(Worker.left_on).is_(None))))
    wanted = normal_name(typed)
    found = next((worker for worker in workers if worker.normal_name == wanted), None)
    if found:
        return found
    parts = [worker for worker in workers if wanted and wanted in worker.normal_name]
    if len(parts) == 1:
        return parts[0]
    near = NamesToMatch(worker.name for worker in workers).close_to(typed)
    names = tuple(sorted(worker.name for worker in parts or workers)[:_MOST_NAMED])
    if near:
        names = (near,)
        hint = f" Did you mean {near}?"
    elif not names:
        hint = " There are no workers in this vault yet."
    elif len(parts or workers) > len(names):
        hint = f" There are {', '.join(names)}, and others."
    else:
        hint = f" There are {wording.listing(names)}."
    raise Refused(
        f"No worker here is called “{typed[:60]}”.{hint}", names, "unknown-worker", typed=typed
    )


def who_answers_for(session: Session, child_id: int, on: date) -> int | None:
    """The worker here who answers for a child on a day: who covers, leads, or works beside."""
    return _answering(session, on, child_id).get(child_id)


def names_answering(session: Session, on: date) -> dict[int, str]:
    """The name of the worker here who answers for each child on a day, by the child's id."""
    wanted = select_columns(col(Worker.id), col(Worker.name))
    names = {worker_id: name for worker_id, name in session.connection().execute(wanted)}  # noqa: C416
    return {child_id: names[worker_id] for child_id, worker_id in _answering(session, on).items()}


def _answering(session: Session, on: date, child_id: int | None = None) -> dict[int, int]:
    """The worker of each child on a day, or of one child: the later of these takes the place."""
    a, r = Allocation, RoleOnCase
    roles = select_columns(col(r.child_id), col(r.worker_id), col(r.starts_on), col(r.ends_on))
    roles = roles.where(col(r.recorded_on) <= on)
    found: dict[int, int] = {}
    for rows, child in (
        (roles.where(col(r.role) != CaseRole.COVERING).order_by(col(r.id).desc()), r.child_id),
        (
            select_columns(col(a.child_id), col(a.worker_id), col(a.starts_on), col(a.ends_on)),
            a.child_id,
        ),
        (roles.where(col(r.role) == CaseRole.COVERING), r.child_id),
    ):
        wanted = rows if child_id is None else rows.where(col(child) == child_id)
        for ref, worker_id, starts, ends in session.connection().execute(wanted):
            if worker_id is not None and starts <= on and (ends is None or on < ends):
                found[ref] = worker_id
    return found


def worker_by_id(session: Session, worker_id: int) -> Worker:
    """The worker of that number. Raises `Refused`."""
    worker = session.get(Worker, worker_id)
    if worker is None:
        raise Refused("That worker is no longer here.")
    return worker
