"""Directions while they are typed: a row of the table, and the answer to an earlier one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from supervision_tui.practice.direction.accepting import SaidDirection
from supervision_tui.practice.vocabulary import DirectionSource

from .giving import DirectionDraft


@dataclass(slots=True)
class DirectionEntry:
    """A row of the direction grid as it is typed.

    `for_family` gives it to every child that is written about here; `child` is the only one of
    several for whom it is, empty where it is for each.
    """

    do: str = ""
    who: str = ""
    by: str = ""
    because: str = ""
    why_this_date: str = ""
    for_family: bool = False
    child: str = ""

    @property
    def said(self) -> SaidDirection:
        """The direction as the rules take it."""
        return SaidDirection(self.do, self.who, self.by, self.because, self.why_this_date)

    def draft(self, child: str, session_id: int) -> DirectionDraft:
        """Draft the direction for a child of a session."""
        return DirectionDraft(child, self.said, DirectionSource.SUPERVISION, session_id)


@dataclass(slots=True)
class EarlierEntry:
    """An answer to an earlier direction: its state now, and a word on the outcome.

    `held_on` is the day, as typed, on which it was held what the direction had taken up from a date
    due.
    """

    state: str = ""
    outcome: str = ""
    held_on: str = ""

    @property
    def is_said(self) -> bool:
        """Tell whether anything was said."""
        return bool(self.state or self.outcome.strip())


def known_values(kind: type, raw: Mapping[str, object]) -> dict[str, Any]:
    """The values of a draft that this version knows, of one that another version kept."""
    names = {each.name for each in fields(kind)}
    return {name: value for name, value in raw.items() if name in names}


def direction_entries(raw: Iterable[Mapping[str, object]]) -> list[DirectionEntry]:
    """The rows of a table of directions as they were kept."""
    return [DirectionEntry(**known_values(DirectionEntry, each)) for each in raw]


def earlier_entries(raw: Mapping[str, Mapping[str, object]]) -> dict[str, EarlierEntry]:
    """The answers to earlier directions as they were kept, by the direction's number."""
    return {
        number: EarlierEntry(**known_values(EarlierEntry, each)) for number, each in raw.items()
    }
