"""One module a screen, one class in it that reads like its picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.screen import Screen


def mode_screens() -> dict[str, Callable[[], Screen[Any]]]:
    """The screen of each mode."""
    from .consultations import ConsultationsScreen
    from .directions import DirectionsScreen
    from .pressure import PressureScreen
    from .review import ReviewScreen
    from .schedule import ScheduleScreen
    from .today import TodayScreen
    from .training import TrainingScreen

    return {
        "today": TodayScreen,
        "schedule": ScheduleScreen,
        "review": ReviewScreen,
        "directions": DirectionsScreen,
        "consultations": ConsultationsScreen,
        "training": TrainingScreen,
        "pressure": PressureScreen,
    }
