"""The next supervision of a worker, as a list shows it."""

from __future__ import annotations

from dataclasses import dataclass

from supervision_tui.practice.vocabulary import Urgency


@dataclass(frozen=True, slots=True)
class NextSession:
    """The next supervision of a worker, in words, and how that asks for attention."""

    says: str
    urgency: Urgency
