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
    from supervision_tui.exchange.demo import SCALES, build_demo
    from supervision_tui.vault.places import harden_process

    if scale not in SCALES:
        raise typer.BadParameter(f"--scale is one of: {', '.join(SCALES)}")
    harden_process()
    day = day_option(as_of)
    with _demo_store(opening_of(context), keep) as store:
        workers, children = store.run(build_demo, scale, seed, moment_for(day))
        print(f"A demo of {workers} workers and {children} children, all invented.", file=sys.stderr)
        if not no_open:
            run_app(store, day, Opening(store.path, None), is_demo=True)


def open_app(opening: Opening, as_of: date | None) -> None:
    """Unlock the vault and open the app on it."""
    with opening.store(writable=True) as store:
        run_app(store, as_of, opening, is_demo=False)


def run_app(store: Store, as_of: date | None, opening: Opening, *, is_demo: bool) -> None:
    """Open the app on an open vault; returns when it is closed."""
    from supervision_tui.app import SupervisionApp
    from supervision_tui.clock import Clock

    SupervisionApp(store, Clock(as_of), is_demo=is_demo).run()


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
