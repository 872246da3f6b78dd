"""The time for which nobody has pressed a key."""

from __future__ import annotations

from collections.abc import Callable

WARNING_SECONDS = 30


class IdleTimer:
    """Counts seconds since the last key or click, by a clock that goes on while the machine sleeps.

    It counts nothing until it is told after how many minutes it is over. While a session is held
    the time is longer: two people talk, and nobody types. `at_most` gives the minutes that a
    machine allows of those wanted.
    """

    def __init__(
        self, seconds: Callable[[], float], at_most: Callable[[int], int] = lambda minutes: minutes
    ) -> None:
        self._seconds = seconds
        self._at_most = at_most
        self._usual: int | None = None
        self._in_session = 0
        self._is_in_session = False
        self._was_warned = False
        self._touched = 0.0

    def lock_after(self, minutes: int) -> None:
        """Be over after so many idle minutes from now on."""
        self._usual, self._was_warned = self._at_most(minutes), False
        self._touched = self._seconds()

    def lock_in_session_after(self, minutes: int) -> None:
        """Be over after so many idle minutes while a session is held, where that is longer."""
        self._in_session = self._at_most(minutes)

    def session_begins(self) -> None:
        """Count the longer time from now on."""
        self._is_in_session = True
        self.touch()

    def session_ends(self) -> None:
        """Count the usual time from now on."""
        self._is_in_session = False
        self.touch()

    def stop(self) -> None:
        """Count no more."""
        self._usual = None

    @property
    def minutes_left(self) -> int | None:
        """Whole minutes until it is over, the last one counted as one; nothing where none runs."""
        if self._minutes is None:
            return None
        return max(0, -int(-(self._minutes * 60 - self._idle()) // 60))

    @property
    def _minutes(self) -> int | None:
        if self._usual is not None and self._is_in_session:
            return max(self._usual, self._in_session)
        return self._usual

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
