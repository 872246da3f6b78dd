"""Events put on record by hand: what they change, undone, ticked with a direction, beside what a
file says.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from supervision_tui.desk.child_events import Held
from supervision_tui.desk.children import events, plans, visits
from supervision_tui.desk.children.caseload_list import caseload_list, children_with_dates
from supervision_tui.desk.children.events import EventDraft
from supervision_tui.desk.children.plans import PlanChange
from supervision_tui.desk.children.review import review_card
from supervision_tui.desk.children.visits import VisitDraft
from supervision_tui.desk.destination import RecordKind
from supervision_tui.desk.directions import giving
from supervision_tui.desk.directions.giving import DirectionDraft
from supervision_tui.desk.imports.accept_caseload import accept_caseload
from supervision_tui.desk.imports.preview_caseload import preview_caseload
from supervision_tui.desk.moment import Moment, Refused, read_past_day
from supervision_tui.desk.today.today import today
from supervision_tui.desk.undo import take_back
from supervision_tui.desk.workload.statuses import team_workload
from supervision_tui.imports.annex_a import read_annex_a
from supervision_tui.practice.children.dates_due import DateDue
from supervision_tui.practice.children.typed_events import read_event_line
from supervision_tui.practice.direction.accepting import SaidDirection
from supervision_tui.practice.policy.policy import make_policy
from supervision_tui.practice.vocabulary import (
    DirectionState,
    EventOutcome,
    PlacementKind,
    Plan,
    SeenHow,
)
from supervision_tui.records import ChildEvent
from supervision_tui.vault.store import Store
from tests.conftest import TODAY, examples
from tests.imports.files import LIST_5, child_6, list_6, written
from tests.policies import SHORT_BREAKS

LIST_7 = (
    "Child Unique ID,Child Protection Plan Start Date,Date of the Last Statutory Visit,"
    "Date of latest review conference,Child Protection Plan End Date"
)
LIST_8 = (
    "Child Unique ID,Date Started to be Looked After,Date of Latest Statutory Review,Date of Last "
    "Social Work Visit,"
    "Date Ceased to be Looked After"
)


def take(store: Store, folder: Path, moment: Moment) -> None:
    store.run(accept_caseload, read_annex_a([folder], moment.today), moment)


@pytest.fixture
def vault(store: Store, tmp_path: Path, moment: Moment) -> Store:
    """Four children as an export has them: in need, on a protection plan, looked after, and
    both.
    """
    list_6(
        tmp_path, child_6("N1", start="23/11/2016", seen="25/02/2026"), child_6("P1", "CP"),
        child_6("L1", "LAC"),
        child_6("B1", "LAC"),
    )  # fmt: skip
    written(
        tmp_path,
        LIST_7,
        "P1,2025-10-06,2026-02-10,,",
        "B1,2025-10-06,2026-02-20,2025-12-20,",
        name="list7.csv",
    )
    rows = ("L1,2025-12-01,2025-12-24,2026-02-02,", "B1,2024-05-01,2025-12-10,2026-02-20,")
    written(tmp_path, LIST_8, *rows, name="list8.csv")
    take(store, tmp_path, moment)
    return store


def dates(store: Store, ref: str, moment: Moment) -> dict[str, DateDue]:
    (child,) = store.run(children_with_dates, moment, ref=ref)
    return {each.code: each for each in child.dates}


def record(store: Store, moment: Moment, event: str, day: str, *refs: str, **more: object) -> str:
    draft = replace(EventDraft(refs, event, day), **more)  # type: ignore[arg-type]
    return " ".join(each.says() for each in store.run(events.record_event, draft, moment))


# What a file can tell


def test_a_review_that_no_list_holds_is_not_known_and_counts_nowhere(
    vault: Store, moment: Moment
) -> None:
    review = dates(vault, "N1", moment)["cin-review"]
    assert (review.state, review.days_late) == ("not-known-here", 0)
    view = vault.run(today, moment)
    assert not any(
        "child in need review" in need.what
        for need in view.needs
        if need.leads_to.kind is not RecordKind.DATES_NOT_KNOWN
    )
    kinds = [need for need in view.needs if need.leads_to.kind is RecordKind.DATES_NOT_KNOWN]
    assert any("child in need review" in kind.who for kind in kinds)
    assert view.needs_in_all == len(view.needs) - len(kinds)


def test_what_a_column_holds_is_late_and_says_where_it_was_read(
    vault: Store, moment: Moment
) -> None:
    visit = dates(vault, "P1", moment)["cp-visit"]
    assert (visit.state, visit.due) == ("late", date(2026, 2, 24))
    assert visit.read_in.startswith("Annex A, list 7 (")
    assert dates(vault, "P1", moment)["core-group"].state == "not-known-here"
    assert dates(vault, "P1", moment)["cp-review-first"].state == "late"


def test_a_column_that_nobody_fills_in_tells_nothing(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    list_6(tmp_path, *(child_6(f"L{n}", "LAC") for n in range(6)))
    rows = [f"L{n},2025-11-03,,2026-02-20," for n in range(6)]
    written(tmp_path, LIST_8, *rows, name="list8.csv")
    take(store, tmp_path, moment)
    assert dates(store, "L1", moment)["cla-review-first"].state == "not-known-here"


@pytest.mark.parametrize(
    ("newest", "says"),
    [("2026-02-20", ""), ("2025-10-20", "Mon 20 Oct 2025. Is it the newest export?"),
     ("2024-10-21", "Mon 21 Oct 2024, and of what came later it tells nothing. Is it the newest "
                    "export?")],
)  # fmt: skip
def test_a_file_that_may_not_be_the_newest_is_asked_about(
    store: Store, moment: Moment, tmp_path: Path, newest: str, says: str
) -> None:
    list_6(tmp_path, child_6("L1", "LAC", start="06/02/2023", born="01/05/2014", seen=""))
    written(tmp_path, LIST_8, f"L1,2023-02-06,{newest},,", name="list8.csv")
    notes = " ".join(store.run(preview_caseload, read_annex_a([tmp_path], TODAY), moment).warnings)
    assert (
        (f"The newest day in the file is {says}" in notes) if says else ("newest day" not in notes)
    )


def test_a_conference_found_unnecessary_is_not_due(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    list_6(tmp_path, child_6("N1"), child_6("N2"))
    written(tmp_path, LIST_5, "N1,2026-01-12,Y,", "N2,2026-01-12,N,", name="list5.csv")
    take(store, tmp_path, moment)
    assert "icpc" not in dates(store, "N1", moment)
    assert dates(store, "N2", moment)["icpc"].state == "late"


def test_the_lists_7_and_8_bring_both_statuses_and_the_dates_of_both(
    vault: Store, moment: Moment
) -> None:
    (child,) = vault.run(children_with_dates, moment, ref="B1")
    assert child.statuses == ("cla", "cp")
    codes = {each.code for each in child.dates}
    assert {"cp-visit", "cp-review", "cla-visit", "cla-review"} <= codes
    [line] = [each for each in vault.run(caseload_list, moment) if each.ref == "B1"]
    assert (line.statuses, line.interval_days) == (("cla", "cp"), 28)


def test_the_same_file_twice_changes_nothing_with_several_statuses(
    vault: Store, moment: Moment, tmp_path: Path
) -> None:
    later = Moment(date(2026, 3, 9), moment.now + timedelta(days=7), moment.policy)
    file = read_annex_a([tmp_path], later.today)
    assert vault.run(accept_caseload, file, later).changes_nothing


def test_placed_with_parents_under_an_interim_order_the_visits_are_weekly(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    header = f"{LIST_8},Child's Legal Status,Placement Type"
    list_6(tmp_path, child_6("L1", "LAC"), child_6("L2", "LAC"))
    with_parents = "2025-12-01,2025-12-24,2026-02-25,,{},c) Placed with parents"
    rows = [
        f"L1,{with_parents.format('a) Interim care orders')}",
        f"L2,{with_parents.format('b) Full care orders')}",
    ]
    written(tmp_path, header, *rows, name="list8.csv")
    take(store, tmp_path, moment)
    assert dates(store, "L1", moment)["cla-visit-with-parents"].due == date(2026, 3, 4)
    assert "under an interim care order" in store.run(review_card, "L1", moment).visits
    assert "cla-visit" in dates(store, "L2", moment)
    assert store.run(accept_caseload, read_annex_a([tmp_path], TODAY), moment).changes_nothing
    written(
        tmp_path,
        header,
        rows[0].replace("c) Placed with parents", "a) Foster placement"),
        rows[1],
        name="list8.csv",
    )
    later = Moment(date(2026, 3, 9), moment.now + timedelta(days=7), moment.policy)
    take(store, tmp_path, later)
    assert "cla-visit" in dates(store, "L1", later)


def test_weekly_visits_that_a_person_ended_do_not_come_back_with_the_same_file(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    header = f"{LIST_8},Child's Legal Status,Placement Type"
    row = "L1,2025-12-01,2025-12-24,2026-02-25,,a) Interim care orders,{}"
    parents, foster = row.format("c) Placed with parents"), row.format("a) Foster placement")
    list_6(tmp_path, child_6("L1", "LAC"))
    weeks = [
        Moment(TODAY + timedelta(days=7 * n), moment.now + timedelta(days=7 * n), moment.policy)
        for n in range(5)
    ]

    def codes(rows: str, when: Moment) -> set[str]:
        written(tmp_path, header, rows, name="list8.csv")
        take(store, tmp_path, when)
        assert store.run(
            accept_caseload, read_annex_a([tmp_path], when.today), when
        ).changes_nothing
        return dates(store, "L1", when).keys() & {"cla-visit", "cla-visit-with-parents"}

    assert codes(parents, weeks[0]) == {"cla-visit-with-parents"}
    with pytest.raises(Refused, match="Every 4 weeks is not oftener than the rule: 1 week"):
        store.run(visits.set_visits, VisitDraft("L1", None, "4w", "", "quieter now"), weeks[0])
    store.run(visits.set_visits, VisitDraft("L1", None, "", "", "", is_usual=True), weeks[0])
    assert codes(parents, weeks[1]) == {"cla-visit"}, "the order was lifted; the file lags"
    assert codes(foster, weeks[2]) == {"cla-visit"}
    assert codes(parents, weeks[3]) == {"cla-visit-with-parents"}, "home again"


# By hand


def test_an_event_by_hand_says_what_it_changes(vault: Store, moment: Moment) -> None:
    says = record(vault, moment, "core group", "27 feb", "P1")
    assert (
        says
        == "P1: core group Fri 27 Feb. Next core group is due Fri 10 Apr; core group is no longer "
        "due."
    )
    held = dates(vault, "P1", moment)["core-group-next"]
    assert held.read_in == "by hand, manager"
    assert "by hand, manager" in held.says(TODAY)


@pytest.mark.parametrize(
    ("typed", "day"),
    [("5 nov", "2025-11-05"), ("yesterday", "2026-03-01"), ("fri", "2026-02-27"), ("today",
    "2026-03-02"),
     ("mon", "2026-03-02"), ("3 days ago", "2026-02-27"), ("2w ago", "2026-02-16"), ("2026-01-05",
     "2026-01-05")],
)  # fmt: skip
def test_the_day_is_taken_as_people_type_it(
    vault: Store, moment: Moment, typed: str, day: str
) -> None:
    [done] = vault.run(events.record_event, EventDraft(("N1",), "cin review", typed), moment)
    assert done.on.isoformat() == day


@pytest.mark.parametrize(
    ("today", "day"),
    [("2028-03-05", "2028-02-29"), ("2029-01-05", "2028-02-29"), ("2028-01-05", ""), ("2027-06-01",
    ""),
     ("2026-11-28", "")],
)  # fmt: skip
def test_29_february_is_never_another_day(moment: Moment, today: str, day: str) -> None:
    then = replace(moment, today=date.fromisoformat(today))
    if day:
        assert read_past_day("29 feb", then) == read_past_day(day, then) == date.fromisoformat(day)
    else:
        with pytest.raises(Refused, match="type it with its year"):
            read_past_day("29 feb", then)


def test_a_visit_counts_for_every_plan_that_asks_for_one(vault: Store, moment: Moment) -> None:
    record(vault, moment, "visit", "fri", "B1", how=SeenHow.SEEN_ALONE)
    found = dates(vault, "B1", moment)
    assert {found[code].counted_from for code in ("cp-visit", "cla-visit")} == {date(2026, 2, 27)}


def test_a_visit_at_which_the_child_was_not_seen_changes_no_date_and_is_said(
    vault: Store, moment: Moment
) -> None:
    before = dates(vault, "P1", moment)["cp-visit"]
    record(vault, moment, "cp visit", "fri", "P1", how=SeenHow.NOT_SEEN)
    after = dates(vault, "P1", moment)["cp-visit"]
    assert after.due == before.due
    assert "not seen at the visit of Fri 27 Feb 2026" in after.says(TODAY)


def test_an_import_does_not_write_over_what_a_person_wrote(
    vault: Store, moment: Moment, tmp_path: Path
) -> None:
    record(vault, moment, "cp visit", "20 feb", "P1", how=SeenHow.NOT_SEEN)
    written(
        tmp_path,
        LIST_7,
        "P1,2025-10-06,2026-02-20,,",
        "B1,2025-10-06,2026-02-20,2025-12-20,",
        name="list7.csv",
    )
    take(vault, tmp_path, moment)
    assert dates(vault, "P1", moment)["cp-visit"].counted_from == date(2026, 2, 10)
    written(
        tmp_path,
        LIST_7,
        "P1,2025-10-06,2026-02-26,,",
        "B1,2025-10-06,2026-02-20,2025-12-20,",
        name="list7.csv",
    )
    take(vault, tmp_path, moment)
    assert dates(vault, "P1", moment)["cp-visit"].counted_from == date(2026, 2, 26), (
        "and the newest wins"
    )


def test_a_review_recorded_by_hand_climbs_the_ladder(vault: Store, moment: Moment) -> None:
    assert dates(vault, "L1", moment)["cla-review-second"].due == date(2026, 3, 24)
    record(vault, moment, "review", "yesterday", "L1")
    assert dates(vault, "L1", moment)["cla-review"].due == date(2026, 9, 1)
    assert "cla-review-second" not in dates(vault, "L1", moment)


def test_a_conference_not_needed_and_a_review_put_off(vault: Store, moment: Moment) -> None:
    record(vault, moment, "strategy", "2 feb", "N1")
    assert dates(vault, "N1", moment)["icpc"].due == date(2026, 2, 23)
    record(vault, moment, "conference", "9 feb", "N1", outcome=EventOutcome.NOT_NEEDED)
    assert "icpc" not in dates(vault, "N1", moment)
    put_off = EventOutcome.PUT_OFF
    record(vault, moment, "review conference", "5 jan", "P1", outcome=put_off, put_off_to="20 mar")
    review = dates(vault, "P1", moment)["cp-review-first"]
    assert (review.due, review.state) == (date(2026, 3, 20), "due")
    assert "put off from Tue 6 Jan 2026" in review.says(TODAY)
    assert dates(vault, "P1", moment)["core-group"].due == date(2025, 10, 20), (
        "nothing else is put off"
    )
    with pytest.raises(Refused, match="comes again"):
        record(vault, moment, "review conference", "fri", "P1", outcome=EventOutcome.NOT_NEEDED)


def test_without_a_day_a_review_is_put_off_today(vault: Store, moment: Moment) -> None:
    said = read_event_line("review put off to 20 mar")
    draft = EventDraft(
        ("P1",),
        said.event,
        said.day,
        how=said.how,
        outcome=said.outcome,
        put_off_to=said.put_off_to,
    )
    [done] = vault.run(events.record_event, draft, moment)
    assert (done.event, done.on) == ("review-conference", TODAY)
    for wrong, says in (
        ("1 feb", "is past"),
        ("2027-10-01", "more than a year ahead"),
        ("31 feb", "is not a day"),
    ):
        with pytest.raises(Refused, match=says):
            vault.run(events.record_event, replace(draft, put_off_to=wrong), moment)


def test_a_date_of_long_ago_is_not_late_because_it_was_put_off_now(
    vault: Store, moment: Moment
) -> None:
    said = read_event_line("cin review put off to 12 mar")
    draft = EventDraft(
        ("N1",),
        said.event,
        said.day,
        how=said.how,
        outcome=said.outcome,
        put_off_to=said.put_off_to,
    )
    vault.run(events.record_event, draft, moment)
    review = dates(vault, "N1", moment)["cin-review"]
    assert (review.state, review.due) == ("due", date(2026, 3, 12))
    assert "put off from" in review.says(TODAY)


def test_what_was_not_held_is_late_where_it_was_not_known(vault: Store, moment: Moment) -> None:
    assert dates(vault, "N1", moment)["cin-review"].state == "not-known-here"
    said = read_event_line("cin review not held")
    assert (said.event, said.outcome) == ("cin review", EventOutcome.NOT_HELD)
    told = record(vault, moment, said.event, said.day, "N1", outcome=said.outcome)
    assert told.startswith(
        "N1: child in need review not held by Mon 2 Mar. Child in need review was due Wed 4 Jan "
        "2017, "
    )
    assert dates(vault, "N1", moment)["cin-review"].state == "late"
    take_back(vault, moment)
    assert dates(vault, "N1", moment)["cin-review"].state == "not-known-here"


def test_two_visits_on_one_day_are_two_where_the_child_was_seen_at_one(
    vault: Store, moment: Moment
) -> None:
    record(vault, moment, "cp visit", "fri", "P1", how=SeenHow.SEEN_ALONE)
    record(vault, moment, "cp visit", "fri", "P1", how=SeenHow.NOT_SEEN)
    assert dates(vault, "P1", moment)["cp-visit"].counted_from == date(2026, 2, 27)
    vault.run(events.take_event_back, ("P1",), "cp visit", "fri", moment)
    assert dates(vault, "P1", moment)["cp-visit"].counted_from == date(2026, 2, 27), (
        "the last one alone went back"
    )


def test_a_conference_long_after_the_plan_began_is_asked_about(
    vault: Store, moment: Moment
) -> None:
    with pytest.raises(
        Refused,
        match=r"began Mon 6 Oct 2025, with its initial conference\. Was it a review conference",
    ):
        record(vault, moment, "icpc", "2026-02-20", "P1")
    record(vault, moment, "icpc", "2025-10-06", "P1")


def test_a_day_before_the_plan_is_refused(vault: Store, moment: Moment) -> None:
    with pytest.raises(Refused, match="lies before the plan of P1, which began Mon 6 Oct 2025"):
        record(vault, moment, "cp visit", "2025-09-01", "P1")


def test_what_was_said_of_a_visit_is_not_lost_by_saying_less(vault: Store, moment: Moment) -> None:
    record(vault, moment, "cp visit", "fri", "P1", how=SeenHow.SEEN_ALONE)
    with pytest.raises(Refused, match="on record already"):
        record(vault, moment, "cp visit", "fri", "P1")
    record(vault, moment, "cp visit", "fri", "P1", "B1")
    assert dates(vault, "B1", moment)["cp-visit"].counted_from == date(2026, 2, 27), (
        "the others get it all the same"
    )


def test_who_becomes_looked_after_by_hand_is_visited_within_a_week(
    vault: Store, moment: Moment
) -> None:
    vault.run(plans.change_plans, PlanChange("N1", (Plan.CLA,), (Plan.CIN,), "today"), moment)
    found = dates(vault, "N1", moment)
    assert found["cla-visit-first"].due == date(2026, 3, 9)
    assert found["cla-review-first"].due == date(2026, 3, 30)


def test_a_file_tells_of_nothing_after_its_day_and_the_next_one_does(
    vault: Store, moment: Moment, tmp_path: Path
) -> None:
    later = Moment(date(2026, 4, 13), moment.now + timedelta(days=42), moment.policy)
    assert dates(vault, "N1", moment)["cin-visit"].due == date(2026, 3, 25)
    assert dates(vault, "N1", later)["cin-visit"].state == "not-known-here"
    assert "the last file that could tell is of Mon 2 Mar 2026" in dates(vault, "N1", later)[
        "cin-visit"
    ].says(TODAY)
    take(vault, tmp_path, later)
    assert dates(vault, "N1", later)["cin-visit"].state == "late"


def test_an_event_goes_to_several_children_or_to_none(vault: Store, moment: Moment) -> None:
    record(vault, moment, "cp visit", "fri", "P1", "B1")
    assert dates(vault, "B1", moment)["cp-visit"].counted_from == date(2026, 2, 27)
    with pytest.raises(Refused):
        record(vault, moment, "core group", "fri", "P1", "Nobody")
    assert "core-group-next" not in dates(vault, "P1", moment)


@pytest.mark.parametrize(
    ("ref", "event", "day", "says"),
    [
        ("N1", "core gruop", "fri", "Did you mean core group?"),
        ("N1", "cin review", "31 feb", "is not a day"),
        ("N1", "cin review", "29 feb", "is not a day of this year or the last"),
        ("N1", "core group", "fri", "core group does not fit N1, who has CIN"),
        (
            "N1",
            "lac",
            "fri",
            "N1 has CIN. That a child becomes looked after is put on record by a change of plan",
        ),
        ("N1", "cin reviw", "fri", "Did you mean child in need review?"),
        ("N1", "s47", "fri", "There is no event"),
        ("N1", "cin review", "2026-03-20", "is still to come"),
        ("N1", "cin review", "", "Say on which day"),
        ("N1", "", "fri", "Say what it was"),
        ("N1", "plan start", "fri", "comes from the change of plan"),
        ("B1", "review", "fri", "Which one?"),
        ("N1", "visits of old", "fri", "There is no event"),
        ("Nobody", "visit", "fri", "No child here has the reference"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_changes_nothing(
    vault: Store, moment: Moment, ref: str, event: str, day: str, says: str
) -> None:
    with pytest.raises(Refused, match=says.replace("?", r"\?")):
        record(vault, moment, event, day, ref)
    assert (
        vault.run(
            lambda session: len(session.exec(select(ChildEvent).where(ChildEvent.by_hand)).all())
        )
        == 0
    )


def test_an_event_that_is_on_record_already_is_refused_and_one_that_differs_is_put_right(
    vault: Store, moment: Moment
) -> None:
    record(vault, moment, "cp visit", "fri", "P1", how=SeenHow.SEEN)
    with pytest.raises(Refused, match="on record already"):
        record(vault, moment, "cp visit", "fri", "P1", how=SeenHow.SEEN)
    record(vault, moment, "cp visit", "fri", "P1", how=SeenHow.SEEN_ALONE)
    card = vault.run(review_card, "P1", moment)
    assert [each.how for each in card.dates.events if each.by_hand] == [SeenHow.SEEN_ALONE]


def test_what_a_file_says_is_not_taken_off_and_what_a_person_wrote_is(
    vault: Store, moment: Moment
) -> None:
    with pytest.raises(Refused, match="was read in Annex A"):
        vault.run(events.take_event_back, ["P1"], "cp visit", "10 feb", moment)
    record(vault, moment, "core group", "fri", "P1")
    [off] = vault.run(events.take_event_back, ["P1"], "core group", "fri", moment)
    assert "off the record" in off.says()
    assert "core-group-next" not in dates(vault, "P1", moment)
    with pytest.raises(Refused, match="is on record"):
        vault.run(events.take_event_back, ["P1"], "core group", "fri", moment)


things = st.sampled_from(
    ["core group", "visit", "rcpc", "strategy", "health", "cin review", "letter", "icpc"]
)


@examples(15)
@given(
    st.lists(
        st.tuples(st.sampled_from(["P1", "L1", "N1", "B1"]), things, st.integers(0, 120)),
        max_size=4,
    )
)
def test_recording_and_undoing_leaves_all_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, said: list[tuple[str, str, int]]
) -> None:
    store, moment = _filled(tmp_path_factory)
    before = store.run(children_with_dates, moment), store.run(today, moment)
    done = 0
    for ref, event, ago in said:
        try:
            record(store, moment, event, (TODAY - timedelta(days=ago)).isoformat(), ref)
        except Refused:
            continue
        done += 1
    for _ in range(done):
        take_back(store, moment)
    assert (store.run(children_with_dates, moment), store.run(today, moment)) == before


_FILLED: list[tuple[Store, Moment]] = []


def _filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Moment]:
    """The vault of four children, open once for all examples: each leaves it as it found it."""
    if not _FILLED:
        from datetime import UTC, datetime

        from supervision_tui.vault.create import create_vault
        from tests.conftest import PASSPHRASE

        folder = tmp_path_factory.mktemp("events")
        made = create_vault(folder / "supervision.db", passphrase=PASSPHRASE, use_keyring=False)
        moment = Moment(TODAY, datetime(2026, 3, 2, 10, tzinfo=UTC), make_policy())
        lists = folder / "lists"
        lists.mkdir()
        list_6(
            lists, child_6("N1"), child_6("P1", "CP"), child_6("L1", "LAC"), child_6("B1", "LAC")
        )
        written(
            lists,
            LIST_7,
            "P1,2025-10-06,2026-02-10,,",
            "B1,2025-10-06,2026-02-20,2025-12-20,",
            name="list7.csv",
        )
        written(
            lists,
            LIST_8,
            "L1,2025-12-01,2025-12-24,2026-02-02,",
            "B1,2024-05-01,,2026-02-20,",
            name="list8.csv",
        )
        take(made.store, lists, moment)
        _FILLED.append((made.store, moment))
    return _FILLED[0]


# Not known here, one after another


def test_going_through_what_is_not_known_makes_nothing_else_late(
    vault: Store, moment: Moment
) -> None:
    waiting = vault.run(events.dates_not_known, moment)
    late = vault.run(today, moment).late_in_all
    assert {(each.ref, each.date_due.code) for each in waiting} == {
        ("N1", "cin-review"), ("P1", "core-group"), ("L1", "health-initial"), ("B1",
        "health-initial"),
        ("B1", "core-group-next"),
    }  # fmt: skip
    [first] = [each for each in waiting if each.ref == "N1"]
    record(vault, moment, first.date_due.held_event, "10 feb", first.ref)
    assert len(vault.run(events.dates_not_known, moment)) == len(waiting) - 1
    assert vault.run(today, moment).late_in_all == late


def test_the_policy_says_per_timescale_what_is_kept_here(vault: Store, moment: Moment) -> None:
    kept = Moment(TODAY, moment.now, make_policy("[timescales.cin-review]\nkept_here = true\n"))
    assert dates(vault, "N1", kept)["cin-review"].state == "late"
    never = Moment(TODAY, moment.now, make_policy("[timescales.cp-visit]\nkept_here = false\n"))
    assert dates(vault, "P1", never)["cp-visit"].state == "not-known-here"


# A direction that was taken up from a date due


def taken_up(store: Store, moment: Moment, code: str, ref: str) -> int:
    rule = moment.policy.timescales[code]
    draft = DirectionDraft(
        ref, SaidDirection(rule.do, "manager", "5wd", "it is late"), follows=code
    )
    return store.run(giving.give_direction, draft, moment).id


def test_ticking_it_puts_on_record_when_it_was_held(vault: Store, moment: Moment) -> None:
    given = taken_up(vault, moment, "cp-visit", "P1")
    held = Held("fri", SeenHow.SEEN_ALONE)
    vault.run(giving.close_direction, given, DirectionState.DONE, "", moment, held=held)
    visit = dates(vault, "P1", moment)["cp-visit"]
    assert (visit.counted_from, visit.read_in) == (date(2026, 2, 27), "by hand, manager")
    take_back(vault, moment)
    assert dates(vault, "P1", moment)["cp-visit"].counted_from == date(2026, 2, 10)


def test_a_day_that_is_none_keeps_the_direction_open(vault: Store, moment: Moment) -> None:
    given = taken_up(vault, moment, "cp-visit", "P1")
    with pytest.raises(Refused, match="is not a day"):
        vault.run(giving.close_direction, given, DirectionState.DONE, "", moment, held=Held("soon"))
    assert vault.run(review_card, "P1", moment).directions


# Several plans at once, and how often visits are due


def test_what_begins_what_ends_and_what_goes_on(vault: Store, moment: Moment) -> None:
    before = vault.run(team_workload, moment).workers[0].workload
    vault.run(plans.change_plans, PlanChange("P1", (Plan.PLO,), (), "20 feb"), moment)
    after = vault.run(team_workload, moment).workers[0].workload
    card = vault.run(review_card, "P1", moment)
    assert card.line.statuses == ("cp", "plo")
    assert [each.words for each in card.plans] == [
        "child protection plan",
        "pre-proceedings or care proceedings",
    ]
    assert after.children == before.children
    assert after.points == before.points + 0.5, "the heaviest, not the sum"
    assert after.by_plan == before.by_plan
    vault.run(
        plans.change_plans, PlanChange("P1", (Plan.CIN,), (Plan.CP, Plan.PLO), "today"), moment
    )
    assert vault.run(review_card, "P1", moment).line.statuses == ("cin",)
    with pytest.raises(Refused, match="Nothing would be left"):
        vault.run(plans.change_plans, PlanChange("P1", (), (Plan.CIN,)), moment)


def test_what_a_file_cannot_tell_goes_on_over_an_import(
    vault: Store, moment: Moment, tmp_path: Path
) -> None:
    vault.run(plans.change_plans, PlanChange("P1", (Plan.PLO,), (), "20 feb"), moment)
    take(vault, tmp_path, moment)
    assert vault.run(review_card, "P1", moment).line.statuses == ("cp", "plo")


def test_how_often_visits_are_due_by_hand_with_reason_and_end(vault: Store, moment: Moment) -> None:
    vault.run(
        visits.set_visits,
        VisitDraft("P1", None, "weekly", "1 apr", "new partner in the home"),
        moment,
    )
    assert dates(vault, "P1", moment)["cp-visit"].due == date(2026, 2, 24), (
        "as it was: it was late by then"
    )
    record(vault, moment, "visit", "2026-02-27", "P1")
    visit = dates(vault, "P1", moment)["cp-visit"]
    assert visit.due == date(2026, 3, 6)
    assert "agreed until Wed 1 Apr 2026: new partner in the home" in visit.says(TODAY)
    assert "every week until Wed 1 Apr" in vault.run(review_card, "P1", moment).visits
    with pytest.raises(Refused, match="Say why"):
        vault.run(visits.set_visits, VisitDraft("P1", None, "5wd", "", ""), moment)
    with pytest.raises(Refused, match="P1 has CP and is not looked after"):
        vault.run(
            visits.set_visits, VisitDraft("P1", PlacementKind.SETTLED, "", "", "settled"), moment
        )
    vault.run(
        visits.set_visits,
        VisitDraft("L1", PlacementKind.WITH_PARENTS, "", "", "home under an order"),
        moment,
    )
    assert dates(vault, "L1", moment)["cla-visit-with-parents"].due == date(2026, 2, 9)
    vault.run(visits.set_visits, VisitDraft("L1", None, "", "", "", is_usual=True), moment)
    assert "cla-visit" in dates(vault, "L1", moment)


def test_what_a_plan_asks_for_stands_beside_the_kind_of_placement(
    vault: Store, moment: Moment
) -> None:
    vault.run(
        visits.set_visits,
        VisitDraft("L1", PlacementKind.WITH_PARENTS, "", "", "home under an order"),
        moment,
    )
    vault.run(visits.set_visits, VisitDraft("L1", None, "5d", "16 mar", "the first weeks"), moment)
    record(vault, moment, "visit", "2026-02-27", "L1")
    assert dates(vault, "L1", moment)["cla-visit-with-parents"].due == date(2026, 3, 4), (
        "as the plan asks"
    )
    assert "placed with parents" in vault.run(review_card, "L1", moment).visits
    later = Moment(date(2026, 3, 20), moment.now + timedelta(days=18), moment.policy)
    record(vault, later, "visit", "2026-03-19", "L1")
    assert dates(vault, "L1", later)["cla-visit-with-parents"].due == date(2026, 3, 26), (
        "as the placement asks"
    )


def test_a_service_adds_a_plan_of_its_own(vault: Store, moment: Moment) -> None:
    own = make_policy(
        SHORT_BREAKS
        + """
        [timescales.short-breaks-review]
        after = "plan-start"
        amount = 12
        unit = "w"
        words = "short breaks review"
        plans = ["short-breaks"]
        kept_here = true
        """
    )
    here = Moment(TODAY, moment.now, own)
    vault.run(plans.change_plans, PlanChange("N1", ("short-breaks",), (Plan.CIN,), "1 nov"), here)
    card = vault.run(review_card, "N1", here)
    assert (card.line.statuses, card.line.plans_shown) == (("short-breaks",), "SB")
    assert dates(vault, "N1", here)["short-breaks-review"].state == "late"
    counted = vault.run(team_workload, here).workers[0].workload.by_plan
    assert counted["short-breaks"] == 1
    unknown = vault.run(review_card, "N1", moment).plans[0].words
    assert unknown.startswith("short-breaks (not in this policy"), (
        "and without that policy it is said"
    )


def test_an_earlier_day_shows_what_was_known_then(vault: Store, moment: Moment) -> None:
    later = Moment(date(2026, 3, 9), moment.now + timedelta(days=7), moment.policy)
    record(vault, later, "core group", "27 feb", "P1")
    assert "core-group-next" in dates(vault, "P1", later)
    assert "core-group-next" not in dates(vault, "P1", moment)
