"""The rows of what there is to do: groups, the acts in them, and the lines behind an act."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from supervision_tui.desk.today.view import Act, ActKind, Group, TodayView, ToDo
from supervision_tui.practice import wording
from supervision_tui.practice.vocabulary import Urgency
from supervision_tui.widgets.desk_screen import DeskScreen
from supervision_tui.widgets.rows import Cell, Row
from supervision_tui.widgets.text_styles import PLAIN, QUIET, STRONG, tone_of

_OPEN, _FOLDED, _NEVER = "▼", "▶", "▷"
_WORKER = "worker"  # begins the key of a heading that is a worker
WORDS_OF_ACT = {
    ActKind.CHECK: "Check the worker",
    ActKind.SUPERVISE: "Supervise",
    ActKind.ALLOCATE: "Allocate",
    ActKind.COVER: "Arrange cover",
    ActKind.RECORD: "Record the session",
    ActKind.VISITS: "Visits",
    ActKind.MEETINGS: "Reviews and meetings",
    ActKind.DIRECTIONS: "Directions",
    ActKind.DECIDE: "Decide",
    ActKind.WRITE_UP: "Record or agreement",
    ActKind.FILE: "Put on file",
    ActKind.CONSULT: "Consultation",
    ActKind.LEARN: "Training and checks",
    ActKind.NOT_KNOWN: "Not known here",
}
_DIRECTLY_BELOW = 3  # parts of a key: a line below its heading, with no act between
BY_ACT, BY_WORKER = "act", "worker"


@dataclass(frozen=True, slots=True)
class Heading:
    """A group as a row: by what resolves it, or of one worker."""

    key: str
    title: str
    says: str
    group: Group


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: a heading, an act of it, or a line of that act."""

    key: str
    heading: Heading
    act: Act | None = None
    need: ToDo | None = None

    @property
    def the_need(self) -> ToDo | None:
        """The one line that the row is about: itself, or the only one of its act."""
        if self.need is None and self.act is not None and len(self.act.lines) == 1:
            return self.act.lines[0]
        return self.need

    @property
    def worker_id(self) -> int | None:
        """The worker whom the row is about; of those to be supervised the first."""
        if self.need is not None:
            return self.need.worker_id
        if self.act is not None:
            return self.act.worker_id
        if self.heading.group.kind is ActKind.SUPERVISE:
            return self.heading.group.acts[0].worker_id
        return None


def headings(view: TodayView, order: str) -> list[Heading]:
    """The groups of a day, by what resolves them, or by worker."""
    if order == BY_WORKER:
        return list(_of_workers(view))
    return [Heading(str(each.kind), each.title, each.clears, each) for each in view.groups]


def entries(shown: Sequence[Heading], unfolded: Collection[str]) -> list[Entry]:
    """The rows in view, with what is unfolded."""
    found = []
    for heading in shown:
        found.append(Entry(heading.key, heading))
        if heading.key in unfolded:
            found += _acts(heading, unfolded)
    return found


def _acts(heading: Heading, unfolded: Collection[str]) -> Iterator[Entry]:
    acts = heading.group.acts
    if len(acts) == 1 and acts[0].count > 1 and not acts[0].worker_id:
        yield from _lines(heading, acts[0], heading.key)  # the heading says it all
        return
    for act in acts:
        key = f"{heading.key}\t{_key_of_act(act)}"
        yield Entry(key, heading, act)
        if key in unfolded and act.count > 1:
            yield from _lines(heading, act, key)


def _lines(heading: Heading, act: Act, key: str) -> Iterator[Entry]:
    for need in act.lines:
        yield Entry(f"{key}\t{_key_of_need(need)}", heading, act, need)


def _key_of_act(act: Act) -> str:
    about = _key_of_need(act.lines[0]) if act.count == 1 and act.lines else ""
    return f"{act.kind}\t{act.who}\t{about}"


def _key_of_need(need: ToDo) -> str:
    """By what a line is known: where it leads, and about whom."""
    to = need.leads_to
    return f"{to.kind}\t{to.child} {to.id}\t{need.who}"


def _of_workers(view: TodayView) -> Iterator[Heading]:
    """The acts that are about each worker, in the order of the team; the others behind."""
    counting = [group.acts for group in view.groups if group.counts]
    acts = list(chain.from_iterable(counting))
    for line in view.lines:
        theirs = tuple(act for act in acts if act.worker_id == line.worker_id)
        if theirs:
            group = Group(ActKind.SUPERVISE, line.name, "", theirs)
            yield Heading(f"{_WORKER} {line.worker_id}", line.name, line.next_session.says, group)
    others = tuple(act for act in acts if act.worker_id is None)
    if others:
        yield Heading("nobody", "Of no one worker", "", Group(ActKind.DECIDE, "", "", others))


def row_of(screen: DeskScreen, entry: Entry, unfolded: Collection[str]) -> Row:
    """A row as it is shown: the sign whether it is unfolded, the title, how many, what, and what
    clears it.
    """
    if entry.need is not None:
        tone = PLAIN  # the act above it has the colour
        if entry.key.count("\t") == _DIRECTLY_BELOW:
            tone = tone_of(entry.need.urgency)
        return Row(entry.key, _cells_of_need(screen, entry.need, tone))
    if entry.act is not None:
        of_worker = entry.heading.key.startswith(_WORKER)
        return Row(entry.key, _cells_of_act(screen, entry.act, entry.key in unfolded, of_worker))
    return Row(entry.key, _cells_of_heading(screen, entry.heading, entry.key in unfolded))


def _cells_of_heading(screen: DeskScreen, heading: Heading, is_open: bool) -> tuple[Cell, ...]:
    group = heading.group
    if not group.counts:
        dates = group.acts[0]
        sign = _OPEN if is_open else _NEVER
        kinds = [*dates.about, f"{dates.more} more kinds"] if dates.more else dates.about
        says = f"{screen.running.fill(heading.says)}: {', '.join(kinds)}"
        return (
            Cell(f"{sign} {heading.title}", QUIET),
            Cell(dates.who, QUIET),
            Cell(says, QUIET),
            Cell(""),
        )
    sign = _OPEN if is_open else _FOLDED
    number = wording.count(group.count, "item")
    tone = QUIET
    if group.kind is ActKind.DECIDE:
        number, tone = f"{group.count} open", tone_of(group.urgency)
    elif group.late:
        number, tone = f"{group.late} late", tone_of(Urgency.LATE)
    elif group.urgency is Urgency.SOON:
        tone = tone_of(Urgency.SOON)
    of_worker = heading.key.startswith(_WORKER)
    beside = Cell(_who_acts(screen, group, of_worker=of_worker))
    if is_open:
        beside = Cell(screen.running.fill(heading.says), QUIET)
    return Cell(f"{sign} {heading.title}", STRONG), Cell(number, tone), beside, Cell("")


def next_of(before: Sequence[str], key: str | None, now: Collection[str]) -> str | None:
    """The row for the mark: where it was, or the next that is left of those that stood there."""
    if key is None or key in now or key not in before:
        return key
    place = before.index(key)
    left = [each for each in (*before[place + 1 :], *reversed(before[:place])) if each in now]
    return next(iter(left), None)


def _who_acts(screen: DeskScreen, group: Group, *, of_worker: bool) -> str:
    """Name who has how much of it, of what is late where any is: `Juniper 4 · Hazel 2 · you 6`."""
    parts = []
    acts = [act for act in group.acts if act.late] if group.late else list(group.acts)
    for act in acts[:4]:
        who = act.who
        if of_worker:
            who = WORDS_OF_ACT[act.kind]
        elif screen.running.names.child(who):
            who = screen.running.names.child(who)
        elif act.worker_id is not None:
            who = screen.name_of(who)
        number = act.late if group.late else act.count
        if act.count > 1:
            who = f"{who} {number}"
        parts.append(who)
    more = len(acts) - len(parts)
    if more:
        parts.append(f"{more} more")
    return " · ".join(parts)


def _cells_of_act(screen: DeskScreen, act: Act, is_open: bool, of_worker: bool) -> tuple[Cell, ...]:
    sign = " "
    if act.count > 1:
        sign = _OPEN if is_open else _FOLDED
    title = _who(screen, act)
    if of_worker:
        title = WORDS_OF_ACT[act.kind]
    who = Cell(f"  {sign} {title}")
    about = [screen.running.names.child_or_ref(ref) for ref in act.about]
    if act.more:
        about.append(f"{act.more} more")
    parts = [", ".join(about)] if about else []
    if act.says:
        says = screen.running.fill(act.says)
        parts.append(says.replace(act.who, _who(screen, act)))
    count = wording.count(act.count, "item") if act.count > 1 else ""
    return who, Cell(act.worst, tone_of(act.urgency)), Cell(" · ".join(parts)), Cell(count, QUIET)


def _who(screen: DeskScreen, act: Act) -> str:
    child = screen.running.names.child(act.who)
    if child:
        return f"{child} {act.who}"
    if act.worker_id is not None:
        return screen.name_of(act.who)
    return act.who


def _cells_of_need(screen: DeskScreen, need: ToDo, tone: str) -> tuple[Cell, ...]:
    names = screen.running.names
    name = names.child(need.who)
    who = need.who
    if name:
        who = f"{name} {need.who}"
    elif need.worker_id is not None and need.leads_to.child == "" and not need.plan:
        who = screen.name_of(need.who)
    return (
        Cell(f"      {who}"),
        Cell(need.word, tone),
        Cell(screen.running.fill(need.what)),
        Cell(need.plan, QUIET),
    )
