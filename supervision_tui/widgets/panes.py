"""Panes that stand together; where there is no room for all of them, one is in view at a time."""

from __future__ import annotations

from textual.containers import Container
from textual.widget import Widget

from .pane import Pane

_FOLDED = "-folded"


class Panes(Container):
    """Folds below so many columns or lines: then the names of its panes stand as tabs in the upper
    edge of the one in view. `names` are these names, in the order of the panes.
    """

    DEFAULT_CSS = """
    Panes { height: 1fr; }
    Panes.-folded, Panes.-folded Container { layout: vertical; }
    Panes.-folded Pane, Panes.-folded Container { width: 100%; max-width: 100%;
                                                  height: 1fr; max-height: 100%; }
    """

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
        self.set_class(is_folded, _FOLDED)
        panes = list(self.query(Pane))
        for place, pane in enumerate(panes):
            is_seen = not is_folded or place == self._in_front
            pane.display = is_seen
            pane.set_tabs(self._names if is_folded else (), self._in_front)
        for group in self.children:
            if not isinstance(group, Pane):
                group.display = any(pane.display for pane in group.query(Pane)) or not is_folded


def bring_forward(widget: Widget | None) -> None:
    """Bring a widget into view where it stands in a pane that is folded away."""
    if widget is None:
        return
    for each in widget.ancestors:
        if isinstance(each, Panes):
            each.bring_forward(widget)
