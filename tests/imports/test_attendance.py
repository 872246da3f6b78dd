"""Attendance at trainings from a file: preview, rejects, idempotence.

On the command line and behind the screen.
"""

from __future__ import annotations

import json
import stat
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from supervision_tui.cli.main import main
from supervision_tui.desk.imports.files import ImportRefused
from supervision_tui.desk.imports.training import TrainingFile, accept_training, preview_training
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.training.board import learning
from supervision_tui.imports.training_file import read_training
from supervision_tui.practice.training import TrainingState
from supervision_tui.records import Worker
from supervision_tui.vault.store import Store
from tests.conftest import PASSPHRASE, TODAY

HEADER = "Staff Name,Course Title,Date,Attendance,Reason for non-attendance"


def written(folder: Path, *lines: str, header: str = HEADER, name: str = "attendance.csv") -> Path:
    path = folder / name
    path.write_text("\n".join((header, *lines)) + "\n", "utf-8")
    return path


def read(folder: Path, *lines: str, header: str = HEADER) -> TrainingFile:
    return read_training([written(folder, *lines, header=header)], TODAY)


def names(store: Store) -> list[str]:
    def found(session: Session) -> list[str]:
        return [session.get(Worker, number).name for number in range(1, 10)]  # type: ignore[union-attr]

    return store.run(found)


def test_lines_are_read_whatever_their_headers_and_words(tmp_path: Path) -> None:
    file = read(
        tmp_path,
        "A Worker,Neglect,20/02/2026,DNA,Case load",
        "A Worker,Court,2026-02-21,Attended,",
        "A Worker,Data,22 Feb 2026,Late cancellation,in court",
        "A Worker,Trauma,23/02/26,No,",
    )
    shown = [(row.course, row.on, str(row.state), str(row.reason)) for row in file.rows]
    assert shown == [
        ("Neglect", date(2026, 2, 20), "did not attend", "workload"),
        ("Court", date(2026, 2, 21), "attended", "None"),
        ("Data", date(2026, 2, 22), "cancelled late", "court"),
        ("Trauma", date(2026, 2, 23), "did not attend", "unknown"),
    ]


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        (",Neglect,20/02/2026,attended,", "Staff Name", "no worker"),
        ("A Worker,,20/02/2026,attended,", "Course Title", "a course is needed"),
        ("A Worker,Neglect,31/02/2026,attended,", "Date", "no such date"),
        ("A Worker,Neglect,,attended,", "Date", "a date is needed"),
        ("A Worker,Neglect,20/03/2026,attended,", "Date", "still to come"),
        ("A Worker,Neglect,20/02/2026,maybe,", "Attendance", "not a status"),
        (f"{'x' * 10_000},Neglect,20/02/2026,attended,", "Staff Name", "longer than"),
    ],
)
def test_a_line_that_cannot_be_read_is_given_back_and_the_others_are_taken(
    tmp_path: Path, line: str, column: str, reason: str
) -> None:
    file = read(tmp_path, line, "A Worker,Court,2026-02-21,attended,")
    assert [(row.row, row.column) for row in file.rejected] == [(2, column)]
    assert reason in file.rejected[0].reason
    assert len(file.rows) == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02\x03", "not a text file"),
        (b"name,colour\nx,y\n", "no list of attendance"),
        (b"worker;course;status\nx;y;attended\n", "no list of attendance.* Not found: date."),
    ],
)
def test_a_file_that_is_none_is_refused_in_one_sentence(
    tmp_path: Path, content: bytes, says: str
) -> None:
    path = tmp_path / "wrong.csv"
    path.write_bytes(content)
    with pytest.raises(ImportRefused, match=says):
        read_training([path], TODAY)


def test_the_same_file_twice_changes_nothing(
    demo_store: Store, moment: Moment, tmp_path: Path
) -> None:
    first, second = names(demo_store)[:2]
    file = read(
        tmp_path,
        f"{first},Neglect,20/02/2026,did not attend,workload",
        f"{second},Trauma and loss,2026-04-20,booked,",
        f"{second},neglect,20/02/2026,attended,",
    )
    before = demo_store.run(learning, moment)
    preview = demo_store.run(preview_training, file, moment)
    assert (preview.count("new"), preview.applied) == (3, False)
    assert demo_store.run(learning, moment) == before
    taken = demo_store.run(accept_training, file, moment)
    assert taken.applied
    after = demo_store.run(learning, moment)
    assert len(after.bookings) == len(before.bookings) + 3
    again = demo_store.run(accept_training, file, moment)
    assert (again.changes, again.unchanged) == ((), 3)
    assert demo_store.run(learning, moment) == after


def test_a_later_file_changes_what_became_of_a_booking_and_an_older_one_does_not(
    demo_store: Store, moment: Moment, tmp_path: Path
) -> None:
    name = names(demo_store)[7]
    booked = read(tmp_path, f"{name},Neglect,27/02/2026,booked,")
    went = read(tmp_path, f"{name},Neglect,27/02/2026,attended,")
    assert demo_store.run(accept_training, booked, moment).count("new") == 1
    assert demo_store.run(accept_training, went, moment).count("changed") == 1
    assert demo_store.run(accept_training, booked, moment).changes == ()
    lines = [
        each for each in demo_store.run(learning, moment).bookings if each.on == date(2026, 2, 27)
    ]
    assert [each.state for each in lines if each.worker == name] == [TrainingState.ATTENDED]


def test_two_lines_never_fall_onto_one_booking_without_a_day(
    demo_store: Store, moment: Moment, tmp_path: Path
) -> None:
    from supervision_tui.desk.training.bookings import BookingDraft, book

    name = names(demo_store)[7]
    demo_store.run(book, BookingDraft(name, "Alpha", "", TrainingState.WISHED), moment)
    file = read(
        tmp_path,
        f"{name},Alpha,10/01/2026,did not attend,workload",
        f"{name},alpha,10/02/2026,did not attend,",
        f"{name},alpha,10/02/2026,attended,",
    )
    preview = demo_store.run(preview_training, file, moment)
    assert (preview.count("changed"), preview.count("new")) == (1, 1)
    assert preview.warnings == (
        "1 line stands for a course and a day that another line below names again; the last line "
        "holds.",
    )
    demo_store.run(accept_training, file, moment)
    lines = [
        each
        for each in demo_store.run(learning, moment).bookings
        if each.title.casefold() == "alpha"
    ]
    assert sorted(str(each.state) for each in lines) == ["attended", "did not attend"]
    assert demo_store.run(accept_training, file, moment).changes == ()


def test_a_near_name_is_taken_only_with_the_managers_yes(
    demo_store: Store, moment: Moment, tmp_path: Path
) -> None:
    name = names(demo_store)[0]
    near = f"{name[:-1]}x"
    file = read(
        tmp_path,
        f"{near},Neglect,20/02/2026,attended,",
        "Quite Somebody Else,Neglect,20/02/2026,attended,",
    )
    preview = demo_store.run(preview_training, file, moment)
    assert [(each.in_file, each.here) for each in preview.near_names] == [(near, name)]
    assert [row.reason.split(";")[0] for row in preview.rejected] == [
        f"spelled like {name}",
        "not here",
    ]
    assert preview.changes == ()
    taken = demo_store.run(accept_training, file, moment, {near: name})
    assert (taken.count("new"), len(taken.rejected)) == (1, 1)
    again = demo_store.run(preview_training, file, moment)
    assert (again.unchanged, again.near_names) == (1, ())


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=8))
def test_no_line_of_any_file_breaks_the_reader(
    tmp_path_factory: pytest.TempPathFactory, lines: list[list[str]]
) -> None:
    import csv

    path = tmp_path_factory.mktemp("any") / "any.csv"
    with path.open("w", encoding="utf-8", newline="", errors="replace") as out:
        writer = csv.writer(out)
        writer.writerow(["worker", "course", "date", "status", "reason"])
        writer.writerows(lines)
    try:
        file = read_training([path], TODAY)
    except ImportRefused:
        return
    assert all(row.worker and row.course for row in file.rows)


# On the command line


def test_the_command_shows_takes_and_gives_back(
    demo_path: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    secret = tmp_path / "pass"
    secret.write_text(PASSPHRASE)
    path = written(
        tmp_path, "=cmd|' /C calc'!A0,Neglect,20/02/2026,attended,", "Nobody,Court,x,attended,"
    )
    base = [
        "--vault",
        str(demo_path),
        "--passphrase-file",
        str(secret),
        "import",
        "training",
        str(path),
    ]
    rejects = tmp_path / "rejects.csv"
    status = main(
        [*base, "--as-of", "2026-03-02", "--dry-run", "--json", "--rejects", str(rejects)]
    )
    out, _ = capfd.readouterr()
    found = json.loads(out)
    assert status == 0
    assert (found["new"], found["applied"], len(found["rejected"])) == (0, False, 2)
    assert {
        "file",
        "lists",
        "moved",
        "changed",
        "missing",
        "unallocated",
        "unchanged",
        "warnings",
    } <= set(found)
    assert stat.S_IMODE(rejects.stat().st_mode) == 0o600
    assert "'=cmd" in rejects.read_text("utf-8-sig")
    path.write_bytes(b"\x00\x00")
    assert main([*base, "--json"]) == 4
    assert json.loads(capfd.readouterr().out)["applied"] is False


def test_a_quotation_mark_that_is_not_closed_names_its_line_and_semicolons_part_columns(
    tmp_path: Path,
) -> None:
    file = read(
        tmp_path, 'A Worker,"Neglect,20/02/2026,attended,', "B Worker,Court,2026-02-21,attended,"
    )
    assert [(row.row, row.reason) for row in file.rejected] == [
        (2, "a quotation mark is not closed")
    ]
    file = read(tmp_path, "A Worker;Court;2026-02-21;attended", header="worker;course;date;status")
    assert [(row.worker, row.course) for row in file.rows] == [("A Worker", "Court")]


@pytest.mark.parametrize(
    ("said", "state"),
    [("Fully attended", TrainingState.ATTENDED), ("✓", TrainingState.ATTENDED), ("Part",
    TrainingState.PART_ATTENDED),
     ("Apologies", TrainingState.CANCELLED_IN_TIME)],
)  # fmt: skip
def test_states_in_other_words(tmp_path: Path, said: str, state: TrainingState) -> None:
    header = "Worker,Course,Date attended,Status"
    file = read_training(
        [written(tmp_path, f"Ada Quill,Neglect,2026-02-20,{said}", header=header)], TODAY
    )
    assert [row.state for row in file.rows] == [state]


def test_who_withdrew_is_not_made_up(tmp_path: Path) -> None:
    file = read(tmp_path, "Ada Quill,Neglect,20/02/2026,Withdrawn,")
    assert "not a status" in file.rejected[0].reason
