"""The forms that put on record that something was held: of one child or several, and one after
another.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import chain
from typing import Any

from textual.screen import Screen

from supervision_tui.desk.children import events
from supervision_tui.desk.children.events import DateAsked, EventDraft, EventRecorded
from supervision_tui.desk.children.review import ReviewCard, review_card
from supervision_tui.desk.moment import Refused, read_past_day
from supervision_tui.practice import wording
from supervision_tui.practice.children.events import event_words
from supervision_tui.practice.children.typed_events import offered_events, read_event_line
from supervision_tui.practice.vocabulary import EventOutcome, SeenHow
from supervision_tui.runtime.running import Running, running_of
from supervision_tui.screens.shared.forms import about_whom, in_a_key, show_form
from supervision_tui.widgets.form import Field, FormSpec, Values

HELD = "held or made"
_HOW = (HELD, *SeenHow, *(each for each in EventOutcome if each.is_said))
_WHAT = "What (↓ offers), or all in one line: core group 5 nov"
_MOST_NAMED = 8
_HINT = "5 nov, yesterday, fri"


async def record_event(screen: Screen[Any], refs: Sequence[str], code: str = "") -> None:
    """Put an event on record for these children.

    `code` is the date due at the mark, whose event is proposed.
    """
    running = running_of(screen)
    cards = [
        card for ref in refs if (card := await running.desk.try_run(review_card, ref)) is not None
    ]
    if not cards:
        return
    policy = running.vault.policy()
    plans = dict.fromkeys(chain.from_iterable(card.line.statuses for card in cards))
    rule = policy.timescales.get(code)
    proposed = event_words(rule.held_event, policy) if rule else ""
    theirs = (each.held_event for each in chain.from_iterable(card.dates.all for card in cards))
    codes = dict.fromkeys((*theirs, *offered_events(plans, policy)))
    offered = tuple(dict.fromkeys(event_words(each, policy) for each in codes))

    async def take(values: Values) -> list[EventRecorded]:
        return await _asked(running, _draft(tuple(refs), values), values)

    async def preview(values: Values) -> str:
        return _day_in_words(values, running)

    about = about_whom(screen, refs)
    if len(cards) == 1:
        says = _says(cards[0], running.vault.today)
    else:
        says = f"For {_named(refs)}."
    begins_at = "day" if proposed else ""
    spec = FormSpec(
        f"{about} · it was held on …",
        (
            Field("event", _WHAT, proposed, words=offered, hint="core group 5 nov"),
            Field("day", "On which day", hint=_HINT),
            Field("how", "How, or what came of it", HELD, kind="choice", words=_HOW),
            Field("put_off_to", "If it was put off: to which day", hint="12 dec"),
        ),
        says=says,
        draft_key=f"event {in_a_key(refs)} {code}".strip(),
        save="put on record",
        preview=preview,
        enter_saves_when=_is_whole,
        begins_at=begins_at,
    )
    done = await show_form(screen, spec, take)
    if done:
        running.notices.changed(_told(done, about, running.vault.today))


def _named(refs: Sequence[str]) -> str:
    more = len(refs) - _MOST_NAMED
    named = list(refs[:_MOST_NAMED])
    if more > 0:
        named.append(f"{more} more")
    return wording.listing(named)


async def _asked(running: Running, draft: EventDraft, values: Values) -> list[EventRecorded]:
    """Put it on record; what is refused of a part that stands in the line is shown at the line."""
    try:
        return await running.desk.run(events.record_event, draft)
    except Refused as why:
        is_in_line = why.field in ("day", "put_off_to", "how") and not _says_itself(
            values, why.field
        )
        field = "event" if is_in_line and values["event"].strip() else why.field
        raise Refused(str(why), why.suggestions, why.code, field=field, typed=why.typed) from None


def _says_itself(values: Values, field: str) -> bool:
    return values[field].strip() not in ("", HELD)


def _says(card: ReviewCard, today: date) -> str:
    due, not_known = card.dates.in_words(today), [each.words for each in card.dates.not_known]
    parts = []
    if due:
        parts.append(f"Dates due: {due}.")
    if not_known:
        parts.append(f"Not known here: {wording.listing(not_known)}.")
    return " ".join(part for part in parts if part)


def _day_in_words(values: Values, running: Running) -> str:
    """The day as it will be put on record, while it is typed; nothing while it is none."""
    day = values["day"].strip() or read_event_line(values["event"]).day
    if not day:
        return ""
    try:
        return wording.full_day(read_past_day(day, running.vault.moment()))
    except Refused:
        return ""


def _is_whole(values: Values) -> bool:
    """Tell whether event and day are both said, in one line or in two."""
    said = read_event_line(values["event"])
    has_day = values["day"].strip() or said.day or said.put_off_to or said.outcome
    return bool(said.event and has_day)


def _draft(refs: tuple[str, ...], values: Values) -> EventDraft:
    """The event as it is typed: what stands in one line counts where the other fields say nothing.

    Raises `Refused` where they say otherwise.
    """
    said = read_event_line(values["event"])
    chosen = "" if values["how"] == HELD else values["how"]
    chosen = _one_of("how", said.how or said.outcome or "", chosen)
    how = SeenHow(chosen) if chosen in set(SeenHow) else None
    outcome = EventOutcome(chosen) if chosen in set(EventOutcome) else None
    day = _one_of("day", said.day, values["day"].strip())
    put_off_to = _one_of("put_off_to", said.put_off_to, values["put_off_to"].strip())
    if put_off_to and outcome is None:
        outcome = EventOutcome.PUT_OFF
    return EventDraft(refs, said.event, day, how=how, outcome=outcome, put_off_to=put_off_to)


def _one_of(field: str, in_line: str, in_field: str) -> str:
    """Give what was said, in the line or in the field.

    Raises `Refused` where it was said in two ways.
    """
    if in_line and in_field and in_line.casefold() != in_field.casefold():
        raise Refused(
            f"The line says “{in_line}”, and the field below it “{in_field}”. Which is it?",
            field=field,
        )
    return in_field or in_line


def _told(done: list[EventRecorded], about: str, today: date) -> str:
    """Say what was put on record, and what that changes."""
    by_ref = {each.ref: each for each in done}
    if len(by_ref) == 1:
        return done[0].says()
    late = sum(each.is_late for each in by_ref.values())
    still = f" For {late} of them something is still late." if late else ""
    what = wording.listing(list(dict.fromkeys(each.words for each in done)))
    return f"{about}: {what}, put on record of {len(by_ref)}.{still}"


async def go_through_not_known(screen: Screen[Any], kind: str = "") -> None:
    """Ask of each date that is not known here when it was held, or of those of one kind.

    An empty day skips it, and going back ends it.
    """
    waiting = await running_of(screen).desk.try_run(events.dates_not_known)
    if waiting == []:
        running_of(screen).notices.refuse("Every date due is known here.")
    asked = [each for each in waiting or () if kind in ("", each.date_due.words)]
    await _go_through(screen, asked)


async def go_through_late(screen: Screen[Any], named: Sequence[tuple[str, str]]) -> None:
    """Ask of each of these dates due, by child and code, when it was held."""
    waiting = await running_of(screen).desk.try_run(events.dates_named, named)
    await _go_through(screen, waiting or [])


async def _go_through(screen: Screen[Any], waiting: Sequence[DateAsked]) -> None:
    running = running_of(screen)
    recorded, said = 0, ""
    for number, each in enumerate(waiting, start=1):
        done = await _ask_held(screen, running, each, f"{number} of {len(waiting)}", said)
        if done is None:
            break
        recorded, said = recorded + len(done), " ".join(one.says() for one in done)
    if recorded == 1:
        running.notices.changed("1 event put on record.")
    elif recorded:
        running.notices.say(f"{recorded} events put on record, each taken back by itself.")


async def _ask_held(
    screen: Screen[Any], running: Running, each: DateAsked, place: str, before: str
) -> tuple[EventRecorded, ...] | None:
    """Ask of one date; returns what was put on record, nothing where a person went back.

    `before` says what the answer before has changed.
    """
    event = each.date_due.held_event

    async def take(values: Values) -> tuple[EventRecorded, ...]:
        if not values["day"].strip():
            return ()
        said = read_event_line(f"{event} {values['day']}")
        chosen = values.get("how", HELD)
        chosen_how = "" if chosen == HELD else chosen
        seen = _one_of("how", said.how or "", chosen_how)
        how = SeenHow(seen) if seen else None
        what = event_words(event, running.vault.policy())
        draft = EventDraft(
            (each.ref,), what, said.day, how=how, outcome=said.outcome, put_off_to=said.put_off_to
        )
        return tuple(await running.desk.run(events.record_event, draft))

    name = f" · {each.name}" if each.name and not running.names.are_hidden else ""
    how: tuple[Field, ...] = ()
    if each.is_visit:
        how = (Field("how", "How", HELD, kind="choice", words=(HELD, *SeenHow)),)
    spec = FormSpec(
        f"{each.ref}{name} · {place}",
        (
            Field(
                "day",
                f"{each.date_due.words}: held on? (enter alone skips)",
                hint=f"{_HINT}, not held",
            ),
            *how,
        ),
        says="\n".join(filter(None, (before, each.date_due.says(running.vault.today)))),
        save="go on",
        enter_saves_when=lambda _values: True,
        draft_key=f"held on {each.ref} {each.date_due.code}",
        passes=True,
    )
    answer: tuple[EventRecorded, ...] | None = await show_form(screen, spec, take)
    return answer
