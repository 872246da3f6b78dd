"""The published summary as a report: sections, tables and charts, each figure beside what it
was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from supervision_tui.desk.vault.journal import end_in_words
from supervision_tui.exports.documents.document import (
    Chart,
    Column,
    Document,
    Kind,
    Section,
    Series,
    Table,
    Value,
    day_text,
)
from supervision_tui.practice.change import change_between, change_words
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.oversight.page_entries import sign_off_words
from supervision_tui.practice.privacy.suppression import Figure
from supervision_tui.practice.vocabulary import workload_status_words
from supervision_tui.practice.wording import full_day

from . import publish as published
from .figures import figure_of
from .first_page import (
    FirstPage,
    counted_audits,
    decisions_table,
    first_page,
    held_against,
    limits_words,
    lost_words,
    meetings_table,
    stories_of,
)
from .publish import HIDDEN, ChildRow, Published, version_line

_PERIODS = ("this period", "period before", "same period last year")
_COLUMNS = (
    Column(""),
    Column(_PERIODS[0], Kind.FIGURE),
    Column(_PERIODS[1], Kind.FIGURE),
    Column("change"),
    Column(_PERIODS[2], Kind.FIGURE),
    Column("change since then"),
)


def as_report(found: Published) -> Document:
    """The summary as a report."""
    rows = _rows(found)
    sections = []
    for each in found.sections:
        sections += [_section(each), *rows.pop(each.key, ())]
    return Document(
        title="Oversight of supervision",
        name=f"oversight-{found.period.first.isoformat()}-to-{found.period.last.isoformat()}-{found.audience}",
        stamp=_stamp(found),
        sections=[*_first_page(found), *sections, *_texts(found)],
        notes=[
            *found.definitions,
            *found.exclusions,
            f"Journal of the vault: {end_in_words(found.journal)}.",
        ],
    )


def _first_page(found: Published) -> list[Section]:
    """The first page of a team; none where the summary has no trend."""
    if not found.trend:
        return []
    figures, on = found.trend[-1][1], found.made_on or found.period.last
    before = found.period.before(), found.told["previous"]
    page = FirstPage(
        stories=stories_of(found.trend, {"held_share": lost_words(figures)}, before=before),
        meetings=meetings_table(found.entries, on),
        audits=list(counted_audits(figures)),
        decisions=decisions_table(found.entries, on),
        beside=[*held_against(found.entries, figures), limits_words()],
        signed=sign_off_words(found.entries),
    )
    return first_page(page)


def _stamp(found: Published) -> tuple[tuple[str, str], ...]:
    hidden = f"counts below {found.threshold}" if found.threshold > 1 else "none"
    return (
        ("Period", _days(found.period)),
        ("Scope", found.scope),
        (
            "Beside it",
            f"{_days(found.period.before())}, and last year {_days(found.period.a_year_earlier())}",
        ),
        ("For", found.audience.words),
        ("Hidden", hidden),
        ("Policy", found.policy_version),
        ("Made by", version_line()),
    )


def _days(period: Period) -> str:
    return f"{full_day(period.first)} to {full_day(period.last)}"


def _section(section: published.Section) -> Section:
    rows = [_row(line) for line in section.lines]
    chart = _chart(section)
    if not rows:
        says = ("Nothing is on record for this period.",)
        return Section(section.title, key=section.key, says=says, chart=chart)
    caption = f"{section.title}, beside the period before and the same period last year"
    table = Table(caption, _COLUMNS, rows)
    return Section(section.title, key=section.key, table=table, chart=chart)


def _row(line: published.Line) -> tuple[Value, ...]:
    figures, better = (line.now, line.before, line.last_year), figure_of(line.key).better
    now, before, last_year = (shown(each) for each in figures)
    return (
        Value(line.words),
        now,
        before,
        Value(change_words(change_between(line.now, line.before), better)),
        last_year,
        Value(change_words(change_between(line.now, line.last_year), better)),
    )


def shown(figure: Figure | None) -> Value:
    """A figure as it is read: a percentage with its n, a hidden one as such."""
    if figure is None:
        return Value("no records")
    if figure.suppressed:
        return Value(HIDDEN, n=figure.n)
    if figure.value is None:
        return Value("none")
    if figure.is_share:
        return Value(f"{figure.value * 100:.0f} %", figure.value, figure.n, is_share=True)
    return Value(f"{figure.value:g}", figure.value, figure.n)


def _chart(section: published.Section) -> Chart | None:
    """Bars for the figures of a section that are drawn; none where all of them are hidden."""
    lines = [line for line in section.lines if line.key in section.drawn]
    is_share = any(line.now.is_share for line in lines)
    by_period = zip(_PERIODS, _by_period(lines), strict=True)
    series = [Series(name, values_of(figures)) for name, figures in by_period]
    if not any(chain.from_iterable(each.values for each in series)):
        return None  # all hidden or zero: there is nothing to see
    says = "; ".join(_said(line, is_share) for line in lines)
    return Chart(
        section.title, [line.words for line in lines], series, is_share, f"{section.title}: {says}."
    )


def values_of(figures: Iterable[Figure | None]) -> list[float | None]:
    """List the values of figures; nothing where there is none, or it is hidden."""
    return [None if figure is None else figure.value for figure in figures]


def _by_period(lines: list[published.Line]) -> tuple[list[Figure | None], ...]:
    return (
        [line.now for line in lines],
        [line.before for line in lines],
        [line.last_year for line in lines],
    )


def _said(line: published.Line, is_share: bool) -> str:
    value = line.now.value
    if value is None:
        return f"{line.words} not shown"
    if is_share:
        return f"{line.words} {value * 100:.0f} %"
    return f"{line.words} {value:g}"


def _rows(found: Published) -> dict[str, list[Section]]:
    """The workers and children that the audience may read, a line each, by section."""
    behind: dict[str, list[Section]] = {}
    if found.statuses:
        behind["responses"] = [_workers(found)]
    if found.children:
        behind["children"] = [_children(found)]
    return behind


def _workers(found: Published) -> Section:
    columns = [Column("worker"), Column("workload status"), Column("manager's response")]
    rows = [
        [
            Value(row.worker),
            Value(_status_words(row.status)),
            Value(": ".join(filter(None, (row.response, row.says)))),
        ]
        for row in found.statuses
    ]
    # By code neither is told: a day and a number would say whose they are.
    if found.audience.sees_names:
        columns[2:2] = [Column("since"), Column("time needed", Kind.NUMBER)]
        for cells, row in zip(rows, found.statuses, strict=True):
            fit = Value(f"{row.fit:.1f}×", row.fit) if row.fit is not None else Value("")
            cells[2:2] = [day_text(row.since), fit]
    table = Table("Each worker's workload status", columns, rows)
    return Section("Workload statuses and responses", key="workers", table=table)


def _status_words(status: str) -> str:
    if not status:
        return HIDDEN
    return workload_status_words(status)


def _children(found: Published) -> Section:
    title = "Children longest not discussed"
    is_banded = any(row.band for row in found.children)
    if is_banded:
        days = Column("days since discussed")
    else:
        days = Column("days since discussed", Kind.NUMBER)
    columns = (Column("child"), days, Column("every … days", Kind.NUMBER))
    rows = [
        (Value(row.child), _days_since(row), Value(str(row.interval_days), row.interval_days))
        for row in found.children
    ]
    more = f"The {len(rows)} longest; {found.more_children} more were not discussed in time."
    says = (more,) * bool(found.more_children)
    table = Table(title, columns, rows)
    return Section(title, key="children-past-interval", says=says, table=table)


def _days_since(row: ChildRow) -> Value:
    if row.age_days is None:
        return Value(row.band)
    return Value(str(row.age_days), row.age_days)


def _texts(found: Published) -> Iterator[Section]:
    for text in found.texts:
        key = f"text-{text.key}"
        if text.texts:
            yield Section(text.title, key=key, items=text.texts)
        else:
            why = text.why_none or "Nothing was written in this period."
            yield Section(text.title, key=key, says=(why,))
