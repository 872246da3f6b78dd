"""Values that an entry of a policy file may hold: each kind says what it expects, and reads or
refuses one.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

_PUBLIC_KEY = re.compile(r"(age1[0-9a-z]{58})?")


class InvalidValue(Exception):
    """A value that does not fit its entry.

    It carries the part that does not, where that is not the whole.
    """


class Kind(Protocol):
    """A kind of value that may stand in an entry."""

    @property
    def expected(self) -> str:
        """The value expected, in words: `a whole number of days from 1 to 365`."""

    def read(self, value: object) -> Any:
        """The value as the rules use it. Raises `Unfit`."""


@dataclass(frozen=True, slots=True)
class WholeNumber:
    """A whole number of something, within bounds."""

    of: str
    low: int
    high: int

    @property
    def expected(self) -> str:
        """In words."""
        return f"a whole number of {self.of} from {self.low} to {self.high}"

    def read(self, value: object) -> int:
        """The number. Raises `Unfit`."""
        if (
            isinstance(value, bool)
            or not isinstance(value, int)
            or not self.low <= value <= self.high
        ):
            raise InvalidValue
        return value


@dataclass(frozen=True, slots=True)
class Number:
    """A number, whole or not, within bounds."""

    of: str
    low: float
    high: float

    @property
    def expected(self) -> str:
        """In words."""
        return f"a number of {self.of} from {self.low:g} to {self.high:g}"

    def read(self, value: object) -> float:
        """The number. Raises `Unfit`."""
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not self.low <= value <= self.high
        ):
            raise InvalidValue
        return value


@dataclass(frozen=True, slots=True)
class Share:
    """A share: more than nothing, at most all."""

    expected: str = "a share above 0 and up to 1, such as 0.5"

    def read(self, value: object) -> float:
        """The share. Raises `Unfit`."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
            raise InvalidValue
        return value


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words or numbers."""

    choices: tuple[Any, ...]

    @property
    def expected(self) -> str:
        """In words."""
        return "one of " + ", ".join(f"{choice}" for choice in self.choices)

    def read(self, value: object) -> Any:
        """The choice, in its own type. Raises `Unfit`."""
        if isinstance(value, bool):
            raise InvalidValue
        for choice in self.choices:
            if choice == value:
                return choice
        raise InvalidValue


@dataclass(frozen=True, slots=True)
class Text:
    """A line of words."""

    most: int = 200

    @property
    def expected(self) -> str:
        """In words."""
        return f"words between quotation marks, at most {self.most} characters"

    def read(self, value: object) -> str:
        """The words. Raises `Unfit`."""
        if (
            not isinstance(value, str)
            or not value.strip()
            or len(value) > self.most
            or not value.isprintable()
        ):
            raise InvalidValue
        return value


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key of age, or nothing."""

    @property
    def expected(self) -> str:
        """In words."""
        return 'a public key of age, which begins with age1, between quotation marks, or ""'

    def read(self, value: object) -> str:
        """The key. Raises `Unfit`."""
        if not isinstance(value, str) or not _PUBLIC_KEY.fullmatch(value):
            raise InvalidValue
        return value


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Text over several lines: those of a paragraph are joined, a blank line begins another."""

    most: int = 2000

    @property
    def expected(self) -> str:
        """In words."""
        return f"text between quotation marks, at most {self.most} characters"

    def read(self, value: object) -> str:
        """The paragraphs, a blank line between them. Raises `Unfit`."""
        if not isinstance(value, str) or not value.strip() or len(value) > self.most:
            raise InvalidValue
        parts = [" ".join(part.split()) for part in value.split("\n\n")]
        text = "\n\n".join(part for part in parts if part)
        if not text.replace("\n", "").isprintable():
            raise InvalidValue
        return text


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""

    expected: str = "true or false"

    def read(self, value: object) -> bool:
        """Tell whether it is so. Raises `Unfit`."""
        if not isinstance(value, bool):
            raise InvalidValue
        return value


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list, each part of one kind."""

    each: Kind
    least: int = 0
    rising: bool = False

    @property
    def expected(self) -> str:
        """In words."""
        order = ", the smallest first" if self.rising else ""
        return f"a list between square brackets, each {self.each.expected}{order}"

    def read(self, value: object) -> tuple[Any, ...]:
        """The parts in order. Raises `Unfit`."""
        if not isinstance(value, list) or len(value) < self.least:
            raise InvalidValue
        found = tuple(self._part(part) for part in value)
        if self.rising and list(found) != sorted(set(found)):
            raise InvalidValue
        return found

    def _part(self, part: object) -> Any:
        try:
            return self.each.read(part)
        except InvalidValue:
            raise InvalidValue(part) from None  # so that the wrong one can be named


@dataclass(frozen=True, slots=True)
class Day:
    """A date."""

    expected: str = "a date like 2026-04-01"

    def read(self, value: object) -> date:
        """The date. Raises `Unfit`."""
        if (
            isinstance(value, datetime)
            or not isinstance(value, date)
            or not 1990 <= value.year <= 2100
        ):
            raise InvalidValue
        return value


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of a ladder: `value` holds until that day or month of employment.

    The last has no end.
    """

    value: int
    until_day: int | None = None
    until_month: int | None = None


_DAYS_A_MONTH = 30.4


@dataclass(frozen=True, slots=True)
class Steps:
    """A number that holds always, or steps by the time since employment began."""

    of: WholeNumber
    key: str
    _ends: Collection[str] = field(default=("until_day", "until_month"))

    @property
    def expected(self) -> str:
        """In words."""
        step = f"{{ until_month = 6, {self.key} = … }}"
        order = "each later than the one before, the last without until_month or until_day"
        return f"{self.of.expected}, or a list of steps like {step}, {order}"

    def read(self, value: object) -> tuple[Step, ...]:
        """The steps. Raises `Unfit`."""
        if not isinstance(value, list):
            return (Step(self.of.read(value)),)
        steps = tuple(self._step(rung) for rung in value)
        bounded = [step.until_day is not None or step.until_month is not None for step in steps]
        ends = [step.until_day or _DAYS_A_MONTH * (step.until_month or 0) for step in steps[:-1]]
        if not steps or bounded != [True] * (len(steps) - 1) + [False] or ends != sorted(set(ends)):
            raise InvalidValue
        return steps

    def _step(self, rung: object) -> Step:
        if (
            not isinstance(rung, dict)
            or set(rung) - {self.key, *self._ends}
            or self.key not in rung
            or len(rung) > 2
        ):
            raise InvalidValue
        end = WholeNumber("days or months", 1, 3650)
        until = {name: end.read(rung[name]) for name in self._ends if name in rung}
        return Step(self.of.read(rung[self.key]), **until)
