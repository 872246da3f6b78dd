"""The keyring slot, on a real Secret Service on a private D-Bus."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from supervision_tui.vault import os_keyring
from supervision_tui.vault.create import create_vault
from supervision_tui.vault.door import unlock
from supervision_tui.vault.errors import VaultLocked
from tests.conftest import PASSPHRASE, needs

pytestmark = pytest.mark.outside

_SCRIPT = """
import sys
from pathlib import Path
from supervision_tui.vault.create import create_vault
from supervision_tui.vault.door import unlock
from supervision_tui.vault import os_keyring
from supervision_tui.vault.key_file import read_key_file
from supervision_tui.vault.errors import VaultLocked
from supervision_tui.vault.store import open_store

path = Path(sys.argv[1])
made = create_vault(path, passphrase=None, use_keyring=True)
made.store.close()
print(made.keyring.backend)
open_store(path, unlock(path, passphrase=None, ask=lambda _why: None).key).close()
print("opened by the keyring")
keys = read_key_file(path.with_suffix(".keys")).keys
os_keyring.delete_key(keys.keyring_service(), keys.keyring_entry())
try:
    unlock(path, passphrase=None, ask=lambda _why: None)
except VaultLocked as why:
    print("locked:", why)
open_store(path, unlock(path, passphrase=None, ask=lambda _why: made.recovery_code).key).close()
print("opened by the recovery code")
"""


def test_a_vault_opens_by_a_real_secret_service(tmp_path: Path) -> None:
    needs("dbus-run-session")
    needs("gnome-keyring-daemon")
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "run").mkdir(mode=0o700)
    environment = {
        key: value for key, value in os.environ.items() if key not in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS")
    }
    environment |= {
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_RUNTIME_DIR": str(home / "run"),
    }
    script = tmp_path / "keyring_round.py"
    script.write_text(_SCRIPT)
    begin = "printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1"
    command = f'{begin}; "{sys.executable}" "{script}" "{tmp_path / "vault" / "supervision.db"}"'
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", command],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=False,
    )
    assert done.stdout.splitlines() == [
        "keyring.backends.SecretService.Keyring",
        "opened by the keyring",
        "locked: The vault is locked: no keyring entry was found; give --passphrase-file FILE.",
        "opened by the recovery code",
    ], done.stderr


def test_a_keyring_that_keeps_secrets_in_the_clear_counts_as_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    assert os_keyring.store_new_key("supervision-tui test", "key").state is os_keyring.KeyringState.NONE
    with pytest.raises(VaultLocked, match="needs a passphrase"):
        create_vault(tmp_path / "supervision.db", passphrase=None, use_keyring=True)


def test_a_broken_keyring_configuration_is_no_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "no.such.Keyring")
    made = create_vault(tmp_path / "supervision.db", passphrase=PASSPHRASE, use_keyring=True)
    made.store.close()
    assert made.keyring is not None
    assert made.keyring.key is None
    assert unlock(made.store.path, passphrase=PASSPHRASE, ask=lambda _why: None).by == "passphrase"
