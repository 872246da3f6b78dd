"""The timescale field: what a manager types, what it means, and what is refused (practice facts, section 5).

Every answer is a `Timescale` or a `Refusal`; nothing that is typed raises.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches

from . import wording
from .policy import Policy
from .policy_rules import TimescaleRule
from .terms import Refusal
from .working_days import Counting, WorkingDays

_UNITS = {"d": "days", "wd": "working-days", "w": "weeks", "m": "months"}
_UNIT_NAMES = {
    "d": "d", "day": "d", "days": "d",
    "wd": "wd", "wds": "wd", "working day": "wd", "working days": "wd",
    "w": "w", "wk": "w", "wks": "w", "week": "w", "weeks": "w",
    "m": "m", "month": "m", "months": "m",
}  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = tuple(name.lower() for name in calendar.month_name)
_AMOUNT = re.compile(r"(?:in )?(\d{1,6}) ?([a-z]+(?: days?)?)")
_RELATIVE = re.compile(r"(\d{1,6}) ?([a-z]+(?: days?)?) (before|after|from) (.+)")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{2}|\d{4}))?")
_NAMED = re.compile(r"(?:([a-z]+),? )?(\d{1,2})(?:st|nd|rd|th)? ([a-z]+)\.?,?(?: (\d{4}))?")


@dataclass(frozen=True, slots=True)
class Timescale:
    """A day on which something is due.

    `due` is the breach date; `practical` the last working day not after it; `working_days` and
    `calendar_days` count from the day it was typed; `note` says what a person should notice.
    """

    expression: str
    due: date
    practical: date
    unit: str
    convention: Counting
    working_days: int
    calendar_days: int
    note: str
    source: str
    code: str | None = None

    def says(self) -> str:
        """The meaning in one line: `Fri 17 Apr 2026, 10 working days, past Good Friday`."""
        span = wording.count(self.working_days, "working day")
        return ", ".join(part for part in (wording.full_day(self.due), span, self.note) if part)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known when a timescale is read: today, the child's dates by event code, and whether a reason is given."""

    today: date
    dates: Mapping[str, date]
    has_reason: bool = False


@dataclass(frozen=True, slots=True)
class _Meaning:
    """A day found, before it is checked against what is allowed."""

    due: date
    unit: str
    source: str = "as typed"
    code: str | None = None
    counted_from: date | None = None
    exempt_from_limit: bool = False


def read_timescale(text: str, known: Known, policy: Policy, counting: Counting | None = None) -> Timescale | Refusal:
    """What a typed timescale means on `known.today`, or why it is refused."""
    return _Reader(known, policy, counting or policy.days.counting).read(text)


def shift(start: date, amount: int, unit: str, days: WorkingDays, counting: Counting | None = None) -> date:
    """Move a date by `amount` of `unit` (d, wd, w, m); months clamp to the month's end.

    Raises `OverflowError` or `ValueError` where the calendar ends.
    """
    if unit == "wd":
        return days.add(start, amount, counting)
    if unit == "m":
        return add_months(start, amount)
    return start + timedelta(days=amount * (7 if unit == "w" else 1))


def add_months(start: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def due_by_catalogue(rule: TimescaleRule, trigger: date, days: WorkingDays, counting: Counting | None = None) -> date:
    """When a row of the catalogue falls due after its trigger date."""
    return shift(trigger, rule.amount, rule.unit, days, counting)


def span_words(amount: int, unit: str) -> str:
    """`10 working days`, `6 weeks`, `1 month`."""
    return wording.count(amount, _UNITS[unit].removesuffix("s").replace("-", " "))


@dataclass(frozen=True, slots=True)
class _Reader:
    known: Known
    policy: Policy
    counting: Counting

    @property
    def today(self) -> date:
        return self.known.today

    def read(self, text: str) -> Timescale | Refusal:
        typed = _tidy(text)
        if not typed:
            return self._refused("empty", "A date is needed, so that it can be seen whether it was kept.")
        if self._is_vague(typed):
            return self._refused(
                "vague",
                f"“{typed[:40]}” is not a date: nobody can see whether it was kept. Say by when.",
                self._suggestions(),
            )
        try:
            found = self._meaning(typed)
        except (ValueError, OverflowError):
            found = self._refused("not-a-date", f"“{typed[:40]}” is not a date in the calendar.", self._suggestions())
        return found if isinstance(found, Refusal) else self._checked(typed, found)

    def _meaning(self, typed: str) -> _Meaning | Refusal:
        for attempt in (self._near_day, self._amount, self._weekday, self._calendar_date, self._code, self._relative):
            found = attempt(typed)
            if found is not None:
                return found
        return self._not_understood(typed)

    def _near_day(self, typed: str) -> _Meaning | None:
        offset = {"today": 0, "tomorrow": 1}.get(typed)
        return None if offset is None else _Meaning(self.today + timedelta(days=offset), "days")

    def _amount(self, typed: str) -> _Meaning | None:
        match = _AMOUNT.fullmatch(typed)
        unit = match and _UNIT_NAMES.get(match[2])
        if not match or not unit:
            return None
        amount = int(match[1])
        due = shift(self.today, amount, unit, self.policy.days, self.counting)
        within_months = unit == "m" and amount <= self.policy.directions.farthest_months
        return _Meaning(due, _UNITS[unit], exempt_from_limit=within_months)

    def _weekday(self, typed: str) -> _Meaning | Refusal | None:
        words = typed.split()
        index = _weekday_index(words[-1])
        if index is None or words[:-1] not in ([], ["next"], ["this"], ["by"], ["on"]):
            return None
        first = self.today + timedelta(days=(index - self.today.weekday() - 1) % 7 + 1)
        if words[0] == "next":
            return self._which_one(typed, first)
        return _Meaning(first, "weekday")

    def _which_one(self, typed: str, first: date) -> Refusal:
        second = first + timedelta(days=7)
        return self._refused(
            "ambiguous",
            f"“{typed}” could be {wording.full_day(first)} or {wording.full_day(second)}. Which one?",
            (_typed_as(first, self.today), _typed_as(second, self.today)),
        )

    def _calendar_date(self, typed: str) -> _Meaning | Refusal | None:
        plain = typed.removeprefix("by ").removeprefix("on ")
        found = self._read_date(plain)
        if found is None:
            return None
        weekday = _weekday_index(plain.split()[0].rstrip(","))
        if weekday is not None and weekday != found.weekday():
            right = found + timedelta(days=(weekday - found.weekday()) % 7)
            return self._refused(
                "ambiguous",
                f"{wording.full_day(found)} is not a {_WEEKDAYS[weekday].title()}. Which one is meant?",
                (_typed_as(found, self.today), _typed_as(right, self.today)),
            )
        return _Meaning(found, "date")

    def _read_date(self, typed: str) -> date | None:
        """A date with the day first; without a year, the next such day. Raises `ValueError` where there is none."""
        if match := _ISO.fullmatch(typed):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _SLASHED.fullmatch(typed):
            return self._with_year(int(match[1]), int(match[2]), match[3])
        match = _NAMED.fullmatch(typed)
        month = match and _month_index(match[3])
        if not match or not month or (match[1] and _weekday_index(match[1]) is None):
            return None
        return self._with_year(int(match[2]), month, match[4])

    def _with_year(self, day: int, month: int, year: str | None) -> date:
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        for ahead in range(9):  # 29 February comes within eight years
            if month == 2 and day == 29 and not calendar.isleap(self.today.year + ahead):
                continue
            found = date(self.today.year + ahead, month, day)
            if found >= self.today:
                return found
        raise ValueError("no such day")

    def _code(self, typed: str) -> _Meaning | Refusal | None:
        if not typed.startswith("@"):
            return None
        name, _, given = typed[1:].partition(" from ")
        code = name.strip().replace(" ", "-")
        rule = self.policy.timescales.get(code)
        if rule is None:
            return self._unknown_code(code)
        trigger = self._read_date(given) if given else self._trigger(rule)
        if trigger is None:
            event = self.policy.events[rule.after].words
            span = span_words(rule.amount, rule.unit)
            return self._refused(
                "not-a-date",
                f"@{code} is {span} after the {event}, and no date of that is on record. Type that date.",
                (f"@{code} from {self.today.isoformat()}",),
            )
        due = due_by_catalogue(rule, trigger, self.policy.days, self.counting)
        return _Meaning(
            due,
            _UNITS[rule.unit],
            self.policy.source(f"timescales.{code}.amount"),
            code,
            trigger,
            exempt_from_limit=True,
        )

    def _trigger(self, rule: TimescaleRule) -> date | None:
        found = [self.known.dates[event] for event in (rule.after, *rule.again_after) if event in self.known.dates]
        return max(found, default=None)

    def _relative(self, typed: str) -> _Meaning | Refusal | None:
        match = _RELATIVE.fullmatch(typed)
        unit = match and _UNIT_NAMES.get(match[2])
        if not match or not unit:
            return None
        anchor = self._anchor(match[4])
        if not isinstance(anchor, date):
            return anchor
        amount = int(match[1]) * (-1 if match[3] == "before" else 1)
        due = shift(anchor, amount, unit, self.policy.days, self.counting)
        return _Meaning(due, _UNITS[unit], counted_from=anchor)

    def _anchor(self, typed: str) -> date | Refusal:
        if typed in ("today", "tomorrow"):
            return self.today + timedelta(days=typed == "tomorrow")
        found = self._read_date(typed)
        if found is not None:
            return found
        name = typed.removeprefix("@").removeprefix("the ").replace(" ", "-")
        event = self._event(name)
        if event is None:
            return self._unknown_code(name)
        on = self.known.dates.get(event) or self._due_of(name)
        if on is None:
            return self._refused(
                "not-a-date",
                f"No date of the {self.policy.events[event].words} is on record for this child. Type the date itself.",
                (f"2w after {self.today.isoformat()}",),
            )
        return on

    def _event(self, name: str) -> str | None:
        """The event that a typed name stands for: its own code, another name of it, or the code that it starts."""
        for event in self.policy.events.values():
            if name == event.code or name in event.names:
                return event.code
        rule = self.policy.timescales.get(name)
        return rule.after if rule else None

    def _due_of(self, name: str) -> date | None:
        rule = self.policy.timescales.get(name)
        trigger = rule and self._trigger(rule)
        return due_by_catalogue(rule, trigger, self.policy.days, self.counting) if rule and trigger else None

    def _unknown_code(self, code: str) -> Refusal:
        nearest = get_close_matches(code, self.policy.timescales, n=3, cutoff=0.5)
        hint = f" Did you mean @{nearest[0]}?" if nearest else " The catalogue lists the codes."
        return self._refused(
            "unknown-code", f"There is no timescale @{code[:40]}.{hint}", tuple(f"@{name}" for name in nearest)
        )

    def _is_vague(self, typed: str) -> bool:
        stripped = typed.strip(" .!").removeprefix("by ").removeprefix("at ").removeprefix("the ")
        return stripped in self.policy.directions.vague

    def _not_understood(self, typed: str) -> Refusal:
        return self._refused(
            "not-a-date",
            f"“{typed[:40]}” is not understood as a date. Try 10wd, fri, 14 apr or @core-group.",
            self._suggestions(),
        )

    def _suggestions(self) -> tuple[str, ...]:
        days = self.policy.days
        week = days.add(self.today, 5, Counting.DAY_AFTER)
        return ("5wd", "10wd", _typed_as(week, self.today))

    def _refused(self, code: str, says: str, suggestions: tuple[str, ...] = ()) -> Refusal:
        return Refusal(code, says, suggestions or self._suggestions())

    def _checked(self, expression: str, found: _Meaning) -> Timescale | Refusal:
        if found.due < self.today:
            return self._past(found)
        limit = self.policy.directions.farthest_days
        ahead = (found.due - self.today).days
        if ahead > limit and not found.exempt_from_limit and not self.known.has_reason:
            return self._refused(
                "too-far",
                f"{wording.full_day(found.due)} is {ahead} days off; beyond {limit} days a direction needs "
                "a reason or a timescale of the catalogue.",
            )
        return self._accepted(expression, found)

    def _past(self, found: _Meaning) -> Refusal:
        gone = (self.today - found.due).days
        says = f"{wording.full_day(found.due)} is past, {wording.count(gone, 'day')} ago."
        suggestions = list(self._suggestions())
        if found.unit == "date":
            again = _same_day_next_year(found.due, self.today)
            if (again - self.today).days <= self.policy.directions.farthest_days:
                suggestions.insert(0, again.isoformat())
        return self._refused("past", says, tuple(suggestions))

    def _accepted(self, expression: str, found: _Meaning) -> Timescale:
        days = self.policy.days
        practical = days.on_or_before(found.due)
        working = days.between(self.today, found.due)
        if self.counting is Counting.SAME_DAY and days.is_working(self.today):
            working += 1
        return Timescale(
            expression=expression,
            due=found.due,
            practical=practical if practical >= self.today else found.due,
            unit=found.unit,
            convention=self.counting,
            working_days=working,
            calendar_days=(found.due - self.today).days,
            note=self._note(found),
            source=found.source,
            code=found.code,
        )

    def _note(self, found: _Meaning) -> str:
        notes = []
        if found.counted_from is not None and found.code:
            event = self.policy.events[self.policy.timescales[found.code].after].words
            notes.append(f"counted from the {event} of {wording.full_day(found.counted_from)}")
        closed = self.policy.days.why_closed(found.due)
        if closed:
            notes.append(f"{closed}, not a working day")
        elif found.unit == _UNITS["wd"]:
            passed = self.policy.days.holidays_between(found.counted_from or self.today, found.due)
            if passed:
                notes.append("past " + wording.listing(passed))
        return "; ".join(notes)


def _tidy(text: str) -> str:
    """Folded case, single spaces, NFKC, no control characters."""
    plain = unicodedata.normalize("NFKC", text[:400]).casefold()
    return " ".join("".join(c if unicodedata.category(c)[0] not in "CZ" else " " for c in plain).split())


def _weekday_index(word: str) -> int | None:
    if len(word) < 3:
        return None
    return next((n for n, name in enumerate(_WEEKDAYS) if name.startswith(word)), None)


def _month_index(word: str) -> int | None:
    if len(word) < 3:
        return None
    word = "sep" if word == "sept" else word
    return next((n for n, name in enumerate(_MONTHS) if name and name.startswith(word)), None)


def _typed_as(on: date, today: date) -> str:
    """A date as a manager would type it, and as it reads back."""
    return f"{on.day} {on:%b}".lower() if today <= on < add_months(today, 12) else on.isoformat()


def _same_day_next_year(on: date, today: date) -> date:
    years = today.year - on.year
    again = add_months(on, years * 12)
    return again if again >= today else add_months(on, (years + 1) * 12)
