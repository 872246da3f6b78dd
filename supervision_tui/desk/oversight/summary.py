"""The oversight summary: supervision, children, directions, reflection, standings, learning, audits
of a period.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from sqlmodel import Session

from supervision_tui.desk.audits.lines import audit_lines, moderation
from supervision_tui.desk.consultations.board import consulted
from supervision_tui.desk.consultations.lines import consultation_lines
from supervision_tui.desk.decisions.lines import decision_lines
from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.reading import read_for_figures
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.workers.people import team_name
from supervision_tui.desk.workload.responses import responses
from supervision_tui.desk.workload.statuses import WorkerStatus, statuses_with
from supervision_tui.practice import wording
from supervision_tui.practice.audit import Agreement
from supervision_tui.practice.consultation import Waits, waits_of
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.figure_keys import CANCELLED, THEME
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.supervision.caseload import WorkerLoad
from supervision_tui.practice.vocabulary import WorkloadStatus

from .child_figures import open_children
from .figures import PeriodEnd, Sources, all_behind, shares_behind
from .record import Behind
from .stability import first_allocations

_LONGEST = 20  # children longest not discussed that are listed


@dataclass(frozen=True, slots=True)
class PeriodCounts:
    """The counts of one period; those of people and children are as of its last day."""

    period: Period
    behind: Behind

    def count(self, key: str) -> int:
        """Count the records behind a figure."""
        return self.behind.count(key)

    @property
    def held(self) -> int:
        """Sessions held."""
        return self.count("sessions.held")

    @property
    def cancelled(self) -> dict[str, int]:
        """Sessions cancelled, by reason."""
        return self.behind.counts(CANCELLED)

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
        return self.behind.counts(THEME)

    @property
    def has_records(self) -> bool:
        """Tell whether anything but workers is on record for this period."""
        return bool(self.count("children") or self.held or self.lost or self.count("unrecorded"))


@dataclass(frozen=True, slots=True)
class PeriodFigures(PeriodCounts):
    """All figures of one period: its counts, and what is measured. Gaps in days.

    `children_led` are those with a social worker; these are `workers_leading`, or `fte_leading`
    full-time ones.
    """

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

    def median_of(self, key: str) -> float | None:
        """The median of the minutes or days behind a figure; nothing where there are none."""
        values = self.behind.values.get(key)
        return median(values) if values else None


@dataclass(frozen=True, slots=True)
class Summary:
    """The oversight summary, nothing hidden: this period, the one before, the same last year.

    `trend` are the periods that were asked for beside these, with the shares of a first page alone.
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
    trend: tuple[PeriodCounts, ...] = ()


def oversight_summary(
    session: Session,
    period: Period,
    moment: Moment,
    *,
    trend: Sequence[Period] = (),
    has_since: bool = True,
    lists: bool = True,
) -> Summary:
    """The figures of a period, each beside the period before and the same period last year.

    With a `trend` also the shares of its periods; with `has_since` since when each worker's status
    is what it is; with `lists` the records behind every figure of the period. Raises `Refused`.
    """
    since = first_day_of(period, trend, moment, has_since=has_since)
    only_on: Collection[date] = ()
    if not lists and not has_since:
        only_on = {each.last for each in (*_compared(period), *trend)}
    history = read_for_figures(session, moment.policy, since, only_on=only_on)
    sources = sources_of(session, history, moment)
    return summary_of(sources, period, moment, trend=trend, has_since=has_since, lists=lists)


def first_day_of(
    period: Period, trend: Sequence[Period], moment: Moment, *, has_since: bool = True
) -> date:
    """The first day that a summary asks about."""
    days = [each.first for each in (period.before(), period.a_year_earlier(), *trend)]
    if has_since:  # each Monday on which the status was what it is
        days.append(period.last - timedelta(weeks=moment.policy.standing.weeks_back + 1))
    return min(days)


def sources_of(session: Session, history: History, moment: Moment) -> Sources:
    """Read what the figures of any period are counted from, beside the history."""
    return Sources(session, history, audit_lines(session, moment), decision_lines(session, moment))


def summary_of(
    sources: Sources,
    period: Period,
    moment: Moment,
    *,
    trend: Sequence[Period] = (),
    has_since: bool = True,
    lists: bool = True,
    lists_last: bool = False,
) -> Summary:
    """Sum up a period from what is read already. Raises `Refused`.

    `lists` asks for the records of the period, `lists_last` for those of the trend's last one.
    """
    if period.last < period.first:
        raise Refused("The period ends before it begins; begin with the earlier day.", field="last")
    if period.last > moment.today:
        raise Refused(
            f"{wording.full_day(period.last)} is still to come: a period ends today at the latest."
        )
    session, history = sources.session, sources.history
    compared = _compared(period)
    ends = {each: period_end(session, history, each, moment) for each in compared}
    periods = {
        each: figures(sources, ends[each], moment, lists=lists and each == period)
        for each in compared
    }
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
        longest_not_discussed=_longest(ends[period], moment.policy.on(period.last)),
        policy_version=moment.policy.version,
        trend=tuple(_trend(sources, trend, periods, moment, lists_last=lists_last)),
    )


def _compared(period: Period) -> tuple[Period, ...]:
    """The period, the one before and that of a year ago; of a year the latter two are one."""
    return tuple(dict.fromkeys((period, period.before(), period.a_year_earlier())))


def _longest(at_end: PeriodEnd, policy: Policy) -> tuple[tuple[int, str, int, int], ...]:
    """List the children longest past their interval: id, reference, days, interval."""
    on = at_end.period.last
    beyond = [
        (child.id, case.ref, case.age(on), case.interval(policy))
        for child, case in at_end.children
        if case.is_past_interval(on, policy)
    ]
    return tuple(sorted(beyond, key=lambda each: (each[3] - each[2], each[1]))[:_LONGEST])


def _trend(
    sources: Sources,
    trend: Sequence[Period],
    there: Mapping[Period, PeriodFigures],
    moment: Moment,
    *,
    lists_last: bool,
) -> Iterator[PeriodCounts]:
    """Yield the counts of each period of a trend; with `lists_last` the records of its last.

    Of those that are `there` already nothing is counted again.
    """
    for each in trend:
        is_listed = lists_last and each == trend[-1]
        if each in there and (there[each].behind.lists or not is_listed):
            yield there[each]
            continue
        behind = shares_behind(sources.session, sources.history, each, moment, lists=is_listed)
        yield PeriodCounts(each, behind)


def period_end(session: Session, history: History, period: Period, moment: Moment) -> PeriodEnd:
    """Work out what holds on the last day of a period, once for all that asks for it."""
    end = period.last
    lines = consultation_lines(session, Moment(end, moment.now, moment.policy))
    return PeriodEnd(
        period=period,
        children=open_children(history, end),
        allocated=list(first_allocations(history, period)),
        workloads={
            worker.id: history.workload(worker.id, end) for worker in history.current_workers(end)
        },
        consulted=consulted(history, lines, period.first, end),
    )


def figures(sources: Sources, at_end: PeriodEnd, moment: Moment, *, lists: bool) -> PeriodFigures:
    """The figures of one period."""
    period, end = at_end.period, at_end.period.last
    policy = moment.policy.on(end)
    ages = sorted(case.age(end) for _, case in at_end.children)
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
        behind=all_behind(sources, at_end, moment, lists=lists),
        per_full_time_social_worker=_per_full_time(leading),
        gap_median=gap_median,
        gap_ninth_decile=gap_ninth_decile,
        gap_longest=gap_longest,
        waits=waits_of(each.wait for each in at_end.consulted.held),
        to_allocation=waits_of(each.days for each in at_end.allocated),
        agreement=moderation(
            each for each in sources.audits if period.holds(each.on) and each.is_moderated(end)
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
