"""Markdown shown as it reads: headings, lists and emphasis in the tones of the app."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from supervision_tui.exchange.markdown_text import Block, Span, blocks_of, is_apart

from .tones import clean, line, lines


def rendered(text: str) -> Content:
    """A text as it reads."""
    shown: list[Content] = []
    before: Block | None = None
    for block in blocks_of(text):
        if before is not None and is_apart(before, block):
            shown.append(line(""))
        shown.append(_shown(block))
        before = block
    return lines(*shown)


def rendered_parts(parts: Sequence[tuple[str, str]]) -> Content:
    """Labelled texts under one another, each as it reads."""
    return lines(*(content for label, text in parts for content in (line((label, "focus")), rendered(text), line(""))))


def _shown(block: Block) -> Content:
    words = Content("").join([_styled(span, strong=block.kind == "heading") for span in block.spans])
    if block.kind == "item":
        return line("  " * (block.level - 1), (f"{block.mark} ", "quiet")) + words
    return line(("│ ", "quiet")) + words if block.kind == "quote" else words


def _styled(span: Span, *, strong: bool) -> Content:
    style = " ".join(filter(None, ("bold" if span.strong or strong else "", "italic" if span.emphasis else "")))
    return Content.styled(clean(span.text), style) if style else Content(clean(span.text))
