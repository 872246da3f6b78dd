"""What a report is made of, before it is written in any form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What stands in a column; a figure brings its n along, and is a share where it lies between 0 and 1."""

    TEXT = "text"
    NUMBER = "number"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Value:
    """What stands in a cell: as it is read, and where it is a number, the number and the n it rests on."""

    text: str
    number: float | None = None
    n: int | None = None
    is_share: bool = False

    @property
    def with_n(self) -> str:
        """As it is read, with its n where that says something."""
        return f"{self.text} (n = {self.n})" if self.n is not None else self.text


NOTHING = Value("")


@dataclass(frozen=True, slots=True)
class Column:
    """A column's title, and what stands in it."""

    title: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its caption, its columns, and rows that are as long as these.

    The first column heads its row.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]


@dataclass(frozen=True, slots=True)
class Series:
    """The bars of one kind in a chart; nothing where a value is hidden or was never there."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars beside their labels; `says` tells in words what they show."""

    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    is_share: bool
    says: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with sentences, a table, a chart and a list below it."""

    key: str
    title: str
    says: Sequence[str] = ()
    table: Table | None = None
    chart: Chart | None = None
    items: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report.

    `stamp` says what every page must: audience, threshold, period, version; `name` is the file's.
    """

    title: str
    name: str
    stamp: Sequence[tuple[str, str]]
    sections: Sequence[Section] = field(default=())
    notes: Sequence[str] = ()

    @property
    def stamp_line(self) -> str:
        """The stamp in a line."""
        return " · ".join(f"{label}: {text}" for label, text in self.stamp)


NOTES = "Definitions and exclusions"


def day_text(on: object) -> Value:
    """A day as it stands in a report, or nothing."""
    return Value(str(on)) if on is not None else NOTHING
