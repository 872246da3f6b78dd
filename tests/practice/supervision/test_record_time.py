"""The rules of the record: in time, without names, said in one line, by an owner, on an agenda that
was settled.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision_tui.practice.direction.one_line import missing_words, said_in_one_line
from supervision_tui.practice.direction.owners import owner_kind, owners_offered
from supervision_tui.practice.direction.timescales import Known
from supervision_tui.practice.policy.policy import default_policy
from supervision_tui.practice.privacy.names_in_text import names_found, without_names
from supervision_tui.practice.retention import Held, child_file, supervision_file
from supervision_tui.practice.supervision.agenda import Wishes, draw_up
from supervision_tui.practice.supervision.caseload import Case
from supervision_tui.practice.supervision.record_time import (
    record_time,
    share_by,
)
from supervision_tui.practice.vocabulary import OwnerKind, Plan, Urgency
from tests.conftest import TODAY

POLICY = default_policy()
KNOWN = Known(TODAY, {}, takes_hour=True)
FIVE = ["C-1", "C-2", "C-3", "C-4", "C-5"]
NAMES = {
    "C-1": "Bramble Mossbarrow",
    "C-2": "Ewa Święcka",
    "C-3": None,
    "C-4": "Otter A",
    "C-5": "Otter B",
}


@pytest.mark.parametrize(
    ("signed", "word", "urgency"),
    [
        (date(2026, 3, 2), "in time", Urgency.QUIET),
        (date(2026, 3, 4), "in time", Urgency.QUIET),
        (date(2026, 3, 5), "slow 1 wd", Urgency.SOON),
        (date(2026, 3, 9), "slow 3 wd", Urgency.SOON),
        (date(2026, 3, 10), "4 wd late", Urgency.LATE),
    ],
)
def test_a_record_is_in_time_within_two_working_days_and_late_after_five(
    signed: date, word: str, urgency: Urgency
) -> None:
    found = record_time(date(2026, 3, 2), signed, date(2026, 6, 1), POLICY)
    assert (found.word, found.urgency) == (word, urgency)
    assert "2 working days" in found.says


def test_a_record_not_signed_yet_says_by_when_and_then_how_late() -> None:
    held = date(2026, 3, 2)
    words = [
        record_time(held, None, held + timedelta(days=days), POLICY).word for days in (0, 2, 3, 9)
    ]
    assert words == ["by Wed", "by Wed", "overdue 1 wd", "5 wd late"]


def test_the_worker_sees_the_record_within_ten_working_days_over_easter() -> None:
    assert share_by(date(2026, 3, 27), POLICY) == date(2026, 4, 14)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bramble was on your mind", [("Bramble", "C-1")]),
        ("the Mossbarrow's landlord", [("Mossbarrow's", "C-1")]),
        ("you sat under a bramble", []),
        ("Ewa and SWIECKA", [("Ewa", "C-2"), ("SWIECKA", "C-2")]),
        ("C-1 weighs on you", []),
        ("Brambles are sweet", []),
        ("Bramble Mossbarrow came", [("Bramble Mossbarrow", "C-1")]),
        ("Otter rang", [("Otter", "")]),
    ],
)
def test_a_childs_name_in_the_personal_record_is_found(
    text: str, found: list[tuple[str, str]]
) -> None:
    assert [(each.word, each.ref) for each in names_found(text, NAMES)] == found


def test_the_workers_own_name_is_no_childs_name() -> None:
    assert names_found("Bramble is tired", NAMES, ["Bramble Marsh"]) == []


def test_names_are_put_out_of_sight_with_what_stands_for_them() -> None:
    people = [("Bramble Mossbarrow", "C-1"), ("Ewa Święcka", "C-2"), ("Ewa Moss", "E.M.")]
    hidden = without_names("Bramble rang Ewa Święcka, ewa moss and Ewa; Mossbarrow's flat", people)
    assert hidden == "C-1 rang C-2, E.M. and …; C-1 flat"


@pytest.mark.parametrize("name", ["?", ".", "*", "12", "- -", "", "👶"])
def test_a_name_without_a_letter_is_found_nowhere_and_stops_nothing(name: str) -> None:
    text = "Ewa Moss rang? On the 12. of May * Otter -- came."
    assert [each.word for each in names_found(text, {**NAMES, "C-9": name})] == ["Ewa", "Otter"]
    hidden = [("Ewa Moss", "E.M.")]
    assert without_names(text, [*hidden, (name, "C-9")]) == without_names(text, hidden)


@given(st.text(max_size=200), st.lists(st.text(max_size=12), max_size=4))
def test_no_text_and_no_name_whatever_upsets_the_search_for_names(
    text: str, names: list[str]
) -> None:
    names_found(text, {**NAMES, **{f"C-9{number}": name for number, name in enumerate(names)}})
    assert without_names(text, []) == text
    without_names(text, [("Ewa Święcka", "C-2")])


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Visit unannounced by fri because evenings", ("Visit unannounced", "", "fri", "evenings")),
        ("Risk: visit by fri because z", ("Risk: visit", "", "fri", "z")),
        ("school: send the log by 10wd because lateness", ("Send the log", "school", "10wd",
        "lateness")),
        ("Stand by the child at the hearing", ("Stand by the child at the hearing", "", "", "")),
        ("Visit by car by 5wd, because it is far", ("Visit by car", "", "5wd", "it is far")),
        ("Ring housing by asap because of the damp", ("Ring housing", "", "asap", "of the damp")),
        ("Visit unannounced in 2 weeks because worried", ("Visit unannounced", "", "in 2 weeks",
        "worried")),
        ("Ring the school today because out", ("Ring the school", "", "today", "out")),
        ("See the child within 10 working days because new", ("See the child", "",
        "within 10 working days", "new")),
        ("Visit by fri, nobody knows who is there", ("Visit", "", "fri",
        "nobody knows who is there")),
        ("Visit tomorrow, the evenings are unknown", ("Visit", "", "tomorrow",
        "the evenings are unknown")),
        ("Call mum by 4pm today because alone", ("Call mum", "", "4pm today", "alone")),
        ("Call mum by 10.30am because alone", ("Call mum", "", "10.30am", "alone")),
        ("Hold a meeting w/c 14 dec because alone", ("Hold a meeting", "", "w/c 14 dec", "alone")),
        ("Visit 3 times a week because worried", ("Visit 3 times a week", "", "", "worried")),
        ("Ask the GP, the school and the nursery", ("Ask the GP, the school and the nursery", "",
        "", "")),
        ("Visit in the evening", ("Visit in the evening", "", "", "")),
        ("", ("", "", "", "")),
    ],
)  # fmt: skip
def test_a_direction_is_said_in_one_line(line: str, parts: tuple[str, str, str, str]) -> None:
    said = said_in_one_line(line, KNOWN, POLICY)
    assert (said.do, said.who, said.by, said.because) == parts


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("Visit unannounced", "by when? because?"),
        ("Visit unannounced by fri", "because?"),
        ("Visit unannounced because worried", "by when?"),
        ("Visit unannounced by fri because worried", ""),
    ],
)
def test_a_line_says_what_is_missing(line: str, asked: str) -> None:
    assert missing_words(said_in_one_line(line, KNOWN, POLICY)) == asked


@given(st.text(max_size=120))
def test_no_line_whatever_raises(line: str) -> None:
    said_in_one_line(line, KNOWN, POLICY)


@pytest.mark.parametrize(
    ("owner", "kind"),
    [
        ("Eoin Marsh", OwnerKind.WORKER),
        ("eoin marsh ", OwnerKind.WORKER),
        ("Team manager", OwnerKind.MANAGER),
        ("me", OwnerKind.MANAGER),
        ("health visiting", OwnerKind.AGENCY),
    ],
)
def test_who_owns_a_direction_follows_from_the_name(owner: str, kind: OwnerKind) -> None:
    assert owner_kind(owner, ["Eoin Marsh", "Una Farah"]) is kind


def test_owners_are_offered_by_use_and_none_twice() -> None:
    offered = owners_offered("Eoin Marsh", ["Housing", "food bank"], ["school", "housing"])
    assert offered == ("Eoin Marsh", "team manager", "Housing", "food bank", "school")


def _cases(*plans: str) -> list[Case]:
    return [
        Case(f"C-{n}", Plan(plan), TODAY - timedelta(days=10 + n))
        for n, plan in enumerate(plans, 1)
    ]


def test_who_is_left_out_takes_no_minutes_and_is_named() -> None:
    cases = _cases("cp", "cp", "cin")
    agenda = draw_up(
        cases,
        TODAY,
        16,
        next_session=TODAY + timedelta(days=28),
        policy=POLICY,
        wishes=Wishes(left_out={"C-2": "seen in the group"}),
    )
    assert [item.child.ref for item in agenda.items] == ["C-1", "C-3"]
    assert [each.child.ref for each in agenda.left_out] == ["C-2"]
    assert agenda.does_not_fit == ()


def test_an_order_that_was_settled_comes_first_and_the_rest_follows_as_usual() -> None:
    cases = _cases("cin", "cin", "cin", "cin")
    agenda = draw_up(
        cases,
        TODAY,
        60,
        next_session=TODAY + timedelta(days=28),
        policy=POLICY,
        wishes=Wishes(order=("C-1", "C-3")),
    )
    assert [item.child.ref for item in agenda.items] == ["C-1", "C-3", "C-4", "C-2"]


@given(
    st.permutations(["C-1", "C-2", "C-3", "C-4", "C-5"]),
    st.sets(st.sampled_from(["C-1", "C-2", "C-3", "C-4", "C-5"])),
)
def test_nobody_is_lost_by_any_wish(order: list[str], out: set[str]) -> None:
    cases = _cases("cp", "cin", "cla", "assessment", "plo")
    wishes = Wishes(tuple(order), dict.fromkeys(out, "a reason"))
    agenda = draw_up(
        cases, TODAY, 25, next_session=TODAY + timedelta(days=28), policy=POLICY, wishes=wishes
    )
    there = [item.child.ref for item in agenda.items]
    there += [each.child.ref for each in (*agenda.does_not_fit, *agenda.left_out)]
    assert sorted(there) == [case.ref for case in cases]
    assert agenda.minutes_used <= 25


def test_the_file_of_a_looked_after_child_is_held_for_seventy_five_years_from_birth() -> None:
    closed, born = date(2026, 2, 20), date(2010, 5, 1)
    looked_after = child_file(closed, born, True, POLICY)
    assert (looked_after.until, looked_after.counted_from) == (date(2085, 5, 1), "born")
    assert looked_after.path == "retention.looked_after_file_years"
    assert child_file(closed, None, True, POLICY).until is None, (
        "a birth that is not known gives no day"
    )
    assert child_file(closed, born, False, POLICY) == Held(
        date(2051, 2, 20), "closed", "retention.child_file_years"
    )
    assert supervision_file(date(2024, 2, 29), POLICY) == Held(
        date(2030, 2, 28), "left", "retention.supervision_file_years"
    )
