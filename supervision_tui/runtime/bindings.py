"""The commands as Textual's key bindings."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from supervision_tui.commands import COMMANDS


def bindings_for(where: str) -> list[BindingType]:
    """The key bindings of one screen (or of the whole app)."""
    return [
        Binding(
            ",".join(command.keys),
            command.action,
            command.name,
            show=False,
            priority=command.strong,
            tooltip=command.says,
            id=command.id,
        )
        for command in COMMANDS
        if command.where == where and command.keys
    ]
