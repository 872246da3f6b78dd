"""The forms of Training: a booking, what became of it, a piece of development, a goal, a date, work
unfinished.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from textual.screen import Screen

from supervision_tui.desk.training import back_on_duty as duty_returns
from supervision_tui.desk.training import bookings as training
from supervision_tui.desk.training import compliance_dates, development
from supervision_tui.desk.training.board import BookingLine, DutyLine, GoalLine
from supervision_tui.desk.training.bookings import BookingDraft
from supervision_tui.desk.training.compliance_dates import ComplianceLine
from supervision_tui.desk.training.development import EntryDraft, GoalDraft
from supervision_tui.practice import wording
from supervision_tui.practice.training import TrainingState
from supervision_tui.practice.vocabulary import MissedReason
from supervision_tui.runtime.running import running_of
from supervision_tui.screens.shared.forms import day_field, names_shown, names_warning, show_form
from supervision_tui.widgets.form import Field, FormSpec, Values

_DAY = "14 apr, 2026-04-14, 3w"
_AHEAD = tuple(state for state in TrainingState if state.is_ahead)
_STATES = {str(state): state.words for state in _AHEAD}
_MISSED = tuple(
    state
    for state in TrainingState
    if state.needs_reason or state is TrainingState.COURSE_CANCELLED
)
_YES, _NO = "with a peer", "alone"


async def book(screen: Screen[Any], worker: str = "", course: str = "") -> None:
    """Put a worker down for a course."""
    running = running_of(screen)
    shown = await names_shown(screen)
    courses = tuple(rule.words for rule in running.vault.policy().courses.values())

    async def take(values: Values) -> int:
        typed = values["worker"].strip()
        draft = BookingDraft(
            shown.get(typed, typed), values["course"], values["on"], TrainingState(values["state"])
        )
        return await running.desk.run(training.book, draft)

    value = running.names.shown(worker) if worker else ""
    spec = FormSpec(
        "A training",
        (
            Field("worker", "Who (↓ offers)", value, words=tuple(shown)),
            Field(
                "course",
                "Course (↓ offers those of the catalogue; any other may be typed)",
                course,
                words=courses,
            ),
            Field("on", "On (to come or past; empty while it is only wanted)", hint=_DAY),
            Field(
                "state", "State", TrainingState.BOOKED, kind="choice", words=_AHEAD, labels=_STATES
            ),
        ),
        draft_key=f"training {worker}",
        save="book",
    )
    booked: int | None = await show_form(screen, spec, take)
    if booked is not None:
        on = await running.desk.try_run(training.day_of, booked)
        text = "Saved, without a day yet."
        if on:
            text = f"Booked for {wording.full_day(on)}."
        running.notices.changed(text)


async def change_booking(screen: Screen[Any], each: BookingLine) -> None:
    """Another day, or the next step on the way."""
    running = running_of(screen)
    if not each.state.is_ahead:
        running.notices.refuse("It is over; ‹training.new› books the course again.")
        return

    async def take(values: Values) -> bool:
        await running.desk.run(
            training.change_booking, each.id, values["on"], TrainingState(values["state"])
        )
        return True

    spec = FormSpec(
        f"{running.names.shown(each.worker)} · {each.title}",
        (
            Field("on", "On", _iso(each.on), hint=_DAY),
            Field("state", "State", each.state, kind="choice", words=_AHEAD, labels=_STATES),
        ),
        draft_key=f"booking {each.id}",
    )
    if await show_form(screen, spec, take):
        running.notices.changed("Changed.")


async def missed(screen: Screen[Any], each: BookingLine) -> None:
    """Missed, and why."""
    running = running_of(screen)

    async def take(values: Values) -> bool:
        state = TrainingState(values["state"])
        reason = MissedReason(values["reason"]) if state.needs_reason else None
        await running.desk.run(training.record_training, each.id, state, reason)
        return True

    family = wording.listing(
        [str(reason) for reason in MissedReason if reason in running.vault.policy().workload.family]
    )
    to_come = each.on is not None and each.on > running.vault.today
    proposed = TrainingState.DID_NOT_ATTEND
    if to_come:
        proposed = TrainingState.CANCELLED_IN_TIME
    value = proposed
    if each.state in _MISSED:
        value = each.state
    spec = FormSpec(
        f"{running.names.shown(each.worker)} · {each.title}",
        (
            Field(
                "reason",
                "Why: its first letter picks it",
                MissedReason.UNKNOWN,
                kind="choice",
                words=tuple(MissedReason),
            ),
            Field("state", "What became of it", value, kind="choice", words=_MISSED),
        ),
        says=f"Counted as missed because of workload: {family}. It is about workload, not about "
        f"the worker.",
        draft_key=f"missed {each.id}",
    )
    if await show_form(screen, spec, take):
        running.notices.changed(f"{running.names.shown(each.worker)}: recorded.")


async def add_entry(
    screen: Screen[Any], worker_id: int, worker: str, booking: BookingLine | None = None
) -> None:
    """A piece of professional development, with what was learned."""
    running = running_of(screen)

    async def take(values: Values) -> int:
        booking_id = booking.id if booking else None
        draft = EntryDraft(
            worker_id,
            values["title"],
            values["on"],
            learned=values["learned"],
            with_peer=values["peer"] == _YES,
            booking_id=booking_id,
        )
        return await running.desk.run(development.add_entry, draft)

    rule = running.vault.policy().training
    value = booking.title if booking else ""
    draft_key = f"piece {booking.id}" if booking else f"development {worker_id}"
    on = _iso(booking.on) if booking and booking.on else "today"
    spec = FormSpec(
        f"Professional development · {running.names.shown(worker)}",
        (
            Field("title", "What it was", value),
            Field("on", "When", on, hint="today, 14 apr"),
            Field("learned", "What was learned, and what changes in practice", kind="text"),
            Field("peer", "Reflected on", _NO, kind="choice", words=(_NO, _YES)),
        ),
        says=f"A year asks for {rule.pieces_a_year}, {rule.with_peer_reflection} with a peer. No "
        f"child's name.",
        draft_key=draft_key,
        preview=await names_warning(screen, ("title", "learned")),
    )
    if await show_form(screen, spec, take):
        running.notices.changed("Entry saved.")


async def set_goal(screen: Screen[Any], worker_id: int, worker: str) -> None:
    """A goal of a worker's development."""
    running = running_of(screen)
    courses = tuple(rule.words for rule in running.vault.policy().courses.values())

    async def take(values: Values) -> int:
        return await running.desk.run(
            development.set_goal,
            GoalDraft(worker_id, values["text"], values["by"], values["course"]),
        )

    spec = FormSpec(
        f"A goal · {running.names.shown(worker)}",
        (
            Field("text", "What the worker wants to be able to do"),
            day_field(running, "by", "By when", hint="3m, 14 apr"),
            Field("course", "Which course serves it, if any (↓ offers)", words=courses),
        ),
        says="It is tied to the last session held, and comes back in the next one. "
        "No child's name.",
        draft_key=f"goal {worker_id}",
        preview=await names_warning(screen, ("text",)),
    )
    if await show_form(screen, spec, take):
        running.notices.changed("Agreed.")


async def end_goal(screen: Screen[Any], each: GoalLine, *, is_reached: bool) -> None:
    """A goal that is reached, or given up."""
    running = running_of(screen)

    async def take(values: Values) -> bool:
        await running.desk.run(
            development.end_goal, each.id, values["outcome"], is_reached=is_reached
        )
        return True

    label = "Why it is given up"
    if is_reached:
        label = "How it shows in practice (optional)"
    how = "Reached" if is_reached else "Given up"
    key = "reached" if is_reached else "given up"
    spec = FormSpec(
        f"{how} · {running.names.shown(each.worker)}",
        (Field("outcome", label),),
        says=each.text,
        draft_key=f"goal {key} {each.id}",
        preview=await names_warning(screen, ("outcome",)),
    )
    if await show_form(screen, spec, take):
        running.notices.changed("Entry saved.")


async def set_date(
    screen: Screen[Any], worker_id: int, worker: str, each: ComplianceLine | None = None
) -> None:
    """Ask when something is due for a worker."""
    running = running_of(screen)
    kinds = {rule.words: code for code, rule in running.vault.policy().readiness.items()}
    if each is not None:
        kinds = {each.words: each.kind}

    async def take(values: Values) -> date:
        return await running.desk.run(
            compliance_dates.set_compliance_date,
            worker_id,
            kinds[values["kind"]],
            values["due"],
            values["note"],
        )

    days = wording.listing([str(day) for day in running.vault.policy().reminders.days])
    value = _iso(each.due) if each else ""
    note = each.note if each else ""
    which = each.kind if each else "new"
    spec = FormSpec(
        f"A date · {running.names.shown(worker)}",
        (
            Field("kind", "What", next(iter(kinds)), kind="choice", words=tuple(kinds)),
            Field("due", "Due on", value, hint=_DAY),
            Field("note", "Note", note),
        ),
        says=f"Today reminds {days} days before, and when it has passed.",
        draft_key=f"readiness {worker_id} {which}",
        preview=await names_warning(screen, ("note",)),
    )
    on = await show_form(screen, spec, take)
    if on:
        running.notices.changed(f"Due {wording.full_day(on)}.")


async def describe_unfinished(screen: Screen[Any], each: DutyLine) -> None:
    """Ask on which day, how many pieces, and what."""
    running = running_of(screen)

    async def take(values: Values) -> bool:
        await running.desk.run(
            duty_returns.describe_unfinished,
            each.worker_id,
            values["on"],
            values["pieces"],
            values["what"],
        )
        return True

    last = None
    if each.entries and each.entries[0].on == running.vault.today:
        last = each.entries[0]
    value = str(last.pieces) if last else "1"
    unfinished = last.what if last else ""
    spec = FormSpec(
        f"Back on duty with work unfinished · {running.names.shown(each.worker)}",
        (
            Field("on", "On", "today", hint="today, mon, 14 apr"),
            Field("pieces", "How many tasks were unfinished", value),
            Field("what", "What (references only)", unfinished, hint="chronology, visit record"),
        ),
        says="One entry a day; it is about workload, not about the worker.",
        draft_key=f"unfinished {each.worker_id}",
        preview=await names_warning(screen, ("what",)),
    )
    if await show_form(screen, spec, take):
        running.notices.changed("Logged.")


def _iso(on: date | None) -> str:
    if on:
        return on.isoformat()
    return ""
