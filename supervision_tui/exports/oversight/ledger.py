"""How the figures of a period hang together, so that what is hidden in one table is given back by no other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from supervision_tui.desk.oversight.summary import PeriodFigures
from supervision_tui.practice.audit import Grade
from supervision_tui.practice.figure_keys import CANCELLED, THEME
from supervision_tui.practice.privacy.suppression import Ledger, Measure
from supervision_tui.practice.vocabulary import CancelReason, Standing

from .layout import OTHER_THEME

_OWNERS = ("worker", "manager", "partner agency")


def ledger_of(found: PeriodFigures, themes: Collection[str] | None = None) -> Ledger:
    """All figures of one period.

    `themes` are those that may be named; any other is counted together. None: all may.
    """
    ledger = Ledger()
    _sessions(ledger, found)
    _children(ledger, found)
    _directions(ledger, found)
    _records(ledger, found)
    _learning(ledger, found)
    _consultations(ledger, found)
    _audits(ledger, found)
    _themes(ledger, found, themes)
    return ledger


def _sessions(ledger: Ledger, found: PeriodFigures) -> None:
    reasons = {
        f"{CANCELLED}{reason}": found.cancelled.get(reason, 0)
        for reason in (*CancelReason, *found.cancelled)
    }
    ledger.add_all(
        {
            "sessions": found.held + found.lost,
            "sessions.held": found.held,
            "sessions.missed": found.missed,
        }
    )
    ledger.add_all(reasons)
    ledger.add_share("held_share", "sessions.held", "sessions")
    ledger.add_sum(ledger.shares["held_share"].rest, "sessions.missed", *reasons)
    _add(ledger, found, "recovered", "unrecorded", "workers", "workers.overdue", "workers.in_time")
    ledger.add_sum("workers", "workers.overdue", "workers.in_time")
    ledger.add_all({f"standing.{each}": found.count(f"standing.{each}") for each in Standing})
    ledger.add_sum("workers", *(f"standing.{each}" for each in Standing))


def _children(ledger: Ledger, found: PeriodFigures) -> None:
    _add(ledger, found, "children", "children.within", "children.past")
    ledger.add_share("past_interval_share", "children.past", "children")
    ledger.add_sum("children", "children.within", "children.past")
    per_worker = found.per_full_time_social_worker
    ledger.measures |= {
        "gap.median": Measure(found.gap_median, "children"),
        "gap.p90": Measure(found.gap_ninth_decile, "children"),
        "gap.longest": Measure(found.gap_longest, "children", is_of_one=True),
        "per_full_time_worker": Measure(
            round(per_worker, 1) if per_worker is not None else None, "children", ("workers",)
        ),
    }


def _directions(ledger: Ledger, found: PeriodFigures) -> None:
    _add(
        ledger,
        found,
        "directions",
        "directions.open",
        *(f"overdue.{owner}" for owner in _OWNERS),
        "drifting",
    )
    _know(ledger, found, "lazy", "overdue")
    ledger.add_share("lazy_share", "lazy", "directions")
    ledger.add_share("overdue_share", "overdue", "directions.open")
    ledger.add_sum("overdue", *(f"overdue.{owner}" for owner in _OWNERS))


def _records(ledger: Ledger, found: PeriodFigures) -> None:
    _add(ledger, found, "discussions")
    _know(ledger, found, "records_in_time", "reflective", "voice")
    ledger.add_share("records_in_time_share", "records_in_time", "sessions.held")
    ledger.add_share("reflective_share", "reflective", "discussions")
    ledger.add_share("voice_share", "voice", "discussions")


def _learning(ledger: Ledger, found: PeriodFigures) -> None:
    _add(ledger, found, "missed", "missed_for_workload", "missed_other", "back_on_duty_unfinished")
    ledger.add_sum("missed", "missed_for_workload", "missed_other")
    _know(ledger, found, "courses", "courses_late")
    ledger.add_share("courses_late_share", "courses_late", "courses")
    _add(ledger, found, "responses", "asks", "responses.helped", "responses.not")
    ledger.know("responses but asks", found.count("responses") - found.count("asks"))
    ledger.add_sum("responses", "asks", "responses but asks")


def _consultations(ledger: Ledger, found: PeriodFigures) -> None:
    _add(ledger, found, "consultations", "consultations.requested", "unmet")
    _know(ledger, found, "children_reached", "workers_reached", "follow_ups_due", "followed_up")
    ledger.add_share("children_reached_share", "children_reached", "children")
    ledger.add_share("workers_reached_share", "workers_reached", "workers")
    ledger.add_share("follow_up_share", "followed_up", "follow_ups_due")
    ledger.measures |= {
        "wait.median": Measure(found.waits.median, "consultations"),
        "wait.longest": Measure(found.waits.longest, "consultations", is_of_one=True),
    }


def _audits(ledger: Ledger, found: PeriodFigures) -> None:
    grades = [f"audits.{grade}" for grade in Grade]
    _add(ledger, found, "audits", *grades, "required", "moderated")
    _know(ledger, found, "audits_good", "required_done", "moderated_agreed")
    ledger.add_sum("audits", *grades)
    ledger.add_share("good_share", "audits_good", "audits")
    ledger.add_sum("audits_good", *(f"audits.{grade}" for grade in Grade if grade.is_good))
    worse = (f"audits.{grade}" for grade in Grade if not grade.is_good)
    ledger.add_sum(ledger.shares["good_share"].rest, *worse)
    ledger.add_share("required_done_share", "required_done", "required")
    ledger.add_share("agreement_share", "moderated_agreed", "moderated")
    kappa = found.agreement.kappa
    ledger.measures["kappa"] = Measure(
        round(kappa, 2) if kappa is not None else None, "moderated", ("agreement_share",)
    )


def _themes(ledger: Ledger, found: PeriodFigures, known: Collection[str] | None) -> None:
    counts: Counter[str] = Counter()
    for theme, number in found.themes.items():
        counts[f"{THEME}{theme}" if known is None or theme in known else OTHER_THEME] += number
    ledger.add_all(dict(counts))


def _add(ledger: Ledger, found: PeriodFigures, *keys: str) -> None:
    ledger.add_all({key: found.count(key) for key in keys})


def _know(ledger: Ledger, found: PeriodFigures, *keys: str) -> None:
    for key in keys:
        ledger.know(key, found.count(key))
