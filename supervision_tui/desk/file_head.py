"""The head of a record that leaves for a file: whom it is about, from which team and manager."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from supervision_tui.practice import wording
from supervision_tui.records import Child, Worker

from .manager import Manager, the_manager


@dataclass(frozen=True, slots=True)
class FileHead:
    """Whom a record is about, in a line, and who answers for the team that wrote it."""

    whom: str
    manager: Manager

    @property
    def lines(self) -> list[str]:
        """The head of the record, a line each: whom it is about, the team, the manager."""
        return [f"About: {self.whom}", *self.of_team]

    @property
    def of_team(self) -> list[str]:
        """The team and the council, and the manager by name and role, a line each."""
        team = f"Team: {self.manager.place}" if self.manager.place else ""
        manager = f"Manager: {self.manager.words}" if self.manager.words else ""
        return [each for each in (team, manager) if each]


def child_heads(session: Session, refs: Iterable[str]) -> dict[str, FileHead]:
    """The heads of records about these children, by reference."""
    manager = the_manager(session)
    rows = session.exec(select(Child).where(col(Child.ref).in_(list(refs))))
    return {row.ref: FileHead(_child_words(row), manager) for row in rows}


def child_head(session: Session, ref: str) -> FileHead:
    """The head of a record about one child; of one who is not here the reference alone."""
    return child_heads(session, [ref]).get(ref) or FileHead(ref, the_manager(session))


def worker_head(session: Session, worker_id: int) -> FileHead:
    """The head of a record about a worker."""
    row = session.get(Worker, worker_id)
    if row is None:
        return FileHead("a former worker", the_manager(session))
    words = ", ".join(filter(None, (row.name, row.role)))
    return FileHead(words, the_manager(session))


def _child_words(row: Child) -> str:
    """`Sable Ashdown, C-1001, born Fri 3 May 2019`; what is not on record is said to be so."""
    name = row.name or "name not on record"
    born = f"born {wording.full_day(row.born)}" if row.born else "date of birth not on record"
    return f"{name}, {row.ref}, {born}"
