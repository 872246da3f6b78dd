"""Invented teams of an authority: small vaults with a year of sessions and children, and what plain
SQL says of them.
"""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlmodel import Session, text

from supervision_tui.desk.moment import Moment
from supervision_tui.exports.documents.document import Form
from supervision_tui.exports.oversight.export import Wanted, export_summary
from supervision_tui.exports.oversight.publish import Audience
from supervision_tui.practice.days.period import Period, months_from
from supervision_tui.practice.days.spans import add_months
from supervision_tui.practice.policy.policy import default_policy
from supervision_tui.records import (
    Allocation,
    CaseDiscussion,
    Child,
    PlanEpisode,
    SupervisionSession,
    Team,
    Worker,
)
from supervision_tui.vault.store import Store, changes_records
from tests.conftest import ClosedVault, needs

TODAY = date(2026, 11, 5)
MOMENT = Moment(TODAY, datetime(2026, 11, 5, 10, 0, tzinfo=UTC), default_policy())
MONTHS = [months_from(add_months(date(2025, 11, 1), n), 1) for n in range(12)]
AUGUST, SEPTEMBER, OCTOBER = MONTHS[-3:]
_HELD = {SEPTEMBER.first: 0.78, OCTOBER.first: 0.84}
_USUALLY_HELD = 0.93
_REASONS = ("workload", "duty", "worker sick", "leave", "court", "other", "manager sick")
_WORKERS = 9


@changes_records
def invent_team(session: Session, number: int, months: list[Period]) -> None:
    """Tell a team's year: workers, children, sessions held, lost, put off and never recorded."""
    chance = random.Random(number)
    team = Team(name=f"Team {chr(65 + number)}")
    session.add(team)
    session.flush()
    since = date(2024, 1, 1)
    for n in range(_WORKERS):
        name = f"Worker {number} {n}"
        session.add(
            Worker(
                team_id=team.id or 0, name=name, normal_name=name.casefold(), stage="experienced",
                starts_on=since, known_since=since,
            )
        )  # fmt: skip
    session.flush()
    workers = list(range(1, _WORKERS + 1))
    for n in range(20):
        child = Child(ref=f"C-{number}-{n}", team_id=team.id or 0, known_since=since)
        session.add(child)
        session.flush()
        session.add(
            Allocation(
                child_id=child.id or 0, worker_id=workers[n % _WORKERS], team_id=team.id or 0,
                starts_on=since,
            )
        )  # fmt: skip
        session.add(PlanEpisode(child_id=child.id or 0, plan="cin", starts_on=since))
    for month in months:
        for worker in chance.sample(workers, 9) + chance.sample(workers, chance.randint(3, 7)):
            on = month.first + timedelta(days=chance.randrange(20))
            for row in _sessions(chance, worker, on, _HELD.get(month.first, _USUALLY_HELD)):
                session.add(row)
    session.flush()
    _discuss(session, chance)


def _sessions(
    chance: random.Random, worker: int, on: date, held: float
) -> Iterator[SupervisionSession]:
    planned = SupervisionSession(
        worker_id=worker, planned_on=on, minutes=90, recorded_on=on - timedelta(days=30)
    )
    what = chance.random()
    if what < held:
        planned.state, planned.held_on, planned.minutes_held = "held", on, 80
        signed = datetime(on.year, on.month, on.day, 16, tzinfo=UTC)
        planned.signed_at = signed + timedelta(days=chance.choice((0, 1, 1, 9)))
    else:
        planned.state = chance.choice(("planned", "missed", "cancelled", "cancelled", "put off"))
    if planned.state in ("missed", "cancelled", "put off"):
        planned.cancelled_on = on
    if planned.state in ("cancelled", "put off"):
        planned.cancel_reason = chance.choice(_REASONS)
    if planned.state == "put off":
        planned.state, again = "cancelled", on + timedelta(days=1)
        yield SupervisionSession(
            worker_id=worker, planned_on=again, held_on=again, state="held", minutes=90,
            minutes_held=70, recorded_on=on,
        )  # fmt: skip
    yield planned


def _discuss(session: Session, chance: random.Random) -> None:
    """Discuss a few children in each session that is not signed: a signed one takes nothing."""
    held = "SELECT id FROM supervision_session WHERE state = 'held' AND signed_at IS NULL"
    for (number,) in session.connection().execute(text(held)).all():
        for child in chance.sample(range(1, 21), 3):
            session.add(CaseDiscussion(session_id=number, child_id=child, discussed=True))


@dataclass(frozen=True, slots=True)
class Truth:
    """A team's month as plain SQL has it."""

    planned: int
    held: int
    missed: int
    cancelled: int
    unrecorded: int
    put_off: int

    @property
    def to_hold(self) -> int:
        """Planned, without those put off in time."""
        return self.planned - self.put_off


def truth_of(session: Session, month: Period) -> Truth:
    """The truth of a team's month."""
    asked = """
        SELECT count(*), sum(state = 'held'), sum(state = 'missed'), sum(state = 'cancelled'),
               sum(state = 'planned')
        FROM supervision_session WHERE planned_on BETWEEN :first AND :last"""
    days = {"first": month.first.isoformat(), "last": month.last.isoformat()}
    row = session.connection().execute(text(asked), days).one()
    cancelled = session.connection().execute(
        text(
            "SELECT worker_id, planned_on FROM supervision_session WHERE state = 'cancelled' "
            "AND planned_on BETWEEN :first AND :last"
        ),
        days,
    )
    put_off = 0
    for worker, planned in cancelled.all():
        again = session.connection().execute(
            text(
                "SELECT count(*) FROM supervision_session WHERE worker_id = :w AND state = 'held' "
                "AND held_on BETWEEN :on AND :by"
            ),
            {"w": worker, "on": planned, "by": min(_five_working_days(planned), days["last"])},
        )
        put_off += bool(again.scalar_one())
    planned_, held, missed, cancelled_, unrecorded = map(int, row)
    return Truth(planned_, held, missed, cancelled_, unrecorded, put_off)


def _five_working_days(planned: str) -> str:
    """Five working days after a day, by the calendar of England written out."""
    off = {date(2025, 12, 25), date(2025, 12, 26), date(2026, 1, 1), date(2026, 4, 3),
           date(2026, 4, 6), date(2026, 5, 4), date(2026, 5, 25), date(2026, 8, 31)}  # fmt: skip
    on, left = date.fromisoformat(planned), 5
    while left:
        on += timedelta(days=1)
        left -= on.weekday() < 5 and on not in off
    return on.isoformat()


def age_key(folder: Path) -> tuple[Path, str]:
    """A key of the age program: its identity file, and its public key."""
    identity = folder / "authority.key"
    subprocess.run([needs("age-keygen"), "-o", identity], capture_output=True, check=True)
    recipient = next(
        line.split()[-1] for line in identity.read_text("utf-8").splitlines() if "public" in line
    )
    return identity, recipient


@dataclass(frozen=True, slots=True)
class Authority:
    """Teams that have sent their months: a folder of summaries, and the truth by month."""

    folder: Path
    identity: Path
    truth: dict[date, list[Truth]]


def authority(vault: ClosedVault, place: Path, teams: int, months: list[Period]) -> Authority:
    """Invent so many teams, and let each export its months for the authority's key."""
    identity, recipient = age_key(place)
    folder = place / "summaries"
    folder.mkdir()
    truth: dict[date, list[Truth]] = {month.first: [] for month in months}
    for number in range(teams):
        store: Store = vault.opened(vault.copied(place / f"vault-{number}"), is_passing=True)
        try:
            store.run(invent_team, number, months)
            for month in months:
                out = folder / f"{number:02}-{month.first:%Y-%m}.json"
                wanted = Wanted(month, Audience.PSW, None, (), recipient)
                export_summary(store, wanted, Form.JSON, out, MOMENT)
                truth[month.first].append(store.run(truth_of, month))
        finally:
            store.close()
    return Authority(folder, identity, truth)
