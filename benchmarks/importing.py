"""An import of Annex A, and the same rows written by plain statements into the same kind of
file.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session

from supervision_tui.desk.imports.accept_caseload import accept_caseload
from supervision_tui.desk.imports.preview_caseload import preview_caseload
from supervision_tui.desk.moment import Moment
from supervision_tui.imports.annex_a import read_annex_a
from supervision_tui.practice.policy.policy import default_policy
from supervision_tui.vault.create import create_passing_vault
from supervision_tui.vault.plain_sql import rows_of
from tests.imports.workbooks import annex_a_workbook, child

_TRIES = 5
_TABLES = (
    "team",
    "worker",
    "child",
    "allocation",
    "plan_episode",
    "trigger_date",
    "vault_fact",
    "journal",
    "record_seal",
)
_FORENAMES = ("Ada", "Bo", "Cy", "Di", "Ed", "Fay", "Gus", "Hal", "Ivy", "Jo")
_SURNAMES = (
    "Alder",
    "Birch",
    "Cedar",
    "Damson",
    "Elm",
    "Fir",
    "Gorse",
    "Hazel",
    "Ivory",
    "Juniper",
)

Written = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Measured:
    """The best of several runs, in milliseconds: reading, preview and accepting; accepting alone.

    Plain statements.
    """

    whole_ms: float
    accepting_ms: float
    plain_ms: float


def measured(folder: Path, children: int) -> Measured:
    """Import a workbook of so many children into new vaults, and write the same rows plainly into
    others.
    """
    now = datetime.now(UTC)
    moment = Moment(now.date(), now, default_policy())
    path = annex_a_workbook(
        folder / "annex_a.xlsx", children=[_row(number, moment.today) for number in range(children)]
    )
    whole, accepting, plain = [], [], []
    for _ in range(_TRIES):
        with tempfile.TemporaryDirectory() as place:
            store = create_passing_vault(Path(place) / "vault" / "supervision.db")
            begun = time.perf_counter()
            file = read_annex_a([path], moment.today)
            store.run(preview_caseload, file, moment)
            before = time.perf_counter()
            store.run(accept_caseload, file, moment)
            ended = time.perf_counter()
            whole.append(ended - begun)
            accepting.append(ended - before)
            written = store.run(_everything)
            store.close()
        plain.append(_plainly(written))
    return Measured(1000 * min(whole), 1000 * min(accepting), 1000 * min(plain))


def _row(number: int, today: date) -> list[Any]:
    worker = number // 18
    name = (
        f"{_FORENAMES[worker % 10]} "
        f"{_SURNAMES[worker // 10 % 10]}{'abcdefghij'[worker // 100 % 10]}"
    )
    days = {
        "born": today - timedelta(days=400 + number % 5_900),
        "start": today - timedelta(days=30 + number % 700),
        "seen": today - timedelta(days=number % 40),
    }
    written = {what: on.strftime("%d/%m/%Y") for what, on in days.items()}
    return child(10_000 + number, "CIN", name, f"Team {number // 180}", **written)


def _everything(session: Session) -> Written:
    """Every row that the import has left, but those that the vault had before."""
    rows = rows_of(session)
    return {name: [tuple(row) for row in rows(f"SELECT * FROM {name}")] for name in _TABLES}  # noqa: S608


def _plainly(written: Written) -> float:
    """Write these rows with `executemany` in one transaction, with all indexes and triggers.

    Returns the seconds.
    """
    with tempfile.TemporaryDirectory() as place:
        store = create_passing_vault(Path(place) / "vault" / "supervision.db")
        already = {name: len(rows) for name, rows in store.run(_everything).items()}
        begun = time.perf_counter()
        store._thread.submit(
            store._file.transact, lambda session: _insert(session, written, already), writes=False
        ).result()
        took = time.perf_counter() - begun
        store.close()
        return took


def _insert(session: Session, written: Written, already: dict[str, int]) -> None:
    connection = session.connection()
    for name, rows in written.items():
        new = rows[already[name] :]
        if new:
            places = ", ".join("?" for _ in new[0])
            connection.exec_driver_sql(f"INSERT OR REPLACE INTO {name} VALUES ({places})", new)  # noqa: S608
    connection.exec_driver_sql("DELETE FROM unsealed")
    session.commit()
