"""The man page: the program, its options, each command with its own, exit statuses, files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import typer

from supervision_tui import __version__
from supervision_tui.cli import commands_of
from supervision_tui.cli.examples import EXAMPLES
from supervision_tui.cli.program import app

NAME = "supervision-tui"
_STATUSES = (
    ("0", "done"),
    ("1", "failed"),
    ("2", "wrong usage"),
    ("3", "locked"),
    ("4", "the input was refused"),
    ("5", "open elsewhere, or from a newer version"),
    ("6", "damaged"),
)
_ENVIRONMENT = (
    ("SUPERVISION_TUI_VAULT", "the vault's file, where --vault names none"),
    ("SUPERVISION_TUI_PLAIN", "1 is the same as --plain"),
    ("NO_COLOR", "anything: no colours"),
)
_FILES = (
    ("supervision.db", "all records, encrypted; in the user-data folder of the platform"),
    ("supervision.keys", "its key, wrapped once for each way in"),
    ("settings.toml, themes/", "what a person set; in the configuration folder (config path)"),
)


def manual() -> str:
    """The page, as groff's man macros have it."""
    commands_of(app)
    program: Any = typer.main.get_command(app)
    context = program.make_context(NAME, [], resilient_parsing=True)
    lines = [
        f'.TH "{NAME.upper()}" "1" "" "{NAME} {__version__}" "User Commands"',
        ".SH NAME",
        f"{_said(NAME)} \\- supervision for team managers in children's social care",
        ".SH SYNOPSIS",
        f".B {_said(NAME)}",
        "[OPTIONS] [COMMAND] [ARGS]...",
        ".SH DESCRIPTION",
        _said(program.help),
        ".SH OPTIONS",
        *_options(program, context),
        ".SH EXAMPLES",
        *_examples(""),
        ".SH COMMANDS",
        *_commands(program, context),
        ".SH EXIT STATUS",
        *_terms(_STATUSES),
        ".SH ENVIRONMENT",
        *_terms(_ENVIRONMENT),
        ".SH FILES",
        *_terms(_FILES),
    ]
    return "\n".join(lines) + "\n"


def _commands(group: Any, context: Any) -> Iterator[str]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command.hidden:
            continue
        inside = command.make_context(name, [], parent=context, resilient_parsing=True)
        if hasattr(command, "list_commands"):
            yield from _commands(command, inside)
            continue
        path = inside.command_path.removeprefix(f"{NAME} ")
        yield f".SS {_said(path)} {_said(' '.join(command.collect_usage_pieces(inside)))}"
        yield _said(command.help)
        yield from _options(command, inside)
        yield from _examples(path)


def _examples(path: str) -> Iterator[str]:
    for example in EXAMPLES[path]:
        yield from (".PP", f".B {_said(f'{NAME} {example}')}")


def _options(command: Any, context: Any) -> Iterator[str]:
    found = [
        param.get_help_record(context)
        for param in command.get_params(context)
        if param.name != "help"
    ]
    yield from _terms(record for record in found if record)


def _terms(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    for term, says in pairs:
        yield from (".TP", f".B {_said(term)}", _said(says))


def _said(text: str) -> str:
    """A text that groff takes as it is: no line of it begins a request, no sign is an escape."""
    plain = " ".join(text.split()).replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    return f"\\&{plain}" if plain.startswith(".") else plain
