"""The policy as tables for a page: what holds, in words, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from .policy import Entry, Policy
from .value_types import Step

_TITLES = {
    "nation": "Working days",
    "counting": "Working days",
    "extra_closed_days": "Working days",
    "session": "Supervision sessions",
    "stages": "How often each worker is supervised, and how many children",
    "roles": "Who works with a child, and what of the child counts in whose caseload",
    "plans": "How often and how long each child is discussed",
    "children": "Rules for every child",
    "workload": "Reasons that count as workload",
    "standing": "When workload or supervision is raised, and the weeks looked at",
    "signals": "The nine signals",
    "reflection": "Reflection",
    "directions": "Directions",
    "decisions": "Decisions and discussions outside supervision",
    "consultations": "Clinical consultation",
    "training": "Professional development",
    "courses": "Courses",
    "readiness": "Compliance checks",
    "reminders": "Reminders",
    "oversight": "Oversight",
    "retention": "Retention",
    "events": "Events of a child",
    "timescales": "Dates due",
}
_NOT_NUMBERS = (
    "words", "short", "names", "do", "side", "reached", "plans", "done_by", "again_after", "code",
    "has_others", "reviews", "event", "is_mandatory", "is_asked_of_all", "only_registered",
    "only_agency",
)  # fmt: skip
_UNITS = {"d": "days", "wd": "working days", "w": "weeks", "m": "months"}


def tables(policy: Policy) -> str:
    """Every rule with its default and source, as Markdown tables under headings."""
    parts = []
    for title, entries in groupby(
        policy.entries(), key=lambda entry: _TITLES[entry.path.split(".")[0]]
    ):
        if title == _TITLES["events"]:
            continue
        if title == _TITLES["timescales"]:
            rows = _timescale_rows(policy)
        else:
            rows = _rows(entries)
        parts.append(f"### {title}\n\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def value_words(value: Any) -> str:
    """A value as a person reads it: `28`, `7 until day 42, then 14 until month 6, then 28`."""
    if isinstance(value, tuple) and value and isinstance(value[0], Step):
        return ", then ".join(_step_words(step) for step in value)
    if isinstance(value, tuple):
        return ", ".join(value_words(part) for part in value) or "none"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        if value:
            return "yes"
        return "no"
    if isinstance(value, int | float):
        return f"{value:g}"
    return str(value)


def _step_words(step: Step) -> str:
    until = f" until day {step.until_day}" if step.until_day else ""
    until = f" until month {step.until_month}" if step.until_month else until
    return f"{step.value}{until}"


def _rows(entries: Iterator[Entry]) -> Iterator[str]:
    yield "| key | what it is | value | source |"
    yield "| --- | --- | --- | --- |"
    for entry in entries:
        if entry.path.split(".")[-1] not in _NOT_NUMBERS:
            yield (
                f"| `{entry.path}` | {entry.words} | {value_words(entry.value)} | "
                f"{entry.source.says()} |"
            )


def _timescale_rows(policy: Policy) -> Iterator[str]:
    yield "| code | after | due | what | source |"
    yield "| --- | --- | --- | --- | --- |"
    for code, rule in policy.timescales.items():
        source = policy.source(f"timescales.{code}.amount")
        due = f"{rule.amount} {_UNITS[rule.unit]}"
        yield f"| `{code}` | {policy.events[rule.after].words} | {due} | {rule.words} | {source} |"
