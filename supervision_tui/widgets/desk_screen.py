"""The base of every screen: the masthead, the footer, and one way to the desk."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from rich.cells import cell_len
from textual import work
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.content import Content
from textual.css.query import NoMatches
from textual.events import Click, DescendantFocus
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from supervision_tui.commands import EVERYWHERE, MODES, SHORT_TITLES, Command, Keymap, footer_for
from supervision_tui.practice import wording
from supervision_tui.runtime.place import NOT_ASKED, Answer, Asked
from supervision_tui.runtime.running import Running, running_of

from .cleanup import forget_drawings
from .columns import fitted
from .focus import takes_text
from .focus_in_view import keep_focus_in_view
from .key_line import KeyEntry, KeyLine, NamesItsKeys, begin
from .keys_in_text import with_keys
from .list_filter import ListFilter
from .rows import SLIM, Cell, Rows, child_cell
from .shut_screen import ShutScreen
from .text_styles import PLAIN, line, says

ScreenType = TypeVar("ScreenType", bound="DeskScreen")

_WIDE, _FEW_KEYS = 100, 6  # columns from which on more than so many keys stand in the footer
READING_ONLY = "This vault is open for reading only: nothing is changed here."
ALWAYS = ("lock", "suspend", "leave")  # actions that no form under way holds up
# By what the mark of a list, and the widget with the focus, are kept.
_ROW, IN_HAND = ("row ", "in hand")


class Masthead(Static):
    """Two lines at the top: product, team and date; and the modes."""

    DEFAULT_CSS = "Masthead { height: 2; background: $panel; color: $text; padding: 0 1; }"

    def __init__(self, mode: str) -> None:
        super().__init__()
        self.mode = mode
        self.right = ""
        self._shown: Content | None = None
        self._tab_ends: list[tuple[int, str]] = []  # where each mode's title ends

    def on_resize(self) -> None:
        """Keep at the right what stands there."""
        self.show(self.right)

    def show(self, right: str = "") -> None:
        """Paint it for the vault as it stands."""
        self.right = right
        vault, shown_names = running_of(self).vault, running_of(self).names
        as_of = "as of " if vault.is_as_of else ""
        left = f"supervision-tui · {vault.team} · {as_of}{wording.full_day(vault.today)}"
        names = right
        if not names:
            names = "names blanked" if shown_names.are_hidden else "names shown"
        names = f"{names} · reading only" if vault.is_read_only else names
        names = f"{names}{self._lock_words()}"
        room = self.app.size.width - 2
        who = ""
        if vault.manager_name:
            who = shown_names.shown(vault.manager_name)
        if vault.cover:
            names = f"cover: {shown_names.shown(vault.cover)} · {names}"
        elif who and len(left) + len(who) + len(names) + 5 <= room:  # it is the first to go
            names = f"{who} · {names}"
        if len(left) + len(names) + 2 > room:  # the date goes first, then what stands at the right
            if room > cell_len(names) + 2:
                left = fitted(vault.team, room - cell_len(names) - 2)
            else:
                left = vault.team
        gap = max(2, room - cell_len(left) - cell_len(names))
        shown = line((left, "strong"), " " * gap, (names, "quiet"), "\n", *self._tabs())
        if shown != self._shown:
            self._shown = shown
            self.update(shown, layout=False)

    def _lock_words(self) -> str:
        """Say when it locks, on a screen that tells it."""
        minutes = running_of(self).idle.minutes_left
        tells = isinstance(self.screen, DeskScreen) and self.screen.tells_when_it_locks
        if minutes is None or not tells:
            return ""
        return f" · locks in {minutes} min"

    def _tabs(self) -> list[str | tuple[str, str]]:
        """The modes; in few columns all but the one that is shown by their short titles."""
        whole = sum(len(title) + 5 for _, title, _ in MODES) - 1
        is_narrow = whole > self.app.size.width - 2
        is_slim = self.app.size.width < SLIM
        tabs: list[str | tuple[str, str]] = []
        self._tab_ends = []
        for key, title, mode in MODES:
            here = mode == self.mode
            shown = SHORT_TITLES.get(mode, title) if is_narrow and not here else title
            shown = "" if is_slim and not here else shown
            before, gap = ("", "") if is_narrow else (" ", " ")
            after = "" if gap else " "
            tab = f"{before}{key} {shown} ", "quiet"
            if here:
                tab = f"[{key} {shown}]{after}", "focus"
            tabs += [tab, gap]
            self._tab_ends.append((line(*tabs).cell_length, mode))
        return tabs

    def on_click(self, event: Click) -> None:
        """A click on a mode goes there."""
        at = event.get_content_offset(self)
        mode = next((mode for end, mode in self._tab_ends if at and at.y == 1 and at.x < end), "")
        if mode:
            begin(self.screen, f"go('{mode}')")


class Footline(KeyLine):
    """The keys of a screen by importance, as many as fit, at most six if narrow; help always."""

    DEFAULT_CSS = "Footline { dock: bottom; background: $panel; color: $text; padding: 0 1; }"

    def __init__(self, where: str) -> None:
        super().__init__()
        self._where = where

    def on_resize(self) -> None:
        """The keys as they are set."""
        self.follow(self.screen.focused)

    def follow(self, focused: Widget | None) -> None:
        """Name, where text is typed, the keys that act there: none that is a letter."""
        keys, typing = running_of(self).keys, takes_text(focused)
        *entries, help_entry = [
            KeyEntry(words, _lowered(command.name), command.action)
            for command in footer_for(self._where)
            if (words := self._words(keys, command, typing=typing))
        ]
        entries = [
            each
            for n, each in enumerate(entries)
            if each.key not in {before.key for before in entries[:n]}
        ]
        if isinstance(focused, NamesItsKeys):
            entries = list(focused.KEYS_HERE)
        few = _FEW_KEYS - 1 if self.app.size.width < _WIDE else len(entries)
        self.show_keys([*entries[:few], help_entry])

    def _words(self, keys: Keymap, command: Command, *, typing: bool) -> str:
        if typing:
            return keys.words_while_typing(command)
        is_written_on = isinstance(self.screen, DeskScreen) and self.screen.is_written_on
        return keys.words(command, but_letters=is_written_on and command.where == EVERYWHERE)


class Pane(Widget):
    """A panel under a titled rule.

    The title takes the accent while something in it has the focus.
    """

    DEFAULT_CSS = """
    Pane { layout: vertical; border-top: solid $rule;
           border-title-color: $quiet; border-title-style: none;
           border-title-background: $ground; padding: 0; height: 1fr; }
    Pane:focus-within { border-title-color: $focus; border-title-style: bold; }
    """

    def __init__(self, title: str, *children: Widget, id: str | None = None) -> None:
        super().__init__(*children, id=id)
        self.retitle(title)

    def retitle(self, title: str) -> None:
        """Give it another title; text, never markup.

        The line of the title alone is drawn again, not what is below.
        """
        shown = says(f" {with_keys(title, self)} ")
        if shown != self._border_title:
            self._border_title = shown  # what sets `border_title` has the whole panel drawn again
            self.refresh(Region(0, -1, self.size.width, 1))


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
            screen.running.notices.say(READING_ONLY)
        else:
            screen.ask(Asked(action.__name__), lambda: action(screen))

    return opening


class DeskScreen(Screen[None]):
    """A screen of one mode.

    It loads one view from the desk, and again when the store has changed.
    """

    WHERE = ""
    is_written_on = False  # whether people write here: then a letter is no command of the whole app
    tells_when_it_locks = False  # in the head: two people talk here, and nobody types
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

    def focus_on(self, key: str) -> None:
        """Put the cursor on the row of that key, where the screen has rows to go to."""

    def compose(self) -> ComposeResult:
        """Masthead, body, footer."""
        yield Masthead(self.WHERE)
        yield from self.body()
        yield Footline(self.WHERE)

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


def _lowered(name: str) -> str:
    if name.isupper():
        return name
    return name.lower()
