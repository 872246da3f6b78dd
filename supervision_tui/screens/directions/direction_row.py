"""A row of the table of directions: do, who, by, because; in hand it is a field for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from supervision_tui.desk.directions.child_dates import ChildDates
from supervision_tui.desk.directions.entries import DirectionEntry
from supervision_tui.practice.direction.one_line import missing_words, said_in_one_line
from supervision_tui.practice.direction.timescales import Known, Timescale, read_timescale
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.vocabulary import Refusal
from supervision_tui.practice.wording import day
from supervision_tui.widgets.choice import Choice
from supervision_tui.widgets.line_field import LineField
from supervision_tui.widgets.text_styles import line
from supervision_tui.widgets.timescale_field import TimescaleField

_NEEDS_REASON = "why this date"
_ONE, _ALL = "this child", "each of the family"
_EACH = "each of the children"
_ONE_LINE = "a verb first; or in one line: … by fri because …"
_OPEN = "-open"


@dataclass(frozen=True, slots=True)
class GridContext:
    """The context of a row: the child's dates, the policy, owners to offer, if for a family.

    `children` are the references of several among whom it is said for which one it is.
    """

    dates: ChildDates
    known: Known
    policy: Policy
    owners: Sequence[str]
    is_family: bool = False
    children: Sequence[str] = ()


class DirectionHeadings(Horizontal):
    """The titles of the columns of the table."""

    def compose(self) -> ComposeResult:
        """Do, who, because, by: as the fields of a row."""
        for name, title in (("do", "Do"), ("who", "Who"), ("because", "Because"), ("by", "By")):
            yield Static(line((title, "quiet")), classes=f"cell {name}")


class DirectionRow(Vertical):
    """Edits one `DirectionEntry` in place. Posts `DirectionRow.Typed`.

    While it is not in hand, a direction is a line of the table whose texts wrap.
    """

    class Typed(Message):
        """Something was typed in this row."""

    def __init__(self, number: int, entry: DirectionEntry, context: GridContext) -> None:
        super().__init__()
        self.entry = entry
        self._number = number
        self._grid = context

    def compose(self) -> ComposeResult:
        """The line; and the fields: what, who, because, by when, and why this date."""
        entry, context, name = self.entry, self._grid, f"d{self._number}"
        with Horizontal(classes="line"):
            for column in ("do", "who", "because", "by"):
                yield Static(classes=f"cell {column}")
        with Vertical(classes="fields"):
            yield self._labelled(
                "Do", LineField(entry.do, placeholder=_ONE_LINE, id=f"{name}-do", classes="do")
            )
            yield Static(classes="missing")
            yield self._labelled(
                "Who",
                LineField(entry.who, offers=context.owners, id=f"{name}-who", classes="who"),
            )
            yield self._labelled(
                "Because", LineField(entry.because, id=f"{name}-because", classes="because")
            )
            yield self._labelled(
                "By", TimescaleField(context.known, context.policy, entry.by, id=f"{name}-by")
            )
            yield LineField(
                entry.why_this_date,
                placeholder=_NEEDS_REASON,
                id=f"{name}-why_this_date",
                classes="why",
            )
            if context.is_family:
                yield Choice((_ONE, _ALL), self._for_whom(), id=f"{name}-for")
            elif context.children:
                whom = (_EACH, *context.children)
                yield Choice(whom, self._for_whom(), id=f"{name}-for")

    def on_mount(self) -> None:
        """One that is blank waits with its fields; any other is a line."""
        self.set_class(self.entry.said.is_blank, _OPEN)
        self._close_if_left()

    def can_show(self, context: GridContext) -> bool:
        """Tell whether it has the fields that another child's direction asks for."""
        there = self._grid.is_family, tuple(self._grid.children)
        return there == (context.is_family, tuple(context.children))

    def show(self, entry: DirectionEntry, context: GridContext) -> None:
        """Edit another child's direction in these fields; what stands in them is kept before."""
        self._take()
        self.entry, self._grid = entry, context
        owner = self._field("who")
        owner.offer(context.owners)
        owner.load(entry.who)
        self._field("do").load(entry.do)
        self._field("because").load(entry.because)
        why = self._field("why_this_date")
        why.placeholder = _NEEDS_REASON
        why.load(entry.why_this_date)
        self.query_one(TimescaleField).show(context.known, context.policy, entry.by)
        for choice in self.query(Choice):
            with self.prevent(Choice.Changed):
                choice.value = self._for_whom()
        self.set_class(bool(entry.why_this_date), "asks")
        self.set_class(entry.said.is_blank, _OPEN)
        self._close_if_left()

    def _take(self) -> None:
        """Take what stands in the fields: the message of a letter may still be under way."""
        entry = self.entry
        entry.do, entry.who = self._field("do").value, self._field("who").value
        entry.because = self._field("because").value
        entry.why_this_date = self._field("why_this_date").value
        entry.by = self.query_one(TimescaleField).value

    def _field(self, name: str) -> LineField:
        return self.query_one(f"#d{self._number}-{name}", LineField)

    def _for_whom(self) -> str:
        """The word of the choice for whom the direction is."""
        if self._grid.is_family:
            return _ALL if self.entry.for_family else _ONE
        return self.entry.child or _EACH

    def on_focus(self) -> None:
        """Come to by tab it opens, and one is in its first field."""
        self._open()
        self.screen.set_focus(self.query(Input).first())

    def on_descendant_focus(self) -> None:
        """One of its fields is in hand: the row is seen whole."""
        self._open()
        self.call_after_refresh(self.scroll_visible, animate=False)

    def on_descendant_blur(self) -> None:
        """Left, it is a line again."""
        self.call_after_refresh(self._close_if_left)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter behind a line that says more than what is to be done parts it into the fields."""
        if event.input.has_class("do"):
            self._part()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep what is typed in the entry: as it stands there by now."""
        entry, field = self.entry, event.input
        if field.has_class("do"):
            entry.do = field.value
        elif field.has_class("who"):
            entry.who = field.value
        elif field.has_class("because"):
            entry.because = field.value
        elif field.has_class("why"):
            entry.why_this_date = field.value
            self.query_one(TimescaleField).allow_distant(bool(field.value.strip()))
        else:
            entry.by = field.value
        self._ask_what_is_missing()
        self.post_message(self.Typed())

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Keep for whom it is given."""
        if self._grid.is_family:
            self.entry.for_family = event.value == _ALL
        else:
            self.entry.child = "" if event.value == _EACH else event.value
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

    def _labelled(self, label: str, field: LineField | TimescaleField) -> Horizontal:
        return Horizontal(Static(line((label, "quiet")), classes="name"), field, classes="field")

    def _open(self) -> None:
        self.add_class(_OPEN)
        self.can_focus = False

    def _close_if_left(self) -> None:
        if not self.is_attached:
            return
        focused = self.screen.focused
        if focused is not None and self in focused.ancestors_with_self:
            return
        is_blank = self.entry.said.is_blank
        self.set_class(is_blank, _OPEN)
        self.can_focus = not is_blank
        if not is_blank:
            self._show_line()

    def _show_line(self) -> None:
        entry = self.entry
        by = entry.by
        found = read_timescale(entry.by, self._grid.known, self._grid.policy)
        tone = "late"
        if isinstance(found, Timescale):
            due = day(found.due, today=self._grid.known.today)
            by, tone = f"{due} {found.hour}".rstrip(), "plain"
        do = entry.do
        if entry.for_family:
            do = f"{do} · {_ALL}"
        elif entry.child:
            do = f"{do} · {entry.child}"
        shown = {
            "do": (do or "what?", "plain" if do else "late"),
            "who": (entry.who or "who?", "plain" if entry.who else "late"),
            "by": (by or "by when?", tone),
            "because": (entry.because or "because?", "plain" if entry.because else "late"),
        }
        for column, part in shown.items():
            self.query_one(f".line > .{column}", Static).update(line(part))

    def _ask_what_is_missing(self) -> None:
        entry = self.entry
        asked = ""
        if entry.do.strip() and not entry.by.strip() and not entry.because.strip():
            said = said_in_one_line(
                entry.do, self._grid.known, self._grid.policy, self._grid.owners
            )
            asked = missing_words(said)
            if not asked:
                asked = "what, by when and because are all said"
        self.query_one(".missing", Static).update(line((asked, "quiet")))

    def _part(self) -> None:
        """Put the parts that one line said into their fields; nothing that stands there goes."""
        entry = self.entry
        if entry.by.strip() or entry.because.strip():
            return
        said = said_in_one_line(entry.do, self._grid.known, self._grid.policy, self._grid.owners)
        if not (said.by or said.because):
            return
        name = f"d{self._number}"
        self.query_one(f"#{name}-do", Input).value = said.do
        if said.who:
            self.query_one(f"#{name}-who", Input).value = said.who
        self.query_one(f"#{name}-because", Input).value = said.because
        self.query_one(f"#{name}-by", TimescaleField).value = said.by
