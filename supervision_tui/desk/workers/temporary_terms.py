"""On what terms a worker is supervised for a time, and long leave, which stops the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from supervision_tui.desk.find import worker_by_id
from supervision_tui.desk.moment import Moment, Refused, read_any_day
from supervision_tui.practice import wording
from supervision_tui.practice.days.spans import add_months
from supervision_tui.practice.supervision.cadence import (
    LEAST_MINUTES,
    MOST_DAYS_APART,
    MOST_MINUTES,
    Agreement,
    Leave,
)
from supervision_tui.records import SupervisionAgreement, WorkerLeave
from supervision_tui.vault.store import can_be_undone, changes_records

LONGEST_OVERRIDE_MONTHS = 12
OVERRIDE_REASONS = (
    "new to statutory work",
    "returner",
    "after an incident",
    "performance concern",
    "other",
)
LEAVE_KINDS = ("sick", "parental", "other")


@dataclass(frozen=True, slots=True)
class OverrideDraft:
    """Other terms for a time, as typed: minutes, days between sessions, from, until, and why."""

    worker_id: int
    minutes: int
    interval_days: int
    starts: str
    ends: str
    reason: str


@can_be_undone("the terms for a time")
@changes_records
def agree_for_a_time(session: Session, draft: OverrideDraft, moment: Moment) -> Agreement:
    """Supervise a worker on other terms for a time; the standing agreement goes on after it.

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
            "Say why; terms for a time without their reason become terms for ever.", field="note"
        )
    if ends <= starts:
        raise Refused("The last day comes after the first.", field="ends")
    if ends > add_months(starts, LONGEST_OVERRIDE_MONTHS):
        raise Refused(
            f"Terms for a time end within {LONGEST_OVERRIDE_MONTHS} months; else change the "
            f"agreement itself.",
            field="ends",
        )
    for other in _overrides(session, draft.worker_id):
        if other.starts_on <= ends and (other.ends_on is None or starts < other.ends_on):
            until = ""
            if other.ends_on:
                until = f" until {wording.full_day(other.ends_on - timedelta(days=1))}"
            raise Refused(
                f"{worker.name} has other terms already from "
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


def open_leave(session: Session, worker_id: int) -> Leave | None:
    """The leave that has begun or is to come and has no last day yet."""
    row = _open_leave(session, worker_id)
    if row:
        return Leave(row.starts_on, None)
    return None


@can_be_undone("the leave")
@changes_records
def record_leave(
    session: Session, worker_id: int, first: str, last: str, kind: str, *, moment: Moment
) -> Leave:
    """Record a long leave, or the last day of one that had none. Raises `Refused`."""
    worker = worker_by_id(session, worker_id)
    starts = read_any_day(first, moment, "first")
    ends = read_any_day(last, moment, "last") if last.strip() else None
    if ends is not None and ends < starts:
        raise Refused("The last day of a leave does not come before the first.", field="last")
    row = _open_leave(session, worker_id)
    if row is not None and row.starts_on != starts:
        since = wording.full_day(row.starts_on)
        raise Refused(
            f"{worker.name} is on leave from {since}, without a last day yet: give that first.",
            field="last",
        )
    row = row or WorkerLeave(worker_id=worker_id, starts_on=starts, recorded_on=moment.today)
    others = select(WorkerLeave).where(WorkerLeave.worker_id == worker_id)
    for other in session.exec(others):
        if other.id != row.id and _meet(other.starts_on, other.ends_on, starts, ends):
            raise Refused(
                f"{worker.name} is on leave from {wording.full_day(other.starts_on)} already.",
                field="first",
            )
    row.ends_on, row.kind = ends, kind
    row.end_recorded_on = moment.today if ends else None
    session.add(row)
    moment.note(session, "record leave", f"worker {worker_id}", "from, to, kind")
    return Leave(starts, ends)


def check_terms(minutes: int, interval_days: int) -> None:
    """Tell whether terms can be kept at all. Raises `Refused`."""
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise Refused(
            f"A session lasts between {LEAST_MINUTES} and {MOST_MINUTES} minutes.", field="minutes"
        )
    if not 1 <= interval_days <= MOST_DAYS_APART:
        raise Refused(f"Sessions are between 1 and {MOST_DAYS_APART} days apart.", field="interval")


def _meet(starts: date, ends: date | None, other_starts: date, other_ends: date | None) -> bool:
    return starts <= (other_ends or date.max) and other_starts <= (ends or date.max)


def _overrides(session: Session, worker_id: int) -> list[SupervisionAgreement]:
    rows = select(SupervisionAgreement).where(SupervisionAgreement.worker_id == worker_id)
    return list(session.exec(rows.where(SupervisionAgreement.reason != "")))


def _open_leave(session: Session, worker_id: int) -> WorkerLeave | None:
    rows = (
        select(WorkerLeave)
        .where(WorkerLeave.worker_id == worker_id)
        .where(col(WorkerLeave.ends_on).is_(None))
    )
    return session.exec(rows).first()
