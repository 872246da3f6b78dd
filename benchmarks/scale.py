"""From a team to a region: what grows how, on invented summaries and a PostgreSQL of its own.

    .venv/bin/python -m benchmarks.scale             # prints the tables of docs/scale.md
    .venv/bin/python -m benchmarks.scale FOLDER      # keeps the summaries there for the next time

It takes some ten minutes.

Each roll-up runs in a fresh process, as a person runs it; its memory is the most it had.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.exports.summaries import many
from tests.exports.test_rollup import postgres

from .rollup import pattern

TEAMS = (10, 50, 200, 800, 1_600)  # of the last there are 19,200 summaries: a roll-up takes 20,000
AUTHORITIES = 30
_AUTHORITY = 200  # teams
_SHOWN = (1, 2, 5, 10, 20, 30)


def main() -> None:
    """Measure all of it, and print it as tables."""
    if sys.argv[1:2] == ["--one"]:
        _one(sys.argv[2:])
        return
    with tempfile.TemporaryDirectory() as place:
        kept = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(place)
        folders = {teams: _summaries(kept, Path(place), teams) for teams in TEAMS}
        print(_table_of_teams(folders))
        server = Path(place) / "server"
        server.mkdir()
        with postgres(server) as ask:
            print(_table_of_authorities(folders[_AUTHORITY], server, ask))


def _summaries(kept: Path, place: Path, teams: int) -> Path:
    """Twelve months of summaries of so many teams, made if they are not there yet."""
    folder = kept / f"teams-{teams}"
    if not folder.exists():
        many(folder, pattern(Path(tempfile.mkdtemp(dir=place))), teams)
    return folder


def _table_of_teams(folders: dict[int, Path]) -> str:
    lines = [
        "| teams | summaries | MB of files | rolled up into JSON | MB at most | a page (HTML) | "
        "MB at most |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for teams, folder in folders.items():
        files = list(folder.iterdir())
        size = sum(each.stat().st_size for each in files) / 1e6
        as_json, as_page = (
            _run(["rollup", str(folder), "--out", str(folder.with_suffix(ending)), "--force"])
            for ending in (".json", ".html")
        )
        lines.append(
            f"| {teams:,} | {len(files):,} | {size:,.0f} | {as_json['s']:.1f} s | "
            f"{as_json['mb']:.0f} | {as_page['s']:.1f} s | {as_page['mb']:.0f} |"
        )
    return "\n".join(lines) + "\n"


def _table_of_authorities(folder: Path, server: Path, ask: list[str]) -> str:
    """Load authority after authority into one database, each into a schema of its own."""
    lines = [
        "| authorities | rows | MB in the database | the last one loaded | loaded again, "
        "unchanged | one figure over all of them |",
        "| ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for number in range(1, AUTHORITIES + 1):
        schema = f"authority_{number:02}"
        _said(ask, f"CREATE SCHEMA {schema}")
        into = f"postgresql://us@/postgres?host={server}&options=-csearch_path%3D{schema}"
        words = ["rollup", str(folder), "--into", into]
        first = _run(words)
        if number not in _SHOWN:
            continue
        again = _run(words)
        _said(ask, _region(number))
        begin = time.perf_counter()
        _said(ask, _ONE_FIGURE)
        asked = time.perf_counter() - begin
        rows = int(_said(ask, "SELECT count(*) FROM region"))
        size = int(_said(ask, "SELECT pg_database_size('postgres')")) / 1e6
        lines.append(
            f"| {number} | {rows:,} | {size:,.0f} | {first['s']:.1f} s, {first['mb']:.0f} MB | "
            f"{again['s']:.1f} s | {asked:.2f} s |"
        )
    return "\n".join(lines) + "\n"


# A region adds up what its authorities may tell; a hidden number stays hidden, and is counted.
_ONE_FIGURE = (
    "SELECT period_from, sum(numerator)::float / sum(n), count(*) FILTER (WHERE is_hidden) "
    "FROM region WHERE team = 'authority' AND key = 'held_share' GROUP BY period_from ORDER BY 1"
)


def _region(authorities: int) -> str:
    """One view over the authorities that are there."""
    parts = (
        f"SELECT 'authority_{number:02}' AS authority, * "  # noqa: S608  (our own numbers)
        f"FROM authority_{number:02}.supervision_figure"
        for number in range(1, authorities + 1)
    )
    return f"DROP VIEW IF EXISTS region; CREATE VIEW region AS {' UNION ALL '.join(parts)}"


def _said(ask: list[str], statement: str) -> str:
    done = subprocess.run([*ask, "-c", statement], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def _run(words: list[str]) -> dict[str, Any]:
    """A command in a process of its own: its seconds, and the MB it had at most."""
    command = [sys.executable, "-m", "benchmarks.scale", "--one", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _one(words: list[str]) -> None:
    from supervision_tui.cli.main import main as run

    begin = time.perf_counter()
    status = run(words)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"s": time.perf_counter() - begin, "mb": peak}))
    sys.exit(status)


if __name__ == "__main__":
    main()
