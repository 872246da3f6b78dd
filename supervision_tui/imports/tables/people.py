"""Names of workers as they stand in cells: people, numbers, queues, gaps, and two people in one cell."""

from __future__ import annotations

import re
from collections.abc import Collection

from . import cells

_NOBODY = frozenset({"unallocated", "unassigned", "vacant", "vacancy"})
_NOBODY_ALONE = frozenset({"tbc", "tba", "tbd", "nobody", "noone", "nk", "nknown", "notknown", "notallocated", "none"})
_OF_QUEUES = _NOBODY | frozenset({
    "admin", "after", "allocated", "allocation", "allocations", "and", "area", "assessment", "assessments", "at",
    "awaiting", "be", "business", "care", "case", "cases", "central", "child", "children", "childrens", "cin", "cla",
    "community", "confirmed", "contact", "cp", "date", "desk", "door", "duty", "early", "east", "edt", "emergency",
    "family", "families", "first", "for", "front", "group", "help", "holding", "hours", "hub", "in", "inbox", "intake",
    "known", "lac", "leaving", "list", "locality", "locum", "looked", "mailbox", "manager", "mash", "new", "no", "none",
    "north", "not", "now", "of", "office", "on", "out", "pending", "pod", "point", "pool", "post", "protection",
    "queue", "referral", "referrals", "response", "safeguarding", "screening", "service", "services", "social", "south",
    "staff", "support", "tba", "tbc", "tbd", "team", "teams", "the", "to", "transfer", "tray", "triage", "unit",
    "unknown", "west", "work", "worker", "workers", "worklist", "yet",
})  # fmt: skip
_ALWAYS_QUEUES = frozenset({"inbox", "mailbox", "pool", "queue", "team", "teams", "unit", "worklist"})
_QUEUES_OR_SURNAMES = frozenset({"desk", "duty", "hub", "pod", "tray"})
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_SEVERAL = re.compile(r"\s*(?:/|;|&|\+|\||\band\b)\s*", re.IGNORECASE)
_LEAST_DIGITS = 3  # of a number by which a worker is known


def worker(value: object, teams: Collection[str] = ()) -> str | None:
    """Read a worker's name, or a number by which one is known; nothing where no person in particular is named.

    `teams` are the names of the file's teams: `Harbour Tray` is a queue where there is a team Harbour, and `Cara Tray`
    is a person. Raises `CellWrong` for a name that is too long.
    """
    found = cells.text(value)
    names_nobody = _names_nobody(found, teams)
    if len(found) > cells.LONGEST_NAME and not names_nobody:
        raise cells.CellWrong(f"the name is longer than {cells.LONGEST_NAME} characters")
    return None if names_nobody else found


def is_number(name: str) -> bool:
    """Tell whether a worker is known by a number alone."""
    return bool(name) and not any(sign.isalpha() for sign in name)


def several(name: str) -> tuple[str, ...]:
    """Part a cell that names two people or more, each by two words at least; empty where one is named."""
    parts = [part for part in _SEVERAL.split(_ASIDE.sub(" ", name)) if part.strip()]
    if len(parts) < 2 or any(len(_WORD.findall(part)) < 2 for part in parts):
        return ()
    return tuple(" ".join(part.split()) for part in parts)


def _names_nobody(name: str, teams: Collection[str]) -> bool:
    """Tell whether a cell holds a queue, a team or a gap in place of a person."""
    core = _ASIDE.sub(" ", name)
    words = [word.casefold() for word in _WORD.findall(core)]
    letters = [word for word in words if any(sign.isalpha() for sign in word)]
    if not letters:
        return not _is_worker_number(name, core)
    if "".join(letters) in _NOBODY_ALONE or _NOBODY & set(letters) or letters[0] == "duty":
        return True
    if all(word in _OF_QUEUES for word in letters):
        return True
    if letters[-1] in _ALWAYS_QUEUES:
        return not _begins_with_a_person(core)
    return letters[-1] in _QUEUES_OR_SURNAMES and _is_of_a_team(letters[:-1], teams)


def _is_worker_number(name: str, core: str) -> bool:
    """Tell whether a cell without a letter holds a number by which a worker may be known, and no zero."""
    digits = [sign for sign in core if sign.isdecimal()]
    return len(digits) >= _LEAST_DIGITS and set(digits) != {"0"} and not any(sign.isalpha() for sign in name)


def _begins_with_a_person(core: str) -> bool:
    """Tell whether a name comes first and a team after a comma or a dash: `Ada Quill, Harbour Team`."""
    before, _, after = re.sub(r"\s[-–—]\s", ",", core, count=1).partition(",")
    words = [word.casefold() for word in _WORD.findall(before)]
    return bool(after.strip()) and len(words) >= 2 and not any(word in _OF_QUEUES for word in words)


def _is_of_a_team(words: Collection[str], teams: Collection[str]) -> bool:
    """Tell whether these words are those of a queue, or of one of the file's teams."""
    of_teams = {word.casefold() for team in teams for word in _WORD.findall(team)}
    return all(word in _OF_QUEUES or word in of_teams for word in words)
