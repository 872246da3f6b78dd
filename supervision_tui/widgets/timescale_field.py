"""The timescale field: what is typed is read at once, and what it means, or why it is refused,
stands below it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from supervision_tui.practice.direction.timescales import Known, Timescale, read_timescale
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.vocabulary import Refusal
from supervision_tui.runtime.bindings import bindings_for

from .line_field import LineField
from .text_styles import line


class TimescaleField(Vertical):
    """An input with its meaning below. `down` takes a suggestion, again the next one."""

    DEFAULT_CSS = """
    TimescaleField { height: auto; }
    TimescaleField > Static { height: auto; padding: 0 1; }
    """
    BINDINGS = bindings_for("timescale")

    @dataclass
    class Read(Message):
        """A message that what was typed was read."""

        field: TimescaleField
        found: Timescale | Refusal

    def __init__(
        self,
        known: Known,
        policy: Policy,
        value: str = "",
        *,
        placeholder: str = "10wd, fri, 14 apr, @core-group",
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.known = known
        self.policy = policy
        self._placeholder = placeholder
        self._first = value
        self._taken = -1
        self._offered: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """The input, and its meaning."""
        name = f"{self.id}-input" if self.id else None
        yield LineField(self._first, placeholder=self._placeholder, id=name)
        yield Static()

    def on_mount(self) -> None:
        """Read what is there already."""
        self._read()

    @property
    def value(self) -> str:
        """The text that is typed."""
        return self.query_one(Input).value

    @value.setter
    def value(self, text: str) -> None:
        self.query_one(Input).value = text

    def show(self, known: Known, policy: Policy, value: str) -> None:
        """Hold another child's timescale, against the dates of that child."""
        self.known, self.policy, self._taken = known, policy, -1
        self.query_one(LineField).load(value)
        self._read()

    def allow_distant(self, has_reason: bool) -> None:
        """Read again, now that a reason for the date is given or taken back."""
        self.known = replace(self.known, has_reason=has_reason)
        self._read()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Read what was typed."""
        if event.value not in self._offered:
            self._taken = -1
        self._read()

    def action_take(self) -> None:
        """Take the next suggestion."""
        if self._offered:
            self._taken = (self._taken + 1) % len(self._offered)
            field = self.query_one(Input)
            field.value = self._offered[self._taken]
            field.cursor_position = len(field.value)

    def _read(self) -> None:
        if not self.query(Input):  # left before its input was there
            return
        found = read_timescale(self.value, self.known, self.policy)
        if isinstance(found, Refusal) and self._taken < 0:
            self._offered = found.suggestions
        self.query_one(Static).update(self._meaning(found))
        self.post_message(self.Read(self, found))

    def _meaning(self, found: Timescale | Refusal) -> Content:
        if isinstance(found, Timescale):
            return line((found.says(), "focus"))
        if found.code == "empty":
            return line(("the date appears here as you type", "quiet"))
        offers = ", ".join(found.suggestions)
        word = f"  ↓ takes {offers}" if offers else ""
        return line((f"! {found.says}", "late"), (word, "quiet"))
