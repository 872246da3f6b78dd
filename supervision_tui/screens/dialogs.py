"""The forms that several screens open: a direction, a rating, a note, a response."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any, cast

from textual.screen import Screen

from supervision_tui.desk import children, directions, pressure
from supervision_tui.desk.directions import DirectionDraft, DirectionLine
from supervision_tui.desk.review import ReviewCard, review_card
from supervision_tui.practice.child_dates import Following
from supervision_tui.practice.terms import DirectionState, Rag
from supervision_tui.practice.timescales import Known
from supervision_tui.practice.wording import full_day
from supervision_tui.widgets.desk_screen import DeskApp
from supervision_tui.widgets.form import Field, Form, FormSpec, Values

_SOON = "5wd"  # proposed for what is late: its own date has gone by
_DO = "Bring the health visitor into the core group"


async def show_form(screen: Screen[Any], spec: FormSpec, take: Callable[[Values], Awaitable[Any]]) -> Any:
    """Open a form and wait for what `take` made of it; nothing where a person went back."""
    return await screen.app.push_screen_wait(Form(spec, take))


async def give_direction(screen: Screen[Any], ref: str, following: Following | None = None) -> DirectionLine | None:
    """A new direction for a child, or one that takes up what follows from the child's dates."""
    app = app_of(screen)
    card = await app.desk(review_card, ref)
    if card is None:
        return None
    worker = card.line.worker or ""

    owner = "team manager" if not worker else app.person(worker)

    async def take(values: Values) -> DirectionLine:
        who = worker if worker and values["who"].strip() == owner else values["who"]  # initials stand for the name
        follows = following.code if following else ""
        draft = DirectionDraft(
            ref, values["do"], who, values["by"], values["because"], values["why_date"], follows=follows
        )
        return await app.ask_desk(directions.give_direction, draft)

    by = "" if not following else f"@{following.code}" if following.due >= app.today else _SOON
    spec = FormSpec(
        f"Direction for {ref} · {card.line.plan}",
        (
            Field("do", "Do: a verb first", following.do if following else "", hint=_DO),
            Field("who", "Who: a person or a partner agency", owner),
            Field("by", "By when", by, kind="timescale", known=card.dates.known(app.today)),
            Field("because", "Because", _reason(following, app.today), hint="why this, for this child"),
            Field("why_date", "Why this date (only for a date that is the next review, or far off)"),
        ),
        says=f"Follows: {card.dates.in_words(app.today)}" if card.dates.following else "",
        draft_key=f"direction {ref} {following.code}" if following else f"direction {ref}",
        save="give",
    )
    given = cast("DirectionLine | None", await show_form(screen, spec, take))
    if given:
        app.say(f"Direction for {ref}, due {full_day(given.due)}.")
    return given


def _reason(following: Following | None, today: date) -> str:
    """Why what follows is due, and since when it is late."""
    if following is None:
        return ""
    late = f", late since {full_day(following.due)}" if following.due < today else ""
    return f"{following.words}: {following.span} after {following.event} of {full_day(following.counted_from)}{late}"


async def tick_direction(screen: Screen[Any], line: DirectionLine) -> None:
    """Done, or part done, with a word on the outcome."""
    app = app_of(screen)

    async def take(values: Values) -> DirectionLine:
        state = DirectionState(values["state"].replace("not done yet", "open").replace("part done", "part"))
        return await app.ask_desk(directions.close_direction, line.id, state, values["outcome"])

    spec = FormSpec(
        f"{line.child} · {line.word}",
        (
            Field("state", "How far", "done", kind="choice", words=("done", "part done", "not done yet")),
            Field("outcome", "Outcome, in a word"),
        ),
        says=f"“{line.text}” · owner: {line.owner}",
        draft_key=f"tick {line.id}",
    )
    if await show_form(screen, spec, take):
        app.say(f"{line.child}: recorded.")


async def withdraw_direction(screen: Screen[Any], line: DirectionLine) -> None:
    """Withdraw, with the reason."""
    app = app_of(screen)

    async def take(values: Values) -> DirectionLine:
        return await app.ask_desk(directions.close_direction, line.id, DirectionState.WITHDRAWN, values["outcome"])

    spec = FormSpec(
        f"Withdraw · {line.child}",
        (Field("outcome", "Why it is withdrawn"),),
        says=f"“{line.text}”",
        draft_key=f"withdraw {line.id}",
    )
    if await show_form(screen, spec, take):
        app.say(f"{line.child}: withdrawn.")


async def extend_direction(screen: Screen[Any], line: DirectionLine) -> None:
    """A later date, with the reason; the old one stays visible."""
    app = app_of(screen)

    async def take(values: Values) -> DirectionLine:
        return await app.ask_desk(directions.extend_direction, line.id, values["by"], values["reason"])

    spec = FormSpec(
        f"Extend · {line.child}",
        (
            Field("by", "New date", kind="timescale", known=Known(app.today, {}, has_reason=True)),
            Field("reason", "Why the date moves"),
        ),
        says=f"“{line.text}” · due {full_day(line.due)}; this date stays visible",
        draft_key=f"extend {line.id}",
        save="extend",
    )
    moved = cast("DirectionLine | None", await show_form(screen, spec, take))
    if moved:
        app.say(f"{line.child}: now due {full_day(moved.due)}.")


async def rate_child(screen: Screen[Any], card: ReviewCard) -> None:
    """Red, amber or green, with the reason."""
    app = app_of(screen)
    ref = card.line.ref

    async def take(values: Values) -> bool:
        await app.ask_desk(children.rate, ref, Rag(values["rag"]), values["reason"])
        return True

    spec = FormSpec(
        f"RAG · {ref}",
        (
            Field("rag", "Rating", card.line.rag or "amber", kind="choice", words=tuple(Rag)),
            Field("reason", "Why, in a few words"),
        ),
        draft_key=f"rag {ref}",
    )
    if await show_form(screen, spec, take):
        app.say(f"{ref}: rated.")


async def note_child(screen: Screen[Any], ref: str) -> None:
    """A note between sessions."""
    app = app_of(screen)

    async def take(values: Values) -> bool:
        await app.ask_desk(children.add_note, ref, values["text"])
        return True

    spec = FormSpec(f"Note · {ref}", (Field("text", "Note", kind="text"),), draft_key=f"note {ref}")
    if await show_form(screen, spec, take):
        app.say(f"{ref}: noted.")


async def respond(screen: Screen[Any], worker_id: int, name: str, standing: str) -> None:
    """What will be done about a standing, and by when."""
    app = app_of(screen)

    async def take(values: Values) -> pressure.Response:
        return await app.ask_desk(pressure.respond, worker_id, values["text"], values["by"])

    spec = FormSpec(
        f"Response · {app.person(name)}",
        (
            Field(
                "text", "What will be done", hint="stop allocating, move children, extra session, more hours, escalate"
            ),
            Field("by", "By when", kind="timescale", hint="2w, 14 apr", known=Known(app.today, {}, has_reason=True)),
        ),
        says=f"{standing}: this is about workload, not about the worker",
        draft_key=f"response {worker_id}",
        save="answer",
    )
    if await show_form(screen, spec, take):
        app.say(f"{app.person(name)}: answered.")


def app_of(screen: Screen[Any]) -> DeskApp:
    """The app, as forms may use it."""
    return cast(DeskApp, screen.app)
