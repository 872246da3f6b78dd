"""Lines of a TOML text on which its entries stand; the parser itself keeps none."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

Where = Sequence[str | int]  # keys, and places in lists: ("plans", "cp", 0, "minutes")

# lines, those that are read again counted: about a second; a text that needs more has no lines
_MOST_READ = 200_000


def line_of(text: str, where: Where) -> int:
    """The line, counted from 1, on which what is at that place begins.

    1 where there is no such place.
    """
    return _lines_of(text).get(tuple(where), 1)


@lru_cache(maxsize=8)
def _lines_of(text: str) -> Mapping[tuple[str | int, ...], int]:
    """The line of every place of a text.

    Each statement is read by itself, under the header of its section.
    """
    found: dict[tuple[str | int, ...], int] = {}
    before: Counter[tuple[str | int, ...]] = (
        Counter()
    )  # how many parts of each list stood in earlier sections
    reader = _Reader(text.splitlines())
    for start, end in reader.sections():
        has_header = 0
        if start < end:
            has_header = reader.lines[start].lstrip().startswith("[")
        header = start + has_header
        if header > start:
            _note(found, reader.parsed(start, header) or {}, start + 1, before)
        for first, after in reader.statements(header, end):
            document = reader.parsed(first, after, reader.lines[start:header]) or {}
            _note(found, document, reader.words_from(first) + 1, before)
        before.update(_list_lengths(reader.parsed(start, end) or {}))
    return found


class _Reader:
    """Reads parts of a text, as far as that is worth it."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self._left = _MOST_READ

    def parsed(self, start: int, end: int, header: Sequence[str] = ()) -> dict[str, Any] | None:
        """These lines as TOML; nothing where they are none, or a value in them goes on."""
        self._left -= end - start
        try:
            if self._left > 0:
                return tomllib.loads("\n".join((*header, *self.lines[start:end])))
            return None
        except (tomllib.TOMLDecodeError, RecursionError):
            return None

    def sections(self) -> Iterator[tuple[int, int]]:
        """Yield where each section begins and ends.

        A bracket within a value over several lines begins none.
        """
        start = 0
        for number, line in enumerate(self.lines):
            if (
                number > start
                and line.lstrip().startswith("[")
                and self.parsed(start, number) is not None
            ):
                yield start, number
                start = number
        yield start, len(self.lines)

    def statements(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield where each statement of a section begins and ends."""
        for upto in range(start + 1, end + 1):
            if self.parsed(start, upto) is not None:
                yield start, upto
                start = upto

    def words_from(self, number: int) -> int:
        """The first line from there on that is neither empty nor a comment."""
        while number + 1 < len(self.lines) and (
            not self.lines[number].strip() or self.lines[number].lstrip().startswith("#")
        ):
            number += 1
        return number


def _note(
    found: dict[tuple[str | int, ...], int],
    document: dict[str, Any],
    line: int,
    before: Counter[tuple[str | int, ...]],
) -> None:
    """Note the line of every place in what was read, unless it is known from an earlier one."""
    left: list[tuple[tuple[str | int, ...], Any]] = [((), document)]
    while left:
        where, node = left.pop()
        if where:
            found.setdefault(where, line)
        if isinstance(node, dict):
            left += [((*where, key), value) for key, value in node.items()]
        elif isinstance(node, list):
            left += [((*where, before[where] + place), value) for place, value in enumerate(node)]


def _list_lengths(document: dict[str, Any]) -> Counter[tuple[str | int, ...]]:
    """Count the parts of each list, by its place."""
    found: Counter[tuple[str | int, ...]] = Counter()
    left: list[tuple[tuple[str | int, ...], Any]] = [((), document)]
    while left:
        where, node = left.pop()
        if isinstance(node, list):
            found[where] += len(node)
        elif isinstance(node, dict):
            left += [((*where, key), value) for key, value in node.items()]
    return found
