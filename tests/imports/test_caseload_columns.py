"""A plain caseload's columns: what each says of a child, two that say the same, and cells in the
wrong one.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from supervision_tui.desk.imports.files import CaseloadFile, CaseloadRow, ImportRefused
from supervision_tui.imports.caseload_file import read_caseload
from supervision_tui.imports.council_columns import CouncilColumns
from supervision_tui.imports.names_file import read_names
from supervision_tui.practice.vocabulary import Plan
from tests.conftest import TODAY

from .files import written
from .workbooks import book

CIN, CP, CLA = Plan.CIN, Plan.CP, Plan.CLA


def caseload(folder: Path, *lines: str) -> CaseloadFile:
    return read_caseload([written(folder, *lines)], TODAY)


def by_ref(file: CaseloadFile) -> dict[str, CaseloadRow]:
    return {row.ref: row for row in file.rows}


def reasons(file: CaseloadFile) -> dict[int, str]:
    return {row.row: row.reason for row in (*file.left_out, *file.rejected)}


# Closed, by whichever column says so


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("Status", "Closed"), ("Case Status", "Closed 01/02/2026"), ("Open/Closed", "Closed"),
        ("Case Status", "Transferred out"), ("Active?", "N"), ("Is Active", "No"),
        ("Closure Reason", "Moved away"),
        ("Closed Date", "01/02/2026"),
    ],
)  # fmt: skip
def test_a_column_beside_the_plan_closes(tmp_path: Path, heading: str, value: str) -> None:
    is_open = {"Closed": "Open", "N": "Y", "No": "Yes"}.get(value, "")
    rows = (f"C1,Ada Quill,CIN,{is_open}", f"C2,Ada Quill,CP,{value}")
    file = caseload(tmp_path, f"Person ID,Allocated Worker,Plan,{heading}", *rows)
    assert list(by_ref(file)) == ["C1"]
    assert reasons(file) == {3: "closed"}


def test_a_councils_columns_leave_the_usual_ends_in_force(tmp_path: Path) -> None:
    own = CouncilColumns(
        "Own", {"ref": "Client No", "worker": "Lead", "plan": "Service"}, {"s47": CP}
    )
    path = written(
        tmp_path,
        "Client No,Lead,Service,Closed Date",
        "C1,Ada Quill,S47,01/02/2026",
        "C2,Ada Quill,S47 / UASC,",
    )
    file = read_caseload([path], TODAY, own=[own])
    assert [(row.ref, row.statuses) for row in file.rows] == [("C2", (CLA, CP))]
    assert file.closed == {"C1"}


@pytest.mark.parametrize(
    "heading", ["Closed cases", "Closed this month", "Transferred out this month"]
)
def test_cases_below_a_heading_of_closed_ones_are_left_out(tmp_path: Path, heading: str) -> None:
    file = caseload(
        tmp_path,
        "Person ID,Name,Worker,Team,Status",
        "C1,Mia Alder,Ada Quill,North,CIN",
        f"{heading},,,,",
        "C2,Eve Birch,Ada Quill,North,CIN",
        "Open cases,,,,",
        "C3,Ivy Cedar,Ada Quill,North,CIN",
    )
    assert list(by_ref(file)) == ["C1", "C3"]
    assert reasons(file)[4] == f"under the heading “{heading}”"
    assert file.closed == {"C2"}


def test_the_sums_within_a_section_of_closed_cases_do_not_open_them(tmp_path: Path) -> None:
    rows = (
        "C1,Mia,Ada Quill,CIN",
        "Closed cases,,,",
        "C2,Eve,Ada Quill,CIN",
        "Total: 1,,,",
        "C3,Ivy,Bo Lark,CIN",
    )
    file = caseload(tmp_path, "Person ID,Name,Worker,Plan", *rows)
    assert list(by_ref(file)) == ["C1"]


def test_a_street_that_is_called_old_closes_nobody(tmp_path: Path) -> None:
    rows = (
        "Old Street,,,",
        "C1,Mia,Ada Quill,CIN",
        "C2,Eve,Ada Quill,CIN",
        "Quay,,,",
        "C3,Ivy,Bo Lark,CIN",
    )
    file = caseload(tmp_path, "Person ID,Name,Worker,Plan", *rows)
    assert list(by_ref(file)) == ["C1", "C2", "C3"]


def test_of_sheets_that_differ_by_their_month_the_newest_is_read(tmp_path: Path) -> None:
    header = ["Person ID", "Worker", "Status"]
    sheets = {
        "Mar 26": [header, ["C1", "Ada Quill", "CIN"]],
        "Feb 26": [header, ["C1", "Bo Lark", "CP"], ["C2", "Bo Lark", "CP"]],
    }
    file = read_caseload([book(tmp_path / "months.xlsx", sheets)], TODAY)
    assert [(row.ref, row.worker, row.plan) for row in file.rows] == [("C1", "Ada Quill", CIN)]
    assert any("alone, the newest; left out: Feb 26" in said for said in file.warnings)


# Which plan


def test_plans_that_have_a_column_each(tmp_path: Path) -> None:
    rows = ("C1,Ada Quill,Y,,", "C2,Ada Quill,N,Y,Y", "C3,Ada Quill,,,")
    file = caseload(tmp_path, "Person ID,Worker,CIN,Is CP,LAC?", *rows)
    assert {ref: row.statuses for ref, row in by_ref(file).items()} == {
        "C1": (CIN,),
        "C2": (CLA, CP),
        "C3": (CIN,),
    }
    assert (
        "caseload: which plan a child has was read from the columns “CIN”, “Is CP” and “LAC?”."
        in file.warnings
    )
    assert not by_ref(file)["C3"].says_plan


def test_columns_about_plans_that_do_not_say_which_are_named(tmp_path: Path) -> None:
    file = caseload(tmp_path, "Person ID,Worker,CP Plan Start", "C1,Ada Quill,03/11/2025")
    assert any("Not read, though about plans: “CP Plan Start”." in said for said in file.warnings)


def test_a_child_without_a_plan_is_told(tmp_path: Path) -> None:
    file = caseload(
        tmp_path, "Person ID,Worker,Status", "C1,Ada Quill,CP", "C2,Ada Quill,#N/A", "C3,Ada Quill,"
    )
    assert [row.says_plan for row in file.rows] == [True, False, False]
    assert any(said.startswith("2 children have no plan in the file") and said.endswith("C2, C3.")
               for said in file.warnings)  # fmt: skip


# Twice


def test_what_a_later_row_leaves_empty_stays_from_the_one_before(tmp_path: Path) -> None:
    rows = (
        "C1,Mia Alder,Ada Quill,North,LAC",
        "C1,Mia Alder,,,",
        "C2,Eve Birch,Ada Quill,North,CIN",
        "C2,,,,CP",
    )
    file = caseload(tmp_path, "Person ID,Name,Worker,Team,Status", *rows)
    told = {ref: (row.name, row.worker, row.team, row.plan) for ref, row in by_ref(file).items()}
    assert told == {
        "C1": ("Mia Alder", "Ada Quill", "North", CLA),
        "C2": ("Eve Birch", "Ada Quill", "North", CP),
    }
    completed = (
        "C2 stands more than once; its last row was taken, and what is empty there from "
        "the one before."
    )
    assert completed in file.warnings


def test_an_allocation_that_has_ended_is_not_the_workers(tmp_path: Path) -> None:
    file = caseload(
        tmp_path,
        "Person ID,Worker,Status,Allocation End Date",
        "C1,Ada Quill,CIN,",
        "C1,Bo Lark,CIN,31/01/2026",
        "C2,Bo Lark,CIN,31/01/2026",
    )
    assert {ref: row.worker for ref, row in by_ref(file).items()} == {"C1": "Ada Quill", "C2": None}
    assert any(
        said.startswith("C2 is named only with somebody who has not the child")
        for said in file.warnings
    )


def test_a_care_leaver_is_with_the_personal_adviser(tmp_path: Path) -> None:
    header = "Person ID,Allocated Worker,Allocated Personal Adviser,Status"
    file = caseload(
        tmp_path, header, "C1,,Cy Lantern,Care leaver", "C2,Ada Quill,Cy Lantern,Care leaver"
    )
    assert {ref: row.worker for ref, row in by_ref(file).items()} == {
        "C1": "Cy Lantern",
        "C2": "Ada Quill",
    }


# Cells in the wrong place


def test_workers_in_two_columns(tmp_path: Path) -> None:
    header = "Person ID,Worker Surname,Worker Forename,Status"
    file = caseload(
        tmp_path, header, "C1,Quill,Ada,CIN", "C2,Unallocated,,CIN", "C3,banana,Bo,banana"
    )
    assert [row.worker for row in file.rows] == ["Ada Quill", None]
    assert any("under [plans] in a file" in said for said in file.warnings)


def test_a_separator_inside_a_cell_shifts_nothing(tmp_path: Path) -> None:
    rows = (
        "C1,Alder, Mia,Ada Quill,North",
        "C2,Eve Birch,Ada Quill,North",
        "C3,Ivy Cedar,Ada Quill,North",
    )
    file = caseload(tmp_path, "Person ID,Name,Worker,Team", *rows)
    assert list(by_ref(file)) == ["C2", "C3"]
    assert "more cells than headings" in reasons(file)[2]


def test_a_shift_is_said_and_no_status_made_of_a_team(tmp_path: Path) -> None:
    rows = (
        "C1,Elm, Eve,Ada Quill,North,CIN,",
        "C2,Mia,Ada Quill,North,CIN,",
        "C3,Ivy,Ada Quill,North,CIN,",
    )
    file = caseload(tmp_path, "Person ID,Name,Worker,Team,Status,Notes", *rows)
    assert list(by_ref(file)) == ["C2", "C3"]
    assert "more cells than headings" in reasons(file)[2]


def test_a_separator_in_a_note_at_the_end_costs_no_child(tmp_path: Path) -> None:
    rows = (
        'C1,Mia,Ada Quill,CIN,said "no, never" and left',
        "C2,Eve,Bo Lark,CP,fine",
        "C3,Ivy,Quill, Ada,CIN,fine",
    )
    file = caseload(tmp_path, "Person ID,Name,Worker,Plan,Notes", *rows)
    assert list(by_ref(file)) == ["C1", "C2"]
    assert "more cells than headings" in reasons(file)[4]


def test_a_scribble_under_headings_that_are_empty_costs_no_child(tmp_path: Path) -> None:
    rows = ("C1,Mia,Ada Quill,,,", "C2,Eve,Ada Quill,,see note,", "C3,Ivy,Ada Quill,,,")
    file = caseload(tmp_path, "Person ID,Name,Worker,,,", *rows)
    assert list(by_ref(file)) == ["C1", "C2", "C3"]


@pytest.mark.parametrize("ref", ["P 77", "ID: 400", "U/B 1003", "400,101", "P-83/1"])
def test_a_reference_in_its_own_dress_is_taken(tmp_path: Path, ref: str) -> None:
    rows = [f"10{number:02},Ada Quill,CIN" for number in range(1, 5)]
    file = caseload(tmp_path, "Person ID,Worker,Status", *rows, f'"{ref}",Ada Quill,CIN')
    assert len(file.rows) == 5


def test_a_column_without_a_heading_is_told_and_costs_nobody(tmp_path: Path) -> None:
    file = caseload(
        tmp_path, "Person ID,Worker,Status", "C1,Ada Quill,CIN,see note", "C2,Ada Quill,CP,rang"
    )
    assert list(by_ref(file)) == ["C1", "C2"]
    assert any("have more cells than there are headings" in said for said in file.warnings)


@pytest.mark.parametrize(
    "cell", ["1013/1014", "1015 & 1016", "1017; 1018", "1019-1021", '"1013\n1014"']
)
def test_several_references_in_a_cell_are_no_child(tmp_path: Path, cell: str) -> None:
    rows = [f"10{number:02},Ada Quill,CIN" for number in range(1, 13)]
    file = caseload(tmp_path, "Person ID,Worker,Status", *rows, f"{cell},Ada Quill,CIN")
    assert len(file.rows) == 12
    assert "several references" in reasons(file)[14]


def test_a_reference_may_have_a_stroke_of_its_own(tmp_path: Path) -> None:
    file = caseload(
        tmp_path, "Person ID,Worker,Status", "2019/0045,Ada Quill,CIN", "2020/0011,Ada Quill,CP"
    )
    assert list(by_ref(file)) == ["2019/0045", "2020/0011"]


@pytest.mark.parametrize(
    "cells",
    [
        ("1013 (closed)", "see 1003", "1017 - twin", "x1014 - moved to South"),
        ("1013 (closed)",),
        ("-1",),
    ],
)
def test_words_around_a_reference_are_asked_about(tmp_path: Path, cells: tuple[str, ...]) -> None:
    rows = [f"10{number:02},Ada Quill,CIN" for number in range(1, 13)]
    odd = [f"{cell},Ada Quill,CIN" for cell in cells]
    file = caseload(tmp_path, "Person ID,Worker,Status", *rows, *odd)
    assert len(file.rows) == 12
    assert len(file.rejected) == len(cells)


def test_a_number_alone_in_its_row_is_no_child(tmp_path: Path) -> None:
    rows = ("1001,Mia Alder,Ada Quill,CIN", "1002,Eve Birch,Ada Quill,CIN")
    file = caseload(tmp_path, "Person ID,Name,Worker,Status", *rows, "1234,,,")
    assert list(by_ref(file)) == ["1001", "1002"]
    assert reasons(file) == {4: "nothing but a reference stands in its row"}
    assert "1234" in file.named


def test_a_child_whose_reference_is_missing_is_rejected_and_no_heading(tmp_path: Path) -> None:
    rows = (
        "C1,Mia Alder,Ada Quill,CIN",
        "C2,Eve Birch,Ada Quill,CIN",
        ",Bea Alder (sibling),,CIN",
        ",Cal Alder,,",
    )
    file = caseload(tmp_path, "Person ID,Name,Worker,Status", *rows)
    assert [(row.row, row.reason) for row in file.rejected] == [
        (4, "the child's reference is missing"), (5, "the child's reference is missing"),
    ]  # fmt: skip


def test_a_table_beside_the_first_is_told(tmp_path: Path) -> None:
    header = "Person ID,Worker,Status,,Person ID,Worker,Status"
    file = caseload(tmp_path, header, "C1,Ada Quill,CIN,,C3,Bo Lark,LAC")
    assert list(by_ref(file)) == ["C1"]
    assert any(
        "another table stands beside the first and was not read" in said for said in file.warnings
    )
    assert not file.is_whole


def test_a_list_below_the_first_is_told(tmp_path: Path) -> None:
    rows = (
        "C1,Ada Quill,CIN,North",
        "Person ID,Visit,Seen alone,Notes",
        "C1,2026-01-05,Yes,x",
        "C9,2026-01-05,Yes,x",
    )
    file = caseload(tmp_path, "Person ID,Worker,Status,Team", *rows)
    assert list(by_ref(file)) == ["C1"]
    assert not file.rejected
    assert any("another table stands below the first" in said for said in file.warnings)


def test_a_worker_above_a_group_though_not_in_the_workers_column(tmp_path: Path) -> None:
    rows = (
        "Jane Smith,,,",
        "C1,Mia Alder,,CIN",
        "C2,Eve Birch,,CP",
        "Social worker: Omar Khan,,,",
        "C3,Ivy Ash,,CIN",
    )
    file = caseload(tmp_path, "Person ID,Name,Allocated Worker,Status", *rows)
    workers = {ref: row.worker for ref, row in by_ref(file).items()}
    assert workers == {"C1": "Jane Smith", "C2": "Jane Smith", "C3": "Omar Khan"}


def test_a_plan_above_a_group_is_no_worker(tmp_path: Path) -> None:
    rows = ("Child Protection,,,", "C1,Mia Alder,,CP", "Looked After,,,", "C2,Eve Birch,,CLA")
    file = caseload(tmp_path, "Person ID,Name,Allocated Worker,Status", *rows)
    assert {row.worker for row in file.rows} == {None}


@pytest.mark.parametrize("newline", ["\x85", "\u2028"])
def test_newlines_of_other_systems(tmp_path: Path, newline: str) -> None:
    text = newline.join(("Person ID,Worker,Status", "C1,Ada Quill,CIN", "C2,Ada Quill,CP", ""))
    for encoding in ("utf-8", "latin-1" if newline == "\x85" else "utf-16"):
        path = tmp_path / f"{encoding}.csv"
        path.write_bytes(text.encode(encoding))
        assert len(read_caseload([path], TODAY).rows) == 2


def test_a_header_with_nothing_below_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="no row stands below"):
        caseload(tmp_path, "Person ID,Worker,Status")


def test_numbered_headings(tmp_path: Path) -> None:
    file = caseload(tmp_path, "1. Person ID,2. Worker,2.1 Status", "C1,Ada Quill,CP")
    assert [(row.ref, row.worker, row.plan) for row in file.rows] == [("C1", "Ada Quill", CP)]


def test_a_list_headed_child_is_a_caseload(tmp_path: Path) -> None:
    file = caseload(tmp_path, "Child,Name,Worker,Status", "1001,Adam Ash,Jane Smith,CIN")
    assert list(by_ref(file)) == ["1001"]
    named = caseload(tmp_path, "Child,Worker,Status", "Adam Ash (1001),Jane Smith,CIN")
    assert [row.reason for row in named.rejected] == [
        "a name, where the child’s reference is needed"
    ]


def test_a_team_where_no_team_is_told(tmp_path: Path) -> None:
    file = caseload(tmp_path, "Person ID,Worker,Status", "C1,Ada Quill,CP")
    with pytest.raises(ImportRefused, match="does not say in which team a child is"):
        file.of_teams(["North"])
    teams = caseload(
        tmp_path,
        "Person ID,Worker,Team",
        "C1,Ada Quill,North",
        "C2,Ada Quill,NORTH",
        "C3,Ada Quill,",
    )
    with pytest.raises(ImportRefused, match="Its teams: NORTH"):
        teams.of_teams(["South"])
    assert teams.of_teams(["North"]).warnings[-1] == "Left out: 1 child of other teams, or of none."


def test_names_know_the_row_in_which_they_stand(tmp_path: Path) -> None:
    file = read_names(
        [written(tmp_path, "reference,name", "", "1001,Mia Alder", name="names.csv")], TODAY
    )
    assert [(row.list_name, row.number) for row in file.rows] == [("names", 3)]
