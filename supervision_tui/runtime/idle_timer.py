"""How long nobody has pressed a key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

WARNING_SECONDS = 30


@dataclass
class IdleWatch:
    """Counts seconds since the last key or click, by a clock that goes on while the machine sleeps."""

    minutes: int
    seconds: Callable[[], float]
    was_warned: bool = False
    _touched: float = field(init=False)

    def __post_init__(self) -> None:
        self._touched = self.seconds()

    def touch(self) -> bool:
        """Somebody is there; returns whether they had been warned."""
        self._touched = self.seconds()
        was_warned, self.was_warned = self.was_warned, False
        return was_warned

    @property
    def is_over(self) -> bool:
        """Whether it is time to lock."""
        return self._idle() >= self.minutes * 60

    def must_warn(self) -> bool:
        """Whether the person should be told now that it will lock soon; true once."""
        if self.was_warned or self._idle() < self.minutes * 60 - WARNING_SECONDS:
            return False
        self.was_warned = True
        return True

    def _idle(self) -> float:
        return self.seconds() - self._touched
