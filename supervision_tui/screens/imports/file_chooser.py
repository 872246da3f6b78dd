"""Choosing a file to import: its path is typed, what lies there stands below.

The arrows move, enter takes it.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from supervision_tui.imports.tables.files import OF_LISTS
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.system.files import expanded
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.kept_fields import KeptFields
from supervision_tui.widgets.key_line import KeyEntry, KeyLine
from supervision_tui.widgets.leaves_once import LeavesOnce
from supervision_tui.widgets.line_field import LineField
from supervision_tui.widgets.rows import Cell, Row, Rows
from supervision_tui.widgets.text_styles import line

_ABOVE = "../"
_EMPTY = "No folder and no file to import here; type the path of another."
_MOST = 500  # entries of one folder that are shown


class FileChooser(KeptFields, LeavesOnce, ModalScreen[Path | None]):
    """Shows the folders, and the files that are lists; any other file can be typed."""

    DEFAULT_CSS = """
    FileChooser { align: center middle; }
    FileChooser .in-front { height: 90%; }
    FileChooser LineField { background: $ground; }
    FileChooser Rows { height: 1fr; background: $panel; }
    FileChooser Static { height: auto; }
    """
    BINDINGS = bindings_for("files")

    def __init__(self, what: str, title: str) -> None:
        """`what` is the kind of file, under which the path is kept while it stands here."""
        super().__init__()
        self.draft_key = f"file {what}"
        self._title = title
        self._begins_in = Path.home()

    def compose(self) -> ComposeResult:
        """The path, what lies there, what is wrong, the keys."""
        with Vertical(classes="in-front") as box:
            box.border_title = line((self._title, "focus"))
            yield Static(line(("Type the path, or choose below.", "quiet")))
            yield LineField(f"{self._begins_in}/", placeholder="path of the file", id="path")
            yield Rows(
                Column(""), Column("", 12, at_least=60), titles=False, empty=_EMPTY, id="entries"
            )
            yield Static(id="says")
            keys = (
                KeyEntry("↓ ↑", "move", "move(1)"),
                KeyEntry("enter", "open, or choose", "open"),
            )
            yield KeyLine((*keys, KeyEntry("esc", "back", "leave")))

    def kept_names(self) -> list[str]:
        """The path."""
        return ["path"]

    async def on_mount(self) -> None:
        """Show what lies in the folder where one begins, or where one was."""
        field = self.query_one(Input)
        self.set_focus(field)
        await self.bring_back()
        field.cursor_position = len(field.value)
        self._look()
        self.is_ready = True

    def on_input_changed(self) -> None:
        """Show what lies where is typed."""
        self._look()

    def on_input_submitted(self) -> None:
        """Enter in the field."""
        self.action_open()

    def on_rows_chosen(self) -> None:
        """A second click."""
        self.action_open()

    def action_move(self, step: int) -> None:
        """The next entry, or the one before; the field keeps the focus."""
        self.query_one(Rows).action_move(step)

    def action_open(self) -> None:
        """Into the folder at the mark, or the file is taken; what was typed whole comes first."""
        typed = expanded(_begun_anew(self.query_one(Input).value))
        key = self.query_one(Rows).key
        if _is_file(typed):
            self.dismiss(typed)
        elif key is None:
            self.query_one("#says", Static).update(
                line((f"! There is no such file: {typed.name}.", "late"))
            )
        elif key.endswith("/"):
            folder = self._folder()
            if key == _ABOVE:
                there = folder.parent
            else:
                there = folder / key.rstrip("/")
            self._go_to(there)
        else:
            self.dismiss(self._folder() / key)

    async def action_leave(self) -> None:
        """Nothing is taken."""
        await self.forget()
        self.dismiss(None)

    def _go_to(self, folder: Path) -> None:
        field = self.query_one(Input)
        field.value = f"{folder}/".replace("//", "/")
        field.cursor_position = len(field.value)

    def _folder(self) -> Path:
        return expanded(_parted(_begun_anew(self.query_one(Input).value))[0] or "/")

    def _look(self) -> None:
        begins = _parted(_begun_anew(self.query_one(Input).value))[1].casefold()
        self.query_one("#says", Static).update("")
        try:
            there = [path for path in self._folder().iterdir() if self._is_shown(path, begins)]
        except (OSError, ValueError, RuntimeError):
            there = []
        ordered = sorted(there, key=lambda path: (not path.is_dir(), path.name.casefold()))[:_MOST]
        if not begins and self._folder().parent != self._folder():
            rows = [Row(_ABOVE, (Cell("..", "quiet"), Cell("")))]
        else:
            rows = []
        rows += [_row(path) for path in ordered]
        first_file = next((path.name for path in ordered if path.is_file()), None)
        keep = first_file
        if begins:
            keep = None
        self.query_one(Rows).show(rows, keep=keep)

    def _is_shown(self, path: Path, begins: str) -> bool:
        if not path.name.casefold().startswith(begins) or (
            path.name.startswith(".") and not begins
        ):
            return False
        try:
            return path.is_dir() or (path.suffix.lower() in OF_LISTS and path.is_file())
        except OSError:
            return False


def _begun_anew(typed: str) -> str:
    """A path typed behind another begins anew: `/home/ann//media/a.xlsx` is `/media/a.xlsx`."""
    at = max(typed.rfind("//"), typed.rfind("/~"))
    if at >= 0:
        return typed[at + 1 :]
    return typed


def _parted(typed: str) -> tuple[str, str]:
    r"""The folder and the beginning of a name, as typed, parted by `/`, or `\` on Windows."""
    at = max(typed.rfind("/"), typed.rfind(os.sep))
    return typed[: at + 1], typed[at + 1 :]


def _row(path: Path) -> Row:
    is_folder = path.is_dir()
    name = f"{path.name}/" if is_folder else path.name
    tone = "focus" if is_folder else "plain"
    return Row(name, (Cell(name, tone), Cell(_changed_on(path), "quiet")))


def _changed_on(path: Path) -> str:
    try:
        on = datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone().date()
    except (OSError, ValueError, OverflowError):  # taken away meanwhile
        return ""
    return f"{on.day} {on:%b} {on.year}"


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
