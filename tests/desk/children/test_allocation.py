"""Children come, move and close; a move shows both fits."""

from __future__ import annotations

import pytest

from supervision_tui.desk.children import allocation, cases, plans
from supervision_tui.desk.children.cases import NewChild
from supervision_tui.desk.children.review import review_card, review_list
from supervision_tui.desk.directions.lines import directions_of_child
from supervision_tui.desk.find import find_child
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.practice.vocabulary import Checkpoint, Plan
from supervision_tui.vault.store import Store
from tests.desk.supervision.hours import CROWDED, worker_on_record


def test_moving_a_child_shows_both_fits_and_asks_for_the_direction(
    demo_store: Store, moment: Moment
) -> None:
    ref = next(
        each.ref for each in demo_store.run(review_list, moment) if each.worker_id == CROWDED
    )
    to = demo_store.run(worker_on_record, 2).name
    numbers = demo_store.run(allocation.numbers_after, {ref: to}, moment)
    assert len(numbers) == 2
    assert {each.counted[1] - each.counted[0] for each in numbers} == {1, -1}
    assert (
        demo_store.run(allocation.allocate, [ref], to, "workload", moment) is Checkpoint.ALLOCATION
    )
    card = demo_store.run(review_card, ref, moment)
    assert (card.line.worker, card.line.outstanding) == (to, "allocation")


def test_ending_an_assessment_and_a_transfer_are_checkpoints(
    demo_store: Store, moment: Moment
) -> None:
    line = next(
        each
        for each in demo_store.run(review_list, moment)
        if each.statuses == ("assessment",) and not each.outstanding
    )
    change = plans.PlanChange(line.ref, (Plan.CIN,), (Plan.ASSESSMENT,), "today")
    checkpoint = demo_store.run(plans.change_plans, change, moment)
    assert checkpoint is Checkpoint.END_OF_ASSESSMENT
    assert demo_store.run(review_card, line.ref, moment).line.statuses == ("cin",)
    assert (
        demo_store.run(allocation.transfer, line.ref, "Leaving Care", "turned 16", moment)
        is Checkpoint.TRANSFER
    )
    assert demo_store.run(review_card, line.ref, moment).line.outstanding == "transfer"


def test_a_child_with_open_directions_is_not_closed(unchanged_demo: Store, moment: Moment) -> None:
    ref = next(
        each.ref
        for each in unchanged_demo.run(review_list, moment)
        if unchanged_demo.run(
            directions_of_child, unchanged_demo.run(find_child, each.ref).id or 0, moment
        )
    )
    with pytest.raises(Refused, match="open"):
        unchanged_demo.run(cases.close_child, ref, "no longer in need", moment)


@pytest.mark.parametrize(
    "draft",
    [
        NewChild("", "A", Plan.CIN, "WORKER"),
        NewChild("x" * 41, "A", Plan.CIN, "WORKER"),
        NewChild("C-1001", "A", Plan.CIN, "WORKER"),
        NewChild("N-1", "A", Plan.CIN, "nobody at all"),
        NewChild("N-1", "A", Plan.CIN, "WORKER", born="31/2"),
        NewChild("N-1", "A", Plan.CIN, "WORKER", born="1950-01-01"),
        NewChild("N-\x1b[2J", "A", Plan.CIN, "WORKER"),
    ],
)
def test_a_child_that_cannot_be_is_not_added(
    unchanged_demo: Store, moment: Moment, draft: NewChild
) -> None:
    name = unchanged_demo.run(worker_on_record, 2).name
    with pytest.raises(Refused):
        unchanged_demo.run(
            cases.add_child,
            NewChild(
                draft.ref, draft.name, draft.plan, draft.worker.replace("WORKER", name), draft.born
            ),
            moment,
        )
