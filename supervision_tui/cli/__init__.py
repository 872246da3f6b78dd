"""The commands of the shell; each imports what it needs when it is called."""

from __future__ import annotations

import typer


def commands_of(app: typer.Typer) -> None:
    """Register every command, once."""
    if app.registered_commands:
        return
    from . import (
        config_commands,
        export_commands,
        import_commands,
        open_app,
        read_commands,
        rollup_command,
        sample_command,
        theme_commands,
        vault_commands,
    )

    for module in (
        open_app,
        vault_commands,
        import_commands,
        read_commands,
        export_commands,
        rollup_command,
        sample_command,
        config_commands,
        theme_commands,
    ):
        module.register(app)
