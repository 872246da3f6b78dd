"""How fast the rules are: `python -m benchmarks.practice` builds an authority's demo and prints a table.

200 workers, 4,000 open children, five years. Each figure is the least of several runs, in milliseconds.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from supervision_tui.desk.moment import Moment
from supervision_tui.desk.pressure import pressure_of
from supervision_tui.desk.read_history import read_history
from supervision_tui.exchange.demo import build_demo
from supervision_tui.practice.policy import default_policy
from supervision_tui.practice.timescales import Known, read_timescale
from supervision_tui.vault.create import create_passing_vault

TODAY = date(2026, 3, 2)
TYPED = ("10wd", "fri", "14 apr", "@core-group", "5wd before 2026-05-12", "in 3 weeks", "end of month", "asap", "31/2")


def least(run: Callable[[], Any], times: int = 5) -> float:
    """Milliseconds of the quickest of several runs."""
    found = []
    for _ in range(times):
        begin = time.perf_counter()
        run()
        found.append(time.perf_counter() - begin)
    return min(found) * 1000


def main(scale: str) -> None:
    """Build the demo, measure, print."""
    moment = Moment(TODAY, datetime(2026, 3, 2, 10, tzinfo=UTC), default_policy())
    with tempfile.TemporaryDirectory() as folder:
        store = create_passing_vault(Path(folder) / "supervision.db")
        store.run(build_demo, scale, 1, moment)
        reading = least(lambda: store.run(read_history, moment.policy), 3)
        history = store.run(read_history, moment.policy)
        store.close()
    workers = [worker.id for worker in history.current_workers(TODAY)]
    mondays = [TODAY - timedelta(weeks=n) for n in range(52)]

    def year() -> None:
        history._stretches.clear()  # as on the first call
        for monday in mondays:
            for worker_id in workers:
                history.standing(worker_id, monday)

    known = Known(TODAY, {"icpc": date(2026, 2, 20)})

    def explained() -> None:
        for worker_id in workers:
            history.pressure(worker_id, TODAY)

    rows = [
        ("read the whole vault into a history", reading),
        (
            "pressure of every worker on one day, explained",
            least(explained),
        ),
        ("the same without what explains it", least(lambda: [history.standing(w, TODAY) for w in workers])),
        ("standings of 52 weeks", least(year, 3)),
        ("the Pressure screen: since when, forecast, next moves", least(lambda: pressure_of(history, {}, moment), 2)),
        (
            "a timescale read (mean of nine)",
            least(lambda: [read_timescale(typed, known, moment.policy) for typed in TYPED]) / len(TYPED),
        ),
    ]
    print(f"{len(workers)} workers, {len(history.open_children(TODAY))} open children, {sys.version.split()[0]}")
    for words, milliseconds in rows:
        print(f"{words:<56} {milliseconds:>10.3f} ms")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "authority")
