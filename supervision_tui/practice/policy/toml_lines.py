"""Lines of a TOML text on which its entries stand; the parser itself keeps none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

Where = Sequence[str | int]  # keys, and places in lists: ("plans", "cp", 0, "minutes")

_PART = r"\"(?:[^\"\\]|\\.)*\"|'[^']*'|[\w-]+"
_DOTTED = rf"(?:{_PART})(?:\s*\.\s*(?:{_PART}))*"
_HEADER = re.compile(rf"\s*(?P<list>\[?)\[\s*(?P<name>{_DOTTED})\s*\]")
_KEY = re.compile(rf"\s*(?P<name>{_DOTTED})\s*=")
_TEXT_IN_A_LINE = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'|#.*")
_LONG_QUOTES = re.compile("\"\"\"|'''")


def line_of(text: str, where: Where) -> int:
    """Find the line, counted from 1, of a place, or of the nearest place around it; else 1."""
    lines = _lines_of(text)
    place = tuple(where)
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


@lru_cache(maxsize=8)
def _lines_of(text: str) -> Mapping[tuple[str | int, ...], int]:
    """Find the line of every table and key, and pass over what a value of several lines holds."""
    found: dict[tuple[str | int, ...], int] = {}
    section: tuple[str | int, ...] = ()
    tables: Counter[tuple[str | int, ...]] = Counter()  # of each list of tables, so far
    long_quote, depth = "", 0  # of the value that goes on
    for number, line in enumerate(text.splitlines(), 1):
        if not long_quote and depth <= 0:
            depth = 0
            if header := _HEADER.match(line):
                section = _parts(header["name"])
                if header["list"]:
                    tables[section] += 1
                    section = (*section, tables[section] - 1)
                _note(found, section, number)
                continue
            if key := _KEY.match(line):
                _note(found, (*section, *_parts(key["name"])), number)
        for quote in _LONG_QUOTES.findall(line):
            long_quote = "" if long_quote == quote else long_quote or quote
        if not long_quote:
            plain = _TEXT_IN_A_LINE.sub("", line)
            depth += sum(map(plain.count, "[{")) - sum(map(plain.count, "]}"))
    return found


def _parts(dotted: str) -> tuple[str | int, ...]:
    return tuple(part.strip("\"'") for part in re.findall(_PART, dotted))


def _note(found: dict[tuple[str | int, ...], int], place: tuple[str | int, ...], line: int) -> None:
    """Note the line of a place, and of what it stands in, unless an earlier one is known."""
    for length in range(1, len(place) + 1):
        found.setdefault(place[:length], line)
