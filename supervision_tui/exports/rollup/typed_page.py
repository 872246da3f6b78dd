"""The additions to the authority's first page, typed into `first-page.toml` beside the summaries:
who meets whom, decisions asked, comparators, sign-offs.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from supervision_tui.exports.oversight.figures import figure_of, is_figure
from supervision_tui.practice.days import named_periods
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.oversight.page_entries import Entry, EntryKind
from supervision_tui.system.files import read_bytes

from .reading import Refusal

TYPED_PAGE = "first-page.toml"
_LARGEST = 256 * 1024
_NOTHING = "nothing of it stands on the first page"
# The tables of the file: what each must say, and what it may.
_TABLES = {
    "meeting": (EntryKind.MEETING, ("team", "who", "by"), ("because", "became", "ended")),
    "decision": (EntryKind.DECISION, ("decision", "who", "by"), ("became", "ended")),
    "comparator": (EntryKind.COMPARATOR, ("figure", "value", "source"), ()),
    "signed": (EntryKind.SIGN_OFF, ("period", "who", "on"), ()),
}
_LONGEST = 300  # letters of a text
_DAYS = ("by", "ended", "on")


class _Wrong(ValueError):
    """A part of the file that cannot be used; the sentence says which and why."""


def typed_entries(paths: Iterable[Path], refused: list[Refusal]) -> list[Entry]:
    """The entries typed in the folders named; a file that cannot be used is added to `refused`."""
    found: list[Entry] = []
    for folder in dict.fromkeys(filter(os.path.isdir, paths)):
        file = folder / TYPED_PAGE
        if not file.is_file():
            continue
        try:
            found += _entries(read_bytes(file, _LARGEST).decode("utf-8-sig"))
        except (_Wrong, tomllib.TOMLDecodeError) as why:
            refused.append(Refusal(TYPED_PAGE, f"{_NOTHING}: {why}"))
        except UnicodeDecodeError:
            refused.append(Refusal(TYPED_PAGE, f"{_NOTHING}: it is not a text file in UTF-8"))
        except OSError:
            says = f"it cannot be read, or is larger than {_LARGEST // 1024} KB"
            refused.append(Refusal(TYPED_PAGE, f"{_NOTHING}: {says}"))
        except (ValueError, RecursionError):
            refused.append(Refusal(TYPED_PAGE, f"{_NOTHING}: a value in it is none"))
    return found


def _entries(text: str) -> list[Entry]:
    tables = tomllib.loads(text)
    unknown = next((name for name in tables if name not in _TABLES), "")
    if unknown:
        raise _Wrong(f"[[{unknown[:30]}]] is no table of it; there are {', '.join(_TABLES)}")
    found: list[Entry] = []
    for name in tables:
        found += [_entry(name, place, row) for place, row in _rows(name, tables)]
    return found


def _rows(name: str, tables: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    rows = tables[name]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _Wrong(f"{name} begins with [[{name}]], in two brackets")
    yield from enumerate(rows, 1)


def _entry(name: str, place: int, row: Mapping[str, Any]) -> Entry:
    kind = _TABLES[name][0]
    here = f"{name} {place}"
    _check_keys(name, here, row)
    _check_texts(name, here, row)
    if bool(row.get("became")) != ("ended" in row):
        raise _Wrong(f"{here} says what became of it with the day: “became” and “ended” together")
    return Entry(
        kind=kind,
        recorded_on=row.get("on", date.min),
        about=row.get("team", "") or _figure(row, here),
        says=row.get("because", "") or row.get("decision", "") or row.get("source", ""),
        who=row.get("who", ""),
        by=row.get("by"),
        value=_value(row, here),
        period=_period(row, here),
        outcome=row.get("became", ""),
        ended_on=row.get("ended"),
    )


def _check_keys(name: str, here: str, row: Mapping[str, Any]) -> None:
    """Refuse what a table does not say, and what it must say and does not."""
    _, needed, optional = _TABLES[name]
    for key in row:
        if key not in (*needed, *optional):
            raise _Wrong(f"{here} has “{key[:30]}”; it says {', '.join((*needed, *optional))}")
    for key in needed:
        if row.get(key) in (None, ""):
            raise _Wrong(f"{here} does not say “{key}”")


def _check_texts(name: str, here: str, row: Mapping[str, Any]) -> None:
    """Refuse a day that is none, and a text that cannot stand on a page."""
    needed = _TABLES[name][1]
    for key in _DAYS:
        if key in row and type(row[key]) is not date:
            raise _Wrong(f"“{key}” of {here} is a day without quotes, like 2026-12-11")
    for key in set(row) - {*_DAYS, "value"}:
        if not isinstance(row[key], str):
            raise _Wrong(f"“{key}” of {here} is a text in quotes")
        if not row[key].isprintable() or (key in needed and not row[key].strip()):
            raise _Wrong(f"“{key}” of {here} is empty, or has signs that are no text")
        if len(row[key]) > _LONGEST:
            raise _Wrong(f"“{key}” of {here} has more than {_LONGEST} letters")


def _figure(row: Mapping[str, Any], here: str) -> str:
    if "figure" not in row:
        return ""
    key = str(row["figure"])
    if not is_figure(key) or figure_of(key).begin:
        raise _Wrong(f"“{key[:40]}” of {here} is no figure; use its key, like held_share")
    return key


def _value(row: Mapping[str, Any], here: str) -> float | None:
    if "value" not in row:
        return None
    value, is_share = row["value"], figure_of(str(row["figure"])).share is not None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not 0 <= value < 10_000 or (is_share and value > 1):
        raise _Wrong(f"“value” of {here} is a number; of a share between 0 and 1, like 0.85")
    return float(value)


def _period(row: Mapping[str, Any], here: str) -> Period | None:
    if "period" not in row:
        return None
    typed = str(row["period"])
    for read in (named_periods.read_month, named_periods.read_quarter, named_periods.read_year):
        try:
            return read(typed)
        except named_periods.NotAPeriod:
            continue
    raise _Wrong(f"“{typed[:20]}” of {here} is no period; name it like 2026-10, 2026Q3 or 2025-26")
