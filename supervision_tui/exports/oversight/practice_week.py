"""The report of a practice week: criteria, themes, actions and feedback, and what changed since the
week before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from supervision_tui.desk.audits.actions import by_theme
from supervision_tui.desk.audits.week_report import Beside, Counted, Feedback, WeekReport
from supervision_tui.exports.documents.document import (
    SENSITIVE,
    Chart,
    Column,
    Document,
    Kind,
    Section,
    Series,
    Table,
    Value,
)
from supervision_tui.practice import wording

from .action_tracker import themes_table, where_they_stand
from .publish import version_line


def practice_week_report(
    found: WeekReport, scope: str, on: date, hide: Callable[[str], str] = str
) -> Document:
    """The report of a practice week of a team, as on a day.

    `hide` takes the names that the vault knows out of a text that was typed.
    """
    return Document(
        title=f"Practice week: {found.name}",
        name=f"practice-week-{found.starts.isoformat()}",
        stamp=(
            ("Week", f"{wording.full_day(found.starts)} to {wording.full_day(found.ends)}"),
            ("Scope", scope),
            ("Beside it", found.before or "no practice week before it"),
            ("As on", wording.full_day(on)),
            ("Made by", version_line()),
        ),
        marking=SENSITIVE,
        sections=_sections(found, on, hide),
        notes=[
            "Good means graded good or outstanding. All in all the agreed grade is counted where "
            "there is one; under a criterion the first.",
            "Two weeks differ by more than chance where, of all that is compared here, one report "
            "in twenty would show such a difference if nothing had changed (Fisher's exact test).",
            "An action counts under each theme of its audit.",
            "Small numbers are not hidden: it is for those who work on it, not to be published. "
            "The actions themselves stand in the action tracker.",
        ],
    )


def what_changed(found: WeekReport) -> list[str]:
    """Say what differs from the week before by more than chance, or that nothing does."""
    if not found.before:
        return ["There is no practice week before it to hold it against."]
    if not found.audits:
        return ["No audit is on record for this week."]
    said = [_change_words(each, found.before) for each in found.changed]
    if not said:
        said = [
            f"Nothing differs from {found.before} by more than chance; with "
            f"{wording.count(len(found.audits), 'audit')} only large changes would."
        ]
    return [*said, *_earlier_actions(found)]


def _change_words(each: Beside, before: str) -> str:
    now, was = each.now.share or 0.0, 0.0
    if each.was is not None:
        was = each.was.share or 0.0
    verb = "rose" if now > was else "fell"
    return (
        f"{each.now.title}: good {verb} from {wording.percent(was)} in {before} to "
        f"{wording.percent(now)}, more than chance explains."
    )


def _earlier_actions(found: WeekReport) -> list[str]:
    """Say what became of the actions of the week before."""
    actions = found.earlier_actions
    if not actions:
        return []
    done = sum(each.action.is_done for each in actions)
    still_open = sum(each.action.is_open for each in actions)
    return [
        f"Of {wording.count(len(actions), 'action')} that {found.before} required {done} are done "
        f"and {still_open} open."
    ]


def _sections(found: WeekReport, on: date, hide: Callable[[str], str]) -> list[Section]:
    audits = wording.count(len(found.audits), "audit")
    kinds = sorted({str(each.kind) for each in found.audits})
    of_kinds = f" ({wording.listing(kinds)})" if kinds else ""
    good = found.overall.now
    says = [f"{audits}{of_kinds}: {_share(good)} good or outstanding.", *what_changed(found)]
    sections = [
        Section("What came of it", key="week", says=says),
        Section(
            "Criteria",
            key="criteria",
            table=_compared(
                "Good or outstanding, by criterion", "criterion", found.criteria, found.changed
            ),
            chart=_chart(found),
        ),
        Section("Themes", key="themes", table=_themes(found.themes)),
        Section(
            "Actions",
            key="actions",
            says=[where_they_stand(found.actions, on)],
            table=themes_table(by_theme(found.actions, on)),
        ),
    ]
    if found.feedback:
        sections.append(_feedback(found.feedback, hide))
    agreement = found.agreement
    if agreement.n:
        words = [
            f"{agreement.n} of {len(found.audits)} were graded a second time, blind: "
            f"{agreement.agreed} agree. {agreement.says.capitalize()}."
        ]
        sections.append(Section("Moderation", key="moderation", says=words))
    return sections


def _themes(found: Sequence[Beside]) -> Table:
    columns = (
        Column("theme"),
        Column("this week", Kind.FIGURE),
        Column("week before", Kind.FIGURE),
    )
    rows = [(Value(each.now.title), _value(each.now), _value(each.was)) for each in found]
    return Table("Audits by theme; one audit may have several", columns, rows)


def _compared(caption: str, what: str, found: Sequence[Beside], changed: Sequence[Beside]) -> Table:
    columns = (
        Column(what),
        Column("this week", Kind.FIGURE),
        Column("week before", Kind.FIGURE),
        Column("differs by more than chance"),
    )
    rows = []
    for each in found:
        differs = "yes" if each in changed else ""
        rows.append((Value(each.now.title), _value(each.now), _value(each.was), Value(differs)))
    return Table(caption, columns, rows)


def _value(counted: Counted | None) -> Value:
    if counted is None:
        return Value("")
    if not counted.of:
        return Value("none graded")
    return Value(_share(counted), counted.number / counted.of, is_share=True)


def _share(counted: Counted) -> str:
    if not counted.of:
        return "none"
    return f"{counted.number} of {counted.of}"


def _chart(found: WeekReport) -> Chart | None:
    """Bars of the criteria, this week beside the one before."""
    graded = [each for each in found.criteria if each.now.of]
    if not graded:
        return None
    series = [Series(found.name, [each.now.share for each in graded])]
    if found.before:
        series.append(Series(found.before, [_was(each) for each in graded]))
    says = "; ".join(f"{each.now.title} {_share(each.now)}" for each in graded)
    title = "Good or outstanding, by criterion"
    return Chart(title, [each.now.title for each in graded], series, True, f"{title}: {says}.")


def _was(each: Beside) -> float | None:
    if each.was is None:
        return None
    return each.was.share


def _feedback(found: Sequence[Feedback], hide: Callable[[str], str]) -> Section:
    columns = (
        Column("asked"),
        Column("question"),
        Column("said yes", Kind.FIGURE),
        Column("in their words"),
    )
    rows = [
        (
            Value(str(each.of_whom)),
            Value(hide(each.question)),
            Value(f"{each.yes} of {each.answered}"),
            Value(hide(each.words)),
        )
        for each in found
    ]
    return Section("Feedback", key="feedback", table=Table("Who was asked what", columns, rows))
