"""On what other terms a worker is supervised for a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, select

from supervision_tui.desk.find import worker_by_id
from supervision_tui.desk.moment import Moment, Refused, read_any_day
from supervision_tui.practice import wording
from supervision_tui.practice.days.spans import add_months
from supervision_tui.practice.supervision.cadence import (
    LEAST_MINUTES,
    MOST_DAYS_APART,
    MOST_MINUTES,
    Agreement,
)
from supervision_tui.records import SupervisionAgreement
from supervision_tui.vault.store import can_be_undone, changes_records

LONGEST_OVERRIDE_MONTHS = 12
OVERRIDE_REASONS = (
    "new to statutory work",
    "returner",
    "after an incident",
    "performance concern",
    "other",
)


@dataclass(frozen=True, slots=True)
class OverrideDraft:
    """A temporary change, as typed: minutes, days between sessions, from, until, and why."""

    worker_id: int
    minutes: int
    interval_days: int
    starts: str
    ends: str
    reason: str


@can_be_undone("the temporary change")
@changes_records
def agree_for_a_time(session: Session, draft: OverrideDraft, moment: Moment) -> Agreement:
    """Change a worker's supervision for a while; the agreement applies again after it.

    Raises `Refused`.
    """
    check_terms(draft.minutes, draft.interval_days)
    worker = worker_by_id(session, draft.worker_id)
    starts, ends = (
        read_any_day(draft.starts, moment, "starts"),
        read_any_day(draft.ends, moment, "ends"),
    )
    if not draft.reason.strip():
        raise Refused(
            "Say why; a temporary change without its reason becomes permanent.", field="note"
        )
    if ends <= starts:
        raise Refused("The last day comes after the first.", field="ends")
    if ends > add_months(starts, LONGEST_OVERRIDE_MONTHS):
        raise Refused(
            f"A temporary change ends within {LONGEST_OVERRIDE_MONTHS} months; else change the "
            f"agreement itself.",
            field="ends",
        )
    for other in _overrides(session, draft.worker_id):
        if other.starts_on <= ends and (other.ends_on is None or starts < other.ends_on):
            until = ""
            if other.ends_on:
                until = f" until {wording.full_day(other.ends_on - timedelta(days=1))}"
            raise Refused(
                f"{worker.name} already has a temporary change from "
                f"{wording.full_day(other.starts_on)}{until}.",
                field="starts",
            )
    row = SupervisionAgreement(
        worker_id=draft.worker_id,
        minutes=draft.minutes,
        interval_days=draft.interval_days,
        starts_on=starts,
        ends_on=ends + timedelta(days=1),
        reason=draft.reason.strip(),
        recorded_on=moment.today,
    )
    session.add(row)
    session.flush()
    moment.note(
        session,
        "agree for a time",
        f"worker {draft.worker_id}",
        "minutes, interval, from, to, reason",
    )
    return Agreement(row.starts_on, row.ends_on, row.minutes, row.interval_days, row.reason)


def check_terms(minutes: int, interval_days: int) -> None:
    """Tell whether terms can be kept at all. Raises `Refused`."""
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise Refused(
            f"A session lasts between {LEAST_MINUTES} and {MOST_MINUTES} minutes.", field="minutes"
        )
    if not 1 <= interval_days <= MOST_DAYS_APART:
        raise Refused(f"Sessions are between 1 and {MOST_DAYS_APART} days apart.", field="interval")


def _overrides(session: Session, worker_id: int) -> list[SupervisionAgreement]:
    rows = select(SupervisionAgreement).where(SupervisionAgreement.worker_id == worker_id)
    return list(session.exec(rows.where(SupervisionAgreement.reason != "")))
