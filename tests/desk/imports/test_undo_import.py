"""An import is undone as a whole, until the next change of anything that it touched."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from supervision_tui.desk.children.cases import NewChild, add_child, close_child
from supervision_tui.desk.children.notes import add_note, pin_all
from supervision_tui.desk.data_protection.erasure import erase_child
from supervision_tui.desk.imports.accept_caseload import accept_caseload
from supervision_tui.desk.imports.bulk import from_ranges, in_ranges
from supervision_tui.desk.imports.dataset import accept_dataset
from supervision_tui.desk.imports.training import accept_training
from supervision_tui.desk.imports.undo_import import TO_UNDO, import_to_undo, undo_import
from supervision_tui.desk.imports.workforce import accept_workforce
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.vault.journal import JournalWanted, journal_page
from supervision_tui.imports.caseload_file import read_caseload
from supervision_tui.imports.safeguarding_dataset.dataset import read_ssd
from supervision_tui.imports.training_file import read_training
from supervision_tui.imports.workforce_census import read_workforce
from supervision_tui.practice.vocabulary import Plan
from supervision_tui.records import VaultFact
from supervision_tui.vault.plain_sql import rows_of
from supervision_tui.vault.store import Store
from tests.conftest import TODAY
from tests.desk.data_protection.test_legal_hold import AGREED
from tests.imports.files import written

FIRST = (
    "child_ref,worker,team,plan,name,family,rag",
    "C-1,Ada Quill,Harbour,cin,Mia,F1,red",
    "C-2,Bo Lark,Harbour,cp,Eve,,",
)
SECOND = (
    FIRST[0], "C-1,Bo Lark,Quay,cp,Mia Alder,F2,amber", "c-3,Cy Wren,Quay,cin,Ivy,F2,",
)  # fmt: skip
LATER = date(2026, 3, 9)
TABLES = (
    "team", "worker", "worker_alias", "worker_post", "family_group", "child", "allocation",
    "plan_episode", "rag_entry",
    "trigger_date", "training_booking", "training_step",
)  # fmt: skip


def take(
    store: Store, folder: Path, moment: Moment, *lines: str, close_missing: bool = False
) -> None:
    file = read_caseload([written(folder, *lines)], moment.today)
    store.run(accept_caseload, file, moment, close_missing=close_missing)


def records(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Everything that is on record."""

    def read(session: Session) -> dict[str, list[tuple[object, ...]]]:
        rows = rows_of(session)
        found = {
            name: [tuple(row) for row in rows(f"SELECT * FROM {name} ORDER BY id")]
            for name in TABLES
        }
        facts = [
            tuple(row) for row in rows("SELECT * FROM vault_fact ORDER BY key") if row[0] != TO_UNDO
        ]
        return found | {"facts": facts}

    return store.run(read)


@pytest.fixture
def later(moment: Moment) -> Moment:
    return Moment(LATER, moment.now + timedelta(days=7), moment.policy)


def test_everything_is_as_it_was_before(
    store: Store, tmp_path: Path, moment: Moment, later: Moment
) -> None:
    take(store, tmp_path, moment, *FIRST)
    before = records(store)
    take(store, tmp_path, later, *SECOND, close_missing=True)
    assert records(store) != before
    undone = store.run(undo_import, later)
    assert undone.file == "caseload.csv"
    assert records(store) == before
    with pytest.raises(Refused, match="no import that can be undone"):
        store.run(undo_import, later)
    take(store, tmp_path, moment, *FIRST)  # the day of the last import is that of the first again


def test_the_first_import_leaves_nothing(store: Store, tmp_path: Path, moment: Moment) -> None:
    empty = records(store)
    take(store, tmp_path, moment, *FIRST)
    store.run(undo_import, moment)
    assert records(store) == empty


def test_an_import_that_changes_nothing_leaves_the_one_before_to_be_undone(
    store: Store, tmp_path: Path, moment: Moment
) -> None:
    take(store, tmp_path, moment, *FIRST)
    take(store, tmp_path, moment, *FIRST)
    assert store.run(import_to_undo).new > 0


def test_after_a_change_of_what_it_touched_it_stays(
    store: Store, tmp_path: Path, moment: Moment
) -> None:
    take(store, tmp_path, moment, *FIRST)
    before = records(store)
    store.run(close_child, "C-2", "moved away", moment)
    closed = records(store)
    assert closed != before
    with pytest.raises(Refused, match=r"cannot be undone: what it brought was changed since \("):
        store.run(undo_import, moment)
    assert records(store) == closed


@pytest.mark.parametrize("is_pinned", [True, False])
def test_what_was_built_on_it_is_never_taken_away(
    store: Store, tmp_path: Path, moment: Moment, is_pinned: bool
) -> None:
    take(store, tmp_path, moment, *FIRST)
    if is_pinned:
        store.run(pin_all, ["C-1"], moment)
    else:
        store.run(add_note, "C-1", "look again", moment)
    there = records(store)
    with pytest.raises(Refused, match="something of its children was put on record since"):
        store.run(undo_import, moment)
    assert records(store) == there


def test_a_change_of_something_else_does_not_stand_in_the_way(
    store: Store, tmp_path: Path, moment: Moment, later: Moment
) -> None:
    take(store, tmp_path, moment, *FIRST)
    take(
        store,
        tmp_path,
        later,
        FIRST[0],
        "C-9,Cy Wren,Quay,cin,Ivy,,",
        "C-1,Ada Quill,Harbour,cin,Mia,F1,red",
    )
    store.run(add_note, "C-2", "another child", later)
    assert store.run(undo_import, later).new > 0


def test_a_child_who_was_moved_and_then_noted_stays_where_it_is(
    store: Store, tmp_path: Path, moment: Moment, later: Moment
) -> None:
    take(store, tmp_path, moment, *FIRST)
    take(store, tmp_path, later, FIRST[0], "C-1,Bo Lark,Harbour,cin,Mia,F1,red", FIRST[2])
    store.run(add_note, "C-1", "with the new worker", later)
    with pytest.raises(Refused, match=r"put on record since \(case note\)"):
        store.run(undo_import, later)


def test_after_a_clock_that_was_ahead_an_import_is_not_undone(
    store: Store, tmp_path: Path, moment: Moment
) -> None:
    ahead = Moment(date(2027, 6, 1), moment.now + timedelta(days=456), moment.policy)
    take(store, tmp_path, ahead, *FIRST)
    take(store, tmp_path, moment, *SECOND)
    with pytest.raises(Refused, match="no import that can be undone"):
        store.run(undo_import, moment)


def test_erasing_a_child_lets_go_of_what_was_kept_for_undoing(
    store: Store, tmp_path: Path, moment: Moment
) -> None:
    take(store, tmp_path, moment, *FIRST)
    store.run(close_child, "C-2", "moved away", moment)
    store.run(erase_child, "C-2", "C-2", moment, early=AGREED)
    assert store.run(lambda session: session.get(VaultFact, TO_UNDO)) is None


def test_a_number_that_was_undone_is_not_given_away_again(
    store: Store, tmp_path: Path, moment: Moment
) -> None:
    take(store, tmp_path, moment, *FIRST)
    store.run(undo_import, moment)
    take(store, tmp_path, moment, FIRST[0], "C-7,Ada Quill,Harbour,cin,,,")
    store.run(add_child, NewChild("Z-9", "", Plan.CIN, "Ada Quill"), moment)
    for ref, verbs in (("C-7", [("import caseload", "new")]), ("Z-9", [])):
        page = store.run(journal_page, JournalWanted(child=ref))
        assert [(line.verb, line.fields) for line in page.lines if "import" in line.verb] == verbs


def test_the_journal_says_of_each_child_that_an_import_was_undone(
    store: Store, tmp_path: Path, moment: Moment, later: Moment
) -> None:
    take(store, tmp_path, moment, *FIRST)
    take(store, tmp_path, later, *SECOND)
    store.run(undo_import, later)
    page = store.run(journal_page, JournalWanted(child="C-1"))
    assert [(line.verb, line.fields) for line in page.lines] == [
        ("undo import", "undone"),
        ("import caseload", "moved, changed"),
        ("import caseload", "new"),
    ]


def test_what_an_import_did_to_each_child_can_still_be_asked(
    store: Store, tmp_path: Path, moment: Moment, later: Moment
) -> None:
    take(store, tmp_path, moment, *FIRST)
    take(store, tmp_path, later, *SECOND, close_missing=True)

    def told(ref: str) -> list[str]:
        page = store.run(journal_page, JournalWanted(child=ref))
        return [line.fields for line in page.lines if line.verb == "import caseload"]

    assert {ref: told(ref) for ref in ("C-1", "c-2", "C-3")} == {
        "C-1": ["moved, changed", "new"],
        "c-2": ["closed", "new"],
        "C-3": ["new"],
    }
    whole = store.run(journal_page, JournalWanted(verb="import"))
    assert whole.lines[0].fields == "new 1, moved 1, changed 1, closed 1"


def test_the_vault_stays_whole(store: Store, tmp_path: Path, moment: Moment, later: Moment) -> None:
    take(store, tmp_path, moment, *FIRST)
    take(store, tmp_path, later, *SECOND)
    store.run(undo_import, later)
    assert store.verify().is_whole


def test_attendance_and_workforce_are_undone_too(
    demo_store: Store, tmp_path: Path, moment: Moment
) -> None:
    before = records(demo_store)
    name = str(before["worker"][0][2])
    lines = (
        "worker,course,date,status",
        f"{name},Neglect,20/02/2026,attended",
        f"{name},Court skills,21/02/2026,dna",
    )
    demo_store.run(accept_training, read_training([written(tmp_path, *lines)], TODAY), moment)
    assert records(demo_store) != before
    demo_store.run(undo_import, moment)
    assert records(demo_store) == before
    census = tmp_path / "census.xml"
    census.write_text(
        "<Message><CSWWWorker><SWENo>SW9</SWENo><FTE>0.5</FTE></CSWWWorker></Message>"
    )
    demo_store.run(accept_workforce, read_workforce(census, TODAY, takes_unknown=True), moment)
    demo_store.run(undo_import, moment)
    assert records(demo_store) == before


def test_a_dataset_is_undone_with_its_workers(store: Store, tmp_path: Path, moment: Moment) -> None:
    from tests.imports.test_safeguarding_dataset import INVOLVEMENTS, dataset

    empty = records(store)
    folder = dataset(
        tmp_path, involvements=(INVOLVEMENTS, "P1,Allocated worker,Harbour,2025-11-03,,C1")
    )
    store.run(accept_dataset, read_ssd(folder, TODAY), moment)
    assert records(store) != empty
    store.run(undo_import, moment)
    assert records(store) == empty


@pytest.mark.parametrize(
    ("numbers", "words"),
    [([], ""), ([4], "4"), ([1, 2, 3, 7], "1-3, 7"), ([9, 2, 8, 2], "2, 8-9"), ([5, 6], "5-6")],
)
def test_numbers_in_few_letters(numbers: list[int], words: str) -> None:
    assert in_ranges(numbers) == words
    assert from_ranges(words) == sorted(set(numbers))
