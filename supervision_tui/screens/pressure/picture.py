"""What the pictures of pressure share: each is drawn as lines beside labels, and reads as words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from supervision_tui.desk.pressure import WorkerPressure
from supervision_tui.desk.today import standing_words
from supervision_tui.widgets.facts import Fact
from supervision_tui.widgets.tones import tone_of

if TYPE_CHECKING:
    from .screen import PressureScreen

LABEL = 10


class Picture:
    """One picture: its name, whether it is of one worker or of the team, and whether it needs a year of weeks."""

    NAME: ClassVar[str]
    IS_OF_WORKER: ClassVar[bool] = False
    WANTS_TREND: ClassVar[bool] = False

    def __init__(self, screen: PressureScreen) -> None:
        self.screen = screen

    @property
    def today(self) -> date:
        """The day on which it is looked at."""
        return self.screen.desk_app.today

    def name_of(self, name: str) -> str:
        """A worker's name as it may be shown."""
        return self.screen.name_of(name)

    def facts(self, each: WorkerPressure, room: int) -> list[Fact]:
        """The picture in lines, for the worker at the cursor, in so many cells."""
        raise NotImplementedError


def standing_cell(each: WorkerPressure, on: date) -> tuple[str, str]:
    """The standing in words, and its tone."""
    words, urgency = standing_words(each, on)
    return words, tone_of(urgency)
