"""Roles on a case as a file has them, held against those on record: which begin and which end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from supervision_tui.practice.vocabulary import CaseRole
from supervision_tui.records import RoleOnCase

from .files import CaseloadRow, WorksBeside
from .matching import WorkersHere


@dataclass(frozen=True, slots=True)
class RolesAfter:
    """The effect of a row on a child's roles: those that begin, and the rows on record that end."""

    begins: tuple[WorksBeside, ...]
    ends: tuple[RoleOnCase, ...]

    @property
    def changes_roles(self) -> bool:
        """Tell whether anything begins or ends."""
        return bool(self.begins or self.ends)


def roles_by(session: Session, on: date) -> dict[int, list[RoleOnCase]]:
    """The roles that go on, and those that a person ended, by the child's number."""
    found: dict[int, list[RoleOnCase]] = {}
    for row in session.exec(select(RoleOnCase).order_by(col(RoleOnCase.id))):
        if row.ended_by_hand or row.goes_on(on):
            found.setdefault(row.child_id, []).append(row)
    return found


def roles_after(row: CaseloadRow, here: Iterable[RoleOnCase], workers: WorkersHere) -> RolesAfter:
    """Tell what a row makes of the roles of a child.

    What a person put on record goes on, and so does a role of which the row cannot tell; what a
    person ended does not begin again.
    """
    held = list(here)
    there = [one for one in held if not one.ended_by_hand]
    wanted = [each for each in row.beside if not _leads(each, row, workers)]
    begins = [each for each in wanted if not any(_is_same(each, one, workers) for one in held)]
    ends = [
        one
        for one in there
        if not one.by_hand
        and one.role in row.tells_roles
        and not any(_is_same(each, one, workers) for each in wanted)
    ]
    return RolesAfter(tuple(begins), tuple(ends))


def led_elsewhere(here: Iterable[RoleOnCase]) -> Iterator[str]:
    """The names of those who lead a child from another team."""
    return (one.name for one in here if one.role == CaseRole.LEAD and not one.ended_by_hand)


def _leads(each: WorksBeside, row: CaseloadRow, workers: WorkersHere) -> bool:
    """Tell whether somebody is the row's own worker, who has no other role."""
    return row.worker is not None and workers.normal(row.worker) == workers.normal(each.name)


def _is_same(each: WorksBeside, one: RoleOnCase, workers: WorkersHere) -> bool:
    if one.role != each.role:
        return False
    if one.worker_id is not None:
        worker = workers.named(each.name)
        return worker is not None and worker.id == one.worker_id
    return workers.normal(one.name) == workers.normal(each.name)
