"""One consultation: what was asked and brought, each recommendation with its decision, and who
came.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from supervision_tui.desk.consultations.lines import (
    ConsultationLine,
    Invited,
    RecommendationLine,
    consultation_of,
)
from supervision_tui.desk.consultations.requests import tick_attendance
from supervision_tui.desk.destination import Destination, RecordKind
from supervision_tui.practice.consultation import Decision
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.desk_screen import DeskScreen, opens_dialog
from supervision_tui.widgets.labelled_text import LabelledText, ScrollingText
from supervision_tui.widgets.pane import Pane
from supervision_tui.widgets.rows import Cell, Row, Rows

from . import forms as consultation_forms
from .facts import consultation_facts

_LABEL = 13
_WORKER = "worker "


class ConsultationScreen(DeskScreen):
    """A consultation: what was said above, recommendations and people below."""

    WHERE = "consultation"
    gives_way = True
    AUTO_FOCUS = "#list"
    BINDINGS = bindings_for("consultation")
    DEFAULT_CSS = """
    ConsultationScreen #list-pane { height: 45%; }
    """

    def __init__(self, consultation_id: int) -> None:
        super().__init__()
        self.consultation_id = consultation_id
        self.line: ConsultationLine | None = None

    @property
    def address(self) -> str:
        """By what it is opened again."""
        return f"consultation {self.consultation_id}"

    def body(self) -> Iterable[Widget]:
        """Show what was said, then what is to be decided."""
        rows = Rows(
            Column("", 10),
            Column("Recommendation"),
            Column("What became of it", 40, at_least=120),
            empty="No recommendation on record. ‹consultation.tick› is the next step.",
            id="list",
        )
        yield Pane(
            "Consultation", ScrollingText(LabelledText(_LABEL, id="facts")), id="detail-pane"
        )
        yield Pane("Recommendations", rows, id="list-pane")

    async def load(self) -> None:
        """The consultation as it stands."""
        found = await self.running.desk.try_run(consultation_of, self.consultation_id)
        if found is None:
            self.dismiss()
            return
        self.line = found
        self.query_one("#detail-pane", Pane).retitle(
            " · ".join(
                part for part in (found.about, found.mode, str(found.step), found.word) if part
            )
        )
        self.query_one(LabelledText).show(consultation_facts(found, self))
        rows = self.query_one(Rows)
        rows.show(
            [*map(self._recommended, found.recommendations), *map(self._invited, found.invited)]
        )
        decide = ""
        if found.undecided:
            ways = "‹consultation.adopt› adopts, ‹consultation.decline› declines"
            decide = f" · {len(found.undecided)} to decide: {ways}"
        invited = " · who came: ‹consultation.tick›" if found.invited else ""
        self.query_one("#list-pane", Pane).retitle(f"Recommendations{decide}{invited}")
        if self.focused is None:
            self.set_focus(rows)

    # Actions

    def action_switch_pane(self) -> None:
        """Move between the panes."""
        self.focus_next()

    @opens_dialog
    async def action_adopt(self) -> None:
        """Make a direction of it."""
        each = self._undecided()
        if each is not None and self.line is not None:
            await consultation_forms.adopt(self, self.line, each)

    @opens_dialog
    async def action_decline(self) -> None:
        """Decline it."""
        each = self._undecided()
        if each is not None:
            await consultation_forms.decline(self, each)

    @opens_dialog
    async def action_tick(self) -> None:
        """A worker came, or did not; else the next step of the consultation."""
        key = self.query_one(Rows).key or ""
        if key.startswith(_WORKER):
            await self.running.desk.try_run(
                tick_attendance, self.consultation_id, int(key.removeprefix(_WORKER))
            )
        elif self.line is not None:
            await consultation_forms.next_step(self, self.line)

    @opens_dialog
    async def action_on_file(self) -> None:
        """Since when it is on the child's file; before it was held, what is asked."""
        if self.line is not None and self.line.dates.held is None:
            await consultation_forms.request(self, line=self.line)
        elif self.line is not None:
            await consultation_forms.put_on_file(self, self.line)

    @opens_dialog
    async def action_move(self) -> None:
        """Book it for another day."""
        if self.line is not None:
            await consultation_forms.move(self, self.line)

    async def action_open_direction(self) -> None:
        """Go to the direction that came of the recommendation."""
        each = self._here()
        taken = next((one for one in each.became if one.child), None) if each else None
        if taken is not None:
            self.dismiss()
            self.running.navigation.show(
                Destination(RecordKind.DIRECTION, str(taken.id), taken.child)
            )
        elif each is not None:
            self.running.notices.refuse(
                "No direction came of it yet; ‹consultation.adopt› adopts it."
            )

    # What is shown

    def _recommended(self, each: RecommendationLine) -> Row:
        today = self.running.vault.today
        became = "; ".join(one.says(today, self.name_of) for one in each.became) or each.reason
        word, text_tone = Cell(str(each.decision), "quiet"), "quiet"
        if each.decision is Decision.OPEN:
            word, text_tone = Cell("decide", "soon"), "plain"
        return Row(str(each.id), (word, Cell(each.text, text_tone), Cell(became, "quiet")))

    def _invited(self, each: Invited) -> Row:
        text = "came" if each.came else "not ticked"
        tone = "plain" if each.came else "quiet"
        word = Cell(text, tone)
        return Row(f"{_WORKER}{each.worker_id}", (word, Cell(self.name_of(each.name)), Cell("")))

    def _here(self) -> RecommendationLine | None:
        key = self.query_one(Rows).key
        there = self.line.recommendations if self.line else ()
        return next((each for each in there if str(each.id) == key), None)

    def _undecided(self) -> RecommendationLine | None:
        each = self._here()
        if each is None or not each.is_open:
            self.running.notices.refuse(
                "Choose a recommendation that is to be decided; ‹undo› takes the last decision "
                "back."
            )
            return None
        return each
