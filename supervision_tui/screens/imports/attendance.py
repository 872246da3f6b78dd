"""Importing attendance at trainings: which file, and what it would change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.app import App

from supervision_tui.imports.any_file import read_attendance
from supervision_tui.runtime.running import running_of

from .opening import reader
from .preview import of_path, show_source


async def import_attendance(app: App[Any]) -> None:
    """Ask for a file, read it beside the screen, and show the preview."""
    from .file_chooser import FileChooser

    chooser = FileChooser("attendance", "Import attendance at trainings")
    path = await app.push_screen_wait(chooser)
    if path is not None and await show_attendance(app, path):
        # Not before: a lock may come while it is read.
        await running_of(app).drafts.drop(chooser.draft_key)


async def show_attendance(app: App[Any], path: Path) -> bool:
    """Read the file and show what would change.

    Returns whether it stands, since one that cannot be read is told.
    """
    source = of_path(path, reader(app, read_attendance), "attendance")
    return await show_source(app, source)
