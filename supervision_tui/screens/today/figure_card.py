"""A figure of Today on a card: its value, how it stood in the weeks before, what to know of it."""

from __future__ import annotations

from textual.widgets import Static

from supervision_tui.desk.today.view import Figure
from supervision_tui.widgets.chart import weeks
from supervision_tui.widgets.text_styles import line, lines, says

_SHORT = {  # a figure in a word or two, behind its number
    "supervision": "supervision",
    "not-discussed": "not discussed",
    "directions": "directions",
    "visits": "visits",
    "unallocated": "unallocated",
}


class FigureCard(Static):
    """One figure in a frame of its own; it never has the focus."""

    DEFAULT_CSS = """
    FigureCard { width: 1fr; height: 5; border: round $rule; padding: 0 1;
                 border-title-color: $text; border-title-background: $ground; }
    """

    def show(self, figure: Figure) -> None:
        """Show a figure, in red where it asks for something."""
        self._border_title = says(figure.title)
        tone = "quiet"
        if figure.value:
            tone = "late"
        trend = ""
        if figure.weeks:
            trend = weeks((*figure.weeks, figure.value))
        self.update(
            lines(line((figure.says, tone)), line((trend, "chart")), line((figure.more, "quiet"))),
            layout=False,
        )
        self.refresh()


def in_a_line(figures: tuple[Figure, ...]) -> str:
    """The figures in a line, where there is no room for cards."""
    return " · ".join(f"{each.value} {_SHORT[each.code]}" for each in figures)
