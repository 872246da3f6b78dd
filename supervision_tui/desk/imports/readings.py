"""Of which children a kind of file can tell which events, and up to which day such a file was read of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from supervision_tui.records import ChildSource, SourceReading

from .bulk import NewRows


class ReadingsHere:
    """The readings on record; the children of one are those of whom the same files told last."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._rows = {row.id or 0: row for row in session.exec(select(SourceReading))}
        self._links: dict[int, dict[int, int]] = {}  # the number of each link, by reading and child
        links = select_columns(col(ChildSource.reading_id), col(ChildSource.child_id), col(ChildSource.id))
        for reading, child_id, number in session.connection().execute(links):
            self._links.setdefault(reading, {})[child_id] = number or 0

    def tells_of(self, child_id: int, source: str, told: str) -> bool:
        """Tell whether it is on record that such a file tells of these events of a child."""
        return any(child_id in self._links.get(number, ()) for number, _ in self._alike(source, told))

    def note(self, source: str, told_of: Mapping[int, str], new: NewRows, today: date) -> None:
        """Note that a file was read which could tell of these events of each child: codes with spaces between.

        Of a child who is not in it, it tells nothing: what was read before stays as it was.
        """
        children: dict[str, set[int]] = {}
        for child_id, told in told_of.items():
            if told:
                children.setdefault(told, set()).add(child_id)
        for told, theirs in children.items():
            self._note(source, told, theirs, new, today)

    def _note(self, source: str, told: str, children: set[int], new: NewRows, today: date) -> None:
        of_today: int | None = None
        unknown, moved = set(children), set[int]()
        for number, row in self._alike(source, told):
            here = self._links.get(number, {})
            inside, beside = here.keys() & children, here.keys() - children
            unknown -= inside
            if not inside or row.read_on >= today:
                of_today = number if inside else of_today
            elif len(beside) > len(inside):
                moved |= {here[child_id] for child_id in inside}
            else:
                if beside:
                    left = new.add(SourceReading, source=source, events=told, read_on=row.read_on)
                    self._move((here[child_id] for child_id in beside), left)
                row.read_on, of_today = today, number
                self._session.add(row)
        if unknown or moved:
            of_today = of_today or new.add(SourceReading, source=source, events=told, read_on=today)
            self._move(moved, of_today)
        for child_id in sorted(unknown):
            new.add(ChildSource, child_id=child_id, reading_id=of_today, recorded_on=today)

    def _alike(self, source: str, told: str) -> list[tuple[int, SourceReading]]:
        return [(number, row) for number, row in self._rows.items() if (row.source, row.events) == (source, told)]

    def _move(self, links: Iterable[int], reading: int) -> None:
        with self._session.no_autoflush:
            for number in sorted(links):
                link = self._session.get_one(ChildSource, number)
                link.reading_id = reading
                self._session.add(link)
