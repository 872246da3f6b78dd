"""On which line of a TOML text something stands; the parser itself keeps no lines."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

Where = Sequence[str | int]  # keys, and places in lists: ("plans", "cp", 0, "minutes")


def line_of(text: str, where: Where) -> int:
    """The line, counted from 1, on which what is at that place begins; 1 where there is no such place.

    Each section of the text (a header and what follows it) is read by itself, and the right one line by line more.
    """
    lines = text.splitlines()
    before: Counter[tuple[str, ...]] = Counter()  # how many parts of each list stood in earlier sections
    for start, end in _sections(lines):
        whole = _parsed(lines[start:end]) or {}
        if _holds(whole, where, before):
            return _first(lines, start, end, where, before)
        before.update(_list_lengths(whole))
    return 1


def _sections(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Where each section begins and ends; a bracket within a value that goes over several lines begins none."""
    start = 0
    for number, line in enumerate(lines):
        if number > start and line.lstrip().startswith("[") and _parsed(lines[start:number]) is not None:
            yield start, number
            start = number
    yield start, len(lines)


def _first(lines: list[str], start: int, end: int, where: Where, before: Counter[tuple[str, ...]]) -> int:
    begins = start
    for upto in range(start + 1, end + 1):
        found = _parsed(lines[start:upto])
        if found is None:  # a value that goes on
            continue
        if _holds(found, where, before):
            while not lines[begins].strip() or lines[begins].lstrip().startswith("#"):
                begins += 1
            return begins + 1
        begins = upto
    return start + 1


def _parsed(lines: list[str]) -> dict[str, Any] | None:
    try:
        return tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return None


def _holds(document: dict[str, Any], where: Where, before: Counter[tuple[str, ...]]) -> bool:
    node: Any = document
    keys: tuple[str, ...] = ()
    for step in where:
        if isinstance(step, int):
            place = step - before[keys]
            if not isinstance(node, list) or not 0 <= place < len(node):
                return False
            node = node[place]
        elif isinstance(node, dict) and step in node:
            node, keys = node[step], (*keys, step)
        else:
            return False
    return True


def _list_lengths(node: Any, keys: tuple[str, ...] = ()) -> Counter[tuple[str, ...]]:
    if isinstance(node, list):
        return Counter({keys: len(node)})
    found: Counter[tuple[str, ...]] = Counter()
    for key, value in node.items() if isinstance(node, dict) else ():
        found.update(_list_lengths(value, (*keys, key)))
    return found
