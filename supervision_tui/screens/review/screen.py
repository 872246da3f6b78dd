"""Children: how is this child?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from textual import work
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from supervision_tui.desk.children.filter import HINT, read_filter, words_of
from supervision_tui.desk.children.notes import pin_all
from supervision_tui.desk.children.review import ReviewCard, ReviewLine, review_card, review_list
from supervision_tui.practice import wording
from supervision_tui.practice.children.dates_due import DateDue
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.screens.consultations import forms as consultation_forms
from supervision_tui.screens.directions import forms as direction_forms
from supervision_tui.screens.shared import forms as dialogs
from supervision_tui.screens.shared.export_form import export_screen
from supervision_tui.widgets.child_picks import ChildPicks
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.desk_screen import opens_dialog, opens_to_look
from supervision_tui.widgets.labelled_text import LabelledText, ScrollingText
from supervision_tui.widgets.lazy_rows import LazyRows
from supervision_tui.widgets.pane import Pane
from supervision_tui.widgets.rows import Cell, Row, Rows
from supervision_tui.widgets.sentences import is_drawn, without_drawings
from supervision_tui.widgets.steady_text import SteadyText
from supervision_tui.widgets.text_styles import line

from . import allocation_forms, case_forms, event_forms
from .allocation import AllocationScreen
from .card import CardFacts
from .cards_ahead import CardsAhead
from .child_rows import ChildRows

_LABEL = 11
_LEAST_BAR, _MOST_BAR = 16, 60  # cells of a bar on the card
_MOST_DATES = 6
# lines from which on the dates due have the same room for every child: nothing jumps as the cursor
# moves
_TALL = 36
_EMPTY = (
    "No children here. Press ‹caseload.import› to import the caseload, ‹review.add› to add "
    "one by hand."
)


class ReviewScreen(ChildPicks):
    """The caseload at the left, one child's card at the right."""

    WHERE = "review"
    BINDINGS = [*bindings_for("review"), *bindings_for("filter")]
    DEFAULT_CSS = """
    ReviewScreen #list-pane { width: 58%; min-width: 40; }
    ReviewScreen #right { width: 1fr; }
    ReviewScreen.-wide #list-pane, ReviewScreen.-vast #list-pane { width: 1fr; }
    ReviewScreen.-wide #right { width: 46; }
    ReviewScreen.-vast #right { width: 76; }
    ReviewScreen #because { height: 3; padding: 0 2; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.filter = self.narrowed_by(HINT, self.show_list)
        self.lines: list[ReviewLine] = []
        self.card: ReviewCard | None = None
        self._wanted: str | None = None
        self.sources = False
        self._child_rows = ChildRows(self)
        self._texts: list[str] = []  # of each line, the words by which it is found

    def body(self) -> Iterable[Widget]:
        """The list and the card."""
        self._ahead = CardsAhead(self.running)
        rows = Rows(
            Column("", 2),
            Column("Child", 17, narrow=10),
            Column("Plan", 8, at_least=100),
            Column("RAG", 5),
            Column("Discussed", 16),
            Column("Worker", at_least=100),
            empty=_EMPTY,
            id="children",
        )
        follows = Rows(
            Column("", 9),
            Column("", 10),
            Column(""),
            titles=False,
            empty="No dates due.",
            id="follows",
        )
        yield Horizontal(
            Pane(
                "Children",
                rows,
                self.filter.field,
                keys=("review.pick", "review.pick_family", "review.allocate"),
                id="list-pane",
            ),
            Vertical(
                Pane(
                    "Child",
                    ScrollingText(LabelledText(_LABEL, id="card")),
                    keys=("review.change", "review.why"),
                    id="card-pane",
                ),
                Pane(
                    "Dates due",
                    follows,
                    SteadyText(id="because"),
                    keys=("review.event", "review.take_up"),
                    id="follows-pane",
                ),
                id="right",
            ),
            classes="beside",
        )

    async def load(self) -> None:
        """The list; the card follows the cursor."""
        found = await self.running.desk.try_run(review_list)
        if found is None:
            return
        self.lines, self._texts = found, []
        self._child_rows.forget()
        self.show_list()
        rows = self.query_one("#children", Rows)
        if self.focused is None:
            self.set_focus(rows)
        if rows.key:
            await self._load_card(rows.key)

    def focus_on(self, ref: str) -> None:
        """Put the cursor on a child; the key of a date due names its child first."""
        ref = ref.partition("\t")[0]
        self._wanted = ref
        self.filter.clear()
        self.query_one("#children", Rows).go_to(ref)

    async def come_back(self, left: Mapping[str, str]) -> None:
        """Also with the same date due at the mark: the dates are there once the card is."""
        await super().come_back(left)
        if here := self.query_one("#children", Rows).key:
            await self._load_card(here)
        await super().come_back(left)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """The card follows the cursor."""
        if event.rows.id != "children":
            self._show_because(event.key)
            return
        self._follow_with_card(event.key)

    # Actions

    @opens_dialog
    async def action_direct(self) -> None:
        """Give a direction for this child, or one to all that are picked.

        On a date due: one that takes it up.
        """
        if self.focused is self.query_one("#follows"):
            await self._take_up()
        elif self._those():
            await direction_forms.give_directions(self, self._those())

    def action_decide(self) -> None:
        """A decision, or a discussion with others, about this child or all that are picked."""
        if self._those():
            self.running.navigation.decide(self._those())

    def action_on_file(self) -> None:
        """Show this child's file: every record, and whether it is on the council's system."""
        if self.card:
            self.running.navigation.put_on_file(f"child {self.card.line.ref}")

    @opens_dialog
    async def action_rate(self) -> None:
        """Rate this child, or all that are picked."""
        if self._those() and self.card:
            await dialogs.rate_children(self, self._those(), self.card.line.rag)

    @opens_dialog
    async def action_note(self) -> None:
        """Write a note on this child, or on all that are picked."""
        if self._those():
            await dialogs.note_children(self, self._those())

    @opens_dialog
    async def action_consult(self) -> None:
        """Ask for a consultation about this child, or about all that are picked."""
        refs = self._those()
        if refs:
            worker = next((each.worker for each in self.lines if each.ref == refs[0]), "")
            await consultation_forms.request(self, consultation_forms.About(refs, worker or ""))

    @opens_dialog
    async def action_pin(self) -> None:
        """Keep this child for the next session, or all that are picked; or let go."""
        refs = self._those()
        if refs:
            pinned = await self.running.desk.try_run(pin_all, refs)
            if pinned is not None:
                about = dialogs.about_whom(self, refs)
                are = wording.is_or_are(len(refs))
                now = "kept for the next supervision" if pinned else "let go"
                self.running.notices.changed(f"{about} {are} {now}.")

    @opens_dialog
    async def action_allocate(self) -> None:
        """Allocate this child to a worker; several that are picked side by side."""
        refs = self._those()
        if len(refs) > 1:
            self.app.push_screen(AllocationScreen(refs))
        elif refs:
            await allocation_forms.allocate(self, refs)

    @opens_dialog
    async def action_change(self) -> None:
        """Change something for this child: plans, visits, team, the case closed."""
        if self.card:
            await case_forms.change_child(self, self.card)

    @opens_dialog
    async def action_add(self) -> None:
        """A child comes to the team."""
        ref = await case_forms.add_child(self)
        if ref:
            self.focus_on(ref)
            self.reload()

    def action_pick(self) -> None:
        """Pick this child and go on to the next; again lets go."""
        rows = self.query_one("#children", Rows)
        if rows.key:
            self.pick_or_let_go({rows.key})
            rows.action_move(1)

    def action_pick_family(self) -> None:
        """Pick the whole family of this child, or let it go."""
        if self.card:
            self.pick_or_let_go(self.card.family or (self.card.line.ref,))

    def pickable(self) -> set[str]:
        """The children that the filter holds."""
        return {each.ref for each in self._shown()}

    def show_picks(self, of: Collection[str] | None = None) -> None:
        """Show in the list and in its title what is picked."""
        if of is None:
            self.show_list()
        else:
            self.query_one("#children", Rows).draw_again(of)
            self._entitle()

    async def action_unfilter(self) -> None:
        """First let go of what is picked; then as every list does."""
        if self.picked and self.focused is not self.filter.field:
            self.picked.clear()
            self.show_list()
        else:
            await super().action_unfilter()

    def action_supervise(self) -> None:
        """Begin or resume supervision with this child's worker."""
        if self.card and self.card.line.worker_id:
            self.running.navigation.supervise(self.card.line.worker_id)
        else:
            self.running.notices.refuse("This child has no worker yet.")

    @opens_dialog
    async def action_take_up(self) -> None:
        """A direction for a date due: the one at the mark, else the soonest not taken up."""
        await self._take_up()

    async def _take_up(self) -> None:
        if self.card is None:
            return
        date_due = self._at_mark(self.card) or self._not_taken_up(self.card)
        if date_due is None:
            self.running.notices.refuse("No date due is left to take up.")
            return
        occasion = direction_forms.Occasion(date_due)
        await direction_forms.give_directions(self, (self.card.line.ref,), occasion)

    @opens_dialog
    async def action_record_event(self) -> None:
        """Record an event: of the date due at the mark, else of this child or all picked."""
        at_mark = self._at_mark(self.card) if self.card else None
        if self.card and at_mark:
            await event_forms.record_event(self, (self.card.line.ref,), at_mark.code)
        elif self._those():
            await event_forms.record_event(self, self._those())

    @opens_to_look
    async def action_give_away(self) -> None:
        """Export the list, the card and the dates due, in words."""
        shown = [self.query_one("#children", Rows).plain_text()]
        if self.card:
            card = self.query_one("#card", LabelledText).plain_text().splitlines()
            shown += [
                self.running.names.child_title(self.card.line.ref, self.card.line.name),
                *(without_drawings(each) for each in card if not is_drawn(each)),
                self.query_one("#follows", Rows).plain_text(),
            ]
        await export_screen(self, "Children", "\n".join(shown))

    def action_why(self) -> None:
        """Show or hide where the numbers come from."""
        self.sources = not self.sources
        if self.card:
            self._show_card(self.card)

    def action_switch_pane(self) -> None:
        """Move between the list, the card and what follows."""
        self.focus_next()

    # What is shown

    def show_list(self) -> None:
        """Show the lines that the filter holds."""
        shown = self._shown()
        if self.picked:
            self.picked &= {each.ref for each in self.lines}
        wanted, self._wanted = self._wanted, None
        rows = self.query_one("#children", Rows)
        sentence = _EMPTY
        if self.lines:
            sentence = "No matches. ‹filter.leave› clears the filter."
        rows.say_when_empty(sentence)
        self._child_rows.bracket_families(shown)
        rows.show(LazyRows(shown, lambda each: each.ref, self._row), keep=wanted)
        if not shown:
            self._show_no_card()
        self._entitle()

    def _entitle(self) -> None:
        """Say how many children are shown, and how many are picked."""
        shown = self.query_one("#children", Rows).row_count
        of = f" of {len(self.lines)}" if self.filter.words else ""
        picked = f" · {len(self.picked)} picked" if self.picked else ""
        title = f"Children · {shown}{of}, longest not discussed first{picked}{self.filter.note()}"
        self.query_one("#list-pane", Pane).retitle(title)

    def _shown(self) -> list[ReviewLine]:
        if not self.filter.words:
            return self.lines
        if not self._texts:
            blanked = self.running.names.are_hidden
            self._texts = [words_of(each, names_blanked=blanked) for each in self.lines]
        wanted = read_filter(" ".join(self.filter.words), self.running.vault.policy())
        pairs = zip(self.lines, self._texts, strict=True)
        return [each for each, text in pairs if wanted.holds(each, text)]

    def _those(self) -> tuple[str, ...]:
        """The children picked, in the order of the list; else the one at the cursor."""
        here = self.query_one("#children", Rows).key
        return self.picked_or(here, (each.ref for each in self.lines))

    def _row(self, each: ReviewLine) -> Row:
        return self._child_rows.row(each, is_picked=each.ref in self.picked)

    def _follow_with_card(self, ref: str) -> None:
        """Show the card in the frame in which the mark moves, where it is at hand; else soon."""
        card = self._ahead.card(ref)
        if card is not None:
            self._take_card(card)
        else:
            self._ask_for_card(ref)

    @work(exclusive=True, group="card")
    async def _ask_for_card(self, ref: str) -> None:
        await self._load_card(ref)

    async def _load_card(self, ref: str) -> None:
        card = await self.running.desk.try_run(review_card, ref)
        # Another is there by now, or nobody.
        if card is None or ref != self.query_one("#children", Rows).key:
            return
        self._ahead.keep(card)
        self._take_card(card)

    def _take_card(self, card: ReviewCard) -> None:
        self.card = card
        self._show_card(card)
        self.call_after_refresh(self._look_ahead)

    @work(exclusive=True, group="ahead")
    async def _look_ahead(self) -> None:
        rows = self.query_one("#children", Rows)
        if rows.key:
            beside = [key for key in (rows.key_after, rows.key_before) if key]
            await self._ahead.ask_for(rows.key, beside)

    def _show_card(self, card: ReviewCard) -> None:
        title = self.running.names.child_title(card.line.ref, card.line.name)
        self.query_one("#card-pane", Pane).retitle(title)
        vault, names = self.running.vault, self.running.names
        text = self.query_one("#card", LabelledText)
        facts = CardFacts(
            vault.today,
            vault.policy(),
            name_of=self.name_of,
            child_of=names.child_or_ref,
            room=max(_LEAST_BAR, min(_MOST_BAR, text.room_for_a_bar)),
        )
        text.show(facts.facts(card, sources=self.sources))
        late = sum(each.is_late for each in card.dates.due)
        counts = [f"{late} late"] if late else []
        if card.dates.not_known:
            counts += [f"{len(card.dates.not_known)} not known here"]
        words = ", ".join([str(len(card.dates.due)), *counts])
        self.query_one("#follows-pane", Pane).retitle(f"Dates due · {words}")
        self._give_room(card)
        follows = self.query_one("#follows", Rows)
        follows.show([self._date_due(each, card) for each in card.dates.all])
        self._show_because(follows.key)

    def on_labelled_text_has_other_room(self) -> None:
        """Draw the bars of the card for the room there is."""
        if self.card is not None:
            self._show_card(self.card)

    def on_resize(self) -> None:
        """Share the lines out anew, which the dates due take first."""
        if self.card is not None:
            self._give_room(self.card)

    def _give_room(self, card: ReviewCard) -> None:
        """Share the right side out between the card and what follows."""
        needed = _MOST_DATES
        if self.size.height < _TALL:
            needed = min(_MOST_DATES, max(1, len(card.dates.all)))
        self.query_one("#follows-pane", Pane).styles.height = needed + 4

    def _show_no_card(self) -> None:
        """Nobody is at the cursor: no key acts on whoever was there before."""
        self.card = None
        self.query_one("#card-pane", Pane).retitle("Child")
        self.query_one(LabelledText).show([])
        self.query_one("#follows-pane", Pane).retitle("Dates due")
        self.query_one("#follows", Rows).show([])
        self._show_because(None)

    def _at_mark(self, card: ReviewCard) -> DateDue | None:
        """The date due at the cursor, where that list has it."""
        rows = self.query_one("#follows", Rows)
        if self.focused is not rows:
            return None
        return next(
            (each for each in card.dates.all if f"{card.line.ref}\t{each.code}" == rows.key), None
        )

    def _not_taken_up(self, card: ReviewCard) -> DateDue | None:
        """The soonest date due that no direction takes up."""
        return next((each for each in card.dates.due if each.code not in card.taken_up), None)

    def _date_due(self, each: DateDue, card: ReviewCard) -> Row:
        key = f"{card.line.ref}\t{each.code}"
        due = wording.day(each.due, today=self.running.vault.today)
        if not each.is_known:
            return Row(
                key, (Cell("not known", "quiet"), Cell(due, "quiet"), Cell(each.words, "quiet"))
            )
        days = (each.due - self.running.vault.today).days
        if days < 0:
            word = wording.late_by(-days)
        elif days == 0:
            word = "today"
        else:
            word = f"in {days} d"
        if days < 0:
            tone = "late"
        elif days <= self.running.vault.policy().directions.due_soon_days:
            tone = "soon"
        else:
            tone = "plain"
        words = f"{each.words} · directed" if each.code in card.taken_up else each.words
        return Row(key, (Cell(word, tone), Cell(due), Cell(words)))

    def _show_because(self, key: str | None) -> None:
        """Show what the date at the mark is counted from, and the working day before it."""
        there = self.card.dates.all if self.card else ()
        each = next((one for one in there if key and key.endswith(f"\t{one.code}")), None)
        says = self._because(each) if each else ""
        self.query_one("#because", SteadyText).say(line((says, "quiet")))

    def _because(self, each: DateDue) -> str:
        today = self.running.vault.today
        practical = wording.day(each.practical, today=today)
        closed = ""
        if each.practical != each.due:
            closed = f"; the last working day before is {practical}"
        source = f". {each.source}" if self.sources else ""
        not_known = "" if each.is_known else "whether it was held is not known here: "
        return f"{not_known}{each.because(today)}{closed}{source}"
