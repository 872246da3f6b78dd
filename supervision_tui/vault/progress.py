"""Progress of long work: how far it is, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable

ReportProgress = Callable[[str, float], None]
"""Told what is being done and which share of it is done, 0 to 1.

Raises `Cancelled` to stop the work.
"""


def silent(_what: str, _share: float) -> None:
    """For work that nobody watches."""
