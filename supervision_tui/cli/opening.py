"""How a command of the shell comes to an open vault: which file, which passphrase, which day."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from supervision_tui.desk.moment import Moment
    from supervision_tui.vault.store import Store

VAULT_NAME = "supervision.db"


@dataclass(frozen=True, slots=True)
class Opening:
    """What was said before the command: the vault's file and where the passphrase is."""

    vault: Path | None
    passphrase_file: str | None

    @property
    def path(self) -> Path:
        """The vault's file; by default in the platform's user-data folder."""
        if self.vault is not None:
            return self.vault.expanduser()
        from platformdirs import user_data_path

        return user_data_path("supervision-tui", appauthor=False) / VAULT_NAME

    def passphrase(self) -> str | None:
        """The passphrase from its file, without the last newline. Raises `VaultError` where it cannot be read."""
        if self.passphrase_file is None:
            return None
        from supervision_tui.vault.errors import VaultError

        try:
            if self.passphrase_file == "-":  # noqa: S105  (the usual word for standard input)
                text = sys.stdin.readline()
            else:
                text = Path(self.passphrase_file).read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            raise VaultError("The passphrase file cannot be read; check its name and its rights.") from None
        return text.removesuffix("\n").removesuffix("\r")

    def unlock(self) -> bytearray:
        """The vault's key. Raises `VaultError`, `VaultLocked`, `VaultDamaged`."""
        from supervision_tui.vault.create import unlock

        return unlock(self.path, passphrase=self.passphrase(), ask=_ask)

    @contextlib.contextmanager
    def store(self, *, writable: bool, prepared: bool = True) -> Iterator[Store]:
        """The open vault, closed again at the end; `prepared=False` leaves connecting to the app."""
        from supervision_tui.vault.places import harden_process
        from supervision_tui.vault.store import open_store

        harden_process()
        store = open_store(self.path, self.unlock(), writable=writable, prepared=prepared)
        try:
            yield store
        finally:
            store.close()


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


def _ask() -> str | None:
    """Ask for the passphrase where a person can answer."""
    if not sys.stdin.isatty():
        return None
    import getpass

    return getpass.getpass("Passphrase (or recovery code): ")
