"""An app as a person has set it: theme, keys, layout, motion, and whether names are shown."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, cast

from textual.events import DescendantFocus
from textual.filter import LineFilter
from textual.signal import Signal

from supervision_tui.app.first_start import FoundingApp
from supervision_tui.commands import Keymap
from supervision_tui.configuration.settings import SETTINGS_NAME, Settings
from supervision_tui.configuration.settings_file import SettingsNotKept, write_setting
from supervision_tui.configuration.theme_files import OWN_FOLDER, ThemeFile, Themes, files_in, hard_to_read
from supervision_tui.system.clock import Clock
from supervision_tui.vault.door import Door
from supervision_tui.vault.store import Store
from supervision_tui.widgets.typed_in import takes_text

from .line_filters import Harmless, NothingDrawn, Veil
from .themes import USUAL, all_themes, textual_theme, usual_colours

_LOOK_EVERY = 1.0  # seconds, at the folder of a person's own themes
_SHOW_CURSOR = "\x1b[?25h"


class AdjustedApp(FoundingApp):
    """What is set is read once; what is changed holds at once, and is written into the settings file."""

    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (60, "-roomy")]

    def __init__(
        self, store: Store | None, clock: Clock, door: Door | None, settings: Settings | None, **how: Any
    ) -> None:
        super().__init__(store, clock, door, **how)
        self.settings = settings or Settings()
        self.names_blanked = self.settings["names"] == "blanked"
        self.names_veiled: frozenset[str] = frozenset()
        self.store_changed: Signal[str] = Signal(self, "store changed")
        self.keys = Keymap(self.settings.keys)
        self.set_keymap(self.keys.for_textual())
        self.themes = Themes({})
        self._themes_seen: tuple[tuple[str, int], ...] = ()
        self._read_themes()
        self.theme = self._theme_to_show()
        self._veil = Veil((), enabled=False)
        self._harmless = Harmless()
        self._nothing_drawn = NothingDrawn(enabled=self.is_plain)
        self._hold_still()

    @property
    def is_plain(self) -> bool:
        """Whether everything is shown in plain lines."""
        return self.settings.is_plain

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The colours that have a meaning, so that the sheet can be read before a theme is set."""
        return dict(usual_colours())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own, then ours: nothing that steers the terminal, names out of sight, nothing drawn."""
        return [
            *super().get_line_filters(),
            self._harmless,
            *(each for each in (self._veil, self._nothing_drawn) if each.enabled),
        ]

    async def on_mount(self) -> None:
        """Look at the folder of a person's own themes now and then; say what is wrong in the settings."""
        self.set_class(self.is_plain, "-plain")
        if self.settings.folder is not None:
            self.set_interval(_LOOK_EVERY, self._look_at_themes)
        self._say_what_is_wrong()
        if self.is_plain and self._driver is not None:
            self._driver.write(_SHOW_CURSOR)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Where nothing is to move, no cursor blinks."""
        if self.settings.is_still and takes_text(event.widget):
            cast(Any, event.widget).cursor_blink = False

    # What is changed

    async def change_setting(self, key: str, value: str) -> None:
        """Let another value hold from now on, and write it down; where that fails, it is said."""
        self.settings = self.settings.with_value(key, value, SETTINGS_NAME)
        self.apply_settings()
        if self.settings.folder is None:
            return
        try:
            with self.under_way.answer():
                await asyncio.to_thread(write_setting, self.settings.folder, key, value)
        except SettingsNotKept as why:
            self.notify(str(why), severity="warning", markup=False, timeout=10)

    def apply_settings(self) -> None:
        """Let everything look as it is set."""
        self._nothing_drawn.enabled = self.is_plain
        self.set_class(self.is_plain, "-plain")
        self._hold_still()
        self.theme = self._theme_to_show()
        self.draw_anew()

    def show_theme(self, name: str) -> None:
        """Show a theme for a look; nothing is written."""
        if name in self.themes.there:
            self.theme = name

    def draw_anew(self) -> None:
        """Every line of every screen passes the filters again."""
        self.refresh_css(animate=False)
        for screen in self.screen_stack:
            for widget in screen.walk_children(with_self=True):
                widget.notify_style_update()
                widget.refresh(layout=True)

    # Names out of sight

    def hides_word(self, word: str) -> bool:
        """Tell whether a word that was typed to find something is a name that is out of sight."""
        return self.names_blanked and self._veil.begins_a_name(word)

    def without_hidden_names(self, text: str) -> str:
        """Put the names that are out of sight out of a text, too, that leaves the screen."""
        return self._veil.hides(text) if self.names_blanked else text

    async def veil_names(self, *, blanked: bool, names: Sequence[str]) -> None:
        """Put these names out of sight everywhere at once, or show them again."""
        self.names_blanked, self.names_veiled = blanked, frozenset(names)
        self._veil = Veil(names, enabled=blanked)
        self.draw_anew()
        self.store_changed.publish("names")

    async def veil_more(self, names: Iterable[str]) -> None:
        """Put names out of sight that are not in the vault yet, if names are."""
        if self.names_blanked and set(names) - self.names_veiled:
            await self.veil_names(blanked=True, names=[*self.names_veiled, *names])

    async def action_blank_names(self) -> None:
        """Show references and initials only, or names again."""
        await self.veil_or_show(blanked=not self.names_blanked)

    async def veil_or_show(self, *, blanked: bool) -> None:
        """Put every name of the vault out of sight, or show them again."""
        from supervision_tui.desk.people import every_name

        await self.veil_names(blanked=blanked, names=await self.run_verb(every_name) if blanked else ())

    async def veil_new_names(self) -> None:
        """A name that has come into the vault while names are out of sight is out of sight, too."""
        from supervision_tui.desk.people import every_name

        if self.names_blanked:
            await self.veil_more(await self.run_verb(every_name))

    # Themes

    def _theme_to_show(self) -> str:
        wanted = self.settings["theme"]
        return wanted if wanted in self.themes.there else USUAL

    def _read_themes(self) -> None:
        self._themes_seen = self._own_themes()
        before, self.themes = self.themes, all_themes(self.settings.folder)
        for name, theme in self.themes.there.items():
            if before.there.get(name) != theme:
                self.register_theme(textual_theme(theme))

    def _own_themes(self) -> tuple[tuple[str, int], ...]:
        """The theme files of the person's own, and when each was changed."""
        folder = self.settings.folder / OWN_FOLDER if self.settings.folder else None
        return tuple((str(path), _changed_at(path)) for path in files_in(folder))

    def _look_at_themes(self) -> None:
        """A file that is new or changed is a theme at once; what is wrong in it is said."""
        before = dict(self._themes_seen)
        if tuple(before.items()) == self._own_themes():
            return
        self._read_themes()
        showing = self.theme if self.theme in self.themes.there else self._theme_to_show()
        self.theme = USUAL if showing != USUAL else next(iter(self.themes.there))  # so that new colours are read
        self.theme = showing
        changed = {path for path, at in self._themes_seen if before.get(path) != at}
        for theme in self.themes.there.values():
            if str(theme.path) in changed:
                self.notify(_said_of(theme), markup=False, timeout=6)
        self._say_wrong_themes(changed)
        self.store_changed.publish("themes")

    def _say_what_is_wrong(self) -> None:
        for problem in self.settings.problems:
            self._warn(f"{SETTINGS_NAME}, {problem.in_words()}")
        for command_id, says in self.keys.wrong:
            self._warn(f"{SETTINGS_NAME}, keys, {command_id}: {says}")
        self._say_wrong_themes({str(why.path) for why in self.themes.wrong})
        wanted = self.settings["theme"]
        if wanted not in self.themes.there:
            self._warn(f"There is no theme {wanted}; {self.theme} is shown. There are: {', '.join(self.themes.there)}.")

    def _say_wrong_themes(self, paths: set[str]) -> None:
        for why in self.themes.wrong:
            if str(why.path) in paths:
                self._warn(f"This theme cannot be used: {why}")

    def _warn(self, says: str) -> None:
        self.notify(says, severity="warning", markup=False, timeout=12)

    def _hold_still(self) -> None:
        self.animation_level = "none" if self.settings.is_still else "full"


def _changed_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _said_of(theme: ThemeFile) -> str:
    faint = hard_to_read(theme)
    if not faint:
        return f"The theme {theme.name} is here."
    return f"The theme {theme.name} is here, but part of it is hard to read: {faint[0].in_words()}"
