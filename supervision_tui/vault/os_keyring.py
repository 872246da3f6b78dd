"""The operating system's keyring, asked with a deadline: a prompt behind our back must not hang the app."""

from __future__ import annotations

import base64
import json
import secrets
import subprocess
import sys
from dataclasses import dataclass

DEADLINE_SECONDS = 5.0
_USER = "data key"


@dataclass(frozen=True, slots=True)
class KeyringAnswer:
    """What the keyring said: the backend's class (nothing: no keyring to trust) and the key, where asked for."""

    backend: str | None
    key: bytes | None = None


def store_new_key(service: str) -> KeyringAnswer:
    """Put a new random key into the keyring and read it back; without a backend in the answer there is no keyring."""
    key = secrets.token_bytes(32)
    answer = _ask("set", service, base64.b64encode(key).decode())
    return answer if answer.key == key else KeyringAnswer(None)


def fetch_key(service: str) -> KeyringAnswer:
    """The key that lies in the keyring."""
    return _ask("get", service)


def delete_key(service: str) -> None:
    """Take the entry out of the keyring."""
    _ask("delete", service)


def _ask(do: str, service: str, secret: str = "") -> KeyringAnswer:
    request = json.dumps({"do": do, "service": service, "user": _USER, "secret": secret})
    command = [sys.executable, "-m", f"{__package__}.keyring_child"]
    try:
        done = subprocess.run(
            command, input=request, capture_output=True, text=True, timeout=DEADLINE_SECONDS, check=False
        )
        found = json.loads(done.stdout)
        found_secret = found.get("secret")
        return KeyringAnswer(found["backend"], base64.b64decode(found_secret) if found_secret else None)
    except (subprocess.TimeoutExpired, OSError, ValueError, KeyError, TypeError):
        return KeyringAnswer(None)
