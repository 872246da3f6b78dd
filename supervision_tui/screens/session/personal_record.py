"""The worker's own part of the session: its own record, in its own colour and words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static, TextArea

from supervision_tui.desk.supervision.draft import PERSONAL_FIELDS, RecordDraft
from supervision_tui.practice.privacy.names_in_text import names_found
from supervision_tui.widgets.record_text import RecordText
from supervision_tui.widgets.text_styles import line, lines

_NOTE = "For the worker's supervision file. No child's name here: references only."
_LABELS = {
    "wellbeing": "Wellbeing",
    "workload": "Workload: what is too much, what would help?",
    "leave": "Leave and time owed",
    "learning": "Learning, and training missed and why",
    "topics": "Other topics",
}


class PersonalRecordPane(VerticalScroll, can_focus=False):
    """Edits the personal record in place, and warns where a child's name stands in it.

    Posts its `Typed`.
    """

    class Typed(Message):
        """Something was typed in the personal record."""

    def __init__(self) -> None:
        super().__init__(id="personal")
        self._draft = RecordDraft()
        self._names: Mapping[str, str | None] = {}
        self._workers: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """Show what it is for, the warning, and the fields."""
        yield Static(_NOTE, id="personal-note")
        yield Static(id="names-found")
        for name in PERSONAL_FIELDS:
            yield RecordText(f"p-{name}", _LABELS[name])
            if name == "learning":
                yield Static(id="topics-agreed")

    def begin(
        self,
        draft: RecordDraft,
        names: Mapping[str, str | None],
        workers: Iterable[str],
        topics: Iterable[str],
    ) -> None:
        """The draft that is written into, names by reference, workers' names, and topics."""
        self._draft, self._names, self._workers = draft, names, tuple(workers)
        for name in PERSONAL_FIELDS:
            self.query_one(f"#p-{name}", TextArea).load_text(draft.personal.get(name, ""))
        agreed = [line(("agreed beforehand  ", "quiet"), topic) for topic in topics]
        label = self.query_one("#topics-agreed", Static)
        label.display = bool(agreed)
        label.update(lines(*agreed))
        self._warn()

    def take(self) -> None:
        """Take what stands in the fields into the draft."""
        for name in PERSONAL_FIELDS:
            text = self.query_one(f"#p-{name}", TextArea).text
            if text or name in self._draft.personal:
                self._draft.personal[name] = text

    def on_text_area_changed(self) -> None:
        """Keep what was typed, and look whether a child is named in it."""
        self.take()
        self._warn()
        self.post_message(self.Typed())

    def _warn(self) -> None:
        found = names_found("\n".join(self._draft.personal.values()), self._names, self._workers)
        note = self.query_one("#names-found", Static)
        note.display = bool(found)
        named = ", ".join(f"“{each.word}” (write {each.ref or 'the reference'})" for each in found)
        note.update(line((f"! A child's name stands here: {named}", "late")))
