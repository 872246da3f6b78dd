"""What can go wrong with the vault, each with a sentence that says what to do and an exit status."""

from __future__ import annotations


class VaultError(Exception):
    """Something about the vault stands in the way; the message is one sentence for a person."""

    exit_status = 1


class VaultLocked(VaultError):
    """The key was not given or is wrong."""

    exit_status = 3


class VaultBusy(VaultError):
    """The vault is open elsewhere."""

    exit_status = 5


class VaultNewer(VaultError):
    """The vault was changed by a newer version of the app."""

    exit_status = 5


class VaultDamaged(VaultError):
    """The vault or its key file cannot be trusted as it lies there."""

    exit_status = 6


class PassphraseRefused(VaultError):
    """A new passphrase is too weak to be taken."""

    exit_status = 4
