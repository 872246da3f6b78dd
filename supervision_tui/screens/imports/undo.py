"""Undoing the last import, after a question."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from supervision_tui.desk.imports.undo_import import ImportToUndo, import_to_undo, undo_import
from supervision_tui.runtime.running import running_of
from supervision_tui.screens.shared.forms import show_form
from supervision_tui.widgets.form import Field, FormSpec, Values

_KEEP, _UNDO = "keep it", "undo it"


async def ask_to_undo(screen: Screen[Any]) -> None:
    """Say which import can be undone, ask, and undo it."""
    running = running_of(screen)
    found = await running.desk.try_run(import_to_undo)
    if found is None:
        return

    async def take(values: Values) -> ImportToUndo | None:
        if values["answer"] == _UNDO:
            return await running.desk.run(undo_import)
        return None

    field = Field(
        "answer",
        "Its first letter picks",
        _KEEP,
        kind="pick",
        words=(_KEEP, _UNDO),
        is_said_each_time=True,
    )
    says = "Everything is put back as it was before it. The journal keeps both."
    undone = await show_form(
        screen, FormSpec(f"Undo {found.says}?", (field,), says=says, save="go on"), take
    )
    if undone:
        await running.vault.read_team()
        running.notices.undone(f"Undone: {undone.says}.")
