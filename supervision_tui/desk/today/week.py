"""The coming week: what its sheets are made of, for a worker, for the team, for the manager."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from supervision_tui.desk.directions.lines import DirectionLine, open_directions
from supervision_tui.desk.find import find_worker
from supervision_tui.desk.manager import the_manager
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.workers.people import everybody

from .today import today
from .view import TodayView

_DAYS = 7


@dataclass(frozen=True, slots=True)
class WeekView:
    """Seven days from today on: Today's view, open directions due by their end, and who is here.

    `people` are the names of everybody here with what stands in for each on a sheet that leaves.
    """

    first: date
    last: date
    view: TodayView
    directions: tuple[DirectionLine, ...]
    people: tuple[tuple[str, str], ...]
    manager: str

    def of_worker(self, worker: str) -> tuple[DirectionLine, ...]:
        """The directions for the children of a worker, or that are the worker's to do."""
        return tuple(each for each in self.directions if worker in (each.worker, each.owner))


def week_view(session: Session, moment: Moment) -> WeekView:
    """The seven days from today on."""
    last = moment.today + timedelta(days=_DAYS - 1)
    due = [each for each in open_directions(session, moment) if each.due <= last]
    return WeekView(
        first=moment.today,
        last=last,
        view=today(session, moment),
        directions=tuple(due),
        people=tuple(everybody(session)),
        manager=the_manager(session).name,
    )


def worker_of_sheet(session: Session, typed: str) -> str:
    """The name of the worker for whom a sheet is wanted. Raises `Refused`."""
    return find_worker(session, typed).name
