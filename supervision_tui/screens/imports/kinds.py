"""The kinds of file that are imported on the screen, and what each of them holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from itertools import chain

from supervision_tui.desk.imports.dataset import DatasetFile
from supervision_tui.desk.imports.files import CaseloadFile
from supervision_tui.desk.imports.training import TrainingFile
from supervision_tui.desk.imports.workforce import WorkforceFile

File = CaseloadFile | TrainingFile | WorkforceFile | DatasetFile


class ImportKind(StrEnum):
    """A kind of import."""

    CASELOAD = "caseload"
    NAMES = "names"
    DATASET = "dataset"
    WORKFORCE = "workforce"
    TRAINING = "training"

    @property
    def is_about_workers(self) -> bool:
        """Tell whether each change is about a worker."""
        return self in (ImportKind.WORKFORCE, ImportKind.TRAINING)

    @property
    def changes(self) -> tuple[str, ...]:
        """The kinds of change that such a file can bring."""
        if self is ImportKind.NAMES:
            return ("changed",)
        if self.is_about_workers:
            return ("new", "changed")
        return ("new", "moved", "changed", "missing")


def kind_of(file: File) -> ImportKind:
    """Tell what a file brings."""
    if isinstance(file, DatasetFile):
        return ImportKind.DATASET
    if isinstance(file, WorkforceFile):
        return ImportKind.WORKFORCE
    if isinstance(file, TrainingFile):
        return ImportKind.TRAINING
    if file.only_details:
        return ImportKind.NAMES
    return ImportKind.CASELOAD


def names_in(file: File) -> set[str]:
    """Collect every name of a person that the file has."""
    if isinstance(file, DatasetFile):
        return names_in(file.workforce) | names_in(file.caseload)
    if isinstance(file, WorkforceFile):
        return {row.called for row in file.rows}
    if isinstance(file, TrainingFile):
        return {row.worker for row in file.rows}
    return {
        name for name in chain.from_iterable((row.name, row.worker) for row in file.rows) if name
    }


def children_by_team(file: File) -> dict[str, int]:
    """Count the children of each team in a caseload; empty for files of another kind."""
    if isinstance(file, DatasetFile):
        return file.caseload.children_by_team()
    if isinstance(file, CaseloadFile) and not file.only_details:
        return file.children_by_team()
    return {}


def of_teams(file: File, teams: Iterable[str]) -> File:
    """Keep the children of these teams alone.

    None where none is named, and the whole file where all are.
    """
    wanted = set(teams)
    if isinstance(file, DatasetFile):
        caseload = of_teams(file.caseload, wanted)
        if not isinstance(caseload, CaseloadFile) or caseload is file.caseload:
            return file
        theirs = {row.worker for row in caseload.rows}
        workers = tuple(row for row in file.workforce.rows if row.called in theirs)
        return replace(file, caseload=caseload, workforce=replace(file.workforce, rows=workers))
    if not isinstance(file, CaseloadFile) or wanted >= set(file.children_by_team()):
        return file
    if wanted:
        return file.of_teams(wanted)
    return replace(file, rows=())
