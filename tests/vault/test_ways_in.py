"""The ways in: set, added, taken away, and what happens when another key file lies beside the
vault.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from supervision_tui.cli.main import main
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.vault import overview, unlock_methods
from supervision_tui.desk.vault import settings as vault_settings
from supervision_tui.desk.vault.backups import back_up_if_due
from supervision_tui.vault import slots
from supervision_tui.vault.errors import (
    KeysReplaced,
    MustWait,
    PassphraseRefused,
    SlotRefused,
    VaultDamaged,
    VaultError,
    VaultLocked,
)
from supervision_tui.vault.failed_attempts import counted, seconds_left, wrong_tries
from supervision_tui.vault.journal_entry import JournalEntry
from supervision_tui.vault.migrate import SCRIPTS
from supervision_tui.vault.opener import VaultOpener, unlock
from supervision_tui.vault.slots import SlotKind
from supervision_tui.vault.strength import strength_of
from tests.conftest import PASSPHRASE, SHIPPED_ARGON2

from .vaults import AT, MOMENT, add_team, copied, make_vault, opened, take_back_to_8, teams

NEW = "another plain sentence entirely"


def verbs(path: Path, passphrase: str = PASSPHRASE) -> list[str]:
    from sqlmodel import Session, col, select

    def read(session: Session) -> list[str]:
        return list(session.exec(select(JournalEntry.verb).order_by(col(JournalEntry.seq))))

    store = opened(path, passphrase)
    try:
        return store.run(read)
    finally:
        store.close()


def test_a_new_passphrase_opens_and_the_old_one_no_more(path: Path) -> None:
    store = opened(path)
    store.run(add_team, "Harbour")
    before = path.read_bytes()[:16]
    unlock_methods.set_passphrase(store, NEW, MOMENT)
    store.close()
    with pytest.raises(VaultLocked, match="does not open"):
        opened(path)
    again = opened(path, NEW)
    assert again.run(teams) == ["Harbour"]
    again.close()
    assert path.read_bytes()[:16] == before, "the records were not encrypted anew"
    assert verbs(path, NEW)[-1] == "set passphrase"


def test_a_short_passphrase_changes_nothing(path: Path) -> None:
    store = opened(path)
    keys = path.with_suffix(".keys").read_bytes()
    with pytest.raises(PassphraseRefused, match="at least 12"):
        unlock_methods.set_passphrase(store, "too short", MOMENT)
    assert path.with_suffix(".keys").read_bytes() == keys
    store.close()


def test_a_passphrase_is_the_same_however_its_accents_are_typed(path: Path) -> None:
    store = opened(path)
    unlock_methods.set_passphrase(store, "caf\u00e9 de la paix 12", MOMENT)
    store.close()
    opened(path, "cafe\u0301 de la paix 12").close()


@pytest.mark.parametrize(
    "words",
    [
        "x" * 10_000,
        "🌊🌊🌊🌊🌊🌊🌊🌊🌊🌊🌊🌊",
        "tab\tand\x1b[31m red and more",
        "\ud800 half a letter, alone",
    ],
)
def test_any_letters_make_a_passphrase(path: Path, words: str) -> None:
    store = opened(path)
    unlock_methods.set_passphrase(store, words, MOMENT)
    store.close()
    opened(path, words).close()


def test_a_new_recovery_code_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "supervision.db"
    old = make_vault(path)
    store = opened(path)
    code = unlock_methods.new_recovery_code()
    with pytest.raises(VaultLocked):
        opened(path, code)
    unlock_methods.set_recovery_code(store, code, MOMENT, asked_back=True)
    store.close()
    opened(path, code).close()
    with pytest.raises(VaultLocked):
        opened(path, old)


def test_a_code_counts_as_asked_back_once_it_was_typed_from_the_paper(tmp_path: Path) -> None:
    path = tmp_path / "supervision.db"
    code = make_vault(path)
    store = opened(path)
    assert [way.todo for way in overview.vault_view(store, MOMENT).ways_in] == [
        "",
        "not yet typed back from the paper",
    ]
    with pytest.raises(VaultLocked):
        unlock_methods.check_recovery_code(store, unlock_methods.new_recovery_code(), MOMENT)
    unlock_methods.check_recovery_code(store, code.lower(), MOMENT)
    assert [way.todo for way in overview.vault_view(store, MOMENT).ways_in] == ["", ""]
    store.close()
    opened(path, code).close()


def test_never_only_the_keyring_is_left(path: Path) -> None:
    store = opened(path)
    store.change_keys(
        lambda keys, key: keys.with_keyring(key, b"k" * 32, "backend", "entry", AT.date()),
        "add keyring",
        AT,
    )
    unlock_methods.remove_unlock_method(store, "recovery", MOMENT)
    with pytest.raises(SlotRefused, match="keyring alone"):
        store.change_keys(lambda keys, _key: keys.without(SlotKind.PASSPHRASE), "remove", AT)
    assert set(store.keys.kinds()) == {"keyring", "passphrase"}
    with pytest.raises(SlotRefused, match="no recovery slot"):
        unlock_methods.remove_unlock_method(store, "recovery", MOMENT)
    store.close()


def test_the_last_way_in_is_never_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "supervision.db"
    code = make_vault(path)
    store = opened(path)
    unlock_methods.check_recovery_code(store, code, MOMENT)
    unlock_methods.remove_unlock_method(store, "passphrase", MOMENT)
    with pytest.raises(SlotRefused):
        unlock_methods.remove_unlock_method(store, "recovery", MOMENT)
    store.close()


def test_a_code_that_was_never_typed_back_counts_as_none(tmp_path: Path) -> None:
    path = tmp_path / "supervision.db"
    code = make_vault(path)
    store = opened(path)
    store.change_keys(
        lambda keys, key: keys.with_keyring(key, b"k" * 32, "backend", "entry", AT.date()),
        "add keyring",
        AT,
    )
    with pytest.raises(SlotRefused, match="never typed back"):
        unlock_methods.remove_unlock_method(store, "passphrase", MOMENT)
    assert "passphrase" in store.keys.kinds()
    unlock_methods.check_recovery_code(store, code, MOMENT)
    unlock_methods.remove_unlock_method(store, "passphrase", MOMENT)
    with pytest.raises(SlotRefused, match="never typed back"):
        unlock_methods.set_recovery_code(
            store, unlock_methods.new_recovery_code(), MOMENT, asked_back=False
        )
    store.close()
    opened(path, code).close()


def test_a_way_to_unlock_is_changed_only_by_who_shows_one(tmp_path: Path) -> None:
    path = tmp_path / "supervision.db"
    code = make_vault(path)
    store = opened(path)
    assert unlock_methods.needs_present(store)
    unlock_methods.check_present(store, PASSPHRASE, MOMENT)
    unlock_methods.check_present(store, code, MOMENT)
    with pytest.raises(VaultLocked):
        unlock_methods.check_present(store, "not this sentence", MOMENT)
    with pytest.raises(MustWait):
        unlock_methods.check_present(store, PASSPHRASE, MOMENT)
    store.close()


# Another key file


def test_an_earlier_key_file_is_refused_and_the_newest_brought_back(path: Path) -> None:
    earlier = path.with_suffix(".keys").read_bytes()
    store = opened(path)
    store.run(add_team, "Harbour")
    unlock_methods.set_passphrase(store, NEW, MOMENT)
    store.close()
    path.with_suffix(".keys").write_bytes(earlier)
    with pytest.raises(KeysReplaced, match="bring-back"):
        opened(path)
    opened(path, bring_back=True).close()
    with pytest.raises(VaultLocked):
        opened(path)
    again = opened(path, NEW)
    assert again.run(teams) == ["Harbour"]
    again.close()


def test_a_key_file_changed_apart_is_refused(path: Path, tmp_path: Path) -> None:
    twin = copied(path, tmp_path / "twin")
    for each, words in ((path, "one plain sentence more"), (twin, "and yet another sentence")):
        store = opened(each)
        unlock_methods.set_passphrase(store, words, MOMENT)
        store.close()
    path.with_suffix(".keys").write_bytes(twin.with_suffix(".keys").read_bytes())
    with pytest.raises(KeysReplaced):
        opened(path, "and yet another sentence")


def test_the_key_file_of_another_vault_opens_nothing(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "supervision.db"
    make_vault(other)
    path.with_suffix(".keys").write_bytes(other.with_suffix(".keys").read_bytes())
    with pytest.raises(VaultDamaged, match="its own key does not open it"):
        opened(path)


def left_with_first_tables(path: Path, *, first_key: bool = False) -> bytearray:
    """Give the vault a team and the tables of the first version, also its kind of key.

    Returns the key.
    """
    from sqlcipher3 import dbapi2

    from supervision_tui.vault.connection import give_key

    store = opened(path)
    store.note("add team", "name", AT)  # without a record: that version sealed none
    store.close()
    key = unlock(path, passphrase=PASSPHRASE, ask=lambda _why: None).key
    raw = dbapi2.connect(path)
    give_key(raw, key)
    _take_back_to_first_tables(raw)
    if first_key:
        raw.reset_key(bytearray(key))
    raw.close()
    return key


def _take_back_to_first_tables(raw: Any) -> None:
    """The tables as the first version made them, with a team and the journal that is there."""
    raw.execute("PRAGMA foreign_keys = OFF")
    (version_table,) = raw.execute(
        "SELECT sql FROM sqlite_master WHERE name = 'alembic_version'"
    ).fetchone()
    journal = raw.execute(
        "SELECT seq, at, actor, verb, subject, detail, prev, hash FROM journal"
    ).fetchall()
    for kind in ("trigger", "table"):
        names = raw.execute(
            "SELECT name FROM sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite%'", (kind,)
        )
        for (name,) in sorted(
            names.fetchall(), key=lambda row: not row[0].startswith("search_index")
        ):
            raw.execute(f"DROP {kind} IF EXISTS {name}")
    raw.executescript((SCRIPTS / "0001_first_tables.sql").read_text())
    raw.execute(version_table)
    raw.execute("INSERT INTO alembic_version VALUES ('0001')")
    raw.execute("INSERT INTO team (id, name) VALUES (1, 'Harbour')")
    raw.executemany("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?)", journal)
    raw.commit()


def test_a_vault_of_the_first_format_is_opened_and_brought_up_to_date(path: Path) -> None:
    """As it was before slots could be changed: no copy of the key file, and the key taken for a
    passphrase.
    """
    from supervision_tui.vault.secret_bytes import seal_of
    from supervision_tui.vault.slots import canonical

    keys, key = path.with_suffix(".keys"), left_with_first_tables(path, first_key=True)
    body = json.loads(keys.read_text())
    for later in ("generation", "wal", "rotation", "seal", "check"):
        del body[later]
    body["format"] = 1
    keys.write_text(json.dumps(body | {"seal": seal_of(canonical(body), key)}))
    before = path.read_bytes(), keys.read_bytes()
    assert verified(path) == 1, "its key is of another kind: it is brought up to date first"
    assert (path.read_bytes(), keys.read_bytes()) == before, "a look changes nothing"
    with pytest.raises(VaultError, match="older version"):
        opened(path, writable=False)
    store = opened(path)
    assert "The vault was brought up to date" in store.noticed[0]
    assert store.run(teams) == ["Harbour"]
    assert store.verify().is_whole
    store.close()
    assert json.loads(keys.read_text())["format"] == 2
    opened(path, writable=False).close()


def test_a_vault_from_before_events_is_opened_and_brought_up_to_date(path: Path) -> None:
    """Its records are sealed, and some of the tables that are sealed today are not there yet."""
    store = opened(path)
    store.run(add_team, "Harbour", MOMENT)
    store.close()
    take_back_to_8(path)
    store = opened(path)
    assert "The vault was brought up to date" in store.noticed[0]
    assert store.run(teams) == ["Harbour"]
    assert store.verify().is_whole
    store.close()


# Waiting after a wrong passphrase


def test_each_wrong_passphrase_makes_the_next_wait_longer(path: Path) -> None:
    now = AT
    opener = VaultOpener(path, now=lambda: now)
    waits = []
    for _ in range(9):
        with pytest.raises(VaultLocked, match="does not open"):
            opener.open("not this sentence")
        waits.append(opener.seconds_left())
        with pytest.raises(MustWait):
            opener.open(PASSPHRASE)
        now += timedelta(seconds=waits[-1])
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    opener.open(PASSPHRASE).close()
    assert opener.seconds_left() == 0
    assert verbs(path).count("failed unlock") == 9
    assert verbs(path)[-1] == "unlock"


def test_a_clock_set_back_is_no_way_round_and_locks_nobody_out(path: Path) -> None:
    for number in range(3):
        at = AT + timedelta(minutes=number)
        with pytest.raises(VaultLocked, match="wrong"), counted(path, lambda at=at: at):  # type: ignore[misc]
            raise VaultLocked("wrong")
    a_year_before = AT - timedelta(days=365)
    with pytest.raises(MustWait), counted(path, lambda: a_year_before):
        pass
    with counted(path, lambda: a_year_before + timedelta(seconds=4)):
        pass


@pytest.mark.parametrize(
    ("tries", "later", "left"),
    [
        (0, 0, 0.0),
        (1, 0, 1.0),
        (1, 0.25, 0.75),
        (1, 5, 0.0),
        (3, 1, 3.0),
        (9, 0, 60.0),
        (2, -3600, 2.0),
    ],
)
def test_how_long_the_next_try_must_wait(tries: int, later: float, left: float) -> None:
    """The longer, the more were wrong, and a minute at most.

    By a clock set back, the whole of it again.
    """
    assert seconds_left((AT,) * tries, AT + timedelta(seconds=later)) == left


def test_after_a_clock_was_set_back_the_wait_is_counted_from_there(path: Path) -> None:
    with pytest.raises(VaultLocked, match="wrong"), counted(path, lambda: AT):
        raise VaultLocked("wrong")
    an_hour_before = AT - timedelta(hours=1)
    with pytest.raises(MustWait), counted(path, lambda: an_hour_before):
        pass
    assert wrong_tries(path) == (an_hour_before,)


def test_many_tries_at_once_are_one_after_the_other(path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def wrong(_number: int) -> str:
        try:
            VaultOpener(path, now=lambda: AT).open("not this sentence")
        except VaultLocked as why:
            return type(why).__name__
        return "opened"

    with ThreadPoolExecutor(8) as pool:
        found = sorted(pool.map(wrong, range(8)))
    assert found == ["MustWait"] * 7 + ["VaultLocked"]
    assert len(wrong_tries(path)) == 1


@pytest.mark.parametrize("content", ["", "{", "[7]", '"x"', '["2026-03-02T10:00:00"]'])
def test_a_broken_count_of_tries_locks_nobody_out(path: Path, content: str) -> None:
    path.with_suffix(".tries").write_text(content)
    opened(path).close()
    VaultOpener(path, now=lambda: datetime(2026, 3, 2, 11, tzinfo=UTC)).open(PASSPHRASE).close()


def test_a_slip_in_a_recovery_code_costs_no_waiting(tmp_path: Path) -> None:
    path = tmp_path / "supervision.db"
    code = make_vault(path)
    store = opened(path)
    unlock_methods.check_recovery_code(store, code, MOMENT)
    unlock_methods.remove_unlock_method(store, "passphrase", MOMENT)
    store.close()
    opener = VaultOpener(path)
    with pytest.raises(VaultLocked):
        opener.open(code[:-1])
    assert opener.seconds_left() == 0
    opener.open(code.replace("-", "").lower()).close()


def test_a_passphrase_costs_what_it_costs_as_it_ships(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The tests stretch theirs as little as a key file may say."""
    assert SHIPPED_ARGON2 == {"name": "argon2id", "memory_kib": 65536, "passes": 3, "lanes": 4}
    monkeypatch.setattr(slots, "_ARGON2", SHIPPED_ARGON2)
    make_vault(tmp_path / "new" / "supervision.db")
    made = json.loads((tmp_path / "new" / "supervision.keys").read_text("utf-8"))
    costs = [slot["kdf"] for slot in made["slots"] if slot["kind"] == "passphrase"]
    assert costs == [SHIPPED_ARGON2]
    opened(tmp_path / "new" / "supervision.db").close()


# What a passphrase is worth


@pytest.mark.parametrize(
    ("words", "score", "says"),
    [
        ("short", 0, "too short: 7 more"),
        ("aaaaaaaaaaaa", 0, "very weak"),
        ("passwordpassword", 1, "weak"),
        ("lantern over a cold harbour", 4, "very strong"),
    ],
)
def test_a_passphrase_is_weighed_and_never_refused_for_its_letters(
    words: str, score: int, says: str
) -> None:
    found = strength_of(words)
    assert found.score <= score if score < 4 else found.score == 4
    assert says in found.says


def test_a_clock_set_back_a_year_stops_no_work_and_leaves_the_journal_whole(
    path: Path, tmp_path: Path
) -> None:
    store, folder = opened(path), tmp_path / "backups"
    folder.mkdir()
    store.run(vault_settings.set_backup_folder, str(folder), MOMENT)
    store.run(add_team, "Harbour", MOMENT)
    made = back_up_if_due(store, MOMENT)
    store.close()
    earlier = Moment(
        MOMENT.today - timedelta(days=365), MOMENT.now - timedelta(days=365), MOMENT.policy
    )
    store = opened(path)
    store.run(add_team, "Orchard", earlier)
    again = back_up_if_due(store, earlier)
    assert store.run(teams) == ["Harbour", "Orchard"]
    assert store.verify().is_whole, "the journal is a chain of entries, whatever their instants"
    assert made is not None
    assert again is not None
    assert made.path.exists()
    assert again.path.exists()
    store.close()


def test_a_look_at_a_vault_with_older_tables_changes_nothing(
    path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    keys = path.with_suffix(".keys")
    left_with_first_tables(path)
    before = path.read_bytes(), keys.read_bytes()
    status, said = verified(path), capfd.readouterr()
    assert "older version; the app brings it up to date when it opens it" in said.err
    assert status == 0, said
    assert (path.read_bytes(), keys.read_bytes()) == before
    assert not list(path.parent.glob("*.backup"))


def verified(path: Path) -> int:
    """The exit status of `vault verify`."""
    words = path.with_name("pass")
    words.write_text(PASSPHRASE)
    words.chmod(0o600)
    return main(["--vault", str(path), "--passphrase-file", str(words), "vault", "verify"])
