"""Rules of a machine: whoever looks after it sets them for everybody who works on it, and nobody's
own settings loosen them.
"""

from __future__ import annotations

import sys
from collections.abc import Collection
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from supervision_tui.practice.policy.problems import Problem
from supervision_tui.practice.policy.toml_lines import line_of
from supervision_tui.practice.wording import count
from supervision_tui.system.errors import AppError

MACHINE_TABLE = "machine"
UNIX_FOLDER = Path("/etc/xdg/supervision-tui")  # whatever a person's environment says
_BACKUP_FOLDER, _LOCK_AT_MOST, _EXPORTS = "backup_folder", "lock_at_most", "exports"
_ENCRYPTED, _ANY = "encrypted", "any"
_SHORTEST_LOCK, _LONGEST_LOCK = 1, 60  # minutes
CLOSE_IT = "close it for an age key or with a password"


class OnlyEncrypted(AppError):
    """A file would leave that anybody could read, and this machine lets none leave."""

    exit_status = 4

    def __init__(self, advice: str) -> None:
        super().__init__(f"On this machine only encrypted files leave the vault: {advice}.")


def machine_folder() -> Path:
    """The folder in which whoever looks after this machine sets something for everybody.

    No environment variable of a person's names another: rules would end there.
    """
    if sys.platform in ("win32", "darwin"):
        from platformdirs import site_config_path

        return site_config_path("supervision-tui", appauthor=False)
    return UNIX_FOLDER


@dataclass(frozen=True, slots=True)
class MachineRules:
    """The rules in force; none of them holds where nobody has set it.

    `backup_folder` is where a vault keeps its backups until its manager chooses another folder.
    After `lock_at_most` idle minutes every vault is locked. With `only_encrypted` no file leaves
    that anybody could read, and no record goes onto the clipboard.
    """

    backup_folder: str = ""
    lock_at_most: int | None = None
    only_encrypted: bool = False

    def minutes(self, wanted: int) -> int:
        """Give the minutes after which a vault locks, where a person wants it after so many."""
        if self.lock_at_most is None:
            return wanted
        return min(wanted, self.lock_at_most)

    def minutes_offered(self, offered: Collection[int]) -> tuple[int, ...]:
        """Those of these minutes that a person may choose here."""
        return tuple(each for each in offered if self.minutes(each) == each)

    def check_may_leave(self, *, is_open: bool, advice: str = CLOSE_IT) -> None:
        """Refuse a file that anybody could read, where none may leave. Raises `OnlyEncrypted`."""
        if is_open and self.only_encrypted:
            raise OnlyEncrypted(advice)

    def says(self) -> str:
        """The rules in a line; empty where there are none."""
        parts = []
        if self.only_encrypted:
            parts.append("only encrypted files leave a vault")
        if self.lock_at_most is not None:
            minutes = count(self.lock_at_most, "idle minute")
            parts.append(f"a vault locks after {minutes} at the latest")
        if self.backup_folder:
            parts.append("backups have a folder")
        return ", ".join(parts)


# Where a rule cannot be read, nobody is let through who might have been kept back.
STRICTEST = MachineRules(lock_at_most=5, only_encrypted=True)


def read_rules(raw: Any, text: str) -> tuple[MachineRules, list[Problem]]:
    """Read the rules under their heading. What is wrong holds in its strictest sense, and is
    named.
    """
    if not isinstance(raw, dict):
        says = "it is a heading, [machine], with a line for each rule."
        return STRICTEST, [Problem(line_of(text, (MACHINE_TABLE,)), MACHINE_TABLE, says)]
    folder, lock, exports = (raw.get(key) for key in (_BACKUP_FOLDER, _LOCK_AT_MOST, _EXPORTS))
    wrong = {}
    if folder is None:
        folder = ""
    elif not isinstance(folder, str) or not Path(folder).expanduser().is_absolute():
        wrong[_BACKUP_FOLDER] = "it is a whole path in quotation marks."
        folder = ""
    if lock is not None and not _is_minutes(lock):
        wrong[_LOCK_AT_MOST] = f"it is a number of minutes, {_SHORTEST_LOCK} to {_LONGEST_LOCK}."
        lock = STRICTEST.lock_at_most
    if exports not in (None, _ENCRYPTED, _ANY):
        wrong[_EXPORTS] = f'it is "{_ENCRYPTED}" or "{_ANY}".'
    problems = [
        Problem(line_of(text, (MACHINE_TABLE, key)), key, says) for key, says in wrong.items()
    ]
    unknown = _unknown(raw, text)
    rules = MachineRules(folder, lock, exports not in (None, _ANY))
    if unknown:  # nobody knows what was meant
        rules = as_strict_as_can_be(rules)
    return rules, problems + unknown


def as_strict_as_can_be(rules: MachineRules) -> MachineRules:
    """Rules among which one could not be read: whatever it was, it is held to."""
    return replace(
        STRICTEST,
        backup_folder=rules.backup_folder,
        lock_at_most=rules.minutes(STRICTEST.lock_at_most or 0),
    )


def _is_minutes(value: object) -> bool:
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    return _SHORTEST_LOCK <= value <= _LONGEST_LOCK


def _unknown(raw: dict[str, Any], text: str) -> list[Problem]:
    known = (_BACKUP_FOLDER, _LOCK_AT_MOST, _EXPORTS)
    found = []
    for key in raw:
        if key not in known:
            nearest = "".join(get_close_matches(key, known, 1))
            at = line_of(text, (MACHINE_TABLE, key))
            found.append(Problem(at, key, "there is no such rule.", nearest))
    return found
