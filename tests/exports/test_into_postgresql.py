"""The tidy table in a real PostgreSQL: the same files change nothing, a corrected month replaces
its rows, and what cannot be loaded is one sentence.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from supervision_tui.cli.main import main
from tests.exports.summaries import months, summary, write
from tests.exports.test_rollup import postgres

MONTHS = list(months(3))


@pytest.fixture
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database of its own."""
    folder = tmp_path_factory.mktemp("pg")
    with postgres(folder):
        yield f"postgresql://us@/postgres?host={folder}"


def team(number: int, month: Any, sessions: int, **head: Any) -> dict[str, Any]:
    figures = {"sessions": sessions, "held_share": (0.75, 40), "unrecorded": None}
    return summary(number, month, figures, **head)


def rows(address: str, what: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(address) as connection:
        return connection.execute(what).fetchall()


@pytest.mark.outside
def test_the_same_files_twice_change_nothing_and_a_correction_replaces_its_month(
    warehouse: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(tmp_path / "in", *(team(n, m, 20 + n) for n in (1, 2) for m in MONTHS))
    assert main(["rollup", str(folder), "--into", warehouse]) == 0
    told = "SELECT team, period_from, key, value, numerator, n, is_hidden FROM supervision_figure"
    first = rows(warehouse, f"{told} ORDER BY 1, 2, 3")
    assert ("T-000001", MONTHS[0][0], "sessions", 21.0, None, None, False) in first
    assert ("T-000002", MONTHS[2][0], "held_share", 0.75, 30, 40, False) in first
    assert ("T-000001", MONTHS[0][0], "unrecorded", None, None, None, True) in first
    assert ("authority", MONTHS[0][0], "sessions", 43.0, None, None, False) in first
    when = rows(warehouse, "SELECT min(loaded_at), max(loaded_at) FROM supervision_figure")
    capsys.readouterr()

    assert main(["rollup", str(folder), "--into", warehouse]) == 0
    assert "0 rows more, 0 replaced and 0 taken out" in capsys.readouterr().err
    assert rows(warehouse, "SELECT min(loaded_at), max(loaded_at) FROM supervision_figure") == when

    corrected = team(1, MONTHS[1], 33, revision=2, made_on="2025-06-01")
    del corrected["sections"]["compliance"]["unrecorded"]
    (tmp_path / "in" / "corrected.json").write_text(json.dumps(corrected), "utf-8")
    assert main(["rollup", str(folder), "--into", warehouse]) == 0
    said = capsys.readouterr().err
    assert "corrected.json corrects it" in said
    after = rows(warehouse, f"{told} ORDER BY 1, 2, 3")
    assert ("T-000001", MONTHS[1][0], "sessions", 33.0, None, None, False) in after
    assert not [each for each in after if each[:3] == ("T-000001", MONTHS[1][0], "unrecorded")]
    assert ("authority", MONTHS[1][0], "sessions", 55.0, None, None, False) in after
    untouched = [each for each in first if each[1] != MONTHS[1][0]]
    assert [each for each in after if each[1] != MONTHS[1][0]] == untouched


@pytest.mark.outside
def test_a_picture_is_written_and_loaded_in_one_go(warehouse: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", *(team(n, MONTHS[0], 20) for n in (1, 2)))
    out = tmp_path / "a.csv"
    assert main(["rollup", str(folder), "--into", warehouse, "--out", str(out)]) == 0
    with (tmp_path / "a-figures.csv").open(encoding="utf-8-sig", newline="") as file:
        tidy = list(csv.DictReader(file))
    loaded = rows(warehouse, "SELECT team, key, value FROM supervision_figure ORDER BY 1, 2")
    assert sorted((row["team"], row["key"]) for row in tidy) == [each[:2] for each in loaded]
    assert {"numerator", "n", "is_hidden", "period_from"} <= set(tidy[0])


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("mysql://host/name", "like postgresql://host/name"),
        ("postgresql://us@/none?host=/nowhere-at-all", "could not be reached"),
    ],
)
def test_what_cannot_be_loaded_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], address: str, says: str
) -> None:
    folder = write(tmp_path / "in", team(1, MONTHS[0], 20))
    assert main(["rollup", str(folder), "--into", address]) == 1
    said = capsys.readouterr().err
    assert says in said
    assert "Traceback" not in said


def test_it_goes_somewhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path / "in", team(1, MONTHS[0], 20))
    assert main(["rollup", str(folder)]) == 2
    assert "--out FILE, or --into" in capsys.readouterr().err
