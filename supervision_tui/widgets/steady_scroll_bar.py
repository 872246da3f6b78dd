"""A scroll bar that is drawn again only where it looks otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Size

if TYPE_CHECKING:
    from textual.containers import ScrollableContainer

    _Base = ScrollableContainer
else:
    _Base = object


class SteadyScrollBar(_Base):
    """For what scrolls: each layout would have its bar drawn once more, in a frame of its own."""

    _bar_shown: tuple[object, ...] = ()  # by what it was drawn, once it stood

    def _scroll_update(self, virtual_size: Size) -> None:
        """Let the bar follow what there is to scroll through, in the frame in which that changes.

        What is drawn again is told by a message of the bar's own, which would come a frame later.
        """
        bar = self._bar(virtual_size)
        if bar == self._bar_shown:
            return
        super()._scroll_update(virtual_size)
        # Whether there is a bar takes several looks, since it takes room itself; and one that is
        # new hears of nothing yet.
        is_settled = bar == self._bar(virtual_size)
        if self.show_vertical_scrollbar:
            is_settled = is_settled and self.vertical_scrollbar.is_mounted
            self._draw_bar()
        self._bar_shown = bar if is_settled else ()

    def _draw_bar(self) -> None:
        drawn = self.screen._compositor if self.is_attached else None
        if drawn is not None and self.vertical_scrollbar in drawn.visible_widgets:
            drawn.update_widgets({self.vertical_scrollbar})

    def _bar(self, virtual_size: Size) -> tuple[object, ...]:
        """All that it follows from."""
        looks = frozenset(self._scrollbar_changes)
        return virtual_size, self.virtual_size, self.container_size, self.scrollbars_enabled, looks
