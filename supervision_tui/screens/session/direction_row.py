"""A row of the direction grid: do, who, because, by when.

And the reason for the date, where one is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input

from supervision_tui.desk.directions.child_dates import ChildDates
from supervision_tui.desk.supervision.draft import DirectionEntry
from supervision_tui.practice.direction.timescales import Known, Timescale
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.vocabulary import Refusal
from supervision_tui.widgets.choice import Choice
from supervision_tui.widgets.line_field import LineField
from supervision_tui.widgets.timescale_field import TimescaleField

_NEEDS_REASON = "why this date"
_ONE, _ALL = "this child", "each of the family"


@dataclass(frozen=True, slots=True)
class GridContext:
    """The context of a row: the child's dates, the policy, owners to offer, if for a family."""

    dates: ChildDates
    known: Known
    policy: Policy
    owners: Sequence[str]
    is_family: bool


class DirectionRow(Vertical):
    """Edits one `DirectionEntry` in place. Posts `DirectionRow.Typed`."""

    DEFAULT_CSS = """
    DirectionRow { height: auto; margin-bottom: 1; }
    DirectionRow Horizontal { height: auto; }
    DirectionRow Input.do { width: 2fr; margin-right: 1; }
    DirectionRow Input.who { width: 1fr; }
    DirectionRow Input.why { display: none; }
    DirectionRow.asks Input.why { display: block; }
    """

    class Typed(Message):
        """Something was typed in this row."""

    def __init__(self, number: int, entry: DirectionEntry, context: GridContext) -> None:
        super().__init__()
        self.entry = entry
        self._number = number
        self._grid = context

    def compose(self) -> ComposeResult:
        """Ask what and who, because, by when; and why this date, where that is needed."""
        entry, context, name = self.entry, self._grid, f"d{self._number}"
        with Horizontal():
            yield LineField(entry.do, placeholder="do: a verb first", id=f"{name}-do", classes="do")
            yield LineField(
                entry.who, placeholder="who", offers=context.owners, id=f"{name}-who", classes="who"
            )
        yield LineField(
            entry.because, placeholder="because", id=f"{name}-because", classes="because"
        )
        yield TimescaleField(context.known, context.policy, entry.by, id=f"{name}-by")
        yield LineField(
            entry.why_this_date,
            placeholder=_NEEDS_REASON,
            id=f"{name}-why_this_date",
            classes="why",
        )
        if context.is_family:
            value = _ONE
            if entry.for_family:
                value = _ALL
            yield Choice((_ONE, _ALL), value, id=f"{name}-for")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep what is typed in the entry."""
        entry, field = self.entry, event.input
        if field.has_class("do"):
            entry.do = event.value
        elif field.has_class("who"):
            entry.who = event.value
        elif field.has_class("because"):
            entry.because = event.value
        elif field.has_class("why"):
            entry.why_this_date = event.value
            self.query_one(TimescaleField).allow_distant(bool(event.value.strip()))
        else:
            entry.by = event.value
        self.post_message(self.Typed())

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Keep for whom it is given."""
        self.entry.for_family = event.value == _ALL
        self.post_message(self.Typed())

    def on_timescale_field_read(self, event: TimescaleField.Read) -> None:
        """Ask for a reason where the date is lazy or far off."""
        found = event.found
        lazy = isinstance(found, Timescale) and self._grid.dates.lazy(found) is not None
        far = isinstance(found, Refusal) and found.code == "too-far"
        self.set_class(lazy or far or bool(self.entry.why_this_date), "asks")
        if lazy:
            self.query_one(
                "Input.why", Input
            ).placeholder = "that is simply the next review: why is it right?"
        event.stop()
