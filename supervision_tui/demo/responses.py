"""The demo's responses of the year: what was tried for the crowded-out workers, with the fit that
really stood then.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, timedelta
from math import isinf
from typing import Any

from sqlmodel import Session

from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.workload.responses import fit_at
from supervision_tui.practice.consultation import Helped
from supervision_tui.practice.days.spans import monday_of
from supervision_tui.records import PressureResponse

# Weeks that are looked through, and weeks from an answer to its review.
_WEEKS_BACK, _SPANS = (24, (1, 2, 3))
_TOLD = {
    Helped.HELPED: (
        "extra session",
        "An extra session before the month is out.",
        "Fewer wait, and those longest not discussed came first.",
    ),
    Helped.PARTLY: ("move children", "One family moves once the report is in.", "It moved late."),
    Helped.NO: (
        "stop allocating",
        "No new child for three weeks.",
        "New ones came anyway, from duty.",
    ),
}


def tell_answers(session: Session, workers: Iterable[int], moment: Moment) -> None:
    """For each of these workers, answer before fit rose most, and before it fell most."""
    history = read_history(session, moment, since=moment.today - timedelta(weeks=_WEEKS_BACK + 1))
    for worker_id in workers:
        weeks = _weeks(history, worker_id, moment.today)
        changes = {}
        for given, fit in weeks.items():
            for span in _SPANS:
                if given + timedelta(weeks=span) in weeks:
                    changes[(given, given + timedelta(weeks=span))] = (
                        weeks[given + timedelta(weeks=span)] - fit
                    )
        if changes:
            rise, fall = (
                max(changes, key=lambda days: changes[days]),
                min(changes, key=lambda days: changes[days]),
            )
            for given, seen in sorted({rise, fall}):
                session.add(PressureResponse(**_answer(history, worker_id, given, seen)))
    session.flush()


def _weeks(history: History, worker_id: int, today: date) -> dict[date, float]:
    """Fit on each Monday of half a year, up to a month ago."""
    monday = monday_of(today)
    days = [monday - timedelta(weeks=n) for n in range(1, _WEEKS_BACK)]
    found = {
        day: history.measures(worker_id, day).fit
        for day in days
        if history.workers[worker_id].is_here(day)
    }
    return {day: fit for day, fit in found.items() if not isinf(fit)}


def _answer(history: History, worker_id: int, given: date, seen: date) -> dict[str, Any]:
    before, after = history.workload(worker_id, given), history.workload(worker_id, seen)
    change = after.fit - before.fit
    if change < -0.05:
        helped = Helped.HELPED
    elif change < 0:
        helped = Helped.PARTLY
    else:
        helped = Helped.NO
    kind, text, said = _TOLD[helped]
    told = "head of service" if helped is Helped.NO else "the worker"
    return {
        "worker_id": worker_id,
        "standing": str(before.status),
        "text": text,
        "kind": kind,
        "told": told,
        "given_on": given,
        "by_on": seen,
        "ended_on": seen,
        "figures": json.dumps(asdict(fit_at(before))),
        "reviewed_on": seen,
        "helped": str(helped),
        "helped_words": said,
        "figures_after": json.dumps(asdict(fit_at(after))),
    }
