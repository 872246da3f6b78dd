"""The commands of the shell; each imports what it needs when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer

_MODULES = (
    "open_commands",
    "vault_commands",
    "import_commands",
    "read_commands",
    "child_commands",
    "export_commands",
    "sheet_commands",
    "rollup_command",
    "sample_command",
    "config_commands",
    "theme_commands",
    "doctor_command",
)


def commands_of(app: typer.Typer) -> None:
    """Register every command, once."""
    if app.registered_commands:
        return
    for module in _MODULES:
        import_module(f".{module}", __name__).register(app)
    from .examples import show_examples

    show_examples(app)
