"""Words for dates, spans and counts, one wording on every screen and in every export."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date

from .vocabulary import Urgency

_NEAR_DAYS = 304  # about ten months: within it a weekday says more than a year
_DAYS_SAID = 999  # more than these are said in whole years: a narrow column would cut the number


def day(on: date, *, today: date) -> str:
    """A date for a person: `Thu 5 Mar` within ten months of today, else `5 Mar 2027`."""
    if abs((on - today).days) <= _NEAR_DAYS:
        return f"{on:%a} {on.day} {on:%b}"
    return f"{on.day} {on:%b} {on.year}"


def full_day(on: date) -> str:
    """A date with nothing left out: `Fri 17 Apr 2026`."""
    return f"{on:%a} {on.day} {on:%b} {on.year}"


def is_or_are(count: int) -> str:
    """The verb for one or for more."""
    return "is" if count == 1 else "are"


def direction_line(text: str, owner: str, due: str, reason: str, link: str = "") -> str:
    """A direction in a line: what, who, `by Fri 6 Mar 2026 16:00`, why, and its link."""
    beside = f" · {link}" if link else ""
    return f"{text} · {owner} · by {due} · {reason}{beside}"


def due_day(on: date, hour: str = "") -> str:
    """A date by which something is due, with its hour where it has one: `Fri 17 Apr 2026 16:00`."""
    return f"{full_day(on)} {hour}".rstrip()


def with_printable(text: str, stand_in: str) -> str:
    """Put a stand-in in the place of every sign that is not printable."""
    shown = [sign if sign.isprintable() else stand_in for sign in text]
    return "".join(shown)


def late_by(days: int, unit: str = "d") -> str:
    """Word how late something is, in calendar days or working days (`wd`): `42 d late`.

    Of more than 999 days `5 yr late`.
    """
    if unit == "d" and days > _DAYS_SAID:
        return f"{days // 365} yr late"
    return f"{days} {unit} late"


def due_words(due: date, today: date, *, on_the_day: str = "today") -> tuple[str, Urgency]:
    """Word how what is due on a day stands today, with its urgency: `3 d late`, `due Fri`."""
    days = (today - due).days
    if days > 0:
        return late_by(days), Urgency.LATE
    word = on_the_day if days == 0 else f"due {due:%a}"
    return word, Urgency.SOON


def teams(names: Sequence[str]) -> str:
    """The name of the one team; several are counted."""
    if len(names) == 1:
        return names[0]
    if names:
        return f"{len(names)} teams"
    return "no team yet"


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 child`, `3 children`."""
    if number == 1:
        noun = one
    else:
        noun = many or one + "s"
    return f"{number} {noun}"


def of_limit(children: float, limit: float) -> str:
    """`18 of 16`, children of the limit; `no cases` for one who has neither."""
    if not children and not limit:
        return "no cases"
    return f"{children:g} of {limit:g}"


def hours(minutes: int) -> str:
    """`1 h 30 min`, `3 h`, `45 min`."""
    whole, rest = divmod(minutes, 60)
    parts = []
    if whole:
        parts.append(f"{whole} h")
    if rest or not whole:
        parts.append(f"{rest} min")
    return " ".join(parts)


def listing(words: list[str] | tuple[str, ...]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + " and " + words[-1]


def initials(name: str) -> str:
    """The first letter of each part of a name, for when names are blanked."""
    return "".join(f"{part[0].upper()}." for part in name.split() if part) or "?"


def short_name(name: str) -> str:
    """A name as a list shows it, the surname by its letter: `Zara O.`; a single word as it is."""
    first, *rest = name.split() or [""]
    if not rest:
        return first
    return f"{first} {rest[-1][0].upper()}."


def months_between(start: date, end: date) -> int:
    """Whole months from `start` to `end`.

    A month from the 31st is over on the last day of a shorter one.
    """
    last = calendar.monthrange(end.year, end.month)[1]
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < min(start.day, last))


def small_first(words: str) -> str:
    """Words as they go on within a sentence: `share of sessions held`."""
    return words[:1].lower() + words[1:]


def percent(share: float) -> str:
    """`24 %`, rounded half up."""
    return f"{int(share * 100 + 0.5)} %"
