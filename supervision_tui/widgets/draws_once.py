"""A screen that does nothing twice: shown again as it was left, it is neither styled nor laid out
anew, and nothing is drawn while what is drawn is held back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.events import Mount, ScreenResume
from textual.geometry import Size

if TYPE_CHECKING:
    from textual.screen import Screen

    _Base = Screen[Any]
else:
    _Base = object


class DrawsOnce(_Base):
    """For a `Screen` that is gone to and left at a key.

    Textual styles, lays out and draws a screen that comes to the front two to three times; what it
    would find the second time, it knows already.
    """

    _dressed: tuple[object, ...] = ()  # by what it was styled when it was left

    def _on_mount(self, event: Mount) -> None:
        """Note that it is made by the styles of now; Textual would have it read them all again."""
        self._css_update_count = self.app._css_update_count

    def _on_screen_suspend(self) -> None:
        """Remember by what it is styled."""
        self._dressed = self._dress()

    def _on_screen_resume(self, event: ScreenResume) -> None:
        """Style it anew only if something by which it is styled has changed meanwhile."""
        if self._dressed == self._dress():
            event.refresh_styles = False

    def _dress(self) -> tuple[object, ...]:
        app = self.app
        return app._css_update_count, app.classes, frozenset(app.pseudo_classes), self.classes

    def _screen_resized(self, size: Size) -> None:
        """Lay it out for another size; for the one that it has, it is laid out."""
        if size != self._size or self._layout_required:
            super()._screen_resized(size)

    def _compositor_refresh(self) -> None:
        """Draw what has changed; while that is held back, it is kept for later, and not thrown
        away.
        """
        if not self.app._batch_count:
            super()._compositor_refresh()
