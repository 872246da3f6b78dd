"""The to-dos of a day, grouped by what one act resolves.

A session clears its own lateness, and the children whom its minutes hold; an allocation clears all
children without a worker; a direction is asked for of whoever owns it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from supervision_tui.desk.destination import Destination, RecordKind
from supervision_tui.practice import wording
from supervision_tui.practice.vocabulary import Urgency

from .view import Act, ActKind, Group, ToDo, most_urgent_first

_NAMED = 3  # children named in a line
_URGENCIES = list(Urgency)
# Of these every line is an act of its own.
_ONE_BY_ONE = (
    ActKind.COVER,
    ActKind.RECORD,
    ActKind.DECIDE,
    ActKind.WRITE_UP,
    ActKind.FILE,
    ActKind.CONSULT,
    ActKind.LEARN,
)
# And of these all lines together are one.
_ALL_AT_ONCE = (ActKind.ALLOCATE, ActKind.CHECK, ActKind.NOT_KNOWN)
# Of these the act is a worker's, or an owner's, and the children are named beside.
_OF_A_WORKER = (ActKind.VISITS, ActKind.MEETINGS, ActKind.DIRECTIONS)
_CLEARS = {
    ActKind.ALLOCATE: "‹today.allocate› opens them all",
    ActKind.VISITS: "‹today.event›: it was held on …",
    ActKind.MEETINGS: "‹today.event›: it was held on …",
    ActKind.CHECK: "‹today.worker› checks all in one table",
    ActKind.NOT_KNOWN: "‹today.event› goes through them",
    ActKind.FILE: "‹today.file› copies, and notes it",
}


def grouped(
    needs: Sequence[ToDo], fits: Mapping[int, frozenset[str]], names: Mapping[int, str], most: int
) -> tuple[Group, ...]:
    """Group lines by the acts that resolve them.

    `fits` are the children whom the next session of each worker holds, `names` the workers' names.
    Of all lines only the `most` most urgent are kept; all are counted.
    """
    kept = set(map(id, most_urgent_first(needs)[:most]))
    by_kind: dict[ActKind, list[ToDo]] = defaultdict(list)
    for need in needs:
        by_kind[need.act].append(need)
    groups = []
    for kind in ActKind:
        if kind not in by_kind:
            continue
        acts = [
            _act(kind, lines, fits, names, lambda line: id(line) in kept)
            for lines in _by_act(kind, by_kind[kind])
        ]
        acts.sort(key=_order)
        groups.append(Group(kind, _title(kind, acts), _clears(kind, acts), tuple(acts)))
    return tuple(groups)


def _order(act: Act) -> tuple[int, int, tuple[int, int], int, str]:
    """Put first what clears most of what is late, and among equals the latest."""
    worst = act.lines[0].rank if act.lines else (0, 0)
    return _URGENCIES.index(act.urgency), -act.late, worst, -act.count, act.who


def _by_act(kind: ActKind, lines: Sequence[ToDo]) -> list[list[ToDo]]:
    if kind in _ALL_AT_ONCE:
        return [list(lines)]
    if kind in _ONE_BY_ONE:
        return [[line] for line in lines]
    found: dict[str, list[ToDo]] = defaultdict(list)
    for line in lines:
        found[line.by or str(line.worker_id or "")].append(line)
    return list(found.values())


def _act(
    kind: ActKind,
    lines: Sequence[ToDo],
    fits: Mapping[int, frozenset[str]],
    names: Mapping[int, str],
    is_kept: Callable[[ToDo], bool],
) -> Act:
    ordered = most_urgent_first(lines)
    worst = ordered[0]
    late = sum(line.urgency is Urgency.LATE for line in ordered)
    worker_id = worst.worker_id
    who = worst.who
    if kind in (ActKind.SUPERVISE, ActKind.VISITS, ActKind.MEETINGS):
        who = names.get(worker_id or 0, "no worker")
    elif kind is ActKind.DIRECTIONS:
        who = worst.by
        worker_id = next((number for number, name in names.items() if name == who), None)
    elif kind is ActKind.NOT_KNOWN:
        who = wording.count(-sum(line.rank[1] for line in ordered), "date")
    about = _about(kind, ordered)
    clears = len(ordered)
    if kind is ActKind.SUPERVISE:
        clears = _cleared_by_session(ordered, fits.get(worker_id or 0, frozenset()))
    return Act(
        kind=kind,
        who=who,
        urgency=worst.urgency,
        worst=worst.word,
        says=_says(kind, ordered),
        about=tuple(about[:_NAMED]),
        more=len(about[_NAMED:]),
        count=len(ordered),
        late=late,
        clears=clears,
        leads_to=_leads_to(kind, worst),
        worker_id=worker_id,
        lines=tuple(filter(is_kept, ordered)),
    )


def _cleared_by_session(lines: Iterable[ToDo], held: frozenset[str]) -> int:
    """Count the lines that the worker's next session clears: its own, and the children it holds."""
    return sum(not _is_of_child(line) or line.who in held for line in lines)


def _leads_to(kind: ActKind, worst: ToDo) -> Destination:
    if kind is ActKind.SUPERVISE and worst.worker_id is not None:
        return Destination(RecordKind.SESSIONS, str(worst.worker_id))
    return worst.leads_to


def _says(kind: ActKind, lines: Sequence[ToDo]) -> str:
    """Say what an act is besides the children it is about: its one line, or a session's own."""
    if kind is ActKind.SUPERVISE:
        own = [line.what for line in lines if not _is_of_child(line)]
        return " · ".join(own) if len(own) == len(lines) else ""
    if len(lines) == 1:
        return lines[0].what
    return ""


def _about(kind: ActKind, lines: Sequence[ToDo]) -> list[str]:
    """The children whom an act of several lines is about, by reference, each once."""
    if kind is ActKind.SUPERVISE:
        lines = [line for line in lines if _is_of_child(line)]
    elif kind is ActKind.NOT_KNOWN:
        return [line.who for line in lines]
    elif len(lines) == 1 and kind not in _OF_A_WORKER:
        return []
    return list(dict.fromkeys(line.who for line in lines))


def _is_of_child(line: ToDo) -> bool:
    return line.leads_to.kind is RecordKind.CHILD


def _title(kind: ActKind, acts: Sequence[Act]) -> str:
    """The title of a group: what to do, with how many."""
    count = sum(act.count for act in acts)
    in_time = count - sum(act.late for act in acts)
    late = "late"
    if in_time:
        late = "late or due" if in_time < count else "due"
    titles = {
        ActKind.SUPERVISE: f"Supervise {wording.count(len(acts), 'worker')}",
        ActKind.ALLOCATE: f"Allocate {wording.count(count, 'child', 'children')}",
        ActKind.COVER: "Workers away: arrange cover",
        ActKind.RECORD: f"Record {wording.count(count, 'session')}",
        ActKind.VISITS: f"Visits {late}",
        ActKind.MEETINGS: f"Reviews and meetings {late}",
        ActKind.DIRECTIONS: f"Directions {late}",
        ActKind.DECIDE: "Decide",
        ActKind.WRITE_UP: "Records and agreements",
        ActKind.FILE: "Put on the children's files",
        ActKind.CONSULT: "Consultations",
        ActKind.LEARN: "Training and checks",
        ActKind.CHECK: "Check who your workers are",
        ActKind.NOT_KNOWN: "Not known here",
    }
    return titles[kind]


def _clears(kind: ActKind, acts: Sequence[Act]) -> str:
    """Say what one act of a group resolves, in a few words."""
    if kind is ActKind.SUPERVISE:
        best = max(acts, key=lambda act: act.clears)
        if best.count == 1:
            return ""
        if best.clears == best.count:
            return f"one session clears {best.clears}"
        return f"one session clears {best.clears} of {best.count}"
    return _CLEARS.get(kind, "")
