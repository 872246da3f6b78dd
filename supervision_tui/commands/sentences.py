"""Sentences that name a command by its id: `‹undo› takes it back`.

The rules and the desk write the id and know no key. A screen writes the key that the command has at
present, and the shell the command's name.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .catalogue import COMMANDS
from .command import Command

NAMED = re.compile(r"‹([a-z_-]+(?:\.[a-z_-]+)?)›")


def filled(sentence: str, words_of: Callable[[Command], str]) -> str:
    """The sentence with these words in the place of each command that it names."""
    if "‹" not in sentence:
        return sentence
    there = {command.id: command for command in COMMANDS}

    def words(match: re.Match[str]) -> str:
        command = there.get(match[1])
        if command is None:
            return match[0]
        return words_of(command)

    return NAMED.sub(words, sentence)


def in_words(sentence: str) -> str:
    """The sentence as the shell says it: `“Undo” takes it back`."""
    return filled(sentence, lambda command: f"“{command.name}”")
