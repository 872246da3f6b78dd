"""An earlier direction, reviewed first: done (and when), part done or not done, and a word on
why.
"""

from __future__ import annotations

from typing import Protocol

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from supervision_tui.desk.directions.entries import EarlierEntry
from supervision_tui.practice.vocabulary import DirectionState, Urgency
from supervision_tui.widgets.choice import Choice
from supervision_tui.widgets.line_field import LineField
from supervision_tui.widgets.text_styles import line, tone_of

_STATES = {"": "not looked at", "done": "done", "part": "part done", "open": "not done"}


class Earlier(Protocol):
    """A direction or an action of before, as a row shows it."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def word(self) -> str:
        """A word on how late or near it is."""

    @property
    def urgency(self) -> Urgency:
        """The way in which it asks for attention."""

    @property
    def text(self) -> str:
        """The text: what is to be done."""


class EarlierRow(Vertical):
    """Edits one `EarlierEntry` in place. Posts `EarlierRow.Typed`."""

    DEFAULT_CSS = """
    EarlierRow { height: auto; }
    EarlierRow Static { height: auto; }
    """

    class Typed(Message):
        """Something was said of this direction."""

    def __init__(
        self, direction: Earlier, entry: EarlierEntry, owner: str, held: str, *, begins: str = "e"
    ) -> None:
        """Name its fields by `begins` and the number: those of an action are not a direction's."""
        super().__init__()
        self._name = f"{begins}{direction.id}"
        self.held = (
            held  # what it had taken up from a date due, in words; empty where it had taken up none
        )
        self.owner = owner  # as the name may be shown
        self.direction = direction
        self.entry = entry

    def compose(self) -> ComposeResult:
        """Show what was decided, how far it came, and a word."""
        each = self.direction
        yield Static(
            line(
                (f"{each.word}  ", tone_of(each.urgency)), each.text, (f" · {self.owner}", "quiet")
            )
        )
        yield Choice(tuple(_STATES.values()), _STATES[self.entry.state], id=f"{self._name}-state")
        yield LineField(self.entry.outcome, placeholder="a word on it", id=f"{self._name}-outcome")
        if self.held:
            asks = f"{self.held} on which day: fri, 5 nov"
            yield LineField(self.entry.held_on, placeholder=asks, id=f"{self._name}-held_on")

    def on_mount(self) -> None:
        """The day is asked once it is done."""
        self._ask_the_day()

    def _ask_the_day(self) -> None:
        if self.held:
            self.query_one(f"#{self._name}-held_on").display = (
                self.entry.state == DirectionState.DONE
            )

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Keep how far it came."""
        self.entry.state = next(state for state, words in _STATES.items() if words == event.value)
        self._ask_the_day()
        self.post_message(self.Typed())

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the word, or the day."""
        if (event.input.id or "").endswith("-held_on"):
            self.entry.held_on = event.value
        else:
            self.entry.outcome = event.value
        self.post_message(self.Typed())
