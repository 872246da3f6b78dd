"""The practice policy: one TOML file of numbers, each with its source, read into frozen values."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from .terms import Level, Plan, Stage
from .wording import months_between
from .working_days import Counting, Nation, WorkingDays


class PolicyWrong(Exception):
    """The policy file cannot be used; the message says which entry and what was expected."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number comes from, and how sure that is: `found`, `check` (check locally) or `local`."""

    line: str
    sure: str

    def says(self) -> str:
        """The source as the screen shows it."""
        return self.line if self.sure == "found" else f"{self.line} (local, adjustable)"


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of a ladder: `value` holds until that day or month of employment; the last has no end."""

    value: int
    until_day: int | None = None
    until_month: int | None = None

    def covers(self, start: date, on: date) -> bool:
        """Whether this rung still holds on that day."""
        if self.until_day is not None:
            return (on - start).days < self.until_day
        return self.until_month is None or months_between(start, on) < self.until_month


@dataclass(frozen=True, slots=True)
class StageRule:
    """What a career stage means: words, the limit of children and the days between sessions."""

    words: str
    short: str
    limits: tuple[Step, ...]
    intervals: tuple[Step, ...]
    source: Source

    def limit(self, start: date, on: date) -> int:
        """Children per full-time worker at this stage on that day."""
        return _rung(self.limits, start, on)

    def interval(self, start: date, on: date) -> int:
        """Days between sessions at this stage on that day."""
        return _rung(self.intervals, start, on)


@dataclass(frozen=True, slots=True)
class PlanRule:
    """How often (days) and for how long (minutes) a child is discussed, and what the child weighs (points)."""

    words: str
    interval_days: int
    minutes: int
    weight: float
    source: Source


@dataclass(frozen=True, slots=True)
class SignalRule:
    """The thresholds of one signal."""

    code: str
    side: str
    amber: float
    red: float
    reached: str
    least: int
    window_days: int
    source: Source

    def level(self, value: float) -> Level:
        """How far the value has gone. `reached` says whether a threshold itself already counts."""
        near = round(value, 9)
        at_amber, at_red = {
            "at": (near >= self.amber, near >= self.red),
            "above": (near > self.amber, near > self.red),
            "from-and-above": (near >= self.amber, near > self.red),
        }[self.reached]
        return Level.RED if at_red else Level.AMBER if at_amber else Level.OK


@dataclass(frozen=True, slots=True)
class SessionRule:
    """The numbers of a supervision session (minutes, days, working days)."""

    minutes: int
    minutes_not_about_children: int
    delivered_window_days: int
    delivered_least_sessions: int
    rebook_within_working_days: int
    first_after_leave_days: int
    record_on_file_working_days: int
    record_late_working_days: int
    agreement_review_months: int
    source: Source


@dataclass(frozen=True, slots=True)
class ChildrenRule:
    """What holds for every child: red ratings, families, the ceiling, drift of plans."""

    red_interval_share: float
    red_interval_least_days: int
    family_share: float
    ceiling_days: int
    rag_stale_days: int
    cin_drift_months: int
    cp_drift_months: int
    source: Source


@dataclass(frozen=True, slots=True)
class DirectionRule:
    """What makes a timescale acceptable and when a direction has drifted."""

    farthest_days: int
    farthest_months: int
    due_soon_days: int
    drift_extensions: int
    drift_carried: int
    drift_working_days: int
    vague: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Event:
    """A date that starts a clock, its words, and the other names under which it may be typed."""

    code: str
    words: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TimescaleRule:
    """One row of the catalogue: `amount` `unit` (d, wd, w, m) after the event `after`."""

    code: str
    after: str
    amount: int
    unit: str
    words: str
    source: Source
    plans: tuple[str, ...] = ()
    done_by: tuple[str, ...] = ()
    again_after: tuple[str, ...] = ()
    under_age: int | None = None
    from_age: int | None = None
    typed_only: bool = False


@dataclass(frozen=True, slots=True)
class OversightRule:
    """Suppression and the comparator of the oversight summary."""

    threshold: int
    least_n_for_percent: int
    caseload_per_full_time_worker: float
    source: Source


@dataclass(frozen=True, slots=True)
class Policy:
    """All the numbers of the practice, with their sources."""

    version: str
    days: WorkingDays
    session: SessionRule
    stages: Mapping[Stage, StageRule]
    plans: Mapping[Plan, PlanRule]
    children: ChildrenRule
    signals: Mapping[str, SignalRule]
    directions: DirectionRule
    events: Mapping[str, Event]
    timescales: Mapping[str, TimescaleRule]
    oversight: OversightRule

    def counting_with(self, days: WorkingDays) -> Policy:
        """The same policy with another calendar or counting convention."""
        return replace(self, days=days)


@lru_cache(maxsize=1)
def default_policy() -> Policy:
    """The policy that ships with the app."""
    text = (files(__package__) / "policy.toml").read_text("utf-8")
    return read_policy(tomllib.loads(text))


def read_policy(raw: Mapping[str, Any]) -> Policy:
    """Turn the tables of a policy file into values. Raises `PolicyWrong` naming what is missing."""
    try:
        return Policy(
            version=raw["version"],
            days=WorkingDays(Nation(raw["nation"]), frozenset(raw["extra_closed_days"]), Counting(raw["counting"])),
            session=SessionRule(**_sourced(raw["session"])),
            stages={Stage(name): _stage(table) for name, table in raw["stages"].items()},
            plans={Plan(name): PlanRule(**_sourced(table)) for name, table in raw["plans"].items()},
            children=ChildrenRule(**_sourced(raw["children"])),
            signals={code: _signal(code, table) for code, table in raw["signals"].items()},
            directions=_directions(raw["directions"]),
            events={code: _event(code, table) for code, table in raw["events"].items()},
            timescales={code: _timescale(code, table) for code, table in raw["timescales"].items()},
            oversight=OversightRule(**_sourced(raw["oversight"])),
        )
    except KeyError as missing:
        raise PolicyWrong(f"The policy file has no entry {missing}; compare it with the default policy.") from None
    except (TypeError, ValueError) as wrong:
        raise PolicyWrong(f"The policy file has an entry that does not fit: {wrong}.") from None


def _rung(steps: tuple[Step, ...], start: date, on: date) -> int:
    return next(step.value for step in steps if step.covers(start, on))


def _sourced(table: Mapping[str, Any]) -> dict[str, Any]:
    rest = {key: value for key, value in table.items() if key not in ("source", "sure")}
    return rest | {"source": Source(table["source"], table["sure"])}


def _stage(table: Mapping[str, Any]) -> StageRule:
    values = _sourced(table)
    limits = _ladder(values.pop("limit_steps"), "limit")
    return StageRule(limits=limits, intervals=_ladder(values.pop("interval_steps"), "days"), **values)


def _ladder(rungs: list[Mapping[str, int]], key: str) -> tuple[Step, ...]:
    steps = tuple(Step(rung[key], rung.get("until_day"), rung.get("until_month")) for rung in rungs)
    if not steps or steps[-1].until_day is not None or steps[-1].until_month is not None:
        raise ValueError(f"the last step of {key!r} must have no end")
    return steps


def _signal(code: str, table: Mapping[str, Any]) -> SignalRule:
    values: dict[str, Any] = {"least": 0, "window_days": 0} | _sourced(table)
    return SignalRule(code=code, **values)


def _directions(table: Mapping[str, Any]) -> DirectionRule:
    values = _sourced(table)
    return DirectionRule(vague=tuple(values.pop("vague")), **values)


def _event(code: str, table: Mapping[str, Any]) -> Event:
    return Event(code, table["words"], tuple(table["names"]))


def _timescale(code: str, table: Mapping[str, Any]) -> TimescaleRule:
    values = _sourced(table)
    for key in ("plans", "done_by", "again_after"):
        values[key] = tuple(values.get(key, ()))
    return TimescaleRule(code=code, **values)
