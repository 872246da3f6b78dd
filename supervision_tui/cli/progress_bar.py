"""The progress of long work: a bar on a terminal, nothing in a pipe."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

from supervision_tui.vault.progress import ReportProgress, silent


@contextlib.contextmanager
def progress_bar() -> Iterator[ReportProgress]:
    """A bar on standard error; ctrl+c stops the work, and nothing is changed."""
    terminal = sys.__stderr__  # as it is: a bar steers the terminal
    if terminal is None or not terminal.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description:<22}", markup=False),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
    )
    with Bars(*columns, TimeElapsedColumn(), console=Console(file=terminal), transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda what, share: bar.update(task, description=what, completed=share)
