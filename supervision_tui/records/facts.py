"""Facts about the vault itself, and the pseudonyms that never leave it."""

from __future__ import annotations

from sqlmodel import Field

from .record import Record


class VaultFact(Record, table=True):
    """One fact about this vault: that it is a demo, which team it is for."""

    __tablename__ = "vault_fact"

    key: str = Field(primary_key=True)
    value: str


class Pseudonym(Record, table=True):
    """The code under which a child (C001) or worker (W01) stands in exported summaries."""

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    subject_id: int
    code: str = Field(unique=True)
