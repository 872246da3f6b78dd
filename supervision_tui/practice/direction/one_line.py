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
# Words with which a date begins that ends a line.
_AT_END = re.compile(
    r"[,;]?\s(?P<date>(?:in|within|on|before|today|tomorrow|this|next|end of|the end of|mid|@|"
    r"w/c|week (?:commencing|beginning|of)|mon|tue|wed|thu|fri|sat|sun|\d).*)$",
    re.IGNORECASE,
)
_OWNER = re.compile(r"(?P<owner>[^:]{2,40}):\s+(?P<rest>\S.*)")


def said_in_one_line(
    line: str, known: Known, policy: Policy, owners: Iterable[str] = ()
) -> SaidDirection:
    """Take a line apart into the parts of a direction.

    `by` is taken for the date only where a timescale follows: `stand by the child` has none. A date
    may also stand at the end without it: `… in 2 weeks because …`, `… today because …`; and a
    comma behind a date may stand for `because`.

    What stands before a colon is the owner only where it is `me`, one of `owners`, the manager or
    an agency of it.
    """
    rest, because = _split_at_first(_BECAUSE, line.strip())
    do, by = _date_of(rest, known, policy)
    if not because and not by:
        do, by, because = _with_comma(rest, known, policy)
    owner = _OWNER.fullmatch(do)
    here = {each.casefold() for each in (*owners, MANAGER, *policy.directions.agencies)}
    if owner and (owner["owner"].strip().casefold() in here or is_self(owner["owner"])):
        return SaidDirection(_capital(owner["rest"]), owner["owner"].strip(), by, because)
    return SaidDirection(do, "", by, because)


def missing_words(said: SaidDirection) -> str:
    """Ask for what a line has not said yet: `by when? because?`; empty where it is whole."""
    asked = []
    if not said.by:
        asked.append("by when?")
    if not said.because:
        asked.append("because?")
    return " ".join(asked)


def _date_of(text: str, known: Known, policy: Policy) -> tuple[str, str]:
    """Part what is to be done from the date behind the last `by`, or at the end without one."""
    for match in reversed(list(_BY.finditer(text))):
        typed = text[match.end() :].strip()
        if _is_meant_as_date(typed, known, policy):
            return text[: match.start()].strip(), typed
    return _date_at_end(text, known, policy)


def _date_at_end(text: str, known: Known, policy: Policy) -> tuple[str, str]:
    """A date that ends a line by itself, as `today` or `within 10 working days` do."""
    match = _AT_END.search(text)
    while match is not None:
        typed = match["date"]
        found = read_timescale(typed, known, policy)
        if not isinstance(found, Refusal) or found.code == "ambiguous":
            return text[: match.start()].rstrip(" ,;"), typed
        match = _AT_END.search(text, match.start() + 1)
    return text, ""


def _with_comma(text: str, known: Known, policy: Policy) -> tuple[str, str, str]:
    """A line whose reason stands behind a comma that follows a date."""
    for match in re.finditer(r",\s+", text):
        do, by = _date_of(text[: match.start()], known, policy)
        if by:
            return do, by, text[match.end() :].strip()
    return text, "", ""


def _is_meant_as_date(typed: str, known: Known, policy: Policy) -> bool:
    found = read_timescale(typed, known, policy)
    if not isinstance(found, Refusal):
        return True
    return found.code in ("too-far", "past", "vague", "ambiguous")


def _split_at_first(what: re.Pattern[str], text: str) -> tuple[str, str]:
    match = what.search(text)
    if match:
        return (text[: match.start()].strip(), text[match.end() :].strip())
    return (text, "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
