"""What every screen is built on: the masthead, the footer, and one way to the desk."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Coroutine, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.signal import Signal
from textual.widget import Widget
from textual.widgets import Static

from supervision_tui.commands import MODES, SHORT_TITLES, footer_for
from supervision_tui.practice import wording

from .tones import line, says

if TYPE_CHECKING:
    from supervision_tui.practice.policy import Policy

Result = TypeVar("Result")
ScreenType = TypeVar("ScreenType", bound="DeskScreen")

ALWAYS = ("lock", "suspend", "leave")  # actions that no form under way holds up

# Where people type, the tab key is taken before the text is: what is typed right after it lands in the next field.
MOVES_AT_ONCE = (
    Binding("tab", "app.focus_next", "Next field", show=False, priority=True, id="field.next"),
    Binding("shift+tab", "app.focus_previous", "Previous field", show=False, priority=True, id="field.previous"),
)


class DeskApp(Protocol):
    """What a screen asks of the app."""

    today: date
    team: str
    names_blanked: bool
    is_as_of: bool
    is_read_only: bool
    cover: str
    given_to: str
    store_changed: Signal[str]

    async def desk(self, verb: Callable[..., Result], *arguments: Any, **named: Any) -> Result | None:
        """Run a desk verb on the store's thread; a refusal becomes a notice and gives nothing."""

    async def keep_draft(self, key: str, body: str) -> bool:
        """Keep typed text in the vault; returns whether it is kept."""

    async def forget_draft(self, key: str) -> None:
        """Forget typed text that was saved."""

    async def kept_draft(self, key: str) -> str | None:
        """Typed text that was kept."""

    async def read_team(self) -> None:
        """Read the team's name for the masthead."""

    async def ask_desk(self, verb: Callable[..., Result], *arguments: Any, **named: Any) -> Result:
        """The same, but a refusal is raised, for a form that shows it itself."""

    async def care(self, verb: Callable[..., Result], *arguments: Any, **named: Any) -> Result | None:
        """Run a verb of the vault's keeping in a thread of its own; a refusal becomes a notice and gives nothing."""

    async def ask_care(self, verb: Callable[..., Result], *arguments: Any, **named: Any) -> Result:
        """The same, but a refusal is raised, for a form that shows it itself."""

    def lock_after(self, minutes: int) -> None:
        """Lock after so many idle minutes from now on."""

    def begin_backup_if_due(self) -> None:
        """Make the day's automatic backup, if it is not there yet."""

    def policy(self) -> Policy:
        """The practice policy in force."""

    def moment(self) -> Any:
        """The day, the instant, and the policy, for a verb."""

    def person(self, name: str | None) -> str:
        """A name as it may be shown now: whole, or initials where names are blanked."""

    def say(self, text: str) -> None:
        """A notice that something was done."""

    def open_in(self, mode: str, key: str) -> None:
        """Go to a mode with the row of that key in focus."""

    def supervise(self, worker_id: int) -> None:
        """Begin or resume supervision with a worker."""

    def open_sitting(self, session_id: int, child: str = "") -> None:
        """Open a session that is there, at a child of it."""

    def prepare(self, worker_id: int) -> None:
        """Prepare the next session with a worker."""

    def go_to_hit(self, goes_to: str, key: str) -> None:
        """Go to a place that a search has found."""


class Masthead(Static):
    """Two lines at the top: product, team and date; and the modes."""

    DEFAULT_CSS = "Masthead { height: 2; background: $panel; color: $text; padding: 0 1; }"

    def __init__(self, mode: str) -> None:
        super().__init__()
        self.mode = mode
        self.right = ""

    def on_resize(self) -> None:
        """What stands at the right stays there."""
        self.show(cast(DeskApp, self.app), self.right)

    def show(self, app: DeskApp, right: str = "") -> None:
        """Paint it for the app as it stands."""
        self.right = right
        as_of = "as of " if app.is_as_of else ""
        left = f"supervision-tui · {app.team} · {as_of}{wording.full_day(app.today)}"
        names = right or ("names blanked" if app.names_blanked else "names shown")
        names = f"{names} · reading only" if app.is_read_only else names
        names = f"cover: {app.person(app.cover)} · {names}" if app.cover else names
        gap = max(2, self.app.size.width - 2 - len(left) - len(names))
        self.update(line((left, "strong"), " " * gap, (names, "quiet"), "\n", *self._tabs()))

    def _tabs(self) -> list[str | tuple[str, str]]:
        """The modes; in few columns all but the one that is shown by their short titles."""
        whole = sum(len(title) + 5 for _, title, _ in MODES) - 1
        is_narrow = whole > self.app.size.width - 2
        tabs: list[str | tuple[str, str]] = []
        for key, title, mode in MODES:
            here = mode == self.mode
            shown = SHORT_TITLES.get(mode, title) if is_narrow and not here else title
            begin, gap = ("", "") if is_narrow else (" ", " ")
            tabs += [(f"[{key} {shown}]" if here else f"{begin}{key} {shown} ", "focus" if here else "quiet"), gap]
        return tabs


class Footline(Static):
    """At most six keys, help always among them."""

    DEFAULT_CSS = "Footline { height: 1; dock: bottom; background: $panel; color: $text; padding: 0 1; }"

    def __init__(self, where: str) -> None:
        super().__init__()
        self._entries = footer_for(where)

    def on_resize(self) -> None:
        """Show as many keys as there is room for, the least important left out first, help never."""
        *entries, help_entry = self._entries
        while entries and self._length([*entries, help_entry]) > self.app.size.width - 2:
            entries.pop()
        parts: list[str | tuple[str, str]] = []
        for key, name in (*entries, help_entry):
            parts += [(key, "focus"), f" {name}", "   "]
        self.update(line(*parts[:-1]))

    @staticmethod
    def _length(entries: list[tuple[str, str]]) -> int:
        return sum(len(key) + len(name) + 4 for key, name in entries) - 3


class Pane(Widget):
    """A panel under a titled rule; the title takes the accent while something in it has the focus."""

    DEFAULT_CSS = """
    Pane { layout: vertical; border-top: solid $rule; border-title-color: $quiet; border-title-style: none;
           border-title-background: $ground; padding: 0; height: 1fr; }
    Pane:focus-within { border-title-color: $focus; border-title-style: bold; }
    """

    def __init__(self, title: str, *children: Widget, id: str | None = None) -> None:  # noqa: A002
        super().__init__(*children, id=id)
        self.retitle(title)

    def retitle(self, title: str) -> None:
        """Give it another title; text, never markup."""
        self.border_title = says(f" {title} ")


def opens_dialog(
    action: Callable[[ScreenType], Coroutine[Any, Any, None]],
) -> Callable[[ScreenType], None]:
    """An action that opens a form to change something: until it stands there, no key acts on the screen behind it."""
    return _opens(action, changes=True)


def opens_to_look(
    action: Callable[[ScreenType], Coroutine[Any, Any, None]],
) -> Callable[[ScreenType], None]:
    """The same for a form that changes no record: it opens while reading only, too."""
    return _opens(action, changes=False)


def _opens(action: Callable[[ScreenType], Coroutine[Any, Any, None]], *, changes: bool) -> Callable[[ScreenType], None]:
    @functools.wraps(action)
    def opening(screen: ScreenType) -> None:
        if changes and screen.desk_app.is_read_only:
            screen.desk_app.say("This vault is open for reading only: nothing is changed here.")
        elif not screen.is_opening:
            screen.is_opening = True
            screen.dialog = action.__name__
            screen.run_worker(_until_closed(screen, action(screen)))

    return opening


async def _until_closed(screen: DeskScreen, dialog: Coroutine[Any, Any, None]) -> None:
    try:
        await dialog
    finally:
        screen.is_opening, screen.dialog = False, ""


class DeskScreen(Screen[None]):
    """A screen of one mode. It loads one view from the desk, and again when the store has changed."""

    WHERE = ""
    is_opening = False
    dialog = ""  # the action whose form stands in front

    def __init__(self) -> None:
        super().__init__()
        self._has_loaded = asyncio.Event()

    @property
    def address(self) -> str:
        """By what this screen is opened again over its mode; nothing where it is not."""
        return ""

    @property
    def desk_app(self) -> DeskApp:
        """The app, as screens may use it."""
        return cast(DeskApp, self.app)

    def compose(self) -> ComposeResult:
        """Masthead, body, footer."""
        yield Masthead(self.WHERE)
        yield from self.body()
        yield Footline(self.WHERE)

    def body(self) -> Iterable[Widget]:
        """What stands between masthead and footer."""
        return ()

    async def load(self) -> None:
        """Ask the desk for the view and show it."""

    def on_mount(self) -> None:
        """Hear of it when the store has changed."""
        self.desk_app.store_changed.subscribe(self, self._store_changed)

    def on_screen_resume(self) -> None:
        """Load when shown, and again each time."""
        self.reload()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No key acts here while a form is about to open."""
        return not (self.is_opening and action not in ALWAYS) and super().check_action(action, parameters)

    def reload(self) -> None:
        """Load in the background; a second call takes the place of the first."""
        self._load()

    def _store_changed(self, _verb: str) -> None:
        if self.is_current:
            self.reload()

    @work(exclusive=True, group="load")
    async def _load(self) -> None:
        try:
            self.query_one(Masthead).show(self.desk_app)
            await self.load()
        except NoMatches:
            if self in self.app.screen_stack:
                raise
            return  # left while the desk was asked: there is nothing to show it on any more
        self._has_loaded.set()

    async def when_loaded(self) -> None:
        """Wait until it has been loaded once."""
        await self._has_loaded.wait()

    def name_of(self, name: str | None) -> str:
        """A worker's name, or initials where names are blanked."""
        return self.desk_app.person(name)

    def owner_of(self, owner: str, *workers: str | None) -> str:
        """The owner of a direction as it may be shown: one of these workers by name, a role or an agency as it is."""
        return self.name_of(owner) if owner in workers else owner
