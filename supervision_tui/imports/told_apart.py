"""Kinds of file told apart by their columns, so that each is read by the right command."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from itertools import chain

from .known_columns import (
    ANNEX_A,
    ANNEX_A_NAMED,
    ANNEX_A_TELLING,
    CASELOAD,
    CASELOAD_WITH_PLAN,
    DATASET,
    DATASET_BY_PLAN,
    NAMES,
    OTHER_LISTS,
    TRAINING,
)
from .tables.files import ReadFiles
from .tables.sheets import Sheet
from .tables.table import HEADER_WITHIN, FoundHeader, find_header, known_columns

_LIST_IN_NAME = re.compile(r"\blist[\s_-]*(\d{1,2})(?!\d)", re.IGNORECASE)
_LISTS_LEFT_OUT = ("1", "2", "10", "11")
_EVENT_LISTS = ("3", "4", "5")
_ONLY_HERE = 2  # columns of Annex A alone, by which a list without a telling name is known


class FileKind(StrEnum):
    """A kind of file, by the word of its command."""

    ANNEX_A = "annex-a"
    CASELOAD = "caseload"
    DATASET = "ssd"
    TRAINING = "training"
    NAMES = "names"
    WORKFORCE = "workforce"


_IS = {
    FileKind.ANNEX_A: "Annex A",
    FileKind.CASELOAD: "a plain caseload",
    FileKind.DATASET: "of the Standard Safeguarding Dataset",
    FileKind.TRAINING: "a list of attendance at trainings",
    FileKind.NAMES: "a list of children’s names",
    FileKind.WORKFORCE: "a workforce census",
}
_NEEDS = {
    FileKind.ANNEX_A: "is not an Annex A export: no list with a child's reference and its columns "
    "in it.",
    FileKind.CASELOAD: "is no caseload file: one row names at least a child’s reference and a "
    "worker "
    "(child_ref, worker). With other headings, open the app and choose the file: it asks what "
    "each column means.",
    FileKind.DATASET: "holds no tables of the Standard Safeguarding Dataset: CSV files with its "
    "own column names.",
    FileKind.TRAINING: "is no list of attendance: it needs columns for worker, course, date and "
    "status.",
    FileKind.WORKFORCE: "is not a well-formed XML file; a workforce census (CSWW) is one.",
    FileKind.NAMES: "names no children: it needs a column of references, and one of names, "
    "families or days of birth.",
}


def annex_a_list(sheet: Sheet) -> tuple[str, FoundHeader] | None:
    """Tell which list of Annex A a sheet is, and where its header stands.

    What the header holds decides; the sheet's name breaks a tie, and leaves out lists 1, 2, 10 and
    11.
    """
    named = _LIST_IN_NAME.search(sheet.name)
    number = named[1].lstrip("0") if named else ""
    if number in _LISTS_LEFT_OUT:
        return None
    headers = {each: find_header(sheet, expected) for each, expected in ANNEX_A.items()}
    telling = {
        each: sum(column in header.columns for column in ANNEX_A_TELLING[each])
        for each, header in headers.items()
        if header is not None
    }
    likely = [each for each in telling if telling[each]]
    if number in ANNEX_A and (number in likely or not likely):
        header = headers[number] or find_header(sheet, ANNEX_A_NAMED[number])
        if header is not None:
            return (number, header)
        return None
    if not likely:
        return None
    best = max(likely, key=lambda each: (telling[each], -int(each)))
    header = headers[best]
    if header is not None:
        return (best, header)
    return None


def is_left_out_list(sheet: Sheet) -> bool:
    """Tell whether a sheet is a list of Annex A that is left out: contacts, adoption, more."""
    named = _LIST_IN_NAME.search(sheet.name)
    if named is not None and named[1].lstrip("0") in _LISTS_LEFT_OUT:
        return True
    return any(known_columns(row, OTHER_LISTS) for row in sheet.rows[:HEADER_WITHIN])


def is_named_list(sheet: Sheet) -> bool:
    """Tell whether a sheet is called like a list that is read."""
    named = _LIST_IN_NAME.search(sheet.name)
    return named is not None and named[1].lstrip("0") in ANNEX_A


def is_annex_a(sheets: Iterable[Sheet]) -> str | None:
    """Tell by which list sheets are known to be Annex A and no plain caseload.

    Nothing where they are not.
    """
    for sheet in sheets:
        if is_left_out_list(sheet):
            return "1, 2, 10 or 11"
        found = annex_a_list(sheet)
        if found is None:
            continue
        number, header = found
        telling = sum(column in header.columns for column in ANNEX_A_TELLING[number])
        has_plan = number not in _EVENT_LISTS or find_header(sheet, CASELOAD_WITH_PLAN) is not None
        if is_named_list(sheet) or telling >= _ONLY_HERE or (telling and not has_plan):
            return number
    return None


def dataset_kind(sheet: Sheet) -> tuple[str, FoundHeader] | None:
    """Tell which table of the safeguarding dataset a sheet is, and where its header stands."""
    for tables in (DATASET, DATASET_BY_PLAN):
        for kind, expected in tables.items():
            header = find_header(sheet, expected)
            if header is not None:
                return kind, header
    return None


def kind_of(sheets: Iterable[Sheet]) -> FileKind | None:
    """Tell which kind of file these sheets are; nothing where they are none that is known."""
    there = list(sheets)
    if any(dataset_kind(sheet) for sheet in there):
        return FileKind.DATASET
    if is_annex_a(there):
        return FileKind.ANNEX_A
    if any(find_header(sheet, TRAINING) for sheet in there):
        return FileKind.TRAINING
    if any(find_header(sheet, CASELOAD) for sheet in there):
        return FileKind.CASELOAD
    if any(annex_a_list(sheet) for sheet in there):
        return FileKind.ANNEX_A
    if any(names_something(header) for sheet in there if (header := find_header(sheet, NAMES))):
        return FileKind.NAMES
    return None


def names_something(header: FoundHeader) -> bool:
    """Tell whether a header names more of a child than the reference."""
    return len(header.columns) > 1


def wrong_file(files: ReadFiles, name: str, wanted: FileKind) -> str:
    """Say why a file is not the one wanted, and which command reads it, if known."""
    kind = kind_of(files.sheets)
    hidden = next(
        (sheet for sheet in files.hidden if kind is None and kind_of([sheet]) is wanted), None
    )
    if hidden is not None:
        return (
            f"{name} holds it on the sheet “{hidden.name}”, which is hidden; show it and save "
            f"the file."
        )
    if kind is None or kind is wanted:
        missing = _not_found(files.sheets) if wanted is FileKind.TRAINING else ""
        return f"{name} {_NEEDS[wanted]}{missing}"
    if (wanted, kind) == (FileKind.CASELOAD, FileKind.NAMES):
        return (
            f"{name} names no workers, and a caseload does; add a column of workers. As a list of "
            f"children’s names, "
            "supervision-tui import names reads it."
        )
    return f"{name} is {_IS[kind]}; supervision-tui import {kind} reads it."


def _not_found(sheets: Iterable[Sheet]) -> str:
    """Say which columns of a list of attendance were not found, where some were; else empty."""
    headers = [
        known_columns(row, TRAINING.headings)
        for row in chain.from_iterable(sheet.rows[:HEADER_WITHIN] for sheet in sheets)
    ]
    lacking = [[column for column in TRAINING.needed if column not in header] for header in headers]
    least = min(lacking, key=len, default=[])
    if 0 < len(least) < len(TRAINING.needed):
        return f" Not found: {', '.join(least)}."
    return ""
