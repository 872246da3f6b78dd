"""Panes that stand together; where there is no room for all of them, one is in view at a time."""

from __future__ import annotations

from typing import Any

from textual.containers import Container
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from .pane import Pane

_FOLDED, _AWAY = "-folded", "-away"


class Panes(Container):
    """Folds below so many columns or lines: then the names of its panes stand as tabs in the upper
    edge of the one in view. `names` are these names, in the order of the panes.
    """

    DEFAULT_CSS = """
    Panes { height: 1fr; }
    Panes.-folded, Panes.-folded Container { layout: vertical; }
    Panes .-away { display: none; }
    Panes.-folded Pane, Panes.-folded Container { width: 100%; max-width: 100%;
                                                  height: 1fr; max-height: 100%; }
    """

    class Arranged(Message):
        """They were folded, or unfolded: there is other room for each."""

    def __init__(
        self,
        *children: Widget,
        names: tuple[str, ...],
        columns: int = 100,
        lines: int = 30,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(*children, id=id, classes=classes)
        self._names = names
        self._columns = columns
        self._lines = lines
        self._in_front = 0

    @property
    def is_folded(self) -> bool:
        """Tell whether one pane is in view at a time."""
        return self.has_class(_FOLDED)

    def on_mount(self) -> None:
        """Fold where there is too little room."""
        self._arrange()

    def on_resize(self) -> None:
        """Fold, or unfold, as the room is."""
        self._arrange()

    def bring_forward(self, widget: Widget) -> None:
        """Bring the pane that holds this widget into view."""
        for place, pane in enumerate(self.query(Pane)):
            if widget is pane or pane in widget.ancestors:
                self._in_front = place
        self._arrange()

    def _arrange(self) -> None:
        size = self.app.size
        is_folded = size.width < self._columns or size.height < self._lines
        if is_folded != self.is_folded:
            self.post_message(self.Arranged())
        self.set_class(is_folded, _FOLDED)
        panes = list(self.query(Pane))
        for place, pane in enumerate(panes):
            is_seen = not is_folded or place == self._in_front
            pane.set_class(not is_seen, _AWAY)
            tabs = self._names if is_folded else ()
            pane.set_tabs(tabs, self._in_front)
        for group in self.children:
            if not isinstance(group, Pane):
                is_empty = all(pane.has_class(_AWAY) for pane in group.query(Pane))
                group.set_class(is_empty, _AWAY)


def bring_forward(widget: Widget | None) -> None:
    """Bring a widget into view where it stands in a pane that is folded away."""
    if widget is None:
        return
    for each in widget.ancestors:
        if isinstance(each, Panes):
            each.bring_forward(widget)


def step_over(screen: Screen[Any], step: int) -> bool:
    """Go on into the next pane, or the one before, where the one in view ends and others are folded
    away; returns whether it went.
    """
    focused = screen.focused
    panes = next((each for each in screen.query(Panes) if each.is_folded), None)
    if panes is None or focused is None or panes not in focused.ancestors:
        return False
    all_panes = list(panes.query(Pane))
    here = next(n for n, pane in enumerate(all_panes) if pane in focused.ancestors)
    inside = [each for each in screen.focus_chain if all_panes[here] in each.ancestors]
    if not inside or focused is not inside[-1 if step > 0 else 0]:
        return False
    for further in range(1, len(all_panes)):
        pane = all_panes[(here + step * further) % len(all_panes)]
        there = [each for each in pane.query("*") if each.focusable and _is_laid_out(each, pane)]
        if there:
            screen.set_focus(there[0 if step > 0 else -1])
            return True
    return False


def _is_laid_out(widget: Widget, pane: Pane) -> bool:
    """Tell whether nothing between a widget and its pane is out of sight."""
    for each in widget.ancestors_with_self:
        if each is pane:
            return True
        if isinstance(each, Widget) and not each.display:
            return False
    return False
