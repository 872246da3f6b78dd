"""Responses of a manager to a raised workload status: the fit then, and at the review."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from supervision_tui.practice.consultation import Helped

from .snapshot import FitAt


class ResponseKind(StrEnum):
    """A kind of response (workload model, section 3)."""

    STOP_ALLOCATING = "stop allocating"
    MOVE_CHILDREN = "move children"
    EXTRA_SESSION = "extra session"
    GROUP_SUPERVISION = "group supervision"
    MORE_HOURS = "more hours"
    ESCALATE = "escalate"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A response looked at again: its kind, the manager's words, and what stood then and after."""

    kind: str
    helped: Helped
    then: FitAt
    after: FitAt

    @property
    def change(self) -> float | None:
        """By how much fit went down (below 0) or up.

        Nothing where there was no time at all on either day.
        """
        if self.then.fit is None or self.after.fit is None:
            return None
        return self.after.fit - self.then.fit


@dataclass(frozen=True, slots=True)
class WhatHelped:
    """One kind of response over time: how often it helped and fit fell, the median change."""

    kind: str
    times: int
    helped: int
    came_down: int
    change: float | None


def what_helped(outcomes: Iterable[Outcome]) -> list[WhatHelped]:
    """Kinds of responses, those that brought fit down most first."""
    by_kind: dict[str, list[Outcome]] = {}
    for each in outcomes:
        by_kind.setdefault(each.kind, []).append(each)
    found = []
    for kind, them in by_kind.items():
        changes = [each.change for each in them if each.change is not None]
        middle = median(changes) if changes else None
        found.append(
            WhatHelped(
                kind,
                len(them),
                sum(each.helped in (Helped.HELPED, Helped.PARTLY) for each in them),
                sum(change < 0 for change in changes),
                middle,
            )
        )
    return sorted(found, key=lambda each: (each.change is None, each.change or 0.0, each.kind))
