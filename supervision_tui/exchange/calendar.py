"""Sessions as iCalendar, and a week as a printable page: workers' initials only, no child."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from supervision_tui.desk.diary import DiaryEntry
from supervision_tui.practice import wording
from supervision_tui.practice.terms import SessionState

from .document import Document, Section

_HERE = "Europe/London"
_STATUS = {SessionState.CANCELLED: "CANCELLED", SessionState.MISSED: "CANCELLED"}


def to_icalendar(entries: Sequence[DiaryEntry], now: datetime) -> bytes:
    """The sessions as a calendar file; each event is marked private."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//supervision-tui//sessions//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for each in entries:
        event = Event()
        event.add("uid", each.uid)
        event.add("dtstamp", now)
        event.add("summary", f"{each.kind.words} {each.initials}")
        begins = _begins(each)
        event.add("dtstart", begins)
        if isinstance(begins, datetime):
            event.add("dtend", begins + timedelta(minutes=each.minutes))
        else:
            event.add("dtend", begins + timedelta(days=1))
        event.add("class", "PRIVATE")
        event.add("status", _STATUS.get(each.state, "CONFIRMED"))
        if each.place:
            event.add("location", each.place)
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


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
    state = "" if each.state in (SessionState.PLANNED, SessionState.HELD) else f", {each.state}"
    place = f", {each.place}" if each.place else ""
    return f"{each.time or 'no set time'}  {each.initials}  {each.kind.words.lower()}, {each.minutes} min{place}{state}"


def _begins(each: DiaryEntry) -> datetime | date:
    if not each.time:
        return each.on
    hour, minute = each.time.split(":")
    return datetime.combine(each.on, time(int(hour), int(minute)), ZoneInfo(_HERE))
