"""A row of a table, as all records have it in common."""

from __future__ import annotations

from sqlmodel import SQLModel


class Record(SQLModel):
    """A row of a table. Verbs check values before they come here: no checker is built for them."""

    model_config = {"defer_build": True}
