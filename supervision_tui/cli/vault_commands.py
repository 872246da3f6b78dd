"""Commands that care for the vault: making one."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from .opening import Opening, opening_of


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(init)


def init(
    context: typer.Context,
    no_keyring: Annotated[bool, typer.Option("--no-keyring", help="Do not use the system's keyring.")] = False,
) -> None:
    """Make a new vault, and print its recovery code once."""
    from supervision_tui.vault.create import create_vault
    from supervision_tui.vault.places import harden_process, others_may_look_into

    harden_process()
    opening = opening_of(context)
    made = create_vault(opening.path, passphrase=_new_passphrase(opening, no_keyring), use_keyring=not no_keyring)
    made.store.close()
    print(f"A new vault lies at {opening.path}.", file=sys.stderr)
    if others_may_look_into(opening.path.parent):
        print(f"Others may look into {opening.path.parent}; the vault's own files are yours alone.", file=sys.stderr)
    kept = f"Its key lies in the keyring ({made.keyring})." if made.keyring else "It opens with the passphrase."
    print(kept, file=sys.stderr)
    print("The recovery code opens it when all else is lost. It is shown this once; write it down:", file=sys.stderr)
    print(made.recovery_code)


def _new_passphrase(opening: Opening, no_keyring: bool) -> str | None:
    given = opening.passphrase()
    if given is not None or not sys.stdin.isatty():
        return given
    import getpass

    hint = "" if no_keyring else " (empty: only the keyring and the recovery code)"
    first = getpass.getpass(f"New passphrase, at least 12 characters{hint}: ")
    if not first and not no_keyring:
        return None
    if getpass.getpass("The same again: ") != first:
        raise typer.BadParameter("The two passphrases differ; nothing was made.")
    return first
