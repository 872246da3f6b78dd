"""What stands in a report beside its records: totals, page lines, headings of groups, the header again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from . import cells
from .sheets import Cell

_TOTAL = re.compile(
    r"(?:grand |sub-?\s?|overall |running |report |team |list )?(?:totals?|sum|average|mean)\b.*|"
    r"(?:row |record |case )?count\b.*|(?:number|no\.?) of (?:rows|records|cases|children|results)\b.*"
)
_PAGE = re.compile(r"(?:-\s*)?(?:page|pg\.?|sheet)\s*\d+(?:\s*(?:of|/)\s*\d+)?(?:\s*-)?|\d+\s+of\s+\d+")
_OF_REPORT = re.compile(
    r"(?:report|run|printed|print date|produced|generated|created|exported|extract(?:ed)?|refreshed|"
    r"last updated|updated|data as|as at|as of|correct as|date (?:of report|run|printed|produced)|source|filters?|"
    r"filtered|parameters?|selection|criteria|user|prepared|official|confidential|restricted|sensitive|end of|"
    r"notes?\b|key\b|legend|version|copyright|©|\*|this report|please|disclaimer|contact|mosaic|liquidlogic|eclipse|"
    r"business objects|power bi|crystal|ssrs|\(?\d+ (?:rows?|records?)|no (?:more )?(?:rows|records|data)).*"
)
_RULE = re.compile(r"[-=_*.·–—\s]{3,}")
A_TOTAL, A_PAGE, OF_REPORT, A_RULE = "a total", "a page line", "a line of the report", "a ruled line"
HEADER_AGAIN = "the header again"
A_GROUP, UNLIKE = "a heading of a group", "its reference does not look like the others"
_FEW = 2  # cells that a line of a report fills
_MOST = 0.5  # of the references have it: then one without it is unlike them
_SOME = 0.1  # of the references have it: then one with it is like them


@dataclass(frozen=True, slots=True)
class Look:
    """How the records of a table look: how many cells they fill, and what their references have."""

    cells: float = 0.0
    have_digits: bool = False
    have_spaces: bool = True
    is_known: bool = False  # whether any reference was there to look at

    @classmethod
    def of(cls, rows: Sequence[tuple[str, int]]) -> Look:
        """Tell how records look by the reference of each row and how many cells it fills."""
        likely = [(key, filled) for key, filled in rows if key and _lead(key) is None]
        if not likely:
            return cls(median(filled for _, filled in rows) if rows else 0.0)
        fullest = max(filled for _, filled in likely)
        likely = [(key, filled) for key, filled in likely if filled > fullest / 2]
        with_digits = sum(any(sign.isdecimal() for sign in key) for key, _ in likely)
        with_spaces = sum(" " in key for key, _ in likely)
        look = cls(0.0, with_digits > _MOST * len(likely), with_spaces > _SOME * len(likely), is_known=True)
        return replace(look, cells=median([filled for key, filled in likely if look.fits(key)] or [0]))

    def fits(self, key: str) -> bool:
        """Tell whether a reference looks like the others."""
        if self.have_digits and not any(sign.isdecimal() for sign in key):
            return False
        return self.have_spaces or " " not in key


def is_record_at_a_glance(first: str, key: str | None, look: Look) -> bool:
    """Tell whether a row is a record beyond doubt, by its first cell and its reference."""
    return bool(key) and look.is_known and look.fits(str(key)) and _lead(first) is None


def why_no_record(filled: Sequence[str], key: str | None, look: Look) -> str | None:
    """Say why a row is no record; nothing where it is one. `filled` are its cells with anything.

    `key` is its reference; nothing where the list has no such column.

    A row whose reference alone is odd is left to the reader, who asks about it.
    """
    if not filled:
        return OF_REPORT
    if all(_RULE.fullmatch(cell) for cell in filled):
        return A_RULE
    lead = _lead(filled[0])
    is_odd = len(filled) <= _FEW if key is None else not (key and look.is_known and look.fits(key))
    is_sparse = len(filled) <= max(_FEW, look.cells / 2)
    if lead in (A_TOTAL, A_PAGE) or (lead is not None and is_odd and is_sparse):
        return lead
    if is_sparse and is_odd and any(_lead(cell) == A_TOTAL for cell in filled):
        return A_TOTAL
    if is_odd and len(filled) == 1 and look.cells > _FEW:
        return A_GROUP
    if is_odd and is_sparse and look.cells > _FEW and key is not None:
        return UNLIKE if key else A_GROUP
    return None


def _lead(cell: str) -> str | None:
    plain = cell.casefold().strip()
    for form, why in ((_TOTAL, A_TOTAL), (_PAGE, A_PAGE), (_OF_REPORT, OF_REPORT)):
        if form.fullmatch(plain):
            return why
    return None


class Header:
    """A header, by which it is told when it stands there again."""

    def __init__(self, header: Sequence[str], columns: Mapping[str, int]) -> None:
        self._folded = {place: cells.folded(header[place]) for place in columns.values()}
        self._probes = [(place, self._folded[place]) for place in sorted(self._folded)[:_FEW]]

    def stands_in(self, row: Sequence[Cell]) -> bool:
        """Tell whether a row is the header once more, as at the top of a report's next page."""
        if not any(place < len(row) and cells.folded(row[place]) == folded for place, folded in self._probes):
            return False
        filled = [place for place in self._folded if place < len(row) and cells.folded(row[place])]
        same = [place for place in filled if cells.folded(row[place]) == self._folded[place]]
        return len(same) >= _FEW and len(same) * 2 > len(filled)
