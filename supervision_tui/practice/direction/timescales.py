"""The timescale field: what a manager types, what it means, and what is refused (practice facts,
section 5).

Every answer is a `Timescale` or a `Refusal`; nothing that is typed raises.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import get_close_matches

from supervision_tui.practice import wording
from supervision_tui.practice.children.dates_due import DateDue, due_by_catalogue
from supervision_tui.practice.days.spans import (
    LAST_YEAR,
    UNITS,
    add_months,
    monday_of,
    shift,
    span_words,
)
from supervision_tui.practice.days.typed_days import (
    WEEKDAYS,
    as_typed,
    next_weekday,
    read_day_words,
    weekday_index,
)
from supervision_tui.practice.days.typed_times import read_time_words
from supervision_tui.practice.days.working_days import Counting
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.policy.rules import TimescaleRule
from supervision_tui.practice.vocabulary import Refusal

_UNIT_NAMES = {
    "h": "h", "hour": "h", "hours": "h",
    "d": "d", "day": "d", "days": "d", "calendar day": "d", "calendar days": "d",
    "wd": "wd", "wds": "wd", "working day": "wd", "working days": "wd",
    "w": "w", "wk": "w", "wks": "w", "week": "w", "weeks": "w",
    "m": "m", "month": "m", "months": "m",
}  # fmt: skip
_NUMBERS = (
    "a",
    "an",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
)
_COUNTED = (
    "day",
    "days",
    "working",
    "calendar",
    "week",
    "weeks",
    "month",
    "months",
    "fortnight",
    "fortnights",
)
_AMOUNT = r"(\d{1,6}) ?([a-z]+(?: days?)?)"
_SPAN = re.compile(rf"(?:in |within )?{_AMOUNT}(?: from now)?")
_RELATIVE = re.compile(rf"{_AMOUNT} (before|after|from) (.+)")
_TIME = (  # with a dot alone it would be a date: 14.04
    r"(?P<hour>\d{1,2}:\d\d|\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\.?|noon|midday|midnight)"
)
_HOUR_FIRST = re.compile(rf"{_TIME}(?:,? (?:on )?(?P<day>[a-z0-9].*))?")
_HOUR_LAST = re.compile(rf"(?P<day>[a-z0-9].*?),? (?:by |at )?{_TIME}")
_WEEK = re.compile(r"(?:by |the |in )?(?:w/?c|week commencing|week beginning|week of) (.+)")
_BEFORE = re.compile(r"(?:by |before )(?:the )?(christmas|xmas|new year)")
_HOLIDAYS = {"christmas": (12, 25), "xmas": (12, 25), "new year": (1, 1)}
# Words that change nothing in `5wd before the next review`.
_ASIDE = re.compile(r"^@|^(?:the |next |last )+")
_PRINTED = re.compile(r"([a-z]{3} \d{1,2} [a-z]{3} \d{4}), \d+ working days?(?:, .*)?")


@dataclass(frozen=True, slots=True)
class Timescale:
    """A day on which something is due.

    `due` is the breach date; `practical` the last working day not after it; `working_days` and
    `calendar_days` count from the day it was typed; `note` says what a person should notice;
    `text` is what it prints to, and reads back as the same date; `hour` the time of that day, as
    `16:00`, where one was typed.
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
    text: str
    code: str | None = None
    hour: str = ""

    def says(self) -> str:
        """The meaning in one line: `Fri 17 Apr 2026, 10 working days, past Good Friday`."""
        span = wording.count(self.working_days, "working day")
        parts = [wording.due_day(self.due, self.hour), span, self.note]
        if self.practical < self.due:
            parts.append(f"the working day before is {wording.full_day(self.practical)}")
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Known:
    """The knowledge behind a timescale: today, the child's dates, whether a reason is given, and
    whether an hour may stand beside the day.
    """

    today: date
    dates: Mapping[str, date]
    has_reason: bool = False
    dates_due: Sequence[DateDue] = ()
    takes_hour: bool = False


@dataclass(frozen=True, slots=True)
class HourAndDay:
    """An hour as it was typed, and the day beside it; empty where none was."""

    hour: str
    day: str


@dataclass(frozen=True, slots=True)
class _Meaning:
    """A day found, before it is checked against what is allowed."""

    due: date
    unit: str
    source: str = "as typed"
    code: str | None = None
    counted_from: date | None = None
    exempt_from_limit: bool = False
    text: str = ""
    hour: str = ""


def hour_and_day(typed: str) -> HourAndDay | None:
    """Part an hour from the day beside it: `4pm today`, `fri at 10.30am`; nothing without one."""
    plain = _tidy(typed).removeprefix("by ").removeprefix("at ")
    match = _HOUR_FIRST.fullmatch(plain) or _HOUR_LAST.fullmatch(plain)
    if match is None or read_time_words(match["hour"]) is None:
        return None
    return HourAndDay(match["hour"], match["day"] or "")


def read_timescale(
    text: str, known: Known, policy: Policy, counting: Counting | None = None
) -> Timescale | Refusal:
    """Read what a typed timescale means on `known.today`, or refuse it."""
    return TimescaleReader(known, policy, counting or policy.days.counting).read(text)


@dataclass(frozen=True, slots=True)
class TimescaleReader:
    known: Known
    policy: Policy
    counting: Counting

    @property
    def today(self) -> date:
        return self.known.today

    def read(self, text: str) -> Timescale | Refusal:
        typed = _tidy(text)
        if not typed:
            return self._refused(
                "empty", "A date is needed, so that it can be seen whether it was kept."
            )
        if self._is_vague(typed):
            return self._refused(
                "vague",
                f"“{typed[:40]}” is not a date: nobody can see whether it was kept. Say by when.",
                self._suggestions(),
            )
        try:
            found = self._meaning(typed)
        except (ValueError, OverflowError):
            found = self._refused(
                "not-a-date", f"“{typed[:40]}” is not a date in the calendar.", self._suggestions()
            )
        if isinstance(found, Refusal):
            return found
        return self._checked(typed, found)

    def _meaning(self, typed: str) -> _Meaning | Refusal:
        for attempt in (
            self._hour,
            self._week,
            self._span,
            self._weekday,
            self._calendar_date,
            self._before_a_holiday,
            self._code,
            self._relative,
        ):
            found = attempt(typed)
            if found is not None:
                return found
        return self._not_understood(typed)

    def _hour(self, typed: str) -> _Meaning | Refusal | None:
        """An hour of a day, or of today; refused where a day alone is asked for."""
        found = hour_and_day(typed)
        if found is None:
            return None
        day = self._meaning(found.day) if found.day else _Meaning(self.today, "days")
        if isinstance(day, Refusal):
            return day
        if self.known.takes_hour:
            return replace(day, hour=read_time_words(found.hour) or "")
        shown = as_typed(day.due, self.today)
        if day.due == self.today:
            shown = "today"
        return self._refused(
            "not-a-date",
            f"A day is asked for, here {shown}; leave out the hour, {found.hour}.",
            (shown,),
        )

    def _week(self, typed: str) -> Refusal | None:
        """A week by its first day: by that Monday, or by its Friday?"""
        match = _WEEK.fullmatch(typed)
        found = read_day_words(match[1], self.today) if match else None
        if found is None:
            return None
        monday = monday_of(found)
        friday = monday + timedelta(days=4)
        return self._refused(
            "ambiguous",
            f"“{typed}” is a week: by {wording.full_day(monday)}, or by "
            f"{wording.full_day(friday)}?",
            (as_typed(monday, self.today), as_typed(friday, self.today)),
        )

    def _before_a_holiday(self, typed: str) -> _Meaning | None:
        """The last working day before Christmas, or of the year."""
        match = _BEFORE.fullmatch(typed)
        if match is None:
            return None
        month_and_day = _HOLIDAYS[match[1]]
        years = (self.today.year, self.today.year + 1)
        days = [date(year, *month_and_day) - timedelta(days=1) for year in years]
        due = next(day for day in map(self.policy.days.on_or_before, days) if day >= self.today)
        return _Meaning(due, "date")

    def _span(self, typed: str) -> _Meaning | None:
        match = _SPAN.fullmatch(typed)
        unit = match and _UNIT_NAMES.get(match[2])
        if not match or not unit:
            return None
        amount = int(match[1])
        if unit == "h":  # hours count as days, begun ones as whole
            amount, unit = -(-amount // 24), "d"
        due = shift(self.today, amount, unit, self.policy.days, self.counting)
        if unit == "m" and amount <= self.policy.directions.farthest_months:
            return _Meaning(due, UNITS[unit], exempt_from_limit=True, text=span_words(amount, unit))
        return _Meaning(due, UNITS[unit])

    def _weekday(self, typed: str) -> _Meaning | Refusal | None:
        words = typed.split()
        index = weekday_index(words[-1])
        if index is None or words[:-1] not in (
            [],
            ["next"],
            ["this"],
            ["by"],
            ["on"],
            ["by", "this"],
            ["by", "next"],
        ):
            return None
        first = next_weekday(index, self.today)
        if "next" in words:
            return self._which_one(typed, first)
        return _Meaning(first, "weekday")

    def _which_one(self, typed: str, first: date) -> Refusal:
        second = first + timedelta(days=7)
        return self._refused(
            "ambiguous",
            f"“{typed}” could be {wording.full_day(first)} or {wording.full_day(second)}. Which "
            f"one?",
            (as_typed(first, self.today), as_typed(second, self.today)),
        )

    def _calendar_date(self, typed: str) -> _Meaning | Refusal | None:
        plain = typed.removeprefix("by ").removeprefix("on ")
        printed = _PRINTED.fullmatch(plain)
        plain = printed[1] if printed else plain
        found = read_day_words(plain, self.today)
        if found is None:
            return None
        weekday = weekday_index(plain.split()[0].rstrip(","))
        if weekday is not None and weekday != found.weekday():
            right = found + timedelta(days=(weekday - found.weekday()) % 7)
            return self._refused(
                "ambiguous",
                f"{wording.full_day(found)} is not a {WEEKDAYS[weekday].title()}. Which one is "
                f"meant?",
                (as_typed(found, self.today), as_typed(right, self.today)),
            )
        # What stands below the field reads back: `3m` prints to a date that may lie beyond the days
        # allowed.
        farthest = add_months(self.today, self.policy.directions.farthest_months)
        is_our_print = printed is not None and found <= farthest
        unit = "days" if plain in ("today", "tomorrow") else "date"
        text = typed if is_our_print else ""
        return _Meaning(found, unit, exempt_from_limit=is_our_print, text=text)

    def _code(self, typed: str) -> _Meaning | Refusal | None:
        if not typed.startswith("@"):
            return None
        name, _, given = typed[1:].partition(" from ")
        code = name.strip().replace(" ", "-")
        rule = self.policy.timescales.get(code)
        if rule is None:
            return self._unknown_code(code)
        trigger = read_day_words(given, self.today) if given else self._trigger(rule)
        if trigger is None:
            event = self.policy.events[rule.after].words
            span = span_words(rule.amount, rule.unit)
            return self._refused(
                "not-a-date",
                f"@{code} is {span} after the {event}, and no date of that is on record. Type "
                f"that date.",
                (f"@{code} from {self.today.isoformat()}",),
            )
        due = due_by_catalogue(rule, trigger, self.policy.days, self.counting)
        coming = None
        if due < self.today and not given:
            coming = self._next_of(rule.held_event)
        if coming is not None:
            code, trigger, due = coming.code, coming.counted_from, coming.due
            rule = self.policy.timescales[code]
        return _Meaning(
            due,
            UNITS[rule.unit],
            self.policy.source(f"timescales.{code}.amount"),
            code,
            trigger,
            exempt_from_limit=True,
            text=f"@{code} from {trigger.isoformat()}",
        )

    def _next_of(self, held_event: str) -> DateDue | None:
        """The next date due of that event, where the first one has passed: the next core group."""
        ahead = [
            each
            for each in self.known.dates_due
            if each.held_event == held_event
            and each.due >= self.today
            and each.code in self.policy.timescales
        ]
        return min(ahead, key=lambda each: each.due, default=None)

    def _trigger(self, rule: TimescaleRule) -> date | None:
        found = [
            self.known.dates[event]
            for event in (rule.after, *rule.again_after)
            if event in self.known.dates
        ]
        return max(found, default=None)

    def _relative(self, typed: str) -> _Meaning | Refusal | None:
        match = _RELATIVE.fullmatch(typed)
        unit = match and _UNIT_NAMES.get(match[2])
        if not match or not unit or unit == "h":
            return None
        anchor = self._anchor(match[4], is_ahead=match[3] == "before")
        if not isinstance(anchor, date):
            return anchor
        sign = 1
        if match[3] == "before":
            sign = -1
        amount = int(match[1]) * sign
        due = shift(anchor, amount, unit, self.policy.days, self.counting)
        return _Meaning(due, UNITS[unit], counted_from=anchor)

    def _anchor(self, typed: str, *, is_ahead: bool) -> date | Refusal:
        """The day that is counted from: one that was typed, or one of this child's.

        Before something: the next one.
        """
        found = read_day_words(typed, self.today)
        if found is not None:
            return found
        name = _ASIDE.sub("", typed).replace(" ", "-")
        coming = self._coming(name)
        if is_ahead and coming is not None:
            return coming
        event, rule = self._event(name), self.policy.timescales.get(name)
        if event:
            on = self.known.dates.get(event)
        elif rule:
            on = self._due_of(rule)
        else:
            on = None
        if on is not None or coming is not None:
            return on or coming or self.today
        if event is None and rule is None:
            weekday = weekday_index(name)
            if weekday is None:
                return self._unknown_code(name)
            return next_weekday(weekday, self.today)
        if event:
            what = self.policy.events[event].words
        elif rule:
            what = rule.words
        else:
            what = name
        return self._refused(
            "not-a-date",
            f"No date of the {what} is on record for this child. Type the date itself.",
            (f"5wd before {add_months(self.today, 1).isoformat()}",),
        )

    def _due_of(self, rule: TimescaleRule) -> date | None:
        trigger = self._trigger(rule)
        if trigger:
            return due_by_catalogue(rule, trigger, self.policy.days, self.counting)
        return None

    def _coming(self, name: str) -> date | None:
        """The next day of something of that name for this child: `review`, `core-group`."""
        there = [
            each.due
            for each in self.known.dates_due
            if name == each.code or (name == "review" and each.is_review) or _names(name, each)
        ]
        ahead = [due for due in there if due >= self.today]
        return min(ahead or there, default=None)

    def _event(self, name: str) -> str | None:
        """The event that a typed name stands for, one with a date on record before another."""
        named = [
            each.code
            for each in self.policy.events.values()
            if name == each.code or name in each.names
        ]
        first = None
        if named:
            first = named[0]
        return next((code for code in named if code in self.known.dates), first)

    def _unknown_code(self, code: str) -> Refusal:
        nearest = get_close_matches(code, self.policy.timescales, n=3, cutoff=0.5)
        ahead = [each.code for each in self.known.dates_due if each.due >= self.today]
        some = nearest or ahead[:5] or list(self.policy.timescales)[:5]
        names = tuple(f"@{one}" for one in some)
        if nearest:
            hint = f"Did you mean {names[0]}?"
        else:
            hint = f"Some are {wording.listing(names)}."
        return self._refused("unknown-code", f"There is no timescale @{code[:40]}. {hint}", names)

    def _is_vague(self, typed: str) -> bool:
        stripped = typed.strip(" .!").removeprefix("by ").removeprefix("at ").removeprefix("the ")
        return stripped in self.policy.directions.vague

    def _not_understood(self, typed: str) -> Refusal:
        meant = get_close_matches(
            typed.removeprefix("by "), ("today", "tomorrow", *WEEKDAYS), n=1, cutoff=0.75
        )
        if meant:
            says = f"“{typed[:40]}” is not understood as a date. Did you mean {meant[0]}?"
            return self._refused("not-a-date", says, (meant[0],))
        return self._refused(
            "not-a-date",
            f"“{typed[:40]}” is not understood as a date. Try 10wd, fri, 14 apr or @core-group.",
            self._suggestions(),
        )

    def _suggestions(self) -> tuple[str, ...]:
        days = self.policy.days
        week = days.add(self.today, 5, Counting.DAY_AFTER)
        return ("5wd", "10wd", as_typed(week, self.today))

    def _refused(self, code: str, says: str, suggestions: tuple[str, ...] = ()) -> Refusal:
        return Refusal(code, says, suggestions or self._suggestions())

    def _checked(self, expression: str, found: _Meaning) -> Timescale | Refusal:
        if found.due < self.today:
            return self._past(found)
        if found.due.year > LAST_YEAR:
            says = (
                f"{wording.full_day(found.due)} lies beyond {LAST_YEAR}; say a day that can come."
            )
            return self._refused("too-far", says)
        limit = self.policy.directions.farthest_days
        ahead = (found.due - self.today).days
        if ahead > limit and not found.exempt_from_limit and not self.known.has_reason:
            return self._refused(
                "too-far",
                f"{wording.full_day(found.due)} is {ahead} days off; beyond {limit} days a "
                f"direction needs "
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
        practical_day = practical if practical >= self.today else found.due
        return Timescale(
            expression=expression,
            due=found.due,
            practical=practical_day,
            unit=found.unit,
            convention=self.counting,
            working_days=working,
            calendar_days=(found.due - self.today).days,
            note=self._note(found),
            source=found.source,
            text=f"{found.text or wording.full_day(found.due)} {found.hour}".strip(),
            code=found.code,
            hour=found.hour,
        )

    def _note(self, found: _Meaning) -> str:
        notes = []
        if found.counted_from is not None and found.code:
            event = self.policy.events[self.policy.timescales[found.code].after].words
            notes.append(f"counted from the {event} of {wording.full_day(found.counted_from)}")
        elif found.counted_from is not None and found.counted_from != self.today:
            notes.append(f"counted from {wording.full_day(found.counted_from)}")
        closed = self.policy.days.why_closed(found.due)
        if closed:
            notes.append(f"{closed}, not a working day")
        elif found.unit == UNITS["wd"]:
            passed = self.policy.days.holidays_between(found.counted_from or self.today, found.due)
            if passed:
                notes.append("past " + wording.listing(passed))
        return "; ".join(notes)


def _with_plain_space(sign: str) -> str:
    """Give a space for a control character or any kind of space, else the sign."""
    if unicodedata.category(sign)[0] in "CZ":
        return " "
    return sign


def _tidy(text: str) -> str:
    """Folded case, single spaces, NFKC, no control characters.

    Small numbers in digits, a fortnight as two weeks.
    """
    plain = unicodedata.normalize("NFKC", text[:400]).casefold()
    words = "".join(map(_with_plain_space, plain)).split()
    for place, word in enumerate(words[:-1]):
        if word in _NUMBERS and words[place + 1] in _COUNTED:
            words[place] = str(max(1, _NUMBERS.index(word) - 1))
    for place, word in enumerate(words):
        if word in ("fortnight", "fortnights"):
            many = 0
            if place and words[place - 1].isdecimal() and len(words[place - 1]) < 5:
                many = int(words[place - 1])
            words[place - bool(many) : place + 1] = [str(2 * (many or 1)), "weeks"]
            break
    return " ".join(words)


def _names(name: str, date_due: DateDue) -> bool:
    """Tell whether a typed name means a date due: `visit` for `cp-visit`."""
    return any(
        f"-{name}-" in f"-{words.replace(' ', '-')}-" for words in (date_due.code, date_due.words)
    )


def _same_day_next_year(on: date, today: date) -> date:
    years = today.year - on.year
    again = add_months(on, years * 12)
    if again >= today:
        return again
    return add_months(on, (years + 1) * 12)
