"""The moments at which a child is owed a direction: allocation, end of assessment, transfer
(section 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from supervision_tui.practice.vocabulary import Checkpoint


@dataclass(frozen=True, slots=True)
class Allocation:
    """A child with a worker, from one day to another.

    `asked` is false where the day is only the day of an import.
    """

    worker: str
    team: str
    starts: date
    ends: date | None = None
    asked: bool = True


@dataclass(frozen=True, slots=True)
class OutstandingDirection:
    """A checkpoint that has passed without direction."""

    checkpoint: Checkpoint
    on: date


def outstanding_direction(
    allocations: Sequence[Allocation],
    assessment_authorised: date | None,
    known_since: date,
    last_direction: date | None,
    on: date,
) -> OutstandingDirection | None:
    """The latest checkpoint up to that day after which no direction was given, or nothing.

    An end of assessment before `known_since` is history that came with an import, and asks for
    nothing.
    """
    passed = [
        _at_allocation(n, allocations)
        for n, each in enumerate(allocations)
        if each.asked and each.starts <= on
    ]
    if assessment_authorised and known_since < assessment_authorised <= on:
        passed.append(OutstandingDirection(Checkpoint.END_OF_ASSESSMENT, assessment_authorised))
    latest = max(passed, key=lambda outstanding: outstanding.on, default=None)
    if latest is None or (last_direction is not None and last_direction >= latest.on):
        return None
    return latest


def _at_allocation(index: int, allocations: Sequence[Allocation]) -> OutstandingDirection:
    here = allocations[index]
    moved_team = index > 0 and allocations[index - 1].team != here.team
    checkpoint = Checkpoint.ALLOCATION
    if moved_team:
        checkpoint = Checkpoint.TRANSFER
    return OutstandingDirection(checkpoint, here.starts)
