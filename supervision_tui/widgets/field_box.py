"""A field in a box: its label in the upper edge, what a long label adds below it."""

from __future__ import annotations

import re

from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from .text_styles import line, says

_ROOM = 46  # cells that a label has in the edge of a box
_SPLIT = re.compile(r" \(|: |, |; ")
_HEADED = re.compile(r"[^(:]+(: )")  # a heading and what is asked under it


class FieldBox(Vertical):
    """A box around a field; the one in hand is heavy and in the accent."""

    DEFAULT_CSS = """
    FieldBox { height: auto; border: round $rule;
               border-title-color: $quiet; border-title-background: $panel; }
    FieldBox:focus-within { border: heavy $focus; border-title-color: $focus; }
    FieldBox > .help { height: auto; padding: 0 1; }
    """

    def __init__(self, label: str, field: Widget) -> None:
        title, more = title_and_more(label)
        said = [Static(line((more, "quiet")), classes="help")] if more else []
        super().__init__(*said, field)
        self._border_title = says(title)


def title_and_more(label: str) -> tuple[str, str]:
    """Part a label that is too long for an edge at its first sign: the title, and what it adds."""
    if len(label) <= _ROOM:
        return label, ""
    headed = _HEADED.match(label)
    if headed is not None and headed.start(1) <= _ROOM:
        return label[: headed.start(1)], label[headed.end(1) :]
    sign = _SPLIT.search(label)
    if sign is None:
        return label, ""
    more = label[sign.end() :]
    if sign[0] == " (":
        more = f"({more}"
        if more.endswith(")"):
            more = more[1:-1]
    return label[: sign.start()], more
