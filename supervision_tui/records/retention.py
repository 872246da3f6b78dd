"""A file that may not be erased, whatever the setting: it is asked for by a court or an inquiry."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field

from .record import Record


class LegalHold(Record, table=True):
    """A hold on the file of a child or a worker, from one day until it is lifted.

    `kind` is child or worker, `subject_id` the row; `by_name` who asked for it.
    """

    __tablename__ = "legal_hold"

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    subject_id: int
    since: date
    reason: str
    by_name: str
    lifted_on: date | None = None
    lifted_because: str = ""
    version: int = 1
