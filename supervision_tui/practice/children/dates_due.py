"""Dates due for a child: what follows from the events on record, and whether it could be known that
it was done.

A date is late only where some source could have told that it was done: a column of the file from
which the child came, an event of that kind once put on record by hand, or the policy, which says
that it is kept here. Else it is not known here, and counts nowhere (practice facts, sections 5 and
12).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from supervision_tui.practice import wording
from supervision_tui.practice.days.spans import add_months, shift, span_words
from supervision_tui.practice.days.working_days import Counting, WorkingDays
from supervision_tui.practice.policy.policy import Policy, ShownRule
from supervision_tui.practice.policy.rules import TimescaleRule
from supervision_tui.practice.vocabulary import DateState, EventOutcome, SeenHow

from .events import (
    BY_HAND,
    DISCUSSED,
    PLAN_START,
    ChildOnRecord,
    RecordedEvent,
    Timeline,
    event_words,
)

LONGEST_PREGNANCY_DAYS = 300  # a birth that is expected lies no farther ahead
NEARLY_A_YEAR = 300  # days: two days so far apart may have the same words
_APART_DAYS = 14  # two reviews are never closer: a day was put right
_OF_THIS_PLAN_DAYS = 90  # what lies longer before the start of a plan belongs to an earlier one


@dataclass(frozen=True, slots=True)
class DateDue:
    """A date due for a child: the row of the catalogue, its words, the day, how it stands, and why.

    `due` is the breach date. `event` names in words what it counts from, `counted_from` the day of
    that, `read_in` where that was read. `held_event` is what is put on record when it was done.
    `instead` says what other interval than the rule's holds, or what it was taken for.
    """

    code: str
    words: str
    do: str
    due: date
    state: DateState
    days_late: int
    event: str
    event_code: str
    counted_from: date
    read_in: str
    span: str
    source: str
    held_event: str
    instead: str = ""
    is_review: bool = False
    is_length: bool = False
    days: WorkingDays = field(default_factory=WorkingDays, repr=False, compare=False)

    @property
    def practical(self) -> date:
        """The last working day that is not after the breach date."""
        return self.days.on_or_before(self.due)

    @property
    def is_late(self) -> bool:
        """Tell whether its day has gone by and it could be known that it was done."""
        return self.state is DateState.LATE

    @property
    def is_known(self) -> bool:
        """Tell whether it counts: it is late, or still to come."""
        return self.state is not DateState.NOT_KNOWN_HERE

    def because(self, today: date) -> str:
        """Say what it is counted from: `10 working days after the last visit of Mon 2 Mar`."""
        is_a_year = (self.due - self.counted_from).days > NEARLY_A_YEAR
        if is_a_year:
            on = wording.full_day(self.counted_from)
        else:
            on = wording.day(self.counted_from, today=today)
        read_in = f"; {_read_in_words(self.read_in)}" if self.read_in else ""
        instead = f"; {self.instead}" if self.instead else ""
        return f"{self.span} after {_with_article(self.event)} {on}{read_in}{instead}"

    def says(self, today: date) -> str:
        """Say how it stands, and why, in a sentence."""
        due = wording.day(self.due, today=today)
        if self.state is DateState.LATE:
            how = f"{self.words} was due {due}, {wording.count(self.days_late, 'day')} ago"
        elif self.state is DateState.NOT_KNOWN_HERE:
            what = "what was decided" if self.is_length else "whether it was held"
            how = f"{self.words} would have been due {due}; {what} is not known here"
        else:
            how = f"{self.words} is due {due}"
        return f"{how[0].upper()}{how[1:]}: {self.because(today)}."


def dates_due(
    child: ChildOnRecord, on: date, policy: Policy, *, up_to: date = date.max
) -> list[DateDue]:
    """List what is due for a child on that day, soonest first, by every plan it has at once.

    Nothing that is due after the day `up_to`.
    """
    return _Clocks(child, on, policy).dates(policy.timescales_of(child.statuses), up_to)


def visits_due(child: ChildOnRecord, on: date, policy: Policy) -> list[DateDue]:
    """List the visits among what is due for a child on that day, soonest first."""
    shown = policy.timescales_of(child.statuses)
    visits = [each for each in shown if policy.events[each.rule.held_event].is_visit]
    return _Clocks(child, on, policy).dates(visits)


def held_words(code: str, policy: Policy) -> str:
    """Name what was held once a date due of that code is done: `core group`.

    Empty where the code is none.
    """
    rule = policy.timescales.get(code)
    if rule:
        return event_words(rule.held_event, policy)
    return ""


def comes_again(event: str, policy: Policy) -> bool:
    """Tell whether an event starts the clock of the next of its kind: visit, review, core group."""
    return any(
        rule.held_event == event and event in rule.starts for rule in policy.timescales.values()
    )


def is_the_thing_itself(code: str, text: str, policy: Policy) -> bool:
    """Tell whether a direction is to do what is due: its text still begins so."""
    rule = policy.timescales.get(code)
    return rule is not None and text.casefold().startswith((rule.do or rule.words).casefold())


def _read_in_words(read_in: str) -> str:
    """Say where it was read; what a person wrote down was read nowhere."""
    if read_in.startswith(BY_HAND):
        return read_in
    return f"from {read_in}"


def _with_article(event: str) -> str:
    if event.startswith("becoming "):
        return f"{event} on"
    return f"the {event} of"


@dataclass(frozen=True, slots=True)
class _Trigger:
    """The start of a clock: the event, its day, where it was read, and what else to say."""

    event: str
    on: date
    read_in: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class _Falls:
    """The day on which a row of the catalogue falls due, after how long, and what else to say."""

    shown: ShownRule
    trigger: _Trigger
    on: date
    span: str
    instead: str
    put_off: str

    @property
    def code(self) -> str:
        """The code of the row."""
        return self.shown.rule.code


class _Clocks:
    """The rows of the catalogue, held against one child."""

    def __init__(self, child: ChildOnRecord, on: date, policy: Policy) -> None:
        self._child, self._on, self._policy = child, on, policy
        self._events = Timeline(child, policy)

    def dates(self, rows: Iterable[ShownRule], up_to: date = date.max) -> list[DateDue]:
        found: dict[str, _Falls] = {}
        there = self._events.codes | {PLAN_START}
        for shown in rows:
            if shown.triggers.isdisjoint(there) or not self._fits_placement(shown.rule):
                continue
            trigger = self._open_trigger(shown.rule)
            falls = self._falls(shown, trigger) if trigger is not None else None
            if falls is not None:
                found[falls.code] = falls
        instead = {each.shown.rule.instead_of for each in found.values()}
        due = [each for code, each in found.items() if code not in instead]
        times = Counter(each.shown.rule.words for each in due)
        near = [each for each in due if each.on <= up_to]
        near.sort(key=lambda each: (each.on, each.code))
        return [self._date_due(each, times) for each in near]

    def _words(self, rule: TimescaleRule, times: Mapping[str, int]) -> str:
        """Name what is due; with its plan where two dates share the words: `visit, CP`."""
        theirs = [plan for plan in rule.plans if plan in self._child.statuses]
        if times[rule.words] > 1 and theirs:
            return f"{rule.words}, {self._policy.plans_shown(theirs[:1])}"
        return rule.words

    # Which rows

    def _fits_age(self, rule: TimescaleRule, due: date) -> bool:
        """Tell whether a row is for a child of the age that the child has when it is due."""
        if rule.under_age is None and rule.from_age is None:
            return True
        born = self._child.born
        if born is None:
            return rule.from_age is not None
        birthday = add_months(born, 12 * (rule.under_age or rule.from_age or 0))
        if rule.under_age is not None:
            return due < birthday
        return due >= birthday

    def _fits_placement(self, rule: TimescaleRule) -> bool:
        """Tell whether a row for a kind of placement, or its later years, is the one that holds."""
        if rule.placement and not self._is_placed(rule):
            return False
        if not rule.from_month:
            return True
        began, last = self._last((rule.counted_from,), rule), self._last(rule.starts, rule)
        return (
            began is not None
            and last is not None
            and last.on >= add_months(began.on, rule.from_month)
        )

    def _is_placed(self, rule: TimescaleRule) -> bool:
        """Tell whether the child is placed as the row says.

        What was said of an earlier time in care does not count.
        """
        begun = self._plan_start(rule)
        return any(
            each.placement == rule.placement
            and each.holds(self._on)
            and (begun is None or each.starts >= begun.on)
            for each in self._child.visits
        )

    # What started the clock

    def _open_trigger(self, rule: TimescaleRule) -> _Trigger | None:
        """Find what last started the clock, unless what was due has been done since."""
        trigger = self._nth(rule) if rule.nth else self._last(rule.starts, rule)
        if trigger is None or self._is_of_earlier_plan(rule, trigger):
            trigger = self._otherwise(rule)
        if trigger is not None and self._is_done(rule, trigger):
            trigger = self._begun_since(rule)
        return trigger

    def _begun_since(self, rule: TimescaleRule) -> _Trigger | None:
        """Find the start of a plan begun after what was due before it: a second assessment."""
        if rule.nth or PLAN_START not in rule.otherwise_after:
            return None
        begun = self._plan_start(rule)
        if begun is None or self._is_done(rule, begun):
            return None
        return replace(begun, says=self._says_missing(rule))

    def _is_done(self, rule: TimescaleRule, trigger: _Trigger) -> bool:
        """Tell whether what was due has been done since, or what comes in its place.

        Or it was found unnecessary.
        """
        if rule.nth:
            return self._events.held_since((rule.after,), _day_after(trigger.on))
        if rule.held_event not in rule.starts and self._events.stopped_since(
            rule.held_event, trigger.on
        ):
            return True
        return self._events.held_since(rule.done_by, trigger.on)

    def _is_of_earlier_plan(self, rule: TimescaleRule, trigger: _Trigger) -> bool:
        """Tell whether a clock was started so early that its event is of an earlier plan."""
        if PLAN_START not in rule.otherwise_after:
            return False
        begun = self._plan_start(rule)
        return begun is not None and (begun.on - trigger.on).days > _OF_THIS_PLAN_DAYS

    def _last(self, events: Iterable[str], rule: TimescaleRule) -> _Trigger | None:
        """Find the latest of these events, the start of the rule's own plan among them."""
        wanted = tuple(events)
        held = self._events.last_held(wanted)
        if held is not None and self._lies_before(rule.since, held.on):
            held = None
        found = _Trigger(held.event, held.on, held.read_in) if held else None
        if PLAN_START in wanted and (begun := self._plan_start(rule)) is not None:
            if found is None or begun.on > found.on:
                return begun
            return found
        return found

    def _lies_before(self, event: str, on: date) -> bool:
        """Tell whether a day lies before the last of an event: a visit in an earlier placement."""
        began = self._events.last_held((event,)) if event else None
        return began is not None and on < began.on

    def _otherwise(self, rule: TimescaleRule) -> _Trigger | None:
        """Find the first of the events that stand in for one that is not on record, and say so."""
        for event in rule.otherwise_after:
            found = self._last((event,), rule)
            if found is not None:
                return replace(found, says=self._says_missing(rule))
        return None

    def _says_missing(self, rule: TimescaleRule) -> str:
        return (
            f"no {self._policy.events[rule.after].words.removeprefix('last ')} is on record "
            f"for this plan"
        )

    def _plan_start(self, rule: TimescaleRule) -> _Trigger | None:
        theirs = [plan for plan in self._child.statuses if plan in rule.plans]
        starts = [
            (start, plan) for plan in theirs if (start := self._child.statuses[plan]) is not None
        ]
        if not starts:
            return None
        start, plan = max(starts)
        return _Trigger(PLAN_START, start, self._child.plans_read_in.get(plan, ""))

    def _nth(self, rule: TimescaleRule) -> _Trigger | None:
        """Find the last review, where it is the first or a later one, as the row asks.

        Where only one is on record, it is the first if it lies close enough to the start; the
        reason says so.
        """
        first_rule = self._policy.timescales.get(rule.first_by)
        start = self._last(first_rule.starts, first_rule) if first_rule else None
        if start is None and first_rule is not None:
            start = self._otherwise(first_rule)
        since = start.on if start else None
        held = self._events.days_held(rule.after, since)
        if not held:
            return None
        last = held[-1]
        is_first, says = self._is_first(_each_once(held), start, first_rule)
        if is_first is not (rule.nth == "first"):
            return None
        return _Trigger(last.event, last.on, last.read_in, says)

    def _is_first(
        self, held: list[RecordedEvent], start: _Trigger | None, first_rule: TimescaleRule | None
    ) -> tuple[bool, str]:
        """Tell whether the last of those held is the first there was, and what it was taken for."""
        if len(held) > 1:
            return False, ""
        named = self._policy.events.get(held[0].event)
        if named is not None and named.same_as:
            return True, ""
        if start is None or first_rule is None:
            return False, "taken for a later review: the start is not on record"
        days = self._policy.days
        try:
            latest = due_by_catalogue(first_rule, start.on, days)
            latest = days.add(latest, self._policy.children.first_review_tolerance_working_days)
        except OverflowError:  # a day that stands for “no end”
            latest = date.max
        if held[0].on <= latest:
            return True, "taken for the first review"
        return False, "taken for a later review: it lies too long after the start to be the first"

    # The day, and how it stands

    def _falls(self, shown: ShownRule, trigger: _Trigger) -> _Falls | None:
        """Find the day; nothing where the calendar ends first, as after “no end”."""
        rule, days = shown.rule, self._policy.days
        try:
            due = due_by_catalogue(rule, trigger.on, days)
            if not self._fits_age(rule, due):
                return None
            span, instead = span_words(rule.amount, rule.unit), trigger.says
            agreed = self._agreed(rule, trigger, due)
        except (OverflowError, ValueError):
            return None
        if agreed is not None:
            due, span, instead = agreed
        due, put_off = self._put_off(rule, trigger, due)
        return _Falls(shown, trigger, due, span, instead, put_off)

    def _date_due(self, falls: _Falls, times: Mapping[str, int]) -> DateDue:
        """Make the date: how it stands, and why."""
        rule, trigger, days = falls.shown.rule, falls.trigger, self._policy.days
        state = self._state(rule, falls.on)
        missed, last_read = self._missed_since(rule, trigger), self._last_read(rule, state)
        days_late = 0
        if state is DateState.LATE:
            days_late = (self._on - falls.on).days
        return DateDue(
            code=rule.code,
            words=self._words(rule, times),
            do=rule.do or rule.words,
            due=falls.on,
            state=state,
            days_late=days_late,
            event=self._policy.events[trigger.event].words,
            event_code=trigger.event,
            counted_from=trigger.on,
            read_in=trigger.read_in,
            span=falls.span,
            source=falls.shown.source,
            held_event=rule.held_event,
            instead=_joined(falls.instead, falls.put_off, missed, last_read),
            is_review=rule.is_review,
            is_length=rule.is_length,
            days=days,
        )

    def _put_off(self, rule: TimescaleRule, trigger: _Trigger, due: date) -> tuple[date, str]:
        """Find the day to which it was put off.

        One that was late by then, and known to be, stays late.
        """
        said = self._events.put_off(rule.held_event, trigger.on)
        if said is None or said.put_off_to is None or said.put_off_to <= due:
            return due, ""
        if said.on > due and self._could_be_known(rule, due):
            return (
                due,
                f"put off to {wording.full_day(said.put_off_to)} ({said.read_in or 'on record'})",
            )
        return (
            said.put_off_to,
            f"put off from {wording.full_day(due)} ({said.read_in or 'on record'})",
        )

    def _last_read(self, rule: TimescaleRule, state: DateState) -> str:
        """Say where a file could tell, but not of that day: it was read too early."""
        source = self._child.tells.get(rule.held_event)
        if state is not DateState.NOT_KNOWN_HERE or source is None or rule.kept_here is not None:
            return ""
        return f"the last file that could tell is of {wording.full_day(source.until)}"

    def _agreed(
        self, rule: TimescaleRule, trigger: _Trigger, due: date
    ) -> tuple[date, str, str] | None:
        """Find the agreed day of a visit, where one is asked for oftener than by the rule."""
        event = self._policy.events[rule.held_event]
        if not event.is_visit:
            return None
        agreed = [
            (max(shift(trigger.on, each.amount, each.unit, self._policy.days), each.starts), each)
            for each in self._child.visits
            if each.amount and each.holds(self._on)
        ]
        earlier = min(
            (each for each in agreed if each[0] < due), key=lambda each: each[0], default=None
        )
        if earlier is None:
            return None
        on, visits = earlier
        until = f" until {wording.full_day(visits.ends)}" if visits.ends else ""
        return on, span_words(visits.amount, visits.unit), f"agreed{until}: {visits.reason}"

    def _missed_since(self, rule: TimescaleRule, trigger: _Trigger) -> str:
        """Say when the child was last not seen, or what is due not held: neither stops a clock."""
        since = [each for each in self._events.of(rule.held_event) if each.on >= trigger.on]
        not_seen = [each.on for each in since if each.how is SeenHow.NOT_SEEN]
        not_held = [each.on for each in since if each.outcome is EventOutcome.NOT_HELD]
        unseen = ""
        if not_seen:
            unseen = f"not seen at the visit of {wording.full_day(max(not_seen))}"
        unheld = ""
        if not_held:
            unheld = f"not held by {wording.full_day(max(not_held))}"
        return _joined(unseen, unheld)

    def _state(self, rule: TimescaleRule, due: date) -> DateState:
        if due >= self._on:
            return DateState.DUE
        if self._could_be_known(rule, due):
            return DateState.LATE
        return DateState.NOT_KNOWN_HERE

    def _could_be_known(self, rule: TimescaleRule, due: date) -> bool:
        """Tell whether some source could have told that what was due on that day was done.

        What ends a clock besides, as a conference ends that of the core group before it, tells
        nothing of the thing itself. Of a discussion in supervision the app knows from the day on
        which the child came here.
        """
        if rule.kept_here is not None:
            return rule.kept_here
        child = self._child
        if DISCUSSED in rule.done_by and child.known_since is not None and due >= child.known_since:
            return True
        return self._could_be_told(rule.held_event, due)

    def _could_be_told(self, event: str, due: date) -> bool:
        """Tell whether a file has an event's column, or a person recorded it by then."""
        child = self._child
        source = child.tells.get(event)
        if source is not None and source.could_tell(due):
            return True
        if any(each.tells_by_hand for each in self._events.of(event)):
            return True
        since = child.kept_since.get(event)
        return since is not None and due >= since


def _each_once(held: list[RecordedEvent]) -> list[RecordedEvent]:
    """Take two that lie within days of each other for one whose day was put right."""
    found: list[RecordedEvent] = []
    for each in held:
        if found and (each.on - found[-1].on).days < _APART_DAYS:
            found.pop()
        found.append(each)
    return found


def _day_after(on: date) -> date:
    return date.fromordinal(min(on.toordinal() + 1, date.max.toordinal()))


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def due_by_catalogue(
    rule: TimescaleRule, trigger: date, days: WorkingDays, counting: Counting | None = None
) -> date:
    """Work out when a row of the catalogue falls due after its trigger date."""
    return shift(trigger, rule.amount, rule.unit, days, counting)
