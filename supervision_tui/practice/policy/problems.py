"""Problems in a file that a service has written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from supervision_tui.practice.wording import with_printable
from supervision_tui.system.errors import AppError


def shown(text: str) -> str:
    """Text from a file as it may stand on a terminal: nothing in it steers the screen."""
    return with_printable(text, "·")


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem on one line (0: of the whole file): the entry, a sentence, the nearest key."""

    line: int
    key: str
    says: str
    nearest: str = ""

    def in_words(self) -> str:
        """`line 12: plans.cp.minuets: there is no such entry here. Did you mean minutes?`"""
        key = f"{self.key}: " if self.key else ""
        hint = f" Did you mean {self.nearest}?" if self.nearest else ""
        place = f"line {self.line}: " if self.line else ""
        return shown(f"{place}{key}{self.says}{hint}")


def unread(why: OSError | ValueError) -> Problem:
    """A file that cannot be read at all."""
    reason = getattr(why, "strerror", None) or "it has no readable name"
    return Problem(0, "", f"it cannot be read ({reason.lower()}).")


class PolicyWrong(AppError):
    """A policy file, or a template of a service, cannot be used.

    The message names the first wrong line.
    """

    exit_status = 4
    advice = " Put that right, or go on with what ships with the app: --policy default."

    def __init__(self, name: str, problems: Iterable[Problem]) -> None:
        self.name = name
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        more = len(self.problems) - 1
        others = ""
        if more:
            others = f" And {more} more: supervision-tui config check {name} names them all."
        first = self.problems[0]
        mark = "," if first.line else ":"
        super().__init__(shown(f"{name}{mark} {first.in_words()}{others}"))
