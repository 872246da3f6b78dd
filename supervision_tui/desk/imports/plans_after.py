"""Plans of a child that begin, go on and end once a row of a file is taken.

What a person put on record goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from supervision_tui.practice.children.events import BY_HAND
from supervision_tui.practice.vocabulary import Plan
from supervision_tui.records import PlanEpisode

from .files import CaseloadFile, CaseloadRow

_ONE_AT_A_TIME = frozenset(map(str, (Plan.CIN, Plan.ASSESSMENT, Plan.FAMILY_HELP, Plan.EARLY_HELP)))
_HIGHER = frozenset(map(str, (Plan.CLA, Plan.CP)))
_EXCLUDING = _ONE_AT_A_TIME | _HIGHER
_RANK = {str(plan): place for place, plan in enumerate(Plan)}
_Spells = Mapping[str, PlanEpisode]


@dataclass(frozen=True, slots=True)
class PutRight:
    """A plan on record of which a row says otherwise: its start, its category.

    Nothing where it is as it was.

    `agrees` says that a file has for the first time what a person put on record.
    """

    episode: PlanEpisode
    start: date | None
    category: str
    agrees: bool

    def says(self) -> Iterator[str]:
        """Name what is put right."""
        if self.start is not None:
            yield "start of the plan"
        if self.category:
            yield "category"
        if self.agrees:
            yield "plan, now in the file"


@dataclass(frozen=True, slots=True)
class PlansAfter:
    """The plans of a child after a row: `begins` holds each that begins, with its day if known.

    `ends` are those that end, each with its last day; `opened_again` had been ended though they go
    on. `held_back` are those that the row names and that do not begin, because of what a person put
    on record.
    """

    begins: Mapping[str, date | None]
    ends: tuple[tuple[PlanEpisode, date], ...] = ()
    opened_again: tuple[PlanEpisode, ...] = ()
    put_right: tuple[PutRight, ...] = ()
    held_back: tuple[str, ...] = ()

    @property
    def changes_plans(self) -> bool:
        """Tell whether a plan begins or ends."""
        return bool(self.begins or self.ends or self.opened_again)

    def names(self, there: Iterable[str]) -> tuple[str, ...]:
        """Give the plans that a child has then, who had those that are there.

        The one that is named first first.
        """
        over = {each.plan for each, _ in self.ends}
        named = {*there} - over | {each.plan for each in self.opened_again} | set(self.begins)
        return tuple(sorted(named, key=lambda plan: (_RANK.get(plan, len(_RANK)), plan)))


def plans_after(
    row: CaseloadRow, file: CaseloadFile, there: _Spells, ended: _Spells, today: date
) -> PlansAfter:
    """Tell what a row makes of the plans that a child has and of the last of each that have ended.

    A plan that a person ended is not begun again by a file that lags, unless the child would have
    none.
    """
    if there and not row.says_plan:
        return PlansAfter({})
    held_back = {plan for plan in row.plans if _is_held_back(plan, row, there, ended)}
    found = _Plans(row, file, there, ended, today).after(held_back)
    if found.names(there):
        return found
    return _Plans(row, file, there, ended, today).after(set())


def _is_held_back(plan: str, row: CaseloadRow, there: _Spells, ended: _Spells) -> bool:
    """Tell whether a file names a plan that a person has ended, or put a higher one in place of."""
    by_hand = {each for each, episode in there.items() if episode.by_hand and each not in row.plans}
    if plan in _ONE_AT_A_TIME and by_hand & _HIGHER:
        return True
    before, start = ended.get(plan), row.start_of(plan)
    if before is None or before.ends_on is None or not before.by_hand or not there:
        return False
    return start is None or (start < before.ends_on and not _follows_an_end(row, plan))


def _follows_an_end(row: CaseloadRow, plan: str) -> bool:
    """Tell whether a row says that a plan ended once and began anew."""
    start, end = row.start_of(plan), row.ends.get(plan)
    return start is not None and end is not None and end <= start


class _Plans:
    """The plans of one child, held against a row."""

    def __init__(
        self, row: CaseloadRow, file: CaseloadFile, there: _Spells, ended: _Spells, today: date
    ) -> None:
        self._row, self._file, self._there, self._ended, self._today = (
            row,
            file,
            there,
            ended,
            today,
        )

    def after(self, held_back: set[str]) -> PlansAfter:
        row, there = self._row, self._there
        named = [there[plan] for plan in row.plans if plan in there]
        anew = [
            each
            for each in named
            if each.start_known and each.starts_on < row.ends.get(each.plan, each.starts_on)
        ]
        anew = [each for each in anew if _follows_an_end(row, each.plan)]
        new = [plan for plan in row.plans if plan not in there and plan not in held_back]
        gone = [
            each
            for plan, each in there.items()
            if plan not in row.plans and self._has_ended(each, new)
        ]
        ends = [(each, self._last_day(each, new)) for each in gone]
        ends += [(each, row.ends[each.plan]) for each in anew]
        opened_again = [
            before for plan in new if (before := self._same_spell(plan, gone)) is not None
        ]
        again = {each.plan for each in opened_again}
        begins = {
            plan: self._start(plan, ends)
            for plan in (*new, *(each.plan for each in anew))
            if plan not in again
        }
        going_on = [each for each in named if each not in anew] + opened_again
        if held_back:  # a file that lags agrees to nothing
            agreed = []
        else:
            agreed = list(self._agreed_ends())
        differs = [each for each in (*map(self._put_right, going_on), *agreed) if any(each.says())]
        return PlansAfter(
            begins,
            tuple(ends),
            tuple(opened_again),
            tuple(differs),
            tuple(sorted(held_back - {*there})),
        )

    def _has_ended(self, episode: PlanEpisode, new: Iterable[str]) -> bool:
        """Tell whether a plan that the row does not name is over.

        One begun by hand is, once the file has another.
        """
        if episode.by_hand:
            return episode.plan in _ONE_AT_A_TIME and not _EXCLUDING.isdisjoint(new)
        return self._says_over(episode)

    def _says_over(self, episode: PlanEpisode) -> bool:
        """Tell whether the row says that a plan is over: not named, though it could be."""
        plan, source, row = episode.plan, episode.source, self._row
        if plan in self._file.tells_plans or source.startswith(f"{self._file.source} ("):
            return True
        # Of a version in which a child had one plan at most.
        if not source and plan != Plan.PLO and plan in _RANK:
            return True
        if plan in _ONE_AT_A_TIME:
            return not _EXCLUDING.isdisjoint(row.plans)
        if plan in _HIGHER:
            return row.plan in _RANK and _RANK[row.plan] > _RANK[plan]
        if plan == Plan.CARE_LEAVER:
            return Plan.CLA in row.plans
        return source.startswith(BY_HAND)

    def _last_day(self, episode: PlanEpisode, new: Iterable[str]) -> date:
        """Find when a plan ended: by the file, else with what followed it, else today."""
        row, today = self._row, self._today
        said = row.ends.get(episode.plan)
        if said is not None and episode.starts_on <= said <= today:
            return said
        followed = [
            each for each in new if not (episode.plan in _HIGHER and each in _ONE_AT_A_TIME)
        ]
        starts = [row.start_of(each) or today for each in followed]
        next_starts = min(starts, default=today)
        if next_starts > episode.starts_on:
            return min(next_starts, today)
        return max(today, episode.starts_on)

    def _same_spell(self, plan: str, gone: Iterable[PlanEpisode]) -> PlanEpisode | None:
        """Find the spell that was ended though it goes on: by its own list, or none between."""
        before, start = self._ended.get(plan), self._row.start_of(plan)
        if before is None or before.ends_on is None or start is None:
            return None
        if plan in _HIGHER:
            if start < before.ends_on and not _follows_an_end(self._row, plan):
                return before
            return None
        came_between = any(each.starts_on >= before.ends_on for each in gone)
        if start == before.starts_on and not came_between:
            return before
        return None

    def _start(self, plan: str, ends: Iterable[tuple[PlanEpisode, date]]) -> date | None:
        """Find when a plan begins: not before an earlier spell, or what it follows, has ended."""
        start, before = self._row.start_of(plan), self._ended.get(plan)
        days = [start] if start is not None else []
        if plan in _ONE_AT_A_TIME:
            days += [day for episode, day in ends if episode.plan in _EXCLUDING]
        if days and before is not None and before.ends_on is not None:
            days.append(before.ends_on)
        return max(days, default=None)

    def _put_right(self, episode: PlanEpisode) -> PutRight:
        category, is_own = self._row.category_of(episode.plan), episode.source.startswith(BY_HAND)
        if category == episode.category or (is_own and episode.category):
            category = ""
        return PutRight(episode, self._better_start(episode), category, agrees=episode.by_hand)

    def _better_start(self, episode: PlanEpisode) -> date | None:
        """Give the start that the file knows better; what a person wrote is left as it is.

        List 6 and its like give the day on which everything began, so only a later one is better.
        """
        start, before = self._row.start_of(episode.plan), self._ended.get(episode.plan)
        if start is None or (start == episode.starts_on and episode.start_known):
            return None
        if (
            before is not None
            and before is not episode
            and before.ends_on is not None
            and start < before.ends_on
        ):
            return None
        if not episode.start_known:
            return start
        if episode.source.startswith(BY_HAND):
            return None
        is_its_own_list = episode.plan in _HIGHER and episode.source.startswith(self._file.source)
        if start > episode.starts_on or is_its_own_list:
            return start
        return None

    def _agreed_ends(self) -> Iterator[PutRight]:
        """Give the plans that a person ended and that the file, too, no longer has."""
        for plan, episode in self._ended.items():
            if (
                episode.by_hand
                and plan not in {*self._row.plans, *self._there}
                and self._says_over(episode)
            ):
                yield PutRight(episode, None, "", agrees=True)
