"""The forms that put on record that something was held: of one child or several, and one after another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from textual.screen import Screen

from supervision_tui.desk import events
from supervision_tui.desk.events import DateNotKnown, EventDraft, EventRecorded
from supervision_tui.desk.review import ReviewCard, review_card
from supervision_tui.practice import wording
from supervision_tui.practice.child_events import event_words
from supervision_tui.practice.terms import EventOutcome, SeenHow
from supervision_tui.practice.typed_events import offered_events, read_event_line
from supervision_tui.widgets.desk_screen import DeskApp
from supervision_tui.widgets.form import Field, FormSpec, Values

from .dialogs import about_whom, app_of, in_a_key, show_form

HELD = "held or made"
_HOW = (HELD, *SeenHow, *(each for each in EventOutcome if each.is_said))
_WHAT = "What (↓ offers), or all in one line: core group 5 nov"
_HINT = "5 nov, yesterday, fri"


async def record_event(screen: Screen[Any], refs: Sequence[str], code: str = "") -> None:
    """Put an event on record for these children; `code` is the date due at the mark, whose event is proposed."""
    app = app_of(screen)
    cards = [card for ref in refs if (card := await app.desk(review_card, ref)) is not None]
    if not cards:
        return
    policy = app.policy()
    plans = dict.fromkeys(plan for card in cards for plan in card.line.statuses)
    rule = policy.timescales.get(code)
    proposed = event_words(rule.held_event, policy) if rule else ""
    theirs = (each.held_event for card in cards for each in card.dates.all)
    codes = dict.fromkeys((*theirs, *offered_events(plans, policy)))
    offered = tuple(dict.fromkeys(event_words(each, policy) for each in codes))

    async def take(values: Values) -> list[EventRecorded]:
        return await app.ask_desk(events.record_event, _draft(tuple(refs), values))

    about = about_whom(refs)
    spec = FormSpec(
        f"{about} · it was held on …",
        (
            Field("event", _WHAT, proposed, words=offered, hint="core group 5 nov"),
            Field("day", "On which day", hint=_HINT),
            Field("how", "How, or what came of it", HELD, kind="one", words=_HOW),
            Field("put_off_to", "If it was put off: to which day", hint="12 dec"),
        ),
        says=_says(cards[0], app.today) if len(cards) == 1 else f"For {wording.listing(list(refs)[:8])}.",
        draft_key=f"event {in_a_key(refs)} {code}".strip(),
        save="put on record",
        enter_saves_when=_is_whole,
        begins_at="day" if proposed else "",
    )
    done = await show_form(screen, spec, take)
    if done:
        app.done(_told(done, about, app.today))


def _says(card: ReviewCard, today: date) -> str:
    due, not_known = card.dates.in_words(today), [each.words for each in card.dates.not_known]
    parts = [f"Dates due: {due}." if due else "", f"Not known here: {wording.listing(not_known)}." if not_known else ""]
    return " ".join(part for part in parts if part)


def _is_whole(values: Values) -> bool:
    """Whether event and day are both said, in one line or in two."""
    said = read_event_line(values["event"])
    has_day = values["day"].strip() or said.day or said.put_off_to or said.outcome
    return bool(said.event and has_day)


def _draft(refs: tuple[str, ...], values: Values) -> EventDraft:
    """The event as it is typed: what stands in one line counts where the other fields say nothing."""
    said = read_event_line(values["event"])
    chosen = values["how"]
    how = SeenHow(chosen) if chosen in set(SeenHow) else said.how
    outcome = EventOutcome(chosen) if chosen in set(EventOutcome) else said.outcome
    day = values["day"].strip() or said.day
    put_off_to = values["put_off_to"].strip() or said.put_off_to
    if put_off_to and outcome is None:
        outcome = EventOutcome.PUT_OFF
    return EventDraft(refs, said.event, day, how, outcome, put_off_to)


def _told(done: list[EventRecorded], about: str, today: date) -> str:
    """What was put on record, and what that changes."""
    by_ref = {each.ref: each for each in done}
    if len(by_ref) == 1:
        return done[0].says()
    late = sum("was due" in " ".join(each.changes) for each in by_ref.values())
    still = f" For {late} of them something is still late." if late else ""
    return f"{about}: put on record of {len(by_ref)}, {wording.day(done[0].on, today=today)}.{still}"


async def go_through_not_known(screen: Screen[Any]) -> None:
    """Ask of each date that is not known here when it was held; an empty day skips it, and going back ends it."""
    app = app_of(screen)
    waiting = await app.desk(events.dates_not_known)
    if not waiting:
        app.say("Every date due is known here.")
        return
    recorded = 0
    for number, each in enumerate(waiting, start=1):
        answer = await _ask_held(screen, app, each, f"{number} of {len(waiting)}")
        if answer is None:
            break
        recorded += answer
    if recorded == 1:
        app.done("1 event put on record.")
    elif recorded:
        app.say(f"{recorded} events put on record, each taken back by itself.")


async def _ask_held(screen: Screen[Any], app: DeskApp, each: DateNotKnown, place: str) -> int | None:
    """Ask of one date; returns how many events were put on record, nothing where a person went back."""

    async def take(values: Values) -> tuple[int]:
        if not values["day"].strip():
            return (0,)
        seen = values.get("how", HELD)
        how = SeenHow(seen) if seen in set(SeenHow) else None
        draft = EventDraft((each.ref,), each.date_due.held_event, values["day"], how)
        return (len(await app.ask_desk(events.record_event, draft)),)

    name = f" · {each.name}" if each.name and not app.names_blanked else ""
    spec = FormSpec(
        f"{each.ref}{name} · {place}",
        (
            Field("day", f"{each.date_due.words}: held on? (enter alone skips)", hint=_HINT),
            *((Field("how", "How", HELD, kind="choice", words=(HELD, *SeenHow)),) if each.is_visit else ()),
        ),
        says=each.date_due.says(app.today),
        save="go on",
        enter_saves_when=lambda _values: True,
        draft_key=f"held on {each.ref} {each.date_due.code}",
        passes=True,
    )
    answer: tuple[int] | None = await show_form(screen, spec, take)
    return answer[0] if answer else None
