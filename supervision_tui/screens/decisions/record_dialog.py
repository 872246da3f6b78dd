"""Before a decision is recorded: what is missing, or what will be on record and never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from supervision_tui.desk.decisions.recording import MissingPart
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.widgets.choice import Choice
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.keys_in_text import with_keys
from supervision_tui.widgets.leaves_once import LeavesOnce
from supervision_tui.widgets.rows import Cell, Row, Rows
from supervision_tui.widgets.text_styles import line, lines

_NOT_YET, _RECORD = "not yet", "record: it is locked then"
_MOST_LINES = 14


@dataclass(frozen=True, slots=True)
class RecordAnswer:
    """The answer before a decision is recorded: to record it, or to go to a field."""

    record: bool
    field: str = ""


class RecordDialog(LeavesOnce, ModalScreen[RecordAnswer]):
    """Asks whether to record where nothing is missing; else enter goes to what is."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    RecordDialog Static { height: auto; }
    RecordDialog Rows { height: auto; max-height: 14; }
    """
    BINDINGS = [*bindings_for("fields"), *bindings_for("record")]

    def __init__(self, missing: Sequence[MissingPart], summary: Sequence[str]) -> None:
        super().__init__()
        self._stops = [each for each in missing if each.is_blocking]
        self._worth_a_look = [each for each in missing if not each.is_blocking]
        self._summary = summary

    def compose(self) -> ComposeResult:
        """The list of what is missing; or what will be recorded, and the question."""
        with Vertical(classes="in-front") as box:
            if self._stops:
                box.border_title = f"Not complete yet · {len(self._stops)}"
                yield Rows(Column(""), titles=False, id="missing")
                keys = "‹record.go› goes there   ‹record.leave› back; the text is kept"
            else:
                box.border_title = "Record this decision"
                looks = [line(("· ", "soon"), each.says) for each in self._worth_a_look]
                said = "Once recorded it is locked; an amendment stands beside it."
                yield Static(lines(*map(line, self._summary), *looks, line((said, "quiet"))))
                yield Choice((_NOT_YET, _RECORD), _NOT_YET, id="record")
                keys = "‹record.go› records once that is picked   ‹record.leave› back"
            yield Static(id="record-says")
            yield Static(line((with_keys(keys, self), "quiet")))

    def on_mount(self) -> None:
        """Focus the list of what is missing, or the question."""
        if not self._stops:
            self.set_focus(self.query_one(Choice))
            return
        rows = self.query_one(Rows)
        found = [*self._stops, *self._worth_a_look]
        rows.show([self._row(number, each) for number, each in enumerate(found)])
        rows.styles.height = min(_MOST_LINES, rows.row_count)
        self.set_focus(rows)

    def action_go_on(self) -> None:
        """Go to what is missing at the mark, or record where that is picked."""
        if self._stops:
            found = [*self._stops, *self._worth_a_look]
            here = found[int(self.query_one(Rows).key or 0)]
            self.dismiss(RecordAnswer(record=False, field=here.field))
        elif self.query_one(Choice).value == _RECORD:
            self.dismiss(RecordAnswer(record=True))
        else:
            says = "Pick record by its first letter, then ‹record.go›. Nothing is recorded yet."
            self.query_one("#record-says", Static).update(line((with_keys(says, self), "quiet")))

    def action_leave(self) -> None:
        """Back to the fields; the text is kept."""
        self.dismiss(RecordAnswer(record=False))

    @staticmethod
    def _row(number: int, each: MissingPart) -> Row:
        tone = "plain" if each.is_blocking else "quiet"
        return Row(str(number), (Cell(each.says, tone),))
