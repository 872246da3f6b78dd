"""The commands of the shell; each imports what it needs when it is called."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer

_OPENING = ("open", "demo")  # what they need is read alone, for a quick start
_MODULES = (
    "open_app",
    "vault_commands",
    "import_commands",
    "read_commands",
    "export_commands",
    "rollup_command",
    "sample_command",
    "config_commands",
    "theme_commands",
    "doctor_command",
)


def commands_of(app: typer.Typer, words: Sequence[str] | None = None) -> None:
    """Register every command, once; where `words` only open the app, the commands that do that."""
    if app.registered_commands:
        return
    for module in _MODULES if words is None or not opens_the_app(words) else _MODULES[:1]:
        import_module(f".{module}", __name__).register(app)


def opens_the_app(words: Sequence[str]) -> bool:
    """Whether these words of a command line, the program's own options first, surely open the app."""
    if any(name.endswith("_COMPLETE") for name in os.environ):  # the shell asks what could be typed
        return False
    left = iter(words)
    for word in left:
        if word in ("--help", "--version") or word.endswith("-completion"):
            return False
        if not word.startswith("-"):
            return word in _OPENING and "--help" not in words
        if word not in ("--debug", "--plain") and "=" not in word:
            next(left, None)
    return True
