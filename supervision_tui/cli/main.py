"""The program: its commands, and the one place where an error becomes a sentence and an exit status."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from supervision_tui import __version__

from . import commands_of, first_frame
from .clean_output import clean_output
from .opening import Opening, day_option
from .words import Said, options_first, said_straight

_SELDOM = 100_000, 20, 50  # what is read makes many objects that stay; they are not looked through again and again

app = typer.Typer(
    name="supervision-tui",
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Supervision for team managers in children's social care. Without a command it opens the app.",
)


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns the exit status; prints one sentence where it failed."""
    with clean_output():
        return _run(options_first(sys.argv[1:] if arguments is None else arguments))


def _run(arguments: list[str]) -> int:
    gc.set_threshold(*_SELDOM)
    try:
        said = said_straight(arguments)
        if said is not None:
            return _opened(said)
        commands_of(app)
        status = typer.main.get_command(app).main(args=arguments, prog_name="supervision-tui", standalone_mode=False)
        return status if isinstance(status, int) else 0
    except typer.Abort:
        print("Stopped; nothing was changed.", file=sys.stderr)
        return 1
    except typer.Exit as done:
        return done.exit_code
    except TyperException as why:  # wrong usage
        says = why.format_message().rstrip(".")
        print(f"{says}. Try: supervision-tui --help", file=sys.stderr)
        return 2
    except Exception as why:
        return _explained(why, debug="--debug" in arguments)


def _opened(said: Said) -> int:
    """Open the app as it was said, a first frame before anything is loaded for it."""
    first_frame.show()
    try:
        from .open_app import open_app

        as_of, flags = day_option(said.values.get("--as-of")), said.flags
        open_app(said.opening(), as_of, read_only="--read-only" in flags, locked="--locked" in flags)
    finally:
        first_frame.clear()  # what stopped it is said on the shell
    return 0


def _explained(why: Exception, *, debug: bool) -> int:
    """One sentence on standard error; a traceback, without values, only where it was asked for."""
    from supervision_tui.desk.caseload import ImportRefused
    from supervision_tui.desk.moment import Refused
    from supervision_tui.exchange.rollup.reading import NothingToRollUp
    from supervision_tui.practice.problems import PolicyWrong
    from supervision_tui.vault.errors import VaultError

    if debug:
        import traceback

        for frame in traceback.extract_tb(why.__traceback__):
            print(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}", file=sys.stderr)
    if isinstance(why, VaultError):
        print(why, file=sys.stderr)
        return why.exit_status
    if isinstance(why, PolicyWrong):
        print(f"{why} Put that right, or go on with what ships with the app: --policy default.", file=sys.stderr)
        return 4
    if isinstance(why, Refused | ImportRefused):
        print(why, file=sys.stderr)
        offered = [each for each in getattr(why, "suggestions", ()) if each not in str(why)]
        if offered:
            print(f"Try: {', '.join(offered)}", file=sys.stderr)
        return 4
    if isinstance(why, NothingToRollUp):
        print(why, file=sys.stderr)
        return 4
    if isinstance(why, BrokenPipeError):
        return 1
    kind = type(why).__name__
    print(
        f"Something went wrong ({kind}); nothing was half-done. Run it again with --debug to see where.",
        file=sys.stderr,
    )
    return 1


def _version(wanted: bool) -> None:
    if wanted:
        print(f"supervision-tui {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    vault: Annotated[
        Path | None, typer.Option(envvar="SUPERVISION_TUI_VAULT", help="The vault's file.", show_envvar=True)
    ] = None,
    passphrase_file: Annotated[
        str | None, typer.Option(help="A file that holds the passphrase; - for standard input.")
    ] = None,
    journal: Annotated[
        str, typer.Option(help="wal (as usual) or delete (slower, for a network file system); it is remembered.")
    ] = "",
    policy: Annotated[
        str | None, typer.Option(metavar="FILE", help="A service's own policy; default: what ships with the app.")
    ] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="Plain lines, nothing drawn: for screen readers and Braille displays.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Say where an error happened.")] = False,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True)] = False,
) -> None:
    """Supervision for team managers in children's social care."""
    if journal not in ("", "wal", "delete"):
        raise typer.BadParameter("--journal is wal or delete")
    context.obj = Opening(vault, passphrase_file, journal, policy, plain)
    if context.invoked_subcommand is None:
        from .open_app import open_app

        open_app(context.obj, None)
