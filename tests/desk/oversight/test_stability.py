"""How soon children get a worker and how seldom that worker changes, counted by hand."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from supervision_tui.desk.children.allocation import allocate, leave_unallocated
from supervision_tui.desk.children.cases import NewChild, add_child, close_child
from supervision_tui.desk.children.review import review_card
from supervision_tui.desk.children.roles import RoleDraft, begin_role
from supervision_tui.desk.find import find_child
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.oversight.summary import PeriodFigures, oversight_summary
from supervision_tui.desk.workers.absence import cover_children, record_leave
from supervision_tui.desk.workers.absence_view import absence_of
from supervision_tui.practice.days.period import Period
from supervision_tui.records import Allocation, ChildEvent
from supervision_tui.vault.store import Store
from tests.desk.children.teams import TEAM, children_of, number_of, team_of
from tests.desk.days_later import later


def figures(store: Store, moment: Moment, first: date) -> PeriodFigures:
    """The figures of a period up to that day."""
    return store.run(oversight_summary, Period(first, moment.today), moment).now


def _open_again(session: Session, ref: str, worker: str) -> None:
    """A referral of 10 April, and the worker of 13 April, as an import brings them."""
    child = find_child(session, ref)
    child.closed_on = None
    session.add(child)
    referred, on = date(2026, 4, 10), date(2026, 4, 13)
    session.add(
        ChildEvent(child_id=child.id or 0, event="referral", on_date=referred, recorded_on=on)
    )
    number = number_of(session, worker)
    session.add(
        Allocation(child_id=child.id or 0, worker_id=number, team_id=child.team_id, starts_on=on)
    )
    session.commit()


def test_stability_and_days_to_allocation_by_hand(store: Store, moment: Moment) -> None:
    """Four children: one changes lead once, one is covered, two wait 4 and 9 days for a worker."""
    team_of(store, moment, "Ada Finch", "Bo Hart")
    children_of(store, moment, "Ada Finch", {"C-1": "cin", "C-2": "cp"})
    for ref, referred in (("C-3", "27 feb"), ("C-4", "28 feb")):
        draft = NewChild(ref, "", "assessment", "", referred=referred, team=TEAM)
        store.run(add_child, draft, moment)
    assert figures(store, moment, date(2026, 2, 1)).count("children.unallocated") == 2
    store.run(allocate, ["C-3"], "Bo Hart", "new referral", later(moment, 1))
    store.run(allocate, ["C-1"], "Bo Hart", "workload", later(moment, 3))
    number = store.run(number_of, "Ada Finch")
    store.run(record_leave, number, "5 mar", "", "sick", moment=later(moment, 3))
    leave = store.run(absence_of, number, later(moment, 3))
    store.run(cover_children, leave.leave_id, ["C-2"], "Bo Hart", later(moment, 3))
    store.run(allocate, ["C-4"], "Bo Hart", "new referral", later(moment, 7))
    found = figures(store, later(moment, 10), date(2026, 3, 1))
    assert found.count("children") == 4
    assert found.count("children.led") == 0, "nobody has been here for twelve months"
    assert [each.words for each in found.behind.records["allocated"]] == [
        "allocated 4 days after the referral of Fri 27 Feb 2026",
        "allocated 9 days after the referral of Sat 28 Feb 2026",
    ]
    assert (found.to_allocation.median, found.to_allocation.longest) == (6.5, 9)
    assert found.count("children.unallocated") == 0
    store.run(leave_unallocated, ["C-1"], "no capacity", later(moment, 11))
    after = figures(store, later(moment, 12), date(2026, 3, 1))
    assert after.count("children.unallocated") == 1
    assert store.run(review_card, "C-1", later(moment, 12)).why_unallocated == "no capacity"
    store.run(allocate, ["C-1"], "Bo Hart", "new referral", later(moment, 20))
    year = figures(store, later(moment, 366), date(2027, 1, 1))
    assert year.count("children.led") == 4
    assert [each.ref for each in year.behind.records["children.new_lead"]] == ["C-1"]
    assert year.count("children.one_lead") == 3, "cover is no change of lead, nor is a gap"
    later_on = figures(store, later(moment, 400), date(2027, 1, 1))
    assert later_on.count("children.one_lead") == 4, "the change is more than a year ago"


def test_a_lead_of_another_team_is_another_lead_and_a_closing_begins_anew(
    store: Store, moment: Moment
) -> None:
    team_of(store, moment, "Ada Finch", "Bo Hart")
    children_of(store, moment, "Ada Finch", {"C-1": "cin", "C-2": "cin", "C-3": "cin"})
    store.run(
        begin_role, RoleDraft(("C-1",), "lead", "Cleo Marsh", "Protection East"), later(moment, 30)
    )
    store.run(close_child, "C-2", "no longer in need", later(moment, 30))
    store.run(_open_again, "C-2", "Bo Hart")
    year = figures(store, later(moment, 366), date(2026, 3, 1))
    assert [each.ref for each in year.behind.records["children.new_lead"]] == ["C-1"]
    assert [each.ref for each in year.behind.records["children.one_lead"]] == ["C-3"]
    (again,) = year.behind.records["allocated"]
    assert (again.ref, again.words) == (
        "C-2",
        "allocated 3 days after the referral of Fri 10 Apr 2026",
    )


def test_a_child_covered_counts_once_for_each_full_time_worker(
    store: Store, moment: Moment
) -> None:
    team_of(store, moment, "Ada Finch", "Bo Hart")
    children_of(store, moment, "Ada Finch", {"C-1": "cin", "C-2": "cp"})
    children_of(store, moment, "Bo Hart", {"C-3": "cin"})
    before = figures(store, moment, date(2026, 2, 1)).per_full_time_social_worker
    number = store.run(number_of, "Ada Finch")
    store.run(record_leave, number, "2 mar", "", "sick", moment=moment)
    leave = store.run(absence_of, number, moment)
    store.run(cover_children, leave.leave_id, ["C-1"], "Bo Hart", moment)
    assert before == figures(store, moment, date(2026, 2, 1)).per_full_time_social_worker == 1.5
