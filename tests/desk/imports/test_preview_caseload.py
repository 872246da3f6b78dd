"""What taking a file would change: children and workers are known again in whatever dress they
come.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from supervision_tui.desk.imports.accept_caseload import accept_caseload
from supervision_tui.desk.imports.preview import Preview
from supervision_tui.desk.imports.preview_caseload import preview_caseload
from supervision_tui.desk.moment import Moment
from supervision_tui.imports.caseload_file import read_caseload
from supervision_tui.records import Child, Worker
from supervision_tui.vault.store import Store
from tests.imports.files import written

HEADER = "child_ref,worker,team,plan"


def preview_after(store: Store, moment: Moment, folder: Path, before: str, *rows: str) -> Preview:
    """Take a caseload of one row, and tell what another one would change."""
    store.run(
        accept_caseload, read_caseload([written(folder, HEADER, before)], moment.today), moment
    )
    return store.run(
        preview_caseload, read_caseload([written(folder, HEADER, *rows)], moment.today), moment
    )


def changes(preview: Preview) -> dict[str, int]:
    return {
        kind: number
        for kind in ("new", "moved", "changed", "missing")
        if (number := preview.count(kind))
    }


def test_a_reference_in_other_letters_is_the_same_child(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    shortened = "1.23457E+11,Ada Quill,Harbour,cin"
    preview = preview_after(
        store,
        moment,
        tmp_path,
        "p-77,Ada Quill,Harbour,cin",
        "P-77,Ada Quill,Harbour,cin",
        shortened,
    )
    assert (changes(preview), preview.unchanged) == ({}, 1)
    assert [(row.value, "digits are lost" in row.reason) for row in preview.rejected] == [
        ("1.23457E+11", True)
    ]


def test_a_name_with_more_around_it_is_asked_about(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    preview = preview_after(
        store,
        moment,
        tmp_path,
        "C1,Ada Quill,Harbour,cin",
        "C1,Ms Ada Quill,Harbour,cin",
        "C2,Ada Quill (10234),Harbour,cin",
        'C3,"QUILL, Ada (Agency)",Harbour,cin',
        "C4,Ada Quill / Ben Osei,Harbour,cin",
    )
    asked = {(near.in_file, near.here) for near in preview.near_names}
    assert asked == {
        (each, "Ada Quill") for each in ("Ms Ada Quill", "Ada Quill (10234)", "QUILL, Ada (Agency)")
    }
    assert any("names 2 workers; the first was taken" in said for said in preview.warnings)


@pytest.mark.parametrize(
    "name",
    ["QUILL Ada", "Quill, A", "Ms A Quill", "Ada Quill 0.8 FTE", "Ada Quill - sick",
    "c/o Ada Quill",
     "ada.quill@example.org", "Ada Quill, Ben Osei", "Ada Quill/Duty", "Ada Quil"],
)  # fmt: skip
def test_a_worker_who_is_here_is_found_in_other_dress(
    name: str, store: Store, moment: Moment, tmp_path: Path
) -> None:
    preview = preview_after(
        store, moment, tmp_path, "C1,Ada Quill,Harbour,cin", f'C2,"{name}",Harbour,cin'
    )
    assert [(near.in_file, near.here) for near in preview.near_names] == [(name, "Ada Quill")]


def test_another_of_the_same_surname_is_not_asked_about(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    rows = ("C2,John Quill,Harbour,cin", "C3,Quill,Harbour,cin", "C4,Adam Quillfeather,Harbour,cin")
    assert (
        preview_after(store, moment, tmp_path, "C1,Ada Quill,Harbour,cin", *rows).near_names == ()
    )


def test_a_name_that_is_run_together_is_asked_about(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    rows = ("C1,Jane Smith,Harbour,cin", "C2,Jane\u200bSmith,Harbour,cin")
    file = read_caseload([written(tmp_path, HEADER, *rows)], moment.today)
    near = store.run(preview_caseload, file, moment).near_names
    assert [(each.in_file, each.here) for each in near] == [("JaneSmith", "Jane Smith")]


def test_a_new_worker_is_counted_once_however_the_name_is_written(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    rows = (
        "C1,JANE SMITH,Harbour,cin",
        "C2,Jane Smith,Harbour,cin",
        'C3,"Smith, Jane",Harbour,cin',
    )
    file = read_caseload([written(tmp_path, HEADER, *rows)], moment.today)
    preview = store.run(preview_caseload, file, moment)
    taken = store.run(accept_caseload, file, moment)
    for each in (preview, taken):
        assert [(worker.name, worker.after, worker.is_new) for worker in each.workers] == [
            ("JANE SMITH", 3, True)
        ]
    assert store.run(lambda session: [worker.name for worker in session.exec(select(Worker))]) == [
        "JANE SMITH"
    ]


def test_a_child_is_closed_on_the_day_that_the_file_says(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    header = f"{HEADER},closed on"
    rows = [f"C{number},Ada Quill,Harbour,cin," for number in (1, 2, 3, 4)]
    store.run(
        accept_caseload, read_caseload([written(tmp_path, header, *rows)], moment.today), moment
    )
    later = replace(moment, today=moment.today + timedelta(days=7))
    ended = (moment.today + timedelta(days=3)).isoformat()
    rows = [f"C1,Ada Quill,Harbour,cin,{ended}", "C2,Ada Quill,Harbour,cin,2025-01-05", rows[3]]
    file = read_caseload([written(tmp_path, header, *rows)], later.today)
    store.run(accept_caseload, file, later, close_missing=True)
    closed = store.run(
        lambda session: {c.ref: (c.closed_on, c.close_reason) for c in session.exec(select(Child))}
    )
    assert closed["C1"] == (moment.today + timedelta(days=3), "closed in the council's export")
    # Never before the first import.
    assert closed["C2"] == (later.today, "closed in the council's export")
    assert closed["C3"] == (later.today, "no longer in the council's export")
    again = read_caseload(
        [written(tmp_path, header, "C1,Ada Quill,Harbour,cin,", rows[2])], later.today
    )
    (change,) = store.run(preview_caseload, again, later).changes
    assert change.says.startswith("CIN, Ada Quill, closed here since ")
