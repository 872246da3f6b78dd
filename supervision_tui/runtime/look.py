"""The look of the app, as a person has set it: its theme, plain layout, motion, spelling."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from textual.app import App

from supervision_tui.commands import Keymap
from supervision_tui.configuration.settings import SETTINGS_NAME, Settings, said_of_machine
from supervision_tui.configuration.settings_file import SettingsNotKept, write_setting
from supervision_tui.configuration.theme_files import (
    OWN_FOLDER,
    ThemeFile,
    Themes,
    files_in,
    hard_to_read,
)

from .line_filters import NothingDrawn
from .notices import Notices
from .open_vault import OpenVault
from .spelling import Spelling
from .themes import USUAL, all_themes, textual_theme

PLAIN_LAYOUT = "-plain"  # the class of an app that shows everything in plain lines
_TO_READ = 12  # seconds


class Look:
    """The look in force; what is set is read once.

    What is changed holds at once, and is written into the settings file.
    """

    def __init__(
        self,
        app: App[Any],
        settings: Settings,
        vault: OpenVault,
        notices: Notices,
        spelling: Spelling,
    ) -> None:
        self.settings = settings
        self.spelling = spelling
        self.themes = Themes({})
        self.nothing_drawn = NothingDrawn(enabled=settings.is_plain)  # every line passes it
        self._app = app
        self._vault = vault
        self._notices = notices
        self._seen: dict[
            str, int
        ] = {}  # the theme files of the person's own, and when each was changed
        self._read_themes()
        self._dress()

    @property
    def is_plain(self) -> bool:
        """Tell whether everything is shown in plain lines."""
        return self.settings.is_plain

    @property
    def is_still(self) -> bool:
        """Tell whether nothing is to move."""
        return self.settings.is_still

    @property
    def marks_spelling(self) -> bool:
        """Tell whether unknown words are underlined."""
        return self.spelling.is_there and self.settings["spelling"] == "marked"

    @property
    def theme(self) -> str:
        """The name of the theme that is set, or of the usual one if there is none such."""
        wanted = self.settings["theme"]
        if wanted in self.themes.there:
            return wanted
        return USUAL

    @property
    def has_own_themes(self) -> bool:
        """Tell whether there is a folder in which themes of one's own can lie."""
        return self.settings.folder is not None

    async def change(self, key: str, value: str) -> None:
        """Let another value hold from now on, and write it down; where that fails, it is said."""
        self.settings = self.settings.with_value(key, value, SETTINGS_NAME)
        self.apply()
        if self.settings.folder is None:
            return
        try:
            await self._vault.run_aside(write_setting, self.settings.folder, key, value)
        except SettingsNotKept as why:
            self._notices.warn(str(why), 10)

    def apply(self) -> None:
        """Let everything look as it is set."""
        self._dress()
        self.redraw()

    def redraw(self) -> None:
        """Let every line of every screen pass the filters again."""
        self._app.refresh_css(animate=False)
        for screen in self._app.screen_stack:
            for widget in screen.walk_children(with_self=True):
                widget.notify_style_update()
                widget.refresh(layout=True)

    def try_theme(self, name: str) -> None:
        """Show a theme for a look; nothing is written."""
        if name in self.themes.there:
            self._app.theme = name

    def read_changed_themes(self) -> bool:
        """Make a file that is new or changed a theme at once; what is wrong in it is said.

        Returns whether any was.
        """
        before = dict(self._seen)
        if before == self._own_themes():
            return False
        self._read_themes()
        name = self._app.theme
        if name not in self.themes.there:
            name = self.theme
        another = next(each for each in (USUAL, *self.themes.there) if each != name)
        self._app.theme = another  # only a theme that changes has its colours read
        self._app.theme = name
        changed = {path for path, at in self._seen.items() if before.get(path) != at}
        for theme in self.themes.there.values():
            if str(theme.path) in changed:
                self._notices.add(_said_of(theme), 6)
        self._say_wrong_themes(changed)
        return True

    def say_what_is_wrong(self, keys: Keymap) -> None:
        """Say what in the settings, the keys and the themes is not taken."""
        for problem in self.settings.problems:
            self._warn(f"{SETTINGS_NAME}, {problem.in_words()}")
        for problem in self.settings.machine_problems:
            self._warn(said_of_machine(problem))
        for command_id, says in keys.wrong:
            self._warn(f"{SETTINGS_NAME}, keys, {command_id}: {says}")
        self._say_wrong_themes(str(why.path) for why in self.themes.wrong)
        wanted = self.settings["theme"]
        if wanted not in self.themes.there:
            there = ", ".join(self.themes.there)
            self._warn(f"There is no theme {wanted}; {self.theme} is shown. There are: {there}.")

    def _dress(self) -> None:
        self.nothing_drawn.enabled = self.is_plain
        self._app.set_class(self.is_plain, PLAIN_LAYOUT)
        self._app.animation_level = "none" if self.is_still else "full"
        self._app.theme = self.theme

    def _read_themes(self) -> None:
        self._seen = self._own_themes()
        before, self.themes = self.themes, all_themes(self.settings.folder)
        for name, theme in self.themes.there.items():
            if before.there.get(name) != theme:
                self._app.register_theme(textual_theme(theme))

    def _own_themes(self) -> dict[str, int]:
        folder = self.settings.folder / OWN_FOLDER if self.settings.folder else None
        return {str(path): _changed_at(path) for path in files_in(folder)}

    def _say_wrong_themes(self, paths: Iterable[str]) -> None:
        said = set(paths)
        for why in self.themes.wrong:
            if str(why.path) in said:
                self._warn(f"This theme cannot be used: {why}")

    def _warn(self, says: str) -> None:
        self._notices.warn(says, _TO_READ)


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
