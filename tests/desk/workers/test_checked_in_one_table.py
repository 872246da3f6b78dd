"""Workers of an import are checked in one table: stage, hours and start, all rows or none."""

from __future__ import annotations

from datetime import date

import pytest

from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.today.today import today
from supervision_tui.desk.undo import take_back
from supervision_tui.desk.workers.people import (
    WorkerCheck,
    check_workers,
    worker_details,
    workers_to_check,
)
from supervision_tui.vault.store import Store
from tests.desk.children.teams import children_of, team_of


@pytest.fixture
def harbour(store: Store, moment: Moment) -> Store:
    """Three workers of whom nothing but the name is known."""
    team_of(store, moment, "Ada Finch", "Bo Hart", "Cy Moor")
    children_of(store, moment, "Ada Finch", {"C-1": "cin"})
    return store


def rows(store: Store, moment: Moment, *said: tuple[str, str, str]) -> list[WorkerCheck]:
    there = store.run(workers_to_check, moment)
    return [WorkerCheck(each.worker_id, *row) for each, row in zip(there, said, strict=True)]


def test_three_workers_are_checked_at_once(harbour: Store, moment: Moment) -> None:
    assert len(harbour.run(workers_to_check, moment)) == 3
    said = rows(harbour, moment, ("nq", "1", "1 oct 2025"), ("senior", "0.8", ""), ("s", "1", ""))
    with pytest.raises(Refused) as why:
        harbour.run(check_workers, said, moment)
    assert why.value.field == f"stage-{said[2].worker_id}", "not known which stage"
    assert len(harbour.run(workers_to_check, moment)) == 3, "all or none"

    said = rows(
        harbour, moment, ("nq", "1", "1 oct 2025"), ("senior", "0,8", ""), ("student", "0.6", "")
    )
    assert harbour.run(check_workers, said, moment) == 3
    assert harbour.run(workers_to_check, moment) == []
    ada, bo, cy = (harbour.run(worker_details, row.worker_id, moment) for row in said)
    assert (ada.stage, ada.fte, ada.starts_on) == ("newly-qualified", 1, date(2025, 10, 1))
    assert (bo.stage, bo.fte, bo.starts_on) == ("senior", 0.8, None), "not filled with today"
    assert (cy.stage, cy.fte) == ("student", 0.6)
    shown = {line.name: line.stage for line in harbour.run(today, moment).lines}
    assert shown["Ada Finch"].startswith("NQSW, month")
    assert "month" not in shown["Bo Hart"]

    take_back(harbour, moment)
    assert len(harbour.run(workers_to_check, moment)) == 3


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (("worker", "2", ""), "fte"),
        (("worker", "half", ""), "fte"),
        (("chief", "1", ""), "stage"),
        (("", "1", ""), "stage"),
        (("worker", "1", "soon"), "since"),
    ],
)
def test_a_row_that_cannot_be_is_named(
    harbour: Store, moment: Moment, row: tuple[str, str, str], field: str
) -> None:
    said = rows(harbour, moment, ("worker", "1", ""), row, ("worker", "1", ""))
    with pytest.raises(Refused) as why:
        harbour.run(check_workers, said, moment)
    assert why.value.field == f"{field}-{said[1].worker_id}"
    assert len(harbour.run(workers_to_check, moment)) == 3
