"""The one place where a child or a worker is found by what a person typed."""

from __future__ import annotations

from sqlmodel import Session, col, select

from supervision_tui.practice import wording
from supervision_tui.records import Child, Worker

from .moment import Refused
from .names import NamesToMatch, normal_name

_MOST_NAMED = 5


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


def worker_called(session: Session, name: str) -> Worker | None:
    """The worker of exactly that name, those who have left among them, where there is one."""
    return session.exec(select(Worker).where(Worker.normal_name == normal_name(name))).first()


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


def worker_by_id(session: Session, worker_id: int) -> Worker:
    """The worker of that number. Raises `Refused`."""
    worker = session.get(Worker, worker_id)
    if worker is None:
        raise Refused("That worker is no longer here.")
    return worker
