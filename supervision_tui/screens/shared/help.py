"""Every key of a screen with what it does, and what words and signs mean; words narrow it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from supervision_tui.commands import COMMANDS, EVERYWHERE, Command, commands_for
from supervision_tui.commands.glossary import QUESTIONS, WORDS
from supervision_tui.commands.pages import TITLES
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.runtime.running import running_of
from supervision_tui.widgets.columns import fitted
from supervision_tui.widgets.key_line import KeyEntry, KeyLine
from supervision_tui.widgets.labelled_text import Label, LabelledText
from supervision_tui.widgets.leaves_once import LeavesOnce
from supervision_tui.widgets.line_field import LineField
from supervision_tui.widgets.text_styles import line, lines

_KEYS_WIDTH = 16
_ENTRY_KEYS, _ENTRY_NAME = 9, 17  # cells of an entry of the sheet
_ENTRY, _SHEET = _ENTRY_KEYS + _ENTRY_NAME, 80
_ON_SHEET = 3  # groups: this screen, everywhere, lists
# Behind the screen's own and those of everywhere.
_SHARED = ("list", "form", "line", "timescale", "choice")


class HelpScreen(LeavesOnce, ModalScreen[None]):
    """The keys of the screen below, those that apply everywhere, and those of lists and fields."""

    DEFAULT_CSS = """
    HelpScreen .in-front { height: 94%; }
    HelpScreen VerticalScroll { height: 1fr; }
    HelpScreen LabelledText { padding: 0; }
    HelpScreen LineField { background: $ground; margin-bottom: 1; }
    """
    BINDINGS = bindings_for("help")

    def __init__(self, where: str, *, but_letters: bool = False) -> None:
        """`but_letters` leaves out the whole app's letters, which do nothing where people write."""
        super().__init__()
        self.where = where
        self._but_letters = but_letters

    def compose(self) -> ComposeResult:
        """The words that narrow the list, the list, the keys."""
        with Vertical(classes="in-front") as box:
            box.border_title = line(("Keys", "focus"))
            yield LineField(placeholder="words to find a key, an action or a meaning", id="words")
            with VerticalScroll(can_focus=False):
                yield Static(id="sheet")
                yield LabelledText(_KEYS_WIDTH, id="keys")
            yield KeyLine(
                (
                    KeyEntry("↓ ↑", "on, back", "scroll_keys(1)"),
                    KeyEntry("esc", "back to the screen", "leave"),
                )
            )

    def on_mount(self) -> None:
        """All of them."""
        self._show()
        self.set_focus(self.query_one(Input))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Those that hold the words; the sign that opened it closes it again."""
        if event.value == "?":
            self.dismiss()
            return
        self._show()

    def action_leave(self) -> None:
        """Back to the screen."""
        self.dismiss()

    def action_scroll_keys(self, direction: int) -> None:
        """Half a page on, or back."""
        pane = self.query_one(VerticalScroll)
        pane.scroll_relative(y=direction * max(1, pane.size.height // 2), animate=False)

    def _show(self) -> None:
        words = self.query_one(Input).value.casefold().split()
        shown: list[Label] = []
        for title, said in self._parts():
            found = [
                each
                for each in said
                if all(word in f"{each[0]} {each[1].plain}".casefold() for word in words)
            ]
            if found:
                if shown:
                    between = [("", line(""))]
                else:
                    between = []
                shown += [*between, ("", line((title, "strong"))), *found]
        self.query_one("#sheet", Static).update(self._sheet())
        is_plain = running_of(self).look.settings.is_plain
        self.query_one("#sheet").display = not words and not is_plain
        nothing = line(
            ("Nothing holds these words. ‹palette› finds actions of every screen by name.", "quiet")
        )
        self.query_one("#keys", LabelledText).show(shown or [("", nothing)])
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def _sheet(self) -> Content:
        """The keys with their names alone, side by side, so that one screen holds them."""
        across = max(1, (self.query_one(VerticalScroll).size.width or _SHEET) // _ENTRY)
        found = []
        for title, commands in self._groups()[:_ON_SHEET]:
            entries = [entry for each in commands if (entry := self._entry(each))]
            found.append(line((title, "strong")))
            down = -(-len(entries) // across)
            for row in range(down):
                parts: list[str | tuple[str, str]] = []
                for keys, name in entries[row::down]:
                    parts += [(f"{keys:>{_ENTRY_KEYS}}", "focus"), fitted(f" {name}", _ENTRY_NAME)]
                found.append(line(*parts))
        return lines(*found, line(""))

    def _entry(self, command: Command) -> tuple[str, str] | None:
        """The keys and the name of a command; nothing where it has no key here."""
        but_letters = self._but_letters and command.where == EVERYWHERE
        keys = self._free(command, running_of(self).keys.words(command, but_letters=but_letters))
        if not keys or command.id.startswith("go."):
            return None
        if len(keys) > _ENTRY_KEYS:
            keys = keys.split()[0]
        return keys, command.name

    def _parts(self) -> Iterator[tuple[str, list[Label]]]:
        """Say what this screen is for, its keys by where they act, what words and signs mean."""
        question = QUESTIONS.get(self.where)
        if question:
            yield "What this is for", [("", line(question))]
        for title, commands in self._groups():
            yield title, [self._line(command) for command in commands]
        yield "Words and signs", [(word, line(meaning)) for word, meaning in WORDS.items()]

    def _groups(self) -> list[tuple[str, list[Command]]]:
        is_for_service = running_of(self).look.settings.is_for_service
        own = [
            command
            for command in commands_for(self.where)
            if command.where != EVERYWHERE and (is_for_service or not command.for_service)
        ]
        shared = [command for command in commands_for(self.where) if command.where == EVERYWHERE]
        others = [
            (TITLES[where], [each for each in COMMANDS if each.where == where]) for where in _SHARED
        ]
        return [("This screen", own), (TITLES[EVERYWHERE], shared), *others]

    def _line(self, command: Command) -> Label:
        but_letters = self._but_letters and command.where == EVERYWHERE
        keys = self._free(command, running_of(self).keys.words(command, but_letters=but_letters))
        return keys or "ctrl+p", line(command.says)

    def _free(self, command: Command, words: str) -> str:
        """The keys of a list that this screen has no other use for."""
        if command.where not in _SHARED:
            return words
        keys = running_of(self).keys
        own = (each for each in commands_for(self.where) if each.where == self.where)
        taken = set(chain.from_iterable(keys.words(each).split() for each in own))
        return " ".join(each for each in words.split() if each not in taken)
