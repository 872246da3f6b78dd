"""Somebody who was asked to a decision: the agency, the name or role, and the part taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input

from supervision_tui.desk.decisions.draft import ParticipantEntry
from supervision_tui.practice.vocabulary import TookPart
from supervision_tui.widgets.choice import Choice
from supervision_tui.widgets.line_field import LineField


class ParticipantRow(Vertical):
    """Edits one `ParticipantEntry` in place. Posts `ParticipantRow.Typed`.

    The part is asked once an agency is named; names are offered that took part for it before.
    """

    DEFAULT_CSS = """
    ParticipantRow { height: auto; }
    ParticipantRow Horizontal { height: auto; }
    ParticipantRow LineField { width: 1fr; margin: 0 1 0 0; }
    """

    class Typed(Message):
        """Something was said of whoever was asked."""

    def __init__(
        self,
        number: int,
        entry: ParticipantEntry,
        agencies: Sequence[str],
        names: Mapping[str, tuple[str, ...]],
    ) -> None:
        super().__init__()
        self.entry = entry
        self._number = number
        self._agencies = agencies
        self._names = names

    def compose(self) -> ComposeResult:
        """Agency and name beside each other, the part below."""
        entry, name = self.entry, f"p{self._number}"
        with Horizontal():
            yield LineField(
                entry.agency,
                placeholder="agency (↓ offers)",
                offers=self._agencies,
                id=f"{name}-agency",
            )
            yield LineField(entry.name, placeholder="name or role", id=f"{name}-name")
        yield Choice(tuple(TookPart), entry.part, id=f"{name}-part")

    def on_mount(self) -> None:
        """Ask the part of whom is named already."""
        self._ask_the_part()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep who it is."""
        if (event.input.id or "").endswith("-agency"):
            self.entry.agency = event.value
            offered = self._names.get(event.value.strip().casefold(), ())
            self.query_one(f"#p{self._number}-name", LineField).offer(offered)
        else:
            self.entry.name = event.value
        self._ask_the_part()
        self.post_message(self.Typed())

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Keep the part taken."""
        self.entry.part = event.value
        self.post_message(self.Typed())

    def _ask_the_part(self) -> None:
        self.query_one(Choice).display = not self.entry.is_blank
