"""Annex A as councils have it: read, previewed, taken, taken again."""

from __future__ import annotations

import os
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from sqlmodel import Session, select

from supervision_tui.desk.children.review import review_card, review_list
from supervision_tui.desk.imports.accept_caseload import accept_caseload
from supervision_tui.desk.imports.files import ImportRefused
from supervision_tui.desk.imports.preview import Preview
from supervision_tui.desk.imports.preview_caseload import preview_caseload
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.today.today import today
from supervision_tui.imports.annex_a import read_annex_a
from supervision_tui.imports.tables import dates, people
from supervision_tui.imports.tables.cells import CellWrong
from supervision_tui.practice.vocabulary import Plan
from supervision_tui.records import Allocation, Worker
from supervision_tui.vault.store import Store
from tests.conftest import TODAY

from .workbooks import LIST_6, LIST_9, annex_a_workbook, book, child

EXTERNAL = Path(
    os.environ.get("SUPERVISION_TUI_EXTERNAL_DATA", Path(__file__).parents[3] / "shared" / "data")
)


def take(store: Store, path: Path, moment: Moment, **named: Any) -> Preview:
    return store.run(accept_caseload, read_annex_a([path], moment.today), moment, **named)


def counts(preview: Preview) -> dict[str, int]:
    return {kind: preview.count(kind) for kind in ("new", "moved", "changed", "missing")}


def only(*rows: list[Any]) -> dict[str, list[list[Any]]]:
    return {"List 6": [LIST_6, *rows]}


def test_list_6_is_the_caseload_and_the_others_enrich_it(tmp_path: Path) -> None:
    file = read_annex_a([annex_a_workbook(tmp_path / "a.xlsx")], TODAY)
    found = {row.ref: row for row in file.rows}
    assert {ref: row.plan for ref, row in found.items()} == {
        "1001": Plan.CIN,
        "1002": Plan.CP,
        "1003": Plan.CLA,
        "1004": Plan.ASSESSMENT,
        "1009": Plan.CARE_LEAVER,
    }
    assert found["1002"].plan_start == date(2025, 10, 1)
    assert found["1002"].dates["review-conference"] == date(2026, 1, 5)
    assert found["1001"].worker == "Ada Quillfeather"
    assert (found["1003"].worker, found["1004"].worker) == (None, None)
    assert found["1009"].worker == "Cy Lanternhill"
    assert file.closed == {"1005"}
    assert file.warnings == ("1009 is in list 9 but not in list 6; it was taken from list 9.",)


def test_what_holds_for_many_children_is_said_once(tmp_path: Path) -> None:
    leavers = [
        [2000 + n, "Harbour", "", "Cy Lanternhill", "b) Former relevant", "2025-12-01"]
        for n in range(14)
    ]
    lists: dict[str, list[list[Any]]] = {
        "List 6": [LIST_6, child(1001, "CIN")],
        "List 9": [LIST_9, *leavers],
    }
    (said,) = read_annex_a([book(tmp_path / "a.xlsx", lists)], TODAY).warnings
    assert said.startswith(
        "14 children are in list 9 but not in list 6; they were taken from list 9: 2000, 2001, "
    )
    assert said.endswith(", 2011 and 2 more.")


def test_the_same_file_twice_changes_nothing(store: Store, tmp_path: Path, moment: Moment) -> None:
    path = annex_a_workbook(tmp_path / "a.xlsx")
    assert counts(take(store, path, moment)) == {"new": 5, "moved": 0, "changed": 0, "missing": 0}
    again = take(store, path, moment)
    assert counts(again) == {"new": 0, "moved": 0, "changed": 0, "missing": 0}
    assert again.unchanged == 5


def test_a_preview_changes_nothing(store: Store, tmp_path: Path, moment: Moment) -> None:
    file = read_annex_a([annex_a_workbook(tmp_path / "a.xlsx")], TODAY)
    assert store.run(preview_caseload, file, moment).count("new") == 5
    assert store.run(review_list, moment) == []


def test_a_move_ends_one_allocation_and_begins_another(
    store: Store, tmp_path: Path, moment: Moment
) -> None:
    take(store, annex_a_workbook(tmp_path / "a.xlsx"), moment)
    rows = [
        child(1001, "CIN", "Bo Candlecroft"),
        child(1002, "CP", "Bo Candlecroft"),
        child(1003, "CLA", ""),
        child(1004, "CPP", "", start="2026-03-20"),
    ]
    later = Moment(date(2026, 4, 1), moment.now, moment.policy)
    taken = take(store, annex_a_workbook(tmp_path / "b.xlsx", children=rows), later)
    assert counts(taken) == {"new": 0, "moved": 1, "changed": 1, "missing": 0}

    def spells(session: Session) -> list[tuple[date, date | None, bool]]:
        found = session.exec(select(Allocation).join(Worker).where(Allocation.child_id == 1))
        return [(each.starts_on, each.ends_on, each.known_since) for each in found]

    assert store.run(spells) == [(TODAY, date(2026, 4, 1), True), (date(2026, 4, 1), None, False)]
    assert store.run(review_card, "1004", later).line.statuses == ("cp",)
    assert store.run(review_card, "1004", moment).line.statuses == ("assessment",)


def test_a_child_no_longer_in_the_file_is_asked_about_and_never_closed_by_itself(
    store: Store, tmp_path: Path, moment: Moment
) -> None:
    take(store, annex_a_workbook(tmp_path / "a.xlsx"), moment)
    fewer = book(tmp_path / "b.xlsx", only(child(1001, "CIN")))
    assert take(store, fewer, moment).count("missing") == 4
    assert len(store.run(review_list, moment)) == 5
    take(store, fewer, moment, close_missing=True)
    assert [line.ref for line in store.run(review_list, moment)] == ["1001"]


def test_no_direction_is_asked_of_what_the_import_only_found(
    store: Store, tmp_path: Path, moment: Moment
) -> None:
    take(store, annex_a_workbook(tmp_path / "a.xlsx"), moment)
    view = store.run(today, moment)
    assert [need for need in view.needs if "no direction" in need.what] == []
    assert view.unallocated == 2
    assert {line.name: line.stage_checked for line in view.lines}["Ada Quillfeather"] is False


def test_only_the_teams_asked_for_are_taken(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", only(child(1, "CIN"), child(2, "CIN", team="Orchard")))
    assert [row.ref for row in read_annex_a([path], TODAY).of_teams(["orchard"]).rows] == ["2"]


def test_close_spellings_are_two_workers_until_the_manager_says_otherwise(
    store: Store, tmp_path: Path, moment: Moment
) -> None:
    take(store, book(tmp_path / "a.xlsx", only(child(1, "CIN", "Ada Quillfeather"))), moment)
    path = book(
        tmp_path / "b.xlsx",
        only(child(1, "CIN", "Ada Quilfeather"), child(2, "CIN", "QUILLFEATHER, Ada")),
    )
    file = read_annex_a([path], TODAY)
    preview = store.run(preview_caseload, file, moment)
    assert [(near.in_file, near.here) for near in preview.near_names] == [
        ("Ada Quilfeather", "Ada Quillfeather")
    ]
    assert preview.count("moved") == 1
    same = store.run(accept_caseload, file, moment, {"Ada Quilfeather": "Ada Quillfeather"})
    assert same.count("moved") == 0
    assert store.run(preview_caseload, file, moment).near_names == ()


def test_a_rejected_row_and_another_team_are_not_missing(
    store: Store, tmp_path: Path, moment: Moment
) -> None:
    take(
        store,
        book(tmp_path / "a.xlsx", only(child(1, "CIN"), child(2, "CIN"), child(3, "CIN"))),
        moment,
    )
    rows = child(1, "CIN"), child(2, "banana"), child(3, "CIN", team="Orchard")
    file = read_annex_a([book(tmp_path / "b.xlsx", only(*rows))], TODAY)
    assert store.run(accept_caseload, file, moment, close_missing=True).count("missing") == 0
    assert (
        store.run(accept_caseload, file.of_teams(["harbour"]), moment, close_missing=True).count(
            "missing"
        )
        == 0
    )
    assert len(store.run(review_list, moment)) == 3


def test_a_team_that_left_the_file_is_asked_about_and_a_wrong_team_is_refused(
    store: Store, tmp_path: Path, moment: Moment
) -> None:
    take(
        store,
        book(tmp_path / "a.xlsx", only(child(1, "CIN"), child(2, "CIN", team="Orchard"))),
        moment,
    )
    file = read_annex_a([book(tmp_path / "b.xlsx", only(child(1, "CIN")))], TODAY)
    assert store.run(preview_caseload, file, moment).count("missing") == 1
    with pytest.raises(ImportRefused, match="Its teams: Harbour"):
        file.of_teams(["Habour"])


def test_a_file_without_children_asks_about_nobody(
    store: Store, tmp_path: Path, moment: Moment
) -> None:
    take(store, annex_a_workbook(tmp_path / "a.xlsx"), moment)
    assert (
        take(store, book(tmp_path / "b.xlsx", only()), moment, close_missing=True).count("missing")
        == 0
    )


def test_a_new_team_is_a_move_that_asks_for_the_transfer_direction(
    store: Store, tmp_path: Path, moment: Moment
) -> None:
    take(store, book(tmp_path / "a.xlsx", only(child(1, "CIN"))), moment)
    later = Moment(date(2026, 4, 1), moment.now, moment.policy)
    moved = take(store, book(tmp_path / "b.xlsx", only(child(1, "CIN", team="Orchard"))), later)
    assert moved.count("moved") == 1
    assert [need.what for need in store.run(today, later).needs if "transfer" in need.what] == [
        "no direction at transfer (Wed 1 Apr)"
    ]


def test_a_file_as_of_an_earlier_day_than_the_last_is_refused(
    store: Store, tmp_path: Path, moment: Moment
) -> None:
    path = annex_a_workbook(tmp_path / "a.xlsx")
    take(store, path, moment)
    with pytest.raises(ImportRefused, match="earlier day"):
        take(store, path, Moment(date(2026, 2, 1), moment.now, moment.policy))


@pytest.mark.parametrize(
    "name",
    ["", "#N/A", "Unallocated", "unallocated - North", "No Social Worker", "DUTY WORKER (North)",
    "Duty Social Worker",
     "Vacancy", "North Team 2", "TBC"],
)  # fmt: skip
def test_a_queue_or_a_gap_is_nobody(name: str) -> None:
    assert people.worker(name) is None


@pytest.mark.parametrize(
    "name", ["Mary Duty", "Tom Steam", "Jane Murtray", "Ada\u00a0Quillfeather", "Ng", "Łukasz Żak"]
)
def test_a_person_is_a_person(name: str) -> None:
    assert people.worker(name) == name.replace("\u00a0", " ")


def test_lists_that_are_left_out_stay_out_whatever_they_hold(tmp_path: Path) -> None:
    early_help = {"List 2": [LIST_6, child(8, "CIN")], "List 6": [LIST_6, child(1, "CIN")]}
    assert [
        row.ref for row in read_annex_a([book(tmp_path / "a.xlsx", early_help)], TODAY).rows
    ] == ["1"]


@pytest.mark.parametrize(
    "status",
    ["Closed", "CIN (closed)", "Child in need - closed", "e) Closed episode", "Case ended"],
)
def test_a_closed_case_is_closed_however_it_is_said(tmp_path: Path, status: str) -> None:
    file = read_annex_a([book(tmp_path / "a.xlsx", only(child(1, "CIN"), child(2, status)))], TODAY)
    assert [row.ref for row in file.rows] == ["1"]
    assert file.closed == {"2"}
    assert not file.rejected


@pytest.mark.parametrize(
    ("cell", "column", "reason"),
    [
        ({"status": "banana"}, "Case Status", "not known"),
        ({"status": "Former looked after child"}, "Case Status", "not known"),
        ({"status": ""}, "Case Status", "missing"),
        ({"ends": "see notes"}, "CIN Closure Date", "not a date"),
        ({"ref": ""}, "Child Unique ID", "missing"),
        ({"ref": "9" * 100}, "Child Unique ID", "longer than"),
        ({"ref": "1.23457E+11"}, "Child Unique ID", "its digits are lost"),
        ({"ref": "UNKNOWN"}, "Child Unique ID", "missing"),
    ],
)
def test_bad_rows_come_back_with_their_reason_and_good_ones_are_taken(
    tmp_path: Path, cell: dict[str, str], column: str, reason: str
) -> None:
    values: dict[str, Any] = {"ref": 2, "status": "CIN"} | cell
    bad = child(
        values.pop("ref"), values.pop("status"), values.pop("worker", "Ada Quillfeather"), **values
    )
    file = read_annex_a([book(tmp_path / "a.xlsx", only(child(1, "CIN"), bad))], TODAY)
    assert [row.ref for row in file.rows] == ["1"]
    rejected = file.rejected[0]
    assert (rejected.list_name, rejected.row, rejected.column) == ("List 6", 3, column)
    assert reason in rejected.reason


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ({"born": "31/02/2015"}, "Date of Birth: left empty in row 3: “31/02/2015” (there is no "
                                 "such date)"),
        ({"born": "2031-01-01"}, "Date of Birth: left empty in row 3: “2031-01-01” (lies too far "
                                 "ahead for a birth)"),
        ({"start": "soon"}, "CIN Start Date: left empty in row 3: “soon” (not a date)"),
        ({"start": "01/02/0201"}, "CIN Start Date: left empty in row 3: “01/02/0201” (a year that "
                                  "cannot be right)"),
        ({"seen": "Not seen"}, "Date Child Was Last Seen: left empty in row 3: “Not seen” (not a "
                               "date)"),
        ({"seen": "24/12/2026"}, "left empty in row 3: “24/12/2026” (lies after Mon 2 Mar 2026)"),
        ({"ends": "01/01/1900"}, "CIN Closure Date: left empty in row 3: “01/01/1900” (stands for "
                                 "no date)"),
        ({"ends": "01/09/2027"}, "CIN Closure Date: left empty in row 3: “01/09/2027” (lies after "
                                 "Mon 2 Mar 2026)"),
        ({"worker": "x" * 10_000}, "Allocated Worker: left empty in row 3"),
    ],
)  # fmt: skip
def test_a_value_beside_costs_no_child(tmp_path: Path, cell: dict[str, str], says: str) -> None:
    worker = cell.pop("worker", "Ada Quillfeather")
    file = read_annex_a(
        [book(tmp_path / "a.xlsx", only(child(1, "CIN"), child(2, "CIN", worker, **cell)))], TODAY
    )
    assert [row.ref for row in file.rows] == ["1", "2"]
    assert not file.rejected
    assert len(file.warnings) == 1
    assert says in file.warnings[0]


@pytest.mark.parametrize(
    ("status", "plan"),
    [
        ("a) Looked after child", Plan.CLA),
        ("LAC", Plan.CLA),
        ("b) Child Protection plan", Plan.CP),
        ("CPP", Plan.CP),
        ("cin", Plan.CIN),
        ("CP Plan", Plan.CP),
        ("LAC - section 20", Plan.CLA),
        ("Care leaver (formerly looked after)", Plan.CARE_LEAVER),
        ("d) Open assessment", Plan.ASSESSMENT),
    ],
)
def test_status_in_all_its_spellings(tmp_path: Path, status: str, plan: Plan) -> None:
    file = read_annex_a([book(tmp_path / "a.xlsx", only(child(1, status)))], TODAY)
    assert file.rows[0].plan is plan


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2010-01-01", date(2010, 1, 1)),
        ("01/02/2010", date(2010, 2, 1)),
        ("1-Feb-2010", date(2010, 2, 1)),
        ("01-Feb-10", date(2010, 2, 1)),
        ("1 Sept 2024", date(2024, 9, 1)),
        ("01/02/2010 12:30 PM", date(2010, 2, 1)),
        (40210, date(2010, 2, 1)),
        (40210.5, date(2010, 2, 1)),
        ("2010-02-01 00:00:00", date(2010, 2, 1)),
        ("#N/A", None),
        ("", None),
    ],
)
def test_dates_in_all_their_forms(value: object, day: date | None) -> None:
    assert dates.day(value) == day


def test_a_control_sequence_in_a_name_never_gets_in(tmp_path: Path) -> None:
    path = tmp_path / "list_6.csv"
    header = ",".join(LIST_6)
    path.write_text(
        f'{header}\n7,F,,2015-01-01,11,,2025-01-01,,,,,CIN,Harbour,"\x1b[31mAda\x07 Moss 😀"\n',
        "utf-8",
    )
    assert read_annex_a([path], TODAY).rows[0].worker == "[31mAda Moss 😀"


def test_a_folder_of_csv_files_is_read_as_one(tmp_path: Path) -> None:
    (tmp_path / "list_6.csv").write_text(
        ",".join(LIST_6) + "\n7,F,,2015-01-01,11,,2025-01-01,,,,,CIN,Harbour,Ada Moss\n",
        "utf-8-sig",
    )
    (tmp_path / "list 3.csv").write_text(
        "Child Unique ID,Date of Referral\n7,12/01/2026\n", "cp1252"
    )
    row = read_annex_a([tmp_path], TODAY).rows[0]
    assert row.dates["referral"] == date(2026, 1, 12)


def _truncated(path: Path) -> None:
    annex_a_workbook(path)
    path.write_bytes(path.read_bytes()[:2000])


def _protected(path: Path) -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    plain = annex_a_workbook(path.with_name("plain.xlsx"))
    with plain.open("rb") as source, path.open("wb") as target:
        OOXMLFile(source).encrypt("a password", target)


def _endless(path: Path) -> None:
    """Two cells at opposite ends of the sheet: a reader that makes room for all between them runs
    out of memory.
    """
    import xlsxwriter

    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("List 6")
        sheet.write(0, 0, "Child Unique ID")
        sheet.write(1_048_575, 16_383, "far")


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(9):
            archive.writestr(f"xl/{number}.xml", bytes(64 * 1024 * 1024))


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: path.write_bytes(b"hello"), "cannot be read as a workbook"),
        (lambda path: path.write_bytes(b""), "empty"),
        (
            lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0" + b"x" * 600),
            "cannot be read as a workbook",
        ),
        (_protected, "password"),
        (_endless, "far more than a caseload export"),
        (_truncated, "cannot be read as a workbook"),
        (_bomb, "would unpack"),
        (lambda path: book(path, {"Sheet1": [["Shopping"], ["milk"]]}), "not an Annex A export"),
    ],
)
def test_a_wrong_file_gets_one_kind_sentence(tmp_path: Path, make: Any, says: str) -> None:
    path = tmp_path / "a.xlsx"
    make(path)
    with pytest.raises(ImportRefused, match=says):
        read_annex_a([path], TODAY)


@pytest.mark.external
@pytest.mark.parametrize(
    ("name", "lists", "new", "unallocated"),
    [
        ("annex_a_2024.xlsx", {"3": 6, "4": 5, "5": 5, "6": 5, "7": 7, "8": 5, "9": 6}, 17, 5),
        (
            "annex_a_template_2019.xlsx",
            {"3": 5, "4": 0, "5": 0, "6": 0, "7": 0, "8": 0, "9": 0},
            0,
            0,
        ),
        ("annex_a_legacy.xls", {"3": 0, "4": 0, "5": 0, "6": 0, "7": 0, "8": 0, "9": 0}, 0, 0),
    ],
)
def test_the_public_samples_come_in_with_the_counts_worked_out_by_hand(
    store: Store, moment: Moment, name: str, lists: dict[str, int], new: int, unallocated: int
) -> None:
    """2024: 5 of list 6 (all with nobody), 2 current of 7, 4 current of 8, 6 of list 9.

    None of the 12 is in list 6.
    """
    path = EXTERNAL / name
    if not path.exists():
        pytest.skip(f"the public sample {name} is not here")
    taken = take(store, path, moment)
    assert dict(taken.lists) == lists
    assert counts(taken) == {"new": new, "moved": 0, "changed": 0, "missing": 0}
    assert len(taken.unallocated) == unallocated
    assert len(set(re.findall(r"\b\d{5,}\b", " ".join(taken.warnings)))) == new - unallocated
    assert taken.rejected == ()
    assert counts(take(store, path, moment)) == {"new": 0, "moved": 0, "changed": 0, "missing": 0}


@pytest.mark.parametrize("no_end", ["31/12/9999", date(9999, 12, 31)])
def test_the_last_day_there_is_means_no_end(
    store: Store, tmp_path: Path, moment: Moment, no_end: object
) -> None:
    with pytest.raises(dates.StandsForNone):
        dates.day(no_end)
    take(
        store,
        book(tmp_path / "a.xlsx", only(child(1001, "CIN", ends=str(no_end), seen="31/12/9999"))),
        moment,
    )
    assert [line.ref for line in store.run(review_list, moment)] == ["1001"]
    assert store.run(today, moment).needs


@pytest.mark.parametrize("wrong", [date(2345, 1, 1), date(1066, 10, 14)])
def test_a_date_cell_of_a_year_that_cannot_be_right_is_refused_as_a_text_is(wrong: date) -> None:
    with pytest.raises(CellWrong, match="a year that cannot be right"):
        dates.day(wrong)


def test_what_is_to_end_some_day_has_not_ended(tmp_path: Path) -> None:
    planned = book(tmp_path / "a.xlsx", only(child(1001, "CP", ends="01/09/2027")))
    found = read_annex_a([planned], TODAY)
    assert [row.ref for row in found.rows] == ["1001"]
    assert not found.closed


def test_a_far_cell_costs_neither_its_own_list_nor_another(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("List 6")
        for number, row in enumerate((LIST_6, child(1001, "CIN"))):
            sheet.write_row(number, 0, row)
        sheet.write(80_000, 100, " ")
        workbook.add_worksheet("Notes").write(1_048_575, 16_383, "far")
    file = read_annex_a([path], TODAY)
    assert [row.ref for row in file.rows] == ["1001"]
    assert "the sheet “Notes” of far.xlsx reaches far beyond any list" in file.warnings[0]
    assert not file.is_whole


def test_a_small_workbook_in_which_a_long_text_stands_in_every_cell_is_refused(
    tmp_path: Path,
) -> None:
    """It is kept once in the file, and would be read a hundred thousand times."""
    swollen = tmp_path / "swollen.xlsx"
    with xlsxwriter.Workbook(swollen) as workbook:
        sheet = workbook.add_worksheet("List 6")
        for row in range(100):
            for column in range(30):
                sheet.write_string(row, column, "x" * 32_000)
    assert swollen.stat().st_size < 60_000
    with pytest.raises(ImportRefused, match="far more than a caseload export"):
        read_annex_a([swollen], TODAY)


def test_a_csv_of_nothing_but_commas_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "commas.csv"
    path.write_text("," * 6_000_000)
    with pytest.raises(ImportRefused, match="far more than a caseload export"):
        read_annex_a([path], TODAY)
