"""Importing from the start: which file; where its columns are not known, what they mean.

Then what would change.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from textual.app import App

from supervision_tui.desk.imports.files import ImportRefused
from supervision_tui.desk.long_work import Cancelled
from supervision_tui.imports import council_columns
from supervision_tui.imports.any_file import ColumnsNotKnown, read_any
from supervision_tui.imports.case_status import names_of_own_plans
from supervision_tui.imports.council_columns import CouncilColumns
from supervision_tui.imports.tables.dates import DateOrder
from supervision_tui.runtime.running import running_of

from .columns import ColumnsScreen
from .kinds import File
from .preview import ImportPreview, of_path, read_source

_TITLE = "Import: Annex A, caseload, names, workforce return, file of a dataset"


async def choose_and_import(app: App[Any]) -> None:
    """Ask for a file, read it beside the screen, and show the preview."""
    from .file_chooser import FileChooser

    chooser = FileChooser("caseload", _TITLE)
    path = await app.push_screen_wait(chooser)
    if path is not None and await show_preview(app, path):
        # Not before: a lock may come while it is read.
        await running_of(app).drafts.drop(chooser.draft_key)


async def show_preview(app: App[Any], path: Path) -> bool:
    """Read a file and show what it would change, or ask what its columns mean.

    Returns whether either stands.

    One that cannot be read is told.
    """
    try:
        source = of_path(path, reader(app, read_any), "bring-in")
        file = await read_source(app, source)
    except ColumnsNotKnown as why:
        return await ask_columns(app, path, why)
    except (Cancelled, ImportRefused) as why:
        running_of(app).notices.warn(str(why), 10)
        return False
    await app.push_screen(ImportPreview(file, source))
    return True


async def ask_columns(app: App[Any], path: Path, why: ColumnsNotKnown) -> bool:
    """Ask what the columns of a file mean; what was said is kept, and the file is read with it."""
    folder = running_of(app).look.settings.folder
    if folder is None:
        running_of(app).notices.warn(str(why), 10)
        return False

    await app.push_screen(
        ColumnsScreen(path, why.headings, folder, lambda: show_preview(app, path))
    )
    return True


def reader(
    app: App[Any], read: Callable[..., File]
) -> Callable[[Path, date, DateOrder | None], File]:
    """Give what reads a file with the council's own columns and plans.

    What is wrong in the columns is told.
    """
    own, problems = own_columns(app)
    for problem in problems:
        running_of(app).notices.warn(problem, 10)

    names = names_of_own_plans(running_of(app).vault.policy())
    return lambda path, today, order: read(path, today, order, own, names)


def own_columns(app: App[Any]) -> tuple[list[CouncilColumns], list[str]]:
    """Give the council's own columns from the configuration folder, and what is wrong there."""
    running = running_of(app)
    folder = running.look.settings.folder
    if folder is not None:
        return council_columns.read_all(folder, tuple(running.vault.policy().plans))
    return ([], [])
