"""The common part of Oversight's lists: the board that they show, and names as they may be
shown.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from supervision_tui.practice import wording
from supervision_tui.widgets.desk_screen import DeskScreen
from supervision_tui.widgets.rows import Cell
from supervision_tui.widgets.viewed_screen import ListView

if TYPE_CHECKING:
    from supervision_tui.desk.oversight.board import OversightBoard
    from supervision_tui.exports.oversight.publish import Published
    from supervision_tui.exports.rollup.picture import AuthorityPicture


class OversightShown:
    """The answers shown: the period's board, its figures for the manager, and a roll-up."""

    def __init__(self) -> None:
        self.board: OversightBoard | None = None
        self.published: Published | None = None
        self.authority: AuthorityPicture | None = None


class OfOversight(ListView):
    """A list of the Oversight screen."""

    def __init__(self, screen: DeskScreen, shown: OversightShown) -> None:
        self.screen = screen
        self.shown = shown

    @property
    def board(self) -> OversightBoard | None:
        """The board that the desk answered."""
        return self.shown.board

    @property
    def is_for_service(self) -> bool:
        """Tell whether a person asked to see what a whole service uses."""
        return self.screen.running.look.settings.is_for_service

    def day(self, on: date | None) -> str:
        """A day as it is shown."""
        if on:
            return wording.day(on, today=self.screen.running.vault.today)
        return ""

    def about_cell(self, ref: str, worker: str | None) -> Cell:
        """Whom a line is about: a child, else a worker."""
        if ref:
            return self.screen.child_cell(ref)
        return Cell(self.person(worker))

    def person(self, name: str | None) -> str:
        """A worker's name as it may be shown."""
        if name:
            return self.screen.name_of(name)
        return ""
