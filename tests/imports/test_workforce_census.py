"""The workforce census by its schemas of 2021 to 2025, and as it truly comes."""

from __future__ import annotations

from pathlib import Path

import pytest

from supervision_tui.desk.imports.files import ImportRefused
from supervision_tui.desk.imports.workforce import preview_workforce
from supervision_tui.desk.moment import Moment
from supervision_tui.imports.workforce_census import read_workforce
from supervision_tui.vault.store import Store
from tests.conftest import TODAY

from .files import child_6, list_6

WORKER = (
    "<CSWWWorker><AgencyWorker>0</AgencyWorker><SWENo>SW1</SWENo>"
    "<FTE>{fte}</FTE>{more}</CSWWWorker>"
)


def census(
    folder: Path, worker: str, *, begins: str = "<Message>", encoding: str = "utf-8"
) -> Path:
    path = folder / "census.xml"
    path.write_text(f"{begins}{worker}</Message>", encoding)
    return path


@pytest.mark.parametrize(
    ("code", "reason"),
    [("MAT", "parental leave"), ("OTH", "other paid absence"), ("PUB", "public duties"), ("SIC",
    "sickness"),
     ("TRN", "training"), ("UNA", "unauthorised absence"), ("UNP", "unpaid absence"), ("mat",
     "parental leave"),
     ("XYZ", "“XYZ”, a reason that is not known"), ("", "no reason given")],
)  # fmt: skip
def test_every_published_code_of_absence(tmp_path: Path, code: str, reason: str) -> None:
    more = f"<Sex>F</Sex><Absat30Sept>1</Absat30Sept><ReasonAbsence>{code}</ReasonAbsence>"
    file = read_workforce(census(tmp_path, WORKER.format(fte=1, more=more)), TODAY)
    assert f"absent on 30 September ({reason})" in file.rows[0].notes[0]


@pytest.mark.parametrize("fte", ["0,6", "-1", "37", "full"])
def test_hours_that_cannot_be_are_given_back_with_the_value(tmp_path: Path, fte: str) -> None:
    file = read_workforce(census(tmp_path, WORKER.format(fte=fte, more="")), TODAY)
    assert [(row.column, row.value) for row in file.rejected] == [("FTE", fte)]


def test_a_role_that_is_to_end_has_not_ended_and_an_odd_date_costs_no_worker(
    tmp_path: Path,
) -> None:
    more = "<RoleStartDate>not known</RoleStartDate><RoleEndDate>2026-09-01</RoleEndDate>"
    row = read_workforce(census(tmp_path, WORKER.format(fte=0.8, more=more)), TODAY).rows[0]
    assert (row.fte, row.has_left, row.starts_on) == (0.8, False, None)
    assert row.notes[0] == "RoleStartDate “not known” was left empty (not a date)"
    assert row.notes[1].startswith("the role is to end on 2026-09-01")


@pytest.mark.parametrize(
    ("begins", "encoding"),
    [
        ('\n<?xml version="1.0" encoding="utf-8"?><Message>', "utf-8"),
        ('<?xml version="1.0" encoding="utf-16"?><Message>', "utf-16"),
        ('<?xml version="1.0" encoding="utf-8"?><Message><Note>é</Note>', "cp1252"),
        ('<Message xmlns="urn:census"><Header><CollectionDetails><Collection> csww </Collection>'
         "</CollectionDetails></Header>", "utf-8"),
        ("<Message><Header/>", "utf-8-sig"),
    ],
)  # fmt: skip
def test_a_census_is_read_however_it_is_written_down(
    tmp_path: Path, begins: str, encoding: str
) -> None:
    file = read_workforce(
        census(tmp_path, WORKER.format(fte=0.5, more=""), begins=begins, encoding=encoding), TODAY
    )
    assert [(row.registration, row.fte) for row in file.rows] == [("SW1", 0.5)]


def test_a_file_of_another_kind_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="is Annex A; supervision-tui import annex-a reads it"):
        read_workforce(list_6(tmp_path, child_6("S1")), TODAY)


@pytest.mark.parametrize(
    ("mark", "agency"),
    [
        ("1", True),
        ("true", True),
        ("Y", True),
        ("0", False),
        ("No", False),
        ("", None),
        ("2", None),
    ],
)
def test_marks_in_other_spellings(tmp_path: Path, mark: str, agency: bool | None) -> None:
    worker = WORKER.replace(
        "<AgencyWorker>0</AgencyWorker>", f"<AgencyWorker>{mark}</AgencyWorker>"
    )
    (row,) = read_workforce(census(tmp_path, worker.format(fte=1, more="")), TODAY).rows
    assert row.agency is agency
    assert bool(row.notes) is (mark == "2")


def test_two_posts_that_both_go_on_are_told(store: Store, moment: Moment, tmp_path: Path) -> None:
    path = census(tmp_path, WORKER.format(fte=0.4, more="") + WORKER.format(fte=0.6, more=""))
    preview = store.run(preview_workforce, read_workforce(path, TODAY, takes_unknown=True), moment)
    assert any(
        "SW1 has two posts that go on, of 0.4 and 0.6; the last was taken." in said
        for said in preview.warnings
    )
