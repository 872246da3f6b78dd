"""The index that a search goes through: the text of each record that holds some, kept by
triggers.
"""

from __future__ import annotations

from sqlmodel import Field, UniqueConstraint

from .record import Record


class SearchEntry(Record, table=True):
    """The text of one record: its kind and key, and its child, worker, session and day."""

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("kind", "source"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    source: str
    child_id: int | None = None
    worker_id: int | None = None
    session_id: int | None = None
    on_date: str | None = None
    body: str
