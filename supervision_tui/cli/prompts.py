"""Questions of a command to a person: a passphrase, a new one, a recovery code back from the
paper.
"""

from __future__ import annotations

import sys
from pathlib import Path

_LONGEST = 100_000  # characters of a secret
_TRIES = 3


def can_ask() -> bool:
    """Tell whether somebody is there to answer."""
    return sys.stdin.isatty()


def ask_passphrase(why: str) -> str | None:
    """The passphrase or the recovery code, not echoed; nothing where nobody can answer."""
    if not can_ask():
        return None
    import getpass

    if why:
        print(f"The keyring does not open it: {why}.", file=sys.stderr)
    return getpass.getpass("Passphrase (or recovery code): ")


def read_secret_file(name: str, what: str = "passphrase") -> str:
    """A secret from a file, or from standard input for `-`, without its last newline.

    Raises `VaultError`.
    """
    from supervision_tui.system.files import read_text
    from supervision_tui.vault.errors import VaultError

    try:
        if name == "-":
            text = sys.stdin.readline(_LONGEST)
        else:
            text = read_text(Path(name), _LONGEST)
    except (OSError, UnicodeDecodeError):
        raise VaultError(
            f"The {what} file cannot be read; check its name and its rights."
        ) from None
    if name != "-":
        warn_if_others_may_read(Path(name))
    return text.removesuffix("\n").removesuffix("\r")


def warn_if_others_may_read(secret: Path) -> None:
    """Say so where a file with a secret can be read by other users of this machine."""
    from supervision_tui.vault.files import others_may_read

    if secret.exists() and others_may_read(secret):
        print(
            f"Others on this machine may read {secret.name}; take that right away (chmod 600).",
            file=sys.stderr,
        )


def ask_new_passphrase(hint: str = "", *, may_be_empty: bool = False) -> str | None:
    """A new passphrase, typed twice, with what it is worth.

    Nothing where it was left empty and may be.

    Raises `VaultError` where it did not come about.
    """
    import getpass

    import typer

    from supervision_tui.desk.vault.unlock_methods import LEAST_CHARACTERS, says_of_strength
    from supervision_tui.vault.errors import VaultError

    for _ in range(_TRIES):
        first = getpass.getpass(f"New passphrase, at least {LEAST_CHARACTERS} characters{hint}: ")
        if not first and may_be_empty:
            return None
        says, is_weak = says_of_strength(first, (getpass.getuser(),))
        print(f"This passphrase is {says}.", file=sys.stderr)
        if len(first) < LEAST_CHARACTERS or (
            is_weak and not typer.confirm("Use it all the same?", err=True)
        ):
            continue
        if getpass.getpass("Repeat the passphrase: ") == first:
            return first
        print("The two passphrases are not the same.", file=sys.stderr)
    raise VaultError("No passphrase was chosen; nothing was changed.")


def say_strength(passphrase: str) -> None:
    """Say what a passphrase is worth."""
    from supervision_tui.desk.vault.unlock_methods import says_of_strength

    print(f"This passphrase is {says_of_strength(passphrase)[0]}.", file=sys.stderr)


def show_code(code: str) -> None:
    """Put a recovery code before a person. Raises `VaultError` where it cannot be shown."""
    from supervision_tui.vault.errors import VaultError

    try:
        print(code, flush=True)
    except OSError:
        raise VaultError(
            "The recovery code could not be shown, so it is not taken; try again."
        ) from None


def ask_code_back(code: str) -> bool:
    """Ask for the recovery code as it stands on the paper; whether it was typed back."""
    import typer

    from supervision_tui.desk.vault.unlock_methods import why_not_same_code

    if not can_ask():
        return False
    print("Write it down, then type it back from the paper (empty: later).", file=sys.stderr)
    for _ in range(_TRIES):
        typed = typer.prompt("Recovery code", default="", show_default=False, err=True)
        if not typed.strip():
            return False
        why = why_not_same_code(code, typed)
        if not why:
            print("That is right. Keep the paper away from this machine.", file=sys.stderr)
            return True
        print(why, file=sys.stderr)
    return False
