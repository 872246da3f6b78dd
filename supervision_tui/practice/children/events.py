"""Events of one child on record, and the clocks that they start and stop (practice facts, section
12).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date

from supervision_tui.practice import wording
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.vocabulary import EventOutcome, PlacementKind, SeenHow

PLAN_START = "plan-start"
DISCUSSED = "discussed"
REFERRAL = "referral"
BY_HAND = "by hand"
"""With these words the source of an event begins that a person put on record."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source that can tell of an event: its name, and the last day on which it was read."""

    name: str
    until: date

    def could_tell(self, due: date) -> bool:
        """Tell whether it was read after a day, so that it could tell what was done by then."""
        return due < self.until


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """Something that happened to a child: the policy's event, the day, where it was read.

    `read_in` names the file, or who put it on record by hand. `put_off_to` is the day to which it
    was put off. Of what was not held, `on` is the day on which that was said.
    """

    event: str
    on: date
    read_in: str = ""
    by_hand: bool = False
    how: SeenHow | None = None
    outcome: EventOutcome | None = None
    put_off_to: date | None = None

    @property
    def starts_clocks(self) -> bool:
        """Tell whether it took place, and what follows from it is to be done."""
        return self.outcome is None and self.how is not SeenHow.NOT_SEEN

    @property
    def tells_by_hand(self) -> bool:
        """Tell whether a person said that it was held, or not: so it is known of this child."""
        return self.by_hand and (self.starts_clocks or self.outcome is EventOutcome.NOT_HELD)

    @property
    def stops_clocks(self) -> bool:
        """Tell whether what was due is done with: held, or found unnecessary."""
        is_done = self.outcome in (None, EventOutcome.NOT_NEEDED, EventOutcome.NO_FURTHER_ACTION)
        return is_done and self.how is not SeenHow.NOT_SEEN


@dataclass(frozen=True, slots=True)
class AgreedVisits:
    """Visits due at other intervals than the rule, from one day to another, with the reason.

    Either a kind of placement as the regulations name it, or `amount` and `unit` (d, wd, w, m) that
    a plan asks for.
    """

    starts: date
    ends: date | None
    reason: str
    placement: PlacementKind | None = None
    amount: int = 0
    unit: str = ""

    def holds(self, on: date) -> bool:
        """Tell whether it holds on a day, its last one counted."""
        return self.starts <= on and (self.ends is None or on <= self.ends)


@dataclass(frozen=True, slots=True)
class ChildOnRecord:
    """A child on one day, as far as the rules ask.

    `statuses` maps each plan that the child has at once to its start, where that is known, the one
    that is named first first. `tells` maps events to the source that could have told of them: a
    column of a file, up to the day on which one was last read. `kept_since` maps events to the day
    from which on they were put on record by hand in this vault.
    """

    statuses: Mapping[str, date | None]
    events: Sequence[RecordedEvent] = ()
    born: date | None = None
    known_since: date | None = None
    tells: Mapping[str, Source] = field(default_factory=dict)
    kept_since: Mapping[str, date] = field(default_factory=dict)
    visits: Sequence[AgreedVisits] = ()
    plans_read_in: Mapping[str, str] = field(default_factory=dict)


class Timeline:
    """The events of one child, so that each can be asked for when it was last held.

    Of one event on one day what a person wrote counts before what a file says.
    """

    def __init__(self, child: ChildOnRecord, policy: Policy) -> None:
        self._child, self._policy = child, policy
        self._by_event: dict[str, list[RecordedEvent]] = {}
        self._last: dict[str, RecordedEvent | None] = {}
        for each in child.events:
            rule = policy.events.get(each.event)
            counted_as = each.event
            if rule is not None:
                counted_as = rule.same_as or each.event
            self._by_event.setdefault(counted_as, []).append(each)
        for there in self._by_event.values():
            by_hand = {each.on for each in there if each.by_hand}
            if by_hand:
                there[:] = [each for each in there if each.by_hand or each.on not in by_hand]
            there.sort(key=lambda each: each.on)
        for code, there in self._by_event.items():
            first = self._first_day_of(code)
            if first is not None and there[0].on < first:
                self._by_event[code] = [each for each in there if each.on >= first]

    @property
    def codes(self) -> Set[str]:
        """The events of which anything is on record."""
        return self._by_event.keys()

    def of(self, event: str) -> Sequence[RecordedEvent]:
        """Give all of one event, the oldest first, but for those of an earlier plan of its kind."""
        return self._by_event.get(event, [])

    def last_held(self, events: Iterable[str]) -> RecordedEvent | None:
        """Find the latest of these events that starts a clock; of one day the first."""
        found: RecordedEvent | None = None
        for event in events:
            last = self._last_of(event)
            if last is not None and (found is None or last.on > found.on):
                found = last
        return found

    def _last_of(self, event: str) -> RecordedEvent | None:
        """Find the latest of one event that starts a clock, once: many rules ask for the same."""
        if event not in self._last:
            started = [each for each in self.of(event) if each.starts_clocks]
            self._last[event] = max(started, key=lambda each: each.on, default=None)
        return self._last[event]

    def held_since(self, events: Iterable[str], day: date) -> bool:
        """Tell whether one of these events took place on that day or after it."""
        last = self.last_held(events)
        return last is not None and last.on >= day

    def stopped_since(self, event: str, day: date) -> bool:
        """Tell whether an event, held or found unnecessary, lies on that day or after it."""
        return any(each.on >= day and each.stops_clocks for each in self.of(event))

    def put_off(self, event: str, day: date) -> RecordedEvent | None:
        """Find the last word that an event was put off, said on that day or after it."""
        said = (each for each in self.of(event) if each.put_off_to is not None and each.on >= day)
        return max(said, key=lambda each: each.on, default=None)

    def days_held(self, event: str, since: date | None) -> list[RecordedEvent]:
        """Give one event of each day on which it was held, from a day on, the oldest first."""
        by_day = {each.on: each for each in self.of(event) if each.starts_clocks}
        return [each for on, each in by_day.items() if since is None or on >= since]

    def _first_day_of(self, event: str) -> date | None:
        """Find the start of the plan within which an event happens.

        Nothing where it is of none, or not known.
        """
        rule = self._policy.events.get(event)
        if rule is None or not rule.plans:
            return None
        starts = [self._child.statuses[plan] for plan in rule.plans if plan in self._child.statuses]
        known = [start for start in starts if start is not None]
        if known and len(known) == len(starts):
            return min(known)
        return None


def in_words(event: RecordedEvent, policy: Policy, today: date) -> str:
    """Say an event in a line: `core group held Thu 5 Nov`, `initial conference not needed`."""
    what = event_words(event.event, policy)
    on = wording.day(event.on, today=today)
    if event.outcome is EventOutcome.PUT_OFF and event.put_off_to is not None:
        return f"{what} put off on {on} to {wording.day(event.put_off_to, today=today)}"
    if event.outcome is EventOutcome.NOT_HELD:
        return f"{what} not held by {on}"
    if event.outcome is not None:
        return f"{what} {on}: {event.outcome}"
    if event.how is not None:
        return f"{what} {on}, {event.how}"
    return f"{what} {on}"


def event_words(code: str, policy: Policy) -> str:
    """Name an event by itself: `core group`, not `last core group`."""
    rule = policy.events.get(code)
    if rule:
        return rule.words.removeprefix("last ")
    return code
