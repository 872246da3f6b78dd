"""References of children where they stand in a text, however they are written: `C-1041`, `c 1041`,
`C‑1041`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_PART = re.compile(r"[^\W_]+")
_BETWEEN = r"[\s\u00a0_/.\-\u2010-\u2015]*"


class ReferenceHider:
    """Puts references out of sight; `stands` says by the reference what stands in its place."""

    def __init__(self, stands: Mapping[str, str]) -> None:
        self._stands = {_plain(ref): word for ref, word in stands.items()}
        longest_first = sorted(stands, key=len, reverse=True)
        patterns = [
            _BETWEEN.join(map(re.escape, _PART.findall(ref)))
            for ref in longest_first
            if _PART.search(ref)
        ]
        found = "|".join(patterns) or r"(?!)"
        self._pattern = re.compile(rf"(?<![^\W_])(?:{found})(?![^\W_])", re.IGNORECASE)

    def without_references(self, text: str) -> str:
        """The text with every reference replaced."""
        return self._pattern.sub(lambda match: self._stands.get(_plain(match[0]), "…"), text)


def _plain(ref: str) -> str:
    return "".join(_PART.findall(ref)).casefold()
