"""Settings: what you set for yourself, what holds, and where that comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.widget import Widget

from supervision_tui.configuration.machine_rules import MachineRules
from supervision_tui.configuration.settings import (
    BY_KEY,
    OF_THE_MACHINE,
    SETTINGS,
    SETTINGS_NAME,
)
from supervision_tui.desk.vault import settings as vault_settings
from supervision_tui.desk.vault_facts import USUAL_LOCK_MINUTES, USUAL_SESSION_LOCK_MINUTES
from supervision_tui.practice.wording import count
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.desk_screen import READING_ONLY, DeskScreen, opens_dialog
from supervision_tui.widgets.labelled_text import Label, LabelledText, ScrollingText
from supervision_tui.widgets.pane import Pane
from supervision_tui.widgets.rows import Cell, Row, Rows
from supervision_tui.widgets.text_styles import line

from .manager_form import ask_who_manages
from .theme_chooser import ThemeChooser

_LABEL = 14
_WHO, _LOCK, _LOCK_IN_SESSION, _KEYS = "who", "lock", "lock in session", "keys"
_HERE = "this vault"


class SettingsScreen(DeskScreen):
    """A line for each setting; enter changes the one at the mark, and it holds at once."""

    WHERE = "settings"
    gives_way = True
    BINDINGS = bindings_for("settings")
    DEFAULT_CSS = """
    SettingsScreen #about-pane { height: 40%; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._minutes = USUAL_LOCK_MINUTES
        self._session_minutes = USUAL_SESSION_LOCK_MINUTES

    @property
    def address(self) -> str:
        """By what it is opened again."""
        return "settings"

    def body(self) -> Iterable[Widget]:
        """The settings, and what the one at the mark is for."""
        yield Pane(
            "Settings",
            Rows(
                Column("Setting", 22),
                Column("Value", 20),
                Column("Set in"),
                id="settings",
            ),
            id="settings-pane",
        )
        yield Pane("About it", ScrollingText(LabelledText(_LABEL, id="about")), id="about-pane")

    async def load(self) -> None:
        """Show what holds now."""
        minutes = await self.running.desk.try_run(vault_settings.lock_after_minutes)
        self._minutes = self._rules.minutes(minutes or self._minutes)
        in_session = await self.running.desk.try_run(vault_settings.lock_in_session_minutes)
        self._session_minutes = self._rules.minutes(in_session or self._session_minutes)
        rows = self.query_one(Rows)
        rows.show(list(self._rows()))
        self._about()
        if self.focused is None:
            self.set_focus(rows)

    def on_rows_moved(self, _event: Rows.Moved) -> None:
        """Show what the setting at the mark is for."""
        self._about()

    async def on_rows_chosen(self) -> None:
        """A second click changes it."""
        await self.action_change()

    async def action_change(self) -> None:
        """The next value; themes are chosen from a list."""
        key = self.query_one(Rows).key or ""
        if key == "theme":
            await self.app.push_screen(ThemeChooser())
        elif key == _WHO:
            self.action_who()
            return
        elif key == _LOCK:
            await self._next_lock()
        elif key == _LOCK_IN_SESSION:
            await self._next_lock_in_session()
        elif key in BY_KEY:
            words = BY_KEY[key].words
            now = self.running.look.settings[key]
            await self.running.look.change(key, words[(words.index(now) + 1) % len(words)])
        else:
            self.running.notices.refuse(f"Keys are set in {SETTINGS_NAME}, as the text below says.")
        self.reload()

    @opens_dialog
    async def action_who(self) -> None:
        """Say who the manager is."""
        await ask_who_manages(self)
        self.reload()

    async def _next_lock(self) -> None:
        following = self._following(self._minutes, vault_settings.LOCK_AFTER_MINUTES)
        if following and self._may_change():
            await self.running.desk.try_run(vault_settings.set_lock_after, following)
            self.running.idle.lock_after(following)

    async def _next_lock_in_session(self) -> None:
        following = self._following(self._session_minutes, vault_settings.LOCK_IN_SESSION_MINUTES)
        if following and self._may_change():
            await self.running.desk.try_run(vault_settings.set_lock_in_session, following)
            self.running.idle.lock_in_session_after(following)

    def _following(self, minutes: int, offered: tuple[int, ...]) -> int | None:
        """The next of the minutes that may be chosen here; nothing, and why, where none may."""
        rules = self._rules
        may_be_chosen = rules.minutes_offered(offered)
        if not may_be_chosen:
            self.running.notices.refuse(f"On this machine {rules.says()}.")
            return None
        return _next(minutes, may_be_chosen)

    @property
    def _rules(self) -> MachineRules:
        return self.running.look.settings.machine

    def _may_be(self, offered: tuple[int, ...]) -> Iterator[Label]:
        """The minutes that may be chosen here, and why no others."""
        rules = self._rules
        if may_be_chosen := rules.minutes_offered(offered):
            yield "it may be", line(", ".join(map(str, may_be_chosen)), " minutes")
        if rules.lock_at_most is not None:
            yield OF_THE_MACHINE, line(rules.says())

    def _minutes_row(self, key: str, name: str, minutes: int) -> Row:
        """Minutes, and where they are set: in the vault, where the machine allows so many."""
        origin = _HERE
        if minutes == self._rules.lock_at_most:
            origin = f"{OF_THE_MACHINE}: at most"
        shown = Cell(count(minutes, "minute"), "strong")
        return Row(key, (Cell(name), shown, Cell(origin, "quiet")))

    def _may_change(self) -> bool:
        """Tell whether the vault may be changed; say so where it may not."""
        if self.running.vault.is_read_only:
            self.running.notices.refuse(READING_ONLY)
        return not self.running.vault.is_read_only

    def _rows(self) -> Iterable[Row]:
        settings = self.running.look.settings
        for setting in SETTINGS:
            found = settings.value_of(setting.key)
            yield Row(
                setting.key,
                (Cell(setting.name), Cell(found.value, "strong"), Cell(found.origin, "quiet")),
            )
        who = self.running.vault.manager
        tone = "strong" if who else "soon"
        yield Row(
            _WHO, (Cell("Who you are"), Cell(who or "not said yet", tone), Cell(_HERE, "quiet"))
        )
        yield self._minutes_row(_LOCK, "Locks after", self._minutes)
        yield self._minutes_row(_LOCK_IN_SESSION, "Locks in a session", self._session_minutes)
        own, refused = len(self.running.keys.for_textual()), len(self.running.keys.wrong)
        origin = SETTINGS_NAME if own or refused else "default"
        if refused:
            says = f"{own} of your own, {refused} refused"
        else:
            says = f"{own} of your own"
        keys_tone = "late" if refused else "strong"
        yield Row(_KEYS, (Cell("Keys"), Cell(says, keys_tone), Cell(origin, "quiet")))

    def _about(self) -> None:
        key = self.query_one(Rows).key or ""
        self.query_one("#about", LabelledText).show(list(self._facts(key)))

    def _facts(self, key: str) -> Iterable[Label]:
        folder = self.running.look.settings.folder
        place = "nowhere: it lasts until you quit"
        if folder:
            place = str(folder / SETTINGS_NAME)
        if key in BY_KEY:
            setting = BY_KEY[key]
            yield "what it does", line(setting.says)
            if setting.words:
                yield "it may be", line(", ".join(setting.words))
            yield "default", line(setting.usual)
            yield "written in", line(place)
        elif key == _WHO:
            yield (
                "what it does",
                line(
                    "Name, role, team and council stand on the records that you sign, and in "
                    "place of “me”."
                ),
            )
            yield "kept in", line("the vault")
        elif key == _LOCK:
            yield (
                "what it does",
                line(
                    "The vault locks when nobody has pressed a key for so long; it says so 30 s "
                    "before."
                ),
            )
            yield from self._may_be(vault_settings.LOCK_AFTER_MINUTES)
            yield "kept in", line("the vault, so that it holds wherever the vault is opened")
        elif key == _LOCK_IN_SESSION:
            yield (
                "what it does",
                line(
                    "While a session is open two people talk and nobody types: it locks only "
                    "after so long, and the head says how long is left."
                ),
            )
            yield from self._may_be(vault_settings.LOCK_IN_SESSION_MINUTES)
            yield "kept in", line("the vault, so that it holds wherever the vault is opened")
        elif key == _KEYS:
            yield (
                "what it does",
                line('A line under [keys] gives an action another key: "today.supervise" = "S".'),
            )
            yield (
                "names",
                line(
                    "supervision-tui config keys names every action; a clash is found and said at "
                    "the start."
                ),
            )
            yield "written in", line(place)
            for command_id, says in self.running.keys.wrong:
                yield "refused", line((command_id, "strong"), f"  {says}")


def _next(minutes: int, offered: tuple[int, ...]) -> int:
    """The next of the minutes offered, the first after the last."""
    if minutes not in offered:
        return offered[0]
    return offered[(offered.index(minutes) + 1) % len(offered)]
