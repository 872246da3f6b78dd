"""A history of directions: as far back as somebody asks, and never silently less."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision_tui.desk.children.review import review_list
from supervision_tui.desk.directions.giving import close_direction
from supervision_tui.desk.directions.lines import direction_by_number, open_directions
from supervision_tui.desk.history.child import ChildHistory, DirectionPast
from supervision_tui.desk.history.reading import read_children, read_history
from supervision_tui.desk.moment import Moment
from supervision_tui.practice.vocabulary import DirectionState
from supervision_tui.vault.store import Store
from tests.conftest import TODAY
from tests.desk.days_later import later

DAYS = st.integers(0, 60).map(lambda n: TODAY + timedelta(days=n))


def test_a_day_before_those_that_were_read_is_refused_and_read_when_it_is_asked_for(
    unchanged_demo: Store, moment: Moment
) -> None:
    earlier = moment.today - timedelta(weeks=30)
    whole = unchanged_demo.run(read_children, moment, _all(unchanged_demo, moment))
    history = unchanged_demo.run(read_history, moment)
    if not history.reaches_back_to(earlier):
        with pytest.raises(ValueError, match="were not read"):
            [child.tally.on(earlier) for child in history.children.values()]
    again = unchanged_demo.run(read_history, moment, since=earlier)
    for child, weeks in product(again.children.values(), range(31)):
        on = earlier + timedelta(weeks=weeks)
        assert child.tally.on(on) == whole.children[child.id].tally.on(on)
    for each in again.children.values():
        assert each.last_given(moment.today) == _last_given(whole.children[each.id], moment)


def _all(store: Store, moment: Moment) -> list[int]:
    return list(store.run(read_history, moment).children)


def _last_given(child: ChildHistory, moment: Moment) -> date | None:
    given = [each.given_on for each in child.directions if each.given_on <= moment.today]
    return max(given, default=None)


def test_a_direction_closed_long_ago_is_still_found_by_its_number(
    demo_store: Store, moment: Moment
) -> None:
    line = demo_store.run(open_directions, moment)[0]
    demo_store.run(close_direction, line.id, DirectionState.DONE, "seen", moment)
    much_later = later(moment, 200)
    demo_store.run(review_list, much_later)  # what is at hand reaches no further back
    found = demo_store.run(direction_by_number, line.id, much_later)
    assert (found.child, found.text, found.state) == (line.child, line.text, DirectionState.DONE)


@given(
    given_on=DAYS,
    dates=st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=4),
    closed_on=st.none() | DAYS,
    discussed=st.lists(DAYS, max_size=12),
    on=DAYS,
)
def test_discussions_past_its_date_are_counted_as_one_by_one(
    given_on: date,
    dates: list[tuple[date, date]],
    closed_on: date | None,
    discussed: list[date],
    on: date,
) -> None:
    past = DirectionPast(
        1, 1, given_on, closed_on, DirectionState.OPEN, dates[-1][1], "worker", False
    )
    past.dates = sorted(dates)
    spells = past.overdue_spells()
    one_by_one = sum(
        any(starts <= day < ends for starts, ends in spells) for day in discussed if day <= on
    )
    assert past.carried(sorted(discussed), on) == one_by_one
