"""The action tracker: every action that any audit requires, in one list, by whom, by when, and what
became of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain

from supervision_tui.practice import wording
from supervision_tui.practice.vocabulary import Urgency

from .lines import ActionLine, AuditLine

NO_THEME = "no theme"


@dataclass(frozen=True, slots=True)
class TrackedAction:
    """An action with the audit that requires it. `audit_id` and `place` name it."""

    audit_id: int
    place: int
    kind: str
    about: str
    child: str
    worker: str | None
    audited_on: date
    themes: tuple[str, ...]
    action: ActionLine

    @property
    def key(self) -> str:
        """Its name among all actions."""
        return f"{self.audit_id}.{self.place}"

    @property
    def evidence(self) -> str:
        """The words in which it was ended: what shows that it is done."""
        return self.action.outcome

    def state_on(self, on: date) -> str:
        """In a word: `done in time`, `done late`, `withdrawn`, `3 d late`, `open`."""
        action = self.action
        if action.is_done:
            return "done late" if self.is_late_done else "done in time"
        if not action.is_open:
            return "withdrawn"
        if action.is_late(on):
            return wording.late_by((on - action.due).days)
        return "open"

    def urgency_on(self, on: date) -> Urgency:
        """Tell how it asks for attention."""
        if self.action.is_late(on):
            return Urgency.LATE
        if self.action.is_open:
            return Urgency.PLAIN
        return Urgency.QUIET

    @property
    def is_late_done(self) -> bool:
        """Tell whether it was done after its day."""
        closed = self.action.closed_on
        return self.action.is_done and closed is not None and closed > self.action.due


@dataclass(frozen=True, slots=True)
class ActionCounts:
    """The number of actions required, and how many are done, in time, open and late.

    `theme` is the one that they are of, where they are of one.
    """

    theme: str
    required: int
    done: int
    in_time: int
    open: int
    late: int

    @property
    def withdrawn(self) -> int:
        """Those that were withdrawn: neither done nor open."""
        return self.required - self.done - self.open


def tracked_actions(audits: Iterable[AuditLine], on: date) -> list[TrackedAction]:
    """Every action of these audits: the late ones first, then the open, by the day."""
    found = [*chain.from_iterable(map(_of_audit, audits))]
    return sorted(
        found,
        key=lambda each: (
            not each.action.is_late(on),
            not each.action.is_open,
            each.action.due,
            each.key,
        ),
    )


def _of_audit(audit: AuditLine) -> list[TrackedAction]:
    return [_tracked(audit, place) for place in range(len(audit.actions))]


def _tracked(audit: AuditLine, place: int) -> TrackedAction:
    return TrackedAction(
        audit_id=audit.id,
        place=place,
        kind=str(audit.kind),
        about=audit.about,
        child=audit.child,
        worker=audit.worker,
        audited_on=audit.on,
        themes=audit.themes,
        action=audit.actions[place],
    )


def counts_of(actions: Collection[TrackedAction], on: date, theme: str = "") -> ActionCounts:
    """Count what became of actions, as on a day."""
    return ActionCounts(
        theme=theme,
        required=len(actions),
        done=sum(each.action.is_done for each in actions),
        in_time=sum(each.action.is_done and not each.is_late_done for each in actions),
        open=sum(each.action.is_open for each in actions),
        late=sum(each.action.is_late(on) for each in actions),
    )


def by_theme(actions: Iterable[TrackedAction], on: date) -> list[ActionCounts]:
    """Count what became of actions by the theme of their audits, the most required first.

    An action whose audit has several themes counts for each.
    """
    groups: dict[str, list[TrackedAction]] = {}
    for each in actions:
        for theme in each.themes or (NO_THEME,):
            groups.setdefault(theme, []).append(each)
    found = [counts_of(there, on, theme) for theme, there in groups.items()]
    return sorted(found, key=lambda each: (-each.required, each.theme))
