"""A vault from before roles on a case: brought over, it says of every day what it said before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from sqlmodel import Session

from supervision_tui.desk.children import allocation
from supervision_tui.desk.directions.giving import DirectionDraft, give_direction
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.oversight.record import Behind
from supervision_tui.desk.oversight.summary import oversight_summary
from supervision_tui.desk.today.today import today
from supervision_tui.desk.workers.absence import record_leave
from supervision_tui.desk.workers.people import WorkerCheck, check_workers
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.direction.accepting import SaidDirection
from supervision_tui.practice.supervision.cadence import next_due
from supervision_tui.vault.store import Store
from tests.conftest import ClosedVault
from tests.desk.children.teams import caseload, children_of, number_of, team_of, workload
from tests.desk.days_later import later
from tests.vault.vaults import opened, take_back_to_9

NAMES = ("Ada Finch", "Bo Hart", "Cy Moor")


def _lived(store: Store, moment: Moment) -> Moment:
    """Three months of a team of three: a child moves, one is left with nobody, one is away."""
    team_of(store, moment, *NAMES)
    checks = [
        WorkerCheck(store.run(number_of, name), "social-worker", "1", "today") for name in NAMES
    ]
    store.run(check_workers, checks, moment)
    children_of(store, moment, "Ada Finch", {"C-1": "cp", "C-2": "cin", "C-3": "cla"})
    children_of(store, moment, "Bo Hart", {"C-4": "cin"})
    said = SaidDirection("Visit after school", "Ada Finch", "3w", "nobody has seen the evening")
    store.run(give_direction, DirectionDraft("C-1", said), moment)
    month = later(moment, 30)
    store.run(allocation.allocate, ["C-2"], "Bo Hart", "workload", month)
    store.run(allocation.leave_unallocated, ["C-4"], "worker leaves", later(moment, 40))
    cy = store.run(number_of, "Cy Moor")
    store.run(record_leave, cy, "7 apr", "8 may", "sick", moment=later(moment, 36))
    return later(moment, 90)


def _told(session: Session, day: Moment) -> object:
    """What a vault says of a day: caseloads, needed and available, signals, figures.

    Not since when records are on file: of a vault of before nobody was asked.
    """
    figures = oversight_summary(session, Period(date(2026, 3, 2), day.today), day).now
    asked = {
        key: found for key, found in figures.behind.records.items() if not key.startswith("file.")
    }
    return (
        {name: caseload(session, name, day) for name in NAMES},
        {name: workload(session, name, day) for name in NAMES},
        today(session, day).lines,
        replace(figures, behind=Behind(records=asked)),
    )


def test_its_history_says_the_same(
    empty_vault: ClosedVault, tmp_path: Path, moment: Moment
) -> None:
    path = empty_vault.copied(tmp_path / "vault")
    store = opened(path)
    end = _lived(store, moment)
    days = [later(moment, days) for days in (0, 29, 30, 40, 50, 90)]
    before = [store.run(_told, day) for day in days]
    store.close()
    take_back_to_9(path)
    store = opened(path)
    try:
        assert [store.run(_told, day) for day in days] == before
        assert end.today == days[-1].today
        assert store.run(today, end).unallocated == 1
    finally:
        store.close()


def test_a_short_leave_of_before_stops_the_clock_as_it_did(
    empty_vault: ClosedVault, tmp_path: Path, moment: Moment
) -> None:
    """Today a leave of a week puts off only what falls into it; then each leave stopped the
    clock.
    """
    path = empty_vault.copied(tmp_path / "vault")
    store = opened(path)
    team_of(store, moment, "Ada Finch")
    number = store.run(number_of, "Ada Finch")
    store.run(record_leave, number, "9 mar", "13 mar", "annual", moment=moment)
    day = later(moment, 20)
    assert store.run(_due, day) == date(2026, 3, 30), "28 days after she came"
    store.close()
    take_back_to_9(path)
    store = opened(path)
    try:
        after = date(2026, 3, 13) + timedelta(days=day.policy.session.first_after_leave_days)
        assert store.run(_due, day) == after != date(2026, 3, 30)
    finally:
        store.close()


def _due(session: Session, moment: Moment) -> date | None:
    history = read_history(session, moment)
    worker = history.workers[number_of(session, "Ada Finch")]
    return next_due(worker.clock(moment.today, moment.policy), moment.policy)
