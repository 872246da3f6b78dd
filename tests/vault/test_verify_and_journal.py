"""What `verify` looks at, and a journal in which an edit or a cut is found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import Session

from supervision_tui.desk.moment import Moment
from supervision_tui.desk.vault import overview
from supervision_tui.desk.vault.journal import JournalWanted, follow_journal, journal_page
from supervision_tui.practice.direction.accepting import SaidDirection
from supervision_tui.vault import journal
from supervision_tui.vault.connection import open_raw
from supervision_tui.vault.errors import Cancelled, VaultDamaged
from supervision_tui.vault.key_file import read_key_file
from supervision_tui.vault.opener import unlock
from supervision_tui.vault.store import Store, changes_records
from supervision_tui.vault.verify import verify
from tests.conftest import PASSPHRASE

from .vaults import MOMENT, add_team, opened

HASH_OF_THAT = "c4d10073f2aa7ad51be5df8c923e7aa748c63d3dd65b93d300d08b10700af2f9"


@pytest.fixture
def open_store(path: Path) -> Store:
    """A vault with ten entries in its journal."""
    store = opened(path)
    for number in range(10):
        store.run(add_team, f"Team {number}")
    return store


def by_hand(*statements: str) -> Callable[[Session], None]:
    """What somebody does who has the key and an SQL shell."""

    @changes_records
    def tamper(session: Session) -> None:
        for statement in statements:
            session.connection().exec_driver_sql(statement)

    return tamper


def part(store: Store, name: str) -> tuple[bool, str]:
    found = next(each for each in store.verify().parts if each.name == name)
    return found.is_whole, found.says


def test_a_whole_vault_says_what_was_looked_at(open_store: Store) -> None:
    found = overview.verify_vault(open_store, MOMENT)
    assert found.is_whole
    assert [each.name for each in found.parts] == [
        "pages", "structure", "links", "search", "journal", "schema", "records",
    ]  # fmt: skip
    assert found.counts["team"] == 10
    assert overview.vault_view(open_store, MOMENT).verified == MOMENT.now
    open_store.close()


def test_a_record_that_points_nowhere_is_found(open_store: Store) -> None:
    raw = open_store._file._raw
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute("INSERT INTO worker_alias (worker_id, normal_name) VALUES (99, 'nobody')")
    is_whole, says = part(open_store, "links")
    assert not is_whole
    assert says == "worker_alias row 1 points to no worker"
    open_store.close()


def test_a_search_index_that_says_something_else_is_found(open_store: Store) -> None:
    open_store.run(
        by_hand(
            "CREATE TABLE said (id INTEGER PRIMARY KEY, words TEXT)",
            "INSERT INTO said (words) VALUES ('lantern'), ('harbour')",
            "CREATE VIRTUAL TABLE said_index USING fts5(words, content='said', content_rowid='id')",
            "INSERT INTO said_index(said_index) VALUES('rebuild')",
        )
    )
    assert part(open_store, "search") == (True, "the search index says what the records say")
    open_store.run(by_hand("UPDATE said SET words = 'orchard' WHERE id = 1"))
    assert part(open_store, "search")[0] is False
    open_store.close()


def test_where_nothing_can_be_written_the_index_is_not_looked_at_and_not_called_damaged(
    path: Path,
) -> None:
    data_key = unlock(path, passphrase=PASSPHRASE, ask=lambda _why: None).key
    raw = open_raw(path, data_key, at_rest=True)
    found = verify(raw, read_key_file(path.with_suffix(".keys")).checked(data_key))
    raw.close()
    assert found.is_whole
    assert [each.word for each in found.parts] == [
        "whole",
        "whole",
        "whole",
        "not seen",
        "whole",
        "whole",
        "whole",
    ]


def test_an_edited_entry_is_found_though_its_hash_was_made_anew(open_store: Store) -> None:
    open_store.run(
        by_hand(
            "DROP TRIGGER journal_no_update",
            "UPDATE journal SET verb = 'nothing', hash = (SELECT hash FROM journal WHERE seq = 3) "
            "WHERE seq = 4",
        )
    )
    assert part(open_store, "journal") == (
        False,
        "entry 4 was changed, or one before it is missing",
    )
    assert not follow_journal(open_store).is_whole
    open_store.close()


def test_a_tail_that_was_cut_off_is_found_at_the_next_opening(
    path: Path, open_store: Store
) -> None:
    open_store.close()
    store = opened(path)
    store.run(by_hand("DROP TRIGGER journal_no_delete", "DELETE FROM journal WHERE seq > 7"))
    found = follow_journal(store)
    assert (found.is_whole, "cut off after entry 7" in found.says) == (False, True)
    assert part(store, "journal") == (False, "cut off after entry 7")
    store._file._close()  # as if it was killed: the key file still holds the journal's end
    store.close()
    with pytest.raises(VaultDamaged, match="it was cut"):
        opened(path)


def test_a_chain_that_was_written_anew_from_the_middle_is_found(
    path: Path, open_store: Store
) -> None:
    """Somebody who has the key can write a whole new chain, but not the end that the key file
    holds.
    """
    open_store.close()
    store = opened(path)

    @changes_records
    def rewrite(session: Session) -> None:
        from sqlmodel import delete

        from supervision_tui.vault.journal import note
        from supervision_tui.vault.journal_entry import JournalEntry

        session.connection().exec_driver_sql("DROP TRIGGER journal_no_delete")
        session.connection().execute(delete(JournalEntry).where(JournalEntry.seq > 5))  # type: ignore[operator,arg-type]
        for _ in range(6):
            note(session, "nothing", "vault", "", at=MOMENT.now)

    store.run(rewrite)
    assert part(store, "journal")[0] is False
    store.close()


def test_verifying_can_be_stopped(open_store: Store) -> None:
    def stop(what: str, _share: float) -> None:
        if what == "structure":
            raise Cancelled

    with pytest.raises(Cancelled):
        open_store.verify(stop)
    assert open_store.verify().is_whole
    open_store.close()


# Reading it


def pages(store: Store, moment: Moment, **wanted: object) -> list[tuple[str, str, str]]:
    page = store.run(journal_page, JournalWanted(**wanted))  # type: ignore[arg-type]
    return [(line.verb, line.worker, " ".join(line.children)) for line in page.lines]


def test_the_journal_is_read_by_worker_child_verb_and_date(
    demo_store: Store, moment: Moment
) -> None:
    from supervision_tui.desk.children.notes import add_note
    from supervision_tui.desk.children.review import review_list
    from supervision_tui.desk.directions.giving import DirectionDraft, give_direction

    child = next(line for line in demo_store.run(review_list, moment) if line.worker)
    draft = DirectionDraft(
        child.ref, SaidDirection("Visit at home", child.worker or "", "5wd", "to see")
    )
    demo_store.run(give_direction, draft, moment)
    demo_store.run(add_note, child.ref, "seen at school", moment)
    assert pages(demo_store, moment, child=child.ref) == [
        ("note on child", "", child.ref),
        ("give direction", child.worker, child.ref),
    ]
    assert pages(demo_store, moment, worker=child.worker) == [
        ("give direction", child.worker, child.ref)
    ]
    assert pages(demo_store, moment, verb="note") == [("note on child", "", child.ref)]
    assert pages(demo_store, moment, words=("2026-03", child.ref, "GIVE")) == [
        ("give direction", child.worker, child.ref)
    ]
    assert pages(demo_store, moment, until=MOMENT.today.replace(year=2025)) == []
    page = demo_store.run(journal_page, JournalWanted(), 1)
    assert (len(page.lines), page.is_cut) == (1, True)


def test_the_journal_holds_no_text_of_a_record(demo_store: Store, moment: Moment) -> None:
    from supervision_tui.desk.children.notes import add_note
    from supervision_tui.desk.children.review import review_list

    ref = demo_store.run(review_list, moment)[0].ref
    demo_store.run(add_note, ref, "Zyxomarker", moment)
    page = demo_store.run(journal_page, JournalWanted())
    assert "Zyxomarker" not in str(page)


def test_the_hash_of_an_entry_stays_what_it_is() -> None:
    """A vault of today is verified by every later version.

    And no field can lend its letters to the next.
    """
    fields = ("1", "2026-03-02T10:00:00+00:00", "manager", "add team", "team", "name")
    assert journal.chain_hash(journal.FIRST_PREVIOUS, fields) == HASH_OF_THAT
    assert journal.chain_hash("", ("ab", "c")) != journal.chain_hash("", ("a", "bc"))
