"""Professionals who are or were involved with a child, and whose child it is now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .worker_roles import RoleRank


@dataclass(frozen=True, slots=True)
class Involvement:
    """A professional with a child, from one day to another, in a role.

    Child and professional by their keys. `role` is the role on a case beside the worker; nothing
    for who has none.
    """

    child: str
    professional: str
    rank: RoleRank
    team: str
    starts: date | None
    ends: date | None
    reason: str
    role: str | None = None

    @property
    def began(self) -> date:
        """The day on which it began; long ago where that is not known."""
        return self.starts or date.min

    def is_current(self, on: date) -> bool:
        """Tell whether it goes on on a day."""
        return self.began <= on and (self.ends is None or self.ends > on)


def worker_now(
    theirs: list[Involvement], as_of: date
) -> tuple[Involvement | None, Involvement | None]:
    """Tell whose child it is now, and with whom the child was before.

    Whoever is allocated has the child, whatever began later; of others the one whose role is
    nearest to it.
    """
    own = [each for each in theirs if each.rank < RoleRank.NOT_THE_WORKER]
    current = [each for each in own if each.is_current(as_of)]
    now = min(current, key=lambda each: (each.rank, -each.began.toordinal()), default=None)
    ended = [each for each in own if each.ends is not None and each.ends <= as_of]
    alike = [each for each in ended if now is not None and each.rank is now.rank]
    before = max(alike or ended, key=lambda each: each.ends or date.min, default=None)
    return now, before


def others_now(
    now: Involvement | None, theirs: list[Involvement], as_of: date
) -> list[Involvement]:
    """Find who works with the child beside the worker on a day, each person in a role once."""
    found: dict[tuple[str, str | None], Involvement] = {}
    for each in sorted(theirs, key=lambda one: one.began):
        is_the_worker = now is not None and each.professional == now.professional
        if each.role is not None and each.is_current(as_of) and not is_the_worker:
            found[each.professional, each.role] = each
    return list(found.values())


def is_shared(now: Involvement, theirs: list[Involvement], as_of: date) -> bool:
    """Tell whether somebody else has the child as well, in as near a role."""
    return now.rank <= RoleRank.WORKER and any(
        each.rank is now.rank and each.professional != now.professional and each.is_current(as_of)
        for each in theirs
    )
