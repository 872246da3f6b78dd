"""A safeguarding dataset taken as a whole: its professionals, then the caseload they have, in one
transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlmodel import Session

from supervision_tui.desk.moment import Moment
from supervision_tui.vault.store import changes_records

from .accept_caseload import take_caseload
from .files import CaseloadFile, RejectedRow
from .preview import Preview
from .preview_caseload import preview_caseload
from .undo_import import noted_for_undo
from .workforce import WorkforceFile, preview_workforce, take_workforce


@dataclass(frozen=True, slots=True)
class DatasetFile:
    """A folder as it was read: workers, and open children with their allocations."""

    workforce: WorkforceFile
    caseload: CaseloadFile

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.caseload.name

    @property
    def rejected(self) -> tuple[RejectedRow, ...]:
        """Rows that were not taken."""
        return (*self.workforce.rejected, *self.caseload.rejected)


def preview_dataset(
    session: Session, file: DatasetFile, moment: Moment, accepted: Mapping[str, str] | None = None
) -> Preview:
    """Tell what taking the folder would change: the children, and as notes the workers.

    Raises `ImportRefused`.
    """
    workers = preview_workforce(session, file.workforce, moment, accepted)
    return _together(workers, preview_caseload(session, file.caseload, moment, accepted))


@changes_records
def accept_dataset(
    session: Session,
    file: DatasetFile,
    moment: Moment,
    accepted: Mapping[str, str] | None = None,
    *,
    close_missing: bool = False,
) -> Preview:
    """Take the folder, all or nothing; returns what was done."""
    with noted_for_undo(session, file.name) as undo:
        workers = take_workforce(session, file.workforce, moment, accepted)
        session.flush()
        children = take_caseload(
            session, file.caseload, moment, accepted, undo, close_missing=close_missing
        )
    return replace(_together(workers, children), applied=True)


def _together(workers: Preview, children: Preview) -> Preview:
    said = tuple(f"worker {each.ref}: {each.says}" for each in workers.changes)
    near = {each.in_file: each for each in (*workers.near_names, *children.near_names)}
    return replace(
        children,
        lists={**workers.lists, **children.lists},
        rejected=(*workers.rejected, *children.rejected),
        warnings=(*said, *workers.warnings, *children.warnings),
        near_names=tuple(near.values()),
    )
