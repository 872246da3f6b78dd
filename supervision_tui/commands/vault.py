"""Commands of the Vault screen and the journal."""

from __future__ import annotations

from .command import Command


class VaultCommand(Command):
    """A command of the Vault screen."""

    where = "vault"


class SetPassphrase(VaultCommand):
    """Set or change the passphrase."""

    id = "vault.passphrase"
    name = "Passphrase"
    says = "Set the passphrase, or change it."
    keys = ("p",)
    action = "passphrase"
    footer = 1


class NewRecoveryCode(VaultCommand):
    """Make a new recovery code, shown once and asked back."""

    id = "vault.recovery"
    name = "New code"
    says = "Make a new recovery code: shown once, and asked back."
    keys = ("r",)
    action = "recovery"
    footer = 2


class TryRecoveryCode(VaultCommand):
    """Try whether the code on the paper opens the vault."""

    id = "vault.try_code"
    name = "Try the code"
    says = "Try whether the recovery code on your paper opens the vault."
    keys = ("t",)
    action = "try_code"


class AddKeyring(VaultCommand):
    """Put a new key into this machine's keyring."""

    id = "vault.keyring"
    name = "Keyring"
    says = "Put a new key into this machine's keyring."
    keys = ("a",)
    action = "add_keyring"


class RemoveWayIn(VaultCommand):
    """Take the way in at the cursor away."""

    id = "vault.remove"
    name = "Remove"
    says = "Take the way in at the cursor away."
    keys = ("delete", "X")
    action = "remove"
    shown = "X"


class BackUp(VaultCommand):
    """Make a backup now."""

    id = "vault.backup"
    name = "Back up"
    says = "Make a backup now, and read it back."
    keys = ("m",)
    action = "back_up"
    footer = 3


class BackupFolder(VaultCommand):
    """Choose where automatic backups go."""

    id = "vault.folder"
    name = "Backup folder"
    says = "Choose the folder for automatic backups, and when the vault locks."
    keys = ("e",)
    action = "settings"


class Drill(VaultCommand):
    """Open a backup for real, as on another machine."""

    id = "vault.drill"
    name = "Try a backup"
    says = "Open a backup for real, as on another machine, and look at all of it."
    keys = ("o",)
    action = "drill"
    footer = 4


class Verify(VaultCommand):
    """Look at every page and every entry."""

    id = "vault.verify"
    name = "Verify"
    says = "Look at every page and every entry of the vault."
    keys = ("v",)
    action = "verify"
    footer = 6


class Rotate(VaultCommand):
    """Bring all records under a new key."""

    id = "vault.rotate"
    name = "New key"
    says = "Bring all records under a new key, so that no old copy of the key file opens them."
    keys = ("N",)
    action = "rotate"


class ReadJournal(VaultCommand):
    """Read the journal."""

    id = "vault.journal"
    name = "Journal"
    says = "Read what was done, by worker, child, verb and date."
    keys = ("l",)
    action = "journal"
    footer = 5


class JournalCommand(Command):
    """A command of the journal."""

    where = "journal"


class FilterJournal(JournalCommand):
    """Show only entries that hold these words."""

    id = "journal.filter"
    name = "Filter"
    says = "Only entries that hold these words: a worker, a child, what was done, a date like 2026-03."
    keys = ("f",)
    action = "filter"
    footer = 1


class FollowChain(JournalCommand):
    """Check whether anything in the whole journal was edited or cut off."""

    id = "journal.verify"
    name = "Check"
    says = "Check whether anything in the whole journal was edited or cut off."
    keys = ("v",)
    action = "follow"
    footer = 2


class LeaveJournal(JournalCommand):
    """Back to the vault."""

    id = "journal.back"
    name = "Back"
    says = "Leave the filter, then the journal."
    keys = ("escape",)
    action = "unfilter"
    footer = 3
