"""Entries that a person adds to the first page of a summary, and what became of them."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field

from .record import Record


class PageEntry(Record, table=True):
    """An entry of a first page: who meets whom, a decision asked, a comparator, or a sign-off.

    `about` is the figure or the team that it is about, `says` its words or its source, `who` the
    person. A comparator has a `value`, a sign-off the first and the last day of its period. It is
    open until `ended_on`, when `outcome` says what became of it.
    """

    __tablename__ = "page_entry"

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    about: str = ""
    says: str = ""
    who: str = ""
    by_on: date | None = None
    value: float | None = None
    first_on: date | None = None
    last_on: date | None = None
    recorded_on: date
    outcome: str = ""
    ended_on: date | None = None
    version: int = 1
