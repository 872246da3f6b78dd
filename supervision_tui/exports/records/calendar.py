"""Sessions as iCalendar, and a week as a printable page: workers' initials only, no child."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from supervision_tui.desk.supervision.diary import DiaryEntry, DueDay
from supervision_tui.practice import wording
from supervision_tui.practice.vocabulary import SessionState

if TYPE_CHECKING:
    from icalendar import Event

from supervision_tui.exports.documents.document import Document, Section

_HERE = "Europe/London"
_STATUS = {SessionState.CANCELLED: "CANCELLED", SessionState.MISSED: "CANCELLED"}


def to_icalendar(
    entries: Sequence[DiaryEntry], now: datetime, name: str = "", due: Sequence[DueDay] = ()
) -> bytes:
    """The sessions as a calendar file called `name`, with what is due beside them.

    Each event is marked private.

    Times are in UTC, so that no program needs a table of the hour's changes; what has no hour
    blocks no day.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//supervision-tui//sessions//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    title = f"Supervision · {name}" if name else "Supervision"
    calendar.add("x-wr-calname", title)
    for each in entries:
        summary = f"{each.kind.words} {each.initials}"
        event = _event(
            each.uid, summary, _begins(each), now, minutes=each.minutes, changed_at=each.changed_at
        )
        event.add("sequence", each.sequence)
        event.add("status", _STATUS.get(each.state, "CONFIRMED"))
        if each.place:
            event.add("location", each.place)
        calendar.add_component(event)
    for day in due:
        calendar.add_component(_event(day.uid, day.says, day.on, now))
    return bytes(calendar.to_ical())


def _event(
    uid: str,
    summary: str,
    begins: datetime | date,
    now: datetime,
    *,
    minutes: int = 0,
    changed_at: datetime | None = None,
) -> Event:
    """A private event: of so many minutes, or on a day that it does not block."""
    from icalendar import Event

    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", now)
    event.add("last-modified", changed_at or now)
    event.add("summary", summary)
    event.add("dtstart", begins)
    has_hour = isinstance(begins, datetime)
    lasts = timedelta(minutes=minutes) if has_hour else timedelta(days=1)
    event.add("dtend", begins + lasts)
    transparency = "OPAQUE" if has_hour else "TRANSPARENT"
    event.add("transp", transparency)
    event.add("class", "PRIVATE")
    return event


def week_page(entries: Sequence[DiaryEntry], monday: date, team: str) -> Document:
    """A week on a page: a section a day, a line a session."""
    sections = []
    for n in range(7):
        on = monday + timedelta(days=n)
        theirs = [each for each in entries if each.on == on]
        if theirs or n < 5:
            lines = [("", f"- {_line(each)}") for each in theirs] or [("", "–")]
            sections.append(Section(wording.full_day(on), lines))
    return Document(
        title=f"Supervision, week of {wording.full_day(monday)}",
        name=f"supervision-week-{monday.isoformat()}",
        about=[team],
        sections=sections,
        foot="Workers by their initials; no child is named.",
    )


def _line(each: DiaryEntry) -> str:
    if each.state in (SessionState.PLANNED, SessionState.HELD):
        state = ""
    else:
        state = f", {each.state}"
    place = f", {each.place}" if each.place else ""
    return (
        f"{each.time or 'no set time'}  {each.initials}  {each.kind.words.lower()}, "
        f"{each.minutes} min{place}{state}"
    )


def _begins(each: DiaryEntry) -> datetime | date:
    if not each.time:
        return each.on
    hour, minute = each.time.split(":")
    return datetime.combine(each.on, time(int(hour), int(minute)), ZoneInfo(_HERE)).astimezone(UTC)
