"""The journal as a table, for those who look things up in it."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class JournalEntry(SQLModel, table=True):
    """One change: when, who, what, to which record, and which fields; never their text."""

    __tablename__ = "journal"

    seq: int | None = Field(default=None, primary_key=True)
    at: str
    actor: str
    verb: str
    subject: str
    detail: str
    prev: str
    hash: str
