"""The settings file: read with every wrong line named, and written so that a person's own lines and
comments stay.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from textwrap import wrap
from typing import Any

from supervision_tui.practice.policy.problems import PolicyWrong, Problem
from supervision_tui.practice.policy.toml_lines import line_of
from supervision_tui.practice.policy.toml_text import MOST_BYTES, parsed_toml
from supervision_tui.system.errors import AppError
from supervision_tui.system.files import read_text, resolved

from .machine_rules import (
    MACHINE_TABLE,
    STRICTEST,
    MachineRules,
    as_strict_as_can_be,
    read_rules,
)
from .settings import BY_KEY, OF_THE_MACHINE, SETTINGS, SETTINGS_NAME, Settings, Value

_HEAD = """\
# Settings of supervision-tui. A line with a # before it changes nothing: it says what can be set,
# and its usual value. `supervision-tui config show` says what holds and why; `,` in the app changes
# the same settings.
"""
_KEYS = """
# Phrases of your own: in a text, ;;name and a space writes what stands here.
# [phrases]
# alone = "Seen alone at home."

# Keys of your own: what is done, and its key (several with a space between).
# `supervision-tui config keys` names each action.
# [keys]
# "today.supervise" = "S"
# "palette" = "ctrl+p f12"
"""
_TABLES = ("keys", "phrases", MACHINE_TABLE)
_PHRASE_NAME = re.compile(r"[^\W_](?:[^\W_]|-){0,29}")
_LONGEST_PHRASE = 2_000


class SettingsNotKept(AppError):
    """The settings file could not be written; the message says why."""


@dataclass(frozen=True, slots=True)
class _Content:
    """All that one settings file says, and every wrong line of it."""

    values: Mapping[str, Value] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    phrases: Mapping[str, str] = field(default_factory=dict)
    machine: MachineRules = field(default_factory=MachineRules)
    problems: tuple[Problem, ...] = ()


def read_settings(folder: Path | None, machine_folder: Path | None = None) -> Settings:
    """Read the settings file in a person's folder, over that of the machine.

    A wrong line is left out and stands in `problems`; a wrong rule of the machine holds in its
    strictest sense.
    """
    of_machine = _read(machine_folder, OF_THE_MACHINE, sets_rules=True)
    own = _read(folder, SETTINGS_NAME, sets_rules=False)
    return Settings(
        {**of_machine.values, **own.values},
        {**of_machine.keys, **own.keys},
        {**of_machine.phrases, **own.phrases},
        own.problems,
        folder,
        of_machine.machine,
        of_machine.problems,
    )


def _read(folder: Path | None, origin: str, *, sets_rules: bool) -> _Content:
    if folder is None:
        return _Content()
    try:
        text = read_text(folder / SETTINGS_NAME, MOST_BYTES, "utf-8-sig")
        raw = parsed_toml(text, SETTINGS_NAME)
    except FileNotFoundError:
        if sets_rules and (folder / SETTINGS_NAME).is_symlink():
            says = "it is a link that leads nowhere."
            return _unread((Problem(0, "", says),), sets_rules=True)
        return _Content()
    except PolicyWrong as why:
        return _unread(why.problems, sets_rules=sets_rules)
    except OSError as why:
        says = f"it cannot be read: {why.strerror}."
        return _unread((Problem(0, "", says),), sets_rules=sets_rules)
    except ValueError:
        says = "it cannot be read as text in UTF-8."
        return _unread((Problem(0, "", says),), sets_rules=sets_rules)
    values, problems = _values(raw, text, origin)
    keys, wrong_keys = _keys(raw.get("keys", {}), text)
    phrases, wrong_phrases = _phrases(raw.get("phrases", {}), text)
    machine = MachineRules()
    wrong_rules: list[Problem] = []
    if sets_rules:
        machine, wrong_rules = read_rules(raw.get(MACHINE_TABLE, {}), text)
        if not set(raw) <= {*BY_KEY, *_TABLES}:  # it may have been meant as a rule
            machine = as_strict_as_can_be(machine)
    elif MACHINE_TABLE in raw:
        says = "rules of a machine stand in its own settings file; config path says where."
        wrong_rules = [Problem(line_of(text, (MACHINE_TABLE,)), MACHINE_TABLE, says)]
    wrong = [*problems, *wrong_keys, *wrong_phrases, *wrong_rules]
    in_order = tuple(sorted(wrong, key=lambda each: each.line))
    return _Content(values, keys, phrases, machine, in_order)


def _unread(problems: tuple[Problem, ...], *, sets_rules: bool) -> _Content:
    """The content of a file that cannot be read: of a machine's the strictest rules."""
    if sets_rules:
        return _Content(machine=STRICTEST, problems=problems)
    return _Content(problems=problems)


def write_setting(folder: Path, key: str, value: str) -> Path:
    """Set one value in the file, which is made with its comments where there is none.

    Raises `SettingsNotKept`.

    The file is replaced as a whole, so a failure leaves the one before.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    path = folder / SETTINGS_NAME
    try:
        path = resolved(path)  # a file that is kept elsewhere is written there
        if path.exists():
            text = read_text(path, MOST_BYTES, "utf-8-sig")
        else:
            text = _template()
        document = tomlkit.parse(text)
        if key in document:
            document[key] = value
            text = tomlkit.dumps(document)
        else:
            text = _with_line(text, key, value)
        if tomlkit.parse(text).get(key) != value:
            # at the top nothing else can hold it
            text = f'{key} = "{value}"\n{tomlkit.dumps(document)}'
        if tomlkit.parse(text).get(key) != value:
            raise ValueError(key)
        _replace(path, text)
    except OSError as why:
        raise SettingsNotKept(
            f"{path} cannot be written: {why.strerror}. It holds until you quit."
        ) from None
    except (TOMLKitError, ValueError):
        says = (
            f"{path} cannot be read, so nothing is written into it. `supervision-tui config "
            f"check` says what is wrong."
        )
        raise SettingsNotKept(says) from None
    return path


def _values(raw: dict[str, Any], text: str, origin: str) -> tuple[dict[str, Value], list[Problem]]:
    found: dict[str, Value] = {}
    problems = []
    for key, value in raw.items():
        setting = BY_KEY.get(key)
        if key in _TABLES:
            continue
        if setting is None:
            near = get_close_matches(key.casefold(), (*BY_KEY, *_TABLES), 1)
            nearest = ""
            if near:
                nearest = near[0]
            problems.append(
                Problem(line_of(text, (key,)), key, "there is no such setting.", nearest)
            )
        elif not isinstance(value, str) or (setting.words and value not in setting.words):
            wanted = "a name in quotation marks"
            if setting.words:
                wanted = f"one of {', '.join(setting.words)}"
            problems.append(Problem(line_of(text, (key,)), key, f"it is {wanted}."))
        else:
            found[key] = Value(value, origin)
    return found, problems


def _phrases(raw: Any, text: str) -> tuple[dict[str, str], list[Problem]]:
    """The phrases by their names, in lower case."""
    if not isinstance(raw, dict):
        says = 'write phrases under [phrases], each as name = "what it writes".'
        return {}, [Problem(line_of(text, ("phrases",)), "phrases", says)]
    found: dict[str, str] = {}
    problems = []
    for name, phrase in raw.items():
        at = line_of(text, ("phrases", name))
        if not _PHRASE_NAME.fullmatch(name):
            says = "the name of a phrase has letters, digits and hyphens, and no more than 30."
            problems.append(Problem(at, name, says))
        elif not isinstance(phrase, str) or not phrase.strip() or len(phrase) > _LONGEST_PHRASE:
            says = f"a phrase is a text in quotation marks, of at most {_LONGEST_PHRASE} letters."
            problems.append(Problem(at, name, says))
        else:
            found[name.casefold()] = phrase
    return found, problems


def _keys(raw: Any, text: str) -> tuple[dict[str, str], list[Problem]]:
    """The keys, whether written as `"today.open" = "o"`, as `today.open = "o"`, or as a list."""
    if not isinstance(raw, dict):
        return {}, [
            Problem(
                line_of(text, ("keys",)),
                "keys",
                "it is a heading, [keys], with a line for each action.",
            )
        ]
    found, problems = {}, []
    for name, value in _flat(raw):
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            found[name] = " ".join(value)
        elif isinstance(value, str):
            found[name] = value
        else:
            problems.append(
                Problem(line_of(text, ("keys", name)), name, "it is a key in quotation marks.")
            )
    return found, problems


def _flat(raw: dict[str, Any], before: str = "") -> list[tuple[str, Any]]:
    pairs: list[tuple[str, Any]] = []
    for name, value in raw.items():
        whole = f"{before}{name}"
        if isinstance(value, dict):
            pairs += _flat(value, f"{whole}.")
        else:
            pairs += [(whole, value)]
    return pairs


def line_of_key(text: str, command_id: str) -> int:
    """The line on which the key of an action is set, whichever way it is written."""
    first = line_of(text, ("keys", command_id))
    if first > 1:
        return first
    return line_of(text, ("keys", *command_id.split(".")))


def _template() -> str:
    parts = [_HEAD]
    for setting in SETTINGS:
        says = "\n".join(f"# {line}" for line in wrap(f"{setting.name}. {setting.says}", 110))
        parts.append(f'{says}\n# {setting.key} = "{setting.usual}"\n')
    return "\n".join(parts) + _KEYS


def _with_line(text: str, key: str, value: str) -> str:
    """The text with that setting, in the place of the line that offers it, else at the top."""
    line = f'{key} = "{value}"'
    offered = re.compile(rf"^#\s*{re.escape(key)}\s*=.*$", re.MULTILINE)
    if offered.search(text):
        return offered.sub(line, text, count=1)
    heading = re.search(r"^\[", text, re.MULTILINE)
    at = heading.start() if heading else len(text)
    if not text[:at] or text[:at].endswith("\n"):
        before = text[:at]
    else:
        before = f"{text[:at]}\n"
    return f"{before}{line}\n{text[at:]}"


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(made).replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            Path(made).unlink()
        raise
