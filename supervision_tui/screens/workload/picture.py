"""The common part of Workload's pictures: each is drawn as lines beside labels, and reads as
words.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from supervision_tui.desk.workload.charts import Trend
from supervision_tui.desk.workload.responses import HelpedView
from supervision_tui.desk.workload.statuses import WorkerWorkload, WorkloadView, status_words
from supervision_tui.practice.workload.measured_minutes import MeasuredMinutes
from supervision_tui.widgets.desk_screen import DeskScreen
from supervision_tui.widgets.labelled_text import Label
from supervision_tui.widgets.text_styles import tone_of

LABEL = 10


@dataclass(slots=True)
class WorkloadShown:
    """The answers of the desk so far, and whether sources are shown beside the numbers.

    `own_minutes` are those that the service's own clock has measured, by plan.
    """

    view: WorkloadView | None = None
    helped: HelpedView | None = None
    trends: dict[int | None, Trend] = field(default_factory=dict)  # by worker; nothing: of the team
    sources: bool = False
    own_minutes: Mapping[str, MeasuredMinutes] = field(default_factory=dict)
    has_help_beside: bool = False  # what helps stands in a pane of its own


class Picture(ABC):
    """One picture: its name, whether of one worker or the team, whether it needs a year."""

    NAME: ClassVar[str]
    IS_OF_WORKER: ClassVar[bool] = False
    WANTS_TREND: ClassVar[bool] = False

    def __init__(self, screen: DeskScreen, shown: WorkloadShown) -> None:
        self.screen = screen
        self.shown = shown

    @property
    def today(self) -> date:
        """The day on which it is looked at."""
        return self.screen.running.vault.today

    def name_of(self, name: str) -> str:
        """A worker's name as it may be shown."""
        return self.screen.name_of(name)

    @abstractmethod
    def facts(self, each: WorkerWorkload, room: int) -> list[Label]:
        """The picture in lines, for the worker at the cursor, in so many cells."""


def status_cell(each: WorkerWorkload, on: date) -> tuple[str, str]:
    """The status in words, and its tone."""
    words, urgency = status_words(each, on)
    return words, tone_of(urgency)
