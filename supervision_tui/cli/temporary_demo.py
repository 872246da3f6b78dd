"""A demo that is gone when the app is left."""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from .opening import Opening, moment_for
from .progress_bar import progress_bar
from .prompts import can_ask
from .staying_behind import stay_behind
from .terminal_checks import check_terminal
from .terminal_modes import QuietTerminal

if TYPE_CHECKING:
    from supervision_tui.desk.moment import Moment
    from supervision_tui.vault.store import Store


def passing_demo(
    opening: Opening,
    as_of: date | None,
    scale: str = "team",
    seed: int = 1,
    *,
    no_open: bool = False,
    tour: bool = False,
) -> None:
    """A demo that is gone when the app is left."""
    from supervision_tui.vault.create import create_passing_vault

    if not no_open:
        check_terminal()
        stay_behind()
    with tempfile.TemporaryDirectory(prefix="supervision-demo-") as folder:
        store = create_passing_vault(Path(folder) / "supervision.db")
        try:
            build(store, scale, seed, moment_for(as_of, opening.offer.policy()))
            if not no_open:
                _open_demo(store, as_of, opening, tour=tour)
        finally:
            store.close()


def build(store: Store, scale: str, seed: int, moment: Moment) -> None:
    """Fill a new vault with a demo of that scale, and say how large it is."""
    from supervision_tui.demo.build import build_demo
    from supervision_tui.desk.long_work import reporting_to

    with progress_bar() as progress:
        workers, still_open, children = store.run(
            reporting_to(build_demo, progress), scale, seed, moment
        )
    says = (
        f"A demo of {workers} workers and {still_open} open children ({children} in all), "
        f"everything invented."
    )
    print(says, file=sys.stderr)


def _open_demo(store: Store, as_of: date | None, opening: Opening, *, tour: bool) -> None:
    """The app on a demo.

    Its key is held by this process alone, so a lock only empties the screen.
    """
    from supervision_tui.app.app import LOCKED, SUSPENDED, SupervisionApp
    from supervision_tui.system.clock import Clock
    from supervision_tui.system.dictionary import machine_dictionary

    locked, result, terminal = False, None, QuietTerminal()
    with terminal.around():
        while not locked or result in (LOCKED, SUSPENDED):
            app = SupervisionApp(
                store,
                Clock(as_of),
                None,
                opening.offer,
                opening.settings,
                is_locked=locked,
                begins_with_tour=tour and not locked,
                dictionary=machine_dictionary(),
            )
            try:
                result = app.run_to_end()
            finally:
                if app.has_crashed:
                    terminal.wait_for_enter()
            if result == SUSPENDED:
                terminal.stop_here()
            if not can_ask():  # the terminal was closed
                return
            locked = True
