"""When a worker was last supervised before this vault: the clock counts from that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from supervision_tui.desk.data_protection.workers_file import worker_record
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.supervision.session import open_session
from supervision_tui.desk.supervision.signing import sign_record
from supervision_tui.desk.today.today import today
from supervision_tui.desk.workers import people
from supervision_tui.desk.workers.people import WorkerCheck
from supervision_tui.vault.store import Store
from tests.desk.children.teams import children_of, number_of, team_of
from tests.desk.days_later import later
from tests.desk.sessions import session_with


@pytest.fixture
def checked(store: Store, moment: Moment) -> Store:
    """Ada was supervised on 12 January, seven weeks ago; of Bo nobody knows."""
    team_of(store, moment, "Ada Finch", "Bo Hart")
    children_of(store, moment, "Ada Finch", {"C-1": "cin"})
    ada, bo = store.run(number_of, "Ada Finch"), store.run(number_of, "Bo Hart")
    rows = [
        WorkerCheck(ada, "social-worker", "1", "", "12 jan"),
        WorkerCheck(bo, "social-worker", "1", "", ""),
    ]
    store.run(people.check_workers, rows, moment)
    return store


def next_session(store: Store, name: str, moment: Moment) -> str:
    lines = store.run(today, moment).lines
    return next(line.next_session.says for line in lines if line.name == name)


def test_supervision_is_late_from_the_day_that_was_said(checked: Store, moment: Moment) -> None:
    assert next_session(checked, "Ada Finch", moment) == "15 wd late"
    assert next_session(checked, "Bo Hart", moment) == "due Mon 30 Mar"
    figures = {each.code: each for each in checked.run(today, moment).figures}
    assert figures["supervision"].says == "1 of 2 workers"


def test_a_session_that_is_held_here_counts_instead(checked: Store, moment: Moment) -> None:
    session_id = session_with(checked, checked.run(number_of, "Ada Finch"), moment)
    view = checked.run(open_session, session_id, moment)
    view.draft.child("C-1").view = "Talked through"
    checked.run(sign_record, session_id, view.draft, moment)
    assert "late" not in next_session(checked, "Ada Finch", later(moment, 7))


def test_it_is_put_right_in_the_worker_form_and_taken_away(checked: Store, moment: Moment) -> None:
    number = checked.run(number_of, "Ada Finch")
    details = checked.run(people.worker_details, number, moment)
    assert details.supervised_on == date(2026, 1, 12)
    checked.run(people.set_worker_details, replace(details, supervised_on=None), moment)
    assert "late" not in next_session(checked, "Ada Finch", moment)


def test_a_day_to_come_is_refused_in_its_field(checked: Store, moment: Moment) -> None:
    with pytest.raises(Refused) as why:
        people.last_supervised("2 apr 2026", moment, "supervised-1")
    assert why.value.field == "supervised-1"
    assert people.last_supervised(" ", moment, "supervised") is None


def test_the_worker_is_told_of_it(checked: Store, moment: Moment) -> None:
    record = checked.run(worker_record, "Ada Finch", moment)
    assert "last supervised before this vault on Mon 12 Jan 2026" in str(record)
