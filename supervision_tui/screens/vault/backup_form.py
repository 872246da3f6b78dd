"""The folder into which a backup goes each day."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from supervision_tui.desk.vault import settings as vault_settings
from supervision_tui.runtime.running import running_of
from supervision_tui.screens.shared.forms import show_form
from supervision_tui.widgets.form import Field, FormSpec, Values


async def choose_backup_folder(screen: Screen[Any]) -> None:
    """Ask for the folder, and make today's backup there."""
    running = running_of(screen)

    async def take(values: Values) -> bool:
        await running.desk.run(vault_settings.set_backup_folder, values["folder"])
        return bool(values["folder"].strip())

    spec = FormSpec(
        "Backups",
        (
            Field(
                "folder",
                "Folder for a backup a day: its whole path (empty: none)",
                hint="/media/backups",
            ),
        ),
        says="Another disk or a network drive is best. 7 daily, 5 weekly and 12 monthly ones are "
        "kept.",
    )
    if await show_form(screen, spec, take):
        running.backup.begin_if_due()
