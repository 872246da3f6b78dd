"""Opening the app on a vault, and beginning again after a lock."""

from __future__ import annotations

import os
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from supervision_tui.system.child_process import own_process
from supervision_tui.system.dictionary import machine_dictionary
from supervision_tui.system.errors import AppError

from . import first_frame
from .opening import Opening, open_patiently
from .prompts import can_ask
from .staying_behind import stay_behind
from .terminal_checks import check_terminal, is_shown, refuse_onlookers
from .terminal_modes import QuietTerminal

if TYPE_CHECKING:
    from supervision_tui.app.app import SupervisionApp
    from supervision_tui.system.clock import Clock
    from supervision_tui.vault.opener import VaultOpener
    from supervision_tui.vault.store import Store


def open_app(
    opening: Opening, as_of: date | None, *, read_only: bool = False, locked: bool = False
) -> None:
    """Open the app on the vault; after a lock, begin again at the lock."""
    stay_behind()  # before anything is loaded that both processes would hold
    from supervision_tui.system.clock import Clock
    from supervision_tui.vault.write_lock import check_is_free

    opener, offer = opening.opener(), opening.offer
    terminal = QuietTerminal(after_lock=locked)
    with terminal.around():
        first_frame.give_back(terminal.restore)
        refuse_onlookers()
        is_new = opener.is_new() and can_ask() and is_shown() and not read_only
        if not is_new:
            opener.check_is_there()
        if offer.asked:
            offer.policy()  # what is wrong in it is said on the shell
        store = _opened_on_the_shell(opener, writable=not read_only)
        if store is None and not read_only and not is_new:
            check_is_free(opener.path)
        wanted = _run(
            opening,
            Clock(as_of),
            opener,
            store,
            terminal,
            is_new=is_new,
            is_locked=locked,
            is_read_only=read_only,
        )
    if wanted:
        from supervision_tui.app.app import TOUR

        from .temporary_demo import passing_demo

        passing_demo(opening, as_of, tour=wanted == TOUR)


def _opened_on_the_shell(opener: VaultOpener, *, writable: bool) -> Store | None:
    """Open the vault before the app comes, if nobody can be asked in the app.

    What stands in the way is then said on the shell, and so is a terminal that cannot be drawn on.
    """
    store = None
    if not can_ask() or not is_shown():
        store = open_patiently(opener, writable=writable)
    try:
        _check_can_draw()
    except AppError:
        if store is not None:
            store.close()
        raise
    return store


def _check_can_draw() -> None:
    """Raises `VaultError` where the app would draw into a file, or on a terminal that is dumb."""
    from supervision_tui.vault.errors import VaultError

    if os.environ.get("TERM") == "dumb":
        check_terminal()
    if not is_shown():
        raise VaultError(
            "Output goes into a file here, so the app cannot open. Run it in a terminal."
        )


def _run(
    opening: Opening,
    clock: Clock,
    opener: VaultOpener,
    store: Store | None,
    terminal: QuietTerminal,
    *,
    is_new: bool,
    is_locked: bool,
    is_read_only: bool,
) -> str:
    """Run the app, again after each lock, until it is left; tell whether for demo or tour."""
    while True:
        ahead = None
        if store is None and not is_locked and not is_new:
            ahead = _opened_ahead(opener, writable=not is_read_only)
        from supervision_tui.app.app import LOCKED, LOOK_AROUND, SUSPENDED, TOUR, SupervisionApp

        app = SupervisionApp(
            store,
            clock,
            opener,
            opening.offer,
            opening.settings,
            is_locked=is_locked,
            is_read_only=is_read_only,
            opened_ahead=ahead,
            dictionary=machine_dictionary(),
        )
        first_frame.app_comes()
        result = _run_to_end(app, terminal)
        if result in (LOOK_AROUND, TOUR):
            return str(result)
        if result == SUSPENDED:
            terminal.stop_here()
        if result not in (LOCKED, SUSPENDED) or not can_ask():
            return ""
        begin_anew(opening, clock.as_of, read_only=is_read_only)
        # A process that cannot be replaced goes on here.
        store, opener, is_locked = None, replace(opener, passphrase=None), True


def _run_to_end(app: SupervisionApp, terminal: QuietTerminal) -> str | None:
    """Run the app and close its vault, also after a crash, which stays on the terminal."""
    try:
        return app.run_to_end()
    finally:
        try:
            app.close_store()
        finally:
            if app.has_crashed:
                terminal.wait_for_enter()


def _opened_ahead(opener: VaultOpener, *, writable: bool) -> Future[Store]:
    """Open the vault, as far as nobody must be asked, while the app is still being loaded."""
    thread = ThreadPoolExecutor(1, thread_name_prefix="opening")
    try:
        return thread.submit(opener.open, writable=writable)
    finally:
        thread.shutdown(wait=False)


def begin_anew(opening: Opening, as_of: date | None, *, read_only: bool) -> None:
    """Put a fresh process in the place of this one, at the lock, with no key or record in memory.

    Windows cannot replace a process in its console; there it returns, and the same process goes on.
    """
    if os.name == "nt":
        return
    words = ["--vault", str(opening.path.absolute())]
    if opening.journal_mode:
        words += ["--journal", opening.journal_mode]
    if opening.policy:
        words += ["--policy", opening.policy]
    if opening.plain:
        words += ["--plain"]
    words += ["open", "--locked"]
    if as_of:
        words += ["--as-of", as_of.isoformat()]
    if read_only:
        words += ["--read-only"]
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, own_process("supervision_tui", *words))  # noqa: S606  (no shell)
