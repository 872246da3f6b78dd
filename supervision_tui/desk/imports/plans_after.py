"""Which plans of a child begin, go on and end once a row of a file is taken; what a person put on record goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from supervision_tui.practice.terms import Plan
from supervision_tui.records import PlanEpisode

from .files import CaseloadFile, CaseloadRow

_ONE_AT_A_TIME = frozenset(map(str, (Plan.CIN, Plan.ASSESSMENT, Plan.FAMILY_HELP, Plan.EARLY_HELP)))
_HIGHER = frozenset(map(str, (Plan.CLA, Plan.CP)))
_RANK = [str(plan) for plan in Plan]


@dataclass(frozen=True, slots=True)
class PlansAfter:
    """What a row makes of the plans of a child: `begins` holds each plan that begins with its day, where it is known.

    `goes_on` are those that the row names, `ends` those that end, each with its last day, and `opened_again` those that
    had been ended though they go on.
    """

    begins: Mapping[str, date | None]
    goes_on: tuple[PlanEpisode, ...] = ()
    ends: tuple[tuple[PlanEpisode, date], ...] = ()
    opened_again: tuple[PlanEpisode, ...] = ()

    @property
    def changes_plans(self) -> bool:
        """Tell whether a plan begins or ends."""
        return bool(self.begins or self.ends or self.opened_again)

    def names(self, there: Iterable[str]) -> tuple[str, ...]:
        """Give the plans that a child has then, who had those that are there; the one that is named first first."""
        over = {each.plan for each, _ in self.ends}
        named = {*there} - over | {each.plan for each in self.opened_again} | set(self.begins)
        return tuple(sorted(named, key=lambda plan: (_RANK.index(plan) if plan in _RANK else len(_RANK), plan)))


def plans_after(
    row: CaseloadRow,
    file: CaseloadFile,
    there: Mapping[str, PlanEpisode],
    ended: Mapping[str, PlanEpisode],
    today: date,
) -> PlansAfter:
    """Tell what a row makes of the plans that a child has and of the last of each that have ended."""
    named = [there[plan] for plan in row.plans if plan in there]
    began_anew = [each for each in named if _is_a_later_one(each, row)]
    goes_on = tuple(each for each in named if each not in began_anew)
    if there and not row.says_plan:
        return PlansAfter({}, goes_on)
    new = [plan for plan in row.plans if plan not in there and not _is_held_back(plan, row, there, ended)]
    gone = [each for plan, each in there.items() if plan not in row.plans and _has_ended(each, row, new, file)]
    ends = [(each, _last_day(each, row, new, today)) for each in gone]
    ends += [(each, row.ends[each.plan]) for each in began_anew]
    begins, opened_again = dict[str, date | None](), []
    for plan in (*new, *(each.plan for each in began_anew)):
        before = ended.get(plan)
        if before is not None and before.starts_on == row.start_of(plan) and not _came_between(before, gone):
            opened_again.append(before)
        else:
            begins[plan] = _start(plan, row, ends)
    return PlansAfter(begins, goes_on, tuple(ends), tuple(opened_again))


def _is_a_later_one(episode: PlanEpisode, row: CaseloadRow) -> bool:
    """Tell whether a row is of another time on the same plan: it says when the one before ended, and began later."""
    start, end = row.start_of(episode.plan), row.ends.get(episode.plan)
    return start is not None and end is not None and episode.start_known and episode.starts_on < end <= start


def _is_held_back(
    plan: str, row: CaseloadRow, there: Mapping[str, PlanEpisode], ended: Mapping[str, PlanEpisode]
) -> bool:
    """Tell whether a file still names a plan that a person has ended, or that a person has begun a higher one."""
    if not there:
        return False
    by_hand = {each for each, episode in there.items() if episode.by_hand and each not in row.plans}
    if plan in _ONE_AT_A_TIME and by_hand & _HIGHER:
        return True
    before, start = ended.get(plan), row.start_of(plan)
    if before is None or before.ends_on is None or not before.by_hand:
        return False
    return start is None or start < before.ends_on


def _has_ended(episode: PlanEpisode, row: CaseloadRow, new: Iterable[str], file: CaseloadFile) -> bool:
    """Tell whether a plan that a row does not name is over: the file could have named it, or names what excludes it."""
    plan = episode.plan
    if episode.by_hand:
        starts = [row.start_of(each) for each in new if each in _ONE_AT_A_TIME | _HIGHER]
        return plan in _ONE_AT_A_TIME and any(start is not None and start > episode.starts_on for start in starts)
    if plan in file.tells_plans or episode.source.startswith(f"{file.source} ("):
        return True
    if not episode.source and plan != Plan.PLO and plan in _RANK:  # of a version in which a child had one plan at most
        return True
    if plan in _ONE_AT_A_TIME:
        return bool((_ONE_AT_A_TIME | _HIGHER) & set(row.plans))
    if plan in _HIGHER:
        return row.plan in _RANK and _RANK.index(row.plan) > _RANK.index(plan)
    return plan == Plan.CARE_LEAVER and Plan.CLA in row.plans


def _last_day(episode: PlanEpisode, row: CaseloadRow, new: Iterable[str], today: date) -> date:
    """Find when a plan ended: on the day that the file says, else with the start of what followed it, else today."""
    said = row.ends.get(episode.plan)
    if said is not None and episode.starts_on <= said <= today:
        return said
    followed = [each for each in new if not (episode.plan in _HIGHER and each in _ONE_AT_A_TIME)]
    starts = [row.start_of(each) or today for each in followed]
    next_starts = min(starts, default=today)
    return min(next_starts, today) if next_starts > episode.starts_on else today


def _start(plan: str, row: CaseloadRow, ends: Iterable[tuple[PlanEpisode, date]]) -> date | None:
    """Find when a plan begins: what follows a higher one begins where that ends, whatever day a file gives."""
    start = row.start_of(plan)
    higher = [day for episode, day in ends if episode.plan in _HIGHER]
    if plan not in _ONE_AT_A_TIME or not higher:
        return start
    return max([*higher, *([start] if start else [])])


def _came_between(before: PlanEpisode, gone: Iterable[PlanEpisode]) -> bool:
    """Tell whether another plan, now over, has begun since an earlier one ended."""
    return any(before.ends_on is not None and each.starts_on >= before.ends_on for each in gone)


def starts_later(episode: PlanEpisode, start: date | None) -> bool:
    """Tell whether a file knows the start of a plan better than the records; what a person wrote is left as it is."""
    if start is None or (episode.by_hand and episode.start_known):
        return False
    return episode.starts_on < start or not episode.start_known


def put_right(row: CaseloadRow, plans: PlansAfter) -> Iterator[tuple[str, PlanEpisode]]:
    """Name what a row says otherwise of the plans that go on."""
    for each in plans.goes_on:
        if starts_later(each, row.start_of(each.plan)):
            yield "start of the plan", each
        if row.category_of(each.plan) not in ("", each.category):
            yield "category", each
        if each.by_hand:
            yield "plan now in the file", each
