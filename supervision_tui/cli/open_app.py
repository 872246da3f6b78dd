"""Opening the app, on a vault or on a demo."""

from __future__ import annotations

import contextlib
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .opening import Opening, day_option, moment_for, opening_of
from .read_commands import AsOf

if TYPE_CHECKING:
    from supervision_tui.vault.store import Store


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("open")(open_command)
    app.command()(demo)


def open_command(context: typer.Context, as_of: AsOf = None) -> None:
    """Open the app on the vault."""
    open_app(opening_of(context), day_option(as_of))


def demo(
    context: typer.Context,
    scale: Annotated[str, typer.Option(help="team, service or authority")] = "team",
    seed: Annotated[int, typer.Option(help="The same seed and day give the same demo.")] = 1,
    as_of: AsOf = None,
    keep: Annotated[Path | None, typer.Option(help="Keep the demo in this file.")] = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Only build it.")] = False,
) -> None:
    """Build a vault of invented data and open the app on it."""
    from supervision_tui.exchange.demo import build_demo
    from supervision_tui.exchange.demo_story import SCALES
    from supervision_tui.vault.places import harden_process

    if scale not in SCALES:
        raise typer.BadParameter(f"--scale is one of: {', '.join(SCALES)}")
    harden_process()
    day = day_option(as_of)
    with _demo_store(opening_of(context), keep) as store:
        workers, still_open, children = store.run(build_demo, scale, seed, moment_for(day))
        says = f"A demo of {workers} workers and {still_open} open children ({children} in all), everything invented."
        print(says, file=sys.stderr)
        while not no_open and run_app(store, day):
            _wait_to_unlock()


def open_app(opening: Opening, as_of: date | None) -> None:
    """Unlock the vault and open the app on it; after a lock, ask again."""
    again = opening
    while True:
        with again.store(writable=True, prepared=False) as store:
            locked = run_app(store, as_of)
        if not locked:
            return
        _wait_to_unlock()
        again = Opening(opening.vault, None)


def run_app(store: Store, as_of: date | None) -> bool:
    """Open the app on a store; returns whether it was locked. Raises what stopped it."""
    from supervision_tui.app import LOCKED, SupervisionApp
    from supervision_tui.clock import Clock

    app = SupervisionApp(store, Clock(as_of))
    result = app.run()
    if app.error is not None:
        raise app.error
    if app.return_code:
        raise typer.Exit(app.return_code)
    return result == LOCKED


def _wait_to_unlock() -> None:
    """Show that the vault is locked until a person is there again."""
    print("Locked. Press enter to unlock.", end=" ", flush=True)
    if not sys.stdin.readline():
        raise typer.Exit(0)


@contextlib.contextmanager
def _demo_store(opening: Opening, keep: Path | None) -> Iterator[Store]:
    from supervision_tui.vault.create import create_passing_vault, create_vault

    if keep is not None:
        made = create_vault(keep, passphrase=opening.passphrase(), use_keyring=opening.passphrase_file is None)
        print(f"The demo is kept in {keep}. Its recovery code, shown this once:", file=sys.stderr)
        print(made.recovery_code)
        try:
            yield made.store
        finally:
            made.store.close()
        return
    with tempfile.TemporaryDirectory(prefix="supervision-demo-") as folder:
        store = create_passing_vault(Path(folder) / "supervision.db")
        try:
            yield store
        finally:
            store.close()
