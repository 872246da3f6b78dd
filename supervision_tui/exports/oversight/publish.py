"""The oversight summary as one audience may read it: figures published together, names only for
those who see them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import chain
from math import isinf

from supervision_tui import __version__
from supervision_tui.desk.moment import Refused
from supervision_tui.desk.oversight.summary import PeriodCounts, Summary
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.oversight.page_entries import Entry
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.privacy.suppression import NOTHING_HIDDEN, Figure, Ledger, Threshold
from supervision_tui.vault.journal import NOT_BEGUN, JournalState

from .figures import SECTIONS, figures_in
from .ledger import ledger_of, ledger_of_counts


class Audience(StrEnum):
    """The reader of a summary, and so what it may say."""

    MANAGER = "manager"
    HEAD_OF_SERVICE = "head-of-service"
    PSW = "psw"
    EXTERNAL = "external"

    @property
    def words(self) -> str:
        """The audience in words."""
        return {
            Audience.MANAGER: "the manager",
            Audience.HEAD_OF_SERVICE: "the head of service (head-of-service)",
            Audience.PSW: "the principal social worker (psw)",
            Audience.EXTERNAL: "readers outside (external)",
        }[self]

    @property
    def sees(self) -> str:
        """The sentence on what that reader is told of workers, children and small numbers."""
        return {
            Audience.MANAGER: "manager: workers by name, children by reference, no number hidden.",
            Audience.HEAD_OF_SERVICE: "head-of-service: workers by name, no list of children, no "
            "number hidden.",
            Audience.PSW: "psw: each worker and child by a code, small numbers hidden; a "
            "worker's workload status where many share it.",
            Audience.EXTERNAL: "external: nobody is listed, small numbers hidden.",
        }[self]

    @property
    def hides_small_numbers(self) -> bool:
        """Tell whether counts too small to publish are hidden."""
        return self in (Audience.PSW, Audience.EXTERNAL)

    @property
    def sees_names(self) -> bool:
        """Tell whether workers stand by name."""
        return self in (Audience.MANAGER, Audience.HEAD_OF_SERVICE)


HIDDEN = "hidden (small)"
_BAND_STARTS = (28, 42, 56)
_BANDS = ("under 28 days", "28 to 41 days", "42 to 55 days", "56 days and more")


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of workers and children by id, and the team's own; their key stays in the vault."""

    workers: Mapping[int, str]
    children: Mapping[int, str]
    team: str


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
    """A titled group of lines; `drawn` are the keys of those that a chart shows."""

    key: str
    title: str
    lines: tuple[Line, ...]
    drawn: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One worker's workload status under the name or code that the audience sees.

    Status and response are empty where so few share them that they would say who it is.
    """

    worker: str
    status: str
    fit: float | None
    since: date | None
    response: str
    says: str


@dataclass(frozen=True, slots=True)
class ChildRow:
    """One child past the interval, under the reference or code that the audience sees.

    By code the days stand in a band: a number of days would say which child it is.
    """

    child: str
    age_days: int | None
    interval_days: int
    band: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Free text that was asked for by name: its key, its title, and each text with names replaced.

    `counted_as` is the figure that says how many there are: where that is hidden, so are they.
    """

    key: str
    title: str
    texts: tuple[str, ...]
    counted_as: str
    why_none: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """A summary ready to be written: nothing in it is more than its audience may read.

    `more_children` are past their interval and not among the `children` listed; `journal` is where
    that ended then. `trend` are the figures of the periods up to this one. `revision` counts the
    summaries of a period whose figures differ; `sealed` are the exact counts that the key behind
    `sealed_to` opens. `entries` are what a person added to the first page.
    """

    audience: Audience
    threshold: int
    period: Period
    scope: str
    policy_version: str
    sections: tuple[Section, ...]
    statuses: tuple[StatusRow, ...]
    children: tuple[ChildRow, ...]
    definitions: tuple[str, ...]
    exclusions: tuple[str, ...]
    team_code: str
    texts: tuple[Text, ...] = ()
    more_children: int = 0
    journal: JournalState = NOT_BEGUN
    made_on: date | None = None
    revision: int = 1
    figures_hash: str = ""
    sealed: str = ""
    sealed_to: str = ""
    trend: tuple[tuple[Period, Mapping[str, Figure]], ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def figures(self) -> Iterator[tuple[str, str, Figure]]:
        """Every figure of the period: section, key and figure."""
        for section in self.sections:
            for line in section.lines:
                yield section.key, line.key, line.now

    @property
    def told(self) -> dict[str, dict[str, Figure]]:
        """The figures told of each of the three periods, by column and key."""
        columns: dict[str, dict[str, Figure]] = {"now": {}, "previous": {}, "last_year": {}}
        for line in self.lines:
            of_each = zip(columns, (line.now, line.before, line.last_year), strict=True)
            for column, figure in of_each:
                if figure is not None:
                    columns[column][line.key] = figure
        return columns

    @property
    def lines(self) -> Iterable[Line]:
        """Every line of every section."""
        return chain.from_iterable(section.lines for section in self.sections)


def publish(
    summary: Summary,
    audience: Audience,
    threshold: int | None,
    policy: Policy,
    codes: Codes,
    *,
    texts: Sequence[Text] = (),
) -> Published:
    """The summary as one audience may read it.

    `texts` are those asked for by name, their names replaced already.
    """
    least = _threshold(audience, threshold, policy)
    hides = audience.hides_small_numbers or threshold is not None
    rule = NOTHING_HIDDEN
    if hides:
        rule = Threshold(least, policy.oversight.least_n_for_percent)
    sections = _sections(summary, rule, audience, policy)
    says_responses = audience is Audience.MANAGER and any(text.key == "responses" for text in texts)
    children = _children(summary, audience, codes.children, sections)
    scope = "one team" if audience is Audience.EXTERNAL else summary.scope
    more_children = 0
    if children:
        more_children = summary.now.count("children.past") - len(children)
    team_code = "" if audience is Audience.EXTERNAL else codes.team
    told_from = least if hides else 1
    hidden_below = least if hides else None
    return Published(
        audience=audience,
        threshold=told_from,
        period=summary.now.period,
        scope=scope,
        policy_version=summary.policy_version,
        sections=sections,
        statuses=_statuses(
            summary, audience, codes.workers, sections, says_responses=says_responses
        ),
        children=children,
        more_children=more_children,
        definitions=_definitions(policy, hidden_below),
        exclusions=_exclusions(),
        team_code=team_code,
        texts=tuple(_told(text, sections) for text in texts),
        trend=_trend(summary, rule, audience, policy, sections),
    )


def _trend(
    summary: Summary,
    rule: Threshold,
    audience: Audience,
    policy: Policy,
    sections: Iterable[Section],
) -> tuple[tuple[Period, Mapping[str, Figure]], ...]:
    """The figures of each period of the trend, each hidden as in a summary of its own.

    This period's and the one before's are those that are told.
    """
    named = None if audience.sees_names else policy.oversight.themes
    lines = list(chain.from_iterable(section.lines for section in sections))
    told = {
        summary.now.period: {line.key: line.now for line in lines},
        summary.before.period: {line.key: line.before for line in lines if line.before},
    }
    return tuple(
        (each.period, told.get(each.period) or _alone(each, rule, named)) for each in summary.trend
    )


def _alone(
    found: PeriodCounts, rule: Threshold, named: Collection[str] | None
) -> dict[str, Figure]:
    """The figures of one period as a summary of it alone would tell them."""
    if not found.has_records:
        return {}
    return ledger_of_counts(found, named, rule).publish(rule)


def _threshold(audience: Audience, wanted: int | None, policy: Policy) -> int:
    """Settle from which count on numbers are told.

    For those who see none of the small ones never below the policy's.

    Raises `Refused`.
    """
    least = policy.oversight.threshold
    if wanted is not None and wanted < least and audience.hides_small_numbers:
        raise Refused(
            f"For {audience} counts below {least} are always hidden; a threshold can only be "
            f"higher."
        )
    return wanted or least


def _told(text: Text, sections: Iterable[Section]) -> Text:
    """A text, unless its lines would tell how many there are where that number is hidden."""
    if not _is_hidden(text.counted_as, sections):
        return text
    return replace(
        text, texts=(), why_none="Left out: there are so few that their number is not told."
    )


def _sections(
    summary: Summary, rule: Threshold, audience: Audience, policy: Policy
) -> tuple[Section, ...]:
    now, before, last_year = _published(summary, rule, audience, policy)
    there = list(dict.fromkeys((*now, *before, *last_year)))
    sections = []
    for section in SECTIONS:
        lines, drawn = [], []
        for key, figure in figures_in(section.key, there):
            shown, *then = (_of(each, key, rule) for each in (now, before, last_year))
            lines.append(Line(key, figure.words_for(key), shown or Figure(None), *then))
            if figure.is_drawn:
                drawn.append(key)
        sections.append(Section(section.key, section.title, tuple(lines), tuple(drawn)))
    return tuple(sections)


def _published(
    summary: Summary, rule: Threshold, audience: Audience, policy: Policy
) -> list[dict[str, Figure]]:
    """The figures of the three periods; empty where a period has no records.

    Where two of the periods share days, what is hidden in one is hidden in the other: their
    difference is of few days.
    """
    named = None if audience.sees_names else policy.oversight.themes
    found = (summary.now, summary.before, summary.last_year)
    ledgers = [ledger_of(each, named, rule) if each.has_records else Ledger() for each in found]
    also: list[set[str]] = [set(), set(), set()]
    hidden = [ledger.hidden(rule) for ledger in ledgers]
    while True:
        for one, other in ((0, 1), (0, 2), (1, 2)):
            if found[one].period.overlaps(found[other].period):
                also[one] |= hidden[other] & set(ledgers[one].counts)
                also[other] |= hidden[one] & set(ledgers[other].counts)
        now = [ledger.hidden(rule, more) for ledger, more in zip(ledgers, also, strict=True)]
        if now == hidden:
            return [ledger.publish(rule, more) for ledger, more in zip(ledgers, also, strict=True)]
        hidden = now


def _of(period: Mapping[str, Figure], key: str, rule: Threshold) -> Figure | None:
    """A figure of a period; nothing without records.

    A reason or theme that is not there did not come up, or is counted together with others.
    """
    if not period:
        return None
    if key in period:
        return period[key]
    if rule == NOTHING_HIDDEN:
        return Figure(0)
    return Figure(None, suppressed=True)


def _statuses(
    summary: Summary,
    audience: Audience,
    codes: Mapping[int, str],
    sections: Iterable[Section],
    *,
    says_responses: bool,
) -> tuple[StatusRow, ...]:
    if audience is Audience.EXTERNAL or _is_hidden("workers", sections):
        # a line each would tell how many they are; and of a handful each is known by the code, too
        return ()
    named = audience.sees_names
    rows = []
    for each in summary.statuses:
        state = "none yet" if each.owes_response else "not needed"
        if each.response:
            by = ""  # a day says whose it is
            if named:
                by = f", to {each.response.by.isoformat()}"
            state = f"{each.response.state}{by}"
        if named:
            worker = each.name
        else:
            worker = codes[each.worker_id]
        if isinf(each.workload.fit) or not named:
            fit = None
        else:
            fit = round(each.workload.fit, 2)
        since = None
        if named:
            since = summary.since[each.worker_id]
        says = each.response.text if each.response and says_responses else ""
        rows.append(
            StatusRow(
                worker=worker,
                status=str(each.workload.status),
                fit=fit,
                since=since,
                response=state,
                says=says,
            )
        )
    if not named:
        rows = [_where_many_share(row, sections) for row in rows]
    raised_first = sorted(rows, key=lambda row: row.response != "none yet")
    if named:
        ordered = raised_first
    else:
        ordered = sorted(rows, key=lambda row: row.worker)
    return tuple(ordered)


def _where_many_share(row: StatusRow, sections: Iterable[Section]) -> StatusRow:
    """The row of a code, without a status that few share, or that would tell such a one."""
    if _is_hidden(f"standing.{row.status}", sections):
        return replace(row, status="", response="")
    return row


def _children(
    summary: Summary, audience: Audience, codes: Mapping[int, str], sections: Iterable[Section]
) -> tuple[ChildRow, ...]:
    rows = summary.longest_not_discussed
    if audience is Audience.MANAGER:
        return tuple(ChildRow(ref, age, interval) for _, ref, age, interval in rows)
    told = not any(_is_hidden(key, sections) for key in ("children.past", "children.within"))
    if audience is Audience.PSW and told:  # a list of a hidden few would give their number away
        by_band = sorted(rows, key=lambda row: (-bisect_right(_BAND_STARTS, row[2]), codes[row[0]]))
        return tuple(
            ChildRow(codes[child_id], None, interval, band_of(age))
            for child_id, _, age, interval in by_band
        )
    return ()


def band_of(days: int) -> str:
    """Put days since a discussion into a band: `42 to 55 days`."""
    return _BANDS[bisect_right(_BAND_STARTS, days)]


def _is_hidden(key: str, sections: Iterable[Section]) -> bool:
    """Tell whether a figure of this period is hidden."""
    return any(
        line.now.suppressed
        for line in chain.from_iterable(section.lines for section in sections)
        if line.key == key
    )


def _exclusions() -> tuple[str, ...]:
    return (
        "Group, peer and ad hoc discussions do not count as a worker's own session.",
        "Unallocated children are counted among the children, not with a worker.",
    )


def _definitions(policy: Policy, threshold: int | None) -> tuple[str, ...]:
    drift, reflection, oversight = policy.directions, policy.reflection, policy.oversight
    lines = [
        "Sessions due: by each worker's agreement, interval and leave, planned or not; of a "
        "worker's sessions due as many were held as the worker had in the period.",
        "Share of sessions held: of those planned, without those cancelled and rearranged in time; "
        "those passed without being recorded count as not held.",
        "Not due yet: what is still within its time on the last day is not judged; it is counted "
        "apart.",
        "Not discussed in time: discussed in a held session more days ago than the child's plan "
        "allows. Of a child not "
        "discussed yet the days count from the allocation.",
        "Required actions stand as on the last day. Audits count by the grade that was agreed, "
        "else by the first.",
        "Days from referral to allocation: of children who got their first worker in the period, "
        "where the referral is on record.",
        "Same lead: nobody else began to lead in the 12 months before the end. Cover and a time "
        "without a worker are no change.",
        "Missed because of workload: the worker was to go and did not, because of workload, duty, "
        "court, a crisis for "
        "a child, or because the worker was not released.",
        "Overdue direction: open, and its date has gone by.",
        f"Drift: extended {drift.drift_extensions} times, carried past its date over "
        f"{drift.drift_carried} discussions "
        f"of the child, or more than {drift.drift_working_days} working days late.",
        f"Reflection is used where {reflection.stages_that_count} stages or more of a reflective "
        f"model hold text.",
        f"Comparator: {oversight.caseload_per_full_time_worker} children per full-time social "
        f"worker, "
        "counting only social workers who hold cases, as here. "
        f"{policy.entry('oversight.caseload_per_full_time_worker').source.line}.",
        "It is about workload, never about the worker.",
    ]
    if threshold:
        lines.append(
            f"{HIDDEN}: from 1 to {threshold - 1}, or a number that would give one away; "
            f"percentages need n of {policy.oversight.least_n_for_percent} or more. Reasons and "
            f"themes of which there are few are counted together."
        )
    return tuple(lines)


def version_line() -> str:
    """Name the version of the app that wrote a document."""
    return f"supervision-tui {__version__}"
