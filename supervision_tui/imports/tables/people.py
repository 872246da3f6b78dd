"""Names of workers as they stand in cells: people, numbers, queues, gaps, and two people in one
cell.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from itertools import chain

from . import cells

_NOBODY = frozenset(
    {"unallocated", "un-allocated", "unassigned", "un-assigned", "vacant", "vacancy"}
)
_NOBODY_ALONE = frozenset({
    "tbc", "tba", "tbd", "nobody", "noone", "nk", "nknown", "notknown", "notallocated", "none",
    "notrecorded",
    "notassigned", "systemuser", "system", "systemadministrator", "noworker", "nonerequired",
    "notrequired", "x", "xx",
    "xxx", "agency", "agencyworker", "bank", "unalocated", "unalloacted", "unallocted",
    "unnallocated",
    "migratedworker", "migrateduser", "migration", "dummyworker", "testworker", "defaultworker",
})  # fmt: skip
_ODD_ALONE = frozenset({
    "closed", "yes", "no", "y", "n", "see", "seebelow", "seeabove", "seenotes", "seecomments",
    "asabove", "asbefore",
    "same", "sameasabove", "ditto", "joint", "jointly", "coallocated", "coworked", "various",
    "multiple", "several",
    "other", "others", "error", "test", "tm", "atm", "pm", "sw", "ssw", "left", "exworker",
})  # fmt: skip
_RETIRED = re.compile(
    r"\b(?:do not use|don['’]t use|leaver|no longer used|access "
    r"denied)\b|^(?:z{2,3}|x{2,3})\b[\s_-]+\w",
    re.IGNORECASE,
)
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr"})
_OF_QUEUES = _NOBODY | frozenset({
    "admin", "administrator", "advanced", "after", "agency", "allocated", "allocation",
    "allocations", "and",
    "area", "assessment", "assessments", "assigned", "assistant", "at", "awaiting", "be",
    "business", "care",
    "case", "cases", "central", "child", "children", "childrens", "cin", "cla", "community",
    "confirmed", "contact",
    "cp", "date", "deputy", "desk", "door", "duty", "early", "east", "eclipse", "edt", "emergency",
    "families",
    "family", "first", "for", "front", "group", "help", "holding", "hours", "hub", "in", "inbox",
    "intake", "iro",
    "known", "lac", "lcs", "leaving", "liquidlogic", "list", "locality", "locum", "looked",
    "mailbox", "manager",
    "mash", "mosaic", "new", "no", "none", "north", "not", "now", "of", "office", "on", "out",
    "pending", "pod",
    "point", "pool", "post", "practice", "practitioner", "principal", "protection", "queue",
    "recorded", "referral",
    "referrals", "response", "review", "safeguarding", "screening", "senior", "service", "services",
    "social",
    "south", "staff", "student", "support", "sw", "tba", "tbc", "tbd", "team", "teams", "the", "to",
    "transfer",
    "tray", "triage", "under", "unit", "unknown", "waiting", "west", "work", "worker", "workers",
    "worklist", "yet",
})  # fmt: skip
_ALWAYS_QUEUES = frozenset({"inbox", "mailbox", "queue", "team", "teams", "worklist"})
_QUEUES_OR_SURNAMES = frozenset({"desk", "duty", "hub", "pod", "pool", "tray", "unit"})
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_WITHHELD = re.compile(r"[*#]{2,}|█")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_SEVERAL = re.compile(
    r"\s*(?:(?<!\b\w)/(?!\w\b)|;|&|\+|\||[\r\n]|[-=]*>|→|\b(?:and|or|was|then|with|for)\b)\s*",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(r"[^<]*(?:>|→)(?!\s*$)")
_ASIDE_BEFORE_COMMA = re.compile(r"[)\]]\s*,")
_COMMA = re.compile(r"\s*,\s*")
_WITHIN_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_A_NAME = 2  # words
_LEAST_DIGITS = 3  # of a number by which a worker is known


def worker(value: object, teams: Collection[str] = ()) -> str | None:
    """Read a worker's name, or a number by which one is known.

    Nothing where no person in particular is named.

    `teams` are the names of the file's teams: `Harbour Tray` is a queue where there is a team
    Harbour, and `Cara Tray` is a person. Raises `CellWrong` for a name that is too long.
    """
    plain = value
    if isinstance(value, float) and value.is_integer():
        plain = int(value)
    found = cells.text(plain)
    if within := _WITHIN_BRACKETS.fullmatch(found):
        found = within[1].strip()
    names_nobody = _names_nobody(found, teams)
    if len(found) > cells.LONGEST_NAME and not names_nobody:
        raise cells.CellWrong(f"the name is longer than {cells.LONGEST_NAME} characters")
    if names_nobody:
        return None
    return found


def teams_among(named: Iterable[tuple[object, object]]) -> frozenset[str]:
    """Find the names of a file's teams, given who is named with which team in each of its rows.

    A team may be called after its manager: `Meg Boss` is a person where a row of another team names
    her.
    """
    pairs = {(cells.text(who), cells.text(team)) for who, team in named}
    people = {
        _folded_team(who) for who, team in pairs if team and _folded_team(who) != _folded_team(team)
    }
    teams = {team for _, team in pairs} - {""}
    return frozenset(
        team for team in teams if not (_folded_team(team) in people and is_like_a_person(team))
    )


def is_like_a_person(name: str) -> bool:
    """Tell whether a name has two words or more, and none of those of queues and gaps."""
    words = [word.casefold() for word in _WORD.findall(name)]
    return len(words) >= _A_NAME and not any(
        word in _OF_QUEUES or word.isdecimal() for word in words
    )


def is_number(name: str) -> bool:
    """Tell whether a worker is known by a number alone."""
    return bool(name) and not any(sign.isalpha() for sign in name)


def several(value: object, teams: Collection[str] = ()) -> tuple[str, ...]:
    """Part a cell that names two people or more, each by two words at least.

    Empty where one is named, or none.

    The one who has the child now comes first: of `Omar Khan -> Jane Smith` it is the last. A queue
    beside a person is none: `Harbour Team / Ada Quill` is Ada Quill, and told.
    """
    if not isinstance(value, str):
        return ()
    core = _ASIDE.sub(" ", value)
    parts = [cells.text(part) for part in _SEVERAL.split(core) if cells.text(part)]
    if len(parts) < 2:
        parts = _parted_by_commas(value)
    if len(parts) < 2 or any(len(_WORD.findall(part)) < 2 for part in parts):
        return ()
    named = [part for part in parts if not _names_nobody(part, teams)]
    if is_followed(value):
        named.reverse()
    return tuple(named)


def is_followed(value: object) -> bool:
    """Tell whether an arrow leads from one worker to the next: the last has the child now."""
    return _FOLLOWS.match(_ASIDE.sub(" ", str(value))) is not None


def _parted_by_commas(value: str) -> list[str]:
    """Part `Jane Smith (SW), Ben Osei (FSW)`, and `Smith, Jane, Osei, Ben`.

    `van der Berg, Anna Maria` is one.
    """
    parts = [cells.text(part) for part in _COMMA.split(_ASIDE.sub(" ", value)) if cells.text(part)]
    words = [len(_WORD.findall(part)) for part in parts]
    least = 2 if _ASIDE_BEFORE_COMMA.search(value) else 3
    if len(parts) >= least and all(number >= _A_NAME for number in words):
        return parts
    if len(parts) >= 2 * _A_NAME and len(parts) % 2 == 0 and set(words) == {1}:
        return [f"{parts[at]}, {parts[at + 1]}" for at in range(0, len(parts), 2)]
    return []


def names_more_than_nobody(value: object, teams: Collection[str] = ()) -> bool:
    """Tell whether a cell read as nobody holds another word than those of queues and gaps."""
    words = [word.casefold() for word in _WORD.findall(cells.text(value))]
    if not words:
        return _WITHHELD.search(cells.text(value)) is not None
    if "".join(words) in _NOBODY_ALONE:
        return False
    if is_a_team(value, teams) and is_like_a_person(cells.text(value)):
        return True  # a team may be called after the person
    known = _words_of(teams) | _OF_QUEUES | _NOBODY_ALONE | _TITLES
    return any(word not in known and any(sign.isalpha() for sign in word) for word in words)


def is_a_team(value: object, teams: Collection[str]) -> bool:
    """Tell whether a cell holds the name of a team."""
    return _folded_team(cells.text(value)) in {_folded_team(team) for team in teams}


def _names_nobody(name: str, teams: Collection[str]) -> bool:
    """Tell whether a cell holds a queue, a team or a gap in place of a person."""
    core = _ASIDE.sub(" ", name)
    words = [word.casefold() for word in _WORD.findall(core)]
    letters = [word for word in words if any(sign.isalpha() for sign in word)]
    if not letters:
        return not _is_worker_number(name, core)
    if letters[0] in _TITLES and len(letters) > 1:
        letters = letters[1:]
    if is_a_team(core, teams) or _RETIRED.search(core):
        return True
    if (
        cells.folded("".join(letters)) in _NOBODY_ALONE | _ODD_ALONE
        or _NOBODY & set(letters)
        or _begins_with_duty(core, letters)
    ):
        return True
    if all(word in _OF_QUEUES for word in letters):
        return True
    if letters[-1] in _ALWAYS_QUEUES:
        return not _begins_with_a_person(core)
    return letters[-1] in _QUEUES_OR_SURNAMES and _is_of_a_team(letters[:-1], teams)


def _begins_with_duty(core: str, letters: list[str]) -> bool:
    """Tell whether it is the duty of somebody; `Duty, Ann` is a surname before a forename."""
    return letters[0] == "duty" and not ("," in core and len(letters) == _A_NAME)


def _folded_team(name: str) -> str:
    return " ".join(name.casefold().split())


def _is_worker_number(name: str, core: str) -> bool:
    """Tell whether a cell holds a number by which a worker may be known, and no zero."""
    digits = [sign for sign in core if sign.isdecimal()]
    return (
        len(digits) >= _LEAST_DIGITS
        and set(digits) != {"0"}
        and not any(sign.isalpha() for sign in name)
    )


def _begins_with_a_person(core: str) -> bool:
    """Tell whether a name comes first, then a team: `Ada Quill, Harbour Team`."""
    before, _, after = re.sub(r"\s[-–—]\s", ",", core, count=1).partition(",")
    words = [word.casefold() for word in _WORD.findall(before)]
    return bool(after.strip()) and len(words) >= 2 and not any(word in _OF_QUEUES for word in words)


def _is_of_a_team(words: Collection[str], teams: Collection[str]) -> bool:
    """Tell whether these words are those of a queue, or of one of the file's teams."""
    of_teams = _words_of(teams)
    return all(word in _OF_QUEUES or word in of_teams for word in words)


def _words_of(teams: Collection[str]) -> set[str]:
    return {word.casefold() for word in chain.from_iterable(_WORD.findall(team) for team in teams)}
