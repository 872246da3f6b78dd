"""The oversight summary as it leaves the vault: figures published for an audience, then written as a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import isinf

from supervision_tui import __version__
from supervision_tui.desk.oversight import Period, PeriodFigures, Summary
from supervision_tui.practice.policy import Policy
from supervision_tui.practice.suppression import (
    NOTHING_HIDDEN,
    Figure,
    Threshold,
    hidden_with,
    publish_count,
    publish_parts,
    publish_share,
)
from supervision_tui.practice.terms import CancelReason

SCHEMA = "supervision-tui/oversight/1"


class Audience(StrEnum):
    """Who reads a summary, and so what it may say."""

    MANAGER = "manager"
    HEAD_OF_SERVICE = "head-of-service"
    PSW = "psw"
    EXTERNAL = "external"

    @property
    def hides_small_numbers(self) -> bool:
        """Whether counts too small to publish are hidden."""
        return self in (Audience.PSW, Audience.EXTERNAL)

    @property
    def sees_names(self) -> bool:
        """Whether workers stand by name."""
        return self in (Audience.MANAGER, Audience.HEAD_OF_SERVICE)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the summary: its key, its words, and the figure now, before, and last year."""

    key: str
    words: str
    now: Figure
    before: Figure | None
    last_year: Figure | None


@dataclass(frozen=True, slots=True)
class Section:
    """A titled group of lines."""

    key: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class StandingRow:
    """One worker's standing under the name or code that the audience sees."""

    worker: str
    standing: str
    fit: float | None
    since: date | None
    response: str
    says: str


@dataclass(frozen=True, slots=True)
class ChildRow:
    """One child past the interval, under the reference or code that the audience sees."""

    child: str
    age_days: int
    interval_days: int


@dataclass(frozen=True, slots=True)
class Published:
    """A summary ready to be written: nothing in it is more than its audience may read."""

    audience: Audience
    threshold: int
    period: Period
    scope: str
    policy_version: str
    sections: tuple[Section, ...]
    standings: tuple[StandingRow, ...]
    children: tuple[ChildRow, ...]
    definitions: tuple[str, ...]
    exclusions: tuple[str, ...]


def publish(
    summary: Summary,
    audience: Audience,
    threshold: int | None,
    policy: Policy,
    workers: Mapping[int, str],
    children: Mapping[int, str],
) -> Published:
    """The summary as one audience may read it. `workers` and `children` hold the codes by id."""
    least = threshold or policy.oversight.threshold
    hides = audience.hides_small_numbers or threshold is not None
    rule = Threshold(least, policy.oversight.least_n_for_percent) if hides else NOTHING_HIDDEN
    return Published(
        audience=audience,
        threshold=least if hides else 1,
        period=summary.now.period,
        scope=summary.scope if audience.sees_names else "one team",
        policy_version=summary.policy_version,
        sections=_sections(summary, rule, audience),
        standings=_standings(summary, audience, workers),
        children=_children(summary, audience, children, rule),
        definitions=_definitions(policy, least if hides else None),
        exclusions=(
            "Group, peer and ad hoc discussions do not count as a worker's own session.",
            "Children with nobody allocated are counted among the children, not with a worker.",
            "Audits are not part of this version of the summary.",
        ),
    )


def _sections(summary: Summary, rule: Threshold, audience: Audience) -> tuple[Section, ...]:
    now, before, last_year = (
        _figures_of(figures, rule) for figures in (summary.now, summary.before, summary.last_year)
    )
    sections = []
    for key, title, keys in _LAYOUT:
        if key == "standings" and audience is Audience.PSW:
            continue  # each worker stands there by code, so a count of a hidden few would be no secret
        names = [name for name in now if name.split(".")[0] in keys]
        lines = tuple(Line(name, _words(name), now[name], before.get(name), last_year.get(name)) for name in names)
        sections.append(Section(key, title, lines))
    return tuple(sections)


_LAYOUT = (
    ("compliance", "Supervision held", ("sessions", "recovered", "unrecorded", "workers", "held_share")),
    ("children", "Children discussed", ("children", "past_interval_share", "gap", "per_full_time_worker")),
    ("directions", "Case direction", ("directions", "lazy_share", "overdue_share", "overdue", "drifting")),
    (
        "reflection",
        "Records, reflection and the child's voice",
        ("discussions", "records_in_time_share", "reflective_share", "voice_share"),
    ),
    (
        "learning",
        "Training and work unfinished",
        ("missed_for_workload", "missed_other", "missed", "courses_late_share", "back_on_duty_unfinished"),
    ),
    (
        "consultations",
        "Clinical consultation",
        ("consultations", "wait", "children_reached_share", "workers_reached_share", "unmet", "follow_up_share"),
    ),
    ("standings", "Does supervision still fit", ("standing",)),
    ("responses", "Responses to raised standings", ("responses",)),
)
_WORDS = {
    "sessions.held": "Sessions held",
    "sessions.missed": "Sessions missed",
    "sessions": "Sessions planned for the period",
    "recovered": "Cancelled and recovered within 5 working days",
    "unrecorded": "Sessions passed without being recorded",
    "workers": "Workers at the end of the period",
    "workers.overdue": "Workers whose next session is overdue",
    "workers.in_time": "Workers supervised in time",
    "held_share": "Share of sessions held",
    "children": "Children at the end of the period",
    "children.within": "Children discussed within their interval",
    "children.past": "Children past their interval",
    "past_interval_share": "Share of children past their interval",
    "gap.median": "Days since discussed, median",
    "gap.p90": "Days since discussed, 90th percentile",
    "gap.longest": "Days since discussed, longest",
    "per_full_time_worker": "Children per full-time worker",
    "directions": "Directions given, each with owner, date and reason",
    "lazy_share": "Share whose date is simply the next review",
    "directions.open": "Directions open at the end",
    "overdue_share": "Share of open directions overdue",
    "overdue.worker": "Overdue, owner a worker",
    "overdue.manager": "Overdue, owner a manager",
    "overdue.partner agency": "Overdue, owner a partner agency",
    "drifting": "Directions drifting",
    "records_in_time_share": "Share of records signed within two working days",
    "discussions": "Children's discussions recorded",
    "reflective_share": "Share with reflection (two stages or more)",
    "voice_share": "Share with the child's voice",
    "missed": "Trainings missed, for whatever reason",
    "missed_for_workload": "Trainings missed because of workload",
    "missed_other": "Trainings missed for other reasons",
    "courses_late_share": "Share of mandatory courses late or never taken",
    "back_on_duty_unfinished": "Times back on duty with work unfinished",
    "consultations": "Consultations held",
    "consultations.requested": "Consultations asked for",
    "wait.median": "Working days from request to held, median",
    "wait.longest": "Working days from request to held, longest",
    "children_reached_share": "Share of open children whom a consultation was about",
    "workers_reached_share": "Share of workers who took part in one",
    "unmet": "Requests closed without being held",
    "follow_up_share": "Share of consultations looked back at that were due to be",
    "responses": "Responses given to raised standings",
    "responses.helped": "Responses looked at again that helped, or partly",
    "responses.not": "Responses looked at again that did not help, or were not done",
}


def _words(key: str) -> str:
    if key.startswith("sessions.cancelled: "):
        return "Cancelled, " + key.partition(": ")[2]
    if key.startswith("standing."):
        return "Workers " + key.partition(".")[2]
    return _WORDS[key]


def _figures_of(found: PeriodFigures, rule: Threshold) -> dict[str, Figure]:
    """The figures of one period, published; empty where the period has no records."""
    if not found.has_records:
        return {}
    planned = found.held + found.lost
    sessions = {"held": found.held, "missed": found.missed}
    sessions |= {f"cancelled: {reason}": found.cancelled.get(reason, 0) for reason in CancelReason}
    within = found.children - found.children_past_interval
    figures = {"sessions": publish_count(planned, rule)}
    parts = publish_parts(sessions, rule)
    figures |= _named("sessions", parts)
    figures["held_share"] = hidden_with(publish_share(found.held, planned, rule), parts["held"])
    figures["recovered"] = publish_count(found.recovered, rule)
    figures["unrecorded"] = publish_count(found.unrecorded, rule)
    figures["workers"] = Figure(found.workers)
    in_time = {"overdue": found.workers_overdue, "in_time": found.workers - found.workers_overdue}
    figures |= _named("workers", publish_parts(in_time, rule))
    figures["children"] = publish_count(found.children, rule)
    past = publish_parts({"within": within, "past": found.children_past_interval}, rule)
    figures |= _named("children", past)
    share = publish_share(found.children_past_interval, found.children, rule)
    figures["past_interval_share"] = hidden_with(share, *past.values())
    figures |= _gaps(found, rule)
    figures |= _direction_figures(found, rule)
    in_time_share = publish_share(found.records_in_time, found.held, rule)
    figures["records_in_time_share"] = hidden_with(in_time_share, parts["held"])
    figures["discussions"] = publish_count(found.discussions, rule)
    figures["reflective_share"] = publish_share(found.reflective, found.discussions, rule)
    figures["voice_share"] = publish_share(found.with_voice, found.discussions, rule)
    figures |= _named("standing", publish_parts(found.standings, rule))
    return figures | _learning_figures(found, rule) | _consultation_figures(found, rule)


def _learning_figures(found: PeriodFigures, rule: Threshold) -> dict[str, Figure]:
    """Training missed, split so that no hidden part can be worked out from the whole; work unfinished; responses."""
    for_workload = found.trainings_missed_for_workload
    missed = publish_parts({"for_workload": for_workload, "other": found.trainings_missed - for_workload}, rule)
    helped = sum(found.responses_helped.get(each, 0) for each in ("helped", "partly"))
    reviewed = {"helped": helped, "not": sum(found.responses_helped.values()) - helped}
    return {
        "missed": publish_count(found.trainings_missed, rule),
        "missed_for_workload": missed["for_workload"],
        "missed_other": missed["other"],
        "courses_late_share": publish_share(found.courses_late, found.courses_asked, rule),
        "back_on_duty_unfinished": publish_count(found.back_on_duty_unfinished, rule),
        "responses": publish_count(found.responses_given, rule),
        **_named("responses", publish_parts(reviewed, rule)),
    }


def _consultation_figures(found: PeriodFigures, rule: Threshold) -> dict[str, Figure]:
    each = found.consultations
    few = rule.hides(each.held)
    return {
        "consultations.requested": publish_count(each.requested, rule),
        "consultations": publish_count(each.held, rule),
        "wait.median": Figure(None if few else each.waits.median, None if few else each.held, few),
        "wait.longest": Figure(None if few else each.waits.longest, None if few else each.held, few),
        "children_reached_share": publish_share(each.children_reached, each.children, rule),
        "workers_reached_share": publish_share(each.workers_reached, each.workers, rule),
        "unmet": publish_count(each.unmet, rule),
        "follow_up_share": publish_share(each.follow_ups_done, each.follow_ups_due, rule),
    }


def _gaps(found: PeriodFigures, rule: Threshold) -> dict[str, Figure]:
    """Days are no counts of people, but with very few children they would describe one child."""
    few = rule.hides(found.children)
    per_worker = found.children / found.full_time_workers if found.full_time_workers else None
    figures = {
        "gap.median": found.gap_median,
        "gap.p90": found.gap_ninth_decile,
        "gap.longest": found.gap_longest,
        "per_full_time_worker": round(per_worker, 1) if per_worker is not None else None,
    }
    return {key: Figure(None if few else value, found.children, few) for key, value in figures.items()}


def _direction_figures(found: PeriodFigures, rule: Threshold) -> dict[str, Figure]:
    parts = publish_parts(found.overdue_by_owner, rule)
    figures = {
        "directions": publish_count(found.directions_given, rule),
        "lazy_share": publish_share(found.directions_lazy, found.directions_given, rule),
        "directions.open": publish_count(found.directions_open, rule),
        "overdue_share": hidden_with(
            publish_share(found.directions_overdue, found.directions_open, rule), *parts.values()
        ),
        "drifting": publish_count(found.directions_drifting, rule),
    }
    return figures | _named("overdue", parts)


def _named(group: str, figures: Mapping[str, Figure]) -> dict[str, Figure]:
    return {f"{group}.{name}": figure for name, figure in figures.items()}


def _standings(summary: Summary, audience: Audience, codes: Mapping[int, str]) -> tuple[StandingRow, ...]:
    if audience is Audience.EXTERNAL:
        return ()
    rows = []
    for each in summary.pressure.workers:
        state = "none yet" if each.owes_response else "not needed"
        if each.response:
            state = f"{each.response.state}, to {each.response.by.isoformat()}"
        named = audience.sees_names
        rows.append(
            StandingRow(
                worker=each.name if named else codes[each.worker_id],
                standing=str(each.pressure.standing),
                fit=None if isinf(each.pressure.fit) or not named else round(each.pressure.fit, 2),
                since=each.since if named else None,
                response=state,
                says=each.response.text if each.response and audience is Audience.MANAGER else "",
            )
        )
    raised_first = sorted(rows, key=lambda row: row.response != "none yet")
    return tuple(raised_first if audience.sees_names else sorted(rows, key=lambda row: row.worker))


def _children(summary: Summary, audience: Audience, codes: Mapping[int, str], rule: Threshold) -> tuple[ChildRow, ...]:
    rows = summary.longest_undiscussed
    if audience is Audience.MANAGER:
        return tuple(ChildRow(ref, age, interval) for _, ref, age, interval in rows)
    within = summary.now.children - summary.now.children_past_interval
    few = rule.hides(summary.now.children_past_interval) or rule.hides(within)
    if audience is Audience.PSW and not few:  # a list of a hidden few would give their number away
        return tuple(ChildRow(codes[child_id], age, interval) for child_id, _, age, interval in rows)
    return ()


def _definitions(policy: Policy, threshold: int | None) -> tuple[str, ...]:
    drift, reflection, oversight = policy.directions, policy.reflection, policy.oversight
    lines = [
        "Past the interval: discussed in a held session more days ago than the child's plan allows.",
        "Missed because of workload: the worker was to go and did not, because of workload, duty, court, a crisis for "
        "a child, or because the worker was not released.",
        "Overdue direction: open, and its date has gone by.",
        f"Drift: extended {drift.drift_extensions} times, carried past its date over {drift.drift_carried} discussions "
        f"of the child, or more than {drift.drift_working_days} working days late.",
        f"Reflection is used where {reflection.stages_that_count} stages or more of a reflective model hold text.",
        f"Comparator: {oversight.caseload_per_full_time_worker} children per full-time worker. "
        f"{policy.entry('oversight.caseload_per_full_time_worker').source.line}.",
        "A standing is about workload, never about the worker.",
    ]
    if threshold:
        lines.append(
            f"Counts from 1 to {threshold - 1} are shown as <{threshold}, with others beside them, so that none can be "
            f"worked out; percentages need n of {policy.oversight.least_n_for_percent} or more."
        )
    return tuple(lines)


def version_line() -> str:
    """Which version of the app wrote a document."""
    return f"supervision-tui {__version__}"
