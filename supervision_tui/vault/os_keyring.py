"""The operating system's keyring, asked with a deadline: a prompt behind our back must not hang the
app.
"""

from __future__ import annotations

import base64
import json
import secrets
import subprocess
from dataclasses import dataclass
from enum import StrEnum

from supervision_tui.system.child_process import own_process

DEADLINE_SECONDS = 5.0


class KeyringState(StrEnum):
    """The outcome of asking the keyring."""

    READY = "ready"
    NONE = "none"
    LOCKED = "locked"
    SLOW = "slow"
    FAILED = "failed"
    NOT_KEPT = "not-kept"
    EMPTY = "empty"


_SAYS = {
    KeyringState.READY: "the keyring answered",
    KeyringState.NONE: "this machine has no keyring that can be trusted with a key",
    KeyringState.LOCKED: "the keyring is locked; log in to the desktop or unlock it there",
    KeyringState.SLOW: f"the keyring did not answer within {DEADLINE_SECONDS:g} s; a question may "
    f"stand on the desktop",
    KeyringState.FAILED: "the keyring failed",
    KeyringState.NOT_KEPT: "the keyring did not give back what was written to it, "
    "so it is not used",
    KeyringState.EMPTY: "no keyring entry was found",
}


@dataclass(frozen=True, slots=True)
class KeyringAnswer:
    """The keyring's answer: how it ended, the backend's class, and the key, if any."""

    state: KeyringState
    backend: str = ""
    key: bytes | None = None

    @property
    def says(self) -> str:
        """The outcome as part of a sentence."""
        return _SAYS[self.state]


def find_keyring() -> KeyringAnswer:
    """Tell whether there is a keyring that may be trusted with a key; nothing is asked of it."""
    return _ask("find", "", "")


def store_new_key(service: str, entry: str) -> KeyringAnswer:
    """Put a new random key into the keyring and read it back.

    It is kept only where the answer holds it.
    """
    key = secrets.token_bytes(32)
    answer = _ask("set", service, entry, base64.b64encode(key).decode())
    if answer.state in (KeyringState.READY, KeyringState.EMPTY) and answer.key != key:
        return KeyringAnswer(KeyringState.NOT_KEPT, answer.backend)
    return answer


def fetch_key(service: str, entry: str) -> KeyringAnswer:
    """The key that lies in the keyring."""
    return _ask("get", service, entry)


def delete_key(service: str, entry: str) -> None:
    """Take the entry out of the keyring."""
    _ask("delete", service, entry)


def _ask(do: str, service: str, entry: str, secret: str = "") -> KeyringAnswer:
    request = json.dumps({"do": do, "service": service, "user": entry, "secret": secret})
    command = own_process(f"{__package__}.keyring_child")
    try:
        done = subprocess.run(
            command,
            input=request,
            capture_output=True,
            encoding="utf-8",
            timeout=DEADLINE_SECONDS,
            check=False,
        )
        found = json.loads(done.stdout)
        key = base64.b64decode(found["secret"]) if found.get("secret") else None
        return KeyringAnswer(_state(found, do, key), found["backend"] or "", key)
    except subprocess.TimeoutExpired:
        return KeyringAnswer(KeyringState.SLOW)
    except (OSError, ValueError, KeyError, TypeError):
        return KeyringAnswer(KeyringState.FAILED)


def _state(found: dict[str, str | None], do: str, key: bytes | None) -> KeyringState:
    if found.get("failed"):
        if found["failed"] == "KeyringLocked":
            return KeyringState.LOCKED
        return KeyringState.FAILED
    if not found["backend"]:
        return KeyringState.NONE
    if key is None and do in ("get", "set"):
        return KeyringState.EMPTY
    return KeyringState.READY
