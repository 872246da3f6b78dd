"""Search: a word in everything that was written, found as it is typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from textual import work
from textual.widget import Widget
from textual.widgets import Input

from supervision_tui.desk.search import Hit, SearchView, search
from supervision_tui.practice import wording
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.desk_screen import DeskScreen
from supervision_tui.widgets.line_field import LineField
from supervision_tui.widgets.pane import Pane
from supervision_tui.widgets.rows import Cell, Row, Rows
from supervision_tui.widgets.steady_text import SteadyText
from supervision_tui.widgets.text_styles import line

_TYPED = "typed"
_EMPTY = "Type a word, a name, a reference or the beginning of one."
_NOTHING = "Nothing holds these words."


class SearchScreen(DeskScreen):
    """The field, what was found, and the words around the hit at the cursor."""

    WHERE = "search"
    BINDINGS = bindings_for("search")
    DEFAULT_CSS = """
    SearchScreen #words { height: 1; margin: 0 1; }
    SearchScreen #around-pane { height: 5; }
    SearchScreen #around { padding: 0 1; height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        # Held here, so that its words are known while the screen is taken down, too.
        self._field = LineField(placeholder="search everything", hides_names=True, id="words")
        self.view = SearchView((), has_more=False)
        self._around: Sequence[tuple[str, bool]] = ()  # the words that stand below the hits

    @property
    def address(self) -> str:
        """By what it is opened again."""
        return "search"

    def body(self) -> Iterable[Widget]:
        """The field over what it finds."""
        rows = Rows(
            Column("", 6),
            Column("", 15),
            Column("", 24),
            Column("", 12, at_least=100),
            Column(""),
            titles=False,
            empty=_EMPTY,
            id="hits",
        )
        yield self._field
        yield Pane("Search", rows, id="hits-pane")
        yield Pane("The words around it", SteadyText(id="around"), id="around-pane")

    async def load(self) -> None:
        """Look again: something may have changed, or names are blanked now."""
        self.set_focus(self._field)
        self._find()

    def as_left(self) -> dict[str, str]:
        """Also the words typed."""
        return super().as_left() | {_TYPED: self._field.value}

    async def come_back(self, left: Mapping[str, str]) -> None:
        """Also with the same words, and the mark on the same hit."""
        with self.prevent(Input.Changed):
            self._field.value = left.get(_TYPED, "")
        await self._find_these()
        await super().come_back(left)

    def on_input_changed(self) -> None:
        """Found as it is typed."""
        self._find()

    def on_rows_moved(self, _event: Rows.Moved) -> None:
        """The words around the hit follow the cursor."""
        self._show_around()

    def _show_around(self) -> None:
        if not self.is_current:
            return
        hit = self._here()
        words = hit.words if hit else ()
        if words != self._around:
            self._around = words
            tones = [(part, "focus" if found else "plain") for part, found in words]
            shown = line(*tones)
            self.query_one("#around", SteadyText).say(shown)

    def on_input_submitted(self) -> None:
        """Go to the hit at the cursor."""
        self.action_open()

    def on_rows_chosen(self) -> None:
        """Go there on a second click."""
        self.action_open()

    # Actions

    def action_move(self, step: int) -> None:
        """Move through what was found, while the field keeps the focus."""
        self.query_one(Rows).action_move(step)

    def action_open(self) -> None:
        """Go to the place itself."""
        hit = self._here()
        if hit is not None:
            self.running.navigation.show(hit.leads_to)

    # What is shown

    @work(exclusive=True, group="search")
    async def _find(self) -> None:
        await self._find_these()

    async def _find_these(self) -> None:
        rows = self.query_one(Rows)
        typed = self._field.value
        view = await self.running.desk.try_run(
            search, typed, names_blanked=self.running.names.are_hidden
        )
        is_typed_on = self._field.value != typed
        if view is None or not self.is_current or not rows.is_attached or is_typed_on:
            return
        self.view = view
        sentence = _EMPTY
        if typed.strip():
            sentence = _NOTHING
        rows.say_when_empty(sentence)
        rows.show([self._row(n, hit) for n, hit in enumerate(view.hits)])
        found = ""
        if typed.strip():
            more = " and more" if view.has_more else ""
            found = f" · {len(view.hits)}{more}"
        self.query_one("#hits-pane", Pane).retitle(f"Search{found}")
        self._show_around()

    def _row(self, number: int, hit: Hit) -> Row:
        on = wording.day(hit.on, today=self.running.vault.today) if hit.on else ""
        words = "".join(part for part, _ in hit.words)
        tone = "soon" if hit.state == "draft" else "quiet"
        return Row(
            str(number),
            (
                Cell(hit.state, tone),
                Cell(hit.kind, "quiet"),
                Cell(hit.about),
                Cell(on, "quiet"),
                Cell(words),
            ),
        )

    def _here(self) -> Hit | None:
        key = self.query_one(Rows).key
        if key is not None and int(key) < len(self.view.hits):
            return self.view.hits[int(key)]
        return None
