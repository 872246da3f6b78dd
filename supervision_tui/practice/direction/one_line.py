"""A direction said in one line: `School: send the attendance by 10wd because lateness follows a
pattern`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.vocabulary import Refusal

from .accepting import SaidDirection
from .owners import MANAGER, is_self
from .timescales import Known, read_timescale

_BECAUSE = re.compile(r"[,;]?\s+because\s+", re.IGNORECASE)
_BY = re.compile(r"[,;]?\s+by\s+", re.IGNORECASE)
_OWNER = re.compile(r"(?P<owner>[^:]{2,40}):\s+(?P<rest>\S.*)")


def said_in_one_line(
    line: str, known: Known, policy: Policy, owners: Iterable[str] = ()
) -> SaidDirection:
    """Take a line apart into the parts of a direction.

    `by` is taken for the date only where a timescale follows: `stand by the child` has none.

    What stands before a colon is the owner only where it is `me`, one of `owners`, the manager or
    an agency of it.
    """
    rest, because = _split_at_first(_BECAUSE, line.strip())
    do, by = _date_of(rest, known, policy)
    owner = _OWNER.fullmatch(do)
    here = {each.casefold() for each in (*owners, MANAGER, *policy.directions.agencies)}
    if owner and (owner["owner"].strip().casefold() in here or is_self(owner["owner"])):
        return SaidDirection(_capital(owner["rest"]), owner["owner"].strip(), by, because)
    return SaidDirection(do, "", by, because)


def _date_of(text: str, known: Known, policy: Policy) -> tuple[str, str]:
    for match in reversed(list(_BY.finditer(text))):
        typed = text[match.end() :].strip()
        found = read_timescale(typed, known, policy)
        if not isinstance(found, Refusal) or found.code in (
            "too-far",
            "past",
            "vague",
            "ambiguous",
        ):
            return text[: match.start()].strip(), typed
    return text, ""


def _split_at_first(what: re.Pattern[str], text: str) -> tuple[str, str]:
    match = what.search(text)
    if match:
        return (text[: match.start()].strip(), text[match.end() :].strip())
    return (text, "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
