"""What follows from a child's dates on record: the next core group, review, visit, health assessment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .policy import Policy
from .policy_rules import TimescaleRule
from .spans import add_months, due_by_catalogue, span_words
from .terms import Plan

LONGEST_PREGNANCY_DAYS = 300  # a birth that is expected lies no farther ahead


@dataclass(frozen=True, slots=True)
class Following:
    """A date that follows from an event: the catalogue code, its words, the due date and where it counts from."""

    code: str
    words: str
    do: str
    due: date
    event: str
    counted_from: date
    span: str
    source: str
    is_review: bool
    is_length: bool


def what_follows(plan: Plan, dates: Mapping[str, date], born: date | None, on: date, policy: Policy) -> list[Following]:
    """What is due for a child on that plan, soonest first. `dates` holds the latest date of each event."""
    found = [
        _following(rule, *trigger, policy)
        for rule in policy.timescales.values()
        if plan in rule.plans
        and not rule.typed_only
        and _fits_age(rule, born, on)
        and (trigger := _open_trigger(rule, dates)) is not None
    ]
    return sorted((each for each in found if each is not None), key=lambda each: each.due)


def _open_trigger(rule: TimescaleRule, dates: Mapping[str, date]) -> tuple[str, date] | None:
    """The event that last started the clock and its day, unless what was due has been done since."""
    triggers = [(event, dates[event]) for event in (rule.after, *rule.again_after) if event in dates]
    trigger = max(triggers, key=lambda each: each[1], default=None)
    if trigger is None or any(dates.get(event, date.min) >= trigger[1] for event in rule.done_by):
        return None
    return trigger


def _following(rule: TimescaleRule, event: str, trigger: date, policy: Policy) -> Following | None:
    """What follows; nothing where the calendar ends before it, as after a day that stands for “no end”."""
    try:
        due = due_by_catalogue(rule, trigger, policy.days)
    except (OverflowError, ValueError):
        return None
    return Following(
        code=rule.code,
        words=rule.words,
        do=rule.do or rule.words,
        due=due,
        event=policy.events[event].words,
        counted_from=trigger,
        span=span_words(rule.amount, rule.unit),
        source=policy.source(f"timescales.{rule.code}.amount"),
        is_review=rule.is_review,
        is_length=rule.is_length,
    )


def _fits_age(rule: TimescaleRule, born: date | None, on: date) -> bool:
    if rule.under_age is None and rule.from_age is None:
        return True
    if born is None:
        return rule.from_age is not None
    fifth = add_months(born, 12 * (rule.under_age or rule.from_age or 0))
    return on < fifth if rule.under_age is not None else on >= fifth
