"""Whether a name stands where it must not: a child's in the worker's own record (practice facts, section 2)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SHORTEST = 3  # a part of a name as short as this is too often another word


@dataclass(frozen=True, slots=True)
class NameFound:
    """A child's name in a text: the word as it stands there, and the reference that would stand in its place."""

    word: str
    ref: str


def names_found(text: str, names: Mapping[str, str | None], others: Iterable[str] = ()) -> list[NameFound]:
    """The children's names (by reference) that stand in a text; `others` are names that may: the worker's own.

    A part of a name counts where it is written with a capital, as names are: `Rowan`, but not `a rowan tree`.
    """
    allowed = {part for name in others for part in _parts(name)}
    known = {part: ref for ref, name in names.items() if name for part in _parts(name) if part not in allowed}
    found: dict[str, NameFound] = {}
    for match in _WORD.finditer(text):
        word = match[0]
        folded = _folded(re.sub(r"['’]s$", "", word))
        if folded in known and word[0].isupper():
            found.setdefault(folded, NameFound(word, known[folded]))
    return list(found.values())


def without_names(text: str, stand_ins: Mapping[str, str]) -> str:
    """The text with each part of these names (whole names, with what stands in for each) put out of sight."""
    if not stand_ins:
        return text
    parts = {part: stand for name, stand in stand_ins.items() for part in _parts(name)}

    def hidden(match: re.Match[str]) -> str:
        stand = parts.get(_folded(re.sub(r"['’]s$", "", match[0])))
        return stand if stand is not None and match[0][0].isupper() else match[0]

    return _WORD.sub(hidden, text)


def _parts(name: str) -> list[str]:
    return [folded for part in _WORD.findall(name) if len(folded := _folded(part)) >= _SHORTEST]


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.replace("’", "'")).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c))
