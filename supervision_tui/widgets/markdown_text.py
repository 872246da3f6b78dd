"""Markdown shown as it reads: headings, lists and emphasis in the tones of the app."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from textual.content import Content

from supervision_tui.exports.documents.markdown_text import Block, Span, spaced_blocks

from .text_styles import clean, line, lines


def rendered(text: str) -> Content:
    """A text as it reads."""
    shown: list[Content] = []
    for is_apart, block in spaced_blocks(text):
        if is_apart:
            shown += [line("")]
        shown.append(_shown(block))
    return lines(*shown)


def rendered_parts(parts: Sequence[tuple[str, str]]) -> Content:
    """Labelled texts under one another, each as it reads."""
    return lines(
        *chain.from_iterable(
            (line((label, "focus")), rendered(text), line("")) for label, text in parts
        )
    )


def _shown(block: Block) -> Content:
    words = Content("").join(
        [_styled(span, strong=block.kind == "heading") for span in block.spans]
    )
    if block.kind == "item":
        return line("  " * (block.level - 1), (f"{block.mark} ", "quiet")) + words
    if block.kind == "quote":
        return line(("│ ", "quiet")) + words
    return words


def _styled(span: Span, *, strong: bool) -> Content:
    strength = "bold" if span.strong or strong else ""
    slant = "italic" if span.emphasis else ""
    style = " ".join(filter(None, (strength, slant)))
    if style:
        return Content.styled(clean(span.text), style)
    return Content(clean(span.text))
