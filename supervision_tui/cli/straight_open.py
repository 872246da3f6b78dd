"""Opening the app without the parser of the command line, which takes as long to load as half of Textual.

Only what it surely understands; every other command line is the parser's, and so is what is wrong in one.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .opening import Opening

_WITH_VALUE = ("--vault", "--passphrase-file", "--journal", "--policy", "--as-of")
_FLAGS = ("--plain", "--debug", "--read-only", "--locked")
_OF_OPEN = ("--as-of", "--read-only", "--locked")  # these stand behind the command


@dataclass(slots=True)
class Said:
    """What was said: values by option, and flags."""

    values: dict[str, str] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)

    def opening(self) -> Opening:
        """The same as every command has it."""
        vault = self.values.get("--vault") or os.environ.get("SUPERVISION_TUI_VAULT")
        return Opening(
            Path(vault) if vault else None,
            self.values.get("--passphrase-file"),
            self.values.get("--journal", ""),
            self.values.get("--policy"),
            "--plain" in self.flags,
        )


def said_straight(words: Sequence[str]) -> Said | None:
    """What these words say, the program's own options first, if they open the app and say nothing else."""
    said, left, has_command = Said(), list(words), False
    while left:
        word = left.pop(0)
        name, equals, value = word.partition("=")
        if word == "open" and not has_command:
            has_command = True
        elif name in _OF_OPEN and not has_command:
            return None
        elif word in _FLAGS:
            said.flags.add(word)
        elif name in _WITH_VALUE and (equals or left):
            said.values[name] = value if equals else left.pop(0)
        else:
            return None
    return said if said.values.get("--journal", "") in ("", "wal", "delete") else None
