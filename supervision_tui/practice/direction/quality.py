"""Good case direction: complete, dated for its own sake, and kept (practice facts, section 3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from supervision_tui.practice import wording
from supervision_tui.practice.children.dates_due import DateDue
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.vocabulary import DirectionState, Plan, Refusal


@dataclass(frozen=True, slots=True)
class DirectionFacts:
    """The facts of a direction for the rules: dates, how often put off, how often carried over."""

    state: DirectionState
    due: date
    extensions: int = 0
    carried: int = 0


@dataclass(frozen=True, slots=True)
class Lateness:
    """The lateness of a direction: a word, and the calendar days past due (negative: to come)."""

    word: str
    days_late: int

    @property
    def is_late(self) -> bool:
        """Tell whether the date has gone by."""
        return self.days_late > 0


def missing_parts(do: str, who: str, because: str) -> Refusal | None:
    """Refuse a direction that is not complete: it needs a verb, an owner and a reason."""
    for given, code, says, field in (
        (do, "no-text", "Say what is to be done, beginning with a verb.", "do"),
        (who, "no-owner", "Say who will do it: a person, or a named partner agency.", "who"),
        (
            because,
            "no-reason",
            "Say why: a direction without its reason cannot be weighed later.",
            "because",
        ),
    ):
        if not given.strip():
            return Refusal(code, says, field=field)
    return None


def lazy_date(due: date, dates: Iterable[DateDue], code: str | None = None) -> Refusal | None:
    """Tell whether a date is just the next review or conference, and so needs a reason.

    `dates` are the child's dates due. A direction to hold that review itself, which took its date
    from the catalogue by `code`, is not lazy.
    """
    for each in dates:
        if each.due == due and each.is_review and each.code != code:
            return Refusal(
                "lazy-date",
                f"{wording.full_day(due)} is simply the date of the next review. "
                "If the work really takes until then, say why the date is right.",
                field="why_this_date",
            )
    return None


def lateness(facts: DirectionFacts, on: date) -> Lateness:
    """Tell how late or near a direction is on that day; the one definition of overdue."""
    days = (on - facts.due).days
    if not facts.state.is_open:
        return Lateness(str(facts.state), 0)
    if days > 0:
        return Lateness(wording.late_by(days), days)
    if days == 0:
        return Lateness("due today", 0)
    near = -days < 7  # a weekday alone means the coming one
    word = f"due {facts.due:%a}" if near else f"in {-days} d"
    return Lateness(word, days)


def is_overdue(facts: DirectionFacts, on: date) -> bool:
    """Tell whether an open direction's date has gone by."""
    return facts.state.is_open and on > facts.due


def drift(facts: DirectionFacts, on: date, policy: Policy) -> str | None:
    """Say why a direction counts as drifting; nothing where it does not."""
    rule = policy.directions
    if not facts.state.is_open:
        return None
    if facts.extensions >= rule.drift_extensions:
        return f"extended {facts.extensions} times"
    if facts.carried >= rule.drift_carried:
        return f"carried over {facts.carried} times"
    late = policy.days.between(facts.due, on)
    if late > rule.drift_working_days:
        return f"{late} working days late"
    return None


def plan_drift(plan: str, started: date | None, on: date, policy: Policy) -> str | None:
    """Say why a plan has gone on long enough to be asked about: the highest step reached."""
    months = wording.months_between(started, on) if started else 0
    asked: dict[str, tuple[int, ...]] = {
        Plan.CIN: policy.children.cin_drift_months,
        Plan.CP: policy.children.cp_drift_months,
    }
    steps = asked.get(plan, ())
    reached = [step for step in steps if months >= step]
    if reached:
        return f"open {months} months; review is due from {reached[-1]} months"
    return None


def is_stale(rated_on: date | None, on: date, policy: Policy) -> bool:
    """Tell whether a rating is so old that it has to be looked at again.

    Source: practice facts, section 3.
    """
    return rated_on is not None and (on - rated_on).days > policy.children.rag_stale_days
