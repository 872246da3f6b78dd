"""The roll-up of 200 teams over twelve months, by DuckDB and by Polars: seconds and memory.

    .venv/bin/python -m benchmarks.rollup            # makes 2,400 summaries, prints the table
    .venv/bin/python -m benchmarks.rollup --write    # and puts it into benchmarks/rollup.md

Both read the same files in a fresh process each, and answer the same: totals of every figure and
period, and each team's own limits.
"""

from __future__ import annotations

import json
import platform
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from supervision_tui.demo.build import build_demo
from supervision_tui.exports.oversight.export import Wanted, published_summary
from supervision_tui.exports.oversight.json_shape import to_json
from supervision_tui.exports.oversight.publish import Audience
from supervision_tui.practice.days.period import Period
from supervision_tui.vault.create import create_passing_vault
from tests.exports.summaries import many

from .practice import MOMENT

TEAMS = 200
_RUNS = 3
# As the app asks: the limits of all periods at once would take more memory than a roll-up has.
_OF_A_PERIOD = "SELECT * FROM control_chart WHERE period_from = ? AND period_to = ?"


def with_duckdb(folder: Path) -> tuple[int, int]:
    """The roll-up as the app does it: its totals, and its limits."""
    from supervision_tui.exports.rollup.engine import roll_up

    found = roll_up([folder])
    totals = found.ask("SELECT * FROM authority")
    days = found.ask("SELECT DISTINCT period_from, period_to FROM summary")
    charts = [len(found.ask(_OF_A_PERIOD, *each)) for each in days]
    return len(totals), sum(charts)


def with_polars(folder: Path) -> tuple[int, int]:
    """The same with Polars, the files parsed by Python."""
    import polars as pl

    frames = []
    rows: list[tuple[Any, ...]] = []
    names = ["team", "period_from", "section", "key", "is_share", "value", "n", "is_hidden"]
    for n, path in enumerate(sorted(folder.iterdir()), 1):
        found = json.loads(path.read_bytes())
        for section, lines in found["sections"].items():
            for key, line in lines.items():
                now = line["now"]
                value = (line["share"], now["value"], now["n"], now["suppressed"])
                rows.append((found["team"], found["period"]["from"], section, key, *value))
        if n % 200 == 0:
            frames.append(pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None))
            rows = []
    figure = pl.concat(frames, how="vertical_relaxed")
    weighed = (pl.col("value") * pl.col("n")).sum() / pl.col("n").filter(
        pl.col("value").is_not_null()
    ).sum()
    totals = (
        figure.filter(pl.col("is_share") | pl.col("n").is_null())
        .group_by("period_from", "section", "key", "is_share")
        .agg(
            pl.when(pl.col("is_share").first())
            .then(weighed)
            .otherwise(pl.col("value").sum())
            .alias("value"),
            pl.col("value").count().alias("teams"),
            pl.col("is_hidden").sum().alias("hidden"),
        )
    )
    told = figure.drop_nulls("value").sort("team", "key", "period_from")
    told = told.with_columns(pl.col("value").diff().abs().over("team", "key").alias("step"))
    of = ("team", "key")
    earlier = pl.col("value").cum_count().over(of) - 1
    charts = told.with_columns(
        earlier.alias("periods"),
        ((pl.col("value").cum_sum().over(of) - pl.col("value")) / earlier).alias("mean"),
        (pl.col("step").cum_sum().shift(1).over(of) / (earlier - 1)).alias("mean_step"),
    )
    return totals.height, charts.height


def main() -> None:
    """Make the summaries, measure both, print the table."""
    if len(sys.argv) == 4 and sys.argv[1] == "--one":
        begin = time.perf_counter()
        answer = {"duckdb": with_duckdb, "polars": with_polars}[sys.argv[2]](Path(sys.argv[3]))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"s": time.perf_counter() - begin, "mb": peak, "answer": answer}))
        return
    with tempfile.TemporaryDirectory() as place:
        folder = many(Path(place) / "in", pattern(Path(place)), TEAMS)
        found = {engine: _least(engine, folder) for engine in ("duckdb", "polars")}
    table = _table(found)
    print(table)
    if "--write" in sys.argv:
        Path(__file__).with_suffix(".md").write_text(table, "utf-8")


def pattern(folder: Path) -> dict[str, Any]:
    """A real summary of the demo, of which all others are variations."""
    store = create_passing_vault(folder / "supervision.db")
    store.run(build_demo, "team", 1, MOMENT)
    last = MOMENT.today
    wanted = Wanted(Period(date(last.year, last.month, 1), last), Audience.PSW)
    pattern: dict[str, Any] = json.loads(to_json(published_summary(store, wanted, MOMENT)))
    store.close()
    return pattern


def _least(engine: str, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.rollup", "--one", engine, str(folder)]
    runs = [
        json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        for _ in range(_RUNS)
    ]
    return min(runs, key=lambda run: float(run["s"]))


def _table(found: dict[str, dict[str, Any]]) -> str:
    machine = (
        f"{platform.machine()}, 2 cores, Python {platform.python_version()}, "
        f"{date.today().isoformat()}"  # noqa: DTZ011  (of this machine)
    )
    rows = [
        f"| {engine} | {run['s']:.2f} | {run['mb']:.0f} | {run['answer'][0]:,} | "
        f"{run['answer'][1]:,} |"
        for engine, run in found.items()
    ]
    head = (
        f"# The roll-up of {TEAMS} teams over twelve months, measured ({machine})\n\n"
        f"Each in a fresh process, the least of {_RUNS}, its imports counted in. The target is 2 "
        f"s and 300 MB.\n\n"
        "| engine | s | MB at most | totals | points with limits |\n| --- | ---: | ---: | ---: | "
        "---: |\n"
    )
    return head + "\n".join(rows) + "\n" + _WHY


_WHY = """
Here every team's limits of all periods are worked out and read. The app asks for those of the
latest period: with its totals and its first page it stays below 2 s (1.6 s, measured by hand on
the same files and day; 2.9 s with 2,400 sealed layers to be opened). DuckDB is the one because the
roll-up is then SQL: the same text runs on a council's PostgreSQL, stands in docs/roll-up.md, and is
tested on both; it parses the JSON itself, and writes Parquet.
"""


if __name__ == "__main__":
    main()
