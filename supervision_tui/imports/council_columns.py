"""A council's own columns: which heading of its export means what, kept as TOML.

name = "Caseload from Mosaic"
date_order = "day-first"

[columns]
ref = "Person ID"
worker = "Allocated to"

[plans]
"S47" = "cp"
"NFA" = "closed"

[roles]
"Lead SW" = "worker"
"Second SW" = "beside"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from supervision_tui.desk.imports.files import ImportRefused
from supervision_tui.practice.vocabulary import Plan
from supervision_tui.system.files import read_text

from .known_columns import CASELOAD
from .tables import cells
from .tables.dates import DateOrder
from .tables.sheets import Sheet
from .tables.table import HEADER_WITHIN, Expected, find_header, known_columns
from .worker_roles import RoleRank

FOLDER = "imports"  # in the configuration folder
_LARGEST = 100_000  # letters of a file
_CLOSED = "closed"
_ROLES = {
    "worker": RoleRank.ALLOCATED,
    "adviser": RoleRank.ADVISER,
    "beside": RoleRank.BESIDE,
    "other": RoleRank.NOT_THE_WORKER,
}
_ORDERS = {str(order): order for order in DateOrder}
_SAMPLES = 3
_LONGEST_SAMPLE = 30  # letters
MEANINGS = {
    "ref": "reference of the child",
    "worker": "worker",
    "team": "team",
    "plan": "plan or status",
    "plan_start": "since when",
    "ends": "closed on",
    "name": "name of the child",
    "forename": "forename",
    "surname": "surname",
    "family": "family",
    "born": "born or expected",
    "sex": "sex",
    "category": "category or legal status",
    "rag": "RAG rating",
    "role": "role of the worker",
}
"""What a column may mean, by its name in the file, in words for a person."""
NEEDED = ("ref", "worker")
_READ_BESIDE = ("ends", "died", "allocation_ends", "role")


@dataclass(frozen=True, slots=True)
class CouncilColumns:
    """The columns of a council's export: headings by meaning, its words, the order of dates."""

    name: str
    columns: Mapping[str, str]
    plans: Mapping[str, str | None] = field(default_factory=dict)
    roles: Mapping[str, RoleRank] = field(default_factory=dict)
    order: DateOrder | None = None

    @property
    def expected(self) -> Expected:
        """The columns as they are looked for; each of them must be there.

        What tells that a case has ended, or in which role somebody is there, is known by its usual
        headings, too.
        """
        taken = {cells.folded(heading) for heading in self.columns.values()}
        headings: dict[str, tuple[str, ...]] = {
            meaning: tuple(
                heading for heading in CASELOAD.headings[meaning] if heading not in taken
            )
            for meaning in _READ_BESIDE
        }
        headings |= {meaning: (cells.folded(heading),) for meaning, heading in self.columns.items()}
        return Expected(headings, tuple(self.columns), CASELOAD.dates, CASELOAD.key)


def read_all(
    folder: Path, plans: Collection[str] = tuple(Plan)
) -> tuple[list[CouncilColumns], list[str]]:
    """Read every file of columns in a configuration folder, and say what is wrong with each.

    `plans` are those of the policy, a service's own among them.
    """
    found, problems = [], []
    for path in sorted((folder / FOLDER).glob("*.toml")):
        try:
            found.append(_read(path, plans))
        except ImportRefused as why:
            problems.append(str(why))
    return found, problems


def named(own: Sequence[CouncilColumns], name: str) -> CouncilColumns:
    """Find columns by their name. Raises `ImportRefused`."""
    found = next((each for each in own if each.name.casefold() == name.strip().casefold()), None)
    if found is None:
        there = ", ".join(each.name for each in own) or "none yet"
        raise ImportRefused(f"There are no columns called “{name}”; there are: {there}.")
    return found


def check_fit(own: CouncilColumns, sheets: Sequence[Sheet]) -> None:
    """Refuse columns that do not all stand in one of these sheets.

    Raises `ImportRefused`, which names one missing.
    """
    if fitting([own], sheets):
        return
    there = set()
    for sheet in sheets:
        for row in sheet.rows[:HEADER_WITHIN]:
            for cell in row:
                there.add(cells.folded(cell))
    missing = [heading for heading in own.columns.values() if cells.folded(heading) not in there]
    what = f"it has no column “{missing[0]}”" if missing else "no row has all of them"
    raise ImportRefused(f"The columns “{own.name}” do not fit this file: {what}.")


def fitting(own: Sequence[CouncilColumns], sheets: Sequence[Sheet]) -> CouncilColumns | None:
    """Find the columns that all stand in one of these sheets.

    Of several the ones that know most of it.
    """
    fits = [each for each in own if any(find_header(sheet, each.expected) for sheet in sheets)]
    return max(fits, key=lambda each: len(each.columns), default=None)


def _read(path: Path, plans: Collection[str]) -> CouncilColumns:
    try:
        found = tomllib.loads(read_text(path, _LARGEST))
    except (OSError, ValueError) as why:
        raise ImportRefused(f"{FOLDER}/{path.name} cannot be read: {why}.") from None
    try:
        return _made(path, found, plans)
    except _Wrong as why:
        raise ImportRefused(f"{FOLDER}/{path.name}: {why}") from None


class _Wrong(Exception):
    """Something in a file of columns is not as it must be.

    The message says what, and what would be taken.
    """


def _made(path: Path, found: Mapping[str, Any], known: Collection[str]) -> CouncilColumns:
    unknown = set(found) - {"name", "date_order", "columns", "plans", "roles"}
    if unknown:
        raise _Wrong(
            f"“{min(unknown)}” is not known; there are name, date_order, columns, plans, roles."
        )
    columns = _texts(found, "columns")
    for meaning in columns:
        if meaning not in MEANINGS:
            raise _Wrong(
                f"[columns] “{meaning}” is no meaning of a column; there are: "
                f"{', '.join(MEANINGS)}."
            )
    missing = [meaning for meaning in NEEDED if meaning not in columns]
    if missing:
        raise _Wrong(f"[columns] needs a heading for {missing[0]}.")
    order = found.get("date_order")
    if order is not None and order not in _ORDERS:
        raise _Wrong(f"date_order is day-first or month-first, and not “{order}”.")
    plans = {
        cells.folded(word): _plan(said, known) for word, said in _texts(found, "plans").items()
    }
    roles = {_words(word): _role(said) for word, said in _texts(found, "roles").items()}
    name = found.get("name", path.stem)
    if not isinstance(name, str) or not name.strip():
        raise _Wrong("name is a text.")
    date_order = _ORDERS.get(order) if order else None
    return CouncilColumns(name.strip(), columns, plans, roles, date_order)


def _texts(found: Mapping[str, Any], section: str) -> dict[str, str]:
    there = found.get(section, {})
    if not isinstance(there, dict) or not all(isinstance(value, str) for value in there.values()):
        raise _Wrong(f'[{section}] holds lines like word = "text".')
    return there


def _plan(said: str, known: Collection[str]) -> str | None:
    if said == _CLOSED:
        return None
    if said not in known:
        raise _Wrong(f"[plans] “{said}” is no plan; there are: {', '.join(known)}, {_CLOSED}.")
    return said


def _role(said: str) -> RoleRank:
    if said not in _ROLES:
        raise _Wrong(f"[roles] “{said}” is no role; there are: {', '.join(_ROLES)}.")
    return _ROLES[said]


def _words_of(text: str) -> list[str]:
    """List the words of a text, folded, without any sign that is neither letter nor digit."""
    return re.sub(r"[\W_]", " ", text.casefold()).split()


def _words(role: str) -> str:
    return " ".join(_words_of(role))


def to_toml(own: CouncilColumns) -> str:
    """Write columns as they are kept in the configuration folder."""
    import tomlkit

    document = tomlkit.document()
    document.add("name", tomlkit.item(own.name))
    if own.order is not None:
        document.add("date_order", tomlkit.item(str(own.order)))
    columns = tomlkit.table()
    for meaning, heading in own.columns.items():
        columns.add(meaning, heading)
    document.add("columns", columns)
    return tomlkit.dumps(document)


def path_for(folder: Path, name: str) -> Path:
    """Give the file in which columns of that name are kept."""
    stem = "-".join(_words_of(name)) or "columns"
    return folder / FOLDER / f"{stem}.toml"


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a file: its heading, a few of its values, and what it is likely to mean.

    Empty where not known.
    """

    heading: str
    samples: tuple[str, ...]
    likely: str


def headings_in(sheets: Sequence[Sheet]) -> list[Heading]:
    """Give the columns of the largest table there is, for a person to say what each means."""
    if not sheets:
        return []
    sheet = max(sheets, key=lambda each: len(each.rows))
    at = _header_at(sheet)
    header = [cells.one_line(cell) for cell in sheet.rows[at]]
    likely = {
        place: meaning
        for meaning, place in known_columns(sheet.rows[at], CASELOAD.headings).items()
    }
    below = sheet.rows[at + 1 :]
    return [
        Heading(heading, _samples(below, place), likely.get(place, ""))
        for place, heading in enumerate(header)
        if heading
    ]


def _header_at(sheet: Sheet) -> int:
    """Find the row that looks most like a header: many texts, each different, no numbers."""
    rows = sheet.rows[:HEADER_WITHIN]
    fits = [len({cells.folded(cell) for cell in row if _is_heading(cell)}) for row in rows]
    return fits.index(max(fits))


def _is_heading(cell: object) -> bool:
    return (
        isinstance(cell, str)
        and any(sign.isalpha() for sign in cell)
        and not any(sign.isdecimal() for sign in cell)
    )


def _samples(rows: Sequence[Sequence[object]], place: int) -> tuple[str, ...]:
    values = (cells.text(row[place]) for row in rows if place < len(row))
    return tuple(dict.fromkeys(value[:_LONGEST_SAMPLE] for value in values if value))[:_SAMPLES]


def keep(folder: Path, own: CouncilColumns) -> Path:
    """Write columns into the configuration folder.

    Raises `ImportRefused`, also where that name is taken.
    """
    path = path_for(folder, own.name)
    if path.exists():
        raise ImportRefused(
            f"Columns called “{own.name}” are there already ({FOLDER}/{path.name}); give another "
            f"name."
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".new")
        beside.write_text(to_toml(own), "utf-8")
        beside.replace(path)
    except OSError as why:
        raise ImportRefused(
            f"{path.name} could not be written: {why.strerror}. Nothing was changed."
        ) from None
    return path
