"""Taken back, and found: what holds for every kind of record."""

from __future__ import annotations

import pytest

from supervision_tui.desk.children.review import review_card
from supervision_tui.desk.consultations import requests
from supervision_tui.desk.consultations.lines import consultation_lines
from supervision_tui.desk.consultations.recommendations import (
    adopt_recommendation,
    decline_recommendation,
)
from supervision_tui.desk.destination import Destination, RecordKind
from supervision_tui.desk.directions.lines import open_directions
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.search import search
from supervision_tui.desk.training import back_on_duty as duty_returns
from supervision_tui.desk.training import bookings as training
from supervision_tui.desk.training import compliance_dates, development
from supervision_tui.desk.training.development import EntryDraft, GoalDraft
from supervision_tui.desk.undo import take_back
from supervision_tui.desk.workload import responses
from supervision_tui.desk.workload.responses import ResponseDraft
from supervision_tui.practice.consultation import Helped
from supervision_tui.vault.errors import VaultError
from supervision_tui.vault.store import Store
from tests.desk.learning import CROWDED, adopt, booked, child_of, held, view_of


def test_everything_can_be_taken_back(demo_store: Store, moment: Moment) -> None:
    def picture() -> tuple[object, ...]:
        return (
            demo_store.run(consultation_lines, moment),
            view_of(demo_store, moment),
            demo_store.run(responses.reviewed, moment),
            demo_store.run(responses.responses, moment.today),
            demo_store.run(open_directions, moment),
        )

    before = picture()
    ref = child_of(demo_store, 8, moment)
    line = held(demo_store, moment, ref, "One", "Two")
    demo_store.run(adopt_recommendation, adopt(line.undecided[0].id, ref), moment)
    demo_store.run(decline_recommendation, line.undecided[1].id, "no", moment)
    demo_store.run(requests.follow_up, line.id, Helped.HELPED, "", "", moment=moment)
    demo_store.run(requests.close_consultation, line.id, "", moment)
    booking = booked(demo_store, moment, 8, "2026-02-27")
    demo_store.run(training.tick_attended, booking, moment)
    demo_store.run(
        development.add_entry, EntryDraft(8, "Read", "today", "", with_peer=False), moment
    )
    demo_store.run(development.set_goal, GoalDraft(8, "Chair alone", "3m"), moment)
    demo_store.run(compliance_dates.set_compliance_date, 8, "dbs", "2w", "", moment=moment)
    demo_store.run(compliance_dates.deal_with, 8, "dbs", moment)
    demo_store.run(duty_returns.log_unfinished, 8, moment)
    given = demo_store.run(responses.respond, ResponseDraft(CROWDED, "No new child", "2w"), moment)
    demo_store.run(responses.review_response, given.id, Helped.NO, "", "2w", moment=moment)
    for _ in range(16):
        take_back(demo_store, moment)
    assert picture() == before
    with pytest.raises(VaultError, match="nothing to take back"):
        take_back(demo_store, moment)


def test_what_is_written_is_found_and_what_is_taken_back_is_not(
    demo_store: Store, moment: Moment
) -> None:
    ref = child_of(demo_store, 8, moment)
    line = held(demo_store, moment, ref, "Zebrawood drawing")
    hits = demo_store.run(search, "zebrawood", moment).hits
    assert [(hit.kind, hit.about.split()[0], hit.leads_to) for hit in hits] == [
        ("recommendation", ref, Destination(RecordKind.RECOMMENDATION, str(line.undecided[0].id)))
    ]
    demo_store.run(development.set_goal, GoalDraft(8, "Quincunx genograms", "3m"), moment)
    demo_store.run(
        duty_returns.describe_unfinished, 8, "today", "2", "quincunx chronology", moment=moment
    )
    found = demo_store.run(search, "quincunx", moment).hits
    assert {hit.kind for hit in found} == {"goal", "duty"}
    assert {hit.leads_to.kind for hit in found} == {RecordKind.GOAL, RecordKind.BACK_ON_DUTY}
    take_back(demo_store, moment)
    assert {hit.kind for hit in demo_store.run(search, "quincunx", moment).hits} == {"goal"}
    assert demo_store.run(review_card, ref, moment).consultations[0].id == line.id
