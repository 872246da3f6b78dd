"""The first page, before the tables: what to know, six figures with their trend, which teams to
talk to, audits with their caution, what was decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from supervision_tui.exports.documents.document import Column, Section, Table, Value
from supervision_tui.exports.documents.drawing import Drawing
from supervision_tui.exports.documents.funnel_chart import FunnelChart, funnel_chart, side_by_side
from supervision_tui.exports.documents.trend_tiles import Tile, trend_tiles
from supervision_tui.practice.days.named_periods import period_name
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.figure_keys import CANCELLED
from supervision_tui.practice.oversight.funnel import Funnel, chance_words
from supervision_tui.practice.oversight.limits import (
    FALSE_ALARMS,
    LEAST_POINTS,
    Limits,
    Point,
    Verdict,
    ranges_of_longer,
    usual_ranges,
    verdict_on,
)
from supervision_tui.practice.oversight.page_entries import (
    Entry,
    EntryKind,
    sign_off_words,
    value_words,
)
from supervision_tui.practice.oversight.what_to_know import FigureStory, what_to_know
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.privacy.suppression import Figure
from supervision_tui.practice.vocabulary import CancelReason
from supervision_tui.practice.wording import count, full_day, percent

from .figures import FIRST_PAGE, POLICY_COMPARATORS, figure_of
from .publish import HIDDEN

# What one of those is that a share counts, where it counts what went wrong.
_ONE_OF = {
    "past_interval_share": ("child", "was not discussed in time"),
    "overdue_share": ("open direction", "is overdue"),
}
# The figures of the page by names that leave room for what stands beside them.
SHORT_NAMES = {
    "held_share": "Sessions held",
    "past_interval_share": "Discussed late",
    "overdue_share": "Directions late",
    "records_in_time_share": "Signed in time",
    "reflective_share": "Reflection",
    "voice_share": "Child's voice",
}
MONTHS = 12  # of a trend
# The figures of all periods of a trend, the first of them first: a period's are empty where it has
# no records.
PeriodTold = tuple[Period, Mapping[str, Figure]]
Trend = Sequence[PeriodTold]


@dataclass(frozen=True, slots=True)
class TeamsBehind:
    """The teams behind a figure: those that tell it, and who lies outside by more than chance.

    `values` are the shares that teams tell.
    """

    values: Sequence[float] = ()
    outside: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class FirstPage:
    """All that stands on a first page, in its order.

    `meetings` are rows of a team, why it is asked, and who meets whom by when; `audits` are
    sentences; `beside` says what the figures were held against, `signed` who signed it off.
    `caution` says what makes the figures less than the truth. `looked_at` are all funnels, of which
    those drawn have most teams outside.
    """

    stories: Sequence[FigureStory]
    funnels: Sequence[FunnelChart] = ()
    meetings: Table | None = None
    audits: Sequence[str] = ()
    decisions: Table | None = None
    beside: Sequence[str] = ()
    signed: str = ""
    caution: str = ""
    looked_at: Sequence[Funnel] = ()


def stories_of(
    trend: Trend,
    because: Mapping[str, str] | None = None,
    teams: Mapping[str, TeamsBehind] | None = None,
    before: PeriodTold | None = None,
) -> list[FigureStory]:
    """The six figures of a trend, its last period being the one that is told.

    `before` is the period before as long as that one, where the trend is one of shorter periods.
    """
    if before is None and len(trend) > 1:
        before = trend[-2]
    because, teams = because or {}, teams or {}
    return [
        _story(key, trend, before, because.get(key, ""), teams.get(key, TeamsBehind()))
        for key in FIRST_PAGE
    ]


def _story(
    key: str, trend: Trend, before: PeriodTold | None, because: str, behind: TeamsBehind
) -> FigureStory:
    *earlier, now = (_point(figures, key) for _, figures in trend)
    row = figure_of(key)
    assert row.better is not None  # noqa: S101  (every figure of the first page has a better way)
    first, last = trend[0][0], trend[-1][0]
    story = FigureStory(
        key=key,
        words=row.words,
        better=row.better,
        now=now,
        earlier=earlier,
        months=[period_name(period) for period, _ in trend],
        unit=first.unit,
        is_longer=first.months == 1 and last.is_longer_than_a_month,
        is_one_of=_ONE_OF.get(key),
        teams=len(behind.values),
        outside=behind.outside,
        because=because,
    )
    if before is not None:
        period, figures = before
        name = period_name(period) if period.is_named else "the period before"
        story = replace(story, before=_point(figures, key), before_name=name)
    story = replace(story, ranges=_ranges(story))
    return replace(story, beyond=_beyond(story, behind.values))


def _ranges(story: FigureStory) -> list[Limits]:
    if story.is_longer:
        return ranges_of_longer(story.earlier, story.before, story.now)
    return usual_ranges(story.earlier, story.now, is_share=True)


def _beyond(story: FigureStory, values: Iterable[float]) -> int:
    """Count the teams worse than the usual range; 0 where there is none."""
    if story.limits is None:
        return 0
    verdicts = (verdict_on(Point(value, 1), story.limits, story.better) for value in values)
    return sum(verdict is Verdict.WORSE for verdict in verdicts)


def _point(figures: Mapping[str, Figure], key: str) -> Point:
    """A figure of one period; of a period without records there is nothing to count."""
    if not figures:
        return Point(None, 0)
    figure = figures.get(key)
    if figure is None:
        return Point(None)
    return Point(figure.value, figure.n)


def first_page(page: FirstPage) -> list[Section]:
    """The sections of a first page; the last of them ends it."""
    sections = [_what_to_know(page), _figures(page)]
    if page.funnels or page.meetings is not None:
        sections.append(_teams(page))
    if page.audits:
        sections.append(_compact("Audits", "first-audits", says=page.audits))
    if page.decisions is not None:
        sections.append(_compact("Decisions asked", "first-decisions", table=page.decisions))
    foot = [*page.beside, page.signed or sign_off_words(())]
    sections.append(
        Section("Held against", key="first-beside", says=foot, is_compact=True, ends_page=True)
    )
    return sections


def _what_to_know(page: FirstPage) -> Section:
    told = [(each.strong, each.rest) for each in what_to_know(page.stories)]
    says = [page.caution] if page.caution else []
    return _compact("What to know", "what-to-know", numbered=told, says=says)


def _figures(page: FirstPage) -> Section:
    periods = max(len(story.months) for story in page.stories)
    first = page.stories[0]
    title = f"Six figures over {count(periods, first.unit)}"
    says = ["Grey: the usual range. Red: outside it, and worse."]
    if periods == MONTHS:
        title = f"Six figures over twelve {first.units}"
    elif first.is_longer:
        title = "Six figures, and the twelve months before"
        says = [f"{says[0]} The large dot is the period, the line the months before it."]
    drawing = trend_tiles("Figures with their trend", [_tile(each) for each in page.stories])
    return _compact(title, "first-figures", drawings=[drawing], says=says)


def _tile(story: FigureStory) -> Tile:
    verdict = story.verdict
    points = [*story.earlier, story.now]
    value = HIDDEN
    if story.now.value is not None:
        value = percent(story.now.value)
    elif verdict is Verdict.NOTHING:
        value = "–"
    tile = Tile(
        title=SHORT_NAMES[story.key],
        value=value,
        values=[point.value for point in points],
        lines=_lines(story),
        marked=_marked(story),
        is_alarm=verdict is Verdict.WORSE,
        is_apart=story.is_longer,
    )
    if story.limits is None:
        return tile
    bands = [(each.low, each.high) for each in story.ranges]
    return replace(tile, bands=bands, mean=story.limits.mean)


def _marked(story: FigureStory) -> list[int]:
    """The places of the periods that lie outside on the worse side."""
    points = zip((*story.earlier, story.now), story.ranges, strict=False)
    return [
        place
        for place, (point, limits) in enumerate(points)
        if verdict_on(point, limits, story.better) is Verdict.WORSE
    ]


def _lines(story: FigureStory) -> list[str]:
    """The words below a trend: what its range says, n, and the last period."""
    lines = []
    if story.limits is not None:
        low, high = percent(story.limits.low), percent(story.limits.high)
        arrow = "▼ " if story.verdict is Verdict.WORSE else ""
        lines.append(f"{arrow}{story.verdict} ({low} to {high})")
    elif story.verdict is not Verdict.HIDDEN:
        lines.append(str(story.verdict))
    more = [f"n {story.now.n:,}"] if story.now.n is not None else []
    if story.before.value is not None:
        name = story.before_name.removeprefix("the period ")  # there is little room
        more.append(f"{name} {percent(story.before.value)}")
    lines.append("; ".join(more))
    return lines


def _teams(page: FirstPage) -> Section:
    drawings: list[Drawing] = []
    says = []
    if page.funnels:
        charts = [funnel_chart(each) for each in page.funnels]
        drawings.append(side_by_side("Which teams to talk to", charts))
        says.append(chance_words(page.looked_at or [each.funnel for each in page.funnels]))
    return _compact(
        "Teams to talk to", "first-teams", drawings=drawings, says=says, table=page.meetings
    )


def _compact(title: str, key: str, **parts: object) -> Section:
    return Section(title, key=key, is_compact=True, **parts)  # type: ignore[arg-type]


def meetings_table(entries: Iterable[Entry], on: date) -> Table | None:
    """A table of who meets whom by when, as it was typed; nothing where nobody has."""
    rows = [meeting_row(each, on) for each in entries if each.kind is EntryKind.MEETING]
    if not rows:
        return None
    return Table("Who meets whom", MEETING_COLUMNS, rows)


MEETING_COLUMNS = (
    Column("about"),
    Column("asked because"),
    Column("who meets whom, by when"),
    Column("what became of it"),
)


def meeting_row(each: Entry, on: date) -> tuple[Value, ...]:
    """A meeting in the columns of its table."""
    return Value(each.about), Value(each.says), Value(_who_by(each)), Value(each.state_on(on))


def decisions_table(entries: Iterable[Entry], on: date) -> Table | None:
    """The decisions asked, and what became of those asked before; nothing where none was."""
    rows = [
        (Value(each.says), Value(_who_by(each)), Value(each.state_on(on)))
        for each in entries
        if each.kind is EntryKind.DECISION
    ]
    if not rows:
        return None
    columns = (Column("decision"), Column("of whom, by when"), Column("what became of it"))
    return Table("Decisions asked, and what became of them", columns, rows)


def _who_by(each: Entry) -> str:
    by = f"by {full_day(each.by)}" if each.by is not None else ""
    return ", ".join(filter(None, (each.who, by)))


def with_comparators(entries: Iterable[Entry], policy: Policy) -> list[Entry]:
    """Entries, and what the policy holds figures against where nobody has typed another."""
    typed = list(entries)
    beside = {each.about for each in typed if each.kind is EntryKind.COMPARATOR}
    for key, path in POLICY_COMPARATORS.items():
        if key not in beside:
            found = policy.entry(path)
            value, source = float(found.value), found.source.line
            typed.append(Entry(EntryKind.COMPARATOR, date.min, about=key, says=source, value=value))
    return typed


def held_against(entries: Iterable[Entry], figures: Mapping[str, Figure]) -> list[str]:
    """Say what figures are held against, each with the source of what stands beside it."""
    return [
        words
        for each in entries
        if each.kind is EntryKind.COMPARATOR and (words := _held_against(each, figures))
    ]


def _held_against(each: Entry, figures: Mapping[str, Figure]) -> str:
    figure, value = figures.get(each.about), each.value
    if figure is None or figure.value is None or value is None:
        return ""
    words = figure_of(each.about).words
    here = value_words(figure.value, is_share=figure.is_share)
    there = value_words(value, is_share=figure.is_share)
    return f"{words}: here {here}, elsewhere {there} ({each.says})."


def limits_words() -> str:
    """Say how usual ranges are made, and how seldom they err."""
    return (
        f"Usual range: a Shewhart p-chart of the months before, three sigma on either side, wider "
        f"where months differ by more than chance; it takes {LEAST_POINTS} months that are told. "
        f"Where nothing has changed, fewer than {FALSE_ALARMS:.0%} of months lie outside."
    )


def counted_audits(figures: Mapping[str, Figure]) -> Iterable[str]:
    """The sentences on audits: how many are good, and how far that can be relied on."""
    good, agreed = figures.get("good_share"), figures.get("agreement_share")
    if good is not None and good.suppressed:
        yield "How many audits are good is hidden: few stand behind it."
    elif good is not None and good.value is not None and good.n:
        audits = _so_many(good.n, "audit")
        yield f"{audits}, {percent(good.value)} good or outstanding{_relied_on(agreed)}"
    done, in_time = figures.get("required_done_share"), figures.get("required_in_time_share")
    if done is not None and done.value is not None:
        open_ = figures.get("required_open")
        more = ""
        if open_ is not None and open_.value is not None:
            more = f", {open_.value:.0f} open"
        if in_time is not None and in_time.value is not None:
            more += f"; of those whose time is over {percent(in_time.value)} were done in time"
        yield f"{_so_many(done.n or 0, 'required action')}: {percent(done.value)} done{more}."


def _so_many(number: int, one: str) -> str:
    """`1 audit`, `1,356 audits`."""
    return f"{number:,} {count(number, one).partition(' ')[2]}"


_AGREES = 0.8  # of second grades, from which on the first can be read without caution


def _relied_on(agreed: Figure | None) -> str:
    if agreed is None:  # of a longer period it is not said
        return "."
    if agreed.value is None:
        return "; too few were graded a second time to say how far to rely on it."
    caution = ""
    if agreed.value < _AGREES:
        caution = ": read it with caution"
    return f"; of {agreed.n:,} graded a second time, blind, {percent(agreed.value)} agree{caution}."


_WORKLOAD = (CancelReason.DUTY, CancelReason.WORKLOAD, CancelReason.SERVICE_PRESSURE)


def lost_words(figures: Mapping[str, Figure]) -> str:
    """Say what became of the sessions that were not held."""
    lost, unrecorded = figures.get("sessions.not_held"), figures.get("unrecorded")
    if lost is None or not lost.value:
        return ""
    says = f"{lost.value:.0f} sessions were not held"
    for_workload = [figures.get(f"{CANCELLED}{reason}") for reason in _WORKLOAD]
    told = sum(each.value or 0 for each in for_workload if each is not None)
    if told:
        says += f", {told:.0f} of them or more because of workload"
    if unrecorded is not None and unrecorded.value:
        says += f"; {count(round(unrecorded.value), 'session')} of these passed without a record"
    return says
