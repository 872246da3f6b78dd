"""A labelled field for text of any length."""

from __future__ import annotations

from textual.widget import Widget
from textual.widgets import Static, TextArea

from supervision_tui.widgets.keys_in_order import TextField


def text_area(name: str, text: str = "") -> TextArea:
    """A field that grows with its text.

    Tab goes on to the next field, `ctrl+z` takes typing back.
    """
    return TextField(text, id=name, soft_wrap=True, tab_behavior="focus", compact=True)


def labelled_text(name: str, label: str) -> tuple[Widget, Widget]:
    """A label, and the field under it."""
    return Static(label, classes="label", id=f"{name}-label"), text_area(name)
