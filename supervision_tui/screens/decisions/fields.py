"""The fields of a decision while it is written: who was asked, what was decided, what is to be
done.
"""

from __future__ import annotations

from typing import cast

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea
from textual.worker import Worker

from supervision_tui.desk.decisions.draft import (
    DECISION_TEXTS,
    DecisionDraft,
    ParticipantEntry,
)
from supervision_tui.desk.decisions.recording import OpenDecision
from supervision_tui.desk.directions.entries import DirectionEntry, EarlierEntry
from supervision_tui.practice import wording
from supervision_tui.practice.children.dates_due import held_words
from supervision_tui.runtime.running import Running, running_of
from supervision_tui.screens.directions.direction_row import (
    DirectionHeadings,
    DirectionRow,
    GridContext,
)
from supervision_tui.screens.directions.earlier_row import EarlierRow
from supervision_tui.widgets.choice import Choice
from supervision_tui.widgets.desk_screen import DeskScreen
from supervision_tui.widgets.line_field import LineField
from supervision_tui.widgets.record_text import RecordText
from supervision_tui.widgets.refill import refill
from supervision_tui.widgets.text_styles import line

from .participant_row import ParticipantRow

DIRECTIONS, NO_ACTION = "directions below", "no action, because of the reason above"
_LABELS = {
    "facts": "Facts and risk",
    "voice": "The child's voice",
    "options": "Options weighed",
    "decision": "Decision",
    "reason": "Reason",
}


class DecisionFields(VerticalScroll, can_focus=False):
    """Edits a `DecisionDraft` in place. Posts `Typed`, and `OfKind` for another kind of it."""

    class Typed(Message):
        """Something was typed."""

    class OfKind(Message):
        """Another kind of decision was chosen: another discussion may be the one it reviews."""

    def __init__(self) -> None:
        super().__init__(id="fields")
        self._view: OpenDecision | None = None
        self._draft = DecisionDraft()
        self._layout: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        """Ask what a decision record asks, in the order in which it is told."""
        kinds = self.running.vault.policy().decisions
        yield Choice(
            tuple(kinds), labels={code: rule.words for code, rule in kinds.items()}, id="kind"
        )
        yield Static("When: day and hour, e.g. today 15:30, yesterday 22:40", classes="label")
        yield LineField(id="held_at")
        yield Static("Who was asked: agency, name or role, and whether they came", classes="label")
        yield Vertical(id="people")
        yield Static(id="earlier-label", classes="label")
        yield Vertical(id="earlier")
        for name, label in _LABELS.items():
            yield RecordText(name, label)
        yield Static("What is to be done", classes="label")
        yield Choice((DIRECTIONS, NO_ACTION), id="outcome")
        yield DirectionHeadings()
        yield Vertical(id="grid")

    @property
    def running(self) -> Running:
        """The parts of the running app."""
        return running_of(self)

    def begin(self, view: OpenDecision) -> None:
        """Show what was typed before of this decision."""
        self._view, self._draft = view, view.draft
        self.query_one("#kind", Choice).value = self._draft.kind
        self.query_one("#held_at", LineField).load(self._draft.held_at)
        for name in DECISION_TEXTS:
            self.query_one(f"#{name}", TextArea).load_text(getattr(self._draft, name))
        outcome = NO_ACTION if self._draft.no_action else DIRECTIONS
        self.query_one("#outcome", Choice).value = outcome
        self.lay_out()

    def review(self, view: OpenDecision) -> None:
        """Show the actions of another discussion first; what is typed stays."""
        self._view = view
        self.lay_out()

    def take(self) -> None:
        """Take what stands in the fields into the draft."""
        if self._view is None:
            return
        self._draft.held_at = self.query_one("#held_at", Input).value
        for name in DECISION_TEXTS:
            setattr(self._draft, name, self.query_one(f"#{name}", TextArea).text)

    def go_to(self, name: str) -> None:
        """To a field by its id, or to the first one of a part of that name."""
        for widget in self.query(f"#{name}"):
            target: Widget | None = widget
            if not widget.can_focus:
                target = next(iter(widget.query("Input, Choice")), None)
            self.screen.set_focus(target)
            self.call_after_refresh(widget.scroll_visible, animate=False)

    def go_to_blank(self, part: str, field: str) -> None:
        """To the blank row of a table: who was asked, or the directions."""
        fields = list(self.query_one(f"#{part}").query(field))
        if fields:
            self.screen.set_focus(fields[-1])

    def next_part(self) -> None:
        """Go to the next part: who was asked, facts, decision, what is to be done."""
        begins = ("#people Input", "#earlier Choice", "#facts", "#decision", "#outcome")
        parts = [self.query(wanted).first() for wanted in begins if self.query(wanted)]
        order, here = self.screen.focus_chain, self.screen.focused
        place = order.index(here) if here in order else -1
        ahead = [part for part in parts if part in order and order.index(part) > place]
        self.screen.set_focus((ahead or parts)[0])

    # What is typed

    def on_text_area_changed(self) -> None:
        """Keep what was typed."""
        self._typed()

    def on_input_changed(self) -> None:
        """Keep what was typed in a line."""
        self._typed()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Keep the kind, and whether something is to be done."""
        if self._view is None:
            return
        if event.choice.id == "kind" and event.value != self._draft.kind:
            self._draft.kind = event.value
            self.post_message(self.OfKind())
        elif event.choice.id == "outcome":
            self._draft.no_action = event.value == NO_ACTION
            self._show_outcome()
        self._typed()

    def on_earlier_row_typed(self) -> None:
        """Earlier directions keep themselves."""
        self.post_message(self.Typed())

    async def on_participant_row_typed(self) -> None:
        """Keep who was asked; there is always one blank row more."""
        people = self._draft.people
        if self.is_attached and people and not people[-1].is_blank:
            await self._add_person()
        self.post_message(self.Typed())

    async def on_direction_row_typed(self) -> None:
        """Keep the table; there is always one blank row more."""
        rows = self._draft.directions
        if self.is_attached and rows and not rows[-1].said.is_blank:
            await self._add_direction()
        self.post_message(self.Typed())

    def _typed(self) -> None:
        self.take()
        self.post_message(self.Typed())

    # Laying out what differs in number

    def lay_out(self) -> None:
        """Lay out anew what differs: who was asked, earlier actions, the table."""
        self._layout = self._lay_out()

    async def laid_out(self) -> None:
        """Wait until it stands."""
        if self._layout and not self._layout.is_finished:
            await self._layout.wait()

    @work(exclusive=True)
    async def _lay_out(self) -> None:
        if self._view is None:
            return
        with self.app.batch_update():
            await refill(self, "earlier", self._earlier_rows(self._view))
            if not self.query(ParticipantRow):
                await refill(self, "people", map(self._person, range(len(self._draft.people))))
                await self._add_person()
            if not self.query(DirectionRow):
                rows = self._draft.directions
                await refill(self, "grid", map(self._direction, range(len(rows))))
                if not rows or not rows[-1].said.is_blank:
                    await self._add_direction()
        self._show_outcome()

    def _earlier_rows(self, view: OpenDecision) -> list[EarlierRow]:
        screen, label = cast(DeskScreen, self.screen), self.query_one("#earlier-label", Static)
        label.display = view.reviews is not None
        if view.reviews is not None:
            day = wording.day(view.reviews.line.on, today=self.running.vault.today)
            none = "" if view.earlier else ": none of its actions is open any more"
            label.update(line(f"Actions of the {view.reviews.line.words} of {day}{none}"))
        return [
            EarlierRow(
                each,
                self._draft.earlier.setdefault(str(each.id), EarlierEntry()),
                screen.owner_of(each.owner, each.worker),
                held_words(each.follows, self.running.vault.policy()),
            )
            for each in view.earlier
        ]

    async def _add_person(self) -> None:
        people = self._draft.people
        if not people or not people[-1].is_blank:
            people.append(ParticipantEntry())
            await self.query_one("#people", Vertical).mount(self._person(len(people) - 1))

    def _person(self, number: int) -> ParticipantRow:
        assert self._view is not None  # noqa: S101  (called once it is loaded)
        entry = self._draft.people[number]
        return ParticipantRow(number, entry, self._view.agencies, self._view.names)

    async def _add_direction(self) -> None:
        assert self._view is not None  # noqa: S101  (called once it is loaded)
        rows = self._draft.directions
        rows.append(DirectionEntry(who=self._view.children[0].worker))
        await self.query_one("#grid", Vertical).mount(self._direction(len(rows) - 1))

    def _direction(self, number: int) -> DirectionRow:
        assert self._view is not None  # noqa: S101  (called once it is loaded)
        dates = self._view.children[0].dates
        known, policy = dates.known(self.running.vault.today), self.running.vault.policy()
        children = self._view.refs if len(self._view.refs) > 1 else ()
        context = GridContext(dates, known, policy, self._view.owners, children=children)
        return DirectionRow(number, self._draft.directions[number], context)

    def _show_outcome(self) -> None:
        """Without anything to be done there is no table, but for rows that are written already."""
        has_table = not self._draft.no_action or bool(self._draft.given)
        self.query_one("#grid").display = has_table
        self.query_one(DirectionHeadings).display = has_table
