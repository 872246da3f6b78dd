"""Caseload and supervision time as they stood on one day."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FitAt:
    """The state of one day: fit (`None` without any time), children, share past interval."""

    fit: float | None
    children: int
    past: float

    def words(self) -> str:
        """`fit 2.3, 21 children, 24 % past their interval`."""
        fit = "no time" if self.fit is None else f"{self.fit:.1f}"
        return (
            f"fit {fit}, {self.children} children, {int(self.past * 100 + 0.5)} % past their "
            f"interval"
        )
