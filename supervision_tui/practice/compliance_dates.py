"""Dates that a worker's practice depends on: DBS, registration, insurance, agreement, appraisal,
portfolio, last day.

An inspection found lapsed checks (2010). A reminder comes for a week at each mark of the policy,
and from the last mark on every day; so that a date a quarter away is not on the manager's list for
a quarter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from . import wording
from .days.spans import LONG_AGO, add_months
from .policy.policy import Policy
from .vocabulary import Urgency

AGREEMENT = "agreement"
PORTFOLIO = "portfolio"  # portfolio-3, portfolio-6 …


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder of a date: a word, its urgency, and whether it is on the list just now."""

    word: str
    urgency: Urgency
    is_shown: bool


def reminder(due: date, on: date, policy: Policy) -> Reminder:
    """Word how a date stands on a day: `in 28 d`, `3 d late`, by the policy's marks."""
    rule = policy.reminders
    left = (due - on).days
    if left < 0:
        return Reminder(wording.late_by(-left), Urgency.LATE, is_shown=True)
    nearest = min(rule.days)
    is_near = left <= nearest
    is_marked = any(mark - rule.lasts_days < left <= mark for mark in rule.days)
    word = "today" if left == 0 else f"in {left} d"
    urgency = Urgency.PLAIN
    if left <= sorted(rule.days)[min(1, len(rule.days) - 1)]:
        urgency = Urgency.SOON
    return Reminder(word, urgency, is_shown=is_near or is_marked)


def portfolio_dates(stage: str, start: date, policy: Policy) -> tuple[tuple[str, date], ...]:
    """The dates of a newly qualified worker's portfolio: kind and day, from the start.

    None where the start is not known.
    """
    if start == LONG_AGO:
        return ()
    months = policy.stage(stage).portfolio_months
    return tuple((f"{PORTFOLIO}-{month}", add_months(start, month)) for month in months)


def kind_words(kind: str, policy: Policy) -> str:
    """Name a kind of date."""
    if kind == AGREEMENT:
        return "supervision agreement"
    name, _, month = kind.partition("-")
    if name == PORTFOLIO and month.isdecimal():
        return f"portfolio, month {month}"
    rule = policy.readiness.get(kind)
    if rule:
        return rule.words
    return kind


def next_due(kind: str, done: date, due: date, policy: Policy) -> date | None:
    """Work out when it is due again: from the day it was due, if it was done in time."""
    rule = policy.readiness.get(kind)
    if rule is None or not rule.every_months:
        return None
    start = done
    if done <= due:
        start = due
    return add_months(start, rule.every_months)
