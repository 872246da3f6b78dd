"""The record of a session of several: who leads, who presents, who comes from outside, and what is
learned.
"""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea
from textual.worker import Worker

from supervision_tui.desk.supervision.draft import RecordDraft
from supervision_tui.desk.supervision.group_record import GroupEntry, GuestEntry
from supervision_tui.desk.supervision.session import OpenSession
from supervision_tui.practice.policy.council_forms import FormSection
from supervision_tui.widgets.line_field import LineField
from supervision_tui.widgets.record_text import RecordText
from supervision_tui.widgets.refill import refill

_NOTE = (
    "The record of this session; nobody's personal record. Attendance is asked when it is signed."
)
_LINES = (
    ("facilitator", "Facilitator"),
    ("presenter", "Presenter"),
    ("for_whom", "For whom the learning is"),
)


class GuestRow(Horizontal):
    """Edits one `GuestEntry` in place. Posts `GuestRow.Typed`."""

    DEFAULT_CSS = """
    GuestRow { height: auto; }
    GuestRow LineField { width: 1fr; margin: 0 1 0 0; }
    """

    class Typed(Message):
        """Something was typed of whoever came from outside."""

    def __init__(self, number: int, entry: GuestEntry) -> None:
        super().__init__()
        self.entry = entry
        self._number = number

    def compose(self) -> ComposeResult:
        """Name and role beside each other."""
        name = f"g{self._number}"
        yield LineField(self.entry.name, placeholder="name", id=f"{name}-name")
        yield LineField(
            self.entry.role, placeholder="role and where from, e.g. manager, Duty team",
            id=f"{name}-role",
        )  # fmt: skip

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep who it is."""
        if (event.input.id or "").endswith("-name"):
            self.entry.name = event.value
        else:
            self.entry.role = event.value
        self.post_message(self.Typed())


class GroupRecordPane(VerticalScroll, can_focus=False):
    """Edits the record of a session of several in place. Posts its `Typed`."""

    DEFAULT_CSS = """
    GroupRecordPane { padding: 0 1; height: 1fr; }
    GroupRecordPane Static { height: auto; }
    GroupRecordPane Vertical { height: auto; }
    """

    class Typed(Message):
        """Something was typed in it."""

    def __init__(self) -> None:
        super().__init__(id="group")
        self._entry = GroupEntry()
        self._view: OpenSession | None = None
        self._layout: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        """The note, who leads and presents, who comes from outside, and its sections."""
        yield Static(_NOTE, id="group-note")
        for name, label in _LINES[:2]:
            yield Static(label, classes="label")
            yield LineField(id=f"group-{name}")
        yield Static("From outside: name and role", classes="label")
        yield Vertical(id="guests")
        yield Vertical(id="group-sections")
        name, label = _LINES[2]
        yield Static(label, classes="label")
        yield LineField(id=f"group-{name}")

    def begin(self, view: OpenSession, draft: RecordDraft) -> None:
        """The session, and the draft that is written into."""
        self._view, self._entry = view, draft.group
        for name, _label in _LINES:
            self.query_one(f"#group-{name}", LineField).load(getattr(self._entry, name))
        self._layout = self._lay_out()

    async def laid_out(self) -> None:
        """Wait until its fields stand."""
        if self._layout and not self._layout.is_finished:
            await self._layout.wait()

    def take(self) -> None:
        """Take what stands in the fields into the draft."""
        if self._view is None or not self._view.kind.has_several:
            return
        for name, _label in _LINES:
            setattr(self._entry, name, self.query_one(f"#group-{name}", Input).value)
        for area in self.query_one("#group-sections").query(TextArea):
            section = (area.id or "").removeprefix("gs-")
            if area.text or section in self._entry.texts:
                self._entry.texts[section] = area.text

    def first_field(self) -> Widget | None:
        """The first field of it."""
        return next(iter(self.query("Input")), None)

    def go_to(self, field: str) -> None:
        """To a field by its id."""
        for widget in self.query(f"#{field}"):
            self.screen.set_focus(widget)

    def on_text_area_changed(self) -> None:
        """Keep what was typed."""
        self._typed()

    def on_input_changed(self) -> None:
        """Keep what was typed in a line."""
        self._typed()

    async def on_guest_row_typed(self) -> None:
        """Keep who came; there is always one blank row more."""
        guests = self._entry.guests
        if self.is_attached and guests and not guests[-1].is_blank:
            await self._add_guest()
        self._typed()

    def _typed(self) -> None:
        self.take()
        self.post_message(self.Typed())

    @work(exclusive=True)
    async def _lay_out(self) -> None:
        view = self._view
        if view is None or not view.kind.has_several:
            return
        with self.app.batch_update():
            await refill(self, "group-sections", map(self._section_text, view.sections))
            guests = self._entry.guests
            await refill(self, "guests", [GuestRow(n, each) for n, each in enumerate(guests)])
            await self._add_guest()

    def _section_text(self, each: FormSection) -> RecordText:
        text = self._entry.texts.get(each.id, "")
        return RecordText(f"gs-{each.id}", each.title, text, prompts=each.asks)

    async def _add_guest(self) -> None:
        guests = self._entry.guests
        if not guests or not guests[-1].is_blank:
            guests.append(GuestEntry())
        if len(self.query(GuestRow)) < len(guests):
            row = GuestRow(len(guests) - 1, guests[-1])
            await self.query_one("#guests", Vertical).mount(row)
