"""Migrations of the tables: one SQL script a step, run by the version of the same name."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path


def run_script(name: str) -> None:
    """Run the statements of a script in this folder, within the migration that is under way."""
    from alembic import op

    for statement in _statements((Path(__file__).parent / name).read_text("utf-8")):
        op.execute(statement)


def _statements(script: str) -> Iterator[str]:
    """The statements of a script; a trigger holds semicolons of its own."""
    so_far = ""
    for line in script.splitlines(keepends=True):
        so_far += line
        if sqlite3.complete_statement(so_far):
            yield so_far
            so_far = ""
