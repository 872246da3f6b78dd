"""How names are compared: two spellings are one worker only by their letters, or by the manager's yes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

CLOSE_ENOUGH = 88.0
_ASIDE = re.compile(r"\([^)]*\)?|\[[^\]]*\]?")
_BESIDE_NAMES = frozenset({
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "agency", "locum", "temp", "temporary", "bank", "asye",
    "nqsw", "sw", "ssw", "swe", "qsw", "senior", "social", "worker", "practitioner", "student", "team", "manager", "ft", "pt",
})  # fmt: skip


def normal_name(name: str) -> str:
    """Letters and digits of a name, folded; `Surname, First` reads as `First Surname`.

    A name without any is compared as it stands: `?` and `*` are two.
    """
    if name.count(",") == 1:
        last, first = name.split(",")
        name = f"{first} {last}"
    plain = unicodedata.normalize("NFKD", name).casefold()
    words = "".join(c if c.isalnum() else " " for c in plain if not _is_unseen(c)).split()
    return " ".join(words or plain.split())


def _is_unseen(sign: str) -> bool:
    """Tell whether a sign has no letter of its own: an accent, a joiner, anything without width."""
    return bool(unicodedata.combining(sign)) or unicodedata.category(sign) == "Cf"


def bare_name(name: str) -> str:
    """Fold a name to what is left without titles, brackets, numbers and words of the trade: `Ms Ada Quill (Agency)`."""
    plain = normal_name(_ASIDE.sub(" ", name))
    words = [word for word in plain.split() if not any(sign.isdecimal() for sign in word) and word not in _BESIDE_NAMES]
    return " ".join(words) or plain


def reference_key(ref: str) -> str:
    """Fold a child's reference to what two spellings of it share: `p-77` and `P-77` are one."""
    return ref.casefold()


def close_names(name: str, here: Iterable[str]) -> str | None:
    """The name here that is spelled most like this one, if any is close; one that is the same but for titles first."""
    from rapidfuzz import fuzz, process

    here = list(here)
    bare = bare_name(name)
    same = next((each for each in here if bare_name(each) == bare), None)
    if same is not None:
        return same
    spelled = {each: normal_name(each) for each in here}
    best = process.extract(normal_name(name), spelled, scorer=fuzz.ratio, limit=1, score_cutoff=CLOSE_ENOUGH)
    return best[0][2] if best else None
