"""The vault: what opens it, what does not, and what stands in its journal."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, SQLModel

from supervision_tui.desk.moment import Moment
from supervision_tui.records import Team
from supervision_tui.vault import journal
from supervision_tui.vault.create import create_vault
from supervision_tui.vault.errors import (
    PassphraseRefused,
    VaultBusy,
    VaultDamaged,
    VaultError,
    VaultLocked,
    VaultNewer,
)
from supervision_tui.vault.journal_entry import JournalEntry
from supervision_tui.vault.key_file import read_key_file
from supervision_tui.vault.recovery_code import read_code, write_code
from supervision_tui.vault.slots import LEAST_PASSPHRASE
from supervision_tui.vault.store import Store, changes_records
from tests.conftest import PASSPHRASE

from .vaults import add_team, opened, teams


def test_what_was_written_is_there_when_it_is_opened_again(path: Path, moment: Moment) -> None:
    store = opened(path)
    store.run(add_team, "Harbour", moment)
    store.close()
    again = opened(path)
    assert again.run(teams) == ["Harbour"]
    again.close()


def test_a_wrong_passphrase_opens_nothing(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(VaultLocked, match="does not open this vault"):
        opened(path, "another plain sentence")
    assert capfd.readouterr() == ("", "")


def test_the_recovery_code_opens_it_too(tmp_path: Path) -> None:
    made = create_vault(tmp_path / "supervision.db", passphrase=PASSPHRASE, use_keyring=False)
    made.store.close()
    opened(made.store.path, made.recovery_code).close()
    opened(made.store.path, made.recovery_code.lower().replace("0", "o")).close()


def test_a_slip_in_the_recovery_code_is_found_before_anything_slow() -> None:
    code = write_code(bytes(range(20)))
    assert read_code(code) == bytes(range(20))
    other = "2" if code[3] != "2" else "3"
    with pytest.raises(VaultLocked, match="mistyped"):
        read_code(code[:3] + other + code[4:])
    with pytest.raises(VaultLocked, match="nine groups"):
        read_code("ABCD-EFGH")


def test_a_short_passphrase_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(PassphraseRefused, match=str(LEAST_PASSPHRASE)):
        create_vault(tmp_path / "supervision.db", passphrase="short", use_keyring=False)
    assert list(tmp_path.iterdir()) == []


def test_never_a_new_key_where_a_vault_lies(path: Path) -> None:
    with pytest.raises(VaultError, match="already there"):
        create_vault(path, passphrase=PASSPHRASE, use_keyring=False)
    opened(path).close()


def test_without_keyring_and_passphrase_no_vault_is_made(tmp_path: Path) -> None:
    with pytest.raises(VaultLocked, match="needs a passphrase"):
        create_vault(tmp_path / "supervision.db", passphrase=None, use_keyring=False)
    assert list(tmp_path.iterdir()) == []


def test_files_and_folder_are_ours_alone(path: Path, moment: Moment) -> None:
    os.umask(0o022)
    store = opened(path)
    store.run(add_team, "Harbour", moment)
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    store.close()
    assert modes.pop("supervision.lock") == 0o600
    assert {"supervision.db", "supervision.keys"} <= set(modes)
    assert {modes["supervision.db"], modes["supervision.keys"]} == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_file_is_encrypted_from_its_first_byte(path: Path) -> None:
    content = path.read_bytes()
    assert not content.startswith(b"SQLite format")
    assert b"journal" not in content
    assert len(set(content[:4096])) > 200


@pytest.mark.parametrize("field", ["vault", "journal", "slots"])
def test_a_changed_key_file_is_refused(path: Path, field: str) -> None:
    keys = path.with_suffix(".keys")
    raw = json.loads(keys.read_text())
    raw[field] = {"vault": "other", "journal": {"count": 0, "head": ""}, "slots": raw["slots"][1:]}[
        field
    ]
    keys.write_text(json.dumps(raw))
    with pytest.raises((VaultDamaged, VaultLocked)):
        opened(path)


def test_argon2_costs_outside_their_bounds_are_refused(path: Path) -> None:
    keys = path.with_suffix(".keys")
    raw = json.loads(keys.read_text())
    next(slot for slot in raw["slots"] if slot["kind"] == "passphrase")["kdf"]["memory_kib"] = 8
    keys.write_text(json.dumps(raw))
    with pytest.raises(VaultDamaged):
        opened(path)


@pytest.mark.parametrize("content", [b"", b"{}", b"not json", b"[1, 2]", b'{"slots": 3}'])
def test_a_broken_key_file_gets_one_sentence(path: Path, content: bytes) -> None:
    path.with_suffix(".keys").write_bytes(content)
    with pytest.raises(VaultDamaged, match="damaged"):
        opened(path)


def test_a_missing_key_file_is_said(path: Path) -> None:
    path.with_suffix(".keys").unlink()
    with pytest.raises(VaultDamaged, match="missing"):
        opened(path)


@pytest.mark.parametrize("where", [0, 100, 5000])
def test_a_damaged_file_is_told_from_a_wrong_key(path: Path, where: int) -> None:
    content = bytearray(path.read_bytes())
    content[where] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(VaultDamaged):
        store = opened(path)
        try:
            store.run(teams)
            store.run(journal.walk)
        finally:
            store.close()


def test_a_file_cut_to_nothing_is_damaged_and_never_made_anew(path: Path) -> None:
    path.write_bytes(b"")
    for writable in (True, False):
        with pytest.raises(VaultDamaged, match="empty"):
            opened(path, writable=writable)
    assert path.read_bytes() == b""


def test_an_older_copy_beside_a_newer_key_file_is_refused(path: Path, moment: Moment) -> None:
    older = path.read_bytes()
    store = opened(path)
    store.run(add_team, "Harbour", moment)
    store.close()
    path.write_bytes(older)
    with pytest.raises(VaultDamaged, match="older copy"):
        opened(path)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("salt", "!!"),
        ("salt", "AAAA"),
        ("salt", 7),
        ("nonce", "AAAA"),
        ("wrapped", ""),
        ("kdf", {}),
        ("kdf", None),
    ],
)
def test_a_slot_that_cannot_be_is_damage(path: Path, field: str, value: object) -> None:
    keys = path.with_suffix(".keys")
    raw = json.loads(keys.read_text())
    next(slot for slot in raw["slots"] if slot["kind"] == "passphrase")[field] = value
    keys.write_text(json.dumps(raw))
    with pytest.raises(VaultDamaged):
        opened(path)


@pytest.mark.parametrize(("entry", "value"), [("seal", "é"), ("format", True), ("more", 1)])
def test_an_entry_that_does_not_belong_is_damage(path: Path, entry: str, value: object) -> None:
    keys = path.with_suffix(".keys")
    keys.write_text(json.dumps(json.loads(keys.read_text()) | {entry: value}))
    with pytest.raises(VaultDamaged):
        opened(path)


def test_a_vault_is_not_called_like_the_files_beside_it(tmp_path: Path) -> None:
    with pytest.raises(VaultError, match="cannot be called"):
        create_vault(tmp_path / "supervision.keys", passphrase=PASSPHRASE, use_keyring=False)


def test_a_link_is_not_followed(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(path)
    link.with_suffix(".keys").symlink_to(path.with_suffix(".keys"))
    with pytest.raises(VaultError, match="link"):
        opened(link)


def test_a_second_instance_is_told_who_has_the_vault(path: Path) -> None:
    first = opened(path)
    with pytest.raises(VaultBusy, match=str(os.getpid())):
        opened(path)
    reader = opened(path, writable=False)
    assert reader.run(teams) == []
    reader.close()
    first.close()
    opened(path).close()


def test_a_reader_cannot_write(path: Path, moment: Moment) -> None:
    reader = opened(path, writable=False)
    with pytest.raises(VaultError, match="reading only"):
        reader.run(add_team, "Harbour", moment)
    reader.close()


def test_a_vault_of_a_newer_version_is_refused(path: Path) -> None:
    @changes_records
    def pretend(session: Session) -> None:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    store = opened(path)
    store.run(pretend)
    store.close()
    with pytest.raises(VaultNewer, match="update the app"):
        opened(path)


def test_migrations_and_tables_say_the_same(store: Store) -> None:
    def differences(session: Session) -> list[Any]:
        from alembic.autogenerate import compare_metadata
        from alembic.migration import MigrationContext

        def is_ours(name: str | None, kind: str, _parents: object) -> bool:
            # Asked by plain statements; and the index keeps its own tables.
            kept_plainly = ("key_copy", "kept_view", "record_seal", "unsealed")
            return not (
                kind == "table" and (name or "").startswith(("search_index", *kept_plainly))
            )

        assert JournalEntry.__tablename__ in SQLModel.metadata.tables, (
            "with the records, all that there is"
        )
        context = MigrationContext.configure(session.connection(), opts={"include_name": is_ours})
        return list(compare_metadata(context, SQLModel.metadata))

    assert store.run(differences) == []


def test_a_failing_verb_changes_nothing(store: Store, moment: Moment) -> None:
    @changes_records
    def half(session: Session) -> None:
        session.add(Team(name="Harbour"))
        session.flush()
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        store.run(half)
    assert store.run(teams) == []


def test_the_journal_is_a_chain_and_finds_an_edit(store: Store, moment: Moment) -> None:
    for name in ("Harbour", "Orchard", "Windmill"):
        store.run(add_team, name, moment)
    assert store.run(journal.walk).broken_at is None

    @changes_records
    def tamper(session: Session) -> None:
        raw = session.connection()
        raw.exec_driver_sql("DROP TRIGGER journal_no_update")
        raw.exec_driver_sql("UPDATE journal SET verb = 'nothing' WHERE seq = 2")

    store.run(tamper)
    assert store.run(journal.walk).broken_at == 2


def test_the_journal_only_grows(store: Store, moment: Moment) -> None:
    store.run(add_team, "Harbour", moment)

    @changes_records
    def cut(session: Session) -> None:
        session.connection().exec_driver_sql("DELETE FROM journal")

    with pytest.raises(Exception, match="never changed"):
        store.run(cut)
    assert store.run(journal.walk).count == 1


def test_the_journal_ends_where_the_key_file_says(path: Path, moment: Moment) -> None:
    store = opened(path)
    store.run(add_team, "Harbour", moment)
    state = store.read(journal.head)
    store.close()
    key_file = read_key_file(path.with_suffix(".keys")).keys
    assert key_file.journal == {"count": state.count, "head": state.head}


def test_a_closed_store_answers_nothing(path: Path) -> None:
    store = opened(path)
    store.close()
    with pytest.raises(RuntimeError):
        store.run(teams)
