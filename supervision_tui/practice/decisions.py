"""Decisions and discussions outside the hour of supervision: who is to be there, and who was not
(practice facts, section 14).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from supervision_tui.practice.policy.rules import DecisionRule

_WORD = re.compile(r"\w+")


def nobody_from(rule: DecisionRule, came: Iterable[str]) -> list[str]:
    """List who is to be there, by this rule, and of whom nobody came: `health`."""
    there = [_words(agency) for agency in came]
    return [
        name
        for name, any_of in map(_named, rule.expected)
        if not any(_stands_in(wanted, there) for wanted in any_of)
    ]


def police_alone(came: Sequence[str]) -> bool:
    """Tell whether of those from outside the police alone came."""
    return bool(came) and all("police" in _words(agency) for agency in came)


def _named(expected: str) -> tuple[str, list[str]]:
    """The name of who is expected, and every agency that will do for it."""
    name, _, any_of = expected.partition(":")
    return name.strip(), [name, *any_of.split(",")]


def _stands_in(wanted: str, there: Iterable[list[str]]) -> bool:
    words = _words(wanted)
    return bool(words) and any(words in _runs(agency, len(words)) for agency in there)


def _runs(words: list[str], length: int) -> Iterator[list[str]]:
    return (words[at : at + length] for at in range(len(words) - length + 1))


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
