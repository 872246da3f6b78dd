"""Directions: what did we decide, and is it done?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from textual.widget import Widget

from supervision_tui.desk.destination import Destination, RecordKind
from supervision_tui.desk.directions.lines import DirectionLine, open_directions
from supervision_tui.practice import wording
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.screens.consultations import forms as consultation_forms
from supervision_tui.screens.consultations.detail import ConsultationScreen
from supervision_tui.screens.shared.export_form import export_screen
from supervision_tui.system.clock import local_words
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.desk_screen import DeskScreen, opens_dialog, opens_to_look
from supervision_tui.widgets.lazy_rows import LazyRows
from supervision_tui.widgets.list_filter import NO_LINE
from supervision_tui.widgets.pane import Pane
from supervision_tui.widgets.rows import Cell, Row, Rows
from supervision_tui.widgets.steady_text import SteadyText
from supervision_tui.widgets.text_styles import line, lines, tone_of

from . import forms as direction_forms

_ORDERS: tuple[tuple[str, Callable[[DirectionLine], Any]], ...] = (
    ("due date", lambda each: (each.due, each.child)),
    ("worker", lambda each: (each.worker or "", each.due)),
    ("child", lambda each: (each.child, each.due)),
    ("owner", lambda each: (each.owner, each.due)),
)
_ORDERED = "ordered by"
_EMPTY = "No open directions. ‹directions.direct› on a child, here or on Children, gives one."


class DirectionsScreen(DeskScreen):
    """All open directions, and the one at the cursor in full."""

    WHERE = "directions"
    BINDINGS = [*bindings_for("directions"), *bindings_for("filter")]
    DEFAULT_CSS = """
    DirectionsScreen #detail-pane { height: 7; }
    DirectionsScreen #detail { padding: 0 1; height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.filter = self.narrowed_by("words that a line holds", self.show_list)
        self.lines: list[DirectionLine] = []
        self.order = 0

    def body(self) -> Iterable[Widget]:
        """The list, and the direction at the cursor."""
        rows = Rows(
            Column("", 10),
            Column("Child", 17),
            Column("Plan", 11, at_least=100),
            Column("What is to be done"),
            Column("Owner", 16),
            Column("Worker", 18, at_least=140),
            Column("Due", 10, at_least=100),
            empty=_EMPTY,
            id="directions",
        )
        keys = ("directions.tick", "directions.extend", "directions.withdraw")
        yield Pane("Open directions", rows, self.filter.field, keys=keys, id="list-pane")
        yield Pane("Direction", SteadyText(id="detail"), id="detail-pane")

    async def load(self) -> None:
        """All open directions."""
        found = await self.running.desk.try_run(open_directions)
        if found is not None:
            self.lines = found
            self.show_list()
            if self.focused is None:
                self.set_focus(self.query_one(Rows))

    def focus_on(self, key: str) -> None:
        """Put the cursor on a direction."""
        self.filter.clear()
        self.query_one(Rows).go_to(key)

    def as_left(self) -> dict[str, str]:
        """Also by what the list is ordered."""
        return super().as_left() | {_ORDERED: _ORDERS[self.order][0]}

    async def come_back(self, left: Mapping[str, str]) -> None:
        """Also in the same order."""
        self.order = next(
            (n for n, (name, _) in enumerate(_ORDERS) if name == left.get(_ORDERED)), 0
        )
        await super().come_back(left)

    def on_rows_moved(self, _event: Rows.Moved) -> None:
        """The detail follows the cursor."""
        self._detail()

    # Actions

    def action_order(self) -> None:
        """Order by the next thing."""
        self.order = (self.order + 1) % len(_ORDERS)
        self.show_list()

    def action_open(self) -> None:
        """Go to the direction's child."""
        each = self._here()
        if each:
            self.running.navigation.show(Destination.of_child(each.child))

    @opens_dialog
    async def action_tick(self) -> None:
        """Done, or part done."""
        each = self._here()
        if each:
            await direction_forms.tick_direction(self, each)

    @opens_dialog
    async def action_extend(self) -> None:
        """A later date."""
        each = self._here()
        if each:
            await direction_forms.extend_direction(self, each)

    @opens_dialog
    async def action_withdraw(self) -> None:
        """Withdraw it."""
        each = self._here()
        if each:
            await direction_forms.withdraw_direction(self, each)

    @opens_dialog
    async def action_direct(self) -> None:
        """A new one for this child."""
        each = self._here()
        if each:
            await direction_forms.give_directions(self, (each.child,))

    @opens_dialog
    async def action_consult(self) -> None:
        """A consultation about this child."""
        each = self._here()
        if each:
            await consultation_forms.request(
                self, consultation_forms.About((each.child,), each.worker or "")
            )

    def action_open_origin(self) -> None:
        """Go to the consultation, the decision or the signed record that it came from."""
        each = self._here()
        show = self.running.navigation.show
        if each is None:
            return
        if each.origin:
            self.app.push_screen(ConsultationScreen(each.origin.consultation_id))
        elif each.decision_id is not None:
            show(Destination(RecordKind.DECISION, str(each.decision_id), each.child))
        elif each.session_id is not None:
            show(Destination(RecordKind.SIGNED_RECORD, str(each.session_id), each.child))
        else:
            self.running.notices.refuse("This direction was given by itself.")

    def action_decide(self) -> None:
        """A decision, or a discussion with others, about the child of this direction."""
        each = self._here()
        if each:
            self.running.navigation.decide((each.child,))

    def action_on_file(self) -> None:
        """Show the file of this direction's child: whether the direction is on it."""
        each = self._here()
        if each:
            self.running.navigation.put_on_file(f"child {each.child}")

    @opens_dialog
    async def action_link(self) -> None:
        """Keep a link, or a file's name, beside this direction."""
        each = self._here()
        if each:
            await direction_forms.link_direction(self, each)

    @opens_to_look
    async def action_give_away(self) -> None:
        """Export the list, in words."""
        await export_screen(self, "Directions", self.query_one(Rows).plain_text())

    # What is shown

    def show_list(self) -> None:
        """Show the lines that hold the words, in the order chosen."""
        shown = self.filter.narrowed(self.lines, self._searchable)
        title, key = _ORDERS[self.order]
        ordered = sorted(shown, key=key)
        sentence = _EMPTY
        if self.filter.words:
            sentence = NO_LINE
        self.query_one(Rows).say_when_empty(sentence)
        self.query_one(Rows).show(LazyRows(ordered, lambda each: str(each.id), self._row))
        late = sum(each.days_late > 0 for each in shown)
        title = f"Open directions · {len(shown)}, {late} late · by {title}{self.filter.note()}"
        self.query_one("#list-pane", Pane).retitle(title)
        self._detail()

    def _row(self, each: DirectionLine) -> Row:
        drift = " · drift" if each.drift else ""
        part = "part done: " if each.state == "part" else ""
        due = wording.day(each.due, today=self.running.vault.today)
        return Row(
            str(each.id),
            (
                Cell(each.word, tone_of(each.urgency)),
                self.child_cell(each.child),
                Cell(each.plan, "quiet"),
                Cell(f"{part}{each.text}{drift}"),
                Cell(self._owner(each)),
                Cell(self.name_of(each.worker), "quiet"),
                Cell(due),
            ),
        )

    def _searchable(self, each: DirectionLine) -> str:
        drift = "drift" if each.drift else ""
        worker = self.name_of(each.worker) if each.worker else ""
        about = f"{self.child_words(each.child)} {each.plan}"
        return f"{each.word} {about} {each.text} {self._owner(each)} {worker} {drift}"

    def _owner(self, each: DirectionLine) -> str:
        return self.owner_of(each.owner, each.worker)

    def _detail(self) -> None:
        each = self._here()
        if each is None:
            self.query_one("#detail", SteadyText).say(line(""))
            return
        today = self.running.vault.today
        moved = ""
        if each.extended:
            first = wording.day(each.first_due, today=today)
            moved = f" · extended {wording.count(each.extended, 'time')}, first due {first}"
        lazy = " · the date of the next review, with a reason" if each.lazy else ""
        drift = f"  drift: {each.drift}" if each.drift else ""
        so_far = line("")
        if each.outcome or each.link:
            outcome = ("so far ", "quiet") if each.outcome else ""
            link = ("  link ", "quiet") if each.link else ""
            so_far = line(outcome, each.outcome, link, each.link)
        origin = self.running.fill(_origin(each, today))
        self.query_one("#detail", SteadyText).say(
            lines(
                line((f"{self.child_words(each.child)}  ", "strong"), each.text),
                line(("owner ", "quiet"), self._owner(each), ("  because ", "quiet"), each.reason),
                line(
                    ("due ", "quiet"),
                    wording.due_day(each.due, each.hour),
                    (f"  {each.word}", tone_of(each.urgency)),
                    (f"{moved}{lazy}", "quiet"),
                ),
                line(
                    ("given ", "quiet"),
                    wording.day(each.given_on, today=today),
                    (f" · {each.source}{_given_at(each)}{origin}", "quiet"),
                    (drift, "soon"),
                ),
                so_far,
            )
        )

    def _here(self) -> DirectionLine | None:
        key = self.query_one(Rows).key
        return next((each for each in self.lines if str(each.id) == key), None)


def _given_at(each: DirectionLine) -> str:
    """The hour of a direction given out of hours, and whether it is on the child's file."""
    at = f" at {local_words(each.given_at)}" if each.given_at else ""
    on_file = f", {each.on_file}" if each.on_file else ""
    return f"{at}{on_file}"


def _origin(each: DirectionLine, today: date) -> str:
    """The consultation that it came from, and how to get there."""
    if each.origin:
        return (
            f" (held {wording.day(each.origin.held_on, today=today)}; ‹directions.origin› opens it)"
        )
    return ""
