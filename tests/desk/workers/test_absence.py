"""A worker off for six weeks with fifteen children: cover, directions, sessions, the return."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session, select

from supervision_tui.desk.children import notes
from supervision_tui.desk.children.allocation import allocate
from supervision_tui.desk.children.review import review_card, review_list
from supervision_tui.desk.children.roles import RoleDraft, begin_role
from supervision_tui.desk.directions.giving import (
    DirectionDraft,
    close_direction,
    extend_direction,
    give_direction,
)
from supervision_tui.desk.directions.lines import open_directions
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.manager import Manager, name_manager
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.supervision.agenda import next_agenda
from supervision_tui.desk.today.today import today
from supervision_tui.desk.undo import take_back
from supervision_tui.desk.workers import absence, absence_view
from supervision_tui.desk.workers.leaving import close_post, hand_on_direction, what_hangs_on
from supervision_tui.desk.workers.while_away import while_away
from supervision_tui.practice.direction.accepting import SaidDirection
from supervision_tui.practice.vocabulary import DirectionState, Rag
from supervision_tui.records import Direction
from supervision_tui.vault.store import Store
from tests.desk.children.teams import caseload, children_of, number_of, team_of, workload
from tests.desk.days_later import later

REFS = [f"C-{number:02}" for number in range(1, 16)]
WEEKS = 6


@pytest.fixture
def harbour(store: Store, moment: Moment) -> Store:
    """Ada leads fifteen children and has three directions; Bo and Cy lead one each."""
    team_of(store, moment, "Ada Finch", "Bo Hart", "Cy Moor")
    children_of(store, moment, "Ada Finch", dict.fromkeys(REFS, "cin"))
    children_of(store, moment, "Bo Hart", {"C-20": "cin"})
    children_of(store, moment, "Cy Moor", {"C-30": "cin"})
    for ref, by in (("C-01", "1w"), ("C-02", "3w"), ("C-03", "11w")):
        said = SaidDirection("Visit after school", "Ada Finch", by, "nobody has seen the evening")
        store.run(give_direction, DirectionDraft(ref, said), moment)
    return store


def away(store: Store, moment: Moment, last: str = "12 apr") -> absence_view.AbsenceView:
    number = store.run(number_of, "Ada Finch")
    store.run(absence.record_leave, number, "2 mar", last, "sick", moment=moment)
    return store.run(absence_view.absence_of, number, moment)


def changes_of_lead(session: Session, moment: Moment) -> int:
    children = read_history(session, moment).children.values()
    return sum(child.changes_of_lead(date(2025, 3, 2), moment.today) for child in children)


def test_six_weeks_away_with_fifteen_children(harbour: Store, moment: Moment) -> None:
    view = away(harbour, moment)
    assert (len(view.children), view.uncovered, view.unanswered) == (15, 15, 2), (
        "the third direction is due only after the return"
    )
    need = next(each for each in harbour.run(today, moment).needs if each.word == "away")
    assert "nobody covers 15 children and 2 open directions" in need.what

    harbour.run(absence.cover_children, view.leave_id, REFS[:10], "Bo Hart", moment)
    harbour.run(absence.cover_children, view.leave_id, REFS[10:], "Cy Moor", moment)
    numbers = [each.line.id for each in view.directions if not each.is_answered]
    harbour.run(absence.hand_on_for_absence, view.leave_id, numbers[:1], "", moment)
    harbour.run(extend_direction, numbers[1], "9w", "Ada is away", moment)
    view = harbour.run(absence_view.absence_of, view.worker_id, moment)
    assert (view.uncovered, view.unanswered, view.coming_back) == (0, 0, 1)
    assert not [each for each in harbour.run(today, moment).needs if each.word == "away"]

    halfway = later(moment, 20)
    assert harbour.run(caseload, "Ada Finch", halfway) == {}
    assert harbour.run(caseload, "Bo Hart", halfway)["C-01"] == ("covering", 1)
    assert harbour.run(workload, "Bo Hart", halfway).counted == 11
    assert harbour.run(workload, "Cy Moor", halfway).counted == 6
    agenda = harbour.run(next_agenda, "Bo Hart", None, halfway).agenda
    assert "covering" in next(item.why for item in agenda.items if item.child.ref == "C-01")
    lines = {each.child: each.owner for each in harbour.run(open_directions, halfway)}
    assert lines["C-01"] == "Bo Hart"
    line = next(each for each in harbour.run(review_list, halfway) if each.ref == "C-01")
    assert (line.worker, line.covers_for) == ("Bo Hart", "Ada Finch")
    team = {each.name: each for each in harbour.run(today, halfway).lines}
    assert team["Ada Finch"].next_session.says == "away to 12 Apr"
    harbour.run(notes.rate, "C-05", Rag.RED, "hurt at home", halfway)
    harbour.run(close_direction, numbers[0], DirectionState.DONE, "seen at home", halfway)

    back = later(moment, 7 * WEEKS)
    assert harbour.run(caseload, "Ada Finch", back)["C-01"] == ("lead", 1)
    assert harbour.run(workload, "Bo Hart", back).counted == 1
    (session_due,) = harbour.run(_due, "Ada Finch", back)
    assert session_due == date(2026, 4, 19), "a week after the return"
    happened = harbour.run(while_away, view.leave_id, back)
    that_day = [each for each in happened if each.on == halfway.today]
    assert {(each.ref, each.says.split(":")[0]) for each in that_day} == {
        ("C-05", "rated red"),
        ("C-01", "“Visit after school” done"),
    }
    assert harbour.run(changes_of_lead, back) == 0, "cover is no change of worker"


def _due(session: Session, name: str, moment: Moment) -> list[date | None]:
    history = read_history(session, moment)
    return [history.next_session_due(number_of(session, name), moment.today)]


def test_directions_come_back_and_cover_ends_with_an_earlier_return(
    harbour: Store, moment: Moment
) -> None:
    view = away(harbour, moment, last="")
    harbour.run(absence.cover_children, view.leave_id, REFS, "Bo Hart", moment)
    numbers = [each.line.id for each in view.directions]
    harbour.run(absence.hand_on_for_absence, view.leave_id, numbers, "", moment)
    back = later(moment, 9)
    with pytest.raises(Refused, match="still to come"):
        harbour.run(absence.come_back, view.leave_id, "20 mar", back)
    harbour.run(absence.come_back, view.leave_id, "yesterday", back)
    after = harbour.run(absence_view.absence_of, view.worker_id, back)
    assert (after.is_over, after.last, after.coming_back) == (True, date(2026, 3, 10), 0)
    assert {each.owner for each in harbour.run(open_directions, back)} == {"Ada Finch"}
    assert harbour.run(caseload, "Bo Hart", back) == {"C-20": ("lead", 1)}
    assert harbour.run(caseload, "Bo Hart", later(moment, 5))["C-01"] == ("covering", 1)
    assert take_back(harbour, back) == "the return"
    assert {each.owner for each in harbour.run(open_directions, back)} == {"Bo Hart"}


def test_today_asks_to_take_directions_back_once_the_last_day_has_passed(
    harbour: Store, moment: Moment
) -> None:
    view = away(harbour, moment, last="20 mar")
    harbour.run(absence.cover_children, view.leave_id, REFS, "Bo Hart", moment)
    number = view.directions[0].line.id
    harbour.run(absence.hand_on_for_absence, view.leave_id, [number], "", moment)
    back = later(moment, 21)
    need = next(each for each in harbour.run(today, back).needs if each.word == "back")
    assert "is back: 1 direction to take back" in need.what
    harbour.run(absence.come_back, view.leave_id, "", back)
    assert not [each for each in harbour.run(today, back).needs if each.word == "back"]


def test_another_last_day_moves_the_cover_with_it(harbour: Store, moment: Moment) -> None:
    view = away(harbour, moment, last="")
    harbour.run(absence.cover_children, view.leave_id, ["C-01"], "Bo Hart", moment)
    harbour.run(
        absence.record_leave, view.worker_id, "2 mar", "9 mar", "sick", moment=later(moment, 3)
    )
    assert "C-01" in harbour.run(caseload, "Bo Hart", later(moment, 7))
    assert "C-01" not in harbour.run(caseload, "Bo Hart", later(moment, 8))


def test_a_child_who_is_moved_meanwhile_is_covered_no_more(harbour: Store, moment: Moment) -> None:
    view = away(harbour, moment)
    harbour.run(absence.cover_children, view.leave_id, ["C-01", "C-02"], "Bo Hart", moment)
    harbour.run(allocate, ["C-01"], "Cy Moor", "absence", later(moment, 4))
    at = later(moment, 5)
    assert harbour.run(caseload, "Cy Moor", at)["C-01"] == ("lead", 1)
    assert "C-01" not in harbour.run(caseload, "Bo Hart", at)
    assert harbour.run(review_card, "C-01", at).changes_of_lead == 1


def test_a_short_leave_puts_off_only_what_falls_into_it(harbour: Store, moment: Moment) -> None:
    number = harbour.run(number_of, "Bo Hart")
    (before,) = harbour.run(_due, "Bo Hart", moment)
    assert before == date(2026, 3, 30)
    harbour.run(absence.record_leave, number, "9 mar", "13 mar", "leave", moment=moment)
    assert harbour.run(_due, "Bo Hart", later(moment, 14)) == [before]
    harbour.run(absence.record_leave, number, "28 mar", "3 apr", "leave", moment=moment)
    assert harbour.run(_due, "Bo Hart", moment) == [date(2026, 4, 10)]


@pytest.mark.parametrize(
    ("refs", "worker", "says"),
    [
        (["C-01"], "Ada Finch", "the one who is away"),
        (["C-30"], "Bo Hart", "not with the worker who is away"),
        (["C-01"], "Cy Moor", "is away, too"),
        ([], "Bo Hart", "Say which child"),
        (["C-01"], "Zed", "No worker here"),
    ],
)
def test_a_cover_that_cannot_be_is_refused(
    harbour: Store, moment: Moment, refs: list[str], worker: str, says: str
) -> None:
    view = away(harbour, moment)
    number = harbour.run(number_of, "Cy Moor")
    harbour.run(absence.record_leave, number, "1 apr", "5 apr", "leave", moment=moment)
    with pytest.raises(Refused, match=says):
        harbour.run(absence.cover_children, view.leave_id, refs, worker, moment)
    assert harbour.run(absence_view.absence_of, view.worker_id, moment).uncovered == 15


def test_who_covers_and_falls_ill_covers_nobody(harbour: Store, moment: Moment) -> None:
    view = away(harbour, moment)
    harbour.run(absence.cover_children, view.leave_id, REFS, "Bo Hart", moment)
    number = harbour.run(number_of, "Bo Hart")
    harbour.run(absence.record_leave, number, "4 mar", "", "sick", moment=later(moment, 2))
    at = later(moment, 3)
    assert harbour.run(absence_view.absence_of, view.worker_id, at).uncovered == 15
    harbour.run(absence.cover_children, view.leave_id, REFS, "Cy Moor", at)
    assert harbour.run(absence_view.absence_of, view.worker_id, at).uncovered == 0


def test_a_direction_goes_to_nobody_where_nobody_covers(harbour: Store, moment: Moment) -> None:
    view = away(harbour, moment)
    with pytest.raises(Refused, match="Nobody covers that child yet"):
        harbour.run(
            absence.hand_on_for_absence, view.leave_id, [view.directions[0].line.id], "", moment
        )


# What a second absence, a change of worker or a leaving makes of the first


def owners(store: Store, moment: Moment) -> dict[str, str]:
    """Who does the open direction of each child."""
    return {line.child: line.owner for line in store.run(open_directions, moment)}


def hand_all_to(store: Store, moment: Moment, who: str) -> absence_view.AbsenceView:
    """Ada is away from the second to the sixth of March, and somebody does her directions."""
    found = away(store, moment, "6 mar")
    numbers = [each.line.id for each in found.directions]
    store.run(absence.hand_on_for_absence, found.leave_id, numbers, who, moment)
    return found


def test_the_days_are_changed_and_the_cover_with_them(harbour: Store, moment: Moment) -> None:
    found = away(store=harbour, moment=moment, last="13 mar")
    harbour.run(absence.cover_children, found.leave_id, ["C-01"], "Bo Hart", moment)
    longer = later(moment, 5)
    harbour.run(absence.change_absence, found.leave_id, "2 mar", "27 mar", "sick", moment=longer)
    on = later(moment, 20)
    assert "C-01" in harbour.run(caseload, "Bo Hart", on)
    assert harbour.run(absence_view.absence_of, found.worker_id, on).last == date(2026, 3, 27)
    harbour.run(absence.change_absence, found.leave_id, "2 mar", "", "sick", moment=on)
    assert "C-01" in harbour.run(caseload, "Bo Hart", later(moment, 60))


def test_an_absence_that_never_was_is_withdrawn(harbour: Store, moment: Moment) -> None:
    before = harbour.run(caseload, "Ada Finch", later(moment, 3)), owners(harbour, moment)
    due = harbour.run(_due, "Ada Finch", later(moment, 3))
    found = hand_all_to(harbour, moment, "Bo Hart")
    harbour.run(absence.cover_children, found.leave_id, REFS, "Bo Hart", moment)
    harbour.run(absence.withdraw_absence, found.leave_id, moment)
    assert (
        harbour.run(caseload, "Ada Finch", later(moment, 3)),
        owners(harbour, moment),
    ) == before
    assert harbour.run(_due, "Ada Finch", later(moment, 3)) == due
    assert not harbour.run(absence_view.has_absence, found.worker_id, moment)
    harbour.run(absence.record_leave, found.worker_id, "25 feb", "20 mar", "leave", moment=moment)
    assert harbour.run(absence_view.absence_of, found.worker_id, moment).last == date(2026, 3, 20)


def test_cover_that_was_ended_does_not_come_back_with_the_last_day(
    harbour: Store, moment: Moment
) -> None:
    """Cover from the sixteenth ended before it began: the child went to Cy."""
    number = harbour.run(number_of, "Ada Finch")
    harbour.run(absence.record_leave, number, "16 mar", "", "leave", moment=moment)
    found = harbour.run(absence_view.absence_of, number, moment)
    harbour.run(absence.cover_children, found.leave_id, ["C-01"], "Bo Hart", moment)
    harbour.run(allocate, ["C-01"], "Cy Moor", "workload", later(moment, 3))
    harbour.run(
        absence.change_absence, found.leave_id, "16 mar", "10 apr", "leave", moment=later(moment, 4)
    )
    on = later(moment, 20)
    assert "C-01" in harbour.run(caseload, "Cy Moor", on)
    assert "C-01" not in harbour.run(caseload, "Bo Hart", on)


def test_directions_of_an_earlier_absence_come_back_with_the_later_one(
    harbour: Store, moment: Moment
) -> None:
    first = hand_all_to(harbour, moment, "Bo Hart")
    again = later(moment, 7)
    harbour.run(absence.record_leave, first.worker_id, "9 mar", "13 mar", "sick", moment=again)
    second = harbour.run(absence_view.absence_of, first.worker_id, again)
    assert (second.first, second.coming_back) == (date(2026, 3, 9), 3)
    back = later(moment, 14)
    harbour.run(absence.come_back, second.leave_id, "", back)
    assert set(owners(harbour, back).values()) == {"Ada Finch"}
    assert harbour.run(absence_view.absences, back) == []


def test_what_came_back_or_was_given_for_good_is_settled(harbour: Store, moment: Moment) -> None:
    found = hand_all_to(harbour, moment, "Bo Hart")
    back = later(moment, 7)
    harbour.run(absence.come_back, found.leave_id, "", back)
    (number,) = [line.id for line in harbour.run(open_directions, back) if line.child == "C-01"]
    harbour.run(allocate, ["C-01"], "Cy Moor", "workload", back)
    harbour.run(hand_on_direction, number, "Cy Moor", back)
    assert harbour.run(absence_view.absences, later(moment, 30)) == []
    assert owners(harbour, later(moment, 30))["C-01"] == "Cy Moor"


def test_a_direction_stays_with_who_leads_the_child_by_now(harbour: Store, moment: Moment) -> None:
    found = hand_all_to(harbour, moment, "Bo Hart")
    harbour.run(allocate, ["C-01"], "Bo Hart", "workload", later(moment, 2))
    back = later(moment, 7)
    assert harbour.run(absence_view.absence_of, found.worker_id, back).coming_back == 2
    harbour.run(absence.come_back, found.leave_id, "", back)
    assert owners(harbour, back) == {"C-01": "Bo Hart", "C-02": "Ada Finch", "C-03": "Ada Finch"}
    assert harbour.run(absence_view.absences, back) == []


def test_a_direction_handed_on_twice_goes_back_once(harbour: Store, moment: Moment) -> None:
    """Ada's goes to Bo, and while Bo is away to Cy: it is Ada's, and Bo's return takes nothing."""
    found = hand_all_to(harbour, moment, "Bo Hart")
    bo = harbour.run(number_of, "Bo Hart")
    harbour.run(absence.record_leave, bo, "4 mar", "20 mar", "sick", moment=later(moment, 2))
    his = harbour.run(absence_view.absence_of, bo, later(moment, 2))
    numbers = [each.line.id for each in his.directions]
    assert len(numbers) == 3
    harbour.run(absence.hand_on_for_absence, his.leave_id, numbers, "Cy Moor", later(moment, 2))
    harbour.run(absence.come_back, found.leave_id, "", later(moment, 7))
    assert set(owners(harbour, later(moment, 7)).values()) == {"Ada Finch"}
    harbour.run(absence.come_back, his.leave_id, "", later(moment, 21))
    assert set(owners(harbour, later(moment, 21)).values()) == {"Ada Finch"}


def test_who_did_it_for_somebody_else_and_comes_back_first_does_it_until_then(
    harbour: Store, moment: Moment
) -> None:
    found = hand_all_to(harbour, moment, "Bo Hart")
    harbour.run(absence.change_absence, found.leave_id, "2 mar", "27 mar", "sick", moment=moment)
    bo = harbour.run(number_of, "Bo Hart")
    harbour.run(absence.record_leave, bo, "4 mar", "6 mar", "sick", moment=later(moment, 2))
    his = harbour.run(absence_view.absence_of, bo, later(moment, 2))
    numbers = [each.line.id for each in his.directions]
    harbour.run(absence.hand_on_for_absence, his.leave_id, numbers, "Cy Moor", later(moment, 2))
    harbour.run(absence.come_back, his.leave_id, "", later(moment, 7))
    assert set(owners(harbour, later(moment, 7)).values()) == {"Bo Hart"}
    harbour.run(absence.come_back, found.leave_id, "", later(moment, 28))
    assert set(owners(harbour, later(moment, 28)).values()) == {"Ada Finch"}


def test_who_covers_and_leaves_first_hands_the_cover_on(harbour: Store, moment: Moment) -> None:
    found = away(harbour, moment)
    harbour.run(absence.cover_children, found.leave_id, ["C-01"], "Bo Hart", moment)
    harbour.run(allocate, ["C-20"], "Cy Moor", "worker leaves", moment)
    bo, leaves = harbour.run(number_of, "Bo Hart"), later(moment, 4)
    (cover,) = harbour.run(what_hangs_on, bo, leaves).hanging
    assert (cover.kind, cover.about) == ("cover", "C-01")
    with pytest.raises(Refused, match="1 covered child"):
        harbour.run(close_post, bo, "today", leaves)
    harbour.run(absence.cover_children, found.leave_id, ["C-01"], "Cy Moor", leaves)
    harbour.run(begin_role, RoleDraft(("C-30",), "co-worker", "Bo Hart"), leaves)
    harbour.run(close_post, bo, "today", leaves)
    after = later(moment, 6)
    assert "C-01" in harbour.run(caseload, "Cy Moor", after)
    assert [each.name for each in harbour.run(review_card, "C-30", after).people] == ["Cy Moor"]


def test_who_leaves_while_away_takes_nothing_back(harbour: Store, moment: Moment) -> None:
    found = hand_all_to(harbour, moment, "Bo Hart")
    harbour.run(allocate, REFS, "Bo Hart", "worker leaves", later(moment, 1))
    harbour.run(close_post, found.worker_id, "today", later(moment, 3))
    after = later(moment, 9)
    assert harbour.run(absence_view.absences, after) == []
    assert set(owners(harbour, after).values()) == {"Bo Hart"}


def test_an_end_that_is_recorded_later_changes_no_earlier_picture(
    harbour: Store, moment: Moment
) -> None:
    found = away(harbour, moment, "")
    harbour.run(absence.cover_children, found.leave_id, ["C-01"], "Bo Hart", moment)
    on = later(moment, 10)
    before = harbour.run(caseload, "Bo Hart", on)
    harbour.run(absence.come_back, found.leave_id, "6 mar", later(moment, 14))
    assert harbour.run(caseload, "Bo Hart", on) == before
    assert "C-01" not in harbour.run(caseload, "Bo Hart", later(moment, 14))


def test_me_is_written_by_name_as_everywhere(harbour: Store, moment: Moment) -> None:
    harbour.run(name_manager, Manager("Rowan Ash"), moment)
    hand_all_to(harbour, moment, "me")
    assert set(owners(harbour, moment).values()) == {"Rowan Ash"}
    kinds = harbour.run(lambda session: set(session.exec(select(Direction.owner_kind))))
    assert kinds == {"manager"}
