"""How a command of the shell comes to an open vault: which file, which passphrase, which day."""

from __future__ import annotations

import contextlib
import functools
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from .asking import ask_passphrase, read_secret_file

if TYPE_CHECKING:
    from supervision_tui.desk.moment import Moment
    from supervision_tui.vault.door import Door
    from supervision_tui.vault.store import Store

VAULT_NAME = "supervision.db"


@dataclass(frozen=True)
class Opening:
    """What was said before the command: the vault's file, where the passphrase is, and how SQLite's log is kept."""

    vault: Path | None
    passphrase_file: str | None
    journal_mode: str = ""

    @property
    def path(self) -> Path:
        """The vault's file; by default in the platform's user-data folder."""
        if self.vault is not None:
            return self.vault.expanduser()
        from platformdirs import user_data_path

        return user_data_path("supervision-tui", appauthor=False) / VAULT_NAME

    @functools.cached_property
    def words(self) -> str | None:
        """The passphrase from its file, without the last newline; read once. Raises `VaultError`."""
        return None if self.passphrase_file is None else read_secret_file(self.passphrase_file)

    def door(self) -> Door:
        """The way into the vault."""
        from supervision_tui.vault.door import Door

        return Door(self.path, self.words, self.journal_mode)

    @contextlib.contextmanager
    def store(self, *, writable: bool, bring_back: bool = False) -> Iterator[Store]:
        """The open vault, closed again at the end. Raises `VaultError`, `VaultLocked`, `VaultDamaged`."""
        from supervision_tui.vault.places import harden_process

        harden_process()
        store = open_patiently(self.door(), writable=writable, bring_back=bring_back)
        try:
            for sentence in store.noticed:
                print(sentence, file=sys.stderr)
            yield store
        finally:
            store.close()


def open_patiently(door: Door, *, writable: bool, bring_back: bool = False) -> Store:
    """Open the vault; after a wrong passphrase the next one waits, and we wait with it."""
    from supervision_tui.vault.errors import MustWait

    try:
        return door.open(ask=ask_passphrase, writable=writable, bring_back=bring_back)
    except MustWait as why:
        if door.passphrase is None:
            raise
        print(why, file=sys.stderr)
        time.sleep(why.seconds)
        return door.open(writable=writable, bring_back=bring_back)


def opening_of(context: typer.Context) -> Opening:
    """What was said before the command."""
    found = context.find_object(Opening)
    return found or Opening(None, None)


def moment_for(as_of: date | None) -> Moment:
    """Today, or the day that stands in for it, with the policy in force."""
    from supervision_tui.clock import Clock
    from supervision_tui.desk.moment import Moment
    from supervision_tui.practice.policy import default_policy

    clock = Clock(as_of)
    return Moment(clock.today(), clock.now(), default_policy())


def day_option(typed: str | None) -> date | None:
    """A date given on the command line, as 2026-03-02."""
    if typed is None:
        return None
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        raise typer.BadParameter(f"{typed} is not a date like 2026-03-02.") from None
    if not 1990 <= found.year <= 2100:
        raise typer.BadParameter(f"{typed} is too far from today; check the year.")
    return found


def needed_day(typed: str) -> date:
    """A date that must be given."""
    found = day_option(typed)
    if found is None:
        raise typer.BadParameter("A date is needed, like 2026-03-02.")
    return found
