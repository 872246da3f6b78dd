"""Opening the app, on a vault or on a demo."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from supervision_tui.own_process import own_process

from . import first_frame
from .asking import can_ask
from .opening import AsOf, Opening, day_option, moment_for, open_patiently, opening_of
from .progress_bar import progress_bar
from .terminal_modes import QuietTerminal

if TYPE_CHECKING:
    from supervision_tui.app import SupervisionApp
    from supervision_tui.desk.moment import Moment
    from supervision_tui.vault.door import Door
    from supervision_tui.vault.store import Store

_ONLOOKERS = ("TEXTUAL_LOG", "TEXTUAL_DEBUG", "TEXTUAL_SCREENSHOT", "TEXTUAL_SCREENSHOT_LOCATION")


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("open")(open_command)
    app.command()(demo)


def open_command(
    context: typer.Context,
    as_of: AsOf = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="Look, and change nothing.")] = False,
    locked: Annotated[bool, typer.Option("--locked", hidden=True)] = False,
) -> None:
    """Open the app on the vault."""
    opening = opening_of(context)
    open_app(opening, day_option(as_of), read_only=read_only, locked=locked)


def demo(
    context: typer.Context,
    scale: Annotated[str, typer.Option(help="team, service or authority")] = "team",
    seed: Annotated[int, typer.Option(help="The same seed and day give the same demo.")] = 1,
    as_of: AsOf = None,
    keep: Annotated[Path | None, typer.Option(help="Keep the demo in this file.")] = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Only build it.")] = False,
) -> None:
    """Build a vault of invented data and open the app on it."""
    from supervision_tui.exchange.demo_story import SCALES
    from supervision_tui.vault.places import harden_process

    if scale not in SCALES:
        raise typer.BadParameter(f"--scale is one of: {', '.join(SCALES)}")
    harden_process()
    opening, day = opening_of(context), day_option(as_of)
    moment = moment_for(day, opening.offer.policy())
    if keep is not None:
        kept = replace(opening, vault=keep)
        _keep_demo(kept, scale, seed, moment)
        open_app(kept, day) if not no_open else None
        return
    _passing_demo(opening, day, scale, seed, no_open=no_open)


def _passing_demo(
    opening: Opening, as_of: date | None, scale: str = "team", seed: int = 1, *, no_open: bool = False
) -> None:
    """A demo that is gone when the app is left."""
    from supervision_tui.vault.create import create_passing_vault

    if not no_open:
        check_terminal()
    with tempfile.TemporaryDirectory(prefix="supervision-demo-") as folder:
        store = create_passing_vault(Path(folder) / "supervision.db")
        try:
            _build(store, scale, seed, moment_for(as_of, opening.offer.policy()))
            _open_demo(store, as_of, opening) if not no_open else None
        finally:
            store.close()


def open_app(opening: Opening, as_of: date | None, *, read_only: bool = False, locked: bool = False) -> None:
    """Open the app on the vault; after a lock, begin again at the lock."""
    from supervision_tui.clock import Clock
    from supervision_tui.vault.errors import VaultError
    from supervision_tui.vault.holding import check_is_free
    from supervision_tui.vault.places import harden_process

    door, offer = opening.door(), opening.offer
    terminal = QuietTerminal(after_lock=locked)
    with terminal.around():
        refuse_onlookers()
        harden_process()
        is_new = door.is_new() and can_ask() and _is_shown() and not read_only
        if not is_new:
            door.check_is_there()
        if offer.asked:
            offer.policy()  # what is wrong in it is said on the shell
        # Where nobody can be asked, the vault is opened first, so that what stands in the way is said on the shell.
        store = None if can_ask() and _is_shown() else open_patiently(door, writable=not read_only)
        if os.environ.get("TERM") == "dumb":
            if store is not None:
                store.close()
            check_terminal()
        if not _is_shown():
            if store is not None:
                store.close()
            raise VaultError("The app draws on standard error, and that goes into a file here: records would too.")
        if store is None and not read_only and not is_new:
            check_is_free(door.path)
        while True:
            ahead = None if store or locked or is_new else _opened_ahead(door, writable=not read_only)
            from supervision_tui.app import LOCKED, LOOK_AROUND, SUSPENDED, SupervisionApp

            app = SupervisionApp(
                store,
                Clock(as_of),
                door,
                offer,
                opening.settings,
                is_locked=locked,
                is_read_only=read_only,
                opened_ahead=ahead,
            )
            result = run_app(app)
            if result == LOOK_AROUND:
                break
            if result == SUSPENDED:
                stop_here(terminal)
            if result not in (LOCKED, SUSPENDED) or not can_ask():
                return
            begin_anew(opening, as_of, read_only=read_only)
            store, door, locked = None, replace(door, passphrase=None), True  # where a process cannot be replaced
    _passing_demo(opening, as_of)


def _opened_ahead(door: Door, *, writable: bool) -> Future[Store]:
    """Open the vault, as far as nobody must be asked, while the app is still being loaded."""
    thread = ThreadPoolExecutor(1, thread_name_prefix="opening")
    try:
        return thread.submit(door.open, writable=writable)
    finally:
        thread.shutdown(wait=False)


def check_terminal() -> None:
    """Raises `VaultError` where nobody could see the app, or press a key in it."""
    from supervision_tui.vault.errors import VaultError

    if not _is_shown() or not can_ask():
        raise VaultError("The app needs a terminal to draw on and to take keys from; run it in one, without a pipe.")
    if os.environ.get("TERM") == "dumb":
        raise VaultError("This terminal calls itself dumb (TERM=dumb) and cannot be drawn on; run it in another one.")


def _is_shown() -> bool:
    return sys.__stderr__ is not None and sys.__stderr__.isatty()


def run_app(app: SupervisionApp) -> str | None:
    """Run the app to its end and close its vault; returns how it was left. Raises what stopped it."""
    first_frame.give_way()
    try:
        result = app.run()
    finally:
        app.close_store()
    if app.error is not None:
        raise app.error
    if app.return_code:
        raise typer.Exit(app.return_code)
    return result


def begin_anew(opening: Opening, as_of: date | None, *, read_only: bool) -> None:
    """Put a fresh process in the place of this one, at the lock: no key and no record can stay in its memory.

    Windows cannot replace a process in its console; there it returns, and the same process goes on.
    """
    if os.name == "nt":
        return
    words = ["--vault", str(opening.path.absolute())]
    words += ["--journal", opening.journal_mode] if opening.journal_mode else []
    words += ["--policy", opening.policy] if opening.policy else []
    words += ["--plain"] if opening.plain else []
    words += ["open", "--locked"]
    words += ["--as-of", as_of.isoformat()] if as_of else []
    words += ["--read-only"] if read_only else []
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, own_process("supervision_tui", *words))  # noqa: S606  (no shell)


def stop_here(terminal: QuietTerminal) -> None:
    """Give the terminal back to the shell until it brings us to the front again; the vault is closed by now."""
    signal.signal(signal.SIGCONT, signal.SIG_DFL)
    terminal.restore()
    os.killpg(os.getpgrp(), signal.SIGSTOP) if _is_job() else os.kill(os.getpid(), signal.SIGSTOP)
    terminal.hush()


def _is_job() -> bool:
    """Whether this process and what started it (make, a script) are what the shell has in front just now."""
    try:
        return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    except (OSError, ValueError):
        return False


def refuse_onlookers() -> None:
    """Refuse to open a vault while Textual's developer tools would copy its screens out. Raises `VaultError`."""
    from supervision_tui.vault.errors import VaultError

    watching = [name for name in _ONLOOKERS if os.environ.get(name)]
    if any(word in os.environ.get("TEXTUAL", "") for word in ("devtools", "debug")):
        watching.append("TEXTUAL")
    if watching:
        raise VaultError(
            f"Textual's developer tools are on ({', '.join(watching)}) and would copy records out of the vault: "
            "switch them off, or use the demo."
        )


def _open_demo(store: Store, as_of: date | None, opening: Opening) -> None:
    """The app on a demo. Its key is held by this process alone, so a lock only empties the screen."""
    from supervision_tui.app import LOCKED, SUSPENDED, SupervisionApp
    from supervision_tui.clock import Clock

    locked, result, terminal = False, None, QuietTerminal()
    with terminal.around():
        while not locked or result in (LOCKED, SUSPENDED):
            app = SupervisionApp(store, Clock(as_of), None, opening.offer, opening.settings, is_locked=locked)
            result = app.run()
            if app.error is not None:
                raise app.error
            if app.return_code:
                raise typer.Exit(app.return_code)
            if result == SUSPENDED:
                stop_here(terminal)
            if not can_ask():  # the terminal was closed
                return
            locked = True


def _keep_demo(opening: Opening, scale: str, seed: int, moment: Moment) -> None:
    """A demo in a vault of its own, closed."""
    from supervision_tui.vault.create import create_vault

    words = opening.words
    made = create_vault(opening.path, passphrase=words, use_keyring=words is None, journal_mode=opening.journal_mode)
    try:
        print(f"The demo is kept in {opening.path}. Its recovery code, shown this once:", file=sys.stderr)
        print(made.recovery_code)
        _build(made.store, scale, seed, moment)
    finally:
        made.store.close()


def _build(store: Store, scale: str, seed: int, moment: Moment) -> None:
    from supervision_tui.desk.watching import watched
    from supervision_tui.exchange.demo import build_demo

    with progress_bar() as progress:
        workers, still_open, children = store.run(watched(build_demo, progress), scale, seed, moment)
    says = f"A demo of {workers} workers and {still_open} open children ({children} in all), everything invented."
    print(says, file=sys.stderr)
