"""The words of a command line before any parser of it is loaded.

Opening the app does without the parser, which takes as long to load as half of Textual. Here is
only what is surely understood; every other command line is the parser's, and so is what is wrong in
one.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from .opening import Opening, day_of

_OF_PROGRAM = ("--vault", "--passphrase-file", "--journal", "--policy")
_FLAGS_OF_PROGRAM = ("--debug", "--plain")
# These stand behind the command.
_OF_OPEN, _FLAGS_OF_OPEN = (("--as-of",), ("--read-only", "--locked"))


@dataclass(slots=True)
class Said:
    """The words of a command line: values by option, flags, and the day in the place of today."""

    values: dict[str, str] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    as_of: date | None = None

    def opening(self) -> Opening:
        """Turn these words into the opening that every command has."""
        vault = self.values.get("--vault") or os.environ.get("SUPERVISION_TUI_VAULT")
        path = Path(vault) if vault else None
        return Opening(
            path,
            self.values.get("--passphrase-file"),
            self.values.get("--journal", ""),
            self.values.get("--policy"),
            "--plain" in self.flags,
        )


def said_straight(words: Sequence[str]) -> Said | None:
    """Read words that open the app and say nothing else; nothing where they say more."""
    if any(name.endswith("_COMPLETE") for name in os.environ):  # the shell asks what could be typed
        return None
    said, left, has_command = Said(), list(words), False
    while left:
        word = left.pop(0)
        name, equals, value = word.partition("=")
        if word == "open" and not has_command:
            has_command = True
        elif word in _FLAGS_OF_PROGRAM or (has_command and word in _FLAGS_OF_OPEN):
            said.flags.add(word)
        elif (name in _OF_PROGRAM or (has_command and name in _OF_OPEN)) and (equals or left):
            said.values[name] = value if equals else left.pop(0)
        else:
            return None
    if "" in said.values.values():
        return None
    try:
        said.as_of = day_of(said.values.get("--as-of"))
    except ValueError:
        return None
    if said.values.get("--journal", "") in ("", "wal", "delete"):
        return said
    return None


def without_program_options(words: Sequence[str]) -> list[str]:
    """The words from the command on.

    Before it stand only options of the program, as `options_first` puts them.
    """
    left = list(words)
    while left and left[0].startswith("--"):
        name, equals, _ = left.pop(0).partition("=")
        if name in _OF_PROGRAM and not equals:
            left = left[1:]
    return left


def options_first(words: Sequence[str]) -> list[str]:
    """The words with the options of the program before the command, wherever a person put them.

    The day that stands in for today goes behind it, and opens the app where there is no command.
    """
    first: list[str] = []
    rest: list[str] = []
    behind: list[str] = []
    left = iter(words)
    for word in left:
        name, equals, _ = word.partition("=")
        if word == "--":
            return [*first, *rest, *behind, word, *left]
        if name in _OF_PROGRAM:
            values = 0 if equals else 1
            first += [word, *islice(left, values)]
        elif word in _FLAGS_OF_PROGRAM:
            first.append(word)
        elif name in _OF_OPEN and not rest:
            values = 0 if equals else 1
            behind += [word, *islice(left, values)]
        else:
            rest.append(word)
    if rest and rest[0].startswith("-"):  # --help and --version, which no day changes
        return [*first, *rest]
    if behind and not rest:
        rest = ["open"]
    return [*first, *rest, *behind]
