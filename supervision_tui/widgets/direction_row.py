"""A row of the direction grid: do, who, by when, because; and the reason for the date, where one is asked."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input

from supervision_tui.desk.directions import ChildDates
from supervision_tui.desk.sitting_draft import DirectionEntry
from supervision_tui.practice.policy import Policy
from supervision_tui.practice.terms import Refusal
from supervision_tui.practice.timescales import Known, Timescale

from .timescale_field import TimescaleField

_NEEDS_REASON = "why this date"


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

    def __init__(self, entry: DirectionEntry, dates: ChildDates, known: Known, policy: Policy) -> None:
        super().__init__()
        self.entry = entry
        self._dates = dates
        self._known = known
        self._policy = policy

    def compose(self) -> ComposeResult:
        """What and who, because, by when; and one line more where the date needs its own reason."""
        entry = self.entry
        with Horizontal():
            yield Input(entry.do, placeholder="do: a verb first", compact=True, classes="do")
            yield Input(entry.who, placeholder="who", compact=True, classes="who")
        yield Input(entry.because, placeholder="because", compact=True, classes="because")
        yield TimescaleField(self._known, self._policy, entry.by)
        yield Input(entry.why_this_date, placeholder=_NEEDS_REASON, compact=True, classes="why")

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

    def on_timescale_field_read(self, event: TimescaleField.Read) -> None:
        """Ask for a reason where the date is lazy or far off."""
        found = event.found
        lazy = isinstance(found, Timescale) and self._dates.lazy(found) is not None
        far = isinstance(found, Refusal) and found.code == "too-far"
        self.set_class(lazy or far or bool(self.entry.why_this_date), "asks")
        if lazy:
            self.query_one("Input.why", Input).placeholder = "that is simply the next review: why is it right?"
        event.stop()
