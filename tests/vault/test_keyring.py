"""The keyring slot, on a real Secret Service on a private D-Bus."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from supervision_tui.vault import os_keyring
from supervision_tui.vault.create import create_vault
from supervision_tui.vault.errors import VaultLocked
from supervision_tui.vault.opener import unlock
from tests.conftest import HANGS_AFTER, PASSPHRASE, needs

pytestmark = pytest.mark.outside

ROOT = Path(__file__).parents[2]
OnSecretService = Callable[[str], list[str]]

_BEGIN = """
import sys
from pathlib import Path
from supervision_tui.desk.vault import unlock_methods
from supervision_tui.vault import os_keyring
from supervision_tui.vault.create import create_vault
from supervision_tui.vault.opener import VaultOpener, unlock
from supervision_tui.vault.errors import VaultError, VaultLocked
from supervision_tui.vault.key_file import read_key_file
from tests.conftest import PASSPHRASE
from tests.vault.vaults import MOMENT, opened

os_keyring.DEADLINE_SECONDS = 60.0  # a busy machine
folder = Path(sys.argv[1])
path = folder / "vault" / "supervision.db"

def made(path, passphrase=None):
    made = create_vault(path, passphrase=passphrase, use_keyring=True)
    made.store.close()
    return made

def by(path, typed=None):
    return str(unlock(path, passphrase=typed, ask=lambda _why: None).by)

def keys(path):
    return read_key_file(path.with_suffix(".keys")).keys
"""


@pytest.fixture
def on_secret_service(tmp_path: Path) -> OnSecretService:
    """Runs a script in a session of its own, with a keyring of its own; gives its lines."""
    needs("dbus-run-session")
    needs("gnome-keyring-daemon")
    home = tmp_path / "home"
    for folder in (home, home / "run"):
        folder.mkdir(mode=0o700)
    apart = ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "PYTHON_KEYRING_BACKEND")
    environment = {key: value for key, value in os.environ.items() if key not in apart}
    environment |= {
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "PYTHONPATH": str(ROOT),
    }

    def run(script: str) -> list[str]:
        file = tmp_path / "script.py"
        file.write_text(_BEGIN + textwrap.dedent(script))
        begin = "printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1"
        done = subprocess.run(
            [
                "dbus-run-session",
                "--",
                "sh",
                "-c",
                f'{begin}; "{sys.executable}" "{file}" "{tmp_path}"',
            ],
            capture_output=True,
            text=True,
            env=environment,
            timeout=5 * HANGS_AFTER,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done.stdout.splitlines()

    return run


def test_a_vault_opens_by_a_real_secret_service(on_secret_service: OnSecretService) -> None:
    assert on_secret_service("""
        print(made(path).keyring.backend)
        print(by(path))
        store = VaultOpener(path).open()
        print(store.keys.kinds())
        store.close()
    """) == [
        "keyring.backends.SecretService.Keyring",
        "keyring",
        "(<SlotKind.RECOVERY: 'recovery'>, <SlotKind.KEYRING: 'keyring'>)",
    ]


@pytest.mark.hard("a real keyring once more, in a session of its own")
def test_an_entry_deleted_behind_our_back_leaves_the_other_ways_in(
    on_secret_service: OnSecretService,
) -> None:
    assert on_secret_service("""
        code = made(path, PASSPHRASE).recovery_code
        os_keyring.delete_key(keys(path).keyring_service(), keys(path).keyring_entry())
        try:
            by(path)
        except VaultLocked as why:
            print(why)
        print(by(path, PASSPHRASE), by(path, code))
        store = opened(path)
        unlock_methods.add_keyring(store, MOMENT)
        store.close()
        print(by(path))
    """) == [
        "The vault is locked: no keyring entry was found; give --passphrase-file FILE.",
        "passphrase recovery",
        "keyring",
    ]


@pytest.mark.hard("a real keyring once more, in a session of its own")
def test_two_vaults_have_two_entries_and_a_replaced_one_is_taken_out(
    on_secret_service: OnSecretService,
) -> None:
    assert on_secret_service("""
        other = folder / "other" / "supervision.db"
        made(path, PASSPHRASE), made(other, PASSPHRASE)
        before = keys(path).keyring_entry()
        store = opened(path)
        unlock_methods.add_keyring(store, MOMENT)
        store.close()
        print(by(path), by(other))
        print(os_keyring.fetch_key(keys(path).keyring_service(), before).state)
        store = opened(path)
        unlock_methods.remove_unlock_method(store, "keyring", MOMENT)
        after = keys(other).keyring_entry()
        store.close()
        print(by(other), keys(path).kinds() == ("recovery", "passphrase"))
    """) == ["keyring keyring", "empty", "keyring True"]


@pytest.mark.hard("a real keyring once more, in a session of its own")
def test_a_rotation_puts_a_new_key_into_the_keyring(on_secret_service: OnSecretService) -> None:
    assert on_secret_service("""
        made(path, PASSPHRASE)
        before = keys(path).keyring_entry()
        store = opened(path)
        code = unlock_methods.new_recovery_code()
        unlock_methods.rotate_key(store, PASSPHRASE, code, MOMENT, asked_back=True)
        store.close()
        print(by(path), by(path, PASSPHRASE), keys(path).keyring_entry() != before)
        print(os_keyring.fetch_key(keys(path).keyring_service(), before).state)
    """) == ["keyring passphrase True", "empty"]


@pytest.mark.hard("a real keyring once more, in a session of its own")
def test_a_locked_keyring_is_said_and_not_waited_for(on_secret_service: OnSecretService) -> None:
    out = on_secret_service("""
        made(path, PASSPHRASE)
        import secretstorage
        secretstorage.get_default_collection(secretstorage.dbus_init()).lock()
        os_keyring.DEADLINE_SECONDS = 1.0
        try:
            by(path)
        except VaultLocked as why:
            print(why)
        print(by(path, PASSPHRASE))
    """)
    assert any(word in out[0] for word in ("the keyring is locked", "did not answer")), out
    assert out[1:] == ["passphrase"]


def test_a_keyring_that_hangs_is_given_up_at_the_deadline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backend of a trusted name that never answers, as one that waits for a prompt nobody
    sees.
    """
    _backend_of_a_trusted_name(tmp_path, monkeypatch, "__import__('signal').pause()")
    monkeypatch.setattr(os_keyring, "DEADLINE_SECONDS", 1.0)
    assert os_keyring.fetch_key("supervision-tui test", "key").state is os_keyring.KeyringState.SLOW


def test_a_keyring_that_does_not_give_back_what_was_written_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _backend_of_a_trusted_name(tmp_path, monkeypatch, "return None")
    answer = os_keyring.store_new_key("supervision-tui test", "key")
    assert answer.state is os_keyring.KeyringState.NOT_KEPT
    made = create_vault(
        tmp_path / "vault" / "supervision.db", passphrase=PASSPHRASE, use_keyring=True
    )
    made.store.close()
    assert made.store.keys.kinds() == ("recovery", "passphrase")


def _backend_of_a_trusted_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, get: str) -> None:
    module = tmp_path / "strange_keyring.py"
    module.write_text(
        "from keyring.backend import KeyringBackend\n"
        "class Keyring(KeyringBackend):\n"
        "    priority = 9\n"
        "    def set_password(self, service, username, password): pass\n"
        f"    def get_password(self, service, username): {get}\n"
        "    def delete_password(self, service, username): pass\n"
        "Keyring.__module__ = 'keyring.backends.SecretService'\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "strange_keyring.Keyring")


def test_a_keyring_that_keeps_secrets_in_the_clear_counts_as_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    assert (
        os_keyring.store_new_key("supervision-tui test", "key").state
        is os_keyring.KeyringState.NONE
    )
    with pytest.raises(VaultLocked, match="no keyring that can be trusted"):
        create_vault(tmp_path / "supervision.db", passphrase=None, use_keyring=True)
    assert list(tmp_path.iterdir()) == []


def test_a_broken_keyring_configuration_is_no_keyring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "no.such.Keyring")
    made = create_vault(tmp_path / "supervision.db", passphrase=PASSPHRASE, use_keyring=True)
    made.store.close()
    assert made.keyring is not None
    assert made.keyring.key is None
    assert unlock(made.store.path, passphrase=PASSPHRASE, ask=lambda _why: None).by == "passphrase"
