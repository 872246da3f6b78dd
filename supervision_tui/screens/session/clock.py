"""The clock of a session: how long it has lasted, and how long each child was in hand."""

from __future__ import annotations

from supervision_tui.desk.supervision.draft import RecordDraft
from supervision_tui.system.clock import steady_seconds

_LONGEST_TICK = 5.0  # seconds: more between two ticks was a machine asleep


class SessionClock:
    """Counts seconds, and puts them into the draft once a minute, not more often."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._children: dict[str, float] = {}
        self._ticked = 0.0

    @property
    def minutes(self) -> int:
        """Whole minutes that the session has lasted."""
        return int(self.seconds) // 60

    def begin(self, draft: RecordDraft) -> None:
        """Go on from what the draft has counted."""
        self.seconds = float(draft.seconds)
        self._children = {ref: float(entry.seconds) for ref, entry in draft.children.items()}
        self._ticked = steady_seconds()

    def minutes_of(self, ref: str) -> int:
        """Whole minutes that a child was in hand."""
        return int(self._children.get(ref, 0.0)) // 60

    def tick(self, draft: RecordDraft, ref: str, *, is_before_one: bool) -> bool:
        """Count on, for the child in hand too; returns whether a minute has passed."""
        now = steady_seconds()
        passed, self._ticked = min(now - self._ticked, _LONGEST_TICK), now
        if not is_before_one:
            return False
        before, of_child = self.minutes, self.minutes_of(ref)
        self.seconds += passed
        self._children[ref] = self._children.get(ref, 0.0) + passed
        if ref in draft.children and self.minutes_of(ref) != of_child:
            draft.children[ref].seconds = int(self._children[ref])
        if self.minutes != before:
            draft.seconds = int(self.seconds)
        return self.minutes != before
