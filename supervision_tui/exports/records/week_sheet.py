"""A week on a sheet: for one worker, for the team meeting, for the manager.

References and initials only, so that it can be sent and laid on a table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from supervision_tui.desk.directions.lines import DirectionLine
from supervision_tui.desk.supervision.week_entry import EntryKind, WeekEntry
from supervision_tui.desk.today.view import Act, ActKind, ToDo
from supervision_tui.desk.today.week import WeekView
from supervision_tui.exports.documents.document import Document, Part, Section
from supervision_tui.exports.documents.markdown_text import Item
from supervision_tui.practice import wording
from supervision_tui.practice.privacy.names_in_text import without_names

_NONE = "None."
_DATES = (ActKind.VISITS, ActKind.MEETINGS)
_VISITS, _MEETINGS = ("visit", "visits"), ("review or meeting", "reviews and meetings")
_MOST = 12  # lines of one kind on the manager's sheet


Says = Callable[[str], str]  # a sentence as it may stand on paper, without a key


def sheet_for_worker(week: WeekView, worker: str) -> Document:
    """The worker's own week: sessions, directions due, and dates due of the worker's children."""
    hidden = _hiding(week)
    own = week.of_worker(worker)
    mine = [each for each in own if each.owner == worker]
    others = [each for each in own if each.owner != worker]
    entries = [each for each in week.view.week if each.worker == worker]
    initials = wording.initials(worker)
    return Document(
        title=f"Week of {initials}, {_days(week)}",
        name=f"week-{initials.replace('.', '').lower()}-{week.first.isoformat()}",
        about=["References and initials only."],
        sections=[
            Section("Supervision", _items(map(_session, _sessions(entries)))),
            Section("Directions that are yours", _items(_directions(mine, hidden))),
            Section("Directions of others for your children", _items(_directions(others, hidden))),
            Section("Dates due of your children", _items(_dates(week, worker))),
        ],
    )


def sheet_for_team(week: WeekView, says: Says) -> Document:
    """The team meeting's week: the figures, sessions, what is late by owner, who has no worker."""
    late = Counter(each.owner for each in week.directions if each.days_late > 0)
    hidden = _hiding(week)
    by_owner = [f"{hidden(owner)}: {number}" for owner, number in late.most_common()]
    without = [says(each) for each in _of_kinds(week, (ActKind.ALLOCATE,))]
    figures = [
        ", ".join(filter(None, (f"{each.title}: {each.says}", each.more)))
        for each in week.view.figures
    ]
    return Document(
        title=f"Team meeting, {_days(week)}",
        name=f"team-week-{week.first.isoformat()}",
        about=[week.view.team, "References and initials only."],
        sections=[
            Section("Where we stand", _items(figures)),
            Section("Supervision this week", _items(map(_with_whom, _sessions(week.view.week)))),
            Section("Children without a worker", _items(without)),
            Section("Directions late, by owner", _items(by_owner)),
            Section("Dates due, by worker", _items(_counted(week))),
        ],
    )


def sheet_for_me(week: WeekView, says: Says) -> Document:
    """The manager's own week: the diary, the manager's directions, and what there is to do."""
    hidden = _hiding(week)
    mine = [each for each in week.directions if each.owner in ("me", "team manager", week.manager)]
    diary = [_with_whom(each) for each in week.view.week]
    sections = [
        Section("Diary", _items(diary)),
        Section("Directions that are yours", _items(_directions(mine, hidden))),
    ]
    for group in week.view.groups:
        if not group.counts or group.kind is ActKind.DIRECTIONS:
            continue
        lines = [hidden(says(_act(act))) for act in group.acts[:_MOST]]
        more = len(group.acts) - len(lines)
        if more > 0:
            lines.append(f"and {more} more")
        sections.append(Section(group.title, _items(lines)))
    return Document(
        title=f"My week, {_days(week)}",
        name=f"my-week-{week.first.isoformat()}",
        about=["References and initials only."],
        sections=sections,
    )


def _days(week: WeekView) -> str:
    return f"{wording.full_day(week.first)} to {wording.full_day(week.last)}"


def _hiding(week: WeekView) -> Says:
    return lambda text: without_names(text, week.people)


def _items(lines: Iterable[str]) -> list[Part]:
    found: list[Part] = [("", Item(each)) for each in lines]
    return found or [("", _NONE)]


def _sessions(entries: Iterable[WeekEntry]) -> Iterator[WeekEntry]:
    return (each for each in entries if each.kind is EntryKind.SESSION)


def _session(each: WeekEntry) -> str:
    when = f"{wording.full_day(each.on)} {each.time}".strip()
    return f"{when}, {each.minutes} minutes ({each.about}, {each.state})"


def _with_whom(each: WeekEntry) -> str:
    if each.kind is EntryKind.SESSION:
        return f"{_session(each)}, {wording.initials(each.worker)}"
    day = wording.full_day(each.on)
    return f"{day}: write up the record of {wording.initials(each.worker)}, {each.about}"


def _directions(lines: Iterable[DirectionLine], hidden: Says) -> Iterator[str]:
    for each in lines:
        due = wording.due_day(each.due, each.hour)
        owner = hidden(each.owner)
        link = f" · {each.link}" if each.link else ""
        yield f"{each.child}: {hidden(each.text)} · {owner} · by {due}, {each.word}{link}"


def _dates(week: WeekView, worker: str) -> Iterator[str]:
    """Dates due of a worker's children, late or within the week."""
    for act in _acts(week, _DATES):
        if act.who == worker:
            yield from (f"{line.who} ({line.plan}): {line.what}, {line.word}" for line in act.lines)


def _counted(week: WeekView) -> Iterator[str]:
    for act in _acts(week, _DATES):
        one, many = _VISITS if act.kind is ActKind.VISITS else _MEETINGS
        counted = wording.count(act.count, one, many)
        yield f"{wording.initials(act.who)}: {counted}, {act.late} late"


def _of_kinds(week: WeekView, kinds: Iterable[ActKind]) -> Iterator[str]:
    for act in _acts(week, kinds):
        yield from (_line(line) for line in act.lines)


def _acts(week: WeekView, kinds: Iterable[ActKind]) -> Iterator[Act]:
    wanted = set(kinds)
    for group in week.view.groups:
        if group.kind in wanted:
            yield from group.acts


def _line(line: ToDo) -> str:
    plan = f" ({line.plan})" if line.plan else ""
    return f"{line.who}{plan}: {line.what}"


def _act(act: Act) -> str:
    about = ", ".join(act.about)
    more = f" and {act.more} more" if act.more else ""
    what = "; ".join(filter(None, (act.says, f"{about}{more}".strip())))
    who = "" if act.who in act.about else f"{act.who}, "
    return f"{who}{act.worst}: {what}".rstrip(": ")
