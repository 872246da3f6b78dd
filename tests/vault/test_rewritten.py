"""Somebody who has the passphrase rewrites records with another program: each such act is found
afterwards.

Nothing prevents it; what is promised is evidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from supervision_tui.desk.children.notes import rate
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.vault.backups import back_up_if_due
from supervision_tui.desk.vault.journal import (
    JournalWanted,
    end_in_words,
    goes_on_from,
    journal_end,
    journal_page,
)
from supervision_tui.desk.vault.overview import verify_vault
from supervision_tui.desk.vault.settings import set_backup_folder, set_lock_after
from supervision_tui.practice.vocabulary import Rag
from supervision_tui.vault.connection import open_raw
from supervision_tui.vault.files import keys_path
from supervision_tui.vault.journal import EVERY_ENTRY, FIRST_PREVIOUS, chain_hash
from supervision_tui.vault.key_file import read_key_file
from supervision_tui.vault.record_seals import SEALED_TABLES
from supervision_tui.vault.store import Store, open_store
from supervision_tui.vault.undo import CannotUndo
from tests.conftest import ClosedVault
from tests.desk.data_protection.test_legal_hold import AGREED


@dataclass
class Rewriter:
    """Another program with the vault's key."""

    path: Path
    key: bytes
    raw: Any = field(init=False)

    def __post_init__(self) -> None:
        self.raw = open_raw(self.path, bytearray(self.key))

    def __call__(self, statement: str, *values: object) -> list[Any]:
        found: list[Any] = self.raw.execute(statement, values).fetchall()
        return found

    def without_triggers(self, *statements: str) -> None:
        """Do something that triggers forbid or note, and put them back as they were."""
        triggers = self("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        for name, _sql in triggers:
            self(f"DROP TRIGGER {name}")
        for statement in statements:
            self(statement)
        for _name, sql in triggers:
            self(sql)

    def with_journal_written_anew(self) -> None:
        """Chain the journal anew from its first entry, and seal its new end in the key file."""
        triggers = self(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal'"
        )
        for name, _sql in triggers:
            self(f"DROP TRIGGER {name}")
        prev = FIRST_PREVIOUS
        for seq, *fields, _prev, _hash in self(EVERY_ENTRY):
            new = chain_hash(prev, (str(seq), *fields))
            self("UPDATE journal SET prev = ?, hash = ? WHERE seq = ?", prev, new, seq)
            prev = new
        for _name, sql in triggers:
            self(sql)
        keys = read_key_file(keys_path(self.path)).keys
        keys.with_journal(seq, prev).write(keys_path(self.path), bytearray(self.key))


SIGNED = "(SELECT max(id) FROM supervision_session WHERE signed_at IS NOT NULL)"
ACTS = {
    "a direction's date": "UPDATE direction SET due_on = '2026-01-01' WHERE id = 5",
    "a direction's words": "UPDATE direction SET text = 'Something else' WHERE id = 5",
    "a direction ticked": "UPDATE direction SET state = 'done', closed_on = '2026-02-01' WHERE "
                          "state = 'open'",
    "a direction deleted": "DELETE FROM direction_date WHERE direction_id = 700",
    "an earlier date of a direction":
        "UPDATE direction_date SET set_on = '2025-01-01' WHERE id = 9",
    "a rating": "UPDATE rag_entry SET rag = 'green' WHERE id = 3",
    "a rating of an earlier day put in": "INSERT INTO rag_entry (id, child_id, rag, reason, "
        "on_date) "
    "VALUES (99999, 1, 'red', 'I knew', '2025-06-01')",
    "an amendment put in": "INSERT INTO amendment (id, session_id, at, reason, text) "
    f"VALUES (99999, {SIGNED}, '2026-01-01', 'late', 'It was discussed.')",
    "a signed text": f"UPDATE case_discussion SET decision = 'We agreed' WHERE session_id = "
                     f"{SIGNED}",
    "a signed text taken out": "DELETE FROM case_discussion WHERE id = (SELECT max(id) FROM "
                               "case_discussion "
    "WHERE id NOT IN (SELECT discussion_id FROM theme_tag WHERE discussion_id IS NOT NULL))",
    "a text put into a signed record": "INSERT INTO case_discussion (id, session_id, child_id, "
                                       "discussed, "
    "not_discussed_because, voice, model, reflection, is_reflective, known, not_known, "
    "managers_view, decision, "
    f"contingency) VALUES (99999, {SIGNED}, 1, 1, '', 'x', 'kolb', '{{}}', 0, '', '', '', 'x', '')",
    "a personal record": f"UPDATE personal_record SET wellbeing = 'fine' WHERE session_id = "
                         f"{SIGNED}",
    "the day of the signature": f"UPDATE supervision_session SET signed_at = '2025-01-01' WHERE "
                                f"id = {SIGNED}",
    "a signature taken away":
        f"UPDATE supervision_session SET signed_at = NULL WHERE id = {SIGNED}",
    "a session that was held": "UPDATE supervision_session SET state = 'held', held_on = "
                               "'2026-02-20' "
    "WHERE id = (SELECT max(id) FROM supervision_session WHERE signed_at IS NULL)",
    "a worker's word": "UPDATE acknowledgement SET words = 'All is well' WHERE id = 1",
    "who had the child": "UPDATE allocation SET worker_id = 2 WHERE id = 1",
    "a plan's beginning": "UPDATE plan_episode SET starts_on = '2025-01-01' WHERE id = 1",
    "a child's reference": "UPDATE child SET ref = 'C-0000' WHERE id = 1",
    "an audit's grade": "UPDATE audit SET grade = 'good' WHERE id = 1",
    "a child put in": "INSERT INTO team (id, name) VALUES (99, 'Another')",
}  # fmt: skip


@pytest.fixture
def rewriter(demo_vault: ClosedVault, demo_path: Path) -> Iterator[Rewriter]:
    """The demo, open in another program."""
    program = Rewriter(demo_path, demo_vault.key)
    yield program
    program.raw.close()


def looked_at(rewriter: Rewriter, moment: Moment) -> dict[str, str]:
    """What a verification finds, once the other program is closed, by part."""
    rewriter.raw.close()
    store = open_store(rewriter.path, bytearray(rewriter.key))
    try:
        found = verify_vault(store, moment)
        assert not found.broken, "everything can still be read"
        return {part.name: part.says for part in found.parts if not part.is_whole}
    finally:
        store.close()


def test_a_vault_that_nobody_rewrote_is_as_the_journal_has_it(
    rewriter: Rewriter, moment: Moment
) -> None:
    assert looked_at(rewriter, moment) == {}


@pytest.mark.parametrize("act", ACTS)
def test_what_is_rewritten_behind_the_triggers_is_found(
    rewriter: Rewriter, moment: Moment, act: str
) -> None:
    rewriter.without_triggers(ACTS[act])
    assert "records" in looked_at(rewriter, moment)


@pytest.mark.parametrize("act", ACTS)
def test_what_is_rewritten_is_found_though_the_journal_was_chained_anew(
    rewriter: Rewriter, moment: Moment, act: str
) -> None:
    rewriter.without_triggers(ACTS[act])
    rewriter.with_journal_written_anew()
    assert "records" in looked_at(rewriter, moment)


@pytest.mark.parametrize(
    "act", ["a direction's date", "a rating", "a child put in", "who had the child"]
)
def test_what_the_triggers_note_of_another_program_is_told_at_the_next_change(
    rewriter: Rewriter, moment: Moment, act: str
) -> None:
    rewriter(ACTS[act])
    rewriter.raw.close()
    store = open_store(rewriter.path, bytearray(rewriter.key))
    assert any("changed by another program" in each for each in store.verify().damaged)
    child = store.read(lambda rows: rows("SELECT ref FROM child WHERE closed_on IS NULL"))[0][0]
    store.run(rate, child, Rag.AMBER, "on the day", moment)
    assert "Another program changed records in the vault" in store.noticed[-1]
    assert store.run(journal_page, JournalWanted(), 1).lines[0].verb == "found changed"
    found = store.verify()
    assert found.is_whole, "from there on it is as the journal has it"
    assert "that another program had changed" in next(
        part.says for part in found.parts if part.name == "records"
    )
    store.close()


def test_a_record_that_is_changed_next_by_the_app_does_not_hide_what_was_done_before(
    rewriter: Rewriter, moment: Moment
) -> None:
    from supervision_tui.desk.directions.giving import close_direction
    from supervision_tui.practice.vocabulary import DirectionState

    (open_one,) = rewriter("SELECT min(id) FROM direction WHERE state = 'open'")[0]
    rewriter.without_triggers(
        f"UPDATE direction SET reason = 'Another reason' WHERE id = {open_one}"
    )
    rewriter.raw.close()
    store = open_store(rewriter.path, bytearray(rewriter.key))
    store.run(close_direction, open_one, DirectionState.DONE, "done", moment)
    line = store.run(journal_page, JournalWanted(), 1).lines[0]
    assert (line.verb, line.about[:9]) == ("found changed", "direction")
    store.close()


@pytest.mark.parametrize(
    "act",
    [
        "DROP TRIGGER journal_no_update",
        "DROP TRIGGER touched_direction_update",
        "CREATE TRIGGER mine AFTER INSERT ON direction BEGIN UPDATE direction SET reason = 'x' "
        "WHERE id = new.id; END",
        "ALTER TABLE direction ADD COLUMN mine VARCHAR",
        "CREATE TABLE mine (x)",
        "CREATE VIEW mine AS SELECT * FROM child",
    ],
)
def test_a_schema_that_was_changed_is_found(rewriter: Rewriter, moment: Moment, act: str) -> None:
    rewriter(act)
    assert "schema" in looked_at(rewriter, moment)


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE record_seal SET salt = NULL WHERE kind = 'direction' AND id = 5",
        "INSERT INTO record_seal SELECT kind, id, entry + 1, width, salt, hash FROM record_seal "
        "WHERE id = 5",
        "DELETE FROM record_seal WHERE kind = 'rag_entry'",
    ],
)
def test_seals_that_were_changed_are_found(rewriter: Rewriter, moment: Moment, act: str) -> None:
    rewriter.without_triggers(act)
    assert "records" in looked_at(rewriter, moment)


def test_a_journal_that_was_written_anew_is_found_by_a_backup(
    demo_vault: ClosedVault, demo_path: Path, tmp_path: Path, moment: Moment
) -> None:
    store = demo_vault.opened(demo_path)
    (tmp_path / "backups").mkdir()
    store.run(set_backup_folder, str(tmp_path / "backups"), moment)
    assert back_up_if_due(store, moment) is not None
    store.close()
    rewriter = Rewriter(demo_path, demo_vault.key)
    rewriter.without_triggers("UPDATE journal SET at = '2026-01-01T09:00:00+00:00' WHERE seq = 3")
    rewriter.with_journal_written_anew()
    assert "this one was written anew" in looked_at(rewriter, moment)["backups"]


def test_triggers_close_the_signature_too(rewriter: Rewriter) -> None:
    from sqlcipher3 import dbapi2

    for act in (
        "the day of the signature",
        "a signature taken away",
        "a text put into a signed record",
    ):
        with pytest.raises(dbapi2.IntegrityError, match="signed record is never changed"):
            rewriter(ACTS[act])
    with pytest.raises(dbapi2.IntegrityError, match="signed record is never changed"):
        rewriter(f"DELETE FROM supervision_session WHERE id = {SIGNED}")


def test_every_table_of_records_is_sealed(store: Store) -> None:
    from sqlmodel import SQLModel

    no_records = {"draft", "vault_fact", "pseudonym", "journal", "search_entry"}
    no_records |= {"told_summary", "told_code"}
    assert set(SQLModel.metadata.tables) - no_records == set(SEALED_TABLES)


def test_what_is_taken_back_is_sealed_as_it_is_then(demo_store: Store, moment: Moment) -> None:
    from supervision_tui.desk.undo import take_back

    child = demo_store.read(lambda rows: rows("SELECT ref FROM child WHERE closed_on IS NULL"))[0][
        0
    ]
    demo_store.run(rate, child, Rag.RED, "on the day", moment)
    take_back(demo_store, moment)
    with pytest.raises(CannotUndo):
        take_back(demo_store, moment)
    assert demo_store.verify().is_whole


def test_what_is_erased_leaves_no_salt_by_which_it_could_be_guessed(
    demo_store: Store, moment: Moment
) -> None:
    from supervision_tui.desk.data_protection.erasure import erase_child

    ref, child = demo_store.read(
        lambda rows: rows("SELECT ref, id FROM child WHERE closed_on IS NOT NULL")
    )[0]
    ratings = demo_store.read(
        lambda rows: rows("SELECT id FROM rag_entry WHERE child_id = ?", child)
    )
    demo_store.run(erase_child, ref, ref, moment, early=AGREED)
    assert demo_store.verify().is_whole
    for (rating,) in ratings:
        salts = demo_store.read(
            lambda rows, row_id=rating: rows(
                "SELECT salt FROM record_seal WHERE kind = 'rag_entry' AND id = ?", row_id
            )  # type: ignore[misc]
        )
        assert len(salts) == 2
        assert all(salt is None for (salt,) in salts)
    assert demo_store.read(
        lambda rows: rows("SELECT 1 FROM record_seal WHERE kind = 'child' AND id = ?", child)
    )


def test_the_end_of_the_journal_on_an_export_tells_whether_it_was_written_anew(
    demo_vault: ClosedVault, demo_path: Path, moment: Moment
) -> None:
    store = demo_vault.opened(demo_path)
    end = end_in_words(store.read(journal_end))
    store.run(set_lock_after, 15, moment)
    assert store.run(goes_on_from, end).is_whole
    store.close()
    rewriter = Rewriter(demo_path, demo_vault.key)
    rewriter.without_triggers("UPDATE journal SET at = '2026-01-01T09:00:00+00:00' WHERE seq = 3")
    rewriter.with_journal_written_anew()
    rewriter.raw.close()
    store = demo_vault.opened(demo_path)
    assert not store.run(goes_on_from, end).is_whole
    with pytest.raises(Refused, match="as it stands on the export"):
        store.run(goes_on_from, "somewhere")
    store.close()
