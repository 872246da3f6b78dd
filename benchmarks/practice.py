"""The cost of the rules at an authority's size: 200 workers, 4,000 open children, five years.

    .venv/bin/python -m benchmarks.practice            # builds the demo, prints the table
    .venv/bin/python -m benchmarks.practice --write    # and puts it into benchmarks/practice.md

Times are the least of several runs on the machine at hand. Reading the records stands in a line of
its own.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from supervision_tui.demo.build import build_demo
from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.workload.statuses import workload_of
from supervision_tui.practice.direction.timescales import Known, read_timescale
from supervision_tui.practice.policy.policy import default_policy, make_policy
from supervision_tui.vault.create import create_passing_vault

TODAY = date(2026, 3, 2)
MOMENT = Moment(TODAY, datetime(2026, 3, 2, 10, tzinfo=UTC), default_policy())
_YEAR = TODAY - timedelta(weeks=52)  # the first day that is asked about
TYPED = (
    "10wd",
    "fri",
    "14 apr",
    "@core-group",
    "5wd before 2026-05-12",
    "in 3 weeks",
    "end of month",
    "asap",
    "31/2",
)


def least_ms(work: Callable[[], object], runs: int = 5) -> float:
    """Milliseconds of the quickest of several runs."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return min(times)


def read(folder: Path) -> tuple[History, float]:
    """The history of an authority's demo, and the milliseconds that reading it takes."""
    store = create_passing_vault(folder / "supervision.db")
    store.run(build_demo, "authority", 1, MOMENT)
    reading = least_ms(lambda: store.run(read_history, MOMENT, since=_YEAR), 3)
    history = store.run(read_history, MOMENT, since=_YEAR)
    store.close()
    return history, reading


def figures(history: History) -> list[tuple[str, float]]:
    """What each question costs, in milliseconds."""
    workers = [worker.id for worker in history.current_workers(TODAY)]
    mondays = [TODAY - timedelta(weeks=n) for n in range(52)]
    known = Known(TODAY, {"icpc": date(2026, 2, 20)})

    def explained() -> None:
        for worker in workers:
            history.workload(worker, TODAY)

    def measured(days: list[date]) -> None:
        fresh = History(MOMENT.policy)  # as when it is asked for the first time
        fresh.workers, fresh.children = history.workers, history.children
        for day in days:
            for worker in workers:
                fresh.status(worker, day)

    def typed() -> None:
        for words in TYPED:
            read_timescale(words, known, MOMENT.policy)

    return [
        ("pressure of every worker as of one day, with every sentence", least_ms(explained)),
        (
            "the standing of every worker as of one day, measured only",
            least_ms(lambda: measured([TODAY])),
        ),
        ("the standings of every worker on 52 Mondays", least_ms(lambda: measured(mondays), 3)),
        (
            "the Pressure view: since when, forecast and options of all",
            least_ms(lambda: workload_of(history, {}, MOMENT), 3),
        ),
        ("a typed timescale, the mean of nine", least_ms(typed) / len(TYPED)),
        (
            "the policy with a service's file over it, read and checked",
            least_ms(lambda: make_policy("[plans.cp]\nminutes = 9")),
        ),
    ]


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "home"
        folder.mkdir(mode=0o700)
        history, reading = read(folder)
    size = (
        f"{len(history.current_workers(TODAY))} workers, {len(history.open_children(TODAY))} "
        f"open children"
    )
    machine = (
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"{date.today()}"  # noqa: DTZ011  (of this machine)
    )
    rows = [("reading all records of the vault", reading), *figures(history)]
    table = [f"# The rules, measured: {size} ({machine})", "", "| what | ms |", "| --- | ---: |"]
    text = (
        "\n".join([*table, *(f"| {what} | {milliseconds:,.3f} |" for what, milliseconds in rows)])
        + "\n"
    )
    print(text)
    if "--write" in sys.argv:
        (Path(__file__).parent / "practice.md").write_text(text)


if __name__ == "__main__":
    main()
