"""Options that close a file which leaves the vault: for a recipient, with a password, or not at
all.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from supervision_tui.system.files import expanded, read_text

from .prompts import can_ask, read_secret_file

if TYPE_CHECKING:
    from supervision_tui.exports.encryption import Encryption

    from .opening import Opening

EncryptTo = Annotated[
    str | None,
    typer.Option(
        "--encrypt-to",
        metavar="RECIPIENT",
        help="An age public key (age1…), or the file that holds it.",
    ),
]
PasswordFile = Annotated[
    str | None,
    typer.Option(
        "--password-file", metavar="FILE", help="A password: xlsx by Excel's own way, else by age."
    ),
]
Yes = Annotated[
    bool, typer.Option("--yes", help="Write a file that is not encrypted without asking.")
]
_LONGEST_KEY = 4000  # letters
NOBODY_TO_ASK = 4  # the exit status: the input was refused


def encryption_of(encrypt_to: str | None, password_file: str | None) -> Encryption:
    """Read how the file is to be closed. Raises `VaultError`."""
    from supervision_tui.exports.encryption import Encryption
    from supervision_tui.vault.errors import VaultError

    if encrypt_to is not None and password_file is not None:
        raise typer.BadParameter("Give --encrypt-to or --password-file, not both.")
    if password_file is None:
        recipient = _recipient(encrypt_to) if encrypt_to is not None else ""
        return Encryption(recipient=recipient)
    password = read_secret_file(password_file, "password")
    if not password:
        raise VaultError("The password file is empty; write the password into its first line.")
    return Encryption(password=password)


def public_key(given: str | None, option: str) -> str:
    """Read an age key, or the file that holds one; empty where none was given.

    Raises `VaultError`.
    """
    from supervision_tui.exports.encryption import check_recipient

    if given is None:
        return ""
    recipient = _recipient(given)
    if not recipient.startswith("age1"):
        raise typer.BadParameter(f"{option} takes a public key of age, which begins with age1.")
    check_recipient(recipient)
    return recipient


def ask_about_plain(encryption: Encryption, opening: Opening, yes: bool) -> None:
    """Ask once before a file is written that anybody who gets it can read.

    Where nobody can answer, refuse; so too where none may leave this machine: `OnlyEncrypted`.
    """
    opening.settings.machine.check_may_leave(
        is_open=encryption.is_open, advice="close it with --encrypt-to or --password-file"
    )
    if not encryption.is_open or yes:
        return
    if not can_ask():
        says = (
            "It would not be encrypted: close it with --encrypt-to or --password-file, or say "
            "--yes."
        )
        print(f"{says} Nothing was written.", file=sys.stderr)
        raise typer.Exit(NOBODY_TO_ASK)
    if not typer.confirm(
        "The file will not be encrypted: whoever gets it can read it. Write it?", err=True
    ):
        print("Nothing was written.", file=sys.stderr)
        raise typer.Exit(1)


def _recipient(given: str) -> str:
    """The key as given, or as it stands in a file of that name, its comments passed over.

    Raises `VaultError`.
    """
    from supervision_tui.vault.errors import VaultError

    if given.startswith(("age1", "ssh-")):
        return given
    path = expanded(given)
    try:
        lines = read_text(path, _LONGEST_KEY).splitlines()
    except (OSError, ValueError):
        says = (
            f"{path.name[:60] or 'That'} is neither an age key (age1…) nor a file that holds one."
        )
        raise VaultError(says) from None
    return next(
        (line.strip() for line in lines if line.strip() and not line.startswith("#")), "none"
    )
