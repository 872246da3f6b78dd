"""Workers and teams of a vault as a file may name them: the one place in which imports find
them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlmodel import Session, select

from supervision_tui.desk.names import NamesToMatch, bare_name, normal_name
from supervision_tui.records import Team, Worker, WorkerAlias

from .preview import NearName


class WorkersHere:
    """Finds workers by what stands in a file.

    `accepted` maps names in it to workers, as the manager said.
    """

    def __init__(self, session: Session, accepted: Mapping[str, str]) -> None:
        self.accepted = accepted
        self._normal: dict[str, str] = {}
        self._spelled_first: dict[
            str, str
        ] = {}  # by their normal form, of workers who are not here yet
        self._present: NamesToMatch | None = None
        workers = list(session.exec(select(Worker)))
        self.by_id = {worker.id or 0: worker for worker in workers}
        self._by_name = {worker.normal_name: worker for worker in workers}
        self._by_number = {
            worker.registration.casefold(): worker for worker in workers if worker.registration
        }
        for alias in session.exec(select(WorkerAlias)):
            self._by_name.setdefault(alias.normal_name, self.by_id[alias.worker_id])

    def normal(self, name: str) -> str:
        """The form in which a name in the file is compared, after what the manager said."""
        if name not in self._normal:
            self._normal[name] = normal_name(self._meant(name))
        return self._normal[name]

    def _meant(self, name: str) -> str:
        """Follow what the manager said to its end: one spelling may be another's, a worker's."""
        followed = {name}
        while (other := self.accepted.get(name)) is not None and other not in followed:
            name = other
            followed.add(name)
        return name

    def named(self, name: str) -> Worker | None:
        """Find the worker of that name, those who have left among them."""
        return self._by_name.get(self.normal(name))

    def called(self, name: str) -> str:
        """Give the name that the worker has here, or will have: as it is spelled first."""
        found = self.named(name)
        if found is not None:
            return found.name
        return self._spelled_first.setdefault(self.normal(name), self._meant(name))

    def registered(self, number: str) -> Worker | None:
        """Find the worker with that registration number."""
        if number:
            return self._by_number.get(number.casefold())
        return None

    def near_names(self, in_file: Iterable[str]) -> tuple[NearName, ...]:
        """Find names that are spelled like a worker's here, or like a plainer one in the file."""
        unknown = sorted(
            name for name in set(in_file) if name not in self.accepted and self.named(name) is None
        )
        here = NamesToMatch(worker.name for worker in self.by_id.values())
        plainest: dict[str, str] = {}
        for name in sorted(
            unknown, key=lambda each: (len(each.replace(" ", "")), -each.count(" "), each)
        ):
            plainest.setdefault(_letters(name), name)
        found = []
        in_file_alone = NamesToMatch(unknown)
        for name in unknown:
            other = here.close_to(name) or in_file_alone.within(name) or plainest[_letters(name)]
            if self.normal(other) != self.normal(name):
                found.append(NearName(name, other))
        return tuple(found)

    def near(self, name: str) -> str | None:
        """Find the worker here whose name is spelled most like this one, if any is close."""
        if self._present is None:
            self._present = NamesToMatch(
                worker.name for worker in self.by_id.values() if worker.left_on is None
            )
        return self._present.close_to(name)

    def add(self, worker: Worker) -> None:
        """Know a worker who has just come in."""
        self._by_name[worker.normal_name] = worker
        self.by_id[worker.id or 0] = worker
        self._present = None

    def new_spellings(self) -> dict[str, Worker]:
        """Give the spellings that are another worker's, as the manager said, not kept yet."""
        found = {}
        for in_file in self.accepted:
            worker, spelling = self.named(in_file), normal_name(in_file)
            if worker is not None and spelling not in self._by_name:
                found[spelling] = worker
        return found

    def keep_spellings(self, session: Session) -> None:
        """Remember which spellings are the same worker, as the manager said."""
        for spelling, worker in self.new_spellings().items():
            session.add(WorkerAlias(worker_id=worker.id or 0, normal_name=spelling))
            self._by_name[spelling] = worker


class TeamsHere:
    """Finds teams by their names, without case and with single spaces."""

    def __init__(self, session: Session) -> None:
        teams = list(session.exec(select(Team)))
        self._by_name = {_folded(team.name): team.id or 0 for team in teams}
        self._names = {team.id or 0: _folded(team.name) for team in teams}

    def named(self, name: str) -> int | None:
        """Find the number of the team of that name."""
        return self._by_name.get(_folded(name))

    def name_of(self, team_id: int) -> str:
        """Give the name of a team as names are compared; empty for none."""
        return self._names.get(team_id, "")

    def is_named(self, team_id: int, name: str) -> bool:
        """Tell whether a team is the one of that name."""
        return self.name_of(team_id) == _folded(name)

    def add(self, team_id: int, name: str) -> None:
        """Know a team that has just come in."""
        self._by_name[_folded(name)] = team_id
        self._names[team_id] = _folded(name)


def _letters(name: str) -> str:
    """Fold a name to its bare letters, run together: `JaneSmith` is spelled like `Jane Smith`."""
    return bare_name(name).replace(" ", "")


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
