"""The supervision agreement itself: how often, how long, of which kinds, where.

Signed by both, reviewed each year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from supervision_tui.desk.find import worker_by_id
from supervision_tui.desk.moment import Moment, Refused, read_any_day
from supervision_tui.practice.days.spans import add_months
from supervision_tui.practice.vocabulary import SessionKind
from supervision_tui.records import SupervisionAgreement
from supervision_tui.vault.store import can_be_undone, changes_records

from .temporary_terms import check_terms

_OWN_KINDS = tuple(str(kind) for kind in SessionKind)


@dataclass(frozen=True, slots=True)
class AgreementView:
    """An agreement as it stands: minutes, days between sessions, kinds and place; who signed when.

    Its review.
    """

    minutes: int
    interval_days: int
    kinds: str
    place: str
    starts_on: date | None
    worker_signed_on: date | None
    manager_signed_on: date | None
    review_on: date | None

    @property
    def is_signed_by_both(self) -> bool:
        """Tell whether worker and manager have both signed it."""
        return self.worker_signed_on is not None and self.manager_signed_on is not None


@dataclass(frozen=True, slots=True)
class AgreementDraft:
    """An agreement as it is typed; days as a person writes them, empty where there is none yet."""

    worker_id: int
    minutes: int
    interval_days: int
    kinds: str
    place: str
    worker_signed: str
    manager_signed: str
    review: str


def agreement_of(session: Session, worker_id: int, moment: Moment) -> AgreementView:
    """The agreement in force, or what the policy says where there is none."""
    found = agreement_dates(session, worker_id, moment.today)
    if found is not None:
        return found
    worker, policy = worker_by_id(session, worker_id), moment.policy
    every = policy.stage(worker.stage).interval_on(worker.starts_on, moment.today)
    return AgreementView(
        policy.session.minutes,
        every,
        SessionKind.INDIVIDUAL,
        place="",
        starts_on=None,
        worker_signed_on=None,
        manager_signed_on=None,
        review_on=None,
    )


def agreement_dates(session: Session, worker_id: int, on: date) -> AgreementView | None:
    """The agreement in force on that day; temporary changes come and go beside it."""
    row = standing_agreement(session, worker_id, on)
    if row is None:
        return None
    return AgreementView(
        minutes=row.minutes,
        interval_days=row.interval_days,
        kinds=row.kinds,
        place=row.place,
        starts_on=row.starts_on,
        worker_signed_on=_by(row.worker_signed_on, on),
        manager_signed_on=_by(row.manager_signed_on, on),
        review_on=row.review_on,
    )


@can_be_undone("the agreement")
@changes_records
def agree(session: Session, draft: AgreementDraft, moment: Moment) -> AgreementView:
    """Put an agreement on record. Other terms begin a version today that nobody has signed yet.

    Raises `Refused`.
    """
    check_terms(draft.minutes, draft.interval_days)
    worker_by_id(session, draft.worker_id)
    kinds = ", ".join(
        dict.fromkeys(word.strip() for word in draft.kinds.split(",") if word.strip())
    )
    unknown = [kind for kind in kinds.split(", ") if kind not in _OWN_KINDS]
    if unknown:
        raise Refused(
            f"“{unknown[0][:30]}” is not a kind of supervision. "
            f"There are: {', '.join(_OWN_KINDS)}.",
            field="kinds",
        )
    row = standing_agreement(session, draft.worker_id, moment.today)
    signed_before = (row.worker_signed_on, row.manager_signed_on) if row else (None, None)
    is_new = row is None or _is_another(row, draft, kinds)
    if row is None or is_new:
        row = begin_agreement(session, draft.worker_id, draft.minutes, draft.interval_days, moment)
    row.kinds, row.place = kinds, draft.place.strip()
    typed_days = (("worker", draft.worker_signed), ("manager", draft.manager_signed))
    for (who, typed), before in zip(typed_days, signed_before, strict=True):
        signed = _day_signed(typed, f"The {who}", moment)
        is_of_before = is_new and signed is not None and signed == before  # as the form showed it
        if is_of_before:
            signed = None
        setattr(row, f"{who}_signed_on", signed)
    if draft.review.strip():
        row.review_on = read_any_day(draft.review, moment)
    if row.review_on is not None and row.review_on <= row.starts_on:
        raise Refused("The review comes after the agreement begins.", field="review")
    session.add(row)
    session.flush()
    moment.note(
        session,
        "agree",
        f"worker {draft.worker_id}",
        "minutes, interval, kinds, place, signed, review",
    )
    found = agreement_dates(session, draft.worker_id, moment.today)
    assert found is not None  # noqa: S101  (it was just put on record)
    return found


def begin_agreement(
    session: Session, worker_id: int, minutes: int, interval_days: int, moment: Moment
) -> SupervisionAgreement:
    """A new standing agreement from today on; the one before ends today."""
    there = standing_agreement(session, worker_id, moment.today)
    clauses = ("", "{}")
    if there:
        there.ends_on = moment.today
        clauses = (there.form, there.clauses)
        session.add(there)
    row = SupervisionAgreement(
        worker_id=worker_id,
        minutes=minutes,
        interval_days=interval_days,
        starts_on=moment.today,
        recorded_on=moment.today,
        review_on=add_months(moment.today, moment.policy.session.agreement_review_months),
        form=clauses[0],
        clauses=clauses[1],
    )
    session.add(row)
    session.flush()
    return row


def next_version(session: Session, worker_id: int, moment: Moment) -> SupervisionAgreement:
    """Begin a version of the agreement on the terms that hold now, signed by nobody yet."""
    now = agreement_of(session, worker_id, moment)
    row = begin_agreement(session, worker_id, now.minutes, now.interval_days, moment)
    row.kinds, row.place = now.kinds, now.place
    return row


def _is_another(row: SupervisionAgreement, draft: AgreementDraft, kinds: str) -> bool:
    """Tell whether other terms are agreed: of a signed one its kinds and its place count, too."""
    if (row.minutes, row.interval_days) != (draft.minutes, draft.interval_days):
        return True
    is_signed = bool(row.worker_signed_on or row.manager_signed_on)
    return is_signed and (row.kinds, row.place) != (kinds, draft.place.strip())


def standing_agreement(session: Session, worker_id: int, on: date) -> SupervisionAgreement | None:
    """The row of the agreement in force on that day."""
    found = session.exec(
        select(SupervisionAgreement)
        .where(SupervisionAgreement.worker_id == worker_id)
        .where(SupervisionAgreement.starts_on <= on)
        .where(SupervisionAgreement.reason == "")
        .order_by(col(SupervisionAgreement.starts_on).desc(), col(SupervisionAgreement.id).desc())
    )
    return next((each for each in found if each.ends_on is None or each.ends_on > on), None)


def _by(signed: date | None, on: date) -> date | None:
    """A signature as it was known on that day."""
    if signed is not None and signed <= on:
        return signed
    return None


def _day_signed(typed: str, who: str, moment: Moment) -> date | None:
    if not typed.strip():
        return None
    found = read_any_day(typed, moment)
    if found > moment.today:
        raise Refused(f"{who} cannot have signed on a day that is still to come.", typed=typed)
    return found
