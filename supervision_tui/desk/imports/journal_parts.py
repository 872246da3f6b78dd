"""An import's changes to each child, in its one entry of the journal: by numbers, never by
names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .bulk import from_ranges, in_ranges

IMPORTED, UNDONE = "import caseload", "undo import"  # the verbs of their entries
_OF_ENTRY = re.compile(r"^entry (\d+)")
_PART = re.compile(r" · (\w+) (children|workers) (\d+(?:-\d+)?(?:, \d+(?:-\d+)?)*)")


class ImportParts:
    """The children and workers that an import touched, by what it did to them."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], list[int]] = {}

    def add(self, child_id: int, kinds: Iterable[str]) -> None:
        """Note what is done to a child."""
        for kind in kinds:
            self._numbers.setdefault((kind, "children"), []).append(child_id)

    def add_worker(self, worker_id: int) -> None:
        """Note a worker who is new."""
        self._numbers.setdefault(("new", "workers"), []).append(worker_id)

    def in_words(self) -> str:
        """Write them as they stand behind the counts of the entry.

        Empty where nothing was touched.
        """
        return "".join(
            f" · {kind} {whom} {in_ranges(numbers)}"
            for (kind, whom), numbers in self._numbers.items()
        )


def counts_alone(detail: str) -> str:
    """Give the detail of an import's entry without its parts."""
    return _PART.sub("", detail)


def children_in(detail: str) -> dict[int, list[str]]:
    """Read what an import did to each child, by the child's number."""
    found: dict[int, list[str]] = {}
    for kind, whom, written in _PART.findall(detail):
        if whom == "children":
            for number in from_ranges(written):
                found.setdefault(number, []).append(kind)
    return found


def entry_undone_by(detail: str) -> int | None:
    """Read the number of the entry that an entry of undoing takes back."""
    found = _OF_ENTRY.match(detail)
    if found:
        return int(found[1])
    return None
