"""The commands that open the app: on the vault, and on a demo."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .completing import choice
from .open_app import open_app
from .opening import Opening, moment_for
from .options import AsOf, day_option, opening_of
from .temporary_demo import build, passing_demo

if TYPE_CHECKING:
    from supervision_tui.desk.moment import Moment


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("open")(open_command)
    app.command()(demo)


def open_command(
    context: typer.Context,
    as_of: AsOf = None,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Look, and change nothing.")
    ] = False,
    locked: Annotated[bool, typer.Option("--locked", hidden=True)] = False,
) -> None:
    """Open the app on the vault."""
    opening = opening_of(context)
    open_app(opening, day_option(as_of), read_only=read_only, locked=locked)


def demo(
    context: typer.Context,
    *,
    scale: Annotated[
        str,
        choice("team service authority"),
    ] = "team",
    seed: Annotated[int, typer.Option(help="The same seed and day give the same demo.")] = 1,
    as_of: AsOf = None,
    keep: Annotated[Path | None, typer.Option(help="Keep the demo in this file.")] = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Only build it.")] = False,
    tour: Annotated[
        bool, typer.Option("--tour", help="Begin with a tour of three minutes.")
    ] = False,
) -> None:
    """Build a vault of invented data and open the app on it."""
    from supervision_tui.demo.story import SCALES

    if scale not in SCALES:
        raise typer.BadParameter(f"--scale is one of: {', '.join(SCALES)}")
    opening, day = opening_of(context), day_option(as_of)
    moment = moment_for(day, opening.offer.policy())
    if keep is not None:
        kept = replace(opening, vault=keep)
        _keep_demo(kept, scale, seed, moment)
        if not no_open:
            open_app(kept, day)
        return
    passing_demo(opening, day, scale, seed, no_open=no_open, tour=tour)


def _keep_demo(opening: Opening, scale: str, seed: int, moment: Moment) -> None:
    """A demo in a vault of its own, closed."""
    from supervision_tui.vault.create import create_vault

    words = opening.words
    made = create_vault(
        opening.path, passphrase=words, use_keyring=words is None, journal_mode=opening.journal_mode
    )
    try:
        print(
            f"The demo is kept in {opening.path}. Its recovery code, shown this once:",
            file=sys.stderr,
        )
        print(made.recovery_code)
        build(made.store, scale, seed, moment)
    finally:
        made.store.close()
