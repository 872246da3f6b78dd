"""One record's odd field never stops the rest: every mode, export and command over records as
imports bring them.

Each kind of oddity is one that an import or an earlier version of a form has taken.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from supervision_tui.cli.main import main
from supervision_tui.vault.plain_sql import Rows
from supervision_tui.vault.store import Store
from tests.conftest import PASSPHRASE, ClosedVault
from tests.screens.app_under_test import press, running, send, still, typed

ODD_NAMES = ["?", ".", "*", "12", "-", "'", "’s", "O'", "x", "N" * 120, "Ab " * 40, "👶", "\u0301",
"\u202eann",
             "\u200b", "[/]", "[bold]x", "{0}", "%s", "=1+1", "\\", "..", '"', "C-1001", "Null",
             "A,B,C"]  # fmt: skip
ODD_TEXTS = [
    "",
    " ",
    "\n",
    "x" * 5000,
    "<b>x</b>",
    "| a | b |\n|---|",
    "[/] {x} %s",
    "\u202egnirts",
    "\ta\tb",
    "# x\n- y",
]
FAR, EARLY = "9999-12-31", "1900-01-01"


def _spread(rows: Rows, statement: str, values: list[str]) -> None:
    """Give the rows with the lowest numbers one value each."""
    for number, value in enumerate(values, 1):
        # A name that another bears already, where none may be borne twice.
        with contextlib.suppress(Exception):
            rows(statement, value, number)


def names(rows: Rows) -> None:
    _spread(rows, "UPDATE child SET name = ? WHERE id = ?", ODD_NAMES)


def references(rows: Rows) -> None:
    odd = ["..", "a/b", "-", "--help", "[/]", "👶", "R" * 60, "c-1004", "1 2", "=1+1", "%s"]
    _spread(rows, "UPDATE child SET ref = ? WHERE id = ?", odd)


def workers(rows: Rows) -> None:
    odd = ["?", "*", "[/]", "👶", "N" * 120, "Ab " * 40, "=1+1", "..", "{0}"]
    _spread(rows, "UPDATE worker SET name = ? WHERE id = ?", odd)
    _spread(
        rows,
        "UPDATE worker SET normal_name = ? WHERE id = ?",
        [each.casefold().strip() for each in odd],
    )


def texts(rows: Rows) -> None:
    for table, column in (
        ("direction", "text"), ("direction", "owner"), ("direction", "reason"), ("direction",
        "outcome"),
        ("consultation", "question"), ("consultation", "theme"), ("recommendation", "text"),
        ("rag_entry", "reason"),
        ("pressure_response", "text"), ("audit", "summary"), ("training_booking", "title"),
        ("cpd_piece", "title"),
        ("development_goal", "text"), ("clinician", "name"), ("duty_return", "what"),
    ):  # fmt: skip
        _spread(rows, f"UPDATE {table} SET {column} = ? WHERE id = ?", ODD_TEXTS)


def births(rows: Rows) -> None:
    _spread(
        rows, "UPDATE child SET born = ? WHERE id = ?", ["2027-05-01", EARLY, FAR, "0001-01-01"]
    )


def far_days(rows: Rows) -> None:
    for statement in (
        "UPDATE direction SET due_on = ? WHERE id % 7 = ?",
        "UPDATE direction_date SET due_on = ? WHERE id % 11 = ?",
        "UPDATE readiness_date SET due_on = ? WHERE id % 5 = ?",
        "UPDATE development_goal SET by_on = ? WHERE id % 5 = ?",
        "UPDATE training_booking SET on_date = ? WHERE id % 9 = ?",
        "UPDATE consultation SET follow_up_on = ? WHERE id % 3 = ?",
        "UPDATE supervision_agreement SET review_on = ? WHERE id % 3 = ?",
        "UPDATE trigger_date SET on_date = ? WHERE id % 13 = ?",
    ):
        _spread(rows, statement, [FAR, EARLY])


def far_leave(rows: Rows) -> None:
    for worker, starts in ((1, "2026-02-20"), (2, "2026-04-01")):
        rows(
            "INSERT INTO worker_leave (worker_id, starts_on, ends_on, kind, recorded_on, "
            "end_recorded_on) "
            "VALUES (?, ?, ?, 'sick', '2026-02-20', '2026-02-20')", worker, starts, FAR,
        )  # fmt: skip


def far_sessions(rows: Rows) -> None:
    rows(
        "UPDATE supervision_session SET planned_on = ? WHERE state = 'planned' AND worker_id IN "
        "(1, 3)",
        FAR,
    )


def hours(rows: Rows) -> None:
    _spread(rows, "UPDATE worker SET fte = ? WHERE id = ?", ["0.05", "1.5", "0.5"])
    _spread(rows, "UPDATE supervision_session SET minutes = ? WHERE id % 5 = ?", ["0", "1", "480"])


KINDS = [names, references, workers, texts, births, far_days, far_leave, far_sessions, hours]
PERIOD = ("--from", "2025-12-01", "--to", "2026-02-28")
COMMANDS = [
    ("due", "--json"), ("due",), ("pressure", "--json"), ("pressure",), ("sample", "--size", "3"),
    ("agenda", "HERE", "--json"), ("vault", "log"), ("vault", "verify"), ("doctor",),
    *(("export", "oversight", *PERIOD, "--audience", audience, "--out", f"{audience}.{form}",
    "--yes", "--force",
       "--text", "responses", "--text", "actions")
      for audience, form in (("manager", "pdf"), ("psw", "json"), ("head-of-service", "xlsx"),
      ("external", "html"),
                             ("manager", "md"))),
    ("export", "calendar", "--out", "c.ics", "--force"),
    ("export", "personal-record", "HERE", "--out", "p.md", "--yes", "--force"),
    ("export", "supervision-file", "HERE", "--out", "f.pdf", "--yes", "--force"),
    ("export", "subject-access", "CHILD", "--out", "s.md", "--yes", "--force"),
    ("rollup", "psw.json", "--out", "r.md", "--force"),
]  # fmt: skip


@pytest.fixture(params=KINDS, ids=[kind.__name__ for kind in KINDS])
def odd(
    request: pytest.FixtureRequest,
    demo_vault: ClosedVault,
    demo_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Store]:
    """The demo with one kind of oddity in it, in the folder in which we are."""
    store = demo_vault.opened(demo_path)
    store.ask(request.param, writes=True).result()
    monkeypatch.chdir(demo_path.parent)
    Path("pass").write_text(PASSPHRASE)
    yield store
    with contextlib.suppress(RuntimeError):  # closed already
        store.close()


async def test_every_mode_shows_the_rest(odd: Store) -> None:
    async with running(odd) as (app, pilot):
        for mode in "12345678":
            await press(pilot, mode, "down", "G", "tab", "down")
            assert len(app.screen_stack) == 1, mode
        await press(pilot, "b", "1", "3", "b", "slash")
        await typed(pilot, "ann")
        await press(pilot, "escape", "V", "l", "escape", "escape")
        await press(pilot, "7", "s", "enter")
        send(pilot, "f8", "T", "w", "o", "escape")
        await still(pilot)


def test_every_command_says_the_rest(odd: Store, capsys: pytest.CaptureFixture[str]) -> None:
    worker = odd.read(lambda rows: rows("SELECT name FROM worker WHERE id = 5"))[0][0]
    child = odd.read(lambda rows: rows("SELECT ref FROM child WHERE id = 40"))[0][0]
    odd.close()
    failed = {}
    for words in COMMANDS:
        given = [{"HERE": worker, "CHILD": child}.get(word, word) for word in words]
        before = (
            []
            if words[0] == "rollup"
            else ["--vault", "supervision.db", "--passphrase-file", "pass"]
        )
        try:
            status = main([*before, *given])
        except SystemExit as why:
            status = int(str(why.code))
        says = capsys.readouterr().err.strip().splitlines()[-1:]
        # 6: what was changed by hand is told by verify.
        if status not in (0, 6) or "went wrong" in " ".join(says):
            failed[" ".join(given)] = status, says
    assert failed == {}
