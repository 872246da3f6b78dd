"""Files as councils have them, kind by kind: true children are taken, everything else is counted
with its reason.
"""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from supervision_tui.desk.imports.files import CaseloadFile, ImportRefused
from supervision_tui.imports.annex_a import read_annex_a
from supervision_tui.imports.caseload_file import read_caseload
from supervision_tui.imports.tables.dates import DateOrder
from supervision_tui.practice.vocabulary import Plan
from tests.conftest import TODAY

from .files import LIST_6, child_6, list_6, written
from .workbooks import LIST_6 as COLUMNS_6
from .workbooks import annex_a_workbook, book, child

HEADER = "child_ref,worker,team,plan"


def refs(file: CaseloadFile) -> list[str]:
    return [row.ref for row in file.rows]


def left_out(file: CaseloadFile) -> list[tuple[int, str]]:
    return [(row.row, row.reason) for row in file.left_out]


def annex_a(path: Path, **how: Any) -> CaseloadFile:
    return read_annex_a([path], TODAY, **how)


def caseload(path: Path) -> CaseloadFile:
    return read_caseload([path], TODAY)


# 1. A report's own furniture


def test_a_reports_own_lines_are_no_children(tmp_path: Path) -> None:
    file = caseload(
        written(
            tmp_path,
            "Caseload by team, as at 1 March 2026",
            "Team: Harbour,Worker: All,,",
            "",
            "Child ID,Child name,Worker,Team",
            "Harbour,,,",
            "C1,Mia Alder,Ada Quill,Harbour",
            "C2,Eve Birch,Ada Quill,Harbour",
            "Total,2,,",
            "Page 1 of 3,,,",
            "Child ID,Child name,Worker,Team",
            "C3,Ivy Cedar,Bo Lark,Quay",
            "-----,-----,-----,-----",
            "Grand total: 3,,,",
            "Report run on 02/03/2026 09:15 by SYSTEM,,,",
            ",,3 records,",
        )
    )
    assert refs(file) == ["C1", "C2", "C3"]
    assert {reason for _, reason in left_out(file)} == {
        "the header again", "a heading of a group", "a total", "a page line", "a ruled line",
        "a line of the report",
    }  # fmt: skip
    assert len(file.left_out) == 8
    assert not file.rejected


def test_the_header_is_the_row_that_fits_best_and_never_one_cell(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        {
            "List 6": [
                ["List 6", "Child", "", "Plan"],
                ["Child", "", "", ""],
                ["Team", "Harbour", "Worker", "All"],
                COLUMNS_6,
                child("S1", "CIN"),
                ["Total", 1],
            ]
        },
    )
    file = annex_a(path)
    assert refs(file) == ["S1"]
    assert [reason for _, reason in left_out(file)] == ["a total"]


@pytest.mark.parametrize("number", ["7", "8", "9"])
def test_furniture_is_left_out_of_every_list(tmp_path: Path, number: str) -> None:
    headers = {
        "7": "Child Unique ID,Child Protection Plan Start Date,Date of the Last Statutory "
        "Visit,Allocated Worker",
        "8": "Child Unique ID,Date Started to be Looked After,Date of Last Social Work "
        "Visit,Allocated Worker",
        "9": "Child Unique ID,Eligibility Category,Latest Pathway Plan Review Date,Allocated "
        "Personal Advisor",
    }
    value = "b) Former relevant" if number == "9" else "05/01/2026"
    lines = [
        headers[number],
        f"S1,{value},10/02/2026,Ada Quill",
        "Total,1,,",
        "Page 1 of 1,,,",
        headers[number],
    ]
    file = annex_a(written(tmp_path, *lines, name=f"List {number}.csv"))
    assert refs(file) == ["S1"]
    assert [reason for _, reason in left_out(file)] == [
        "the header again",
        "a total",
        "a page line",
    ]


def test_a_row_is_a_child_only_where_its_reference_looks_like_the_others(tmp_path: Path) -> None:
    rows = [child_6(f"S{number}") for number in range(5)]
    file = annex_a(list_6(tmp_path, *rows, child_6("Unborn Alder"), "Harbour Team,,,,,,,,"))
    assert refs(file) == [f"S{number}" for number in range(5)]
    assert [(row.value, row.reason.split(";")[0]) for row in file.rejected] == [
        ("Unborn Alder", "its reference does not look like the others")
    ]
    assert [reason for _, reason in left_out(file)] == ["a heading of a group"]


def test_every_closed_child_is_counted(tmp_path: Path) -> None:
    file = annex_a(
        list_6(tmp_path, child_6("S1"), child_6("S2", "Closed"), child_6("S3", ends="10/01/2026"))
    )
    assert left_out(file) == [(3, "closed"), (4, "closed")]
    assert file.closed == {"S2", "S3"}


# 2. Stand-in and future dates


@pytest.mark.parametrize(
    "none",
    ["1900-01-01 00:00:00", "30/12/1899", "00/01/1900", "31/12/2999", "9999-12-31", "01/01/1753"],
)
def test_a_date_that_stands_for_none_closes_nobody_and_is_told_once(
    tmp_path: Path, none: str
) -> None:
    file = annex_a(list_6(tmp_path, *(child_6(f"S{number}", ends=none) for number in range(3))))
    assert refs(file) == ["S0", "S1", "S2"]
    assert file.warnings == (
        f"List 6, CIN Closure Date: left empty in 3 rows (2, 3, 4): “{none}” (stands for no date).",
    )


def test_what_has_happened_does_not_lie_ahead(tmp_path: Path) -> None:
    header = (
        "Child Unique ID,Child Protection Plan Start Date,Date of the Last Statutory Visit,"
        "Date of latest review conference,Child Protection Plan End Date,Allocated Worker"
    )
    row = annex_a(
        written(
            tmp_path,
            header,
            "P1,30/01/2025,24/12/2026,15/01/2027,01/09/2027,Ada Quill",
            name="list7.csv",
        )
    )
    assert [(each.ref, dict(each.dates), each.plan_start) for each in row.rows] == [
        ("P1", {}, date(2025, 1, 30))
    ]
    assert sum("lies after Mon 2 Mar 2026" in warning for warning in row.warnings) == 3


def test_an_expected_birth_is_taken(tmp_path: Path) -> None:
    file = annex_a(
        list_6(tmp_path, child_6("U1", "d) Open assessment", born="20/05/2026"), child_6("U2"))
    )
    assert {row.ref: row.born for row in file.rows} == {
        "U1": date(2026, 5, 20),
        "U2": date(2015, 4, 7),
    }
    assert not file.warnings


# 4. Words


def test_several_statuses_are_kept_as_several(tmp_path: Path) -> None:
    file = annex_a(
        list_6(
            tmp_path, child_6("S0", "CP/CLA"), child_6("S1", "CLA&CP"), child_6("S2", "Open asmt")
        )
    )
    assert [(row.plan, row.statuses) for row in file.rows] == [
        (Plan.CLA, (Plan.CLA, Plan.CP)),
        (Plan.CLA, (Plan.CLA, Plan.CP)),
        (Plan.ASSESSMENT, (Plan.ASSESSMENT,)),
    ]


# 5. Dates


def test_a_column_that_is_month_first_is_found_and_never_swapped_silently(tmp_path: Path) -> None:
    path = list_6(
        tmp_path,
        child_6("S1", born="04/07/2015", start="11/03/2025", seen="02/10/2026"),
        child_6("S2", born="04/17/2015", start="10/25/2025", seen="02/20/2026"),
    )
    file = annex_a(path)
    assert [(row.ref, row.born, row.plan_start, dict(row.dates)) for row in file.rows] == [
        ("S1", None, None, {}),
        ("S2", None, None, {}),
    ]
    assert file.month_first == ("Date of Birth", "CIN Start Date", "Date Child Was Last Seen")
    swapped = annex_a(path, order=DateOrder.MONTH_FIRST)
    assert [(row.born, row.plan_start, row.dates["cin-visit-made"]) for row in swapped.rows] == [
        (date(2015, 4, 7), date(2025, 11, 3), date(2026, 2, 10)),
        (date(2015, 4, 17), date(2025, 10, 25), date(2026, 2, 20)),
    ]
    assert not swapped.month_first


@pytest.mark.parametrize(
    ("ends", "is_open"), [("01/10/2026", None), ("01/02/2026", False), ("13/01/2026", False)]
)
def test_an_end_in_doubt_closes_only_where_either_reading_does(
    tmp_path: Path, ends: str, is_open: bool | None
) -> None:
    path = list_6(
        tmp_path,
        child_6("S1", ends=ends),
        child_6("S2", ends="12/25/2025"),
        child_6("S3", ends="12/26/2025"),
    )
    file = annex_a(path)
    assert refs(file) == []
    assert [row.column for row in file.rejected] == (
        ["CIN Closure Date"] if is_open is None else []
    )


# 6. One part spoils the whole


def test_what_systems_lay_beside_files_spoils_no_folder(tmp_path: Path) -> None:
    list_6(tmp_path, child_6("S1"), name="List 6.csv")
    (tmp_path / "._List 6.csv").write_bytes(b"\x00\x05\x16\x07" * 20)
    (tmp_path / ".hidden.csv").write_bytes(b"\x00")
    (tmp_path / "~$List 7.xlsx").write_bytes(b"\x00")
    (tmp_path / "notes.docx").write_bytes(b"PK")
    (tmp_path / "List 7.csv").write_bytes(b"")
    book(tmp_path / "more.xlsx", {"List 6": [COLUMNS_6, child("S2", "CIN")]})
    file = annex_a(tmp_path)
    assert refs(file) == ["S1", "S2"]
    assert file.warnings == (
        "Left out: List 7.csv is empty; export it again.",
        "List 6 was read from 2 sheets: List 6.csv, List 6 of more.xlsx.",
    )
    assert file.is_whole, "an empty list misses nobody"


def test_a_file_that_cannot_be_read_is_named_and_nobody_is_missing_for_it(tmp_path: Path) -> None:
    list_6(tmp_path, child_6("S1"), name="List 6.csv")
    (tmp_path / "List 7.xlsx").write_bytes(b"PK\x03\x04 cut short")
    file = annex_a(tmp_path)
    assert refs(file) == ["S1"]
    assert "List 7.xlsx cannot be read as a workbook" in file.warnings[0]
    assert not file.is_whole


def test_stray_bytes_cost_one_letter(tmp_path: Path) -> None:
    path = tmp_path / "list6.csv"
    row = child_6("S1", worker="Zoë Ångström").encode()
    path.write_bytes(
        LIST_6.encode()
        + b"\n"
        + row
        + b"\n"
        + child_6("S2", worker="Ren").encode()
        + b"\xe9\x00e\n\x1a"
    )
    file = annex_a(path)
    assert [row.worker for row in file.rows] == ["Zoë Ångström", "Renée"]


def test_formulas_down_to_the_last_row_are_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet("List 6")
        for number, values in enumerate((COLUMNS_6, child("S1", "CIN"))):
            sheet.write_row(number, 0, values)
        for number in range(2, 250_000):
            sheet.write_formula(number, 0, '=""', None, "")
            sheet.write_formula(number, 11, '=IF(A1="","","CIN")', None, "")
    assert refs(annex_a(path)) == ["S1"]


def test_a_line_break_in_a_cell_is_a_space(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        {"Sheet1": [["child_ref", "worker", "plan"], ["C1", "Ada\nQuill", "CIN"]]},
    )
    assert [row.worker for row in caseload(path).rows] == ["Ada Quill"]
    text = written(tmp_path, HEADER, 'C1,"Ada\nQuill",Harbour,cin', "C2,Bo Lark,Quay,cp")
    assert [(row.ref, row.worker) for row in caseload(text).rows] == [
        ("C1", "Ada Quill"),
        ("C2", "Bo Lark"),
    ]


def test_a_quotation_mark_that_is_not_closed_costs_its_own_row_alone(tmp_path: Path) -> None:
    lines = [
        HEADER,
        'C1,"Ada Quill,Harbour,cin',
        "C2,Bo Lark,Quay,cp",
        'C3,"Cy ""Wren""",Quay,cin',
        'C4,"Di Elm,Quay,cin',
    ]
    file = caseload(written(tmp_path, *lines))
    assert refs(file) == ["C2", "C3"]
    assert [(row.row, row.reason) for row in file.rejected] == [
        (2, "a quotation mark is not closed"),
        (5, "a quotation mark is not closed"),
    ]


# 7. Guessing from the body


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separator_and_encoding_are_told_by_the_body(
    tmp_path: Path, separator: str, encoding: str
) -> None:
    lines = [
        "Caseload, as at 1 March 2026; Harbour, Quay",
        "",
        HEADER,
        'C1,"Quill, Zoë; Agency | x",Harbour,cin',
        "C2,Bo,Quay,cp",
    ]
    inside = {",": '"Quill, Zoë; Agency | x"'}.get(separator, '"Quill, Zoë; Agency | x"')
    lines[2] = HEADER.replace(",", separator)
    lines[3] = separator.join(["C1", inside, "Harbour", "cin"])
    lines[4] = separator.join(["C2", "Bo Lark", "Quay", "cp"])
    file = caseload(written(tmp_path, *lines, encoding=encoding))
    assert [(row.ref, row.worker) for row in file.rows] == [
        ("C1", "Quill, Zoë; Agency | x"),
        ("C2", "Bo Lark"),
    ]


def test_the_line_in_which_excel_names_the_separator(tmp_path: Path) -> None:
    file = caseload(written(tmp_path, "sep=;", "child_ref;worker", "C1;Quill, Ada, Ms"))
    assert [row.worker for row in file.rows] == ["Quill, Ada, Ms"]


# 8. and 9. References and names


def test_references_in_another_dress_are_one_child(tmp_path: Path) -> None:
    file = caseload(
        written(
            tmp_path,
            HEADER,
            "p-77,Ada Quill,Harbour,cin",
            "P-77,Bo Lark,Harbour,cin",
            "'900,Ada Quill,Harbour,cin",
        )
    )
    assert refs(file) == ["900", "P-77"]
    assert file.warnings == ("P-77 stands more than once; its last row was taken.",)


def test_two_workers_in_a_cell_and_a_number_are_told(tmp_path: Path) -> None:
    file = caseload(
        written(tmp_path, HEADER, "C1,Ada Quill / Ben Osei,Harbour,cin", "C2,10234,Harbour,cin")
    )
    assert [row.worker for row in file.rows] == ["Ada Quill", "10234"]
    assert file.warnings == (
        "caseload, worker: read in part in row 2: “Ada Quill / Ben Osei” (names 2 workers; the "
        "first was taken).",
        "caseload, worker: read as it stands in row 3: “10234” "
        "(a number; the worker is known by it until a name is given).",
    )


# 10. The wrong command, the wrong file


@pytest.mark.parametrize(
    ("header", "row", "says"),
    [
        ("Child Unique ID,Continuous Assessment Start Date,"
         "Continuous Assessment Date of Authorisation,Allocated Worker",
         "S1,03/06/2025,10/07/2025,Dot Fenn", "is Annex A (list 4); supervision-tui import "
             "annex-a reads it"),
        (LIST_6, child_6("S1"), "is Annex A (list 6); supervision-tui import annex-a reads it"),
        ("worker,course,date,status", "Ada,Neglect,2026-01-01,attended", "is a list of attendance "
            "at trainings; "
         "supervision-tui import training reads it"),
        ("invo_professional_id,invo_person_id,invo_involvement_start_date", "P1,C1,2026-01-01",
         "is of the Standard Safeguarding Dataset; supervision-tui import ssd reads it"),
        ("reference,name,born", "C1,Mia Alder,2015-04-07",
        "names no workers, and a caseload does; add a column of workers. As a list of children’s "
        "names, "
        "supervision-tui import names reads it"),
        ("colour,shape", "red,round", "is no caseload file"),
    ],
)  # fmt: skip
def test_the_wrong_command_names_the_right_one(
    tmp_path: Path, header: str, row: str, says: str
) -> None:
    with pytest.raises(ImportRefused) as refused:
        caseload(written(tmp_path, header, row, name="file.csv"))
    assert says in str(refused.value)


def test_a_whole_annex_a_is_no_plain_caseload_and_a_plain_caseload_no_annex_a(
    tmp_path: Path,
) -> None:
    with pytest.raises(ImportRefused, match="is Annex A"):
        caseload(annex_a_workbook(tmp_path / "a.xlsx"))
    with pytest.raises(
        ImportRefused, match="a plain caseload; supervision-tui import caseload reads it"
    ):
        annex_a(written(tmp_path, HEADER, "C1,Ada Quill,Harbour,cin"))


PAGE = "<html><head><style>td {{}}</style></head><body><table>{rows}</table></body></html>"


def test_a_web_page_under_the_name_of_a_workbook_is_read(tmp_path: Path) -> None:
    cells = "".join(f"<td>{each}</td>" for each in LIST_6.split(","))
    row = "".join(
        f"<td>{each}<br></td>" for each in child_6("S1", worker="Ada&nbsp;Quill").split(",")
    )
    path = tmp_path / "web.xls"
    path.write_text(
        PAGE.format(rows=f'<tr><td colspan="9">Report</td></tr><tr>{cells}</tr><tr>{row}</tr>'),
        "utf-8",
    )
    assert [(each.ref, each.worker) for each in annex_a(path).rows] == [("S1", "Ada Quill")]


XML_2003 = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="Caseload"><Table><Row ss:Index="3">{header}</Row>
<Row><Cell><Data ss:Type="Number">900</Data></Cell>
<Cell><Data ss:Type="String">Ada Quill</Data></Cell><Cell ss:Index="4">
<Data ss:Type="DateTime">2026-01-05T00:00:00.000</Data></Cell></Row></Table>
</Worksheet></Workbook>"""


def test_the_xml_that_excel_wrote_in_2003_is_read(tmp_path: Path) -> None:
    header = "".join(
        f'<Cell><Data ss:Type="String">{each}</Data></Cell>'
        for each in ("child_ref", "worker", "plan", "plan_start")
    )
    path = tmp_path / "old.xls"
    path.write_text(XML_2003.format(header=header), "utf-8")
    assert [(row.ref, row.worker, row.plan_start) for row in caseload(path).rows] == [
        ("900", "Ada Quill", date(2026, 1, 5))
    ]


def test_text_under_the_name_of_a_workbook_is_read(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        HEADER.replace(",", "\t"),
        "C1\tAda Quill\tHarbour\tcin",
        name="caseload.xls",
        encoding="utf-16",
    )
    assert refs(caseload(path)) == ["C1"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        (
            "a.xls",
            b"<html><body><frameset></frameset></body></html>",
            "is a web page without a table",
        ),
        (
            "a.xls",
            b"MIME-Version: 1.0\nContent-Type: multipart/related",
            "is an e-mail, or a web page saved as one",
        ),
        ("a.eml", b"From: a@b.example\nSubject: list", "is an e-mail"),
        ("a.gz", b"\x1f\x8b\x08\x00", "is packed (gzip); unpack it first"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "is a Word document"),
        (
            "a.msg",
            b"\xd0\xcf\x11\xe0" + "__properties_version1.0".encode("utf-16-le"),
            "is an e-mail of Outlook",
        ),
        ("a.pdf", b"%PDF-1.7 ...", "is a PDF; export the list as a workbook or as CSV"),
        ("a.csv", b"%PDF-1.7 ...", "is a PDF"),
        (
            "a.xml",
            b"<?xml version='1.0'?><Message/>",
            "is a workforce census; supervision-tui import workforce reads it",
        ),
        ("a.xlsx", b"hello", "broken or cut short"),
        ("a.csv", b"  \n ", "is empty"),
    ],
)
def test_what_is_no_table_says_what_it_is(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ImportRefused) as refused:
        annex_a(path)
    assert says in str(refused.value)


def test_an_archive_and_a_word_document_are_told_apart(tmp_path: Path) -> None:
    import zipfile

    for inside, says in (
        ("list6.csv", "unpack it first"),
        ("word/document.xml", "a Word document"),
    ):
        path = tmp_path / "a.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(inside, "x")
        with pytest.raises(ImportRefused, match=says):
            annex_a(path)


# What was tried besides


def test_totals_by_group_and_counts_are_no_children(tmp_path: Path) -> None:
    lines = ["Worker,Child ID,Child name,Team", "Ada Quill,400101,Mia Alder,Harbour",
    "Ada Quill,400102,Eve Birch,Harbour",
             "Ada Quill Total,2,,", "Bo Lark,400103,Ivy Cedar,Quay", "Bo Lark Total,1,,", ",3,,",
             "1,2,3,4",
             "Textbox40,Textbox41", "3,12", "Sum Ting,400199,Wing Ting,Quay"]  # fmt: skip
    file = caseload(written(tmp_path, *lines))
    assert refs(file) == ["400101", "400102", "400103", "400199"]
    assert [(row.row, row.reason) for row in file.left_out] == [
        (4, "a total"),
        (6, "a total"),
        (7, "its reference does not look like the others"),
        (8, "a row of column numbers"),
        (9, "of another table in the report"),
        (10, "of another table in the report"),
    ]


def test_a_child_is_not_left_out_for_a_name_that_reads_like_a_total(tmp_path: Path) -> None:
    lines = ["Child name,Child ID,Worker,Team", "Sum Ting,400199,Ada Quill,Quay",
    "Mean Lee,400200,Ada Quill,Quay",
             "Page One,400201,Ada Quill,Quay"]  # fmt: skip
    assert refs(caseload(written(tmp_path, *lines))) == ["400199", "400200", "400201"]


def test_a_second_table_is_read_by_its_own_header(tmp_path: Path) -> None:
    lines = [
        "Child ID,Child name,Worker,Team",
        "1001,Mia,Ada Quill,Harbour",
        "Child ID,Child name,Team,Worker",
        "1004,Eve,Quay,Ben Osei",
    ]
    assert [
        (row.ref, row.worker, row.team) for row in caseload(written(tmp_path, *lines)).rows
    ] == [("1001", "Ada Quill", "Harbour"), ("1004", "Ben Osei", "Quay")]


def test_formulas_that_give_nothing_but_zeros_are_empty_rows(tmp_path: Path) -> None:
    rows = [COLUMNS_6, child("1001", "CIN"), *([[0] * 14] * 5)]
    file = annex_a(book(tmp_path / "a.xlsx", {"List 6": rows}))
    assert refs(file) == ["1001"]
    assert {reason for _, reason in left_out(file)} == {"an empty row"}


def test_a_nought_formatted_as_a_date_is_no_date(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        as_date, sheet = (
            workbook.add_format({"num_format": "dd/mm/yyyy"}),
            workbook.add_worksheet("List 6"),
        )
        for number, values in enumerate((COLUMNS_6, child("1001", "CIN"))):
            sheet.write_row(number, 0, values)
        sheet.write_number(1, COLUMNS_6.index("CIN Closure Date"), 0, as_date)
    file = annex_a(path)
    assert refs(file) == ["1001"]
    assert "stands for no date" in file.warnings[0]


def test_a_cell_merged_over_several_rows_holds_for_each(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Caseload")
        sheet.write_row(0, 0, ["Worker", "Child ID", "Plan"])
        sheet.merge_range(1, 0, 2, 0, "Ada Quill")
        sheet.write_row(1, 1, ["1001", "CIN"])
        sheet.write_row(2, 1, ["1002", "CP"])
        sheet.write_row(3, 0, ["Bo Lark", "1003", "CIN"])
    assert [row.worker for row in caseload(path).rows] == ["Ada Quill", "Ada Quill", "Bo Lark"]
    page = tmp_path / "page.xls"
    rows = ("<tr><td>Worker<td>Child ID<td>Child name<td>Plan</tr>"
            "<tr><td rowspan=2>Ada Quill</td><td>1001<td>Mia<td>CIN</tr>"
            "<tr><td>1002<td>Eve<td>CP</tr><tr><td>Bo Lark<td>1003<td>Ivy<td>CIN</tr>")  # fmt: skip
    page.write_text(PAGE.format(rows=rows))
    assert [(row.ref, row.worker, row.name) for row in caseload(page).rows] == [
        ("1001", "Ada Quill", "Mia"),
        ("1002", "Ada Quill", "Eve"),
        ("1003", "Bo Lark", "Ivy"),
    ]


@pytest.mark.parametrize(
    ("ends", "is_closed"),
    [("01/01/00", False), ("01/01/1980", False), ("12/31/9999", False), ("31/12/3999", False),
    ("1/0/1900", False),
    ("No", False),
     ("10/01/2026", True), ("Yes", True), ("closed", True)],
)  # fmt: skip
def test_an_end_that_cannot_be_is_none(tmp_path: Path, ends: str, is_closed: bool) -> None:
    file = annex_a(list_6(tmp_path, child_6("S1", ends=ends), child_6("S2")))
    assert (refs(file) == ["S2"]) is is_closed
    assert not file.rejected
    assert not file.month_first


def test_a_well_quoted_note_of_several_lines_is_one_row(tmp_path: Path) -> None:
    note = '"Seen, on Mon\nby Ada, Ben, Cal, Dee, Eve, and Flo\nagain"'
    lines = [
        "child_ref,name,note,worker,team,plan",
        f"1001,Mia,{note},Ada Quill,Harbour,CIN",
        "1002,Eve,,Bo Lark,Quay,CP",
    ]
    file = caseload(written(tmp_path, *lines))
    assert refs(file) == ["1001", "1002"]
    assert not file.rejected


def test_two_stray_quotation_marks_swallow_no_child(tmp_path: Path) -> None:
    lines = [HEADER, 'C1,"Ada Quill,Harbour,cin', 'C2,"Bo Lark,Quay,cp', "C3,Cy Wren,Quay,cin"]
    file = caseload(written(tmp_path, *lines))
    assert refs(file) == ["C3"]
    assert [row.row for row in file.rejected] == [2, 3]
    assert {"C1", "C2"} <= file.named


@pytest.mark.parametrize("ref", ["1.23457E+11", "UNBORN-SMITH"])
def test_a_row_that_is_not_taken_makes_nobody_missing(tmp_path: Path, ref: str) -> None:
    file = annex_a(list_6(tmp_path, child_6("400101"), child_6("400102"), child_6(ref)))
    assert refs(file) == ["400101", "400102"]
    assert ref in file.named or not file.is_whole


def test_a_file_whose_columns_are_not_known_is_told_and_makes_nobody_missing(
    tmp_path: Path,
) -> None:
    written(tmp_path, HEADER, "C1,Ada Quill,Harbour,cin", name="a.csv")
    written(tmp_path, "child_ref,SW in charge,team", "C2,Bo Lark,Quay", name="b.csv")
    file = caseload(tmp_path)
    assert refs(file) == ["C1"]
    assert (
        file.warnings[0]
        == "Left out: b, whose columns are not known; so nobody is counted as no longer in the "
        "file."
    )
    assert not file.is_whole
    assert not annex_a(annex_a_without_list_6(tmp_path)).is_whole


def annex_a_without_list_6(folder: Path) -> Path:
    """Annex A as a file of list 7 alone."""
    header = (
        "Child Unique ID,Child Protection Plan Start Date,Date of the Last Statutory "
        "Visit,Allocated Worker"
    )
    return written(folder, header, "P1,30/01/2025,10/02/2026,Ada Quill", name="List 7.csv")


@pytest.mark.parametrize(
    ("cell", "worker", "says"),
    [
        ("Harbour Team / Ada Quill", "Ada Quill", "names 1 workers"),
        ("Ada Quill c/o Ben Osei", "Ada Quill c/o Ben Osei", ""),
        ("Janet Pool", "Janet Pool", ""),
        ('"Duty, Ann"', "Duty, Ann", ""),
        ("Vacant - covered by Ada Quill", None, "no worker is named by it"),
        ("Harbour", None, ""),
        ("(Jane Smith)", "Jane Smith", ""),
        ('"Jane Smith (SW), Ben Osei (FSW)"', "Jane Smith", "names 2 workers"),
        ('"Smith, Jane, Osei, Ben"', "Smith, Jane", "names 2 workers"),
        ("Jane Smith or Ben Osei", "Jane Smith", "names 2 workers"),
        ('"van der Berg, Anna Maria"', "van der Berg, Anna Maria", ""),
        ("None required", None, ""),
        ("Agency", None, ""),
        ("Jo Bank", "Jo Bank", ""),
        ("Not Recorded", None, ""),
        ("Mr Unknown", None, ""),
    ],
)
def test_workers_cells_once_more(tmp_path: Path, cell: str, worker: str | None, says: str) -> None:
    file = caseload(written(tmp_path, HEADER, f"C1,{cell},Harbour,cin"))
    assert [row.worker for row in file.rows] == [worker]
    assert says in " ".join(file.warnings)


def test_a_status_that_is_only_open_is_no_plan(tmp_path: Path) -> None:
    file = caseload(
        written(tmp_path, HEADER, "C1,Ada Quill,Harbour,Open", "C2,Ada Quill,Harbour,Active")
    )
    assert [(row.ref, row.says_plan) for row in file.rows] == [("C1", False), ("C2", False)]


def test_a_date_cell_in_a_column_that_is_month_first_has_been_swapped_already(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("List 6")
        as_date = workbook.add_format({"num_format": "dd/mm/yyyy"})
        rows = (COLUMNS_6, child("1001", "CIN", born="04/17/2015"), child("1002", "CIN", born=""))
        for number, values in enumerate(rows):
            sheet.write_row(number, 0, values)
        sheet.write_datetime(2, COLUMNS_6.index("Date of Birth"), date(2015, 7, 4), as_date)
    assert [row.born for row in annex_a(path).rows] == [None, None]
    assert [row.born for row in annex_a(path, order=DateOrder.MONTH_FIRST).rows] == [
        date(2015, 4, 17),
        date(2015, 4, 7),
    ]


def test_one_list_that_is_month_first_makes_the_others_doubtful(tmp_path: Path) -> None:
    header = (
        "Child Unique ID,Child Protection Plan Start Date,Date of the Last Statutory "
        "Visit,Allocated Worker"
    )
    written(tmp_path, header, "S1,10/25/2025,02/20/2026,Ada Quill", name="List 7.csv")
    list_6(
        tmp_path,
        child_6("S1", "CP", born="04/07/2015", start="11/03/2025", seen="02/01/2026"),
        name="List 6.csv",
    )
    assert annex_a(tmp_path).rows[0].born is None
    assert annex_a(tmp_path, order=DateOrder.MONTH_FIRST).rows[0].born == date(2015, 4, 7)


@pytest.mark.parametrize(
    "header", ["Child Unique ID,Date of Birth,Date of Referral,Allocated Team,Allocated Worker",
               "Child Unique ID,Date of Birth,Date of Contact,Contact Source,Allocated Worker"]
)  # fmt: skip
def test_lists_of_events_are_no_plain_caseload(tmp_path: Path, header: str) -> None:
    with pytest.raises(ImportRefused, match="is Annex A"):
        caseload(written(tmp_path, header, "S1,07/04/2015,12/01/2026,Harbour,Ada Quill"))


def test_references_as_a_spreadsheet_is_told_them(tmp_path: Path) -> None:
    file = caseload(
        written(
            tmp_path,
            HEADER,
            '"=""0004512""",Ada Quill,Harbour,cin',
            '"1,234,567",Ada Quill,Harbour,cin',
        )
    )
    assert refs(file) == ["0004512", "1234567"]


def test_a_heading_that_stands_twice_is_told(tmp_path: Path) -> None:
    file = caseload(written(tmp_path, f"{HEADER},Worker", "C1,Ada Quill,Harbour,cin,Bo Lark"))
    assert [row.worker for row in file.rows] == ["Ada Quill"]
    assert file.warnings == ("caseload: “worker” heads more than one column; the first was read.",)


# What further files showed, of the same kinds

LIST_8 = (
    "Child Unique ID,Date Started to be Looked After,Date Ceased to be Looked After,Date of Last "
    "Social Work Visit,"
    "Allocated Worker"
)


@pytest.mark.parametrize(
    "says",
    [
        "No children",
        "Nil return",
        "N/A - none",
        "0 children",
        "No CLA",
        "Blank",
        "There are no children",
    ],
)
def test_a_list_that_says_that_it_is_empty_holds_no_child(tmp_path: Path, says: str) -> None:
    file = annex_a(written(tmp_path, LIST_8, f"{says},,,,", name="List 8.csv"))
    assert (refs(file), left_out(file)) == ([], [(2, "a line of the report")])


@pytest.mark.parametrize(
    ("alone", "reason"),
    [
        ("02/03/2026", "a line of the report"),
        ("2026-03-02", "a line of the report"),
        ("09:15", "a line of the report"),
        ("2025/26", "a line of the report"),
        ("1/3", "a line of the report"),
        ("100%", "a line of the report"),
        ("CS017", "its reference does not look like the others"),
        ("TRL|3", "its reference does not look like the others"),
    ],
)
def test_what_stands_alone_in_the_column_of_references_is_no_child(
    tmp_path: Path, alone: str, reason: str
) -> None:
    file = caseload(
        written(tmp_path, HEADER, "400101,Ada,Harbour,cin", "400102,Ada,Harbour,cin", f"{alone},,,")
    )
    assert (refs(file), left_out(file)) == (["400101", "400102"], [(4, reason)])


def test_a_child_is_taken_whose_name_begins_like_a_total(tmp_path: Path) -> None:
    rows = '"Count, Basil",400101,,', "Total Tim,400102,,", "Total,2,,", "Total children,4002,,"
    file = caseload(
        written(tmp_path, "name,child_ref,worker,plan", "Mia Alder,400100,Ada Quill,CIN", *rows)
    )
    assert refs(file) == ["400100", "400101", "400102"]
    assert left_out(file) == [(5, "a total"), (6, "a total")]


def test_hidden_sheets_and_sheets_of_closed_cases_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "caseload.xlsx"
    header = HEADER.split(",")
    with xlsxwriter.Workbook(path) as workbook:
        for name, row in (
            ("Open", ["400101", "Ada Quill", "Harbour", "CIN"]),
            ("Closed", ["400102", "Ada Quill", "Harbour", "CIN"]),
            ("Last month", ["400101", "Bo Lark", "Quay", "CP"]),
        ):
            sheet = workbook.add_worksheet(name)
            sheet.write_row(0, 0, header)
            sheet.write_row(1, 0, row)
        sheet.hide()
    file = caseload(path)
    assert [(row.ref, row.worker, row.plan) for row in file.rows] == [
        ("400101", "Ada Quill", Plan.CIN)
    ]
    assert left_out(file) == [(2, "on the sheet “Closed”")]
    assert file.closed == {"400102"}
    assert file.warnings == (
        "Left out: the sheet “Last month” of caseload.xlsx, which is hidden; show it if it is "
        "needed.",
        "The caseload was read from 2 sheets: Open of caseload.xlsx, Closed of caseload.xlsx.",
    )


def test_what_is_needed_on_a_hidden_sheet_is_named(tmp_path: Path) -> None:
    path = tmp_path / "caseload.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet("Front").write(0, 0, "Caseload")
        sheet = workbook.add_worksheet("Data")
        sheet.write_row(0, 0, HEADER.split(","))
        sheet.write_row(1, 0, ["C1", "Ada Quill", "Harbour", "CIN"])
        sheet.hide()
    with pytest.raises(ImportRefused, match="on the sheet “Data”, which is hidden"):
        caseload(path)


def test_formulas_that_were_never_worked_out_are_told(tmp_path: Path) -> None:
    path = book(
        tmp_path / "plain.xlsx",
        {"Caseload": [HEADER.split(","), ["C1", "Ada Quill", "Harbour", "CIN"]]},
    )
    worked = with_cells(path, b'<c r="E2" t="str"><f>""</f><v></v></c>', tmp_path / "worked.xlsx")
    assert (caseload(worked).warnings, caseload(worked).is_whole) == ((), True)
    unworked = with_cells(
        path, b'<c r="E2"><f>A1</f><v></v></c><c r="F2"><f>A1</f></c>', tmp_path / "unworked.xlsx"
    )
    assert caseload(unworked).warnings == (
        "unworked.xlsx has formulas that were never worked out (2 cells); open it in Excel, save "
        "it, and import it "
        "again.",
    )
    assert not caseload(unworked).is_whole


def with_cells(path: Path, cells: bytes, into: Path) -> Path:
    """Write a workbook anew with more cells at the end of its last row."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(into, "w") as new:
        for entry in old.namelist():
            content = old.read(entry)
            if entry == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</row></sheetData>", cells + b"</row></sheetData>")
            new.writestr(entry, content)
    return into


def test_a_worker_who_heads_a_group_is_read_for_each_child_of_it(tmp_path: Path) -> None:
    rows = "Ada Quill,,", ",C1,CIN", ",C2,CP", "Bo Lark,,", ",C3,CIN", "Total,3,"
    file = caseload(written(tmp_path, "Worker,Child ID,Plan", *rows))
    assert [row.worker for row in file.rows] == ["Ada Quill", "Ada Quill", "Bo Lark"]
    assert file.warnings == (
        "caseload: “Worker” stands once for each group of rows; it was read for 3 rows below it.",
    )


def test_a_worker_at_the_head_of_a_group_with_its_total_has_all_of_it(tmp_path: Path) -> None:
    rows = (
        "Ada Quill,C1,CIN",
        ",C2,CP",
        "Ada Quill Total,2,",
        "Bo Lark,C3,CIN",
        "Bo Lark Total,1,",
        ",C4,CIN",
    )
    file = caseload(written(tmp_path, "Worker,Child ID,Plan", *rows))
    assert [row.worker for row in file.rows] == ["Ada Quill", "Ada Quill", "Bo Lark", None]


def test_a_worker_alone_on_a_line_of_a_flat_list_gets_no_child(tmp_path: Path) -> None:
    rows = "Ada Quill,C1,CIN", "Bo Lark,,", ",C2,CIN"
    file = caseload(written(tmp_path, "Worker,Child ID,Plan", *rows))
    assert [row.worker for row in file.rows] == ["Ada Quill", None]


def test_workers_who_stand_once_each_above_empty_cells_are_told(tmp_path: Path) -> None:
    rows = "Ada Quill,C1,CIN", ",C2,CP", "Bo Lark,C3,CIN", ",C4,CIN"
    file = caseload(written(tmp_path, "Worker,Child ID,Plan", *rows))
    assert any("names each worker once, with empty cells below" in said for said in file.warnings)


@pytest.mark.parametrize(
    "other", ["Allocated Worker (Previous)", "Worker (Secondary)", "Social Worker (Sibling)"]
)
def test_a_heading_that_is_about_another_worker_is_not_the_workers(
    tmp_path: Path, other: str
) -> None:
    file = caseload(
        written(tmp_path, f"Person ID,{other},Allocated Worker (Current)", "C1,Bo Lark,Ada Quill")
    )
    assert [row.worker for row in file.rows] == ["Ada Quill"]


def test_ends_and_deaths_under_other_headings(tmp_path: Path) -> None:
    header = "Person ID,Worker,Plan,Involvement End Date,Date of Death,Plan End Date"
    rows = (
        "C1,Ada Quill,CIN,01/02/2026,,",
        "C2,Ada Quill,CIN,,01/02/2026,",
        "C3,Ada Quill,CIN,,,01/02/2026",
    )
    file = caseload(written(tmp_path, header, *rows))
    assert (refs(file), left_out(file)) == (["C3"], [(2, "closed"), (3, "died")])
    assert file.warnings == (
        "caseload: “Plan End Date” was not read, though it may say when something ended.",
    )


def test_dates_with_american_hours_are_asked_about(tmp_path: Path) -> None:
    rows = "C1,Ada,11/3/2025 12:00:00 AM", "C2,Ada,9/8/2025 12:00:00 AM"
    path = written(tmp_path, "child_ref,worker,plan_start", *rows)
    assert [row.plan_start for row in caseload(path).rows] == [None, None]
    read = read_caseload([path], TODAY, DateOrder.MONTH_FIRST)
    assert [row.plan_start for row in read.rows] == [date(2025, 11, 3), date(2025, 9, 8)]
    day_first = written(
        tmp_path, "child_ref,worker,plan_start", "C1,Ada,14/3/2025 12:00:00 AM", rows[1]
    )
    assert [row.plan_start for row in caseload(day_first).rows] == [
        date(2025, 3, 14),
        date(2025, 8, 9),
    ]


def test_cells_in_single_quotation_marks(tmp_path: Path) -> None:
    file = caseload(written(tmp_path, "'child_ref','worker','plan'", "'C1','Ada Quill','cin'"))
    assert [(row.ref, row.worker) for row in file.rows] == [("C1", "Ada Quill")]


def test_references_of_zeros_and_with_another_dash(tmp_path: Path) -> None:
    file = caseload(
        written(
            tmp_path,
            HEADER,
            "00000,Ada,Harbour,cin",
            "P–80,Ada,Harbour,cin",
            "P-80,Ada,Harbour,cin",
        )
    )
    assert refs(file) == ["P-80"]
    assert [(row.row, row.reason) for row in file.rejected] == [
        (2, "the child's reference is missing")
    ]


def test_cells_that_reach_down_in_the_xml_of_2003(tmp_path: Path) -> None:
    def cells(*values: str) -> str:
        return "".join(f'<Cell><Data ss:Type="String">{value}</Data></Cell>' for value in values)

    merged = '<Cell ss:MergeDown="1"><Data ss:Type="String">Ada Quill</Data></Cell>'
    below = (
        '<Cell ss:Index="2"><Data ss:Type="String">C2</Data></Cell><Cell><Data '
        'ss:Type="String">cp</Data></Cell>'
    )
    rows = cells("worker", "child_ref", "plan"), merged + cells("C1", "cin"), below
    path = written(
        tmp_path,
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet '
        'ss:Name="Caseload"><Table>'
        + "".join(f"<Row>{row}</Row>" for row in rows)
        + "</Table></Worksheet></Workbook>",
        name="caseload.xls",
    )
    assert [(row.ref, row.worker) for row in caseload(path).rows] == [
        ("C1", "Ada Quill"),
        ("C2", "Ada Quill"),
    ]


def test_cells_at_the_end_that_reach_down_in_a_web_page(tmp_path: Path) -> None:
    rows = (
        "<tr><th>child_ref</th><th>plan</th><th>worker</th></tr>",
        "<tr><td>C1</td><td>cin</td><td rowspan=2>Ada Quill</td></tr>",
        "<tr><td>C2<td>cp</tr>",
    )
    path = written(tmp_path, f"<html><table>{''.join(rows)}</table></html>", name="caseload.xls")
    assert [(row.ref, row.worker) for row in caseload(path).rows] == [
        ("C1", "Ada Quill"),
        ("C2", "Ada Quill"),
    ]


def test_care_leavers_who_died_or_are_no_longer_eligible(tmp_path: Path) -> None:
    header = (
        "Child Unique ID,Allocated Worker,Eligibility Category,Latest Pathway Plan Review "
        "Date,LA in Touch"
    )
    rows = (
        "S1,Ada Quill,c) Former relevant,,a) Yes",
        "S2,Ada Quill,Not eligible,,",
        "S3,Ada Quill,Former,,d) Died",
    )
    file = annex_a(written(tmp_path, header, *rows, name="List 9.csv"))
    assert refs(file) == ["S1"]
    assert left_out(file) == [(3, "no longer a care leaver"), (4, "died")]


def test_a_name_that_is_withheld_is_none(tmp_path: Path) -> None:
    file = caseload(
        written(
            tmp_path, "child_ref,name,worker", "C1,REDACTED,Ada", "C2,*****,Ada", "C3,Mia Alder,Ada"
        )
    )
    assert [row.name for row in file.rows] == [None, None, "Mia Alder"]


def test_the_first_of_several_pages_is_read_however_short_it_is(tmp_path: Path) -> None:
    pages = [
        [f"{child},Ada,Harbour,cin" for child in page]
        for page in (["C1"], ["C2", "C3", "C4"], ["C5"])
    ]
    lines = [line for page in pages for line in (HEADER, *page)]
    assert refs(caseload(written(tmp_path, *lines))) == ["C1", "C2", "C3", "C4", "C5"]
