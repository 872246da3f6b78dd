"""Responses of the manager to a raised workload status."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field

from .record import Record


class PressureResponse(Record, table=True):
    """A response to a flag: what will be done, by when, who is told, for which workload status.

    `figures` and `figures_after` hold, as JSON, what stood when it was given and when it was looked
    at again.
    """

    __tablename__ = "pressure_response"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    standing: str
    text: str
    by_on: date
    given_on: date
    ended_on: date | None = None
    kind: str = "other"
    told: str = ""
    figures: str = ""
    reviewed_on: date | None = None
    helped: str = ""
    helped_words: str = ""
    figures_after: str = ""
