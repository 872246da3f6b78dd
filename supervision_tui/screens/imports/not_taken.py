"""Saving the rows of a file that were not taken, each with its reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.screen import Screen

from supervision_tui.desk.imports.preview import Preview
from supervision_tui.exports.rows_not_taken import save_rows
from supervision_tui.practice.wording import count
from supervision_tui.runtime.running import running_of
from supervision_tui.screens.shared.export_form import ask_before_replacing, documents_folder
from supervision_tui.screens.shared.forms import show_form
from supervision_tui.system.files import expanded
from supervision_tui.widgets.form import Field, FormSpec, Values

_SAYS = "It holds what the council's file holds: personal data, as plain text."


async def save_not_taken(screen: Screen[Any], preview: Preview) -> None:
    """Ask where to, and write the rows as CSV."""
    running = running_of(screen)

    async def take(values: Values) -> Path:
        target = expanded(values["path"].strip())
        return await ask_before_replacing(
            screen,
            lambda replaces: running.vault_file.run(
                save_rows, preview.not_taken, target, replaces=replaces
            ),
        )

    folder = running.exported_to or str(documents_folder())
    spec = FormSpec(
        f"Save {count(len(preview.not_taken), 'row')} not taken",
        (Field("path", "File", f"{folder}/not-taken.csv"),),
        says=_SAYS,
    )
    saved = await show_form(screen, spec, take)
    if saved:
        running.notices.say(f"{saved.name} is in {saved.parent}, readable by you alone.")
