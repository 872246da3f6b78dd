"""Entries of the first page on record: added, ended, replaced, and refused where a part misses."""

from __future__ import annotations

import pytest

from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.oversight.page_entries import (
    EntryTyped,
    add_entry,
    check_is_of,
    end_entry,
    page_entries,
    read_value,
)
from supervision_tui.practice.days.period import quarter_of
from supervision_tui.practice.oversight.page_entries import EntryKind
from supervision_tui.vault.store import Store
from tests.desk.days_later import later

DECISION = EntryTyped(EntryKind.DECISION, says="One more worker", who="Head of service", by="10wd")


def test_a_decision_is_asked_and_what_became_of_it_is_kept_with_its_day(
    store: Store, moment: Moment
) -> None:
    number = store.run(add_entry, DECISION, moment)
    (asked,) = store.run(page_entries, moment)
    assert (asked.says, asked.who, asked.number) == ("One more worker", "Head of service", number)
    assert asked.by is not None and asked.by > moment.today
    store.run(end_entry, number, "agreed from April", later(moment, 3))
    (ended,) = store.run(page_entries, later(moment, 3))
    assert (ended.outcome, ended.ended_on) == ("agreed from April", later(moment, 3).today)
    with pytest.raises(Refused, match="no longer there"):
        store.run(end_entry, number, "again", later(moment, 3))


def test_an_entry_is_not_known_before_it_was_recorded(store: Store, moment: Moment) -> None:
    store.run(add_entry, DECISION, later(moment, 5))
    assert store.run(page_entries, moment) == ()


def test_a_comparator_takes_the_place_of_the_one_that_its_figure_had(
    store: Store, moment: Moment
) -> None:
    for value, source in (("85 %", "2024"), ("88,5%", "2025")):
        typed = EntryTyped(EntryKind.COMPARATOR, about="held_share", says=source, value=value)
        store.run(add_entry, typed, moment)
    lasting = [each for each in store.run(page_entries, moment) if each.ended_on is None]
    assert [(each.value, each.says) for each in lasting] == [(0.885, "2025")]


def test_a_sign_off_is_of_a_period_and_can_be_taken_away(store: Store, moment: Moment) -> None:
    quarter = quarter_of(moment.today)
    typed = EntryTyped(EntryKind.SIGN_OFF, who="P. Marsh, PSW", period=quarter)
    number = store.run(add_entry, typed, moment)
    (signed,) = store.run(page_entries, moment)
    assert (signed.period, signed.recorded_on) == (quarter, moment.today)
    store.run(end_entry, number, "", moment)
    assert store.run(page_entries, moment) == ()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (EntryTyped(EntryKind.MEETING, about="", who="both", by="fri"), "about"),
        (EntryTyped(EntryKind.MEETING, about="Assessment", who=" ", by="fri"), "who"),
        (EntryTyped(EntryKind.DECISION, says="", who="Head", by="fri"), "says"),
        (EntryTyped(EntryKind.DECISION, says="x" * 301, who="Head", by="fri"), "says"),
        (EntryTyped(EntryKind.DECISION, says="More", who="Head", by="soon"), "by"),
        (EntryTyped(EntryKind.COMPARATOR, about="held_share", says="", value="1 %"), "says"),
        (EntryTyped(EntryKind.COMPARATOR, about="held_share", says="2025", value="x"), "value"),
        (EntryTyped(EntryKind.SIGN_OFF, who=""), "who"),
    ],
)
def test_what_misses_a_part_is_refused_at_its_field_and_nothing_is_kept(
    store: Store, moment: Moment, typed: EntryTyped, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        store.run(add_entry, typed, moment)
    assert refused.value.field == field
    assert store.run(page_entries, moment) == ()


def test_a_decision_is_not_ended_without_a_word(store: Store, moment: Moment) -> None:
    number = store.run(add_entry, DECISION, moment)
    with pytest.raises(Refused, match="what became of it"):
        store.run(end_entry, number, "  ", moment)


@pytest.mark.parametrize("typed", ["", "101 %", "-1", "nan", "inf", "lots", "1,600", "12345"])
def test_what_is_no_value_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="no value"):
        read_value(typed)


@pytest.mark.parametrize(("typed", "is_share"), [("85", True), ("16 %", False)])
def test_a_number_beside_a_share_is_refused(typed: str, *, is_share: bool) -> None:
    with pytest.raises(Refused, match="That figure is a"):
        check_is_of(typed, is_share=is_share)


def test_a_value_is_a_share_or_a_number() -> None:
    assert (read_value("85 %"), read_value("100%"), read_value("16,2")) == (0.85, 1.0, 16.2)
