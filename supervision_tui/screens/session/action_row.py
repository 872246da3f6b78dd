"""A row of the actions in the personal record: what, who, and by when; one line can say all."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from supervision_tui.desk.supervision.personal_record import ActionEntry
from supervision_tui.practice.direction.one_line import said_in_one_line
from supervision_tui.practice.direction.timescales import Known
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.widgets.line_field import LineField
from supervision_tui.widgets.text_styles import line
from supervision_tui.widgets.timescale_field import TimescaleField

_WHAT = "what; or in one line: … by fri"


class ActionRow(Vertical):
    """Edits one `ActionEntry` in place. Posts `ActionRow.Typed`."""

    DEFAULT_CSS = """
    ActionRow { height: auto; }
    ActionRow Horizontal { height: auto; }
    ActionRow Static.section { height: auto; }
    ActionRow .what { width: 1fr; margin: 0 1 0 0; }
    ActionRow .who { width: 18; margin: 0 1 0 0; }
    ActionRow TimescaleField { width: 30; }
    """

    class Typed(Message):
        """Something was typed in this row."""

    def __init__(
        self,
        number: int,
        entry: ActionEntry,
        known: Known,
        policy: Policy,
        *,
        owners: Sequence[str],
        section: str,
    ) -> None:
        """`section` is the title of the section in which it was agreed."""
        super().__init__()
        self.entry = entry
        self._number = number
        self._known = known
        self._policy = policy
        self._owners = owners
        self._section = section

    def compose(self) -> ComposeResult:
        """The section it belongs to, then its fields beside each other."""
        entry, name = self.entry, f"a{self._number}"
        if self._section:
            yield Static(line((self._section, "quiet")), classes="section")
        with Horizontal():
            yield LineField(entry.what, placeholder=_WHAT, id=f"{name}-what", classes="what")
            yield LineField(entry.who, offers=self._owners, id=f"{name}-who", classes="who")
            yield TimescaleField(
                self._known, self._policy, entry.by, placeholder="fri, 2w, 14 apr", id=f"{name}-by"
            )

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep what is typed in the entry."""
        if event.input.has_class("what"):
            self.entry.what = event.value
        elif event.input.has_class("who"):
            self.entry.who = event.value
        else:
            self.entry.by = event.value
        self.post_message(self.Typed())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter behind a line that says by when, too, parts it into the fields."""
        if not event.input.has_class("what") or self.entry.by.strip():
            return
        said = said_in_one_line(self.entry.what, self._known, self._policy, self._owners)
        if not said.by:
            return
        name = f"a{self._number}"
        self.query_one(f"#{name}-what", Input).value = said.do
        if said.who:
            self.query_one(f"#{name}-who", Input).value = said.who
        self.query_one(f"#{name}-by", TimescaleField).value = said.by
