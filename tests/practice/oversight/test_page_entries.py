"""What a person adds to a first page: which entries stand on it, and what became of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from supervision_tui.practice.days.period import Period
from supervision_tui.practice.oversight.page_entries import (
    Entry,
    EntryKind,
    entries_on_page,
    sign_off_words,
    value_words,
)

OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))
TODAY = date(2026, 11, 5)
DECISION = Entry(
    EntryKind.DECISION, date(2026, 9, 7), says="One more worker", by=date(2026, 10, 9), number=1
)
MEETING = replace(DECISION, kind=EntryKind.MEETING, about="Assessment", number=2)
SIGNED = Entry(EntryKind.SIGN_OFF, date(2026, 11, 4), who="P. Marsh, PSW", period=OCTOBER, number=3)
BESIDE = Entry(EntryKind.COMPARATOR, date(2026, 1, 1), about="held_share", value=0.85, number=4)


def test_an_open_entry_stands_on_every_page_and_an_ended_one_on_those_since_then() -> None:
    ended = replace(DECISION, ended_on=date(2026, 9, 30), outcome="agreed")
    ended_within = replace(ended, ended_on=date(2026, 10, 1))
    assert entries_on_page([DECISION, MEETING], OCTOBER) == [DECISION, MEETING]
    assert entries_on_page([ended, ended_within], OCTOBER) == [ended_within]


def test_what_was_typed_later_stands_on_no_earlier_page() -> None:
    later = replace(DECISION, recorded_on=date(2027, 3, 1))
    assert entries_on_page([later], OCTOBER) == []
    assert entries_on_page([replace(DECISION, recorded_on=date(2026, 11, 20))], OCTOBER) != []


def test_a_sign_off_stands_on_the_page_of_its_period_alone() -> None:
    assert entries_on_page([SIGNED], OCTOBER) == [SIGNED]
    assert entries_on_page([SIGNED], OCTOBER.before()) == []


def test_a_comparator_that_was_replaced_stands_on_no_page() -> None:
    assert entries_on_page([BESIDE], OCTOBER) == [BESIDE]
    assert entries_on_page([replace(BESIDE, ended_on=date(2026, 10, 9))], OCTOBER) == []


@pytest.mark.parametrize(
    ("entry", "state", "is_late"),
    [
        (DECISION, "overdue", True),
        (replace(DECISION, by=TODAY), "open", False),
        (replace(DECISION, outcome="agreed", ended_on=TODAY), "agreed", False),
        (replace(SIGNED, by=date(2026, 1, 1)), "open", False),
    ],
)
def test_an_entry_is_open_overdue_or_what_became_of_it(
    entry: Entry, state: str, *, is_late: bool
) -> None:
    assert entry.is_late(TODAY) is is_late
    if entry.kind.ends:
        assert entry.state_on(TODAY) == state


def test_a_page_says_who_has_signed_it_off_or_leaves_room_to_sign() -> None:
    assert sign_off_words([BESIDE, SIGNED]) == "Signed off: P. Marsh, PSW, Wed 4 Nov 2026."
    assert sign_off_words([BESIDE]) == "Signed off: PSW ____________  Head of service ____________"


def test_a_share_is_worded_in_per_cent_and_a_number_as_it_is() -> None:
    assert value_words(0.855, is_share=True) == "86 %"
    assert value_words(16.2, is_share=False) == "16.2"
