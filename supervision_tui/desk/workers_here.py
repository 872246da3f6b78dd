"""The workers of a vault as a file may name them: by name, by another spelling, by registration number."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session, select

from supervision_tui.records import Worker, WorkerAlias

from .names import close_names, normal_name


class WorkersHere:
    """Finds workers by what stands in a file. `accepted` maps names in it to workers here, as the manager said."""

    def __init__(self, session: Session, accepted: Mapping[str, str]) -> None:
        self._session, self._accepted = session, accepted
        workers = list(session.exec(select(Worker)))
        self._by_name = {worker.normal_name: worker for worker in workers}
        self._by_number = {worker.registration.casefold(): worker for worker in workers if worker.registration}
        by_id = {worker.id: worker for worker in workers}
        for alias in session.exec(select(WorkerAlias)):
            self._by_name.setdefault(alias.normal_name, by_id[alias.worker_id])
        self._names = [worker.name for worker in workers if worker.left_on is None]

    def named(self, name: str) -> Worker | None:
        """The worker of that name, those who have left among them."""
        return self._by_name.get(normal_name(self._accepted.get(name, name)))

    def registered(self, number: str) -> Worker | None:
        """The worker with that registration number."""
        return self._by_number.get(number.casefold()) if number else None

    def near(self, name: str) -> str | None:
        """The worker here whose name is spelled most like this one, if any is close."""
        return close_names(name, self._names)

    def add(self, worker: Worker) -> None:
        """A worker who has just come in."""
        self._by_name[worker.normal_name] = worker

    def keep_spellings(self) -> None:
        """Remember which spellings are the same worker, as the manager said."""
        for name, here in self._accepted.items():
            worker = self._by_name.get(normal_name(here))
            if worker is not None and normal_name(name) not in self._by_name:
                self._session.add(WorkerAlias(worker_id=worker.id or 0, normal_name=normal_name(name)))
                self._by_name[normal_name(name)] = worker
