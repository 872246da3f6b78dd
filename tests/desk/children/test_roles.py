"""Everybody who works with a child: one child in two vaults, shares of a caseload, changes of
lead.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session

from supervision_tui.desk.children import allocation
from supervision_tui.desk.children.caseload_list import caseload_list
from supervision_tui.desk.children.review import review_card, review_list
from supervision_tui.desk.children.roles import RoleDraft, begin_role, end_role
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.supervision.agenda import next_agenda
from supervision_tui.desk.today.today import today
from supervision_tui.desk.undo import take_back
from supervision_tui.desk.workload.statuses import what_if
from supervision_tui.practice.supervision.agenda import draw_up
from supervision_tui.practice.workload.model import facts_of, measure
from supervision_tui.vault.store import Store
from tests.conftest import ClosedVault
from tests.desk.children.teams import caseload, children_of, number_of, team_of, workload
from tests.desk.days_later import later


@pytest.fixture
def harbour(store: Store, moment: Moment) -> Store:
    """Ada leads two children, one of them on a protection plan; Bo leads one."""
    team_of(store, moment, "Ada Finch", "Bo Hart")
    children_of(store, moment, "Ada Finch", {"C-1": "cp", "C-2": "cin"})
    children_of(store, moment, "Bo Hart", {"C-3": "cin"})
    return store


def test_a_child_with_a_lead_and_a_lead_child_protection_practitioner_in_both_vaults(
    harbour: Store, empty_vault: ClosedVault, tmp_path: Path, moment: Moment
) -> None:
    """Family help leads; the child protection practitioner has another manager and vault."""
    role = "lead-child-protection"
    harbour.run(begin_role, RoleDraft(("C-1",), role, "Cleo Marsh", "Protection East"), moment)
    theirs = empty_vault.opened(empty_vault.copied(tmp_path / "protection"))
    team_of(theirs, moment, "Cleo Marsh")
    children_of(theirs, moment, "", {"C-1": "cp"})
    theirs.run(begin_role, RoleDraft(("C-1",), "lead", "Ada Finch", "Harbour"), moment)
    theirs.run(begin_role, RoleDraft(("C-1",), role, "Cleo Marsh"), moment)

    here = harbour.run(review_card, "C-1", moment)
    assert [(each.name, each.team, each.role) for each in here.people] == [
        ("Ada Finch", "", "lead"),
        ("Cleo Marsh", "Protection East", role),
    ]
    assert harbour.run(caseload, "Ada Finch", moment)["C-1"] == ("lead", 1)
    there = theirs.run(review_card, "C-1", moment)
    assert [(each.name, each.team, each.role) for each in there.people] == [
        ("Ada Finch", "Harbour", "lead"),
        ("Cleo Marsh", "", role),
    ]
    assert there.waiting is None, "somebody of another team leads"
    assert there.line.worker == "Cleo Marsh"
    assert theirs.run(caseload, "Cleo Marsh", moment) == {"C-1": (role, 1)}
    (item,) = theirs.run(next_agenda, "Cleo Marsh", None, moment).agenda.items
    assert (item.child.ref, item.minutes) == ("C-1", 10)
    assert "lead child protection practitioner" in item.why
    assert theirs.run(today, moment).unallocated == 0
    (line,) = theirs.run(caseload_list, moment)
    assert [each.team for each in line.workers] == ["Harbour", ""]
    assert line.unallocated_days is None
    theirs.close()


def test_a_co_worker_counts_for_half_and_discusses_the_child(
    harbour: Store, moment: Moment
) -> None:
    before = harbour.run(workload, "Bo Hart", moment)
    harbour.run(begin_role, RoleDraft(("C-1",), "co-worker", "bo hart"), moment)
    after = harbour.run(workload, "Bo Hart", moment)
    assert (before.children, before.counted, after.children, after.counted) == (1, 1, 2, 1.5)
    assert after.needed == before.needed + 5, "half of ten minutes each 28 days"
    assert after.points == before.points + 0.75
    assert "2 children, counted as 1.5 by role," in after.signal("children").says
    assert harbour.run(workload, "Ada Finch", moment).counted == 2, "the lead keeps the whole"
    agenda = harbour.run(next_agenda, "Bo Hart", None, moment).agenda
    assert {item.child.ref: item.minutes for item in agenda.items} == {"C-1": 5, "C-3": 6}


def test_a_student_takes_part_without_weight_and_who_holds_has_no_case(
    harbour: Store, moment: Moment
) -> None:
    harbour.run(begin_role, RoleDraft(("C-1",), "student", "Bo Hart"), moment)
    found = harbour.run(workload, "Bo Hart", moment)
    assert (found.children, found.counted) == (2, 1)
    agenda = harbour.run(next_agenda, "Bo Hart", None, moment).agenda
    assert {item.child.ref for item in agenda.items} == {"C-1", "C-3"}
    children_of(harbour, moment, "", {"C-4": "assessment"})
    harbour.run(begin_role, RoleDraft(("C-4",), "holding", "Bo Hart"), moment)
    assert "C-4" not in harbour.run(caseload, "Bo Hart", moment)
    assert harbour.run(today, moment).unallocated == 1


def test_a_role_ends_and_can_be_taken_back(harbour: Store, moment: Moment) -> None:
    harbour.run(begin_role, RoleDraft(("C-1",), "co-worker", "Bo Hart", since="1 feb"), moment)
    (_, role) = harbour.run(review_card, "C-1", moment).people
    assert role.since == date(2026, 2, 1)
    assert role.role_id is not None
    after = later(moment, 7)
    assert harbour.run(end_role, role.role_id, after) == "co-worker"
    assert "C-1" not in harbour.run(caseload, "Bo Hart", after)
    assert "C-1" in harbour.run(caseload, "Bo Hart", moment), "an earlier day stays as it was"
    assert take_back(harbour, after) == "the end of the role"
    assert "C-1" in harbour.run(caseload, "Bo Hart", after)


def test_what_was_put_on_record_later_was_not_known_before(harbour: Store, moment: Moment) -> None:
    after = later(moment, 10)
    harbour.run(begin_role, RoleDraft(("C-1",), "co-worker", "Bo Hart", since="3 mar"), after)
    assert "C-1" not in harbour.run(caseload, "Bo Hart", later(moment, 5))
    assert "C-1" in harbour.run(caseload, "Bo Hart", after)


@pytest.mark.parametrize(
    ("draft", "says"),
    [
        (RoleDraft(("C-1",), "cousin", "Bo Hart"), "is not a role on a case"),
        (RoleDraft(("C-1",), "covering", "Bo Hart"), "is not a role on a case"),
        (RoleDraft(("C-1",), "co-worker", ""), "Say who"),
        (RoleDraft(("C-1",), "co-worker", "Zed"), "named with that team"),
        (RoleDraft(("C-1",), "co-worker", "Bo Hart", "Quay"), "is a worker here"),
        (RoleDraft(("C-1",), "co-worker", "Ada Finch"), "leads C-1 already"),
        (RoleDraft(("C-1",), "lead", "Bo Hart"), "Who leads here is allocated"),
        (RoleDraft(("C-9",), "co-worker", "Bo Hart"), "No child here"),
        (RoleDraft(("C-1",), "co-worker", "Bo Hart", since="next year"), "is not a day"),
        (RoleDraft((), "co-worker", "Bo Hart"), "Say which child"),
    ],
)
def test_a_role_that_cannot_be_is_refused(
    harbour: Store, moment: Moment, draft: RoleDraft, says: str
) -> None:
    before = harbour.run(caseload, "Bo Hart", moment)
    with pytest.raises(Refused, match=says):
        harbour.run(begin_role, draft, moment)
    assert harbour.run(caseload, "Bo Hart", moment) == before


def test_the_same_role_twice_is_refused(harbour: Store, moment: Moment) -> None:
    draft = RoleDraft(("C-1", "C-2"), "personal-adviser", "Dee Lark", "Leaving care")
    harbour.run(begin_role, draft, moment)
    with pytest.raises(Refused, match="on record already"):
        harbour.run(begin_role, draft, moment)


def test_who_is_allocated_takes_the_place_of_a_lead_elsewhere_and_of_an_own_role(
    harbour: Store, moment: Moment
) -> None:
    harbour.run(begin_role, RoleDraft(("C-1",), "co-worker", "Bo Hart"), moment)
    harbour.run(begin_role, RoleDraft(("C-1",), "lead", "Eli Reed", "Quay"), moment)
    card = harbour.run(review_card, "C-1", moment)
    assert [(each.name, each.role) for each in card.people] == [
        ("Eli Reed", "lead"),
        ("Bo Hart", "co-worker"),
    ]
    assert "C-1" not in harbour.run(caseload, "Ada Finch", moment)
    after = later(moment, 3)
    harbour.run(allocation.allocate, ["C-1"], "Bo Hart", "workload", after)
    (only,) = harbour.run(review_card, "C-1", after).people
    assert (only.name, only.role) == ("Bo Hart", "lead")
    assert harbour.run(caseload, "Bo Hart", after)["C-1"] == ("lead", 1)


def test_a_child_who_is_moved_in_a_what_if_is_led_there_and_counted_once(
    harbour: Store, moment: Moment
) -> None:
    harbour.run(begin_role, RoleDraft(("C-1",), "co-worker", "Bo Hart"), moment)
    found = {
        each.before.name: (each.before.workload.counted, each.after.workload.counted)
        for each in harbour.run(what_if, ["C-1 -> Bo Hart"], moment)
    }
    assert found == {"Ada Finch": (2, 1), "Bo Hart": (1.5, 2)}


def test_changes_of_lead_in_twelve_months_are_counted_by_hand(
    harbour: Store, moment: Moment
) -> None:
    """Ada, then Bo, then nobody for a week, Bo again, then Ada: two changes; the cover is none."""

    def changes(session: Session, at: Moment) -> int:
        child = next(
            each for each in read_history(session, at).children.values() if each.ref == "C-2"
        )
        return child.changes_of_lead(date(at.today.year - 1, at.today.month, 1), at.today)

    harbour.run(allocation.allocate, ["C-2"], "Bo Hart", "workload", later(moment, 20))
    harbour.run(allocation.leave_unallocated, ["C-2"], "no capacity", later(moment, 40))
    harbour.run(allocation.allocate, ["C-2"], "Bo Hart", "other", later(moment, 47))
    harbour.run(allocation.allocate, ["C-2"], "Ada Finch", "other", later(moment, 90))
    assert harbour.run(changes, later(moment, 19)) == 0
    assert harbour.run(changes, later(moment, 60)) == 1
    assert harbour.run(changes, later(moment, 100)) == 2
    assert harbour.run(review_card, "C-2", later(moment, 100)).changes_of_lead == 2
    assert harbour.run(review_card, "C-2", later(moment, 400)).changes_of_lead == 1


def test_needed_and_available_agree_with_a_naive_reading(harbour: Store, moment: Moment) -> None:
    """The figures of a year of weeks are worked out another way than those of one day."""
    harbour.run(begin_role, RoleDraft(("C-1",), "co-worker", "Bo Hart"), moment)
    harbour.run(begin_role, RoleDraft(("C-3",), "student", "Ada Finch"), later(moment, 9))

    def both(session: Session, name: str, at: Moment) -> tuple[object, object]:
        history, number = read_history(session, at), number_of(session, name)
        facts = facts_of(history.load(number, at.today), at.today, at.policy)
        return history.facts(number, at.today, at.policy), facts

    for days in range(0, 120, 7):
        for name in ("Ada Finch", "Bo Hart"):
            quick, plain = harbour.run(both, name, later(moment, days))
            assert quick == plain
            assert measure(quick, moment.policy) == measure(plain, moment.policy)  # type: ignore[arg-type]


def test_a_role_that_is_not_discussed_is_on_no_agenda(harbour: Store, moment: Moment) -> None:
    def cases(session: Session) -> list[str]:
        history = read_history(session, moment)
        load = history.load(number_of(session, "Ada Finch"), moment.today)
        quiet = [case.in_role("holding", moment.policy) for case in load.children]
        agenda = draw_up(quiet, moment.today, 90, moment.today, moment.policy)
        return [item.child.ref for item in agenda.items] + [
            left.child.ref for left in agenda.does_not_fit
        ]

    assert harbour.run(cases) == []
    assert len(harbour.run(review_list, moment)) == 3


def test_days_without_a_worker_count_from_the_last_lead_wherever_that_was(
    harbour: Store, moment: Moment
) -> None:
    lead = RoleDraft(("C-1",), "lead", "Cleo Marsh", "Protection East")
    harbour.run(begin_role, lead, moment)
    ended = later(moment, 100)
    (elsewhere,) = harbour.run(review_card, "C-1", ended).people
    assert elsewhere.role_id is not None
    harbour.run(end_role, elsewhere.role_id, ended)
    waiting = harbour.run(review_card, "C-1", later(moment, 103)).waiting
    assert waiting is not None
    assert waiting.says(later(moment, 103).today).startswith("3 days since the last worker")
