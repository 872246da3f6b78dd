"""Whatever file of children or workers a council has: told apart by what stands in it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from supervision_tui.desk.imports.dataset import DatasetFile
from supervision_tui.desk.imports.files import CaseloadFile, ImportRefused
from supervision_tui.desk.imports.training import TrainingFile
from supervision_tui.desk.imports.workforce import WorkforceFile

from .case_status import PlanNames
from .council_columns import CouncilColumns, Heading, fitting, headings_in
from .tables.dates import DateOrder
from .tables.files import ReadFiles, content_of, name_of, read_files
from .told_apart import FileKind, kind_of

AnyFile = CaseloadFile | WorkforceFile | DatasetFile | TrainingFile
_LEAST_COLUMNS = 2  # of a table about which a person is asked
_CENSUS_BEGINS = (b"<Message", b"<CSWWWorker")


class ColumnsNotKnown(ImportRefused):
    """A file with columns whose headings are not known: a person is asked what each means.

    `headings` are these.
    """

    def __init__(self, says: str, headings: list[Heading]) -> None:
        super().__init__(says)
        self.headings = headings


def read_any(
    path: Path,
    today: date,
    order: DateOrder | None = None,
    own: Sequence[CouncilColumns] = (),
    plan_names: PlanNames | None = None,
) -> AnyFile:
    """Read whatever it is: Annex A, a caseload, names, attendance, a census, a dataset's file.

    `own` are a council's own columns, `plan_names` those of a service's own plans. Raises
    `ColumnsNotKnown`, and `ImportRefused` where it is none of them.
    """
    if _is_census(path):
        from .workforce_census import read_workforce

        return read_workforce(path, today)
    return _of_sheets(read_files([path]), path, today, order=order, own=own, plan_names=plan_names)


def read_attendance(
    path: Path,
    today: date,
    order: DateOrder | None = None,
    own: Sequence[CouncilColumns] = (),
    plan_names: PlanNames | None = None,
) -> AnyFile:
    """Read a list of attendance at trainings, or what is plainly a file of another kind as that.

    Raises `ImportRefused` where it is neither.
    """
    from .training_file import training_of

    if _is_census(path):
        return read_any(path, today, order, own, plan_names)
    files = read_files([path])
    if kind_of(files.sheets) in (None, FileKind.TRAINING):
        return training_of(files, [path], today, order)
    return _of_sheets(files, path, today, order=order, own=own, plan_names=plan_names)


def _of_sheets(
    files: ReadFiles,
    path: Path,
    today: date,
    order: DateOrder | None,
    own: Sequence[CouncilColumns],
    *,
    plan_names: PlanNames | None,
) -> AnyFile:
    from .annex_a import annex_a_of
    from .caseload_file import caseload_of
    from .names_file import names_of
    from .safeguarding_dataset.dataset import dataset_of
    from .training_file import training_of

    if fitting(own, files.sheets):
        return caseload_of(files, [path], today, order=order, own=own, plan_names=plan_names)
    kind = kind_of(files.sheets)
    if kind is FileKind.DATASET:
        folder = path if os.path.isdir(path) else path.parent
        whole = files if os.path.isdir(path) else read_files([folder])
        return dataset_of(whole, folder, today, order)
    if kind is FileKind.CASELOAD:
        return caseload_of(files, [path], today, order=order, own=(), plan_names=plan_names)
    if kind is FileKind.NAMES:
        return names_of(files, name_of(path), today, order)
    if kind is FileKind.TRAINING:
        return training_of(files, [path], today, order)
    try:
        return annex_a_of(files, [path], today, order, plan_names)
    except ImportRefused as why:
        headings = headings_in(files.sheets)
        if kind is None and len(headings) >= _LEAST_COLUMNS:
            raise ColumnsNotKnown(str(why), headings) from None
        raise


def _is_census(path: Path) -> bool:
    """Tell whether a file is XML of a workforce census."""
    if os.path.isdir(path):
        return False
    begins = content_of(path)[:4096]
    return (path.suffix.lower() == ".xml" and b"schemas-microsoft-com" not in begins) or any(
        mark in begins for mark in _CENSUS_BEGINS
    )
