"""Tell whether a record came onto the file in time (practice facts, section 3), and to the worker
(section 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from supervision_tui.practice import wording
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.vocabulary import Urgency


@dataclass(frozen=True, slots=True)
class RecordTime:
    """The time a record took: a word, its urgency, the working days so far, and the reason."""

    word: str
    urgency: Urgency
    working_days: int
    says: str


def record_time(held: date, signed: date | None, on: date, policy: Policy) -> RecordTime:
    """Tell how the record of a session held on that day stands: in time, slow or late.

    Signed or still to be signed.
    """
    rule = policy.session
    taken = max(0, policy.days.between(held, signed or on))
    by = sign_by(held, policy)
    says = (
        f"Signed and on file within "
        f"{wording.count(rule.record_on_file_working_days, 'working day')}, "
        f"late after {rule.record_late_working_days}. "
        f"{policy.source('session.record_on_file_working_days')}"
    )
    if taken > rule.record_late_working_days:
        late = taken - rule.record_on_file_working_days
        return RecordTime(wording.late_by(late, "wd"), Urgency.LATE, taken, says)
    if taken > rule.record_on_file_working_days:
        word = "slow" if signed else "overdue"
        return RecordTime(
            f"{word} {taken - rule.record_on_file_working_days} wd", Urgency.SOON, taken, says
        )
    word = "in time" if signed else f"by {by:%a}"
    urgency = Urgency.PLAIN
    if signed:
        urgency = Urgency.QUIET
    return RecordTime(word, urgency, taken, says)


def sign_by(held: date, policy: Policy) -> date:
    """The last day on which a record is signed and on file in time."""
    return policy.days.add(held, policy.session.record_on_file_working_days)


def share_by(held: date, policy: Policy) -> date:
    """The last day on which the worker is shown the record in time."""
    return policy.days.add(held, policy.session.share_within_working_days)
