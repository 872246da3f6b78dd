"""The summaries that left the vault: to whom they told what, and under which codes."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field

from .record import Record


class ToldSummary(Record, table=True):
    """A summary that was given away: for whom, of which period, in which form, sealed to whom.

    `figures` are those that it told, as JSON: by column, then by key, value, n and whether hidden.
    `figures_hash` is that over the figures that were told of this period, `counts_hash` that over
    all counts behind them, which never leaves; `file_hash` is that of the first file.
    """

    __tablename__ = "told_summary"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    made_on: date
    period_from: date
    period_to: date
    audience: str
    threshold: int
    form: str
    texts: str = ""
    sealed_to: str = ""
    revision: int
    figures_hash: str
    counts_hash: str
    file_hash: str
    figures: str


class ToldCode(Record, table=True):
    """The code under which a child or a worker stood in one summary that was given away."""

    __tablename__ = "told_code"

    id: int | None = Field(default=None, primary_key=True)
    summary_id: int = Field(foreign_key="told_summary.id", index=True)
    kind: str
    subject_id: int
    code: str
