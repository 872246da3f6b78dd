"""An agreement by a council's form: its clauses, both signatures, every version, and on paper."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlmodel import Session, select

from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.search import search
from supervision_tui.desk.undo import take_back
from supervision_tui.desk.workers.agreement import AgreementDraft, agree, agreement_of
from supervision_tui.desk.workers.clauses import (
    WholeAgreement,
    agree_clauses,
    clauses_to_answer,
    whole_agreement,
)
from supervision_tui.exports.documents.text import to_text
from supervision_tui.exports.records.agreement_document import agreement_document
from supervision_tui.practice.policy.policy import make_policy
from supervision_tui.records import SupervisionAgreement
from supervision_tui.vault.store import Store
from tests.council_forms import BOTH
from tests.desk.days_later import later

WORKER = 1
ANSWERS = {"frequency": "Tuesdays at ten, room 4.", "disagreement": "I will go quincunx; ask me."}


@pytest.fixture
def ours(moment: Moment) -> Moment:
    """The day, with the council's own forms in use."""
    return replace(moment, policy=make_policy(templates=BOTH))


def agreed(store: Store, moment: Moment) -> WholeAgreement:
    return store.run(whole_agreement, WORKER, moment)


def sign(store: Store, moment: Moment) -> None:
    now = store.run(agreement_of, WORKER, moment)
    draft = AgreementDraft(
        WORKER, now.minutes, now.interval_days, now.kinds, now.place,
        worker_signed="today", manager_signed="today", review="",
    )  # fmt: skip
    store.run(agree, draft, moment)


def test_the_clauses_are_those_of_the_councils_form_until_some_are_agreed(
    demo_store: Store, ours: Moment
) -> None:
    before = agreed(demo_store, ours)
    assert (before.title, before.are_agreed) == ("Eastmere supervision agreement", False)
    assert len(before.clauses) == 12
    assert "No clauses are on record yet" in to_text(agreement_document(before))


def test_what_is_agreed_after_the_signatures_begins_a_version_to_be_signed_again(
    demo_store: Store, ours: Moment
) -> None:
    sign(demo_store, ours)
    assert demo_store.run(agree_clauses, WORKER, ANSWERS, ours)
    first = agreed(demo_store, ours)
    assert first.are_agreed
    assert not first.terms.is_signed_by_both
    assert {each.id: each.answer for each in first.clauses if each.answer} == ANSWERS
    assert not demo_store.run(agree_clauses, WORKER, {**ANSWERS, "history": "None."}, ours), (
        "a version that nobody has signed is still written on"
    )
    day = later(ours, 40)
    sign(demo_store, day)
    assert agreed(demo_store, day).terms.is_signed_by_both
    assert demo_store.run(agree_clauses, WORKER, {"history": "Some."}, day)
    assert not demo_store.run(agree_clauses, WORKER, {"history": "Some."}, day)
    now = agreed(demo_store, day)
    signed = [each.worker_signed_on for each in now.earlier[:2]]
    assert signed == [day.today, ours.today]
    assert now.terms.minutes == first.terms.minutes
    assert agreed(demo_store, later(ours, 39)).clauses == first.clauses[:-2] + tuple(
        replace(each, answer="None.") if each.id == "history" else each
        for each in first.clauses[-2:]
    )


def test_other_clauses_of_the_council_are_told_and_kept_apart(
    demo_store: Store, moment: Moment, ours: Moment
) -> None:
    demo_store.run(agree_clauses, WORKER, ANSWERS, ours)
    elsewhere = demo_store.run(whole_agreement, WORKER, moment)
    assert elsewhere.has_other_form
    assert elsewhere.clauses[0].title == "What the supervisor undertakes"
    answers = [each.id for each in demo_store.run(clauses_to_answer, WORKER, moment)]
    assert answers[0] == "purpose"
    assert not agreed(demo_store, ours).has_other_form


def test_what_was_agreed_under_a_clause_that_is_gone_stays(
    demo_store: Store, moment: Moment, ours: Moment
) -> None:
    demo_store.run(agree_clauses, WORKER, ANSWERS, ours)
    demo_store.run(agree_clauses, WORKER, {"purpose": "To think."}, moment)
    now = demo_store.run(whole_agreement, WORKER, moment)
    assert not now.has_other_form
    answers = {each.id: each.answer for each in now.clauses if each.answer}
    assert answers == {"purpose": "To think.", "frequency": ANSWERS["frequency"]}


def test_it_is_printed_with_its_clauses_and_a_line_for_each_signature(
    demo_store: Store, ours: Moment
) -> None:
    demo_store.run(agree_clauses, WORKER, ANSWERS, ours)
    text = to_text(agreement_document(agreed(demo_store, ours)))
    for words in (
        "Eastmere supervision agreement: Otter Thimblewick",
        "To keep to the day and the hour; to prepare; to have read the last record;",
        "Tuesdays at ten, room 4.",
        "Worker: Otter Thimblewick",
        "VERSIONS BEFORE THIS ONE",
    ):
        assert words in text
    assert text.count("…………………………… ") >= 2, "neither has signed this version"
    sign(demo_store, ours)
    assert text.count("signed on 2 Mar 2026") < to_text(
        agreement_document(agreed(demo_store, ours))
    ).count("signed on ")


def test_it_is_found_taken_back_and_refused(demo_store: Store, ours: Moment) -> None:
    def rows(session: Session) -> int:
        return len(session.exec(select(SupervisionAgreement)).all())

    before = demo_store.run(rows)
    demo_store.run(agree_clauses, WORKER, ANSWERS, ours)
    assert [hit.kind for hit in demo_store.run(search, "quincunx", ours).hits] == ["agreement"]
    take_back(demo_store, ours)
    assert demo_store.run(rows) == before
    with pytest.raises(Refused, match="at most 4000 letters"):
        demo_store.run(agree_clauses, WORKER, {"frequency": "x" * 4001}, ours)
    assert demo_store.run(rows) == before
