"""Shape the vault, the configuration and roll-ups, as scripts read them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from supervision_tui.configuration.settings import SETTINGS, SETTINGS_NAME
from supervision_tui.practice.policy.value_types import Step

from .values import fields, plain

if TYPE_CHECKING:
    from pathlib import Path

    from supervision_tui.commands import Keymap
    from supervision_tui.configuration.machine_rules import MachineRules
    from supervision_tui.configuration.settings import Settings
    from supervision_tui.configuration.theme_files import Themes
    from supervision_tui.desk.vault.journal import JournalPage
    from supervision_tui.desk.vault.overview import VaultView
    from supervision_tui.desk.vault.policy_in_use import Checked
    from supervision_tui.exports.rollup.picture import AuthorityPicture
    from supervision_tui.practice.policy.policy import Policy
    from supervision_tui.practice.workload.measured_minutes import MeasuredMinutes
    from supervision_tui.vault.create import NewVault
    from supervision_tui.vault.journal import JournalState
    from supervision_tui.vault.verify import Verified


def slots(view: VaultView) -> dict[str, Any]:
    """The ways into a vault; nothing secret is among them."""
    ways = [fields(way, "kind made says todo") for way in view.ways_in]
    return {"slots": ways, "missing": list(view.missing)}


def new_vault(made: NewVault) -> dict[str, Any]:
    """Shape the place of a new vault, and its recovery code, which is told this once."""
    return {
        "vault": str(made.store.path),
        "slots": [str(kind) for kind in made.store.keys.kinds()],
        "recovery_code": made.recovery_code,
    }


def places(found: Mapping[str, Path]) -> dict[str, Any]:
    """Shape the places of the configuration, with whether each is there."""
    return {
        what: {"path": str(path), "there": os.path.exists(path)} for what, path in found.items()
    }


def themes(found: Themes, chosen: str) -> dict[str, Any]:
    """List the themes there are, which one is chosen, and the files that cannot be used."""
    return {
        "chosen": chosen,
        "themes": [
            {
                "name": name,
                "title": theme.title,
                "dark": theme.is_dark,
                "contrast": theme.contrast,
                "file": str(theme.path) if theme.is_own else None,
            }
            for name, theme in found.there.items()
        ],
        "wrong": [str(why) for why in found.wrong],
    }


def problems(says: Sequence[str]) -> dict[str, Any]:
    """Everything that is wrong with a file, a sentence each."""
    return {"problems": list(says)}


def rolled_up(found: AuthorityPicture, done: Sequence[str]) -> dict[str, Any]:
    """Tell how many teams a roll-up has, what it did not take and why, and where it went."""
    return {
        "teams": len(found.teams),
        "refused": [{"file": str(each.file), "why": each.why} for each in found.refused],
        "not_comparable": list(found.not_comparable),
        "done": list(done),
    }


def verified(found: Verified) -> dict[str, Any]:
    """Shape what was looked at, and how many rows each table holds."""
    parts = [{"part": part.name, "whole": part.is_whole, "says": part.says} for part in found.parts]
    return {"whole": found.is_whole, "parts": parts, "counts": found.counts}


def journal(page: JournalPage, state: JournalState | None) -> dict[str, Any]:
    """Entries, newest first; `chain` only where it was followed."""
    keys = "seq at actor verb about children worker fields"
    entries = [fields(line, keys) for line in page.lines]
    found: dict[str, Any] = {"entries": entries, "total": page.total}
    if state is not None:
        found["chain"] = {
            "whole": state.broken_at is None,
            "count": state.count,
            "broken_at": state.broken_at,
        }
    return found


def policy(found: Policy, own: Mapping[str, MeasuredMinutes]) -> dict[str, Any]:
    """Every number in force, with its source; beside a plan's minutes what the clock measured."""
    return {
        "measured": {
            f"plans.{plan}.minutes": {"median": each.minutes, "n": each.discussions}
            for plan, each in own.items()
        },
        "version": found.version,
        "entries": [
            {
                "key": entry.path,
                "value": policy_value(entry.value),
                "words": entry.words,
                "source": entry.source.line,
                "sure": entry.source.sure,
                "set_by": entry.source.set_by or None,
                "from": plain(entry.since),
            }
            for entry in found.entries()
        ],
    }


def policy_value(value: Any) -> Any:
    """A value of the policy as JSON: dates as text, steps as objects."""
    if isinstance(value, tuple | list):
        return [policy_value(part) for part in value]
    if isinstance(value, Step):
        return {key: part for key, part in asdict(value).items() if part is not None}
    if isinstance(value, date):
        return value.isoformat()
    return value


def settings(found: Settings) -> list[dict[str, str]]:
    """Every setting and each key of a person's own, with where it comes from."""
    values = [(setting.key, found.value_of(setting.key)) for setting in SETTINGS]
    rows = [{"key": key, "value": each.value, "from": each.origin} for key, each in values]
    return rows + [
        {"key": f"keys.{name}", "value": typed, "from": SETTINGS_NAME}
        for name, typed in found.keys.items()
    ]


def rules(found: MachineRules) -> dict[str, Any]:
    """The rules that this machine sets, by the names that its file has for them."""
    set_here: dict[str, Any] = {}
    if found.backup_folder:
        set_here["backup_folder"] = found.backup_folder
    if found.lock_at_most is not None:
        set_here["lock_at_most"] = found.lock_at_most
    if found.only_encrypted:
        set_here["exports"] = "encrypted"
    return set_here


def actions(keymap: Keymap) -> dict[str, Any]:
    """Every action: its id, where it applies, its keys as they are set, and what it does."""
    from supervision_tui.commands import COMMANDS, key_words

    return {
        "actions": [
            {
                "id": command.id,
                "where": command.where,
                "name": command.name,
                "keys": [key_words(key) for key in keymap.keys_of(command)],
                "says": command.says,
            }
            for command in COMMANDS
        ]
    }


def checked(files: list[Checked]) -> dict[str, Any]:
    """Shape what is wrong in policy files and templates, line by line."""
    return {
        "right": not any(each.problems for each in files),
        "files": [
            {
                "file": each.name,
                "problems": [
                    fields(wrong, "line key says") | {"nearest": wrong.nearest or None}
                    for wrong in each.problems
                ],
            }
            for each in files
        ],
    }
