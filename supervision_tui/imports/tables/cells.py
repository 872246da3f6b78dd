"""What stands in the cells of councils' exports: references, dates, names and headers, in all their dirt."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

from supervision_tui.practice.spans import FIRST_YEAR, LAST_YEAR

LONGEST_NAME = 120
LONGEST_REFERENCE = 40
_NOTHING = {"", "#n/a", "n/a", "na", "null", "none", "-", "--", "#ref!", "#value!", "#name?", "nan", "unknown date"}
_NOBODY_WORDS = {"unallocated", "unassigned", "vacant", "vacancy", "tbc", "tba"}
_GENERIC_WORDS = _NOBODY_WORDS | {
    "allocated", "allocation", "awaiting", "desk", "duty", "inbox", "known", "locum", "no", "none", "not", "pending",
    "screening", "social", "support", "team", "tray", "unit", "unknown", "worker", "worklist", "yet",
}  # fmt: skip
_GROUPS = {"team", "unit", "inbox", "worklist", "tray", "duty"}
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_EXCEL_RANGE = (7_000, 80_000)  # from 1919 to 2119
_TEXT_DATES = (
    ("%Y-%m-%d", re.compile(r"\d{4}-\d{1,2}-\d{1,2}")),
    ("%d/%m/%Y", re.compile(r"\d{1,2}/\d{1,2}/\d{4}")),
    ("%d-%m-%Y", re.compile(r"\d{1,2}-\d{1,2}-\d{4}")),
    ("%d.%m.%Y", re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")),
    ("%d/%m/%y", re.compile(r"\d{1,2}/\d{1,2}/\d{2}")),
    ("%d-%b-%y", re.compile(r"\d{1,2}-[A-Za-z]{3}-\d{2}")),
    ("%d-%b-%Y", re.compile(r"\d{1,2}-[A-Za-z]{3}-\d{4}")),
    ("%d %b %Y", re.compile(r"\d{1,2} [A-Za-z]{3} \d{4}")),
    ("%d %B %Y", re.compile(r"\d{1,2} [A-Za-z]{4,9} \d{4}")),
    ("%Y%m%d", re.compile(r"(?:19|20)\d{6}")),
)
_TIME_OF_DAY = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AaPp][Mm])?Z?$")


class CellWrong(Exception):
    """A cell cannot be read as what its column holds; the message is the reason."""


def folded(value: object) -> str:
    """Case-folded letters and digits after NFKC: how headers and codes are compared."""
    return "".join(c for c in unicodedata.normalize("NFKC", str(value)).casefold() if c.isalnum())


def text(value: object) -> str:
    """One line of plain text: NFKC, no control characters, single spaces; empty for all the ways to say nothing."""
    plain = unicodedata.normalize("NFKC", str(value))
    plain = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in plain)
    plain = " ".join(plain.split())
    return "" if plain.casefold() in _NOTHING else plain


def reference(value: object) -> str:
    """A child's reference; numbers lose the decimals a spreadsheet gave them. Raises `CellWrong`."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    found = text(value)
    if re.fullmatch(r"\d+\.0+", found):
        found = found.partition(".")[0]
    if not found:
        raise CellWrong("the child's reference is missing")
    if len(found) > LONGEST_REFERENCE:
        raise CellWrong(f"the reference is longer than {LONGEST_REFERENCE} characters")
    return found


def day(value: object) -> date | None:
    """A date from a date cell, a serial number or text, the day first. Raises `CellWrong`."""
    if isinstance(value, date):  # an instant is one, too
        return _possible(value.date() if isinstance(value, datetime) else value)
    if isinstance(value, bool):
        raise CellWrong("not a date")
    if isinstance(value, int | float):
        return _from_serial(value)
    found = _TIME_OF_DAY.sub("", text(value)).strip().replace("Sept ", "Sep ").replace("Sept-", "Sep-")
    if not found:
        return None
    for form, pattern in _TEXT_DATES:
        if pattern.fullmatch(found):
            return _parsed(found, form)
    if re.fullmatch(r"\d{5}(\.\d+)?", found):
        return _from_serial(float(found))
    raise CellWrong("not a date")


def person(value: object) -> str | None:
    """A worker's name, or nothing where the cell names nobody in particular. Raises `CellWrong`."""
    found = text(value)
    if len(found) > LONGEST_NAME:
        raise CellWrong(f"the name is longer than {LONGEST_NAME} characters")
    return None if _names_nobody(found) else found


def _names_nobody(name: str) -> bool:
    """Whether a cell holds a queue, a team or a gap in place of a person."""
    words = [word for word in re.split(r"\W+", name.casefold()) if word and not word.isdecimal()]
    if not words or _NOBODY_WORDS & set(words) or all(word in _GENERIC_WORDS for word in words):
        return True
    return words[0] == "duty" or (words[-1] in _GROUPS - {"duty"})


def team(value: object) -> str:
    """A team's name. Raises `CellWrong`."""
    found = text(value)
    if len(found) > LONGEST_NAME:
        raise CellWrong(f"the name is longer than {LONGEST_NAME} characters")
    return found


def sex(value: object) -> str | None:
    """`female`, `male` or nothing, from words, letters and census codes."""
    found = folded(value)
    for prefix in ("a", "b", "c", "d"):
        if found.startswith(prefix) and found[1:] in ("male", "female"):
            found = found[1:]
    return {"female": "female", "f": "female", "2": "female", "20": "female",
            "male": "male", "m": "male", "1": "male", "10": "male"}.get(found)  # fmt: skip


def _from_serial(value: float) -> date:
    low, high = _EXCEL_RANGE
    if not low < value < high:
        raise CellWrong("not a date")
    return _EXCEL_DAY_ZERO + timedelta(days=int(value))


def _parsed(found: str, form: str) -> date | None:
    try:
        day_found = datetime.strptime(found, form).date()  # noqa: DTZ007  (a day, not an instant)
    except ValueError:
        raise CellWrong("there is no such date") from None
    return _possible(day_found)


def _possible(found: date) -> date | None:
    """The date, if it can be right; nothing for the last year there is, by which systems mean that there is no end."""
    if found.year == date.max.year:
        return None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise CellWrong("a year that cannot be right")
    return found
