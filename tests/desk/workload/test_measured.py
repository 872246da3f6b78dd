"""What is measured week by week is what is explained, by the rules of that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.workload import statuses
from supervision_tui.practice.policy.policy import make_policy
from supervision_tui.practice.workload.model import status_of
from supervision_tui.vault.store import Store
from tests.desk.days_later import later


def test_a_change_of_limits_does_not_rewrite_last_months_picture(
    demo_store: Store, moment: Moment
) -> None:
    before = demo_store.run(statuses.team_workload, moment)
    text = "[stages.social-worker]\nlimit = { value = 4, from = 2026-03-10 }\n"
    versioned = replace(moment, policy=make_policy(text))
    now = demo_store.run(statuses.team_workload, versioned)
    assert [each.workload.status for each in now.workers] == [
        each.workload.status for each in before.workers
    ]
    assert [each.since for each in now.workers] == [each.since for each in before.workers]
    after = demo_store.run(statuses.team_workload, later(versioned, 14))
    worker = next(each for each in after.workers if each.workload.load.stage == "social-worker")
    assert worker.workload.limit == 4 * worker.workload.load.fte


def test_what_is_measured_week_by_week_is_what_is_explained(
    unchanged_demo: Store, moment: Moment
) -> None:
    history = unchanged_demo.run(read_history, moment, since=statuses.first_week(moment))
    for week in range(52):
        on = moment.today - timedelta(weeks=week)
        for worker in history.current_workers(on):
            explained = history.workload(worker.id, on)
            assert history.status(worker.id, on) is explained.status
            assert (
                status_of({each.code: each.value for each in explained.signals}, moment.policy)
                is explained.status
            )
