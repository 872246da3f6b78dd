"""Review: how is this child?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget

from supervision_tui.commands import bindings_for
from supervision_tui.desk.children import toggle_pin
from supervision_tui.desk.review import ReviewCard, ReviewLine, age_words, plan_length, review_card, review_list
from supervision_tui.practice import wording
from supervision_tui.widgets.desk_screen import Pane, opens_dialog
from supervision_tui.widgets.facts import Fact, Facts
from supervision_tui.widgets.filtered_screen import FilteredScreen, FilterField
from supervision_tui.widgets.rows import Cell, Column, Row, Rows
from supervision_tui.widgets.tones import line, tone_of

from . import dialogs

_LABEL = 11


class ReviewScreen(FilteredScreen):
    """The caseload at the left, one child's card at the right."""

    WHERE = "review"
    BINDINGS = bindings_for("review")
    DEFAULT_CSS = """
    ReviewScreen #list-pane { width: 52%; min-width: 40; }
    ReviewScreen #card-pane { width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[ReviewLine] = []
        self.card: ReviewCard | None = None
        self._wanted: str | None = None

    def body(self) -> Iterable[Widget]:
        """The list and the card."""
        rows = Rows(
            Column("Child", 8),
            Column("Plan", 11, at_least=100),
            Column("RAG", 5),
            Column("Discussed", 16),
            Column("Worker", at_least=100),
            empty="No children here. Press i to bring in the caseload.",
            id="children",
        )
        yield Horizontal(
            Pane("Children", rows, FilterField("cp red late …"), id="list-pane"),
            Pane("Child", VerticalScroll(Facts(_LABEL, id="card")), id="card-pane"),
        )

    async def load(self) -> None:
        """The list; the card follows the cursor."""
        found = await self.desk_app.desk(review_list)
        if found is None:
            return
        self.lines = found
        self.show_list()
        rows = self.query_one(Rows)
        if self.focused is None:
            rows.focus()
        if rows.key:
            await self._load_card(rows.key)

    def focus_on(self, ref: str) -> None:
        """Put the cursor on a child."""
        self._wanted = ref
        self.clear_filter()
        self.query_one(Rows).go_to(ref)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """The card follows the cursor."""
        self.run_worker(self._load_card(event.key), exclusive=True, group="card")

    # Actions

    @opens_dialog
    async def action_direct(self) -> None:
        """Give a direction for this child."""
        if self.card:
            await dialogs.give_direction(self, self.card.line.ref)

    @opens_dialog
    async def action_rate(self) -> None:
        """Rate this child."""
        if self.card:
            await dialogs.rate_child(self, self.card)

    @opens_dialog
    async def action_note(self) -> None:
        """Write a note on this child."""
        if self.card:
            await dialogs.note_child(self, self.card.line.ref)

    @opens_dialog
    async def action_pin(self) -> None:
        """Keep this child for the next session, or let go."""
        if self.card:
            ref = self.card.line.ref
            pinned = await self.desk_app.desk(toggle_pin, ref)
            if pinned is not None:
                self.desk_app.say(f"{ref} is kept for the next supervision." if pinned else f"{ref} is let go.")

    def action_supervise(self) -> None:
        """Begin or resume supervision with this child's worker."""
        if self.card and self.card.line.worker_id:
            self.desk_app.supervise(self.card.line.worker_id)
        else:
            self.desk_app.say("This child has no worker yet.")

    # What is shown

    def show_list(self) -> None:
        """Show the lines that hold the words."""
        shown = [each for each in self.lines if self.holds(self._searchable(each))]
        wanted, self._wanted = self._wanted, None
        self.query_one(Rows).show([self._row(each) for each in shown], keep=wanted)
        of = f" of {len(self.lines)}" if self.filter_words else ""
        title = f"Children · {len(shown)}{of}, past interval first{self.filter_note()}"
        self.query_one("#list-pane", Pane).retitle(title)

    def _short(self, name: str | None) -> str:
        """A worker's name with its first part as a letter: `E Marsh`."""
        first, _, last = (name or "").partition(" ")
        return f"{first[0]} {last}" if last and not self.desk_app.names_blanked else self.name_of(name)

    def _searchable(self, each: ReviewLine) -> str:
        late = "late" if each.age > each.interval else ""
        pinned = "pinned" if each.pinned else ""
        names = "" if self.desk_app.names_blanked else f"{each.name or ''} {each.worker or ''}"
        return f"{each.ref} {each.plan} {each.rag} {'' if each.worker else 'nobody'} {late} {pinned} {names}"

    def _row(self, each: ReviewLine) -> Row:
        pin = "+" if each.pinned else ""
        return Row(
            each.ref,
            (
                Cell(f"{each.ref}{pin}"),
                Cell(each.plan, "quiet"),
                Cell(each.rag, {"red": "late", "amber": "soon"}.get(each.rag, "quiet")),
                Cell(age_words(each.age, each.interval), tone_of(each.urgency)),
                Cell(self._short(each.worker), "plain" if each.worker else "soon"),
            ),
        )

    async def _load_card(self, ref: str) -> None:
        card = await self.desk_app.desk(review_card, ref)
        if card is None:
            return
        self.card = card
        name = "" if self.desk_app.names_blanked or not card.line.name else f" · {card.line.name}"
        self.query_one("#card-pane", Pane).retitle(f"{ref}{name}")
        self.query_one(Facts).show(self._card_facts(card))

    def _card_facts(self, card: ReviewCard) -> list[Fact]:
        today = self.desk_app.today
        found = [
            _labelled("Plan", plan_length(card, today, self.desk_app.policy()), extra=card.plan_drift),
            _labelled("Age", _age(card, today)),
            self._rag(card),
            self._discussed(card),
            _labelled("Worker", self._worker(card)),
        ]
        if card.line.pinned:
            found.append(_labelled("Pinned", "for the next supervision (marked + in the list); p lets go"))
        if card.family:
            others = ", ".join(ref for ref in card.family if ref != card.line.ref)
            found.append(_labelled("Family", f"of {len(card.family)}, discussed together with {others}"))
        if card.owed:
            missing = f"no direction at {card.owed.checkpoint} ({wording.day(card.owed.on, today=today)})"
            found.append(("Checkpoint", line((missing, "late"))))
        return found + self._dates(card) + self._directions(card) + self._last(card)

    def _rag(self, card: ReviewCard) -> Fact:
        if not card.line.rag or card.rag_since is None:
            return _labelled("RAG", "not rated yet; r rates")
        since = wording.day(card.rag_since, today=self.desk_app.today)
        tone = {"red": "late", "amber": "soon"}.get(card.line.rag, "plain")
        stale = ("  stale", "soon") if card.rag_stale else ""
        return ("RAG", line((card.line.rag, tone), f" since {since}: {card.rag_reason}", stale))

    def _discussed(self, card: ReviewCard) -> Fact:
        today, each = self.desk_app.today, card.line
        last = card.last_discussed
        when = (
            f"{wording.day(last, today=today)}, {each.age} days ago"
            if last
            else f"not yet here, {each.age} days with us"
        )
        late = (f"  late {each.age - each.interval} d", "late") if each.age > each.interval else ""
        return ("Discussed", line(f"{when}; the standard is {each.interval}", late))

    def _worker(self, card: ReviewCard) -> str:
        if card.allocated_since is None:
            return "nobody"
        since = wording.day(card.allocated_since, today=self.desk_app.today)
        known = "known since" if card.allocation_known_since else "since"
        return f"{self.name_of(card.line.worker)}, {known} {since}"

    def _dates(self, card: ReviewCard) -> list[Fact]:
        today = self.desk_app.today
        found = []
        for n, each in enumerate(card.dates.following[:5]):
            days = (each.due - today).days
            tone = "late" if days < 0 else "soon" if days <= 7 else "plain"
            word = f"late {-days} d" if days < 0 else f"in {days} d"
            label = "Follows" if n == 0 else ""
            due = wording.day(each.due, today=today)
            source = (f" · after {each.event} {wording.day(each.counted_from, today=today)}", "quiet")
            found.append((label, line(f"{each.words} {due} ", (word, tone), source)))
        return found

    def _directions(self, card: ReviewCard) -> list[Fact]:
        if not card.directions:
            return [_labelled("Open", "no open direction; d gives one")]
        found = []
        for n, each in enumerate(card.directions[:6]):
            word = (f"{each.word}  ", tone_of(each.urgency))
            found.append(("Open" if n == 0 else "", line(word, f"{each.text} · {each.owner}")))
        return found

    def _last(self, card: ReviewCard) -> list[Fact]:
        today = self.desk_app.today
        view = f"{wording.day(card.view.on, today=today)}: {card.view.text}" if card.view else "none recorded yet"
        notes = [_labelled("Note", f"{wording.day(on, today=today)}: {text}") for on, text in card.notes]
        return [_labelled("View", view), *notes]


def _labelled(label: str, text: str, *, extra: str | None = None) -> Fact:
    return label, line(text, (f"  {extra}", "soon") if extra else "")


def _age(card: ReviewCard, today: date) -> str:
    if card.born is None:
        return "date of birth not on record"
    return f"{wording.months_between(card.born, today) // 12} years"
