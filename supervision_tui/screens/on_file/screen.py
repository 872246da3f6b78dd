"""The children's files: which records are on the council's own system, and which are to come."""

from __future__ import annotations

from collections.abc import Iterable

from textual import work
from textual.containers import Horizontal
from textual.widget import Widget

from supervision_tui.desk.destination import Destination, RecordKind
from supervision_tui.desk.on_file.file_records import (
    FileRecord,
    file_of_child,
    file_of_decision,
    file_of_session,
    not_on_file,
)
from supervision_tui.exports.documents.document import Document
from supervision_tui.exports.documents.passages import passages
from supervision_tui.practice import wording
from supervision_tui.practice.vocabulary import FileKind, Urgency
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.desk_screen import DeskScreen, opens_dialog
from supervision_tui.widgets.labelled_text import Label, LabelledText, ScrollingText
from supervision_tui.widgets.lazy_rows import LazyRows
from supervision_tui.widgets.pane import Pane
from supervision_tui.widgets.rows import Cell, Row, Rows
from supervision_tui.widgets.text_styles import line, tone_of

from . import forms
from .documents import document_of

_LABEL = 9
_HINT = "words that a line must hold"
_LEADS_TO = {
    FileKind.SUPERVISION: RecordKind.SIGNED_RECORD,
    FileKind.DECISION: RecordKind.DECISION,
    FileKind.DIRECTION: RecordKind.DIRECTION,
    FileKind.CONSULTATION: RecordKind.CONSULTATION,
}


class FileScreen(DeskScreen):
    """Records at the left, the one at the mark as it will be copied at the right.

    `scope` is `session 12`, `decision 3` or `child C-1001`: all records of that. Without one every
    record that is not on file yet.
    """

    WHERE = "file"
    gives_way = True
    AUTO_FOCUS = "#records"
    BINDINGS = [*bindings_for("file"), *bindings_for("filter")]
    DEFAULT_CSS = """
    FileScreen #records-pane { width: 1fr; }
    FileScreen #text-pane { width: 42; }
    FileScreen.-vast #text-pane { width: 76; }
    FileScreen.-slim #text-pane, FileScreen.-roomy #text-pane { display: none; }
    """

    def __init__(self, scope: str = "") -> None:
        super().__init__()
        self.scope = scope
        self.records: list[FileRecord] = []
        self._shown: Document | None = None
        self.filter = self.narrowed_by(_HINT, self.show_list)

    @property
    def address(self) -> str:
        """By what it is opened again."""
        return f"file {self.scope}".strip()

    def body(self) -> Iterable[Widget]:
        """The records, and the text of the one at the mark."""
        rows = Rows(
            Column("", 20),
            Column("Child", 17, narrow=10),
            Column("Record"),
            Column("", 10),
            Column("Worker", 16, at_least=150),
            empty="Every record is on the children's files.",
            id="records",
        )
        yield Horizontal(
            Pane(
                "Records",
                rows,
                self.filter.field,
                keys=("file.copy", "file.part", "file.note"),
                id="records-pane",
            ),
            Pane("As it is copied", ScrollingText(LabelledText(_LABEL, id="text")), id="text-pane"),
            classes="beside",
        )

    async def load(self) -> None:
        """The records of what was asked for, or every one that is not on file."""
        what, _, of = self.scope.partition(" ")
        if what == "session":
            found = await self.running.desk.try_run(file_of_session, int(of))
        elif what == "decision":
            found = await self.running.desk.try_run(file_of_decision, int(of))
        elif what == "child":
            found = await self.running.desk.try_run(file_of_child, of)
        else:
            found = await self.running.desk.try_run(not_on_file)
        if found is None:
            return
        self.records = found
        self.show_list()
        if self.focused is None:
            self.set_focus(self.query_one(Rows))
        self._follow()

    def on_rows_moved(self, _event: Rows.Moved) -> None:
        """The text follows the mark."""
        self._follow()

    # Actions

    @opens_dialog
    async def action_copy(self) -> None:
        """Copy the whole record, and ask whether it is on file now."""
        each = self._here()
        document = await self._document(each)
        if each is None or document is None:
            return
        if await forms.copy_record(self, each, document):
            self._go_on(each)

    @opens_dialog
    async def action_copy_part(self) -> None:
        """Copy one part of it."""
        each = self._here()
        document = await self._document(each)
        if each is not None and document is not None:
            await forms.copy_part(self, each, document)

    @opens_dialog
    async def action_note(self) -> None:
        """Note that it is on file, or that it is not."""
        each = self._here()
        if each is None:
            return
        if await forms.ask_on_file(self, [each], self.child_words(each.record.child)):
            self._go_on(each)

    @opens_dialog
    async def action_note_all(self) -> None:
        """Note of every record that is shown and not on file yet that it is."""
        there = [each for each in self._narrowed() if each.is_open]
        if there:
            records = wording.count(len(there), "record")
            await forms.ask_on_file(self, there, f"All {records}")
        else:
            self.running.notices.say("Every record here is on file.")

    def action_open(self) -> None:
        """Go to the record."""
        each = self._here()
        if each is not None:
            record = each.record
            kind = _LEADS_TO[record.kind]
            if kind is RecordKind.DIRECTION:
                self.dismiss()
            self.running.navigation.show(Destination(kind, str(record.id), record.child))

    def action_switch_pane(self) -> None:
        """Move between the records and the text."""
        self.focus_next()

    # What is shown

    def show_list(self) -> None:
        """Show the records that hold the words."""
        shown = self._narrowed()
        self.query_one(Rows).show(LazyRows(shown, lambda each: each.key, self._row))
        is_open = [each for each in shown if each.is_open]
        today = self.running.vault.today
        late = sum(each.urgency(today) is Urgency.LATE for each in is_open)
        says = f"{self._title()} · {len(is_open)} not on file, {late} late{self.filter.note()}"
        self.query_one("#records-pane", Pane).retitle(says)

    def _title(self) -> str:
        what, _, of = self.scope.partition(" ")
        if what == "child":
            return f"File of {self.child_words(of)}"
        if what == "session" and self.records:
            day = wording.day(self.records[0].on, today=self.running.vault.today)
            return f"Files · {self.records[0].title} of {day}"
        return "Children's files"

    def _narrowed(self) -> list[FileRecord]:
        return self.filter.narrowed(self.records, self._searchable)

    def _searchable(self, each: FileRecord) -> str:
        word = each.word(self.running.vault.today)
        about = self.child_words(each.record.child)
        return f"{word} {about} {each.title} {self._worker(each)} {each.record.kind}"

    def _row(self, each: FileRecord) -> Row:
        today = self.running.vault.today
        return Row(
            each.key,
            (
                Cell(each.word(today), tone_of(each.urgency(today))),
                self.child_cell(each.record.child),
                Cell(each.title),
                Cell(wording.day(each.on, today=today), "quiet"),
                Cell(self._worker(each), "quiet"),
            ),
        )

    def _go_on(self, done: FileRecord) -> None:
        """To the next record that is not on file, behind the one that was dealt with."""
        shown = self._narrowed()
        keys = [each.key for each in shown]
        behind = shown[keys.index(done.key) + 1 :] if done.key in keys else shown
        following = next((each for each in behind if each.is_open), None)
        if following is not None:
            self.query_one(Rows).go_to(following.key)

    def _worker(self, each: FileRecord) -> str:
        return self.name_of(each.worker) if each.worker else ""

    def _here(self) -> FileRecord | None:
        key = self.query_one(Rows).key
        return next((each for each in self.records if each.key == key), None)

    async def _document(self, each: FileRecord | None) -> Document | None:
        if each is None:
            return None
        return await document_of(self.running, each.record)

    @work(exclusive=True, group="text")
    async def _follow(self) -> None:
        each = self._here()
        document = await self._document(each)
        if each is None or document is None or each != self._here():
            if each is None:
                self.query_one(LabelledText).show([])
            return
        self.query_one(LabelledText).show(self._text(each, document), to_the_letter=True)

    def _text(self, each: FileRecord, document: Document) -> list[Label]:
        today = self.running.vault.today
        tone = tone_of(each.urgency(today))
        status: list[Label] = [("on file", line((each.word(today), tone)))]
        if each.filed is not None:
            since = f"{wording.full_day(each.filed.on)}, {each.filed.said_by}".rstrip(", ")
            status.append(("since", line(since)))
        status.append(("", line((each.time.why, "quiet"))))
        whole = passages(document)[0]
        text = self.running.names.without_hidden(whole.text)
        return [*status, ("", line("")), *(("", line(row)) for row in text.splitlines())]
