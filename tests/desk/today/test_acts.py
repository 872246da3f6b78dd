"""What there is to do is grouped by what one act resolves, and each act says what it clears."""

from __future__ import annotations

from datetime import timedelta

from supervision_tui.desk.children.cases import NewChild, add_child
from supervision_tui.desk.directions.giving import DirectionDraft, give_direction
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.supervision.session import open_session
from supervision_tui.desk.supervision.signing import sign_record
from supervision_tui.desk.today.today import today
from supervision_tui.desk.today.view import YOU, Act, ActKind, Group, TodayView
from supervision_tui.practice.direction.accepting import SaidDirection
from supervision_tui.practice.vocabulary import Urgency
from supervision_tui.vault.store import Store
from tests.desk.children.teams import TEAM, children_of, number_of, team_of
from tests.desk.days_later import later
from tests.desk.sessions import session_with

_SIX = [f"C-{n}" for n in range(1, 7)]


def group(view: TodayView, kind: ActKind) -> Group:
    (found,) = [each for each in view.groups if each.kind is kind]
    return found


def kinds(view: TodayView) -> list[ActKind]:
    return [each.kind for each in view.groups]


def act_of(view: TodayView, kind: ActKind, who: str) -> Act:
    (found,) = [each for each in group(view, kind).acts if each.who == who]
    return found


def give(store: Store, ref: str, owner: str, due: str, moment: Moment) -> None:
    said = SaidDirection("Visit before school", owner, due, "we do not know who is there")
    store.run(give_direction, DirectionDraft(ref, said), moment)


def test_one_session_clears_its_own_lateness_and_the_children_it_holds(
    store: Store, moment: Moment
) -> None:
    """Ninety minutes hold seven children of ten minutes each, twelve are past their interval."""
    team_of(store, moment, "Ada Finch")
    refs = [f"C-{n}" for n in range(1, 13)]
    children_of(store, moment, "Ada Finch", dict.fromkeys(refs, "cp"))
    view = store.run(today, later(moment, 40))
    act = act_of(view, ActKind.SUPERVISE, "Ada Finch")
    assert (act.count, act.late, act.clears) == (13, 13, 8)
    assert group(view, ActKind.SUPERVISE).title == "Supervise 1 worker"
    assert group(view, ActKind.SUPERVISE).clears == "one session clears 8 of 13"


def test_what_a_session_is_said_to_clear_it_clears(store: Store, moment: Moment) -> None:
    team_of(store, moment, "Ada Finch")
    children_of(store, moment, "Ada Finch", dict.fromkeys(_SIX, "cp"))
    then = later(moment, 40)
    before = act_of(store.run(today, then), ActKind.SUPERVISE, "Ada Finch")
    assert before.clears == before.count == 7
    session_id = session_with(store, store.run(number_of, "Ada Finch"), then)
    view = store.run(open_session, session_id, then)
    for item in view.agenda:
        view.draft.child(item.child.ref).view = "Talked through"
    store.run(sign_record, session_id, view.draft, then)
    assert ActKind.SUPERVISE not in kinds(store.run(today, then))


def test_children_who_wait_are_one_act_and_directions_one_for_each_owner(
    store: Store, moment: Moment
) -> None:
    team_of(store, moment, "Ada Finch")
    children_of(store, moment, "Ada Finch", dict.fromkeys(_SIX, "cin"))
    for n in range(3):
        store.run(add_child, NewChild(f"N-{n}", "", "assessment", "", team=TEAM), moment)
    for ref, owner in zip(_SIX, ("Ada Finch", "Ada Finch", "police", "me"), strict=False):
        give(store, ref, owner, "3d", moment)
    view = store.run(today, later(moment, 5))
    assert group(view, ActKind.ALLOCATE).title == "Allocate 3 children"
    assert [act.count for act in group(view, ActKind.ALLOCATE).acts] == [3]
    owners = {act.who: act.count for act in group(view, ActKind.DIRECTIONS).acts}
    assert owners == {"Ada Finch": 2, "police": 1, YOU: 1}
    assert view.waiting["directions"] == 3
    assert view.acts == sum(len(each.acts) for each in view.groups if each.counts)


def test_what_is_not_known_here_counts_nowhere(unchanged_demo: Store, moment: Moment) -> None:
    view = unchanged_demo.run(today, moment)
    not_known = group(view, ActKind.NOT_KNOWN)
    assert not not_known.counts
    assert not_known.urgency is Urgency.QUIET
    assert view.groups[-1] is not_known
    others = [each for each in view.groups if each is not not_known]
    assert view.needs_in_all == sum(each.count for each in others)
    assert view.acts == sum(len(each.acts) for each in others)


def test_every_line_stands_in_one_act_and_the_worst_comes_first(
    unchanged_demo: Store, moment: Moment
) -> None:
    view = unchanged_demo.run(today, moment)
    acts = [act for each in view.groups for act in each.acts]
    lines = [id(line) for act in acts for line in act.lines]
    kinds_not_known = group(view, ActKind.NOT_KNOWN).count
    assert len(lines) == len(set(lines)) == view.needs_in_all + kinds_not_known
    for each in view.groups:
        order = [list(Urgency).index(act.urgency) for act in each.acts]
        assert order == sorted(order), each.kind
        assert all(act.clears <= act.count and act.late <= act.count for act in each.acts)
        assert all(line.act is each.kind for act in each.acts for line in act.lines)


def test_a_quiet_day_has_nothing_to_do(store: Store, moment: Moment) -> None:
    team_of(store, moment, "Ada Finch")
    view = store.run(today, moment)
    assert kinds(view) == [ActKind.CHECK], "a stage that was assumed is to be checked"
    assert [figure.value for figure in view.figures] == [0, 0, 0, 0, 0]
    assert all(figure.weeks == () for figure in view.figures), "nothing was here before"
    after = store.run(today, later(moment, 14))
    weeks = {len(figure.weeks) for figure in after.figures}
    assert weeks == {2}, "the vault is two Mondays old"
    assert moment.today - timedelta(days=moment.today.weekday()) == moment.today
