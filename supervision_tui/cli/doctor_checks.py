"""The checks that `doctor` makes.

Nothing it says is of a record or a person: folders of a home are shown from `~` on.
"""

from __future__ import annotations

import locale
import os
import platform
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from supervision_tui import __version__
from supervision_tui.practice.policy.problems import shown

if TYPE_CHECKING:
    from .opening import Opening

_LEAST_WIDTH, _LEAST_HEIGHT = 80, 24
_LEAST_FREE = 3  # times the vault's size, for a backup and a new key
_SIGNS = "▌ ─ · … ▲ ● ○"
_OPEN_MODE = 0o077
_BLOCK_DEVICES = Path("/sys/class/block")


class State(StrEnum):
    """The outcome of a check."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, how it stands, and a sentence that says what to do."""

    name: str
    state: State
    says: str


def every_check(opening: Opening, variables: Mapping[str, str] = os.environ) -> Iterator[Check]:
    """All checks, the machine first, then this person's files, the vault last."""
    yield _python()
    yield _cipher()
    yield _terminal(variables)
    yield _letters(variables)
    yield _keyring()
    yield _hardening()
    yield from _configuration(opening)
    yield from _place(opening)
    yield from _vault(opening)


def _python() -> Check:
    machine = f"{platform.system()} {platform.machine()}"
    return Check(
        "program",
        State.OK,
        f"supervision-tui {__version__}, Python {platform.python_version()}, {machine}",
    )


def _cipher() -> Check:
    try:
        from sqlcipher3 import dbapi2

        raw = dbapi2.connect(":memory:")
        version = raw.execute("PRAGMA cipher_version").fetchone()[0]
        has_search = raw.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')").fetchone()[0]
        raw.close()
    except Exception as why:  # a broken library raises what it likes
        return Check(
            "encryption",
            State.WRONG,
            f"SQLCipher does not work here ({type(why).__name__}); install again.",
        )
    if not has_search:
        return Check(
            "encryption",
            State.WRONG,
            "This SQLCipher has no full-text search (FTS5); install again.",
        )
    return Check(
        "encryption",
        State.OK,
        f"SQLCipher {version}, SQLite {dbapi2.sqlite_version}, full-text search",
    )


def _terminal(variables: Mapping[str, str]) -> Check:
    name = variables.get("TERM", "")
    if sys.__stderr__ is None or not sys.__stderr__.isatty():
        return Check(
            "terminal",
            State.WARNING,
            "This is no terminal, so the app cannot be drawn here; commands work.",
        )
    if name in ("", "dumb"):
        return Check(
            "terminal",
            State.WRONG,
            "TERM is not set or dumb: the app cannot be drawn; use another terminal.",
        )
    size = shutil.get_terminal_size()
    colours = "few colours"
    if variables.get("COLORTERM") in ("truecolor", "24bit"):
        colours = "16 million colours"
    about = f"{shown(name)}, {size.columns} x {size.lines}, {colours}"
    if "NO_COLOR" in variables:
        about = f"{about}, NO_COLOR is set"
    if size.columns < _LEAST_WIDTH or size.lines < _LEAST_HEIGHT:
        return Check(
            "terminal",
            State.WARNING,
            f"{about}: it is best from {_LEAST_WIDTH} x {_LEAST_HEIGHT} on.",
        )
    return Check("terminal", State.OK, about)


def _letters(variables: Mapping[str, str]) -> Check:
    """Fonts cannot be asked: the signs are shown, so that a person sees whether they are there."""
    encoding = locale.getencoding().upper()
    said = next(
        (variables[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if variables.get(name)),
        "not set",
    )
    about = f"{shown(said)}, {encoding}"
    if encoding.replace("-", "") != "UTF8":
        return Check(
            "letters",
            State.WARNING,
            f"{about}: signs may be wrong; set LANG to a UTF-8 one (C.UTF-8 will do).",
        )
    return Check("letters", State.OK, f"{about}; you should see each of these signs: {_SIGNS}")


def _keyring() -> Check:
    from supervision_tui.vault.os_keyring import KeyringState, find_keyring

    answer = find_keyring()
    if answer.state is KeyringState.READY:
        return Check("keyring", State.OK, answer.backend)
    return Check(
        "keyring", State.WARNING, f"{answer.says}; a vault opens with its passphrase all the same."
    )


def _hardening() -> Check:
    """After `harden_process`: whether the platform took it."""
    missing = []
    try:
        import resource

        if resource.getrlimit(resource.RLIMIT_CORE)[0] != 0:
            missing.append("core dumps cannot be switched off")
    except ImportError:
        missing.append("core dumps are for the system to switch off")
    if _has_open_swap():
        missing.append("memory may be swapped out to a disk that may not be encrypted")
    if missing:
        return Check(
            "memory",
            State.WARNING,
            f"{' and '.join(missing)}: encrypt the whole disk (docs/security.md).",
        )
    return Check("memory", State.OK, "no core dumps, and nothing is swapped out to a plain disk")


def _has_open_swap() -> bool:
    """Tell whether something is swapped out unencrypted to a disk (Linux; elsewhere not known)."""
    try:
        lines = Path("/proc/swaps").read_text("utf-8", "replace").splitlines()[1:]
    except OSError:
        return False
    return any(
        not line.startswith("/dev/zram") and not _is_encrypted(line.partition(" ")[0])
        for line in lines
    )


def _is_encrypted(device: str) -> bool:
    """Tell whether a device is encrypted itself, or lies on such ones alone.

    A volume that is only mapped is not.
    """
    block = _BLOCK_DEVICES / Path(device).resolve().name
    try:
        if (block / "dm" / "uuid").read_text("utf-8", "replace").startswith("CRYPT-"):
            return True
        below = [each.name for each in (block / "slaves").iterdir()]
    except OSError:
        return False
    return bool(below) and all(map(_is_encrypted, below))


def _configuration(opening: Opening) -> Iterator[Check]:
    from supervision_tui.configuration.settings import said_of_machine
    from supervision_tui.practice.policy.problems import PolicyWrong
    from supervision_tui.runtime.themes import all_themes

    settings = opening.settings
    problems = [problem.in_words() for problem in settings.problems]
    problems += [said_of_machine(problem) for problem in settings.machine_problems]
    problems += [
        f"theme {shown(why.path.name)} cannot be used"
        for why in all_themes(opening.config_folder).wrong
    ]
    try:
        opening.offer.policy()
    except PolicyWrong as why:
        problems.append(str(why))
    if problems:
        yield Check(
            "configuration",
            State.WRONG,
            f"{at_home('; '.join(problems))} (supervision-tui config check)",
        )
    else:
        rules = settings.machine.says() or "no rules"
        says = f"settings, themes and policy can be read; set for this machine: {rules}"
        yield Check("configuration", State.OK, says)


def _place(opening: Opening) -> Iterator[Check]:
    from supervision_tui.vault import files, mounts
    from supervision_tui.vault.errors import VaultError

    path, folder = opening.path, opening.path.parent
    if not folder.exists():
        yield Check(
            "place",
            State.WARNING,
            f"there is no folder {at_home(str(folder))} yet; init or the app makes it",
        )
        return
    found = []
    try:
        files.check_is_ours(path)
        files.check_folder(folder)
    except VaultError as why:
        yield Check("place", State.WRONG, at_home(str(why)))
        return
    if not files.can_be_written(folder):
        found.append("the folder cannot be written, so the vault can only be read")
    if os.name != "nt":
        own = [path, files.keys_path(path)]
        found += [
            f"others may read {each.name}"
            for each in own
            if each.exists() and each.stat().st_mode & _OPEN_MODE
        ]
    found.append(files.group_warning(folder))
    kind = mounts.network_kind(folder)
    if kind:
        found.append(f"it lies on a network file system ({kind}), where a write can be lost")
    found.append(mounts.sync_warning(folder))
    if path.exists() and shutil.disk_usage(folder).free < _LEAST_FREE * path.stat().st_size:
        found.append("the disk is nearly full: there is no room for a backup and a new key")
    says = "; ".join(each for each in found if each)
    if says:
        yield Check("place", State.WARNING, f"{at_home(str(folder))}: {says}")
    else:
        yield Check(
            "place", State.OK, f"{at_home(str(folder))}, on a disk of this machine, for you alone"
        )


def _vault(opening: Opening) -> Iterator[Check]:
    """Check the vault, as far as it opens without a person being asked."""
    from supervision_tui.vault.errors import VaultBusy, VaultError, VaultLocked
    from supervision_tui.vault.migrate import HEAD, current_version

    opener = opening.opener()
    if opener.is_new():
        yield Check("vault", State.OK, "there is none at this place yet")
        return
    try:
        opener.check_is_there()
        ways = ", ".join(opener.kinds())
        store = opener.open(writable=False)
    except VaultLocked:
        says = (
            f"ways to unlock: {ways}; not looked into, since it is locked (--passphrase-file lets "
            f"doctor in)"
        )
        yield Check("vault", State.OK, says)
        return
    except VaultBusy as why:
        yield Check("vault", State.WARNING, at_home(str(why)))
        return
    except VaultError as why:
        yield Check("vault", State.WRONG, at_home(str(why)))
        return
    try:
        version = store.read(current_version)
        yield Check(
            "vault",
            State.OK,
            f"ways to unlock: {ways}; tables of version {version}, this program's are {HEAD}",
        )
    finally:
        store.close()


def at_home(text: str) -> str:
    """The text with the folder of the person at home shortened: a name often stands in it."""
    home = str(Path.home())
    without_home = text
    if len(home) > 1:
        without_home = text.replace(home, "~")
    return shown(without_home)
