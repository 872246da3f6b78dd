"""An allocation meeting: six families who wait, three workers, one of them near the limit."""

from __future__ import annotations

import pytest

from supervision_tui.desk.children import cases
from supervision_tui.desk.children.allocation import NEW_REFERRAL, allocate_each, numbers_after
from supervision_tui.desk.children.cases import ChildDetails, NewChild, set_details
from supervision_tui.desk.children.queue import to_allocate
from supervision_tui.desk.children.review import review_card, review_list
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.today.today import today
from supervision_tui.desk.today.view import ActKind
from supervision_tui.desk.undo import take_back
from supervision_tui.desk.workers.absence import record_leave
from supervision_tui.practice.vocabulary import Checkpoint
from supervision_tui.vault.store import Store
from tests.desk.children.teams import TEAM, children_of, number_of, team_of
from tests.desk.days_later import later

# The days of referral, and each family's children.
FAMILIES = {
    "23 feb": ("N-1", "N-2"),
    "20 feb": ("N-3",),
    "24 feb": ("N-4", "N-5", "N-6"),
    "25 feb": ("N-7",),
    "26 feb": ("N-8", "N-9"),
    "27 feb": ("N-10",),
}


@pytest.fixture
def meeting(store: Store, moment: Moment) -> Store:
    """Ada has fifteen children of sixteen, Bo and Cy ten each; six families wait."""
    team_of(store, moment, "Ada Finch", "Bo Hart", "Cy Moor")
    for worker, begins, number in (("Ada Finch", 1, 15), ("Bo Hart", 21, 10), ("Cy Moor", 41, 10)):
        refs = [f"C-{n}" for n in range(begins, begins + number)]
        children_of(store, moment, worker, dict.fromkeys(refs, "cin"))
    for referred, family in FAMILIES.items():
        for ref in family:
            new = NewChild(ref, "", "assessment", "", referred=referred, team=TEAM)
            store.run(cases.add_child, new, moment)
        if len(family) > 1:
            details = ChildDetails(family[0], "", "", ", ".join(family[1:]))
            store.run(set_details, details, moment)
    return store


def test_six_families_are_allocated_side_by_side_all_at_once(
    meeting: Store, moment: Moment
) -> None:
    assert meeting.run(today, moment).unallocated == 10
    queue = meeting.run(to_allocate, (), moment)
    assert [each.ref for each in queue] == [
        "N-3", "N-1", "N-2", "N-4", "N-5", "N-6", "N-7", "N-8", "N-9", "N-10",
    ]  # fmt: skip
    assert (queue[0].days, queue[0].held_by) == (10, "the manager")
    view = meeting.run(today, moment)
    (group,) = [each for each in view.groups if each.kind is ActKind.ALLOCATE]
    assert (group.title, group.count, len(group.acts)) == ("Allocate 10 children", 10, 1)
    first = [each.who for each in view.needs[:10]]
    assert first == [each.ref for each in queue], "a child without a worker comes first"

    choices = {
        **dict.fromkeys(("N-1", "N-2"), "Ada Finch"),
        **dict.fromkeys(("N-3", "N-4", "N-5", "N-6"), "Bo Hart"),
        **dict.fromkeys(("N-7", "N-8", "N-9", "N-10"), "Cy Moor"),
    }
    numbers = {each.worker: each for each in meeting.run(numbers_after, choices, moment)}
    assert numbers["Ada Finch"].says().startswith("Ada Finch: 15 → 17 of 16: over the limit;")
    assert numbers["Bo Hart"].says().startswith("Bo Hart: 10 → 14 of 16; time needed")
    assert numbers["Cy Moor"].children_words == "10 → 14 of 16"
    assert meeting.run(today, moment).unallocated == 10, "to look changes nothing"

    with pytest.raises(Refused):
        meeting.run(allocate_each, choices | {"N-9": "Nobody Known"}, NEW_REFERRAL, moment)
    assert meeting.run(today, moment).unallocated == 10, "all or none"

    found = meeting.run(allocate_each, choices, NEW_REFERRAL, moment)
    assert set(found.values()) == {Checkpoint.ALLOCATION}
    assert meeting.run(today, moment).unallocated == 0
    lines = {each.ref: each for each in meeting.run(review_list, moment)}
    assert {ref: lines[ref].worker for ref in choices} == choices
    assert lines["N-1"].outstanding == "allocation", "the direction is still to be given"
    (lead,) = meeting.run(review_card, "N-1", moment).people
    assert (lead.name, lead.since) == ("Ada Finch", moment.today)

    take_back(meeting, moment)
    assert meeting.run(today, moment).unallocated == 10, "one undo takes the meeting back"


def test_a_worker_who_is_away_is_told_before_a_child_is_allocated(
    meeting: Store, moment: Moment
) -> None:
    number = meeting.run(number_of, "Cy Moor")
    meeting.run(record_leave, number, "today", "20 mar", "sick", moment=moment)
    (cy,) = meeting.run(numbers_after, {"N-7": "Cy Moor"}, moment)
    assert cy.is_away
    assert cy.says().endswith("; away today")


def test_days_of_waiting_grow_and_are_told(meeting: Store, moment: Moment) -> None:
    (first, *_) = meeting.run(to_allocate, (), later(moment, 5))
    assert (first.ref, first.days) == ("N-3", 15)
    assert "Fri 20 Feb" in first.waiting


def test_siblings_are_set_and_leave_again(meeting: Store, moment: Moment) -> None:
    """Who is named is of the family; who is not named any more is not."""

    def families() -> dict[str, int | None]:
        return {each.ref: each.family_id for each in meeting.run(to_allocate, (), moment)}

    meeting.run(set_details, ChildDetails("N-3", "Zara Okafor", "3/4/2015", "N-7"), moment)
    found = families()
    assert found["N-3"] == found["N-7"] is not None
    assert found["N-4"] == found["N-6"] != found["N-3"]
    meeting.run(set_details, ChildDetails("N-4", "", "", "N-5"), moment)
    found = families()
    assert (found["N-6"], found["N-4"]) == (None, found["N-5"])
    meeting.run(set_details, ChildDetails("N-3", "Zara Okafor", "3/4/2015", ""), moment)
    assert families()["N-7"] is None, "nobody is a family alone"
    line = next(each for each in meeting.run(review_list, moment) if each.ref == "N-3")
    assert line.name == "Zara Okafor"


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (ChildDetails("N-3", "x" * 200, "", ""), "name"),
        (ChildDetails("N-3", "Zara", "30/2/2015", ""), "born"),
        (ChildDetails("N-3", "Zara", "2015-04-03", "N-99"), "siblings"),
        (ChildDetails("N-3", "Zara", "1970-04-03", ""), "born"),
    ],
)
def test_details_that_cannot_be_are_refused_and_change_nothing(
    meeting: Store, moment: Moment, details: ChildDetails, field: str
) -> None:
    before = meeting.run(to_allocate, (), moment)
    with pytest.raises(Refused) as why:
        meeting.run(set_details, details, moment)
    assert why.value.field == field
    assert meeting.run(to_allocate, (), moment) == before
