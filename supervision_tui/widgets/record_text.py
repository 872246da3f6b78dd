"""A text of the record: a line or two while it is not in hand; in hand it grows in a frame."""

from __future__ import annotations

from textual.containers import Vertical
from textual.geometry import Region
from textual.widgets import Static, TextArea

from supervision_tui.practice import wording
from supervision_tui.widgets.text_field import TextField
from supervision_tui.widgets.text_styles import line, says


class RecordText(Vertical):
    """A field for text of any length, with its label, its prompts, and the words that it holds.

    The field has the name as its id, and is found by it.
    """

    def __init__(self, name: str, label: str, text: str = "", *, prompts: str = "") -> None:
        field = TextField(
            text,
            id=name,
            soft_wrap=True,
            tab_behavior="focus",
            compact=True,
            placeholder="not written",
        )
        shown = Static(line(("▸ ", "quiet"), label), classes="label", id=f"{name}-label")
        asked = Static(line((prompts, "quiet")), classes="prompts")
        super().__init__(shown, field, asked, id=f"{name}-text")
        self.set_class(bool(prompts), "-prompted")
        self._border_title = says(label)

    def show_prompts(self, prompts: str) -> None:
        """Other prompts, or none."""
        self.query_one(".prompts", Static).update(line((prompts, "quiet")))
        self.set_class(bool(prompts), "-prompted")

    def on_descendant_focus(self) -> None:
        """In hand it is seen whole, with its frame."""
        self.call_after_refresh(self.scroll_visible, animate=False)

    def on_descendant_blur(self) -> None:
        """Left, it is read from its beginning."""
        self.query_one(TextArea).scroll_home(animate=False)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Count the words, in the lower edge."""
        count = len(event.text_area.text.split())
        words = wording.count(count, "word") if count else ""
        shown = says(words)
        if shown != self._border_subtitle:
            self._border_subtitle = shown
            self.refresh(Region(-1, self.size.height, self.size.width + 2, 1))
