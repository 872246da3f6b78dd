"""The figures of Today say of past Mondays what the app would have said on them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.today import figures
from supervision_tui.desk.today.today import today
from supervision_tui.vault.store import Store


def test_each_monday_is_told_as_that_day_would_have_been(
    unchanged_demo: Store, moment: Moment
) -> None:
    """Children not discussed, supervision late, directions late, no worker: held against Today
    itself, asked as of each of those Mondays.
    """
    found = {each.code: each for each in unchanged_demo.run(today, moment).figures}
    monday = moment.today - timedelta(days=moment.today.weekday())
    for back in (1, 4, 11):
        on = monday - timedelta(weeks=back)
        then = Moment(on, moment.now, moment.policy)
        there = {each.code: each.value for each in unchanged_demo.run(today, then).figures}
        for code in ("supervision", "not-discussed", "unallocated", "visits"):
            assert found[code].weeks[-back] == there[code], (code, on)


def test_a_visit_late_is_worked_out_once_for_a_child_that_did_not_change(
    unchanged_demo: Store, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = unchanged_demo.run(lambda session: read_history(session, moment))
    children = history.open_children(moment.today)
    before = [history.has_late_visit(child, moment.today) for child in children]
    assert any(before) and not all(before)
    monkeypatch.setattr("supervision_tui.desk.history.history.visits_due", None)
    assert [history.has_late_visit(child, moment.today) for child in children] == before


def test_of_many_children_the_past_is_left_out(
    unchanged_demo: Store, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "MOST_CHILDREN", 10)
    view = unchanged_demo.run(today, moment)
    assert all(each.weeks == () for each in view.figures)
    assert any(each.value for each in view.figures)


def test_visits_alone_are_the_visits_among_all_dates_due(
    unchanged_demo: Store, moment: Moment
) -> None:
    def hold_together(history: History) -> int:
        late = 0
        for child in history.open_children(moment.today):
            dates = history.dates_due(child, moment.today)
            visits = [
                each
                for each in dates
                if each.is_late and moment.policy.events[each.held_event].is_visit
            ]
            assert history.has_late_visit(child, moment.today) is bool(visits), child.ref
            late += bool(visits)
        return late

    late = unchanged_demo.run(lambda session: hold_together(read_history(session, moment)))
    found = {each.code: each.value for each in unchanged_demo.run(today, moment).figures}
    assert found["visits"] == late
