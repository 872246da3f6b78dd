"""The program as its parser knows it: every command, the options before them, and what is said of
wrong usage.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from supervision_tui import __version__

from . import commands_of
from .fast_arguments import without_program_options
from .opening import Opening

WIDTH = 100  # columns of a help at most, whatever the terminal's

app = typer.Typer(
    name="supervision-tui",
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": WIDTH},
    help="Supervision for team managers in children's social care. Without a command it opens the "
    "app.",
)


def run_command(arguments: list[str]) -> int:
    """Run the command of these words, the program's own options first. Returns the exit status."""
    commands_of(app)
    try:
        status = typer.main.get_command(app).main(
            args=arguments, prog_name="supervision-tui", standalone_mode=False
        )
    except typer.Abort:
        print("Stopped; nothing was changed.", file=sys.stderr)
        return 1
    except typer.Exit as done:
        return done.exit_code
    except TyperException as why:  # wrong usage
        print(_says_of_usage(why, arguments), file=sys.stderr)
        return 2
    if isinstance(status, int):
        return status
    return 0


def _says_of_usage(why: TyperException, arguments: list[str]) -> str:
    """Say in a sentence what is wrong, and where the command that was meant is explained."""
    says = why.format_message().strip()
    if says.startswith("Usage:"):  # of a group without a command the whole help
        return says
    says = says.rstrip(".")
    command, path = typer.main.get_command(app), ["supervision-tui"]
    for word in without_program_options(arguments):
        named = getattr(command, "commands", {}).get(word)
        if named is None:
            break
        command, path = named, [*path, word]
    stop = "" if says.endswith("?") else "."
    return f"{says}{stop} Try: {' '.join(path)} --help"


def _version(wanted: bool) -> None:
    if wanted:
        print(f"supervision-tui {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    *,
    vault: Annotated[
        Path | None,
        typer.Option(envvar="SUPERVISION_TUI_VAULT", help="The vault's file.", show_envvar=True),
    ] = None,
    passphrase_file: Annotated[
        str | None, typer.Option(help="A file that holds the passphrase; - for standard input.")
    ] = None,
    journal: Annotated[
        str,
        typer.Option(
            help="wal (as usual) or delete (slower, for a network file system); it is remembered."
        ),
    ] = "",
    policy: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="A service's own policy; default: what ships with the app."
        ),
    ] = None,
    plain: Annotated[
        bool,
        typer.Option(
            "--plain", help="Plain lines, nothing drawn: for screen readers and Braille displays."
        ),
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Say where an error happened.")] = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Say which version this is."
        ),
    ] = False,
) -> None:
    """Supervision for team managers in children's social care."""
    if vault is not None and not vault.name:
        raise typer.BadParameter("--vault names the vault's file; it is empty, or a folder")
    if journal not in ("", "wal", "delete"):
        raise typer.BadParameter("--journal is wal or delete")
    context.obj = Opening(vault, passphrase_file, journal, policy, plain)
    if context.invoked_subcommand is None:
        from .open_app import open_app

        open_app(context.obj, None)
