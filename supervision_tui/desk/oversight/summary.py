"""The oversight summary: supervision, children, directions, reflection, standings, learning, audits
of a period.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from sqlmodel import Session

from supervision_tui.desk.audits.lines import AuditLine, audit_lines, moderation
from supervision_tui.desk.consultations.board import consulted
from supervision_tui.desk.consultations.lines import consultation_lines
from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.workers.people import team_name
from supervision_tui.desk.workload.responses import responses
from supervision_tui.desk.workload.statuses import WorkerStatus, statuses_with
from supervision_tui.practice import wording
from supervision_tui.practice.audit import Agreement
from supervision_tui.practice.consultation import Waits, waits_of
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.figure_keys import CANCELLED, THEME
from supervision_tui.practice.supervision.caseload import WorkerLoad
from supervision_tui.practice.vocabulary import WorkloadStatus

from .figures import PeriodEnd, records_of
from .record import Behind, Record
from .stability import first_allocations

_LONGEST = 20  # children longest not discussed that are listed


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """The figures of one period; those of people and children are as of its last day. Gaps in days.

    `behind` holds the records that each count counts, by its key; `has_records` says whether there
    is anything at all. `children_led` are those with a social worker; these are
    `workers_leading`, or `fte_leading` full-time ones.
    """

    period: Period
    behind: Behind
    per_full_time_social_worker: float | None
    gap_median: float | None
    gap_ninth_decile: int | None
    gap_longest: int | None
    waits: Waits
    to_allocation: Waits
    agreement: Agreement
    children_led: int = 0
    fte_leading: float = 0.0
    workers_leading: int = 0

    def median_of(self, key: str, what: Callable[[Record], float]) -> float | None:
        """The median over the records behind a figure; nothing where there are none."""
        return median(map(what, self.behind.get(key, ()))) if self.behind.get(key) else None

    def count(self, key: str) -> int:
        """Count the records behind a figure."""
        return len(self.behind.get(key, ()))

    def counts(self, group: str) -> dict[str, int]:
        """The counts whose keys begin with a group: of cancelled sessions they come by reason."""
        return {
            key.removeprefix(group): len(found)
            for key, found in self.behind.items()
            if key.startswith(group)
        }

    @property
    def held(self) -> int:
        """Sessions held."""
        return self.count("sessions.held")

    @property
    def cancelled(self) -> dict[str, int]:
        """Sessions cancelled, by reason."""
        return self.counts(CANCELLED)

    @property
    def missed(self) -> int:
        """Sessions missed."""
        return self.count("sessions.missed")

    @property
    def lost(self) -> int:
        """Sessions cancelled or missed."""
        return sum(self.cancelled.values()) + self.missed

    @property
    def statuses(self) -> dict[str, int]:
        """Workers by workload status."""
        return {str(each): self.count(f"standing.{each}") for each in WorkloadStatus}

    @property
    def themes(self) -> dict[str, int]:
        """Discussions and audits by theme."""
        return self.counts(THEME)

    @property
    def has_records(self) -> bool:
        """Tell whether anything but workers is on record for this period."""
        return bool(self.count("children") or self.held or self.lost or self.count("unrecorded"))


@dataclass(frozen=True, slots=True)
class Summary:
    """The oversight summary, nothing hidden: this period, the one before, the same last year.

    `trend` are the periods up to this one, where they were asked for.
    """

    scope: str
    now: PeriodFigures
    before: PeriodFigures
    last_year: PeriodFigures
    statuses: tuple[WorkerStatus, ...]
    since: Mapping[int, date | None]
    worker_ids: Mapping[str, int]
    longest_not_discussed: tuple[tuple[int, str, int, int], ...]
    policy_version: str
    trend: tuple[PeriodFigures, ...] = ()


def oversight_summary(
    session: Session,
    period: Period,
    moment: Moment,
    *,
    trend: Sequence[Period] = (),
    has_since: bool = True,
) -> Summary:
    """The figures of a period, each beside the period before and the same period last year.

    With a `trend` also those of its periods; with `has_since` since when each worker's status is
    what it is. Raises `Refused`.
    """
    history = read_history(session, moment.policy)
    audits = audit_lines(session, moment)
    return summary_of(session, history, audits, period, moment, trend=trend, has_since=has_since)


def summary_of(
    session: Session,
    history: History,
    audits: list[AuditLine],
    period: Period,
    moment: Moment,
    *,
    trend: Sequence[Period] = (),
    has_since: bool = True,
) -> Summary:
    """Sum up a period from a history and audits that are read already. Raises `Refused`."""
    if period.last < period.first:
        raise Refused("The period ends before it begins; begin with the earlier day.", field="last")
    if period.last > moment.today:
        raise Refused(
            f"{wording.full_day(period.last)} is still to come: a period ends today at the latest."
        )
    # Of a year, two are the same.
    compared = dict.fromkeys((period, period.before(), period.a_year_earlier(), *trend))
    end = Moment(period.last, moment.now, moment.policy)
    cases = [
        (child.id, child.case(period.last, end.policy))
        for child in history.open_children(period.last)
    ]
    beyond = [
        (child_id, case.ref, case.age(period.last), case.interval(end.policy))
        for child_id, case in cases
        if case.is_past_interval(period.last, end.policy)
    ]
    ends = {each: period_end(session, history, each, moment) for each in compared}
    periods = {each: figures(session, history, ends[each], moment, audits) for each in compared}
    statuses = statuses_with(ends[period].workloads, responses(session, period.last))
    since: dict[int, date | None] = {}
    if has_since:
        since = {
            each.worker_id: history.status_since(each.worker_id, each.workload) for each in statuses
        }
    return Summary(
        scope=team_name(session),
        now=periods[period],
        before=periods[period.before()],
        last_year=periods[period.a_year_earlier()],
        statuses=statuses,
        since=since,
        worker_ids={worker.name: worker.worker_id for worker in statuses},
        longest_not_discussed=tuple(
            sorted(beyond, key=lambda each: (each[3] - each[2], each[1]))[:_LONGEST]
        ),
        policy_version=moment.policy.version,
        trend=tuple(periods[each] for each in trend),
    )


def period_end(session: Session, history: History, period: Period, moment: Moment) -> PeriodEnd:
    """Work out what holds on the last day of a period, once for all that asks for it."""
    end = period.last
    lines = consultation_lines(session, Moment(end, moment.now, moment.policy))
    return PeriodEnd(
        period=period,
        workloads={
            worker.id: history.workload(worker.id, end) for worker in history.current_workers(end)
        },
        consulted=consulted(history, lines, period.first, end),
    )


def figures(
    session: Session, history: History, at_end: PeriodEnd, moment: Moment, audits: list[AuditLine]
) -> PeriodFigures:
    """The figures of one period."""
    period, end = at_end.period, at_end.period.last
    policy = moment.policy.on(end)
    ages = sorted(child.case(end, policy).age(end) for child in history.open_children(end))
    loads = [each.load for each in at_end.workloads.values()]
    leading = [
        load for load in loads if policy.stage(load.stage).is_registered and load.children_led
    ]
    gap_median = median(ages) if ages else None
    gap_ninth_decile = None
    if ages:
        gap_ninth_decile = ages[max(0, -(-len(ages) * 9 // 10) - 1)]
    gap_longest = None
    if ages:
        gap_longest = ages[-1]
    return PeriodFigures(
        period=period,
        behind=records_of(session, history, at_end, moment, audits),
        per_full_time_social_worker=_per_full_time(leading),
        gap_median=gap_median,
        gap_ninth_decile=gap_ninth_decile,
        gap_longest=gap_longest,
        waits=waits_of(each.wait for each in at_end.consulted.held),
        to_allocation=waits_of(each.days for each in first_allocations(history, period)),
        agreement=moderation(
            each for each in audits if period.holds(each.on) and each.is_moderated(end)
        ),
        children_led=sum(load.children_led for load in leading),
        fte_leading=sum(load.fte for load in leading),
        workers_leading=len(leading),
    )


def _per_full_time(leading: list[WorkerLoad]) -> float | None:
    """Children of each full-time worker who holds cases alone, as England's figure is counted."""
    fte = sum(load.fte for load in leading)
    if fte:
        return sum(load.children_led for load in leading) / fte
    return None
