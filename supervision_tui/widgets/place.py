"""Where a person was when the screen was locked: enough to come back there, and no word of a record."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from textual.widget import Widget

from .typed_in import takes_text

_WRITTEN_IN = ("session", "begun", "preparation", "leaving")  # screens over a mode in which somebody writes

NEVER_BEGUN_BY_ITSELF = ("vault", "journal")  # what changes a way in: no form of these is kept or opened again


@dataclass(frozen=True, slots=True)
class Place:
    """The mode, its list and row; the screens over it and the form in front; the field and its cursor.

    Names out of sight stay so. A screen over a mode stands here by its address: its name, and what it was opened for.
    """

    mode: str = "today"
    listed: str = ""
    key: str = ""
    dialog: str = ""
    over: tuple[str, ...] = ()
    field: str = ""
    cursor: tuple[int, int] = (0, 0)
    names_blanked: bool = False

    @property
    def is_worth_keeping(self) -> bool:
        """Whether somebody writes there: in a session, a preparation, a form."""
        return bool(self.dialog) or any(address.startswith(_WRITTEN_IN) for address in self.over)

    def to_json(self) -> str:
        """As it is kept in the vault."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, kept: str) -> Place:
        """A place that was kept; what cannot be read is Today."""
        try:
            raw: dict[str, Any] = json.loads(kept)
            line, column = raw.pop("cursor")
            over = tuple(str(each) for each in raw.pop("over"))
            return cls(**raw, over=over, cursor=(int(line), int(column)))
        except (ValueError, TypeError, KeyError):
            return cls()


def cursor_of(field: Widget | None) -> tuple[int, int]:
    """Line and column of the cursor in a text field."""
    if field is None or not takes_text(field):
        return (0, 0)
    from textual.widgets import Input, TextArea

    if isinstance(field, TextArea):
        return field.cursor_location
    return (0, field.cursor_position) if isinstance(field, Input) else (0, 0)


def put_cursor(field: Widget, cursor: tuple[int, int]) -> None:
    """Put the cursor back; where the text is shorter now, to its end."""
    if not takes_text(field):
        return
    from textual.widgets import Input, TextArea

    if isinstance(field, TextArea):
        last = field.document.end
        line = min(cursor[0], last[0])
        field.cursor_location = (line, min(cursor[1], len(field.document.get_line(line))))
    elif isinstance(field, Input):
        usual = field.select_on_focus
        field.select_on_focus = False  # just this once: what stands there is written on, not over
        field.cursor_position = min(cursor[1], len(field.value))
        field.call_after_refresh(setattr, field, "select_on_focus", usual)
