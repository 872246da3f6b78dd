"""References, text and names in all their dress."""

from __future__ import annotations

import pytest

from supervision_tui.imports.tables import cells, people
from supervision_tui.imports.tables.cells import CellWrong


@pytest.mark.parametrize(
    ("written", "ref"),
    [
        ("P-77", "P-77"), ("'900", "900"), ("900.0", "900"), (900.0, "900"), (900, "900"), ("00123",
        "00123"),
        (" P 77\u00a0", "P 77"), ("P\u200b-77", "P-77"), ("12.50", "12.50"), ("1E5", "1E5"),
    ],
)  # fmt: skip
def test_a_reference_is_the_same_in_every_dress(written: object, ref: str) -> None:
    assert cells.reference(written) == ref


@pytest.mark.parametrize("written", ["1.23457E+11", "1,23E+11", "1E+12", 1.23457e17, "1.2e10"])
def test_a_number_that_a_spreadsheet_has_shortened_is_nobodys_reference(written: object) -> None:
    with pytest.raises(CellWrong, match="its digits are lost"):
        cells.reference(written)


@pytest.mark.parametrize("written", ["", "#N/A", "NULL", "Unknown", "not known", "N/K", "0"])
def test_no_reference_is_missing(written: str) -> None:
    with pytest.raises(CellWrong, match="missing"):
        cells.reference(written)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Ada\u00a0Quill", "Ada Quill"), ("Ada \u200bQuill", "Ada Quill"), ("\ufeffAda", "Ada"),
        ("Ada\u00adm", "Adam"),
        ("A\x1b[31mda", "A [31mda"), ("Ada\r\nQuill", "Ada Quill"), ("NULL", ""), ("null", ""),
        ("Null", "Null"),
        ("\u06a9\u200c\u06af", "\u06a9\u200c\u06af"), ("A\u200cda", "Ada"), ("n/a", ""), ("(null)",
        ""),
    ],
)  # fmt: skip
def test_text_is_one_plain_line_with_the_joiners_that_its_script_needs(
    written: str, plain: str
) -> None:
    assert cells.text(written) == plain


@pytest.mark.parametrize(
    "name",
    ["", "#N/A", "Unallocated", "unallocated - North", "No Social Worker", "DUTY WORKER (North)",
    "Duty Social Worker",
     "Vacancy", "VACANT POST 3", "North Team 2", "TBC", "0", "000", "?", "-", "Harbour Tray",
     "Allocations Tray",
     "MASH",
     "Awaiting allocation (12)", "Screening", "Children's Social Care Inbox", "Out of Hours",
     "Assessment Hub",
     "Not known",
     "Quay Duty", "Un-allocated", "Waiting list", "Practice Manager", "Agency Social Worker",
     "SW TBC", "Agency SW 3",
     "Student SW", "Under Review", "IRO Service", "Mosaic Admin"],
)  # fmt: skip
def test_a_queue_or_a_gap_is_nobody(name: str) -> None:
    assert people.worker(name, ["Harbour", "Quay Team"]) is None


@pytest.mark.parametrize(
    "name",
    ["Closed", "Yes", "See below", "As above", "Same", "Co-allocated", "Left", "Ex-worker",
    "XX Do not use",
     "zz Ann Leaver", "*** ACCESS DENIED ***", "***"],
)  # fmt: skip
def test_what_is_no_name_is_nobody_and_told(name: str) -> None:
    assert people.worker(name) is None
    assert people.names_more_than_nobody(name)


def test_a_team_may_be_called_after_its_manager() -> None:
    rows = [
        ("Jane Smith", "North"),
        ("Omar Khan", "Jane Smith"),
        ("Meg Boss", "Meg Boss"),
        ("North", "Quay"),
    ]
    teams = people.teams_among(rows)
    assert teams == {"North", "Meg Boss", "Quay"}
    assert people.worker("Jane Smith", teams) == "Jane Smith"
    assert people.worker("Meg Boss", teams) is None
    assert people.names_more_than_nobody("Meg Boss", teams)


@pytest.mark.parametrize(
    "name",
    ["Mary Duty", "Tom Steam", "Jane Murtray", "Cara Tray", "Ng", "Łukasz Żak", "Ben Null", "Null",
    "10234", "SW10234",
     "SMITH, Jane (Agency)", "Ada Quill, Harbour Team", "Ada Quill - Duty Team", "Teamwork Ada",
     "Ada Manager",
     "J Desk"],
)  # fmt: skip
def test_a_person_is_a_person(name: str) -> None:
    assert people.worker(name, ["Harbour"]) == name


@pytest.mark.parametrize(
    ("cell", "named"),
    [
        ("Ada Quill / Ben Osei", ("Ada Quill", "Ben Osei")),
        ("Ada Quill & Ben Osei", ("Ada Quill", "Ben Osei")),
        ("Ada Quill; Ben Osei; Cy Wren", ("Ada Quill", "Ben Osei", "Cy Wren")),
        ("Ada Quill and Ben Osei", ("Ada Quill", "Ben Osei")),
        ("Ada Quill -> Ben Osei", ("Ben Osei", "Ada Quill")),
        ("Ada Quill for Ben Osei", ("Ada Quill", "Ben Osei")),
        ("Ada Quill <ada.quill@example.org>", ()),
        ("Ada Smith/Jones", ()),
        ("Andy Sandiland", ()),
        ("Ada Quill (Agency / Locum)", ()),
    ],
)
def test_two_names_in_a_cell_are_told(cell: str, named: tuple[str, ...]) -> None:
    assert people.several(cell) == named


@pytest.mark.parametrize(
    ("code", "sex"),
    [("b) Female", "female"), ("F", "female"), ("2", "female"), (2, "female"), ("1 - Male", "male"),
    ("a) Male",
    "male"),
     ("c) Not stated/recorded (or unborn)", None), ("U", None), ("d) Neither", None)],
)  # fmt: skip
def test_sex_in_its_spellings(code: object, sex: str | None) -> None:
    assert cells.sex(code) == sex
