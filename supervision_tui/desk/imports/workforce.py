"""Workers as a workforce return or a safeguarding dataset has them: hours, agency, registration.

Preview first.

Workers are matched by their registration number, then by name as an import of a caseload matches
them. Nobody is taken off by such a file, and no leave is begun: what it says of that is only said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from supervision_tui.desk.long_work import progress_over
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.names import normal_name
from supervision_tui.practice.vocabulary import Stage
from supervision_tui.records import Team, Worker, WorkerPost
from supervision_tui.vault.store import changes_records

from .files import RejectedRow
from .matching import TeamsHere, WorkersHere
from .preview import Change, NearName, Preview
from .preview_caseload import NO_TEAM
from .undo_import import noted_for_undo


@dataclass(frozen=True, slots=True)
class WorkforceRow:
    """A worker of a return.

    `name` is nothing where the return has none; `notes` are what is only said.

    One who `has_left` is not taken where nobody of that number is here.
    """

    registration: str
    name: str | None
    fte: float | None
    agency: bool | None
    team: str = ""
    starts_on: date | None = None
    notes: tuple[str, ...] = ()
    has_left: bool = False

    @property
    def called(self) -> str:
        """The name, or the number where there is none."""
        return self.name or self.registration


@dataclass(frozen=True, slots=True)
class WorkforceFile:
    """A return that was read.

    With `takes_unknown` workers who are not here come in under their number.
    """

    name: str
    rows: tuple[WorkforceRow, ...]
    rejected: tuple[RejectedRow, ...] = ()
    warnings: tuple[str, ...] = ()
    takes_unknown: bool = False


def preview_workforce(
    session: Session, file: WorkforceFile, moment: Moment, accepted: Mapping[str, str] | None = None
) -> Preview:
    """Tell what taking this file would change.

    `accepted` maps names in it to workers here, as the manager said.
    """
    return _WorkforceImport(session, file, moment, accepted or {}).preview()


@changes_records
def accept_workforce(
    session: Session,
    file: WorkforceFile,
    moment: Moment,
    accepted: Mapping[str, str] | None = None,
    *,
    close_missing: bool = False,
) -> Preview:
    """Take the file, in one transaction; returns what was done.

    Nobody is taken off by such a file.
    """
    with noted_for_undo(session, file.name):
        return take_workforce(session, file, moment, accepted)


def take_workforce(
    session: Session, file: WorkforceFile, moment: Moment, accepted: Mapping[str, str] | None
) -> Preview:
    """Take the file in the caller's transaction; returns what was done."""
    taker = _WorkforceImport(session, file, moment, accepted or {})
    preview = taker.preview()
    taker.take()
    moment.note(session, "import workforce", "file", f"{len(preview.changes)} changes")
    return replace(preview, applied=True)


class _WorkforceImport:
    """Holds a return against the workers here."""

    def __init__(
        self, session: Session, file: WorkforceFile, moment: Moment, accepted: Mapping[str, str]
    ) -> None:
        self.session, self.file, self.moment = session, file, moment
        self._here = WorkersHere(session, accepted)
        self._teams = TeamsHere(session)
        self._near: dict[str, str] = {}
        self._notes: list[str] = []
        self._another: set[str] = set()
        self._planned = [(row, self._found(row)) for row in self._one_each()]

    def preview(self) -> Preview:
        """Tell what would be done."""
        changes: list[Change] = []
        unchanged, unknown, notes = 0, [], [*self.file.warnings, *self._notes]
        for row, worker in self._planned:
            if row.called in self._another:
                notes.append(
                    f"{row.called} ({row.registration}) was not taken: a worker here has that "
                    f"name and another number."
                )
                continue
            if worker is None and not self._is_taken(row):
                unknown.append(row.registration or row.called)
                continue
            says = _differences(row, worker)
            if worker is None:
                says = says or "a new worker; the file says no more"
                changes.append(Change("new", row.called, says, None, row.called))
            elif says:
                changes.append(Change("changed", worker.name, says, worker.name, worker.name))
            else:
                unchanged += 1
            called = worker.name if worker else row.called
            notes += [f"{called}: {note}" for note in row.notes]
        if unknown:
            notes.append(self._unknown(unknown))
        return Preview(
            file=self.file.name,
            lists={"workers": len(self.file.rows) + len(self.file.rejected)},
            changes=tuple(changes),
            unchanged=unchanged,
            unallocated=(),
            rejected=self.file.rejected,
            warnings=tuple(notes),
            workers=(),
            near_names=tuple(NearName(*pair) for pair in self._near.items()),
        )

    def take(self) -> None:
        """Do it."""
        self._here.keep_spellings(self.session)
        for row, worker in progress_over(self._planned, "workers"):
            if row.called in self._another:
                continue
            if worker is not None and _differences(row, worker):
                self._change(row, worker)
            elif worker is None and self._is_taken(row) and self._here.named(row.called) is None:
                self._add(row)

    def _found(self, row: WorkforceRow) -> Worker | None:
        worker = self._here.registered(row.registration)
        if worker is None and row.name:
            worker = self._here.named(row.name)
            if worker is not None and row.registration and worker.registration:
                self._another.add(row.called)  # another number: somebody else of that name
            near = None if worker is not None else self._here.near(row.name)
            if near:
                self._near[row.name] = near
        return worker

    def _one_each(self) -> list[WorkforceRow]:
        """One row of each worker: of several, the last whose post goes on."""
        kept: dict[str, WorkforceRow] = {}
        for row in self.file.rows:
            key = row.registration.casefold() or normal_name(row.called)
            there = kept.get(key)
            if there is not None:
                self._notes.append(_of_two_posts(row, there))
            if there is None or row.fte is not None or there.fte is None:
                kept[key] = row
        return list(kept.values())

    def _is_taken(self, row: WorkforceRow) -> bool:
        """Tell whether a worker who is not here comes in: by name, or by number if asked for."""
        return bool(row.name) or (self.file.takes_unknown and not row.has_left)

    def _unknown(self, numbers: list[str]) -> str:
        more = " …" if len(numbers) > 5 else ""
        shown = ", ".join(numbers[:5]) + more
        return (
            f"{len(numbers)} of the return are not here ({shown}). Worker on Today adds a "
            "registration number; --new-workers adds those who have not left under their number."
        )

    def _change(self, row: WorkforceRow, worker: Worker) -> None:
        if row.fte is not None and row.fte != worker.fte:
            if worker.stage_checked:
                post = WorkerPost(
                    worker_id=worker.id or 0,
                    until_on=self.moment.today,
                    stage=worker.stage,
                    fte=worker.fte,
                )
                self.session.add(post)  # what was shown of earlier days stays what it was
            worker.fte = row.fte
        worker.agency = worker.agency if row.agency is None else row.agency
        worker.registration = row.registration or worker.registration
        worker.version += 1
        self.session.add(worker)
        self.moment.note(
            self.session, "change worker", f"worker {worker.id}", "fte, agency, registration"
        )

    def _add(self, row: WorkforceRow) -> None:
        fte = 1.0 if row.fte is None else row.fte
        worker = Worker(
            team_id=self._team(row.team or NO_TEAM),
            name=row.called,
            normal_name=normal_name(row.called),
            stage=Stage.SOCIAL_WORKER,
            fte=fte,
            agency=bool(row.agency),
            starts_on=row.starts_on or self.moment.today,
            start_known=row.starts_on is not None,
            known_since=self.moment.today,
            registration=row.registration,
        )
        self.session.add(worker)
        self.session.flush()
        self._here.add(worker)
        self.moment.note(self.session, "add worker", f"worker {worker.id}", "name, stage, fte")

    def _team(self, name: str) -> int:
        team_id = self._teams.named(name)
        if team_id is not None:
            return team_id
        team = Team(name=name)
        self.session.add(team)
        self.session.flush()
        self._teams.add(team.id or 0, name)
        return team.id or 0


def _of_two_posts(row: WorkforceRow, before: WorkforceRow) -> str:
    """Say which of two posts of a worker was taken: the one that goes on, or else the last."""
    if row.fte is None or before.fte is None:
        return f"{row.called} stands more than once; the post that goes on was taken."
    return (
        f"{row.called} has two posts that go on, of {before.fte:g} and {row.fte:g}; the last was "
        f"taken. Worker on Today sets the share of full time."
    )


def _differences(row: WorkforceRow, worker: Worker | None) -> str:
    """Say what the return has otherwise than the record, in words."""
    found = []
    if row.fte is not None and (worker is None or round(worker.fte, 2) != round(row.fte, 2)):
        before = f", was {worker.fte:g}" if worker else ""
        found.append(f"full-time share {row.fte:g}" + before)
    if row.agency is not None and (worker is None or worker.agency != row.agency):
        how = "agency worker" if row.agency else "employed"
        found.append(how)
    if row.registration and worker is not None and worker.registration != row.registration:
        found.append(f"registered as {row.registration}")
    return "; ".join(found)
