"""Drafts: typed and not yet signed or saved."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from .record import Record


class Draft(Record, table=True):
    """Typed text by its place (`session 12`, `direction C-1041`), as JSON."""

    key: str = Field(primary_key=True)
    body: str
    saved_at: datetime
