"""Kinds of file and the children and events that they can tell of, up to which day each was
read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from supervision_tui.records import ChildSource, SourceReading

from .bulk import NewRows

# at the end of a source's name; written once, when a vault was brought up to date
_OLDER = ", as an older version read it"


class ReadingsHere:
    """The readings on record; the children of one are those of whom the same files told last."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._rows = {row.id or 0: row for row in session.exec(select(SourceReading))}
        self._links: dict[int, dict[int, int]] = {}  # the number of each link, by reading and child
        links = select_columns(
            col(ChildSource.reading_id), col(ChildSource.child_id), col(ChildSource.id)
        )
        for reading, child_id, number in session.connection().execute(links):
            self._links.setdefault(reading, {})[child_id] = number or 0

    def tells_of(self, child_id: int, source: str, told: str) -> bool:
        """Tell whether it is on record that such a file tells of these events of a child."""
        return any(
            child_id in self._links.get(number, ()) for number, _ in self._alike(source, told)
        )

    def note(
        self, source: str, told_of: Mapping[int, str], new: NewRows, today: date, until: date
    ) -> None:
        """Note that a file was read which could tell of these events of each child, up to a day.

        `told_of` holds their codes with spaces between, by child. Of a child who is not in it, the
        file tells nothing: what was read before stays as it was.
        """
        children: dict[str, set[int]] = {}
        for child_id, told in told_of.items():
            if told:
                children.setdefault(told, set()).add(child_id)
        for told, theirs in children.items():
            reading = self._reading_of(source, told, theirs, new, until)
            for child_id in sorted(theirs - self._known(source, told, theirs)):
                new.add(ChildSource, child_id=child_id, reading_id=reading, recorded_on=today)

    def _known(self, source: str, told: str, children: set[int]) -> set[int]:
        alike = set(
            chain.from_iterable(
                self._links.get(number, ()) for number, _ in self._alike(source, told)
            )
        )
        return alike | {child_id for _, child_id in self._read_by_older(source, children)}

    def _read_by_older(self, source: str, children: set[int]) -> list[tuple[int, int]]:
        """Find the readings of an older version that this one replaces, each with its child."""
        older = (number for number, row in self._rows.items() if row.source == f"{source}{_OLDER}")
        found = []
        for number in older:
            for child_id in self._links.get(number, {}).keys() & children:
                found.append((number, child_id))
        return found

    def _reading_of(
        self, source: str, told: str, children: set[int], new: NewRows, until: date
    ) -> int:
        """Bring the children whom such a file told of before to that day.

        Returns the reading of the others.
        """
        found: int | None = None
        moved = {
            self._links[number][child_id]
            for number, child_id in self._read_by_older(source, children)
        }
        for number, row in self._alike(source, told):
            here = self._links.get(number, {})
            inside, beside = here.keys() & children, here.keys() - children
            if not inside or row.read_on >= until:
                found = number if row.read_on == until else found
            elif len(beside) > len(inside):
                moved |= {here[child_id] for child_id in inside}
            else:
                if beside:
                    left = new.add(SourceReading, source=source, events=told, read_on=row.read_on)
                    self._move((here[child_id] for child_id in beside), left)
                row.read_on, found = until, number
                self._session.add(row)
        if found is None and (moved or children - self._known(source, told, children)):
            found = new.add(SourceReading, source=source, events=told, read_on=until)
        self._move(moved, found or 0)
        return found or 0

    def _alike(self, source: str, told: str) -> list[tuple[int, SourceReading]]:
        return [
            (number, row)
            for number, row in self._rows.items()
            if (row.source, row.events) == (source, told)
        ]

    def _move(self, links: Iterable[int], reading: int) -> None:
        with self._session.no_autoflush:
            for number in sorted(links):
                link = self._session.get_one(ChildSource, number)
                link.reading_id = reading
                self._session.add(link)
