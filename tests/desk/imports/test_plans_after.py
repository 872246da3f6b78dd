"""Plans over several imports: what a file cannot tell goes on, and so does what a person put on
record.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from supervision_tui.desk.children import cases, plans
from supervision_tui.desk.children.caseload_list import children_with_dates
from supervision_tui.desk.children.plans import PlanChange
from supervision_tui.desk.imports.accept_caseload import accept_caseload
from supervision_tui.desk.imports.preview import Preview
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.imports.annex_a import read_annex_a
from supervision_tui.imports.caseload_file import read_caseload
from supervision_tui.practice.children.dates_due import DateDue
from supervision_tui.practice.vocabulary import DateState
from supervision_tui.records import Child, PlanEpisode
from supervision_tui.vault.store import Store
from tests.imports.files import LIST_7, child_6, list_6, written

LIST_8 = "Child Unique ID,Date Started to be Looked After,Date Ceased to be Looked After"
LIST_9 = "Child Unique ID,Allocated Team,Allocated Personal Advisor,Eligibility Category"


class Council:
    """A council that exports week by week into one vault."""

    def __init__(self, store: Store, folder: Path, moment: Moment) -> None:
        self.store, self.folder, self.moment = store, folder, moment

    def next_week(self) -> None:
        for each in self.folder.glob("*.csv"):
            each.unlink()
        days = timedelta(days=7)
        self.moment = replace(
            self.moment, today=self.moment.today + days, now=self.moment.now + days
        )

    def lists(
        self, status: str = "", seven: str = "", eight: str = "", nine: str = "", **other: str
    ) -> Preview:
        """Take lists of one child, S1; list 6 with this status, the others with these rows."""
        if status:
            list_6(self.folder, child_6("S1", status, **other))
        for number, header, rows in ((7, LIST_7, seven), (8, LIST_8, eight), (9, LIST_9, nine)):
            if rows:
                written(self.folder, header, *rows.split(), name=f"list{number}.csv")
        return self.store.run(
            accept_caseload, read_annex_a([self.folder], self.moment.today), self.moment
        )

    def plain(self, plan: str) -> Preview:
        path = written(self.folder, "Reference,Worker,Plan", f"S1,Ada Quill,{plan}")
        return self.store.run(
            accept_caseload, read_caseload([path], self.moment.today), self.moment
        )

    def by_hand(self, begins: str = "", ends: str = "", on: str = "today") -> None:
        change = PlanChange("S1", tuple(begins.split()), tuple(ends.split()), on)
        self.store.run(plans.change_plans, change, self.moment)

    @property
    def plans(self) -> dict[str, str]:
        """The plans that go on, with their starts."""
        return {plan: start for plan, start, end in self.history if not end}

    @property
    def history(self) -> list[tuple[str, str, str]]:
        return self.store.run(_history)


def _history(session: Session) -> list[tuple[str, str, str]]:
    of_child = select(PlanEpisode).join(Child).where(Child.ref == "S1")
    rows = session.exec(of_child.order_by(col(PlanEpisode.starts_on), col(PlanEpisode.id)))
    return [(row.plan, str(row.starts_on), str(row.ends_on or "")) for row in rows]


@pytest.fixture
def council(store: Store, tmp_path: Path, moment: Moment) -> Council:
    return Council(store, tmp_path, moment)


BOTH = {"seven": "S1,2025-10-06,2026-02-20,", "eight": "S1,2025-12-01,"}
GOES_ON: dict[str, tuple[dict[str, str], dict[str, str], set[str]]] = {
    "protection plan beside care, where list 7 is missing": (BOTH | {"status": "LAC"},
    {"status": "LAC", "eight": BOTH["eight"]}, {"cla", "cp"}),
    "not where list 7 is there without the child": (BOTH | {"status": "LAC"}, {"status": "LAC",
    "eight": BOTH["eight"], "seven": "S9,2025-10-06,,"}, {"cla"}),
    "not where list 6 has a lower status, though list 7 is missing": ({"status": "CP",
    "seven": BOTH["seven"]}, {"status": "CIN"}, {"cin"}),
    "care leaver beside child in need, where list 9 is missing": ({"status": "CIN",
    "nine": "S1,Harbour,Cy,b)Former"}, {"status": "CIN"}, {"cin", "care-leaver"}),
    "not a care leaver who is looked after": ({"status": "CIN", "nine": "S1,Harbour,Cy,b)Former"},
    {"status": "LAC"}, {"cla"}),
    "child in need ends with the protection plan": ({"status": "CIN"}, {"status": "CP",
    "seven": BOTH["seven"]}, {"cp"}),
    "pre-proceedings, which list 6 named, end where it does not": ({"status": "PLO"},
    {"status": "CIN"}, {"cin"}),
    "pre-proceedings beside what the lists 7 and 8 hold": ({"status": "CIN"},
    BOTH | {"status": "PLO"}, {"cla", "cp", "plo"}),
}  # fmt: skip


@pytest.mark.parametrize(("first", "second", "plans"), GOES_ON.values(), ids=GOES_ON)
def test_which_plans_go_on(
    council: Council, first: dict[str, str], second: dict[str, str], plans: set[str]
) -> None:
    council.lists(**first)
    council.next_week()
    council.lists(**second)
    assert set(council.plans) == plans
    assert council.lists(**second).changes_nothing, "the same file twice changes nothing"


def test_a_plain_file_ends_what_it_named_itself_and_not_what_annex_a_has_beside(
    council: Council,
) -> None:
    council.plain("CP")
    council.next_week()
    council.plain("LAC")
    assert set(council.plans) == {"cla"}
    council.next_week()
    council.lists("LAC", **BOTH)
    council.next_week()
    council.plain("LAC")
    assert set(council.plans) == {"cla", "cp"}


# What a person put on record


def in_need(council: Council) -> None:
    council.lists("CIN")
    council.next_week()


@pytest.mark.parametrize("status", ["CIN", "Assessment"])
def test_a_plan_begun_by_hand_goes_on_beside_a_file_that_lags(
    council: Council, status: str
) -> None:
    in_need(council)
    council.by_hand("cp", "cin")
    council.next_week()
    said = council.lists(status, seven="S9,2025-10-06,,")
    assert [each.fields for each in said.changes if each.kind == "changed"] == []
    assert set(council.plans) == {"cp"}
    assert council.lists(status, seven="S9,2025-10-06,,").changes_nothing


def test_once_a_file_has_named_a_plan_begun_by_hand_a_file_can_end_it(council: Council) -> None:
    in_need(council)
    council.by_hand("cp", "cin")
    started = council.moment.today.isoformat()
    council.next_week()
    council.lists("CP", seven="S1,2026-03-11,,")
    assert council.plans == {"cp": started}, "the day that a person wrote stands"
    council.next_week()
    council.lists("CIN", seven=f"S1,2026-03-11,,{council.moment.today.isoformat()}")
    assert council.plans == {"cin": council.moment.today.isoformat()}


def test_a_plan_ended_by_hand_does_not_begin_again_while_a_file_still_names_it(
    council: Council,
) -> None:
    council.lists("LAC", **BOTH)
    council.next_week()
    council.by_hand(ends="cp")
    council.next_week()
    council.lists("LAC", **BOTH)
    assert set(council.plans) == {"cla"}
    council.next_week()
    begins = council.moment.today.isoformat()
    council.lists("LAC", eight=BOTH["eight"], seven=f"S1,{begins},,")
    assert council.plans["cp"] == begins, "a plan that begins later is another one"


def test_a_step_down_by_hand_holds_until_the_file_has_something_new(council: Council) -> None:
    in_need(council)
    council.by_hand("early-help", "cin")
    council.next_week()
    council.lists("CIN")
    assert set(council.plans) == {"early-help"}
    council.next_week()
    council.lists("CP", seven=f"S1,{council.moment.today.isoformat()},,")
    assert set(council.plans) == {"cp"}


# Days


def test_what_follows_a_protection_plan_begins_where_that_ended(council: Council) -> None:
    council.lists("CP", seven="S1,2025-10-06,,", start="03/11/2024")
    council.next_week()
    council.lists("CIN", seven="S1,2025-10-06,,2026-03-05", start="03/11/2024")
    assert council.history == [("cp", "2025-10-06", "2026-03-05"), ("cin", "2026-03-05", "")]
    council.next_week()
    assert council.lists("CIN", start="03/11/2024").changes_nothing
    assert council.plans == {"cin": "2026-03-05"}


def test_so_it_does_in_the_first_file_of_all(council: Council) -> None:
    council.lists("CIN", seven="S1,2025-10-06,,2026-02-10", start="03/11/2024")
    assert council.history == [("cin", "2026-02-10", "")]


def test_a_second_time_on_a_plan_is_another_one(council: Council) -> None:
    council.lists("CP", seven="S1,2025-03-03,,")
    council.next_week()
    council.lists("CP", seven="S1,2025-03-03,,2025-09-01 S1,2026-03-04,,")
    assert council.history == [("cp", "2025-03-03", "2025-09-01"), ("cp", "2026-03-04", "")]


def test_a_start_that_was_put_right_is_the_same_plan(council: Council) -> None:
    council.lists("CP", seven="S1,2025-03-03,,")
    council.next_week()
    council.lists("CP", seven="S1,2025-03-10,,")
    assert council.history == [("cp", "2025-03-10", "")]


def test_a_plan_that_a_file_left_out_once_goes_on_with_its_start(council: Council) -> None:
    council.lists("LAC", **BOTH)
    council.next_week()
    council.lists("LAC", eight=BOTH["eight"], seven="S9,2025-10-06,,")
    council.next_week()
    council.lists("LAC", **BOTH)
    assert council.plans == {"cla": "2025-12-01", "cp": "2025-10-06"}
    assert len(council.history) == 2


def test_a_list_in_which_a_child_does_not_stand_tells_nothing_of_it(council: Council) -> None:
    in_need(council)
    council.by_hand("cp", "cin")
    for _ in range(6):
        council.next_week()
    council.lists("CIN", seven="S9,2025-10-06,2026-04-01,")
    (child,) = council.store.run(children_with_dates, council.moment, ref="S1")
    visit = next(each for each in child.dates if each.code == "cp-visit")
    assert visit.due < council.moment.today
    assert visit.state is DateState.NOT_KNOWN_HERE


@pytest.mark.parametrize(
    "change", [lambda council: council.lists("LAC", **BOTH), lambda council: council.plain("LAC")]
)
def test_the_preview_says_what_is_done(
    council: Council, change: Callable[[Council], Preview]
) -> None:
    council.lists("CP", seven=BOTH["seven"])
    council.next_week()
    said = change(council)
    (changed,) = [each for each in said.changes if each.kind == "changed"]
    now = " · ".join(sorted(council.plans)).upper()
    assert changed.says.startswith(f"CP to {now}")
    assert council.moment.today > date(2026, 3, 2)


# What went wrong once


def test_the_day_that_a_person_wrote_stands_however_often_the_file_comes(council: Council) -> None:
    in_need(council)
    council.by_hand("cp", "cin")
    started = council.moment.today.isoformat()
    for _ in range(2):
        council.lists("CP", seven="S1,2026-03-11,,")
        assert council.plans == {"cp": started}


NEVER_NONE: dict[str, tuple[str, list[tuple[str, ...]], set[str]]] = {
    "up and down again": ("CIN", [("hand", "cp", "cin"), ("CP", "S1,2026-03-11,,"), ("CIN",)],
    {"cin"}),
    "down and up again": ("CIN", [("hand", "early-help", "cin"), ("Step down",), ("CIN",)],
    {"cin"}),
    "a file that lags after one that did not": ("CP", [("hand", "cin", "cp"), ("CIN",), ("CP",)],
    {"cp"}),
    "in need by hand, and after a protection plan": (
        "Open assessment", [("hand", "cin", "assessment"), ("CP", "S1,2026-03-16,,"), ("CIN",)],
        {"cin"}),
}  # fmt: skip


@pytest.mark.parametrize(("first", "then", "plans"), NEVER_NONE.values(), ids=NEVER_NONE)
def test_an_open_child_has_a_plan(
    council: Council, first: str, then: list[tuple[str, ...]], plans: set[str]
) -> None:
    council.lists(first)
    for step in then:
        council.next_week()
        if step[0] == "hand":
            council.by_hand(*step[1:])
        else:
            council.lists(*step)
            assert council.lists(*step).changes_nothing
    assert set(council.plans) == plans


def test_a_plain_file_without_plans_says_nothing_of_them(council: Council) -> None:
    council.lists("CP")
    council.next_week()
    council.by_hand("cin", "cp")
    path = written(council.folder, "Reference,Worker", "S1,Ada Quill")
    council.store.run(accept_caseload, read_caseload([path], council.moment.today), council.moment)
    council.next_week()
    council.lists("CP")
    assert set(council.plans) == {"cin"}


REPLACED: dict[str, tuple[str, str, str, str, set[str]]] = {
    "in need by hand, a protection plan from days before": ("Open assessment", "cin", "CP",
    "S1,2026-03-05,,", {"cp"}),
    "in need by hand, looked after in list 6 alone": ("Open assessment", "cin", "LAC", "", {"cla"}),
    "in need by hand, stepped down in the file": ("Open assessment", "cin", "Step down", "",
    {"early-help"}),
    "family help by hand, an assessment in the file": ("CIN", "family-help", "Open assessment", "",
    {"assessment"}),
}  # fmt: skip


@pytest.mark.parametrize(
    ("first", "hand", "status", "seven", "plans"), REPLACED.values(), ids=REPLACED
)
def test_a_plan_by_hand_ends_once_a_file_has_what_replaces_it(
    council: Council, first: str, hand: str, status: str, seven: str, plans: set[str]
) -> None:
    council.lists(first)
    council.next_week()
    council.by_hand(hand, "assessment" if first != "CIN" else "cin")
    council.next_week()
    council.lists(status, seven=seven)
    assert set(council.plans) == plans


def test_an_end_that_was_taken_back_is_none(council: Council) -> None:
    council.lists("CP", seven="S1,2025-10-06,,")
    council.next_week()
    council.lists("CIN", seven="S1,2025-10-06,,2026-03-05")
    council.next_week()
    council.lists("CP", seven="S1,2025-10-06,,")
    assert council.plans == {"cp": "2025-10-06"}
    assert [plan for plan, _, _ in council.history].count("cp") == 1


def test_a_slip_of_a_start_is_put_right_by_its_own_list(council: Council) -> None:
    for start in ("2025-10-06", "2026-03-05", "2025-10-06"):
        council.lists("CP", seven=f"S1,{start},2026-02-20,")
        assert council.plans == {"cp": start}
        council.next_week()


def test_in_need_begins_where_the_assessment_ended(council: Council) -> None:
    council.lists("Open assessment", start="26/01/2026")
    council.next_week()
    council.lists("CIN", start="26/01/2026")
    today = council.moment.today.isoformat()
    assert council.history == [("assessment", "2026-01-26", today), ("cin", today, "")]


def test_what_a_file_ended_before_a_person_did_may_begin_anew(council: Council) -> None:
    council.lists("LAC", **BOTH)
    council.next_week()
    council.by_hand(ends="cp")
    ended = council.moment.today.isoformat()
    council.next_week()
    council.lists("LAC", eight=BOTH["eight"], seven="S1,2025-10-06,,2026-03-06 S1,2026-03-08,,")
    assert council.plans["cp"] == ended


def test_a_plan_is_not_begun_by_hand_while_the_child_had_it(council: Council) -> None:
    council.lists("CP", seven="S1,2025-10-06,,")
    council.next_week()
    council.lists("CIN", seven="S1,2025-10-06,,2026-03-05")
    with pytest.raises(Refused, match="had that plan until 2026-03-05"):
        council.by_hand("cp", on="2026-02-10")


def test_a_category_that_a_person_typed_stands(council: Council) -> None:
    in_need(council)
    change = PlanChange("S1", ("cp",), ("cin",), "today", "neglect")
    council.store.run(plans.change_plans, change, council.moment)
    header = f"{LIST_7},Latest Category of Abuse"
    list_6(council.folder, child_6("S1", "CP"))
    written(council.folder, header, "S1,2026-03-09,,,emotional abuse", name="list7.csv")
    council.store.run(
        accept_caseload, read_annex_a([council.folder], council.moment.today), council.moment
    )
    assert council.store.run(_categories) == ["neglect"]


def _categories(session: Session) -> list[str]:
    return [row.category for row in session.exec(select(PlanEpisode)) if row.ends_on is None]


def test_a_file_of_another_team_tells_nothing_of_a_child_who_is_not_in_it(council: Council) -> None:
    council.lists("CP", seven="S1,2025-10-06,2026-02-27,")
    for _ in range(3):
        council.next_week()
    list_6(council.folder, child_6("S2", "CP"))
    written(council.folder, LIST_7, "S2,2025-10-06,2026-03-20,", name="list7.csv")
    council.store.run(
        accept_caseload, read_annex_a([council.folder], council.moment.today), council.moment
    )
    assert visit_of(council, "S1").state is DateState.NOT_KNOWN_HERE
    assert "the last file that could tell is of Mon 2 Mar 2026" in visit_of(council, "S1").says(
        council.moment.today
    )
    council.lists("CP", seven="S1,2025-10-06,2026-02-27,")
    assert visit_of(council, "S1").state is DateState.LATE


def visit_of(council: Council, ref: str) -> DateDue:
    (child,) = council.store.run(children_with_dates, council.moment, ref=ref)
    return next(each for each in child.dates if each.code.endswith("-visit"))


def test_the_day_last_seen_tells_nothing_of_a_plan_that_the_file_does_not_have_yet(
    council: Council,
) -> None:
    council.lists("Open assessment")
    council.next_week()
    council.by_hand("cin", "assessment")
    for _ in range(5):
        council.next_week()
        council.lists("Open assessment", seen=council.moment.today.strftime("%d/%m/%Y"))
    assert visit_of(council, "S1").state is DateState.NOT_KNOWN_HERE


@pytest.mark.parametrize("visit", ["2026-02-26,c) Child not seen", "2027-02-26,", "30 Feb,"])
def test_a_day_that_could_not_be_taken_tells_nothing(council: Council, visit: str) -> None:
    list_6(council.folder, child_6("S1", "CP"))
    header = (
        "Child Unique ID,Child Protection Plan Start Date,Date of the Last Statutory "
        "Visit,Was the Child Seen Alone?"
    )
    written(council.folder, header, f"S1,2025-10-06,{visit}", name="list7.csv")
    council.store.run(
        accept_caseload, read_annex_a([council.folder], council.moment.today), council.moment
    )
    assert visit_of(council, "S1").state is DateState.NOT_KNOWN_HERE


def test_placed_with_parents_ends_with_the_time_in_care(council: Council) -> None:
    header = f"{LIST_8},Placement Type,Child's Legal Status"
    for status, ended in (("LAC", ""), ("CIN", "2026-03-05")):
        list_6(council.folder, child_6("S1", status))
        row = f"S1,2025-12-01,{ended},Placed with own parents,Interim care order"
        written(council.folder, header, row, name="list8.csv")
        council.store.run(
            accept_caseload, read_annex_a([council.folder], council.moment.today), council.moment
        )
        council.next_week()
    council.by_hand("cla", "cin")
    (child,) = council.store.run(children_with_dates, council.moment, ref="S1")
    assert "cla-visit-with-parents" not in {each.code for each in child.dates}


def test_what_stands_against_the_file_is_told(council: Council) -> None:
    in_need(council)
    council.by_hand("cp", "cin")
    said = council.lists("CIN")
    assert (
        "1 child (S1) has another plan in the file than was put on record here by hand"
        in " ".join(said.warnings)
    )
    assert "by hand" not in " ".join(council.lists("CP", seven="S1,2026-03-09,,").warnings)


# Closed here


def test_a_case_closed_by_hand_stays_closed_while_the_file_tells_of_nothing_since(
    council: Council,
) -> None:
    in_need(council)
    council.store.run(cases.close_child, "S1", "moved away", council.moment)
    said = council.lists("CIN")
    assert said.changes_nothing
    assert [row.reason for row in said.left_out] == [
        "closed here, and the file tells of nothing since"
    ]
    assert council.plans == {}
    council.next_week()
    assert council.lists("CIN", seen="12/03/2026").count("new") == 1, "somebody saw the child since"
    assert set(council.plans) == {"cin"}


def test_a_case_that_the_file_has_for_weeks_after_it_was_closed_here_is_open(
    council: Council,
) -> None:
    in_need(council)
    council.store.run(cases.close_child, "S1", "moved away", council.moment)
    for weeks in range(6):
        said = council.lists("CIN")
        assert said.count("new") == (1 if weeks == 5 else 0)
        council.next_week()


def test_a_file_of_another_time_tells_nothing_of_what_came_later(council: Council) -> None:
    council.moment = replace(council.moment, today=council.moment.today + timedelta(days=500))
    said = council.lists("CP", seven="S1,2025-10-06,2026-02-27,")
    assert "The newest day in the file is Fri 27 Feb 2026" in " ".join(said.warnings)
    visit = visit_of(council, "S1")
    assert (visit.state, visit.due) == (DateState.NOT_KNOWN_HERE, date(2026, 3, 13))
    assert "the last file that could tell is of Fri 27 Feb 2026" in visit.says(council.moment.today)


def test_a_plan_that_ended_in_a_list_alone_goes_on_and_is_told(council: Council) -> None:
    council.lists("LAC", seven="S1,2025-10-06,,", eight="S1,2025-10-06,")
    council.next_week()
    said = council.lists(eight="S1,2025-10-06,2026-03-06 S2,2025-10-06,")
    assert any(
        "CLA has ended in the file for S1, and the file says nothing else" in each
        for each in said.warnings
    )
    assert set(council.plans) == {"cla", "cp"}
