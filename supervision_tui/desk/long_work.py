"""Long work that somebody watches: it counts what is done, and stops at its next step when it is
told to.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Collection, Iterator
from contextvars import ContextVar
from typing import ParamSpec, TypeVar

from supervision_tui.vault.errors import Cancelled
from supervision_tui.vault.progress import ReportProgress, silent

__all__ = ["Cancelled", "Progress", "progress_over", "progress_step", "report_to", "reporting_to"]

Thing = TypeVar("Thing")
Args = ParamSpec("Args")
Result = TypeVar("Result")
_WATCHING: ContextVar[ReportProgress] = ContextVar("watching", default=silent)


class Progress:
    """The progress of long work as a screen sees it: what is being done and its share, 0 to 1.

    Setting `is_stopped` stops it.
    """

    def __init__(self) -> None:
        self.at = ("", 0.0)
        self.is_stopped = False

    def __call__(self, what: str, share: float) -> None:
        """Told by the work. Raises `Cancelled`."""
        self.at = (what, share)
        if self.is_stopped:
            raise Cancelled


@contextlib.contextmanager
def report_to(progress: ReportProgress) -> Iterator[None]:
    """Let all that counts its steps in this block tell `progress`, which may raise `Cancelled`."""
    token = _WATCHING.set(progress)
    try:
        yield
    finally:
        _WATCHING.reset(token)


def reporting_to(work: Callable[Args, Result], progress: ReportProgress) -> Callable[Args, Result]:
    """Wrap work so that it tells its steps to `progress`, in whichever thread it is done."""

    @functools.wraps(work)
    def doing(*arguments: Args.args, **named: Args.kwargs) -> Result:
        with report_to(progress):
            return work(*arguments, **named)

    return doing


def progress_over(things: Collection[Thing], what: str) -> Iterator[Thing]:
    """These things one by one, each counted: `1,200 of 5,000 children`. Raises `Cancelled`."""
    tell, total = _WATCHING.get(), len(things)
    for number, thing in enumerate(things):
        tell(f"{number:,} of {total:,} {what}", number / total)
        yield thing


def progress_step(what: str, share: float) -> None:
    """A step of work that cannot be counted, which begins now. Raises `Cancelled`."""
    _WATCHING.get()(what, share)
