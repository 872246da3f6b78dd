"""A document that leaves the vault: what it is made of, before it is written in any form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .drawing import Drawing

Part = tuple[str, str]  # a label, and a text that may hold Markdown
NOTES = "Definitions and exclusions"
LINES_OF_ROOM = 4  # to write on by hand
SIGN_HERE = "Name ______________________________   Date ________________"
SENSITIVE = "OFFICIAL-SENSITIVE"  # the marking of a record of a person, by the Cabinet Office
_STAYS = "\u00a0"  # a space at which no line ends


class Form(StrEnum):
    """A form in which a document is written; not every document has every form."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"
    TAGGED_PDF = "tagged-pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"

    @property
    def ending(self) -> str:
        """The ending of such a file's name."""
        return {"markdown": ".md", "text": ".txt", "tagged-pdf": ".pdf"}.get(self, f".{self}")


# The forms of each kind of document; the tagged PDF is offered where its engine is installed.
RECORD_FORMS = (Form.MARKDOWN, Form.PDF, Form.TAGGED_PDF, Form.DOCX, Form.TEXT)
LIST_FORMS = (Form.MARKDOWN, Form.HTML, Form.PDF, Form.TAGGED_PDF, Form.DOCX, Form.XLSX)
REPORT_FORMS = (
    Form.MARKDOWN,
    Form.HTML,
    Form.PDF,
    Form.TAGGED_PDF,
    Form.DOCX,
    Form.XLSX,
    Form.CSV,
    Form.JSON,
)


class Kind(StrEnum):
    """The kind of a column; a figure brings its n along, and is a share between 0 and 1."""

    TEXT = "text"
    NUMBER = "number"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Value:
    """A cell as it is read; of a number also the number itself, and the n it rests on."""

    text: str
    number: float | None = None
    n: int | None = None
    is_share: bool = False

    @property
    def with_n(self) -> str:
        """The text, with its n where that says something."""
        if self.n is None:
            return self.text
        return f"{self.text} (n = {self.n})"

    @property
    def kept_together(self) -> str:
        """The text with its n, where a number stays with its sign, and the n in one piece."""
        text = self.text.replace(" %", f"{_STAYS}%")
        if self.n is None:
            return text
        return f"{text} (n{_STAYS}={_STAYS}{self.n})"


NOTHING = Value("")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its title and its kind."""

    title: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; each row is as long as the columns, and its first cell heads it."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]


@dataclass(frozen=True, slots=True)
class Series:
    """The bars of one kind in a chart; a value is missing where it is hidden or never was."""

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
    """A heading and what stands below it: labelled texts, sentences, a table, a chart, a list.

    A text without a label goes on under the one before it. `key` names the section's own file and
    its place in a page. Of each `numbered` sentence the first part stands in strong letters. A
    compact one stands close, on a first page; one that `ends_page` has nothing below it there.
    """

    title: str
    parts: Sequence[Part] = ()
    key: str = ""
    says: Sequence[str] = ()
    table: Table | None = None
    chart: Chart | None = None
    items: Sequence[str] = ()
    numbered: Sequence[tuple[str, str]] = ()
    drawings: Sequence[Drawing] = ()
    is_compact: bool = False
    ends_page: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A document. `name` is the file's, without its ending; `about` stands under the title.

    `stamp` says what every page of a report must: audience, threshold, period, version. `subject`
    is whom the journal notes it under, where all of it is of one person: `child C-1001`, `worker
    3`. `marking` stands at the head of each page; on paper there is room to write for what
    `room_for` names. `data` are tables to be worked with, which only CSV has.
    """

    title: str
    name: str
    about: Sequence[str] = ()
    sections: Sequence[Section] = ()
    stamp: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = ()
    foot: str = ""
    subject: str = ""
    marking: str = ""
    room_for: str = ""
    data: Sequence[Section] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", for_a_file(self.name))

    @property
    def stamp_line(self) -> str:
        """The stamp in a line."""
        return " · ".join(f"{label}: {text}" for label, text in self.stamp)


def for_a_file(text: str) -> str:
    """A text as it may stand in a file's name: it leads to no other folder, steers nothing."""
    return re.sub(r"[^\w-]", "_", text)[:120] or "_"


def day_text(on: object) -> Value:
    """A day as it stands in a table; nothing where there is none."""
    if on is None:
        return NOTHING
    return Value(str(on))
