"""Workers and their supervision agreements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from supervision_tui.desk.find import (
    LONGEST_NAME,
    can_be_a_name,
    team_named,
    worker_by_id,
    worker_called,
)
from supervision_tui.desk.moment import Moment, Refused, read_any_day, read_past_day
from supervision_tui.desk.names import normal_name
from supervision_tui.practice import wording
from supervision_tui.practice.days.spans import LONG_AGO, add_months
from supervision_tui.practice.vocabulary import OwnerKind, Stage
from supervision_tui.records import (
    Audit,
    Child,
    Clinician,
    Direction,
    ManagerCover,
    RoleOnCase,
    SupervisionSession,
    Team,
    Worker,
    WorkerPost,
)
from supervision_tui.vault.store import can_be_undone, changes_records

from .agreement import begin_agreement, standing_agreement
from .temporary_terms import check_terms

_LONGEST_NUMBER = 40  # letters
LEAST_SHARE, MOST_SHARE = 0.05, 1.5  # of full time
_OF_ROLES = frozenset((
    "team", "service", "social", "worker", "manager", "lead", "head", "audit", "auditor",
    "principal", "practice",
    "quality", "assurance", "senior", "officer", "director", "assistant", "deputy", "duty",
    "children", "families",
    "independent", "reviewing", "chair",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class WorkerDetails:
    """A worker as the manager says: stage, full-time share, start, minutes and days agreed.

    `starts_on` is empty where it is not known since when the worker is in this post.
    `registration` is the number with Social Work England, by which a workforce return is matched;
    `educator` teaches a student, from outside. `supervised_on` is the day of the last supervision
    before sessions were held here.
    """

    worker_id: int
    name: str
    stage: str
    fte: float
    starts_on: date | None
    minutes: int
    interval_days: int
    stage_checked: bool
    registration: str = ""
    educator: str = ""
    supervised_on: date | None = None


@dataclass(frozen=True, slots=True)
class People:
    """Everybody in a vault: workers' names, children's references, names and births, by id.

    `others` are names that stand in it of people who are neither: clinicians, auditors, owners, who
    sat beside. `registrations` are the workers' numbers with Social Work England.
    """

    workers: dict[int, str]
    children: dict[int, tuple[str, str | None]]
    others: tuple[str, ...]
    born: frozenset[date]
    registrations: tuple[str, ...] = ()


NOBODY = People({}, {}, (), frozenset())


def everyone(session: Session) -> People:
    """Everybody in the vault, those who have left and who are closed among them."""
    connection, w, c = session.connection(), Worker, Child
    of_workers = select_columns(col(w.id), col(w.name)).order_by(col(w.id))
    workers = {worker_id or 0: name for worker_id, name in connection.execute(of_workers)}
    of_children = select_columns(col(c.id), col(c.ref), col(c.name), col(c.born))
    rows = connection.execute(of_children.order_by(col(c.id))).all()
    children = {child_id or 0: (ref, name) for child_id, ref, name, _ in rows}
    agency = col(Direction.owner_kind) != OwnerKind.AGENCY
    others = {
        *session.exec(select(Clinician.name)),
        *session.exec(select(Audit.auditor)),
        *session.exec(select(Audit.moderator)),
        *session.exec(select(SupervisionSession.beside).distinct()),
        *session.exec(select(ManagerCover.name)),
        *session.exec(select(RoleOnCase.name).distinct()),
        *session.exec(select(Worker.educator).distinct()),
        *session.exec(select(Direction.owner).where(agency).distinct()),
    }
    named = {name for name in others if _is_a_name(name)} - set(workers.values())
    born = frozenset(day for _, _, _, day in rows if day is not None)
    numbers = session.exec(select(Worker.registration).distinct())
    registrations = tuple(sorted(filter(None, numbers)))
    return People(workers, children, tuple(sorted(named)), born, registrations)


def _is_a_name(words: str) -> bool:
    """Tell whether words name a person: two or more with capitals, as `Ada Finch`."""
    parts = words.split()
    return len(parts) > 1 and all(part[:1].isupper() for part in parts)


def has_worker_like(session: Session, typed: str) -> bool:
    """Tell whether a name is, or is a part of, that of a worker who is here or was."""
    wanted = normal_name(typed)
    return any(wanted in name for name in session.exec(select(Worker.normal_name)))


def everybody(session: Session) -> list[tuple[str, str]]:
    """The name of every worker and child here, with the initials or reference in its place."""
    workers = [
        (worker.name, wording.initials(worker.name)) for worker in session.exec(select(Worker))
    ]
    return [
        *workers,
        *((child.name, child.ref) for child in session.exec(select(Child)) if child.name),
    ]


def child_names(session: Session, moment: Moment) -> dict[str, str | None]:
    """The children's names by reference: they must not stand in a worker's file."""
    rows = session.exec(select(Child)).all()
    return {
        row.ref: row.name for row in rows if row.closed_on is None or row.closed_on > moment.today
    }


def worker_names(session: Session, moment: Moment) -> tuple[str, ...]:
    """The names of the workers who are here, to be offered in a form."""
    rows = session.exec(select(Worker).order_by(Worker.name))
    return tuple(row.name for row in rows if row.left_on is None or row.left_on > moment.today)


def number_of(session: Session, name: str) -> int | None:
    """Find the number by which a worker is known here."""
    worker = worker_called(session, name)
    if worker is not None:
        return worker.id
    return None


def every_name(session: Session) -> tuple[str, ...]:
    """Every name in the vault: workers, children, clinicians, auditors, managers who covered.

    And whoever works with a child in another team.
    """
    kinds = (
        Worker.name, Worker.educator, Child.name, Clinician.name, ManagerCover.name,
        RoleOnCase.name,
    )  # fmt: skip
    found: set[str] = set()
    for kind in kinds:
        found |= {name for name in session.exec(select(kind)) if name}
    for who in (Audit.auditor, Audit.moderator):
        found |= {_name_in(typed) for typed in session.exec(select(who)) if typed}
    return tuple(sorted(found - {""}))


def _name_in(typed: str) -> str:
    """The name in what stands for an auditor: `Amara Osei, PSW` has one, `team manager` none."""
    name = typed.partition(",")[0].strip()
    words = name.split()
    is_name = len(words) > 1 and all(word[:1].isupper() for word in words)
    if is_name and not {word.casefold() for word in words} & _OF_ROLES:
        return name
    return ""


def team_name(session: Session) -> str:
    """The name of the team in this vault; several are counted."""
    names = [team.name for team in session.exec(select(Team).order_by(Team.name))]
    return wording.teams(names)


def worker_details(session: Session, worker_id: int, moment: Moment) -> WorkerDetails:
    """Gather what is on record of a worker, with the terms in force today."""
    worker = worker_by_id(session, worker_id)
    agreement = standing_agreement(session, worker_id, moment.today)
    policy = moment.policy
    minutes = agreement.minutes if agreement else policy.session.minutes
    if agreement:
        interval_days = agreement.interval_days
    else:
        start = worker.starts_on if worker.start_known else LONG_AGO
        interval_days = policy.stage(worker.stage).interval_on(start, moment.today)
    starts_on = worker.starts_on if worker.start_known else None
    return WorkerDetails(
        worker_id=worker_id,
        name=worker.name,
        stage=worker.stage,
        fte=worker.fte,
        starts_on=starts_on,
        minutes=minutes,
        interval_days=interval_days,
        stage_checked=worker.stage_checked,
        registration=worker.registration,
        educator=worker.educator,
        supervised_on=worker.supervised_on,
    )


@can_be_undone("the new worker")
@changes_records
def add_worker(session: Session, name: str, team: str, moment: Moment) -> str:
    """Add a worker by hand, whose stage and hours are to be checked; returns the name.

    Raises `Refused`.
    """
    named = " ".join(name.split())
    if not can_be_a_name(named):
        raise Refused(f"A name is needed, of at most {LONGEST_NAME} letters.", field="name")
    if worker_called(session, named) is not None:
        raise Refused(f"{named} is here already.", field="name")
    worker = Worker(
        team_id=team_named(session, team).id or 0,
        name=named,
        normal_name=normal_name(named),
        stage=Stage.SOCIAL_WORKER,
        starts_on=moment.today,
        start_known=False,
        known_since=moment.today,
    )
    session.add(worker)
    session.flush()
    moment.note(session, "add worker", f"worker {worker.id}", "name, stage, fte")
    return named


@can_be_undone("the change of the worker's details")
@changes_records
def set_worker_details(session: Session, details: WorkerDetails, moment: Moment) -> WorkerDetails:
    """Put right what is on record of a worker; a changed agreement ends the old one today.

    Raises `Refused`.

    What was only assumed at an import is put right for all days; once it is checked, a change holds
    from today on.
    """
    if not LEAST_SHARE <= details.fte <= MOST_SHARE:
        raise Refused("The full-time share lies between 0.1 and 1.5; 1 is full time.", field="fte")
    check_terms(details.minutes, details.interval_days)
    if details.stage not in moment.policy.stages:
        raise Refused(
            "That stage is not in the policy.", tuple(moment.policy.stages), field="stage"
        )
    if details.starts_on is not None and details.starts_on > add_months(moment.today, 12):
        raise Refused(
            "The start date is more than a year ahead; check the year.", field="starts_on"
        )
    _check_registration(session, details)
    worker = worker_by_id(session, details.worker_id)
    if worker.stage_checked and (worker.stage, worker.fte) != (details.stage, details.fte):
        post = WorkerPost(
            worker_id=details.worker_id, until_on=moment.today, stage=worker.stage, fte=worker.fte
        )
        session.add(post)  # what was shown of earlier days stays what it was
    worker.stage, worker.fte = details.stage, details.fte
    worker.starts_on = details.starts_on or worker.starts_on
    worker.start_known = details.starts_on is not None
    worker.stage_checked = True
    worker.registration = details.registration.strip()
    worker.supervised_on = details.supervised_on
    worker.educator = " ".join(details.educator.split())[:LONGEST_NAME]
    worker.version += 1
    session.add(worker)
    session.flush()
    after = worker_details(session, details.worker_id, moment)
    # What was shown is what holds.
    if (details.minutes, details.interval_days) != (after.minutes, after.interval_days):
        begin_agreement(session, details.worker_id, details.minutes, details.interval_days, moment)
    moment.note(
        session, "change worker", f"worker {details.worker_id}", "stage, fte, start, agreement"
    )
    return worker_details(session, details.worker_id, moment)


@dataclass(frozen=True, slots=True)
class WorkerCheck:
    """A row of the table in which workers are checked, as typed: stage, hours, in the post since,
    and when the worker was last supervised.

    An empty day is not known.
    """

    worker_id: int
    stage: str
    fte: str
    since: str
    supervised: str = ""


def workers_to_check(session: Session, moment: Moment) -> list[WorkerDetails]:
    """The details of the workers here whose stage and hours were only assumed, by name."""
    rows = session.exec(select(Worker).order_by(Worker.name)).all()
    return [
        worker_details(session, row.id or 0, moment)
        for row in rows
        if not row.stage_checked and (row.left_on is None or row.left_on > moment.today)
    ]


@can_be_undone("the check of the workers")
@changes_records
def check_workers(session: Session, rows: Sequence[WorkerCheck], moment: Moment) -> int:
    """Check stage, hours and start of several workers, all or none; returns how many.

    Raises `Refused`, with the field of the row.
    """
    for row in rows:
        worker = worker_by_id(session, row.worker_id)
        stage = _stage_named(row, worker.name, moment)
        worker.stage, worker.fte = stage, _share(row, worker.name)
        if row.since.strip():
            worker.starts_on = read_any_day(row.since, moment, f"since-{row.worker_id}")
        worker.start_known = bool(row.since.strip())
        worker.supervised_on = last_supervised(
            row.supervised, moment, f"supervised-{row.worker_id}"
        )
        worker.stage_checked = True
        worker.version += 1
        session.add(worker)
        moment.note(session, "change worker", f"worker {row.worker_id}", "stage, fte, start")
    return len(rows)


def last_supervised(typed: str, moment: Moment, field: str) -> date | None:
    """The day of the last supervision as typed; nothing where it is not known. Raises `Refused`."""
    if not typed.strip():
        return None
    try:
        return read_past_day(typed, moment)
    except Refused as why:
        raise Refused(str(why), why.suggestions, why.code, field=field) from None


def _stage_named(row: WorkerCheck, name: str, moment: Moment) -> str:
    """The stage of that code or short word, or the only one that begins so. Raises `Refused`."""
    wanted, stages = row.stage.strip().casefold(), moment.policy.stages
    for code, rule in stages.items():
        if wanted and wanted in (code, rule.short.casefold(), rule.words.casefold()):
            return code
    begin = [
        code
        for code, rule in stages.items()
        if wanted
        and any(word.casefold().startswith(wanted) for word in (code, rule.short, rule.words))
    ]
    if len(begin) == 1:
        return begin[0]
    raise Refused(
        f"{name}: “{row.stage.strip()[:20]}” is no stage.",
        tuple(begin or stages),
        field=f"stage-{row.worker_id}",
    )


def _share(row: WorkerCheck, name: str) -> float:
    try:
        share = float(row.fte.strip().replace(",", "."))
    except ValueError:
        share = 0.0
    if not LEAST_SHARE <= share <= MOST_SHARE:
        raise Refused(
            f"{name}: the full-time share lies between 0.1 and 1.5; 1 is full time.",
            ("1", "0.8", "0.6"),
            field=f"fte-{row.worker_id}",
        )
    return share


def _check_registration(session: Session, details: WorkerDetails) -> None:
    """No two workers have one number. Raises `Refused`."""
    number = details.registration.strip()
    if len(number) > _LONGEST_NUMBER:
        raise Refused(
            f"A registration number has at most {_LONGEST_NUMBER} letters.", field="registration"
        )
    same = select(Worker).where(Worker.registration == number).where(Worker.id != details.worker_id)
    there = session.exec(same).first() if number else None
    if there is not None:
        raise Refused(f"{there.name} has that registration number already.", field="registration")
