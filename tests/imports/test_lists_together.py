"""Annex A's lists held against each other: what one leaves out another may have.

What they disagree on is told.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from supervision_tui.desk.imports.files import CaseloadFile, CaseloadRow
from supervision_tui.desk.imports.preview_caseload import preview_caseload
from supervision_tui.desk.moment import Moment
from supervision_tui.imports.annex_a import read_annex_a
from supervision_tui.practice.vocabulary import Plan
from supervision_tui.vault.store import Store
from tests.conftest import TODAY

from .files import LIST_6, child_6, list_6, written

LIST_7 = (
    "Child Unique ID,Child Protection Plan Start Date,Date of the Last Statutory Visit,Was the "
    "Child Seen Alone?,"
    "Child Protection Plan End Date,Allocated Team,Allocated Worker"
)
LIST_8 = (
    "Child Unique ID,Date Started to be Looked After,Date Ceased to be Looked "
    "After,Allocated Team,Allocated Worker"
)


def annex_a(folder: Path) -> CaseloadFile:
    return read_annex_a([folder], TODAY)


def list_7(folder: Path, *rows: str, header: str = LIST_7) -> None:
    written(folder, header, *rows, name="list7.csv")


def only(file: CaseloadFile) -> CaseloadRow:
    (row,) = file.rows
    return row


def says(file: CaseloadFile, words: str) -> bool:
    return any(words in said for said in file.warnings)


def test_a_current_plan_beside_a_lower_status_is_told(tmp_path: Path) -> None:
    list_6(tmp_path, child_6("S1"), child_6("S2", "LAC"))
    list_7(tmp_path, "S1,2025-10-06,,,,Harbour,Ada Quill", "S2,2025-10-06,,,,Harbour,Ada Quill")
    file = annex_a(tmp_path)
    assert [row.plan for row in file.rows] == [Plan.CIN, Plan.CLA]
    assert says(
        file, "S1 is current in list 7, though list 6 has another status; list 6 was taken."
    )


def test_a_status_whose_plan_has_ended_is_told(tmp_path: Path) -> None:
    list_6(tmp_path, child_6("S1", "CP"))
    list_7(tmp_path, "S1,2025-10-06,,,2026-02-01,Harbour,Ada Quill")
    file = annex_a(tmp_path)
    assert only(file).plan is Plan.CP
    assert says(
        file, "S1 stands in list 6 with a status that has ended in list 7; list 6 was taken."
    )


@pytest.mark.parametrize("start", ["", "1900-01-01", "2031-01-01"])
def test_the_start_as_a_child_in_need_is_not_that_of_another_plan(
    tmp_path: Path, start: str
) -> None:
    list_6(tmp_path, child_6("S1", "CP", start="01/03/2022"))
    assert only(annex_a(tmp_path)).plan_start is None
    list_7(tmp_path, f"S1,{start},,,,Harbour,Ada Quill")
    assert only(annex_a(tmp_path)).plan_start is None


def test_without_a_column_of_workers_everybody_stays_where_they_are(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    row = child_6("S1").rpartition(",")[0]
    written(tmp_path, LIST_6.removesuffix(",Allocated Worker"), row, name="list6.csv")
    file = annex_a(tmp_path)
    assert not only(file).says_worker
    assert says(file, "List 6 has no column of the workers")
    assert store.run(preview_caseload, file, moment).count("new") == 1


def test_without_a_column_of_the_status_the_other_lists_say_it(tmp_path: Path) -> None:
    cells = [child_6(ref).split(",") for ref in ("S1", "S2")]
    header = LIST_6.replace("Case Status,", "")
    written(tmp_path, header, *(",".join((*row[:6], *row[7:])) for row in cells), name="list6.csv")
    list_7(tmp_path, "S1,2025-10-06,,,,Harbour,Ada Quill")
    file = annex_a(tmp_path)
    assert not file.rejected
    assert [(row.plan, row.says_plan) for row in file.rows] == [(Plan.CP, True), (Plan.CIN, False)]
    assert says(file, "List 6 has no column of the case status")


def test_a_worker_whom_list_6_leaves_out_is_taken_from_list_8(tmp_path: Path) -> None:
    list_6(
        tmp_path,
        child_6("S1", "LAC", ""),
        child_6("S2", "LAC", "Unallocated"),
        child_6("S3", "LAC"),
    )
    rows = [f"S{number},2025-10-06,,Harbour,Ben Osei" for number in (1, 2, 3)]
    written(tmp_path, LIST_8, *rows, name="list8.csv")
    file = annex_a(tmp_path)
    assert [row.worker for row in file.rows] == ["Ben Osei", None, "Ada Quill"]
    assert says(file, "S1 has no worker in list 6; the one of list 8 was taken.")
    assert says(file, "S3 has another worker in list 8 than in list 6; list 6 was taken.")


def test_lists_that_do_not_agree_are_named_as_they_are(tmp_path: Path) -> None:
    written(tmp_path, LIST_8, "S1,2025-10-06,,Harbour,Ada Quill", name="list8.csv")
    list_7(tmp_path, "S1,2025-10-06,,,,Harbour,Ben Osei")
    file = annex_a(tmp_path)
    assert only(file).worker == "Ada Quill"
    assert says(file, "S1 has another worker in list 7 than in list 8; list 8 was taken.")


def test_of_two_rows_with_two_workers_it_is_said_which_was_taken(tmp_path: Path) -> None:
    list_6(
        tmp_path,
        child_6("S1"),
        child_6("S1", worker="Ben Osei"),
        child_6("S2", worker=""),
        child_6("S2"),
    )
    file = annex_a(tmp_path)
    assert [row.worker for row in file.rows] == ["Ada Quill", "Ada Quill"]
    assert file.warnings == (
        "S1 stands in list 6 with Ada Quill and with Ben Osei; Ada Quill was taken.",
    )


def test_the_newest_of_two_weeks_is_read_whichever_comes_first(tmp_path: Path) -> None:
    list_6(tmp_path, child_6("S1", worker="Ben Osei"), child_6("S2"), name="List 6 2026-02-23.csv")
    list_6(tmp_path, child_6("S1"), name="List 6 2026-03-02.csv")
    file = annex_a(tmp_path)
    assert (only(file).ref, only(file).worker) == ("S1", "Ada Quill")
    assert says(
        file,
        "List 6 was read from List 6 2026-03-02.csv alone, the newest; left out: List 6 "
        "2026-02-23.csv.",
    )


@pytest.mark.parametrize("heading", ["De-registration Date", "Deregistered", "Date Plan Ended"])
def test_a_plan_that_has_ended_under_another_heading_is_not_current(
    tmp_path: Path, heading: str
) -> None:
    list_7(
        tmp_path,
        "S1,2025-10-06,,,2026-02-01,Harbour,Ada Quill",
        "S2,2025-10-06,,,,Harbour,Ada Quill",
        header=LIST_7.replace("Child Protection Plan End Date", heading),
    )
    assert only(annex_a(tmp_path)).ref == "S2"


def test_a_visit_at_which_the_child_was_not_seen_is_none(tmp_path: Path) -> None:
    list_6(tmp_path, child_6("S1", "CP"), child_6("S2", "CP"))
    rows = ("S1,2025-10-06,2026-02-20,Child not seen,,,", "S2,2025-10-06,2026-02-20,No,,,")
    list_7(tmp_path, *rows)
    file = annex_a(tmp_path)
    assert [row.dates.get("cp-visit-made") for row in file.rows] == [None, date(2026, 2, 20)]
    assert says(file, "(the child was not seen)")


def test_dates_long_before_the_birth_and_births_long_ago_are_left_out(tmp_path: Path) -> None:
    list_6(tmp_path, child_6("S1", seen="20/02/2012"), child_6("S2", born="07/04/1914"))
    file = annex_a(tmp_path)
    assert [row.dates.get("cin-visit-made") for row in file.rows] == [None, date(2026, 2, 20)]
    assert [row.born for row in file.rows] == [date(2015, 4, 7), None]
    assert says(file, "(lies before the birth)")


def test_a_list_by_the_name_of_its_sheet_may_call_the_children_otherwise(tmp_path: Path) -> None:
    written(
        tmp_path,
        LIST_6.replace("Child Unique ID", "Mosaic ID"),
        child_6("S1", "CP"),
        name="List 6.csv",
    )
    assert only(annex_a(tmp_path)).ref == "S1"


def test_lists_without_a_row_are_told(tmp_path: Path) -> None:
    list_6(tmp_path)
    assert says(annex_a(tmp_path), "None of the lists holds a row below its headings.")


def test_references_that_differ_by_a_space_are_told(tmp_path: Path) -> None:
    list_6(tmp_path, child_6("LCS1001", "CP"), child_6("LCS1002", "CP"))
    list_7(tmp_path, "LCS 1001,2025-10-06,,,,Harbour,Ada Quill")
    assert says(annex_a(tmp_path), "in spaces and signs: lcs 1001 and lcs1001")
