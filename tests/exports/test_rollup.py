"""Many teams as one picture: sums, hidden numbers, limits, what does not compare.

The same by another's arithmetic.
"""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import statistics
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision_tui.cli.main import main
from supervision_tui.exports.rollup.engine import memory_for, roll_up, while_memory_lasts
from supervision_tui.exports.rollup.picture import AuthorityPicture, picture_of
from supervision_tui.exports.rollup.reading import NothingToRollUp
from supervision_tui.exports.rollup.report import as_report
from supervision_tui.practice.oversight.limits import Point, p_chart
from tests.browser import page_after_axe
from tests.conftest import needs
from tests.exports.summaries import months, summary, write

SQL = Path(__file__).parents[2] / "supervision_tui" / "exports" / "rollup" / "rollup.sql"
MONTHS = list(months(12))
LAST = MONTHS[-1]


def picture(folder: Path) -> AuthorityPicture:
    found = roll_up([folder])
    try:
        return picture_of(found)
    finally:
        found.close()


def total(found: AuthorityPicture, key: str) -> Any:
    return next(line for line in found.totals if line.key == key)


def test_counts_are_summed_and_shares_weighed_by_their_n(tmp_path: Path) -> None:
    write(
        tmp_path,
        summary(1, LAST, {"sessions": 40, "held_share": (0.75, 40)}),
        summary(2, LAST, {"sessions": 20, "held_share": (0.9, 20)}),
    )
    found = picture(tmp_path)
    assert total(found, "sessions").now.figure.value == 60
    assert total(found, "held_share").now.figure.value == pytest.approx((30 + 18) / 60)
    assert total(found, "held_share").now.figure.n == 60


def test_where_a_team_is_hidden_the_total_is_at_least(tmp_path: Path) -> None:
    write(tmp_path, summary(1, LAST, {"unrecorded": 12}), summary(2, LAST, {"unrecorded": None}))
    found = picture(tmp_path)
    assert (total(found, "unrecorded").now.teams, total(found, "unrecorded").now.hidden) == (1, 1)
    section = next(each for each in as_report(found).sections if each.key == "compliance")
    assert section.table is not None
    assert [value.text for value in section.table.rows[0]][1] == "at least 12"


def test_nothing_beside_a_hidden_number_reads_as_none_and_no_arrow_compares_other_teams(
    tmp_path: Path,
) -> None:
    before = MONTHS[-2]
    write(
        tmp_path,
        *(summary(1, month, {"unrecorded": 0, "sessions": 20}) for month in (before, LAST)),
    )
    write(tmp_path, summary(2, before, {"unrecorded": None, "sessions": 20}))
    write(tmp_path, summary(2, LAST, {"unrecorded": None, "sessions": None}))
    found = picture(tmp_path)
    assert total(found, "unrecorded").now.is_hidden
    sessions = total(found, "sessions")
    assert sessions.now.is_at_least
    assert sessions.now.change_from(sessions.before) is None


def test_a_small_number_in_a_file_is_hidden_again(tmp_path: Path) -> None:
    """A file that was made or changed by hand tells no small number through the roll-up."""
    write(tmp_path, summary(1, LAST, {"unrecorded": 2, "sessions": 30}))
    figure = total(picture(tmp_path), "unrecorded").now.figure
    assert figure.value is None
    assert figure.suppressed


@pytest.mark.parametrize("figure", [float("nan"), float("inf"), -3, 10**9])
def test_a_number_that_no_team_has_is_left_out(tmp_path: Path, figure: float) -> None:
    write(
        tmp_path,
        summary(1, LAST, {"sessions": figure, "unrecorded": 12}),
        summary(2, LAST, {"sessions": 30}),
    )
    assert total(picture(tmp_path), "sessions").now.figure.value in (30, None)


@pytest.mark.parametrize(
    ("now", "is_taken"),
    [
        ({"value": "lots", "n": None, "suppressed": False}, False),
        ({"value": 3, "n": 10**30, "suppressed": False}, False),
        ({"value": None, "n": None, "suppressed": False}, True),
        (None, True),
    ],
)
def test_a_damaged_figure_refuses_its_file_alone(
    tmp_path: Path, now: object, *, is_taken: bool
) -> None:
    damaged = summary(1, LAST, {"sessions": 20})
    damaged["sections"]["compliance"]["sessions"]["now"] = now
    write(tmp_path, damaged, summary(2, LAST, {"sessions": 30}))
    found = picture(tmp_path)
    assert len(found.teams) == 1 + is_taken
    assert len(found.refused) == 1 - is_taken
    assert total(found, "sessions").now.figure.value == 30


def test_a_standing_of_few_workers_is_hidden_for_each_team(tmp_path: Path) -> None:
    few = [
        {"worker": f"W{n:02}", "standing": "crowded-out" if n == 1 else "steady"}
        for n in range(1, 9)
    ]
    write(tmp_path, summary(1, LAST, {"sessions": 20}, standings=few))
    found = picture(tmp_path)
    (team,) = found.teams
    assert team.statuses["crowded-out"].value is None
    assert team.statuses["crowded-out"].suppressed
    assert team.statuses["raised"].suppressed
    assert found.statuses["crowded-out"][0].suppressed


def test_a_name_that_steers_a_terminal_is_refused(tmp_path: Path) -> None:
    write(
        tmp_path,
        summary(1, LAST, {"sessions": 20}),
        summary(2, LAST, {"sessions": 20}, scope="Team\x1b[2J"),
    )
    found = picture(tmp_path)
    assert [team.scope for team in found.teams] == ["Team 1"]
    assert "steer a terminal" in found.refused[0].why


def test_a_team_outside_its_own_limits_is_named_with_them(tmp_path: Path) -> None:
    steady = [0.80, 0.82, 0.79, 0.81, 0.80, 0.82, 0.80, 0.81, 0.79, 0.80, 0.81]
    write(
        tmp_path,
        *(
            summary(1, month, {"voice_share": (v, 60)})
            for month, v in zip(MONTHS, [*steady, 0.6], strict=True)
        ),
    )
    write(
        tmp_path,
        *(
            summary(2, month, {"voice_share": (v, 60)})
            for month, v in zip(MONTHS, [*steady, 0.8], strict=True)
        ),
    )
    found = picture(tmp_path)
    assert [(each.scope, each.way, each.periods) for each in found.outside] == [
        ("Team 1", "below", 11)
    ]
    p = statistics.mean(steady)  # the same n each month
    likely = (p * 660 + 0.5) / 661
    sigma = math.sqrt(likely * (1 - likely) / 60)
    steps = [abs(a - b) / sigma for a, b in zip(steady[1:], steady, strict=False)]
    around = 3 * sigma * max(1.0, statistics.mean(steps) / 1.128)
    assert found.outside[0].mean == pytest.approx(p)
    assert found.outside[0].low == pytest.approx(p - around)


def test_a_short_history_says_nothing(tmp_path: Path) -> None:
    write(
        tmp_path,
        *(
            summary(1, month, {"voice_share": (v, 60)})
            for month, v in zip(MONTHS[-4:], (0.8, 0.8, 0.8, 0.1), strict=True)
        ),
    )
    found = picture(tmp_path)
    assert found.outside == ()
    assert found.too_short == 1


def test_what_does_not_compare_is_said_with_its_reason(tmp_path: Path) -> None:
    write(tmp_path, *(summary(1, month, {"sessions": 20}) for month in MONTHS))
    write(
        tmp_path, *(summary(2, month, {"sessions": 20}) for n, month in enumerate(MONTHS) if n != 5)
    )
    write(tmp_path, *(summary(3, month, {"sessions": 20}) for month in MONTHS[:-1]))
    write(
        tmp_path,
        *(
            summary(4, month, {"sessions": 20}, policy="2026-ours", threshold=10)
            for month in MONTHS
        ),
    )
    copy = tmp_path / "again.json"
    shutil.copy(tmp_path / f"T-000001-{LAST[0]}.json", copy)
    found = picture(tmp_path)
    said = " ".join(found.not_comparable)
    assert (
        "Team 2 (T-000002): no summary of 2025-08-01 to 2025-08-31; its history has a gap." in said
    )
    assert (
        "Team 3 (T-000003): no summary of 2026-02-01 to 2026-02-28; its latest is 2026-01-01"
        in said
    )
    assert "Team 4 (T-000004): works with policy 2026-ours, most with 2026-11" in said
    assert "below 5 or 10" in said
    assert [(each.file, "duplicate" in each.why) for each in found.refused] == [
        ("again.json", True)
    ]
    # The team that is missing is not counted.
    assert total(found, "sessions").now.figure.value == 60


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{", "not a summary"),
        ("[]", "not a summary"),
        ('{"schema": "other/1"}', "written as other/1"),
        (json.dumps(summary(1, LAST, {}, audience="manager")), "exported for manager"),
        (
            json.dumps(summary(1, LAST, {}) | {"period": {"from": "2026-02-31", "to": "x"}}),
            "does not say",
        ),
        (json.dumps(summary(1, (LAST[1], LAST[0]), {})), "ends before it begins"),
        ("\x00\xff", "not a text file"),
        (json.dumps({"schema": "supervision-tui/oversight/1", "audience": "psw"}), "does not say"),
    ],
    ids=[
        "cut",
        "a list",
        "another schema",
        "for the manager",
        "no such day",
        "backwards",
        "no text",
        "no head",
    ],
)
def test_a_wrong_file_is_left_out_with_its_reason_and_the_others_are_taken(
    tmp_path: Path, content: str, why: str
) -> None:
    write(tmp_path, summary(2, LAST, {"sessions": 20}))
    (tmp_path / "wrong.json").write_bytes(content.encode("latin-1"))
    found = picture(tmp_path)
    assert len(found.teams) == 1
    assert [each.file for each in found.refused] == ["wrong.json"]
    assert why in found.refused[0].why


def test_nothing_to_roll_up_is_one_sentence_and_exit_4(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "wrong.json").write_text("{}", "utf-8")
    assert main(["rollup", str(tmp_path / "wrong.json"), "--out", str(tmp_path / "x.md")]) == 4
    assert "No summary could be taken" in capsys.readouterr().err
    assert not (tmp_path / "x.md").exists()
    with pytest.raises(NothingToRollUp, match="There is no file"):
        roll_up([tmp_path / "nowhere.json"])


@pytest.mark.outside
def test_summaries_encrypted_for_the_authority_are_opened_with_its_identity(tmp_path: Path) -> None:
    identity = tmp_path / "key.txt"
    subprocess.run([needs("age-keygen"), "-o", identity], capture_output=True, check=True)
    recipient = re.findall(r"age1\w+", identity.read_text("utf-8"))[0]
    folder = write(
        tmp_path / "in", summary(1, LAST, {"sessions": 20}), summary(2, LAST, {"sessions": 22})
    )
    for file in list(folder.glob("*.json")):
        subprocess.run([needs("age"), "-r", recipient, "-o", f"{file}.age", file], check=True)
        file.unlink()
    found = roll_up([folder], identity)
    assert len(found.teams) == 2
    with pytest.raises(NothingToRollUp, match="--identity"):
        roll_up([folder])


@pytest.mark.parametrize("form", ["markdown", "html", "pdf", "xlsx", "csv", "json", "parquet"])
def test_every_form_is_written_for_us_alone(
    tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(
        tmp_path / "in",
        *(summary(n, month, {"sessions": 20 + n}) for n in (1, 2) for month in MONTHS),
    )
    out = tmp_path / f"authority.{form}"
    assert main(["rollup", str(folder), "--format", form, "--out", str(out)]) == 0
    assert "2 teams" in capsys.readouterr().err
    assert out.stat().st_mode & 0o777 == 0o600
    if form == "parquet":
        with duckdb.connect(":memory:") as reader:
            rows = reader.execute(
                "SELECT count(*), count(DISTINCT team), max(says) FROM read_parquet(?)", [str(out)]
            )
            assert rows.fetchall() == [(24, 2, "within")]
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".")]


def test_what_was_taken_and_what_not_is_told_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(
        tmp_path / "in",
        *(summary(n, m, {"sessions": 20, "held_share": (0.8, 20)}) for n in (1, 2) for m in MONTHS),
    )
    (folder / "wrong.json").write_text("{}")
    words = ["rollup", str(folder), "--out", str(tmp_path / "a.html"), "--json"]
    assert main(words) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["teams"] == 2
    assert [Path(each["file"]).name for each in found["refused"]] == ["wrong.json"]
    assert found["refused"][0]["why"]
    assert "a.html" in found["done"][0]
    assert main(["rollup", str(folder), "--out", "-", "--json"]) == 2
    assert "would both be standard output" in capsys.readouterr().err


@pytest.mark.outside
def test_axe_finds_nothing_in_the_picture(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "in",
        *(summary(n, m, {"sessions": 20, "held_share": (0.8, 20)}) for n in (1, 2) for m in MONTHS),
    )
    assert main(["rollup", str(folder), "--format", "html", "--out", str(tmp_path / "a.html")]) == 0
    assert page_after_axe((tmp_path / "a.html").read_text("utf-8"), tmp_path)["violations"] == []


def test_the_page_for_a_warehouse_shows_the_sql_that_runs_here() -> None:
    page = (Path(__file__).parents[2] / "docs" / "roll-up.md").read_text("utf-8")
    assert f"```sql\n{SQL.read_text('utf-8')}```" in page


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.integers(5, 60)), min_size=12, max_size=12),
        min_size=1,
        max_size=4,
    )
)
def test_totals_and_limits_are_those_of_plain_arithmetic(teams: list[list[int | None]]) -> None:
    """The views against a naive reading in Python, for any history."""
    with duckdb.connect(":memory:") as connection:
        connection.execute(SQL.read_text("utf-8"))
        for team, values in enumerate(teams):
            for (first, last), value in zip(MONTHS, values, strict=True):
                row = [f"T{team}", first, last, "s", "k", False, value, None, value is None]
                connection.execute("INSERT INTO figure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        for first, value, told, hidden in connection.execute(
            "SELECT period_from, value, teams, hidden FROM authority"
        ).fetchall():
            there = [
                values[n] for n, month in enumerate(MONTHS) for values in teams if month[0] == first
            ]
            numbers = [each for each in there if each is not None]
            assert (value or 0, told, hidden) == (
                sum(numbers),
                len(numbers),
                len(there) - len(numbers),
            )
        for team, first, mean, low, high, says in connection.execute(
            "SELECT team, period_from, mean, low, high, says FROM control_chart"
        ).fetchall():
            told_values = [
                (m[0], v)
                for m, v in zip(MONTHS, teams[int(team[1:])], strict=True)
                if v is not None
            ]
            earlier = [v for month, v in told_values if month < first]
            now = next(v for month, v in told_values if month == first)
            series = [v for m, v in zip(MONTHS, teams[int(team[1:])], strict=True) if m[0] < first]
            steps = [abs(b - a) for a, b in pairwise(series) if a is not None and b is not None]
            if len(earlier) < 10 or not steps:
                assert says == "too short"
                continue
            around = 3 / 1.128 * statistics.mean(steps)
            assert mean == pytest.approx(statistics.mean(earlier))
            assert (low, high) == pytest.approx((max(0, mean - around), mean + around))
            way = "below" if now < mean - around else "above" if now > mean + around else "within"
            assert says == way or abs(abs(now - mean) - around) < 1e-9


@given(
    st.lists(
        st.one_of(
            st.none(),
            st.tuples(st.integers(0, 40), st.integers(10, 60)).map(
                lambda each: (min(each) / each[1], each[1])
            ),
        ),
        min_size=12,
        max_size=12,
    )
)
def test_the_limits_of_shares_are_those_of_the_rules(
    months: list[tuple[float, int] | None],
) -> None:
    """The view against practice/oversight/limits.py, which is held against plain arithmetic."""
    with duckdb.connect(":memory:") as connection:
        connection.execute(SQL.read_text("utf-8"))
        for (first, last), told in zip(MONTHS, months, strict=True):
            value, n = told or (None, None)
            row = ["T", first, last, "s", "k", True, value, n, told is None]
            connection.execute("INSERT INTO figure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        found = connection.execute(
            "SELECT value, n, mean, low, high, says FROM control_chart WHERE period_from = ?",
            [LAST[0]],
        ).fetchall()
    points = [Point(*(told or (None, None))) for told in months]
    if points[-1].value is None:
        assert found == []
        return
    ((_, n, mean, low, high, says),) = found
    limits = p_chart(points[:-1], n)
    if limits is None or limits.points < 10:
        assert says == "too short"
        return
    assert (mean, low, high) == pytest.approx((limits.mean, limits.low, limits.high))


def test_more_than_memory_holds_is_said_in_a_sentence() -> None:
    with pytest.raises(NothingToRollUp, match="take fewer at once"), while_memory_lasts():
        small = duckdb.connect(":memory:", config={"memory_limit": "2MB", "temp_directory": ""})
        small.execute("CREATE TABLE large AS SELECT range::VARCHAR AS words FROM range(3000000)")


def test_the_memory_grows_with_the_number_of_summaries() -> None:
    assert [memory_for(number) for number in (1, 2_400, 19_200)] == [250, 250, 1_920]


@contextmanager
def postgres(folder: Path) -> Iterator[list[str]]:
    """A PostgreSQL of its own, in a folder, on a socket; the command that speaks to it."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    programs = found[-1].parent if found else Path(needs("initdb")).parent
    runner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if runner:
        subprocess.run(["chown", "postgres", folder], check=True)
        for parent in folder.parents[:3]:
            os.chmod(parent, parent.stat().st_mode | 0o111)
    data = folder / "data"
    subprocess.run(
        [*runner, programs / "initdb", "-D", data, "-A", "trust", "-U", "us"],
        capture_output=True,
        check=True,
    )
    options = f"-k {folder} -c listen_addresses="
    subprocess.run(
        [
            *runner,
            programs / "pg_ctl",
            "-D",
            data,
            "-w",
            "-l",
            folder / "log",
            "-o",
            options,
            "start",
        ],
        check=True,
    )
    try:
        yield [
            *runner,
            str(programs / "psql"),
            "-h",
            str(folder),
            "-U",
            "us",
            "-d",
            "postgres",
            "-qAt",
            "-v",
            "ON_ERROR_STOP=1",
        ]
    finally:
        subprocess.run([*runner, programs / "pg_ctl", "-D", data, "-m", "fast", "stop"], check=True)


@pytest.mark.outside
def test_the_same_sql_gives_the_same_on_postgresql(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    folder = write(
        tmp_path / "in",
        *(
            summary(n, month, {"sessions": 20 + n * m, "held_share": (0.7 + 0.02 * m, 20 + m)})
            for n in (1, 2, 3)
            for m, month in enumerate(MONTHS)
        ),
    )
    found = roll_up([folder])
    tables = ("summary", "figure", "worker")
    views = {
        "authority": "round(CAST(value AS NUMERIC(18, 6)), 6)",
        "control_chart": "round(CAST(low AS NUMERIC(18, 6)), 6), round(CAST(high AS NUMERIC(18, "
        "6)), 6), says, team",
        "authority_standing": "standing, workers",
    }
    asked = {
        view: f"SELECT period_from, {what} FROM {view} ORDER BY 1, 2, 3"
        for view, what in views.items()
    }
    asked["authority"] = asked["authority"].replace(
        "SELECT period_from,", "SELECT period_from, key,"
    )
    with postgres(tmp_path_factory.mktemp("pg")) as psql:
        statements = [SQL.read_text("utf-8")]
        for table in tables:
            for row in found.ask(f"SELECT * FROM {table}"):
                statements.append(f"INSERT INTO {table} VALUES ({', '.join(map(literal, row))});")
        subprocess.run(
            psql, input="\n".join(statements), text=True, check=True, capture_output=True
        )
        for view, question in asked.items():
            there = subprocess.run(
                [*psql, "-c", question], text=True, check=True, capture_output=True
            ).stdout
            here = found.ask(question)
            rows = [line.split("|") for line in there.splitlines()]
            assert len(rows) == len(here) > 0, view
            assert sorted(rows) == sorted(
                ["" if cell is None else str(cell) for cell in row] for row in here
            ), view


def literal(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool | int | float):
        return str(value)
    return f"'{value}'" if isinstance(value, date) else "'" + str(value).replace("'", "''") + "'"
