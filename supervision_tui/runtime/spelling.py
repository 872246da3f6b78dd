"""Spelling: the words of a text that the machine's dictionary does not know."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

from supervision_tui.system.dictionary import KnowsWord, read_dictionary

TRADE_WORDS = frozenset(
    """
    coparenting dysregulated ecomap extrafamilial genogram genograms intrafamilial keyworker
    lifestory mentalisation mentalise neurodivergent neurodiversity prebirth screentime vape
    vaping wellbeing
    """.split()  # noqa: SIM905
)
"""Words of the work that a general dictionary leaves out."""
# A name begins with a capital, a reference or an address holds other signs: none is looked up.
_WORD = re.compile(r"(?<![\w@./'’-])[a-z]{3,}(?:['’][a-z]+)?(?![\w@/]|\.\w)")


class Spelling:
    """The dictionary, read when a text is first written in; without one nothing is marked."""

    def __init__(self, dictionary: Path | None) -> None:
        self._dictionary = dictionary
        self._reading: asyncio.Future[KnowsWord] | None = None
        self._knows: KnowsWord | None = None

    @property
    def is_there(self) -> bool:
        """Tell whether there is a dictionary, read or still to be read."""
        return self._dictionary is not None

    async def read(self) -> None:
        """Read the dictionary beside the screen, once."""
        if self._dictionary is None or self._knows is not None:
            return
        if self._reading is None:
            self._reading = asyncio.ensure_future(
                asyncio.to_thread(read_dictionary, self._dictionary)
            )
        self._knows = await asyncio.shield(self._reading)

    def unknown_words(self, text: str, looked_up: dict[str, bool]) -> Iterator[tuple[int, int]]:
        """Yield where each unknown word begins and ends; `looked_up` keeps what was found."""
        if self._knows is None:
            return
        for found in _WORD.finditer(text):
            word = found[0].replace("’", "'")
            if word not in looked_up:
                looked_up[word] = word in TRADE_WORDS or self._knows(word)
            if not looked_up[word]:
                yield found.span()
