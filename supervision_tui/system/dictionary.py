"""The British dictionary of the machine, where it has one: the words that it knows."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path

_NAMES = ("en_GB", "en_GB-ise", "en_GB-ize")
_FOLDERS = (
    "/usr/share/hunspell",
    "/usr/local/share/hunspell",
    "/opt/homebrew/share/hunspell",
    "/usr/share/myspell/dicts",
    "~/.local/share/hunspell",
    "~/Library/Spelling",
    "/Library/Spelling",
)

KnowsWord = Callable[[str], bool]
"""Tells whether a dictionary has a word."""


def dictionary_folders(variables: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
    """The folders in which Hunspell's dictionaries lie, those of `DICPATH` first."""
    own = filter(None, variables.get("DICPATH", "").split(os.pathsep))
    return tuple(Path(each).expanduser() for each in (*own, *_FOLDERS))


def find_dictionary(folders: Iterable[Path]) -> Path | None:
    """Find a British dictionary (`.aff` and `.dic`); returns its path without the ending."""
    for folder in folders:
        for name in _NAMES:
            path = folder / name
            if all(path.with_suffix(ending).is_file() for ending in (".aff", ".dic")):
                return path
    return None


def machine_dictionary() -> Path | None:
    """Find the machine's British dictionary, where the extra that reads it is installed, too."""
    if find_spec("spylls") is None:
        return None
    return find_dictionary(dictionary_folders())


def read_dictionary(path: Path) -> KnowsWord:
    """Read a dictionary, which takes about a second; one that cannot be read knows every word."""
    from spylls.hunspell import Dictionary

    try:
        knows: KnowsWord = Dictionary.from_files(str(path)).lookup
        knows("word")
    except Exception:  # a file of another program; the reader raises what it likes
        return _knows_every_word
    return knows


def _knows_every_word(_word: str) -> bool:
    return True
