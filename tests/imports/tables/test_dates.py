"""Dates as councils' systems write them: read where they can be read in one way only, and never
believed otherwise.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision_tui.imports.tables.cells import CellWrong
from supervision_tui.imports.tables.dates import (
    DateOrder,
    StandsForNone,
    day,
    is_in_doubt,
    order_of,
)

THIRD = date(2025, 11, 3)


@pytest.mark.parametrize(
    "written",
    [
        "Nov  3 2025 12:00AM", "Nov  3 2025 12:00:00:000AM", "2025-11-03T00:00:00+00:00",
        "2025-11-03T00:00:00Z",
        "2025-11-03 00:00:00.0000000 +00:00", "2025-11-03 13:45:00.123", "3 Nov 25", "3-Nov-25",
        "03-NOV-2025",
        "03NOV2025",
        "03/11/2025", "03/11/2025 00:00", "03/11/2025 12:30:00 PM", "03.11.25", "3-11-2025",
        "2025/11/03", "20251103",
        "20251103000000", "Mon 3 Nov 2025", "Monday, 3rd of November 2025", "November 3, 2025",
        "3 November, 2025",
        "45964",
        "45964.5", "Mon Nov 03 00:00:00 GMT 2025", "2025-11-03+00:00", "20251103T000000",
        "3‑11‑2025",
        "03/11/2025 09:30 - 16:30",
        45964, 45964.25, 20251103, THIRD, datetime(2025, 11, 3, 14, 0, tzinfo=UTC),
        " 03/11/2025\u00a0",
    ],
)  # fmt: skip
def test_what_can_be_read_in_one_way_only_is_read(written: object) -> None:
    assert day(written) == THIRD


@pytest.mark.parametrize(
    ("written", "on"),
    [
        ("2025-06-02T23:00:00Z", date(2025, 6, 3)),  # midnight of a summer's day in England
        ("2025-06-02T23:00:00.000+00:00", date(2025, 6, 3)),
        ("2025-12-02T23:00:00Z", date(2025, 12, 2)),
        ("2025-06-03T00:00:00+01:00", date(2025, 6, 3)),
        ("2025-06-03 00:30:00 BST", date(2025, 6, 3)),
    ],
)
def test_an_instant_with_a_zone_is_the_day_that_it_was_in_england(written: str, on: date) -> None:
    assert day(written) == on


@pytest.mark.parametrize(
    "written",
    [
        "1900-01-01 00:00:00", "01/01/1900", "Jan  1 1900 12:00AM", "1899-12-30", "30/12/1899",
        "31/12/1899",
        "00/01/1900",
        "0000-00-00", "0000-00-00 00:00:00", "00/00/0000", "01/01/1753", "1753-01-01T00:00:00",
        "01/01/0001",
        "31/12/2999",
        "2999-12-31", "31/12/9999", "9999-12-31T23:59:59", "01/01/1970", "12/31/9999", "12/30/1899",
        "1/0/1900",
        "0/1/1900", "31/12/3999", "99991231", "17530101", "2958465", "1",
        "00:00:00", "12:00:00 AM", "-1", -1, 0.5, "0", "0.0", 0, 1, 2958465, 401769,
        date(9999, 12, 31), datetime(1900, 1, 1, tzinfo=UTC),
    ],
)  # fmt: skip
def test_what_systems_write_for_no_date_is_none(written: object) -> None:
    with pytest.raises(StandsForNone):
        day(written)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("Not seen", "not a date"), ("N/K", "not a date"), ("31/02/2026", "no such date"),
        ("31/13/2025",
        "no such date"),
        ("45", "not a date"), (3.5, "not a date"), (1e308, "not a date"), (float("nan"),
        "not a date"), (True,
        "not a date"),
        (date(2345, 3, 1), "a year that cannot be right"), ("14/10/1066", "a year that cannot be "
            "right"),
        ("3 Novel 2025", "not a date"), ("2025-11-03 later", "not a date"),
    ],
)  # fmt: skip
def test_what_is_none_says_why(written: object, why: str) -> None:
    with pytest.raises(CellWrong, match=why):
        day(written)


@pytest.mark.parametrize("empty", ["", "  ", "#N/A", "NULL", "n/a", "-", "\u00a0"])
def test_nothing_is_no_date(empty: str) -> None:
    assert day(empty) is None


def test_the_order_is_told_by_the_dates_that_exist_in_one_order_only() -> None:
    assert order_of(["03/11/2025", "25/10/2025"]) is DateOrder.DAY_FIRST
    assert order_of(["11/03/2025", "10/25/2025"]) is DateOrder.MONTH_FIRST
    assert order_of(["11/03/2025", "", "2025-10-25", date(2025, 1, 2)]) is None
    assert order_of(["10/25/2025", "25/10/2025"]) is DateOrder.MONTH_FIRST, (
        "as many of each: a person is asked"
    )
    assert order_of(["10/25/2025", "25/10/2025", "26/10/2025"]) is DateOrder.DAY_FIRST, (
        "one slip is a slip"
    )
    assert day("11/03/2025", DateOrder.MONTH_FIRST) == THIRD
    assert is_in_doubt("11/03/2025")
    assert not is_in_doubt("03/03/2025")
    assert not is_in_doubt("2025-11-03")


FORMS = (
    "%d/%m/%Y",
    "%Y-%m-%d",
    "%d %b %Y",
    "%d-%b-%y",
    "%Y%m%d",
    "%b %d %Y 12:00AM",
    "%A, %d %B %Y",
    "%Y-%m-%dT00:00:00Z",
)


@given(on=st.dates(date(1971, 1, 1), date(2068, 12, 30)), form=st.sampled_from(FORMS))
def test_every_day_is_read_in_every_form(on: date, form: str) -> None:
    assert day(on.strftime(form)) == on


@given(on=st.dates(date(1971, 1, 1), date(2068, 12, 30)))
def test_no_day_is_ever_read_month_first_by_itself(on: date) -> None:
    written = on.strftime("%m/%d/%Y")
    try:
        found = day(written)
    except CellWrong:
        assert on.day > 12
    else:
        assert found is not None
        assert (found.day, found.month) == (on.month, on.day)
