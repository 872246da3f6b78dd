"""Events as people type them: `core group 5 nov`, `visit yesterday not seen`, `conference not
needed 5 nov`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from supervision_tui.practice import wording
from supervision_tui.practice.days.typed_days import month_index, weekday_index
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.policy.rules import Event
from supervision_tui.practice.vocabulary import EventOutcome, Refusal, SeenHow

from .dates_due import comes_again
from .events import DISCUSSED, PLAN_START, event_words

NOT_BY_HAND = frozenset({PLAN_START, DISCUSSED})
"""A plan begins by a change of plan, and a discussion in supervision by a session."""
_END_OF_CODE = re.compile(r"-(?:held|made)$")
# How like a word that fits the child's plans must be, and any other one.
_NEAR, _VERY_NEAR = (0.6, 0.75)
_ASIDE = re.compile(r"^(?:the |a |last |next )+")
_BEFORE = re.compile(r"^(?:it was |there was |the |a )+")
_AFTER = re.compile(r"(?: (?:was|were|is|held|made|took place|on|done|the))+$")
_PUT_OFF = re.compile(r"\bput off(?: to| until| till)? (?P<day>.+)$")
_OUTCOMES: tuple[tuple[str, EventOutcome], ...] = (
    (r"\b(?:not needed|not necessary|unnecessary|not required)\b", EventOutcome.NOT_NEEDED),
    (r"\b(?:no further action|nfa)\b", EventOutcome.NO_FURTHER_ACTION),
    (r"\b(?:not held|not made|not done|did not take place|was not held)\b", EventOutcome.NOT_HELD),
)
_FOR_GOOD = (EventOutcome.NOT_NEEDED, EventOutcome.NO_FURTHER_ACTION)
_HOW: tuple[tuple[str, SeenHow], ...] = (
    (r"\b(?:not seen|no access|nobody in|unseen)\b", SeenHow.NOT_SEEN),
    (r"\b(?:seen alone|alone)\b", SeenHow.SEEN_ALONE),
    (r"\bseen\b", SeenHow.SEEN),
)


@dataclass(frozen=True, slots=True)
class TypedEvent:
    """The parts of an event said in one line; what was not said is empty.

    `day` is as it was typed.
    """

    event: str
    day: str = ""
    how: SeenHow | None = None
    outcome: EventOutcome | None = None
    put_off_to: str = ""


def read_event_line(line: str) -> TypedEvent:
    """Take a line apart: event, day, how a visit was made, outcome."""
    rest = " ".join(line.casefold().split())
    put_off_to, outcome, how = "", None, None
    if match := _PUT_OFF.search(rest):
        put_off_to, outcome, rest = (
            match["day"].strip(),
            EventOutcome.PUT_OFF,
            rest[: match.start()],
        )
    for pattern, meant in _OUTCOMES:
        if outcome is None and re.search(pattern, rest):
            outcome, rest = meant, re.sub(pattern, " ", rest)
    for pattern, seen in _HOW:
        if how is None and re.search(pattern, rest):
            how, rest = seen, re.sub(pattern, " ", rest)
    event, day = _split(" ".join(rest.replace(",", " ").split()))
    return TypedEvent(event, day, how, outcome, put_off_to)


def _split(text: str) -> tuple[str, str]:
    """Part the words of the event from those of the day, which begin with a number or a day."""
    words = text.split()
    for place, word in enumerate(words):
        is_month = month_index(word) is not None and words[place + 1 : place + 2] != []
        if place and (word[0].isdigit() or _is_day_word(word) or is_month):
            return " ".join(words[:place]), " ".join(words[place:])
    return text, ""


def _is_day_word(word: str) -> bool:
    return word in ("today", "yesterday", "tomorrow", "last") or weekday_index(word) is not None


def events_meant(
    typed: str, plans: Iterable[str], policy: Policy, outcome: EventOutcome | None = None
) -> tuple[str, ...] | Refusal:
    """Find the events that a name stands for, for a child with these plans at once.

    A code of an event or of a date due, or a name of it; a visit stands for every visit that these
    plans ask for. What comes again is not meant where the outcome ends it for good.
    """
    words = " ".join(typed.casefold().split())
    bare = _AFTER.sub("", _BEFORE.sub("", words))
    theirs = set(plans)
    found: tuple[str, ...] | Refusal = ()
    for name in (
        _ASIDE.sub("", each).replace(" ", "-").replace("_", "-") for each in (words, bare)
    ):
        found = found or _by_code(name, policy) or _by_name(name, theirs, policy, outcome)
    if not found or (isinstance(found, Refusal) and found.code == "unknown-event"):
        found = _by_date_due(bare, theirs, policy) or found
    if isinstance(found, Refusal):
        return found
    if not found:
        return _not_known(bare, theirs, policy)
    barred = [code for code in found if code in NOT_BY_HAND]
    if barred:
        what = event_words(barred[0], policy)
        says = (
            f"“{what}” is not put on record as an event: it comes from the change of plan, or "
            f"from a session."
        )
        return Refusal("unknown-event", says, field="event")
    return found


def _by_code(name: str, policy: Policy) -> tuple[str, ...]:
    if name in policy.events:
        return (name,)
    rule = policy.timescales.get(name)
    if rule:
        return (rule.held_event,)
    return ()


def _by_name(
    name: str, plans: set[str], policy: Policy, outcome: EventOutcome | None
) -> tuple[str, ...] | Refusal:
    named = [each for each in policy.events.values() if name in _names(each, policy)]
    if not named:
        return ()
    if outcome in _FOR_GOOD:
        named = [each for each in named if not comes_again(each.code, policy)] or named
    own = [each for each in named if not plans.isdisjoint(each.plans)]
    free = [each for each in named if not each.plans]
    there = own or free
    if not there and len(named) == 1:
        return (named[0].code,)
    if not there:
        words = wording.listing([event_words(each.code, policy) for each in named])
        have = policy.plans_shown([plan for plan in policy.plans if plan in plans])
        says = (
            f"“{name.replace('-', ' ')}” could be {words}; none of them fits a child who has "
            f"{have.rstrip('.')}."
        )
        return Refusal("unknown-event", says, field="event")
    if len(there) == 1 or all(each.is_visit for each in there):
        return tuple(each.code for each in there)
    words = wording.listing([event_words(each.code, policy) for each in there])
    says = f"“{name.replace('-', ' ')}” could be {words}. Which one?"
    return Refusal("ambiguous", says, tuple(each.code for each in there), field="event")


def _by_date_due(name: str, plans: set[str], policy: Policy) -> tuple[str, ...]:
    """Find the event that a date due asks for, by its words or by its last one."""
    rules = [shown.rule for shown in policy.timescales_of(plans)]
    same = {rule.held_event for rule in rules if rule.words.casefold() == name}
    own = [rule for rule in rules if not plans.isdisjoint(rule.plans)]
    alike = {rule.held_event for rule in own if rule.words.casefold().endswith(f" {name}")}
    every = {
        rule.held_event for rule in policy.timescales.values() if rule.words.casefold() == name
    }
    return next(
        (tuple(each) for each in (same, alike, every) if len(each) == 1 and each != {""}), ()
    )


def _names(event: Event, policy: Policy) -> Iterator[str]:
    yield from event.names
    yield event_words(event.code, policy).casefold().replace(" ", "-")


def _not_known(typed: str, plans: set[str], policy: Policy) -> Refusal:
    offered = offered_events(plans, policy)
    own = [code for code in offered if not plans.isdisjoint(policy.events[code].plans)]
    every = [code for code in policy.events if code not in NOT_BY_HAND]
    near = (
        _like(typed, own, policy, _NEAR)
        or _like(typed, offered, policy, _NEAR)
        or _like(typed, every, policy, _VERY_NEAR)
    )
    suggestions = near or tuple(event_words(code, policy) for code in offered[:5])
    hint = f" Did you mean {near[0]}?" if near else ""
    return Refusal(
        "unknown-event",
        f"There is no event “{typed.strip()[:40]}”.{hint}",
        suggestions,
        field="event",
    )


def _like(typed: str, codes: Iterable[str], policy: Policy, cutoff: float) -> tuple[str, ...]:
    """Find the events whose name or code is like what was typed, the likest first."""
    words: dict[str, str] = {}
    for code in codes:
        shown = event_words(code, policy)
        names = (shown.casefold(), _END_OF_CODE.sub("", code), *policy.events[code].names)
        words |= {name.replace("-", " "): shown for name in names}
    near = get_close_matches(typed.casefold(), words, n=3, cutoff=cutoff)
    return tuple(dict.fromkeys(words[name] for name in near))


def offered_events(plans: Iterable[str], policy: Policy) -> tuple[str, ...]:
    """The events to offer for a child with these plans: those that end a date due first."""
    theirs = tuple(plans)
    rules = [shown.rule for shown in policy.timescales_of(theirs)]
    shown = [rule.held_event for rule in rules]
    started = [rule.after for rule in rules]
    others = [
        each.code
        for each in policy.events.values()
        if not each.plans or not set(theirs).isdisjoint(each.plans)
    ]
    return tuple(
        code for code in dict.fromkeys((*shown, *started, *others)) if code not in NOT_BY_HAND
    )
