"""Rows of a report beside its records: totals, page lines, headings of groups, the header again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from . import cells
from .sheets import Cell

_TOTAL = re.compile(r"(?:grand |sub-?\s?|overall |running |report |team |list "
                    r")?(?:totals?|sum|average|mean)\b.*|"
                    r".+\b(?:sub-?)?totals?:?|"
                    r"(?:row |record |case )?count\b.*|"
                    r"(?:number|no\.?) of (?:rows|records|cases|children|results)\b.*")  # fmt: skip
_PAGE = re.compile(
    r"(?:-\s*)?(?:page|pg\.?|sheet)\s*\d+(?:\s*(?:of|/)\s*\d+)?(?:\s*-)?|\d+\s+of\s+\d+"
)
_OF_REPORT = re.compile(
    r"(?:report|run|printed|print "
    r"date|produced|generated|created|exported|extract(?:ed)?|refreshed|"
    r"last updated|updated|data as|as at|as of|correct as|date (?:of "
    r"report|run|printed|produced)|source|filters?|"
    r"filtered|parameters?|selection|criteria|user|prepared|official|confidential|restricted|"
    r"sensitive|end of|"
    r"notes?\b|key\b|legend|version|copyright|©|\*|this "
    r"report|please|disclaimer|contact|mosaic|liquidlogic|eclipse|"
    r"business objects|power bi|crystal|ssrs|textbox\d*|\(?\d+ (?:rows?|records?)|no (?:more "
    r")?(?:rows|records|data)).*"
)
# Days, times, years, shares and counts as they stand below a report.
_PRINTED = re.compile(
    r"\d{1,4}[-/. ](?:\d{1,2}|[a-z]{3,9})[-/. ]\d{2,4}(?:[ t,]+\d{1,2}:\d{2}.*)?|[a-z]{3,9}[-/ "
    r"]\d{2,4}|"
    r"\d{1,2}:\d{2}(?::\d{2})?(?: "
    r"?[ap]m)?|\d{1,2}/\d{4}|(?:19|20)\d\d[-/]\d\d(?:\d\d)?|\d{1,3}/\d{1,3}|"
    r"\d+(?:\.\d+)? ?%|n ?= ?\d+|v(?:ersion )?\d+(?:\.\d+)*|"
    r"\d+ (?:child(?:ren)?|cases?|young people|people|records?|rows?|results?)"
)
_TOTAL_ALONE = re.compile(
    r"(?:grand |sub-?\s?|overall |running |report |team |list "
    r")?(?:totals?|sum|average|mean|count)\b[\s:]*"
    r"(?:(?:number|no|of|open|all|children|cases|records|rows)\b[\s:]*)*"
)
_ENDS_IN_TOTAL = re.compile(r"\btotals?:?$")
_RULE = re.compile(r"[-=_*.·–—\s]{3,}")
_ZEROS = frozenset({"0", "0.0", "00:00:00", "false"})
A_TOTAL, A_PAGE, OF_REPORT, A_RULE = (
    "a total",
    "a page line",
    "a line of the report",
    "a ruled line",
)
EMPTY, NUMBERS = "an empty row", "a row of column numbers"
HEADER_AGAIN = "the header again"
A_GROUP, UNLIKE = "a heading of a group", "its reference does not look like the others"
OTHER_TABLE = "of another table in the report"
ALONE = "nothing but a reference stands in its row"
ABOUT_CHILDREN = (UNLIKE, ALONE)
"""Of these reasons, those of a row that may be about a child all the same."""
_FEW = 2  # cells that a line of a report fills
_MOST = 0.5  # of the references have it: then one without it is unlike them
_SOME = 0.1  # of the references have it: then one with it is like them
_A_FIFTH = 0.2  # of the references have a shape: then it is one of theirs
_MOST_SHAPES_FROM = 500  # references
_WITH_WORDS = re.compile(
    r"\d\S*\s*(?:[-–—:,]\s+|\(|\s)[^\W\d_]{3,}|"
    r"^(?:see|was|now|e\.?g\.?|ex|former|formerly|new|prev|previously|linked to|sibling of|twin "
    r"of|same as|as)\b"
)
_BETWEEN = re.compile(r"\s*(?:[&;,/+–-]|\n|\band\b)\s*")


@dataclass(frozen=True, slots=True)
class Look:
    """The look of a table's records: how many cells they fill, how their references look.

    It `is_known` where any reference was there to look at. `shapes` are the kinds of signs that
    references are made of.
    """

    cells: float = 0.0
    have_digits: bool = False
    have_spaces: bool = True
    length: float = 0.0
    is_known: bool = False
    shapes: frozenset[str] = frozenset()

    @classmethod
    def of(cls, rows: Sequence[tuple[str, int]]) -> Look:
        """Tell how records look by the reference of each row and how many cells it fills."""
        likely = [(key, filled) for key, filled in rows if key and _lead(key) is None]
        if not likely:
            middle = 0.0
            if rows:
                middle = median(filled for _, filled in rows)
            return cls(middle)
        fullest = max(filled for _, filled in likely)
        likely = [(key, filled) for key, filled in likely if filled > fullest / 2]
        with_digits = sum(any(sign.isdecimal() for sign in key) for key, _ in likely)
        with_spaces = sum(" " in key for key, _ in likely)
        look = cls(
            0.0, with_digits > _MOST * len(likely), with_spaces > _SOME * len(likely), is_known=True
        )
        fitting = [(key, filled) for key, filled in likely if look.fits(key)] or likely
        return replace(
            look,
            cells=median(filled for _, filled in fitting),
            length=median(len(key) for key, _ in fitting),
            shapes=_common([_shape(key) for key, _ in fitting[:_MOST_SHAPES_FROM]]),
        )

    def is_short(self, key: str) -> bool:
        """Tell whether a reference is much shorter than the others."""
        return len(key) * 2 < self.length

    def is_made_of_the_same(self, key: str) -> bool:
        """Tell whether another reference has the same kinds of signs, and the usual length."""
        return _shape(key) in self.shapes and not self.is_short(key)

    def names_several(self, key: str) -> bool:
        """Tell whether a cell holds more than one reference: `1013/1014`, others `1015`."""
        parts = [part for part in _BETWEEN.split(key) if part]
        if len(parts) < 2 or _shape(" ".join(key.split())) in self.shapes:
            return False
        return all(self.is_made_of_the_same(part) for part in parts)

    def has_words_around(self, key: str) -> bool:
        """Tell whether words stand around a lone reference: `1013 (closed)`, `see 1003`."""
        return (
            _WITH_WORDS.search(key.casefold()) is not None
            and bool(self.shapes)
            and _shape(key) not in self.shapes
        )

    def fits(self, key: str) -> bool:
        """Tell whether a reference looks like the others."""
        if self.have_digits and not any(sign.isdecimal() for sign in key):
            return False
        return self.have_spaces or " " not in key


def is_record_at_a_glance(filled: int, key: str | None, look: Look) -> bool:
    """Tell whether a row is surely a record, by the cells it fills and by its reference."""
    if not key or not look.is_known or key.casefold() in _ZEROS or look.is_short(key):
        return False
    return look.fits(key) and filled > max(_FEW, look.cells / 2)


def why_no_record(filled: Sequence[str], key: str | None, look: Look) -> str | None:
    """Say why a row is no record; nothing where it is one. `filled` are its cells with anything.

    `key` is its reference; nothing where the list has no such column. A row whose reference alone
    is odd is left to the reader, who asks about it.
    """
    if all(cell.casefold() in _ZEROS for cell in filled):
        return EMPTY
    if all(_RULE.fullmatch(cell) for cell in filled):
        return A_RULE
    if len(filled) > _FEW and list(filled) == [str(number) for number in range(1, len(filled) + 1)]:
        return NUMBERS
    if key is None:
        is_odd = len(filled) <= _FEW
    else:
        is_odd = not (key and look.is_known and look.fits(key))
    if len(filled) > max(_FEW, look.cells / 2):
        return _why_full(filled, is_odd=is_odd)
    return _why_sparse(filled, key, look, is_odd=is_odd)


def _why_full(filled: Sequence[str], *, is_odd: bool) -> str | None:
    lead = _lead(filled[0])
    if is_odd and lead in (A_TOTAL, A_PAGE):
        return lead
    return None


def _why_sparse(filled: Sequence[str], key: str | None, look: Look, *, is_odd: bool) -> str | None:
    if all(_PRINTED.fullmatch(cell.casefold()) for cell in filled):
        return OF_REPORT
    is_alike = bool(key) and not is_odd and look.is_made_of_the_same(key or "")
    leads = [
        lead
        for cell in filled
        if (lead := _lead(cell)) is not None and not (is_alike and _may_be_a_name(cell))
    ]
    for why in (A_TOTAL, A_PAGE):
        if why in leads:
            return why
    if is_odd and leads:
        return leads[0]
    alone = None
    if len(filled) == 1:
        alone = _why_alone(key, look, is_odd=is_odd, is_alike=is_alike)
    if alone:
        return alone
    if key is None or look.cells <= _FEW:
        return None
    if is_odd:
        return UNLIKE if key else A_GROUP
    if look.is_short(key):
        return UNLIKE
    return None


def _why_alone(key: str | None, look: Look, *, is_odd: bool, is_alike: bool) -> str | None:
    """Say why a row of a single cell is no record; nothing where it may be one."""
    if is_odd and look.cells > _FEW:
        return A_GROUP
    if not key:
        return None
    has_digits = any(sign.isdecimal() for sign in key)
    if not is_alike or (look.cells <= 1 and not has_digits):
        return UNLIKE if has_digits else OF_REPORT
    if look.cells > _FEW:
        return ALONE
    return None


def _lead(cell: str) -> str | None:
    plain = cell.casefold().strip()
    for form, why in ((_TOTAL, A_TOTAL), (_PAGE, A_PAGE), (_OF_REPORT, OF_REPORT)):
        if form.fullmatch(plain):
            return why
    return None


def _may_be_a_name(cell: str) -> bool:
    """Tell whether a cell that begins like a total may name a person: *Count, Basil*."""
    plain = cell.casefold().strip()
    is_of_a_total = _TOTAL_ALONE.fullmatch(plain) or _ENDS_IN_TOTAL.search(plain)
    return any(sign.isalpha() for sign in plain) and not is_of_a_total


def _shape(key: str) -> str:
    """Give the kinds of signs that a reference is made of: `9-a` for `P-77`."""
    return "".join(sorted(set(map(_kind_of_sign, key))))


def _kind_of_sign(sign: str) -> str:
    if sign.isdecimal():
        return "9"
    if sign.isalpha():
        return "a"
    return sign


def _common(shapes: Sequence[str]) -> frozenset[str]:
    """Give the shapes that more than a few references have."""
    return frozenset(
        shape for shape, number in Counter(shapes).items() if number > _A_FIFTH * len(shapes)
    )


def begins_another_table(filled: Sequence[str]) -> bool:
    """Tell whether a row is the header of another table in a report: `Textbox40, Textbox41`."""
    return bool(filled) and all(re.fullmatch(r"textbox\d+", cell.casefold()) for cell in filled)


class Header:
    """A header, by which it is told when it stands there again."""

    def __init__(self, header: Sequence[str], columns: Mapping[str, int]) -> None:
        self._folded = {place: cells.folded(header[place]) for place in columns.values()}
        self._words = frozenset(self._folded.values())
        self._all = frozenset(cells.folded(cell) for cell in header)

    def stands_in(self, row: Sequence[Cell]) -> bool:
        """Tell whether a row is the header again, as on a report's next page, in any order."""
        first = next((cell for cell in row if cell not in ("", None)), "")
        if not isinstance(first, str) or not (
            cells.folded(first) in self._words or self._has_two(row)
        ):
            return False
        filled = [cells.folded(cell) for cell in row if cells.folded(cell)]
        known = [cell for cell in filled if cell in self._all]
        return len(known) >= _FEW and len(known) * 2 > len(filled)

    def _has_two(self, row: Sequence[Cell]) -> bool:
        places = [
            place
            for place, folded in self._folded.items()
            if place < len(row) and cells.folded(row[place]) == folded
        ]
        return len(places) >= _FEW
