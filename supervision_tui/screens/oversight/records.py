"""The records behind one figure of the summary."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from supervision_tui.desk.oversight.board import RecordLine, record_lines
from supervision_tui.desk.oversight.record import Record
from supervision_tui.practice import wording
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.desk_screen import DeskScreen
from supervision_tui.widgets.list_filter import text_of
from supervision_tui.widgets.pane import Pane
from supervision_tui.widgets.rows import Cell, Row, Rows


class RecordsScreen(DeskScreen):
    """The records that were counted, a line each; enter goes there."""

    WHERE = "oversight-records"
    gives_way = True
    BINDINGS = [*bindings_for("oversight-records"), *bindings_for("filter")]

    def __init__(self, title: str, records: tuple[Record, ...]) -> None:
        super().__init__()
        self.filter = self.narrowed_by("words that a record holds", self.show_list)
        self._title, self._records = title, records
        self.lines: tuple[RecordLine, ...] = ()

    def body(self) -> Iterable[Widget]:
        """The list."""
        rows = Rows(
            Column("On", 15),
            Column("Worker", 20),
            Column("Child", 18),
            Column("What"),
            empty="No matches.",
            id="records",
        )
        yield Pane(self._title, rows, self.filter.field, id="records-pane")

    async def load(self) -> None:
        """The records in words."""
        found = await self.running.desk.try_run(record_lines, self._records)
        if found is not None:
            self.lines = found
            self.show_list()
            if self.focused is None:
                self.set_focus(self.query_one(Rows))

    def show_list(self) -> None:
        """Those that hold the words typed."""
        shown = self.filter.narrowed(
            (self._row(n, each) for n, each in enumerate(self.lines)), text_of
        )
        self.query_one(Rows).show(shown)
        title = f"{self._title} · {wording.count(len(shown), 'record')}{self.filter.note()}"
        self.query_one("#records-pane", Pane).retitle(title)

    def on_rows_chosen(self) -> None:
        """A second click goes there."""
        self.action_open()

    def action_open(self) -> None:
        """Go to the record."""
        key = self.query_one(Rows).key
        if key is not None and key.isdecimal():
            line = self.lines[int(key)]
            self.running.navigation.show(line.leads_to)

    def _row(self, n: int, each: RecordLine) -> Row:
        on = wording.full_day(each.on) if each.on else ""
        worker = self.name_of(each.worker) if each.worker else ""
        return Row(
            str(n), (Cell(on, "quiet"), Cell(worker), self.child_cell(each.ref), Cell(each.what))
        )
