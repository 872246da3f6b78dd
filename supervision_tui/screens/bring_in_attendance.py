"""Bring in attendance at trainings: choose a file, see what would change, accept."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, cast

from textual.app import App

from supervision_tui.desk.caseload import ImportRefused
from supervision_tui.desk.take_training import accept_training, preview_training
from supervision_tui.exchange.training_csv import read_training
from supervision_tui.widgets.desk_screen import DeskApp

from .bring_in import BringInScreen


async def bring_in_attendance(app: App[Any]) -> None:
    """Ask for a file, read it in a thread, and show the preview."""
    from .file_chooser import FileChooser

    path = await app.push_screen_wait(FileChooser("A list of attendance at trainings", (".csv", ".xlsx", ".xls")))
    if path is not None:
        await show_attendance(app, Path(path))


async def show_attendance(app: App[Any], path: Path) -> None:
    """Read the file and show what would change; one that cannot be taken becomes a notice."""
    try:
        file = await asyncio.to_thread(read_training, [path], cast(DeskApp, app).today)
    except ImportRefused as why:
        app.notify(str(why), severity="warning", markup=False, timeout=10)
        return
    await app.push_screen(BringInScreen(file, preview_training, accept_training))
