"""Directions on record: which stand open, which are lazy, which are closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from supervision_tui.desk.directions.giving import (
    DirectionDraft,
    close_direction,
    extend_direction,
    give_direction,
)
from supervision_tui.desk.directions.lines import (
    directions_to_look_at,
    open_directions,
    taken_up,
)
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.practice.direction.accepting import SaidDirection
from supervision_tui.practice.vocabulary import DirectionState, Urgency
from supervision_tui.vault.store import Store
from tests.desk.days_later import later


def test_the_open_directions_of_a_day_are_those_that_stood_open_then(
    unchanged_demo: Store, moment: Moment
) -> None:
    earlier = later(moment, -60)
    lines = {line.id: line for line in unchanged_demo.run(open_directions, earlier)}
    history = unchanged_demo.run(read_history, moment, since=earlier.today)
    for past in history.directions.values():
        facts = past.facts(earlier.today)
        assert (past.id in lines) == (facts is not None and facts.state.is_open)
    opened = sum(child.tally.on(earlier.today)[0] for child in history.children.values())
    overdue = sum(child.tally.on(earlier.today)[1] for child in history.children.values())
    assert (opened, overdue) == (len(lines), sum(line.days_late > 0 for line in lines.values()))


@pytest.mark.parametrize("days", [0, -20, -200])
def test_what_is_looked_at_is_what_is_late_soon_or_of_who_is_named(
    unchanged_demo: Store, moment: Moment, days: int
) -> None:
    then = later(moment, days)
    lines = unchanged_demo.run(open_directions, then)
    history = unchanged_demo.run(read_history, then)
    owner = next(line.owner for line in lines if line.urgency is Urgency.PLAIN)
    found = unchanged_demo.run(directions_to_look_at, then, history, [owner.upper()])
    wanted = [line for line in lines if line.urgency is not Urgency.PLAIN or line.owner == owner]
    assert [line for line in found if line in wanted] == wanted
    assert set(found) <= set(lines)
    assert len(found) < len(lines)


def test_a_direction_that_was_near_before_it_was_put_off_is_near_on_that_day(
    demo_store: Store, moment: Moment
) -> None:
    line = next(
        each for each in demo_store.run(open_directions, moment) if each.urgency is Urgency.SOON
    )
    day = later(moment, 1)
    far = (moment.today + timedelta(days=60)).isoformat()
    demo_store.run(extend_direction, line.id, far, "the family is away until then", day)
    for then, is_there in ((moment, True), (day, False)):
        history = demo_store.run(read_history, then)
        found = demo_store.run(directions_to_look_at, then, history, ())
        assert (line.id in [each.id for each in found if each.urgency is Urgency.SOON]) is is_there


def test_a_date_is_taken_up_as_long_as_the_direction_that_follows_it_is_open(
    demo_store: Store, moment: Moment
) -> None:
    assert demo_store.run(taken_up, moment) == set()
    ref = demo_store.run(open_directions, moment)[0].child
    said = SaidDirection("Visit", "manager", "3wd", "it is late")
    draft = DirectionDraft(ref, said, follows="cp-visit")
    given = demo_store.run(give_direction, draft, moment)
    assert demo_store.run(taken_up, moment) == {(ref, "cp-visit")}
    assert demo_store.run(taken_up, later(moment, -1)) == set()
    demo_store.run(
        close_direction, given.id, DirectionState.WITHDRAWN, "they moved", later(moment, 1)
    )
    assert demo_store.run(taken_up, moment) == {(ref, "cp-visit")}
    assert demo_store.run(taken_up, later(moment, 1)) == set()


def test_a_direction_to_hold_the_review_itself_is_not_lazy_and_another_is(
    demo_store: Store, moment: Moment
) -> None:
    from supervision_tui.desk.children.review import review_card, review_list

    for line in demo_store.run(review_list, moment):
        card = demo_store.run(review_card, line.ref, moment)
        review = next(
            (each for each in card.dates.due if each.is_review and each.due > moment.today), None
        )
        if review:
            break
    assert review is not None
    itself = DirectionDraft(
        card.line.ref, SaidDirection(review.do, "manager", f"@{review.code}", "it is due")
    )
    assert not demo_store.run(give_direction, itself, moment).lazy
    rest = replace(itself.said, do="Do the rest", by=review.due.isoformat(), why_this_date="")
    other = replace(itself, said=rest)
    with pytest.raises(Refused):
        demo_store.run(give_direction, other, moment)


def test_a_closed_direction_is_not_closed_again_or_opened(
    demo_store: Store, moment: Moment
) -> None:
    line = demo_store.run(open_directions, moment)[0]
    demo_store.run(close_direction, line.id, DirectionState.DONE, "", moment)
    for state in (DirectionState.DONE, DirectionState.PART):
        with pytest.raises(Refused, match="closed already"):
            demo_store.run(close_direction, line.id, state, "more", later(moment, 7))
