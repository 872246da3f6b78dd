"""The forms of the schedule: a session planned, moved, cancelled; a series; another session; cover.

The diary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from textual.screen import Screen

from supervision_tui.desk import cover
from supervision_tui.desk.moment import Refused
from supervision_tui.desk.supervision import diary
from supervision_tui.desk.supervision import schedule as desk
from supervision_tui.desk.supervision.group_sessions import GroupSession, start_group_session
from supervision_tui.desk.supervision.schedule import ScheduleRow, SessionDraft, SessionLine
from supervision_tui.exports.records.calendar import to_icalendar, week_page
from supervision_tui.exports.writing import give_calendar
from supervision_tui.practice import wording
from supervision_tui.practice.days.spans import monday_of
from supervision_tui.practice.vocabulary import SESSION_KIND_WORDS, CancelReason, SessionKind
from supervision_tui.runtime.running import running_of
from supervision_tui.screens.shared.export_form import (
    ask_and_export,
    ask_before_replacing,
    documents_folder,
)
from supervision_tui.screens.shared.forms import day_field, names_shown, show_form
from supervision_tui.system.files import expanded
from supervision_tui.widgets.form import Field, FormSpec, Values

_WHEN = "wed, 14 apr, 2w"
_TEAM = "the whole team"
_ANOTHER = "another leave"
_CHOOSE = "…"
_MISSED = "missed, not cancelled"
_WEEKS_AHEAD = 13
_WEEK, _CALENDAR = "this week as a page", f"the next {_WEEKS_AHEAD} weeks as a calendar file"
_SESSIONS = "nothing else"
_BESIDE = {
    _SESSIONS: (),
    "directions due": (diary.Beside.DIRECTIONS,),
    "write up by": (diary.Beside.WRITE_UP,),
    "both": tuple(diary.Beside),
}
_OTHERS = (
    SessionKind.GROUP,
    SessionKind.PEER,
    SessionKind.JOINT,
    SessionKind.DEBRIEF,
    SessionKind.AD_HOC,
)


async def plan(screen: Screen[Any], row: ScheduleRow) -> None:
    """Plan a session; the agreement's date is proposed."""
    running = running_of(screen)

    async def take(values: Values) -> date:
        draft = SessionDraft(
            row.worker_id,
            values["on"],
            values["time"],
            SessionKind(values["kind"]),
            values["others"],
        )
        return await running.desk.run(desk.plan_session, draft)

    first = row.proposed[0] if row.proposed else None
    proposed = f"{first.day} {first:%b}".lower() if first else ""
    due = f"Due by {wording.full_day(row.due)}. " if row.due else ""
    planned = ""
    if row.planned_to:
        planned = f"Planned already up to {wording.full_day(row.planned_to)}. "
    spec = FormSpec(
        f"Plan supervision · {running.names.shown(row.worker)}",
        (
            day_field(running, "on", "On", proposed, hint=_WHEN),
            Field("time", "At", hint="10:00"),
            Field(
                "kind", "Kind", kind="choice", words=tuple(SessionKind), labels=SESSION_KIND_WORDS
            ),
            Field(
                "others",
                "Shared with whom, or who else is there (of a group names, or all)",
                hint="Ada Finch",
            ),
        ),
        says=f"{due}{planned}Every {row.interval_days} days; the proposed day is a working day "
        f"within them.",
        draft_key=f"plan {row.worker_id}",
        save="plan",
    )
    on = await show_form(screen, spec, take)
    if on:
        running.notices.changed(f"Planned for {wording.full_day(on)}.")


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A planned session by its number: with whom, on which day, at what time."""

    id: int
    worker: str
    on: date
    time: str


async def move(screen: Screen[Any], each: PlannedSession | SessionLine) -> None:
    """Move a session to another day."""
    running = running_of(screen)

    async def take(values: Values) -> date:
        return await running.desk.run(
            desk.move_session, each.id, values["on"], values["time"], values["reason"]
        )

    spec = FormSpec(
        f"Move supervision · {running.names.shown(each.worker)}",
        (
            day_field(running, "on", "To", hint=_WHEN),
            Field("time", "At", each.time, hint="10:00"),
            Field("reason", "Why"),
        ),
        says=f"Planned for {wording.full_day(each.on)} {each.time}",
        draft_key=f"move {each.id}",
        save="move",
    )
    on = await show_form(screen, spec, take)
    if on:
        running.notices.changed(f"Moved to {wording.full_day(on)}.")


async def cancel(screen: Screen[Any], each: PlannedSession | SessionLine) -> None:
    """Cancel a session with its reason, and plan the day on which it is held again."""
    running = running_of(screen)

    async def take(values: Values) -> date:
        if values["reason"] == _CHOOSE:
            raise Refused("Choose the reason (← →); it is counted.", field="reason")
        if values["reason"] == _MISSED:
            await running.desk.run(desk.mark_missed, each.id)
            return date.min
        reason = CancelReason(values["reason"])
        return await running.desk.run(desk.cancel_session, each.id, reason, again=values["again"])

    spec = FormSpec(
        f"Cancelled or missed · {running.names.shown(each.worker)}",
        (
            Field(
                "reason",
                "Reason, or that it was missed (← →, or its first letter)",
                kind="choice",
                words=(_CHOOSE, *CancelReason, _MISSED),
            ),
            day_field(running, "again", "New date (may stay empty)", hint=_WHEN),
        ),
        says=f"Planned for {wording.full_day(each.on)} {each.time}",
        save="record it",
        draft_key=f"cancel {each.id}",
        passes=True,
    )
    until = await show_form(screen, spec, take)
    if until == date.min:
        running.notices.changed("Recorded as missed.")
    elif until:
        says = f"If held by {wording.full_day(until)} it counts as rearranged."
        text = f"Cancelled. {says}" if until >= running.vault.today else "Cancelled."
        running.notices.changed(text)


async def plan_series(
    screen: Screen[Any], row: ScheduleRow | None, everybody: Sequence[int]
) -> None:
    """The next quarter's sessions from the agreement, for one worker or for the team.

    Without a row for the team.
    """
    running = running_of(screen)
    one = (running.names.shown(row.worker),) if row else ()

    def those(values: Values) -> Sequence[int]:
        if row is None or values["who"] == _TEAM:
            return everybody
        return (row.worker_id,)

    async def preview(values: Values) -> str:
        try:
            found = await running.desk.run(diary.proposed_series, those(values), values["until"])
        except Refused as why:
            return str(why)
        lines = []
        for each in found:
            days = ", ".join(f"{on.day} {on:%b}" for on in each.dates)
            at = f", {each.time}" if each.time and days else ""
            lines.append(f"{running.names.shown(each.worker)}{at}: {days or 'all planned'}")
        return "\n".join(lines)

    async def take(values: Values) -> int:
        return await running.desk.run(diary.plan_series, those(values), values["until"])

    draft_key = f"series {row.worker_id}" if row else "series"
    spec = FormSpec(
        "Plan the next quarter",
        (
            Field("who", "For", kind="choice", words=(*one, _TEAM)),
            day_field(running, "until", "Up to", "13w"),
        ),
        says="From each agreement, at the usual time, on the days on which you work: none in a "
        "leave, at most two a day. First sessions are spread out from next week on.",
        preview=preview,
        save="plan all",
        draft_key=draft_key,
        passes=True,
    )
    planned = await show_form(screen, spec, take)
    if planned:
        running.notices.changed(f"{wording.count(planned, 'session')} planned.")


async def begin_other(screen: Screen[Any], worker_id: int, worker: str) -> None:
    """A session beside supervision: a group, peers, two workers on one child, after duty."""
    running = running_of(screen)
    names = await names_shown(screen)

    async def take(values: Values) -> int:
        others = ",".join(names.get(each.strip(), each) for each in values["others"].split(","))
        draft = GroupSession(SessionKind(values["kind"]), worker_id, others, values["children"])
        return await running.desk.run(start_group_session, draft)

    spec = FormSpec(
        f"Another session · {running.names.shown(worker)}",
        (
            Field("kind", "Kind", kind="choice", words=_OTHERS, labels=SESSION_KIND_WORDS),
            Field(
                "others",
                "Who else of the team (names with commas; for a debrief nobody)",
                hint="Ada Finch",
                words=tuple(names),
            ),
            Field(
                "children",
                "About which children (references; more can be brought later)",
                hint="C-1041 C-1077",
            ),
        ),
        says="It is recorded on each child's file; it does not count as the worker's own "
        "supervision. People from outside are named in its record.",
        save="begin",
        draft_key=f"another sitting {worker_id}",
        passes=True,
    )
    session_id = await show_form(screen, spec, take)
    if session_id:
        running.navigation.open_session(session_id, is_begun_here=True)


async def arrange_cover(screen: Screen[Any]) -> None:
    """Ask when the manager is away and who stands in; or which leave ends, where some are there."""
    running = running_of(screen)
    there = await running.desk.try_run(cover.upcoming) or []
    ending = {_leave_words(screen, each): each for each in there}
    if ending:
        words = (_ANOTHER, *(f"ends: {says}" for says in ending))

        async def choose(values: Values) -> str:
            return values["what"]

        spec = FormSpec(
            "Your leave",
            (Field("what", "What changes", _ANOTHER, kind="pick", words=words),),
            save="go on",
            only_asks=True,
        )
        what = await show_form(screen, spec, choose)
        if what and what != _ANOTHER:
            await _end_cover(screen, ending[what.removeprefix("ends: ")])
        if what != _ANOTHER:
            return
    await _ask_leave(screen)


def _leave_words(screen: Screen[Any], each: cover.Cover) -> str:
    """A leave in a line: `Mon 14 Dec 2026 to Fri 18 Dec 2026, Hazel Thornbury stands in`."""
    name = running_of(screen).names.shown(each.name) if each.name else "nobody"
    days = f"{wording.full_day(each.starts_on)} to {wording.full_day(each.ends_on)}"
    return f"{days}, {name} covers"


async def _ask_leave(screen: Screen[Any]) -> None:
    """A leave of the manager, and who stands in."""
    running = running_of(screen)

    async def take(values: Values) -> cover.Cover:
        return await running.desk.run(
            cover.arrange_cover, values["name"], values["first"], values["last"], values["reason"]
        )

    spec = FormSpec(
        "You are away",
        (
            Field("first", "First day", "today", hint="14 apr"),
            Field("last", "Last day", hint="28 apr"),
            Field("name", "Who covers (may stay empty)"),
            Field("reason", "Why (may stay empty)", hint="on leave"),
        ),
        says="What is written in these days bears the name of who covers; no session is "
        "proposed for them. How you unlock the vault stays the same.",
        draft_key="cover",
        save="arrange",
    )
    arranged = await show_form(screen, spec, take)
    if arranged:
        await running.vault.read_team()
        running.store_changed.publish("cover")
        running.notices.changed(f"You are away: {_leave_words(screen, arranged)}.")


async def _end_cover(screen: Screen[Any], there: cover.Cover) -> None:
    running = running_of(screen)

    async def take(_values: Values) -> bool:
        await running.desk.run(cover.end_cover, there.id)
        return True

    is_to_come = there.starts_on > running.vault.today
    save = "withdraw it" if is_to_come else "end it: I am back"
    spec = FormSpec("Your leave", (), says=f"{_leave_words(screen, there)}.", save=save)
    if await show_form(screen, spec, take):
        await running.vault.read_team()
        running.store_changed.publish("cover")
        text = "You are back."
        if is_to_come:
            text = "The leave is withdrawn."
        running.notices.changed(text)


async def give_diary(screen: Screen[Any], team: str) -> None:
    """The week as a page, or the next weeks as a calendar file."""
    running = running_of(screen)
    monday = monday_of(running.vault.today)

    async def take(values: Values) -> str:
        return values["what"]

    words: tuple[str, ...] = (_WEEK, _CALENDAR)
    if running.look.settings.machine.only_encrypted:  # no calendar reads an encrypted file
        words = (_WEEK,)
    spec = FormSpec(
        "Export the diary",
        (Field("what", "What", kind="choice", words=words),),
        says="Workers by their initials; no child is named.",
        save="go on",
        only_asks=True,
    )
    what = await show_form(screen, spec, take)
    if what == _WEEK:
        entries = await running.desk.try_run(diary.diary, monday, monday + timedelta(days=6)) or []
        await ask_and_export(
            screen, _WEEK, {_WEEK: lambda: [week_page(entries, monday, team)]}, "week"
        )
    elif what == _CALENDAR:
        await _give_calendar(screen)


async def _give_calendar(screen: Screen[Any]) -> None:
    running = running_of(screen)
    last = running.vault.today + timedelta(weeks=_WEEKS_AHEAD)
    entries = await running.desk.try_run(diary.diary, running.vault.today, last) or []

    async def take(values: Values) -> str:
        due = await running.desk.run(
            diary.due_days, running.vault.today, last, _BESIDE[values["beside"]]
        )
        content = to_icalendar(entries, running.vault.moment().now, running.vault.team, due)
        target = expanded(values["file"].strip())
        return await ask_before_replacing(
            screen,
            lambda replaces: running.vault_file.run(
                give_calendar, content, target, replaces=replaces
            ),
        )

    target = documents_folder() / "supervision.ics"
    spec = FormSpec(
        f"Calendar of {wording.count(len(entries), 'session')}",
        (
            Field("file", "File", str(target)),
            Field("beside", "Beside the sessions", _SESSIONS, kind="choice", words=tuple(_BESIDE)),
        ),
        says="Any calendar takes it. Bring the same file in again: sessions that moved are moved, "
        "none is there twice.",
        save="write",
        draft_key="calendar",
        passes=True,
    )
    said = await show_form(screen, spec, take)
    if said:
        running.notices.say(said)
