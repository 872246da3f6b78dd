"""The worker's own part of the session: its own record, in its own colour, by a council's form."""

from __future__ import annotations

from typing import cast

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.events import DescendantFocus
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static, TextArea
from textual.worker import Worker

from supervision_tui.desk.directions.entries import EarlierEntry
from supervision_tui.desk.supervision.draft import RecordDraft
from supervision_tui.desk.supervision.personal_record import ActionEntry
from supervision_tui.desk.supervision.session import OpenSession
from supervision_tui.practice.direction.timescales import Known
from supervision_tui.practice.policy.council_forms import FormSection
from supervision_tui.practice.privacy.names_in_text import names_found
from supervision_tui.runtime.running import running_of
from supervision_tui.screens.directions.earlier_row import EarlierRow
from supervision_tui.widgets.desk_screen import DeskScreen
from supervision_tui.widgets.record_text import RecordText
from supervision_tui.widgets.refill import refill
from supervision_tui.widgets.text_styles import line, lines

from .action_row import ActionRow

_NOTE = "For the worker's supervision file. No child's name here: references only."


class PersonalRecordPane(VerticalScroll, can_focus=False):
    """Edits the personal record in place, and warns where a child's name stands in it.

    Posts its `Typed`.
    """

    class Typed(Message):
        """Something was typed in the personal record."""

    def __init__(self) -> None:
        super().__init__(id="personal")
        self._draft = RecordDraft()
        self._view: OpenSession | None = None
        self._layout: Worker[None] | None = None
        self._section = ""  # the one in hand, in which an action is agreed

    def compose(self) -> ComposeResult:
        """Show what it is for, the warning, and room for what differs by the form."""
        yield Static(_NOTE, id="personal-note")
        yield Static(id="names-found")
        yield Static("Actions agreed before", classes="label", id="agreed-label")
        yield Vertical(id="agreed")
        yield Static(id="topics-agreed")
        yield Vertical(id="sections")
        yield Static("Actions: what, who, by when", classes="label", id="actions-label")
        yield Vertical(id="actions")

    def begin(self, view: OpenSession, draft: RecordDraft) -> None:
        """The session, and the draft that is written into."""
        self._draft, self._view = draft, view
        agreed = [line(("agreed beforehand  ", "quiet"), topic.text) for topic in view.topics]
        label = self.query_one("#topics-agreed", Static)
        label.display = bool(agreed)
        label.update(lines(*agreed))
        self._layout = self._lay_out()
        self._warn()

    async def laid_out(self) -> None:
        """Wait until its fields stand."""
        if self._layout and not self._layout.is_finished:
            await self._layout.wait()

    def take(self) -> None:
        """Take what stands in the fields into the draft."""
        for area in self.query_one("#sections").query(TextArea):
            section = (area.id or "").removeprefix("p-")
            if area.text or section in self._draft.personal:
                self._draft.personal[section] = area.text

    def first_field(self) -> Widget | None:
        """The first text of it."""
        return next(iter(self.query_one("#sections").query(TextArea)), None)

    def go_to(self, field: str) -> None:
        """To a field by its id."""
        for widget in self.query(f"#{field}"):
            target: Widget | None = widget
            if not widget.can_focus:
                target = next(iter(widget.query("Input")), None)
            self.screen.set_focus(target)

    def go_to_blank_action(self) -> None:
        """To the blank row of the actions, agreed in the section in hand."""
        rows = list(self.query(ActionRow))
        if rows:
            rows[-1].entry.section = self._section
            self.screen.set_focus(rows[-1].query_one("Input.what"))

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Note the section in hand, and show its questions."""
        section = self._section_of(event.widget)
        if section is not None:
            self._section = section.id if section.has_actions else ""

    def on_text_area_changed(self) -> None:
        """Keep what was typed, and look whether a child is named in it."""
        self._typed()

    def on_earlier_row_typed(self) -> None:
        """Earlier actions keep themselves."""
        self.post_message(self.Typed())

    async def on_action_row_typed(self) -> None:
        """Keep the actions; there is always one blank row more."""
        actions = self._draft.actions
        if self.is_attached and actions and not actions[-1].is_blank:
            await self._add_action()
        self._typed()

    def _typed(self) -> None:
        self.take()
        self._warn()
        self.post_message(self.Typed())

    def _section_of(self, widget: Widget) -> FormSection | None:
        name = (widget.id or "").removeprefix("p-")
        sections = self._view.sections if self._view else ()
        return next((each for each in sections if each.id == name), None)

    @work(exclusive=True)
    async def _lay_out(self) -> None:
        view = self._view
        if view is None or view.kind.has_several:
            return
        with self.app.batch_update():
            self.query_one("#agreed-label").display = bool(view.personal_actions)
            await refill(self, "agreed", self._earlier_rows(view))
            await refill(self, "sections", map(self._section_text, view.sections))
            await refill(self, "actions", map(self._row, range(len(self._draft.actions))))
            await self._add_action()

    def _earlier_rows(self, view: OpenSession) -> list[EarlierRow]:
        screen = cast(DeskScreen, self.screen)
        return [
            EarlierRow(
                each,
                self._draft.earlier_actions.setdefault(str(each.id), EarlierEntry()),
                screen.owner_of(each.owner, view.worker),
                "",
                begins="earlier-action-",
            )
            for each in view.personal_actions
        ]

    def _section_text(self, each: FormSection) -> RecordText:
        text = self._draft.personal.get(each.id, "")
        return RecordText(f"p-{each.id}", each.title, text, prompts=each.asks)

    async def _add_action(self) -> None:
        actions = self._draft.actions
        if not actions or not actions[-1].is_blank:
            worker = self._view.worker if self._view else ""
            actions.append(ActionEntry(who=worker))
        if len(self.query(ActionRow)) < len(actions):
            await self.query_one("#actions", Vertical).mount(self._row(len(actions) - 1))

    def _row(self, number: int) -> ActionRow:
        assert self._view is not None  # noqa: S101  (called once it is loaded)
        vault, entry = running_of(self).vault, self._draft.actions[number]
        known = Known(vault.today, {}, has_reason=True, takes_hour=True)
        sections = {each.id: each.title for each in self._view.sections}
        return ActionRow(
            number, entry, known, vault.policy(),
            owners=(self._view.worker, "me"), section=sections.get(entry.section, ""),
        )  # fmt: skip

    def _warn(self) -> None:
        names = self._view.names if self._view else {}
        workers = [each.name for each in self._view.attendees] if self._view else []
        found = names_found(self._draft.personal_words, names, workers)
        note = self.query_one("#names-found", Static)
        note.display = bool(found)
        named = ", ".join(f"“{each.word}” (write {each.ref or 'the reference'})" for each in found)
        note.update(line((f"! A child's name stands here: {named}", "late")))
