"""A worker off for six weeks with fifteen children: cover, directions, sessions, the return."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session

from supervision_tui.desk.children import notes
from supervision_tui.desk.children.allocation import allocate
from supervision_tui.desk.children.review import review_card, review_list
from supervision_tui.desk.directions.giving import (
    DirectionDraft,
    close_direction,
    extend_direction,
    give_direction,
)
from supervision_tui.desk.directions.lines import open_directions
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.supervision.agenda import next_agenda
from supervision_tui.desk.today.today import today
from supervision_tui.desk.undo import take_back
from supervision_tui.desk.workers import absence
from supervision_tui.desk.workers.while_away import while_away
from supervision_tui.practice.direction.accepting import SaidDirection
from supervision_tui.practice.vocabulary import DirectionState, Rag
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


def away(store: Store, moment: Moment, last: str = "12 apr") -> absence.AbsenceView:
    number = store.run(number_of, "Ada Finch")
    store.run(absence.record_leave, number, "2 mar", last, "sick", moment=moment)
    return store.run(absence.absence_of, number, moment)


def changes_of_lead(session: Session, moment: Moment) -> int:
    children = read_history(session, moment.policy).children.values()
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
    view = harbour.run(absence.absence_of, view.worker_id, moment)
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
    assert team["Ada Finch"].next_session.says == "away to Sun 12 Apr"
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
    history = read_history(session, moment.policy)
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
    after = harbour.run(absence.come_back, view.leave_id, "yesterday", back)
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
    assert harbour.run(absence.absence_of, view.worker_id, moment).uncovered == 15


def test_who_covers_and_falls_ill_covers_nobody(harbour: Store, moment: Moment) -> None:
    view = away(harbour, moment)
    harbour.run(absence.cover_children, view.leave_id, REFS, "Bo Hart", moment)
    number = harbour.run(number_of, "Bo Hart")
    harbour.run(absence.record_leave, number, "4 mar", "", "sick", moment=later(moment, 2))
    at = later(moment, 3)
    assert harbour.run(absence.absence_of, view.worker_id, at).uncovered == 15
    harbour.run(absence.cover_children, view.leave_id, REFS, "Cy Moor", at)
    assert harbour.run(absence.absence_of, view.worker_id, at).uncovered == 0


def test_a_direction_goes_to_nobody_where_nobody_covers(harbour: Store, moment: Moment) -> None:
    view = away(harbour, moment)
    with pytest.raises(Refused, match="Nobody covers that child yet"):
        harbour.run(
            absence.hand_on_for_absence, view.leave_id, [view.directions[0].line.id], "", moment
        )
