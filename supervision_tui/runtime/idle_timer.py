"""The time for which nobody has pressed a key."""

from __future__ import annotations

from collections.abc import Callable

WARNING_SECONDS = 30


class IdleTimer:
    """Counts seconds since the last key or click, by a clock that goes on while the machine sleeps.

    It counts nothing until it is told after how many minutes it is over.
    """

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._minutes: int | None = None
        self._was_warned = False
        self._touched = 0.0

    def lock_after(self, minutes: int) -> None:
        """Be over after so many idle minutes from now on."""
        self._minutes, self._was_warned, self._touched = minutes, False, self._seconds()

    def stop(self) -> None:
        """Count no more."""
        self._minutes = None

    def touch(self) -> bool:
        """Somebody is there; returns whether they had been warned."""
        self._touched = self._seconds()
        was_warned, self._was_warned = self._was_warned, False
        return was_warned

    @property
    def is_over(self) -> bool:
        """Tell whether it is time to lock."""
        return self._minutes is not None and self._idle() >= self._minutes * 60

    def must_warn(self) -> bool:
        """Tell whether the person should be told now that it will lock soon; true once."""
        if (
            self._minutes is None
            or self._was_warned
            or self._idle() < self._minutes * 60 - WARNING_SECONDS
        ):
            return False
        self._was_warned = True
        return True

    def _idle(self) -> float:
        return self._seconds() - self._touched
