"""Counts that add up, and the values between which a reader can place each."""

from __future__ import annotations

from dataclasses import dataclass

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sum:
    """A count that is made up of others, by their keys."""

    total: str
    parts: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """All counts that take part, the parts first."""
        return (*self.parts, self.total)
