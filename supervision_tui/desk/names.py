"""Comparing names: two spellings are one worker only by their letters, or by the manager's yes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

CLOSE_ENOUGH = 0.88
_INITIAL_AND_SURNAME = 2  # words
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))  # what is written for a hyphen
_ASIDE = re.compile(r"\([^)]*\)?|\[[^\]]*\]?")
_BESIDE_NAMES = frozenset({
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "agency", "locum", "temp",
    "temporary",
    "bank", "asye", "nqsw", "sw", "ssw", "swe", "qsw", "senior", "social", "worker", "practitioner",
    "student", "team",
    "manager", "ft", "pt",
})  # fmt: skip

_NO_LETTER = re.compile(r"[\W_]")


def normal_name(name: str) -> str:
    """Letters and digits of a name, folded; `Surname, First` reads as `First Surname`.

    A name without any is compared as it stands: `?` and `*` are two.
    """
    if name.count(",") == 1:
        last, first = name.split(",")
        name = f"{first} {last}"
    plain = unicodedata.normalize("NFKD", name).casefold()
    seen = "".join(c for c in plain if not _is_unseen(c))
    words = _NO_LETTER.sub(" ", seen).split()
    return " ".join(words or plain.split())


def _is_unseen(sign: str) -> bool:
    """Tell whether a sign has no letter of its own: an accent, a joiner, anything without width."""
    return bool(unicodedata.combining(sign)) or unicodedata.category(sign) == "Cf"


def bare_name(name: str) -> str:
    """Fold a name to what is left without titles, brackets, numbers and words of the trade."""
    plain = normal_name(_ASIDE.sub(" ", name))
    words = [
        word
        for word in plain.split()
        if not any(sign.isdecimal() for sign in word) and word not in _BESIDE_NAMES
    ]
    return " ".join(words) or plain


def reference_key(ref: str) -> str:
    """Fold a child's reference to what its spellings share: `p-77` and `P-77` are one."""
    folded = ref.casefold()
    if folded.isascii():
        return folded
    return folded.translate(DASHES)


class NamesToMatch:
    """Names to which others are held, each folded once."""

    def __init__(self, names: Iterable[str]) -> None:
        self._normal = {name: normal_name(name) for name in names}
        self._by_bare = {bare_name(name): name for name in reversed(self._normal)}
        self._words = {name: plain.split() for name, plain in self._normal.items()}

    def close_to(self, name: str) -> str | None:
        """Find the name that is the same but for titles and the like, or stands within.

        Else the most alike.
        """
        same = self._by_bare.get(bare_name(name)) or self.within(name) or self._of_initials(name)
        if same is not None:
            return same
        by_normal = {plain: other for other, plain in reversed(self._normal.items())}
        alike = get_close_matches(normal_name(name), by_normal, 1, CLOSE_ENOUGH)
        if alike:
            return by_normal[alike[0]]
        return None

    def within(self, name: str) -> str | None:
        """Find the longest name whose words, two at least, stand in another: `Jane Smith - sick`.

        Where both have the same words, as `Smith Jane`, it is found in the one that comes later by
        the alphabet.
        """
        words = set(normal_name(name).split())
        found = [
            other
            for other, theirs in self._words.items()
            if len(theirs) > 1
            and words.issuperset(theirs)
            and (len(words) > len(set(theirs)) or other < name)
        ]
        return max(found, key=len, default=None)

    def _of_initials(self, name: str) -> str | None:
        """Find the only name of the same surname and first letter: `J Smith`, `Smith, J`."""
        words = bare_name(name).split()
        if len(words) != _INITIAL_AND_SURNAME or len(words[0]) != 1 or len(words[1]) == 1:
            return None
        found = [
            other
            for other, theirs in self._words.items()
            if len(theirs) > 1 and theirs[-1] == words[1] and theirs[0].startswith(words[0])
        ]
        if len(found) == 1:
            return found[0]
        return None
