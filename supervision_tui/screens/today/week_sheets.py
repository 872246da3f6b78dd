"""A week on a sheet, exported from Today: for the manager, the team meeting, or one worker."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

from supervision_tui.commands.sentences import in_words
from supervision_tui.desk.today.week import WeekView, week_view
from supervision_tui.exports.documents.document import Document
from supervision_tui.exports.records.week_sheet import (
    sheet_for_me,
    sheet_for_team,
    sheet_for_worker,
)
from supervision_tui.screens.shared.export_form import ask_and_export
from supervision_tui.widgets.desk_screen import DeskScreen

_ME, _TEAM = "for me", "for the team meeting"


async def export_sheet(screen: DeskScreen, first: str, workers: Sequence[str]) -> None:
    """Ask for whom the sheet is, and export it; the worker of the line stands first."""
    week = await screen.running.desk.try_run(week_view)
    if week is None:
        return
    offered: dict[str, Callable[[], Sequence[Document]]] = {}
    if first:
        offered[_for(screen, first)] = functools.partial(_of_worker, week, first)
    offered[_ME] = lambda: [sheet_for_me(week, in_words)]
    offered[_TEAM] = lambda: [sheet_for_team(week, in_words)]
    for worker in workers:
        offered.setdefault(_for(screen, worker), functools.partial(_of_worker, week, worker))
    await ask_and_export(screen, "Sheet of the week", offered, "week sheet")


def _for(screen: DeskScreen, worker: str) -> str:
    return f"for {screen.name_of(worker)}"


def _of_worker(week: WeekView, worker: str) -> list[Document]:
    return [sheet_for_worker(week, worker)]
