"""The program that talks to the operating system's keyring, in a process of its own that can be
killed.

Reads one JSON request from standard input, writes one JSON answer to standard output.
"""

from __future__ import annotations

import json
import sys

ALLOWED = {
    "keyring.backends.macOS.Keyring",
    "keyring.backends.Windows.WinVaultKeyring",
    "keyring.backends.SecretService.Keyring",
    "keyring.backends.libsecret.Keyring",
    "keyring.backends.kwallet.DBusKeyring",
}


def backend_name() -> str | None:
    """The keyring that would be used, or nothing where it is none that may be trusted."""
    import keyring

    backend = type(keyring.get_keyring())
    if backend.__module__ == "keyring.backends.chainer":
        real = [type(each) for each in keyring.get_keyring().backends]  # type: ignore[attr-defined]
        names = [f"{each.__module__}.{each.__name__}" for each in real]
        return next((name for name in names if name in ALLOWED), None)
    name = f"{backend.__module__}.{backend.__name__}"
    if name in ALLOWED:
        return name
    return None


def backend_is_there() -> bool:
    """Tell whether a keyring that may be trusted can be named at all."""
    try:
        return backend_name() is not None
    except Exception:  # a broken configuration of the keyring raises what it likes
        return False


def answer(request: dict[str, str]) -> dict[str, str | None]:
    """Do what is asked: `find`, `get`, `set` (written and read back) or `delete`."""
    import keyring

    backend = backend_name()
    if backend is None:
        return {"backend": None}
    if request["do"] == "find":
        return {"backend": backend}
    service, user = request["service"], request["user"]
    if request["do"] == "set":
        keyring.set_password(service, user, request["secret"])
    elif request["do"] == "delete":
        keyring.delete_password(service, user)
        return {"backend": backend}
    return {"backend": backend, "secret": keyring.get_password(service, user)}


def main() -> int:
    """One request, one answer; any failure is the answer that there is no keyring."""
    try:
        found = answer(json.load(sys.stdin))
    except (
        Exception
    ) as why:  # a keyring can fail in any way; the parent only needs to know that it did
        if backend_is_there():
            found = {"backend": None, "failed": type(why).__name__}
        else:
            found = {"backend": None}
    json.dump(found, sys.stdout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
