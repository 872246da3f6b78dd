"""How names are compared: two spellings are one worker only by their letters, or by the manager's yes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

CLOSE_ENOUGH = 88.0


def normal_name(name: str) -> str:
    """Letters and digits of a name, folded; `Surname, First` reads as `First Surname`.

    A name without any is compared as it stands: `?` and `*` are two.
    """
    if name.count(",") == 1:
        last, first = name.split(",")
        name = f"{first} {last}"
    plain = unicodedata.normalize("NFKD", name).casefold()
    words = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split()
    return " ".join(words or plain.split())


def close_names(name: str, here: Iterable[str]) -> str | None:
    """The name here that is spelled most like this one, if any is close."""
    from rapidfuzz import fuzz, process

    spelled = {each: normal_name(each) for each in here}
    best = process.extract(normal_name(name), spelled, scorer=fuzz.ratio, limit=1, score_cutoff=CLOSE_ENOUGH)
    return best[0][2] if best else None
