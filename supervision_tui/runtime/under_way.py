"""The app's work under way: answers not yet come, long work that can be stopped, and who waits for
a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.worker import Worker

    from supervision_tui.desk.long_work import Progress


class UnderWay:
    """Tells whether the app has done all it was asked for, for whoever drives it."""

    def __init__(self) -> None:
        self.long_work: set[Progress] = set()  # before which somebody sits
        self._answers = 0
        self._asking: set[Worker[Any]] = set()

    @contextmanager
    def answer(self) -> Iterator[None]:
        """Count the wait for an answer from another thread."""
        self._answers += 1
        try:
            yield
        finally:
            self._answers -= 1

    @contextmanager
    def question(self, worker: Worker[Any]) -> Iterator[None]:
        """Mark a worker as waiting for a person, who may take all day."""
        self._asking.add(worker)
        try:
            yield
        finally:
            self._asking.discard(worker)

    def is_any(self, workers: Iterable[Worker[Any]]) -> bool:
        """Tell whether an answer is to come, or one of these workers has something left to do."""
        return self._answers > 0 or any(
            each.is_running and each not in self._asking for each in workers
        )
