"""The base of every screen: the masthead, the footer, and one way to the desk."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.css.query import NoMatches, QueryType
from textual.events import DescendantFocus
from textual.screen import Screen
from textual.widget import Widget

from supervision_tui.runtime.place import NOT_ASKED, Answer, Asked
from supervision_tui.runtime.running import Running, running_of

from .cleanup import forget_drawings
from .draws_once import DrawsOnce
from .focus_in_view import keep_focus_in_view
from .footline import Footline
from .list_filter import ListFilter
from .masthead import Masthead
from .panes import bring_forward, step_over
from .rows import Cell, Rows, child_cell
from .shut_screen import ShutScreen
from .text_styles import PLAIN

ScreenType = TypeVar("ScreenType", bound="DeskScreen")

READING_ONLY = "This vault is open for reading only: nothing is changed here."
ALWAYS = ("lock", "suspend", "leave")  # actions that no form under way holds up
# By what the mark of a list, and the widget with the focus, are kept.
_ROW, IN_HAND = ("row ", "in hand")


def where_of(screen: Screen[Any]) -> str:
    """The place of a screen, by which its commands are known.

    Empty where it has none of its own.
    """
    if isinstance(screen, DeskScreen | ShutScreen):
        return screen.WHERE
    return ""


def opens_dialog(
    action: Callable[[ScreenType], Coroutine[Any, Any, None]],
) -> Callable[[ScreenType], None]:
    """An action that opens a form to change something, behind which no key acts."""
    return _opens(action, changes=True)


def opens_to_look(
    action: Callable[[ScreenType], Coroutine[Any, Any, None]],
) -> Callable[[ScreenType], None]:
    """Mark an action that opens a form which changes no record: also while reading only."""
    return _opens(action, changes=False)


def _opens(
    action: Callable[[ScreenType], Coroutine[Any, Any, None]], *, changes: bool
) -> Callable[[ScreenType], None]:
    @functools.wraps(action)
    def opening(screen: ScreenType) -> None:
        if changes and screen.running.vault.is_read_only:
            screen.running.notices.refuse(READING_ONLY)
        else:
            screen.ask(Asked(action.__name__), lambda: action(screen))

    return opening


class DeskScreen(DrawsOnce, Screen[None]):
    """A screen of one mode.

    It loads one view from the desk, and again when the store has changed.
    """

    WHERE = ""
    is_written_on = False  # whether people write here: then a letter is no command of the whole app
    gives_way = False  # whether the digit of a mode leaves it: nothing is typed here
    is_opening = False
    _filter: ListFilter | None = None
    _has_nothing_to_show = False  # and leaves as soon as it is in front
    asked = NOT_ASKED  # the form in front

    def __init__(self) -> None:
        super().__init__()
        self._has_loaded = asyncio.Event()
        self._stood: dict[str, str] = {}  # what was chosen as a form was asked for
        self.answers: list[
            Answer
        ] = []  # given before a lock, to questions that are not asked a second time
        self.expected = (
            ""  # after a lock, the key of the form that stood here: no other one comes by itself
        )
        self._shows: tuple[int, date, bool] | None = None

    @property
    def address(self) -> str:
        """By what this screen is opened again over its mode; nothing where it is not."""
        return ""

    def narrowed_by(self, placeholder: str, show: Callable[[], None]) -> ListFilter:
        """The filter of this screen's list.

        Its field stands in the body, and `show` shows the lines that are left.
        """
        self._filter = ListFilter(self, placeholder, show)
        return self._filter

    def action_filter(self) -> None:
        """Type words that a line must hold."""
        if self._filter is not None:
            self._filter.open()

    async def action_unfilter(self) -> None:
        """Leave the filter's field; a second time it is emptied.

        A third time back to where one came from.
        """
        if self._filter is None or not self._filter.step_back():
            await self.app.run_action("back", self.app)

    def as_left(self) -> dict[str, str]:
        """Give a person's choices on this screen: rows, what is in hand, words of a filter."""
        rows = {f"{_ROW}{each.id}": each.key for each in self.query(Rows) if each.id and each.key}
        in_hand = {IN_HAND: self.focused.id} if self.focused and self.focused.id else {}
        words = self._filter.as_left() if self._filter is not None else {}
        return rows | in_hand | words

    async def come_back(self, left: Mapping[str, str]) -> None:
        """Show what was chosen before, once all is loaded."""
        if self._filter is not None:
            self._filter.come_back(left, left.get(IN_HAND))
        for rows in self.query(Rows):
            if key := left.get(f"{_ROW}{rows.id}"):
                rows.go_to(key)
        if not left.get(IN_HAND):
            return
        for widget in self.query(f"#{left[IN_HAND]}"):
            self.set_focus(widget)

    def stood(self) -> dict[str, str]:
        """Give what was chosen as the form in front was asked for; else what is chosen now."""
        if self.asked:
            return self._stood
        if self.is_ready:
            return self.as_left()
        return {}

    def may_stand_here(self, form: str) -> bool:
        """Tell whether a form may stand here: after a lock, only the one that stood here."""
        if not self.expected:
            return True
        is_it, self.expected = self.expected == form, ""
        return is_it

    def ask(self, asked: Asked, form: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        """Open a form, or a chain of them; until it stands there, no key acts on this screen."""
        if not self.is_opening:
            self._stood = self.stood()
            self.is_opening, self.asked = True, asked
            self.run_worker(self._until_closed(form()))

    async def _until_closed(self, form: Coroutine[Any, Any, Any]) -> None:
        try:
            await form
        finally:
            self.is_opening, self.asked = False, NOT_ASKED
            self.expect("")

    def expect(self, form: str, answers: Sequence[Answer] = ()) -> None:
        """Let only this form come by itself after a lock, with these questions answered."""
        self.expected, self.answers = form, list(answers)

    @property
    def is_ready(self) -> bool:
        """Tell whether it shows what its keys are about; until then they wait."""
        return self._has_loaded.is_set()

    @property
    def running(self) -> Running:
        """The parts of the running app."""
        return running_of(self)

    def set_focus(
        self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False
    ) -> None:
        """Give a widget the focus; where its pane is folded away, it comes into view first."""
        bring_forward(widget)
        super().set_focus(widget, scroll_visible, from_app_focus)

    def focus_next(self, selector: str | type[QueryType] = "*") -> Widget | None:
        """Go to the next field, also into a pane that is folded away."""
        if step_over(self, 1):
            return self.focused
        return super().focus_next(selector)

    def focus_previous(self, selector: str | type[QueryType] = "*") -> Widget | None:
        """Go to the field before, also into a pane that is folded away."""
        if step_over(self, -1):
            return self.focused
        return super().focus_previous(selector)

    def focus_on(self, key: str) -> None:
        """Put the cursor on the row of that key, where the screen has rows to go to."""

    def compose(self) -> ComposeResult:
        """Masthead, body, footer."""
        yield Masthead(self.WHERE)
        yield from self.body()
        yield Footline(self.WHERE, is_written_on=self.is_written_on)

    def body(self) -> Iterable[Widget]:
        """Yield what stands between masthead and footer."""
        return ()

    async def load(self) -> None:
        """Ask the desk for the view and show it."""

    def on_mount(self) -> None:
        """Keep the field in hand in view; hear of it when the store has changed."""
        keep_focus_in_view(self)
        self.running.store_changed.subscribe(self, self._store_changed)

    def on_unmount(self) -> None:
        """Left for good: what hears of changes would be held for ever."""
        self.running.store_changed.unsubscribe(self)
        forget_drawings()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """The footer names the keys that act where the focus is."""
        for footline in self.query(Footline):
            footline.follow(event.widget)

    def on_screen_resume(self) -> None:
        """Load when shown, and again when something was changed since.

        A reader cannot know that.
        """
        if self._has_nothing_to_show:
            self.dismiss()
            return
        for masthead in self.query(Masthead):  # none where it is opened just as the app ends
            masthead.show(masthead.right)
        if self._shows != self._newest() or self.running.vault.is_read_only:
            self.reload()

    def _newest(self) -> tuple[int, date, bool]:
        """Tell what the newest view would show: after which changes, day, names or none."""
        running = self.running
        return running.vault.changes, running.vault.today, running.names.are_hidden

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No key acts here while a form is about to open."""
        return not (self.is_opening and action not in ALWAYS) and super().check_action(
            action, parameters
        )

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Leave this screen; where something stands in front, as soon as it is back."""
        self._has_nothing_to_show = not self.is_current
        if not self.is_current:
            return AwaitComplete()
        return super().dismiss(result)

    def reload(self) -> None:
        """Load in the background; a second call takes the place of the first."""
        self._load()

    def _store_changed(self, _verb: str) -> None:
        if self.is_current:
            self.reload()

    @work(exclusive=True, group="load")
    async def _load(self) -> None:
        newest, refused = self._newest(), self.running.desk.refused
        try:
            self.query_one(Masthead).show()
            await self.running.names.know_children()
            await self.load()
            await self.running.today.know_what_waits()
            self.query_one(Masthead).repaint()  # what waits in each mode may be another number
        except NoMatches:
            if self in self.app.screen_stack and self.query(Masthead):
                raise
            return  # left while the desk was asked: there is nothing to show it on any more
        finally:
            self._has_loaded.set()  # also where the desk refused: the keys that help act
        self._shows = None  # else it asks again when it is come back to
        if refused == self.running.desk.refused:
            self._shows = newest

    async def when_loaded(self) -> None:
        """Wait until it has been loaded once."""
        await self._has_loaded.wait()

    def name_of(self, name: str | None) -> str:
        """A worker's name, or initials where names are blanked."""
        return self.running.names.shown(name)

    def child_cell(self, ref: str, tone: str = PLAIN, mark: str = "") -> Cell:
        """A child in a list, as names are shown now."""
        return child_cell(self.running.names, ref, tone, mark)

    def child_words(self, ref: str) -> str:
        """A child in a title or a sentence: `Zara O. 9700129`, or the reference alone."""
        return self.running.names.child_words(ref)

    def owner_of(self, owner: str, *workers: str | None) -> str:
        """The owner of a direction as it may be shown: a worker by name, a role as it is."""
        if owner in workers:
            return self.name_of(owner)
        return owner
