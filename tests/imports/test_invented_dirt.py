"""Files invented of the dirts that councils' files have: every true child is taken, every other row
is counted.
"""

from __future__ import annotations

import csv
import io
import itertools
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from supervision_tui.desk.imports.files import CaseloadFile
from supervision_tui.imports.annex_a import read_annex_a
from supervision_tui.imports.case_status import case_status
from supervision_tui.imports.tables.people import worker
from supervision_tui.practice.children.dates_due import LONGEST_PREGNANCY_DAYS
from supervision_tui.practice.vocabulary import Plan
from tests.conftest import TODAY, examples

_NUMBERS = itertools.count()

HEADER = [
    "Child Unique ID", "Gender", "Date of Birth", "CIN Start Date", "Date Child Was Last Seen",
    "CIN Closure Date",
    "Case Status", "Allocated Team", "Allocated Worker",
]  # fmt: skip
FORMS = (
    "%d/%m/%Y",
    "%Y-%m-%d",
    "%d %b %Y",
    "%d-%b-%y",
    "%Y-%m-%dT00:00:00Z",
    "%b %d %Y 12:00AM",
    "%d.%m.%Y",
)
NO_DATE = ("", "1900-01-01", "31/12/9999", "00/01/1900", "NULL", "31/12/2999", "0000-00-00")
NO_SIDE_DATE = (*NO_DATE, "Not seen", "N/K", "see notes", "31/02/2025", "#REF!", "24/12/2031")
OPEN = (
    "CIN", "b) Child Protection plan", "CP/CLA", "LAC", "CP extended", "CIN (recommended for CP)",
    "Open asmt",
    "CP Ext",
)  # fmt: skip
CLOSED = ("Closed", "e) Closed episode", "Closed - stepdown", "CIN (closed)")
WORKERS = (
    "Ada Quill", "QUILL, Ada (Agency)", "Unallocated", "Duty Team", "Cara Tray", "10234",
    "Zoë\u00a0Ångström", "#N/A",
)  # fmt: skip
FURNITURE = (
    ["Total", "12"], ["Page 2 of 9"], ["Report run on 02/03/2026"], ["", "", "", "", "Grand total",
    "7"],
    ["Harbour Team"], ["----", "----", "----"], HEADER, ["(123 rows affected)"], ["Filters: open "
        "cases only"],
    ["02/03/2026"], ["100%"], ["RPT/17"],
)  # fmt: skip
DAYS = st.dates(date(2010, 1, 1), TODAY)


@dataclass(frozen=True)
class Child:
    """A child as it stands in a file, and what it truly is."""

    ref: str
    status: str
    start: date | None
    written: list[str]


@st.composite
def children(draw: st.DrawFn, number: int) -> Child:
    """A child whose row holds dirt in the places where real ones do."""
    ref = f"S{number:03}"
    start = draw(st.one_of(st.none(), DAYS))
    shown = (
        start.strftime(draw(st.sampled_from(FORMS)))
        if start
        else draw(st.sampled_from(NO_SIDE_DATE))
    )
    status = draw(st.sampled_from(OPEN + CLOSED))
    born = (
        draw(DAYS).strftime("%d/%m/%Y")
        if draw(st.booleans())
        else draw(st.sampled_from(NO_SIDE_DATE))
    )
    dressed = draw(st.sampled_from((ref, f"'{ref}", f" {ref}\u00a0", f"{ref}\u200b")))
    seen, ends = draw(st.sampled_from(NO_SIDE_DATE)), draw(st.sampled_from(NO_DATE))
    row = [
        dressed,
        "b) Female",
        born,
        shown,
        seen,
        ends,
        status,
        "Harbour",
        draw(st.sampled_from(WORKERS)),
    ]
    return Child(ref, status, start, row)


@st.composite
def files(draw: st.DrawFn) -> tuple[list[Child], int, bytes]:
    """A file of children among a report's own lines: the children, the other lines below the
    header, its bytes.
    """
    there = [draw(children(number)) for number in range(draw(st.integers(2, 12)))]
    above = draw(
        st.lists(
            st.sampled_from(
                (["List 6"], ["Child", "", "Plan"], ["Team", "Harbour", "Worker", "All"], [])
            ),
            max_size=4,
        )
    )
    rows: list[list[str]] = []
    furniture = 0
    for child in there:
        for line in draw(st.lists(st.sampled_from(FURNITURE), max_size=1)):
            rows.append(line)
            furniture += 1
        rows.append(child.written)
    separator = draw(st.sampled_from(",;\t|"))
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows([*above, HEADER, *rows])
    encoding = draw(st.sampled_from(("utf-8", "utf-8-sig", "utf-16")))
    return there, furniture, out.getvalue().encode(encoding)


@examples(30)
@given(made=files())
def test_every_true_child_is_taken_and_every_other_line_counted(
    made: tuple[list[Child], int, bytes], tmp_path: Path
) -> None:
    there, furniture, content = made
    path = tmp_path / f"file{next(_NUMBERS)}.csv"
    path.write_bytes(content)
    found: CaseloadFile = read_annex_a([path], TODAY)
    is_open = {child.ref: child for child in there if child.status in OPEN}
    assert {row.ref for row in found.rows} == set(is_open)
    assert found.closed == {child.ref for child in there} - set(is_open)
    assert not found.rejected
    assert len(found.left_out) == furniture + len(found.closed)
    assert all(row.reason for row in found.left_out)
    for row in found.rows:
        child = is_open[row.ref]
        assert row.statuses == case_status(child.status).plans
        # Another plan begins in a list of its own.
        is_of_list_6 = row.plan in (Plan.CIN, Plan.ASSESSMENT)
        unborn = row.born - timedelta(days=LONGEST_PREGNANCY_DAYS) if row.born else date.min
        can_be = child.start is not None and child.start >= unborn
        assert row.plan_start == (child.start if is_of_list_6 and can_be else None)
        assert row.worker == worker(child.written[-1])
        assert row.born is None or row.born <= TODAY + timedelta(days=300)
        assert all(on <= TODAY for on in row.dates.values())
