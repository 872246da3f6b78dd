"""Today as it is shown: figures, the team, the manager's week, and what there is to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain

from supervision_tui.desk.destination import Destination
from supervision_tui.desk.supervision.week_entry import WeekEntry
from supervision_tui.desk.workers.session_ahead import NextSession
from supervision_tui.practice.vocabulary import Urgency
from supervision_tui.practice.workload.snapshot import FitAt

MOST_NEEDS = 500  # lines kept: nobody works through more
YOU = "you"  # the manager, as whoever acts


class ActKind(StrEnum):
    """A kind of act that resolves what there is to do, in the order in which they are shown."""

    CHECK = "check"
    SUPERVISE = "supervise"
    ALLOCATE = "allocate"
    COVER = "cover"
    RECORD = "record"
    VISITS = "visits"
    MEETINGS = "meetings"
    DIRECTIONS = "directions"
    DECIDE = "decide"
    WRITE_UP = "write-up"
    FILE = "file"
    CONSULT = "consult"
    LEARN = "learn"
    NOT_KNOWN = "not-known"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """One thing to do: what kind of act resolves it, how late, about whom, what, why, and the
    record that it leads to.

    `by` names the owner of a direction. Of two of one kind the lower `rank` is the worse.
    """

    act: ActKind
    word: str
    urgency: Urgency
    who: str
    what: str
    why: str
    leads_to: Destination
    rank: tuple[int, int]
    plan: str = ""
    worker_id: int | None = None
    by: str = ""


def most_urgent_first(needs: Iterable[ToDo]) -> tuple[ToDo, ...]:
    """Worst first: children without a worker, what is late, then by what kind of thing it is."""
    return tuple(sorted(needs, key=_order))


def _order(need: ToDo) -> tuple[bool, tuple[int, int], str]:
    waits = need.act is not ActKind.ALLOCATE and need.urgency != Urgency.LATE
    return waits, need.rank, need.who


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An act done in one go, and the lines that it resolves.

    `who` is the worker, owner or child that it is about; `worst` how late the worst of its lines
    is, `says` what it is besides the children `about` whom it is, of whom `more` are not named.
    `count` and `late` count all its lines, of which `lines` are those that are kept, and `clears`
    those that it clears at once.
    """

    kind: ActKind
    who: str
    urgency: Urgency
    worst: str
    says: str
    about: tuple[str, ...]
    more: int
    count: int
    late: int
    clears: int
    leads_to: Destination
    worker_id: int | None = None
    lines: tuple[ToDo, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The acts of one kind: the title says how many, `clears` what one of them resolves."""

    kind: ActKind
    title: str
    clears: str
    acts: tuple[Act, ...]

    @property
    def count(self) -> int:
        """The number of lines in all its acts."""
        return sum(each.count for each in self.acts)

    @property
    def late(self) -> int:
        """The number of lines that are late."""
        return sum(each.late for each in self.acts)

    @property
    def urgency(self) -> Urgency:
        """The worst urgency of its acts."""
        return min((each.urgency for each in self.acts), key=list(Urgency).index)

    @property
    def counts(self) -> bool:
        """Tell whether it is something to do; what is not known here counts nowhere."""
        return self.kind is not ActKind.NOT_KNOWN


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of Today: its value, of how many, and what to know of it besides.

    `weeks` are its values on the Mondays before, oldest first, at most eleven; none where it would
    cost too much to look back, or where the vault is younger.
    """

    code: str
    title: str
    value: int
    says: str
    more: str = ""
    weeks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One worker in a line."""

    worker_id: int
    name: str
    stage: str
    stage_checked: bool
    children: int
    limit: float
    next_session: NextSession
    oldest_days: int | None
    status: str
    status_urgency: Urgency
    fit_now: FitAt


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayView:
    """The whole of the Today screen."""

    team: str
    as_of: date
    figures: tuple[Figure, ...]
    lines: tuple[TeamLine, ...]
    week: tuple[WeekEntry, ...]
    groups: tuple[Group, ...]

    @property
    def acts(self) -> int:
        """The number of things to do, each in one go."""
        return sum(len(each.acts) for each in self.groups if each.counts)

    @property
    def needs(self) -> tuple[ToDo, ...]:
        """Every line that is kept, worst first."""
        acts = chain.from_iterable(group.acts for group in self.groups)
        return most_urgent_first(chain.from_iterable(act.lines for act in acts))

    @property
    def needs_in_all(self) -> int:
        """The number of lines, those among them that are not kept."""
        return sum(each.count for each in self.groups if each.counts)

    @property
    def late_in_all(self) -> int:
        """The number of lines that are late."""
        return sum(each.late for each in self.groups if each.counts)

    @property
    def unallocated(self) -> int:
        """The number of children without a worker."""
        return sum(each.count for each in self.groups if each.kind is ActKind.ALLOCATE)

    @property
    def waiting(self) -> Mapping[str, int]:
        """The acts that wait in each mode, by its id."""
        by_kind = {each.kind: len(each.acts) for each in self.groups}
        unanswered = sum(each.status_urgency is Urgency.LATE for each in self.lines)
        return {
            "today": self.acts,
            "schedule": by_kind.get(ActKind.RECORD, 0),
            "review": by_kind.get(ActKind.VISITS, 0) + by_kind.get(ActKind.MEETINGS, 0),
            "directions": by_kind.get(ActKind.DIRECTIONS, 0),
            "consultations": by_kind.get(ActKind.CONSULT, 0),
            "training": by_kind.get(ActKind.LEARN, 0),
            "pressure": unanswered,
        }
