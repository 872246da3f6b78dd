"""The one place where the clock is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """Today and now; `as_of` stands in for today where a person asked for it, `fixed` for now in pictures."""

    as_of: date | None = None
    fixed: datetime | None = None

    def today(self) -> date:
        """The day on which the app looks at the records."""
        return self.as_of or (self.fixed or datetime.now().astimezone()).date()

    def now(self) -> datetime:
        """This instant, in UTC; on the day that stands in for today, where there is one."""
        now = self.fixed or datetime.now(UTC)
        return datetime.combine(self.as_of, now.timetz()) if self.as_of else now
