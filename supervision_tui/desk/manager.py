"""The manager by name: asked once, and written wherever a record says who signed or does
something.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass

from sqlmodel import Session, col, or_, select

from supervision_tui.practice.days.working_week import (
    WorkingWeek,
    hours_words,
    read_hours,
    read_weekdays,
    weekdays_words,
)
from supervision_tui.practice.direction.owners import MANAGER, is_self
from supervision_tui.records import VaultFact, Worker
from supervision_tui.vault.store import changes_records

from .cover import cover_on
from .moment import Moment, Refused
from .vault_facts import (
    COUNCIL,
    MANAGER_DAYS,
    MANAGER_HOURS,
    MANAGER_NAME,
    MANAGER_ROLE,
    MANAGER_TEAM,
    manager_words,
)

_LONGEST = 80  # letters
_KEYS = (MANAGER_NAME, MANAGER_ROLE, MANAGER_TEAM, COUNCIL, MANAGER_DAYS, MANAGER_HOURS)


@dataclass(frozen=True, slots=True)
class Manager:
    """The manager by name and role, the team and the council as they are written.

    `days` and `hours` are those usually worked, as `Mon–Thu` and `09:00–17:00`. Each is empty where
    nobody has said it.
    """

    name: str = ""
    role: str = ""
    team: str = ""
    council: str = ""
    days: str = ""
    hours: str = ""

    @property
    def week(self) -> WorkingWeek:
        """The days and hours usually worked; Monday to Friday at any hour where none are known."""
        usual = WorkingWeek()
        weekdays, begins, ends = usual.weekdays, usual.begins, usual.ends
        if self.days:
            weekdays = read_weekdays(self.days)
        if self.hours:
            begins, ends = read_hours(self.hours)
        return WorkingWeek(weekdays, begins, ends)

    @property
    def words(self) -> str:
        """Name and role: `Ada Finch, team manager`; empty where the name is not known."""
        return manager_words(self.name, self.role)

    @property
    def place(self) -> str:
        """Team and council in a line."""
        return ", ".join(filter(None, (self.team, self.council)))


def the_manager(session: Session) -> Manager:
    """Read who the manager is."""
    kept = {
        fact.key: fact.value
        for fact in session.exec(select(VaultFact).where(col(VaultFact.key).in_(_KEYS)))
    }
    return Manager(*(kept.get(key, "") for key in _KEYS))


@changes_records
def name_manager(session: Session, said: Manager, moment: Moment) -> Manager:
    """Keep who the manager is from now on; what was signed before stays as it was signed.

    Raises `Refused`.
    """
    fields = {
        "name": said.name,
        "role": said.role or MANAGER,
        "team": said.team,
        "council": said.council,
    }
    plain = {field: " ".join(text.split()) for field, text in fields.items()}
    if not plain["name"]:
        raise Refused("Say your name as it is to stand below a record.", field="name")
    long = next((field for field, text in plain.items() if len(text) > _LONGEST), "")
    if long:
        raise Refused(f"That has more than {_LONGEST} letters; shorten it.", field=long)
    named = Manager(**plain, days=_days(said.days), hours=_hours(said.hours))
    for key, text in zip(_KEYS, astuple(named), strict=True):
        session.merge(VaultFact(key=key, value=text))
    moment.note(session, "name manager", "vault", "name, role, team, council, days, hours")
    return named


def _days(typed: str) -> str:
    if not typed.strip():
        return ""
    try:
        return weekdays_words(read_weekdays(typed))
    except ValueError:
        says = f"“{typed.strip()[:20]}” names no weekdays; type them like mon-thu or mon, wed, fri."
        raise Refused(says, ("mon-fri", "mon-thu"), field="days") from None


def _hours(typed: str) -> str:
    if not typed.strip():
        return ""
    try:
        return hours_words(*read_hours(typed))
    except ValueError:
        says = f"“{typed.strip()[:20]}” is not from one hour to a later one; type it like 9-17."
        raise Refused(says, ("9-17", "8:30-16:30"), field="hours") from None


def who_writes(session: Session, moment: Moment) -> str:
    """Name who signs and changes records on that day: who stands in, else the manager.

    `manager` where nobody knows.
    """
    return cover_on(session, moment.today) or the_manager(session).words or moment.actor


def managers_here(session: Session, moment: Moment) -> tuple[str, ...]:
    """Name who manages on that day: who stands in, then the manager.

    Those whose names are known.
    """
    return tuple(filter(None, (cover_on(session, moment.today), the_manager(session).name)))


def owner_as_written(session: Session, owner: str, moment: Moment) -> str:
    """Write a person by name: `me` is who manages that day, a first name the one worker of it."""
    if is_self(owner):
        return next(iter(managers_here(session, moment)), MANAGER)
    typed = owner.strip()
    here = or_(col(Worker.left_on).is_(None), col(Worker.left_on) > moment.today)
    names = session.exec(select(Worker.name).where(here)).all()
    meant = [name for name in names if typed.casefold() in _said_as(name)]
    if len(meant) == 1:
        return meant[0]
    return typed


def _said_as(name: str) -> tuple[str, str]:
    """A name as people say it: whole, or the first part of it."""
    folded = name.casefold()
    return folded, folded.split()[0]
