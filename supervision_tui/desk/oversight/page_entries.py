"""The first page's entries on record: added by a person, ended with what became of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from supervision_tui.desk.moment import Moment, Refused, read_day_either_way
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.oversight.page_entries import Entry, EntryKind
from supervision_tui.records import PageEntry
from supervision_tui.vault.store import can_be_undone, changes_records

_LONGEST = 300  # letters of a text
_VALUE = re.compile(r"(?P<number>\d{1,4}(?:[.,]\d{1,2})?)\s*(?P<percent>%?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class EntryTyped:
    """An entry as it is typed; the fields that its kind does not have are empty."""

    kind: EntryKind
    about: str = ""
    says: str = ""
    who: str = ""
    by: str = ""
    value: str = ""
    period: Period | None = None


def page_entries(session: Session, moment: Moment) -> tuple[Entry, ...]:
    """Every entry on record by that day, the first day to come first."""
    rows = session.exec(
        select(PageEntry)
        .where(PageEntry.recorded_on <= moment.today)
        .order_by(col(PageEntry.by_on), col(PageEntry.id))
    )
    return tuple(map(_entry, rows))


@can_be_undone("the entry")
@changes_records
def add_entry(session: Session, typed: EntryTyped, moment: Moment) -> int:
    """Put an entry on record; returns its number. A comparator replaces that of its figure.

    Raises `Refused`.
    """
    kind = typed.kind
    texts = {
        "about": _plain(typed.about),
        "says": _plain(typed.says),
        "who": _plain(typed.who),
    }
    long = next((field for field, text in texts.items() if len(text) > _LONGEST), "")
    if long:
        raise Refused(f"That has more than {_LONGEST} letters; shorten it.", field=long)
    for field, says in _NEEDED[kind].items():
        if not texts[field]:
            raise Refused(says, field=field)
    row = PageEntry(
        kind=kind,
        about=texts["about"],
        says=texts["says"],
        who=texts["who"],
        recorded_on=moment.today,
    )
    if kind.ends:
        row.by_on = read_day_either_way(typed.by, moment, "by")
    if kind is EntryKind.COMPARATOR:
        row.value = read_value(typed.value)
        _end_earlier(session, row.about, moment)
    if kind is EntryKind.SIGN_OFF and typed.period is not None:
        row.first_on, row.last_on = typed.period.first, typed.period.last
    session.add(row)
    session.flush()
    moment.note(session, f"add {kind}", "first page", ", ".join(_NEEDED[kind]))
    return row.id or 0


@can_be_undone("what became of the entry")
@changes_records
def end_entry(session: Session, number: int, outcome: str, moment: Moment) -> None:
    """Say what became of a meeting or a decision; a comparator or a sign-off is taken away.

    Raises `Refused`.
    """
    row = session.get(PageEntry, number)
    if row is None or row.ended_on is not None:
        raise Refused("That entry is no longer there.")
    plain = _plain(outcome)
    if EntryKind(row.kind).ends and not plain:
        raise Refused("Say what became of it.", field="outcome")
    if EntryKind(row.kind) is EntryKind.SIGN_OFF:
        session.delete(row)
    else:
        row.ended_on, row.outcome = moment.today, plain
        row.version += 1
        session.add(row)
    moment.note(session, f"end {row.kind}", "first page", "what became of it")


def read_value(typed: str) -> float:
    """A comparator's value as typed: `85 %` is 0.85. Raises `Refused`."""
    found = _VALUE.fullmatch(typed.strip())
    if found is None or (found["percent"] and float(found["number"].replace(",", ".")) > 100):
        says = f"“{typed.strip()[:20]}” is no value; type it like 85 % or 16.2."
        raise Refused(says, ("85 %", "16.2"), field="value")
    value = float(found["number"].replace(",", "."))
    if found["percent"]:
        return value / 100
    return value


def check_is_of(typed: str, *, is_share: bool) -> None:
    """Refuse a number beside a share, and a share beside a number. Raises `Refused`."""
    if is_share is not typed.strip().endswith("%"):
        says = "That figure is a number: type it like 16.2."
        if is_share:
            says = "That figure is a share: type it like 85 %."
        raise Refused(says, field="value")


_NEEDED = {
    EntryKind.MEETING: {
        "about": "Say what the meeting is about: a team, or a figure.",
        "who": "Say who meets whom.",
    },
    EntryKind.DECISION: {
        "says": "Say which decision is asked for.",
        "who": "Say who decides.",
    },
    EntryKind.COMPARATOR: {
        "about": "Say which figure it stands beside.",
        "says": "Say where the value is from: who published it, and of which year.",
    },
    EntryKind.SIGN_OFF: {"who": "Say who signs off, by name and role."},
}


def _plain(text: str) -> str:
    return " ".join(text.split())


def _end_earlier(session: Session, figure: str, moment: Moment) -> None:
    """End the comparator that a figure had before."""
    earlier = select(PageEntry).where(
        PageEntry.kind == EntryKind.COMPARATOR,
        PageEntry.about == figure,
        col(PageEntry.ended_on).is_(None),
    )
    for row in session.exec(earlier):
        row.ended_on = moment.today
        row.version += 1
        session.add(row)


def _entry(row: PageEntry) -> Entry:
    return Entry(
        kind=EntryKind(row.kind),
        recorded_on=row.recorded_on,
        about=row.about,
        says=row.says,
        who=row.who,
        by=row.by_on,
        value=row.value,
        period=_period(row.first_on, row.last_on),
        outcome=row.outcome,
        ended_on=row.ended_on,
        number=row.id or 0,
    )


def _period(first: date | None, last: date | None) -> Period | None:
    if first is None or last is None:
        return None
    return Period(first, last)
