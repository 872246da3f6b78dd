"""A text of a fixed height, drawn again only where it says something else."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


class SteadyText(Static):
    """A line or two below a list, which follow its cursor and never take other room."""

    _said = Content("")

    def say(self, content: Content) -> None:
        """Show this, unless it stands there already, in the same tones."""
        if not content.is_same(self._said):
            self._said = content
            self.update(content, layout=False)
