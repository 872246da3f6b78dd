"""The time that a child has been without a worker, and from which day it counts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from supervision_tui.practice import wording
from supervision_tui.practice.vocabulary import Plan

_FIRST_WORK = frozenset({Plan.ASSESSMENT})


@dataclass(frozen=True, slots=True)
class Waiting:
    """A child without a worker: since when, and from which event that counts.

    `since` is the day of the referral, the last day with a worker, or the day on which the child
    came here; where only the day of an import is known (`at_least`), it may be longer.
    """

    since: date
    counted_from: str
    at_least: bool = False

    def days(self, on: date) -> int:
        """Days without a worker up to that day, at least so many."""
        return (on - self.since).days

    def short(self, on: date) -> str:
        """In a narrow column: `12 d`, `12 d+` where it may be longer, `imported` on that day."""
        if not self.at_least:
            return f"{self.days(on)} d"
        if self.since == on:
            return "imported"
        return f"{self.days(on)} d+"

    def says(self, on: date) -> str:
        """In words: `12 days since the referral on Tue 17 Nov`."""
        days = wording.count(self.days(on), "day")
        day = wording.day(self.since, today=on)
        if self.at_least and self.since == on:
            return "imported today without a worker; since when is not known"
        if self.at_least:
            return f"{days} at least: imported on {day}; since when is not known"
        return f"{days} since {self.counted_from} on {day}"


def waiting_since(
    *,
    here_since: date,
    is_imported: bool,
    last_worker_until: date | None,
    referred: date | None,
    plans: Collection[str],
) -> Waiting:
    """Work out from when the days without a worker count.

    From the last worker, else from the referral. A referral in a file counts only while the child
    is in assessment: behind any other plan there was a worker, of whom the file does not tell.
    """
    if last_worker_until is not None:
        return Waiting(last_worker_until, "the last worker")
    is_first_work = not is_imported or _FIRST_WORK.issuperset(plans)
    if referred is not None and referred <= here_since and is_first_work:
        return Waiting(referred, "the referral")
    if is_imported:
        return Waiting(here_since, "the import", at_least=True)
    return Waiting(here_since, "coming here")
