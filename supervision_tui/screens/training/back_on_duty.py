"""Back on duty with work unfinished, in one key, from any screen with a worker at the cursor."""

from __future__ import annotations

from supervision_tui.desk.training.back_on_duty import log_unfinished
from supervision_tui.practice import wording
from supervision_tui.widgets.desk_screen import DeskScreen


async def log_back_on_duty(screen: DeskScreen, worker_id: int, worker: str) -> None:
    """Log it for today; the notice says what was logged, and how to take it back."""
    found = await screen.running.desk.try_run(log_unfinished, worker_id)
    if found is not None:
        tasks = wording.count(found.pieces, "unfinished task")
        screen.running.notices.changed(
            f"{screen.name_of(worker)}: back on duty with {tasks}, logged."
        )
