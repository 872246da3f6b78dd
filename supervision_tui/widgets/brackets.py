"""A bracket beside the lines of a family that stand together in a list: `╭`, `│`, `╰`."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

_FIRST, _BETWEEN, _LAST, _ALONE = "╭", "│", "╰", " "


def brackets(families: Sequence[Hashable | None]) -> list[str]:
    """One sign a line: joined where neighbours are of one family; nothing beside a child alone."""
    found = []
    for place, family in enumerate(families):
        has_before = family is not None and place > 0 and families[place - 1] == family
        is_last = place + 1 == len(families)
        has_after = family is not None and not is_last and families[place + 1] == family
        if has_before:
            found.append(_BETWEEN if has_after else _LAST)
        else:
            found.append(_FIRST if has_after else _ALONE)
    return found
