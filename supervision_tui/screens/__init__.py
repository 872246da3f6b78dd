"""One folder a mode or room; in it one class a screen that reads like its picture."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from textual.screen import Screen

_OF_MODES = {
    "today": ("today", "TodayScreen"),
    "schedule": ("schedule", "ScheduleScreen"),
    "review": ("review", "ReviewScreen"),
    "directions": ("directions", "DirectionsScreen"),
    "consultations": ("consultations", "ConsultationsScreen"),
    "training": ("training", "TrainingScreen"),
    "pressure": ("workload", "WorkloadScreen"),
    "oversight": ("oversight", "OversightScreen"),
}


def mode_screens() -> dict[str, Callable[[], Screen[Any]]]:
    """Give what makes the screen of each mode.

    Its code is read when the mode is first gone to, for a quick start.
    """
    return {mode: partial(_made, *where) for mode, where in _OF_MODES.items()}


def _made(module: str, name: str) -> Screen[Any]:
    screen: Screen[Any] = getattr(import_module(f".{module}.screen", __name__), name)()
    return screen
