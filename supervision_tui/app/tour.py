"""The tour: from screen to screen, with a sheet beside each that says what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import App

if TYPE_CHECKING:
    from .navigation import Navigation


async def show_tour(app: App[Any], navigation: Navigation) -> None:
    """Go from stop to stop until the last one, or until a person has seen enough."""
    from supervision_tui.screens.shared.tour import STEPS, TourSheet

    place = 0
    while place < len(STEPS):
        await navigation.go_to_mode(STEPS[place].mode)
        step = await app.push_screen_wait(TourSheet(place))
        if not step:
            return
        place = max(0, place + step)
