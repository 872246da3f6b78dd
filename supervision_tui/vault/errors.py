"""Errors of the vault, each with a sentence that says what to do and an exit status."""

from __future__ import annotations

from supervision_tui.system.errors import AppError
from supervision_tui.system.files import ALREADY_THERE


class VaultError(AppError):
    """Something about the vault stands in the way; the message is one sentence for a person."""


class VaultLocked(VaultError):
    """The key was not given or is wrong."""

    exit_status = 3


class CodeSlip(VaultLocked):
    """A typed text that cannot be a recovery code: found before any slow work, and no guess."""


class MustWait(VaultLocked):
    """After a wrong passphrase the next one is not tried at once; `seconds` are left."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(
            f"After a wrong passphrase the vault waits: try again in {max(1, round(seconds))} s."
        )


class VaultBusy(VaultError):
    """The vault is open elsewhere."""

    exit_status = 5


class VaultNewer(VaultError):
    """The vault was changed by a newer version of the app."""

    exit_status = 5


class VaultOlder(VaultError):
    """The vault was made by an older version, and is not to be changed now."""


class VaultDamaged(VaultError):
    """The vault or its key file cannot be trusted as it lies there."""

    exit_status = 6


class KeysReplaced(VaultDamaged):
    """The key file is not the one the vault last saw: an earlier copy, or swapped."""


class VaultReplaced(VaultError):
    """Another file was put in the vault's place while it was open."""

    exit_status = 6


class PassphraseRefused(VaultError):
    """A new passphrase is too weak to be taken."""

    exit_status = 4


class SlotRefused(VaultError):
    """A way in cannot be added or taken away."""

    exit_status = 4


class RotationUnsure(VaultError):
    """A rotation broke off and could not be taken back: the next opening finishes it."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"{why} The new key is half in place; the next opening finishes it. "
            "Until then keep both codes, the new one and the one before."
        )


class BackupRefused(VaultError):
    """A file is no backup, or cannot be read as one."""

    exit_status = 4


class AlreadyThere(VaultError):
    """A file lies where one is to be written, and nobody has said that it may be replaced."""

    exit_status = 4
    code = ALREADY_THERE

    def __init__(self, name: str) -> None:
        self.says = f"{name} is there already"
        super().__init__(f"{self.says}; --force replaces it, or name another file.")


class Cancelled(VaultError):
    """A person stopped it; nothing was changed."""

    def __init__(self, says: str = "Stopped; nothing was changed.") -> None:
        super().__init__(says)
