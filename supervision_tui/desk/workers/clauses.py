"""The clauses of a supervision agreement: by the council's form, with what the two of them agreed
under each, and every version that was signed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from supervision_tui.desk.find import worker_by_id
from supervision_tui.desk.manager import the_manager
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.practice.policy.council_forms import CouncilForm, FormKind, field_of
from supervision_tui.records import SupervisionAgreement
from supervision_tui.vault.store import can_be_undone, changes_records

from .agreement import AgreementView, agreement_of, next_version, standing_agreement

_LONGEST = 4000  # letters of an answer


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: its heading, its words, the questions under it and what was agreed on them."""

    id: str
    title: str
    words: str
    asks: str
    answer: str


@dataclass(frozen=True, slots=True)
class AgreementVersion:
    """A version of the agreement: from when to when, its terms, and when each of the two signed.

    `clauses` are those under which something was agreed.
    """

    starts_on: date
    ends_on: date | None
    minutes: int
    interval_days: int
    worker_signed_on: date | None
    manager_signed_on: date | None
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class WholeAgreement:
    """An agreement to be read: terms, clauses, and the versions before it, the latest first.

    `are_agreed` says that the clauses are on record; else they are those of the council's form.
    `has_other_form` says that they are other clauses than the form has now.
    """

    worker_id: int
    worker: str
    manager: str
    title: str
    terms: AgreementView
    clauses: tuple[Clause, ...]
    earlier: tuple[AgreementVersion, ...]
    are_agreed: bool
    has_other_form: bool


def clauses_of(row: SupervisionAgreement) -> tuple[Clause, ...]:
    """The clauses of an agreement as they were agreed."""
    return tuple(
        Clause(key, each["title"], each["words"], each["asks"], each["answer"])
        for key, each in json.loads(row.clauses).items()
    )


def whole_agreement(session: Session, worker_id: int, moment: Moment) -> WholeAgreement:
    """The agreement of a worker with its clauses. Raises `Refused` where the worker has gone."""
    worker = worker_by_id(session, worker_id)
    form = moment.policy.form(FormKind.AGREEMENT)
    row = standing_agreement(session, worker_id, moment.today)
    agreed = clauses_of(row) if row else ()
    now = _clauses_now(form, {each.id: each.answer for each in agreed})
    return WholeAgreement(
        worker_id=worker_id,
        worker=worker.name,
        manager=the_manager(session).name,
        title=form.title,
        terms=agreement_of(session, worker_id, moment),
        clauses=agreed or now,
        earlier=_earlier(session, worker_id, row, moment.today),
        are_agreed=bool(agreed),
        has_other_form=bool(agreed)
        and not {_said(each) for each in now} <= set(map(_said, agreed)),
    )


def clauses_to_answer(session: Session, worker_id: int, moment: Moment) -> tuple[Clause, ...]:
    """The clauses of the council's form as it is now, with what was agreed under each so far."""
    row = standing_agreement(session, worker_id, moment.today)
    answers = {each.id: each.answer for each in clauses_of(row)} if row else {}
    return _clauses_now(moment.policy.form(FormKind.AGREEMENT), answers)


@can_be_undone("the clauses of the agreement")
@changes_records
def agree_clauses(
    session: Session, worker_id: int, answers: Mapping[str, str], moment: Moment
) -> bool:
    """Put on record what was agreed under each clause; one that was signed is followed by another.

    Returns whether a new version began, to be signed again. Raises `Refused`.
    """
    form = moment.policy.form(FormKind.AGREEMENT)
    for key, text in answers.items():
        if len(text.strip()) > _LONGEST:
            says = f"What is agreed under a clause has at most {_LONGEST} letters."
            raise Refused(says, field=field_of(key))
    clauses = _clauses_now(form, {key: text.strip() for key, text in answers.items()})
    there = standing_agreement(session, worker_id, moment.today)
    if there is not None:
        clauses = (*clauses, *_no_longer_asked(there, form))
    is_signed = there is not None and bool(there.worker_signed_on or there.manager_signed_on)
    if there is None or (is_signed and clauses != clauses_of(there)):
        row = next_version(session, worker_id, moment)
    else:
        row = there
    row.form, row.clauses = form.id, _as_kept(clauses)
    session.add(row)
    moment.note(session, "agree clauses", f"worker {worker_id}", "clauses")
    return is_signed and row is not there


def _no_longer_asked(row: SupervisionAgreement, form: CouncilForm) -> tuple[Clause, ...]:
    """The clauses under which something was agreed, and which the form no longer has."""
    asked = {each.id for each in form.sections}
    return tuple(each for each in clauses_of(row) if each.answer and each.id not in asked)


def _clauses_now(form: CouncilForm, answers: Mapping[str, str]) -> tuple[Clause, ...]:
    return tuple(
        Clause(each.id, each.title, each.clause, each.asks, answers.get(each.id, ""))
        for each in form.sections
    )


def _said(clause: Clause) -> tuple[str, str, str]:
    """A clause without what was answered."""
    return (clause.id, clause.title, clause.words)


def _as_kept(clauses: tuple[Clause, ...]) -> str:
    kept = {
        each.id: {
            "title": each.title, "words": each.words, "asks": each.asks, "answer": each.answer,
        }
        for each in clauses
    }  # fmt: skip
    return json.dumps(kept, ensure_ascii=False)


def _earlier(
    session: Session, worker_id: int, now: SupervisionAgreement | None, on: date
) -> tuple[AgreementVersion, ...]:
    rows = session.exec(
        select(SupervisionAgreement)
        .where(SupervisionAgreement.worker_id == worker_id)
        .where(SupervisionAgreement.reason == "")
        .where(SupervisionAgreement.starts_on <= on)
        .order_by(col(SupervisionAgreement.starts_on).desc(), col(SupervisionAgreement.id).desc())
    )
    return tuple(
        AgreementVersion(
            each.starts_on, each.ends_on, each.minutes, each.interval_days,
            each.worker_signed_on, each.manager_signed_on,
            clauses=tuple(clause for clause in clauses_of(each) if clause.answer),
        )
        for each in rows
        if now is None or each.id != now.id
    )  # fmt: skip
