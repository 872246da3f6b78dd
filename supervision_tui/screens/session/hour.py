"""The hour in a line over the session: with whom, and the minutes used."""

from __future__ import annotations

from textual.widgets import Static

from supervision_tui.widgets.text_styles import line

_BAR = 24  # cells


class HourLine(Static):
    """With whom, the minutes used as a bar, and those of the child in hand. It never nags."""

    DEFAULT_CSS = "HourLine { height: 1; padding: 0 1; background: $ground; }"

    def show(self, title: str, used: int, minutes: int, child: tuple[int, float] | None) -> None:
        """Paint the title, minutes used and planned, and those of the child in hand."""
        filled = min(_BAR, used * _BAR // minutes) if minutes else 0
        bar = "▇" * filled + "▁" * (_BAR - filled)
        said = f"{used} of {minutes} min"
        of_child = ""
        if child is not None and child[1]:
            of_child = f" · this child {child[0]} of {child[1]:g}"
        room = self.size.width - 2 - len(title) - len(said) - len(of_child)
        shown = bar if room > _BAR + 2 else ""
        gap = " " * max(2, room - len(shown) - 1)
        self.update(
            line((title, "strong"), gap, (shown, "focus"), f" {said}", (of_child, "quiet")),
            layout=False,
        )
