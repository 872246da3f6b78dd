"""Reading TOML that a person wrote: what cannot be read is said in plain words, with its line."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from itertools import chain
from typing import Any

from .problems import PolicyWrong, Problem

_MOST_CHARACTERS = 400_000
MOST_BYTES = 10 * _MOST_CHARACTERS  # no more is read of a file: it may have no end
_DEEPEST = 20  # tables and lists within one another
_LINE = "a line is a heading in square brackets, or a name, = and a value"
_VALUE = (
    "words stand between straight quotation marks, numbers are like 28 or 1.5, without a "
    "unit, dates 2026-04-01"
)
_IN_PLAIN_WORDS = (  # what the parser says, and what it means to a person
    (
        "Cannot declare",
        "this heading stands here a second time; put all its lines under the first one",
    ),
    ("Cannot overwrite", "this name stands here a second time"),
    ("Cannot mutate", "this name stands here a second time"),
    ("Expected newline", f"there is more on this line than one value; {_VALUE}"),
    ("Invalid value", f"this is not a value; {_VALUE}"),
    ("Invalid statement", _LINE),
    ("Expected '='", _LINE),
    ("Invalid initial character", _LINE),
    ("Unclosed", "a bracket is not closed"),
    ("Unterminated", "a quotation mark is not closed"),
    (
        "Illegal character",
        "a quotation mark is not closed, or there is a character that cannot stand here",
    ),
    ("Expected ']'", "a bracket is not closed"),
    ("Invalid date", "there is no such date"),
)


def parsed_toml(text: str, name: str) -> dict[str, Any]:
    """The tables of a TOML text. Raises `PolicyWrong` with the line at which it breaks off."""
    if len(text) > _MOST_CHARACTERS:
        raise PolicyWrong(
            name, [Problem(1, "", "the file is far too long for this; is it the right one?")]
        )
    try:
        found = tomllib.loads(text)
        if _is_deeper(found, _DEEPEST):
            raise RecursionError
        return found
    except RecursionError:
        raise PolicyWrong(
            name, [Problem(1, "", "brackets stand within brackets without end")]
        ) from None
    except (tomllib.TOMLDecodeError, ValueError) as why:
        line, says = _broken_at(str(why), text)
        raise PolicyWrong(
            name, [Problem(line, "", f"this cannot be read as TOML: {says}.")]
        ) from None


def _broken_at(why: str, text: str) -> tuple[int, str]:
    """The line and reason of a parser's message: `Invalid value (at line 3, column 7)`."""
    says, _, place = why.partition(" (at ")
    words = place.removesuffix(")").replace(",", "").split()
    has_line = words[:1] == ["line"] and len(words) > 1 and words[1].isdecimal()
    line = int(words[1]) if has_line else max(1, len(text.splitlines()))
    return line, next(
        (plain for start, plain in _IN_PLAIN_WORDS if says.startswith(start)), says[:80].lower()
    )


def _is_deeper(document: dict[str, Any], most: int) -> bool:
    """Tell whether more than so many tables and lists stand within one another."""
    level: list[Any] = [document]
    for _ in range(most):
        level = [
            part
            for part in chain.from_iterable(_parts(node) for node in level)
            if isinstance(part, dict | list)
        ]
    return bool(level)


def _parts(node: dict[str, Any] | list[Any]) -> Iterable[Any]:
    if isinstance(node, dict):
        return node.values()
    return node
