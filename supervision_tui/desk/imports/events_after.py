"""Events of a child that a row of a file brings, and days put right that the same kind of file
had.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from supervision_tui.practice.vocabulary import EventOutcome

from .files import CaseloadFile, CaseloadRow

HELD = ""


class EventHere(NamedTuple):
    """An event on record: its row, its source, whether a person wrote it, and its outcome."""

    number: int
    source: str
    by_hand: bool
    outcome: str


KnownEvents = Mapping[str, Mapping[date, EventHere]]
"""The events of a child that are on record, by code and by day; of one day what a person wrote
comes first.
"""


@dataclass(frozen=True, slots=True)
class EventsAfter:
    """The events that a row adds (event, day, outcome), and outcomes for rows on record."""

    adds: tuple[tuple[str, date, str], ...]
    outcomes: Mapping[int, str]

    @property
    def changes_events(self) -> bool:
        """Tell whether anything is added or put right."""
        return bool(self.adds or self.outcomes)


def events_after(row: CaseloadRow, file: CaseloadFile, known: KnownEvents) -> EventsAfter:
    """Tell what a row makes of the events of a child that are on record.

    A file gives the latest day of each event: a later one that the same kind of file had before has
    been put right.
    """
    adds: list[tuple[str, date, str]] = []
    outcomes: dict[int, str] = {}
    for event, on in row.dates.items():
        there = known.get(event, {})
        _take(event, on, HELD, there=there, adds=adds, outcomes=outcomes)
        outcomes |= {
            each.number: EventOutcome.CORRECTED
            for day, each in there.items()
            if day > on and each.outcome == HELD and _is_of_this_kind(each, file)
        }
    for event, on in row.unnecessary.items():
        if row.dates.get(event) == on:  # it was held, whatever was said before
            continue
        _take(
            event,
            on,
            EventOutcome.NOT_NEEDED,
            there=known.get(event, {}),
            adds=adds,
            outcomes=outcomes,
        )
    for event in {*row.needed, *row.unnecessary}:
        needed, unnecessary = row.needed.get(event), row.unnecessary.get(event)
        last = max(filter(None, (needed, unnecessary)))
        outcomes |= {
            each.number: EventOutcome.CORRECTED
            for day, each in known.get(event, {}).items()
            if each.outcome == EventOutcome.NOT_NEEDED and _is_of_this_kind(each, file)
            if day > last or (day == needed and day != unnecessary)
        }
    for event, on in row.not_held.items():
        each = known.get(event, {}).get(on)
        if each is not None and each.outcome == HELD and _is_of_this_kind(each, file):
            outcomes[each.number] = EventOutcome.CORRECTED
    return EventsAfter(tuple(adds), outcomes)


def _take(
    event: str,
    on: date,
    outcome: str,
    there: Mapping[date, EventHere],
    adds: list[tuple[str, date, str]],
    *,
    outcomes: dict[int, str],
) -> None:
    each = there.get(on)
    if each is None:
        adds.append((event, on, outcome))
    elif not each.by_hand and each.outcome != outcome:
        outcomes[each.number] = outcome


def _is_of_this_kind(each: EventHere, file: CaseloadFile) -> bool:
    is_alike = each.source == file.source or each.source.startswith(
        (f"{file.source} (", f"{file.source}, ")
    )
    return is_alike and not each.by_hand
