"""A bracket beside the lines of a family that stand together in a list: `╭`, `│`, `╰`."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

_SIGNS = {  # by whether one of the family stands before, and after
    (False, True): "╭",
    (True, True): "│",
    (True, False): "╰",
    (False, False): " ",
}


def brackets(families: Sequence[Hashable | None]) -> list[str]:
    """One sign a line: joined where neighbours are of one family; nothing beside a child alone."""
    found = []
    for place, family in enumerate(families):
        has_before = family is not None and place > 0 and families[place - 1] == family
        is_last = place + 1 == len(families)
        has_after = family is not None and not is_last and families[place + 1] == family
        found.append(_SIGNS[has_before, has_after])
    return found
