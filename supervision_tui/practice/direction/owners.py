"""Owners of a direction: the worker, the manager, or a partner agency from a list that grows."""

from __future__ import annotations

from collections.abc import Iterable

from supervision_tui.practice.vocabulary import OwnerKind

MANAGER = "team manager"
_MANAGERS = (MANAGER, "manager", "assistant team manager", "service manager")
_SELF = ("me", "i", "myself")


def is_self(owner: str) -> bool:
    """Tell whether whoever types means themselves."""
    return owner.strip().casefold() in _SELF


def owner_kind(owner: str, workers: Iterable[str], managers: Iterable[str] = ()) -> OwnerKind:
    """Tell whether a name is a manager's, a worker's, or else a partner agency's."""
    folded = owner.strip().casefold()
    if folded in (*_MANAGERS, *_SELF, *(name.casefold() for name in managers)):
        return OwnerKind.MANAGER
    if folded in {name.casefold() for name in workers}:
        return OwnerKind.WORKER
    return OwnerKind.AGENCY


def owners_offered(worker: str, used: Iterable[str], usual: Iterable[str]) -> tuple[str, ...]:
    """List whom to offer: the worker, the manager, agencies named here before, the usual ones.

    None twice.
    """
    offered: dict[str, str] = {}
    for each in (*filter(None, (worker,)), MANAGER, *used, *usual):
        offered.setdefault(each.casefold(), each)
    return tuple(offered.values())
