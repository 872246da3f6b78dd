"""The directions of a record as a table: what, who, by when, why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from supervision_tui.exports.documents.document import Column, Section, Table, Value
from supervision_tui.practice import wording


class Given(Protocol):
    """A direction as it was given."""

    @property
    def text(self) -> str:
        """The words of it."""

    @property
    def owner(self) -> str:
        """The person who does it."""

    @property
    def due(self) -> date:
        """The day by which it is done."""

    @property
    def hour(self) -> str:
        """The time of that day; empty where none was said."""

    @property
    def reason(self) -> str:
        """The reason for it."""

    @property
    def link(self) -> str:
        """An address or a file's name; empty where there is none."""


def directions_section(given: Sequence[Given]) -> Section:
    """The section of a record that holds its directions."""
    has_link = any(each.link for each in given)
    columns = [Column("direction"), Column("owner"), Column("by"), Column("because")]
    if has_link:
        columns.append(Column("link or file"))
    rows = []
    for each in given:
        row = [
            Value(each.text),
            Value(each.owner),
            Value(wording.due_day(each.due, each.hour)),
            Value(each.reason),
        ]
        if has_link:
            row.append(Value(each.link))
        rows.append(row)
    return Section("Directions", table=Table("Directions as they were given", columns, rows))
