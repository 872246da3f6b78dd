"""Bring in attendance at trainings: choose a file, see what would change, accept."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from textual.app import App

from supervision_tui.desk.imports.training import accept_training, preview_training
from supervision_tui.imports.training_file import read_training
from supervision_tui.widgets.desk_screen import DeskApp

from .bring_in import BringInScreen, read_file


async def bring_in_attendance(app: App[Any]) -> None:
    """Ask for a file, read it in a thread, and show the preview."""
    from .file_chooser import FileChooser

    chooser = FileChooser("attendance", "A list of attendance at trainings", (".csv", ".xlsx", ".xls"))
    path = await app.push_screen_wait(chooser)
    if path is not None and await show_attendance(app, path):
        await cast(DeskApp, app).forget_draft(chooser.draft_key)  # not before: a lock may come while it is read


async def show_attendance(app: App[Any], path: Path) -> bool:
    """Read the file and show what would change; returns whether it stands, since one that cannot be taken is told."""
    file = await read_file(app, path, lambda path, today: read_training([path], today))
    if file is not None:
        await app.push_screen(BringInScreen(file, preview_training, accept_training, address=f"attendance {path}"))
    return file is not None
