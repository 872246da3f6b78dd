"""What the tests of the vault share: a small vault on a real file, verbs that write, and the verbs
that read them.
"""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from supervision_tui.desk.moment import Moment
from supervision_tui.practice.policy.policy import default_policy
from supervision_tui.records import Team
from supervision_tui.vault.connection import give_key
from supervision_tui.vault.create import create_vault
from supervision_tui.vault.failed_attempts import forget_tries
from supervision_tui.vault.migrations.searched_table import SearchedTable
from supervision_tui.vault.opener import unlock
from supervision_tui.vault.store import Store, changes_records, open_store
from tests.conftest import PASSPHRASE

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
MOMENT = Moment(date(2026, 3, 2), AT, default_policy())


def make_vault(path: Path) -> str:
    """A closed vault with a passphrase; returns its recovery code."""
    made = create_vault(path, passphrase=PASSPHRASE, use_keyring=False)
    made.store.close()
    return made.recovery_code


def opened(path: Path, passphrase: str = PASSPHRASE, **named: Any) -> Store:
    """The vault, open; what was tried before makes nobody wait here."""
    forget_tries(path)
    return open_store(path, unlock(path, passphrase=passphrase, ask=lambda _why: None).key, **named)


def copied(path: Path, to: Path) -> Path:
    """A copy of a closed vault, both files."""
    to.mkdir(parents=True, exist_ok=True, mode=0o700)
    for each in (path, path.with_suffix(".keys")):
        shutil.copy(each, to / each.name)
    return to / path.name


@changes_records
def add_team(session: Session, name: str, moment: Moment = MOMENT) -> None:
    """A change with its journal entry."""
    session.add(Team(name=name))
    moment.note(session, "add team", "team", "name")


def teams(session: Session) -> list[str]:
    """What was added."""
    return [team.name for team in session.exec(select(Team).order_by(Team.name))]


def take_back_to_15(path: Path) -> None:
    """Make of a closed vault one as the version before directions were found by their days."""
    raw = _opened(path)
    raw.execute("DROP INDEX ix_direction_child_given")
    raw.execute("DROP INDEX ix_direction_closed_on")
    raw.execute("CREATE INDEX ix_direction_child_id ON direction (child_id)")
    _leave_at(raw, "0015")


def take_back_to_14(path: Path) -> None:
    """Make of a closed vault one as the version before legal holds and typed first pages had it."""
    take_back_to_15(path)
    raw = _opened(path)
    _drop_tables(raw, "legal_hold", "page_entry", "week_feedback")
    for index in ("ix_case_discussion_judged", "ix_supervision_session_held_on"):
        raw.execute(f"DROP INDEX {index}")
    _leave_at(raw, "0014")


def take_back_to_13(path: Path) -> None:
    """Make of a closed vault one as the version before it kept what it told had it."""
    take_back_to_14(path)
    raw = _opened(path)
    _drop_tables(raw, "told_code", "told_summary")
    _leave_at(raw, "0013")


def take_back_to_12(path: Path) -> None:
    """Make of a closed vault one as the version before the council's forms had it."""
    take_back_to_13(path)
    raw = _opened(path)
    kinds = ("personal-action", "agreement", "group", "guest", "audit-amendment")
    raw.execute(f"DELETE FROM search_entry WHERE kind IN {kinds}")
    for event in ("insert", "update", "delete"):
        raw.execute(f"DROP TRIGGER search_agreement_{event}")
    _search_without_sections(raw)
    _drop_tables(raw, "personal_action", "session_guest", "group_record", "audit_amendment")
    _drop_columns(raw, "personal_record", "form sections")
    _drop_columns(raw, "worker", "sections")
    _drop_columns(raw, "supervision_agreement", "form clauses")
    _drop_columns(raw, "observation", "form sections")
    _drop_columns(
        raw, "audit", "form better_because no_action_because agreed_grade agreed_on agreed_words"
    )
    raw.execute("DELETE FROM unsealed")
    _leave_at(raw, "0012")


def _search_without_sections(raw: Any) -> None:
    """Search the personal record and the observation as before they had sections by a form."""
    personal = ("row.wellbeing", "row.workload", "row.leave", "row.learning", "row.topics")
    observed = ("row.observer", "row.seen", "row.strengths", "row.next_step")
    of_it = "SELECT coalesce(held_on, planned_on) FROM supervision_session"
    about = ("NULL", "row.worker_id", "row.session_id", f"({of_it} WHERE id = row.session_id)")
    before = (
        SearchedTable("personal", "personal_record", personal, about),
        SearchedTable(
            "observation", "observation", observed,
            ("NULL", "NULL", "row.session_id", "row.observed_on"),
        ),
    )  # fmt: skip
    for source in before:
        for event in ("insert", "update", "delete"):
            raw.execute(f"DROP TRIGGER search_{source.kind}_{event}")
        raw.execute(f"DELETE FROM search_entry WHERE kind = '{source.kind}'")
        for statement in source.statements():
            raw.execute(statement)


def take_back_to_11(path: Path) -> None:
    """Make of a closed vault one as the version before decisions and the children's files had it:
    a consultation said by itself since when it is on file.
    """
    take_back_to_12(path)
    raw = _opened(path)
    of_all = "SELECT record_id, max(on_file_on) FROM file_entry WHERE kind = 'consultation'"
    filed = raw.execute(f"{of_all} GROUP BY record_id").fetchall()
    kinds = ("decision", "participant", "decision-amendment")
    raw.execute(f"DELETE FROM search_entry WHERE kind IN {kinds}")
    _drop_tables(
        raw,
        "file_entry",
        "decision_amendment",
        "decision_participant",
        "decision_child",
        "case_decision",
    )
    raw.execute("DROP INDEX ix_direction_decision_id")
    _drop_columns(raw, "direction", "decision_id due_time link")
    _drop_columns(raw, "direction_date", "due_time")
    _drop_columns(raw, "case_discussion", "seconds")
    raw.execute("ALTER TABLE consultation ADD COLUMN on_file_on DATE")
    _drop_columns(raw, "consultation", "")
    for number, on in filed:
        raw.execute("UPDATE consultation SET on_file_on = ? WHERE id = ?", (on, number))
    raw.execute("DELETE FROM unsealed")
    _leave_at(raw, "0011")


def take_back_to_9(path: Path) -> None:
    """Make of a closed vault one as the version before roles on a case had it: one worker a
    child.
    """
    take_back_to_11(path)
    raw = _opened(path)
    _drop_tables(raw, "case_role")
    _drop_columns(raw, "direction_owner", "leave_id")
    _drop_columns(raw, "worker", "start_known educator supervised_on")
    _drop_columns(raw, "worker_leave", "stops_clock")
    _leave_at(raw, "0009")


def take_back_to_8(path: Path) -> None:
    """Make of a closed vault one as the version before events had it: a source had its name
    alone.
    """
    take_back_to_9(path)
    raw = _opened(path)
    _drop_tables(raw, "child_source", "source_reading", "visit_frequency")
    raw.execute("UPDATE trigger_date SET source = 'Annex A' WHERE source LIKE 'Annex A%'")
    _drop_columns(raw, "trigger_date", "by_hand how outcome put_off_to")
    _drop_columns(raw, "plan_episode", "source by_hand")
    _leave_at(raw, "0008")


def _opened(path: Path) -> Any:
    from sqlcipher3 import dbapi2

    raw = dbapi2.connect(path)
    give_key(raw, unlock(path, passphrase=PASSPHRASE, ask=lambda _why: None).key)
    return raw


def _drop_tables(raw: Any, *tables: str) -> None:
    for table in tables:
        raw.execute(f"DROP TABLE {table}")


def _drop_columns(raw: Any, table: str, columns: str) -> None:
    """Drop columns of a table of records, whose triggers are made anew without them."""
    from supervision_tui.vault.migrations.sealed_table import touch_triggers

    for event in ("insert", "update", "delete"):
        raw.execute(f"DROP TRIGGER touched_{table}_{event}")
    for column in columns.split():
        raw.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    left = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
    for statement in touch_triggers(table, left):
        raw.execute(statement)


def _leave_at(raw: Any, version: str) -> None:
    raw.execute("UPDATE alembic_version SET version_num = ?", (version,))
    raw.commit()
    raw.close()
